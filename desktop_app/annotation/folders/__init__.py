"""Folders of images with their labels: listed, indexed, searched, saved, divided, changed as a whole."""
