"""A pickle read with stand-ins, and what those stand-ins describe: nothing that a file names is imported or called."""
