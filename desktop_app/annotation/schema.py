"""The label schema of a data set on disk, and the guard of its indices.

A label's index is its place in the list, and files of other tools (and trained checkpoints) hold indices without names. So
a schema that is saved may only grow at its end. Anything else is a `Migration` that says what changes, and it is written
only when it is given along.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, cast, get_args

from desktop_app.annotation.model import (
    KINDS,
    Annotation,
    AttributeSpec,
    AttributeType,
    AttributeValue,
    Kind,
    Label,
    LabelSchema,
    Problem,
    Skeleton,
)
from desktop_app.annotation.texts import text_of
from desktop_app.replacing import replace_file

FILE: Final = "weightsmith-labels.json"
_TYPES: Final[frozenset[str]] = frozenset(get_args(AttributeType.__value__))
_LARGEST: Final = 64 << 20
_KEYS: Final = ("version", "labels", "image_classes", "image_attributes")


class SchemaError(ValueError):
    """A schema file that cannot be read: one sentence."""


class IndicesChanged(Exception):  # it is an outcome that is asked about
    """Saving would change the meaning of indices; `migration` says how. Nothing was written."""

    def __init__(self, migration: "Migration") -> None:
        super().__init__("Saving would change what label indices mean: " + "; ".join(migration.lines()) + ".")
        self.migration = migration

    def __reduce__(self) -> tuple[type["IndicesChanged"], tuple["Migration"]]:
        return IndicesChanged, (self.migration,)


@dataclass(frozen=True, slots=True)
class Migration:
    """What becomes of each label between two schemas."""

    added: tuple[tuple[str, int], ...] = ()
    """Name and new index."""
    removed: tuple[tuple[str, int], ...] = ()
    """Name and the index that it had."""
    renamed: tuple[tuple[str, str, int], ...] = ()
    """Old name, new name, and the index that both have."""
    moved: tuple[tuple[str, int, int], ...] = ()
    """Name, old and new index."""

    @property
    def keeps_indices(self) -> bool:
        """Whether every index still means what it meant; labels at the end are new."""
        return not (self.removed or self.renamed or self.moved)

    def lines(self) -> list[str]:
        """What changes, a label each."""
        return [
            *(f"{name} is removed (it was {index})" for name, index in self.removed),
            *(f"{old} becomes {new} ({index})" for old, new, index in self.renamed),
            *(f"{name} moves from {old} to {new}" for name, old, new in self.moved),
            *(f"{name} is new ({index})" for name, index in self.added),
        ]

    @property
    def names(self) -> Mapping[str, str]:
        """New names by old ones, to bring label files along with `relabelled`."""
        return {old: new for old, new, _ in self.renamed}

    @property
    def indices(self) -> Mapping[int, int | None]:
        """New indices by old ones where they differ; None for a label that is gone."""
        gone: dict[int, int | None] = {index: None for _, index in self.removed}
        return gone | {old: new for _, old, new in self.moved}


def migration_between(old: LabelSchema, new: LabelSchema) -> Migration:
    """What changes from one schema to another; a name that took another's place is a renaming."""
    gone = [label.name for label in old.labels if label.name not in new.index]
    fresh = {label.name for label in new.labels if label.name not in old.index}
    renamed: list[tuple[str, str, int]] = []
    for name in gone:
        place = old.index[name]
        if place < len(new.labels) and new.labels[place].name in fresh:
            renamed.append((name, new.labels[place].name, place))
    left = {name for name, _, _ in renamed}
    come = {name for _, name, _ in renamed}
    return Migration(
        tuple((label.name, place) for place, label in enumerate(new.labels) if label.name in fresh - come),
        tuple((name, old.index[name]) for name in gone if name not in left),
        tuple(renamed),
        tuple(
            (label.name, place, new.index[label.name])
            for place, label in enumerate(old.labels)
            if new.index.get(label.name, place) != place
        ),
    )


def digest_of(schema: LabelSchema) -> str:
    """A short name of the order of labels: equal where indices mean the same."""
    names = json.dumps([label.name for label in schema.labels], ensure_ascii=True)
    return blake2b(names.encode(), digest_size=8).hexdigest()


