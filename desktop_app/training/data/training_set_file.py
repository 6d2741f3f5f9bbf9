"""`data.json`: what a run learns from, as its folder keeps it; and the name of that data, equal on every machine."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from desktop_app.replacing import replace_file
from desktop_app.training.data.shape_documents import shape_document, shape_from
from desktop_app.training.data.training_set import Body, Sample, TrainingSet, image_path
from desktop_app.training.errors import TrainingError
from desktop_app.training.task import Task


def save_training_set(data: TrainingSet, path: Path) -> None:
    """Write it as JSON, whole or not at all."""
    replace_file(path, as_json(data, paths=True))


def load_training_set(path: Path) -> TrainingSet:
    """Read what `save_training_set` wrote; raises `TrainingError`."""
    try:
        return _from_document(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise TrainingError(str(path), f"The run's data cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise TrainingError(str(path), "The run's data is damaged.", "Start a new run from the labels.") from error


def data_hash(data: TrainingSet) -> str:
    """Names the labels, the split and the sizes of the image files: equal on every machine that has the same data."""
    digest = hashlib.sha256(as_json(data, paths=False))
    for sample in data.samples:
        try:
            digest.update(str(Path(sample.path).stat().st_size).encode())
        except OSError:
            digest.update(b"?")
    return digest.hexdigest()[:16]


def as_json(data: TrainingSet, *, paths: bool) -> bytes:
    """The set as JSON; without `paths` nothing in it depends on where it lies."""
    document = {
        "task": data.task,
        "classes": list(data.classes),
        "multi_label": data.multi_label,
        "kinds": dict(data.kinds),
        "bodies": [
            {
                "label": b.label,
                "names": list(b.names),
                "flips": [list(p) for p in b.flips],
                "edges": [list(p) for p in b.edges],
            }
            for b in data.bodies
        ],
        "root": data.root if paths else "",
        "samples": [_sample_document(sample, paths) for sample in data.samples],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _sample_document(sample: Sample, paths: bool) -> dict[str, Any]:
    document: dict[str, Any] = {"name": sample.name, "split": sample.split, "size": list(sample.size)}
    if paths:
        document["path"] = sample.path
    if sample.classes:
        document["classes"] = list(sample.classes)
    if sample.shapes:
        document["shapes"] = [shape_document(shape) for shape in sample.shapes]
    return document


def _from_document(document: Mapping[str, Any]) -> TrainingSet:
    root = str(document["root"])
    bodies = tuple(
        Body(b["label"], tuple(b["names"]), tuple((i, j) for i, j in b["flips"]), tuple((i, j) for i, j in b["edges"]))
        for b in document["bodies"]
    )
    return TrainingSet(
        task=cast(Task, document["task"]),
        classes=tuple(document["classes"]),
        samples=tuple(_sample_from(sample, root) for sample in document["samples"]),
        bodies=bodies,
        multi_label=bool(document["multi_label"]),
        kinds=dict(document["kinds"]),
        root=root,
    )


def _sample_from(document: Mapping[str, Any], root: str) -> Sample:
    width, height = document["size"]
    return Sample(
        name=document["name"],
        path=document.get("path") or image_path(root, document["name"]),
        split=document["split"],
        classes=tuple(document.get("classes", ())),
        shapes=tuple(shape_from(shape, number) for number, shape in enumerate(document.get("shapes", ()))),
        size=(int(width), int(height)),
    )
