"""Other tools' label formats: one file per format, all found through one registry."""