def relabelled(annotation: Annotation, names: Mapping[str, str]) -> Annotation:
    """The annotation with labels renamed; the same object where none of them occurs."""
    if not any(label in names for shape in annotation.shapes for label in shape.labels):
        return annotation
    shapes = [
        replace(shape, labels=tuple(dict.fromkeys(names.get(label, label) for label in shape.labels)))
        if any(label in names for label in shape.labels)
        else shape
        for shape in annotation.shapes
    ]
    return replace(annotation, shapes=tuple(shapes))


# -- on disk


def load_schema(folder: Path) -> tuple[LabelSchema, tuple[Problem, ...]] | None:
    """The schema in a folder of labels and what was noticed; None where there is none, SchemaError when it is broken."""
    path = folder / FILE
    try:
        if path.stat().st_size > _LARGEST:
            raise SchemaError(f"{FILE} is too large for a label schema.")
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SchemaError(f"{FILE} cannot be read: {error.strerror or error}.") from None
    return read_schema(data, FILE)


def save_schema(folder: Path, schema: LabelSchema, migration: Migration | None = None) -> None:
    """Save a schema over the one in the folder; IndicesChanged unless it only adds at the end, or `migration` says the rest."""
    before = load_schema(folder)
    if before is not None:
        changes = migration_between(before[0], schema)
        if not changes.keeps_indices and changes != migration:
            raise IndicesChanged(changes)
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / FILE, schema_file(schema))


