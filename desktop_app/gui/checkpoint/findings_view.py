"""What is worth telling about the file, each with its cure."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import Finding
from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.theme import BAD, CAREFUL, icon, scheme_name

_LISTED = 2000
_ORDER = {"error": 0, "warning": 1, "info": 2}


class FindingsView(QWidget):
    """Errors first; a row that names a tensor selects it."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings-view")
        self._session = session
        self._findings = sorted(session.checkpoint.findings, key=lambda found: _ORDER[found.severity])[:_LISTED]
        self.list = QTreeWidget(self)
        self.list.setObjectName("findings-list")
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setColumnCount(4)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.list.currentItemChanged.connect(lambda item, _old: self._go(item))
        self.blank = QLabel(self)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list, 1)
        column.addWidget(self.blank, 1)
        self.list.setVisible(bool(self._findings))
        self.blank.setVisible(not self._findings)
        self._retranslate()
        self.list.setColumnWidth(0, 96)
        self.list.setColumnWidth(3, 200)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Findings"))
        self.list.setAccessibleName(self.tr("Findings"))
        self.blank.setText(self.tr("Nothing to complain about: the file is whole."))
        self.list.setHeaderLabels([self.tr("Severity"), self.tr("What"), self.tr("What to do"), self.tr("Where")])
        names = {"error": self.tr("error"), "warning": self.tr("warning"), "info": self.tr("info")}
        colours = {
            "error": BAD[scheme_name()],
            "warning": CAREFUL[scheme_name()],
            "info": self.palette().text().color().name(),
        }
        self.list.clear()
        for found in self._findings:
            message, cure = finding_text(found)
            item = QTreeWidgetItem([names[found.severity], message, cure, found.where])
            item.setIcon(0, icon(found.severity, colours[found.severity]))
            item.setData(0, Qt.ItemDataRole.UserRole, found)
            for place, tip in ((1, message), (2, cure), (3, found.where)):
                item.setToolTip(place, tip)
            self.list.addTopLevelItem(item)
        self.list.setIconSize(QSize(16, 16))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._retranslate()
        super().changeEvent(event)

    def _go(self, item: QTreeWidgetItem | None) -> None:
        found = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        if not isinstance(found, Finding):
            return
        name = dict(found.values).get("name", found.where)
        place = self._session.place_of(name)
        if place >= 0:
            self._session.select_tensors([place])

    def refresh_checkpoint(self) -> None:
        """Edits do not touch what was found in the file."""

    def report(self) -> str:
        """All findings as text."""
        return "\n".join(
            "\t".join((found.severity, found.code, found.where, *finding_text(found))) for found in self._findings
        )

    def table_of_actions(self) -> tuple[Action, ...]:
        """Copying the list."""
        return (
            Action(
                "findings.copy",
                self.tr("Copy the findings"),
                lambda: QGuiApplication.clipboard().setText(self.report()),
                "edit",
                enabled=lambda: bool(self._findings),
                group=4,
            ),
        )
