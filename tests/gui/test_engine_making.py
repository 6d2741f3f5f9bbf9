"""A Python with PyTorch is made from the window: sizes first, then everything or nothing; repaired and removed."""

import os
import sys

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from desktop_app.engine import interpreter
from desktop_app.engine.own import engines_folder, own_engines
from desktop_app.gui import engine_making
from desktop_app.gui.engine_dialog import EngineDialog
from desktop_app.gui.engine_making import EngineMaking
from tests.engine.wheels import make_wheels

pytestmark = pytest.mark.timeout(400)  # environments are really made, and a busy machine takes its time


def this_python(stop):
    yield sys.executable, sys.version_info[:3]


def no_python(stop):
    yield from ()


@pytest.fixture(autouse=True)
def engines(tmp_path, monkeypatch):
    monkeypatch.setenv("WEIGHTSMITH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(engine_making, "makers", this_python)
    yield engines_folder()
    interpreter.choose("")


@pytest.fixture
def dialog(window, qtbot) -> EngineDialog:
    made = window.commands.show_engine()
    qtbot.waitUntil(lambda: made.again.isEnabled(), timeout=30_000)
    return made


@pytest.fixture
def making(dialog, qtbot) -> EngineMaking:
    """The second dialog, which knows one Python that can make an environment."""
    dialog.make.click()
    made = dialog.findChild(EngineMaking)
    qtbot.waitUntil(lambda: made.maker.count() == 1)
    qtbot.waitUntil(lambda: made.said.text() == "")
    return made


def proceed(making, qtbot):
    making.go.click()
    qtbot.waitUntil(lambda: making._task is None, timeout=180_000)


@pytest.fixture
def with_plan(making, qtbot, tmp_path) -> EngineMaking:
    """It knows what would be downloaded."""
    making.index.setText(str(make_wheels(tmp_path / "wheels")))
    proceed(making, qtbot)
    return making


def test_that_sizes_and_room_are_said_before_anything_is_asked(making):
    assert "GB are free" in making.sizes.text() and "About" in making.sizes.text()
    assert making.go.text() == "Look up the size"
    assert not making.stop.isEnabled()


def test_that_a_build_of_another_index_says_where_its_address_is_found(making):
    unusual = "cpu" if engine_making.usual_build() == "cuda" else "cuda"
    making.build.setCurrentIndex(making.build.findData(unusual))
    assert "Get Started" in making.sizes.text()
    making.index.setText("https://index.example/cpu")
    assert "Get Started" not in making.sizes.text()


def test_that_it_is_made_taken_repaired_and_removed(with_plan, dialog, window, qtbot, engines):
    assert "7 packages" in with_plan.sizes.text() and "PyTorch 2.15.0" in with_plan.sizes.text()
    assert with_plan.go.text() == "Download and install"
    assert own_engines() == []
    proceed(with_plan, qtbot)
    (first,) = own_engines()
    assert window.settings.get("engine") == first.python == interpreter.interpreter()
    qtbot.waitUntil(lambda: "PyTorch 2.15.0, on cpu" in dialog.told.text(), timeout=30_000)
    with_plan.reject()
    qtbot.waitUntil(lambda: dialog.repair.isEnabled(), timeout=30_000)

    dialog.repair.click()
    again = next(one for one in dialog.findChildren(EngineMaking) if one is not with_plan)
    qtbot.waitUntil(lambda: again.maker.count() == 1)
    assert again.index.text() == first.recipe.index
    proceed(again, qtbot)
    proceed(again, qtbot)
    qtbot.waitUntil(lambda: len(list(engines.iterdir())) == 1, timeout=30_000)
    (second,) = own_engines()
    assert second.folder != first.folder
    assert interpreter.interpreter() == second.python
    again.reject()
    qtbot.waitUntil(lambda: dialog.remove.isEnabled() and dialog.again.isEnabled(), timeout=30_000)

    dialog.remove.click()
    question = dialog.findChild(QMessageBox, "engine-remove-question")
    next(button for button in question.findChildren(QPushButton) if button.text() == "Delete").click()
    qtbot.waitUntil(lambda: not engines.is_dir(), timeout=30_000)
    assert window.settings.get("engine") == ""
    qtbot.waitUntil(lambda: dialog.again.isEnabled(), timeout=30_000)


def test_that_a_changed_choice_asks_for_the_size_again_and_leaves_nothing(with_plan, qtbot, engines):
    with_plan.index.setText("")
    assert with_plan.go.text() == "Look up the size"
    qtbot.waitUntil(lambda: not engines.is_dir(), timeout=30_000)


def test_that_closing_while_it_works_leaves_nothing(making, qtbot, tmp_path, engines):
    making.index.setText(str(make_wheels(tmp_path / "wheels")))
    making.go.click()
    qtbot.waitUntil(lambda: engines.is_dir(), timeout=30_000)
    making.reject()
    qtbot.waitUntil(lambda: not engines.is_dir(), timeout=30_000)


def test_that_a_failure_is_a_sentence_with_what_pip_printed(making, qtbot, tmp_path, engines):
    making.index.setText(str(make_wheels(tmp_path / "wheels", without="torchvision")))
    proceed(making, qtbot)
    assert "torchvision is not offered for Python" in making.said.text()
    assert not making.details.isHidden() and "ERROR" in making.details.toPlainText()
    assert making.go.text() == "Look up the size" and making.go.isEnabled()
    assert not engines.is_dir()


def test_that_a_machine_without_a_fitting_python_is_told_so(dialog, qtbot, monkeypatch):
    monkeypatch.setattr(engine_making, "makers", no_python)
    making = dialog.open_making(None)
    qtbot.waitUntil(lambda: "install one, or the program uv" in making.said.text())
    assert not making.go.isEnabled()


def test_that_every_part_has_a_name(making):
    for part in (making.maker, making.build, making.index, making.bar, making.details):
        assert part.objectName() and part.accessibleName()
    assert all(
        button.objectName() and button.text() for button in (making.go, making.stop, making.leave, making.folder)
    )


def test_that_the_dialog_is_drawn(with_plan, tmp_path):
    picture = with_plan.grab()
    assert picture.save(os.environ.get("WEIGHTSMITH_SHOT", str(tmp_path / "making.png")))
