"""The histogram of what is selected: exact over every element, adjustable while one looks."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.tensor.histogram_controls import Choice, HistogramControls
from desktop_app.gui.checkpoint.tensor.histogram_numbers import HistogramNumbers
from desktop_app.gui.checkpoint.tensor.histogram_plot import (
    HistogramPlot,
    Look,
    Series,
    Unit,
    percentiles_from,
    snapped,
)
from desktop_app.gui.checkpoint.tensor.histogram_table import HistogramTable, Row
from desktop_app.gui.checkpoint.tensor.plot_style import (
    MOST_SERIES,
    alarm_colour,
    mid_text,
    number,
    percent,
    picture_of,
    save_picture,
    shortened,
)
from desktop_app.gui.counted import counted
from desktop_app.gui.sentences import translated
from desktop_app.gui.turns import Turns

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.statistics import Statistics

PERCENTILES = (1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0)


class HistogramView(QWidget):
    """Follows the selection of its session."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("histogram-view")
        self.setAccessibleName(self.tr("Histogram"))
        self._session = session
        self._numbers = HistogramNumbers(session, self)
        self._zoomed: tuple[float, float] | None = None
        self._shown: tuple[Statistics, ...] = ()
        self._frame: object = None
        self._turns = Turns(self)
        self._build()
        self._numbers.changed.connect(self._draw)
        self._numbers.bins_found.connect(self.controls.show_bins)
        session.selection_changed.connect(self._selected)
        self._selected()

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done with the histogram."""
        drawn = self._has_curves
        rows = (
            ("copy-picture", self.tr("Copy the histogram as a &picture"), self.copy_picture),
            ("copy-csv", self.tr("Copy the histogram as &CSV"), self.copy_csv),
            ("save-csv", self.tr("Save the histogram as CSV…"), self.save_csv),
            ("save-picture", self.tr("Save the histogram as PNG or SVG…"), self.save_picture),
            ("rebin", self.tr("Histogram: rebin to the view"), self._rebin),
            ("fit", self.tr("Histogram: show the whole range"), self._fit),
        )
        switches = (
            ("log-y", self.tr("Histogram: logarithmic heights"), self.controls.log_y),
            ("cumulative", self.tr("Histogram: cumulative"), self.controls.cumulative),
            ("percentiles", self.tr("Histogram: percentile lines"), self.controls.percentiles),
            ("region", self.tr("Histogram: select a region"), self.controls.region),
        )
        menu = {"copy-picture": "tensor", "copy-csv": "tensor", "save-csv": "tensor", "save-picture": "tensor"}
        return (
            *(Action(f"histogram.{id}", text, run, menu.get(id, ""), enabled=drawn) for id, text, run in rows),
            *(Action(f"histogram.{id}", text, box.toggle, checked=box.isChecked) for id, text, box in switches),
        )

    # what is drawn, for exports and tests

    @property
    def statistics(self) -> tuple["Statistics", ...]:
        """The statistics behind the curves, in their order."""
        return self._shown

    def csv(self) -> str:
        """The histograms as lines `tensor,lower,upper,count`; |w| in a logarithmic one."""
        lines = ["tensor,lower,upper,count"]
        for series in self.plot.series:
            quoted = '"' + series.name.replace('"', '""') + '"'
            bounds = [repr(float(edge)) for edge in series.edges]
            lines += [
                f"{quoted},{low},{high},{count}"
                for low, high, count in zip(bounds, bounds[1:], series.counts.tolist(), strict=False)
            ]
        return "\n".join(lines) + "\n"

    def copy_csv(self) -> None:
        """Put the histograms on the clipboard as text."""
        QGuiApplication.clipboard().setText(self.csv())

    def copy_picture(self) -> None:
        """Put the plot on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(picture_of(self.plot))

    def save_csv(self) -> None:
        """Ask where, and write the histograms as CSV."""
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save histogram"), "histogram.csv", self.tr("CSV (*.csv)"))
        if path:
            self._write(path, lambda: _write_text(path, self.csv()))

    def save_picture(self) -> None:
        """Ask where, and write the plot as PNG or SVG."""
        kinds = self.tr("Pictures (*.png *.svg)")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save histogram"), "histogram.png", kinds)
        if path:
            self._write(path, lambda: save_picture(self.plot, path))

    # building

    def _build(self) -> None:
        self.controls = HistogramControls()
        self.controls.changed.connect(self._chosen)
        self.controls.rebin_asked.connect(self._rebin)
        self.controls.fit_asked.connect(self._fit)
        self.plot = HistogramPlot()
        self.plot.hovered.connect(self._hovered)
        self.plot.region_changed.connect(self._describe_region)
        self.state = self._label("histogram-state")
        self.readout = self._label("histogram-readout")
        self.region_text = self._label("histogram-region-text")
        self.message = self._label("histogram-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setMargin(24)
        self.badges = QWidget()
        self.badges.setObjectName("histogram-badges")
        self.badges.setAccessibleName(self.tr("Special values"))
        self._badge_row = FlowLayout(self.badges)
        self.table = HistogramTable()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.plot, 1)
        for widget in (self.readout, self.region_text, self.badges, self.table):
            column.addWidget(widget)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.message)
        self._pages.addWidget(page)
        top = QHBoxLayout()
        top.addWidget(self.state, 1)
        top.addWidget(self._save_button())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 6, 8, 6)
        outer.setSpacing(4)
        outer.addLayout(top)
        outer.addWidget(self.controls)
        outer.addWidget(self._pages, 1)
        self.region_text.hide()

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _save_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("histogram-save")
        button.setText(self.tr("Copy / save"))
        button.setAccessibleName(self.tr("Copy or save the histogram"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addAction(self.tr("Copy as picture"), self.copy_picture)
        menu.addAction(self.tr("Copy as CSV"), self.copy_csv)
        menu.addSeparator()
        menu.addAction(self.tr("Save as CSV…"), self.save_csv)
        menu.addAction(self.tr("Save as PNG or SVG…"), self.save_picture)
        button.setMenu(menu)
        self._save = button
        return button

    # following what is selected and chosen

    def _selected(self, _selection: object = None) -> None:
        self._zoomed = None
        if self.controls.choice.span == "view":
            self.controls.set_span("full")
        self._want()

    def refresh_checkpoint(self) -> None:
        """The checkpoint was edited."""
        self._numbers.forget()
        self._selected()

    def _chosen(self, choice: Choice) -> None:
        self.plot.set_region_shown(choice.region)
        self.region_text.setVisible(choice.region)
        self._want()

    def _rebin(self) -> None:
        if self._has_curves():
            self._zoomed = self.plot.view_span()
            self.controls.set_span("view")
            self._want()

    def _want(self) -> None:
        tensors = self._session.selection.tensors[:MOST_SERIES]
        self._numbers.want(tensors, self.controls.choice, self._zoomed)

    def _fit(self) -> None:
        if self.controls.choice.span == "view":
            self.controls.set_span("full")
        self.plot.fit()

    def _has_curves(self) -> bool:
        return bool(self.plot.series)

    # drawing

    def _draw(self) -> None:
        """Show what there is: curves, or one sentence about why there are none."""
        numbers = self._numbers
        if not numbers.tensors:
            self._say(self.tr("Select a tensor or a module."))
        elif len(numbers.problems) == len(numbers.tensors):
            self._say("\n".join(dict.fromkeys(numbers.problems.values())), alarm=True)
        elif not numbers.results:
            self._say(self.tr("Counting…"))
        elif numbers.sampled or numbers.counting:
            self._draw_curves()
        elif not self._turns.busy:  # what was just counted came in this turn, and painting the curves takes another
            self._turns.add(self._draw_curves)

    def _draw_curves(self) -> None:
        if self._numbers.results:
            self._show_statistics()
            self._tell_state()

    def _tell_state(self) -> None:
        if self._numbers.sampled:
            self.state.setText(self.tr("Preview (sample); counting every weight…"))
            return
        if self._numbers.counting:
            self.state.setText(self.tr("Counting…"))
            return
        weights = sum(one.count for one in self._shown)
        text = counted(weights, self.tr("Exact over 1 weight"), self.tr("Exact over {count} weights"), number(weights))
        more = len(self._session.selection.tensors) - len(self._numbers.tensors)
        if more > 0:
            text = self.tr("{text}; {more} more tensors are selected and not drawn").format(text=text, more=more)
        self.state.setText(text)

    def _show_statistics(self) -> None:
        tensors, results = zip(*self._numbers.results, strict=True)
        choice, scale = self.controls.choice, self._numbers.scale
        look = Look(scale == "log", choice.log_y, choice.cumulative, self._unit(len(results)), choice.percentiles)
        names = [self._session.checkpoint.tensors[index].name for index in tensors]
        series = tuple(_series(name, one, scale) for name, one in zip(names, results, strict=True))
        filled = tuple(one for one in series if one.counts.sum() > 0)
        self._shown = results
        rows = [_row(name, one, sampled=self._numbers.sampled) for name, one in zip(names, results, strict=True)]
        rows += [
            Row(self._session.checkpoint.tensors[index].name, problem=problem)
            for index, problem in self._numbers.problems.items()
        ]
        self.table.show_rows(tuple(rows))
        self._show_badges(results)
        frame = (
            tensors,
            look.log_x,
            look.log_y,
            look.unit,
            look.cumulative,
            filled and tuple(filled[0].edges[[0, -1]]),
        )
        self.plot.show_series(filled, look, fit=frame != self._frame)
        self._frame = frame
        self._pages.setCurrentIndex(1)
        self._hovered(-1)
        self.plot.set_region_shown(choice.region)
        self._describe_region()

    def _unit(self, amount: int) -> Unit:
        unit = self.controls.choice.unit
        if unit == "auto":
            return "count" if amount == 1 else "share"
        return unit

    def _show_badges(self, results: tuple["Statistics", ...]) -> None:
        while (item := self._badge_row.takeAt(0)) is not None:
            badge = item.widget()
            if badge is not None:
                badge.hide()
                badge.deleteLater()
        total = sum(one.count for one in results)
        inside = sum(int(one.histogram.counts.sum()) for one in results)
        zeros = sum(one.zero for one in results)
        finite = sum(one.finite for one in results)
        outside = finite - inside - (zeros if self._numbers.scale == "log" else 0)
        self._badge("zero", self.tr("zero"), zeros, total)
        self._badge("nan", self.tr("NaN"), sum(one.nan for one in results), total, alarm=True)
        self._badge("posinf", self.tr("+Inf"), sum(one.posinf for one in results), total, alarm=True)
        self._badge("neginf", self.tr("−Inf"), sum(one.neginf for one in results), total, alarm=True)
        if outside > 0:
            self._badge("outside", self.tr("outside of the range"), outside, total)
        if not inside:
            self._badge("nothing", self.tr("nothing finite to draw"), 0, 0, alarm=True)

    def _badge(self, name: str, title: str, amount: int, total: int, *, alarm: bool = False) -> None:
        text = title if not total else f"{title}: {number(amount)}"
        if amount:
            text += f" ({percent(amount, total)})"
        badge = QLabel(text)
        badge.setObjectName(f"histogram-badge-{name}")
        badge.setAccessibleName(text)
        colour = alarm_colour(self.palette()) if alarm and (amount or not total) else mid_text(self.palette())
        weight = "bold" if alarm and amount else "normal"
        badge.setStyleSheet(
            f"QLabel {{ color: {colour.name()}; border: 1px solid {colour.name()}; border-radius: 8px;"
            f" padding: 1px 8px; font-weight: {weight}; }}"
        )
        self._badge_row.addWidget(badge)

    def _say(self, text: str, *, alarm: bool = False) -> None:
        """Show one sentence instead of the plot."""
        self._shown = ()
        self.plot.show_series((), Look())
        self._frame = None
        self.state.setText("")
        colour = alarm_colour(self.palette()) if alarm else mid_text(self.palette())
        self.message.setStyleSheet(f"color: {colour.name()};")
        self.message.setText(text)
        self._pages.setCurrentIndex(0)
        self._save.setEnabled(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_shown", ()):
            self._show_badges(self._shown)

    def _hovered(self, position: int) -> None:
        self._save.setEnabled(self._has_curves())
        if position < 0:
            self.readout.setText(self.tr("Point at a bin to read it."))
            self.readout.setToolTip(self.tr("Point at a bin to read it; drag to move, turn the wheel to zoom."))
            return
        edges = self.plot.series[0].edges
        low, high = float(edges[position]), float(edges[position + 1])
        parts = [self.tr("{low} to {high}").format(low=number(low, 6), high=number(high, 6))]
        for series in self.plot.series:
            if np.array_equal(series.edges, edges):
                amount = int(series.counts[position])
                name = f"{shortened(series.name, 40)}: " if len(self.plot.series) > 1 else ""
                parts.append(f"{name}{number(amount)} ({percent(amount, series.total)})")
        self.readout.setText("  ·  ".join(parts))

    def _describe_region(self) -> None:
        region = self.plot.region()
        if region is None or not self.plot.series:
            self.region_text.setText("")
            return
        lines: list[str] = []
        for series in self.plot.series:
            first, last = snapped(series, *region)
            amount = int(series.counts[first:last].sum())
            low, high = number(float(series.edges[first]), 6), number(float(series.edges[last]), 6)
            name = f"{shortened(series.name, 40)}: " if len(self.plot.series) > 1 else ""
            text = self.tr("{amount} weights ({share}) between {low} and {high}")
            lines.append(
                name + text.format(amount=number(amount), share=percent(amount, series.total), low=low, high=high)
            )
        self.region_text.setText("\n".join(lines))

    def _write(self, path: str, write) -> None:  # noqa: ANN001
        try:
            write()
        except OSError as error:
            self.state.setText(
                self.tr("{path} could not be written: {reason}").format(
                    path=path, reason=translated(error.strerror or str(error))
                )
            )
        else:
            self.state.setText(self.tr("Saved {path}").format(path=path))


def _series(name: str, one: "Statistics", scale: str) -> Series:
    series = Series(name, one.histogram.edges, one.histogram.counts, one.count)
    if scale == "log":
        marks = percentiles_from(series, PERCENTILES)
    else:
        marks = tuple((percent, value) for percent, value in one.percentiles if percent in PERCENTILES)
    return Series(name, series.edges, series.counts, series.total, marks)


def _row(name: str, one: "Statistics", *, sampled: bool) -> Row:
    return Row(
        name, one.count, one.mean, one.std, one.min, one.max, one.l2, one.zero, one.nan, one.posinf, one.neginf,
        approximate=sampled,
    )  # fmt: skip


def _write_text(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
