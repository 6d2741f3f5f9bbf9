"""A training run: a folder, a process, its events. No Qt."""
