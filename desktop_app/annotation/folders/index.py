"""What the label files of a folder say, in short: read in the background, kept, and read again only where a file changed.

An index is a value: a mapping from image names to records. `updated` gives the changes in batches, so that a list shows
them while the rest is being read.
"""

import json
import os
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, cast, get_args

from desktop_app.annotation.folders.folder import ImageFolder
from desktop_app.annotation.formats.labelme_shapes import flags_of
from desktop_app.annotation.formats.labelme_stand_ins import KEY, KIND_OF_TYPE
from desktop_app.annotation.formats.labelme_writing import natural_state
from desktop_app.annotation.imagery.pictures import cache_folder
from desktop_app.annotation.model import KINDS, Annotation, Kind, State
from desktop_app.annotation.shapes.tracks import tracks_in
from desktop_app.annotation.texts import text_of
from desktop_app.replacing import replace_file

type Index = Mapping[str, Record]

_BATCH: Final = 500
_VERSION: Final = 2
_LARGEST: Final = 256 << 20
_STATES: Final[frozenset[str]] = frozenset(get_args(State.__value__))


@dataclass(frozen=True, slots=True)
class Record:
    """One image's labels in short."""

    label_file: str = ""
    modified: int = 0
    size: int = 0
    state: State = "unlabelled"
    labels: tuple[tuple[str, int], ...] = ()
    """Each label and how many shapes have it."""
    kinds: tuple[tuple[Kind, int], ...] = ()
    classes: tuple[str, ...] = ()
    """Image-level classes that hold."""
    shapes: int = 0
    suggestions: int = 0
    """Shapes that a model proposed and nobody accepted yet."""
    notes: str = ""
    image: str = ""
    """The image as the file names it."""
    problem: str = ""
    track: int = 0
    """The highest track number in use; 0 for none."""


NOTHING: Final = Record()


def record_of(annotation: Annotation, label_file: str = "", modified: int = 0, size: int = 0) -> Record:
    """An annotation in short: what the window knows at once after a change."""
    labels: dict[str, int] = {}
    kinds: dict[Kind, int] = {}
    for shape in annotation.shapes:
        kinds[shape.kind] = kinds.get(shape.kind, 0) + 1
        for label in shape.labels:
            labels[label] = labels.get(label, 0) + 1
    return Record(
        label_file,
        modified,
        size,
        annotation.state,
        tuple(labels.items()),
        tuple(kinds.items()),
        annotation.classes,
        len(annotation.shapes),
        sum(shape.is_suggestion for shape in annotation.shapes),
        annotation.notes,
        annotation.image,
        track=max((0, *tracks_in([annotation]))),
    )


def updated(folder: ImageFolder, old: Index) -> Generator[dict[str, Record], None, dict[str, Record]]:
    """Read what is new or changed; yields changes in batches and gives the whole index in the end.

    An image that lost its label file is a change to `NOTHING`.
    """
    index: dict[str, Record] = {}
    batch: dict[str, Record] = {}
    shared = folder.shared_stems
    for name in folder.names:
        before = old.get(name, NOTHING)
        now = _current(folder, name, before, shared)
        if now.label_file or now.problem:
            index[name] = now
        if now != before:
            batch[name] = now
            if len(batch) >= _BATCH:
                yield batch
                batch = {}
    if batch:
        yield batch
    return index


def _current(folder: ImageFolder, name: str, before: Record, shared: frozenset[str]) -> Record:
    """An image's record now; the file is opened only when its date or size are not those of `before`."""
    relative = folder.known_label(name)
    if relative is None:
        return NOTHING
    path = os.path.join(folder.labels_folder, relative)
    try:
        status = os.stat(path)
    except OSError:
        return _without_listing(folder, name, before, shared) if folder.origin == "zip" else NOTHING
    if before.label_file == relative and (before.modified, before.size) == (status.st_mtime_ns, status.st_size):
        return before
    return read_record(folder, name, relative, status.st_mtime_ns, status.st_size)


def _without_listing(folder: ImageFolder, name: str, before: Record, shared: frozenset[str]) -> Record:
    """A label file inside a zip, which never changes."""
    from desktop_app.annotation.imagery.archive import unpack

    relative = folder.known_label(name)
    if relative is None or before.label_file == relative:
        return before if relative else NOTHING
    try:
        data = unpack(folder, relative).read_bytes()
    except Exception as error:  # a zip's members fail in many ways; this is one row
        return Record(relative, problem=str(error) or type(error).__name__)
    return summarised(data, Record(relative))


