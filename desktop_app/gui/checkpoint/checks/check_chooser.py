"""Chooses the model of a check: one that the file looks like, one of a library by search, or a class of one's own file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.engine.errors import EngineError
from desktop_app.engine.sources import PythonFile, look_at, parse_source
from desktop_app.gui.actions import plain_text
from desktop_app.gui.alive import while_alive
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.engine_texts import engine_text
from desktop_app.gui.spin_boxes import WholeBox
from desktop_app.gui.theme import BAD, icon, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.tasks import TaskFailure, Tasks

_TEXT = Qt.ItemDataRole.UserRole + 1


class ModelChooser(QDialog):
    """`chosen` carries the model's text, as the command line writes it."""

    chosen = Signal(str)

    def __init__(
        self,
        tasks: "Tasks",
        names: Sequence[str],
        suggestions: Sequence[tuple[str, float]] = (),
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("model-chooser")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Choose a model"))
        self._tasks = tasks
        self.pages = QTabWidget(self)
        self.pages.setObjectName("model-pages")
        self.pages.addTab(self._library_page(), self.tr("From a library"))
        self.pages.addTab(self._file_page(), self.tr("A class of my own"))
        self.told = QLabel(self)
        self.told.setObjectName("model-told")
        self.told.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setObjectName("model-ok")
        self.ok.setText(self.tr("Chec&k against it"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(self.pages, 1)
        column.addWidget(self.told)
        column.addWidget(self.buttons)
        self.pages.currentChanged.connect(lambda _page: self._fit())
        self.resize(560, 520)
        self._begun_with = text
        self.show_models(names, suggestions)
        self.search.setFocus()

    # ------------------------------------------------------------------ libraries

    def show_models(self, names: Sequence[str], suggestions: Sequence[tuple[str, float]]) -> None:
        """List models; called again when more is known. What was chosen stays chosen."""
        text = self.text() if self._all.rowCount() else self._begun_with
        self._all.clear()
        for one, match in suggestions:
            item = QStandardItem(icon("play"), self._suggested(one, match))
            item.setData(one, _TEXT)
            self._all.appendRow(item)
        for one in names:
            item = QStandardItem(one)
            item.setData(one, _TEXT)
            self._all.appendRow(item)
        self.list.setCurrentIndex(self._shown.index(0, 0))
        self._begin_with(text)
        self._fit()

    def _library_page(self) -> QWidget:
        page = QWidget(self)
        self.search = QLineEdit(page)
        self.search.setObjectName("model-search")
        self.search.setPlaceholderText(self.tr("Search, for example resnet or vit"))
        self.search.setAccessibleName(self.tr("Search models"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self._all = QStandardItemModel(page)
        self._shown = QSortFilterProxyModel(page)
        self._shown.setSourceModel(self._all)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list = QListView(page)
        self.list.setObjectName("model-list")
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setModel(self._shown)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.doubleClicked.connect(lambda _index: self.accept())
        self.list.selectionModel().currentChanged.connect(lambda _now, _old: self._fit())
        self.search.textChanged.connect(self._filter)
        self.classes = WholeBox(page)
        self.classes.setObjectName("model-classes")
        self.classes.setRange(0, 1_000_000)
        self.classes.setSpecialValueText(self.tr("as the model has"))
        self.classes.setAccessibleName(self.tr("Number of classes"))
        self.classes.setToolTip(
            self.tr(
                "Builds the model with this num_classes, as a fine-tuned checkpoint needs it; 0 keeps the library's."
            )
        )
        row = QFormLayout()
        row.addRow(self.tr("Number of c&lasses:"), self.classes)
        column = QVBoxLayout(page)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        return page

    def _suggested(self, text: str, match: float) -> str:
        if match >= 1:
            return self.tr("{model} – keys and shapes fit").format(model=text)
        return self.tr("{model} – like it by {share} %").format(model=text, share=round(100 * match))

    def _filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        self.list.setCurrentIndex(self._shown.index(0, 0))
        self._fit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrows in the search field walk through the list."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        ):
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    # ------------------------------------------------------------------ a file

    def _file_page(self) -> QWidget:
        page = QWidget(self)
        self.path = QLineEdit(page)
        self.path.setObjectName("model-path")
        self.path.setPlaceholderText(self.tr("path/to/model.py"))
        browse = QPushButton(self.tr("&Browse…"), page)
        browse.setObjectName("model-browse")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.addWidget(self.path, 1)
        place.addWidget(browse)
        self.name = QComboBox(page)
        self.name.setObjectName("model-class")
        self.name.setEditable(True)
        self.arguments = QLineEdit(page)
        self.arguments.setObjectName("model-arguments")
        self.arguments.setPlaceholderText(self.tr("for example 64, num_classes=10"))
        form = QFormLayout(page)
        for title, widget, field in (
            (self.tr("Python &file:"), place, self.path),
            (self.tr("Class or f&unction:"), self.name, self.name),
            (self.tr("&Arguments:"), self.arguments, self.arguments),
        ):
            label = QLabel(title, page)
            label.setBuddy(field)
            field.setAccessibleName(plain_text(title).rstrip(":："))
            form.addRow(label, widget)
        hint = QLabel(
            self.tr(
                "The file is only looked at here. Before it is run you are shown its contents and asked. Arguments are plain values."
            ),
            page,
        )
        hint.setWordWrap(True)
        form.addRow(hint)
        self.path.textChanged.connect(lambda _text: self._look())
        self.name.editTextChanged.connect(lambda _text: self._fit())
        self.arguments.textChanged.connect(lambda _text: self._fit())
        return page

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a Python file"), "", self.tr("Python (*.py)"))
        if path:
            self.path.setText(path)

    def _look(self) -> None:
        """List the classes of the file; it is parsed, not run."""
        self._fit()
        path = self.path.text().strip()
        if not path.endswith(".py"):
            return
        task = self._tasks.run(look_at, path, lane="thread", latest=f"look-{id(self)}", title="")
        task.done.connect(while_alive(self, self._found))
        task.failed.connect(while_alive(self, self._not_found))

    def _found(self, seen: PythonFile) -> None:
        kept = self.name.currentText()
        self.name.clear()
        self.name.addItems([*seen.classes, *seen.functions])
        if kept:
            self.name.setCurrentText(kept)
        self._fit()

    def _not_found(self, failure: "TaskFailure") -> None:
        self._complain(engine_text(getattr(failure, "code", ""), dict(getattr(failure, "values", ())), failure.message))

    # ------------------------------------------------------------------ what is chosen

    def _begin_with(self, text: str) -> None:
        """Show what is chosen already."""
        try:
            source = parse_source(text)
        except EngineError:
            return
        if source.runs_code:
            self.pages.setCurrentIndex(1)
            self.path.setText(source.path)
            self.name.setCurrentText(source.name)
            self.arguments.setText(source.text.partition(f":{source.name}")[2].strip()[1:-1])
            return
        self.classes.setValue(int(source.options.get("num_classes", 0) or 0))
        found = self._all.match(self._all.index(0, 0), _TEXT, source.text, 1, Qt.MatchFlag.MatchExactly)
        found = found or self._all.match(self._all.index(0, 0), _TEXT, f"{source.library}:{source.name}", 1, Qt.MatchFlag.MatchExactly)  # fmt: skip
        if found:
            index = self._shown.mapFromSource(found[0])
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def text(self) -> str:
        """The chosen model; empty when there is none yet."""
        if self.pages.currentIndex() == 1:
            path, name, arguments = (
                self.path.text().strip(),
                self.name.currentText().strip(),
                self.arguments.text().strip(),
            )
            return f"{path}:{name}({arguments})" if path and name else ""
        index: QModelIndex = self.list.currentIndex()
        if not index.isValid():
            typed = self.search.text().strip()
            return typed if ":" in typed else ""
        source = parse_source(str(index.data(_TEXT)))
        count = self.classes.value()
        return source.with_option("num_classes", count).text if count else source.text

    def _fit(self) -> None:
        if not hasattr(self, "ok"):
            return
        text = self.text()
        problem = ""
        if text:
            try:
                parse_source(text)
            except EngineError as error:
                problem = engine_text(error.code, error.values, str(error))
        self._complain(problem)
        self.ok.setEnabled(bool(text) and not problem)

    def _complain(self, sentence: str) -> None:
        self.told.setText(sentence)
        self.told.setStyleSheet(f"color: {BAD[scheme_name()]};" if sentence else "")
        self.told.setVisible(bool(sentence))

    def accept(self) -> None:
        """Give the text away and close."""
        if self.ok.isEnabled():
            self.chosen.emit(self.text())
            super().accept()
