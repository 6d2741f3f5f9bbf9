"""Images as they are seen: found in zips and files, decoded upright, kept as pictures that a window maps."""
