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

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_app.annotation.model import Annotation, Kind, LabelSchema, Mask, Shape, new_id
from desktop_app.annotation.refusals import EditError, Reason
from desktop_app.annotation.shapes.geometry import FEWEST, Place, clipped_to
from desktop_app.annotation.shapes.handles import frame_of, is_small
from desktop_app.annotation.shapes.hits import Hit, HitIndex
from desktop_app.annotation.shapes.regions import Answer, Prompt, Request, Superpixels, Wand, Watershed
from desktop_app.annotation.shapes.snapping import Snap, snapped
from desktop_app.gui.annotation.adjustments import Adjustments
from desktop_app.gui.annotation.canvas_edits import CanvasEdits
from desktop_app.gui.annotation.canvas_options import CanvasOptions, ToolSettings
from desktop_app.gui.annotation.canvas_overlay import Overlay
from desktop_app.gui.annotation.canvas_paint import ShapePainter
from desktop_app.gui.annotation.canvas_texts import change_text, place_text, refusal_text
from desktop_app.gui.annotation.canvas_tools.assist import AssistTool
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool
from desktop_app.gui.annotation.canvas_tools.brush import BrushTool
from desktop_app.gui.annotation.canvas_tools.registry import TOOLS
from desktop_app.gui.annotation.canvas_tools.select import SelectTool
from desktop_app.gui.annotation.image_layer import ImageLayer
from desktop_app.gui.annotation.measures import measures_of
from desktop_app.gui.annotation.picture import Picture, Pyramid, TiledPicture
from desktop_app.gui.annotation.polygons import rects_of
from desktop_app.gui.annotation.shape_layer import Scene, ShapeLayer
from desktop_app.gui.annotation.view_widget import ViewWidget

_SLICE = 0.02
"""Seconds of painting shapes per frame; what takes longer goes on in the next one."""
_NUDGE_MS = 600


