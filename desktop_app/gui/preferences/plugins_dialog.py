"""Which plug-ins are installed, what they bring, what is wrong with them, and which are left out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import TaskFailure, Tasks
from desktop_app.gui.theme import BAD, scheme_name
from desktop_app.plugins import Plugin, leave_out, listed

_PACKAGE = Qt.ItemDataRole.UserRole
_TICK = 34
"""Pixels of the tick and what is around it, which the hint of a column does not count."""


class PluginsDialog(QDialog):
    """A row for each thing that a package brings; the tick of a package holds for all that it brings."""

    def __init__(self, settings: Settings, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plugins-dialog")
        self.setWindowTitle(self.tr("Plug-ins"))
        self._settings = settings
        self.about = QLabel(
            self.tr(
                "Plug-ins are installed Python packages; their code can do anything that you can. What is ticked is used; "
                "a change holds from the next start."
            ),
            self,
        )
        self.about.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setObjectName("plugins-list")
        self.list.setAccessibleName(self.tr("Plug-ins"))
        self.list.setHeaderLabels(
            [self.tr("Package"), self.tr("Version"), self.tr("Brings"), self.tr("Name"), self.tr("State")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemChanged.connect(self._ticked)
        self.told = QLabel(self.tr("Looking…"), self)
        self.told.setObjectName("plugins-told")
        self.told.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(self.about)
        column.addWidget(self.list, 3)
        column.addWidget(self.told, 1)
        column.addWidget(buttons)
        self.resize(760, 380)
        self._task = tasks.run(listed, title=self.windowTitle())
        self._task.done.connect(while_alive(self, self._show))
        self._task.failed.connect(while_alive(self, self._failed))

    def _show(self, found: tuple[tuple[Plugin, str], ...]) -> None:
        kinds = {
            "readers": self.tr("container format"), "label_formats": self.tr("label format"), "operations": self.tr("edit operation"),
            "models": self.tr("model"), "overlays": self.tr("overlay"),
        }  # fmt: skip
        self.told.setText(
            ""
            if found
            else self.tr(
                "No plug-ins are installed. Install one with pip into the Python that runs this program, and it is listed here at the next start."
            )
        )
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told.setVisible(not found)
        self.list.setVisible(bool(found))
        off = set(self._settings.get("plugins-off"))
        self.list.blockSignals(True)
        for one, problem in found:
            state = problem or (self.tr("off") if one.package in off else self.tr("ready"))
            row = QTreeWidgetItem(self.list, [one.package, one.version, kinds[one.group], one.name, state])
            row.setData(0, _PACKAGE, one.package)
            row.setCheckState(0, Qt.CheckState.Unchecked if one.package in off else Qt.CheckState.Checked)
            row.setToolTip(4, problem)
            if problem:
                row.setForeground(4, QColor(BAD[scheme_name()]))
        self.list.blockSignals(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.list.setColumnWidth(0, self.list.sizeHintForColumn(0) + _TICK)

    def _failed(self, failure: TaskFailure) -> None:
        self.told.setText(failure.message)

    def _ticked(self, row: QTreeWidgetItem, column: int) -> None:
        if column != 0:
            return
        package, state = row.data(0, _PACKAGE), row.checkState(0)
        off = set(self._settings.get("plugins-off"))
        off = off - {package} if state == Qt.CheckState.Checked else off | {package}
        self._settings.set("plugins-off", sorted(off))
        leave_out(off)
        self.list.blockSignals(True)
        for place in range(self.list.topLevelItemCount()):
            other = self.list.topLevelItem(place)
            if other is not None and other.data(0, _PACKAGE) == package:
                other.setCheckState(0, state)
                if not other.toolTip(4):
                    other.setText(4, self.tr("off") if package in off else self.tr("ready"))
        self.list.blockSignals(False)

    def done(self, result: int) -> None:
        """Close, and end what is under way."""
        self._task.cancel()
        super().done(result)
