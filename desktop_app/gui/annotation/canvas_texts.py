"""The canvas's words in the language in force: kinds, changes for the history, refusals."""

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.model import Kind, Shape
from desktop_app.annotation.refusals import Reason


def kind_text(kind: Kind) -> str:
    """What a kind of shape is called."""
    names: dict[Kind, str] = {
        "rectangle": QCoreApplication.translate("Shapes", "rectangle"), "rotated_rectangle": QCoreApplication.translate("Shapes", "rotated rectangle"),
        "polygon": QCoreApplication.translate("Shapes", "polygon"), "circle": QCoreApplication.translate("Shapes", "circle"),
        "ellipse": QCoreApplication.translate("Shapes", "ellipse"), "line": QCoreApplication.translate("Shapes", "line"),
        "polyline": QCoreApplication.translate("Shapes", "polyline"), "point": QCoreApplication.translate("Shapes", "point"),
        "points": QCoreApplication.translate("Shapes", "points"), "skeleton": QCoreApplication.translate("Shapes", "skeleton"),
        "mask": QCoreApplication.translate("Shapes", "mask"), "cuboid": QCoreApplication.translate("Shapes", "cuboid"),
    }  # fmt: skip
    return names[kind]


def tool_text(name: str) -> str:
    """What a tool is called in menus."""
    names = {
        "select": QCoreApplication.translate("Tools", "Select and edit"), "pan": QCoreApplication.translate("Tools", "Move the picture"),
        "rectangle": QCoreApplication.translate("Tools", "Rectangle"), "rotated_rectangle": QCoreApplication.translate("Tools", "Rotated rectangle"),
        "extreme": QCoreApplication.translate("Tools", "Box by extreme points"), "polygon": QCoreApplication.translate("Tools", "Polygon"),
        "hole": QCoreApplication.translate("Tools", "Hole in a polygon"), "circle": QCoreApplication.translate("Tools", "Circle"),
        "circle3": QCoreApplication.translate("Tools", "Circle through three points"), "ellipse": QCoreApplication.translate("Tools", "Ellipse"),
        "line": QCoreApplication.translate("Tools", "Line"), "polyline": QCoreApplication.translate("Tools", "Polyline"),
        "point": QCoreApplication.translate("Tools", "Point"), "points": QCoreApplication.translate("Tools", "Points"),
        "skeleton": QCoreApplication.translate("Tools", "Keypoint skeleton"), "cuboid": QCoreApplication.translate("Tools", "Cuboid"),
        "brush": QCoreApplication.translate("Tools", "Brush"), "eraser": QCoreApplication.translate("Tools", "Eraser"),
        "wand": QCoreApplication.translate("Tools", "Magic wand"), "watershed": QCoreApplication.translate("Tools", "Watershed from strokes"),
        "superpixels": QCoreApplication.translate("Tools", "Superpixels"), "split": QCoreApplication.translate("Tools", "Split by a line"),
        "assist": QCoreApplication.translate("Tools", "Assistant"),
    }  # fmt: skip
    return names[name]


