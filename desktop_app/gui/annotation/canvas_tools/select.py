"""The tool that selects and edits: shapes, vertices and edges are dragged, stretched, turned and nudged."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.annotation.model import HIDDEN, VISIBLE, Shape
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.editing import moved, ring_at, with_vertex, without_vertices
from desktop_app.annotation.shapes.geometry import Place, vertices_of
from desktop_app.annotation.shapes.handles import Drag, Handle, dragged, frame_dragged, frame_of, turn_angle
from desktop_app.annotation.shapes.snapping import snapped
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool
from desktop_app.gui.annotation.grips import Grips

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

_DRAG_FROM = 4
"""Pixels of the screen that a press may wander and still be a click."""
_SHOWN = 300
"""Shapes that are drawn while many are dragged together; all of them are changed at the end."""

type Doing = Literal["nothing", "pressed", "move", "handle", "frame", "band", "nudge"]


@dataclass(frozen=True, slots=True)
class _Start:
    """What was pressed."""

    pointer: Pointer
    handle: Handle | None
    shape: str
    """Id of the shape that was pressed, or whose handle."""
    was_selected: bool


class SelectTool(Tool):
    """Click to select, drag to move; handles, edges and vertices of what is selected can be dragged."""

    name = "select"
    draws = False
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.grips = Grips(self.canvas)
        self.vertex: tuple[str, int, int] | None = None
        """The vertex that keys act on: shape, ring, index."""
        self._doing: Doing = "nothing"
        self._start: _Start | None = None
        self._originals: tuple[Shape, ...] = ()
        self._previews: tuple[Shape, ...] = ()
        self._band: QRectF | None = None
        self._turned: float | None = None
        self._cycle: list[str] = []

    # ------------------------------------------------------------------ state

    @property
    def is_busy(self) -> bool:
        """Whether something is being dragged."""
        return self._doing in ("move", "handle", "frame", "band", "nudge")

    @property
    def transforming(self) -> bool:
        """Whether shapes show a frame to stretch them by instead of their vertices."""
        return self.grips.transforming

    def toggle_transforming(self) -> None:
        """Vertices, or the frame that scales and turns."""
        self.grips.transforming = not self.grips.transforming
        self.grips.forget()

    def cancel(self) -> None:
        """Put back what is being dragged."""
        self._doing, self._start, self._originals, self._previews = "nothing", None, (), ()
        self._band, self._turned = None, None

    def end(self) -> None:
        """Another tool was chosen."""
        self.settle()
        super().end()
        self.vertex = None

    def scene_changed(self) -> None:
        """Handles lie elsewhere now; a vertex that is gone is not the chosen one any more."""
        self.grips.forget()
        if self._doing not in ("nothing", "pressed"):
            self.cancel()
        if self.vertex is not None:
            shape = self.canvas.annotation.by_id.get(self.vertex[0])
            rings = 0 if shape is None else 1 + len(shape.holes)
            gone = shape is None or self.vertex[1] >= rings or self.vertex[2] >= len(ring_at(shape, self.vertex[1]))
            if gone or self.vertex[0] not in self.canvas.selection:
                self.vertex = None

    def leaves_out(self) -> frozenset[str] | None:
        """Shapes that a dragged handle is not pulled to; None while nothing is pulled."""
        if self._doing != "handle":
            return None
        return frozenset(shape.id for shape in self._originals)

    def shapes(self) -> tuple[Shape, ...]:
        """What is being dragged, as it would be."""
        return self._previews

    # ------------------------------------------------------------------ pointer

    def press(self, pointer: Pointer) -> None:
        """Take hold of a handle, of a shape, or of nothing."""
        self.settle()
        if pointer.is_right:
            self._press_right(pointer)
            return
        if not pointer.is_left:
            return
        found = self.grips.at(pointer.screen)
        if found is not None:
            shape, handle = found
            self._start = _Start(pointer, handle, shape, True)
            self.vertex = (shape, handle.ring, handle.index) if handle.grip == "vertex" else None
        else:
            self.vertex = None
            self._press_shape(pointer)
        self._doing = "pressed"

    def _press_right(self, pointer: Pointer) -> None:
        hit = self._hit(pointer)
        if hit is not None and hit not in self.canvas.selection:
            self.canvas.select([hit])

    def _hit(self, pointer: Pointer, *, next_below: bool = False) -> str | None:
        hits = [self.canvas.shapes[hit.index].id for hit in self.canvas.hits_at(pointer.raw)]
        if not hits:
            self._cycle = []
            return None
        if next_below:
            chosen = next((name for name in hits if name in self.canvas.selection), None)
            return hits[(hits.index(chosen) + 1) % len(hits)] if chosen is not None else hits[0]
        held = next((name for name in hits if name in self.canvas.selection), None)
        # what is selected already is taken hold of, though something smaller may lie on it
        return held if held is not None and len(self.canvas.selection) > 1 else hits[0]

    def _press_shape(self, pointer: Pointer) -> None:
        name = self._hit(pointer, next_below=pointer.alt)
        chosen = self.canvas.selection
        if name is None:
            self._start = _Start(pointer, None, "", False)
            if not (pointer.shift or pointer.ctrl):
                self.canvas.select([])
            return
        self._start = _Start(pointer, None, name, name in chosen)
        if pointer.ctrl or pointer.shift:
            if name not in chosen:
                self.canvas.select([*chosen, name])
        elif name not in chosen or pointer.alt:
            self.canvas.select([name])

    def move(self, pointer: Pointer) -> None:
        """Show what is under the pointer, or drag what was pressed."""
        start = self._start
        if start is None or self._doing == "nothing":
            self._hover(pointer)
            return
        if self._doing == "pressed":
            if QLineF(start.pointer.screen, pointer.screen).length() < _DRAG_FROM:
                return
            self._begin_drag(start)
        if self._doing == "move":
            self._drag_shapes(start, pointer)
        elif self._doing == "handle" and start.handle is not None:
            drag = Drag(pointer.place, pointer.shift, pointer.ctrl, pointer.alt)
            self._previews = tuple(dragged(shape, start.handle, drag) for shape in self._originals)
        elif self._doing == "frame" and start.handle is not None:
            self._drag_frame(start.handle, pointer)
        elif self._doing == "band":
            self._band = QRectF(start.pointer.screen, pointer.screen).normalized()

    def _begin_drag(self, start: _Start) -> None:
        chosen = self.canvas.selected_shapes()
        free = tuple(shape for shape in chosen if not shape.locked)
        if start.handle is None and not start.shape:
            self._doing = "band"
        elif start.handle is None:
            self._originals = free
            self._doing = "move" if free else "nothing"
        elif start.handle.grip in ("scale", "turn"):
            self._originals = free
            self._doing = "frame" if free else "nothing"
        else:
            self._originals = tuple(shape for shape in free if shape.id == start.shape)
            self._doing = "handle" if self._originals else "nothing"
        if self._doing == "nothing":
            self._start = None
            self.canvas.refuse_code("locked")

    def _drag_shapes(self, start: _Start, pointer: Pointer) -> None:
        across, down = pointer.raw[0] - start.pointer.raw[0], pointer.raw[1] - start.pointer.raw[1]
        if pointer.shift:
            across, down = (across, 0.0) if abs(across) >= abs(down) else (0.0, down)
        across, down = self._pulled(start, across, down)
        self._shift = self._kept_inside(across, down)
        self._previews = tuple(moved(shape, *self._shift) for shape in self._originals[:_SHOWN])

    _shift: Place = (0.0, 0.0)

    def _pulled(self, start: _Start, across: float, down: float) -> Place:
        """The way so that the vertex next to where the shape was taken comes to lie on a neighbour."""
        canvas = self.canvas
        if len(self._originals) != 1 or not canvas.snaps_now:
            return across, down
        vertices = vertices_of(self._originals[0])
        apart = np.hypot(*(vertices - np.array(start.pointer.raw)).T)
        x, y = vertices[int(apart.argmin())].tolist()
        found = snapped(
            (x + across, y + down), canvas.snap_reach, canvas.index,
            leave_out={self._originals[0].id}, size=canvas.image_size,
        )  # fmt: skip
        canvas.snap = found
        return (found.place[0] - x, found.place[1] - y) if found is not None else (across, down)

    def _kept_inside(self, across: float, down: float) -> Place:
        """The way so that what is moved does not leave the image."""
        width, height = self.canvas.image_size
        if self.canvas.options.allow_outside or not width:
            return across, down
        left, top, right, bottom = frame_of(self._originals)

        def kept(way: float, low: float, high: float, size: float) -> float:
            if high - low > size:
                return way
            return min(max(way, min(-low, 0.0)), max(size - high, 0.0))

        return kept(across, left, right, width), kept(down, top, bottom, height)

    def _drag_frame(self, handle: Handle, pointer: Pointer) -> None:
        box = frame_of(self._originals)
        drag = Drag(pointer.raw, pointer.shift, pointer.ctrl)
        self._drag = drag
        if handle.grip == "turn":
            middle = self.grips.middle_of(self._originals)
            self._turned = turn_angle(middle, handle.place, drag)
        try:
            self._previews = tuple(frame_dragged(self._originals[:_SHOWN], box, handle, drag))
        except EditError:
            self._previews = self._originals[:_SHOWN]

    _drag = Drag((0.0, 0.0))

    def release(self, pointer: Pointer) -> None:
        """Propose what was dragged; a click selects."""
        start, doing, originals, previews = self._start, self._doing, self._originals, self._previews
        band, shift = self._band, self._shift
        if start is None or not pointer.is_left:
            return
        self.cancel()
        if doing == "pressed":
            self._click(start)
        elif doing == "band" and band is not None:
            self._take_band(band, add=pointer.shift or pointer.ctrl)
        elif doing == "move":
            self._propose([moved(shape, *shift) for shape in originals], originals, "move")
        elif doing == "handle":
            self._after_handle(start, originals, previews)
        elif doing == "frame" and start.handle is not None:
            made = frame_dragged(originals, frame_of(originals), start.handle, self._drag)
            self._propose(made, originals, "turn" if start.handle.grip == "turn" else "scale")

    def _click(self, start: _Start) -> None:
        toggled = start.pointer.ctrl or start.pointer.shift
        if toggled and start.was_selected and start.handle is None:
            self.canvas.select([name for name in self.canvas.selection if name != start.shape])
        elif start.handle is None and start.shape and not toggled and len(self.canvas.selection) > 1:
            self.canvas.select([start.shape])
        elif start.handle is not None and start.pointer.alt and start.handle.grip == "vertex":
            self.delete_vertex()

    def _take_band(self, band: QRectF, *, add: bool) -> None:
        """Select all that the band touches."""
        view = self.canvas.view
        left, top = view.to_image(band.topLeft())
        right, bottom = view.to_image(band.bottomRight())
        names = self.canvas.shapes_within((left, top, right, bottom), whole=False)
        self.canvas.select([*self.canvas.selection, *names] if add else names)

    def _after_handle(self, start: _Start, originals: tuple[Shape, ...], previews: tuple[Shape, ...]) -> None:
        handle = start.handle
        if handle is not None and handle.grip == "middle" and not start.pointer.alt:
            self.vertex = (start.shape, handle.ring, handle.index + 1)
            self._propose(previews, originals, "add-vertex")
        else:
            self._propose(
                previews, originals, "vertex" if handle is not None and handle.grip == "vertex" else "reshape"
            )

    def _propose(self, made: list[Shape] | tuple[Shape, ...], originals: tuple[Shape, ...], what: str) -> None:
        changed = [new for new, old in zip(made, originals, strict=False) if new != old]
        if changed:
            self.canvas.propose_shapes(changed, what)

    def double(self, pointer: Pointer) -> None:
        """On a vertex: nothing more. On an edge: a vertex there. Inside: its label or properties are wanted."""
        if self.grips.at(pointer.screen) is not None:
            return
        hits = self.canvas.hits_at(pointer.raw)
        if not hits:
            return
        shape = self.canvas.shapes[hits[0].index]
        if hits[0].part == "edge" and shape.id in self.canvas.selection and shape.kind in ("polygon", "polyline"):
            self.canvas.edits.add_vertex_at(shape, pointer.raw)
        else:
            self.canvas.activated.emit(shape)

    def _hover(self, pointer: Pointer) -> None:
        found = self.grips.at(pointer.screen)
        self.grips.hovered = found
        if found is not None:
            self.canvas.hover(found[0])
            self.canvas.show_cursor(self.grips.cursor_for(found))
            return
        hits = self.canvas.hits_at(pointer.raw)
        name = self.canvas.shapes[hits[0].index].id if hits else None
        self.canvas.hover(name)
        movable = name is not None and name in self.canvas.selection and not self.canvas.shapes[hits[0].index].locked
        self.canvas.show_cursor(
            Qt.CursorShape.SizeAllCursor
            if movable
            else Qt.CursorShape.PointingHandCursor
            if name is not None
            else Qt.CursorShape.ArrowCursor
        )

    # ------------------------------------------------------------------ keys

    def claims(self, key: int, *, ctrl: bool) -> bool:
        """Delete is for the chosen vertex before it is for shapes; comma and point go along the vertices."""
        if ctrl:
            return super().claims(key, ctrl=ctrl)
        if key in (Qt.Key.Key_Comma, Qt.Key.Key_Period):
            return len(self.canvas.selection) == 1
        chosen = self.vertex is not None and key in (
            Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape, *([Qt.Key.Key_X] if self._keypoint() else []),
        )  # fmt: skip
        return chosen or super().claims(key, ctrl=ctrl)

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Arrows nudge, comma and point go along the vertices, Delete, Enter, Esc."""
        arrow = _ARROWS.get(Qt.Key(key))
        if self.is_busy and self._doing != "nudge":
            if key == Qt.Key.Key_Escape:
                self.cancel()
            return True
        if arrow is not None and self.canvas.selection and not ctrl:
            self.nudge(arrow, shift)
        elif key in (Qt.Key.Key_Comma, Qt.Key.Key_Period) and not ctrl:
            self._step_vertex(-1 if key == Qt.Key.Key_Comma else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete()
        elif key == Qt.Key.Key_X and self._keypoint() and not ctrl:
            self._step_visibility()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            return self._escape()
        else:
            return False
        return True

    def _enter(self) -> None:
        chosen = self.canvas.selected_shapes()
        if any(shape.is_suggestion for shape in chosen):
            self.canvas.edits.accept()
        elif chosen:
            self.canvas.activated.emit(chosen[0])

    def _escape(self) -> bool:
        if self._doing == "nudge":
            self.cancel()
        elif self.vertex is not None:
            self.vertex = None
        elif self.canvas.selection:
            self.canvas.select([])
        else:
            return False
        return True

    def _keypoint(self) -> Shape | None:
        """The skeleton of which a keypoint is chosen."""
        shape = self.canvas.annotation.by_id.get(self.vertex[0]) if self.vertex is not None else None
        return shape if shape is not None and shape.kind == "skeleton" else None

    def _step_visibility(self) -> None:
        """The chosen keypoint from visible to occluded to hidden and around."""
        shape = self._keypoint()
        if shape is not None and self.vertex is not None:
            index = self.vertex[2]
            now = shape.visibility[index] if index < len(shape.visibility) else VISIBLE
            self.canvas.edits.set_visibility(index, (now - 1) % 3)

    def delete(self) -> None:
        """The chosen vertex, or the selected shapes."""
        if self.vertex is not None:
            self.delete_vertex()
        else:
            self.canvas.edits.delete()

    def delete_vertex(self) -> None:
        """The chosen vertex goes; the next one is chosen."""
        if self.vertex is None:
            return
        name, ring, index = self.vertex
        shape = self.canvas.annotation.by_id.get(name)
        if shape is None:
            return
        if shape.locked:
            self.canvas.refuse_code("locked")
            return
        if shape.kind == "skeleton":
            self.canvas.edits.set_visibility(index, HIDDEN)
            return
        try:
            made = without_vertices(shape, ring, [index])
        except EditError as error:
            self.canvas.refuse(error)
            return
        self.vertex = (name, ring, max(index - 1, 0))
        self.canvas.propose_shapes([made], "delete-vertex")

    def _step_vertex(self, step: int) -> None:
        """Choose the next vertex along the outline."""
        chosen = self.canvas.selected_shapes()
        if len(chosen) != 1 or chosen[0].kind in ("rectangle", "mask", "circle", "ellipse", "rotated_rectangle"):
            return
        shape = chosen[0]
        places = [(ring, at) for ring in range(1 + len(shape.holes)) for at in range(len(ring_at(shape, ring)))]
        here = self.vertex[1:] if self.vertex is not None and self.vertex[0] == shape.id else None
        at = (places.index(here) + step) % len(places) if here in places else (0 if step > 0 else len(places) - 1)
        self.vertex = (shape.id, *places[at])
        x, y = ring_at(shape, places[at][0])[places[at][1]].tolist()
        self.canvas.show_place((x, y))

    def nudge(self, arrow: Place, big: bool) -> None:
        """Move by a pixel or ten; keys that follow each other are one change."""
        if self._doing != "nudge":
            self._originals = tuple(shape for shape in self.canvas.selected_shapes() if not shape.locked)
            if not self._originals:
                self.canvas.refuse_code("locked")
                return
            self._doing, self._shift = "nudge", (0.0, 0.0)
        settings = self.canvas.settings
        step = settings.big_nudge if big else settings.nudge
        wanted = (self._shift[0] + arrow[0] * step, self._shift[1] + arrow[1] * step)
        self._shift = self._kept_inside(*wanted) if self.vertex is None else wanted
        self._previews = tuple(self._nudged(shape) for shape in self._originals[:_SHOWN])
        self.canvas.settle_soon()

    def _nudged(self, shape: Shape) -> Shape:
        if self.vertex is None or self.vertex[0] != shape.id:
            return moved(shape, *self._shift) if self.vertex is None else shape
        _, ring, index = self.vertex
        x, y = (ring_at(shape, ring)[index] + np.array(self._shift)).tolist()
        return with_vertex(shape, ring, index, self.canvas.kept_on_image((x, y)))

    def settle(self) -> None:
        """Propose what the arrow keys have moved so far."""
        if self._doing != "nudge":
            return
        originals = self._originals
        made = [self._nudged(shape) for shape in originals]
        self.cancel()
        self._propose(made, originals, "vertex" if self.vertex is not None else "move")

    # ------------------------------------------------------------------ painting

    def paint(self, painter: QPainter) -> None:
        """Handles of what is selected, the rubber band, the angle while turning."""
        shapes = self._previews or self.canvas.selected_shapes()
        self.grips.paint(painter, shapes, dragging=self.is_busy and self._doing != "nudge", vertex=self.vertex)
        if self._band is not None:
            accent = QColor(90, 160, 255)
            painter.setPen(QPen(accent, 1, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(90, 160, 255, 40))
            painter.drawRect(self._band)
        if self._turned is not None and self._previews:
            place = self.canvas.view.to_widget(self._drag.place)
            self.canvas.draw_note(painter, QPointF(place.x() + 16, place.y() + 10), f"{self._turned:+.1f}°")

    def extent(self) -> QRectF | None:
        """Around the handles, the band and the angle."""
        rect = self.grips.extent(self._previews or self.canvas.selected_shapes())
        if self._band is not None:
            band = self._band.adjusted(-2, -2, 2, 2)
            rect = band if rect is None else rect.united(band)
        if self._turned is not None and rect is not None:
            place = self.canvas.view.to_widget(self._drag.place)
            rect = rect.united(QRectF(place.x(), place.y(), 110, 44))
        return rect

    def hint(self) -> str:
        """What can be done now."""
        chosen = self.canvas.selected_shapes()
        if self._keypoint() is not None:
            return QCoreApplication.translate(
                "CanvasTools", "Arrow keys move the keypoint, X: visible, occluded, hidden; Delete hides it."
            )
        if self.vertex is not None:
            return QCoreApplication.translate(
                "CanvasTools", "Arrow keys move the vertex, Delete removes it, comma and point go to its neighbours."
            )
        if not chosen:
            return QCoreApplication.translate(
                "CanvasTools", "Click a shape, or drag a frame around several. Tab goes from shape to shape."
            )
        if any(shape.is_suggestion for shape in chosen):
            return QCoreApplication.translate(
                "CanvasTools", "Enter accepts the suggestion, Delete rejects it, Tab goes to the next one."
            )
        if len(chosen) == 1 and chosen[0].kind in ("polygon", "polyline"):
            return QCoreApplication.translate(
                "CanvasTools", "Drag vertices, or the middle of an edge for a new one; with Alt the whole edge."
            )
        return QCoreApplication.translate("CanvasTools", "Drag to move, arrow keys by a pixel, with Shift by ten.")


_ARROWS: dict[Qt.Key, Place] = {
    Qt.Key.Key_Left: (-1.0, 0.0), Qt.Key.Key_Right: (1.0, 0.0), Qt.Key.Key_Up: (0.0, -1.0), Qt.Key.Key_Down: (0.0, 1.0),
}  # fmt: skip
