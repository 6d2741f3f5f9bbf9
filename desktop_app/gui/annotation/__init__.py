"""The labelling pane: one folder of images, its canvas and its lists."""
