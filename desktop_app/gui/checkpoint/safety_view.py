"""What an ordinary load of the file would do: a banner with the verdict, and the list behind it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.model import Risk, Safety
from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, icon, scheme_name

_LISTED = 2000


def verdict_colour(safety: Safety) -> str:
    """Green, amber or red for the scheme in force."""
    return {"data": GOOD, "objects": CAREFUL, "code": BAD}[safety.verdict][scheme_name()]


class SafetyBanner(QWidget):
    """One line at the top of a tab."""

    show_requested = Signal()

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("safety-banner")
        self._safety = session.checkpoint.safety
        self.mark = QLabel(self)
        self.text = QLabel(self)
        self.text.setObjectName("safety-banner-text")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(self)
        self.button.setObjectName("safety-banner-show")
        self.button.setFlat(True)
        self.button.clicked.connect(lambda: self.show_requested.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 6, 2)
        row.addWidget(self.mark)
        row.addWidget(self.text, 1)
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
        self.button.setText(self.tr("Show…"))
        self.button.setAccessibleName(self.tr("Show the safety report"))
        self.button.setVisible(bool(self._safety.globals))
        self.setAccessibleName(sentence)

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
        self.list = QTreeWidget(self)
        self.list.setObjectName("safety-list")
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setSortingEnabled(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setColumnCount(4)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self.headline)
        column.addWidget(self.list, 1)
        self._retranslate()
        for position, width in ((0, 260), (1, 90), (3, 200)):
            self.list.setColumnWidth(position, width)

    def _risk(self, risk: Risk) -> str:
        return {"none": self.tr("none"), "unknown": self.tr("unknown"), "dangerous": self.tr("dangerous")}[risk]

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Safety"))
        self.list.setAccessibleName(self.tr("Globals that the file names"))
        self.list.setHeaderLabels([self.tr("Name"), self.tr("Risk"), self.tr("What it would do"), self.tr("Where")])
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
        self.list.clear()
        for use in self._safety.globals[:_LISTED]:
            item = QTreeWidgetItem([use.name, self._risk(use.risk), use.why, use.where])
            colour = {"dangerous": BAD, "unknown": CAREFUL, "none": GOOD}[use.risk][scheme_name()]
            item.setForeground(1, QColor(colour))
            for place, tip in ((0, use.name), (2, use.why), (3, use.where)):
                item.setToolTip(place, tip)
            self.list.addTopLevelItem(item)

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
        return "\n".join(lines + [f"{use.name}\t{use.risk}\t{use.why}\t{use.where}" for use in self._safety.globals])

    def table_of_actions(self) -> tuple[Action, ...]:
        """Copying the report."""
        return (
            Action(
                "safety.copy",
                self.tr("Copy the safety report"),
                lambda: QGuiApplication.clipboard().setText(self.report()),
                "edit",
                group=4,
            ),
        )
