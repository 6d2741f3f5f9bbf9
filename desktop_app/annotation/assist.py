"""Outlines guessed by a SAM model from boxes and points, through osam (which comes with labelme); for a worker process.

The model and the embeddings of the latest images stay in the worker, so that the second question about an image is quick.
Official weights are only loaded from where osam keeps them; they are fetched when the person asks for it (`fetch_weights`).
"""

import hashlib
import importlib
import importlib.util
from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from desktop_app.annotation.imagery.pictures import Picture, pixels_of
from desktop_app.annotation.model import Mask, Shape, points_of
from desktop_app.annotation.shapes.converting import converted
from desktop_app.annotation.shapes.masks import trimmed

type Progress = Callable[[int, int, str], None]

OFFICIAL: Final = ("efficientsam:10m", "efficientsam:latest", "sam2:tiny", "sam2:small", "sam:100m")
"""Models of osam, the smallest first."""
INSTALL: Final = 'Assistance needs osam, which comes with labelme. Install it with: pip install "labelme>=7.9,<8"'
_KEPT: Final = 6
_LARGEST_SIDE: Final = 1600
"""Larger images are shown to the model reduced: it works on 1024 pixels anyway."""


class AssistError(Exception):
    """Why there is no guess, in one sentence."""


class WeightsMissing(AssistError):
    """The weights of an official model were not fetched yet."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is known of one object: places on it, or a box around it; pixels of the image."""

    points: tuple[tuple[float, float], ...] = ()
    box: tuple[float, float, float, float] | None = None
    background: tuple[tuple[float, float], ...] = ()
    """Places that do not belong to it."""


def is_installed() -> bool:
    """Whether osam is there; it is not imported."""
    return importlib.util.find_spec("osam") is not None


def prompt_of(shape: Shape) -> Prompt | None:
    """A box asks for what it encloses, points for what they lie on; other kinds ask nothing."""
    if shape.kind in ("point", "points"):
        return Prompt(points=tuple((float(x), float(y)) for x, y in shape.points))
    if shape.kind in ("rectangle", "rotated_rectangle", "ellipse", "circle"):
        return Prompt(box=shape.box)
    return None


def local_files(place: Path) -> tuple[Path, Path]:
    """Encoder and decoder of a model on the disk: `place` is their folder or the encoder's file; AssistError without both."""
    folder = place if place.is_dir() else place.parent
    files = sorted(folder.glob("*.onnx"))
    encoders = [file for file in files if "encoder" in file.name.lower()] if place.is_dir() else [place]
    for encoder in encoders:
        wanted = encoder.name.lower().replace("encoder", "decoder")
        decoder = next((file for file in files if file.name.lower() == wanted and file != encoder), None)
        others = [file for file in files if "decoder" in file.name.lower()]
        decoder = decoder or (others[0] if len(others) == 1 else None)
        if decoder is not None and encoder.is_file():
            return encoder, decoder
    raise AssistError(f"{place.name}: no pair of files *encoder*.onnx and *decoder*.onnx was found.")


# -- in the worker

_models: dict[str, Any] = {}
_embeddings: OrderedDict[tuple[str, str], Any] = OrderedDict()


def _model_type(name: str) -> Any:
    if not is_installed():
        raise AssistError(INSTALL)
    importlib.import_module("loguru").logger.remove()  # osam tells every step on the worker's error stream
    if name in OFFICIAL:
        return _part("osam").apis.get_model_type_by_name(name)
    return _local_type(Path(name))


def _nothing(*_args: object, **_named: object) -> None:
    """In place of fetching what is there already."""


def _part(name: str) -> Any:
    """A module of osam, which says nothing of its types."""
    return importlib.import_module(name)


def _local_type(place: Path) -> Any:
    """A class like osam's own whose files are the person's."""
    encoder, decoder = local_files(place)
    models = _part("osam._models")
    own: dict[str, Any] = {
        "path": property(lambda blob: blob.url),
        "pull": _nothing,
    }  # the file is there already
    blob: Any = type("LocalBlob", (_part("osam.types").Blob,), own)
    base = models.EfficientSam10m if _is_efficient(encoder) else models.Sam100m
    blobs = {
        key: blob(url=str(path), hash=f"local:{path}") for key, path in (("encoder", encoder), ("decoder", decoder))
    }
    return type("LocalSam", (base,), {"name": f"local:{place.name}", "_blobs": blobs})


def _is_efficient(encoder: Path) -> bool:
    """EfficientSAM's encoder takes `batched_images`, SAM's `x`."""
    runtime: Any = importlib.import_module("onnxruntime")

    try:
        session = runtime.InferenceSession(str(encoder), providers=["CPUExecutionProvider"])
    except Exception as error:
        raise AssistError(
            f"{encoder.name} is no model that can be loaded: {str(error).splitlines()[0][:200]}"
        ) from None
    return any(given.name == "batched_images" for given in session.get_inputs())


