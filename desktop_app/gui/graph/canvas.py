"""The one widget that a graph is painted on: pan, zoom, point, walk by keyboard; it knows an arrangement and nothing else."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.graph import colours
from desktop_app.graph.arrangement import Arrangement, Placed, count_text, subtitle
from desktop_app.graph.model import Category
from desktop_app.graph.overlay import Overlay
from desktop_app.gui.counted import counted
from desktop_app.gui.graph import legend
from desktop_app.gui.graph.painter import Look, draw

_MARGIN = 24
_ZOOM_RANGE = (0.004, 3.0)
_MINIMAP = QSize(180, 140)
_DRAG_START = 4
_ZOOM_BOX = 170
"""Pixels of the lower edge that are not the legend's."""


class GraphCanvas(QWidget):
    """Paints straight from the cached layouts; there is no item per box."""

    clicked = Signal(int, bool)
    """A node, and whether it joins the selection."""
    toggled = Signal(int)
    menu_wanted = Signal(int, QPoint)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graph-canvas")
        self.setAccessibleName(self.tr("Graph of the model"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.arrangement: Arrangement | None = None
        self.overlay: Overlay | None = None
        self.selected: frozenset[int] = frozenset()
        self.hits: frozenset[int] = frozenset()
        self.marked: frozenset[int] = frozenset()
        """Boxes that hold something edited."""
        self.current = -1
        self.minimap_shown = True
        self.legend_shown = True
        self.empty_text = ""
        self.drawn = 0
        self.zoom = 1.0
        self.origin = QPointF(0, 0)
        """Canvas point at the top left corner of the widget."""
        self._fitted = True
        self._press: QPointF | None = None
        self._panning = False
        self._on_map = False
        self._hovered = -1
        self._map: QPixmap | None = None
        self._kinds: frozenset[Category] | None = None
        self._look: Look | None = None

    # ------------------------------------------------------------------ what is shown

    def set_arrangement(self, arrangement: Arrangement | None) -> None:
        """Show another graph, zoomed to fit."""
        self.arrangement = arrangement
        self._kinds = None
        self.current = 0 if arrangement else -1
        self.fit()

    def layout_changed(self, keep: int = -1) -> None:
        """Paint anew after groups were opened or closed; the box of node `keep` stays under the eye."""
        self._map = None
        if self._fitted and self.arrangement is not None:
            self.fit()
        self.update()

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Colour by numbers, or by kind."""
        self.overlay = overlay
        self._map = None
        self.update()

    def set_marked(self, nodes: frozenset[int]) -> None:
        """Mark boxes as edited."""
        self.marked = nodes
        self.update()

    def look(self) -> Look:
        """Fonts and colours for the palette in force."""
        theme = "dark" if self.palette().window().color().lightness() < 128 else "light"
        if self._look is None or self._look.theme != theme:
            self._look = Look(theme, self.font())
        self._look.selected, self._look.hits, self._look.current = self.selected, self.hits, self.current
        self._look.marked = self.marked
        self._look.hovered, self._look.focused, self._look.overlay = self._hovered, self.hasFocus(), self.overlay
        return self._look

    # ------------------------------------------------------------------ the view

    def fit(self) -> None:
        """The whole graph on the widget, never larger than it was drawn for."""
        self._map = None
        if self.arrangement is not None:
            root = self.arrangement.root
            height = self.height() - self._legend_height()
            self.zoom = self.fitting_zoom()
            self.origin = QPointF(
                root.width / 2 - self.width() / 2 / self.zoom, root.height / 2 - height / 2 / self.zoom
            )
        self._fitted = True
        self.update()
        self.moved.emit()

    def fitting_zoom(self) -> float:
        """The scale at which the whole graph would be seen."""
        if self.arrangement is None:
            return 1.0
        root = self.arrangement.root
        across = (self.width() - 2 * _MARGIN) / max(root.width, 1)
        down = (self.height() - self._legend_height() - 2 * _MARGIN) / max(root.height, 1)
        return min(max(min(across, down), _ZOOM_RANGE[0]), 1.0)

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Zoom; the canvas point under `around` (default: the middle) stays where it is."""
        point = around if around is not None else QPointF(self.width() / 2, self.height() / 2)
        fixed = self.to_canvas(point)
        self.zoom = min(max(self.zoom * factor, _ZOOM_RANGE[0]), _ZOOM_RANGE[1])
        self.origin = fixed - point / self.zoom
        self._fitted = False
        self.update()
        self.moved.emit()

    @property
    def fitted(self) -> bool:
        """Whether the view shows the whole graph by its own choice."""
        return self._fitted

    def set_view(self, zoom: float, origin: QPointF) -> None:
        """Go back to a place that was looked at before."""
        self.zoom, self.origin = zoom, QPointF(origin)
        self._fitted = False
        self._map = None
        self.update()
        self.moved.emit()

    def set_zoom(self, zoom: float) -> None:
        """Zoom to a scale: 1 is the size that texts were made for."""
        self.zoom_by(zoom / self.zoom)

    def pan_by(self, across: float, down: float) -> None:
        """Move the view by pixels."""
        self.origin += QPointF(across, down) / self.zoom
        self._fitted = False
        self.update()
        self.moved.emit()

    def to_canvas(self, point: QPointF) -> QPointF:
        """A widget point on the canvas."""
        return self.origin + point / self.zoom

    def viewport(self) -> QRectF:
        """The visible part of the canvas."""
        return QRectF(self.origin, self.to_canvas(QPointF(self.width(), self.height())))

    def show_node(self, node: int) -> None:
        """Bring a node's box into view, at a zoom at which it can be read."""
        placed = self.arrangement.find(node) if self.arrangement else None
        if placed is None:
            return
        rect = QRectF(placed.x, placed.y, placed.width, placed.height)
        if self.viewport().contains(rect) and self.zoom >= 0.5:
            return
        if self.zoom < 0.6 or rect.width() * self.zoom > self.width() or rect.height() * self.zoom > self.height():
            wanted = min((self.width() - 60) / rect.width(), (self.height() - 60) / rect.height(), 1.0)
            self.zoom = max(wanted, 0.05)
        self.origin = rect.center() - QPointF(self.width(), self.height()) / 2 / self.zoom
        self._stay_inside()
        self._fitted = False
        self.update()
        self.moved.emit()

    def _stay_inside(self) -> None:
        """Show no empty canvas beside a graph that is larger than the widget."""
        if self.arrangement is None:
            return
        root, margin = self.arrangement.root, _MARGIN / self.zoom
        wide, high = self.width() / self.zoom, (self.height() - self._legend_height()) / self.zoom
        if root.width + 2 * margin > wide:
            self.origin.setX(min(max(self.origin.x(), -margin), root.width + margin - wide))
        if root.height + 2 * margin > high:
            self.origin.setY(min(max(self.origin.y(), -margin), root.height + margin - high))

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible part, then minimap and legend over it."""
        painter = QPainter(self)
        look = self.look()
        painter.fillRect(self.rect(), QColor(colours.CANVAS[look.theme]))
        if self.arrangement is None:
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
            painter.end()
            return
        painter.save()
        painter.scale(self.zoom, self.zoom)
        painter.translate(-self.origin)
        self.drawn = draw(painter, self.arrangement, look, self.viewport(), self.zoom)
        painter.restore()
        if self.minimap_shown and not self._shows_everything():
            self._paint_minimap(painter, look)
        if self.legend_shown:
            self._paint_legend(painter, look)
        painter.end()

    def _shows_everything(self) -> bool:
        root = self.arrangement.root if self.arrangement else None
        return root is None or self.viewport().contains(QRectF(0, 0, root.width, root.height))

    def _map_rect(self) -> QRectF:
        root = self.arrangement.root if self.arrangement else None
        if root is None:
            return QRectF()
        most = min(_MINIMAP.width(), self.width() * 0.28), min(_MINIMAP.height(), self.height() * 0.3)
        scale = min(most[0] / root.width, most[1] / root.height)
        width, height = root.width * scale, root.height * scale
        return QRectF(self.width() - width - 14, 14, width, height)

    def _paint_minimap(self, painter: QPainter, look: Look) -> None:
        rect = self._map_rect()
        if self._map is None:
            self._map = self._render_map(rect, look)
        painter.setOpacity(0.94)
        painter.drawPixmap(rect.topLeft(), self._map)
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.BORDER[look.theme]), 1))
        painter.drawRect(rect)
        scale = rect.width() / max(self.arrangement.root.width, 1)  # type: ignore[union-attr]
        view = self.viewport()
        box = QRectF(
            rect.left() + view.left() * scale,
            rect.top() + view.top() * scale,
            view.width() * scale,
            view.height() * scale,
        )
        painter.setPen(QPen(QColor(colours.ACCENT[look.theme]), 1.5))
        painter.drawRect(box.intersected(rect))

    def _render_map(self, rect: QRectF, look: Look) -> QPixmap:
        """The whole graph once, small; painted again only when the layout changes."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(max(1, round(rect.width() * ratio)), max(1, round(rect.height() * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(colours.CANVAS[look.theme]))
        painter = QPainter(pixmap)
        assert self.arrangement is not None
        root = self.arrangement.root
        scale = rect.width() / max(root.width, 1)
        painter.scale(scale, scale)
        plain = Look(look.theme, look.font, overlay=look.overlay)
        draw(painter, self.arrangement, plain, QRectF(0, 0, root.width, root.height), min(scale, 0.2))
        painter.end()
        return pixmap

    def kinds_shown(self) -> list[tuple[Category, str]]:
        """The kinds of the graph with their names, in the order of the legend."""
        if self.arrangement is None:
            return []
        if self._kinds is None:
            self._kinds = frozenset(node.category for node in self.arrangement.graph.nodes)
        return [(kind, name) for kind, name in self.names_of_kinds().items() if kind in self._kinds]

    def names_of_kinds(self) -> dict[Category, str]:
        """What a legend calls them, in the language of the window."""
        return {
            "conv": self.tr("Convolution"), "linear": self.tr("Linear"), "norm": self.tr("Normalisation"),
            "activation": self.tr("Activation"), "pool": self.tr("Pooling"), "attention": self.tr("Attention"),
            "embedding": self.tr("Embedding"), "recurrent": self.tr("Recurrent"), "arithmetic": self.tr("Arithmetic"),
            "shape": self.tr("Shape"), "io": self.tr("Input and output"), "container": self.tr("Container"),
            "tensor": self.tr("Tensors"), "other": self.tr("Other"),
        }  # fmt: skip

    def _legend_rows(self) -> list[legend.Row]:
        return legend.rows_of(self.kinds_shown(), QFontMetricsF(self.look().sized("small")), self.width() - _ZOOM_BOX)

    def _legend_height(self) -> float:
        """Pixels at the lower edge that a fitted graph leaves free."""
        if not self.legend_shown or self.arrangement is None:
            return 0.0
        taken = legend.height_of(self._legend_rows(), self.overlay)
        return taken if taken < self.height() * 0.4 else 0.0

    def _paint_legend(self, painter: QPainter, look: Look) -> None:
        if not self._legend_height():
            return
        if self.overlay is not None:
            legend.paint_scale(painter, self.overlay, look, self.height())
        elif rows := self._legend_rows():
            legend.paint_kinds(painter, rows, look, self.height())

    # ------------------------------------------------------------------ events

    def event(self, event: QEvent) -> bool:
        """Pinch gestures and tooltips."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        if event.type() == QEvent.Type.ToolTip and self.arrangement is not None:
            placed = self.node_at(QPointF(event.pos()))  # type: ignore[attr-defined]
            if placed is not None:
                QToolTip.showText(event.globalPos(), self._tip(placed), self)  # type: ignore[attr-defined]
                return True
            QToolTip.hideText()
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._look = None
            self._map = None
        return super().event(event)

    def _tip(self, placed: Placed) -> str:
        assert self.arrangement is not None
        node = self.arrangement.graph.nodes[placed.node]
        lines = [node.path or node.label, subtitle(node), *node.detail]
        if node.parameters:
            lines.append(
                counted(
                    node.parameters, self.tr("1 parameter"), self.tr("{count} parameters"), count_text(node.parameters)
                )
            )
        if placed.count > 1:
            lines.append(self.tr("{count} identical blocks").format(count=f"{placed.count:,}"))
        if self.overlay is not None and node.path in self.overlay.values:
            lines.append(f"{self.overlay.title}: {self.overlay.text(self.overlay.values[node.path])}")
        return "\n".join(line for line in lines if line)

    def node_at(self, point: QPointF) -> Placed | None:
        """The innermost box under a widget point."""
        if self.arrangement is None:
            return None
        where = self.to_canvas(point)
        return self.arrangement.at(where.x(), where.y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer; with Shift or a trackpad's sideways movement, pan."""
        pixels, steps = event.pixelDelta(), event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan_by(-steps.y() - steps.x(), 0)
        elif (
            not pixels.isNull()
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and event.device().type().name == "TouchPad"
        ):
            self.pan_by(-pixels.x(), -pixels.y())
        else:
            self.zoom_by(1.0015 ** steps.y(), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, a pan, or a jump on the minimap."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._press = event.position()
        self._panning = False
        self._on_map = (
            self.minimap_shown and not self._shows_everything() and self._map_rect().contains(event.position())
        )
        if self._on_map:
            self._jump(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while a button is down; otherwise show by the cursor what can be opened."""
        if self._press is not None and event.buttons() != Qt.MouseButton.NoButton:
            if self._on_map:
                self._jump(event.position())
                return
            delta = event.position() - self._press
            if self._panning or delta.manhattanLength() > _DRAG_START:
                self._panning = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.pan_by(-delta.x(), -delta.y())
                self._press = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press without movement is a click."""
        was_pan, self._press = self._panning or self._on_map, None
        self._panning = self._on_map = False
        self.unsetCursor()
        placed = None if was_pan else self.node_at(event.position())
        if placed is None:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self.clicked.emit(placed.node, False)
            self.menu_wanted.emit(placed.node, event.globalPosition().toPoint())
        elif event.button() == Qt.MouseButton.LeftButton:
            if self._on_triangle(placed, event.position()):
                self.toggled.emit(placed.node)
            else:
                self.clicked.emit(placed.node, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def _on_triangle(self, placed: Placed, point: QPointF) -> bool:
        where = self.to_canvas(point)
        assert self.arrangement is not None
        has_children = bool(self.arrangement.graph.nodes[placed.node].children) and placed.node != 0
        return placed.rest or (
            has_children and where.x() - placed.x < 26 and where.y() - placed.y < 28 and self.zoom > 0.3
        )

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or close a group."""
        placed = self.node_at(event.position())
        if placed is not None and event.button() == Qt.MouseButton.LeftButton:
            self.toggled.emit(placed.node)

    def _jump(self, point: QPointF) -> None:
        rect = self._map_rect()
        assert self.arrangement is not None
        scale = rect.width() / max(self.arrangement.root.width, 1)
        middle = (point - rect.topLeft()) / scale
        self.origin = middle - QPointF(self.width(), self.height()) / 2 / self.zoom
        self._fitted = False
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted view stays fitted."""
        self._map = None
        if self._fitted:
            self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard stands."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide where the keyboard stands."""
        self.update()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk: up and down through what is shown, left to the parent, right into a group; Space opens and closes."""
        key = event.key()
        if self.arrangement is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Left:
            self._to_parent()
        elif key == Qt.Key.Key_Right:
            self._into()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggled.emit(self.current)
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(0.8)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        assert self.arrangement is not None
        shown = [placed.node for placed in self.arrangement.walk() if not placed.rest]
        place = shown.index(self.current) if self.current in shown else 0
        self._go(shown[max(0, min(len(shown) - 1, place + step))])

    def _to_parent(self) -> None:
        assert self.arrangement is not None
        parent = self.arrangement.graph.nodes[self.current].parent
        if parent >= 0:
            self._go(parent)

    def _into(self) -> None:
        assert self.arrangement is not None
        node = self.arrangement.graph.nodes[self.current]
        if not node.children:
            return
        if not self.arrangement.is_open(self.current):
            self.toggled.emit(self.current)
        else:
            self._go(node.children[0])

    def _go(self, node: int) -> None:
        self.current = node
        self.clicked.emit(node, False)
        self.show_node(node)
