"""labelme's JSON read leniently: all that labelme 2 to 7 and X-AnyLabeling write, and much that labelme 7 refuses.

What cannot be taken as it stands becomes a `Problem`; a shape that cannot be read at all is kept as it is in the
annotation's extras, so that saving the rest loses nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PureWindowsPath
from typing import Any, Final, cast

from desktop_app.annotation.formats.labelme_shapes import (
    Reading,
    attributes_of,
    flags_of,
    read_shape,
    text_or_empty,
    unshown_shapes,
)
from desktop_app.annotation.formats.labelme_stand_ins import KEY
from desktop_app.annotation.formats.labelme_writing import FILE_KEYS, natural_state
from desktop_app.annotation.model import Annotation, Problem, Relation, Shape, State
from desktop_app.annotation.texts import text_of

LONGEST: Final = 1 << 30
"""Bytes of a label file; one with an embedded picture may be long."""


class LabelFileError(ValueError):
    """A label file that cannot be read at all: one sentence that says why."""


def read_label_file(data: bytes, name: str) -> tuple[Annotation, tuple[Problem, ...]]:
    """The annotation in the bytes of a file, and what was noticed; LabelFileError when it is none."""
    document = _document(data)
    raw_shapes: Any = document.get("shapes")
    if raw_shapes is None and not {"imagePath", "flags", "version"} <= document.keys():
        raise LabelFileError("This JSON file is not labelme's: it has no `shapes`.")
    if not isinstance(raw_shapes, list | None):
        raise LabelFileError("`shapes` is not a list.")
    reading = Reading(name)
    shapes = _shapes(cast(list[Any], raw_shapes or []), reading)
    annotation = _annotation(document, shapes, reading)
    return annotation, tuple(reading.problems)


def _document(data: bytes) -> dict[str, Any]:
    try:
        document: Any = json.loads(text_of(data))
    except RecursionError:
        raise LabelFileError("This file is nested too deeply to be a label file.") from None
    except ValueError as error:
        raise LabelFileError(f"This is not JSON: {error}.") from None
    if not isinstance(document, dict):
        raise LabelFileError("This JSON file is not labelme's: it does not begin with `{`.")
    return cast(dict[str, Any], document)


def _shapes(raw_shapes: list[Any], reading: Reading) -> list[Shape]:
    for raw in raw_shapes:
        number: Any = cast(dict[str, Any], raw).get("group_id") if isinstance(raw, dict) else None
        if isinstance(number, int):
            reading.taken.add(number)
    shapes: list[Shape] = []
    for place, raw in enumerate(raw_shapes):
        shape = read_shape(raw, f"shapes[{place}]", reading)
        if shape is None:
            reading.unread.append(raw)
        else:
            shapes.append(shape)
    return shapes


def _annotation(document: Mapping[str, Any], shapes: list[Shape], reading: Reading) -> Annotation:
    raw = {name: value for name, value in document.items() if name not in FILE_KEYS and name != KEY}
    data: Any = document.get("imageData")
    if isinstance(data, str) and data:
        raw["imageData"] = data
    kept: Any = document.get(KEY)
    kept = cast(dict[str, Any], kept) if isinstance(kept, dict) else {}
    flags, loose = flags_of(document.get("flags"))
    extras: dict[str, Any] = dict(kept["extras"]) if isinstance(kept.get("extras"), dict) else {}
    if raw:
        extras["labelme"] = raw
    earlier: Any = kept.get("unread")
    unread = [*(cast(list[Any], earlier) if isinstance(earlier, list) else []), *reading.unread]
    if unread:
        extras["unread"] = unread
    attributes: Any = kept.get("attributes")
    annotation = Annotation(
        image=image_path(document.get("imagePath")),
        width=_size(document.get("imageWidth")),
        height=_size(document.get("imageHeight")),
        shapes=(*shapes, *unshown_shapes(kept, reading)),
        flags=flags,
        attributes={**loose, **attributes_of(attributes)},
        notes=text_or_empty(kept.get("notes") or raw.get("description")),
        sequence=text_or_empty(kept.get("sequence")),
        frame=kept.get("frame") if isinstance(kept.get("frame"), int) else None,
        extras=extras,
    )
    annotation = replace(annotation, state=_state(kept.get("state"), raw.get("checked"), annotation))
    return replace(annotation, relations=_relations(kept.get("relations"), annotation))


def _state(said: Any, checked: Any, annotation: Annotation) -> State:
    if said in ("unlabelled", "labelled", "verified", "rejected"):
        return said
    return "verified" if checked is True else natural_state(annotation)


def _relations(value: Any, annotation: Annotation) -> tuple[Relation, ...]:
    """Those whose two shapes are there."""
    found: list[Relation] = []
    for row in cast(list[Any], value) if isinstance(value, list) else []:
        if isinstance(row, list) and len(cast(list[Any], row)) == 3:
            first, second, name = map(str, cast(list[Any], row))
            if first in annotation.by_id and second in annotation.by_id:
                found.append(Relation(first, second, name))
    return tuple(found)


def _size(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 24 else 0


def image_path(value: Any) -> str:
    """The image's path with `/`, whatever system wrote it."""
    return PureWindowsPath(value).as_posix() if isinstance(value, str) and value else ""
