"""What the labels of a folder consist of, drawn: labels, sizes, places, what occurs together; a click filters the images."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.label_colours import shown_colour
from desktop_app.annotation.review.looking import folder_summary
from desktop_app.annotation.review.summary import GRID, LabelSummary, Summary
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.canvas_texts import kind_text
from desktop_app.gui.annotation.counts import images_text, labels_text, shapes_text
from desktop_app.gui.annotation.dialogs.task_bar import TaskBar
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.plots import Plot
from desktop_app.gui.tasks import TaskFailure
from desktop_app.gui.theme import BAD, scheme_name
from desktop_app.gui.turns import Turns

_MOST = 40
"""Labels that a chart has room for."""
_TICK = 14
"""Pixels of an axis that its names cannot have."""


def quoted(name: str) -> str:
    """A label as a query names it."""
    return f'"{name}"' if any(letter in name for letter in " ,:") else name


class StatisticsDialog(QDialog):
    """Stays beside the work."""

    filter_wanted = Signal(str)

    def __init__(self, session: LabelSession, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statistics-dialog")
        self.session = session
        self.names = names
        self.found: Summary | None = None
        self.told = QLabel(self)
        self.told.setObjectName("statistics-told")
        self.told.setWordWrap(True)
        self.left = QPushButton(self)
        self.left.setObjectName("statistics-left")
        self.left.setAutoDefault(False)
        self.again = QPushButton(self)
        self.again.setObjectName("statistics-again")
        self.again.setAutoDefault(False)
        self.bar = TaskBar("statistics-progress", self)
        self.label = QComboBox(self)
        self.label.setObjectName("statistics-label")
        self.pages = QTabWidget(self)
        self.pages.setObjectName("statistics-pages")
        top = QHBoxLayout()
        top.addWidget(self.told, 1)
        top.addWidget(self.left)
        top.addWidget(self.again)
        column = dialog_column(self)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        self.label.currentIndexChanged.connect(lambda _index: self._draw_places())
        self.left.clicked.connect(lambda: self.filter_wanted.emit("state:unlabelled"))
        self.again.clicked.connect(self.look)
        self.plots: dict[str, Any] = {}
        """By their names; each is made and drawn in a turn of its own, in the order of the pages."""
        self._turns = Turns(self)
        for name in ("labels", "sizes", "places", "together"):
            self._turns.add(lambda name=name: self._add_plot(name))
        self._retranslate()
        self.resize(820, 600)
        self.look()

    def _add_plot(self, name: str) -> None:
        plot = self.plots[name] = Plot(self)
        plot.setObjectName(f"statistics-{name}")
        page: QWidget = plot
        if name == "places":
            page = QWidget(self)
            column = QVBoxLayout(page)
            column.addWidget(self.label)
            column.addWidget(plot, 1)
        self.pages.addTab(page, "")
        clicked = {"labels": self._counts_clicked, "together": self._together_clicked}.get(name)
        if clicked is not None:
            self.plots[name].scene().sigMouseClicked.connect(clicked)
        self._name_page(name)
        self._draw_plot(name)

    def _name_page(self, name: str) -> None:
        title, about = {
            "labels": (self.tr("Labels"), self.tr("How many shapes each label has; a click shows its images")),
            "sizes": (self.tr("Sizes"), self.tr("Width and height of shapes in pixels")),
            "places": (self.tr("Places"), self.tr("Where in the images the shapes lie")),
            "together": (self.tr("Together"), self.tr("In how many images two labels occur together; a click shows them")),
        }[name]  # fmt: skip
        self.pages.setTabText(list(self.plots).index(name), title)
        self.plots[name].setAccessibleName(about)
        self.plots[name].setToolTip(about)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Statistics of the labels"))
        self.setAccessibleName(self.windowTitle())
        self.again.setText(self.tr("Count &again"))
        self.left.setText(self.tr("Show the &unlabelled"))
        self.left.setToolTip(self.tr("Filters the list of images in the window to those in the state unlabelled."))
        self.label.setAccessibleName(self.tr("Label whose places are shown"))
        self.label.setToolTip(
            self.tr("The brighter a place below, the more often the box of a shape of this label covers it.")
        )
        for name in self.plots:
            self._name_page(name)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "pages"):
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ counting

    def look(self) -> None:
        """Count anew."""
        task = self.session.tasks.run(
            folder_summary, self.session.folder, self.names, latest="label-statistics", lane="statistics"
        )
        self.bar.follow(task)
        task.done.connect(while_alive(self, self._learn))
        task.failed.connect(while_alive(self, self._failed))

    def _failed(self, failure: TaskFailure) -> None:
        self.told.setText(failure.message)
        self.told.setStyleSheet(f"color: {BAD[scheme_name()]}")

    def _learn(self, found: Summary) -> None:
        self.found = found
        self.told.setStyleSheet("")
        kept = self.label.currentData()
        self.label.blockSignals(True)
        self.label.clear()
        for label in found.labels:
            self.label.addItem(f"{label.name} ({label.shapes:,})", label.name)
        self.label.setCurrentIndex(max(0, self.label.findData(kept)))
        self.label.blockSignals(False)
        self._draw()

    # ------------------------------------------------------------------ drawing

    def _dress(self, plot: Any) -> None:
        palette = self.palette()
        plot.setBackground(palette.color(QPalette.ColorRole.Base))
        plot.clear()
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(palette.color(QPalette.ColorRole.Text))
            axis.setTextPen(palette.color(QPalette.ColorRole.Text))
            axis.setTicks(None)

    def _draw(self) -> None:
        found = self.found
        self.left.setEnabled(found is not None and found.left > 0)
        self.told.setText(self._waits() if found is None else self._summary(found))
        for name in self.plots:
            self._turns.add(lambda name=name: self._draw_plot(name))

    def _waits(self) -> str:
        """Why nothing is drawn; empty when something is."""
        if self.found is None:
            return self.tr("Counting…")
        return "" if self.found.labels else self.tr("Nothing is labelled yet.")

    def _draw_plot(self, name: str) -> None:
        self._dress(self.plots[name])
        waits = self._waits()
        self.plots[name].say(waits)
        if waits or self.found is None:
            return
        match name:
            case "labels":
                self._draw_counts(self.found.labels[:_MOST])
            case "sizes":
                self._draw_sizes(self.found.labels[:8])
            case "places":
                self._draw_places()
            case _:
                self._draw_together(self.found)

    def _summary(self, found: Summary) -> str:
        states = dict(found.states)
        kinds = ", ".join(f"{count:,} × {kind_text(kind)}" for kind, count in found.kinds[:5])  # type: ignore[arg-type]
        lines = [
            self.tr("{images}, {left} unlabelled, {verified} verified; {shapes} of {labels}.").format(
                images=images_text(found.images),
                left=f"{found.left:,}",
                verified=f"{states.get('verified', 0):,}",
                shapes=shapes_text(found.shapes),
                labels=labels_text(len(found.labels)),
            ),
            kinds,
        ]
        return "\n".join(line for line in lines if line)

    def _colour(self, name: str) -> QColor:
        return QColor(shown_colour(self.session.schema, name))

    def _draw_counts(self, labels: tuple[LabelSummary, ...]) -> None:
        """Bars from left to right, the most frequent at the top."""
        rows = list(range(len(labels)))
        brushes = [self._colour(label.name) for label in labels]
        bars = pg.BarGraphItem(x0=0, y=[-row for row in rows], height=0.7, width=[label.shapes for label in labels], brushes=brushes, pens=brushes)  # fmt: skip
        self.plots["labels"].addItem(bars)
        self._name(self.plots["labels"], [(-row, label.name) for row, label in enumerate(labels)], 150)
        self.plots["labels"].setLabel("bottom", self.tr("shapes"))
        self.plots["labels"].autoRange()

    def _name(self, plot: Any, rows: Sequence[tuple[float, str]], width: int) -> None:
        """Names at the left of a plot, in `width` pixels: one that is wider than its axis is not painted at all."""
        metrics, room = self.fontMetrics(), width - _TICK
        axis = plot.getAxis("left")
        axis.setTicks([[(row, metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)) for row, name in rows]])
        axis.setWidth(width)

    def _draw_sizes(self, labels: tuple[LabelSummary, ...]) -> None:
        for label in labels:
            sizes = label.sizes[:: max(1, len(label.sizes) // 3000)]
            colour = self._colour(label.name)
            colour.setAlpha(150)
            spots = pg.ScatterPlotItem(x=sizes[:, 0], y=sizes[:, 1], size=6, brush=colour, pen=None)
            self.plots["sizes"].addItem(spots)
        self.plots["sizes"].setLabel("bottom", self.tr("width in pixels"))
        self.plots["sizes"].setLabel("left", self.tr("height in pixels"))
        self.plots["sizes"].autoRange()

    def _draw_places(self) -> None:
        if "places" not in self.plots:
            return
        self._dress(self.plots["places"])
        name = self.label.currentData()
        label = next((one for one in self.found.labels if one.name == name), None) if self.found is not None else None
        if label is None:
            return
        self._picture(self.plots["places"], label.heat.astype(np.float32), GRID, GRID)
        for side in ("left", "bottom"):
            self.plots["places"].getAxis(side).setTicks([[(0, "0 %"), (GRID / 2, "50 %"), (GRID, "100 %")]])
        self.plots["places"].getAxis("left").setWidth(60)
        self.plots["places"].setAspectLocked(True)

    def _picture(self, plot: Any, values: "np.ndarray[Any, Any]", width: int, height: int) -> None:
        image = pg.ImageItem(values, axisOrder="row-major")
        image.setColorMap("viridis")
        image.setRect(QRectF(0, 0, width, height))
        plot.addItem(image)
        plot.invertY(True)
        plot.setRange(QRectF(0, 0, width, height), padding=0.03)

    def _draw_together(self, found: Summary) -> None:
        count = min(len(found.labels), _MOST)
        if not count:
            return
        self._picture(self.plots["together"], np.sqrt(found.together[:count, :count].astype(np.float32)), count, count)
        names = [label.name[:16] for label in found.labels[:count]]
        self._name(
            self.plots["together"], [(row + 0.5, label.name) for row, label in enumerate(found.labels[:count])], 120
        )
        step = max(1, count // 8)
        self.plots["together"].getAxis("bottom").setTicks(
            [[(row + 0.5, name) for row, name in enumerate(names)][::step]]
        )
        if count <= 12:
            for row in range(count):
                for column in range(count):
                    text = pg.TextItem(
                        f"{found.together[row, column]:,}", color="#ffffff", anchor=(0.5, 0.5), fill=(0, 0, 0, 90)
                    )
                    text.setPos(column + 0.5, row + 0.5)
                    self.plots["together"].addItem(text)

    # ------------------------------------------------------------------ clicks

    @staticmethod
    def _at(plot: Any, event: Any) -> QPointF:
        return plot.getPlotItem().vb.mapSceneToView(event.scenePos())

    def _counts_clicked(self, event: Any) -> None:
        if self.found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row = round(-self._at(self.plots["labels"], event).y())
        if 0 <= row < min(len(self.found.labels), _MOST):
            self.filter_wanted.emit(f"label:{quoted(self.found.labels[row].name)}")

    def _together_clicked(self, event: Any) -> None:
        if self.found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        at = self._at(self.plots["together"], event)
        count = min(len(self.found.labels), _MOST)
        if 0 <= at.x() < count and 0 <= at.y() < count:
            chosen = dict.fromkeys(self.found.labels[int(place)].name for place in (at.y(), at.x()))
            self.filter_wanted.emit(" ".join(f"label:{quoted(name)}" for name in chosen))
