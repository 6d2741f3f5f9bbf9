"""Chooses the Python that runs what needs torch: those of this machine are listed, and one is tried before it is taken."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.engine import interpreter
from desktop_app.engine.own import OwnEngine, own_engine_of, remove
from desktop_app.engine.search import Engine, search_engines, try_engine
from desktop_app.gui.alive import while_alive
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.engine_making import EngineMaking
from desktop_app.gui.engine_texts import engine_text
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Task, TaskFailure, Tasks
from desktop_app.gui.theme import BAD, GOOD, scheme_name


class EngineChoice(QObject):
    """Keeps the choice in force, and asks for one as soon as something could not be done without."""

    def __init__(self, tasks: Tasks, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._tasks, self._settings, self._window = tasks, settings, window
        self._dialog: EngineDialog | None = None
        interpreter.choose(settings.get("engine"))
        tasks.started.connect(self._watch)

    def ask(self) -> "EngineDialog":
        """The dialog, which is open once at most."""
        if self._dialog is None:
            self._dialog = EngineDialog(self._tasks, self._settings, self._window)
            self._dialog.finished.connect(self._closed)
            self._dialog.open()
        return self._dialog

    def _watch(self, task: Task) -> None:
        task.failed.connect(self._look)

    def _look(self, failure: TaskFailure) -> None:
        if failure.code in ("no-engine", "no-kernel"):
            self.ask()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


class EngineDialog(QDialog):
    """A list that fills while the machine is searched, and a field for any other path."""

    def __init__(self, tasks: Tasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("engine-dialog")
        self.setWindowTitle(self.tr("Python with PyTorch"))
        self._tasks, self._settings = tasks, settings
        self._searching: Task | None = None
        self._trying: Task | None = None
        self.about = QLabel(
            self.tr(
                "Viewing, editing and labelling need no PyTorch. Training, graphs of a run of the model and checks against a "
                "model do: they run in a process of its own, in a Python of yours or in one that is made here. It has to be "
                "3.12 or newer, with torch, torchvision, numpy and pillow."
            ),
            self,
        )
        self.about.setObjectName("engine-about")
        self.about.setWordWrap(True)
        self._make_list()
        self.told = QLabel(self)
        self.told.setObjectName("engine-told")
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = dialog_column(self)
        for part in (self.about, self.list):
            column.addWidget(part)
        column.addLayout(self._make_own())
        column.addLayout(self._make_field())
        column.addWidget(self.told)
        column.addWidget(self._make_buttons())
        self.resize(720, 460)
        self._show_current()
        self.search()

    # ------------------------------------------------------------------ what it is made of

    def _make_list(self) -> None:
        self.list = QTreeWidget(self)
        self.list.setObjectName("engine-list")
        self.list.setAccessibleName(self.tr("Pythons of this machine"))
        self.list.setHeaderLabels([self.tr("Python"), self.tr("Version"), self.tr("PyTorch"), self.tr("Lacks")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(lambda item: item is not None and self.path.setText(item.text(0)))
        self.list.currentItemChanged.connect(lambda item: self._show_own(item.text(0) if item is not None else ""))
        self.list.itemActivated.connect(lambda: self.take())

    def _make_own(self) -> QHBoxLayout:
        """What can be done about environments that this program makes itself."""
        self.make = self._button("engine-make", self.tr("&Make one…"))
        self.make.setToolTip(self.tr("Download PyTorch into an environment of its own"))
        self.make.clicked.connect(lambda: self.open_making(None))
        self.repair = self._button("engine-repair", self.tr("&Repair…"))
        self.repair.setToolTip(self.tr("Make the selected environment anew, and take the new one when it works"))
        self.repair.clicked.connect(lambda: self.open_making(self._own))
        self.remove = self._button("engine-remove", self.tr("Remove…"))
        self.remove.setToolTip(self.tr("Delete the selected environment, which was made here"))
        self.remove.clicked.connect(self._ask_to_remove)
        self._show_own("")
        row = QHBoxLayout()
        for button in (self.make, self.repair, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _make_field(self) -> QHBoxLayout:
        self.path = QLineEdit(self)
        self.path.setObjectName("engine-path")
        self.path.setAccessibleName(self.tr("Path of the Python"))
        self.path.setPlaceholderText(self.tr("path of a Python, for example /home/me/env/bin/python"))
        self.path.setClearButtonEnabled(True)
        self.path.textChanged.connect(lambda text: self.use.setEnabled(bool(text.strip())))
        self.browse = self._button("engine-browse", self.tr("Choose…"))
        self.browse.clicked.connect(self._browse)
        self.again = self._button("engine-search", self.tr("Search again"))
        self.again.clicked.connect(self.search)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        row.addWidget(self.again)
        return row

    def _make_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.forget = self._button("engine-forget", self.tr("Forget the choice"))
        box.addButton(self.forget, QDialogButtonBox.ButtonRole.ResetRole)
        self.forget.clicked.connect(self._forget)
        self.use = self._button("engine-use", self.tr("Try and use"))
        box.addButton(self.use, QDialogButtonBox.ButtonRole.ActionRole)
        self.use.setDefault(True)
        self.use.setEnabled(False)
        self.use.clicked.connect(self.take)
        box.rejected.connect(self.reject)
        return box

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    # ------------------------------------------------------------------ searching

    def search(self) -> None:
        """List the Pythons of this machine, each as soon as it has answered."""
        self.list.clear()
        self.again.setEnabled(False)
        self._searching = self._tasks.run(search_engines, lane="thread", latest="engine-search")
        self._searching.part.connect(while_alive(self, self._add))
        self._searching.ended.connect(while_alive(self, self._searched))

    def _add(self, engine: Engine) -> None:
        version = ".".join(map(str, engine.python))
        row = QTreeWidgetItem([engine.path, version, engine.torch or "–", ", ".join(engine.missing) or "–"])
        row.setToolTip(0, engine.path)
        row.setDisabled(not engine.usable)
        first = next((n for n in range(self.list.topLevelItemCount()) if self._is_disabled(n)), None)
        self.list.insertTopLevelItem(
            self.list.topLevelItemCount() if first is None or not engine.usable else first, row
        )
        chosen = self._settings.get("engine") or self.path.text()
        if engine.usable and (engine.path == chosen or not chosen):
            self.list.setCurrentItem(row)
        self._tell_own(row, engine.path)

    def _tell_own(self, row: QTreeWidgetItem, path: str) -> None:
        if own_engine_of(path) is not None:
            row.setToolTip(0, self.tr("{path}, made by this program").format(path=path))
            if row.isDisabled():  # it has to be selected in order to be repaired
                row.setDisabled(False)

    def _is_disabled(self, number: int) -> bool:
        row = self.list.topLevelItem(number)
        return row is not None and row.isDisabled()

    def _searched(self) -> None:
        self.again.setEnabled(True)
        self._searching = None
        if self.list.topLevelItemCount() == 0 or self._is_disabled(0):
            self._say(
                self.tr("No Python with PyTorch was found. Make one here, or name one above."),
                BAD[scheme_name()],
            )

    # ------------------------------------------------------------------ those that were made here

    def _show_own(self, path: str) -> None:
        self._own = own_engine_of(path) if path else None
        for button in (self.repair, self.remove):
            button.setEnabled(self._own is not None)

    def open_making(self, replaces: OwnEngine | None) -> EngineMaking:
        """The dialog that makes one, anew when it `replaces` another."""
        making = EngineMaking(self._tasks, self._settings, self, replaces=replaces)
        making.made.connect(self._made)
        making.finished.connect(making.deleteLater)
        making.open()
        return making

    def _made(self, engine: OwnEngine) -> None:
        self._settings.set("engine", engine.python)
        interpreter.choose(engine.python)
        self.path.setText(engine.python)
        self.search()
        self.take()

    def _ask_to_remove(self) -> None:
        own = self._own
        if own is None:
            return
        text = self.tr("Delete {folder} with everything in it? It was made by this program and can be made again.")
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Remove the environment"), text.format(folder=own.folder), parent=self)  # fmt: skip
        box.setObjectName("engine-remove-question")
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(while_alive(self, lambda: self._remove(own)))
        box.open()

    def _remove(self, own: OwnEngine) -> None:
        if self._settings.get("engine") == own.python:
            self._forget()
        self.path.clear()
        self._say(self.tr("Removing {folder}…").format(folder=own.folder), "")
        self.remove.setEnabled(False)
        self.repair.setEnabled(False)
        task = self._tasks.run(remove, own.folder, title=self.tr("Remove the environment"), lane="thread")
        task.ended.connect(while_alive(self, lambda: self._say(self.tr("Removed."), "")))
        task.ended.connect(while_alive(self, self.search))

    # ------------------------------------------------------------------ taking one

    def take(self) -> None:
        """Let the Python import what is needed; it is remembered when it can."""
        path = self.path.text().strip()
        if not path:
            return
        self.use.setEnabled(False)
        self._say(self.tr("Trying {path}: PyTorch is being imported…").format(path=path), "")
        self._trying = self._tasks.run(try_engine, path, lane="thread", latest="engine-try")
        self._trying.done.connect(while_alive(self, self._works))
        self._trying.failed.connect(while_alive(self, self._fails))
        self._trying.ended.connect(while_alive(self, lambda: self.use.setEnabled(bool(self.path.text().strip()))))

    def _works(self, engine: Engine) -> None:
        self._settings.set("engine", engine.path)
        interpreter.choose(engine.path)
        self.forget.setEnabled(True)
        text = self.tr("In use: {path}, PyTorch {version}, on {devices}.")
        self._say(
            text.format(path=engine.path, version=engine.torch, devices=", ".join(engine.devices)), GOOD[scheme_name()]
        )

    def _fails(self, failure: TaskFailure) -> None:
        self._say(engine_text(failure.code, dict(failure.values), failure.message), BAD[scheme_name()])

    def _forget(self) -> None:
        self._settings.set("engine", "")
        interpreter.choose("")
        self._show_current()

    def _show_current(self) -> None:
        chosen = self._settings.get("engine")
        self.forget.setEnabled(bool(chosen))
        if chosen:
            self.path.setText(chosen)
            self._say(self.tr("In use: {path}").format(path=chosen), "")
        else:
            self._say(self.tr("None was chosen yet."), "")

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a Python"), self.path.text())
        if path:
            self.path.setText(path)
            self.take()

    def _say(self, sentence: str, colour: str) -> None:
        self.told.setText(sentence)
        self.told.setStyleSheet(f"color: {colour};" if colour else "")

    def done(self, result: int) -> None:
        """Close, and end what is under way."""
        for task in (self._searching, self._trying):
            if task is not None:
                task.cancel()
        super().done(result)
