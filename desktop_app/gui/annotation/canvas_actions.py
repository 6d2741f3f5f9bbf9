"""Everything that can be done on the canvas, as rows for menus, toolbar, palette and shortcut sheet."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.converting import TARGETS
from desktop_app.gui.actions import Action
from desktop_app.gui.annotation.canvas_texts import kind_text, tool_text

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

_TOOL_KEYS = {
    "select": "V", "rectangle": "R", "rotated_rectangle": "Shift+R", "extreme": "Shift+E", "polygon": "P", "hole": "Shift+P",
    "circle": "C", "ellipse": "E", "line": "L", "polyline": "Shift+L", "point": "O", "points": "Shift+O", "skeleton": "K",
    "cuboid": "Shift+C", "brush": "B", "eraser": "Shift+B", "wand": "M", "watershed": "Shift+W", "superpixels": "Shift+S",
    "split": "Shift+X", "pan": "H",
}  # fmt: skip
"""Plain letters that neither labelImg's walk (W, A, D) nor digit keys for labels need."""

_ICONS = {
    "select": "select", "rectangle": "rectangle", "polygon": "polygon", "brush": "brush", "wand": "wand",
}  # fmt: skip


def canvas_actions(canvas: "Canvas") -> list[Action]:
    """The rows of a canvas; texts are in the language in force, so make them anew when it changes."""
    return [
        *_tools(canvas),
        *_edits(canvas),
        *_arrange(canvas),
        *_convert(canvas),
        *_view(canvas),
        *_suggestions(canvas),
    ]


def _tools(canvas: "Canvas") -> list[Action]:
    names = (
        "select", "pan", "rectangle", "rotated_rectangle", "extreme", "polygon", "hole", "circle", "circle3", "ellipse",
        "line", "polyline", "point", "points", "skeleton", "cuboid", "brush", "eraser", "wand", "watershed", "superpixels",
        "split",
    )  # fmt: skip

    def row(name: str) -> Action:
        return Action(
            f"label.tool.{name}", tool_text(name), lambda: canvas.set_tool(name), menu="draw",
            shortcut=_TOOL_KEYS.get(name, ""), icon=_ICONS.get(name, ""), checked=lambda: canvas.tool.name == name,
            group=0 if name in ("select", "pan") else 1 if name in _GEOMETRIC else 2,
        )  # fmt: skip

    return [row(name) for name in names]


_GEOMETRIC = frozenset({
    "rectangle", "rotated_rectangle", "extreme", "polygon", "hole", "circle", "circle3", "ellipse", "line", "polyline",
    "point", "points", "skeleton", "cuboid",
})  # fmt: skip


def _edits(canvas: "Canvas") -> list[Action]:
    edits = canvas.edits
    some, several = _selected(canvas, 1), _selected(canvas, 2)
    tr = QCoreApplication.translate
    return [
        Action("label.delete", tr("CanvasActions", "&Delete"), canvas.selecting.delete, menu="shape", shortcut="Del", enabled=some),
        Action("label.duplicate", tr("CanvasActions", "D&uplicate"), edits.duplicate, menu="shape", shortcut="Ctrl+D", enabled=some),
        Action("label.copy", tr("CanvasActions", "&Copy shapes"), edits.copy, menu="shape", shortcut="Ctrl+C", enabled=some),
        Action("label.cut", tr("CanvasActions", "Cu&t shapes"), edits.cut, menu="shape", shortcut="Ctrl+X", enabled=some),
        Action("label.paste", tr("CanvasActions", "&Paste shapes"), edits.paste, menu="shape", shortcut="Ctrl+V", enabled=lambda: bool(edits.clipboard)),
        Action("label.select-all", tr("CanvasActions", "Select &all shapes"), canvas.select_all, menu="shape", shortcut="Ctrl+A", enabled=lambda: bool(canvas.shapes)),
        Action("label.select-group", tr("CanvasActions", "Select the whole group"), edits.select_group, menu="shape", shortcut="Ctrl+Shift+A", enabled=some),
        Action("label.join", tr("CanvasActions", "&Join"), edits.join, menu="shape", shortcut="Ctrl+J", enabled=several, group=1),
        Action("label.subtract", tr("CanvasActions", "&Subtract from the first selected"), edits.subtract, menu="shape", shortcut="Ctrl+Shift+J", enabled=several, group=1),
        Action("label.intersect", tr("CanvasActions", "&Intersect"), edits.intersect, menu="shape", shortcut="Ctrl+Alt+J", enabled=several, group=1),
        Action("label.simplify", tr("CanvasActions", "Si&mplify"), edits.simplify, menu="shape", shortcut="Ctrl+M", enabled=some, group=1),
        Action("label.transform", tr("CanvasActions", "Scale and &rotate by a frame"), lambda: _toggle_frame(canvas), menu="shape", shortcut="T", group=1, checked=lambda: canvas.selecting.transforming),
        Action("label.clip", tr("CanvasActions", "Clip to the image"), edits.clip_to_image, menu="shape", enabled=some, group=1),
    ]  # fmt: skip


