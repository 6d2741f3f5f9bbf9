"""Superpixels: the picture in patches of like colour, and masks made of whole patches."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.annotation.shapes.regions import Answer, Patches, Superpixels
from desktop_app.gui.annotation.canvas_tools.base import Pointer
from desktop_app.gui.annotation.canvas_tools.masking import MaskTool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


class SuperpixelTool(MaskTool):
    """Dragging takes the patches it passes; the right button or Alt takes them away. The visible part is patched."""

    name = "superpixels"
    keys = frozenset({Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_R})

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._patches: Patches | None = None
        self._borders: QImage | None = None
        self._taken: set[int] = set()
        self._highlight: QImage | None = None
        self._under: int | None = None
        self._erasing = False
        self._down = False
        self._waiting = False

    @property
    def is_busy(self) -> bool:
        """Whether patches are being taken."""
        return self._down

    def begin(self) -> None:
        """Ask for the patches of what is in view."""
        self._ask()

    def _ask(self) -> None:
        settings = self.canvas.settings
        # the answer may come before `ask` returns
        self._waiting = True
        if not self.canvas.ask(Superpixels(settings.superpixels, settings.compactness), self._answered, visible=True):
            self._waiting = False

    def cancel(self) -> None:
        """Put back the patches."""
        self._down, self._highlight = False, None
        self._taken = set()

    def end(self) -> None:
        """Give the memory back."""
        super().end()
        if self._waiting:
            self.canvas.forget_question()
        self._patches = self._borders = None
        self._under, self._waiting = None, False

    def picture_changed(self) -> None:
        """Another image: its patches."""
        self.cancel()
        self._patches = self._borders = None
        self._ask()

    def _answered(self, answer: Answer | None) -> None:
        self._waiting = False
        self._patches = answer.patches if answer is not None else None
        self._borders = None if self._patches is None else _border_picture(self._patches.numbers)
        self._taken, self._highlight, self._under = set(), None, None
        self.canvas.refresh()

    def press(self, pointer: Pointer) -> None:
        """The first patch; outside the patched part, patch what is in view now."""
        if not (pointer.is_left or pointer.is_right):
            return
        if self._patches is None or self._patches.number_at(*pointer.raw) is None:
            if not self._waiting and self.canvas.on_image(pointer.raw):
                self._ask()
            return
        self._erasing = pointer.is_right or pointer.alt
        self._down = True
        self._take(pointer)

    def _take(self, pointer: Pointer) -> None:
        number = self._patches.number_at(*pointer.raw) if self._patches is not None else None
        if number is not None and number not in self._taken:
            self._taken.add(number)
            self._mark(self._taken)

    def _mark(self, numbers: set[int]) -> None:
        """The picture of some patches."""
        assert self._patches is not None
        colour = QColor(20, 20, 20) if self._erasing and self._down else self.canvas.label_colour
        self._highlight = _tinted(np.isin(self._patches.numbers, list(numbers)), colour, 0.5) if numbers else None

    def move(self, pointer: Pointer) -> None:
        """Take patches, or show the one under the pointer."""
        if self._patches is None:
            return
        if self._down:
            self._take(pointer)
            return
        number = self._patches.number_at(*pointer.raw)
        if number != self._under:
            self._under = number
            self._mark({number} if number is not None else set())

    def release(self, pointer: Pointer) -> None:
        """The patches become a change."""
        if not self._down or self._patches is None:
            return
        mask, erase = self._patches.mask_of(self._taken), self._erasing
        self.cancel()
        self.apply(mask, self.target(), erase=erase)

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Brackets make patches larger or smaller; R patches what is in view now."""
        if key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            factor = 1.4 if key == Qt.Key.Key_BracketLeft else 1 / 1.4
            self.canvas.change_settings(
                superpixels=min(max(round(self.canvas.settings.superpixels * factor), 20), 20_000)
            )
            self._ask()
            return True
        if key == Qt.Key.Key_R and not ctrl:
            self._ask()
            return True
        if key == Qt.Key.Key_Escape and self._down:
            self.cancel()
            return True
        return super().key(key, shift=shift, ctrl=ctrl, alt=alt)

    def paint(self, painter: QPainter) -> None:
        """Borders of the patches, and those that are taken or pointed at."""
        target = self._target_rect()
        if target is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            if self._highlight is not None:
                painter.drawImage(target, self._highlight)
            if self._borders is not None:
                painter.drawImage(target, self._borders)
        if self._waiting:
            text = QCoreApplication.translate("CanvasTools", "Finding superpixels …")
            self.canvas.draw_note(painter, QPointF(16, 16), text)

    def _target_rect(self) -> QRectF | None:
        if self._patches is None:
            return None
        left, top, _, _ = self._patches.region
        height, width = self._patches.numbers.shape
        scale, view = self._patches.scale, self.canvas.view
        return QRectF(view.to_widget((left, top)), view.to_widget((left + width * scale, top + height * scale)))

    def extent(self) -> QRectF | None:
        """All of the patched part."""
        note = QRectF(10, 10, 320, 48) if self._waiting else None
        target = self._target_rect()
        return target.united(note) if target is not None and note is not None else target or note

    def hint(self) -> str:
        """What to do next."""
        return QCoreApplication.translate(
            "CanvasTools",
            "Click or drag over patches; right button takes away. [ and ]: patch size, R: patch this view.",
        )


def _borders(numbers: NDArray[np.int32]) -> NDArray[np.bool_]:
    edges = np.zeros(numbers.shape, np.bool_)
    edges[:, 1:] |= numbers[:, 1:] != numbers[:, :-1]
    edges[1:] |= numbers[1:] != numbers[:-1]
    return edges


def _border_picture(numbers: NDArray[np.int32]) -> QImage:
    return _tinted(_borders(numbers), QColor(255, 230, 90), 0.55)


def _tinted(bits: NDArray[np.bool_], colour: QColor, alpha: float) -> QImage:
    """A colour where bits are set; premultiplied."""
    red, green, blue = (round(value * alpha) for value in (colour.red(), colour.green(), colour.blue()))
    value = np.uint32((round(alpha * 255) << 24) | (red << 16) | (green << 8) | blue)
    pixels = np.where(bits, value, np.uint32(0))
    height, width = pixels.shape
    return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
