"""What a net says of a few held-out images as it improves: shapes by image, in small JSON files of the run's folder. No torch."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from desktop_app.annotation.model import Shape
from desktop_app.replacing import replace_file
from desktop_app.training.data.shape_documents import shape_document, shape_from
from desktop_app.training.record.histograms import thin

IMAGES: Final = 8
"""How many images are followed."""
_LEAST_SCORE: Final = 0.3


@dataclass(frozen=True)
class PreviewImage:
    """One image and what was said of it."""

    name: str
    path: str
    shapes: tuple[Shape, ...]
    """In pixels of the original image."""
    classes: Mapping[str, float]
    """Probability of each class of the whole image; empty for other tasks."""
    loss: float


def write_preview(folder: Path, step: int, images: Sequence[PreviewImage]) -> str:
    """Write `previews/STEP.json`; its name in the run's folder. Raises `OSError`."""
    path = folder / f"{step:08d}.json"
    document = {"step": step, "images": [_document(image) for image in images]}
    replace_file(path, json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
    thin(folder, "*.json")
    return f"{folder.name}/{path.name}"


def read_preview(path: Path) -> tuple[PreviewImage, ...]:
    """What a file of `previews/` holds; empty when it is gone or damaged."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_image(image) for image in document["images"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _document(image: PreviewImage) -> dict[str, Any]:
    sure = [shape for shape in image.shapes if (shape.score or 0) >= _LEAST_SCORE]
    shapes = [shape_document(shape) | {"score": shape.score, "source": shape.source} for shape in sure]
    return {"name": image.name, "path": image.path, "loss": image.loss, "classes": dict(image.classes), "shapes": shapes}  # fmt: skip


def _image(document: Mapping[str, Any]) -> PreviewImage:
    shapes = tuple(
        replace(shape_from(shape, number), score=float(shape["score"]), source=str(shape["source"]))
        for number, shape in enumerate(document["shapes"])
    )
    return PreviewImage(document["name"], document["path"], shapes, dict(document["classes"]), float(document["loss"]))
