"""The English sentences of the core by subject, each with a translation."""
