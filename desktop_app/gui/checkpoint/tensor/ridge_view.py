"""All tensors of a checkpoint at a glance: one histogram per row, in the order of the file."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.session import CheckpointSession, Selection
from desktop_app.gui.checkpoint.tensor.plot_style import MOST_SERIES, picture_of, save_picture, series_colour
from desktop_app.gui.checkpoint.tensor.ridge_canvas import RidgeCanvas, RidgeRow
from desktop_app.gui.counted import counted
from desktop_app.gui.sentences import translated

ENOUGH_ROWS = 2000
"""Rows that are looked at for the range which all share."""
CHOSEN_AT_ONCE = 5000
"""Tensors among which the rows are chosen on the UI thread."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Which tensors have a row, and what is coloured alike."""

    tensors: tuple[int, ...]
    positions: dict[int, int]
    group: Callable[[int], str]
    groups: dict[str, int]
    unread: frozenset[int]
    """Those that have no values."""


class RidgeView(QWidget):
    """Filled from the session's statistics as they arrive."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ridge-view")
        self.setAccessibleName(self.tr("Histograms of all tensors"))
        self._session = session
        self._arrivals = QTimer(self)
        self._arrivals.setSingleShot(True)
        self._arrivals.setInterval(100)
        self._arrivals.timeout.connect(self._refill)
        self._arrived: set[int] = set(session.statistics)
        self._groups: dict[str, int] = {}
        self._group: Callable[[int], str] = _nothing
        self._colours: list[QColor] = []
        self._done: set[int] = set()
        """Rows whose numbers are there, or never will be."""
        self._wrong: set[int] = set()
        """Of all tensors, those with NaN or Inf."""
        self._wrong_rows: set[int] = set()
        self._build()
        session.statistics_arrived.connect(self._note_arrival)
        session.selection_changed.connect(self._selected)
        self._rebuild()

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done with the ridge."""
        return (
            Action(
                "ridge.shared",
                self.tr("All layers: one range for all rows"),
                self.shared.toggle,
                checked=self.shared.isChecked,
            ),
            Action("ridge.copy-picture", self.tr("Copy all layers as a picture"), self.copy_picture),
            Action("ridge.save-picture", self.tr("Save all layers as PNG or SVG…"), self.save_picture),
        )

    def copy_picture(self) -> None:
        """Put the rows in sight on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(picture_of(self.canvas))

    def save_picture(self) -> None:
        """Ask where, and write the rows in sight as PNG or SVG."""
        kinds = self.tr("Pictures (*.png *.svg)")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save ridge"), "ridge.png", kinds)
        if not path:
            return
        try:
            save_picture(self.canvas, path)
        except OSError as error:
            self.state.setText(self.tr("{path} could not be written: {reason}").format(path=path, reason=error))
        else:
            self.state.setText(self.tr("Saved {path}").format(path=path))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._session.start_statistics()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "canvas"):
            self._rebuild()

    def refresh_checkpoint(self) -> None:
        """An edit: show the rows of now; numbers of tensors that did not change are there already."""
        self._arrived, self._wrong = set(self._session.statistics), set()
        self.canvas.set_statistics(self._session.statistics)
        self._rebuild()

    def _build(self) -> None:
        self.which = self._combo("ridge-which", self.tr("Which tensors"))
        self.which.addItem(self.tr("weights"), "weights")
        self.which.addItem(self.tr("parameters"), "parameter")
        self.which.addItem(self.tr("buffers"), "buffer")
        self.which.addItem(self.tr("optimizer"), "optimizer")
        self.which.addItem(self.tr("all tensors"), "all")
        self.which.setToolTip(self.tr("Weights are parameters with two or more dimensions"))
        self.colour_by = self._combo("ridge-colour", self.tr("Colour by"))
        self.colour_by.addItem(self.tr("colour by kind"), "kind")
        self.colour_by.addItem(self.tr("colour by layer"), "layer")
        self.colour_by.addItem(self.tr("one colour"), "one")
        self.colour_by.setToolTip(
            self.tr(
                "Kind: tensors of modules of the same class look alike. Layer: those whose names begin with the same two parts."
            )
        )
        self.shared = QCheckBox(self.tr("One range for all"))
        self.shared.setObjectName("ridge-shared")
        self.shared.setAccessibleName(self.tr("One range for all rows"))
        self.shared.setToolTip(self.tr("Rows can be compared with one another; ‹ and › mark weights beyond the range"))
        self.shared.setChecked(True)
        picture = QToolButton()
        picture.setText(self.tr("Save picture…"))
        picture.setObjectName("ridge-save")
        picture.setAccessibleName(self.tr("Save the ridge as a picture"))
        picture.clicked.connect(self.save_picture)
        self.state = QLabel()
        self.state.setObjectName("ridge-state")
        self.canvas = RidgeCanvas(self._session.statistics, self._row)
        self.canvas.chosen.connect(self._chosen)
        bar = QWidget()
        row = FlowLayout(bar, spacing=8)
        for widget in (self.which, self.colour_by, self.shared, picture):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        column.addWidget(bar)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.state)
        if not any(_is_weight(tensor) for tensor in self._session.checkpoint.tensors):
            self.which.setCurrentIndex(self.which.findData("all"))
        self.which.currentIndexChanged.connect(self._rebuild)
        self.colour_by.currentIndexChanged.connect(self._rebuild)
        self.shared.toggled.connect(self._set_range)

    def _combo(self, name: str, text: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(text)
        return combo

    def _chosen(self, tensor: int) -> None:
        self._session.select_tensors((tensor,))

    def _selected(self, selection: Selection) -> None:
        self.canvas.set_selected(selection.tensors)

    def _note_arrival(self, tensors: tuple[int, ...]) -> None:
        self._arrived.update(tensors)
        if not self._arrivals.isActive():
            self._arrivals.start()

    def _rebuild(self, _what: object = None) -> None:
        """Choose the rows anew; of many tensors off the UI thread, the rows before stay until then."""
        which, by = self.which.currentData(), self.colour_by.currentData()
        if len(self._session.checkpoint.tensors) <= CHOSEN_AT_ONCE:
            self._take_rows(self._choose(which, by))
            return
        task = self._session.tasks.run(self._choose, which, by, lane="thread", latest=f"ridge-{id(self)}")
        task.done.connect(while_alive(self, self._take_rows))

    def _choose(self, which: str, by: str) -> _Rows:
        """The rows and their groups, in the order of the file; reads values only."""
        tensors = self._session.checkpoint.tensors
        chosen = tuple(index for index, tensor in enumerate(tensors) if _belongs(tensor, which))
        group = {"kind": self._kind, "layer": self._layer}.get(by, _nothing)
        groups: dict[str, int] = {}
        for index in chosen:
            groups.setdefault(group(index), len(groups))
        unread = frozenset(index for index in chosen if tensors[index].problem)
        positions = {tensor: position for position, tensor in enumerate(chosen)}
        return _Rows(chosen, positions, group, groups, unread)

    def _take_rows(self, rows: _Rows) -> None:
        self._group, self._groups = rows.group, rows.groups
        self._colours = [series_colour(group, self.palette()) for group in range(MOST_SERIES)]
        self.canvas.show_rows(rows.tensors, rows.positions)
        self.canvas.set_selected(self._session.selection.tensors)
        shown = rows.positions.keys()
        self._done = shown & (rows.unread | self._session.failures.keys() | self._session.statistics.keys())
        self._wrong_rows = shown & self._wrong
        self._refill()

    def _refill(self) -> None:
        """Count what arrived since the last time, and draw it."""
        arrived, self._arrived = self._arrived, set()
        statistics, failures = self._session.statistics, self._session.failures
        for index in arrived:
            one = statistics.get(index)
            if one is not None and one.nan + one.posinf + one.neginf:
                self._wrong.add(index)
                if self.canvas.holds(index):
                    self._wrong_rows.add(index)
            if (one is not None or index in failures) and self.canvas.holds(index):
                self._done.add(index)
        self._set_range()
        self._tell()

    def _set_range(self, _what: object = None) -> None:
        self.canvas.set_shared(self._shared_span() if self.shared.isChecked() else None)

    def _tell(self) -> None:
        total = len(self.canvas.tensors)
        if not total:
            text = self.tr("No tensor of this kind is in the file.")
        elif len(self._done) < total:
            text = self.tr("{done} of {total} tensors counted").format(done=f"{len(self._done):,}", total=f"{total:,}")
        else:
            text = counted(
                total, self.tr("1 tensor, every weight counted"), self.tr("{count} tensors, every weight counted")
            )
        if self._wrong_rows:
            text += self.tr("; {wrong} with NaN or Inf").format(wrong=f"{len(self._wrong_rows):,}")
        self.state.setText(text)

    def _problem(self, index: int) -> str:
        failure = self._session.failures.get(index)
        return translated(self._session.checkpoint.tensors[index].problem) or (
            failure.message if failure is not None else ""
        )

    def _row(self, index: int) -> RidgeRow:
        tensor = self._session.checkpoint.tensors[index]
        shape = " × ".join(map(str, tensor.shape)) or self.tr("scalar")
        detail = f"{shape} · {tensor.dtype}"
        colour = self._colours[self._groups.get(self._group(index), 0) % MOST_SERIES]
        return RidgeRow(index, tensor.name, colour, detail, self._problem(index))

    def _shared_span(self) -> tuple[float, float] | None:
        """A range that suits nine rows of ten: single far-off rows would flatten all the others."""
        bounds: list[tuple[float, float]] = []
        rows = self.canvas.tensors
        for index in rows[:: max(1, len(rows) // ENOUGH_ROWS)]:
            one = self._session.statistics.get(index)
            if one is not None and one.min is not None and one.max is not None:
                marks = dict(one.percentiles)
                bounds.append((marks.get(1.0, one.min), marks.get(99.0, one.max)))
        if not bounds:
            return None
        lows, highs = np.array(bounds, dtype=np.float64).T
        low, high = float(np.quantile(lows, 0.1)), float(np.quantile(highs, 0.9))
        margin = (high - low) * 0.15 or max(abs(high), 1.0)
        return low - margin, high + margin

    def _kind(self, index: int) -> str:
        owner = self._session.owner_of(index)
        if owner < 0:
            return self._session.checkpoint.tensors[index].role
        module = self._session.checkpoint.modules[owner]
        return (module.class_name or module.inferred or "").rpartition(".")[2]

    def _layer(self, index: int) -> str:
        """Top two parts of the name: `layer1.0`."""
        return ".".join(self._session.checkpoint.tensors[index].name.split(".")[:2])


def _nothing(_index: int) -> str:
    return ""


def _is_weight(tensor: TensorInfo) -> bool:
    return tensor.role in ("parameter", "tensor") and len(tensor.shape) >= 2


def _belongs(tensor: TensorInfo, which: str) -> bool:
    if which == "all":
        return True
    if which == "weights":
        return _is_weight(tensor)
    return tensor.role == which or (which == "parameter" and tensor.role == "tensor")
