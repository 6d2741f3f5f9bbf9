"""The workspace where models are trained: the list of runs, the page of a new one, the page of the one that is watched."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from subprocess import Popen
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.engine import Engine
from desktop_app.gui.settings import Settings
from desktop_app.gui.side_panes import SidePanes
from desktop_app.gui.tasks import TaskFailure, Tasks
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.run_list import RunList
from desktop_app.gui.training.setup_page import SetupPage
from desktop_app.gui.training.train_table import TrainTable
from desktop_app.gui.training.watch_page import WatchPage
from desktop_app.gui.training.work import calmer_config, config_of, prepared, runs_in, tensorboard
from desktop_app.gui.turns import Turns, at_once
from desktop_app.gui.workspace import Workspace
from desktop_app.training.config import RunConfig
from desktop_app.training.launch import WarmWorker, start
from desktop_app.training.run_folder import RunFolder


class TrainWorkspace(QWidget, Workspace):
    """Joins the list, the pages and the processes; none of them knows another."""

    name = "train"
    front_changed = Signal()
    rows_changed = Signal()
    selection_changed = Signal()
    complained = Signal(str)
    paths_wanted = Signal(list)
    image_wanted = Signal(str)
    """An image that shall be seen in the labelling workspace."""
    images_wanted = Signal(list)
    """Images that shall be chosen there."""
    proposals_wanted = Signal(str)
    """A checkpoint that shall label images."""

    def __init__(self, tasks: Tasks, settings: Settings, parent: QWidget | None = None, *, engine: Engine | None = None, complete: bool = True) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("train-workspace")
        self.tasks = tasks
        self.settings = settings
        self.engine = engine
        self.runs = RunList(tasks, settings, self)
        self.setup = SetupPage(tasks, self, complete=False)
        self.page: WatchPage | None = None
        """The run in sight; None while the page of a new one is."""
        self.table = TrainTable(self)
        self._warm: WarmWorker | None = None
        self._warming = False
        self._started: list[Popen[bytes]] = []
        """Processes that were started here; they are waited for when they end."""
        self._plots = False
        self._turns = Turns(self)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._reap)
        if complete:
            at_once(self.what_is_missing())

    def what_is_missing(self) -> Iterator[Callable[[], object]]:
        """What makes the workspace complete, piece by piece."""
        yield from self.setup.what_is_missing()
        yield self._finish

    def _finish(self) -> None:
        self.setup.augment.engine = self.engine
        self.setup.runs_folder.setText(self.runs_folder())
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.setup)
        self.splitter = SidePanes("train-splitter", self.settings, self)
        self.splitter.add_side(self.runs, 230)
        self.splitter.add_middle(self.stack)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

    def _connect(self) -> None:
        self.runs.chosen.connect(self._chosen)
        self.runs.menu_wanted.connect(self._fill_menu)
        self.setup.train_wanted.connect(self.train)
        self.setup.data_changed.connect(self._fill_cache)
        self.setup.runs_folder_changed.connect(lambda path: self.settings.set("runs-folder", path))

    def sizeHint(self) -> QSize:
        """Roomy."""
        return QSize(1100, 700)

    # ------------------------------------------------------------------ what every workspace has

    def rows(self) -> tuple[Any, ...]:
        """Everything that can be done with runs."""
        return self.table.rows()

    def menus(self) -> dict[str, str]:
        """Menus of this workspace."""
        return self.table.menus()

    def open_paths(self, paths: Sequence[str]) -> None:
        """Follow runs that lie in folders."""
        for path in paths:
            task = self.tasks.run(runs_in, path, lane="thread")
            task.done.connect(lambda found, path=path: self._found(path, found))
            task.failed.connect(lambda failure: self.complained.emit(failure.message))

    def _found(self, path: str, found: Sequence[str]) -> None:
        if not found:
            self.complained.emit(self.tr("There is no run in {folder}.").format(folder=path))
            return
        self.runs.add(found)
        self.runs.choose(found[0])

    def title(self) -> str:
        """The run in sight."""
        return self.page.follower.folder.path.name if self.page is not None else self.tr("New run")

    def came_to_front(self) -> None:
        """Look at the runs, and have a process ready."""
        self.runs.watch()
        self.setup.refresh()
        self.warm_up()

    def plots_ready(self) -> None:
        """pyqtgraph is loaded."""
        self._plots = True
        if self.page is not None:
            self.page.plots_ready()

    def shut(self) -> None:
        """Follow no longer; runs go on."""
        self.runs.stop_watching()
        self._leave_page()
        if self._warm is not None:
            self._warm.close()
        self._reap()

    def next_pane(self, step: int) -> None:
        """Move the keyboard between the list and the page."""
        panes = [self.runs.list, self.setup.data if self.page is None else self.page.tabs.tabBar()]
        focused = next((place for place, pane in enumerate(panes) if pane.hasFocus()), -1)
        panes[(focused + step) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)

    # ------------------------------------------------------------------ a process that is ready

    def warm_up(self) -> None:
        """Start a process that imports torch while the person still fills the form."""
        if self._warming or (self._warm is not None and self._warm.alive):
            return
        self._warming = True
        task = self.tasks.run(WarmWorker, lane="thread")
        task.done.connect(self._warmed)
        task.failed.connect(self._not_warmed)

    def _warmed(self, worker: WarmWorker) -> None:
        self._warming = False
        self._warm = worker
        if self.setup.facts is not None:
            self._fill_cache(self.setup.facts.path)

    def _not_warmed(self, failure: TaskFailure) -> None:
        self._warming = False
        self.setup.failed(failure.message)

    def _fill_cache(self, path: str) -> None:
        if self._warm is not None:
            self._warm.fill(path, int(self.setup.form.values()["image_size"]))

    # ------------------------------------------------------------------ beginning

    def runs_folder(self) -> str:
        """Where new runs go."""
        chosen = str(self.settings.get("runs-folder"))
        return chosen or os.environ.get("WEIGHTSMITH_RUNS_DIR") or str(Path.home() / "weightsmith-runs")

    def new_run(self) -> None:
        """Show the page of a new run."""
        self.runs.choose("")

    def train_on(self, path: str) -> None:
        """Show the page of a new run on the labels at a path."""
        self.new_run()
        self.setup.offer_label_folder(path)
        if self.setup.data.text() != path:
            self.setup.show_data(path)

    def duplicate(self, path: str, *, calmer: bool = False) -> None:
        """A new run with the settings of another; a calmer one begins with its best weights and a tenth of its learning rate."""
        task = self.tasks.run(calmer_config if calmer else config_of, path, lane="thread")
        task.done.connect(lambda config: (self.new_run(), self.setup.show_config(config)))
        task.failed.connect(lambda failure: self.complained.emit(failure.message))

    def train(self, config: RunConfig, runs: str) -> None:
        """Freeze labels and settings in a folder of `runs`, and start its process."""
        self.setup.set_starting(True)
        name = Path(config.data).name or "run"
        task = self.tasks.run(
            prepared, config, runs or self.runs_folder(), name, lane="writer", title=self.tr("Prepare the run")
        )
        task.done.connect(self._begin)
        task.failed.connect(lambda failure: self.setup.failed(failure.message))

    def _begin(self, path: str) -> None:
        self.setup.set_starting(False)
        self.runs.add([path])
        self.start_process(path)
        self._turns.add(lambda: self.runs.choose(path))

    def start_process(self, path: str) -> None:
        """Hand the run to the process that is ready, or start one."""
        folder = RunFolder(Path(path))
        warm, self._warm = self._warm, None
        if warm is not None and warm.train(folder):
            self._keep(warm.process)
            return
        task = self.tasks.run(start, folder, lane="thread")
        task.done.connect(self._keep)
        task.failed.connect(lambda failure: self._not_started(failure.message))

    def _not_started(self, sentence: str) -> None:
        self.complained.emit(sentence)
        if self.page is not None:
            self.page.not_resumed()

    def _resume(self, path: str) -> None:
        if self.page is None:
            return
        if self.page.follower.tell("run"):
            self.start_process(path)
        else:
            self.page.not_resumed()

    def _keep(self, process: Popen[bytes]) -> None:
        self._started.append(process)
        self._clock.start()

    def _reap(self) -> None:
        """Wait for processes that ended; one that failed before its run said a word is told in the run's page."""
        ended = [process for process in self._started if process.poll() is not None]
        self._started = [process for process in self._started if process.poll() is None]
        if ended and not self._started and self.page is not None:
            self.page.process_ended(ended[-1].returncode)
        if not self._started:
            self._clock.stop()

    # ------------------------------------------------------------------ the run in sight

    def _chosen(self, path: str) -> None:
        if self.page is not None and str(self.page.follower.folder.path) == path:
            return
        self._leave_page()
        if path:
            self._watch(path)
        else:
            self.stack.setCurrentWidget(self.setup)
        self.front_changed.emit()

    def _watch(self, path: str) -> None:
        page = WatchPage(
            RunFollower(RunFolder(Path(path)), self.tasks), self, engine=self.engine, other_runs=self.runs.paths
        )
        page.checkpoint_wanted.connect(lambda found: self.paths_wanted.emit([found]))
        page.image_wanted.connect(self.image_wanted)
        page.images_chosen.connect(self.images_wanted)
        page.proposals_wanted.connect(self.proposals_wanted)
        page.resume_wanted.connect(self._resume)
        page.complained.connect(self.complained)
        page.line_changed.connect(self._line_changed)
        self.page = page
        self._turns.add(lambda: self._show_page(page))

    def _show_page(self, page: WatchPage) -> None:
        """In the turn after it was made; unless it was left in between."""
        if page is not self.page:
            return
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        if self._plots:
            page.plots_ready()

    def _leave_page(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            page.close_page()
            self.stack.removeWidget(page)
            page.deleteLater()

    def _line_changed(self, line: Mapping[str, Any]) -> None:
        before = self.runs.lines.get(str(line["path"]), {})
        self.runs.take_line(line)
        if line["state"] != before.get("state"):
            self._reap()
        if any(line[name] != before.get(name) for name in ("state", "checkpoint")):
            self.selection_changed.emit()

    # ------------------------------------------------------------------ what a run is good for elsewhere

    def run_elsewhere(self) -> None:
        """Commands that train the run in sight on another machine; a new run is prepared first."""
        if self.page is not None:
            self._show_elsewhere(str(self.page.follower.folder.path))
            return
        if self.setup.trouble():
            self.complained.emit(self.setup.trouble())
            return
        self.setup.set_starting(True)
        config = self.setup.config()
        name = Path(config.data).name or "run"
        task = self.tasks.run(
            prepared, config, self.setup.runs_folder.text().strip() or self.runs_folder(), name, lane="writer"
        )
        task.done.connect(self._prepared_elsewhere)
        task.failed.connect(lambda failure: self.setup.failed(failure.message))

    def _prepared_elsewhere(self, path: str) -> None:
        self.setup.set_starting(False)
        self.runs.add([path])
        self.runs.choose(path)
        self._show_elsewhere(path)

    def _show_elsewhere(self, path: str) -> None:
        from desktop_app.gui.training.elsewhere_dialog import ElsewhereDialog

        dialog = ElsewhereDialog(RunFolder(Path(path)), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def export_model(self) -> None:
        """Write the best checkpoint as .pt2, ONNX or TorchScript, and compare it with the model."""
        if self.page is None or self.engine is None or not self.page.follower.summary.checkpoint:
            return
        from desktop_app.gui.training.export_dialog import ExportDialog

        dialog = ExportDialog(self.engine, self.page.follower, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def export_tensorboard(self) -> None:
        """Write the numbers of the run in sight for TensorBoard."""
        if self.page is None:
            return
        target = QFileDialog.getExistingDirectory(self, self.tr("Where TensorBoard looks"))
        if target:
            task = self.tasks.run(
                tensorboard,
                str(self.page.follower.folder.path),
                target,
                lane="writer",
                title=self.tr("Write for TensorBoard"),
            )
            task.done.connect(lambda path: self.complained.emit(self.tr("Written: {path}").format(path=path)))
            task.failed.connect(lambda failure: self.complained.emit(failure.message))

    # ------------------------------------------------------------------ the list

    def ask_runs(self) -> None:
        """Follow a run that was started elsewhere, or all of a folder."""
        path = QFileDialog.getExistingDirectory(
            self, self.tr("A run's folder, or a folder of runs"), self.runs_folder()
        )
        if path:
            self.open_paths([path])

    def show_folder(self, path: str) -> None:
        """Show a run's folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def _fill_menu(self, path: str, menu: QMenu) -> None:
        for row in self.table.rows():
            if row.id in ("run.duplicate", "run.folder", "run.forget", "run.open-checkpoint", "run.propose"):
                action = menu.addAction(row.text)
                action.setEnabled(row.enabled())
                action.triggered.connect(lambda _=False, row=row: row.run())
