"""What a run learns from: labels read, split, cached on canvases, changed, and turned into targets."""
