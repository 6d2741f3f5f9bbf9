"""A plane as a picture: colours for a matrix, a curve for a vector, the number itself for a scalar."""

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.tensor.colour_maps import ColourBar, colour_table, coloured, finite_range, real_values
from desktop_app.gui.checkpoint.tensor.planes import Plane
from desktop_app.gui.checkpoint.tensor.plot_style import (
    WholeAxis,
    alarm_colour,
    mid_text,
    picture_of,
    prepare_plot,
    series_colour,
    style_plot,
)
from desktop_app.gui.checkpoint.tensor.reading import Blocks, SliceReader
from desktop_app.gui.checkpoint.tensor.tensor_grid import value_text
from desktop_app.gui.plots import Plot

if TYPE_CHECKING:
    from desktop_app.checkpoint.tensors import Values

MOST_PIXELS = 1024
"""Rows and columns of a picture; of larger matrices each pixel is the mean of a block, until one zooms in."""
MOST_AVERAGED = 1 << 28
"""Values of a matrix above which only every n-th row and column is read."""
_PREVIEW_ABOVE = 8 << 20
"""Values above which every n-th is shown until the means are there."""
_STRIP = 4 << 20
"""Values that are averaged at once."""
MOST_POINTS = 200_000


def thinned(first: int, last: int, most: int) -> slice:
    """From `first` to before `last`, at most `most` of them, evenly apart."""
    return slice(first, last, max(1, -(-(last - first) // most)))


def blocks_of(plane: Plane, rows: slice, columns: slice) -> Blocks:
    """The part of a plane between the bounds of two slices, in blocks as large as their steps."""
    width = columns.stop - columns.start
    height = max(1, _STRIP // max(width * rows.step, 1)) * rows.step
    whole = slice(columns.start, columns.stop)
    strips = tuple(
        plane.text(slice(first, min(first + height, rows.stop)), whole)
        for first in range(rows.start, rows.stop, height)
    )
    return Blocks(strips, width, rows.step, columns.step)


class Heatmap(QWidget):
    """Shows a `Plane`; zooming into a large one reads the part in sight more finely."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("heatmap")
        self._reader = SliceReader(session, "tensor-heatmap", self)
        self._plane: Plane | None = None
        self._rows = self._columns = slice(0, 0, 1)
        self._array = np.zeros((0, 0))
        self._averaged = False
        """Whether `array` holds means of blocks."""
        self._averaging = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self._refine)
        self._is_built = False

    @property
    def array(self) -> np.ndarray:
        """The values that are drawn, or the means of blocks of them."""
        return self._array

    def show_plane(self, plane: Plane | None) -> None:
        """Show another plane; the plot is made for the first one, for making it takes a while."""
        self._reader.forget()
        if not self._is_built:
            if plane is None:
                return
            self._build()
        self._plane = plane
        self._array = np.zeros((0, 0))
        if plane is None or not plane.count:
            self._say(self.tr("There are no elements here.") if plane is not None else "")
            return
        self._say(self.tr("Reading…"))
        matrix = plane.row_axis is not None
        self._bar_box.setVisible(matrix)
        most = MOST_PIXELS if matrix else MOST_POINTS
        self._read(thinned(0, len(plane.rows), most), thinned(0, len(plane.columns), most), fit=True)

    def copy_picture(self) -> None:
        """Put the picture with its colour bar on the clipboard."""
        if not self._is_built:
            return
        QGuiApplication.clipboard().setImage(picture_of(self._drawing))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "plot"):
            style_plot(self.plot, self.palette())
            self._draw(fit=False)

    def _build(self) -> None:
        self._is_built = True
        self.maps = QComboBox()
        self.maps.setObjectName("heatmap-colours")
        self.maps.setAccessibleName(self.tr("Colours"))
        self.maps.addItem(self.tr("diverging"), "diverging")
        self.maps.addItem(self.tr("viridis"), "viridis")
        self.maps.addItem(self.tr("grey"), "grey")
        self.symmetric = QCheckBox(self.tr("Symmetric range"))
        self.symmetric.setObjectName("heatmap-symmetric")
        self.symmetric.setAccessibleName(self.tr("Range symmetric around zero"))
        self.symmetric.setChecked(True)
        self.robust = QCheckBox(self.tr("Ignore extremes"))
        self.robust.setObjectName("heatmap-robust")
        self.robust.setAccessibleName(self.tr("Ignore the outermost half percent for the colours"))
        self.robust.setToolTip(
            self.tr("Colours span 0.5 to 99.5 % of the values; what lies beyond gets the end colours")
        )
        fit = QToolButton()
        fit.setText(self.tr("Fit"))
        fit.setObjectName("heatmap-fit")
        fit.setAccessibleName(self.tr("Show all of it"))
        fit.clicked.connect(self._fit)
        copy = QToolButton()
        copy.setText(self.tr("Copy picture"))
        copy.setObjectName("heatmap-copy")
        copy.setAccessibleName(self.tr("Copy the heatmap as a picture"))
        copy.clicked.connect(self.copy_picture)
        self._bar_box = QWidget()
        boxes = FlowLayout(self._bar_box, spacing=8)
        for widget in (self.maps, self.symmetric, self.robust):
            boxes.addWidget(widget)
        self.maps.currentIndexChanged.connect(self._recolour)
        self.symmetric.toggled.connect(self._recolour)
        self.robust.toggled.connect(self._recolour)
        self._whole = WholeAxis("left")
        self.plot = Plot(axes={"bottom": WholeAxis("bottom"), "left": self._whole})
        self.plot.setObjectName("heatmap-plot")
        self.plot.setAccessibleName(self.tr("Heatmap"))
        prepare_plot(self.plot)
        style_plot(self.plot, self.palette())
        self.picture = pg.ImageItem(axisOrder="row-major")
        self.curve = pg.PlotCurveItem(antialias=True)
        self.plot.addItem(self.picture)
        self.plot.addItem(self.curve)
        self.plot.getViewBox().sigRangeChangedManually.connect(self._pause.start)
        moved = self.plot.sceneObj.sigMouseMoved  # type: ignore[union-attr]
        self._moves = pg.SignalProxy(moved, rateLimit=60, slot=self._mouse_moved)
        self.colour_bar = ColourBar()
        self._drawing = QWidget()
        side = QHBoxLayout(self._drawing)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.plot, 1)
        side.addWidget(self.colour_bar)
        self.message = QLabel()
        self.message.setObjectName("heatmap-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.message)
        self._pages.addWidget(self._drawing)
        self.readout = QLabel()
        self.readout.setObjectName("heatmap-readout")
        self.readout.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self._bar_box, 1)
        top.addStretch(0)
        top.addWidget(fit)
        top.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addWidget(self.readout)

    def _read(self, rows: slice, columns: slice, *, fit: bool) -> None:
        plane = self._plane
        if plane is None:
            return

        count = (rows.stop - rows.start) * (columns.stop - columns.start)
        coarse = plane.row_axis is not None and max(rows.step, columns.step) > 1 and count <= MOST_AVERAGED

        def take(values: "Values") -> None:
            shape = (len(plane.rows[rows]), len(plane.columns[columns]))
            self._take(rows, columns, values.array.reshape(shape), averaged=False, fit=fit)
            if coarse:
                self._average(plane, rows, columns, fit=False)

        self._averaging = False
        if coarse and count <= _PREVIEW_ABOVE:
            self._average(plane, rows, columns, fit=fit)
        else:
            self._reader.read(plane.info, plane.text(rows, columns), take, lambda text: self._say(text, alarm=True))

    def _average(self, plane: Plane, rows: slice, columns: slice, *, fit: bool) -> None:
        """Read the means of the blocks that the pixels stand for."""

        def take(means: np.ndarray) -> None:
            self._averaging = False
            self._take(rows, columns, means, averaged=True, fit=fit)

        self._averaging = True
        self._reader.read_means(
            plane.info, blocks_of(plane, rows, columns), take, lambda text: self._say(text, alarm=True)
        )

    def _take(self, rows: slice, columns: slice, array: np.ndarray, *, averaged: bool, fit: bool) -> None:
        self._rows, self._columns, self._array, self._averaged = rows, columns, array, averaged
        self._draw(fit=fit)

    def _refine(self) -> None:
        """Read the part in sight at the resolution that it now deserves."""
        plane = self._plane
        if plane is None or plane.row_axis is None or (self._reader.busy and not self._averaging):
            return
        view = self.plot.getViewBox().viewRect()
        rows = thinned(*_bounds(view.top(), view.bottom(), len(plane.rows)), MOST_PIXELS)
        columns = thinned(*_bounds(view.left(), view.right(), len(plane.columns)), MOST_PIXELS)
        finer = rows.step < self._rows.step or columns.step < self._columns.step
        outside = not (_covers(self._rows, rows) and _covers(self._columns, columns))
        if (finer or outside) and len(plane.rows[rows]) and len(plane.columns[columns]):
            self._read(rows, columns, fit=False)

    def _draw(self, *, fit: bool) -> None:
        plane = self._plane
        if plane is None or not self._array.size:
            return
        if plane.column_axis is None:
            self._show_scalar()
            return
        matrix = plane.row_axis is not None
        self._pages.setCurrentIndex(1)
        self.colour_bar.setVisible(matrix)
        self.picture.setVisible(matrix)
        self.curve.setVisible(not matrix)
        view = self.plot.getViewBox()
        view.invertY(matrix)
        self.plot.setLabel(
            "left", self.tr("dimension {axis}").format(axis=plane.row_axis) if matrix else self.tr("value")
        )
        self.plot.setLabel("bottom", self.tr("dimension {axis}").format(axis=plane.column_axis))
        self._whole.counts = matrix
        if matrix:
            self._draw_matrix()
        else:
            self._draw_vector(plane)
        if fit:
            self._fit()
        self._tell_what_is_shown()

    def _draw_matrix(self) -> None:
        values = real_values(self._array)
        low, high = self._range(values)
        table = colour_table(self.maps.currentData(), self.palette())
        picture = coloured(values, low, high, table, alarm_colour(self.palette()))
        self.picture.setImage(picture, levels=None, autoLevels=False)
        self.picture.setRect(
            QRectF(
                self._columns.start - 0.5,
                self._rows.start - 0.5,
                self._array.shape[1] * self._columns.step,
                self._array.shape[0] * self._rows.step,
            )
        )
        self.colour_bar.show_range(low, high, table, wrong=not bool(np.isfinite(values).all()))

    def _draw_vector(self, plane: Plane) -> None:
        values = real_values(self._array).reshape(-1).astype(np.float64)
        xs = np.asarray(plane.columns[self._columns], dtype=np.float64)
        colour = series_colour(0, self.palette())
        drawn = np.where(np.isfinite(values), values, np.nan)
        few = len(values) <= FEW_POINTS
        self.curve.setData(xs, drawn, pen=pg.mkPen(colour, width=1.6 if few else 1), connect="finite")

    def _range(self, values: np.ndarray) -> tuple[float, float]:
        low, high = finite_range(values)
        if self.robust.isChecked():
            finite = values[np.isfinite(values)]
            if finite.size:
                inner = tuple(float(bound) for bound in np.quantile(finite.astype(np.float64), (0.005, 0.995)))
                low, high = inner if inner[1] > inner[0] else (low, high)
        if self.symmetric.isChecked():
            largest = max(abs(low), abs(high))
            low, high = -largest, largest
        return low, high

    def _recolour(self, _what: object = None) -> None:
        self._draw(fit=False)

    def _fit(self) -> None:
        plane = self._plane
        if plane is None or not self._array.size:
            return
        view = self.plot.getViewBox()
        if plane.row_axis is not None:
            view.setAspectLocked(
                max(len(plane.rows), len(plane.columns)) < 8 * min(len(plane.rows), len(plane.columns))
            )
            view.setRange(QRectF(-0.5, -0.5, len(plane.columns), len(plane.rows)), padding=0.01)
        else:
            view.setAspectLocked(False)
            low, high = finite_range(real_values(self._array))
            view.setRange(xRange=(plane.columns[0], plane.columns[-1] or 1), yRange=(low, high), padding=0.03)
        self._pause.start()

    def _show_scalar(self) -> None:
        text = value_text(self._array.reshape(-1)[0], 9)
        self.message.setStyleSheet("font-size: 32pt;")
        self.message.setText(text)
        self._bar_box.setVisible(False)
        self._pages.setCurrentIndex(0)
        self.readout.setText("")

    def _say(self, text: str, *, alarm: bool = False) -> None:
        colour = alarm_colour(self.palette()) if alarm else mid_text(self.palette())
        self.message.setStyleSheet(f"color: {colour.name()};")
        self.message.setText(text)
        self._pages.setCurrentIndex(0)
        self.readout.setText("")

    def _tell_what_is_shown(self) -> None:
        if self._rows.step == 1 and self._columns.step == 1:
            self.readout.setText(self.tr("Point at a value to read it."))
            return
        if self._averaged:
            text = self.tr("Each pixel is the mean of {rows} × {columns} values; zoom in to see every one.")
            self.readout.setText(text.format(rows=self._rows.step, columns=self._columns.step))
            return
        text = self.tr("Every {rows}. row and {columns}. column is shown; zoom in for all of them.")
        if self._plane is not None and self._plane.row_axis is None:
            text = self.tr("Every {columns}. value is shown; a slice shows all of a part.")
        self.readout.setText(text.format(rows=self._rows.step, columns=self._columns.step))

    def read_at(self, x: float, y: float) -> str:
        """Index and value of what is drawn at a point of the plot; empty beside it."""
        plane = self._plane
        if plane is None or not self._array.size or plane.column_axis is None:
            return ""
        if plane.row_axis is None:
            along = plane.columns[self._columns]
            column = round((x - along[0]) / along.step)
            if not 0 <= column < len(along):
                return ""
            return f"[{along[column]}] = {value_text(self._array.reshape(-1)[column], 7)}"
        row = int((y + 0.5 - self._rows.start) // self._rows.step)
        column = int((x + 0.5 - self._columns.start) // self._columns.step)
        if not (0 <= row < self._array.shape[0] and 0 <= column < self._array.shape[1]):
            return ""
        if self._averaged:
            return self._mean_at(plane, row, column)
        place = plane.position(
            self._rows.start + row * self._rows.step, self._columns.start + column * self._columns.step
        )
        return f"{list(place)} = {value_text(self._array[row, column], 7)}"

    def _mean_at(self, plane: Plane, row: int, column: int) -> str:
        """`[0:3, 4:8]` and the mean of what is in it."""
        top, left = self._rows.start + row * self._rows.step, self._columns.start + column * self._columns.step
        below, right = min(top + self._rows.step, self._rows.stop), min(left + self._columns.step, self._columns.stop)
        place = plane.text(slice(top, below), slice(left, right))
        return self.tr("mean of [{place}] = {value}").format(place=place, value=value_text(self._array[row, column], 7))

    def _mouse_moved(self, event: tuple[object, ...]) -> None:
        view = self.plot.getViewBox()
        if not self._array.size or not view.sceneBoundingRect().contains(event[0]):  # type: ignore[arg-type]
            return
        point = view.mapSceneToView(event[0])
        text = self.read_at(point.x(), point.y())
        if text:
            self.readout.setText(text)
        else:
            self._tell_what_is_shown()


FEW_POINTS = 4096


def _bounds(low: float, high: float, size: int) -> tuple[int, int]:
    first = min(max(int(np.floor(low)), 0), size)
    return first, min(max(int(np.ceil(high)), first), size)


def _covers(outer: slice, inner: slice) -> bool:
    return outer.start <= inner.start and outer.stop >= inner.stop
