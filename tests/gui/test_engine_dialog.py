"""The Python that runs torch is chosen among those found, tried before it is taken, and remembered."""

import os

import pytest

from desktop_app.engine import interpreter
from desktop_app.engine.errors import EngineError
from desktop_app.engine.search import Engine
from desktop_app.gui import engine_dialog
from desktop_app.gui.engine_dialog import EngineChoice, EngineDialog

GOOD = Engine("/opt/good/bin/python", (3, 12, 1), "2.10.0", ())
OLD = Engine("/opt/old/bin/python", (3, 9, 2), "2.1.0", ("PIL",))


def search_two():
    yield OLD
    yield GOOD


def try_good(path: str) -> Engine:
    if path != GOOD.path:
        raise EngineError("not-started", path=path, reason="no such file or directory")
    return Engine(path, GOOD.python, GOOD.torch, (), ("cpu", "Big GPU"))


def need_engine() -> None:
    raise EngineError("no-engine", variable="X")


@pytest.fixture(autouse=True)
def usual_interpreter():
    yield
    interpreter.choose("")


@pytest.fixture
def dialog(window, qtbot, monkeypatch) -> EngineDialog:
    """The dialog of the window, after a search that found one good Python and an old one."""
    monkeypatch.setattr(engine_dialog, "search_engines", search_two)
    monkeypatch.setattr(engine_dialog, "try_engine", try_good)
    made = window.commands.show_engine()
    qtbot.waitUntil(lambda: made.again.isEnabled())
    return made


def test_that_usable_pythons_come_first_and_the_first_is_proposed(dialog):
    rows = [dialog.list.topLevelItem(n) for n in range(dialog.list.topLevelItemCount())]
    assert [row.text(0) for row in rows] == [GOOD.path, OLD.path]
    assert [row.isDisabled() for row in rows] == [False, True]
    assert dialog.path.text() == GOOD.path


def test_that_a_python_that_works_is_used_and_remembered(dialog, window, qtbot):
    dialog.use.click()
    qtbot.waitUntil(lambda: window.settings.get("engine") == GOOD.path)
    assert interpreter.interpreter() == GOOD.path
    assert "Big GPU" in dialog.told.text()


def test_that_a_python_that_does_not_work_is_told_and_not_taken(dialog, window, qtbot):
    dialog.path.setText("/no/such/python")
    dialog.take()
    qtbot.waitUntil(lambda: "could not be started" in dialog.told.text())
    assert window.settings.get("engine") == ""


def test_that_a_choice_can_be_forgotten(dialog, window, qtbot):
    dialog.use.click()
    qtbot.waitUntil(lambda: dialog.forget.isEnabled())
    dialog.forget.click()
    assert window.settings.get("engine") == ""
    assert interpreter.interpreter() != GOOD.path


def test_that_the_choice_is_in_force_after_a_new_start(window):
    window.settings.set("engine", GOOD.path)
    EngineChoice(window.tasks, window.settings, window)
    assert interpreter.interpreter() == GOOD.path


def test_that_work_that_lacks_an_engine_asks_for_one_once(window, qtbot, monkeypatch):
    monkeypatch.setattr(engine_dialog, "search_engines", search_two)
    assert window.commands.engine is not None
    for _ in range(2):
        task = window.tasks.run(need_engine, lane="thread")
        with qtbot.waitSignal(task.ended, timeout=15_000):
            pass
    asked = window.findChildren(EngineDialog)
    assert len(asked) == 1
    qtbot.waitUntil(lambda: asked[0].again.isEnabled())


def test_that_every_part_has_a_name(dialog):
    assert dialog.list.accessibleName()
    assert dialog.path.accessibleName()
    assert all(button.text() for button in (dialog.use, dialog.forget, dialog.browse, dialog.again))


def test_that_the_dialog_is_drawn(dialog, tmp_path):
    picture = dialog.grab()
    assert picture.save(os.environ.get("WEIGHTSMITH_SHOT", str(tmp_path / "engine.png")))
