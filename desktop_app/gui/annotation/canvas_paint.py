"""Draws one shape as it looks at a zoom: outlines from cached polygons, masks from cached pictures, tags beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from desktop_app.annotation.label_colours import shown_colour
from desktop_app.annotation.model import HIDDEN, OCCLUDED, LabelSchema, Shape, Skeleton
from desktop_app.annotation.shapes.geometry import CUBOID_EDGES, DOTS, LINES, Floats, round_ring
from desktop_app.annotation.shapes.hits import bones_of
from desktop_app.gui.annotation.canvas_options import CanvasOptions
from desktop_app.gui.annotation.canvas_view import View
from desktop_app.gui.annotation.dashes import dashes_of
from desktop_app.gui.annotation.mask_pictures import MaskPictures
from desktop_app.gui.annotation.polygons import polygon_of
from desktop_app.gui.annotation.tags import Tags

FEW, MANY, VERY_MANY = 100, 300, 1500
"""Shapes in view above which lines lose their rims, become thin, and are no longer smooth."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is drawn of each shape, by how many are in view."""

    width: float
    """Of lines, in device pixels."""
    smooth: bool
    tags: bool
    halo: bool = False
    """Whether every line has a dark rim, so that it is seen on a ground of its own colour."""


def detail_for(count: int, options: CanvasOptions, ratio: float) -> Detail:
    """Wide smooth lines and tags for few shapes, hairlines for thousands."""
    if count <= MANY:
        return Detail(options.line_width * ratio, True, options.tags == "all", halo=count <= FEW)
    return Detail(1.0, count <= VERY_MANY, False)


@dataclass(frozen=True, slots=True)
class Emphasis:
    """In what way a shape stands out."""

    selected: bool = False
    hovered: bool = False
    preview: bool = False
    """It is being drawn or dragged."""


PLAIN, SELECTED, PREVIEW = Emphasis(), Emphasis(selected=True), Emphasis(selected=True, preview=True)
HOVERED = Emphasis(hovered=True)


