"""What workers do for the byte map and for repairs: map the bytes, read them all, write what is whole. Imports no Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.checkpoint.bytemap import ByteMap, byte_maps
from desktop_app.checkpoint.model import Finding
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.repair import Examination, Loss, examine, write_whole
from desktop_app.checkpoint.writers.export import ExportReport

type Progress = Callable[[int, int, str], None]

_examined: dict[str, Examination] = {}
"""The last one of this process, so that writing does not read everything a second time."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What an examination found, without the tensors."""

    whole: int
    lost: tuple[Loss, ...]
    notes: tuple[Finding, ...]
    is_sound: bool
    checked: int


def maps_of(path: str, damaged: tuple[str, ...] = (), progress: Progress | None = None) -> tuple[ByteMap, ...]:
    """Maps of the files of a checkpoint."""
    return byte_maps(open_checkpoint(path, progress=progress), damaged)


def diagnose(path: str, progress: Progress | None = None) -> Diagnosis:
    """Read every byte of a checkpoint."""
    found = examine(open_checkpoint(path, progress=progress), progress=progress)
    _examined.clear()
    _examined[path] = found
    return Diagnosis(len(found.whole), found.lost, found.notes, found.is_sound, found.checked)


def write_repaired(path: str, target: str, progress: Progress | None = None) -> ExportReport:
    """Export what is whole; what was examined before is used when the file is still the same."""
    known = _examined.get(path)
    checkpoint = open_checkpoint(path)
    if known is None or known.checkpoint.files != checkpoint.files:
        known = examine(checkpoint, progress=progress)
    return write_whole(known, target, progress=progress)
