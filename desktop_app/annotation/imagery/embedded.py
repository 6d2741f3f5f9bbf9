"""Pictures that old label files carry inside themselves, put beside them as the images that they are."""

import base64
import binascii
import json
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast

from desktop_app.annotation.folders.folder import is_image_name
from desktop_app.annotation.formats.labelme_reading import LONGEST, image_path
from desktop_app.annotation.imagery.images import ImageError
from desktop_app.annotation.texts import text_of
from desktop_app.replacing import replace_file

_KINDS: Final = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG", ".png"),
    (b"RIFF", ".webp"),
    (b"II*\0", ".tif"),
    (b"BM", ".bmp"),
)


def has_picture(label_file: Path) -> bool:
    """Whether a label file carries its picture."""
    try:
        return _picture(label_file) is not None
    except (OSError, ValueError, RecursionError):
        return False


def put_picture_beside(label_file: Path) -> Path:
    """Write the picture of a label file beside it, under the name that the file gives it; ImageError when there is none.

    A file that is there already is left alone. The path never leads out of the label file's folder.
    """
    try:
        found = _picture(label_file)
    except (OSError, ValueError, RecursionError):
        found = None
    if found is None:
        raise ImageError("no-picture-inside", name=label_file.name)
    data, named = found
    name = PurePosixPath(named).name
    if not is_image_name(name):
        ending = next((ending for start, ending in _KINDS if data.startswith(start)), None)
        if ending is None:
            raise ImageError("no-picture-inside", name=label_file.name)
        name = label_file.stem + ending
    target = label_file.with_name(name)
    if not target.exists():
        replace_file(target, data)
    return target


def _picture(label_file: Path) -> tuple[bytes, str] | None:
    with label_file.open("rb") as file:
        document: Any = json.loads(text_of(file.read(LONGEST)))
    if not isinstance(document, dict):
        return None
    fields = cast(dict[str, Any], document)
    text: Any = fields.get("imageData")
    if not isinstance(text, str) or not text:
        return None
    try:
        return base64.b64decode(text), image_path(fields.get("imagePath"))
    except binascii.Error:
        return None
