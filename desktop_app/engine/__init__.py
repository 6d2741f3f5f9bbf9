"""A Python of its own for what needs torch or runs a user's code: started, bounded in time and memory, killed on cancel."""
