"""The headless contract: each command does without Qt what the window does, through the same functions."""
