"""The plot of all panes looks as pyqtgraph's own does, without its menu, and paints its grid cheaply."""

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.gui.test_accessibility import unnamed

pg = pytest.importorskip("pyqtgraph")


def picture_of(plot, qtbot):
    qtbot.addWidget(plot)
    plot.resize(420, 300)
    plot.hideButtons()
    plot.showGrid(x=True, y=True, alpha=0.3)
    plot.plot([1.0, 3.0, 2.0, 5.0])
    with qtbot.waitExposed(plot):
        plot.show()
    image = plot.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine()).astype(int)


def test_that_a_plot_looks_as_without_the_clip(qapp, qtbot):
    from desktop_app.gui.plots import Plot

    ours, theirs = picture_of(Plot(), qtbot), picture_of(pg.PlotWidget(), qtbot)
    assert ours.shape == theirs.shape and len(np.unique(ours)) > 20
    assert (np.abs(ours - theirs) > 8).mean() < 0.002  # the outermost line may fall outside of the clip


def test_that_no_plot_has_a_menu_of_its_own(qapp, qtbot):
    from desktop_app.gui.plots import Plot

    plot = Plot()
    qtbot.addWidget(plot)
    assert not plot.plotItem.menuEnabled() and not plot.plotItem.vb.menuEnabled()
    assert plot.plotItem.autoBtn.isVisible() is False
    assert unnamed(plot) == []


@pytest.fixture
def together(qapp, qtbot, monkeypatch):
    """A hidden window of four plots, and a list of (turn of the event loop, plot) for each that is painted."""
    from desktop_app.gui.plots import Plot

    turn, painted = [0], []
    paint = Plot.paintEvent
    monkeypatch.setattr(Plot, "paintEvent", lambda plot, event: (painted.append((turn[0], plot)), paint(plot, event)))
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    plots = [Plot(window) for _ in range(4)]
    for plot in plots:
        column.addWidget(plot)
    clock = QTimer(window)
    clock.setInterval(0)
    clock.timeout.connect(lambda: turn.__setitem__(0, turn[0] + 1))
    clock.start()
    return window, plots, painted


def each_had_a_turn_of_its_own(plots, painted):
    turns = [number for number, _ in painted]
    return {plot for _, plot in painted} == set(plots) and len(set(turns)) == len(turns)


def test_that_plots_which_come_into_sight_together_are_painted_one_in_each_turn(qtbot, together):
    window, plots, painted = together
    window.show()
    qtbot.waitUntil(lambda: each_had_a_turn_of_its_own(plots, painted))


def test_that_plots_which_change_together_are_painted_one_in_each_turn(qtbot, together):
    window, plots, painted = together
    for plot in plots[1:]:
        plot.setXLink(plots[0])
    lines = [plot.plot([1.0, 2.0]) for plot in plots]
    with qtbot.waitExposed(window):
        window.show()
    qtbot.wait(100)
    painted.clear()
    for line in lines:
        line.setData([1.0, 2.0, 5.0, 3.0])
    qtbot.waitUntil(lambda: each_had_a_turn_of_its_own(plots, painted))
    before = plots[0].grab().toImage()
    lines[0].setData([5.0, 2.0, 5.0, 3.0])
    qtbot.waitUntil(lambda: plots[0].grab().toImage() != before)
