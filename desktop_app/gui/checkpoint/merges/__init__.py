"""The dialog that merges files into the draft in front."""
