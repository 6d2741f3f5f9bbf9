"""The canvas that images are labelled on: it shows a picture and an annotation, and proposes changes; it never owns them.

    canvas = Canvas()
    canvas.set_schema(schema)
    canvas.set_picture(Pyramid.of(image), annotation)      # or TiledPicture(provider) for what does not fit into memory
    canvas.proposed.connect(lambda value, text: document.change(text, value))
    document.changed.connect(lambda old, new: canvas.set_annotation(new))

Whoever owns the annotation must answer `proposed` by `set_annotation` (at once or later); a proposal that is not
taken up leaves everything as it was. Tools are chosen by name with `set_tool`; commands on the selection are methods of
`canvas.edits`; `canvas_actions.canvas_actions` lists all of it as rows for menus. What needs the picture's pixels
(wand, watershed, superpixels, assistant) leaves as `region_wanted` and comes back through `answer`.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)

from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.snapping import Snap, snapped
from desktop_app.gui.annotation.canvas_tools.base import Pointer
from desktop_app.gui.annotation.canvas_tools.brush import BrushTool
from desktop_app.gui.annotation.canvas_tools.select import SelectTool
from desktop_app.gui.annotation.canvas_work import CanvasWork


class Canvas(CanvasWork):
    """The whole of it; this layer gives mouse and keys to the tool. All coordinates of the interface are pixels of the image."""

    # ------------------------------------------------------------------ pointer events

    def _pointer(self, event: QMouseEvent, button: Qt.MouseButton) -> Pointer:
        keys = event.modifiers()
        return self._pointer_at(
            event.position(),
            button,
            shift=bool(keys & Qt.KeyboardModifier.ShiftModifier),
            ctrl=bool(keys & Qt.KeyboardModifier.ControlModifier),
            alt=bool(keys & Qt.KeyboardModifier.AltModifier),
        )

    def _pointer_at(
        self, point: QPointF, button: Qt.MouseButton, *, shift: bool = False, ctrl: bool = False, alt: bool = False
    ) -> Pointer:
        raw = self.view.to_image(point)
        self.snap = self._snap_at(raw)
        place = self.kept_on_image(self.snap.place if self.snap is not None else raw)
        return Pointer(place, raw, point, button, shift, ctrl, alt)

    def _snap_at(self, raw: Place) -> Snap | None:
        tool = self.tool
        if not (self.options.snapping and tool.snaps):
            return None
        leave_out: frozenset[str] | None = frozenset()
        if isinstance(tool, SelectTool):
            leave_out = tool.leaves_out()
        if leave_out is None or not (tool.draws or isinstance(tool, SelectTool)):
            return None
        if not self._pickable.all():
            leave_out |= {self.shapes[number].id for number in np.flatnonzero(~self._pickable).tolist()}
        return snapped(raw, self.snap_reach, self.index, leave_out=leave_out, size=self.image_size)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pan, or the tool."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.picture is None or self.begin_pan(event):
            return
        if self._pending:
            return
        self.tool.press(self._pointer(event, event.button()))
        self.refresh()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The tool."""
        if self.picture is None or self.begin_pan(event) or self._pending:
            return
        self.tool.double(self._pointer(event, event.button()))
        self.refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or the tool; tells where the pointer is."""
        if self.picture is None:
            return
        if self.is_panning:
            self.go_on_panning(event)
            return
        self._moved(self._pointer(event, Qt.MouseButton.NoButton))

    def _moved(self, pointer: Pointer) -> None:
        self.pointer = pointer.place if self.tool.draws else pointer.raw
        self.tool.move(pointer)
        self.pointer_moved.emit(*pointer.raw)
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the picture, or the tool."""
        if self.is_panning:
            self.end_pan()
            self.show_cursor(self.tool.cursor)
            return
        if self.picture is not None:
            self.tool.release(self._pointer(event, event.button()))
            self.snap = None if not self.tool.draws else self.snap
            self.refresh()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the shape, for the tool that selects; others use the right button themselves."""
        if self.tool.name != "select":
            return
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        chosen = self.selected_shapes()
        if keyboard and chosen:
            point = self.view.to_widget((chosen[0].box[0], chosen[0].box[1])).toPoint()
            self.menu_wanted.emit(chosen[0], self.mapToGlobal(point))
            return
        hits = self.hits_at(self.view.to_image(QPointF(event.pos())))
        self.menu_wanted.emit(self.shapes[hits[0].index] if hits else None, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom; with Alt the size of the brush."""
        steps = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and isinstance(self.tool, BrushTool):
            self.tool.resize(1.0012 ** (steps.y() or steps.x()))
            event.accept()
            return
        super().wheelEvent(event)
        if self.pointer is not None:
            self._moved(self._pointer_at(event.position(), Qt.MouseButton.NoButton))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self.pointer = None
        self.snap = None
        self.hover(None)
        self.pointer_left.emit()
        self.refresh()

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """While a tool is at work, keys that mean something to it are not the program's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if self.picture is not None and self._claims(event.key(), event.modifiers(), ctrl=ctrl):
                event.accept()
                return True
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.painter.tags.clear()
            self._image_layer.invalidate()
            self._layer.invalidate()
        return super().event(event)

    def _claims(self, key: int, modifiers: Qt.KeyboardModifier, *, ctrl: bool) -> bool:
        """Space holds the picture; while a shape is drawn, a letter hit by chance must not lead to another image."""
        if key == Qt.Key.Key_Space and not ctrl:
            return True
        letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z and modifiers == Qt.KeyboardModifier.NoModifier
        return (letter and self.tool.draws and self.tool.is_busy) or self.tool.claims(key, ctrl=ctrl)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space holds the picture; then the tool; then zoom, and the pointer that arrow keys move while drawing."""
        keys = event.modifiers()
        shift, ctrl, alt = (
            bool(keys & modifier)
            for modifier in (
                Qt.KeyboardModifier.ShiftModifier,
                Qt.KeyboardModifier.ControlModifier,
                Qt.KeyboardModifier.AltModifier,
            )
        )
        key = event.key()
        if self.picture is None:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat() and not ctrl:
            self.hold_space()
        elif self.tool.key(key, shift=shift, ctrl=ctrl, alt=alt) or self._own_key(key, shift, ctrl):
            self.refresh()
        elif key != Qt.Key.Key_Space:
            super().keyPressEvent(event)

    def _own_key(self, key: int, shift: bool, ctrl: bool) -> bool:
        """Keys of the canvas itself; whether it was one."""
        arrow = _ARROWS.get(Qt.Key(key))
        if key == Qt.Key.Key_Escape and self._pending:
            self.drop_pending()
        elif arrow is not None and self.tool.draws:
            self._move_pointer(arrow, shift)
        elif arrow is not None and not ctrl:
            self.pan_by(-arrow[0] * 64, -arrow[1] * 64)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) and not ctrl:
            self.zoom_by(1.25)
        elif key == Qt.Key.Key_Minus and not ctrl:
            self.zoom_by(0.8)
        elif key == Qt.Key.Key_Escape and self.tool.name != "select":
            self.set_tool("select")
        else:
            return False
        return True

    def _move_pointer(self, arrow: Place, big: bool) -> None:
        """Drawing without a mouse: arrow keys move the pointer, Space is its button."""
        step = self.settings.big_nudge if big else self.settings.nudge
        step = max(step, self.view.pixels(1))
        middle = self.view.to_image(QPointF(self.width() / 2, self.height() / 2))
        x, y = self.pointer if self.pointer is not None else middle
        place = self.kept_on_image((x + arrow[0] * step, y + arrow[1] * step))
        self.show_place(place)
        point = self.view.to_widget(place)
        self.pointer = place
        self.snap = None
        self.tool.move(Pointer(place, place, point))
        self.pointer_moved.emit(*place)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A tap on Space is a click where the arrow keys have brought the pointer."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            tapped = self.release_space()
            self.show_cursor(self.tool.cursor)
            if tapped and not self.tool.draws:
                self.space_tapped.emit()
            elif tapped and self.pointer is not None:
                point = self.view.to_widget(self.pointer)
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                click = Pointer(self.pointer, self.pointer, point, Qt.MouseButton.LeftButton, shift)
                self.tool.press(click)
                self.tool.release(click)
                self.refresh()
            return
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from shape to shape, and after the last one to the next widget."""
        if (
            self.tool.name == "select"
            and self.shapes
            and not self.tool.is_busy
            and self.step_selection(1 if forward else -1)
        ):
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What arrow keys have moved is proposed."""
        self.release_space()
        self.settle()
        super().focusOutEvent(event)
        self.update()


_ARROWS: dict[Qt.Key, Place] = {
    Qt.Key.Key_Left: (-1.0, 0.0), Qt.Key.Key_Right: (1.0, 0.0), Qt.Key.Key_Up: (0.0, -1.0), Qt.Key.Key_Down: (0.0, 1.0),
}  # fmt: skip