def _toggle_frame(canvas: "Canvas") -> None:
    canvas.selecting.toggle_transforming()
    canvas.refresh()


def _arrange(canvas: "Canvas") -> list[Action]:
    edits = canvas.edits
    some, several = _selected(canvas, 1), _selected(canvas, 2)
    tr = QCoreApplication.translate
    return [
        Action("label.front", tr("CanvasActions", "Bring to the front"), lambda: edits.order("front"), menu="shape", shortcut="Ctrl+Shift+]", enabled=some, group=2),
        Action("label.forward", tr("CanvasActions", "Bring forward"), lambda: edits.order("forward"), menu="shape", shortcut="Ctrl+]", enabled=some, group=2),
        Action("label.backward", tr("CanvasActions", "Send backward"), lambda: edits.order("backward"), menu="shape", shortcut="Ctrl+[", enabled=some, group=2),
        Action("label.back", tr("CanvasActions", "Send to the back"), lambda: edits.order("back"), menu="shape", shortcut="Ctrl+Shift+[", enabled=some, group=2),
        Action("label.group", tr("CanvasActions", "&Group as one object"), edits.group, menu="shape", shortcut="Ctrl+G", enabled=several, group=3),
        Action("label.ungroup", tr("CanvasActions", "U&ngroup"), edits.ungroup, menu="shape", shortcut="Ctrl+Shift+G", enabled=some, group=3),
        Action("label.lock", tr("CanvasActions", "&Lock"), lambda: edits.set_locked(True), menu="shape", shortcut="Ctrl+L", enabled=some, group=4),
        Action("label.unlock", tr("CanvasActions", "Unloc&k"), lambda: edits.set_locked(False), menu="shape", shortcut="Ctrl+Shift+L", enabled=some, group=4),
        Action("label.occluded", tr("CanvasActions", "&Occluded"), lambda: edits.toggle_mark("occluded"), menu="shape", shortcut="Ctrl+1", enabled=some, group=4, checked=_all_have(canvas, "occluded")),
        Action("label.truncated", tr("CanvasActions", "Tr&uncated"), lambda: edits.toggle_mark("truncated"), menu="shape", shortcut="Ctrl+2", enabled=some, group=4, checked=_all_have(canvas, "truncated")),
        Action("label.difficult", tr("CanvasActions", "Di&fficult"), lambda: edits.toggle_mark("difficult"), menu="shape", shortcut="Ctrl+3", enabled=some, group=4, checked=_all_have(canvas, "difficult")),
    ]  # fmt: skip


def _convert(canvas: "Canvas") -> list[Action]:
    text = QCoreApplication.translate("CanvasActions", "Convert to {kind}")
    return [
        Action(
            f"label.convert.{kind}", text.format(kind=kind_text(kind)), lambda kind=kind: canvas.edits.convert(kind),
            menu="convert", enabled=lambda kind=kind: canvas.edits.can_convert(kind),
        )
        for kind in TARGETS
    ]  # fmt: skip


