"""A folder of images as a value: their names in natural order, and where the labels of each lie.

Listing reads names only, so that a hundred thousand images are there at once; what the label files say is read later
(`index.py`). Label files are named and found by labelme's own rules: `a.json` for `a.jpg`, `a.png.json` where two images
share a stem, beside the image or in a chosen folder that mirrors the images' folders.
"""

import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from desktop_app.annotation.imagery.images import SUFFIXES
from desktop_app.annotation.sentences import Trouble, reason_of
from desktop_app.annotation.texts import text_of

type Origin = Literal["folder", "list", "zip"]
type Progress = Callable[[int, int, str], None]

LABEL_SUFFIX: Final = ".json"
OWN_FILES: Final = "weightsmith-"
"""How the names of this program's own files in a folder begin."""
_NOT_IMAGES: Final = ("_watershed_mask", "_color_mask", "_mask")
"""Endings of PixelAnnotationTool's pictures beside an image."""
_LONGEST_LIST: Final = 256 << 20
_DIGITS: Final = re.compile(r"([0-9]+)")


class FolderError(Trouble):
    """What cannot be opened as images: one sentence."""


@dataclass(frozen=True)
class ImageFolder:
    """Images that belong together."""

    root: str
    """The folder that names start from."""
    names: tuple[str, ...]
    """Paths with `/`, from `root` where they lie below it, in natural order."""
    origin: Origin = "folder"
    source: str = ""
    """The list or zip file that was opened."""
    labels_root: str = ""
    """Folder of the label files; empty when they lie beside the images."""
    label_files: frozenset[str] = frozenset()
    """Label files that were there, by their paths from where labels are looked for."""
    recursive: bool = True
    problems: tuple["FolderError", ...] = ()
    """Folders that could not be listed, and the like."""

    def __len__(self) -> int:
        return len(self.names)

    def __getstate__(self) -> dict[str, Any]:
        """What crosses processes: not what was worked out of it, which is as large again."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def only(self, *names: str) -> "ImageFolder":
        """The same folder for work on a few of its images, without the rest of its listing: small enough to be sent at every step."""
        known = {relative for name in names for relative in self._relative_labels(name)}
        return replace(self, names=names, label_files=self.label_files & known, problems=())

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each name stands."""
        return dict(zip(self.names, range(len(self.names)), strict=True))

    @cached_property
    def shared_stems(self) -> frozenset[str]:
        """Stems that more than one image has, as `_comparable` spells them."""
        counted = Counter(_comparable(_stem(name)) for name in self.names)
        return frozenset(stem for stem, count in counted.items() if count > 1)

    def image_path(self, name: str) -> Path:
        """Where the image lies; for a zip see `archive.image_file`."""
        return Path(self.root, name)

    def label_candidates(self, name: str) -> tuple[Path, ...]:
        """Where labels of an image may lie, the best place first; the last may be read only, from before mirroring."""
        return tuple(Path(self.labels_folder, relative) for relative in self._relative_labels(name))

    @property
    def labels_folder(self) -> str:
        """The folder that `label_files` start from."""
        return self.labels_root or self.root

    def _relative_labels(self, name: str) -> tuple[str, ...]:
        place = name if not self.labels_root else _inside(name)
        found = (_stem(place) + LABEL_SUFFIX, place + LABEL_SUFFIX)
        flat = posixpath.basename(place)
        if not self.labels_root or flat == place:
            return found
        return (*found, _stem(flat) + LABEL_SUFFIX, flat + LABEL_SUFFIX)

    def known_label(self, name: str) -> str | None:
        """The label file that an image most likely has, from the listing alone; from `labels_folder`."""
        for relative in self._relative_labels(name):
            if relative in self.label_files:
                return relative
        return None

    @cached_property
    def orphans(self) -> tuple[str, ...]:
        """Label files beside which no image lies: their picture may be embedded, or gone."""
        claimed = {relative for name in self.names for relative in self._relative_labels(name)}
        return tuple(sorted(self.label_files - claimed, key=natural_key))


def natural_key(name: str) -> tuple[tuple[str | int, ...], str]:
    """Sorts `img2` before `img10`, folder by folder, whatever the case."""
    parts = _DIGITS.split(name.casefold().replace("/", "\0"))
    return tuple([int(part) if place % 2 else part for place, part in enumerate(parts)]), name


