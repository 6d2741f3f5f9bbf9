"""Labels of the images that come next, read before they are asked for, and whether what was read still holds."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.annotation.folders.folder import ImageFolder
from desktop_app.annotation.folders.labels_of import ImageLabels, load_image_labels

type Signature = tuple[tuple[str, int, int], ...]
"""Path, time (nanoseconds) and size of the image and of each file that may hold its labels; -1 for what is not there."""


@dataclass(frozen=True, slots=True)
class LabelsAhead:
    """What an image's labels were, and the state of the files that said so."""

    name: str
    labels: ImageLabels
    signature: Signature

    def holds_in(self, folder: ImageFolder) -> bool:
        """Whether none of the files changed, came or went since; costs a few looks at the disk."""
        return signature_of(folder, self.name) == self.signature


def signature_of(folder: ImageFolder, name: str) -> Signature:
    """The state of the files that an image's labels are made of."""
    return tuple(_state(path) for path in (folder.image_path(name), *folder.label_candidates(name)))


def _state(path: Path) -> tuple[str, int, int]:
    try:
        seen = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), seen.st_mtime_ns, seen.st_size


def read_ahead(folder: ImageFolder, names: Sequence[str]) -> Iterator[LabelsAhead]:
    """The labels of some images of a folder; what cannot be read is told when its image comes to the front."""
    if folder.origin == "zip":  # labels may lie in the archive as well
        return
    for name in names:
        with contextlib.suppress(Exception):
            signature = signature_of(folder, name)
            yield LabelsAhead(name, load_image_labels(folder, name), signature)
