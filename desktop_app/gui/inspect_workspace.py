"""The workspace where checkpoints are looked into: tabs of opened files, and the docks that show the one in front."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QTabWidget,
    QWidget,
)

from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.dragging import dropped_keys
from desktop_app.gui.checkpoint.edits.edit_actions import make_step
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.colouring import Colouring
from desktop_app.gui.comparing import Comparing
from desktop_app.gui.dock_window import DockWindow
from desktop_app.gui.graph.view import GraphView
from desktop_app.gui.help.pages import PAGE_OF_PANE
from desktop_app.gui.inspect_table import InspectTable
from desktop_app.gui.kinds_of_docks import kinds_of_docks
from desktop_app.gui.merging import Merging
from desktop_app.gui.plugin_rows import PluginRows
from desktop_app.gui.settings import Settings
from desktop_app.gui.status import StatusLine
from desktop_app.gui.tab import CheckpointTab
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.workspace import Workspace

if TYPE_CHECKING:
    from desktop_app.gui.checkpoint.checks.check_view import CheckView
    from desktop_app.gui.checkpoint.console.console_view import ConsoleView
    from desktop_app.gui.checkpoint.damage.repair_dialog import RepairDialog
    from desktop_app.gui.checkpoint.edits.export_dialog import ExportDialog
    from desktop_app.gui.checkpoint.health.health_view import HealthView

_ROWS_AFTER_MS = 60
"""Views are painted before their actions are put into the menus."""
_REST_AFTER_MS = 1500
"""Views behind others are made when the one that somebody waits for has been there for a while."""


class InspectWorkspace(DockWindow, Workspace):
    """Opened checkpoints in tabs, and what is known of the one in front around them."""

    name = "inspect"
    front_changed = Signal()
    """Another tab is in front, or the one in front opened, failed, or was saved."""
    rows_changed = Signal()
    """What can be done is something else now; the rows of old views lead nowhere."""
    selection_changed = Signal()
    open_wanted = Signal()
    help_wanted = Signal(str)
    """The page of the help about one of the docks."""
    checkpoint_in_front = Signal(object)
    """The path of a checkpoint that another workspace may use."""

    def __init__(self, tasks: Tasks, settings: Settings, status: StatusLine, parent: QWidget | None = None) -> None:
        super().__init__(settings, parent)
        self.setObjectName("inspect-workspace")
        self.tasks = tasks
        self.status = status
        self.dock_help_wanted.connect(lambda dock: self.help_wanted.emit(PAGE_OF_PANE.get(dock, "start")))
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("tabs")
        self.tabs.setTabsClosable(True)
        self.tabs.setMovable(True)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setChangeCurrentOnDrag(True)
        self.tabs.currentChanged.connect(lambda _index: self._front_changed())
        self.tabs.tabCloseRequested.connect(self.close_tab)
        self.setCentralWidget(self.tabs)
        self.models: dict[str, str] = {}
        """Text of the model that a file is used with, by its path."""
        self.comparing = Comparing(self)
        self.colouring = Colouring(self)
        self.merging = Merging(self)
        self.plugins = PluginRows(self)
        self.table = InspectTable(self)
        self._rows_soon = QTimer(self)
        self._rows_soon.setSingleShot(True)
        self._rows_soon.setInterval(_ROWS_AFTER_MS)
        self._rows_soon.timeout.connect(self.rows_changed)
        self.view_made.connect(self._rows_soon.start)
        self._rest_soon = QTimer(self)
        self._rest_soon.setSingleShot(True)
        self._rest_soon.setInterval(_REST_AFTER_MS)
        self._rest_soon.timeout.connect(self._make_rest)

    def what_is_missing(self) -> Iterator[Callable[[], object]]:
        """What makes the workspace complete, piece by piece: its docks, and their places."""
        yield from self.making_docks(kinds_of_docks(self))

    def _make_rest(self) -> None:
        """After what waits for its turn: only the view of a dock that is shown is wanted."""

        def make() -> None:
            for dock in self.docks.values():
                dock.make_ahead()
            self.plugins.look()

        self.turns.add(make)

    def changeEvent(self, event: QEvent) -> None:
        """The legend of the colours follows the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.colouring.refresh_soon()
        super().changeEvent(event)

    # ------------------------------------------------------------------ what every workspace has

    def rows(self) -> tuple[Action, ...]:
        """Everything that can be done with checkpoints now."""
        graph = self.front.graph_view if self.front is not None else None
        found = (*self.table.rows(), *self.plugins.rows(), *(graph.table_of_actions() if graph is not None else ()))
        for dock in self.docks.values():
            found += dock.actions_of_view()
        return found

    def menus(self) -> dict[str, str]:
        """Menus between View and Help."""
        return self.table.menus()

    def open_now(self) -> list[str]:
        """Opened files, the one in front last."""
        front = self.front
        return [tab.path for tab in self.all_tabs() if tab is not front] + ([front.path] if front is not None else [])

    def is_empty(self) -> bool:
        """Whether no file is open."""
        return self.tabs.count() == 0

    def title(self) -> str:
        """Name of the file in front."""
        return self.front.title if self.front is not None else ""

    def is_saved(self) -> bool:
        """Whether the file in front has no edits that were not exported."""
        return self.front is None or self.front.is_saved

    def came_to_front(self) -> None:
        """Show the facts of the file in front again."""
        self._front_changed()

    def may_close(self) -> bool:
        """Ask about everything that was not exported."""
        return all(self._may_close(tab) for tab in self.all_tabs())

    def shut(self) -> None:
        """Remember the layout, stop all work."""
        self.keep_layout()
        for tab in self.all_tabs():
            tab.shut()

    # ------------------------------------------------------------------ opening and closing

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files and folders, each in a tab; one that is open already comes to the front."""
        for path in paths:
            absolute = str(Path(path).absolute())
            known = next((tab for tab in self.all_tabs() if tab.path == absolute), None)
            if known is not None:
                self.tabs.setCurrentWidget(known)
                continue
            self._add_tab(absolute)

    def _add_tab(self, path: str) -> None:
        tab = CheckpointTab(path, self.tasks, self.tabs, settings=self.settings)
        tab.read.connect(self.show_docks_once)
        tab.opened.connect(lambda: self._tab_opened(tab))
        tab.failed.connect(self._front_changed)
        tab.closed.connect(lambda: self.close_tab(self.tabs.indexOf(tab)))
        tab.open_wanted.connect(self.open_wanted)
        tab.copy_wanted.connect(lambda text: QGuiApplication.clipboard().setText(text))
        tab.dropped.connect(self._forget_session)
        tab.complained.connect(self.status.say)
        tab.history_changed.connect(lambda: self._history_changed(tab))
        tab.nan_wanted.connect(self._show_broken)
        tab.safety_wanted.connect(lambda: self.show_dock("safety"))
        tab.findings_wanted.connect(lambda: self.show_dock("findings"))
        tab.table_wanted.connect(self.show_dock)
        tab.model_used.connect(lambda text: self._use_model(tab, text))
        index = self.tabs.addTab(tab, tab.title)
        self.tabs.setTabToolTip(index, path)
        self.tabs.setCurrentWidget(tab)

    def _tab_opened(self, tab: CheckpointTab) -> None:
        self.settings.add_recent(tab.path)
        session = tab.session
        if tab.graph_view is not None:
            self._join_graph(tab.graph_view)
            self.colouring.join(tab)
        if session is not None:
            session.checkpoint_changed.connect(lambda: self._checkpoint_changed(session))
            session.selection_changed.connect(lambda _selection: self.selection_changed.emit())
            session.statistics_arrived.connect(lambda _indices: self.colouring.refresh_soon())
        self._front_changed()
        self._rest_soon.start()

    def _join_graph(self, view: GraphView) -> None:
        view.set_dot(self.settings.get("dot"))
        view.set_engine(self.settings.get("layout-engine"))
        view.engine_chosen.connect(self._engine_chosen)

    def _engine_chosen(self, engine: str) -> None:
        self.settings.set("layout-engine", engine)
        self.apply_graph_settings()

    def apply_graph_settings(self) -> None:
        """All graphs are laid out by the engine and the program that the settings name."""
        for view in (tab.graph_view for tab in self.all_tabs()):
            if view is not None:
                view.set_dot(self.settings.get("dot"))
                view.set_engine(self.settings.get("layout-engine"))

    def _checkpoint_changed(self, session: CheckpointSession) -> None:
        for dock in self.docks.values():
            dock.rebuild(session)
        tab = self.front
        if tab is not None and tab.session is session:
            self.status.show_session(session)
            self.colouring.refresh_soon()
            QTimer.singleShot(0, self, self.rows_changed.emit)  # a turn of its own: the views answer first

    def _history_changed(self, tab: CheckpointTab) -> None:
        index = self.tabs.indexOf(tab)
        self.tabs.setTabText(index, tab.title if tab.is_saved else f"● {tab.title}")
        self.comparing.refresh()
        self.front_changed.emit()

    def _show_broken(self) -> None:
        """Filter the table to what holds NaN or infinities."""

        def narrow(view: QWidget) -> None:
            field = view.findChild(QLineEdit, "table-filter")
            if isinstance(field, QLineEdit):
                field.setText("nan")

        self.show_dock("table")
        self.docks["table"].when_made(narrow)

    def _may_close(self, tab: CheckpointTab) -> bool:
        """Ask about edits that were not exported."""
        if tab.is_saved:
            return True
        self.tabs.setCurrentWidget(tab)
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            self.tr("Unexported edits"),
            self.tr("{name} has edits that were not exported.").format(name=tab.title),
            parent=self,
        )
        box.setObjectName("close-question")
        export = box.addButton(self.tr("Export…"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(export)
        box.exec()
        if box.clickedButton() is discard:
            tab.give_up()
            return True
        if box.clickedButton() is export:
            self.export()
        return False

    def is_settled(self) -> bool:
        """Whether nobody waits for a file: none is being opened, and what is in front shows its views."""
        front = self.front
        if any(tab.waiting for tab in self.all_tabs()) or self.turns.busy:
            return False
        return self.is_filled(front.session if front is not None else None)

    def close_tab(self, index: int) -> None:
        """Close a file; edits that were not exported are asked about."""
        tab = self.tabs.widget(index)
        if not isinstance(tab, CheckpointTab) or not self._may_close(tab):
            return
        tab.shut()
        self.tabs.removeTab(index)
        tab.deleteLater()
        self._front_changed()

    def _forget_session(self, session: CheckpointSession) -> None:
        self.status.forget(session)
        self.comparing.forget(session)
        self.colouring.forget(session)
        for dock in self.docks.values():
            dock.forget(session)

    def all_tabs(self) -> list[CheckpointTab]:
        """The tabs from left to right."""
        return [
            tab
            for tab in (self.tabs.widget(index) for index in range(self.tabs.count()))
            if isinstance(tab, CheckpointTab)
        ]

    @property
    def front(self) -> CheckpointTab | None:
        """The tab in front."""
        tab = self.tabs.currentWidget()
        return tab if isinstance(tab, CheckpointTab) else None

    def add_dropped(self, data: QMimeData) -> None:
        """Take tensors and modules of another tab's file into the one in front."""
        dropped = dropped_keys(data)
        source, pairs = dropped.path, dropped.pairs
        tab = self.front
        if tab is None or tab.session is None or not pairs:
            return
        if source == tab.path:
            self.status.say(self.tr("Drag to another tab to add tensors there: hold them over its title."))
            return
        if dropped.edited:
            self.status.say(
                self.tr("Tensors are added as {name} holds them, without edits.").format(name=Path(source).name)
            )
        other = next((one for one in self.all_tabs() if one.path == source and one.session is not None), None)
        if other is not None and other.session is not None:
            tab.editor.opened[source] = other.session.original
        tab.editor.do(
            self.tr("Add {count} from {name}").format(count=len(pairs), name=Path(source).name),
            *(make_step("add", name, f"{source}:{key}") for name, key in pairs),
        )

    def _front_changed(self) -> None:
        tab = self.front if self.tabs.count() else None
        session = tab.session if tab is not None else None
        self.show_session(session)
        self.status.show_session(session)
        self.comparing.refresh()
        self.front_changed.emit()
        if self.measure:
            self.colouring.refresh()

    # ------------------------------------------------------------------ docks

    def dock_titles(self) -> dict[str, str]:
        """Title of each dock in the language in force."""
        return {
            "tree": self.tr("Modules"), "contents": self.tr("Contents"), "histogram": self.tr("Histogram"), "tensor": self.tr("Tensor"),
            "ridge": self.tr("All layers"), "module": self.tr("Module"), "table": self.tr("Tensors"), "findings": self.tr("Findings"),
            "safety": self.tr("Safety"), "history": self.tr("History"), "check": self.tr("Check"), "compare": self.tr("Compare"), "bytes": self.tr("Byte map"),
            "health": self.tr("Health"), "optimizer": self.tr("Optimizer"), "costs": self.tr("Costs"), "gradients": self.tr("Gradients"),
            "console": self.tr("Python"),
        }  # fmt: skip

    # ------------------------------------------------------------------ exports of edits

    def has_selection(self) -> bool:
        """Whether any tensor of the tab in front is selected."""
        tab = self.front
        return tab is not None and tab.session is not None and tab.edits.has_names()

    def export(self, *, selection: bool = False) -> "ExportDialog | None":
        """Write the state_dict as edited, or only what is selected."""
        from desktop_app.gui.checkpoint.edits.export_dialog import ExportDialog

        tab = self.front
        if tab is None or tab.session is None:
            return None
        draft = tab.editor.draft
        suffix = "selection" if selection else "edited" if tab.editor.steps else "state_dict"
        if selection:
            names = set(tab.edits.names())
            draft = draft.with_items({name: item for name, item in draft.items.items() if name in names})
        source = Path(tab.path)
        ending = source.suffix if source.suffix in (".pth", ".pt", ".bin", ".ckpt", ".safetensors", ".npz") else ".pth"
        suggestion = str(source.with_name(f"{source.name.partition('.')[0]}-{suffix}{ending}"))
        dialog = ExportDialog(tab.session, draft, suggestion, self)
        document, value = tab.editor.document, tab.editor.document.value

        def written(path: str) -> None:
            if not selection and document.value is value:
                document.mark_saved()
            self.settings.add_recent(path)
            if any(Path(file.path).samefile(path) for file in draft.source.files if Path(file.path).exists()):
                tab.load()  # what the old tensors were read from is gone

        dialog.exported.connect(written)
        dialog.open_wanted.connect(lambda path: self.open_paths([path]))
        dialog.open()
        return dialog

    def check_against_model(self) -> None:
        """Choose a model, and see whether the state_dict loads into it."""

        def choose(view: QWidget) -> None:
            check = cast("CheckView", view)
            if not check.busy:
                check.choose()

        self.show_dock("check")
        self.docks["check"].when_made(choose)

    def _use_model(self, tab: CheckpointTab, text: str) -> None:
        """The check and proposals take the model that a file was recognised as."""
        self.models[tab.path] = text

        def start(view: "CheckView") -> None:
            if not view.busy:
                view.model.setText(text)
                view.start()

        def soon(view: QWidget) -> None:  # made in one turn, at work in the next
            self.turns.add(while_alive(view, lambda: start(cast("CheckView", view))))

        if tab is self.front:
            self.docks["check"].when_made(soon)

    def examine(self) -> None:
        """Show the health of the file in front; examine it unless that was done."""
        self.show_dock("health")
        self.docks["health"].when_made(lambda view: cast("HealthView", view).start_once())

    def open_console(self) -> None:
        """Start Python beside the file in front; the person's own code runs there, so nobody else starts it."""

        def start(view: QWidget) -> None:
            cast("ConsoleView", view).start()
            view.setFocus(Qt.FocusReason.OtherFocusReason)

        self.show_dock("console")
        self.docks["console"].when_made(start)

    def repair(self) -> "RepairDialog | None":
        """Look for damage in the file of the tab in front, and write what is whole."""
        from desktop_app.gui.checkpoint.damage.repair_dialog import RepairDialog

        tab = self.front
        if tab is None or tab.session is None:
            return None
        dialog = RepairDialog(tab.session, self)
        dialog.repaired.connect(self.settings.add_recent)
        dialog.open_wanted.connect(lambda path: self.open_paths([path]))
        dialog.open()
        return dialog

    def export_keys(self) -> None:
        """The list of tensors as CSV, JSON or Markdown."""
        from desktop_app.checkpoint.keys import write_keys

        tab = self.front
        if tab is None or tab.session is None:
            return
        kinds = self.tr("CSV (*.csv);;JSON (*.json);;Markdown (*.md)")
        suggestion = f"{Path(tab.path).name.partition('.')[0]}-keys.csv"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the list of keys"), suggestion, kinds)
        if path:
            task = self.tasks.run(write_keys, tab.session.checkpoint.tensors, path, lane="thread")
            task.done.connect(lambda _r: self.status.say(self.tr("Saved {path}").format(path=path)))
            task.failed.connect(lambda failure: self.status.say(failure.message))

    def copy_snippet(self) -> None:
        """Python that loads the file of the tab in front."""
        from desktop_app.checkpoint.snippets import snippet_of

        if self.front is not None and self.front.session is not None:
            QGuiApplication.clipboard().setText(snippet_of(self.front.session.original))
            self.status.say(self.tr("Copied"))

    def save_recipe(self) -> None:
        """The edits as a file that can be applied to others."""
        from desktop_app.checkpoint.editing.recipes import save_recipe

        tab = self.front
        if tab is None or tab.session is None:
            return
        suggestion = f"{Path(tab.path).name.partition('.')[0]}-recipe.json"
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the edits as a recipe"), suggestion, self.tr("Recipes (*.json)")
        )
        if path:
            task = self.tasks.run(save_recipe, tab.editor.steps, Path(path), lane="thread")
            task.done.connect(lambda _r: self.status.say(self.tr("Saved {path}").format(path=path)))
            task.failed.connect(lambda failure: self.status.say(failure.message))

    def apply_recipe(self) -> None:
        """Do the steps of a recipe here."""
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Apply a recipe"), "", self.tr("Recipes (*.json)"))
        if path:
            self.apply_recipe_of(path)

    def apply_recipe_of(self, path: str) -> None:
        """Try the steps of a recipe file; what does not fit is listed with its reason."""
        from desktop_app.checkpoint.editing.errors import EditError
        from desktop_app.checkpoint.editing.recipes import load_recipe
        from desktop_app.gui.checkpoint.edits.edit_texts import refusal_text
        from desktop_app.gui.checkpoint.edits.recipe_dialog import RecipeDialog

        tab = self.front
        if tab is None or tab.session is None:
            return
        try:
            steps = load_recipe(Path(path))
        except EditError as error:
            self.status.say(refusal_text(error))
            return
        RecipeDialog(tab.editor, steps, self).open()

    # ------------------------------------------------------------------ colouring

    @property
    def measure(self) -> str:
        """By what the graphs are coloured; empty: by kind."""
        return self.colouring.measure

    def set_measure(self, name: str) -> None:
        """Colour the graph by a measure, or by kind for an empty name."""
        self.colouring.choose(name)

    def refresh_overlay(self) -> None:
        """Take the numbers that are known by now."""
        self.colouring.refresh()
