"""Checkpoints side by side: which tensors belong together, how far they lie apart, and how they moved during a run."""
