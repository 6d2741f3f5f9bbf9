"""The magic wand: a click takes what looks like the pixel under it, dragging changes how alike it must be."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_app.annotation.model import Mask
from desktop_app.annotation.shapes.regions import Answer, Wand
from desktop_app.gui.annotation.canvas_tools.base import Pointer
from desktop_app.gui.annotation.canvas_tools.masking import MaskTool, pixel_under

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class WandTool(MaskTool):
    """A click makes a mask; Shift adds to the selected one, Alt or the right button takes away from it."""

    name = "wand"
    keys = frozenset({Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight})

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._seed: tuple[int, int] | None = None
        self._pressed: Pointer | None = None
        self._base = 0.0
        self._found: Mask | None = None
        self._waiting = False
        self._released = False
        self._how: tuple[bool, bool] = (False, False)

    @property
    def is_busy(self) -> bool:
        """Whether a click is not yet a shape."""
        return self._seed is not None

    def cancel(self) -> None:
        """Forget the click."""
        if self._waiting:
            self.canvas.forget_question()
        self._seed, self._pressed, self._found = None, None, None
        self._waiting = self._released = False

    def press(self, pointer: Pointer) -> None:
        """Ask for what looks like this pixel."""
        pixel = pixel_under(pointer, self.canvas.image_size)
        if pixel is None or not (pointer.is_left or pointer.is_right):
            return
        self.cancel()
        erase = pointer.is_right or pointer.alt
        self._how = (pointer.shift or erase, erase)
        self._seed, self._pressed, self._base = pixel, pointer, self.canvas.settings.tolerance
        self._ask()

    def _ask(self) -> None:
        if self._seed is None:
            return
        settings = self.canvas.settings
        work = Wand(self._seed, settings.tolerance, settings.connected)
        # the answer may come before `ask` returns
        self._waiting = True
        if not self.canvas.ask(work, self._answered):
            self._waiting = False
            self._seed = self._pressed = None

    def move(self, pointer: Pointer) -> None:
        """To the right and up more, to the left and down less alike."""
        if self._pressed is None:
            return
        way = pointer.screen - self._pressed.screen
        wanted = min(max(round(self._base + (way.x() - way.y()) / 4), 0), 255)
        if wanted != round(self.canvas.settings.tolerance):
            self.canvas.change_settings(tolerance=float(wanted))
            self._ask()

    def release(self, pointer: Pointer) -> None:
        """Take the answer, now or when it comes."""
        if self._seed is None:
            return
        self._pressed = None
        self._released = True
        if not self._waiting:
            self._take()

    def _answered(self, answer: Answer | None) -> None:
        self._waiting = False
        self._found = answer.masks[0] if answer is not None and answer.masks else None
        if self._released:
            self._take()
        self.canvas.refresh()

    def _take(self) -> None:
        mask, (extends, erase) = self._found, self._how
        self.cancel()
        if mask is None:
            return
        if not extends:
            self.canvas.select([])
        self.apply(mask, self.target() if extends else None, erase=erase)

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Plus, minus and brackets change the tolerance."""
        steps = {Qt.Key.Key_BracketLeft: -4, Qt.Key.Key_BracketRight: 4}
        step = steps.get(Qt.Key(key))
        if step is not None:
            self.canvas.change_settings(tolerance=min(max(self.canvas.settings.tolerance + step, 0.0), 255.0))
            return True
        if key == Qt.Key.Key_Escape and self.is_busy:
            self.cancel()
            return True
        return super().key(key, shift=shift, ctrl=ctrl, alt=alt)

    def paint(self, painter: QPainter) -> None:
        """What would be taken, and the tolerance."""
        if self._found is not None and self._found.width:
            self.canvas.draw_mask(painter, self._found, self.canvas.label_colour)
        if self._seed is not None:
            point = self.canvas.view.to_widget((self._seed[0] + 0.5, self._seed[1] + 0.5))
            text = QCoreApplication.translate("CanvasTools", "Tolerance {value}").format(
                value=round(self.canvas.settings.tolerance)
            )
            self.canvas.draw_note(
                painter, QPointF(point.x() + 14, point.y() + 12), text + (" …" if self._waiting else "")
            )

    def extent(self) -> QRectF | None:
        """Around the mask and the note."""
        if self._seed is None:
            return None
        point = self.canvas.view.to_widget((self._seed[0] + 0.5, self._seed[1] + 0.5))
        rect = QRectF(point.x(), point.y(), 200, 48)
        if self._found is not None:
            mask = self._found
            box = (mask.left, mask.top, mask.left + mask.width, mask.top + mask.height)
            device: QRect = self.canvas.view.box_to_device(box, 4)
            ratio = self.canvas.view.ratio
            rect = rect.united(QRectF(QPointF(device.topLeft()) / ratio, QPointF(device.bottomRight()) / ratio))
        return rect

    def hint(self) -> str:
        """What to do next."""
        return QCoreApplication.translate(
            "CanvasTools",
            "Click a colour; drag to change the tolerance. Shift adds to the selected mask, Alt takes away.",
        )
