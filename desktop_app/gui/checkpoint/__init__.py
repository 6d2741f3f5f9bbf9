"""The views of one opened checkpoint: tree, table, histogram, tensor, safety, findings."""
