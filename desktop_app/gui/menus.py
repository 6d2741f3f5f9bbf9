"""Rows of `Action` turned into menus, toolbar and shortcuts; enabled and checked states are asked for when they are seen."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.theme import icon


class ActionSet(QObject):
    """The QActions of a table, kept up to date: what stays the same from one table to the next is left as it is."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.rows: tuple[Action, ...] = ()
        self.made: dict[str, QAction] = {}
        self._by_id: dict[str, Action] = {}
        self._choices: dict[str, QActionGroup] = {}
        self._parts: list[QMenu] = []
        """The submenus of all menus."""
        self._looks = 0
        self._plan: object = None
        self._toolbar_plan: object = None
        self.catch_up: Callable[[], object] = lambda: None
        """Brings the table up to date at once, when it is about to be: views that its rows belong to may be gone."""

    def rebuild(self, rows: Iterable[Action], menus: dict[str, QMenu], toolbar: QToolBar) -> bool:
        """Take another table, language or set of icons; whether the menus and the toolbar were filled anew."""
        self.rows = tuple(rows)
        before, self._by_id = self._by_id, {row.id: row for row in self.rows}
        for name in [name for name in self.made if name not in self._by_id]:
            action = self.made.pop(name)
            self._window.removeAction(action)
            action.deleteLater()
        looks, self._looks = self._looks, QGuiApplication.palette().cacheKey()
        for row in self.rows:
            self._dress(row, before.get(row.id), same_looks=looks == self._looks)
        plan = [(row.id, row.menu, row.submenu, row.group, row.toolbar) for row in self.rows], dict(menus)
        filled = plan != self._plan
        if filled:
            self._plan = plan
            self._fill(menus, toolbar)
        self.refresh()
        return filled

    def _fill(self, menus: dict[str, QMenu], toolbar: QToolBar) -> None:
        for menu in menus.values():
            menu.clear()
        for part in self._parts:
            part.deleteLater()
        self._parts = []
        for name, menu in menus.items():
            self._fill_menu(menu, sorted((row for row in self.rows if row.menu == name), key=lambda row: row.group))
        self._fill_toolbar(toolbar)

    def _fill_toolbar(self, toolbar: QToolBar) -> None:
        """Only when other buttons belong there, and laid out at once: an empty bar would be seen for a moment."""
        rows = [row for row in self.rows if row.toolbar]
        plan = [(row.id, row.menu) for row in rows]
        if plan == self._toolbar_plan and len(toolbar.actions()) >= len(rows):
            return
        self._toolbar_plan = plan
        for action in toolbar.actions():
            toolbar.removeAction(action)
            if action.isSeparator():  # a toolbar keeps what it made, a menu deletes it
                action.deleteLater()
        bar_menu = ""
        for row in rows:
            if bar_menu and bar_menu != row.menu:
                toolbar.addSeparator()
            bar_menu = row.menu
            toolbar.addAction(self.made[row.id])
        layout = toolbar.layout()
        if layout is not None:
            layout.activate()

    def _fill_menu(self, menu: QMenu, rows: Iterable[Action]) -> None:
        """Rows in their order, a line between groups, and those of one submenu where the first of them would stand."""
        parts: dict[str, QMenu] = {}
        last_group: dict[QMenu, int] = {}
        for row in rows:
            place = parts.get(row.submenu) if row.submenu else menu
            if place is None:
                if last_group.setdefault(menu, row.group) != row.group:
                    menu.addSeparator()
                last_group[menu] = row.group
                place = parts[row.submenu] = menu.addMenu(row.submenu)
                place.setObjectName(f"{row.menu}-part-{len(parts)}")
                self._parts.append(place)
            if last_group.setdefault(place, row.group) != row.group:
                place.addSeparator()
            last_group[place] = row.group
            place.addAction(self.made[row.id])

    def _dress(self, row: Action, before: Action | None, *, same_looks: bool) -> None:
        """Give an action the texts, keys and icon of its row, as far as they are others than before."""
        action = self.made.get(row.id)
        if action is None:
            before = None
            action = self.made[row.id] = QAction(self._window)
            action.setObjectName(f"action-{row.id}")
            action.triggered.connect(lambda _=False, name=row.id: self._triggered(name))
            self._window.addAction(action)
        if before is None or _texts_of(row) != _texts_of(before):
            keys = QKeySequence(row.shortcut)
            action.setText(row.brief or row.text)
            action.setShortcut(keys)
            tip = row.tip or plain_text(row.text)
            native = keys.toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{tip} ({native})" if native else tip)
            action.setStatusTip(row.tip)
        if before is None or before.icon != row.icon or (row.icon and not same_looks):
            action.setIcon(icon(row.icon))
        action.setCheckable(row.checked is not None)
        if row.one_of and action.actionGroup() is None:
            group = self._choices.setdefault(row.one_of, QActionGroup(self))
            action.setActionGroup(group)

    def _triggered(self, name: str) -> None:
        row = self._by_id.get(name)
        if row is not None:  # a click may still be on its way to an action whose workspace was just left
            self.trigger(row)

    def trigger(self, row: Action) -> None:
        """Do it as the table stands now, when it can be done."""
        self.catch_up()
        now = self._by_id.get(row.id)
        if now is not None and now.enabled():
            now.run()
        self.refresh()

    def refresh(self) -> None:
        """Ask every row whether it is enabled and checked."""
        for row in self.rows:
            action = self.made[row.id]
            action.setEnabled(_asked(row.enabled))
            if row.checked is not None:
                action.setChecked(_asked(row.checked))


def _texts_of(row: Action) -> tuple[str, ...]:
    return row.text, row.brief, row.shortcut, row.tip


def _asked(question: Callable[[], bool]) -> bool:
    """A row's answer; no while its view is gone already and the table not yet made anew."""
    try:
        return question()
    except RuntimeError as error:
        if "already deleted" not in str(error):
            raise
        return False