def _model(name: str) -> Any:
    if name not in _models:
        kind = _model_type(name)
        if name in OFFICIAL and kind.get_size() is None:
            raise WeightsMissing(
                f"The weights of {name} are not on this computer yet. Fetch them in the dialog of the assistant."
            )
        try:
            _models.clear()
            _embeddings.clear()
            _models[name] = kind()
        except Exception as error:
            raise AssistError(f"{name} cannot be loaded: {str(error).splitlines()[0][:200]}") from None
    return _models[name]


def fetch_weights(name: str, progress: Progress | None = None) -> int:
    """Fetch the official weights of a model; gives their size in bytes. AssistError when there is no network."""
    kind = _model_type(name)

    def tell(file: str, done: int, total: int | None) -> None:
        if progress is not None:
            progress(done, total or 0, file)

    try:
        kind.pull(progress=tell)
    except Exception as error:
        raise AssistError(f"The weights of {name} could not be fetched: {str(error).splitlines()[0][:200]}") from None
    return int(kind.get_size() or 0)


def weights_are_here(name: str) -> bool:
    """Whether the official weights of a model are on this computer."""
    return is_installed() and _model_type(name).get_size() is not None


def guessed(
    picture: Picture, shapes: Sequence[Shape], name: str, *, as_mask: bool = False, progress: Progress | None = None
) -> Generator[tuple[str, Shape], None, int]:
    """For each shape that asks something, its id and the outline that the model sees there; AssistError when there is none."""
    asked = [(shape, prompt) for shape in shapes if (prompt := prompt_of(shape)) is not None]
    if not asked:
        raise AssistError("Select boxes around objects, or points on them.")
    model = _model(name)
    embedding, scale = _embedding(model, name, picture)
    found = 0
    for place, (shape, prompt) in enumerate(asked):
        if progress is not None:
            progress(place, len(asked), shape.label)
        mask = _mask(model, embedding, scale, prompt, picture)
        if mask is None:
            continue
        found += 1
        yield shape.id, _outlined(shape, mask, as_mask=as_mask)
    return found


def _embedding(model: Any, name: str, picture: Picture) -> tuple[Any, float]:
    key = (name, hashlib.sha1(picture.file.encode()).hexdigest())
    reduce = max(1, -(-max(picture.width, picture.height) // _LARGEST_SIDE))
    if key not in _embeddings:
        pixels = pixels_of(picture, reduce)[:, :, :3]
        again = max(1, -(-max(pixels.shape[:2]) // _LARGEST_SIDE))
        seen = np.ascontiguousarray(pixels[::again, ::again])
        _embeddings[key] = (model.encode_image(seen), seen.shape[1] / picture.width)
        while len(_embeddings) > _KEPT:
            _embeddings.popitem(last=False)
    _embeddings.move_to_end(key)
    return _embeddings[key]


def _mask(model: Any, embedding: Any, scale: float, prompt: Prompt, picture: Picture) -> Mask | None:
    types = _part("osam.types")
    points = [*prompt.points, *prompt.background]
    labels = [1] * len(prompt.points) + [0] * len(prompt.background)
    if prompt.box is not None:
        left, top, right, bottom = prompt.box
        points += [(left, top), (right, bottom)]
        labels += [2, 3]
    wanted = types.Prompt(points=np.array(points, np.float32) * scale, point_labels=np.array(labels, np.int32))
    request = types.GenerateRequest(model=model.name, image_embedding=embedding, prompt=wanted)
    try:
        answer = model.generate(request=request)
    except Exception as error:
        raise AssistError(f"The model gave no answer: {(str(error).splitlines() or [''])[0][:200]}") from None
    best = next((one for one in answer.annotations if one.mask is not None), None)
    if best is None or not best.mask.any():
        return None
    box = best.bounding_box
    return _at_full_size(best.mask, box.xmin, box.ymin, scale, picture)


def _at_full_size(bits: "np.ndarray[Any, Any]", left: int, top: int, scale: float, picture: Picture) -> Mask | None:
    if scale == 1:
        return trimmed(bits, left, top) if bits.any() else None
    x0, y0 = int(left / scale), int(top / scale)
    x1 = min(picture.width, round((left + bits.shape[1]) / scale))
    y1 = min(picture.height, round((top + bits.shape[0]) / scale))
    columns = np.clip(((np.arange(x0, x1) + 0.5) * scale - left).astype(int), 0, bits.shape[1] - 1)
    rows = np.clip(((np.arange(y0, y1) + 0.5) * scale - top).astype(int), 0, bits.shape[0] - 1)
    full = bits[np.ix_(rows, columns)]
    return trimmed(full, x0, y0) if full.any() else None


def _outlined(shape: Shape, mask: Mask, *, as_mask: bool) -> Shape:
    box = [[mask.left, mask.top], [mask.left + mask.width, mask.top + mask.height]]
    made = replace(shape, kind="mask", mask=mask, points=points_of(box), holes=(), visibility=())
    if as_mask:
        return made
    polygons = converted(made, "polygon", 1.0)
    largest = max(polygons, key=lambda one: (one.box[2] - one.box[0]) * (one.box[3] - one.box[1]))
    return replace(largest, id=shape.id)
