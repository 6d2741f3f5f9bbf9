"""What every tool of the canvas is: it hears pointer and keys, paints what is under way, and proposes a change at the end."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.annotation.model import Kind, Shape
from desktop_app.annotation.shapes.geometry import Place

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


_WORKING = frozenset({
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is and what is held down."""

    place: Place
    """On the image, pulled to neighbours and kept inside as the options say."""
    raw: Place
    """Exactly under the pointer."""
    screen: QPointF
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    pressure: float = 1.0

    @property
    def is_left(self) -> bool:
        """Whether the left button was pressed, or Space stood for it."""
        return self.button == Qt.MouseButton.LeftButton

    @property
    def is_right(self) -> bool:
        """Whether the right button was pressed."""
        return self.button == Qt.MouseButton.RightButton


class Tool:
    """A way of working on the canvas. One object serves for as long as the tool is chosen."""

    name: ClassVar[str]
    draws: ClassVar[bool] = True
    """Whether it makes shapes: crosshair, arrow keys that move the pointer, snapping."""
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor
    snaps: ClassVar[bool] = True
    kind: ClassVar[Kind | None] = None
    """The kind of shape that it makes, for labels that allow only some."""

    keys: ClassVar[frozenset[Qt.Key]] = frozenset()
    """Keys that mean something to the tool even when nothing is under way."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas

    def claims(self, key: int, *, ctrl: bool) -> bool:
        """Whether a key goes to the tool before the program's shortcuts."""
        if ctrl:
            return self.is_busy and key in (Qt.Key.Key_Z, Qt.Key.Key_Y)
        return (self.is_busy and key in _WORKING) or key in self.keys

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that Esc would give up."""
        return False

    def begin(self) -> None:
        """The tool was chosen."""

    def end(self) -> None:
        """Another tool was chosen: give up what is under way."""
        self.cancel()

    def cancel(self) -> None:
        """Give up what is under way."""

    def picture_changed(self) -> None:
        """Another picture is shown; what was under way has been given up already."""

    def scene_changed(self) -> None:
        """The annotation is another one than before."""

    def press(self, pointer: Pointer) -> None:
        """A button went down."""

    def move(self, pointer: Pointer) -> None:
        """The pointer moved, with or without a button."""

    def release(self, pointer: Pointer) -> None:
        """The button went up."""

    def double(self, pointer: Pointer) -> None:
        """The second press of a double click, instead of `press`."""
        self.press(pointer)

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """A key; whether it meant something to the tool."""
        return False

    def hint(self) -> str:
        """What to do next, in one short sentence."""
        return ""

    def paint(self, painter: QPainter) -> None:
        """Draw what is under way, in Qt's pixels of the widget."""

    def extent(self) -> QRectF | None:
        """Where on the widget `paint` may draw; None for nowhere."""
        return None

    def shapes(self) -> tuple[Shape, ...]:
        """Shapes that are shown in place of, or beside, those of the annotation."""
        return ()

    def size_of(self) -> Shape | None:
        """The shape whose measures are told while it is drawn or dragged."""
        shapes = self.shapes()
        return shapes[0] if len(shapes) == 1 else None


def draw_node(painter: QPainter, point: QPointF, colour: QColor, size: float, *, square: bool = False) -> None:
    """A handle: white ground, coloured rim, seen on every picture."""
    painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
    painter.setBrush(QColor(255, 255, 255))
    outer = QRectF(point.x() - size / 2, point.y() - size / 2, size, size)
    painter.drawRect(outer) if square else painter.drawEllipse(outer)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    inner = outer.adjusted(1.8, 1.8, -1.8, -1.8)
    painter.drawRect(inner) if square else painter.drawEllipse(inner)
