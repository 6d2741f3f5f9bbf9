"""The plot of all panes looks as pyqtgraph's own does, without its menu, and paints its grid cheaply."""

import numpy as np
import pytest

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
