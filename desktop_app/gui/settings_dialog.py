"""What can be chosen once for all: looks, language, and the Graphviz program that lays out graphs when it is asked to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui import language
from desktop_app.gui.alive import while_alive
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import TaskFailure, Tasks
from desktop_app.gui.theme import BAD, GOOD, scheme_name


def try_dot(path: str) -> str:
    """Start a Graphviz program on the smallest graph; its path. Raises `GraphvizError` with one sentence."""
    from desktop_app.graph.dot_layout import places_of
    from desktop_app.graph.graphviz import find_dot

    places_of("digraph { n0 -> n1 }", preferred=path, seconds=5)
    return find_dot(path)


class SettingsDialog(QDialog):
    """Each choice is in force at once; there is nothing to apply."""

    def __init__(
        self,
        settings: Settings,
        tasks: Tasks,
        changed: Callable[[str, str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings-dialog")
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        self._tasks = tasks
        self._changed = changed
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.theme = self._choice("theme", (
            ("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark")),
        ))  # fmt: skip
        self.language = self._choice(
            "language", [(name, title or self.tr("As the system")) for name, title in language.CHOICES]
        )
        self.engine = self._choice(
            "layout-engine", (("layered", self.tr("Layered (at once, of any size)")), ("graphviz", self.tr("Graphviz")))
        )
        form.addRow(self.tr("Colours"), self.theme)
        form.addRow(self.tr("Language"), self.language)
        self.restore = QCheckBox(self.tr("Open again what was open the last time"), self)
        self.restore.setObjectName("settings-restore-session")
        self.restore.setChecked(bool(settings.get("restore-session")))
        self.restore.toggled.connect(lambda wanted: settings.set("restore-session", wanted))
        form.addRow(self.tr("Start"), self.restore)
        form.addRow(self.tr("Layout of graphs"), self.engine)
        form.addRow(self.tr("Graphviz program"), self._make_dot())
        self.told = QLabel(self)
        self.told.setObjectName("settings-told")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addWidget(buttons)
        for name, widget in (
            (self.tr("Colours"), self.theme), (self.tr("Language"), self.language), (self.tr("Layout of graphs"), self.engine),
            (self.tr("Graphviz program"), self.dot), (self.tr("Start"), self.restore),
        ):  # fmt: skip
            widget.setAccessibleName(name)
        self.resize(560, 300)
        self.try_dot()

    def _choice(self, name: str, rows: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"settings-{name}")
        for value, text in rows:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(self._settings.get(name))))
        box.activated.connect(lambda place: self._set(name, str(box.itemData(place))))
        return box

    def _set(self, name: str, value: str) -> None:
        self._settings.set(name, value)
        self._changed(name, value)

    def _make_dot(self) -> QWidget:
        holder = QWidget(self)
        self.dot = QLineEdit(self._settings.get("dot"), holder)
        self.dot.setObjectName("settings-dot")
        self.dot.setClearButtonEnabled(True)
        self.dot.setPlaceholderText(self.tr("the one that came along"))
        self.dot.editingFinished.connect(self.try_dot)
        self.browse = QPushButton(self.tr("Choose…"), holder)
        self.browse.setObjectName("settings-dot-browse")
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.dot, 1)
        row.addWidget(self.browse)
        return holder

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose the Graphviz program `dot`"), self.dot.text())
        if path:
            self.dot.setText(path)
            self.try_dot()

    def try_dot(self) -> None:
        """Take the program that was typed when it can be started; say so when it cannot."""
        path = self.dot.text().strip()
        task = self._tasks.run(try_dot, path, lane="thread", latest="settings-dot")
        task.done.connect(while_alive(self, lambda found: self._works(path, found)))
        task.failed.connect(while_alive(self, self._fails))

    def _works(self, path: str, found: str) -> None:
        if path != self._settings.get("dot"):
            self._set("dot", path)
        self._say(self.tr("Works: {path}").format(path=found), GOOD[scheme_name()])

    def _fails(self, failure: TaskFailure) -> None:
        self._say(failure.message, BAD[scheme_name()])

    def _say(self, sentence: str, colour: str) -> None:
        self.told.setText(sentence)
        self.told.setStyleSheet(f"color: {colour};")
