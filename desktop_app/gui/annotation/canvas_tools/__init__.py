"""The canvas's tools, one file each."""
