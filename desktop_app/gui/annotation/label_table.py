"""Rows of the table of actions for labelling: images, states, undo, tools; menus and the tool bar are made of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from desktop_app.annotation.model import LabelSchema
from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.annotation.canvas_actions import canvas_actions
from desktop_app.gui.annotation.panels.label_panel import DIGITS, hotkeys, key_pressed
from desktop_app.gui.preferences.chosen_keys import chosen_keys, with_chosen_keys
from desktop_app.gui.theme import icon

if TYPE_CHECKING:
    from desktop_app.gui.annotation.workspace import LabelWorkspace

_BREAKS = frozenset({"pan", "extreme", "circle3", "polyline", "points", "cuboid", "eraser", "assist"})
"""Tools after which the bar has a line."""


class LabelTable(QObject):
    """The rows of the labelling workspace."""

    def __init__(self, workspace: "LabelWorkspace") -> None:
        super().__init__(workspace)
        self._of = workspace

    def menus(self) -> dict[str, str]:
        """Menus of this workspace."""
        return {
            "image": self.tr("&Image"), "data": self.tr("&Data set"), "shape": self.tr("&Shape"), "convert": self.tr("&Convert"), "tool": self.tr("&Tools"),
        }  # fmt: skip

    def rows(self) -> tuple[Action, ...]:
        """All of them, with the keys that they come with."""
        return (*self._commands(), *self._label_rows())

    def _commands(self) -> tuple[Action, ...]:
        return (
            *self._edit(), *self._images(), *self._states(), *self._shapes(), *canvas_actions(self._of.canvas),
            *self._tools(), *self._assist(), *self._sequence(), *self._data(),
        )  # fmt: skip

    def _edit(self) -> tuple[Action, ...]:
        session = self._of.session

        def can_undo() -> bool:
            return session.document is not None and session.document.position > 0

        def can_redo() -> bool:
            document = session.document
            return document is not None and document.position + 1 < len(document.history)

        return (
            Action("edit.undo", self.tr("&Undo"), session.undo, "edit", "Ctrl+Z", icon="undo", enabled=can_undo, toolbar=True),
            Action("edit.redo", self.tr("&Redo"), session.redo, "edit", "Ctrl+Shift+Z", icon="redo", enabled=can_redo, toolbar=True),
            Action("edit.history", self.tr("&History…"), self._of.doors.history, "edit", "Ctrl+Alt+H", icon="recent", enabled=lambda: bool(session.names)),
        )  # fmt: skip

    def _images(self) -> tuple[Action, ...]:
        of = self._of
        some = lambda: bool(of.session.names)  # noqa: E731
        return (
            Action("image.next", self.tr("&Next image"), lambda: of.images.step(1), "image", "D", icon="next", enabled=some, toolbar=True),
            Action("image.previous", self.tr("&Previous image"), lambda: of.images.step(-1), "image", "A", icon="previous", enabled=some, toolbar=True),
            Action("image.filter", self.tr("&Filter images"), of.images.filter.setFocus, "image", "Ctrl+F", icon="search", enabled=some, group=1),
            Action("image.grid", self.tr("&Contact sheet"), lambda: of.images.set_grid(not of.images.as_grid.isChecked()), "image", "Ctrl+G", checked=of.images.as_grid.isChecked, enabled=some, group=1),
            Action("image.refresh", self.tr("&Look for changes on the disk"), of.session.reload, "image", "F5", enabled=some, group=1),
        )  # fmt: skip

    def _states(self) -> tuple[Action, ...]:
        of = self._of
        session = of.session
        some = lambda: session.annotation is not None  # noqa: E731
        state = lambda: session.annotation.state if session.annotation is not None else ""  # noqa: E731
        return (
            Action("image.verified", self.tr("Mark as &verified and go on"), lambda: of.mark_and_go(1), "image", "Space", icon="check", enabled=some, group=2, toolbar=True),
            Action("image.rejected", self.tr("&Reject"), lambda: session.set_state("rejected"), "image", "Ctrl+Backspace", icon="reject", enabled=some, checked=lambda: state() == "rejected", group=2),
            Action("image.unmark", self.tr("Take the &mark away"), lambda: session.set_state("labelled"), "image", "", enabled=lambda: state() in ("verified", "rejected"), group=2),
        )  # fmt: skip

    def _shapes(self) -> tuple[Action, ...]:
        of = self._of
        edits = of.canvas.edits
        chosen = lambda: bool(of.canvas.selection)  # noqa: E731
        several = lambda: len(of.canvas.selection) > 1  # noqa: E731
        rows = (
            ("label", self.tr("Change the &label…"), lambda: of._ask_label(of.canvas.selected_shapes()[0], existing=True), "Ctrl+L", chosen, 0),
            ("delete", self.tr("&Delete"), edits.delete, "Del", chosen, 0),
            ("duplicate", self.tr("D&uplicate"), edits.duplicate, "Ctrl+D", chosen, 0),
            ("copy", self.tr("&Copy"), edits.copy, "Ctrl+C", chosen, 0),
            ("cut", self.tr("Cu&t"), edits.cut, "Ctrl+X", chosen, 0),
            ("paste", self.tr("&Paste"), edits.paste, "Ctrl+V", lambda: True, 0),
            ("select-all", self.tr("Select &all"), of.canvas.select_all, "Ctrl+A", lambda: True, 0),
            ("join", self.tr("&Join"), edits.join, "Ctrl+J", several, 1),
            ("subtract", self.tr("Su&btract from the first"), edits.subtract, "", several, 1),
            ("intersect", self.tr("&Intersect"), edits.intersect, "", several, 1),
            ("simplify", self.tr("S&implify"), edits.simplify, "", chosen, 1),
            ("group", self.tr("&Group as one object"), edits.group, "Ctrl+Alt+G", several, 2),
            ("ungroup", self.tr("U&ngroup"), edits.ungroup, "Ctrl+Alt+Shift+G", chosen, 2),
            ("lock", self.tr("L&ock"), lambda: edits.set_locked(True), "", chosen, 2),
            ("unlock", self.tr("Unloc&k"), lambda: edits.set_locked(False), "", chosen, 2),
            ("accept", self.tr("Acc&ept the proposals"), of.accept_proposals, "Return", lambda: True, 3),
            ("reject", self.tr("Re&fuse all proposals"), edits.reject_all, "", lambda: True, 3),
        )  # fmt: skip
        return tuple(
            Action(f"shape.{name}", text, run, "shape", keys, enabled=enabled, group=group)
            for name, text, run, keys, enabled, group in rows
        )

    def tool_texts(self) -> dict[str, tuple[str, str]]:
        """Text and key of each tool."""
        return {
            "select": (self.tr("Select and edit"), "V"), "pan": (self.tr("Move the view"), "H"),
            "rectangle": (self.tr("Box"), "W"), "rotated_rectangle": (self.tr("Rotated box"), "O"),
            "extreme": (self.tr("Box by four extreme points"), "X"), "polygon": (self.tr("Polygon"), "P"),
            "hole": (self.tr("Hole in a polygon"), "Shift+P"), "circle": (self.tr("Circle"), "C"),
            "circle3": (self.tr("Circle through three points"), "Shift+C"), "ellipse": (self.tr("Ellipse"), "E"),
            "line": (self.tr("Line"), "L"), "polyline": (self.tr("Polyline"), "Shift+L"), "point": (self.tr("Point"), "."),
            "points": (self.tr("Points"), "Shift+."), "skeleton": (self.tr("Keypoint skeleton"), "K"), "cuboid": (self.tr("Cuboid"), "U"),
            "brush": (self.tr("Brush"), "B"), "eraser": (self.tr("Eraser"), "Shift+B"), "wand": (self.tr("Magic wand"), "Y"),
            "watershed": (self.tr("Watershed from markers"), "T"), "superpixels": (self.tr("Superpixels"), "G"), "assist": (self.tr("Assistant: click an object"), "M"), "split": (self.tr("Split along a line"), "S"),
        }  # fmt: skip

    def _tools(self) -> tuple[Action, ...]:
        canvas = self._of.canvas
        return tuple(
            Action(f"tool.{name}", text, lambda name=name: canvas.set_tool(name), "tool", key, icon=f"tool-{name}", checked=lambda name=name: canvas.tool.name == name)
            for name, (text, key) in self.tool_texts().items()
        )  # fmt: skip

    def _sequence(self) -> tuple[Action, ...]:
        of, work = self._of, self._of.sequence
        some = lambda: of.session.annotation is not None  # noqa: E731
        chosen = lambda: bool(of.canvas.selection)  # noqa: E731
        return (
            Action("image.copy-on", self.tr("&Copy shapes to the next image"), work.copy_on, "image", "Ctrl+Shift+C", enabled=some, group=3),
            Action("image.copy-previous", self.tr("&Take the shapes of the image before"), work.copy_previous, "image", "Ctrl+Alt+V", enabled=some, group=3),
            Action("image.paste-many", self.tr("Paste shapes to &many images…"), work.paste_to_many, "image", enabled=some, group=3),
            Action("track.start", self.tr("&Start a track with the shape"), work.start_track, "image", "Ctrl+K", enabled=chosen, group=4),
            Action("track.keyframe", self.tr("Make it a &keyframe"), work.set_keyframe, "image", enabled=chosen, group=4),
            Action("track.outside", self.tr("The object &leaves the picture here"), lambda: work.set_keyframe(outside=True), "image", enabled=chosen, group=4),
            Action("track.fill", self.tr("&Interpolate between keyframes"), work.fill_track, "image", "Ctrl+Alt+K", enabled=chosen, group=4),
        )  # fmt: skip

    def _assist(self) -> tuple[Action, ...]:
        work = self._of.assist
        chosen = lambda: bool(self._of.canvas.selection)  # noqa: E731
        return (
            Action("assist.outline", self.tr("&Outline what is in the box or under the points"), work.outline, "tool", "J", enabled=chosen, group=1),
            Action("assist.mask", self.tr("The same as a &mask"), lambda: work.outline(as_mask=True), "tool", "Shift+J", enabled=chosen, group=1),
            Action("assist.model", self.tr("Model of the &assistant…"), work.choose, "tool", group=1),
        )  # fmt: skip

    def _data(self) -> tuple[Action, ...]:
        of, doors = self._of, self._of.doors
        some = lambda: bool(of.session.names)  # noqa: E731
        return (
            Action("data.import", self.tr("&Import labels…"), doors.ask_import, "data", "Ctrl+I"),
            Action("data.import-folder", self.tr("Import a &folder or project…"), doors.ask_import_folder, "data"),
            Action("data.export", self.tr("&Export labels…"), doors.export_labels, "data", "Ctrl+E", icon="export", enabled=some),
            Action("data.labelme", self.tr("Open in &labelme"), of.labelme.start, "data", "Ctrl+Alt+L", enabled=some),
            Action("data.catalogue", self.tr("Labelling &tools and their files…"), doors.catalogue, "data"),
            Action("data.statistics", self.tr("&Statistics…"), doors.statistics, "data", "Ctrl+Alt+S", enabled=some, group=2),
            Action("data.mistakes", self.tr("Check for &mistakes…"), doors.mistakes, "data", "Ctrl+Alt+M", enabled=some, group=2),
            Action("data.agreement", self.tr("&Compare with other labels…"), doors.agreement, "data", enabled=some, group=2),
            Action("data.schema", self.tr("Edit the la&bels…"), doors.edit_schema, "data", "Ctrl+Alt+E", enabled=some, group=1),
        )  # fmt: skip

    def taken_keys(self) -> dict[str, str]:
        """What is pressed for commands, with what each is called: no label has these."""
        rows = with_chosen_keys(self._commands(), self._of.settings)
        return {row.shortcut: plain_text(row.text) for row in rows if row.shortcut}

    def label_keys(self, schema: LabelSchema) -> dict[str, str]:
        """What is pressed for each label that has a key, by the label's name."""
        keys = {name: pressed for name, key in hotkeys(schema).items() if (pressed := key_pressed(key))}
        if all(pressed in DIGITS for pressed in keys.values()):
            return keys
        taken = self.taken_keys()
        return {name: pressed for name, pressed in keys.items() if pressed not in taken}

    def _label_rows(self) -> tuple[Action, ...]:
        of = self._of
        return tuple(
            Action(
                f"label.key-{key}",
                self.tr("Label of key {key}").format(key=key),
                lambda key=key: of.choose_by_key(key),
                "",
                key,
            )
            for key in dict.fromkeys((*DIGITS, *self.label_keys(of.session.schema).values()))
        )

    # ------------------------------------------------------------------ bars and menus

    def fill_tools(self, bar: QToolBar) -> None:
        """One button per tool, in place of those that are there."""
        canvas = self._of.canvas
        for action in bar.actions():
            bar.removeAction(action)
            action.deleteLater()
        keys = chosen_keys(self._of.settings)
        for name, (text, standard) in self.tool_texts().items():
            action = QAction(icon(f"tool-{name}"), text, bar)
            action.setObjectName(f"tool-{name}")
            action.setCheckable(True)
            shown = QKeySequence(keys.get(f"tool.{name}", standard)).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{text} ({shown})" if shown else text)
            action.setChecked(canvas.tool.name == name)
            action.triggered.connect(lambda _=False, name=name: canvas.set_tool(name))
            bar.addAction(action)
            if name in _BREAKS:
                bar.addSeparator()

    @staticmethod
    def show_tool(bar: QToolBar, name: str) -> None:
        """The button of the tool at work is down."""
        for action in bar.actions():
            action.setChecked(action.objectName() == f"tool-{name}")

    def fill_menu(self, menu: QMenu) -> None:
        """The menu of the selection."""
        last = 0
        for row in with_chosen_keys(self._shapes(), self._of.settings):
            if row.group != last:
                menu.addSeparator()
                last = row.group
            action = menu.addAction(row.text)
            action.setShortcut(QKeySequence(row.shortcut))
            action.setEnabled(row.enabled())
            action.triggered.connect(lambda _=False, row=row: row.run())
