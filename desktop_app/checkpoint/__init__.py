"""What a checkpoint file holds: read, look, edit, compare, write. No Qt, no torch."""
