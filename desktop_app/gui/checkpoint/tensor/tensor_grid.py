"""The values of a plane in a grid that reads only what is in sight."""

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.tensor.planes import Plane
from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, fixed_font, mid_text, mixed
from desktop_app.gui.checkpoint.tensor.reading import SliceReader
from desktop_app.gui.spin_boxes import WholeBox

if TYPE_CHECKING:
    from desktop_app.checkpoint.tensors import Values

TILE_ROWS, TILE_COLUMNS = 64, 32
MOST_TILES = 512
WRAP = 10
"""Columns into which a vector is folded."""
MOST_ROWS, MOST_COLUMNS = 1_000_000, 50_000
MOST_COPIED = 1_000_000

type Index = QModelIndex | QPersistentModelIndex
type Tile = tuple[int, int]


def value_text(value: object, digits: int) -> str:
    """One value as the grid writes it."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (complex, np.complexfloating)):
        number = complex(value)
        return f"{number.real:.{digits}g}{number.imag:+.{digits}g}j"
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.{digits}g}"
    return str(value)


def magnitude(value: object) -> float:
    """Signed size of a value for colouring; the absolute one of a complex number."""
    if isinstance(value, (complex, np.complexfloating)):
        return abs(complex(value))
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.0


class ValueDelegate(QStyledItemDelegate):
    """A line of text for a number, whatever the type of the value."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The line."""
        line = QLineEdit(parent)
        line.setObjectName("tensor-value")
        line.setFrame(False)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the exact value."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Set the element."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)


