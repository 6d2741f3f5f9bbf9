"""Asks what to merge and how, shows before anything is done what would not fit, and gives the step to whoever asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.editing.draft import Step
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.merges.merge_model import METHODS
from desktop_app.checkpoint.merges.merging import factors_of
from desktop_app.gui.actions import plain_text
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.formatting import count_text
from desktop_app.gui.checkpoint.merges.merge_conflicts import ConflictTable
from desktop_app.gui.checkpoint.merges.merge_files import MergeFiles, WeightDelegate, labels_of
from desktop_app.gui.checkpoint.merges.merge_texts import conflict_text, error_text, method_name, method_text
from desktop_app.gui.checkpoint.merges.merge_work import LISTED, MergeLook, look
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.spin_boxes import NumberBox
from desktop_app.gui.theme import BAD, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Task, TaskFailure, Tasks

_PAUSE = 120
"""Milliseconds without a change before the files are looked at."""


class MergeDialog(QDialog):
    """Merges the file that is edited with others; `chosen` carries the `Step` when the person agrees."""

    chosen = Signal(object)

    def __init__(
        self,
        tasks: "Tasks",
        path: str,
        steps: Sequence[Step] = (),
        candidates: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """`path` and `steps` are the file that is edited and what was done to it; `candidates` are files open elsewhere."""
        super().__init__(parent)
        self.setObjectName("merge-dialog")
        self.setAcceptDrops(True)
        self._tasks = tasks
        self._steps = tuple(steps)
        self._candidates = tuple(candidate for candidate in dict.fromkeys(candidates) if candidate != path)
        self._task: Task | None = None
        self._look: MergeLook | None = None
        self._failure = ""
        self._touched = False
        self.files = MergeFiles(path, self)
        self._build_list()
        self._build_method()
        self._build_preview()
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.files.order_changed.connect(self._order_changed)
        self.files.weights_changed.connect(self._weights_changed)
        self.files.files_dropped.connect(self.add_files)
        self._retranslate()
        self._method_changed()
        self.resize(820, 640)

    # ------------------------------------------------------------------ parts

    def _build_list(self) -> None:
        self.list = QTableView(self)
        self.list.setObjectName("merge-files")
        self.list.setModel(self.files)
        self.list.setItemDelegateForColumn(1, WeightDelegate(self.list))
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setDragDropOverwriteMode(False)
        self.list.setShowGrid(False)
        self.list.setTabKeyNavigation(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setWordWrap(False)
        height = NumberBox().sizeHint().height() + 4
        self.list.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.list.verticalHeader().setDefaultSectionSize(height)
        header = self.list.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, 120)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.list.selectionModel().currentChanged.connect(self._enable)
        self.add_button = self._button("merge-add", lambda: self._ask_for_files())
        self.tab_button = self._button("merge-add-open", None)
        self.tab_menu = QMenu(self.tab_button)
        self.tab_menu.setObjectName("merge-open-menu")
        self.tab_menu.aboutToShow.connect(self._fill_menu)
        self.tab_button.setMenu(self.tab_menu)
        self.tab_button.setVisible(bool(self._candidates))
        self.remove_button = self._button("merge-remove", lambda: self.files.remove(self._row()))
        self.up_button = self._button("merge-up", lambda: self._move(-1))
        self.down_button = self._button("merge-down", lambda: self._move(1))
        for keys, run in (
            ("Del", lambda: self.files.remove(self._row())),
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)

    def _button(self, name: str, run: object) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        if callable(run):
            button.clicked.connect(lambda _checked=False: run())
        return button

    def _build_method(self) -> None:
        self.method_label = QLabel(self)
        self.method = QComboBox(self)
        self.method.setObjectName("merge-method")
        for method in METHODS:
            self.method.addItem("", method)
        self.method.currentIndexChanged.connect(self._method_changed)
        self.method_label.setBuddy(self.method)
        self.explanation = QLabel(self)
        self.explanation.setObjectName("merge-explanation")
        self.explanation.setWordWrap(True)
        self.normalise = self._button("merge-normalise", self._normalise)
        self.sum = QLabel(self)
        self.sum.setObjectName("merge-sum")
        self.t_label, self.t_slider, self.t = (
            QLabel(self),
            QSlider(Qt.Orientation.Horizontal, self),
            NumberBox(self),
        )
        self.t_slider.setObjectName("merge-t-slider")
        self.t_slider.setRange(0, 100)
        self.t_slider.setPageStep(10)
        self.t.setObjectName("merge-t")
        self.t.setRange(0, 1)
        self.t.setDecimals(3)
        self.t.setSingleStep(0.05)
        self.t.setValue(0.5)
        self.t_slider.setValue(50)
        self.t_slider.valueChanged.connect(self._slid)
        self.t.valueChanged.connect(self._typed_t)
        self.t_label.setBuddy(self.t)
        self.decay_label, self.decay = QLabel(self), NumberBox(self)
        self.decay.setObjectName("merge-decay")
        self.decay.setRange(0, 1)
        self.decay.setDecimals(6)
        self.decay.setSingleStep(0.001)
        self.decay.setValue(0.999)
        self.decay_label.setBuddy(self.decay)
        self.hint = QLabel(self)
        self.settings = QStackedWidget(self)
        for widgets in (
            (self.hint,),
            (self.sum, self.normalise),
            (self.t_label, self.t_slider, self.t),
            (self.decay_label, self.decay),
        ):
            page = QWidget(self.settings)
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            for widget in widgets:
                row.addWidget(widget, 1 if widget is self.t_slider else 0)
            if self.t_slider not in widgets:
                row.addStretch(1)
            self.settings.addWidget(page)

    def _build_preview(self) -> None:
        self.summary = QLabel(self)
        self.summary.setObjectName("merge-summary")
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.conflicts = ConflictTable(self)
        self.conflicts.setObjectName("merge-conflicts")
        self.conflicts.selectionModel().currentChanged.connect(lambda index, _old: self._explain(index.row()))
        self.conflicts.rows.modelReset.connect(lambda: self._explain(-1))
        self.detail = QLabel(self)
        self.detail.setObjectName("merge-detail")
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.hide()
        self.blank = QLabel(self)
        self.blank.setObjectName("merge-blank")
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setWordWrap(True)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.blank)
        self.pages.addWidget(self.conflicts)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.buttons.setObjectName("merge-buttons")
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setObjectName("merge-ok")
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setObjectName("merge-cancel")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.add_button, self.tab_button, self.remove_button, self.up_button, self.down_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        method = QHBoxLayout()
        method.addWidget(self.method_label)
        method.addWidget(self.method)
        method.addWidget(self.settings, 1)
        above, below = QWidget(self), QWidget(self)
        upper, lower = QVBoxLayout(above), QVBoxLayout(below)
        lower.setContentsMargins(0, 6, 0, 0)
        upper.setContentsMargins(0, 0, 0, 6)
        upper.addWidget(self.list, 1)
        upper.addLayout(buttons)
        upper.addLayout(method)
        upper.addWidget(self.explanation)
        lower.addWidget(self.summary)
        lower.addWidget(self.pages, 1)
        lower.addWidget(self.detail)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setObjectName("merge-splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(above)
        self.splitter.addWidget(below)
        self.splitter.setSizes([300, 260])
        column = dialog_column(self)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.buttons)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Merge state_dicts"))
        self.setAccessibleName(self.tr("Merge state_dicts"))
        self.list.setAccessibleName(self.tr("Files to merge, the first is the base"))
        self.conflicts.setAccessibleName(self.tr("What does not fit"))
        for button, text, tip in (
            (
                self.add_button,
                self.tr("&Add files…"),
                self.tr("Choose checkpoint files; they can also be dropped here"),
            ),
            (self.tab_button, self.tr("Add &open file"), self.tr("A file of another tab, as it is on disk")),
            (self.remove_button, self.tr("&Remove"), self.tr("Take the file out of the list (Delete)")),
            (self.up_button, self.tr("&Up"), self.tr("Earlier in the order (Alt+Up)")),
            (self.down_button, self.tr("&Down"), self.tr("Later in the order (Alt+Down)")),
            (self.normalise, self.tr("&Normalise"), self.tr("Scale the weights so that they add up to 1")),
        ):
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(plain_text(text))
        self.method_label.setText(self.tr("&Method:"))
        self.method.setAccessibleName(self.tr("Method"))
        self.method.setToolTip(
            self.tr(
                "How values are computed from those of all files; keys and shapes are always those of the first file."
            )
        )
        for place in range(self.method.count()):
            self.method.setItemText(place, method_name(self.method.itemData(place)))
        self.t_label.setText(self.tr("&t:"))
        self.t.setAccessibleName(self.tr("t: 0 is the first, 1 the second"))
        self.t_slider.setAccessibleName(self.t.accessibleName())
        for widget in (self.t, self.t_slider):
            widget.setToolTip(self.tr("How far to go along the arc between the two files, 0 to 1; 0.5 is half way."))
        self.decay_label.setText(self.tr("D&ecay d:"))
        self.decay.setAccessibleName(self.tr("Decay of the moving average"))
        self.decay.setToolTip(
            self.tr("Share of the average that stays when a file is added, 0 to 1: near 1, later files count little.")
        )
        self.hint.setText("")
        self.ok.setText(self.tr("Mer&ge"))
        self.explanation.setAccessibleName(self.tr("What the method does"))
        self.explanation.setText(method_text(self.chosen_method))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "ok"):
            self._show()
        super().changeEvent(event)

    # ------------------------------------------------------------------ files

    def add_files(self, paths: Sequence[str]) -> None:
        """Append files to the list."""
        self.files.add(paths)

    def _ask_for_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Add files to merge"))
        self.add_files(paths)

    def _fill_menu(self) -> None:
        self.tab_menu.clear()
        waiting = [path for path in self._candidates if path not in self.files.paths]
        for path, label in zip(waiting, labels_of(waiting), strict=True):
            action = self.tab_menu.addAction(label.replace("&", "&&"))
            action.setToolTip(path)
            action.triggered.connect(lambda _checked=False, path=path: self.add_files([path]))
        if not waiting:
            self.tab_menu.addAction(self.tr("All open files are in the list")).setEnabled(False)

    def _row(self) -> int:
        return self.list.currentIndex().row()

    def _move(self, by: int) -> None:
        self.files.move(self._row(), self._row() + by)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped files."""
        event.acceptProposedAction()
        self.add_files([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    # ------------------------------------------------------------------ method and weights

    @property
    def chosen_method(self) -> str:
        """As the core names it."""
        return str(self.method.currentData())

    def _method_changed(self) -> None:
        method = self.chosen_method
        self.explanation.setText(method_text(method))
        self.settings.setCurrentIndex({"weighted": 1, "slerp": 2, "ema": 3}.get(method, 0))
        self.files.use_weights({"weighted": 0, "task-arithmetic": 1, "lora": 1}.get(method))
        self._suit_weights()
        self._refresh()

    def _order_changed(self) -> None:
        self._suit_weights()
        self._refresh()

    def _suit_weights(self) -> None:
        """The method's own weights as long as nobody typed others, and an editor in each row."""
        if not self._touched:
            count = len(self.files.paths)
            self.files.set_weights([1 / count if self.chosen_method == "weighted" else 1.0] * count)
            self._touched = False
        self.list.setColumnHidden(1, self.files.weighted_from is None)
        for row in range(len(self.files.paths)):
            index = self.files.index(row, 1)
            if self.files.is_weighted(row):
                self.list.openPersistentEditor(index)
                self._name(self.list.indexWidget(index), row + 1)
        self._enable()

    def _name(self, box: QWidget | None, number: int) -> None:
        """A box moves with its file, and is called after its new place."""
        if box is not None:
            box.setObjectName(f"merge-weight-{number}")
            box.setAccessibleName(self.tr("Weight of file {number}").format(number=number))

    def _weights_changed(self) -> None:
        self._touched = True
        total = sum(self.files.weights)
        self.sum.setText(self.tr("Sum of the weights: {sum}").format(sum=f"{total:.4g}"))
        self.normalise.setEnabled(abs(total - 1) > 1e-9)
        self._enable()

    def _normalise(self) -> None:
        total = sum(self.files.weights)
        count = len(self.files.weights)
        weights = [weight / total for weight in self.files.weights] if total else [1 / count] * count
        self.files.set_weights(weights)

    def _slid(self, value: int) -> None:
        if round(self.t.value() * 100) != value:
            self.t.setValue(value / 100)

    def _typed_t(self, value: float) -> None:
        self.t_slider.setValue(round(value * 100))

    def weights(self) -> tuple[float, ...] | None:
        """What the method is given; None for its own."""
        method = self.chosen_method
        if method == "slerp":
            return (round(self.t.value(), 6),)
        if method == "ema":
            return (round(self.decay.value(), 9),)
        if self.files.weighted_from is None:
            return None
        weights = tuple(self.files.weights[self.files.weighted_from :])
        usual = 1 / len(weights) if method == "weighted" and weights else 1.0
        return None if all(weight == usual for weight in weights) else weights

    def step(self) -> Step:
        """The operation as recipes and the command line write it."""
        weights = self.weights()
        text = ",".join(f"{weight:.12g}" for weight in weights) if weights else "-"
        return Step("merge", (self.chosen_method, text, *self.files.paths[1:]))

    def accept(self) -> None:
        """Give the step away and close."""
        if self.ok.isEnabled():
            self.chosen.emit(self.step())
            super().accept()

    # ------------------------------------------------------------------ preview

    def _refresh(self) -> None:
        """Forget what is known and look again, when nothing changes for a moment."""
        self._forget()
        self._look, self._failure = None, ""
        if len(self.files.paths) > 1:
            self._pause.start()
        else:
            self._pause.stop()
        self._show()

    def _ask(self) -> None:
        first, *others = self.files.paths
        task = self._tasks.run(
            look,
            first,
            self._steps,
            tuple(others),
            self.chosen_method,
            title=self.tr("What a merge of {count} files gives").format(count=1 + len(others)),
            lane="reader",
            latest=f"merge-{id(self)}",
        )
        self._task = task
        task.progressed.connect(while_alive(self, lambda done, total, _text: self._progress(task, done, total)))
        task.done.connect(while_alive(self, lambda result: self._answer(task, result, "")))
        task.failed.connect(while_alive(self, lambda failure: self._fail(task, failure)))

    def _fail(self, task: "Task", failure: "TaskFailure") -> None:
        self._answer(task, None, failure.message)

    def _answer(self, task: "Task", result: MergeLook | None, failure: str) -> None:
        if self._task is task:
            self._task = None
            self._look, self._failure = result, failure
            self._show()

    def _progress(self, task: "Task", done: int, total: int) -> None:
        if self._task is task and total > 0:
            self.summary.setText(self.tr("Reading the files… {share} %").format(share=100 * min(done, total) // total))

    def _forget(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def done(self, result: int) -> None:
        """Stop what is under way."""
        self._pause.stop()
        self._forget()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window is no."""
        self.reject()
        super().closeEvent(event)

    def _show(self) -> None:
        known = self._look
        bad = self._failure
        if known is not None and known.unreadable:
            bad = "\n".join(f"{path}: {finding_text(found)[0]}" for path, found in known.unreadable)
        elif known is not None and known.error is not None:
            bad = error_text(known.error)
        conflicts = known.conflicts if known is not None and not bad else ()
        if self.conflicts.rows.conflicts != conflicts:
            self.conflicts.rows.show(conflicts)
        self.pages.setCurrentWidget(self.conflicts if conflicts else self.blank)
        self.blank.setStyleSheet(f"color: {BAD[scheme_name()]}" if bad else "")
        if bad:
            summary, blank = self.tr("These files cannot be merged."), bad
        elif len(self.files.paths) < 2:
            summary, blank = "", self.tr("Add a file to merge with, or drop it here.")
        elif known is None:
            summary, blank = self.tr("Reading the files…"), ""
        else:
            summary, blank = self._told(known), self.tr("Everything fits together.")
        self.summary.setText(summary)
        self.summary.setAccessibleName(summary or self.tr("Preview"))
        self.blank.setText(blank)
        self._enable()

    def _explain(self, row: int) -> None:
        """The whole sentence of the chosen row, which the table may cut off."""
        rows = self.conflicts.rows.conflicts
        text = conflict_text(rows[row]) if 0 <= row < len(rows) else ""
        self.detail.setText(text)
        self.detail.setAccessibleName(text)
        self.detail.setVisible(bool(text))

    def _told(self, known: MergeLook) -> str:
        parts = [self.tr("Computed: {count}").format(count=count_text(known.merged))]
        if known.taken:
            parts.append(self.tr("integers of the first: {count}").format(count=count_text(known.taken)))
        if known.kept:
            parts.append(self.tr("unchanged: {count}").format(count=count_text(known.kept)))
        if known.left:
            parts.append(self.tr("conflicts: {count}").format(count=count_text(known.left)))
        if known.notes:
            parts.append(self.tr("notes: {count}").format(count=count_text(known.notes)))
        text = " · ".join(parts)
        if known.left + known.notes > LISTED:
            text += " · " + self.tr("the first {count} are listed").format(count=count_text(LISTED))
        return text

    def _enable(self) -> None:
        row, last = self._row(), len(self.files.paths) - 1
        self.remove_button.setEnabled(row > 0)
        self.up_button.setEnabled(row > 1)
        self.down_button.setEnabled(0 < row < last)
        known = self._look
        able = known is not None and not known.unreadable and known.error is None and known.merged > 0
        reason = ""
        if able:
            try:
                factors_of(self.chosen_method, self.weights(), len(self.files.paths))
            except EditError as error:
                able, reason = False, error_text(error)
        self.ok.setEnabled(able)
        self.ok.setToolTip(reason)
