"""The tool that sets keypoints one after another, or a whole skeleton into a box."""

from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.annotation.model import HIDDEN, OCCLUDED, VISIBLE, Shape, Skeleton, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

type Keypoint = tuple[Place, Literal[0, 1, 2]]


class SkeletonTool(Tool):
    """A click is a visible keypoint, with Shift or the right button an occluded one, X skips one that is not there.

    Dragging a box places all keypoints of a skeleton that knows its places.
    """

    name = "skeleton"
    keys = frozenset({Qt.Key.Key_X})
    kind = "skeleton"

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.keypoints: list[Keypoint] = []
        self._pressed: Pointer | None = None
        self._box_to: Place | None = None
        self._at: Place | None = None

    @property
    def skeleton(self) -> Skeleton | None:
        """The keypoints of the chosen label."""
        label = self.canvas.schema.label(self.canvas.labels[0]) if self.canvas.labels else None
        return label.skeleton if label is not None else None

    @property
    def is_busy(self) -> bool:
        """Whether a keypoint is set."""
        return bool(self.keypoints) or self._pressed is not None

    def cancel(self) -> None:
        """Forget all keypoints."""
        self.keypoints, self._pressed, self._box_to = [], None, None

    def press(self, pointer: Pointer) -> None:
        """A keypoint, or the corner of a box."""
        if self.skeleton is None:
            self.canvas.refuse_code("no-skeleton")
            return
        if pointer.is_right:
            self._add(pointer.place, OCCLUDED)
        elif pointer.is_left:
            self._pressed = pointer

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer; a drag before the first keypoint becomes a box."""
        self._at = pointer.place
        pressed = self._pressed
        skeleton = self.skeleton
        if pressed is None or skeleton is None or self.keypoints or not skeleton.places:
            return
        if self._box_to is not None or QLineF(pressed.screen, pointer.screen).length() > 8:
            self._box_to = pointer.place

    def release(self, pointer: Pointer) -> None:
        """Set the keypoint, or all of them."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if self._box_to is not None:
            shape = self._in_box(pressed.place, self._box_to)
            self.cancel()
            if shape is not None:
                self.canvas.finish(shape)
            return
        self._add(pointer.place, OCCLUDED if pressed.shift else VISIBLE)

    def double(self, pointer: Pointer) -> None:
        """Two quick clicks are two keypoints."""
        self.press(pointer)

    def _add(self, place: Place, visibility: Literal[0, 1, 2]) -> None:
        skeleton = self.skeleton
        if skeleton is None:
            return
        self.keypoints.append((place, visibility))
        if len(self.keypoints) >= len(skeleton.names):
            self._finish()

    def _finish(self) -> None:
        """What was not set is not in the picture."""
        skeleton = self.skeleton
        shape = self._shape(len(skeleton.names)) if skeleton is not None else None
        if shape is None or not any(shape.visibility):
            return
        self.cancel()
        self.canvas.finish(shape)

    def _shape(self, count: int) -> Shape | None:
        if not self.keypoints:
            return None
        seen = [place for place, visibility in self.keypoints if visibility != HIDDEN] or [self.keypoints[0][0]]
        middle = tuple(np.mean(seen, axis=0).tolist())
        places = [place if visibility != HIDDEN else middle for place, visibility in self.keypoints]
        missing = count - len(places)
        points = points_of([*places, *[middle] * missing])
        visibility = (*(value for _, value in self.keypoints), *(HIDDEN,) * missing)
        return Shape("skeleton", self.canvas.labels, points, visibility=visibility, id=self.canvas.draft_id)

    def _in_box(self, start: Place, stop: Place) -> Shape | None:
        skeleton = self.skeleton
        if skeleton is None or not skeleton.places:
            return None
        low = np.minimum(start, stop)
        size = np.abs(np.array(stop) - np.array(start))
        points = points_of(low + np.array(skeleton.places) * size)
        return Shape(
            "skeleton", self.canvas.labels, points, visibility=(VISIBLE,) * len(points), id=self.canvas.draft_id
        )

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """X skips a keypoint, Backspace takes one back, Enter ends, Esc gives up."""
        if key == Qt.Key.Key_X and self.skeleton is not None and not ctrl:
            self._add(self._at or (0.0, 0.0), HIDDEN)
            return True
        if not self.is_busy:
            return False
        if key == Qt.Key.Key_Backspace:
            if self.keypoints:
                self.keypoints.pop()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif key == Qt.Key.Key_Escape:
            self.cancel()
        else:
            return False
        return True

    def shapes(self) -> tuple[Shape, ...]:
        """The keypoints so far, or the skeleton in the box."""
        if self._box_to is not None and self._pressed is not None:
            shape = self._in_box(self._pressed.place, self._box_to)
        else:
            shape = self._shape(len(self.keypoints))
        return (shape,) if shape is not None else ()

    def paint(self, painter: QPainter) -> None:
        """The name of the next keypoint at the pointer."""
        skeleton = self.skeleton
        if skeleton is None or self._at is None or len(self.keypoints) >= len(skeleton.names):
            return
        point = self.canvas.view.to_widget(self._at)
        text = f"{len(self.keypoints) + 1}/{len(skeleton.names)}  {skeleton.names[len(self.keypoints)]}"
        self.canvas.draw_note(painter, QPointF(point.x() + 14, point.y() + 14), text)
        if self._box_to is not None and self._pressed is not None:
            painter.setPen(QPen(QColor(255, 255, 255, 200), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.canvas.view.to_widget(self._pressed.place), point).normalized())

    def extent(self) -> QRectF | None:
        """Around the pointer's note, and the box."""
        if self._at is None:
            return None
        point = self.canvas.view.to_widget(self._at)
        rect = QRectF(point.x(), point.y(), 260, 44)
        if self._pressed is not None:
            rect = rect.united(QRectF(self.canvas.view.to_widget(self._pressed.place), point).normalized())
        return rect.adjusted(-4, -4, 4, 4)

    def hint(self) -> str:
        """What to do next."""
        skeleton = self.skeleton
        if skeleton is None:
            return QCoreApplication.translate("CanvasTools", "Choose a label that has a skeleton.")
        if skeleton.places and not self.keypoints:
            return QCoreApplication.translate(
                "CanvasTools",
                "Click the keypoints one by one, or drag a box around all. Shift: occluded, X: not there.",
            )
        return QCoreApplication.translate(
            "CanvasTools", "Click the next keypoint. Shift or right button: occluded, X: not there, Backspace: back."
        )
