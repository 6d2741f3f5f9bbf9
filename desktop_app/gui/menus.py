"""Rows of `Action` turned into menus, toolbar and shortcuts; enabled and checked states are asked for when they are seen."""

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.theme import icon


class ActionSet(QObject):
    """The QActions of a table, kept up to date."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.rows: tuple[Action, ...] = ()
        self.made: dict[str, QAction] = {}

    def rebuild(self, rows: Iterable[Action], menus: dict[str, QMenu], toolbar: QToolBar) -> None:
        """Make everything anew: another language, another tab, another set of icons."""
        for action in self.made.values():
            self._window.removeAction(action)
            action.deleteLater()
        self.made.clear()
        self.rows = tuple(rows)
        toolbar.clear()
        last_group: dict[str, int] = {}
        bar_menu = ""
        for row in self.rows:
            action = self._make(row)
            menu = menus.get(row.menu)
            if menu is not None:
                if last_group.setdefault(row.menu, row.group) != row.group:
                    menu.addSeparator()
                    last_group[row.menu] = row.group
                menu.addAction(action)
            if row.toolbar:
                if bar_menu and bar_menu != row.menu:
                    toolbar.addSeparator()
                bar_menu = row.menu
                toolbar.addAction(action)
        self.refresh()

    def _make(self, row: Action) -> QAction:
        action = QAction(row.text, self._window)
        action.setObjectName(f"action-{row.id}")
        if row.shortcut:
            action.setShortcut(QKeySequence(row.shortcut))
        tip = row.tip or plain_text(row.text)
        action.setToolTip(
            f"{tip} ({QKeySequence(row.shortcut).toString(QKeySequence.SequenceFormat.NativeText)})"
            if row.shortcut
            else tip
        )
        action.setStatusTip(row.tip)
        if row.icon:
            action.setIcon(icon(row.icon))
        if row.checked is not None:
            action.setCheckable(True)
        action.triggered.connect(lambda _=False, row=row: self.trigger(row))
        self._window.addAction(action)
        self.made[row.id] = action
        return action

    def trigger(self, row: Action) -> None:
        """Do it, when it can be done."""
        if row.enabled():
            row.run()
        self.refresh()

    def refresh(self) -> None:
        """Ask every row whether it is enabled and checked."""
        for row in self.rows:
            action = self.made[row.id]
            action.setEnabled(row.enabled())
            if row.checked is not None:
                action.setChecked(row.checked())
