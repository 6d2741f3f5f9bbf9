"""Histograms of all layers at a moment of a run, as the files in its folder hold them. No torch."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

BINS: Final = 64
_MOST_FILES: Final = 64


@dataclass(frozen=True)
class LayerHistograms:
    """Weights and gradients of all layers, counted at one step."""

    step: int
    names: tuple[str, ...]
    weight_counts: NDArray[np.float32]
    """Shape (layers, BINS)."""
    weight_ranges: NDArray[np.float32]
    """Shape (layers, 2): lowest and highest value, between which the bins are equally wide."""
    gradient_counts: NDArray[np.float32]
    gradient_ranges: NDArray[np.float32]


def read_histograms(path: Path) -> LayerHistograms | None:
    """What a file of `histograms/` holds; None when it is gone or damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            names = tuple(str(name) for name in file["names"])
            arrays = [np.asarray(file[f"{kind}_{part}"], np.float32) for kind in ("weight", "gradient") for part in ("counts", "ranges")]  # fmt: skip
        if any(array.shape != (len(names), BINS if place % 2 == 0 else 2) for place, array in enumerate(arrays)):
            return None
        return LayerHistograms(int(path.stem), names, *arrays)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def thin(folder: Path, pattern: str, most: int = _MOST_FILES) -> None:
    """Remove every second file once there are too many: the course of a run stays, only coarser."""
    files = sorted(folder.glob(pattern))
    if len(files) > most:
        for path in files[1:-1:2]:
            path.unlink(missing_ok=True)
