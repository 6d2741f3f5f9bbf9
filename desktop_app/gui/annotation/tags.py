"""The small signs beside shapes: text on a ground of the label's colour, drawn once and kept as pictures."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QImage, QPainter, QPen

from desktop_app.annotation.label_colours import dark_text_on

_MOST = 4000


class Tags:
    """Pictures of tags by text and look."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[tuple[object, ...], QImage] = OrderedDict()
        self._sizes: dict[tuple[str, float, bool], QSize] = {}
        self._font: QFont | None = None
        self.widest = 0
        """Device pixels of the widest tag so far: how far beyond its shape one may reach."""

    def clear(self) -> None:
        """Make everything anew: the font changed."""
        self._pictures.clear()
        self._sizes.clear()
        self._font = None

    def font(self, ratio: float) -> QFont:
        """The program's font, a little smaller and heavier, in device pixels."""
        if self._font is None:
            self._font = QGuiApplication.font()
        font = QFont(self._font)
        font.setPixelSize(max(round(11 * ratio), 6))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def size(self, text: str, ratio: float, *, locked: bool = False) -> QSize:
        """Device pixels of a tag."""
        key = (text, ratio, locked)
        if key not in self._sizes:
            if len(self._sizes) > _MOST:
                self._sizes.clear()
            metrics = QFontMetricsF(self.font(ratio))
            width = metrics.horizontalAdvance(text) + 10 * ratio + (11 * ratio if locked else 0)
            self._sizes[key] = QSize(round(width), round(metrics.height() + 3 * ratio))
            self.widest = max(self.widest, self._sizes[key].width())
        return self._sizes[key]

    def picture(
        self,
        text: str,
        colour: str,
        ratio: float,
        *,
        locked: bool = False,
        suggestion: bool = False,
        strong: bool = False,
        quiet: bool = False,
    ) -> QImage:
        """The tag; `suggestion` hollow and dashed, `strong` with a white rim, `quiet` half seen through."""
        key = (text, colour, ratio, locked, suggestion, strong, quiet)
        kept = self._pictures.get(key)
        if kept is not None:
            self._pictures.move_to_end(key)
            return kept
        made = self._made(text, colour, ratio, locked, suggestion, strong, quiet)
        self._pictures[key] = made
        if len(self._pictures) > _MOST:
            self._pictures.popitem(last=False)
        return made

    def _made(
        self, text: str, colour: str, ratio: float, locked: bool, suggestion: bool, strong: bool, quiet: bool
    ) -> QImage:
        size = self.size(text, ratio, locked=locked)
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(colour)
        ink = QColor("#111111") if dark_text_on(colour) else QColor("#ffffff")
        rect = QRectF(0, 0, size.width(), size.height()).adjusted(0.5, 0.5, -0.5, -0.5)
        if suggestion:
            ground, ink = QColor(20, 22, 27, 225), QColor("#ffffff")
            painter.setPen(QPen(QColor(colour), max(1.4 * ratio, 1), Qt.PenStyle.DashLine))
            rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        elif strong:
            painter.setPen(QPen(QColor("#ffffff"), max(1.2 * ratio, 1)))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        ground.setAlpha(170 if quiet else ground.alpha())
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, 3.5 * ratio, 3.5 * ratio)
        left = 5 * ratio
        if locked:
            _padlock(painter, QPointF(left, size.height() / 2), ink, ratio)
            left += 11 * ratio
        font = self.font(ratio)
        painter.setFont(font)
        painter.setPen(ink)
        metrics = QFontMetricsF(font)
        painter.drawText(QPointF(left, (size.height() + metrics.ascent() - metrics.descent()) / 2), text)
        painter.end()
        return image


def _padlock(painter: QPainter, left: QPointF, ink: QColor, ratio: float) -> None:
    """A small closed padlock, 7 by 9."""
    painter.setPen(QPen(ink, 1.3 * ratio))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(left.x() + 1.5 * ratio, left.y() - 5 * ratio, 4 * ratio, 6 * ratio), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRect(QRectF(left.x(), left.y() - 1.5 * ratio, 7 * ratio, 5.5 * ratio))
