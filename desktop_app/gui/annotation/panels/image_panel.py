"""The images of the folder at the side: a filter, the list with states and small pictures, and how many there are."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.folders.query import query_of
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.panels.image_model import PROBLEM, SHAPES, SIDE, STATE, SUGGESTIONS, ImageModel
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, icon, scheme_name

type Index = QModelIndex | QPersistentModelIndex

_ROW = 26
_STATE_SIGNS = {"labelled": "●", "verified": "✓", "rejected": "✕", "unlabelled": "○"}


def state_colour(state: str) -> QColor:
    """The colour that a state is drawn in; its sign differs too."""
    table = {"verified": GOOD, "rejected": BAD, "labelled": {"light": "#1f6feb", "dark": "#6ea8fe"}}
    chosen = table.get(state, {"light": "#687080", "dark": "#9aa3b2"})
    return QColor(chosen[scheme_name()])


class ImageDelegate(QStyledItemDelegate):
    """A sign of the state, the name with its beginning shortened, and how many shapes there are."""

    pictures = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One size for all rows, so that a hundred thousand need no measuring."""
        return QSize(SIDE + 16, SIDE + 30) if self.pictures else QSize(80, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = option.palette
        painter.save()
        if chosen:
            painter.fillRect(option.rect, palette.highlight())
        front = palette.highlightedText().color() if chosen else palette.text().color()
        if self.pictures:
            self._card(painter, option.rect, index, front, chosen=chosen)
        else:
            self._line(painter, option.rect, index, front, chosen=chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.accent().color())
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _line(self, painter: QPainter, rect: QRect, index: Index, front: QColor, *, chosen: bool) -> None:
        state = str(index.data(STATE))
        problem = index.data(PROBLEM)
        painter.setPen(front if chosen else QColor(BAD[scheme_name()]) if problem else state_colour(state))
        sign = "⚠" if problem else _STATE_SIGNS[state]
        painter.drawText(rect.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, sign)
        count, proposed = index.data(SHAPES), index.data(SUGGESTIONS)
        metrics = painter.fontMetrics()
        note = f"{count}" if count else ""
        if proposed:
            note += f" ({proposed} ?)"
        width = metrics.horizontalAdvance(note) + 8 if note else 0
        painter.setPen(front)
        room = rect.adjusted(26, 0, -width - 6, 0)
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideLeft, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if note:
            painter.setPen(front if chosen else QColor(CAREFUL[scheme_name()]) if proposed else state_colour(""))
            painter.drawText(
                rect.adjusted(0, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note
            )

    def _card(self, painter: QPainter, rect: QRect, index: Index, front: QColor, *, chosen: bool) -> None:
        place = QRect(rect.x() + 8, rect.y() + 4, rect.width() - 16, SIDE)
        found = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(found, QIcon):
            found.paint(painter, place)
        else:
            painter.setPen(front)
            problem = index.data(PROBLEM)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), str(problem or "…"))
        self._line(painter, QRect(rect.x(), rect.bottom() - _ROW + 2, rect.width(), _ROW), index, front, chosen=chosen)


