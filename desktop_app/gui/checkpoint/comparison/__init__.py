"""Checkpoints beside each other, and a run over time."""