def change_text(what: str, shapes: tuple[Shape, ...]) -> str:
    """What was done to shapes, for the history: `Move polygon "cat"`, `Move 3 shapes`."""
    templates = {
        "draw": QCoreApplication.translate("Changes", "Draw {shape}"), "move": QCoreApplication.translate("Changes", "Move {shape}"),
        "vertex": QCoreApplication.translate("Changes", "Move a vertex of {shape}"), "add-vertex": QCoreApplication.translate("Changes", "Add a vertex to {shape}"),
        "delete-vertex": QCoreApplication.translate("Changes", "Delete a vertex of {shape}"), "reshape": QCoreApplication.translate("Changes", "Resize {shape}"),
        "scale": QCoreApplication.translate("Changes", "Scale {shape}"), "turn": QCoreApplication.translate("Changes", "Rotate {shape}"),
        "paint": QCoreApplication.translate("Changes", "Paint {shape}"), "erase": QCoreApplication.translate("Changes", "Erase from {shape}"),
        "delete": QCoreApplication.translate("Changes", "Delete {shape}"), "duplicate": QCoreApplication.translate("Changes", "Duplicate {shape}"),
        "paste": QCoreApplication.translate("Changes", "Paste {shape}"), "join": QCoreApplication.translate("Changes", "Join {shape}"),
        "subtract": QCoreApplication.translate("Changes", "Subtract from {shape}"), "intersect": QCoreApplication.translate("Changes", "Intersect {shape}"),
        "split": QCoreApplication.translate("Changes", "Split {shape}"), "simplify": QCoreApplication.translate("Changes", "Simplify {shape}"),
        "convert": QCoreApplication.translate("Changes", "Convert {shape}"), "hole": QCoreApplication.translate("Changes", "Cut a hole into {shape}"),
        "order": QCoreApplication.translate("Changes", "Change the order of {shape}"), "group": QCoreApplication.translate("Changes", "Group {shape}"),
        "ungroup": QCoreApplication.translate("Changes", "Ungroup {shape}"), "lock": QCoreApplication.translate("Changes", "Lock {shape}"),
        "unlock": QCoreApplication.translate("Changes", "Unlock {shape}"), "accept": QCoreApplication.translate("Changes", "Accept {shape}"),
        "reject": QCoreApplication.translate("Changes", "Reject {shape}"), "label": QCoreApplication.translate("Changes", "Label {shape}"),
        "visibility": QCoreApplication.translate("Changes", "Change a keypoint of {shape}"), "flag": QCoreApplication.translate("Changes", "Mark {shape}"),
    }  # fmt: skip
    return templates[what].format(shape=shapes_text(shapes))


def shapes_text(shapes: tuple[Shape, ...]) -> str:
    """`polygon "cat"`, `polygon`, `3 shapes`."""
    if len(shapes) != 1:
        return QCoreApplication.translate("Changes", "{count} shapes").format(count=len(shapes))
    shape = shapes[0]
    if not shape.label:
        return kind_text(shape.kind)
    return QCoreApplication.translate("Changes", "{kind} “{label}”").format(
        kind=kind_text(shape.kind), label=shape.label
    )


def refusal_text(code: Reason) -> str:
    """Why something cannot be done."""
    sentences: dict[Reason, str] = {
        "too-few-points": QCoreApplication.translate("Refusals", "The shape would have too few points."),
        "not-an-area": QCoreApplication.translate("Refusals", "This works with shapes that have an area."),
        "no-crossing": QCoreApplication.translate("Refusals", "The line does not cut the shape in two."),
        "nothing-left": QCoreApplication.translate("Refusals", "Nothing of the shape would be left."),
        "two-needed": QCoreApplication.translate("Refusals", "Select two or more shapes that have an area."),
        "no-such-conversion": QCoreApplication.translate("Refusals", "A shape of this kind cannot become one of that kind."),
        "kind-has-no-vertices": QCoreApplication.translate("Refusals", "A shape of this kind has no vertices to add or to delete."),
        "empty-mask": QCoreApplication.translate("Refusals", "Nothing is painted."),
        "locked": QCoreApplication.translate("Refusals", "The shape is locked."),
        "no-skeleton": QCoreApplication.translate("Refusals", "The label has no skeleton; give it keypoints in the label schema."),
        "already-label": QCoreApplication.translate("Refusals", "Every selected shape has this label already."),
        "too-small": QCoreApplication.translate("Refusals", "Too small to be a shape; draw it larger or zoom in."),
        "nothing-selected": QCoreApplication.translate("Refusals", "Select a shape first."),
        "kind-not-allowed": QCoreApplication.translate("Refusals", "The label does not allow shapes of this kind; choose another label."),
        "no-worker": QCoreApplication.translate("Refusals", "This tool needs the picture's file, which is not open."),
        "nothing-seen": QCoreApplication.translate("Refusals", "The model sees no object there."),
        "too-ragged": QCoreApplication.translate("Refusals", "The outline is too ragged for polygons: it has too many corners. Keep it as a mask."),
        "stays-mask": QCoreApplication.translate("Refusals", "The outline is too ragged for polygons, so the region stays a mask."),
    }  # fmt: skip
    return sentences[code]


def place_text(shape: Shape, number: int, count: int) -> str:
    """A shape for a screen reader: `polygon cat, 3 of 12`."""
    return QCoreApplication.translate("Shapes", "{kind} {label}, {number} of {count}").format(
        kind=kind_text(shape.kind), label=", ".join(shape.labels), number=number, count=count
    )