class ImagePanel(QWidget):
    """Filter, list and counts; a row that is chosen goes to the session."""

    counted = Signal(str)

    def __init__(self, session: LabelSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("image-panel")
        self.session = session
        self.model = ImageModel(session, self)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("image-filter")
        self.filter.setClearButtonEnabled(True)
        self.state = QComboBox(self)
        self.state.setObjectName("image-state")
        self.as_grid = QToolButton(self)
        self.as_grid.setObjectName("image-grid")
        self.as_grid.setCheckable(True)
        self.as_grid.setAutoRaise(True)
        self.list = QListView(self)
        self.list.setObjectName("image-list")
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setDragEnabled(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.list.setModel(self.model)
        self.model.rows_in_sight = self._rows_in_sight
        self.delegate = ImageDelegate(self.list)
        self.list.setItemDelegate(self.delegate)
        self.counts = QLabel(self)
        self.counts.setObjectName("image-counts")
        self.counts.setContentsMargins(6, 2, 6, 2)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._lay_out()
        self._connect()
        self._retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(4, 4, 4, 0)
        top.addWidget(self.filter, 1)
        top.addWidget(self.as_grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        second = QHBoxLayout()
        second.setContentsMargins(4, 0, 4, 0)
        second.addWidget(self.state, 1)
        column.addLayout(second)
        column.addWidget(self.list, 1)
        column.addWidget(self.counts)

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._soon.start())
        self.filter.returnPressed.connect(self._first)
        self.state.currentIndexChanged.connect(lambda _index: self._soon.start())
        self._soon.timeout.connect(self._ask)
        self.as_grid.toggled.connect(self.set_grid)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.session.front_changed.connect(self._follow)
        self._count_later = QTimer(self)
        self._count_later.setSingleShot(True)
        self._count_later.setInterval(200)
        self._count_later.timeout.connect(self._count)
        self.session.index_changed.connect(
            while_alive(self, lambda _names: self._count_later.isActive() or self._count_later.start())
        )
        self.session.opened.connect(self._count)
        self.model.modelReset.connect(self._reset)

    def _retranslate(self) -> None:
        self.filter.setPlaceholderText(self.tr("Filter: name, label:cat …"))
        self.filter.setToolTip(self._terms())
        self.filter.setAccessibleName(self.tr("Filter of images"))
        self.list.setAccessibleName(self.tr("Images"))
        self.as_grid.setToolTip(self.tr("Contact sheet"))
        self.as_grid.setAccessibleName(self.tr("Contact sheet"))
        self.as_grid.setIcon(icon("grid"))
        self.state.setAccessibleName(self.tr("State of the images"))
        self.state.setToolTip(self.tr("Only images in this state are listed; the filter above must fit them too."))
        chosen = max(self.state.currentIndex(), 0)
        self.state.blockSignals(True)
        self.state.clear()
        self.state.addItem(self.tr("All images"), "")
        for name, text in (
            ("state:unlabelled", self.tr("Unlabelled")), ("state:labelled", self.tr("Labelled")), ("state:verified", self.tr("Verified")),
            ("state:rejected", self.tr("Rejected")), ("has:suggestions", self.tr("With proposals")), ("has:problem", self.tr("With problems")),
        ):  # fmt: skip
            self.state.addItem(text, name)
        self.state.setCurrentIndex(chosen)
        self.state.blockSignals(False)
        self._count()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ what is shown

    def _terms(self) -> str:
        return self.tr(
            "Terms that must all fit: a part of the name, label:cat, kind:mask, shapes>3, has:problem; -label:cat is the opposite"
        )

    def _ask(self) -> None:
        text = " ".join(filter(None, [str(self.state.currentData() or ""), self.filter.text().strip()]))
        self.filter.setToolTip(translated(query_of(text).problem) or self._terms())
        self.model.set_query(text)
        self._count()

    def _reset(self) -> None:
        self._follow()
        self._count()

    def _count(self) -> None:
        total, shown = len(self.session.names), self.model.rowCount()
        done = sum(record.state != "unlabelled" for record in self.session.index.values())
        text = self.tr("{done} of {total} labelled").format(done=f"{done:,}", total=f"{total:,}")
        if self.session.is_reading and not self.session.index:
            text = self.tr("Reading the labels…")
        if shown != total:
            text = self.tr("{shown} shown · ").format(shown=f"{shown:,}") + text
        self.counts.setText(text)
        self.counted.emit(text)

    def set_grid(self, grid: bool) -> None:
        """Small pictures in rows and columns, or names one below the other."""
        self.model.pictures = self.delegate.pictures = grid
        self.list.setViewMode(QListView.ViewMode.IconMode if grid else QListView.ViewMode.ListMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setLayoutMode(QListView.LayoutMode.Batched if grid else QListView.LayoutMode.SinglePass)
        self.list.setBatchSize(500)
        if self.as_grid.isChecked() != grid:
            self.as_grid.setChecked(grid)
        self._follow()

    def _rows_in_sight(self) -> range:
        """The rows from the first to the last one that is shown, as far as the list has laid them out."""
        area = self.list.viewport().rect()
        step = max(SIDE // 2, 1)
        places = (
            self.list.indexAt(QPoint(x, y)) for y in range(0, area.height(), step) for x in range(0, area.width(), step)
        )
        rows = [index.row() for index in places if index.isValid()]
        return range(min(rows), max(rows) + 1) if rows else range(0)

    # ------------------------------------------------------------------ which one

    def _chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        name = self.model.name_at(current.row())
        if name and name != self.session.name:
            self.session.go_to(name)

    def _follow(self) -> None:
        row = self.model.row_of(self.session.name)
        if row < 0:
            self.list.selectionModel().clear()
            return
        index = self.model.index(row)
        if index != self.list.currentIndex():
            self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _first(self) -> None:
        if self.model.rowCount():
            self._soon.stop()
            self._ask()
            self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()

    def step(self, step: int) -> None:
        """The next (1) or previous (-1) image that is shown."""
        name = self.model.next_name(self.session.name, step)
        if name:
            self.session.go_to(name)

    def choose_names(self, names: Sequence[str]) -> None:
        """Select images in the list and bring the first of them to the front."""
        chosen = QItemSelection()
        rows = [row for name in names if (row := self.model.row_of(name)) >= 0]
        if not rows:
            return
        self.session.go_to(self.model.name_at(rows[0]))
        for row in rows:
            chosen.select(self.model.index(row, 0), self.model.index(row, 0))
        self.list.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(self.model.index(rows[0], 0))

    def chosen_names(self) -> tuple[str, ...]:
        """Images that are selected in the list."""
        return tuple(self.model.name_at(index.row()) for index in self.list.selectionModel().selectedIndexes())
