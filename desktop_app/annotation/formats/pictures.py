"""Where the picture is that a label file names, however it names it, and how large it is as it is seen."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from desktop_app.annotation.formats.glance import IMAGE_ENDINGS

_MAXIMUM_FILES: Final = 2_000_000
_TURNED: Final = (5, 6, 7, 8)
_ORIENTATION: Final = 0x0112


def plain_name(reference: str) -> str:
    """A reference to a picture as a path with `/`: no scheme, no drive, no query, nothing that leads out of a folder.

    `file:///C:/a%20b/x.jpg`, `C:\\a b\\x.jpg` and `../a b/x.jpg` give `a b/x.jpg`.
    """
    name = reference.replace("\0", "").strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1]
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", name):
        name = _path_of(name)
    elif name.startswith("file:"):
        name = unquote(name[5:]).replace("\0", "")
    name = re.sub(r"^/?[A-Za-z]:", "", name.replace("\\", "/"))
    kept = [part for part in name.split("/") if part not in ("", ".", "..")]
    return "/".join(kept)


def _path_of(address: str) -> str:
    """The path of an address, or its host where it has no path; one that is no address as it stands."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return unquote(parts.path).replace("\0", "") or parts.netloc


def is_there(path: Path) -> bool:
    """Whether there is a file of that name; what is too long, or cannot be a name at all, is not there."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def picture_size(path: Path) -> tuple[int, int, int] | None:
    """Width, height as seen and EXIF orientation (1 to 8), from the header alone; None for what is no picture."""
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it is large does not matter: it is not decoded
            with Image.open(path) as image:
                width, height = image.size
                # formats without EXIF are not asked: that would decode a PNG to its end
                turned = image.getexif().get(_ORIENTATION, 1) if image.format in ("JPEG", "MPO", "TIFF", "WEBP") else 1
    except Exception:
        return None
    orientation = turned if isinstance(turned, int) and 1 <= turned <= 8 else 1
    return (height, width, orientation) if orientation in _TURNED else (width, height, orientation)


@dataclass(slots=True)
class Pictures:
    """The pictures within reach of a set of labels.

    A name is looked up as it stands, unquoted, and by its last parts, in each folder, unless several are as likely. What is found lies in one of the folders, whatever the name says; links there are followed, the person made them.
    """

    folders: tuple[Path, ...]
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    known: Mapping[str, Path] = field(default_factory=dict[str, Path])
    """Pictures that have been found already, by name."""
    _by_name: dict[str, list[Path]] | None = None
    _by_stem: dict[str, list[str]] | None = None
    _seen: dict[Path, tuple[int, int, int] | None] = field(default_factory=dict[Path, "tuple[int, int, int] | None"])

    def find(self, name: str) -> Path | None:
        """The file of a picture; of several of one name, the one whose folders agree the longest."""
        if name in self.known:
            return self.known[name]
        plain = plain_name(name)
        if not plain:
            return None
        candidates = [plain] if "%" not in plain else [plain, unquote(plain)]
        for candidate in candidates:
            for folder in self.folders:
                path = folder / candidate
                if is_there(path):
                    return path
        for candidate in candidates:
            found = self._index().get(PurePosixPath(candidate).name.lower(), [])
            best = _best(found, candidate)
            if best is not None:
                return best
        return None

    def by_stem(self, stem: str) -> str | None:
        """The name of the picture whose path without ending is (or ends with) `stem`, from sizes or from the folders."""
        stem = plain_name(f"{stem}.")[:-1]  # blanks and quotes at its end are the name's own
        stems, last = self._stems(), PurePosixPath(stem)
        # `x.png` beside `x.jpg` keeps its ending in the name of its labels
        told_apart = [name for name in stems.get(last.stem.lower(), []) if _ends_alike(name, stem)]
        if told_apart:
            return max(told_apart, key=lambda name: _likeness(name, stem))
        found = stems.get(last.name.lower(), [])
        return max(found, key=lambda name: _likeness(_without_ending(name), stem), default=None)

    def size(self, name: str) -> tuple[int, int] | None:
        """Width and height as seen, from what the person said or from the picture."""
        known = self.sizes.get(name) or self.sizes.get(plain_name(name))
        if known is not None:
            return known
        path = self.find(name)
        seen = self.look(path) if path is not None else None
        return None if seen is None else seen[:2]

    def look(self, path: Path) -> tuple[int, int, int] | None:
        """Size and orientation of a picture, each looked at once."""
        if path not in self._seen:
            self._seen[path] = picture_size(path)
        return self._seen[path]

    def relative(self, path: Path) -> str:
        """The path as it is named from the first folder, or from the one that holds it."""
        for folder in self.folders:
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
        return path.name

    def names(self) -> list[str]:
        """Every picture in the folders, by its name from the first of them, in order."""
        return sorted({self.relative(path) for paths in self._index().values() for path in paths})

    def _index(self) -> dict[str, list[Path]]:
        if self._by_name is None:
            self._by_name = {}
            for folder in self.folders:
                for path in pictures_below(folder):
                    self._by_name.setdefault(path.name.lower(), []).append(path)
        return self._by_name

    def _stems(self) -> dict[str, list[str]]:
        if self._by_stem is None:
            self._by_stem = {}
            for name in dict.fromkeys((*self.sizes, *self.names())):
                self._by_stem.setdefault(PurePosixPath(name).stem.lower(), []).append(name)
        return self._by_stem


def pictures_below(folder: Path) -> Iterator[Path]:
    """Pictures in a folder and the folders in it; links out of it are not followed."""
    count = 0
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if PurePosixPath(name).suffix.lower() in IMAGE_ENDINGS and not name.startswith("."):
                yield Path(here) / name
                count += 1
                if count >= _MAXIMUM_FILES:
                    return


def _without_ending(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(""))


def _ends_alike(name: str, other: str) -> bool:
    return name == other or name.endswith(f"/{other}") or other.endswith(f"/{name}")


def _best(paths: list[Path], name: str) -> Path | None:
    """The path that agrees longest with a name; none when several do: a picture is not guessed."""
    ranked = sorted(((_agreement(path.as_posix(), name), path) for path in paths), key=lambda pair: -pair[0])
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][1] if ranked else None


def _likeness(name: str, stem: str) -> tuple[bool, bool, int]:
    """How well a picture's name fits what is looked for: the same, wholly the end of it, or in its last parts."""
    return name == stem, stem.endswith(f"/{name}"), _agreement(name, stem)


def _agreement(path: str, name: str) -> int:
    """How many parts, from the end, a path and a name have in common."""
    count = 0
    for mine, theirs in zip(reversed(path.split("/")), reversed(name.split("/")), strict=False):
        if mine.lower() != theirs.lower():
            break
        count += 1
    return count
