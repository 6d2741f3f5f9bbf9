"""All shapes that are at rest, painted once and kept: a change paints only what it touches, a pan only the new strips.

What takes longer than a frame is painted in slices beside what is shown, and shown when it is whole.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QRegion

from desktop_app.annotation.model import Shape
from desktop_app.annotation.shapes.hits import HitIndex
from desktop_app.gui.annotation.canvas_paint import PLAIN, SELECTED, Detail, ShapePainter, detail_for
from desktop_app.gui.annotation.canvas_view import View
from desktop_app.gui.annotation.image_layer import shifted_image, strips
from desktop_app.gui.annotation.polygons import rects_of

_MANY_PIECES = 64
"""A region of more rectangles costs more to ask about and to clip by than the room around all of them: another image does that."""
_AT_ONCE = 300
"""Shapes that a change may touch and still be painted at once."""
_MARGIN = 44
"""Device pixels (times the ratio) that a tag may lie above or below its shape's box; keypoint names reach further right."""
_NAMES = 130


@dataclass
class Scene:
    """What is to be painted."""

    index: HitIndex = field(default_factory=lambda: HitIndex(()))
    shown: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    """Per shape, whether it is visible at all."""
    selected: Collection[str] = frozenset()
    lifted: Collection[str] = frozenset()
    """Shapes under the hand: painted by the overlay."""


@dataclass
class _Job:
    image: QImage
    view: View
    detail: Detail
    steps: Iterator[None]


