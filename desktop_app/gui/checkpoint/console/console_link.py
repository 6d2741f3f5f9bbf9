"""Joins a console's kernel with a tab: the kernel is told of edits and of the selection, its edits become steps of the draft."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop_app.gui.checkpoint.session import CheckpointSession

TARGET = "weightsmith"
_MOST_NAMES = 1000
_MOST_STEPS = 100_000


def state_of(session: CheckpointSession) -> dict[str, Any]:
    """What the kernel has to know: the steps done so far, and what is selected."""
    return {**steps_now(session), **selection_now(session)}


def steps_now(session: CheckpointSession) -> dict[str, Any]:
    """The steps done so far."""
    steps = session.editor.steps if session.editor is not None else ()
    return {"steps": [[step.operation, *step.arguments] for step in steps]}


def selection_now(session: CheckpointSession) -> dict[str, Any]:
    """What is selected, by name."""
    checkpoint, chosen = session.checkpoint, session.selection
    names = [checkpoint.tensors[place].name for place in chosen.tensors[:_MOST_NAMES]]
    module = checkpoint.modules[chosen.module].path if 0 <= chosen.module < len(checkpoint.modules) else ""
    return {"names": names, "module": module}


class ConsoleLink(QObject):
    """Lives as long as one kernel."""

    def __init__(self, session: CheckpointSession, client: Any, colours: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._colours = colours
        self._seen = 0
        self._comm = client.comm_manager.new_comm(TARGET, {**state_of(session), "seen": 0, "colors": colours()})
        self._comm.on_msg(self._heard)
        session.selection_changed.connect(self._selected)
        if session.editor is not None:
            session.editor.document.history_changed.connect(self._edited)
            session.editor.busy_changed.connect(self._worked)

    def tell(self, **what: Any) -> None:
        """Send something to the kernel; it is dealt with before the next cell."""
        self._comm.send({"seen": self._seen, **what})

    def repaint(self) -> None:
        """Tell the kernel which colours are in force."""
        self.tell(colors=self._colours())

    def _selected(self, _selection: object) -> None:
        self.tell(**selection_now(self._session))

    def _edited(self) -> None:
        editor = self._session.editor
        if editor is not None and not editor.busy:  # else there is more to come, told when it is done
            self.tell(**steps_now(self._session))

    def _worked(self, busy: bool) -> None:
        """An edit of the console that was refused leaves no trace in the history: the kernel has to be told all the same."""
        if not busy:
            QTimer.singleShot(0, self, self._edited)

    def _heard(self, message: Mapping[str, Any]) -> None:
        from desktop_app.checkpoint.editing.errors import EditError
        from desktop_app.checkpoint.editing.recipes import steps_of

        data = message["content"]["data"]
        editor = self._session.editor
        if editor is None or not isinstance(data, dict) or not isinstance(data.get("number"), int):
            return
        self._seen = data["number"]
        try:
            steps = steps_of(list(data.get("steps", ()))[:_MOST_STEPS], "console")
        except (EditError, TypeError) as error:
            if isinstance(error, EditError):
                editor.refused.emit(error)
            return
        editor.do(self.tr("Python: {code}").format(code=str(data.get("code", ""))[:200]), *steps)