class ShapePainter:
    """Paints shapes in device pixels; keeps what is dear to make until the shape changes."""

    def __init__(self) -> None:
        self.schema = LabelSchema()
        self.options = CanvasOptions()
        self.tags = Tags()
        self.masks = MaskPictures()
        self._polygons: dict[str, tuple[Shape, float, list[QPolygonF]]] = {}
        self._colours: dict[str, QColor] = {}
        self._pens: dict[tuple[int, float], QPen] = {}
        self._dashed: dict[str, tuple[Shape, tuple[float, float], list[QLineF]]] = {}

    def set_schema(self, schema: LabelSchema) -> None:
        """Take colours and skeletons from a schema."""
        self.schema = schema
        self._colours.clear()

    def keep_only(self, shapes: Mapping[str, Shape]) -> None:
        """Forget what was made for shapes that are gone."""
        if len(self._polygons) > 2 * len(shapes) + 64:
            self._polygons = {name: made for name, made in self._polygons.items() if name in shapes}

    def colour(self, shape: Shape) -> QColor:
        """The colour of a shape's first label."""
        label = shape.label
        kept = self._colours.get(label)
        if kept is None:
            kept = self._colours[label] = QColor(shown_colour(self.schema, label))
        return kept

    def skeleton(self, shape: Shape) -> Skeleton | None:
        """The skeleton of a shape's label."""
        label = self.schema.label(shape.label)
        return label.skeleton if label is not None else None

    # ------------------------------------------------------------------ one shape

    def draw(
        self, painter: QPainter, shape: Shape, view: View, detail: Detail, emphasis: Emphasis, clip: QRect
    ) -> None:
        """The shape without its tag; `painter` works in device pixels."""
        colour = self.colour(shape)
        left, top, right, bottom = shape.box
        small = max(right - left, bottom - top) * view.scale < 2.5
        if small and not emphasis.preview and shape.kind not in DOTS:
            painter.fillRect(view.box_to_device(shape.box).adjusted(0, 0, 1, 1), colour)
            return
        if shape.mask is not None:
            self._draw_mask(painter, shape, view, emphasis, clip, colour)
            return
        width = detail.width * (1.4 if emphasis.selected or emphasis.hovered else 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, detail.smooth)
        base = painter.worldTransform()
        painter.setWorldTransform(QTransform(view.scale, 0, 0, view.scale, view.left, view.top) * base)
        if emphasis.selected or emphasis.hovered or (detail.halo and not shape.is_suggestion):
            strong = emphasis.selected or emphasis.hovered
            rim = QColor(255, 255, 255, 190) if emphasis.hovered else QColor(0, 0, 0, 150 if strong else 70)
            halo = QPen(rim, width + (2.4 if strong else 1.6) * view.ratio)
            halo.setCosmetic(True)
            halo.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
            painter.setPen(halo)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._outline(painter, shape, view)
        pen = self._pen(colour, width)
        dash = _dash_of(shape)
        painter.setPen(pen if dash is None else Qt.PenStyle.NoPen)
        painter.setBrush(self._brush(shape, colour, emphasis))
        self._outline(painter, shape, view)
        if dash is not None:
            painter.setPen(pen)
            painter.drawLines(self._dashes(shape, view, dash))
        if shape.kind in ("point", "points", "skeleton"):
            self._dots(painter, shape, view, detail, emphasis, colour)
        painter.setWorldTransform(base)

    def _pen(self, colour: QColor, width: float) -> QPen:
        key = (colour.rgb(), width)
        pen = self._pens.get(key)
        if pen is None:
            if len(self._pens) > 2000:
                self._pens.clear()
            pen = self._pens[key] = QPen(colour, width)
            pen.setCosmetic(True)
            pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def _dashes(self, shape: Shape, view: View, dash: tuple[float, float]) -> list[QLineF]:
        kept = self._dashed.get(shape.id)
        if kept is not None and kept[0] is shape and kept[1] == (view.scale, view.ratio):
            return kept[2]
        on, off = dash[0] * view.ratio, dash[1] * view.ratio
        made = dashes_of(shape, view.scale, on, off, self.skeleton(shape))
        if len(self._dashed) > 2000:
            self._dashed.clear()
        self._dashed[shape.id] = (shape, (view.scale, view.ratio), made)
        return made

    def _brush(self, shape: Shape, colour: QColor, emphasis: Emphasis) -> QColor:
        if shape.kind in LINES or shape.kind == "skeleton":
            return QColor(0, 0, 0, 0)
        fill = self.options.fill * (0.6 if shape.is_suggestion else 1.0)
        fill = min(fill + (0.12 if emphasis.selected or emphasis.hovered else 0.0), 1.0) if fill > 0 else 0.0
        made = QColor(colour)
        made.setAlphaF(fill)
        return made

    def _outline(self, painter: QPainter, shape: Shape, view: View) -> None:
        """The lines of a shape with pen and brush as they are set, in pixels of the image."""
        if shape.kind in ("point", "points"):
            return
        if shape.kind == "rectangle":
            left, top, right, bottom = shape.box
            painter.drawRect(QRectF(left, top, right - left, bottom - top))
            return
        polygons = self._shape_polygons(shape, view)
        if shape.kind in LINES:
            painter.drawPolyline(polygons[0])
        elif shape.kind == "skeleton":
            starts, ends = bones_of(shape, self.skeleton(shape))
            for (x0, y0), (x1, y1) in zip(starts.tolist(), ends.tolist(), strict=True):
                painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
        elif shape.kind == "cuboid":
            self._cuboid(painter, shape, polygons)
        elif len(polygons) == 1:
            painter.drawPolygon(polygons[0])
        else:
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.OddEvenFill)
            for polygon in polygons:
                path.addPolygon(polygon)
                path.closeSubpath()
            painter.drawPath(path)

    def _cuboid(self, painter: QPainter, shape: Shape, polygons: list[QPolygonF]) -> None:
        """The front face filled, the other edges as thin lines behind it."""
        if len(shape.points) != 8:
            painter.drawPolygon(polygons[0])
            return
        pen = painter.pen()
        thin = QPen(pen)
        thin.setWidthF(max(pen.widthF() * 0.6, 1.0))
        painter.setPen(thin)
        places = shape.points.tolist()
        for a, b in CUBOID_EDGES[4:]:
            painter.drawLine(QPointF(*places[a]), QPointF(*places[b]))
        painter.setPen(pen)
        painter.drawPolygon(polygons[0])

    def _shape_polygons(self, shape: Shape, view: View) -> list[QPolygonF]:
        """Polygons of a shape as they are needed at a zoom; at small zooms long outlines lose points nobody can see."""
        step = _step(view.scale)
        kept = self._polygons.get(shape.id)
        if kept is not None and kept[0] is shape and (kept[1] == step or not _depends_on_zoom(shape)):
            return kept[2]
        made = [polygon_of(ring) for ring in _rings_at(shape, step)]
        self._polygons[shape.id] = (shape, step, made)
        return made

    def _dots(
        self, painter: QPainter, shape: Shape, view: View, detail: Detail, emphasis: Emphasis, colour: QColor
    ) -> None:
        """Keypoints as discs: filled when visible, hollow when occluded, a faint ring when hidden and selected."""
        ratio = view.ratio
        size = (9.0 if emphasis.selected or emphasis.hovered else 7.0) * ratio if detail.width > 1 else 4.0 * ratio
        places = shape.points
        seen = shape.visibility if len(shape.visibility) == len(places) else (2,) * len(places)
        for value in {*seen}:
            chosen = places[np.array(seen) == value] if len({*seen}) > 1 else places
            polygon = polygon_of(chosen)
            if value == HIDDEN:
                if emphasis.selected:
                    self._discs(painter, polygon, size * 0.7, QColor(255, 255, 255, 90))
                continue
            self._discs(painter, polygon, size + 2.5 * ratio, QColor(0, 0, 0, 150))
            self._discs(painter, polygon, size, colour)
            if value == OCCLUDED:
                self._discs(painter, polygon, size * 0.55, QColor(20, 20, 20))
            elif emphasis.selected:
                self._discs(painter, polygon, size * 0.4, QColor(255, 255, 255))

    def _discs(self, painter: QPainter, polygon: QPolygonF, size: float, colour: QColor) -> None:
        pen = QPen(colour, size)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPoints(polygon)

    def _draw_mask(
        self, painter: QPainter, shape: Shape, view: View, emphasis: Emphasis, clip: QRect, colour: QColor
    ) -> None:
        assert shape.mask is not None
        fill = max(self.options.fill * 1.6, 0.1)
        strong = emphasis.selected or emphasis.hovered
        alpha = min(fill + (0.15 if strong else 0.0), 0.9)
        self.masks.draw(painter, shape.mask, view, colour, alpha, strong, clip, dashed=shape.is_suggestion)

    # ------------------------------------------------------------------ its tag

    def tag_text(self, shape: Shape) -> str:
        """What stands beside a shape: labels, group, text, score."""
        parts = [", ".join(shape.labels[:3]) + ("…" if len(shape.labels) > 3 else "")]
        if shape.group is not None:
            parts.append(f"#{shape.group}")
        if self.options.texts and shape.text:
            parts.append(f"“{shape.text[:24]}{'…' if len(shape.text) > 24 else ''}”")
        if self.options.scores and shape.score is not None:
            parts.append(f"{shape.score:.2f}")
        return "  ".join(part for part in parts if part)

    def wants_tag(self, shape: Shape, view: View, detail: Detail, selected: bool) -> bool:
        """Whether there is room for a tag; by the shape alone, so that painting a part of the canvas decides the same."""
        if self.options.tags == "none" or not (selected or detail.tags):
            return False
        if selected or shape.kind in ("point", "points"):
            return True
        left, top, right, bottom = shape.box
        return (right - left) * view.scale >= 26 * view.ratio or (bottom - top) * view.scale >= 26 * view.ratio

    def tag_rect(self, shape: Shape, view: View) -> QRect:
        """Where a shape's tag lies, in device pixels: above its top left corner, or inside at the upper border of the image."""
        size = self.tags.size(self.tag_text(shape), view.ratio, locked=shape.locked)
        left, top = shape.box[:2]
        x, y = round(left * view.scale) + view.left, round(top * view.scale) + view.top
        gap = round(3 * view.ratio)
        if shape.kind in ("point", "points"):
            gap = round(8 * view.ratio)
        if top * view.scale < size.height() + gap:
            inside = round(8 * view.ratio)
            return QRect(x + inside, y + inside, size.width(), size.height())
        return QRect(x, y - size.height() - gap, size.width(), size.height())

    def draw_tag(self, painter: QPainter, shape: Shape, view: View, selected: bool) -> None:
        """The shape's labels on a ground of its colour."""
        text = self.tag_text(shape)
        if not text and not shape.locked:
            return
        picture = self.tags.picture(
            text,
            self.colour(shape).name(),
            view.ratio,
            locked=shape.locked,
            suggestion=shape.is_suggestion,
            strong=selected,
        )
        painter.drawImage(self.tag_rect(shape, view).topLeft(), picture)

    def draw_keypoint_names(self, painter: QPainter, shape: Shape, view: View) -> None:
        """Names beside the keypoints of a selected skeleton."""
        skeleton = self.skeleton(shape)
        if skeleton is None or not self.options.keypoint_names:
            return
        ratio = view.ratio
        for number, ((x, y), name) in enumerate(zip(shape.points.tolist(), skeleton.names, strict=False)):
            if number < len(shape.visibility) and shape.visibility[number] == HIDDEN:
                continue
            picture = self.tags.picture(name, "#20242c", ratio, quiet=True)
            painter.drawImage(
                QPointF(x * view.scale + view.left + 8 * ratio, y * view.scale + view.top - picture.height() / 2),
                picture,
            )

    def extent(self, shape: Shape, view: View) -> QRect:
        """All device pixels that a shape and its tag may touch."""
        rect = view.box_to_device(shape.box, 8 * view.ratio)
        if self.options.tags != "none":
            rect = rect.united(self.tag_rect(shape, view).adjusted(-1, -1, 1, 1))
        if shape.kind == "skeleton":
            rect = rect.adjusted(0, -round(12 * view.ratio), round(110 * view.ratio), round(12 * view.ratio))
        return rect


