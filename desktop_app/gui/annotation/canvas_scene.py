"""What a canvas shows, and how it keeps it on the screen: picture, shapes at rest, what is hidden, what is in hand."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QWidget

from desktop_app.annotation.model import Annotation, LabelSchema, Shape
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.hits import HitIndex
from desktop_app.annotation.shapes.snapping import Snap
from desktop_app.gui.annotation.adjustments import Adjustments
from desktop_app.gui.annotation.canvas_options import CanvasOptions, ToolSettings
from desktop_app.gui.annotation.canvas_overlay import Overlay
from desktop_app.gui.annotation.canvas_paint import ShapePainter
from desktop_app.gui.annotation.canvas_tools.base import Tool
from desktop_app.gui.annotation.canvas_tools.brush import BrushTool
from desktop_app.gui.annotation.image_layer import ImageLayer
from desktop_app.gui.annotation.measures import measures_of
from desktop_app.gui.annotation.picture import Picture, Pyramid, TiledPicture
from desktop_app.gui.annotation.polygons import rects_of
from desktop_app.gui.annotation.shape_layer import Scene, ShapeLayer
from desktop_app.gui.annotation.view_widget import ViewWidget

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

_SLICE = 0.02
"""Seconds of painting shapes per frame; what takes longer goes on in the next one."""


class CanvasScene(ViewWidget):
    """The lowest layer of `Canvas`: it knows what is seen, and asks the layers above what is in hand."""

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

    tool: Tool
    """The tool that is at work."""

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
        self.message: tuple[str, str] = (self.tr("No image"), "")
        self.painter = ShapePainter()
        self.index = HitIndex(())
        self._image_layer = ImageLayer()
        self._layer = ShapeLayer(self.painter)
        self._overlay = Overlay(cast("Canvas", self))
        self._overlay_region = QRegion()
        self._pickable = np.zeros(0, np.bool_)
        self._hidden: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._hovered: str | None = None
        self._last_size = (0.0, 0.0)
        """Of the last picture, also while there is none."""
        self._told: object = None
        self._hint = ""

    # ------------------------------------------------------------------ what the layers above say

    def settle(self) -> None:
        """Propose what arrow keys have moved."""
        raise NotImplementedError

    def forget_question(self) -> None:
        """The answer about the picture is not needed any more."""
        raise NotImplementedError

    def drop_what_waits(self) -> None:
        """Shapes that wait for a label belong to a picture that goes."""
        raise NotImplementedError

    def choose(self, wanted: tuple[str, ...]) -> None:
        """Select exactly these shapes, all of which are there."""
        raise NotImplementedError

    def hovered_shape(self) -> Shape | None:
        """The shape under the pointer."""
        raise NotImplementedError

    def shapes_in_hand(self) -> tuple[Shape, ...]:
        """Shapes that the overlay draws: under the tool, or waiting for a label."""
        raise NotImplementedError

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
        self.drop_what_waits()
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
        self.settle()
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
            self.choose(kept)
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


def _touched(old: Sequence[Shape], new: Sequence[Shape]) -> list[Shape]:
    """Shapes that are not the same objects, or not in the same order, before and after."""
    if len(old) == len(new):
        pairs = [(a, b) for a, b in zip(old, new, strict=True) if a is not b]
        return [shape for pair in pairs for shape in pair]
    before, after = {id(shape) for shape in old}, {id(shape) for shape in new}
    gone = [shape for shape in old if id(shape) not in after]
    return gone + [shape for shape in new if id(shape) not in before]
