"""The health report of a file and the lens on its optimizers."""
