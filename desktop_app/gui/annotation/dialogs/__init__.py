"""Dialogs of the labelling workspace: import, export, schema, statistics, mistakes, agreement, history, keys."""
