"""What happens inside a model while it looks at an image: maps of every layer, and the images that a filter answers to most."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from desktop_app.training.data.pictures import Pixels, UnreadableImage
from desktop_app.training.errors import TrainingError
from desktop_app.training.use.predict import Look, Progress, TrainedModel

_MOST_CHANNELS: Final = 64
_MOST_SIDE: Final = 96
_MOST_IN_LIST: Final = 400


@dataclass(frozen=True)
class LayerActivation:
    """One layer's answer to one image."""

    name: str
    """As in the state_dict: `backbone.stage4.0.conv`."""
    kind: str
    """Class of the module."""
    shape: tuple[int, ...]
    """Without the batch: (channels, height, width) or (features,)."""
    means: NDArray[np.float32]
    """Mean of each channel."""
    highest: NDArray[np.float32]
    """Maximum of each channel."""
    dead: float
    """Share of values that are exactly 0."""
    maps: NDArray[np.uint8]
    """Shape (channels, height, width), each channel from its lowest to its highest value; the first 64 channels, at most 96 pixels wide; empty for layers without a picture."""


@dataclass(frozen=True)
class Answer:
    """Where a filter answered most strongly."""

    path: str
    value: float
    box: tuple[float, float, float, float]
    """The part of the original image that the strongest place sees, in pixels: left, top, right, bottom."""


def layers_of(model: TrainedModel) -> list[str]:
    """Names of the layers that can be asked, in the order of the net."""
    return [name for name, module in model.learner.net.named_modules() if not list(module.children()) and name][:_MOST_IN_LIST]  # fmt: skip


def activations(model: TrainedModel, pixels: Pixels) -> list[LayerActivation]:
    """Every layer's answer to an image on the model's canvas, in the order in which they are computed."""
    modules = {name: model.learner.net.get_submodule(name) for name in layers_of(model)}
    with _heard(modules) as heard, torch.inference_mode():
        model.learner.guess(model.batch([pixels]))
    return [_layer(name, type(modules[name]).__name__, output) for name, output in heard]


@contextmanager
def _heard(modules: dict[str, nn.Module]) -> Generator[list[tuple[str, Tensor]]]:
    found: list[tuple[str, Tensor]] = []

    def hook(name: str) -> Any:
        def hear(_module: nn.Module, _inputs: Any, output: Any) -> None:
            if isinstance(output, Tensor) and output.shape[:1] == (1,):
                found.append((name, output.detach()))

        return hear

    handles = [module.register_forward_hook(hook(name)) for name, module in modules.items()]
    try:
        yield found
    finally:
        for handle in handles:
            handle.remove()


def _layer(name: str, kind: str, output: Tensor) -> LayerActivation:
    values = output[0].float().cpu()
    flat = values.flatten(1) if values.dim() > 1 else values[:, None]
    maps = np.zeros((0, 0, 0), np.uint8)
    if values.dim() == 3:
        maps = _pictures(values[:_MOST_CHANNELS])
    return LayerActivation(name, kind, tuple(values.shape), flat.mean(1).numpy(), flat.amax(1).numpy(), float((flat == 0).float().mean()), maps)  # fmt: skip


def _pictures(values: Tensor) -> NDArray[np.uint8]:
    scale = min(1.0, _MOST_SIDE / max(values.shape[1:]))
    if scale < 1:
        size = (max(1, round(values.shape[1] * scale)), max(1, round(values.shape[2] * scale)))
        values = functional.interpolate(values[None], size=size, mode="area")[0]
    low, high = values.amin((1, 2), keepdim=True), values.amax((1, 2), keepdim=True)
    return ((values - low) / (high - low).clamp(min=1e-9) * 255).to(torch.uint8).numpy()


def answers(
    model: TrainedModel, layer: str, channel: int, paths: Sequence[str], *, most: int = 12, look: Look | None = None, progress: Progress | None = None
) -> list[Answer]:  # fmt: skip
    """The images at which a channel of a layer answers most strongly, and where on them. Raises `TrainingError`."""
    try:
        module = model.learner.net.get_submodule(layer)
    except AttributeError:
        raise TrainingError(layer, "The model has no such layer.") from None
    see = look or model.look
    found: list[Answer] = []
    for done, path in enumerate(paths, 1):
        try:
            pixels, placement = see(path)
        except UnreadableImage:
            continue
        with _heard({layer: module}) as heard, torch.inference_mode():
            model.learner.guess(model.batch([pixels]))
        if not heard or not 0 <= channel < heard[0][1].shape[1]:
            raise TrainingError(layer, f"It has no channel {channel}.")
        values = heard[0][1][0, channel].float().cpu()
        corners = placement.on_image(_seen_by(values, model.design.canvas).reshape(2, 2)).ravel()
        left, top, right, bottom = corners.tolist()
        found.append(Answer(path, round(float(values.max()), 5), (left, top, right, bottom)))
        if progress is not None:
            progress(done, len(paths), path)
    return sorted(found, key=lambda answer: -answer.value)[:most]


def _seen_by(values: Tensor, canvas: tuple[int, int]) -> NDArray[np.float64]:
    """What lies around the highest place of a map on the canvas: the cell and its neighbours, at least 24 pixels wide."""
    width, height = canvas
    if values.dim() < 2:
        return np.array([0, 0, width, height], np.float64)
    row, column = divmod(int(values.argmax()), values.shape[1])
    stride_x, stride_y = width / values.shape[1], height / values.shape[0]
    x, y = (column + 0.5) * stride_x, (row + 0.5) * stride_y
    reach_x, reach_y = max(12.0, 1.5 * stride_x), max(12.0, 1.5 * stride_y)
    return np.array([max(0, x - reach_x), max(0, y - reach_y), min(width, x + reach_x), min(height, y + reach_y)])
