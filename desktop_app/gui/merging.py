"""Joins the merge dialog with the tabs: the result is a step of the draft in front, to be undone like any other."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desktop_app.gui.checkpoint.merges.merge_dialog import MergeDialog
    from desktop_app.gui.inspect_workspace import InspectWorkspace


class Merging(QObject):
    """Asks with the dialog, does with the editor."""

    def __init__(self, window: "InspectWorkspace") -> None:
        super().__init__(window)
        self._window = window

    def ask(self) -> "MergeDialog | None":
        """Choose files and a method for the tab in front."""
        from desktop_app.gui.checkpoint.edits.edit_texts import step_text
        from desktop_app.gui.checkpoint.merges.merge_dialog import MergeDialog

        tab = self._window.front
        if tab is None or tab.session is None:
            return None
        editor = tab.editor
        others = [one.path for one in self._window.all_tabs() if one.session is not None and one is not tab]
        dialog = MergeDialog(self._window.tasks, tab.path, editor.steps, others, self._window)
        dialog.chosen.connect(lambda step: editor.do(step_text(step), step))
        dialog.open()
        return dialog