def schema_file(schema: LabelSchema) -> bytes:
    """The schema as a file: every label with its index, so that a reader sees when lines were moved by hand."""
    document = {
        "version": 1,
        "labels": [{"index": place, **_label_row(label)} for place, label in enumerate(schema.labels)],
        "image_classes": list(schema.image_classes),
        "image_attributes": [_spec_row(spec) for spec in schema.image_attributes],
        **{name: value for name, value in schema.extras.items() if name not in _KEYS},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _label_row(label: Label) -> dict[str, Any]:
    row: dict[str, Any] = {"name": label.name}
    for name in ("colour", "hotkey", "supercategory", "description"):
        if getattr(label, name):
            row[name] = getattr(label, name)
    if label.kinds:
        row["kinds"] = list(label.kinds)
    if label.attributes:
        row["attributes"] = [_spec_row(spec) for spec in label.attributes]
    if label.skeleton is not None:
        skeleton = label.skeleton
        row["skeleton"] = {
            "names": list(skeleton.names),
            "edges": [list(edge) for edge in skeleton.edges],
            "flips": [list(flip) for flip in skeleton.flips],
            "places": [list(place) for place in skeleton.places],
        }
    return row


def _spec_row(spec: AttributeSpec) -> dict[str, Any]:
    row: dict[str, Any] = {"name": spec.name, "type": spec.type}
    if spec.options:
        row["options"] = list(spec.options)
    if spec.default != "":
        row["default"] = list(spec.default) if isinstance(spec.default, tuple) else spec.default
    if spec.mutable:
        row["mutable"] = True
    if spec.description:
        row["description"] = spec.description
    return row


def read_schema(data: bytes, name: str) -> tuple[LabelSchema, tuple[Problem, ...]]:
    """The schema in the bytes of a file, and what was noticed."""
    try:
        document: Any = json.loads(text_of(data))
    except (ValueError, RecursionError) as error:
        raise SchemaError(f"{name} is not JSON: {error}.") from None
    if not isinstance(document, dict) or not isinstance(cast(dict[str, Any], document).get("labels"), list):
        raise SchemaError(f"{name} is no label schema: it has no list `labels`.")
    fields = cast(dict[str, Any], document)
    problems: list[Problem] = []
    labels = _labels(cast(list[Any], fields["labels"]), name, problems)
    classes = fields.get("image_classes")
    schema = LabelSchema(
        tuple(labels),
        _texts(classes),
        _specs(fields.get("image_attributes")),
        {key: value for key, value in fields.items() if key not in _KEYS},
    )
    return schema, tuple(problems)


def _labels(rows: Sequence[Any], name: str, problems: list[Problem]) -> list[Label]:
    """Labels in the order of the file; `index` only tells whether somebody moved a line."""
    labels: list[Label] = []
    seen: set[str] = set()
    for place, row in enumerate(rows):
        where = f"{name}: labels[{place}]"
        fields: dict[str, Any] = cast(dict[str, Any], row) if isinstance(row, dict) else {"name": row}
        own = fields.get("name")
        if not isinstance(own, str) or not own:
            own = f"label {place}"
            problems.append(Problem(where, f"The label has no name; it is called {own!r} so that later indices stay."))
        if own in seen:
            problems.append(Problem(where, f"There are two labels named {own!r}.", "Rename one of them."))
            own = next(f"{own} ({n})" for n in range(2, len(rows) + 3) if f"{own} ({n})" not in seen)
        if fields.get("index", place) != place:
            message = f"The label {own!r} was number {fields['index']} and stands at place {place}."
            problems.append(Problem(where, message, "Put the lines back, or save the schema to accept the new order."))
        seen.add(own)
        labels.append(_label(own, fields))
    return labels


def _label(name: str, fields: Mapping[str, Any]) -> Label:
    kinds: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind in _texts(fields.get("kinds")))
    return Label(
        name,
        colour=_colour(fields.get("colour")),
        hotkey=_text(fields.get("hotkey")),
        supercategory=_text(fields.get("supercategory")),
        kinds=kinds,
        attributes=_specs(fields.get("attributes")),
        skeleton=_skeleton(fields.get("skeleton")),
        description=_text(fields.get("description")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in cast(list[Any], value) if isinstance(item, str)) if isinstance(value, list) else ()


def _colour(value: Any) -> str:
    text = _text(value).lower()
    return (
        text if len(text) == 7 and text[0] == "#" and all(letter in "0123456789abcdef" for letter in text[1:]) else ""
    )


def _specs(value: Any) -> tuple[AttributeSpec, ...]:
    rows = cast(list[Any], value) if isinstance(value, list) else []
    found: list[AttributeSpec] = []
    for row in rows:
        fields = cast(dict[str, Any], row) if isinstance(row, dict) else {}
        if not _text(fields.get("name")):
            continue
        kind: Any = _text(fields.get("type"))
        default = _default(fields.get("default", ""))
        found.append(
            AttributeSpec(
                fields["name"],
                kind if kind in _TYPES else "text",
                _texts(fields.get("options")),
                default,
                fields.get("mutable") is True,
                _text(fields.get("description")),
            )
        )
    return tuple(found)


def _default(value: Any) -> AttributeValue:
    if isinstance(value, list):
        return _texts(value)  # type: ignore[reportUnknownArgumentType]
    return value if isinstance(value, str | float | int | bool) else ""


def _skeleton(value: Any) -> Skeleton | None:
    if not isinstance(value, dict):
        return None
    fields = cast(dict[str, Any], value)
    names = _texts(fields.get("names"))
    if not names:
        return None
    places = _pairs(fields.get("places"))
    return Skeleton(
        names,
        _links(fields.get("edges"), len(names)),
        _links(fields.get("flips"), len(names)),
        places if len(places) == len(names) else (),
    )


def _is_place(value: Any) -> bool:
    """A finite number of a reasonable size."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9


def _pairs(value: Any) -> tuple[tuple[float, float], ...]:
    rows: Iterable[Any] = cast(list[Any], value) if isinstance(value, list) else []
    found: list[tuple[float, float]] = []
    for row in rows:
        pair = cast(list[Any], row) if isinstance(row, list) else []
        if len(pair) == 2 and all(_is_place(part) for part in pair):
            found.append((pair[0], pair[1]))
    return tuple(found)


def _links(value: Any, count: int) -> tuple[tuple[int, int], ...]:
    """Pairs of places in a list of `count` names."""
    pairs = [(int(a), int(b)) for a, b in _pairs(value) if a == int(a) and b == int(b)]
    return tuple(pair for pair in pairs if all(0 <= place < count for place in pair))
