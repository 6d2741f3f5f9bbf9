"""A window with docks around its middle; they come with the first file, where a person left them the last time."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import batched

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QWidget

from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.docks import Kind, ViewDock
from desktop_app.gui.settings import Settings
from desktop_app.gui.turns import Turns

_LAYOUT_VERSION = 9
_STRAY = 70
"""Pixels: a tab bar of docks that is narrower belongs to no dock."""
_AT_ONCE = 6
_BEHIND_AFTER_MS = 60


class DockWindow(QMainWindow):
    """A window within the window, so that its docks come and go with it; those of one area share a place, the first in front."""

    view_made = Signal()
    """A dock has a view that it had not before."""
    dock_help_wanted = Signal(str)
    """Somebody asks what a dock is; its object name."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)  # QMainWindow makes itself a window of its own
        self.setDockNestingEnabled(True)
        self.settings = settings
        self.turns = Turns(self)
        self.docks: dict[str, ViewDock] = {}
        self._firsts: tuple[ViewDock, ...] = ()
        """The dock in front of each area."""
        self._are_shown = False
        self._plain_layout = QByteArray()

    def making_docks(self, kinds: Sequence[Kind]) -> Iterator[Callable[[], object]]:
        """Make the docks and place them, piece by piece; they are not seen before `show_docks_once`."""
        for some in batched(kinds, _AT_ONCE):
            yield partial(self._make_docks, some)
        yield self._place_docks

    def _make_docks(self, kinds: Sequence[Kind]) -> None:
        for kind in kinds:
            dock = self.docks[kind.name] = ViewDock(kind, self, self.turns)
            dock.setVisible(False)
            dock.made.connect(self.view_made)
            dock.help_wanted.connect(lambda dock=dock: self.dock_help_wanted.emit(dock.objectName()))

    def _place_docks(self) -> None:
        areas: dict[Qt.DockWidgetArea, list[ViewDock]] = {}
        for dock in self.docks.values():
            self.addDockWidget(dock.kind.area, dock)
            areas.setdefault(dock.kind.area, []).append(dock)
        self._firsts = tuple(docks[0] for docks in areas.values())
        for first, *others in areas.values():
            for other in others:
                self.tabifyDockWidget(first, other)
            first.raise_()
        self._resize(350, 450, 240)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self._plain_layout = self.saveState(_LAYOUT_VERSION)

    def _resize(self, left: int, right: int, bottom: int) -> None:
        area = Qt.DockWidgetArea
        sizes = {area.LeftDockWidgetArea: left, area.RightDockWidgetArea: right, area.BottomDockWidgetArea: bottom}
        beside = [dock for dock in self._firsts if dock.kind.area is not area.BottomDockWidgetArea]
        below = [dock for dock in self._firsts if dock.kind.area is area.BottomDockWidgetArea]
        self.resizeDocks(beside, [sizes[dock.kind.area] for dock in beside], Qt.Orientation.Horizontal)
        self.resizeDocks(below, [bottom] * len(below), Qt.Orientation.Vertical)

    def show_docks_once(self) -> None:
        """Docks come with the first file, where they were left the last time."""
        if not self._are_shown:
            self._show_docks()

    def _show_docks(self) -> None:
        moved, self._are_shown = self._are_shown, True
        stored = self.settings.get_bytes("layout")
        crashed = self.settings.get("restoring")
        self.settings.set("restoring", bool(stored))
        if not (stored and not crashed and self.restoreState(QByteArray(stored), _LAYOUT_VERSION)):
            if moved or stored:
                self.restoreState(self._plain_layout, _LAYOUT_VERSION)
            for dock in self._firsts:
                dock.setVisible(True)
            QTimer.singleShot(_BEHIND_AFTER_MS, self, self._show_docks_behind)
            width, height = self.window().width(), self.window().height()
            self._resize(
                min(350, max(230, int(width * 0.21))), min(460, int(width * 0.3)), min(240, int(height * 0.26))
            )
        QTimer.singleShot(1500, self, lambda: self.settings.set("restoring", False))
        QTimer.singleShot(100, self, self._hide_stray_bars)

    def _hide_stray_bars(self) -> None:
        """Qt leaves tab bars of groups that grew while they were being put together, small and out of their place."""
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if bar.isVisible() and bar.width() < _STRAY:
                bar.hide()

    def _show_docks_behind(self) -> None:
        """The docks that share a place with another one, each in its turn; only their tabs are seen."""
        for dock in self.docks.values():
            self.turns.add(lambda dock=dock: self._show_behind(dock))

    def _show_behind(self, dock: ViewDock) -> None:
        if dock.isVisible():
            return
        before = [other for other in self.tabifiedDockWidgets(dock) if not other.visibleRegion().isEmpty()]
        dock.setVisible(True)
        for other in before:
            other.raise_()

    def show_dock(self, name: str) -> None:
        """Bring a dock into view."""
        dock = self.docks[name]
        dock.setVisible(True)
        dock.raise_()
        dock.focus_view()

    def keep_layout(self) -> None:
        """Remember where the docks are."""
        if self._are_shown:
            self.settings.set_bytes("layout", bytes(self.saveState(_LAYOUT_VERSION).data()))

    def reset_layout(self) -> None:
        """Docks where they were at the very first start."""
        self.settings.set_bytes("layout", b"")
        if self._are_shown:
            self._show_docks()

    def show_session(self, session: CheckpointSession | None) -> None:
        """Show what belongs to an opened file in all docks, or nothing."""
        if session is not None:
            self.show_docks_once()
        for dock in self.docks.values():
            dock.show_session(session)

    def is_filled(self, session: CheckpointSession | None) -> bool:
        """Whether a dock that is seen shows its view of the file."""
        seen = [dock for dock in self.docks.values() if dock.isVisible() and dock.ready]
        return session is None or not seen or any(session in dock.views for dock in seen)

    def next_pane(self, step: int) -> None:
        """Move the keyboard to the next (or previous) pane that is in sight; the middle is one of them."""
        middle = self.centralWidget()
        panes: list[QWidget] = [middle] if middle is not None else []
        panes += [dock.stack for dock in self.docks.values() if dock.isVisible() and not dock.visibleRegion().isEmpty()]
        focused = QApplication.focusWidget()
        place = next(
            (
                i
                for i, pane in enumerate(panes)
                if focused is not None and (pane is focused or pane.isAncestorOf(focused))
            ),
            0,
        )
        if not panes:
            return
        pane = panes[(place + step) % len(panes)]
        target = next(
            (
                child
                for child in pane.findChildren(QWidget)
                if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
            ),
            pane,
        )
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def plots_ready(self) -> None:
        """pyqtgraph is loaded: views that need it may be made."""
        for dock in self.docks.values():
            if dock.kind.ahead:
                dock.set_ready()

    def docks_ready(self) -> None:
        """What the other docks need is loaded."""
        for dock in self.docks.values():
            dock.set_ready()
