"""Rows of `Action` turned into menus, toolbar and shortcuts; enabled and checked states are asked for when they are seen."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import batched

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.theme import icon

_AT_ONCE = 40
"""Actions whose texts and icons are made in one piece."""


class ActionSet(QObject):
    """The QActions of a table, kept up to date: what stays the same from one table to the next is left as it is."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.rows: tuple[Action, ...] = ()
        self.made: dict[str, QAction] = {}
        self._fresh: dict[str, QAction] = {}
        """Actions of a table that is not taken yet."""
        self._by_id: dict[str, Action] = {}
        self._choices: dict[str, QActionGroup] = {}
        self._parts: list[QMenu] = []
        """The submenus of all menus."""
        self._dressed: dict[str, tuple[object, ...]] = {}
        """What each action looks like now."""
        self._plan: object = None
        self._toolbar_plan: object = None
        self.catch_up: Callable[[], object] = lambda: None
        """Brings the table up to date at once, when it is about to be: views that its rows belong to may be gone."""

    def pieces(
        self, rows: Iterable[Action], menus: Callable[[], dict[str, QMenu]], toolbar: QToolBar
    ) -> Iterator[Callable[[], object]]:
        """What takes another table, language or set of icons; until the last piece, with which menus and keys change, it may be given up."""
        table = tuple(rows)
        looks = QGuiApplication.palette().cacheKey()
        changed = [row for row in table if self._dressed.get(row.id) != _looks_of(row, looks)]
        for some in batched(changed, _AT_ONCE):
            yield partial(self._dress_all, some, looks)
        yield partial(self._take, table, menus, toolbar)

    def _dress_all(self, rows: Iterable[Action], looks: int) -> None:
        for row in rows:
            self._dress(row)
            self._dressed[row.id] = _looks_of(row, looks)

    def _take(self, rows: tuple[Action, ...], menus_of: Callable[[], dict[str, QMenu]], toolbar: QToolBar) -> None:
        menus = menus_of()
        self.rows = rows
        self._by_id = {row.id: row for row in rows}
        known = self.made | self._fresh
        self.made = {name: action for name, action in known.items() if name in self._by_id}
        for name in known.keys() - self.made.keys():
            del self._dressed[name]
            self._window.removeAction(known[name])
            known[name].deleteLater()
        self._window.addActions([action for name, action in self._fresh.items() if name in self.made])
        self._fresh = {}
        plan = [(row.id, row.menu, row.submenu, row.group, row.toolbar) for row in rows], dict(menus)
        if plan != self._plan:
            self._plan = plan
            self._fill(menus, toolbar)
        self.refresh()

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

    def _dress(self, row: Action) -> None:
        """Give an action the texts, keys and icon of its row."""
        action = self.made.get(row.id) or self._fresh.get(row.id)
        if action is None:
            action = self._fresh[row.id] = QAction(self._window)
            action.setObjectName(f"action-{row.id}")
            action.triggered.connect(lambda _=False, name=row.id: self._triggered(name))
        keys = QKeySequence(row.shortcut)
        action.setText(row.brief or row.text)
        action.setShortcut(keys)
        tip = row.tip or plain_text(row.text)
        native = keys.toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({native})" if native else tip)
        action.setStatusTip(row.tip)
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


def _looks_of(row: Action, looks: int) -> tuple[object, ...]:
    """What is seen of a row in the looks of a palette; others draw its icon anew."""
    return row.text, row.brief, row.shortcut, row.tip, row.icon, looks if row.icon else 0, row.checked is not None


def _asked(question: Callable[[], bool]) -> bool:
    """A row's answer; no while its view is gone already and the table not yet made anew."""
    try:
        return question()
    except RuntimeError as error:
        if "already deleted" not in str(error):
            raise
        return False
