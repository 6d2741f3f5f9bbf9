"""The plot that all panes draw with: pyqtgraph's, with axes that paint in a twentieth of the time."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget


class ClippedAxis(pg.AxisItem):
    """An axis that clips before it draws: without a clip Qt needs 160 us for a see-through line of the grid, with one 7."""

    def drawPicture(self, p: QPainter, *specs: Any) -> None:  # the names of pyqtgraph
        """Draw line, ticks and numbers, as pyqtgraph has laid them out."""
        p.setClipRect(self.boundingRect().toAlignedRect())
        super().drawPicture(p, *specs)


class Plot(pg.PlotWidget):
    """An empty plot without pyqtgraph's own menu and buttons; `axes` stand in for the usual ones."""

    def __init__(self, parent: QWidget | None = None, axes: dict[str, pg.AxisItem] | None = None) -> None:
        usual = {side: ClippedAxis(side) for side in ("left", "bottom") if side not in (axes or {})}
        super().__init__(parent, axisItems={**usual, **(axes or {})}, enableMenu=False)
        self.hideButtons()
