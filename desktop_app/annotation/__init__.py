"""Labelled images: the model of labels, their geometry, folders of images, and the formats of other tools. No Qt, no torch."""
