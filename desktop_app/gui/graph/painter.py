"""Draws an arrangement with QPainter: what meets the viewport, in as much detail as the zoom allows."""

import itertools
from collections.abc import Set
from dataclasses import dataclass, field, replace
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from desktop_app.graph import colours
from desktop_app.graph.arrangement import (
    HEADER,
    LINE,
    PADDING,
    Arrangement,
    Placed,
    count_text,
    lines_of,
    subtitle,
    title_of,
)
from desktop_app.graph.colours import Theme
from desktop_app.graph.layered import arrow_head
from desktop_app.graph.model import Graph, Node
from desktop_app.graph.overlay import Overlay
from desktop_app.gui.graph.stamps import Stamps
from desktop_app.gui.sentences import translated

_TEXT_ZOOM = 0.42
"""Below this zoom texts are not drawn."""
_FLAT_ZOOM = 0.22
"""Below this zoom boxes are flat rectangles."""
_SMALLEST = 3.0
"""Boxes of fewer pixels are not drawn."""
_MOST_TEXTS = 20_000


@cache
def _colour(name: str) -> QColor:
    """A colour by its name; not to be changed."""
    return QColor(name)


@dataclass(slots=True)
class Look:
    """What decides how boxes are drawn."""

    theme: Theme
    font: QFont
    selected: Set[int] = frozenset()
    hits: Set[int] = frozenset()
    marked: Set[int] = frozenset()
    """Edited."""
    current: int = -1
    hovered: int = -1
    focused: bool = False
    overlay: Overlay | None = None
    fonts: dict[str, QFont] = field(default_factory=dict[str, QFont])
    metrics: dict[str, QFontMetricsF] = field(default_factory=dict[str, QFontMetricsF])
    texts: dict[tuple[str, str, float], tuple[str, float]] = field(
        default_factory=dict[tuple[str, str, float], tuple[str, float]]
    )
    """Lines as they fit into a width, and how wide they then are."""
    stamps: Stamps = field(default_factory=Stamps)
    _around: tuple[object, frozenset[int]] = (None, frozenset())

    def marks(self) -> tuple[Set[int], Set[int], Set[int], int]:
        """Everything that makes one box look different from an equal one."""
        return self.selected, self.hits, self.marked, self.current if self.focused else -1

    def around_marks(self, graph: Graph) -> frozenset[int]:
        """Boxes that are marked or hold one that is."""
        marks = (id(graph), self.marks())
        if self._around[0] != marks:
            found: set[int] = set()
            for node in (*self.selected, *self.hits, *self.marked, self.current if self.focused else -1):
                while node >= 0 and node not in found:
                    found.add(node)
                    node = graph.nodes[node].parent
            self._around = (marks, frozenset(found))
        return self._around[1]

    def metrics_of(self, name: str) -> QFontMetricsF:
        """Widths of a font of the canvas."""
        if name not in self.metrics:
            self.metrics[name] = QFontMetricsF(self.sized(name))
        return self.metrics[name]

    def fitted(self, name: str, text: str, width: float) -> tuple[str, float]:
        """One line cut in the middle where it is longer than `width`, and its width."""
        key = (name, text, width)
        found = self.texts.get(key)
        if found is None:
            if len(self.texts) > _MOST_TEXTS:
                self.texts.clear()
            metrics = self.metrics_of(name)
            line = text.replace("\n", "⏎")
            if metrics.horizontalAdvance(line) > width:
                line = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, width)
            found = self.texts[key] = (line, metrics.horizontalAdvance(line))
        return found

    def sized(self, name: str) -> QFont:
        """Fonts of the canvas in pixels, made once."""
        if name not in self.fonts:
            font = QFont(self.font)
            font.setPixelSize(11 if name == "small" else 12)
            font.setBold(name == "title")
            font.setItalic(name == "italic")
            if name == "italic":
                font.setPixelSize(11)
            self.fonts[name] = font
        return self.fonts[name]


