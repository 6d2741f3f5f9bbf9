"""What a run writes while it goes on, and how others read it."""
