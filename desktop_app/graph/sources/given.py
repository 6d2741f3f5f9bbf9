"""What a person gives a model to look at: an image, or an array from a `.npy` or a `.pt`; nothing in the file is run."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Sequence
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.engine.errors import EngineError

MOST_ELEMENTS = 1 << 28
ARRAYS = (".npy", ".npz", ".pt", ".pth", ".safetensors")
"""Endings of files that hold arrays; everything else is tried as an image."""
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's colours, by which the models of torchvision and timm expect images to be normalised."""


def given_input(path: str, shape: Sequence[int], *, whole_numbers: bool = False) -> NDArray[np.generic]:
    """The array for an input whose usual shape is `shape` (batch first). Raises `EngineError` with the code `input`.

    An image is fitted to the height and width of `shape`, its middle cut out, and normalised; an array keeps its own sizes
    and gets a batch of one when it lacks that axis. `whole_numbers` asks for token numbers (int64), else float32 comes.
    """
    place = Path(path)
    try:
        found = _array(place) if place.suffix.lower() in ARRAYS else _image(place, shape)
    except (OSError, ValueError, EOFError, MemoryError) as error:
        raise _refused(place, str(error) or type(error).__name__) from None
    if found.ndim == len(shape) - 1:
        found = found[None]
    if found.ndim != len(shape):
        wanted = "×".join(map(str, shape))
        raise _refused(place, f"it has {found.ndim} axes, and the model takes {len(shape)}, such as {wanted}")
    kind = found.dtype.kind
    if kind not in "fiub" or (whole_numbers and kind == "f"):
        raise _refused(place, f"the model does not take numbers of the type {found.dtype}")
    return found.astype(np.int64 if whole_numbers else np.float32)


def _refused(place: Path, reason: str) -> EngineError:
    return EngineError("input", name=place.name, reason=reason.strip().rstrip("."))


def _array(place: Path) -> NDArray[np.generic]:
    """The only tensor of a file, or its first."""
    from desktop_app.checkpoint.model import CheckpointError
    from desktop_app.checkpoint.open import open_checkpoint
    from desktop_app.checkpoint.tensors import TensorError, read_slice

    try:
        checkpoint = open_checkpoint(place)
        if not checkpoint.tensors:
            raise ValueError("there is no tensor in it")
        info = checkpoint.tensors[0]
        if prod(info.shape) > MOST_ELEMENTS:
            raise ValueError(f"it has more than {MOST_ELEMENTS:,} elements")
        return np.asarray(read_slice(checkpoint.files, info).array)
    except (CheckpointError, TensorError) as error:
        raise ValueError(str(error)) from None


def _image(place: Path, shape: Sequence[int]) -> NDArray[np.generic]:
    """Channels, height, width, normalised."""
    from desktop_app.annotation.imagery.decoding import shown_of
    from desktop_app.annotation.imagery.images import ImageError, opened

    if len(shape) != 4 or shape[1] not in (1, 3):
        raise ValueError(f"the model takes no image but {'×'.join(map(str, shape))}; give it a .npy or .pt")
    height, width = shape[2], shape[3]
    try:
        with opened(place) as image:
            seen = shown_of(image, place).convert("L" if shape[1] == 1 else "RGB")
    except ImageError as error:
        raise ValueError(str(error)) from None
    scale = max(width / seen.width, height / seen.height)
    size = (max(width, round(seen.width * scale)), max(height, round(seen.height * scale)))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    fitted = seen.resize(size).crop((left, top, left + width, top + height))
    values = np.asarray(fitted, np.float32) / 255
    if shape[1] == 1:
        return ((values - 0.5) / 0.5)[None]
    return ((values - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32)).transpose(2, 0, 1)
