"""A zip with labels and pictures, unpacked within bounds to a folder that goes away afterwards."""

import shutil
import stat
import tempfile
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from desktop_app.annotation.formats.reading import LabelsUnreadable

MAXIMUM_FILES: Final = 1_000_000
MAXIMUM_BYTES: Final = 64 << 30
MAXIMUM_RATIO: Final = 200
"""How much larger than the zip its contents may be, once they are over 100 MB."""


def is_zip(path: Path) -> bool:
    """Whether the file is a zip."""
    return path.is_file() and zipfile.is_zipfile(path)


@contextmanager
def unpacked(path: Path) -> Generator[Path]:
    """The contents of a zip in a folder for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="weightsmith-labels-") as name:
        folder = Path(name)
        unpack(path, folder)
        yield folder


def unpack(path: Path, folder: Path) -> None:
    """Unpack into a folder; a zip that leads out of it, holds links, or swells beyond measure is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check(path, members)
            for member in members:
                if not member.is_dir():
                    _extract(archive, member, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise LabelsUnreadable(str(path), f"The zip cannot be unpacked ({error}).") from None


def _check(path: Path, members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    small = 100 << 20
    if len(members) > MAXIMUM_FILES or total > MAXIMUM_BYTES:
        raise LabelsUnreadable(str(path), "The zip holds more than can be labels.")
    if total > small and total > MAXIMUM_RATIO * path.stat().st_size:
        raise LabelsUnreadable(str(path), f"The zip would swell to {total >> 20} MB and is not unpacked.")
    for member in members:
        if stat.S_ISLNK(member.external_attr >> 16) or _leads_out(member.filename):
            raise LabelsUnreadable(str(path), f"The zip holds {member.filename[:80]!r}, which leads out of its folder.")


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    place = folder / _name(member)
    place.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, place.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; one without the UTF-8 mark was often written by a Chinese Windows."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & 0x800 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name
