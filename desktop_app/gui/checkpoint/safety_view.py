"""What an ordinary load of the file would do: a banner with the verdict, and the list behind it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import Safety
from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.report_list import Level, ReportList, Row
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, icon, scheme_name


def verdict_colour(safety: Safety) -> str:
    """Green, amber or red for the scheme in force."""
    return {"data": GOOD, "objects": CAREFUL, "code": BAD}[safety.verdict][scheme_name()]


class SafetyBanner(QWidget):
    """One line at the top of a tab."""

    show_requested = Signal()
    findings_requested = Signal()

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("safety-banner")
        self._safety = session.checkpoint.safety
        self.mark = QLabel(self)
        self.text = QLabel(self)
        self.text.setObjectName("safety-banner-text")
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(self)
        self.button.setObjectName("safety-banner-show")
        self.button.setFlat(True)
        self.button.clicked.connect(lambda: self.show_requested.emit())
        self.findings = QPushButton(self)
        self.findings.setObjectName("safety-banner-findings")
        self.findings.setFlat(True)
        self.findings.clicked.connect(lambda: self.findings_requested.emit())
        found = [finding.severity for finding in session.checkpoint.findings]
        self._errors, self._warnings = found.count("error"), found.count("warning")
        self.findings.setVisible(bool(self._errors or self._warnings))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 6, 2)
        row.addWidget(self.mark)
        row.addWidget(self.text, 1)
        row.addWidget(self.findings)
        row.addWidget(self.button)
        self._retranslate()

    def _retranslate(self) -> None:
        sentence = {
            "data": self.tr("Data only: tensors and plain values, nothing that could run."),
            "objects": self.tr("Holds objects: it names classes that this program did not need to run."),
            "code": self.tr(
                "Would run code: an ordinary load would execute something dangerous. Here nothing was run."
            ),
        }[self._safety.verdict]
        colour = verdict_colour(self._safety)
        name = {"data": "shield-ok", "objects": "shield-warn", "code": "shield-danger"}[self._safety.verdict]
        self.mark.setPixmap(icon(name, colour).pixmap(QSize(18, 18)))
        self.text.setText(sentence)
        self.text.setStyleSheet(f"color: {colour}; font-weight: {600 if self._safety.verdict == 'code' else 400};")
        self._retranslate_findings()
        self.button.setText(self.tr("Show…"))
        self.button.setAccessibleName(self.tr("Show the safety report"))
        self.button.setVisible(bool(self._safety.globals))
        self.setAccessibleName(sentence)

    def _retranslate_findings(self) -> None:
        """How many errors and warnings the file has beside its safety."""
        worst = "error" if self._errors else "warning"
        parts: list[str] = []
        if self._errors:
            text = self.tr("1 error") if self._errors == 1 else self.tr("{count} errors")
            parts.append(text.format(count=f"{self._errors:,}"))
        if self._warnings:
            text = self.tr("1 warning") if self._warnings == 1 else self.tr("{count} warnings")
            parts.append(text.format(count=f"{self._warnings:,}"))
        colour = (BAD if self._errors else CAREFUL)[scheme_name()]
        self.findings.setText(", ".join(parts))
        self.findings.setAccessibleName(self.tr("Show the findings: {what}").format(what=", ".join(parts)))
        self.findings.setIcon(icon(worst, colour))
        self.findings.setStyleSheet(f"color: {colour};")

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._retranslate()
        super().changeEvent(event)


class SafetyView(QWidget):
    """Every global that the file names, dangerous ones first."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("safety-view")
        self._safety = session.checkpoint.safety
        self._path = session.checkpoint.path
        self.headline = QLabel(self)
        self.headline.setWordWrap(True)
        self.headline.setObjectName("safety-headline")
        self.report_list = ReportList("safety", 1, (28, 16, 40, 22), self)
        self.list = self.report_list.list
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(8)
        column.addWidget(self.headline)
        column.addWidget(self.report_list, 1)
        self.report_list.setVisible(bool(self._safety.globals))
        if not self._safety.globals:
            column.addStretch(1)
        self._retranslate()

    def _levels(self) -> tuple[Level, ...]:
        scheme = scheme_name()
        return (
            Level("dangerous", self.tr("dangerous"), BAD[scheme], icon("shield-danger", BAD[scheme])),
            Level("unknown", self.tr("unknown"), CAREFUL[scheme], icon("shield-warn", CAREFUL[scheme])),
            Level("none", self.tr("none"), GOOD[scheme], icon("shield-ok", GOOD[scheme])),
        )

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Safety"))
        self.list.setAccessibleName(self.tr("Globals that the file names"))
        text = {
            "data": self.tr(
                "Data only: nothing but tensors and plain values. Loading it with PyTorch runs nothing of the file's own."
            ),
            "objects": self.tr(
                "Holds objects: an ordinary load imports the classes below and lets them rebuild themselves. This program only read their stored attributes."
            ),
            "code": self.tr(
                "Would run code: do not load this file with weights_only=False. Open it here and export its tensors instead."
            ),
        }[self._safety.verdict]
        self.headline.setText(text)
        self.headline.setStyleSheet(f"color: {verdict_colour(self._safety)}; font-weight: 600;")
        levels = self._levels()
        names = {level.name: level.text for level in levels}
        titles = (self.tr("Name"), self.tr("Risk"), self.tr("What it would do"), self.tr("Where"))
        rows = [
            Row(use.risk, (use.name, names[use.risk], translated(use.why), use.where), use)
            for use in self._safety.globals
        ]
        self.report_list.fill(titles, levels, rows)

    def refresh_checkpoint(self) -> None:
        """Edits do not touch what the file names."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._retranslate()
        super().changeEvent(event)

    def report(self) -> str:
        """The whole list as text."""
        lines = [self._path, self.headline.text(), ""]
        return "\n".join(
            lines + [f"{use.name}\t{use.risk}\t{translated(use.why)}\t{use.where}" for use in self._safety.globals]
        )

    def table_of_actions(self) -> tuple[Action, ...]:
        """Copying the report."""
        copy = lambda: QGuiApplication.clipboard().setText(self.report())  # noqa: E731
        return (Action("safety.copy", self.tr("Copy the safety report"), copy),)