def draw(painter: QPainter, arrangement: Arrangement, look: Look, viewport: QRectF, zoom: float) -> int:
    """Draw what meets `viewport` (in canvas coordinates); returns how many boxes were drawn."""
    bounds = (viewport.left(), viewport.top(), viewport.right(), viewport.bottom())
    stamped = zoom <= _TEXT_ZOOM and abs(painter.worldTransform().m11() - zoom) < zoom * 1e-6
    return _draw_boxes(painter, arrangement, look, bounds, zoom, stamped=stamped)


def _draw_boxes(
    painter: QPainter,
    arrangement: Arrangement,
    look: Look,
    bounds: tuple[float, float, float, float] | None,
    zoom: float,
    *,
    stamped: bool,
    start: Placed | None = None,
) -> int:
    """Draw `start` (default: everything) and what is in it; with `stamped`, groups from their kept pictures."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, zoom > _FLAT_ZOOM)
    drawn = 0
    nodes = arrangement.graph.nodes
    least = 14 / zoom
    copied: set[int] = set()
    for placed in arrangement.walk(
        bounds, min_size=least, smallest=_SMALLEST / zoom, start=start, enter=lambda placed: placed.node not in copied
    ):
        if placed.inside is None or (placed.width < least and placed.node):
            drawn += 1
            _draw_closed(painter, placed, nodes[placed.node], look, zoom)
        elif stamped and placed.node and Stamps.fits(placed.width * zoom, placed.height * zoom):
            drawn += _stamp(painter, arrangement, look, placed, zoom)
            copied.add(placed.node)
        else:
            drawn += 1
            _draw_group(painter, placed, nodes[placed.node], look, zoom)
            _draw_wires(painter, placed, look, bounds, zoom)
    return drawn


def _stamp(painter: QPainter, arrangement: Arrangement, look: Look, placed: Placed, zoom: float) -> int:
    """Put a group with all that is in it; equal groups share a picture unless one of them is marked."""

    def make(on: QPainter) -> int:
        alone = replace(placed, x=0.0, y=0.0)
        return _draw_boxes(on, arrangement, look, None, zoom, stamped=False, start=alone)

    key: tuple[object, ...] = (id(placed.inside), placed.depth, look.theme)
    if look.overlay is not None or placed.node in look.around_marks(arrangement.graph):
        key = (*key, placed.node, *look.marks(), id(look.overlay))
    size = (placed.width * zoom, placed.height * zoom)
    shown = (placed.inside, look.overlay)
    return look.stamps.put(painter, key, shown, QPointF(placed.x, placed.y), size, zoom, make)


def _rect(placed: Placed) -> QRectF:
    return QRectF(placed.x, placed.y, placed.width, placed.height)


def _draw_group(painter: QPainter, placed: Placed, node: Node, look: Look, zoom: float) -> None:
    rect = _rect(placed)
    levels = colours.GROUP[look.theme]
    fill = _colour(levels[min(placed.depth, len(levels) - 1)])
    stripe = colours.STRIPE[look.theme][node.category]
    if zoom <= _FLAT_ZOOM:
        painter.fillRect(rect, fill)
        _mark_flat(painter, rect, placed, look, zoom)
        return
    painter.setPen(QPen(_colour(colours.BORDER[look.theme]), 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, 8, 8)
    painter.fillRect(QRectF(rect.left() + 6, rect.top() + 9, 3, 14), _colour(stripe))
    _mark(painter, rect, placed, look, zoom)
    if zoom > _TEXT_ZOOM:
        _group_texts(painter, rect, placed, node, look)


def _group_texts(painter: QPainter, rect: QRectF, placed: Placed, node: Node, look: Look) -> None:
    title = title_of(node, placed.count, placed.last)
    if placed.depth:
        _triangle(painter, QPointF(rect.left() + 18, rect.top() + 16), look, opened=True)
    x = rect.left() + (28 if placed.depth else 14)
    right = rect.right() - 10
    parameters = count_text(node.parameters) if node.parameters else ""
    small = look.metrics_of("small")
    room = right - x - (small.horizontalAdvance(parameters) + 12 if parameters else 0)
    x += _text(painter, look, "title", colours.TEXT[look.theme], x, rect.top() + 7, max(room, 20), title) + 8
    second = subtitle(node)
    left = right - small.horizontalAdvance(parameters) - 10
    if second and left - x > 30:
        _text(
            painter,
            look,
            "italic" if node.inferred else "small",
            colours.QUIET[look.theme],
            x,
            rect.top() + 8,
            left - x,
            second,
        )
    if parameters:
        _text(
            painter,
            look,
            "small",
            colours.QUIET[look.theme],
            right - small.horizontalAdvance(parameters),
            rect.top() + 8,
            200,
            parameters,
        )
    for number, line in enumerate(node.detail if node.children else ()):
        _text(
            painter,
            look,
            "small",
            colours.QUIET[look.theme],
            rect.left() + PADDING,
            rect.top() + HEADER + number * LINE - 2,
            rect.width() - 2 * PADDING,
            line,
        )


def _draw_closed(painter: QPainter, placed: Placed, node: Node, look: Look, zoom: float) -> None:
    rect = _rect(placed)
    category = "other" if placed.rest else node.category
    shade = look.overlay.colour(node.path) if look.overlay and not placed.rest else None
    neutral = colours.FILL[look.theme]["container"]
    fill = shade or (neutral if look.overlay else colours.FILL[look.theme][category])
    stripe = _colour(colours.STRIPE[look.theme][category])
    if zoom <= _FLAT_ZOOM:
        painter.fillRect(rect, stripe if shade is None else _colour(fill))
        _mark_flat(painter, rect, placed, look, zoom)
        return
    if placed.count > 1:
        painter.setPen(QPen(stripe, 1))
        for shift in (6, 3):
            painter.setBrush(_colour(neutral))
            painter.drawRoundedRect(rect.translated(shift, shift), 6, 6)
    border = QColor(stripe)
    border.setAlpha(150)
    painter.setPen(QPen(border, 1))
    painter.setBrush(_colour(fill))
    painter.drawRoundedRect(rect, 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(stripe)
    painter.drawRoundedRect(QRectF(rect.left(), rect.top() + 5, 4, rect.height() - 10), 2, 2)
    _mark(painter, rect, placed, look, zoom)
    if zoom > _TEXT_ZOOM:
        _closed_texts(painter, rect, placed, node, look, colours.text_on(fill) if shade else None)


def _closed_texts(painter: QPainter, rect: QRectF, placed: Placed, node: Node, look: Look, ink: str | None) -> None:
    title, second, details = lines_of(node, placed.count, rest=placed.rest, last=placed.last)
    if placed.rest:
        title = translated(title)
    details = tuple(translated(line) if node.children or line.startswith("+ ") else line for line in details)
    x, width = rect.left() + 12, rect.width() - 20
    y = rect.top() + 7
    if node.children and not placed.rest:
        _triangle(painter, QPointF(rect.left() + 15, y + 8), look, opened=False, ink=ink)
        _text(painter, look, "title", ink or colours.TEXT[look.theme], x + 12, y, width - 12, title)
    else:
        _text(painter, look, "title", ink or colours.TEXT[look.theme], x, y, width, title)
    quiet = ink or colours.QUIET[look.theme]
    if second:
        y += LINE
        _text(painter, look, "italic" if node.inferred else "small", quiet, x, y, width, second)
    for line in details:
        y += LINE
        _text(painter, look, "small", quiet, x, y, width, line)


def _text(painter: QPainter, look: Look, font: str, colour: str, x: float, y: float, width: float, text: str) -> float:
    """Draw one line, cut in the middle when too long; returns its width."""
    line, taken = look.fitted(font, text, width)
    painter.setFont(look.sized(font))
    painter.setPen(_colour(colour))
    painter.drawText(QPointF(x, y + look.metrics_of(font).ascent()), line)
    return taken


def _triangle(painter: QPainter, middle: QPointF, look: Look, *, opened: bool, ink: str | None = None) -> None:
    path = QPainterPath()
    if opened:
        path.moveTo(middle.x() - 4, middle.y() - 2)
        path.lineTo(middle.x() + 4, middle.y() - 2)
        path.lineTo(middle.x(), middle.y() + 3)
    else:
        path.moveTo(middle.x() - 2, middle.y() - 4)
        path.lineTo(middle.x() + 3, middle.y())
        path.lineTo(middle.x() - 2, middle.y() + 4)
    path.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(ink or colours.QUIET[look.theme]))
    painter.drawPath(path)


def _mark_flat(painter: QPainter, rect: QRectF, placed: Placed, look: Look, zoom: float) -> None:
    """Search hits and the selection from afar: small boxes are filled, larger ones framed."""
    hit = placed.node in look.hits
    if not hit and placed.node not in look.selected:
        return
    colour = _colour(colours.HIT[look.theme] if hit else colours.ACCENT[look.theme])
    if rect.height() * zoom < 8 and placed.inside is None:
        painter.fillRect(rect, colour)
        return
    width = 1.6 / zoom
    for edge in (
        QRectF(rect.left(), rect.top(), rect.width(), width),
        QRectF(rect.left(), rect.bottom() - width, rect.width(), width),
        QRectF(rect.left(), rect.top(), width, rect.height()),
        QRectF(rect.right() - width, rect.top(), width, rect.height()),
    ):
        painter.fillRect(edge, colour)


def _mark(painter: QPainter, rect: QRectF, placed: Placed, look: Look, zoom: float) -> None:
    """Selection, search hits, what was edited, and the box that the keyboard stands on."""
    width = max(2.0, 1.6 / zoom)
    if placed.node in look.marked:
        painter.setPen(QPen(_colour(colours.FILL[look.theme]["container"]), 1))
        painter.setBrush(_colour(colours.HIT[look.theme]))
        painter.drawEllipse(QPointF(rect.right() - 3, rect.top() + 3), 5, 5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if placed.node in look.hits:
        painter.setPen(QPen(_colour(colours.HIT[look.theme]), width))
        painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), 8, 8)
    if placed.node in look.selected:
        painter.setPen(QPen(_colour(colours.ACCENT[look.theme]), width))
        painter.drawRoundedRect(rect, 7, 7)
    if placed.node == look.current and look.focused:
        painter.setPen(QPen(_colour(colours.ACCENT[look.theme]), max(1.0, 1 / zoom), Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect.adjusted(-4, -4, 4, 4), 9, 9)


def _draw_wires(
    painter: QPainter, placed: Placed, look: Look, bounds: tuple[float, float, float, float] | None, zoom: float
) -> None:
    if placed.inside is None or zoom < 0.08:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(_colour(colours.WIRE[look.theme]), 1.3)
    dashed = QPen(pen)
    dashed.setDashPattern([4, 3])
    for wire in (*placed.inside.wires, *placed.inside.leads):
        points = [QPointF(placed.x + x, placed.y + y) for x, y in wire.points]
        top, bottom = min(p.y() for p in points), max(p.y() for p in points)
        if bounds is not None and (bottom < bounds[1] or top > bounds[3]):
            continue
        painter.setPen(dashed if wire.inferred else pen)
        painter.drawPath(_joined(points[:-1]) if wire.spline else _smooth(points))
        if zoom > _FLAT_ZOOM and wire.target >= 0:
            _arrow(painter, points[-1], look, points[-2] if wire.spline else None)
    painter.setPen(pen)
    painter.setBrush(_colour(colours.CANVAS[look.theme]))
    for x, y in placed.inside.ports if zoom > _FLAT_ZOOM / 2 else ():
        painter.drawEllipse(QPointF(placed.x + x, placed.y + y), 4.5, 4.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _smooth(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for first, second in itertools.pairwise(points):
        middle = (first.y() + second.y()) / 2
        path.cubicTo(QPointF(first.x(), middle), QPointF(second.x(), middle), second)
    return path


def _joined(points: list[QPointF]) -> QPainterPath:
    """A path through control points of joined cubic curves, as Graphviz gives them."""
    path = QPainterPath(points[0])
    for place in range(1, len(points) - 2, 3):
        path.cubicTo(*points[place : place + 3])
    return path


def _arrow(painter: QPainter, tip: QPointF, look: Look, base: QPointF | None = None) -> None:
    """A head that points down, or away from `base`."""
    path = QPainterPath(tip)
    for x, y in arrow_head((tip.x(), tip.y()), (base.x(), base.y()) if base is not None else None):
        path.lineTo(x, y)
    path.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(colours.WIRE[look.theme]))
    painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)
