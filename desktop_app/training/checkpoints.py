"""Checkpoints as files: plain values and tensors only, written beside and looked at before they replace the last good one."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import zipfile
from pathlib import Path
from typing import IO, Any, Final

import torch

from desktop_app.replacing import Replacement
from desktop_app.training.errors import TrainingError

FORMAT: Final = "weightsmith"
_CHECKED: Final = 256 << 20
"""Up to so many bytes every record is read back before the file counts."""


class NotSaved(OSError):
    """A checkpoint could not be written; the one before it is still whole."""


def save(content: dict[str, Any], path: Path) -> None:
    """Write a checkpoint; raises `NotSaved`, and then nothing has changed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with Replacement(path) as new:
            _write(content, new.file)
            new.flush()
            new.file.seek(0)
            _verify(new.file)
            new.commit()
    # torch tells a full disk as a RuntimeError ("unexpected pos")
    except (OSError, RuntimeError, zipfile.BadZipFile) as error:
        raise NotSaved(f"{path.name} could not be written: {_reason(error)}; the one before it is kept.") from error


def _write(content: dict[str, Any], file: IO[bytes]) -> None:
    with open(file.fileno(), "wb", buffering=1 << 20, closefd=False) as buffered:
        torch.save(content, buffered)


def _verify(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        broken = archive.testzip() if size <= _CHECKED else None
    if broken:
        raise OSError(f"the record {broken} was read back differently")


def _reason(error: BaseException) -> str:
    for cause in (error, error.__cause__, error.__context__):
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return "the disk is full" if "unexpected pos" in str(error) else str(error).split("\n")[0].rstrip(".")


def load(path: Path) -> dict[str, Any]:
    """Read what `save` wrote, without running anything in it; raises `TrainingError`."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise TrainingError(str(path), f"The checkpoint cannot be read: {error.strerror or error}.") from error
    except Exception as error:  # pickle, zip and torch each have their own
        raise TrainingError(str(path), "This is not a checkpoint that can be loaded without running code.", "Open it in the viewer to see what it is.") from error  # fmt: skip
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise TrainingError(str(path), "This checkpoint was not made by this program.", "Name its model and its classes.")  # fmt: skip
    return content
