"""What a set of labels is like: its numbers, its likely mistakes, how far two sets agree."""
