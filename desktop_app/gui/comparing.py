"""Joins comparisons with the tabs: what can be compared, which tensor a row selects, how the graph is coloured."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from desktop_app.checkpoint.model import Checkpoint
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.session import CheckpointSession

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Draft
    from desktop_app.gui.checkpoint.comparison.compare_view import CompareView
    from desktop_app.gui.inspect_workspace import InspectWorkspace
    from desktop_app.gui.tab import CheckpointTab


class Comparing(QObject):
    """Makes the comparison of each tab and keeps it up to date."""

    def __init__(self, window: "InspectWorkspace") -> None:
        super().__init__(window)
        self._window = window
        self._changes: dict[CheckpointSession, Mapping[str, float]] = {}
        self._waiting: dict[CheckpointSession, str] = {}
        """Files to compare with, while a tab's comparison is not made yet."""

    def make(self, session: CheckpointSession) -> "CompareView":
        """The comparison of a tab; for the dock."""
        from desktop_app.gui.checkpoint.comparison.compare_view import CompareView

        view = CompareView(session.tasks)
        view.changes_found.connect(lambda changes: self._take(session, changes))
        view.pair_chosen.connect(lambda name, _other: _select(session, name))
        view.open_wanted.connect(lambda path: self._window.open_paths([path]))
        session.checkpoint_changed.connect(while_alive(view, lambda: self._renew(session, view)))
        self._renew(session, view)
        path = self._waiting.pop(session, "")
        if path:
            QTimer.singleShot(0, view, lambda: self._begin(view, path))
        return view

    def _renew(self, session: CheckpointSession, view: "CompareView") -> None:
        view.set_subject(session.original.path, source_of(session))
        view.set_candidates(self._candidates(session))

    def _candidates(self, session: CheckpointSession) -> "list[tuple[str, Draft | Checkpoint]]":
        found: list[tuple[str, Draft | Checkpoint]] = []
        for tab in self._window.all_tabs():
            if tab.session is None:
                continue
            if tab.session is not session:
                found.append((_title(tab, edited=bool(tab.editor.steps)), source_of(tab.session)))
            if tab.editor.steps:
                found.append((self.tr("{name} as opened").format(name=tab.title), tab.session.original))
        return found

    def refresh(self) -> None:
        """Other tabs were opened, closed or edited."""
        tab = self._window.front
        if tab is not None and tab.session is not None:
            view = self._view(tab.session)
            if view is not None:
                view.set_candidates(self._candidates(tab.session))

    def _view(self, session: CheckpointSession) -> "CompareView | None":
        return cast("CompareView | None", self._window.docks["compare"].views.get(session))

    def forget(self, session: CheckpointSession) -> None:
        """A tab is closing."""
        self._changes.pop(session, None)
        self._waiting.pop(session, None)

    # ------------------------------------------------------------------ graph

    def changes_of(self, session: CheckpointSession) -> Mapping[str, float]:
        """Relative change of each tensor that the last comparison of a tab found; empty when there is none."""
        return self._changes.get(session, {})

    def _take(self, session: CheckpointSession, changes: Mapping[str, float]) -> None:
        if not changes and not self._changes.get(session):
            return
        self._changes[session] = changes
        tab = self._window.front
        if tab is None or tab.session is not session:
            return
        if changes and self._window.measure != "change":
            self._window.set_measure("change")
        elif self._window.measure == "change":
            self._window.set_measure("change" if changes else "")
        self._window.selection_changed.emit()

    # ------------------------------------------------------------------ commands

    def with_file(self) -> None:
        """Choose a file and compare the tab in front with it."""
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("File to compare with"))
        if path:
            self.with_path(path)

    def with_path(self, path: str) -> None:
        """Compare the tab in front with a file."""
        tab = self._window.front
        if tab is None or tab.session is None:
            return
        self._window.show_dock("compare")
        view = self._view(tab.session)
        if view is None:
            self._waiting[tab.session] = path  # the plots are not loaded yet, or the view's turn has not come
        else:
            self._begin(view, path)

    @staticmethod
    def _begin(view: "CompareView", path: str) -> None:
        view.add_file(path)
        view.start()


def source_of(session: CheckpointSession) -> "Draft | Checkpoint":
    """The draft of a tab, or the untouched checkpoint, which costs nothing to ask for."""
    draft = session.editor.document.value if session.editor is not None else None
    return session.original if draft is None else draft


def _title(tab: "CheckpointTab", *, edited: bool) -> str:
    return f"● {tab.title}" if edited else tab.title


def _select(session: CheckpointSession, name: str) -> None:
    """Choose the tensor in every view; nothing for one that is not on this side."""
    found = next((place for place, info in enumerate(session.checkpoint.tensors) if info.name == name), -1)
    if found >= 0:
        session.select_tensors([found])