class ShapeLayer:
    """The cached picture of a scene."""

    def __init__(self, painter: ShapePainter) -> None:
        self.painter = painter
        self.scene = Scene()
        self.drawn = 0
        """Shapes painted since the start, for tests and figures."""
        self._image: QImage | None = None
        self._view = View()
        self._detail = Detail(1.0, True, True)
        self._dirty = QRegion()
        self._job: _Job | None = None

    # ------------------------------------------------------------------ what has changed

    def invalidate(self) -> None:
        """Nothing of what was painted holds any more; it stays on the screen until the new is whole."""
        self._job = None
        self._dirty = QRegion(QRect(0, 0, 1 << 20, 1 << 20))

    def clear(self) -> None:
        """Another image: what was painted must not be seen again."""
        self._image, self._job = None, None
        self._dirty = QRegion()

    def touch(self, shapes: Sequence[Shape]) -> None:
        """Paint anew where these shapes are or were."""
        if self._image is None or not shapes:
            return
        self._job = None
        if len(shapes) > _AT_ONCE:
            self.invalidate()
            return
        for shape in shapes:
            self._dirty += self.painter.extent(shape, self._view)

    @property
    def is_dirty(self) -> bool:
        """Whether something is to be painted anew."""
        return not self._dirty.isEmpty()

    def dirty_rect(self, ratio: float) -> QRect:
        """Qt's pixels of the widget around all that is to be painted anew."""
        rect = self._dirty.boundingRect()
        scaled = QRectF(rect.left() / ratio, rect.top() / ratio, rect.width() / ratio, rect.height() / ratio)
        return scaled.toAlignedRect()

    # ------------------------------------------------------------------ painting

    def prepare(self, view: View, width: int, height: int, seconds: float) -> bool:
        """Bring the layer up to a view within some seconds; False when more is to be done."""
        image = self._image
        whole = QRect(0, 0, width, height)
        if image is None or image.size() != whole.size() or view.scale != self._view.scale:
            return self._in_slices(view, width, height, seconds)
        if (view.left, view.top) != (self._view.left, self._view.top):
            across, down = view.left - self._view.left, view.top - self._view.top
            self._image = image = shifted_image(image, across, down)
            self._dirty = self._dirty.translated(across, down) + strips(width, height, across, down)
            self._view = view
        dirty = self._dirty.intersected(whole)
        if dirty.isEmpty() and self._job is None:
            self._dirty = QRegion()
            return True
        if dirty.rectCount() > _MANY_PIECES:
            dirty = QRegion(dirty.boundingRect())
        if self._job is not None or len(self._meeting(view, dirty, self._detail)) > _AT_ONCE:
            return self._in_slices(view, width, height, seconds)
        self._dirty = QRegion()
        self._repaint(image, view, dirty)
        return True

    def _in_slices(self, view: View, width: int, height: int, seconds: float) -> bool:
        """Go on with painting a new picture beside the old one; the newest view wins."""
        job = self._job
        if job is None or job.view != view or job.image.width() != width or job.image.height() != height:
            job = self._job = self._begin(view, width, height)
        until = time.perf_counter() + seconds
        for _ in job.steps:
            if time.perf_counter() > until:
                return False
        self._image, self._view, self._detail = job.image, job.view, job.detail
        self._job = None
        self._dirty = QRegion()
        return True

    def _begin(self, view: View, width: int, height: int) -> _Job:
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        whole = QRect(0, 0, width, height)
        inner = view.device_to_box(whole)
        scene = self.scene
        count = sum(1 for number in scene.index.meeting(*inner) if scene.shown[number])
        detail = detail_for(count, self.painter.options, view.ratio)
        return _Job(image, view, detail, self._steps(image, view, detail, QRegion(whole)))

    def _repaint(self, image: QImage, view: View, region: QRegion) -> None:
        """A part of the picture anew."""
        with QPainter(image) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            for rect in rects_of(region):
                painter.fillRect(rect, Qt.GlobalColor.transparent)
        for _ in self._steps(image, view, self._detail, region):
            pass

    def _meeting(self, view: View, region: QRegion, detail: Detail) -> list[int]:
        """Shapes that may leave a mark in a region, lowest first; where only selected ones have tags, few lie further off."""
        scene = self.scene
        margin = round(_MARGIN * view.ratio)
        reach = max(self.painter.tags.widest, round(_NAMES * view.ratio)) + margin
        line = round(9 * view.ratio)
        found: set[int] = set()
        for rect in rects_of(region):
            far = scene.index.meeting(*view.device_to_box(rect.adjusted(-reach, -margin, margin, margin)))
            if not detail.tags:
                near = set(scene.index.meeting(*view.device_to_box(rect.adjusted(-line, -line, line, line))))
                far = [n for n in far if n in near or scene.index.shapes[n].id in scene.selected]
            found.update(far)
        lifted = scene.lifted
        return [n for n in sorted(found) if scene.shown[n] and (not lifted or scene.index.shapes[n].id not in lifted)]

    def _steps(self, image: QImage, view: View, detail: Detail, region: QRegion) -> Iterator[None]:
        """Paint shapes, then their tags, clipped to a region; between steps no painter is open."""
        numbers = self._meeting(view, region, detail)
        selected, shapes = self.scene.selected, self.scene.index.shapes
        around = region.boundingRect()
        for start in range(0, len(numbers), 16):
            with QPainter(image) as painter:
                painter.setClipRegion(region)
                for number in numbers[start : start + 16]:
                    shape = shapes[number]
                    emphasis = SELECTED if shape.id in selected else PLAIN
                    self.painter.draw(painter, shape, view, detail, emphasis, around)
            self.drawn += len(numbers[start : start + 16])
            yield
        if not (detail.tags or selected):
            return
        for start in range(0, len(numbers), 64):
            with QPainter(image) as painter:
                painter.setClipRegion(region)
                for number in numbers[start : start + 64]:
                    self._draw_tag(painter, shapes[number], view, detail)
            yield

    def _draw_tag(self, painter: QPainter, shape: Shape, view: View, detail: Detail) -> None:
        chosen = shape.id in self.scene.selected
        if self.painter.wants_tag(shape, view, detail, chosen):
            self.painter.draw_tag(painter, shape, view, chosen)
            if chosen and shape.kind == "skeleton":
                self.painter.draw_keypoint_names(painter, shape, view)

    def detail(self) -> Detail:
        """How much is drawn of each shape at present."""
        return self._detail

    def paint(self, painter: QPainter, view: View, opacity: float) -> None:
        """What there is for a view: exactly, or the last picture stretched to fit while a new one is made."""
        image, seen = self._image, self._view
        if image is None and self._job is not None:
            image, seen = self._job.image, self._job.view
        if image is None:
            return
        painter.setOpacity(opacity)
        if seen.scale == view.scale and (seen.left, seen.top) == (view.left, view.top):
            image.setDevicePixelRatio(view.ratio)
            painter.drawImage(0, 0, image)
            image.setDevicePixelRatio(1.0)  # it is painted on in device pixels
        else:
            factor = view.scale / seen.scale
            left, top = view.left - seen.left * factor, view.top - seen.top * factor
            target = QRectF(left, top, image.width() * factor, image.height() * factor)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(
                QRectF(target.topLeft() / view.ratio, target.size() / view.ratio), image, QRectF(image.rect())
            )
        painter.setOpacity(1.0)