def _view(canvas: "Canvas") -> list[Action]:
    tr = QCoreApplication.translate

    def option(name: str, on: object, off: object) -> tuple[Callable[[], None], Callable[[], bool]]:
        def is_on() -> bool:
            return getattr(canvas.options, name) == on

        return (lambda: canvas.set_options(replace(canvas.options, **{name: off if is_on() else on}))), is_on

    tags, tags_on = option("tags", "all", "none")
    others, others_on = option("hide_others", True, False)
    snap, snap_on = option("snapping", True, False)
    cross, cross_on = option("crosshair", "always", "drawing")
    keep, keep_on = option("keep_view", True, False)
    fill, fill_on = option("fill", 0.2, 0.0)
    grid, grid_on = option("grid", 50, 0)
    return [
        Action("label.fit", tr("CanvasActions", "&Fit the image"), canvas.fit, menu="look", shortcut="Ctrl+0", enabled=lambda: canvas.picture is not None),
        Action("label.actual-size", tr("CanvasActions", "&Actual size"), lambda: canvas.zoom_to(1.0), menu="look", shortcut="Ctrl+9", enabled=lambda: canvas.picture is not None),
        Action("label.zoom-in", tr("CanvasActions", "Zoom &in"), lambda: canvas.zoom_by(1.25), menu="look", shortcut="Ctrl++"),
        Action("label.zoom-out", tr("CanvasActions", "Zoom &out"), lambda: canvas.zoom_by(0.8), menu="look", shortcut="Ctrl+-"),
        Action("label.fit-width", tr("CanvasActions", "Fit the &width"), canvas.fit_width, menu="look"),
        Action("label.zoom-selection", tr("CanvasActions", "Zoom to the &selection"), lambda: canvas.show_selection(zoom=True), menu="look", shortcut="Z", enabled=_selected(canvas, 1)),
        Action("label.tags", tr("CanvasActions", "Show &labels"), tags, menu="look", shortcut="Ctrl+T", checked=tags_on, group=1),
        Action("label.fill", tr("CanvasActions", "Fi&ll shapes"), fill, menu="look", shortcut="F", checked=fill_on, group=1),
        Action("label.hide-others", tr("CanvasActions", "&Hide all but the selected"), others, menu="look", shortcut="Ctrl+H", checked=others_on, group=1),
        Action("label.crosshair", tr("CanvasActions", "&Crosshair"), cross, menu="look", shortcut="Shift+H", checked=cross_on, group=1),
        Action("label.grid", tr("CanvasActions", "&Grid"), grid, menu="look", shortcut="G", checked=grid_on, group=1),
        Action("label.snapping", tr("CanvasActions", "S&nap to neighbours"), snap, menu="look", shortcut="S", checked=snap_on, group=1),
        Action("label.keep-view", tr("CanvasActions", "&Keep zoom from image to image"), keep, menu="look", checked=keep_on, group=1),
    ]  # fmt: skip


def _suggestions(canvas: "Canvas") -> list[Action]:
    edits = canvas.edits
    tr = QCoreApplication.translate

    def some() -> bool:
        return any(shape.is_suggestion for shape in canvas.shapes)

    return [
        Action("label.accept", tr("CanvasActions", "&Accept the suggestion"), edits.accept, menu="suggest", enabled=some),
        Action("label.accept-all", tr("CanvasActions", "Accept a&ll suggestions"), lambda: edits.accept(everything=True), menu="suggest", shortcut="Ctrl+Return", enabled=some),
        Action("label.reject-all", tr("CanvasActions", "&Reject all suggestions"), edits.reject_all, menu="suggest", shortcut="Ctrl+Backspace", enabled=some),
    ]  # fmt: skip


def _selected(canvas: "Canvas", least: int) -> Callable[[], bool]:
    return lambda: len(canvas.selection) >= least


def _all_have(canvas: "Canvas", mark: str) -> Callable[[], bool]:
    return lambda: bool(canvas.selection) and all(getattr(shape, mark) for shape in canvas.selected_shapes())
