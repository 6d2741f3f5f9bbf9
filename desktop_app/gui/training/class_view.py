"""The classes that a run would learn, with their counts, and the images that it would leave out and why."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_app.gui.theme import CAREFUL, scheme_name
from desktop_app.gui.training.texts import reason_text
from desktop_app.training.data.class_table import ClassTable

_FEW = 5
"""A class with fewer objects can hardly be learnt."""


class ClassView(QWidget):
    """A table that is only looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: ClassTable | None = None
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("classes")
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setSortingEnabled(True)
        self.tree.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.left = QLabel(self)
        self.left.setObjectName("left-out")
        self.left.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree, 1)
        column.addWidget(self.left)
        self._retranslate()

    def _retranslate(self) -> None:
        self.tree.setHeaderLabels([self.tr("Class"), self.tr("Images"), self.tr("Objects"), self.tr("Left out")])
        self.tree.setAccessibleName(self.tr("Classes"))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.show_table(self.table)
        super().changeEvent(event)

    def show_table(self, table: ClassTable | None) -> None:
        """Show the counts of a task; None while they are not known."""
        self.table = table
        self.tree.clear()
        self.left.setText("")
        if table is None:
            return
        for row in table.rows:
            item = QTreeWidgetItem(self.tree, [row.name])
            for place, count in enumerate((row.images, row.shapes, row.left_out), 1):
                item.setData(place, Qt.ItemDataRole.DisplayRole, count)
                item.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if row.shapes < _FEW:
                item.setForeground(2, QColor(CAREFUL[scheme_name()]))
                item.setToolTip(2, self.tr("Too few to learn from: this class will hardly be found."))
            if row.left_out:
                item.setToolTip(
                    3, self.tr("Shapes of a kind that this task cannot use, or suggestions that nobody accepted.")
                )
        lines = [
            self.tr("Images left out: {count}, {reason}").format(count=left.images, reason=reason_text(left.reason))
            for left in table.left_out
        ]
        self.left.setText("\n".join(lines))
        self.left.setToolTip(
            "\n".join(f"{reason_text(left.reason)}: {', '.join(left.examples)}" for left in table.left_out)
        )
