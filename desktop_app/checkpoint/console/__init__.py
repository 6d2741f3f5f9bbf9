"""A Python of the person's own beside an opened checkpoint: its tensors at hand, its assignments as steps of the draft."""
