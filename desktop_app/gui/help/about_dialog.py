"""The about box: what this is, what it is made of with versions and licences, and what a bug report needs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app import __version__
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.help.parts import PARTS, report, version_of
from desktop_app.gui.theme import picture


class AboutDialog(QDialog):
    """Everything of it can be read without a mouse, and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About Weightsmith"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        mark = QLabel(self)
        mark.setPixmap(picture("weightsmith", 56))
        title = QLabel(f"Weightsmith {__version__}", self)
        title.setObjectName("about-title")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        title.setFont(font)
        text = QLabel(self.tr("Opens PyTorch checkpoints without running them, edits them, labels images and trains on them. Licensed under Apache-2.0."), self)  # fmt: skip
        text.setObjectName("about-text")
        text.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(title)
        words.addWidget(text)
        head.addLayout(words, 1)
        notes = QLabel(self._notes(), self)
        notes.setObjectName("about-notes")
        notes.setWordWrap(True)
        column = dialog_column(self)
        column.addLayout(head)
        column.addWidget(self._make_parts(), 1)
        column.addWidget(notes)
        column.addWidget(self._make_buttons())
        self.resize(900, 600)

    def _make_parts(self) -> QTreeWidget:
        places = {"window": self.tr("window"), "engine": self.tr("training and export"), "beside": self.tr("a program beside this one")}  # fmt: skip
        self.parts = QTreeWidget(self)
        self.parts.setObjectName("about-parts")
        self.parts.setAccessibleName(self.tr("Parts and their licences"))
        self.parts.setRootIsDecorated(False)
        self.parts.setAlternatingRowColors(True)
        self.parts.setHeaderLabels(
            [self.tr("Part"), self.tr("Version"), self.tr("Licence"), self.tr("Used for"), self.tr("Address")]
        )
        for part in PARTS:
            row = QTreeWidgetItem([part.name, version_of(part) or self.tr("not installed"), part.licence, places[part.place], part.home])  # fmt: skip
            self.parts.addTopLevelItem(row)
        self.parts.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return self.parts

    def _notes(self) -> str:
        return " ".join((
            self.tr("Qt for Python is used under the LGPL-3.0: it lies beside the program as shared libraries that you may replace by your own build, and its source is at the address in the table."),
            self.tr("labelme (GPL-3.0) is never loaded into this program; it is started as one of its own when you ask for it."),
        ))  # fmt: skip

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = QPushButton(self.tr("Copy for a bug report"), self)
        self.copy.setObjectName("about-copy")
        self.copy.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.copy.clicked.connect(self._copy)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(report())
        self.copy.setText(self.tr("Copied"))
