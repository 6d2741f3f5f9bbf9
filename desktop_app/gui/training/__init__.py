"""The training pane: what is trained, its run, its curves."""
