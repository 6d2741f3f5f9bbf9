"""A widget that looks at an image: zoom to the pointer, fit, 1:1, pan with Space, middle button, wheel or fingers."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop_app.annotation.shapes.geometry import Place
from desktop_app.gui.annotation.canvas_view import View, fitting, kept_inside


class ViewWidget(QWidget):
    """Holds the view; the subclass paints."""

    zoom_changed = Signal(float)
    """Qt's pixels per pixel of the image: 1.0 is 100 %."""
    view_changed = Signal()
    """Zoom or place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = View()
        self.image_size: tuple[float, float] = (0.0, 0.0)
        """Width and height in pixels; zeros for no image."""
        self.wheel_zooms = True
        self._fitted = True
        self._space = False
        self._pan_from: QPointF | None = None
        self._space_panned = False

    # ------------------------------------------------------------------ zoom and place

    @property
    def is_fitted(self) -> bool:
        """Whether the view shows the whole image by its own choice, and will after a resize."""
        return self._fitted

    def set_view(self, view: View) -> None:
        """Look elsewhere; a strip of the image always stays on the widget."""
        before = self.view
        self._fitted = False
        if self.image_size[0]:
            view = kept_inside(view, self.width(), self.height(), *self.image_size)
        if view == before:
            return
        self.view = view
        self.update()
        if view.zoom != before.zoom:
            self.zoom_changed.emit(view.zoom)
        self.view_changed.emit()

    def fit(self) -> None:
        """The whole image, as large as the widget allows; small images not larger than eight times."""
        width, height = self.image_size
        if width:
            self.set_view(fitting((0, 0, width, height), self.width(), self.height(), self.devicePixelRatioF(), most=8))
        self._fitted = True

    def fit_width(self) -> None:
        """The image across the whole widget, from its top where it is higher."""
        width, height = self.image_size
        if width:
            ratio = self.devicePixelRatioF()
            view = fitting(
                (0, 0, width, min(height, width * self.height() / max(self.width(), 1))),
                self.width(),
                self.height(),
                ratio,
                0,
            )
            self.set_view(view)

    def show_box(self, box: tuple[float, float, float, float], most: float = 8.0) -> None:
        """A part of the image in the middle, with room around it."""
        left, top, right, bottom = box
        room = 0.25 * max(right - left, bottom - top, 8.0)
        around = (left - room, top - room, right + room, bottom + room)
        self.set_view(fitting(around, self.width(), self.height(), self.devicePixelRatioF(), most=most))

    def zoom_to(self, zoom: float, around: QPointF | None = None) -> None:
        """To so many of Qt's pixels per pixel of the image; 1 is 100 %."""
        self.zoom_by(zoom / self.view.zoom, around)

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Larger or smaller; what lies under `around` (the middle) stays."""
        point = around if around is not None else QPointF(self.width() / 2, self.height() / 2)
        self.set_view(self.view.zoomed(factor, point))

    def pan_by(self, across: float, down: float) -> None:
        """Move the picture by so many of Qt's pixels."""
        self.set_view(self.view.shifted(across, down))

    def show_place(self, place: Place, margin: float = 40.0) -> None:
        """Pan so far that a place of the image is on the widget."""
        point = self.view.to_widget(place)
        inner = self.rect().toRectF().adjusted(margin, margin, -margin, -margin)
        across = max(inner.left() - point.x(), 0) or min(inner.right() - point.x(), 0)
        down = max(inner.top() - point.y(), 0) or min(inner.bottom() - point.y(), 0)
        if across or down:
            self.pan_by(across, down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, or keep the middle in the middle."""
        self._adopt_ratio()
        old = event.oldSize()
        if self._fitted:
            self.fit()
        elif old.isValid():
            size = event.size()
            self.set_view(self.view.shifted((size.width() - old.width()) / 2, (size.height() - old.height()) / 2))
        super().resizeEvent(event)

    def _adopt_ratio(self) -> None:
        """Follow the screen's pixel density at the same place and zoom."""
        ratio = self.devicePixelRatioF()
        view = self.view
        if ratio != view.ratio:
            factor = ratio / view.ratio
            self.view = View(view.scale * factor, round(view.left * factor), round(view.top * factor), ratio)

    # ------------------------------------------------------------------ wheel, fingers, hand

    def event(self, event: QEvent) -> bool:
        """Pinching."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._adopt_ratio()
            self.update()
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer (or scroll, as chosen; Ctrl does the other thing); Shift goes sideways; a touchpad pans."""
        pixels, steps = event.pixelDelta(), event.angleDelta()
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan_by((steps.y() + steps.x()) * 0.6, 0)
        elif not pixels.isNull() and not ctrl and event.device().type().name == "TouchPad":
            self.pan_by(pixels.x(), pixels.y())
        elif ctrl or self.wheel_zooms:
            self.zoom_by(1.0015 ** (steps.y() or steps.x()), event.position())
        else:
            self.pan_by(steps.x() * 0.6, steps.y() * 0.6)
        event.accept()

    @property
    def is_panning(self) -> bool:
        """Whether the picture is held."""
        return self._pan_from is not None

    @property
    def space_held(self) -> bool:
        """Whether Space is down, so that the left button pans."""
        return self._space

    def begin_pan(self, event: QMouseEvent) -> bool:
        """Take hold of the picture with the middle button, or the left one while Space is down."""
        space = self._space and event.button() == Qt.MouseButton.LeftButton
        if not (space or event.button() == Qt.MouseButton.MiddleButton):
            return False
        self._pan_from, self._space_panned = event.position(), True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        return True

    def go_on_panning(self, event: QMouseEvent) -> None:
        """Move the picture along."""
        if self._pan_from is not None:
            way = event.position() - self._pan_from
            self._pan_from = event.position()
            self.pan_by(way.x(), way.y())

    def end_pan(self) -> None:
        """Let go."""
        self._pan_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.ArrowCursor)

    def hold_space(self) -> None:
        """Space went down."""
        self._space, self._space_panned = True, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def release_space(self) -> bool:
        """Space went up; whether it was only tapped."""
        tapped = self._space and not self._space_panned
        self._space = False
        if self._pan_from is None:
            self.unsetCursor()
        return tapped
