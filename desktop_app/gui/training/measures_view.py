"""How well each class is known on the held-out images, and which class is taken for which."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QSplitter,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.theme import notice
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.run_view import RunView
from desktop_app.gui.training.texts import metric_text
from desktop_app.gui.training.work import classes_of
from desktop_app.training.record.events import Validation
from desktop_app.training.task import LOWER_IS_BETTER

_MOST = 60
"""Classes that a matrix is painted for; with more of them nothing could be read."""


class ConfusionMatrix(QWidget):
    """Rows are what is, columns what was said; the shade is the share of the row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion-matrix")
        self.counts: tuple[tuple[int, ...], ...] = ()
        self.names: tuple[str, ...] = ()
        self.setMinimumSize(200, 200)

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(360, 360)

    def show_counts(self, counts: tuple[tuple[int, ...], ...], names: tuple[str, ...]) -> None:
        """Show other counts."""
        self.counts, self.names = counts[:_MOST], names[:_MOST]
        self.update()

    def _field(self) -> tuple[QRectF, float]:
        margin = min(110.0, max([self.fontMetrics().horizontalAdvance(name) for name in self.names], default=0) + 10.0)
        line = self.fontMetrics().height() + 6.0
        room = QRectF(self.rect()).adjusted(margin + line, 4, -4, -2 * line)
        cell = max(2.0, min(room.width(), room.height()) / max(1, len(self.counts)))
        return QRectF(room.left(), room.top(), cell * len(self.counts), cell * len(self.counts)), cell

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells, counts where they fit, names."""
        if not self.counts:
            return
        painter = QPainter(self)
        field, cell = self._field()
        text, strong = self.palette().text().color(), self.palette().highlight().color()
        for row, counts in enumerate(self.counts):
            whole = max(1, sum(counts))
            for column, count in enumerate(counts[: len(self.counts)]):
                place = QRectF(field.left() + column * cell, field.top() + row * cell, cell - 1, cell - 1)
                shade = QColor(strong)
                shade.setAlphaF(0.06 + 0.94 * count / whole)
                painter.fillRect(place, shade)
                if cell > 26 and count:
                    painter.setPen(QColor("#ffffff") if count / whole > 0.5 else text)
                    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count))
        self._paint_names(painter, field, cell, text)

    def _paint_names(self, painter: QPainter, field: QRectF, cell: float, text: QColor) -> None:
        painter.setPen(text)
        metrics = painter.fontMetrics()
        line = metrics.height() + 6.0
        every = max(1, int(line / cell + 0.99))
        for place, name in enumerate(self.names):
            if place % every:
                continue
            middle = field.top() + (place + 0.5) * cell
            left = QRectF(line, middle - line / 2, field.left() - line - 6, line)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(left.width()))
            painter.drawText(left, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short)
            if cell > 24:
                below = QRectF(field.left() + place * cell, field.bottom() + 1, cell, line)
                painter.drawText(
                    below,
                    Qt.AlignmentFlag.AlignCenter,
                    metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(cell - 2)),
                )
        painter.drawText(
            QRectF(field.left(), field.bottom() + line, max(field.width(), 160), line),
            Qt.AlignmentFlag.AlignHCenter,
            self.tr("predicted class"),
        )
        painter.rotate(-90)
        painter.drawText(
            QRectF(-field.top() - max(field.height(), 120), 0, max(field.height(), 120), line),
            Qt.AlignmentFlag.AlignHCenter,
            self.tr("true class"),
        )

    def event(self, event: QEvent) -> bool:
        """A tip for each cell."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.counts:
            field, cell = self._field()
            column, row = int((event.x() - field.left()) // cell), int((event.y() - field.top()) // cell)
            if 0 <= row < len(self.counts) and 0 <= column < len(self.counts):
                said = self.tr("{count} of {real} were taken for {said}").format(
                    count=self.counts[row][column], real=self.names[row], said=self.names[column]
                )
                QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)


class MeasuresView(RunView):
    """The measures of the last validation."""

    def __init__(self, follower: RunFollower, parent: QWidget | None = None) -> None:
        super().__init__("measures-view", follower, parent)
        self.names: tuple[str, ...] = ()
        """Classes of the run; those that no held-out image shows are not measured, but can be said."""
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("class-measures")
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setSortingEnabled(True)
        self.matrix = ConfusionMatrix(self)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(self.tree)
        halves.addWidget(self.matrix)
        halves.setSizes([400, 500])
        column = QVBoxLayout(self)
        column.addWidget(self.summary)
        column.addWidget(halves, 1)
        self._known: object = None
        self._ordered: str | None = None
        """The measure that was put into order once; after that the order is the person's."""
        reading = follower.tasks.run(classes_of, str(follower.folder.path), lane="thread")
        reading.done.connect(self._take_names)
        follower.changed.connect(self._follow)
        notice.changed.connect(self.refresh)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text."""
        self.tree.setAccessibleName(self.tr("Measures of each class"))
        self.matrix.setAccessibleName(self.tr("Confusion matrix"))
        self.refresh()

    def _take_names(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.refresh()

    def _follow(self) -> None:
        """Only a new measurement is shown anew: steps come many times a second."""
        if self.follower.validation is not self._known:
            self.refresh()

    def refresh(self) -> None:
        """Show what was measured last."""
        if not self.isVisible():
            return
        self._known = self.follower.validation
        found = self.follower.validation
        self.matrix.setVisible(found is not None and bool(found.confusion))
        self.tree.setVisible(found is not None and bool(found.classes))
        if found is None:
            self.summary.setText(self.tr("Nothing was measured yet."))
            return
        parts = [f"{metric_text(name)} {value:.4g}" for name, value in found.metrics.items()]
        text = self.tr("After epoch {epoch}: {measures}").format(epoch=found.epoch + 1, measures=", ".join(parts))
        if len(found.confusion) > _MOST:
            text += "\n" + self.tr("Of {count} classes the matrix shows the first {most}.").format(
                count=len(found.confusion), most=_MOST
            )
        self.summary.setText(text)
        self._fill_tree(dict(found.classes), self.follower.summary.metric)
        self.matrix.show_counts(found.confusion, self._names_of(found))

    def _names_of(self, found: Validation) -> tuple[str, ...]:
        """What the rows of the confusion are called; segmentation counts the ground before its classes."""
        count = len(found.confusion)
        for names in (self.names, (self.tr("background"), *self.names), tuple(found.classes)):
            if len(names) == count:
                return names
        return tuple(map(str, range(count)))

    def _fill_tree(self, classes: dict[str, float], metric: str) -> None:
        """The weakest class first, until another order is chosen."""
        self.tree.setHeaderLabels([self.tr("Class"), metric_text(metric)])
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        if metric != self._ordered:
            self._ordered = metric
            falling = metric in LOWER_IS_BETTER
            self.tree.sortByColumn(1, Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder)
        self.tree.setSortingEnabled(False)
        self.tree.clear()
        for name, value in classes.items():
            item = QTreeWidgetItem(self.tree, [name])
            item.setData(1, Qt.ItemDataRole.DisplayRole, round(value, 4))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.tree.setSortingEnabled(True)
