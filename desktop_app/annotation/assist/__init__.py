"""Outlines guessed by a SAM model from boxes and points, through osam (which comes with labelme); for worker processes."""
