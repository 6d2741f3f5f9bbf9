"""Windows and views as states that tests begin with."""

import pytest

from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks


@pytest.fixture
def tasks(qapp):
    """Real workers, ended with the test."""
    made = Tasks()
    yield made
    made.close()


def seen(dock):
    """The view of a dock that is in sight, made now though its turn has not come."""
    dock._make()
    return dock.view()


@pytest.fixture
def window(qapp, qtbot, tasks):
    """The window, shown and empty."""
    from desktop_app.gui.main_window import MainWindow
    from desktop_app.gui.theme import apply_theme

    apply_theme(qapp, "light")
    made = MainWindow(tasks, Settings())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.plots_ready()
    made.docks_ready()
    return made
