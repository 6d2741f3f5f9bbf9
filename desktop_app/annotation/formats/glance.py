"""A short look at a file or folder that tells formats apart: the beginning of a text, the keys of a JSON, the names in a folder."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from desktop_app.annotation.formats.reading import decoded

_HEAD: Final = 128 << 10
_TAIL: Final = 64 << 10
_ENTRIES: Final = 4000
_DEPTH: Final = 4

IMAGE_ENDINGS: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".pgm", ".pnm"}
    | {".avif", ".heic", ".heif", ".jp2", ".dng", ".mpo"}
)
"""Endings of pictures, in small letters."""


@dataclass(frozen=True)
class Glance:
    """What can be seen of a path at little cost."""

    path: Path
    is_folder: bool
    head: str = ""
    """The first 128 kB of a file as text; empty for what is not text."""
    whole: bool = True
    """Whether that is all of it."""
    tail: str = ""
    """The last 64 kB of a text that is longer than its head; what is in it has no beginning."""
    entries: tuple[str, ...] = ()
    """Files below a folder, relative, with `/`; at most 4000 of them, four levels deep."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """Paths of the keys in a JSON's beginning: `images[].file_name`."""
        return frozenset(_key_paths(self.head)) if self.head.lstrip()[:1] in ("{", "[") else frozenset()

    @cached_property
    def leaf_keys(self) -> frozenset[str]:
        """The same keys without what is above them."""
        return frozenset(path.rpartition(".")[2] for path in self.keys)

    def ending(self, *suffixes: str) -> list[Path]:
        """Files below the folder with one of these endings, sorted."""
        return [self.path / name for name in self.entries if name.lower().endswith(suffixes)]

    @cached_property
    def has_images(self) -> bool:
        """Whether there is a picture below the folder."""
        return any(PurePosixPath(name).suffix.lower() in IMAGE_ENDINGS for name in self.entries)


def glance(path: Path) -> Glance:
    """A look at the path; one that cannot be read looks empty."""
    try:
        status = path.stat()
    except OSError:
        return Glance(path, False)
    return _glance(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _glance(path: Path, _: int, size: int) -> Glance:
    if path.is_dir():
        return Glance(path, True, entries=tuple(sorted(_below(path))))
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD)
            file.seek(max(len(data), size - _TAIL))
            end = file.read(_TAIL)
    except OSError:
        return Glance(path, False)
    is_text = b"\0" not in data[:4096] or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not is_text:
        return Glance(path, False, whole=size <= _HEAD)
    return Glance(path, False, decoded(_cut(data, size)), size <= _HEAD, end.decode("utf-8", "replace"))


def _cut(data: bytes, size: int) -> bytes:
    """The data without a character that was cut in its middle."""
    if size <= len(data):
        return data
    newline = data.rfind(b"\n")
    return data[: newline if newline > 0 else len(data) - 4] if not data.isascii() else data


def _below(folder: Path) -> Iterator[str]:
    waiting, seen = [(folder, "", 0)], 0
    while waiting:
        here, prefix, depth = waiting.pop(0)
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth + 1 < _DEPTH:
                    waiting.append((Path(entry.path), f"{prefix}{entry.name}/", depth + 1))
                continue
            yield prefix + entry.name
            seen += 1
            if seen >= _ENTRIES:
                return


_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')


def _key_paths(head: str) -> Iterator[str]:
    """Paths of keys, however the text ends; a long list is looked at as far as the beginning goes."""
    stack: list[str] = []
    names: list[str] = [""]
    last = ""
    for token in _TOKEN.finditer(head):
        mark = token.group()
        if mark[0] == '"':
            last = mark[1:-1]
        elif mark == ":":
            if stack and stack[-1] == "{":
                names[-1] = last
                yield ".".join(name for name in names if name).replace(".[]", "[]")
        elif mark in "{[":
            if len(stack) > 40:
                return
            stack.append(mark)
            names.append("[]" if mark == "[" else "")
        elif mark in "}]":
            if not stack:
                return
            stack.pop()
            names.pop()
