"""Edits of a state_dict: what can be done, what was done, and writing what came of it."""
