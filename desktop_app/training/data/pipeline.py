"""A list of changes built with torchvision and applied to one image together with its boxes, areas and keypoints."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torchvision import tv_tensors
from torchvision.transforms import v2

from desktop_app.annotation.model import HIDDEN
from desktop_app.training.data.augmenting import CHANGES, Step, checked
from desktop_app.training.data.pictures import PADDING, Pixels
from desktop_app.training.data.placing import Canvas
from desktop_app.training.data.targets import NOTHING, SMALLEST, Drawn
from desktop_app.training.data.training_set import Body

_FILL: dict[Any, Any] = {tv_tensors.Image: PADDING, tv_tensors.Mask: NOTHING, "others": 0}
_keypoints: Any = tv_tensors.KeyPoints
_boxes: Any = tv_tensors.BoundingBoxes
_like: Any = tv_tensors.wrap
_WITH_FILL = frozenset({"RandomAffine", "RandomRotation", "RandomPerspective", "ElasticTransform"})


class Pipeline:
    """Applies the steps; the outcome depends on the seed alone, in whatever process it runs."""

    def __init__(self, steps: Sequence[Step], canvas: Canvas, bodies: Sequence[Body] = ()) -> None:
        self.canvas, self.bodies = canvas, tuple(bodies)
        self.compose: v2.Compose | None = composed(checked(steps), canvas) if steps else None

    def __call__(self, pixels: Pixels, drawn: Drawn, seed: int) -> tuple[Tensor, Drawn]:
        """The changed image, shape (3, height, width) of uint8, and what is said of it."""
        image = tv_tensors.Image(torch.from_numpy(np.array(pixels)).permute(2, 0, 1).contiguous())
        if self.compose is None:
            return image.as_subclass(Tensor), drawn
        width, height = self.canvas
        marks = _marks(width, height)
        rows, most = drawn.visible.shape
        sample: dict[str, Any] = {"image": image}
        if len(drawn.boxes):
            sample["boxes"] = _boxes(torch.from_numpy(drawn.boxes.copy()), format="XYXY", canvas_size=(height, width))
        if drawn.areas is not None:
            sample["areas"] = tv_tensors.Mask(torch.from_numpy(drawn.areas.copy()))
        if rows:
            every = torch.cat([torch.from_numpy(drawn.points.reshape(-1, 2).copy()), marks])
            sample["points"] = _keypoints(every, canvas_size=(height, width))
        state = torch.get_rng_state()
        torch.manual_seed(seed)
        try:
            changed = self.compose(sample)
        finally:
            torch.set_rng_state(state)
        return changed["image"].as_subclass(Tensor).contiguous(), self._drawn(changed, drawn, rows, most)

    def _drawn(self, changed: Mapping[str, Any], drawn: Drawn, rows: int, most: int) -> Drawn:
        made = Drawn(drawn.classes, drawn.boxes, drawn.labels, drawn.areas, drawn.points, drawn.visible)
        width, height = self.canvas
        if "boxes" in changed:
            boxes = np.clip(changed["boxes"].as_subclass(Tensor).numpy(), 0, [width, height, width, height])
            kept = ((boxes[:, 2:] - boxes[:, :2]) >= SMALLEST).all(1)
            made.boxes, made.labels = boxes[kept].astype(np.float32), drawn.labels[kept]
        if "areas" in changed:
            made.areas = changed["areas"].as_subclass(Tensor).numpy()
        if "points" in changed:
            every = changed["points"].as_subclass(Tensor).numpy().astype(np.float32)
            made.points, marks = every[:-3].reshape(rows, most, 2), every[-3:]
            outside = (made.points < 0).any(-1) | (made.points >= [width, height]).any(-1)
            made.visible = np.where(outside, HIDDEN, drawn.visible)
            if _is_mirrored(marks):
                self._swap_sides(made)
        return made

    def _swap_sides(self, drawn: Drawn) -> None:
        """What was a left ear is a right one in a mirror."""
        drawn.points, drawn.visible = drawn.points.copy(), drawn.visible.copy()
        for row, body in enumerate(drawn.labels):
            order = np.arange(drawn.points.shape[1])
            for first, second in self.bodies[int(body)].flips:
                order[first], order[second] = second, first
            drawn.points[row], drawn.visible[row] = drawn.points[row][order], drawn.visible[row][order]


def _marks(width: int, height: int) -> Tensor:
    """Three points that travel along: whether they still turn the same way tells if the image was mirrored."""
    x, y = width / 2, height / 2
    return torch.tensor([[x, y], [x + width / 8, y], [x, y + height / 8]], dtype=torch.float32)


def _is_mirrored(marks: np.ndarray[Any, Any]) -> bool:
    (ax, ay), (bx, by) = marks[1] - marks[0], marks[2] - marks[0]
    return bool(ax * by - ay * bx < 0)


def composed(steps: Sequence[Mapping[str, Any]], canvas: Canvas) -> v2.Compose:
    """The `torchvision.transforms.v2.Compose` of checked steps."""
    return v2.Compose([_built(step, canvas) for step in steps])


def _built(step: Mapping[str, Any], canvas: Canvas) -> Callable[..., Any]:
    change = CHANGES[step["name"]]
    given: dict[str, Any] = {parameter.name: step.get(parameter.name, parameter.default) for parameter in change.parameters}  # fmt: skip
    chance = float(step.get("p", 1.0))
    if change.name in _WITH_FILL:
        given["fill"] = _FILL
    if change.name == "RandomResizedCrop":
        given["size"] = (canvas[1], canvas[0])
    if change.name == "GaussianBlur":
        given["kernel_size"] = int(given["kernel_size"]) | 1
    if change.name == "RandomAffine" and not given["shear"]:
        del given["shear"]
    if change.name in _OWN:
        made: Any = _OWN[change.name](**given)
    else:
        own = {"p": chance} if change.own_chance else {}
        made = _FLIPS.get(change.name, getattr(v2, change.name))(**given, **own)
        made = _ImageOnly(made) if change.name == "RandomErasing" else made
    return made if change.own_chance or chance >= 1 else v2.RandomApply([made], p=chance)


class _ImageOnly(v2.Transform):
    """A change that warns when it meets shapes, which it leaves alone anyway."""

    _transformed_types = (tv_tensors.Image,)

    def __init__(self, change: v2.Transform) -> None:
        super().__init__()
        self.change = change

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        return self.change(inpt)


class _Noise(v2.Transform):
    """Noise on bytes: torchvision's own wants floats."""

    _transformed_types = (tv_tensors.Image,)

    def __init__(self, sigma: float) -> None:
        super().__init__()
        self.sigma = sigma

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        noise = torch.randn(inpt.shape) * (self.sigma * 255)
        return _like((inpt.float() + noise).clamp(0, 255).to(torch.uint8), like=inpt)


