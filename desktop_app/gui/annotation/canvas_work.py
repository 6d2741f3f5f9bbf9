"""What is done on a canvas: selection, the tool at work, changes that are proposed, questions about the picture."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QPainter,
)
from PySide6.QtWidgets import QWidget

from desktop_app.annotation.model import Annotation, Kind, Mask, Shape, new_id
from desktop_app.annotation.refusals import EditError, Reason
from desktop_app.annotation.shapes.geometry import FEWEST, Place, clipped_to
from desktop_app.annotation.shapes.handles import frame_of, is_small
from desktop_app.annotation.shapes.hits import Hit
from desktop_app.annotation.shapes.regions import Answer, Prompt, Request, Superpixels, Wand, Watershed
from desktop_app.gui.annotation.canvas_edits import CanvasEdits
from desktop_app.gui.annotation.canvas_scene import CanvasScene
from desktop_app.gui.annotation.canvas_texts import change_text, place_text, refusal_text
from desktop_app.gui.annotation.canvas_tools.assist import AssistTool
from desktop_app.gui.annotation.canvas_tools.base import Tool
from desktop_app.gui.annotation.canvas_tools.registry import TOOLS
from desktop_app.gui.annotation.canvas_tools.select import SelectTool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

_NUDGE_MS = 600


class CanvasWork(CanvasScene):
    """The middle layer of `Canvas`: tools call it, and it tells the owner by signals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        canvas = cast("Canvas", self)
        self.edits = CanvasEdits(canvas)
        self.draft_id = new_id()
        """Id of the shape that is being drawn."""
        self.can_ask = False
        """Whether somebody answers `region_wanted`."""
        self._pending: tuple[Shape, ...] = ()
        self._select_made = False
        self._question: tuple[int, Callable[[Answer | None], None]] | None = None
        self._questions = 0
        self._tools: dict[str, Tool] = {}
        self.tool = self._tool("select")
        self._settling = QTimer(self, singleShot=True, interval=_NUDGE_MS)
        self._settling.timeout.connect(self.settle)

    # ------------------------------------------------------------------ selection

    def select(self, ids: Iterable[str]) -> None:
        """Select exactly these shapes; ids that are not there are left out."""
        known = self.annotation.by_id
        wanted = tuple(dict.fromkeys(name for name in ids if name in known))
        if wanted != self.selection:
            self.settle()
            self.choose(wanted)
            self.tool.scene_changed()
            self.refresh()

    def choose(self, wanted: tuple[str, ...]) -> None:
        changed = set(self.selection) ^ set(wanted)
        self.selection = wanted
        known = self.annotation.by_id
        if self.options.hide_others:
            self._layer.invalidate()
        else:
            self._layer.touch([known[name] for name in changed if name in known])
        self._scene()
        self._describe()
        self.selection_changed.emit(wanted)

    def _describe(self) -> None:
        """Tell a screen reader what is selected."""
        chosen = self.selected_shapes()
        if len(chosen) == 1:
            number = self.shapes.index(chosen[0]) + 1
            self.setAccessibleDescription(place_text(chosen[0], number, len(self.shapes)))
        else:
            self.setAccessibleDescription(self.tr("{count} shapes selected").format(count=len(chosen)))

    def select_all(self) -> None:
        """Everything that is shown."""
        self.select(self.shapes[number].id for number in np.flatnonzero(self._pickable).tolist())

    def select_at(self, place: Place, kinds: Collection[Kind] = ()) -> None:
        """The shape at a place, if it is of one of these kinds."""
        for hit in self.hits_at(place):
            if not kinds or self.shapes[hit.index].kind in kinds:
                self.select([self.shapes[hit.index].id])
                return

    def selected_shapes(self) -> tuple[Shape, ...]:
        """The selected shapes in the order in which they are drawn."""
        if len(self.selection) < 2:
            return tuple(self.annotation.by_id[name] for name in self.selection if name in self.annotation.by_id)
        chosen = set(self.selection)
        return tuple(shape for shape in self.shapes if shape.id in chosen)

    def step_selection(self, step: int) -> bool:
        """Select the next shape that is shown; False at the end, when nothing is selected any more."""
        shown = [self.shapes[number].id for number in np.flatnonzero(self._pickable).tolist()]
        suggestions = [name for name in shown if self.annotation.by_id[name].is_suggestion]
        order = suggestions or shown
        if not order:
            return False
        here = order.index(self.selection[-1]) if self.selection and self.selection[-1] in order else None
        place = here + step if here is not None else (0 if step > 0 else len(order) - 1)
        if not 0 <= place < len(order):
            self.select([])
            return False
        self.select([order[place]])
        self.show_selection()
        return True

    def show_selection(self, *, zoom: bool = False) -> None:
        """Bring the selected shapes into view; with `zoom` as large as the widget allows."""
        chosen = self.selected_shapes()
        if not chosen:
            return
        left, top, right, bottom = frame_of(chosen)
        if zoom:
            self.show_box((left, top, right, bottom))
            return
        seen = QRectF(self.rect())
        corners = QRectF(self.view.to_widget((left, top)), self.view.to_widget((right, bottom)))
        if not seen.intersects(corners.adjusted(-1, -1, 1, 1)):
            self.show_place(((left + right) / 2, (top + bottom) / 2), margin=min(self.width(), self.height()) / 3)

    def hits_at(self, place: Place) -> list[Hit]:
        """Shapes at a place, the one that is most likely meant first."""
        return self.index.hits(place, self.view.pixels(6), self._pickable)

    def shapes_within(self, box: tuple[float, float, float, float], *, whole: bool) -> list[str]:
        """Ids of the shapes that are shown and lie in a box, or meet it."""
        return [self.shapes[n].id for n in self.index.within(box, whole=whole) if self._pickable[n]]

    def hover(self, name: str | None) -> None:
        """Mark the shape under the pointer; lists may call this too."""
        if name != self._hovered:
            self._hovered = name
            self.hovered.emit(self.hovered_shape())
            self.refresh()

    def hovered_shape(self) -> Shape | None:
        """The shape under the pointer."""
        return self.annotation.by_id.get(self._hovered) if self._hovered is not None else None

    # ------------------------------------------------------------------ tools

    def _tool(self, name: str) -> Tool:
        if name not in self._tools:
            self._tools[name] = TOOLS[name](cast("Canvas", self))
        return self._tools[name]

    def set_tool(self, name: str) -> None:
        """Work with another tool: one of `registry.TOOLS`."""
        tool = self._tool(name)
        if tool is self.tool:
            return
        self.settle()
        self.tool.end()
        self.forget_question()
        self.hover(None)
        self.snap = None
        self.tool = tool
        tool.begin()
        self.show_cursor(tool.cursor)
        self.tool_changed.emit(name)
        self.refresh()

    @property
    def assisting(self) -> AssistTool:
        """The tool that asks a model; whoever owns the model tells it how that is."""
        tool = self._tool("assist")
        assert isinstance(tool, AssistTool)
        return tool

    @property
    def selecting(self) -> SelectTool:
        """The tool that edits."""
        tool = self._tool("select")
        assert isinstance(tool, SelectTool)
        return tool

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """The pointer's looks, unless the picture is held."""
        if not self.is_panning and not self.space_held and self.cursor().shape() != shape:
            self.setCursor(shape)

    def settle(self) -> None:
        """Propose what arrow keys have moved."""
        self._settling.stop()
        tool = self.tool
        if isinstance(tool, SelectTool):
            tool.settle()
            self.refresh()

    def settle_soon(self) -> None:
        """Propose after a pause."""
        self._settling.start()

    # ------------------------------------------------------------------ proposals

    def propose(self, annotation: Annotation, what: str, shapes: Sequence[Shape] = ()) -> None:
        """Offer a new annotation to the owner; `what` is a key of `change_text`."""
        told = tuple(shapes) or self.selected_shapes()
        self.proposed.emit(annotation, change_text(what, told))
        self.refresh()

    def propose_shapes(self, changed: Sequence[Shape], what: str) -> None:
        """Offer changed shapes."""
        self.propose(self.annotation.with_changed(changed), what, changed)

    def finish(self, shape: Shape, *, select: bool = False) -> None:
        """A tool has drawn a shape."""
        if is_small(shape, self.options.least_size) or len(shape.points) < FEWEST[shape.kind]:
            self.refuse_code("too-small")
            return
        self.finish_pieces((shape,), select=select)

    def finish_pieces(self, shapes: tuple[Shape, ...], *, select: bool) -> None:
        """A tool has drawn shapes that belong together; they are proposed, or wait for a label."""
        self.draft_id = new_id()
        self._select_made = select
        allowed = [self._allowed(shape) for shape in shapes]
        if self.options.ask_label or not all(allowed):
            if any(shape.labels for shape in shapes) and not all(allowed):
                self.refuse_code("kind-not-allowed")
            self._pending = shapes
            self.refresh()
            self.label_wanted.emit(shapes[0])
            return
        self._propose_drawn(shapes)

    def _allowed(self, shape: Shape) -> bool:
        """Whether the shape has a label that may have such shapes."""
        label = self.schema.label(shape.label)
        return bool(shape.labels) and (label is None or not label.kinds or shape.kind in label.kinds)

    def _propose_drawn(self, shapes: tuple[Shape, ...]) -> None:
        from desktop_app.annotation.shapes.arranging import with_pieces

        base = self.annotation.with_shapes((*self.shapes, *shapes[:1]))
        self.propose(with_pieces(base, {shapes[0].id: shapes}), "draw", shapes[:1])
        if self._select_made or not self.options.keep_drawing:
            self.select([shape.id for shape in shapes])
        self.tool_finished.emit(self.tool.name)
        if not self.options.keep_drawing:
            self.set_tool("select")

    @property
    def pending(self) -> Shape | None:
        """The drawn shape that waits for its label."""
        return self._pending[0] if self._pending else None

    def accept_pending(self, labels: Iterable[str], **changes: object) -> None:
        """Give the waiting shape its labels (and attributes, text, ...) and propose it."""
        shapes, self._pending = self._pending, ()
        if shapes:
            self._propose_drawn(tuple(replace(s, labels=tuple(labels), **changes) for s in shapes))  # type: ignore[arg-type]

    def drop_what_waits(self) -> None:
        """Shapes that wait for a label belong to a picture that goes."""
        self._pending = ()

    def drop_pending(self) -> None:
        """The waiting shape is not wanted."""
        self._pending = ()
        self.refresh()

    def refuse(self, error: EditError) -> None:
        """Tell why an edit was not done."""
        self.refuse_code(error.code)

    def refuse_code(self, code: Reason) -> None:
        """Tell why something was not done."""
        self.refused.emit(refusal_text(code))

    def hole_target(self) -> Shape | None:
        """The polygon that a hole would be cut into."""
        chosen = self.selected_shapes()
        return chosen[0] if len(chosen) == 1 and chosen[0].kind == "polygon" and not chosen[0].locked else None

    def cut_hole(self, ring: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> None:
        """For the hole tool."""
        self.edits.cut_hole(ring)

    def split(self, line: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> None:
        """For the split tool."""
        self.edits.split(line)

    # ------------------------------------------------------------------ questions about the picture

    def ask(
        self,
        work: Wand | Watershed | Superpixels | Prompt,
        take: Callable[[Answer | None], None],
        *,
        visible: bool = False,
    ) -> bool:
        """Ask the owner about the picture's pixels; False when nobody answers. A newer question replaces the older one."""
        if not self.can_ask or not self.image_size[0]:
            self.refuse_code("no-worker")
            return False
        self._questions += 1
        self._question = (self._questions, take)
        width, height = (int(value) for value in self.image_size)
        region = (0, 0, width, height)
        if visible:
            left, top, right, bottom = self.view.device_to_box(self._device_rect())
            region = (max(int(left), 0), max(int(top), 0), min(int(right) + 1, width), min(int(bottom) + 1, height))
        self.region_wanted.emit(Request(self._questions, region, work))
        return True

    def answer(self, answer: Answer) -> None:
        """Take the answer to a `Request`; answers to older questions are dropped."""
        if self._question is not None and self._question[0] == answer.number:
            take = self._question[1]
            self._question = None
            take(answer)
            self.refresh()

    def question_failed(self, number: int, sentence: str) -> None:
        """There is no answer to a `Request`, and why."""
        if self._question is not None and self._question[0] == number:
            take = self._question[1]
            self._question = None
            take(None)
            self.refused.emit(sentence)
            self.refresh()

    def forget_question(self) -> None:
        """The answer is not needed any more."""
        if self._question is not None:
            self.region_dropped.emit(self._question[0])
            self._question = None

    # ------------------------------------------------------------------ what tools need

    @property
    def label_colour(self) -> QColor:
        """The colour of what is drawn next."""
        return self.colour_of_labels(self.labels)

    def colour_of_labels(self, labels: tuple[str, ...]) -> QColor:
        """The colour of a shape with these labels."""
        return self.painter.colour(Shape("point", labels, np.zeros((1, 2))))

    def colour_of(self, shape: Shape) -> QColor:
        """The colour of a shape."""
        return self.painter.colour(shape)

    def least_drag(self) -> float:
        """Pixels of the image that a drag must be long to be meant."""
        return max(self.options.least_size, self.view.pixels(4))

    @property
    def snaps_now(self) -> bool:
        """Whether points are pulled to neighbours."""
        return self.options.snapping

    @property
    def snap_reach(self) -> float:
        """Pixels of the image within which they are."""
        return self.view.pixels(self.options.snap_reach)

    def on_image(self, place: Place) -> bool:
        """Whether a place lies on the image."""
        width, height = self.image_size
        return 0 <= place[0] <= width and 0 <= place[1] <= height

    def kept_on_image(self, place: Place) -> Place:
        """The place, or the nearest one on the image if points must not lie outside; whole pixels if wanted."""
        width, height = self.image_size
        x, y = place
        if not self.options.allow_outside and width:
            x, y = clipped_to(np.array([place]), width, height)[0].tolist()
        return (float(round(x)), float(round(y))) if self.options.whole_pixels else (x, y)

    def draw_note(self, painter: QPainter, place: QPointF, text: str) -> None:
        """A few words on a dark ground, kept on the widget."""
        self._overlay.note(painter, place, text)

    def draw_mask(self, painter: QPainter, mask: Mask, colour: QColor, *, faint: bool = False) -> None:
        """A mask that is no shape yet."""
        ratio = self.view.ratio
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        self.painter.masks.draw(
            painter, mask, self.view, colour, 0.15 if faint else 0.45, not faint, self._device_rect()
        )
        painter.restore()

    def shapes_in_hand(self) -> tuple[Shape, ...]:
        """Shapes that the overlay draws: under the tool, or waiting for a label."""
        return (*self._pending, *self.tool.shapes())
