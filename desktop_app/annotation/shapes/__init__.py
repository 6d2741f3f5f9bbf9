"""Geometry and edits of shapes: pure functions from values to values."""
