"""The health view: findings with evidence and a jump, tables sorted by numbers, reports on disk, cancel, edits after it."""

import json
import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from desktop_app.checkpoint.editing.draft import Step
from desktop_app.checkpoint.health.catalogue import SYMPTOMS
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.checkpoint.edits.editor import Editor
from desktop_app.gui.checkpoint.health.health_canvas import HealthCanvas
from desktop_app.gui.checkpoint.health.health_texts import HEALTH_TEXTS
from desktop_app.gui.checkpoint.health.health_view import HealthView
from desktop_app.gui.checkpoint.session import CheckpointSession
from tests.gui.fakes import FakeTasks

torch = pytest.importorskip("torch")


def ill():
    """A dead filter, a NaN, and a spectrum too large to be exact at once."""
    torch.manual_seed(0)
    state = {f"layers.{n}.weight": torch.randn(16, 8, 3, 3) / 72**0.5 for n in range(3)}
    state["layers.1.weight"][7] = 0
    state["head.weight"] = torch.randn(4, 16)
    state["head.weight"][0, 0] = math.nan
    return state


@pytest.fixture
def make(qtbot, qapp, tmp_path):
    """A view of a file with these tensors, examined in this process."""

    def made(state=None, *, tasks=None, size=(1100, 420), examined=True):
        torch.save(state or ill(), tmp_path / "a.pth")
        tasks = tasks or FakeTasks()
        session = CheckpointSession(open_checkpoint(tmp_path / "a.pth"), tasks)  # type: ignore[arg-type]
        tasks.setParent(session)
        session.editor = Editor(session, session)
        view = HealthView(session)
        session.setParent(view)
        session.checkpoint_changed.connect(view.refresh_checkpoint)
        qtbot.addWidget(view)
        view.resize(*size)
        with qtbot.waitExposed(view):
            view.show()
        if examined:
            view.start_button.click()
            qtbot.waitUntil(lambda: view._report is not None or bool(view._problem), timeout=20000)
        return view

    return made


def go_to(view, name):
    for item in view.findings._items():
        if item.text(1) == name:
            view.findings.list.setCurrentItem(item)
            return item
    raise AssertionError(name)


def test_that_the_views_sentences_are_those_of_the_core():
    assert {code: (one.message, one.cure) for code, one in SYMPTOMS.items()} == HEALTH_TEXTS


def test_that_nothing_is_read_before_it_is_asked(make):
    view = make(examined=False)
    assert not view._session.tasks.calls and view.blank.isVisible() and not view.save_button.isEnabled()


def test_that_a_finding_jumps_to_its_tensor_and_marks_the_dead_filter(make):
    view = make()
    assert "Errors: 1, warnings: 1," in view.status.text()
    go_to(view, "layers.1.weight")
    tensors = view._session.checkpoint.tensors
    assert [tensors[place].name for place in view._session.selection.tensors] == ["layers.1.weight"]
    assert view.canvas._marked == {7} and view.canvas._values[7] == 0 and len(view.canvas._values) == 16
    assert "Outputs with nothing but zero weights: 1 of 16 (7)." in view.text.text()


def test_that_tables_sort_by_number_and_keep_the_chosen_row(make):
    view = make()
    view.tabs.setCurrentWidget(view.layers)
    view.layers.selectRow(1)
    assert view.title.text() == "layers.1.weight" and view.canvas._curve
    view.layers.sortByColumn(6, Qt.SortOrder.DescendingOrder)
    assert view.layers.layers.rows[0].name == "layers.1.weight" and view.layers.currentIndex().row() == 0
    view.casts.sortByColumn(6, Qt.SortOrder.AscendingOrder)
    losses = [layer.casts[5].relative for layer in view.casts.layers.rows]
    assert losses == sorted(losses) and view.casts.layers.index(0, 6).data().endswith("%")


def test_that_a_weight_too_large_is_projected_and_exact_on_demand(make, qtbot):
    torch.manual_seed(0)
    view = make({"big.weight": torch.randn(1100, 1100)})
    view.layers.selectRow(0)
    assert view.exact_button.isVisible() and len(view.canvas._values) == 64
    view.exact_button.click()
    qtbot.waitUntil(lambda: not view.busy, timeout=30000)
    assert not view.exact_button.isVisible() and view.title.text() == "big.weight"
    assert view._report.layers[0].spectrum.exact and view.canvas._whole == 1100


@pytest.mark.parametrize("ending", ["html", "json"])
def test_that_the_report_is_saved_whole(make, qtbot, tmp_path, ending):
    view = make()
    view.save(str(tmp_path / f"report.{ending}"))
    qtbot.waitUntil(lambda: not view.busy)
    text = (tmp_path / f"report.{ending}").read_text("utf-8")
    assert "nothing but zero weights: 1 of 16 (7)" in text and "Saved" in view.status.text()
    if ending == "json":
        assert len(json.loads(text)["tensors"]) == 4


def test_that_cancelling_keeps_what_was_found_before(make):
    tasks = FakeTasks(held=True)
    view = make(tasks=tasks, examined=False)
    view.start()
    assert view.busy and view.cancel_button.isVisible() and not view.start_button.isVisible()
    view.cancel()
    tasks.release()
    assert not view.busy and view._report is None and view.start_button.isVisible()


def test_that_a_failure_is_said_in_the_view(make):
    def broken(origin, progress=None):
        raise OSError("the disk is gone")

    view = make(tasks=FakeTasks(answers={"examine_origin": broken}))
    assert "the disk is gone" in view.blank.text() and not view.busy


def test_that_edits_are_examined_and_later_ones_make_the_report_old(make, qtbot):
    view = make()
    view._session.editor.do("Fill", Step("fill", ("layers.0.weight", "0")))
    qtbot.waitUntil(lambda: view._stale)
    assert "Edited since" in view.status.text()
    view.start_once()
    qtbot.waitUntil(lambda: not view.busy, timeout=20000)
    assert view._report.edited and not view._stale
    go_to(view, "layers.0.weight")
    assert "All 1,152 weights are zero." in view.text.text()


def test_that_a_marked_bar_is_drawn_red_even_when_it_is_zero(qtbot, qapp):
    canvas = HealthCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 120)
    canvas.show_values([1.0] * 9 + [0.0], [9])
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    canvas.render(image, QPoint())
    field = canvas._field()
    colour = image.pixelColor(int(field.left() + field.width() * 0.95), int(field.bottom()) - 3)
    assert colour.red() > colour.blue() + 60
    assert canvas.place_at(field.left() + 1) == 0 and canvas.place_at(field.right()) == 9 and canvas.place_at(-5) == -1
