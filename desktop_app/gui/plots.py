"""The plot that all panes draw with: pyqtgraph's, with axes that paint in a twentieth of the time."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.gui.turns import Turns


class ClippedAxis(pg.AxisItem):
    """An axis that clips before it draws: without a clip Qt needs 160 us for a see-through line of the grid, with one 7."""

    def drawPicture(self, p: QPainter, *specs: Any) -> None:  # the names of pyqtgraph
        """Draw line, ticks and numbers, as pyqtgraph has laid them out."""
        p.setClipRect(self.boundingRect().toAlignedRect())
        super().drawPicture(p, *specs)


class Plot(pg.PlotWidget):
    """An empty plot without pyqtgraph's own menu and buttons; `axes` stand in for the usual ones.

    Plots that change or come into sight together, as those that share an axis do, are painted one in each turn of the event loop.
    """

    def __init__(self, parent: QWidget | None = None, axes: dict[str, pg.AxisItem] | None = None) -> None:
        usual = {side: ClippedAxis(side) for side in ("left", "bottom") if side not in (axes or {})}
        super().__init__(parent, axisItems={**usual, **(axes or {})}, enableMenu=False)
        self.hideButtons()
        self._said: QLabel | None = None
        self._turns = Turns(self)
        self.setViewportUpdateMode(pg.PlotWidget.ViewportUpdateMode.NoViewportUpdate)
        self.scene().changed.connect(self._changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Wait for a turn: what stood here before is seen until then."""
        super().showEvent(event)
        self.setUpdatesEnabled(False)
        self._turns.add(lambda: self.setUpdatesEnabled(True))

    def _changed(self, _where: object) -> None:
        if not self._turns.busy:
            self._turns.add(self.viewport().update)

    def say(self, sentence: str) -> None:
        """A sentence where nothing is drawn, instead of numbers along axes that stand for nothing; empty: curves are there."""
        if sentence == (self._said.text() if self._said is not None else ""):
            return
        if self._said is None:
            self._said = QLabel(self)
            self._said.setObjectName("plot-said")
            self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._said.setWordWrap(True)
            self._said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._tint()
        self._said.setText(sentence)
        self._said.setGeometry(self.rect())
        self._said.setVisible(bool(sentence))
        for side in ("left", "bottom"):
            self.getAxis(side).setStyle(showValues=not sentence)  # type: ignore[attr-defined]  # handed on by pyqtgraph

    def said(self) -> str:
        """The sentence that stands in the plot."""
        return self._said.text() if self._said is not None else ""

    def _tint(self) -> None:
        if self._said is not None:
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.WindowText, palette.placeholderText().color())
            self._said.setPalette(palette)

    def resizeEvent(self, ev: QResizeEvent) -> None:  # the name of pyqtgraph
        """The sentence stays in the middle."""
        super().resizeEvent(ev)
        said = getattr(self, "_said", None)
        if said is not None:
            said.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_said"):
            self._tint()
