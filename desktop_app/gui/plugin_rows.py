"""What plug-ins add to the menus of the inspector: operations on the selection, and colours of the graph."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QLineEdit

from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.tasks import TaskFailure
from desktop_app.plugins import Plugin, installed

if TYPE_CHECKING:
    from desktop_app.graph.overlay import Overlay
    from desktop_app.gui.inspect_workspace import InspectWorkspace


class PluginRows(QObject):
    """Looks once what is installed, in a thread and after the first file is on the screen."""

    def __init__(self, window: "InspectWorkspace") -> None:
        super().__init__(window)
        self._window = window
        self._found: tuple[Plugin, ...] | None = None
        self._looking = False

    def look(self) -> None:
        """See what is installed, unless that was done."""
        if self._found is None and not self._looking:
            self._looking = True
            task = self._window.tasks.run(installed, lane="thread")
            task.done.connect(while_alive(self, self._take))

    def _take(self, found: tuple[Plugin, ...]) -> None:
        self._found = found
        if found:
            self._window.rows_changed.emit()

    def rows(self) -> tuple[Action, ...]:
        """Actions of plug-ins that are on."""
        opened = lambda: self._window.front is not None and self._window.front.session is not None  # noqa: E731
        found = [one for one in self._found or () if one.on]
        return (
            *(
                Action(f"plugin.operation-{one.name}", f"{one.name}…", lambda one=one: self.ask(one), "edit", tip=one.package, enabled=opened, group=8)
                for one in found if one.group == "operations"
            ),
            *(
                Action(f"plugin.overlay-{one.name}", self.tr("Colour by {name}").format(name=one.name), lambda one=one: self.colour(one), "graph", tip=one.package, enabled=opened, group=5)
                for one in found if one.group == "overlays"
            ),
        )  # fmt: skip

    # ------------------------------------------------------------------ operations

    def ask(self, plugin: Plugin) -> QInputDialog | None:
        """Ask for the arguments of an operation, beginning with what is selected."""
        tab = self._window.front
        if tab is None or tab.session is None:
            return None
        dialog = QInputDialog(self._window)
        dialog.setObjectName("plugin-operation")
        dialog.setWindowTitle(plugin.name)
        dialog.setLabelText(
            self.tr("Arguments of {name} (from {package}), as on the command line:").format(
                name=plugin.name, package=plugin.package
            )
        )
        dialog.setTextValue(" ".join(tab.edits.names()[:20]))
        field = dialog.findChild(QLineEdit)
        if isinstance(field, QLineEdit):
            field.setAccessibleName(dialog.labelText())
        dialog.textValueSelected.connect(lambda text: self._do(plugin, text))
        dialog.open()
        return dialog

    def _do(self, plugin: Plugin, text: str) -> None:
        from desktop_app.checkpoint.editing.errors import EditError
        from desktop_app.checkpoint.editing.recipes import parse_step
        from desktop_app.gui.checkpoint.edits.edit_texts import refusal_text, step_text

        tab = self._window.front
        if tab is None or tab.session is None:
            return
        try:
            step = parse_step(f"{plugin.name} {text}".strip())
        except EditError as error:
            self._window.status.say(refusal_text(error))
            return
        tab.editor.do(step_text(step), step)

    # ------------------------------------------------------------------ colours

    def colour(self, plugin: Plugin) -> None:
        """Compute an overlay in a worker, and colour the graph by it."""
        from desktop_app.graph.plugged import plugged_overlay

        tab = self._window.front
        if tab is None or tab.session is None:
            return
        session, title = tab.session, self.tr("Colour by {name}").format(name=plugin.name)
        task = self._window.tasks.run(
            plugged_overlay, session.checkpoint, plugin.name, title=title, latest="plugin-overlay"
        )

        def show(overlay: "Overlay | None") -> None:
            view = tab.graph_view
            if view is None or tab.session is not session:
                return
            if overlay is None:
                self._window.status.say(
                    self.tr("{name} has no number for any tensor of this file.").format(name=plugin.name)
                )
                return
            view.set_overlay(overlay.title, dict(overlay.values), log=overlay.log, unit=overlay.unit)

        def fail(failure: TaskFailure) -> None:
            self._window.status.say(failure.message)

        task.done.connect(while_alive(tab, show))
        task.failed.connect(while_alive(self, fail))
