"""Which SAM models there are: official ones by name, or ONNX files of the person; loaded in a worker, fetched only when asked for.

Official weights are only loaded from where osam keeps them; they are fetched when the person asks for it (`fetch_weights`).
"""

import contextlib
import importlib
import importlib.util
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

type Progress = Callable[[int, int, str], None]

OFFICIAL: Final = ("efficientsam:10m", "efficientsam:latest", "sam2:tiny", "sam2:small", "sam:100m")
"""Models of osam, the smallest first."""
INSTALL: Final = 'Assistance needs osam, which comes with labelme. Install it with: pip install "labelme>=7.9,<8"'
_MEAN: Final = (123.675, 116.28, 103.53)
_SPREAD: Final = (58.395, 57.12, 57.375)
"""Of red, green and blue in the images that SAM was trained on."""


class AssistError(Exception):
    """Why there is no guess, in one sentence."""


class WeightsMissing(AssistError):
    """The weights of an official model were not fetched yet."""


def is_installed() -> bool:
    """Whether osam is there; it is not imported."""
    return importlib.util.find_spec("osam") is not None


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
"""The one that was asked last; two of them would not leave room for images."""


def osam_part(name: str) -> Any:
    """A module of osam, which says nothing of its types."""
    return importlib.import_module(name)


def key_of_model(name: str) -> str:
    """A short name that changes when the model's files do, for what is kept of its answers."""
    said = name
    if name not in OFFICIAL:
        for file in local_files(Path(name)):
            status = file.stat()
            said += f"\0{file.resolve()}\0{status.st_size}\0{status.st_mtime_ns}"
    return blake2b(said.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def loaded_model(name: str) -> Any:
    """The model of an official name, or of a place on the disk; AssistError when it cannot be had."""
    if name not in _models:
        kind = _model_type(name)
        if name in OFFICIAL and kind.get_size() is None:
            raise WeightsMissing(
                f"The weights of {name} are not on this computer yet. Fetch them in the dialog of the assistant."
            )
        try:
            _models.clear()
            _models[name] = kind()
        except Exception as error:
            raise AssistError(f"{Path(name).name} cannot be loaded: {first_line(error)}") from None
    return _models[name]


def first_line(error: Exception) -> str:
    """What a library says of its trouble, short enough for a sentence."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _model_type(name: str) -> Any:
    if not is_installed():
        raise AssistError(INSTALL)
    with contextlib.suppress(ValueError, ImportError):
        importlib.import_module("loguru").logger.remove()  # osam tells every step on the worker's error stream
    if name in OFFICIAL:
        return osam_part("osam").apis.get_model_type_by_name(name)
    return _local_type(Path(name))


def _nothing(*_args: object, **_named: object) -> None:
    """In place of fetching what is there already."""


def _local_type(place: Path) -> Any:
    """A class like osam's own whose files are the person's."""
    encoder, decoder = local_files(place)
    models = osam_part("osam._models")
    blob: Any = type(
        "LocalBlob", (osam_part("osam.types").Blob,), {"path": property(lambda blob: blob.url), "pull": _nothing}
    )
    blobs = {
        key: blob(url=str(path), hash=f"local:{path}") for key, path in (("encoder", encoder), ("decoder", decoder))
    }
    given = _input_of(encoder)
    own: dict[str, Any] = {"name": f"local:{place.name}", "_blobs": blobs}
    if given.name == "batched_images":
        return type("LocalEfficientSam", (models.EfficientSam10m,), own)
    if len(given.shape) != 4 or not isinstance(given.shape[2], int) or given.shape[2] != given.shape[3]:
        raise AssistError(f"{encoder.name} takes neither the input of a SAM encoder nor that of an EfficientSAM one.")
    return type("LocalSam", (models.Sam100m,), {**own, "_encode_image": _encoded})


def _input_of(encoder: Path) -> Any:
    """The first input of an encoder."""
    runtime: Any = importlib.import_module("onnxruntime")
    try:
        session = runtime.InferenceSession(str(encoder), providers=["CPUExecutionProvider"])
    except Exception as error:
        raise AssistError(f"{encoder.name} is no model that can be loaded: {first_line(error)}") from None
    return session.get_inputs()[0]


def _encoded(model: Any, image: NDArray[np.uint8]) -> Any:
    """SAM's encoder asked by whatever name its input was exported: `x`, `image`, `images`, ..."""
    session = model._inference_sessions["encoder"]
    given = session.get_inputs()[0]
    side = int(given.shape[2])
    height, width = image.shape[:2]
    scale = side / max(height, width)
    small = Image.fromarray(image).resize((round(width * scale), round(height * scale)), Image.Resampling.BILINEAR)
    pixels = np.zeros((1, 3, side, side), np.float32)
    level = (np.asarray(small, np.float32) - np.array(_MEAN, np.float32)) / np.array(_SPREAD, np.float32)
    pixels[0, :, : small.height, : small.width] = level.transpose(2, 0, 1)
    found = session.run(None, {given.name: pixels})[0][0]
    return osam_part("osam.types").ImageEmbedding(original_height=height, original_width=width, embedding=found)


# -- weights


def fetch_weights(name: str, progress: Progress | None = None) -> int:
    """Fetch the official weights of a model; gives their size in bytes. AssistError when there is no network."""
    kind = _model_type(name)

    def tell(file: str, done: int, total: int | None) -> None:
        if progress is not None:
            progress(done, total or 0, file)

    try:
        kind.pull(progress=tell)
    except Exception as error:
        raise AssistError(f"The weights of {name} could not be fetched: {first_line(error)}") from None
    return int(kind.get_size() or 0)


def weights_are_here(name: str) -> bool:
    """Whether the official weights of a model are on this computer."""
    return is_installed() and _model_type(name).get_size() is not None
