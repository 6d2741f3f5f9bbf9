"""The window: workspaces side by side, one table of actions, every door for files; it joins the panes and does nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QStackedWidget, QStatusBar, QToolBar, QWidget

from desktop_app.gui.actions import plain_text
from desktop_app.gui.command_table import CommandTable
from desktop_app.gui.mnemonics import with_own_letters
from desktop_app.gui.preferences.chosen_keys import with_chosen_keys
from desktop_app.gui.switcher import Switcher
from desktop_app.gui.theme import dress, notice
from desktop_app.gui.turns import Turns, at_once
from desktop_app.gui.workspace import Workspace
from desktop_app.places import sample

if TYPE_CHECKING:
    from desktop_app.gui.actions import Action
    from desktop_app.gui.inspect_workspace import InspectWorkspace
    from desktop_app.gui.pages import EmptyState
    from desktop_app.gui.settings import Settings
    from desktop_app.gui.status import StatusLine
    from desktop_app.gui.tasks import Tasks


_ROWS_AFTER_MS = 60
"""What changed is painted before the menus are made anew, once for a row of changes."""


class MainWindow(QMainWindow):
    """What a person sees of Weightsmith."""

    is_complete = False
    """Whether workspaces and actions are there; files are opened from then on."""
    inspect: InspectWorkspace
    status: StatusLine

    def __init__(self, tasks: Tasks, settings: Settings, *, opening: Sequence[str] = (), complete: bool = True) -> None:
        """With `complete=False` only what the first paint shows is made; `opening` are files that come after it."""
        super().__init__()
        self.setObjectName("main-window")
        self.tasks = tasks
        self.settings = settings
        self.setAcceptDrops(True)
        self.setWindowTitle("Weightsmith")
        room = self.screen().availableGeometry()
        self.resize(min(1440, max(1100, room.width())), min(900, max(640, room.height())))
        self.setStatusBar(QStatusBar(self))
        self.center = QStackedWidget(self)
        self.setCentralWidget(self.center)
        self.empty: EmptyState | None = None
        self.workspaces: dict[str, Workspace] = {}
        self._table: object = None
        """The table of actions that is being made, or was made last."""
        self._table_waits = False
        self._building: dict[str, Iterator[Callable[[], object]]] = {}
        """Workspaces that are being made, as what is still to be done for them."""
        self.workspace = Workspace()
        self._plots = False
        self.is_loaded = False
        """Whether all that is imported after the first paint is there: from then on no pane waits for its code."""
        self._turns = Turns(self)
        self.waiting = list(opening)
        """Files that are opened as soon as the window and what they belong to are made."""
        self.toolbar = QToolBar(self)
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(20, 20))
        self.addToolBar(self.toolbar)
        self.switcher = Switcher(self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.switcher)
        self.switcher.show_chosen("inspect", self.workspace_titles())
        self.commands = CommandTable(self)
        self.menus: dict[str, QMenu] = {}
        self._show_menus()
        self._restore()
        if not opening:
            self._show_empty()
        dress(self)
        if complete:
            self.complete()

    def complete(self) -> None:
        """Make what the first paint does without: the inspector, its docks, actions; then open what waits for them."""
        at_once(self.what_is_missing())

    def complete_then(self, then: Callable[[], object]) -> None:
        """Make the same a piece in each turn, and go on in the turn after them."""
        self._turns.add_each(self.what_is_missing())
        self._turns.add(then)

    def what_is_missing(self) -> Iterator[Callable[[], object]]:
        """What makes the window complete, piece by piece; each is done before the next is asked for."""
        yield self._make_inspector
        yield from self.inspect.what_is_missing()
        yield self._make_joints
        yield from self._pieces_of_rows()
        yield self._begin

    def _make_inspector(self) -> None:
        from desktop_app.gui.inspect_workspace import InspectWorkspace
        from desktop_app.gui.status import StatusLine

        self.status = StatusLine(self)
        self.setStatusBar(self.status)
        self.inspect = InspectWorkspace(self.tasks, self.settings, self.status, self.center)
        self.workspace = self.inspect

    def _make_joints(self) -> None:
        from desktop_app.gui.attention import Attention
        from desktop_app.gui.joints import Joints
        from desktop_app.gui.menus import ActionSet
        from desktop_app.gui.session_memory import SessionMemory

        self._rows_soon = QTimer(self)
        self._rows_soon.setSingleShot(True)
        self._rows_soon.setInterval(_ROWS_AFTER_MS)
        self._rows_soon.timeout.connect(self.rebuild_in_turns)
        notice.changed.connect(self._rows_soon.start)
        self.switcher.draw_icons()
        self.switcher.chosen.connect(lambda name: self.make_then([name], lambda: self.show_workspace(name)))
        self.actions_made = ActionSet(self)
        self.actions_made.catch_up = self._rows_now
        self.joints = Joints(self)
        self._take_in(self.inspect)
        self.memory = SessionMemory(self)
        self.attention = Attention(self.tasks, self.settings, self)

    def _begin(self) -> None:
        self.is_complete = True
        self._show_front()
        waiting, self.waiting = self.waiting, []
        if waiting:
            self.open_paths(waiting)

    def _show_menus(self) -> dict[str, QMenu]:
        """The menu bar's titles; what is in the menus comes with the actions."""
        titles = self.commands.menus()
        if list(titles) == list(self.menus):
            for name, title in titles.items():
                self.menus[name].setTitle(title)
            return self.menus
        self.menuBar().clear()
        for menu in self.menus.values():
            menu.deleteLater()  # the bar forgets its menus and does not delete them
        self.menus = {name: self.menuBar().addMenu(title) for name, title in titles.items()}
        for menu in self.menus.values():
            menu.aboutToShow.connect(self._menu_opens)
        return self.menus

    # ------------------------------------------------------------------ workspaces

    def workspace_titles(self) -> dict[str, str]:
        """Title of each workspace in the language in force, from left to right."""
        return {"inspect": self.tr("Inspect"), "label": self.tr("Label"), "train": self.tr("Train")}

    def _makers(self) -> dict[str, Callable[[], QWidget]]:
        """How the workspaces are made that are not needed for the first paint."""
        return {"label": self._make_label, "train": self._make_train}

    def _make_label(self) -> QWidget:
        from desktop_app.gui.annotation.workspace import LabelWorkspace

        return LabelWorkspace(self.tasks, self.settings, self.center, complete=False)

    def _make_train(self) -> QWidget:
        from desktop_app.gui.training.workspace import TrainWorkspace

        return TrainWorkspace(self.tasks, self.settings, self.center, engine=self.joints.engine, complete=False)

    def _take_in(self, made: QWidget) -> None:
        assert isinstance(made, Workspace)
        self.workspaces[made.name] = made
        self._building.pop(made.name, None)
        self.center.addWidget(made)
        joins = {
            "front_changed": self._front_changed, "rows_changed": self.rebuild_in_turns,
            "selection_changed": self.actions_made.refresh, "complained": self.status.say,
            "facts_changed": lambda facts: self.status.show_facts(facts) if made is self.workspace else None,
            "open_wanted": self.ask_open, "paths_wanted": self.open_paths, "image_wanted": self.joints.show_image,
            "images_wanted": self.joints.choose_images, "proposals_wanted": self.joints.propose_with,
            "help_wanted": self.commands.guide.read,
        }  # fmt: skip
        for name, slot in joins.items():
            signal = getattr(made, name, None)
            if signal is not None:
                signal.connect(slot)
        if self._plots:
            made.plots_ready()

    def workspace_named(self, name: str) -> Workspace:
        """A workspace, made when it is first needed."""
        at_once(self._pieces_of(name))
        return self.workspaces[name]

    def _pieces_of(self, name: str) -> Iterator[Callable[[], object]]:
        """What is still to be done until a workspace is there; whoever goes on with it goes on where it was left."""
        if name not in self.workspaces and name not in self._building:
            self._building[name] = self._build(name)
        yield from self._building.get(name, ())

    def _build(self, name: str) -> Iterator[Callable[[], object]]:
        made: list[QWidget] = []
        yield lambda: made.append(self._makers()[name]())
        workspace = made[0]
        assert isinstance(workspace, Workspace)
        yield from workspace.what_is_missing()
        yield lambda: self._take_in(workspace)

    def show_workspace(self, name: str) -> Workspace:
        """Bring a workspace to the front."""
        chosen = self.workspace_named(name)
        if chosen is not self.workspace:
            self.workspace = chosen
            self.status.show_session(None)
            self.joints.before_front(chosen)
            chosen.came_to_front()
            self._show_front()
            self.rebuild_in_turns()
        return chosen

    def make_then(self, names: Iterable[str], then: Callable[[], object]) -> None:
        """Make the workspaces that are not there yet, piece by piece, and go on in the turn after them; at once when all are there."""
        missing = [name for name in names if name not in self.workspaces]
        if not missing:
            then()
            return
        for name in missing:
            self._turns.add_each(self._pieces_of(name))
        self._turns.add(then)

    def _front_changed(self) -> None:
        """What is in front was opened, closed, edited or saved."""
        self.memory.changed()
        self._show_front()
        self._rows_soon.start()

    def _show_front(self) -> None:
        front = self.workspace
        self.switcher.show_chosen(front.name, self.workspace_titles())
        if front.is_empty() and front is self.inspect:
            self._show_empty()
        else:
            assert isinstance(front, QWidget)
            self.center.setCurrentWidget(front)
        title = front.title()
        self.setWindowTitle(f"{title}[*] — Weightsmith" if title else "Weightsmith")
        self.setWindowModified(not front.is_saved())

    def _show_empty(self) -> None:
        if self.empty is not None and self.center.currentWidget() is self.empty:
            return
        from desktop_app.gui.pages import EmptyState

        old, self.empty = self.empty, EmptyState(self.settings.recent(), self)
        self.empty.open_wanted.connect(self.ask_open)
        self.empty.sample_wanted.connect(self.open_sample)
        self.empty.path_wanted.connect(lambda path: self.open_paths([path]))
        self.center.addWidget(self.empty)
        self.center.setCurrentWidget(self.empty)
        if old is not None:
            self.center.removeWidget(old)
            old.deleteLater()

    def plots_ready(self) -> None:
        """pyqtgraph is loaded: views that need it may be made."""
        self._plots = True
        for workspace in self.workspaces.values():
            workspace.plots_ready()

    def docks_ready(self) -> None:
        """The docks that are not made ahead are loaded, with what they read and count with."""
        self.inspect.docks_ready()

    # ------------------------------------------------------------------ the checkpoints, for those who ask the window

    @property
    def tabs(self):  # noqa: ANN201
        """The tabs of opened checkpoints."""
        return self.inspect.tabs

    @property
    def docks(self):  # noqa: ANN201
        """The docks around an opened checkpoint."""
        return self.inspect.docks if self.is_complete else {}

    @property
    def front(self):  # noqa: ANN201
        """The checkpoint in front."""
        return self.inspect.front if self.is_complete else None

    def all_tabs(self):  # noqa: ANN201
        """Opened checkpoints from left to right."""
        return self.inspect.all_tabs() if self.is_complete else []

    def show_dock(self, name: str) -> None:
        """Bring a dock of the inspector into view."""
        self.show_workspace("inspect")
        self.inspect.show_dock(name)

    # ------------------------------------------------------------------ doors for files

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files and folders where they belong: checkpoints, images to label, training runs."""
        from desktop_app.gui.routing import workspace_of

        if not self.is_complete:
            self.waiting += paths
            return
        groups: dict[str, list[str]] = {}
        for path in paths:
            groups.setdefault(workspace_of(path), []).append(path)

        def open_them() -> None:
            for name, chosen in groups.items():
                self.show_workspace(name).open_paths(chosen)
                self.waiting = [path for path in self.waiting if path not in chosen]

        self.waiting += paths
        self.make_then(groups, open_them)

    def ask_open(self) -> None:
        """Choose files with the system's dialog."""
        kinds = self.tr(
            "Checkpoints (*.pth *.pt *.ckpt *.bin *.safetensors *.pt2 *.jit *.tar *.pkl *.npz *.npy *.index.json);;All files (*)"
        )
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Open checkpoints"), "", kinds)
        self.open_paths(paths)

    def ask_open_folder(self) -> None:
        """Choose a folder: images, shards, a distributed checkpoint, a training run."""
        path = QFileDialog.getExistingDirectory(self, self.tr("Open a folder of images, shards, or a training run"))
        if path:
            self.open_paths([path])

    def open_sample(self) -> None:
        """Open the checkpoint that the program brings along."""
        self.open_paths([str(sample())])

    def paste_paths(self) -> None:
        """Open what the clipboard names."""
        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # None while another program keeps the clipboard
        urls = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        texts = [line.strip().strip("'\"") for line in data.text().splitlines()] if not urls else []
        self.open_paths(
            [
                path
                for path in urls + [QUrl(t).toLocalFile() if t.startswith("file:") else t for t in texts]
                if path and _is_there(path)
            ]
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome, and tensors of another tab."""
        from desktop_app.gui.checkpoint.dragging import KEYS

        if event.mimeData().hasFormat(KEYS) or any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped; add tensors that come from another tab."""
        from desktop_app.gui.checkpoint.dragging import KEYS

        if event.mimeData().hasFormat(KEYS):
            self.inspect.add_dropped(event.mimeData())
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            return
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not (self.is_complete and self.joints.takes_image(paths)):
            self.open_paths(paths)
        event.acceptProposedAction()

    # ------------------------------------------------------------------ actions

    def rows(self) -> tuple[Action, ...]:
        """Everything that can be done now."""
        own = (
            *self.commands.rows(),
            *self.workspace.rows(),
            *self.joints.rows(self.workspace.name),
            *self.commands.help_rows(),
        )
        return with_chosen_keys(own, self.settings)

    def rebuild_actions(self) -> None:
        """Menus, toolbar and shortcuts for what is in front and the language in force."""
        at_once(self._pieces_of_rows())

    def rebuild_in_turns(self) -> None:
        """The same, a piece in each turn; what is in front is painted before."""
        if not self._table_waits:
            self._table_waits = True
            self._turns.add_each(self._pieces_of_rows())

    def _pieces_of_rows(self) -> Iterator[Callable[[], object]]:
        """A table that is made while this one waits for its turn replaces it."""
        self._table_waits = False
        self._table = mine = object()
        for piece in self.actions_made.pieces(with_own_letters(self.rows()), self._show_menus, self.toolbar):
            if self._table is not mine:
                return
            yield piece
        self.toolbar.setWindowTitle(self.tr("Toolbar"))
        self.switcher.show_chosen(self.workspace.name, self.workspace_titles())
        self.commands.show_recent(self.menus["file"])

    def _rows_now(self) -> None:
        """Whoever does something cannot wait for the table that comes soon, nor whatever made the last one old."""
        self._rows_soon.stop()
        self.rebuild_actions()

    def _menu_opens(self) -> None:
        if self.is_complete:
            self._rows_now()
            self.actions_made.refresh()

    def show_palette(self) -> None:
        """Every command by name."""
        from desktop_app.gui.palette import CommandPalette

        titles = {name: plain_text(title) for name, title in self.commands.menus().items()}
        palette = CommandPalette(self.rows(), titles, self.actions_made.trigger, self)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.move(
            self.mapToGlobal(self.rect().center()).x() - palette.width() // 2,
            self.mapToGlobal(self.rect().topLeft()).y() + 80,
        )
        palette.show()
        palette.search.setFocus()

    def show_shortcuts(self) -> None:
        """Every command that has keys."""
        from desktop_app.gui.palette import ShortcutSheet

        sheet = ShortcutSheet(
            self.rows(), {name: plain_text(title) for name, title in self.commands.menus().items()}, self
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.change.clicked.connect(self.commands.preferences.show_keys)
        sheet.show()

    # ------------------------------------------------------------------ remembering

    def _restore(self) -> None:
        stored = self.settings.get_bytes("geometry")
        if stored:
            self.restoreGeometry(QByteArray(stored))

    def changeEvent(self, event: QEvent) -> None:
        """Another language: another table."""
        if event.type() == QEvent.Type.LanguageChange and self.is_complete:
            self._rows_soon.start()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep a stored place on the screens that are there now."""
        super().showEvent(event)
        screen = self.screen().availableGeometry()
        if not screen.intersects(self.frameGeometry()):
            self.move(screen.topLeft())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about what is not saved, remember the layout, stop all work."""
        if not all(workspace.may_close() for workspace in self.workspaces.values()):
            event.ignore()
            return
        self.settings.set_bytes("geometry", bytes(self.saveGeometry().data()))
        if self.is_complete:
            self.memory.write()
        self.hide()  # nobody waits for what is put away, and nothing of it is painted
        for workspace in self.workspaces.values():
            workspace.shut()
        self.tasks.close()
        if self.is_complete:
            self.joints.close()
        super().closeEvent(event)


def _is_there(path: str) -> bool:
    """Whether a pasted text is a path of something; a text may be too long for one, or hold what no path can."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
