"""What can be done to the selected shapes by a command: each makes a new annotation and proposes it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from desktop_app.annotation.model import Kind, Shape
from desktop_app.annotation.refusals import EditError
from desktop_app.annotation.shapes.arranging import (
    Order,
    accepted,
    copies,
    group_members,
    grouped,
    reordered,
    ungrouped,
    with_pieces,
    without,
)
from desktop_app.annotation.shapes.booleans import intersected, joined, simplified, split, subtracted
from desktop_app.annotation.shapes.converting import MANY_CORNERS, can_convert, converted
from desktop_app.annotation.shapes.editing import with_hole, with_vertex_added, with_visibility
from desktop_app.annotation.shapes.geometry import AREAS, LINES, Floats, Place, clipped_to, nearest_on, segments
from desktop_app.annotation.shapes.handles import frame_of
from desktop_app.annotation.shapes.tracing import corners_of

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

_SHIFT = 12.0
"""Pixels of the screen that a duplicate lies beside its original."""


class CanvasEdits:
    """The edits of a canvas's selection. Locked shapes are left alone; a refusal is a note of the canvas."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.clipboard: tuple[Shape, ...] = ()

    # ------------------------------------------------------------------ what is selected

    def _free(self, ids: Collection[str] | None = None) -> tuple[Shape, ...]:
        """Selected shapes (or those of `ids`) that may be changed; tells when there is none."""
        canvas = self.canvas
        chosen = [s for s in canvas.shapes if s.id in set(ids)] if ids is not None else canvas.selected_shapes()
        if not chosen:
            canvas.refuse_code("nothing-selected")
            return ()
        free = tuple(shape for shape in chosen if not shape.locked)
        if not free:
            canvas.refuse_code("locked")
        return free

    def _each(self, what: str, edit: Callable[[Shape], Shape]) -> None:
        """One edit of every selected shape; shapes for which it is refused stay, and the refusal is told."""
        changed: list[Shape] = []
        refusal: EditError | None = None
        for shape in self._free():
            try:
                made = edit(shape)
            except EditError as error:
                refusal = error
                continue
            if made != shape:
                changed.append(made)
        if changed:
            self.canvas.propose_shapes(changed, what)
        elif refusal is not None:
            self.canvas.refuse(refusal)

    def _pieces(self, what: str, shapes: Sequence[Shape], cut: Callable[[Shape], Sequence[Shape]]) -> None:
        """Every shape replaced by its pieces."""
        pieces: dict[str, Sequence[Shape]] = {}
        refusal: EditError | None = None
        for shape in shapes:
            try:
                pieces[shape.id] = cut(shape)
            except EditError as error:
                refusal = error
        if pieces:
            kept = self.canvas.selection
            self.canvas.propose(with_pieces(self.canvas.annotation, pieces), what, shapes)
            self.canvas.select([*kept, *(piece.id for parts in pieces.values() for piece in parts)])
        elif refusal is not None:
            self.canvas.refuse(refusal)

    # ------------------------------------------------------------------ away and again

    def delete(self, ids: Collection[str] | None = None) -> None:
        """Selected shapes away; of suggestions this is the refusal. What lies next is selected, for keys alone."""
        gone = self._free(ids)
        if not gone:
            return
        names = {shape.id for shape in gone}
        what = "reject" if all(shape.is_suggestion for shape in gone) else "delete"
        following = self._next_suggestion(gone) if what == "reject" else None
        self.canvas.propose(without(self.canvas.annotation, names), what, gone)
        if following is not None:
            self.canvas.select([following])

    def _next_suggestion(self, gone: Sequence[Shape]) -> str | None:
        names = {shape.id for shape in gone}
        left = [shape.id for shape in self.canvas.shapes if shape.is_suggestion and shape.id not in names]
        order = [shape.id for shape in self.canvas.shapes]
        last = max((order.index(name) for name in names), default=-1)
        return next((name for name in left if order.index(name) > last), left[0] if left else None)

    def accept(self, *, everything: bool = False, least: float = 0.0) -> None:
        """Selected suggestions, or all with a score of at least `least`, become shapes of the person's own."""
        pool = self.canvas.shapes if everything else self.canvas.selected_shapes()
        taken = [s for s in pool if s.is_suggestion and s.score is not None and s.score >= least and not s.locked]
        if not taken:
            self.canvas.refuse_code("nothing-selected")
            return
        following = None if everything else self._next_suggestion(taken)
        self.canvas.propose_shapes([accepted(shape) for shape in taken], "accept")
        if following is not None:
            self.canvas.select([following])

    def reject_all(self) -> None:
        """Every suggestion away."""
        names = [shape.id for shape in self.canvas.shapes if shape.is_suggestion]
        if names:
            self.delete(names)

    def copy(self) -> None:
        """Keep the selected shapes for `paste`, on this image or the next."""
        chosen = self.canvas.selected_shapes()
        if chosen:
            self.clipboard = chosen
        else:
            self.canvas.refuse_code("nothing-selected")

    def cut(self) -> None:
        """Copy, and away."""
        self.copy()
        if self.canvas.selection:
            self.delete()

    def paste(self, *, in_place: bool = True) -> None:
        """The copied shapes again, where they were; a little beside it when the same shapes are on this image."""
        if self.clipboard:
            here = not in_place or any(shape.id in self.canvas.annotation.by_id for shape in self.clipboard)
            self._add(self.clipboard, "paste", here)

    def duplicate(self) -> None:
        """The selected shapes once more, a little beside."""
        chosen = self.canvas.selected_shapes()
        if chosen:
            self._add(chosen, "duplicate", True)
        else:
            self.canvas.refuse_code("nothing-selected")

    def _add(self, shapes: Sequence[Shape], what: str, beside: bool) -> None:
        shift = self.canvas.view.pixels(_SHIFT) if beside else 0.0
        width, height = self.canvas.image_size
        if beside and width:
            left, top, right, bottom = frame_of(shapes)
            if (right + shift > width and left >= shift) or (bottom + shift > height and top >= shift):
                shift = -shift
        made = copies(shapes, self.canvas.shapes, shift)
        self.canvas.propose(self.canvas.annotation.with_shapes((*self.canvas.shapes, *made)), what, tuple(shapes))
        self.canvas.select([shape.id for shape in made])

    # ------------------------------------------------------------------ joined and cut

    def join(self) -> None:
        """The selected areas as one."""
        self._combine("join", joined)

    def intersect(self) -> None:
        """What all selected areas cover."""
        self._combine("intersect", intersected)

    def subtract(self) -> None:
        """From the shape that was selected first, what the others cover; the others stay."""
        free = self._free()
        if not free:
            return
        order = {name: number for number, name in enumerate(self.canvas.selection)}
        first, *others = sorted(free, key=lambda shape: order[shape.id])
        self._pieces("subtract", [first], lambda shape: subtracted(shape, others))

    def _combine(self, what: str, combine: Callable[[Sequence[Shape]], tuple[Shape, ...]]) -> None:
        free = [shape for shape in self._free() if shape.kind in AREAS]
        if len(free) < 2:
            self.canvas.refuse_code("two-needed")
            return
        try:
            made = combine(free)
        except EditError as error:
            self.canvas.refuse(error)
            return
        pieces: dict[str, Sequence[Shape]] = {shape.id: () for shape in free}
        pieces[made[0].id] = made
        self.canvas.propose(with_pieces(self.canvas.annotation, pieces), what, free)
        self.canvas.select([shape.id for shape in made])

    def split(self, line: Floats) -> None:
        """The selected shapes, or all that the line meets, cut in two."""
        chosen = self.canvas.selected_shapes()
        if not chosen:
            low, high = line.min(axis=0).tolist(), line.max(axis=0).tolist()
            names = set(self.canvas.shapes_within((*low, *high), whole=False))
            chosen = tuple(shape for shape in self.canvas.shapes if shape.id in names)
        cuttable = [s for s in chosen if (s.kind in AREAS or s.kind in LINES) and not s.locked]
        if cuttable:
            self._pieces("split", cuttable, lambda shape: split(shape, line))
        else:
            self.canvas.refuse_code("no-crossing")

    def cut_hole(self, ring: Floats) -> None:
        """A hole in the polygon that is selected."""
        target = self.canvas.hole_target()
        if target is None:
            self.canvas.refuse_code("nothing-selected")
            return
        try:
            made = with_hole(target, ring)
        except EditError as error:
            self.canvas.refuse(error)
            return
        self.canvas.propose_shapes([made], "hole")

    def simplify(self, tolerance: float | None = None) -> None:
        """Fewer vertices within a tolerance in pixels."""
        wanted = self.canvas.settings.simplify if tolerance is None else tolerance
        self._each("simplify", lambda shape: simplified(shape, wanted))

    def convert(self, kind: Kind) -> None:
        """The selected shapes as another kind."""
        free = [shape for shape in self._free() if shape.kind != kind]
        if free:
            tolerance = self.canvas.settings.simplify if kind == "polygon" else 0.0
            self._pieces("convert", free, lambda shape: _converted(shape, kind, tolerance))

    def can_convert(self, kind: Kind) -> bool:
        """Whether some selected shape could become that kind."""
        return any(can_convert(shape, kind) for shape in self.canvas.selected_shapes())

    # ------------------------------------------------------------------ order, groups, marks

    def order(self, order: Order) -> None:
        """The selected shapes up or down in the stack."""
        chosen = self.canvas.selected_shapes()
        if chosen:
            made = reordered(self.canvas.shapes, set(self.canvas.selection), order)
            if made != self.canvas.shapes:
                self.canvas.propose(self.canvas.annotation.with_shapes(made), "order", chosen)

    def group(self) -> None:
        """The selected shapes as parts of one object."""
        chosen = self.canvas.selected_shapes()
        if len(chosen) > 1:
            self.canvas.propose(grouped(self.canvas.annotation, set(self.canvas.selection)), "group", chosen)
        else:
            self.canvas.refuse_code("nothing-selected")

    def ungroup(self) -> None:
        """The selected shapes each as an object of its own."""
        chosen = tuple(shape for shape in self.canvas.selected_shapes() if shape.group is not None)
        if chosen:
            self.canvas.propose(ungrouped(self.canvas.annotation, {shape.id for shape in chosen}), "ungroup", chosen)

    def select_group(self) -> None:
        """All parts of the objects of which something is selected."""
        members = group_members(self.canvas.annotation, set(self.canvas.selection))
        self.canvas.select([shape.id for shape in self.canvas.shapes if shape.id in members])

    def set_locked(self, locked: bool) -> None:
        """Selected shapes cannot, or can, be changed."""
        changed = [replace(s, locked=locked) for s in self.canvas.selected_shapes() if s.locked != locked]
        if changed:
            self.canvas.propose_shapes(changed, "lock" if locked else "unlock")

    def set_labels(self, labels: Iterable[str]) -> None:
        """Other labels for the selected shapes."""
        wanted = tuple(labels)
        if not self.canvas.selection:
            self.canvas.refuse_code("nothing-selected")
            return
        changed = [replace(s, labels=wanted) for s in self._free() if s.labels != wanted]
        if changed:
            self.canvas.propose_shapes(changed, "label")

    def toggle_mark(self, name: str) -> None:
        """`occluded`, `truncated` or `difficult` on or off: on, unless all selected shapes have it."""
        chosen = self._free()
        wanted = not all(getattr(shape, name) for shape in chosen)
        changed = [replace(shape, **{name: wanted}) for shape in chosen if getattr(shape, name) != wanted]
        if changed:
            self.canvas.propose_shapes(changed, "flag")

    def set_visibility(self, index: int, value: int) -> None:
        """A keypoint of the selected skeleton visible (2), occluded (1) or hidden (0)."""
        chosen = [shape for shape in self._free() if shape.kind == "skeleton" and index < len(shape.points)]
        if chosen:
            self.canvas.propose_shapes([with_visibility(shape, index, value) for shape in chosen], "visibility")

    def add_vertex_at(self, shape: Shape, place: Place) -> None:
        """A vertex on the edge that is nearest to a place."""
        best: tuple[float, int, int, Place] | None = None
        for ring, points in enumerate((shape.points, *shape.holes)):
            starts, ends = segments(points, closed=shape.kind == "polygon")
            nearest, apart = nearest_on(place, starts, ends)
            at = int(apart.argmin())
            if best is None or apart[at] < best[0]:
                x, y = nearest[at].tolist()
                best = (float(apart[at]), ring, at, (x, y))
        if best is not None and not shape.locked:
            self.canvas.propose_shapes([with_vertex_added(shape, best[1], best[2], best[3])], "add-vertex")

    def clip_to_image(self) -> None:
        """Points that lie outside come to lie on the border."""
        width, height = self.canvas.image_size
        self._each("move", lambda shape: _clipped(shape, width, height))


def _clipped(shape: Shape, width: float, height: float) -> Shape:
    if shape.kind in ("circle", "ellipse", "mask"):
        return shape
    points = clipped_to(shape.points, width, height)
    if np.array_equal(points, shape.points) and not shape.holes:
        return shape
    return replace(shape, points=points, holes=tuple(clipped_to(hole, width, height) for hole in shape.holes))


def _converted(shape: Shape, kind: Kind, tolerance: float) -> tuple[Shape, ...]:
    """Asked for by name, so that far more corners are taken than from a tool, as long as the window can show them."""
    if shape.mask is None:
        return converted(shape, kind)
    if kind != "mask" and corners_of(shape.mask) > 10 * MANY_CORNERS:
        raise EditError("too-ragged")
    return converted(shape, kind, tolerance)
