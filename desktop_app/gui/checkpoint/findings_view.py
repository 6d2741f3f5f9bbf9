"""What is worth telling about the file, each with its cure."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import Finding
from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.report_list import Level, ReportList, Row
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.theme import BAD, CAREFUL, icon, scheme_name

_ORDER = {"error": 0, "warning": 1, "info": 2}


class FindingsView(QWidget):
    """Errors first; a row that names a tensor selects it."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings-view")
        self._session = session
        self._findings = sorted(session.checkpoint.findings, key=lambda found: _ORDER[found.severity])
        self.report_list = ReportList("findings", 0, (14, 40, 38, 22), self)
        self.report_list.chosen.connect(self._go)
        self.list = self.report_list.list
        self.blank = QLabel(self)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self.report_list, 1)
        column.addWidget(self.blank, 1)
        self.report_list.setVisible(bool(self._findings))
        self.blank.setVisible(not self._findings)
        self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Findings"))
        self.list.setAccessibleName(self.tr("Findings"))
        self.blank.setText(self.tr("Nothing to complain about: the file is whole."))
        titles = (self.tr("Severity"), self.tr("What"), self.tr("What to do"), self.tr("Where"))
        scheme = scheme_name()
        text = self.palette().text().color().name()
        levels = tuple(
            Level(name, word, colour, icon(name, colour))
            for name, word, colour in (
                ("error", self.tr("error"), BAD[scheme]),
                ("warning", self.tr("warning"), CAREFUL[scheme]),
                ("info", self.tr("info"), text),
            )
        )
        names = {level.name: level.text for level in levels}
        rows = [
            Row(found.severity, (names[found.severity], *finding_text(found), found.where), found)
            for found in self._findings
        ]
        self.report_list.fill(titles, levels, rows)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._retranslate()
        super().changeEvent(event)

    def _go(self, found: object) -> None:
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
        copy = lambda: QGuiApplication.clipboard().setText(self.report())  # noqa: E731
        return (Action("findings.copy", self.tr("Copy the findings"), copy, enabled=lambda: bool(self._findings)),)