class Canvas(ViewWidget):
    """See the module. All coordinates of the interface are pixels of the image."""

    proposed = Signal(object, str)
    """A new `Annotation`, and what was done in words for the history."""
    selection_changed = Signal(tuple)
    """Ids of the selected shapes, in the order in which they were selected."""
    hovered = Signal(object)
    """The `Shape` under the pointer, or None."""
    activated = Signal(object)
    """A double click on a `Shape`, or Enter: its label or properties are wanted."""
    label_wanted = Signal(object)
    """A drawn `Shape` that has no label yet. It stays on the canvas until `accept_pending` or `drop_pending`."""
    menu_wanted = Signal(object, QPoint)
    """A `Shape` or None, and where on the screen its menu should open."""
    tool_changed = Signal(str)
    tool_finished = Signal(str)
    """A tool has made its shape."""
    options_changed = Signal(object)
    settings_changed = Signal(object)
    adjustments_changed = Signal(object)
    pointer_moved = Signal(float, float)
    """Where on the image the pointer is."""
    pointer_left = Signal()
    space_tapped = Signal()
    """Space was pressed and released without moving the picture, and meant nothing to the tool."""
    measured = Signal(object)
    """`Measures` of the shape in hand or of the only selected one; None for none."""
    hinted = Signal(str)
    """What to do next with the chosen tool."""
    refused = Signal(str)
    """Why something was not done, as a sentence."""
    region_wanted = Signal(object)
    """A `Request`; its `Answer` goes to `answer`, or None when there is none. It replaces the one before."""
    region_dropped = Signal(int)
    """The answer to the request of this number is not needed any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-canvas")
        self.setAccessibleName(self.tr("Image with its shapes"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.annotation = Annotation("")
        self.schema = LabelSchema()
        self.options = CanvasOptions()
        self.settings = ToolSettings()
        self.labels: tuple[str, ...] = ()
        """What the next shape will be called."""
        self.selection: tuple[str, ...] = ()
        self.pointer: Place | None = None
        self.snap: Snap | None = None
        self.draft_id = new_id()
        """Id of the shape that is being drawn."""
        self.can_ask = False
        """Whether somebody answers `region_wanted`."""
        self.message: tuple[str, str] = (self.tr("No image"), "")
        self.painter = ShapePainter()
        self.index = HitIndex(())
        self.edits = CanvasEdits(self)
        self._image_layer = ImageLayer()
        self._layer = ShapeLayer(self.painter)
        self._overlay = Overlay(self)
        self._overlay_region = QRegion()
        self._pickable = np.zeros(0, np.bool_)
        self._hidden: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._hovered: str | None = None
        self._pending: tuple[Shape, ...] = ()
        self._select_made = False
        self._last_size = (0.0, 0.0)
        """Of the last picture, also while there is none."""
        self._question: tuple[int, Callable[[Answer | None], None]] | None = None
        self._questions = 0
        self._told: object = None
        self._hint = ""
        self._last_shift: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
        self._tools: dict[str, Tool] = {}
        self.tool: Tool = self._tool("select")
        self._settling = QTimer(self, singleShot=True, interval=_NUDGE_MS)
        self._settling.timeout.connect(self._settle)

    # ------------------------------------------------------------------ what is shown

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """All shapes of the annotation, lowest first."""
        return self.annotation.shapes

    @property
    def picture(self) -> Picture | None:
        """What is painted under the shapes."""
        return self._image_layer.picture

    def set_picture(
        self, picture: Picture | QImage | None, annotation: Annotation | None = None, *, keep_view: bool | None = None
    ) -> None:
        """Show another picture and its annotation. A QImage is made a `Pyramid` here and now: 30 ms for 12 megapixels.

        `keep_view` (default: the option) leaves zoom and place as they are when the new picture has the size of the last.
        A picture of the same image and size, say a sharper one, takes the place of the other and disturbs nothing.
        """
        if isinstance(picture, QImage):
            picture = None if picture.isNull() else Pyramid.of(picture)
        size = (float(picture.width), float(picture.height)) if picture is not None else (0.0, 0.0)
        annotation = annotation or Annotation("")
        same_image = bool(annotation.image) and annotation.image == self.annotation.image
        if picture is not None and self.picture is not None and same_image and size == self.image_size:
            self._put(picture)  # better pixels of the same image: what is being drawn goes on
            self.set_annotation(annotation)
            return
        self._tool_ends_on_picture()
        self._put(picture)
        self.image_size = size
        self._layer.clear()
        self._pending = ()
        keep = self.options.keep_view if keep_view is None else keep_view
        if picture is not None:
            if not (keep and self._last_size == size and not self.is_fitted):
                self.fit()
            self._last_size = size
        self.set_annotation(annotation)
        self.tool.picture_changed()

    def _put(self, picture: Picture | None) -> None:
        self._image_layer.picture = picture
        self._image_layer.invalidate()
        if isinstance(picture, TiledPicture):
            picture.arrived = self._tile_arrived
        self.update()

    def _tool_ends_on_picture(self) -> None:
        """What was being drawn belongs to the picture that goes; what arrow keys have moved is proposed for it."""
        self._settle()
        self.tool.cancel()
        self.forget_question()

    def show_message(self, title: str, detail: str = "") -> None:
        """What is said in place of a picture: none opened, loading, or why this one cannot be shown."""
        self.message = (title, detail)
        self.set_picture(None)

    def set_annotation(self, annotation: Annotation) -> None:
        """Show another state of the annotation; only what differs is painted anew."""
        old = self.annotation
        if annotation is old:
            return
        self.annotation = annotation
        touched = _touched(old.shapes, annotation.shapes)
        self.index = self.index.changed_to(annotation.shapes)
        self.painter.keep_only(annotation.by_id)
        kept = tuple(name for name in self.selection if name in annotation.by_id)
        if self._hovered is not None and self._hovered not in annotation.by_id:
            self._hovered = None
        self._layer.touch(touched)
        if kept != self.selection:
            self._set_selection(kept)
        self._scene()
        self.tool.scene_changed()
        self.refresh()

    def set_schema(self, schema: LabelSchema) -> None:
        """Take colours, skeletons and allowed kinds of the labels."""
        if schema == self.schema:
            return
        self.schema = schema
        self.painter.set_schema(schema)
        self.index = HitIndex(self.annotation.shapes, self.index.boxes, schema)
        self._layer.invalidate()
        self._scene()
        self.update()

    def set_labels(self, labels: Iterable[str]) -> None:
        """What the next shape will be called; nothing makes the canvas ask by `label_wanted`."""
        self.labels = tuple(labels)
        self.refresh()

    def set_hidden(self, ids: Collection[str] = (), labels: Collection[str] = ()) -> None:
        """Do not show shapes of these ids, nor those whose first label is one of these."""
        self._hidden = (frozenset(ids), frozenset(labels))
        self._change_shown()

    @property
    def hidden_ids(self) -> frozenset[str]:
        """Shapes that are hidden one by one."""
        return self._hidden[0]

    def _change_shown(self) -> None:
        before = self._layer.scene.shown
        self._scene()
        after = self._layer.scene.shown
        if len(before) == len(after):
            self._layer.touch([self.shapes[number] for number in np.flatnonzero(before != after).tolist()])
        else:
            self._layer.invalidate()
        self.refresh()

    def _scene(self) -> None:
        """Tell the layer what there is to paint."""
        ids, labels = self._hidden
        shown = np.ones(len(self.shapes), np.bool_)
        if self.options.hide_others and self.selection:
            chosen = set(self.selection)
            shown = np.array([shape.id in chosen for shape in self.shapes], np.bool_)
        if ids or labels:
            shown &= np.array([s.id not in ids and s.label not in labels for s in self.shapes], np.bool_)
        self._pickable = shown
        self._layer.scene = Scene(self.index, shown, frozenset(self.selection), self._lifted())

    def set_options(self, options: CanvasOptions) -> None:
        """Change how shapes look and what helps while drawing."""
        old, self.options = self.options, options
        if options == old:
            return
        self.painter.options = options
        self._image_layer.options = options
        self.wheel_zooms = options.wheel == "zoom"
        if (options.grid, options.pixel_grid) != (old.grid, old.pixel_grid):
            self._image_layer.invalidate()
        self._layer.invalidate()
        self._scene()
        self.options_changed.emit(options)
        self.update()

    def change_settings(self, **changes: object) -> None:
        """Change some of the tools' numbers: `change_settings(radius=20)`."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        self.settings_changed.emit(self.settings)
        self.refresh()

    @property
    def adjustments(self) -> Adjustments:
        """Brightness, contrast, gamma and channel of the view."""
        return self._image_layer.adjustments

    def set_adjustments(self, adjustments: Adjustments) -> None:
        """Show the picture brighter, in one channel, ...; the file stays as it is."""
        if adjustments != self.adjustments:
            self._image_layer.adjustments = adjustments
            self._image_layer.invalidate()
            self.adjustments_changed.emit(adjustments)
            self.update()

    # ------------------------------------------------------------------ selection

    def select(self, ids: Iterable[str]) -> None:
        """Select exactly these shapes; ids that are not there are left out."""
        known = self.annotation.by_id
        wanted = tuple(dict.fromkeys(name for name in ids if name in known))
        if wanted != self.selection:
            self._settle()
            self._set_selection(wanted)
            self.tool.scene_changed()
            self.refresh()

    def _set_selection(self, wanted: tuple[str, ...]) -> None:
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
            self._tools[name] = TOOLS[name](self)
        return self._tools[name]

    def set_tool(self, name: str) -> None:
        """Work with another tool: one of `registry.TOOLS`."""
        tool = self._tool(name)
        if tool is self.tool:
            return
        self._settle()
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

    def _settle(self) -> None:
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

    def _lifted(self) -> frozenset[str]:
        """Shapes of the annotation that the layer leaves to the overlay."""
        known = self.annotation.by_id
        held = {shape.id for shape in self.tool.shapes() if shape.id in known}
        if isinstance(self.tool, BrushTool):
            held |= self.tool.lifts()
        return frozenset(held)

    @property
    def crosshair_shown(self) -> bool:
        """Whether lines through the pointer are drawn."""
        choice = self.options.crosshair
        hidden = self.tool.name in ("brush", "eraser", "watershed", "superpixels", "pan")
        return choice == "always" or (choice == "drawing" and self.tool.draws and not hidden)

    # ------------------------------------------------------------------ keeping the screen right

    def refresh(self) -> None:
        """Paint what has changed in the overlay, and what shapes it took from the layer or gave back."""
        lifted = self._lifted()
        before = frozenset(self._layer.scene.lifted)
        if lifted != before:
            known = self.annotation.by_id
            self._layer.scene = replace(self._layer.scene, lifted=lifted)
            moved_ = [known[name] for name in lifted ^ before if name in known]
            self._layer.touch(moved_)
            for shape in moved_:
                self.update(self._overlay._widget_rect(self.painter.extent(shape, self.view)))
        region = self._overlay.region()
        self.update(region + self._overlay_region)
        self._overlay_region = region
        if self._layer.is_dirty:
            self.update(self._layer.dirty_rect(self.view.ratio))
        self._tell()

    def _tell(self) -> None:
        """Send measures and hint when they have changed."""
        shape = self.tool.size_of()
        if shape is None and len(self.selection) == 1:
            shape = self.annotation.by_id.get(self.selection[0])
        if shape is not self._told:
            self._told = shape
            self.measured.emit(measures_of(shape) if shape is not None else None)
        hint = self.tool.hint()
        if hint != self._hint:
            self._hint = hint
            self.hinted.emit(hint)

    def _tile_arrived(self, part: QRectF) -> None:
        box = (part.left(), part.top(), part.right(), part.bottom())
        device = self.view.box_to_device(box, 1)
        self._image_layer.invalidate(device)
        ratio = self.view.ratio
        self.update(
            QRectF(
                device.left() / ratio, device.top() / ratio, device.width() / ratio, device.height() / ratio
            ).toAlignedRect()
        )

    def _device_rect(self) -> QRect:
        ratio = self.devicePixelRatioF()
        return QRect(0, 0, max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, shapes at rest, and what is in hand; each layer only where it must be painted anew."""
        self._adopt_ratio()
        with QPainter(self) as painter:
            if self.picture is None:
                painter.fillRect(self.rect(), self.palette().window())
                self._overlay.message(painter, *self.message)
                return
            self._paint_layers(painter, event.region())
            painter.setOpacity(self.options.opacity)
            self._overlay.paint(painter)
            painter.setOpacity(1.0)
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.setPen(self.palette().accent().color())
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if isinstance(self.picture, TiledPicture):
            self.picture.ask_for(self.view, self._device_rect())

    def _paint_layers(self, painter: QPainter, region: QRegion) -> None:
        """The picture and the shapes at rest."""
        device, ratio = self._device_rect(), self.view.ratio
        self._image_layer.ground = self.palette().window().color().darker(112 if self._is_dark() else 104)
        image = self._image_layer.prepare(self.view, device.width(), device.height())
        for rect in rects_of(region):
            part = QRectF(rect)
            painter.drawImage(part, image, QRectF(part.topLeft() * ratio, part.size() * ratio))
        if not self._layer.prepare(self.view, device.width(), device.height(), _SLICE):
            QTimer.singleShot(0, self.update)
        self._layer.paint(painter, self.view, self.options.opacity)

    def _is_dark(self) -> bool:
        return self.palette().window().color().lightness() < 128

    def forget_painting(self) -> None:
        """Drop the kept layers, so that the next paint makes everything anew."""
        self._layer.clear()
        self._image_layer.invalidate()
        self.update()

    def finish_painting(self) -> None:
        """Paint all that is still to be painted now, however long it takes: for pictures of the canvas and for tests."""
        device = self._device_rect()
        while not self._layer.prepare(self.view, device.width(), device.height(), 60.0):
            pass
        self.repaint()

    def set_view(self, view: object) -> None:
        """Look elsewhere."""
        super().set_view(view)  # type: ignore[arg-type]
        self._overlay_region = QRegion(self.rect())

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
        self._settle()
        super().focusOutEvent(event)
        self.update()


_ARROWS: dict[Qt.Key, Place] = {
    Qt.Key.Key_Left: (-1.0, 0.0), Qt.Key.Key_Right: (1.0, 0.0), Qt.Key.Key_Up: (0.0, -1.0), Qt.Key.Key_Down: (0.0, 1.0),
}  # fmt: skip


def _touched(old: Sequence[Shape], new: Sequence[Shape]) -> list[Shape]:
    """Shapes that are not the same objects, or not in the same order, before and after."""
    if len(old) == len(new):
        pairs = [(a, b) for a, b in zip(old, new, strict=True) if a is not b]
        return [shape for pair in pairs for shape in pair]
    before, after = {id(shape) for shape in old}, {id(shape) for shape in new}
    gone = [shape for shape in old if id(shape) not in after]
    return gone + [shape for shape in new if id(shape) not in before]