def _dash_of(shape: Shape) -> tuple[float, float] | None:
    """Long dashes for suggestions, short ones for what is partly hidden, dots for what has left the picture.

    On and off in pixels of the screen.
    """
    if shape.is_suggestion:
        return (9.0, 5.0)
    if shape.has_left:
        return (1.0, 5.0)
    return (3.0, 3.0) if shape.occluded else None


@lru_cache(maxsize=64)
def _step(scale: float) -> float:
    """The zoom rounded up to a power of two: what is made for it serves until the zoom doubles."""
    return float(2.0 ** np.ceil(np.log2(scale)))


def _depends_on_zoom(shape: Shape) -> bool:
    return shape.kind in ("circle", "ellipse") or len(shape.points) > 200


def _rings_at(shape: Shape, step: float) -> list[Floats]:
    if shape.kind in ("circle", "ellipse"):
        return [round_ring(shape, 0.15 / step)]
    if shape.kind == "cuboid" and len(shape.points) == 8:
        return [shape.points[:4]]
    rings = [shape.points, *shape.holes]
    return [_thinned(ring, step) if len(ring) > 200 else ring for ring in rings]


def _thinned(ring: Floats, step: float) -> Floats:
    """Without points that fall on the same half device pixel as the one before."""
    places = np.floor(ring * (2 * step))
    kept = np.ones(len(ring), dtype=np.bool_)
    kept[1:] = (places[1:] != places[:-1]).any(axis=1)
    return ring[kept] if kept.sum() >= 3 else ring
