"""A map of images: their penultimate features brought to two coordinates, so that alike images lie near each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.training.use.predict import Look, Progress, TrainedModel
from desktop_app.training.use.queue import features_of


@dataclass(frozen=True)
class ImageMap:
    """Where each image lies."""

    paths: tuple[str, ...]
    places: NDArray[np.float32]
    """Shape (n, 2), about -1 to 1."""
    explained: tuple[float, float]
    """Share of the features' variance along each axis."""


def image_map(
    model: TrainedModel, paths: Sequence[str], *, look: Look | None = None, progress: Progress | None = None
) -> ImageMap:
    """The map of images by the model's features; those that cannot be read are left out."""
    found = features_of(model, paths, look, progress)
    places, explained = principal(np.array(list(found.values()), np.float64).reshape(len(found), -1))
    return ImageMap(tuple(found), places, explained)


def principal(features: NDArray[np.float64]) -> tuple[NDArray[np.float32], tuple[float, float]]:
    """Features, shape (n, d), along their two axes of most variance, scaled to about -1 to 1; signs are fixed."""
    if len(features) < 2 or not features.size:
        return np.zeros((len(features), 2), np.float32), (0.0, 0.0)
    centred = features - features.mean(0)
    spread = centred.std(0)
    centred = centred / np.where(spread > 1e-9, spread, 1)
    rows, values, axes = np.linalg.svd(centred, full_matrices=False)
    count = min(2, len(values))
    places = np.zeros((len(features), 2))
    signs = np.sign(axes[np.arange(count), np.abs(axes[:count]).argmax(1)])
    places[:, :count] = rows[:, :count] * values[:count] * np.where(signs == 0, 1, signs)
    total = float((values**2).sum()) or 1.0
    shares = [float(value**2) / total for value in values[:2]] + [0.0, 0.0]
    scale = np.abs(places).max() or 1.0
    return (places / scale).astype(np.float32), (shares[0], shares[1])