def read_record(folder: ImageFolder, name: str, relative: str, modified: int, size: int) -> Record:
    """The record of an image from its label file."""
    head = Record(relative, modified, size)
    if size > _LARGEST:
        return replace(head, problem="The label file is too large.")
    try:
        record = summarised(Path(folder.labels_folder, relative).read_bytes(), head)
    except OSError as error:
        return replace(head, problem=f"The label file cannot be read: {error.strerror or error}.")
    if record.image and record.image.rpartition("/")[2] != name.rpartition("/")[2]:
        return _checked_owner(folder, name, record)
    return record


def _checked_owner(folder: ImageFolder, name: str, record: Record) -> Record:
    """A label file that names another image is that image's."""
    from desktop_app.annotation.folders.labels_of import label_files_of

    found, _ = label_files_of(folder, name)
    if found is None:
        return NOTHING
    relative = Path(os.path.relpath(found, folder.labels_folder)).as_posix()
    if relative == record.label_file:
        return record
    try:
        status = found.stat()
        return summarised(found.read_bytes(), Record(relative, status.st_mtime_ns, status.st_size))
    except OSError as error:
        return Record(relative, problem=f"The label file cannot be read: {error.strerror or error}.")


def summarised(data: bytes, head: Record) -> Record:
    """The bytes of a label file in short, without making shapes of them."""
    try:
        document: Any = json.loads(text_of(data))
    except (ValueError, RecursionError) as error:
        return replace(head, problem=f"The label file is not JSON: {error}.")
    if not isinstance(document, dict) or not isinstance(cast(dict[str, Any], document).get("shapes", []), list):
        return replace(head, problem="The label file is not labelme's.")
    return _summary(cast(dict[str, Any], document), head)


def _summary(document: dict[str, Any], head: Record) -> Record:
    labels: dict[str, int] = {}
    kinds: dict[Kind, int] = {}
    suggestions = count = track = 0
    for raw in cast(list[Any], document.get("shapes") or []):
        if not isinstance(raw, dict):
            continue
        fields = cast(dict[str, Any], raw)
        kept = _mapping(fields.get(KEY))
        count += 1
        kind = kept.get("kind", fields.get("shape_type"))
        kind = kind if kind in KINDS else KIND_OF_TYPE.get(str(kind), "polygon")
        kinds[kind] = kinds.get(kind, 0) + 1
        for label in cast(list[Any], kept.get("labels", [fields.get("label", "")])):
            labels[str(label)] = labels.get(str(label), 0) + 1
        accepted = _mapping(fields.get("flags")).get("accepted") is True
        track = max(track, _track(kept.get("track")))
        suggestions += str(kept.get("source", "")).startswith("model:") and "score" in kept and not accepted
    kept = _mapping(document.get(KEY))
    classes = tuple(name for name, holds in flags_of(document.get("flags"))[0].items() if holds)
    notes = kept.get("notes") or document.get("description") or ""
    named = document.get("imagePath")
    return replace(
        head,
        state=_state(kept.get("state"), document.get("checked"), count, classes),
        labels=tuple(labels.items()),
        kinds=tuple(kinds.items()),
        classes=classes,
        shapes=count,
        suggestions=suggestions,
        notes=str(notes),
        image=named.replace("\\", "/") if isinstance(named, str) else "",
        track=track,
    )


def _track(kept: Any) -> int:
    """The number of a track as a label file keeps it."""
    number = _mapping(kept).get("id")
    return number if isinstance(number, int) else 0


def _mapping(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _state(said: Any, checked: Any, shapes: int, classes: tuple[str, ...]) -> State:
    if said in _STATES:
        return said
    if checked is True:
        return "verified"
    return "labelled" if shapes or classes else natural_state(Annotation(""))


# -- kept between two openings


def index_file(folder: ImageFolder) -> Path:
    """Where the index of a folder is kept."""
    said = f"{folder.source or folder.root}\0{folder.labels_root}"
    name = blake2b(said.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return cache_folder() / "indexes" / f"{name}.json"


def keep_index(folder: ImageFolder, index: Index) -> None:
    """Keep an index for the next opening."""
    target = index_file(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = {name: list(asdict(record).values()) for name, record in index.items()}
    replace_file(target, json.dumps({"version": _VERSION, "records": rows}).encode("utf-8", "surrogatepass"))


def kept_index(folder: ImageFolder) -> dict[str, Record]:
    """The index that was kept, or an empty one."""
    try:
        document: Any = json.loads(index_file(folder).read_bytes())
        if document["version"] != _VERSION:
            return {}
        return {name: _record_of_row(row) for name, row in document["records"].items()}
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return {}


def _record_of_row(row: list[Any]) -> Record:
    record = Record(*row)
    return replace(
        record,
        labels=tuple((str(name), int(count)) for name, count in record.labels),
        kinds=tuple((kind, int(count)) for kind, count in record.kinds if kind in KINDS),
        classes=tuple(map(str, record.classes)),
    )