class _Jpeg(v2.Transform):
    """The traces of JPEG, by Pillow: torchvision's own codec is going away."""

    _transformed_types = (tv_tensors.Image,)

    def __init__(self, quality: tuple[float, float]) -> None:
        super().__init__()
        self.low, self.high = int(quality[0]), int(quality[1])

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        quality = int(torch.randint(self.low, max(self.low, self.high) + 1, ()))
        file = io.BytesIO()
        Image.fromarray(inpt.permute(1, 2, 0).numpy()).save(file, "JPEG", quality=quality)
        pixels = np.array(Image.open(file))
        return _like(torch.from_numpy(pixels).permute(2, 0, 1).contiguous(), like=inpt)


class _HorizontalFlip(v2.RandomHorizontalFlip):
    """torchvision's flip counts keypoints by the middles of pixels, its other changes and we by their corners."""

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        moved = super().transform(inpt, params)
        return _like(moved + torch.tensor([1.0, 0.0]), like=inpt) if isinstance(inpt, tv_tensors.KeyPoints) else moved


class _VerticalFlip(v2.RandomVerticalFlip):
    """The same, from top to bottom."""

    def transform(self, inpt: Any, params: dict[str, Any]) -> Any:
        moved = super().transform(inpt, params)
        return _like(moved + torch.tensor([0.0, 1.0]), like=inpt) if isinstance(inpt, tv_tensors.KeyPoints) else moved


_OWN: dict[str, Any] = {"GaussianNoise": _Noise, "JPEG": _Jpeg}
_FLIPS: dict[str, Any] = {"RandomHorizontalFlip": _HorizontalFlip, "RandomVerticalFlip": _VerticalFlip}