class GridModel(QAbstractTableModel):
    """Cells of a `Plane`; those not read yet are empty and are asked for when `want` is called with their place."""

    failed = Signal(str)
    arrived = Signal()

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = SliceReader(session, "tensor-grid", self)
        self._plane: Plane | None = None
        self._tiles: dict[Tile, np.ndarray] = {}
        self._sight = (0, 0, 0, 0)
        self._largest = 0.0
        self.digits = 5
        self.coloured = True
        self.palette = QPalette()

    @property
    def plane(self) -> Plane | None:
        """What is shown."""
        return self._plane

    def show(self, plane: Plane | None) -> None:
        """Show another plane; nothing is read before it comes in sight."""
        self.beginResetModel()
        self._reader.forget()
        self._plane = plane
        self._tiles.clear()
        self._largest = 0.0
        self.endResetModel()

    def vector(self) -> bool:
        """Whether the plane is one-dimensional and folded."""
        return self._plane is not None and self._plane.row_axis is None and self._plane.column_axis is not None

    def rowCount(self, parent: Index | None = None) -> int:
        if self._plane is None or (parent is not None and parent.isValid()):
            return 0
        rows = math.ceil(len(self._plane.columns) / WRAP) if self.vector() else len(self._plane.rows)
        return min(rows, MOST_ROWS) if self._plane.count else 0

    def columnCount(self, parent: Index | None = None) -> int:
        if self._plane is None or (parent is not None and parent.isValid()):
            return 0
        columns = len(self._plane.columns)
        return min(columns, WRAP if self.vector() else MOST_COLUMNS) if self._plane.count else 0

    def is_cut(self) -> bool:
        """Whether the plane has more rows or columns than the grid."""
        if self._plane is None:
            return False
        return self.rowCount() == MOST_ROWS or self.columnCount() == MOST_COLUMNS < len(self._plane.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of the checkpoint's own tensors can be changed."""
        found = super().flags(index)
        info = self._plane.info if self._plane is not None else None
        editable = (
            info is not None
            and self._session.editor is not None
            and info.layout == "strided"
            and info.quantization is None
            and any(info is one for one in self._chosen())
        )
        return found | Qt.ItemFlag.ItemIsEditable if editable else found

    def _chosen(self) -> list[TensorInfo]:
        tensors = self._session.checkpoint.tensors
        return [tensors[index] for index in self._session.selection.tensors[:1]]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Set one element, as a step of the history."""
        editor, plane = self._session.editor, self._plane
        if role != Qt.ItemDataRole.EditRole or editor is None or plane is None or not str(value).strip():
            return False
        old = self.value(index.row(), index.column())
        if old is None or str(value) == value_text(old, 17):
            return False
        from desktop_app.gui.checkpoint.edits.edit_actions import make_step
        from desktop_app.gui.checkpoint.edits.edit_texts import step_text

        place = ", ".join(str(number) for number in self._position(index.row(), index.column()))
        step = make_step("set", f"{plane.info.name}[{place}]", str(value))
        editor.do(step_text(step), step)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.EditRole:
            held = self.value(index.row(), index.column())
            return None if held is None else value_text(held, 17)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in _VALUE_ROLES:
            return None
        value = self.value(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if value is None else value_text(value, self.digits)
        if value is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{list(self._position(index.row(), index.column()))}\n{value_text(value, 17)}"
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._background(magnitude(value))
        return None if math.isfinite(magnitude(value)) else alarm_colour(self.palette)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or self._plane is None:
            return None
        if self.vector():
            columns = self._plane.columns
            return f"+{section}" if orientation == Qt.Orientation.Horizontal else str(columns[section * WRAP])
        along = self._plane.columns if orientation == Qt.Orientation.Horizontal else self._plane.rows
        return str(along[section]) if section < len(along) else None

    def value(self, row: int, column: int) -> object:
        """The value of a cell; None when it is not read yet or beyond the end."""
        tile = self._tiles.get((row // TILE_ROWS, column // TILE_COLUMNS))
        if tile is None:
            return None
        if self.vector():
            place = (row % TILE_ROWS) * WRAP + column
            return tile[place] if place < len(tile) else None
        return tile[row % TILE_ROWS, column % TILE_COLUMNS]

    def want(self, first_row: int, last_row: int, first_column: int, last_column: int) -> None:
        """Tell which cells are in sight (inclusive); what is missing of them is read next."""
        self._sight = (first_row, last_row, first_column, last_column)
        if not self._reader.busy:
            self._read_missing()

    def block_text(self, rows: range, columns: range) -> str:
        """The slice expression of a block of cells."""
        assert self._plane is not None
        if self.vector():
            return self._plane.text(columns=slice(rows.start * WRAP, rows.stop * WRAP))
        return self._plane.text(slice(rows.start, rows.stop), slice(columns.start, columns.stop))

    def _read_missing(self) -> None:
        plane = self._plane
        if plane is None or not self.rowCount():
            return
        first_row, last_row, first_column, last_column = self._sight
        missing = [
            (row, column)
            for row in range(first_row // TILE_ROWS, last_row // TILE_ROWS + 1)
            for column in range(first_column // TILE_COLUMNS, last_column // TILE_COLUMNS + 1)
            if (row, column) not in self._tiles
        ]
        if not missing:
            return
        rows = range(
            min(r for r, _ in missing) * TILE_ROWS, min((max(r for r, _ in missing) + 1) * TILE_ROWS, self.rowCount())
        )
        columns = range(
            min(c for _, c in missing) * TILE_COLUMNS,
            min((max(c for _, c in missing) + 1) * TILE_COLUMNS, self.columnCount()),
        )
        self._reader.read(
            plane.info,
            self.block_text(rows, columns),
            lambda values: self._take(values, rows, columns),
            self.failed.emit,
        )

    def _take(self, values: "Values", rows: range, columns: range) -> None:
        array = values.array
        block = array.reshape(-1) if self.vector() else array.reshape(len(rows), len(columns))
        for row in range(rows.start, rows.stop, TILE_ROWS):
            if self.vector():
                start = (row - rows.start) * WRAP
                self._tiles[row // TILE_ROWS, 0] = block[start : start + TILE_ROWS * WRAP]
                continue
            for column in range(columns.start, columns.stop, TILE_COLUMNS):
                at = (row - rows.start, column - columns.start)
                self._tiles[row // TILE_ROWS, column // TILE_COLUMNS] = block[
                    at[0] : at[0] + TILE_ROWS, at[1] : at[1] + TILE_COLUMNS
                ]
        while len(self._tiles) > MOST_TILES:
            self._tiles.pop(next(iter(self._tiles)))
        self._note_largest(block)
        self.dataChanged.emit(self.index(rows.start, columns.start), self.index(rows.stop - 1, columns.stop - 1))
        self.arrived.emit()
        self._read_missing()

    def _note_largest(self, block: np.ndarray) -> None:
        if block.dtype.kind not in "biufc" or not block.size:
            return
        sizes = np.abs(block.astype(np.complex128 if block.dtype.kind == "c" else np.float64))
        finite = sizes[np.isfinite(sizes)]
        self._largest = max(self._largest, float(finite.max(initial=0.0)))

    def _position(self, row: int, column: int) -> tuple[int, ...]:
        assert self._plane is not None
        if self.vector():
            return self._plane.position(0, row * WRAP + column)
        return self._plane.position(row, column)

    def _background(self, size: float) -> QColor | None:
        base = self.palette.color(QPalette.ColorRole.Base)
        if not math.isfinite(size):
            return mixed(base, alarm_colour(self.palette), 0.25)
        if not self.coloured or not self._largest or not size:
            return None
        colour = QColor(NEGATIVE if size < 0 else POSITIVE)
        return mixed(base, colour, 0.55 * math.sqrt(min(1.0, abs(size) / self._largest)))


NEGATIVE, POSITIVE = "#2f7fd0", "#e0752d"
_VALUE_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.BackgroundRole,
    Qt.ItemDataRole.ForegroundRole,
)


class TensorGrid(QWidget):
    """The grid with its settings."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tensor-grid")
        self.model = GridModel(session, self)
        self.model.failed.connect(self._complain)
        self._copies = SliceReader(session, "tensor-grid-copy", self)
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.setInterval(0)
        self._sight.timeout.connect(self._tell_sight)
        self._build()

    def show_plane(self, plane: Plane | None) -> None:
        """Show another plane."""
        self.model.palette = self.palette()
        self.model.show(plane)
        self.table.horizontalHeader().setDefaultSectionSize(self._cell_width())
        text = ""
        if plane is not None and not plane.count:
            text = self.tr("There are no elements here.")
        elif self.model.is_cut():
            text = self.tr(
                "Only the first {rows} rows and {columns} columns are listed; a slice reaches the others."
            ).format(rows=f"{MOST_ROWS:,}", columns=f"{MOST_COLUMNS:,}")
        self._note(text)
        self._sight.start()

    def copy(self) -> None:
        """Put the selected cells on the clipboard, columns separated by tabs."""
        chosen = self.table.selectionModel().selection()
        if self.model.plane is None or chosen.isEmpty():
            return
        ranges = chosen.toList()
        rows = range(min(part.top() for part in ranges), max(part.bottom() for part in ranges) + 1)
        columns = range(min(part.left() for part in ranges), max(part.right() for part in ranges) + 1)
        if len(rows) * len(columns) > MOST_COPIED:
            self._note(
                self.tr("More than {most} cells cannot be copied at once; save them as CSV.").format(
                    most=f"{MOST_COPIED:,}"
                )
            )
            return
        known = [[self.model.value(row, column) for column in columns] for row in rows]
        if all(value is not None for line in known for value in line) or self.model.vector():
            self._put_on_clipboard(known)
            return
        text = self.model.block_text(rows, columns)
        info = self.model.plane.info
        self._copies.read(
            info,
            text,
            lambda values: self._put_on_clipboard(values.array.reshape(len(rows), len(columns))),
            self._complain,
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "table"):
            self.model.palette = self.palette()
            self.table.viewport().update()
            self._note(self.note.text())

    def resizeEvent(self, event) -> None:  # noqa: ANN001
        super().resizeEvent(event)
        self._sight.start()

    def _build(self) -> None:
        self.table = QTableView()
        self.table.setObjectName("tensor-values")
        self.table.setAccessibleName(self.tr("Values"))
        self.table.setModel(self.model)
        self.table.setFont(fixed_font())
        self.table.setWordWrap(False)
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.table.setItemDelegate(ValueDelegate(self.table))
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.table.setTabKeyNavigation(False)
        self.table.setCornerButtonEnabled(False)
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        line = QFontMetrics(self.table.font()).height() + 6
        self.table.verticalHeader().setDefaultSectionSize(line)
        self.table.verticalHeader().setMinimumSectionSize(line)
        for bar in (self.table.verticalScrollBar(), self.table.horizontalScrollBar()):
            bar.valueChanged.connect(self._sight.start)
            bar.rangeChanged.connect(self._sight.start)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table, self.copy)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.digits = WholeBox()
        self.digits.setObjectName("tensor-digits")
        self.digits.setAccessibleName(self.tr("Significant digits"))
        self.digits.setToolTip(
            self.tr(
                "Significant digits in the cells and in what is copied, 1 to 17. 9 tell every float32 apart, 17 every float64."
            )
        )
        self.digits.setRange(1, 17)
        self.digits.setValue(self.model.digits)
        self.digits.valueChanged.connect(self._set_digits)
        self.coloured = QCheckBox(self.tr("Colour by size"))
        self.coloured.setObjectName("tensor-coloured")
        self.coloured.setAccessibleName(self.tr("Colour cells by size and sign"))
        self.coloured.setToolTip(
            self.tr(
                "Orange is positive and blue negative, the stronger the larger. NaN and Inf are marked all the same."
            )
        )
        self.coloured.setChecked(True)
        self.coloured.toggled.connect(self._set_coloured)
        self.note = QLabel()
        self.note.setObjectName("tensor-grid-note")
        self.note.setWordWrap(True)
        label = QLabel(self.tr("Digits"))
        label.setBuddy(self.digits)
        bar = QHBoxLayout()
        for widget in (label, self.digits, self.coloured):
            bar.addWidget(widget)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)

    def _cell_width(self) -> int:
        metrics = QFontMetrics(self.table.font())
        plane = self.model.plane
        factor = 2 if plane is not None and "complex" in plane.info.dtype else 1
        return metrics.horizontalAdvance("0") * (self.digits.value() * factor + 7) + 12

    def _set_digits(self, digits: int) -> None:
        self.model.digits = digits
        self.table.horizontalHeader().setDefaultSectionSize(self._cell_width())
        self.table.viewport().update()
        self._sight.start()

    def _set_coloured(self, coloured: bool) -> None:
        self.model.coloured = coloured
        self.table.viewport().update()

    def _tell_sight(self) -> None:
        rows, columns = self.model.rowCount(), self.model.columnCount()
        if not rows or not columns:
            return
        view, size = self.table, self.table.viewport().size()
        last_row, last_column = view.rowAt(size.height() - 1), view.columnAt(size.width() - 1)
        self.model.want(
            max(view.rowAt(0), 0),
            last_row
            if last_row >= 0
            else rows - 1
            if rows * view.rowHeight(0) <= size.height() * 2
            else min(rows - 1, TILE_ROWS),
            max(view.columnAt(0), 0),
            last_column
            if last_column >= 0
            else columns - 1
            if columns <= TILE_COLUMNS
            else min(columns - 1, view.columnAt(0) + TILE_COLUMNS),
        )

    def _put_on_clipboard(self, lines) -> None:  # noqa: ANN001
        digits = self.digits.value()
        texts = ("\t".join("" if value is None else value_text(value, digits) for value in line) for line in lines)
        QGuiApplication.clipboard().setText("\n".join(texts))

    def _complain(self, sentence: str) -> None:
        self._note(sentence, alarm=True)

    def _note(self, text: str, *, alarm: bool = False) -> None:
        colour = alarm_colour(self.palette()) if alarm else mid_text(self.palette())
        self.note.setStyleSheet(f"color: {colour.name()};")
        self.note.setText(text)
        self.note.setVisible(bool(text))
