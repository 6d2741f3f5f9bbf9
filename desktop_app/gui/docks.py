"""The docks around the graph: each shows one kind of view, made for the tab in front when it is first seen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.turns import Turns
from desktop_app.gui.view_state import restore, state_of


@dataclass(frozen=True, slots=True)
class Kind:
    """One dock."""

    name: str
    title: Callable[[], str]
    make: Callable[[CheckpointSession], QWidget]
    area: Qt.DockWidgetArea
    plots: bool = False
    """Whether its view needs pyqtgraph, which is loaded after the first paint."""
    ahead: bool = True
    """Whether its view is made before its place is seen, so that its actions are at hand; else it is also loaded later than the others."""


class _Blank(QLabel):
    """Stands where no view is; that it is painted tells that somebody sees its place."""

    painted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and tell."""
        super().paintEvent(event)
        self.painted.emit()


class ViewDock(QDockWidget):
    """Holds one view per session and shows that of the session in front; a view is made in a turn of its own."""

    made = Signal()
    """A view was made: there are new rows of actions."""
    help_wanted = Signal()
    """Somebody asks what this is."""

    def __init__(self, kind: Kind, parent: QMainWindow, turns: Turns) -> None:
        super().__init__(kind.title(), parent)
        self.kind = kind
        self._turns = turns
        self.setObjectName(f"dock-{kind.name}")
        self.stack = QStackedWidget(self)
        self.blank = _Blank(self.stack)
        self.blank.painted.connect(self.make_soon)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setWordWrap(True)
        self.stack.addWidget(self.blank)
        self.setWidget(self.stack)
        self.what = QToolButton(self)
        self.what.setObjectName(f"what-{kind.name}")
        self.what.setProperty("what", True)
        self.what.setText("?")
        self.what.setAutoRaise(True)
        self.what.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Shift+F1 does the same from the keyboard
        self.what.clicked.connect(self.help_wanted)
        self.topLevelChanged.connect(lambda floats: self.what.setVisible(not floats))
        self.views: dict[CheckpointSession, QWidget] = {}
        self._states: dict[CheckpointSession, dict[str, Any]] = {}
        self._prepared: dict[CheckpointSession, QWidget] = {}
        """Views that are made and not yet shown."""
        self.ready = kind.ahead and not kind.plots
        self._asked: list[tuple[CheckpointSession, Callable[[QWidget], object]]] = []
        """What is to be done with the view as soon as what it needs is loaded."""
        self._focus_waits = False
        """Whether the view is to have the keyboard as soon as it is made."""
        self._session: CheckpointSession | None = None
        self.retranslate()

    def retranslate(self) -> None:
        """Follow the language."""
        self.setWindowTitle(self.kind.title())
        text = self.tr("What is this? {pane}").format(pane=self.kind.title())
        self.what.setAccessibleName(text)
        self.what.setToolTip(f"{text} (Shift+F1)")
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The question mark stands in the title, left of what floats and closes the dock."""
        super().resizeEvent(event)
        title, size = self.stack.geometry().top(), 18
        floats = self.findChild(QAbstractButton, "qt_dockwidget_floatbutton")
        right = floats.geometry().left() if floats is not None else self.width() - 2 * (size + 4)
        self.what.setGeometry(right - size - 2, max(0, (title - size) // 2), size, size)
        self.what.raise_()

    def _say(self) -> None:
        self.blank.setText(self.tr("Open a file to see something here.") if self._session is None else "")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def show_session(self, session: CheckpointSession | None) -> None:
        """Change to the view of another tab."""
        self._session = session
        self._refresh()

    def forget(self, session: CheckpointSession) -> None:
        """Drop the view of a tab that is closing."""
        self._states.pop(session, None)
        self._drop_prepared(session)
        view = self.views.pop(session, None)
        if view is not None:
            self.stack.removeWidget(view)
            _end(view)
        if self._session is session:
            self._session = None
            self._refresh()

    def _drop_prepared(self, session: CheckpointSession) -> None:
        view = self._prepared.pop(session, None)
        if view is not None:
            _end(view)

    def rebuild(self, session: CheckpointSession) -> None:
        """The checkpoint of a tab was edited: its view shows the new one, set as the old one was.

        What nobody sees is made anew in a later turn, so that an edit is not kept waiting.
        """
        view = self.views.get(session)
        if view is None:
            self._drop_prepared(session)  # made of what was before
            return
        refresh = getattr(view, "refresh_checkpoint", None)
        if refresh is not None:
            refresh()
            return
        self._states[session] = state_of(view)
        focus = QApplication.focusWidget()
        focused = focus.objectName() if focus is not None and view.isAncestorOf(focus) else ""
        del self.views[session]
        if session is self._session and not self.visibleRegion().isEmpty():
            self._make()
        elif session is self._session:
            self._refresh()
            self.make_ahead()
        self.stack.removeWidget(view)
        view.deleteLater()
        made = self.views.get(session)
        if made is not None and focused:
            again = made.findChild(QWidget, focused)
            if isinstance(again, QWidget):
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_ready(self) -> None:
        """What the view needs is loaded now."""
        if self.ready:
            return
        self.ready = True
        self._refresh()
        asked, self._asked = self._asked, []
        for session, then in asked:
            if session is self._session:  # nobody went to another file meanwhile
                self.when_made(then)

    def view(self) -> QWidget | None:
        """The view in front; None until it is made."""
        return self.views.get(self._session) if self._session is not None else None

    def _is_wanted(self) -> bool:
        return self._session is not None and self._session not in self.views and self.ready and self.isVisible()

    def make_ahead(self) -> None:
        """Make the view of the session in front though nobody has seen its place yet, when its turn comes."""
        if self.kind.ahead:
            self.make_soon()

    def focus_view(self) -> None:
        """Give the keyboard to the view in front, as soon as it is made."""
        self._focus_waits = self.view() is None
        _focus_in(self.view() or self.stack)
        self.make_soon()

    def make_soon(self) -> None:
        """Make the view of the session in front when its turn comes."""
        if self._is_wanted():
            self._turns.add(self._prepare)
            self._turns.add(self._make)

    def _prepare(self) -> None:
        """Make the view in one turn, and show it, which takes as long again, in the next."""
        if self._is_wanted() and self._session is not None:
            self._prepare_for(self._session)

    def _prepare_for(self, session: CheckpointSession) -> None:
        if session is self._session and session not in self.views and session not in self._prepared:
            self._prepared[session] = self.kind.make(session)

    def _refresh(self) -> None:
        self._say()
        self.stack.setCurrentWidget(self.view() or self.blank)
        if self.view() is None:
            self.blank.update()

    def _make(self) -> None:
        session = self._session
        if session is not None and self._is_wanted():
            self._make_for(session)
        self.stack.setCurrentWidget(self.view() or self.blank)
        made = self.view()
        if made is not None and self._focus_waits:
            self._focus_waits = False
            if self.stack.hasFocus() or self.blank.hasFocus():  # nobody went elsewhere meanwhile
                _focus_in(made)

    def _make_for(self, session: CheckpointSession) -> None:
        if session in self.views:
            return
        view = self.views[session] = self._prepared.pop(session, None) or self.kind.make(session)
        self.stack.addWidget(view)
        if session in self._states:
            restore(view, self._states.pop(session))
        self.made.emit()

    def when_made(self, then: Callable[[QWidget], object]) -> None:
        """Do something with the view in front: now when it is made, or in the turn in which it is, though nobody has seen its place."""
        session = self._session
        if session is None:
            return
        if not self.ready:
            self._asked.append((session, then))
            return

        def go_on() -> None:
            if session is self._session:
                self._make_for(session)
                self._refresh()
                then(self.views[session])

        if session in self.views:
            then(self.views[session])
        else:
            self._turns.add(lambda: self._prepare_for(session))
            self._turns.add(go_on)

    def actions_of_view(self) -> tuple[Action, ...]:
        """Rows of the view in front, if it was made already."""
        table = getattr(self.view(), "table_of_actions", None)
        return table() if table is not None else ()


def _focus_in(pane: QWidget) -> None:
    """Give the keyboard to the list or text that a pane shows, which the arrows move, else to the pane itself.

    A button would not keep it: many are hidden or disabled as soon as the work of the pane begins.
    """
    lists = (
        child
        for child in pane.findChildren(QAbstractScrollArea)
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    )
    target = pane if pane.focusProxy() is not None else next(lists, pane)
    target.setFocus(Qt.FocusReason.OtherFocusReason)


def _end(view: QWidget) -> None:
    """Let a view stop its work, and delete it."""
    shut = getattr(view, "shut", None)
    if shut is not None:
        shut()
    view.deleteLater()
