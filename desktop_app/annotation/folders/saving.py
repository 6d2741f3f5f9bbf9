"""Label files on disk: read with a stamp of what was seen, and written only over what was seen.

Another program may change a file at any time. Whoever saves says which state of the file the change is based on; a file that
is different by now is left alone and the person is asked.
"""

import contextlib
import os
from collections.abc import Generator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

from desktop_app.annotation.formats.labelme_reading import LONGEST, LabelFileError, read_label_file
from desktop_app.annotation.formats.labelme_writing import label_file
from desktop_app.annotation.model import Annotation, Problem
from desktop_app.replacing import Replacement


@dataclass(frozen=True, slots=True)
class Stamp:
    """A state of a file, as it was seen."""

    modified: int
    """Nanoseconds since the epoch."""
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a label file says, and when it said so."""

    annotation: Annotation
    stamp: Stamp
    problems: tuple[Problem, ...] = ()


class ChangedElsewhere(Exception):  # it is an outcome that is asked about
    """The file is not the one that the change is based on; nothing was written."""

    def __init__(self, path: Path, found: Stamp | None) -> None:
        what = "was changed by another program" if found else "was removed by another program"
        super().__init__(f"{path.name} {what} since it was read here. Nothing was overwritten.")
        self.path = path
        self.found = found
        """Its state now; None when it is gone."""

    def __reduce__(self) -> tuple[type["ChangedElsewhere"], tuple[Path, Stamp | None]]:
        return ChangedElsewhere, (self.path, self.found)


def load_labels(path: Path) -> Loaded:
    """Read a label file; LabelFileError when it is none, OSError when it cannot be read."""
    data, stamp = _read(path)
    try:
        annotation, problems = read_label_file(data, path.name)
    except LabelFileError as error:
        raise LabelFileError(f"{path.name}: {error}") from None
    return Loaded(_without_needless_picture(annotation, path), stamp, problems)


def save_labels(path: Path, annotation: Annotation, seen: Stamp | None) -> Stamp:
    """Write a label file over the state that was `seen` (None: there was no file); gives its new stamp.

    ChangedElsewhere when the file is another by now; OSError when it cannot be written. In both cases the file is as it was.
    """
    data = label_file(annotation)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(path.parent), Replacement(path) as new:
        new.file.write(data)
        new.flush()
        new.file.seek(0)
        if new.file.read(len(data) + 1) != data:
            raise OSError(f"{path.name} did not come out as it was written; the old file is untouched.")
        found = current_stamp(path, seen)
        if not _same(found, seen):
            raise ChangedElsewhere(path, found)
        new.commit()
    status = path.stat()
    return Stamp(status.st_mtime_ns, status.st_size, _digest(data))


def is_changed(path: Path, seen: Stamp | None) -> bool:
    """Whether the file is no longer the one that was seen; reads its contents only when its date or size differ."""
    return not _same(current_stamp(path, seen), seen)


def current_stamp(path: Path, seen: Stamp | None = None) -> Stamp | None:
    """The file's state now; None when there is no file. What was `seen` spares reading it when date and size are the same."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if seen is not None and (status.st_mtime_ns, status.st_size) == (seen.modified, seen.size):
        return seen
    return _read(path)[1]


def _same(found: Stamp | None, seen: Stamp | None) -> bool:
    if found is None or seen is None:
        return found is seen
    return (found.size, found.digest) == (seen.size, seen.digest)


def _read(path: Path) -> tuple[bytes, Stamp]:
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if status.st_size > LONGEST:
            raise LabelFileError(f"{path.name} has {status.st_size:,} bytes; that is no label file.")
        data = file.read(status.st_size + 1)  # as much as is asked for is set aside
    return data, Stamp(status.st_mtime_ns, len(data), _digest(data))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _without_needless_picture(annotation: Annotation, path: Path) -> Annotation:
    """An embedded copy of an image that lies beside the file is not carried along: it would be written at each save."""
    raw: Any = annotation.extras.get("labelme")
    if not isinstance(raw, dict) or "imageData" not in raw or not (path.parent / annotation.image).is_file():
        return annotation
    kept = {name: value for name, value in cast(dict[str, Any], raw).items() if name != "imageData"}
    others = {name: value for name, value in annotation.extras.items() if name != "labelme"}
    return replace(annotation, extras={**others, "labelme": kept} if kept else others)


@contextlib.contextmanager
def _alone_in(folder: Path) -> Generator[None]:
    """Keep other instances of this program from writing in the folder between the look at a file and its replacement."""
    if os.name != "posix":
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
