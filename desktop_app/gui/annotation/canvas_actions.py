"""What can be done on the canvas beyond tools and plain editing: order, conversions, marks, view; rows for menus and palette."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.shapes.converting import TARGETS
from desktop_app.gui.actions import Action
from desktop_app.gui.annotation.canvas_texts import kind_text

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas


def canvas_actions(canvas: "Canvas") -> tuple[Action, ...]:
    """The rows of a canvas; texts are in the language in force, so make them anew when it changes."""
    return (*_arrange(canvas), *_marks(canvas), *_convert(canvas), *_zoom(canvas), *_look(canvas))


def _arrange(canvas: "Canvas") -> tuple[Action, ...]:
    edits, some = canvas.edits, _selected(canvas)
    return (
        Action("shape.transform", QCoreApplication.translate("CanvasActions", "Scale and rotate by a &frame"), lambda: _toggle_frame(canvas), "shape", "F", checked=lambda: canvas.selecting.transforming, group=4),
        Action("shape.clip", QCoreApplication.translate("CanvasActions", "Clip to the image"), edits.clip_to_image, "shape", enabled=some, group=4),
        Action("shape.select-group", QCoreApplication.translate("CanvasActions", "Select the &whole group"), edits.select_group, "shape", "Ctrl+Shift+A", enabled=some, group=4),
        Action("shape.front", QCoreApplication.translate("CanvasActions", "Bring to the front"), lambda: edits.order("front"), "shape", "Ctrl+Shift+Up", enabled=some, group=5),
        Action("shape.forward", QCoreApplication.translate("CanvasActions", "Bring forward"), lambda: edits.order("forward"), "shape", "Ctrl+Up", enabled=some, group=5),
        Action("shape.backward", QCoreApplication.translate("CanvasActions", "Send backward"), lambda: edits.order("backward"), "shape", "Ctrl+Down", enabled=some, group=5),
        Action("shape.back", QCoreApplication.translate("CanvasActions", "Send to the back"), lambda: edits.order("back"), "shape", "Ctrl+Shift+Down", enabled=some, group=5),
    )  # fmt: skip


def _toggle_frame(canvas: "Canvas") -> None:
    canvas.selecting.toggle_transforming()
    canvas.refresh()


def _marks(canvas: "Canvas") -> tuple[Action, ...]:
    texts = {
        "occluded": (QCoreApplication.translate("CanvasActions", "&Occluded"), "Q"),
        "truncated": (QCoreApplication.translate("CanvasActions", "&Truncated"), "Shift+Q"),
        "difficult": (QCoreApplication.translate("CanvasActions", "D&ifficult"), "Ctrl+Shift+D"),
    }

    def all_have(mark: str) -> bool:
        return bool(canvas.selection) and all(getattr(shape, mark) for shape in canvas.selected_shapes())

    return tuple(
        Action(
            f"shape.{mark}", text, lambda mark=mark: canvas.edits.toggle_mark(mark), "shape", key,
            enabled=_selected(canvas), checked=lambda mark=mark: all_have(mark), group=6,
        )
        for mark, (text, key) in texts.items()
    )  # fmt: skip


def _convert(canvas: "Canvas") -> tuple[Action, ...]:
    text = QCoreApplication.translate("CanvasActions", "Convert to {kind}")
    return tuple(
        Action(
            f"shape.convert-{kind}", text.format(kind=kind_text(kind)), lambda kind=kind: canvas.edits.convert(kind),
            "convert", enabled=lambda kind=kind: canvas.edits.can_convert(kind),
        )
        for kind in TARGETS
    )  # fmt: skip


def _zoom(canvas: "Canvas") -> tuple[Action, ...]:
    def shown() -> bool:
        return canvas.picture is not None

    return (
        Action("label.fit", QCoreApplication.translate("CanvasActions", "&Fit the image"), canvas.fit, "view", "Ctrl+0", icon="fit", enabled=shown, group=5),
        Action("label.fit-width", QCoreApplication.translate("CanvasActions", "Fit the &width"), canvas.fit_width, "view", enabled=shown, group=5),
        Action("label.actual-size", QCoreApplication.translate("CanvasActions", "A&ctual size"), lambda: canvas.zoom_to(1.0), "view", "Shift+Z", enabled=shown, group=5),
        Action("label.zoom-in", QCoreApplication.translate("CanvasActions", "Zoom &in"), lambda: canvas.zoom_by(1.25), "view", "Ctrl+=", icon="zoom-in", enabled=shown, group=5),
        Action("label.zoom-out", QCoreApplication.translate("CanvasActions", "Zoom &out"), lambda: canvas.zoom_by(0.8), "view", "Ctrl+-", icon="zoom-out", enabled=shown, group=5),
        Action("label.zoom-selection", QCoreApplication.translate("CanvasActions", "Zoom to the &selection"), lambda: canvas.show_selection(zoom=True), "view", "Z", enabled=_selected(canvas), group=5),
    )  # fmt: skip


def _look(canvas: "Canvas") -> tuple[Action, ...]:
    rows = (
        ("tags", "all", "none", QCoreApplication.translate("CanvasActions", "Show &labels"), "Ctrl+T"),
        ("fill", 0.2, 0.0, QCoreApplication.translate("CanvasActions", "Fi&ll shapes"), "I"),
        ("hide_others", True, False, QCoreApplication.translate("CanvasActions", "&Hide all but the selected"), "Ctrl+H"),
        ("crosshair", "always", "drawing", QCoreApplication.translate("CanvasActions", "Crosshair at all &times"), "Shift+H"),
        ("grid", 50, 0, QCoreApplication.translate("CanvasActions", "&Grid"), "Shift+G"),
        ("snapping", True, False, QCoreApplication.translate("CanvasActions", "S&nap to neighbours"), "N"),
        ("keep_view", True, False, QCoreApplication.translate("CanvasActions", "&Keep zoom from image to image"), ""),
        ("keep_drawing", True, False, QCoreApplication.translate("CanvasActions", "Go on with the tool after each sha&pe"), ""),
    )  # fmt: skip

    def is_on(name: str, off: object) -> bool:
        return getattr(canvas.options, name) != off

    def toggle(name: str, on: object, off: object) -> None:
        canvas.set_options(replace(canvas.options, **{name: off if is_on(name, off) else on}))

    return tuple(
        Action(
            f"label.{name.replace('_', '-')}", text, lambda name=name, on=on, off=off: toggle(name, on, off), "view", key,
            checked=lambda name=name, off=off: is_on(name, off), group=6,
        )
        for name, on, off, text, key in rows
    )  # fmt: skip


def _selected(canvas: "Canvas") -> Callable[[], bool]:
    return lambda: bool(canvas.selection)