def is_image_name(name: str) -> bool:
    """Whether a file of that name is taken for an image."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def open_images(
    path: Path, *, labels: Path | None = None, recursive: bool = True, progress: Progress | None = None
) -> ImageFolder:
    """Open a folder, a list of images (.txt), a zip, or the folder of an image or label file; FolderError otherwise."""
    from desktop_app.annotation.imagery.archive import open_zip

    if path.is_dir():
        return _with_labels(_scan(Path(os.path.abspath(path)), recursive, progress), labels)
    if not path.exists():
        raise FolderError("folder-absent", name=path.name)
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return open_zip(path, labels)
    if suffix == ".txt":
        return _with_labels(_listed(path), labels)
    if is_image_name(path.name) or suffix == LABEL_SUFFIX:
        return _with_labels(_scan(Path(os.path.abspath(path.parent)), False, progress), labels)
    raise FolderError("folder-unknown", name=path.name)


def reopened(folder: ImageFolder) -> ImageFolder:
    """The same images as they are on disk now."""
    labels = Path(folder.labels_root) if folder.labels_root else None
    return open_images(Path(folder.source or folder.root), labels=labels, recursive=folder.recursive)


def with_labels_in(folder: ImageFolder, labels: Path | None) -> ImageFolder:
    """The same images with their labels in another folder; None for beside the images."""
    plain = replace(folder, labels_root="", label_files=frozenset[str]())
    return reopened(plain) if labels is None else _with_labels(plain, labels)


# -- a folder


def _scan(root: Path, recursive: bool, progress: Progress | None) -> ImageFolder:
    names: list[str] = []
    labels: set[str] = set()
    problems: list[FolderError] = []
    seen: set[tuple[int, int]] = set()
    waiting = [""]
    while waiting:
        place = waiting.pop()
        try:
            below = _scan_one(root, place, names, labels, seen)
        except OSError as error:
            if not place:
                raise FolderError("folder-unlistable", name=root.name, reason=reason_of(error)) from None
            problems.append(FolderError("folder-unlistable", name=place, reason=reason_of(error)))
            continue
        if recursive:
            waiting += below
        if progress is not None:
            progress(len(names), 0, f"{len(names):,}")
    names.sort(key=natural_key)
    found = ImageFolder(str(root), tuple(names), label_files=frozenset(labels), recursive=recursive)
    return replace(found, problems=tuple(problems))


def _scan_one(root: Path, place: str, names: list[str], labels: set[str], seen: set[tuple[int, int]]) -> list[str]:
    """Take the images and label files of one folder; gives the folders below it."""
    below: list[str] = []
    images: list[str] = []
    prefix = place + "/" if place else ""
    with os.scandir(root / place) as entries:
        for entry in entries:
            name = entry.name
            if name.lower().endswith(SUFFIXES):
                if not name.startswith(".") and (not entry.is_dir()):
                    images.append(name)
            elif name.endswith(LABEL_SUFFIX):
                if not name.startswith(OWN_FILES):
                    labels.add(prefix + name)
            elif _is_new_folder(entry, seen):
                below.append(prefix + name)
    masks = [name for name in images if name.lower().endswith("_mask.png")]
    if masks:
        stems = {_stem(name) for name in images}
        images = [name for name in images if not _is_sidecar(name, stems)]
    names += [prefix + name for name in images]
    return below


def _is_new_folder(entry: "os.DirEntry[str]", seen: set[tuple[int, int]]) -> bool:
    """Whether to look into it: not hidden, and through a link only once."""
    if entry.name.startswith((".", "__MACOSX")) or not entry.is_dir():
        return False
    if entry.is_symlink():
        status = entry.stat()
        if (status.st_dev, status.st_ino) in seen or os.path.realpath(entry.path) in _ancestors(entry.path):
            return False
        seen.add((status.st_dev, status.st_ino))
    return True


def _ancestors(path: str) -> set[str]:
    """The real folders that a path lies in."""
    real = Path(os.path.realpath(os.path.dirname(path)))
    return {str(real), *map(str, real.parents)}


def _is_sidecar(name: str, stems: set[str]) -> bool:
    stem = _stem(name)
    return name.lower().endswith(".png") and any(
        stem.endswith(ending) and stem.removesuffix(ending) in stems for ending in _NOT_IMAGES
    )


def _stem(name: str) -> str:
    head, dot, ending = name.rpartition(".")
    return head if dot and "/" not in ending and head and not head.endswith("/") else name


def _comparable(name: str) -> str:
    return name.casefold()


def _inside(name: str) -> str:
    """The path of an image within a folder of labels: what leads elsewhere is left out."""
    parts = [part.replace(":", "_") for part in name.split("/") if part not in ("", ".", "..")]
    return "/".join(parts)


def _with_labels(folder: ImageFolder, labels: Path | None) -> ImageFolder:
    if labels is None:
        return folder
    files: set[str] = set()
    for place, below, names in os.walk(labels):
        below[:] = [name for name in below if not name.startswith(".")]
        prefix = Path(place).relative_to(labels).as_posix()
        files |= {posixpath.normpath(f"{prefix}/{name}") for name in names if name.endswith(LABEL_SUFFIX)}
    return replace(folder, labels_root=os.path.abspath(labels), label_files=frozenset(files))


# -- a list


def _listed(path: Path) -> ImageFolder:
    """A text file with a path a line, from the list's own folder where it is relative."""
    try:
        if path.stat().st_size > _LONGEST_LIST:
            raise FolderError("list-too-long", name=path.name)
        lines = text_of(path.read_bytes()).splitlines()
    except OSError as error:
        raise FolderError("list-unreadable", name=path.name, reason=reason_of(error)) from None
    root = Path(os.path.abspath(path.parent))
    wanted = dict.fromkeys(line.strip().strip('"').replace("\\", "/") for line in lines)
    names = [_listed_name(root, line) for line in wanted if line and is_image_name(posixpath.basename(line))]
    if not names:
        raise FolderError("list-empty", name=path.name)
    return ImageFolder(str(root), tuple(dict.fromkeys(names)), "list", str(path), label_files=_beside(root, names))


def _listed_name(root: Path, line: str) -> str:
    """The image from the root; a path that leads nowhere is tried by its last part, as lists come from other machines."""
    name = line.removeprefix("./")
    if not (root / name).exists():
        parts = name.split("/")
        for start in range(1, len(parts)):
            shorter = "/".join(parts[start:])
            if (root / shorter).is_file():
                return shorter
    full = posixpath.normpath((root / name).as_posix())
    base = root.as_posix() + "/"
    return full[len(base) :] if full.startswith(base) else full


def _beside(root: Path, names: Iterable[str]) -> frozenset[str]:
    """Label files in the folders of the images."""
    found: set[str] = set()
    for place in {posixpath.dirname(name) for name in names}:
        try:
            entries = os.listdir(root / place)
        except OSError:
            continue
        found |= {posixpath.join(place, name) for name in entries if name.endswith(LABEL_SUFFIX)}
    return frozenset(found)
