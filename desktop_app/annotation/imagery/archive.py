"""Images in a zip: listed at once, unpacked one by one when they are looked at; labels are saved beside the zip."""

import os
import shutil
import zipfile
import zlib
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Final

from desktop_app.annotation.folders.folder import LABEL_SUFFIX, FolderError, ImageFolder, is_image_name, natural_key
from desktop_app.annotation.imagery.images import ImageError
from desktop_app.annotation.imagery.pictures import cache_folder
from desktop_app.annotation.sentences import reason_of
from desktop_app.replacing import replace_atomically

LARGEST: Final = 2 << 30
"""Bytes that one file of a zip may unpack to."""
_RATIO: Final = 400
"""Larger files that are compressed more than this are taken for bombs."""
_HARMLESS: Final = 64 << 20


def open_zip(path: Path, labels: Path | None = None) -> ImageFolder:
    """The images in a zip; labels go to `labels`, or to a folder named like the zip beside it."""
    try:
        with zipfile.ZipFile(path) as file:
            members = [info for info in file.infolist() if not info.is_dir() and _is_plain(info.filename)]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FolderError("zip-broken", name=path.name, reason=reason_of(error)) from None
    names = [info.filename for info in members if is_image_name(PurePosixPath(info.filename).name)]
    if not names:
        raise FolderError("zip-empty", name=path.name)
    target = labels if labels is not None else path.with_name(f"{path.stem}-labels")
    inner = {info.filename for info in members if info.filename.endswith(LABEL_SUFFIX)}
    saved = {found.relative_to(target).as_posix() for found in target.rglob("*" + LABEL_SUFFIX)}
    return ImageFolder(
        str(unpacked_folder(path)),
        tuple(sorted(dict.fromkeys(names), key=natural_key)),
        "zip",
        os.path.abspath(path),
        os.path.abspath(target),
        frozenset(inner | saved),
    )


def _is_plain(name: str) -> bool:
    """Whether the name of a member stays where it is unpacked, and is none of the system's leavings."""
    parts = name.replace("\\", "/").split("/")
    return not name.startswith(("/", "__MACOSX")) and ".." not in parts and ":" not in name and "\0" not in name


def unpacked_folder(path: Path) -> Path:
    """Where the files of this state of a zip are unpacked to."""
    status = path.stat()
    said = f"{os.path.realpath(path)}\0{status.st_size}\0{status.st_mtime_ns}"
    name = blake2b(said.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return cache_folder() / "unpacked" / name


def image_file(folder: ImageFolder, name: str) -> Path:
    """The image as a file; of a zip it is unpacked first. ImageError when it cannot be."""
    path = folder.image_path(name)
    if folder.origin != "zip" or path.exists():
        return path
    try:
        return unpack(folder, name)
    except FileNotFoundError:
        raise ImageError("image-zip-gone", name=Path(folder.source).name) from None
    except (
        OSError,
        ValueError,
        RuntimeError,
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
    ) as error:
        raise ImageError("image-not-unpacked", name=name, reason=reason_of(error)) from None


def unpack(folder: ImageFolder, name: str) -> Path:
    """Unpack one member of a zip to where the folder expects it."""
    target = folder.image_path(name)
    if not _is_plain(name):
        raise ValueError("its name leads out of the zip")
    with zipfile.ZipFile(folder.source) as file:
        info = file.getinfo(name)
        bomb = info.file_size > _HARMLESS and info.file_size > info.compress_size * _RATIO
        if info.file_size > LARGEST or bomb:
            raise ValueError(f"it would unpack to {info.file_size:,} bytes")
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open(info) as member:
            replace_atomically(target, lambda out: shutil.copyfileobj(member, out, 1 << 20))
    return target


def has_member(folder: ImageFolder, name: str) -> bool:
    """Whether a zip holds a file of that name."""
    try:
        with zipfile.ZipFile(folder.source) as file:
            return name in file.NameToInfo
    except (OSError, zipfile.BadZipFile):
        return False
