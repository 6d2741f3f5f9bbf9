"""A file and its hierarchy graph at once: what a window needs to show it, made in a worker that knows no window."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.checkpoint.model import Checkpoint
    from desktop_app.graph.model import Graph


def open_with_graph(path: str, progress: object = None) -> "tuple[Checkpoint, Graph]":
    """Open a checkpoint and lay its modules out as a graph; raises what `open_checkpoint` raises."""
    from desktop_app.checkpoint.open import (
        open_checkpoint,
    )  # the window names this function, and needs no reader for it
    from desktop_app.graph.hierarchy import build_hierarchy

    checkpoint = open_checkpoint(path, progress=progress)  # type: ignore[arg-type]
    return checkpoint, build_hierarchy(checkpoint)
