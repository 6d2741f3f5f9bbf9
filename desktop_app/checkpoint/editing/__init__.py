"""Changing what a checkpoint holds: drafts, the operations on them, and recipes; nothing is read or written until it is asked for."""
