"""What a worker does for the merge dialog: open the files, do the edits again, and say what fits. Imports no Qt."""

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.checkpoint.editing.draft import Draft, Step
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.files import identify
from desktop_app.checkpoint.merges.merge_model import Conflict
from desktop_app.checkpoint.merges.merging import preview_merge
from desktop_app.checkpoint.model import Checkpoint, CheckpointError, Finding

LISTED = 2000
"""Conflicts that are sent to the window; they are counted all."""
_KEPT = 6
_opened: "OrderedDict[str, tuple[tuple[int, ...], Checkpoint]]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class MergeLook:
    """What the window shows of a merge that is not done yet."""

    merged: int = 0
    taken: int = 0
    kept: int = 0
    left: int = 0
    """Conflicts: what stays as in the first or is left out."""
    notes: int = 0
    """What is only worth telling."""
    conflicts: tuple[Conflict, ...] = ()
    """Conflicts first, at most `LISTED`."""
    unreadable: tuple[tuple[str, Finding], ...] = ()
    """Paths that could not be opened, with the reason; then nothing else is known."""
    error: EditError | None = None
    """Why they cannot be merged at all."""


def look(
    path: str,
    steps: tuple[Step, ...],
    others: tuple[str, ...],
    method: str,
    progress: Callable[[int, int, str], None] | None = None,
) -> MergeLook:
    """What merging the file at `path`, edited by `steps`, with `others` would give at the method's own weights."""
    from desktop_app.checkpoint.editing.operations import apply_all

    unreadable: list[tuple[str, Finding]] = []
    checkpoints: list[Checkpoint] = []
    for place in (path, *others):
        try:
            checkpoints.append(_checkpoint(place, progress))
        except CheckpointError as error:
            unreadable.append((place, error.finding))
    if unreadable:
        return MergeLook(unreadable=tuple(unreadable))
    try:
        first = apply_all(Draft.of(checkpoints[0]), steps, _open_for_edit)
        preview = preview_merge([first, *map(Draft.of, checkpoints[1:])], method)
    except EditError as error:
        return MergeLook(error=error)
    listed = sorted(preview.conflicts, key=lambda conflict: conflict.is_note)
    notes = sum(1 for conflict in listed if conflict.is_note)
    return MergeLook(
        preview.merged, preview.taken, preview.kept, len(listed) - notes, notes, _shortened(listed)
    )  # fmt: skip


def _shortened(conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    return tuple(conflicts[:LISTED])


def _open_for_edit(path: str) -> Checkpoint:
    try:
        return _checkpoint(path, None)
    except CheckpointError as error:
        raise EditError("file", reason=error.finding.message) from None


def _checkpoint(path: str, progress: Callable[[int, int, str], None] | None) -> Checkpoint:
    """The file opened, or as it was opened before when none of its files changed since."""
    from desktop_app.checkpoint.open import open_checkpoint

    now = _stamp(path)
    known = _opened.get(path)
    if known is not None and known[0] == now and now and _is_same(known[1]):
        _opened.move_to_end(path)
        return known[1]
    checkpoint = open_checkpoint(path, progress=progress)
    _opened[path] = (now, checkpoint)
    while len(_opened) > _KEPT:
        _opened.popitem(last=False)
    return checkpoint


def _stamp(path: str) -> tuple[int, ...]:
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _is_same(checkpoint: Checkpoint) -> bool:
    try:
        return all(identify(file.path) == file for file in checkpoint.files)
    except OSError:
        return False
