"""What a person chooses once for all: settings, keys, plug-ins."""
