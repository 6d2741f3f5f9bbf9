"""From a sample's shapes to arrays on the canvas, and from those to what each head is compared with."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from desktop_app.annotation.model import HIDDEN, VISIBLE, Shape
from desktop_app.annotation.shapes.outlines import ring_of
from desktop_app.training.data.placing import Canvas, Placement
from desktop_app.training.data.training_set import Sample, TrainingSet
from desktop_app.training.task import IGNORE

STRIDE: Final = 4
"""The heat maps of boxes and keypoints have one cell for so many pixels."""
NOTHING: Final = 255
"""Pixels of a class map that teach nothing: padding, and what a person marked as to be ignored."""
SMALLEST: Final = 2.0
"""Boxes that augmentation cut to fewer pixels than this teach nothing."""

type Floats = NDArray[np.float32]
type Integers = NDArray[np.int64]


def _floats(*shape: int) -> Floats:
    return np.zeros(shape, np.float32)


@dataclass(slots=True)
class Drawn:
    """What is said of one image, on its canvas."""

    classes: Floats
    """Shape (classes,), 1 where an image-level class holds."""
    boxes: Floats = field(default_factory=lambda: _floats(0, 4))
    """Shape (n, 4): left, top, right, bottom."""
    labels: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """Shape (n,): class of each box, or body of each set of keypoints."""
    areas: NDArray[np.uint8] | None = None
    """Shape (height, width): 0 ground, 1 + class, NOTHING."""
    points: Floats = field(default_factory=lambda: _floats(0, 0, 2))
    """Shape (n, most keypoints of a body, 2)."""
    visible: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """Shape (n, most keypoints of a body): HIDDEN, OCCLUDED or VISIBLE."""


class Drawer:
    """Draws samples; class maps are kept packed, since large masks take long to scale."""

    def __init__(self, data: TrainingSet, canvas: Canvas) -> None:
        self.data, self.canvas = data, canvas
        self._index = {name: place for place, name in enumerate(data.classes)}
        self._body = {body.label: place for place, body in enumerate(data.bodies)}
        self._most = max((len(body.names) for body in data.bodies), default=0)
        self._packed: dict[int, bytes] = {}

    def draw(self, index: int, placement: Placement) -> Drawn:
        """Everything that is said of the sample at `index` whose image lies as `placement` says."""
        sample = self.data.samples[index]
        classes = _floats(len(self.data.classes))
        classes[list(sample.classes)] = 1
        drawn = Drawn(classes)
        if self.data.task == "detection":
            drawn.boxes, drawn.labels = self._boxes(sample, placement)
        elif self.data.task == "segmentation":
            drawn.areas = self._areas(index, sample, placement)
        elif self.data.task == "keypoints":
            drawn.points, drawn.visible, drawn.labels = self._points(sample, placement)
        return drawn

    def _boxes(self, sample: Sample, placement: Placement) -> tuple[Floats, Integers]:
        known = [shape for shape in sample.shapes if shape.label in self._index]
        boxes = np.array([box_of(shape) for shape in known], np.float64).reshape(-1, 2, 2)
        width, height = placement.size
        placed = np.clip(placement.on_canvas(boxes), 0, [width, height]).reshape(-1, 4).astype(np.float32)
        labels = np.array([self._index[shape.label] for shape in known], np.int64)
        real = ((placed[:, 2:] - placed[:, :2]) > 0).all(1)
        return placed[real], labels[real]

    def _areas(self, index: int, sample: Sample, placement: Placement) -> NDArray[np.uint8]:
        width, height = self.canvas
        packed = self._packed.get(index)
        if packed is None:
            areas = class_map(sample.shapes, self._index, placement, self.canvas)
            self._packed[index] = zlib.compress(areas, 1)
            return areas
        return np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, width)

    def _points(self, sample: Sample, placement: Placement) -> tuple[Floats, NDArray[np.int64], Integers]:
        found = [(self._body[shape.label], shape) for shape in sample.shapes if shape.kind == "skeleton" and shape.label in self._body]  # fmt: skip
        groups = self._grouped([shape for shape in sample.shapes if shape.kind == "point"])
        count = len(found) + len(groups)
        points, visible = _floats(count, self._most, 2), np.zeros((count, self._most), np.int64)
        for row, (body, shape) in enumerate(found):
            seen = min(len(shape.points), len(self.data.bodies[body].names))
            points[row, :seen] = placement.on_canvas(shape.points[:seen])
            visible[row, :seen] = shape.visibility[:seen] if len(shape.visibility) >= seen else VISIBLE
        for row, group in enumerate(groups, len(found)):
            for place, shape in group.items():
                points[row, place] = placement.on_canvas(shape.points[:1])[0]
                visible[row, place] = VISIBLE
        labels = [body for body, _ in found] + [self._body.get("", 0)] * len(groups)
        return points, visible, np.array(labels, np.int64)

    def _grouped(self, shapes: Sequence[Shape]) -> list[dict[int, Shape]]:
        """Single points as objects: those with one group number belong together, and so do all without."""
        body = self.data.bodies[self._body[""]] if "" in self._body else None
        groups: dict[int | None, dict[int, Shape]] = {}
        for shape in shapes:
            if body is not None and shape.label in body.names:
                groups.setdefault(shape.group, {})[body.names.index(shape.label)] = shape
        return list(groups.values())


def box_of(shape: Shape) -> tuple[float, float, float, float]:
    """Left, top, right, bottom; a mask's box, a rotated rectangle's hull."""
    if shape.mask is not None:
        mask = shape.mask
        return (mask.left, mask.top, mask.left + mask.width, mask.top + mask.height)
    return shape.box


def class_map(
    shapes: Sequence[Shape], index: dict[str, int], placement: Placement, canvas: Canvas
) -> NDArray[np.uint8]:
    """Shapes painted in their order, shape (canvas height, canvas width): 0 ground, 1 + class, NOTHING beside the image."""
    width, height = canvas
    image = Image.new("L", canvas, 0)
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        value = NOTHING if shape.label in IGNORE else 1 + index[shape.label] if shape.label in index else None
        if value is None:
            continue
        if shape.mask is not None:
            mask = shape.mask
            low = placement.on_canvas(np.array([[mask.left, mask.top], [mask.left + mask.width, mask.top + mask.height]], np.float64))  # fmt: skip
            (left, top), (right, bottom) = np.rint(low).astype(int).tolist()
            stamp = Image.fromarray(mask.bits()).resize((max(1, right - left), max(1, bottom - top)), Image.Resampling.NEAREST)  # fmt: skip
            image.paste(value, (left, top), stamp)
        elif shape.holes:
            image.paste(value, (0, 0), _with_holes(shape, placement, canvas))
        else:
            _fill(draw, ring_of(shape), placement, value)
    areas = np.array(image, np.uint8)
    seen_width, seen_height = placement.size
    areas[seen_height:, :] = NOTHING
    areas[:, seen_width:] = NOTHING
    return areas[:height, :width]


def _fill(draw: ImageDraw.ImageDraw, ring: NDArray[np.float64], placement: Placement, value: int) -> None:
    if len(ring) >= 3:  # Pillow counts pixels by their centres
        draw.polygon([(x, y) for x, y in (placement.on_canvas(ring) - 0.5).tolist()], fill=value)


def _with_holes(shape: Shape, placement: Placement, canvas: Canvas) -> Image.Image:
    stamp = Image.new("1", canvas, 0)
    draw = ImageDraw.Draw(stamp)
    _fill(draw, ring_of(shape), placement, 1)
    for hole in shape.holes:
        _fill(draw, hole, placement, 0)
    return stamp


def box_targets(boxes: Floats, labels: Integers, classes: int, canvas: Canvas) -> tuple[Floats, Floats, Floats]:
    """What the box head is compared with, at a stride of STRIDE.

    Heat, shape (classes, h, w): 1 at each centre, falling off as the box is wide and high. Edges, shape (4, h, w): from the
    middle of a cell to left, top, right and bottom of its box, in cells. Weight, shape (h, w): where edges are compared.
    """
    width, height = canvas[0] // STRIDE, canvas[1] // STRIDE
    heat, edges, weight = _floats(classes, height, width), _floats(4, height, width), _floats(height, width)
    x, y = np.arange(width, dtype=np.float32) + 0.5, np.arange(height, dtype=np.float32) + 0.5
    sizes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for place in np.argsort(-sizes):  # a small box before a large one keeps its cells
        left, top, right, bottom = (float(edge) / STRIDE for edge in boxes[place])
        centre_x, centre_y = (left + right) / 2, (top + bottom) / 2
        column, row = min(width - 1, int(centre_x)), min(height - 1, int(centre_y))
        spread_x, spread_y = max(0.6, (right - left) / 6), max(0.6, (bottom - top) / 6)
        rise = np.exp(-(((y - (row + 0.5)) / spread_y) ** 2)[:, None] / 2 - (((x - (column + 0.5)) / spread_x) ** 2)[None] / 2)  # fmt: skip
        np.maximum(heat[labels[place]], rise, out=heat[labels[place]])
        core = rise > 0.6
        edges[0][core], edges[2][core] = _both(x - left, right - x, core, axis=1)
        edges[1][core], edges[3][core] = _both(y - top, bottom - y, core, axis=0)
        weight[core] = rise[core]
    return heat, np.maximum(edges, 0.05), weight


def _both(first: Floats, second: Floats, core: NDArray[np.bool_], axis: int) -> tuple[Floats, Floats]:
    """Values along one axis at every cell of the core."""

    def at_cells(values: Floats) -> Floats:
        return np.broadcast_to(values[None] if axis == 1 else values[:, None], core.shape)[core]

    return at_cells(first), at_cells(second)


def keypoint_targets(drawn: Drawn, data: TrainingSet, canvas: Canvas) -> tuple[Floats, Floats, Floats]:
    """What the keypoint head is compared with, at a stride of STRIDE.

    Heat, shape (all keypoints of all bodies + bodies, h, w): a peak at each keypoint, then one at the middle of each object.
    Offsets, shape (2 x all keypoints, h, w): from an object's middle to its keypoints, in cells, x and y by turns.
    Weight, shape (all keypoints, h, w): where offsets are compared.
    """
    width, height = canvas[0] // STRIDE, canvas[1] // STRIDE
    starts = np.cumsum([0, *(len(body.names) for body in data.bodies)])
    total = int(starts[-1])
    heat = _floats(total + len(data.bodies), height, width)
    offsets, weight = _floats(2 * total, height, width), _floats(total, height, width)
    grid = np.stack(np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)).astype(np.float32)
    for points, visible, body in zip(drawn.points / STRIDE, drawn.visible, drawn.labels, strict=True):
        seen = np.flatnonzero(visible > HIDDEN)
        if not len(seen):
            continue
        for place in seen:
            channel = int(starts[body]) + int(place)
            np.maximum(heat[channel], _peak(grid, points[place], 1.3), out=heat[channel])
        middle = (points[seen].min(0) + points[seen].max(0)) / 2
        rise = _peak(grid, middle, 2.0)
        np.maximum(heat[total + body], rise, out=heat[total + body])
        core = rise > 0.3
        for place in seen:
            channel = int(starts[body]) + int(place)
            offsets[2 * channel : 2 * channel + 2, core] = points[place][:, None] - grid[:, core]
            weight[channel][core] = rise[core]
    return heat, offsets, weight


def _peak(grid: Floats, point: Floats, spread: float) -> Floats:
    """A bell around a point, in cells; its highest cell is exactly 1, since the loss counts such cells."""
    rise = np.exp(-((grid - point[:, None, None]) ** 2).sum(0) / (2 * spread * spread))
    height, width = rise.shape
    inside = 0 <= point[0] < width and 0 <= point[1] < height
    if inside:
        rise[int(point[1]), int(point[0])] = 1.0
    return rise
