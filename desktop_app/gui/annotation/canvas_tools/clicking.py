"""What is drawn by one click after another: the base of polygons, lines of many points, dots and cuts."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.annotation.model import Shape
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.snapping import to_angle
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool, draw_node

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class ClickTool(Tool):
    """A list of places. Enter or a double click ends it, Backspace takes the last one back, Esc all of them."""

    enough: ClassVar[int] = 2
    most: ClassVar[int] = 0
    """How many places end it by themselves; 0 for never."""
    closes: ClassVar[bool] = False
    """Whether a click on the first place ends it."""
    streams: ClassVar[bool] = False
    """Whether dragging lays places along the way."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.places: list[Place] = []
        self.next: Place | None = None
        self._held: QPointF | None = None
        self._streaming = False
        self._taken_back: list[Place] = []

    def made(self, places: list[Place]) -> Shape | None:
        """The shape of these places; None while they are too few."""
        raise NotImplementedError

    def finish(self) -> None:
        """The last place is set."""
        shape = self.made(self.places) if len(self.places) >= self.enough else None
        if shape is None:
            return
        self.cancel()
        self.canvas.finish(shape)

    @property
    def is_busy(self) -> bool:
        """Whether a place is set."""
        return bool(self.places)

    def cancel(self) -> None:
        """Forget all places."""
        self.places, self.next, self._held, self._streaming = [], None, None, False
        self._taken_back = []

    # ------------------------------------------------------------------ pointer

    def press(self, pointer: Pointer) -> None:
        """One more place; a right click takes the last one back."""
        if pointer.is_right:
            self.take_back()
            return
        if not pointer.is_left:
            return
        if self._at_start(pointer):
            self.finish()
            return
        self._held = pointer.screen
        self.add(self._wanted(pointer))

    def _wanted(self, pointer: Pointer) -> Place:
        """Where the next place goes: with Shift in steps of 15 degrees from the last."""
        return to_angle(self.places[-1], pointer.place) if pointer.shift and self.places else pointer.place

    def add(self, place: Place) -> None:
        """Set a place, unless it is the last one again."""
        if self.places and np.hypot(place[0] - self.places[-1][0], place[1] - self.places[-1][1]) < 1e-9:
            return
        self.places.append(place)
        self._taken_back.clear()
        self.next = place
        if self.most and len(self.places) >= self.most:
            self.finish()

    def take_back(self) -> None:
        """One place less."""
        if self.places:
            self._taken_back.append(self.places.pop())

    def put_again(self) -> None:
        """The place that was taken back."""
        if self._taken_back:
            self.places.append(self._taken_back.pop())

    def move(self, pointer: Pointer) -> None:
        """Show where the next place would go; lay places along the way while the button is down."""
        self.next = self._wanted(pointer)
        if self._held is None or not self.streams:
            return
        distance = QLineF(self._held, pointer.screen).length()
        if distance > (6 if self._streaming else 10):
            self._streaming = True
            self._held = pointer.screen
            self.add(pointer.place)

    def release(self, pointer: Pointer) -> None:
        """The end of a stroke of places."""
        streamed, self._held, self._streaming = self._streaming, None, False
        if streamed and self.closes and len(self.places) > self.enough and self._at_start(pointer):
            self.finish()

    def double(self, pointer: Pointer) -> None:
        """The first press of it has set the last place."""
        if pointer.is_left and self.is_busy:
            self.finish()

    def _at_start(self, pointer: Pointer) -> bool:
        if not self.closes or len(self.places) < self.enough:
            return False
        start = self.canvas.view.to_widget(self.places[0])
        return QLineF(start, pointer.screen).length() <= 10

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Enter ends, Backspace takes one back, Esc gives up; Ctrl+Z and Ctrl+Y go by places while drawing."""
        if not self.is_busy and not self._taken_back:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif key == Qt.Key.Key_Backspace or (ctrl and key == Qt.Key.Key_Z and not shift):
            self.take_back()
        elif ctrl and (key == Qt.Key.Key_Y or (key == Qt.Key.Key_Z and shift)):
            self.put_again()
        elif key == Qt.Key.Key_Escape and self.is_busy:  # with nothing drawn, the canvas goes back to selecting
            self.cancel()
        else:
            return False
        return True

    # ------------------------------------------------------------------ painting

    def paint(self, painter: QPainter) -> None:
        """The places so far, and a line to where the next would go."""
        if not self.places:
            return
        colour = self.canvas.label_colour
        points = [self.canvas.view.to_widget(place) for place in self.places]
        if self.next is not None:
            painter.setPen(QPen(QColor(255, 255, 255, 200), 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(points[-1], self.canvas.view.to_widget(self.next))
        size = self.canvas.options.handle_size
        for number, point in enumerate(points):
            first = number == 0 and self.closes and len(points) >= self.enough
            draw_node(painter, point, colour, size + (4 if first else -2))

    def extent(self) -> QRectF | None:
        """Around all places and the next."""
        if not self.places:
            return None
        places = np.array([*self.places, *([self.next] if self.next is not None else [])])
        view = self.canvas.view
        (left, top), (right, bottom) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        return QRectF(view.to_widget((left, top)), view.to_widget((right, bottom))).adjusted(-12, -12, 12, 12)

    def shapes(self) -> tuple[Shape, ...]:
        """What the places and the pointer would make."""
        if not self.places:
            return ()
        places = [*self.places, self.next] if self.next is not None and self.next != self.places[-1] else self.places
        shape = self.made(places)
        return (shape,) if shape is not None else ()
