"""One file per container format; each turns bytes on disk into the values of `checkpoint.model`."""
