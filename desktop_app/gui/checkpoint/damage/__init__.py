"""Where the bytes of a file lie, and what can be saved of a damaged one."""
