"""Comparing and merging in the real window: rows lead to tensors, the graph is coloured, a merge is a step like any other."""

import pytest
import torch
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app.gui import overlays
from desktop_app.gui.checkpoint.edits.edit_actions import make_step
from tests.gui.conftest import seen


@pytest.fixture
def files(tmp_path):
    torch.manual_seed(0)
    state = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.Linear(8, 4)).state_dict()
    other = {name: value.clone() for name, value in state.items()}
    other["1.weight"] = other["1.weight"] * 1.5
    torch.save(state, tmp_path / "a.pth")
    torch.save(other, tmp_path / "b.pth")
    return tmp_path / "a.pth", tmp_path / "b.pth"


def can_do(window, name):
    made = window.actions_made.made.get(name)
    return made is not None and made.isEnabled()


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch):
    """Windows with edits close at the end of a test."""
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    monkeypatch.setattr(
        QMessageBox,
        "clickedButton",
        lambda box: next(b for b in box.buttons() if "Discard" in b.text().replace("&", "")),
    )


@pytest.fixture
def both_open(qtbot, window, files):
    window.open_paths([str(path) for path in files])
    qtbot.waitUntil(lambda: len([t for t in window.all_tabs() if t.session is not None]) == 2, timeout=15_000)
    window.tabs.setCurrentIndex(0)
    window.show_dock("compare")
    qtbot.waitUntil(lambda: seen(window.docks["compare"]) is not None)
    qtbot.waitUntil(lambda: can_do(window, "edit.merge"))
    return window


def compared(qtbot, window):
    view = seen(window.docks["compare"])
    with qtbot.waitSignal(view.changes_found, check_params_cb=bool, timeout=15_000):
        view.start()
    qtbot.waitUntil(lambda: len(view.two.rows_shown()) == 4)
    return view


def test_that_the_worst_row_selects_its_tensor_and_shows_both_histograms(qtbot, both_open):
    view = compared(qtbot, both_open)
    session = both_open.front.session
    view.two.next_worst()
    chosen = session.checkpoint.tensors[session.selection.tensors[0]].name
    assert chosen == "1.weight"
    qtbot.waitUntil(lambda: len(view.pair.plot.series) == 2, timeout=15_000)
    first, second = view.pair.plot.series
    assert first.edges.tolist() == second.edges.tolist() and first.counts.sum() == second.counts.sum() == 32
    assert "mean" in view.pair.legend.text()


def test_that_the_graph_is_coloured_by_change_until_it_no_longer_holds(qtbot, both_open):
    compared(qtbot, both_open)
    window, tab = both_open, both_open.front
    assert window.inspect.measure == "change"
    qtbot.waitUntil(lambda: tab.graph_view.canvas.overlay is not None)
    values = tab.graph_view.canvas.overlay.values
    assert values["0"] == overlays.FAINTEST and values["1"] == pytest.approx(0.5)
    assert window.actions_made.made["graph.colour-change"].isChecked()
    tab.editor.do("", make_step("drop", "0.bias"))
    qtbot.waitUntil(lambda: window.inspect.measure == "")
    qtbot.waitUntil(lambda: tab.graph_view.canvas.overlay is None)


def test_that_the_edited_file_is_compared_with_itself_as_opened(qtbot, both_open):
    tab = both_open.front
    tab.editor.do("", make_step("scale", "1.weight", "2"))
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1)
    view = seen(both_open.docks["compare"])
    titles = [view.choices.other.itemText(place) for place in range(view.choices.other.count())]
    assert titles == ["a.pth as opened", "b.pth"]
    view.choices.other.setCurrentIndex(0)
    compared(qtbot, both_open)
    assert view.state.text().startswith("changed: 1 ")


def test_that_an_edited_tab_is_offered_as_edited(qtbot, both_open):
    both_open.tabs.setCurrentIndex(1)
    both_open.front.editor.do("", make_step("rename", "1", "fc"))
    qtbot.waitUntil(lambda: len(both_open.front.editor.steps) == 1)
    both_open.tabs.setCurrentIndex(0)
    view = seen(both_open.docks["compare"])
    assert view.choices.other.itemText(0) == "● b.pth"
    compared(qtbot, both_open)
    assert "renamed: 2" in view.state.text()


def test_that_a_file_is_compared_by_the_menu(qtbot, window, files, monkeypatch):
    from PySide6.QtWidgets import QFileDialog

    window.open_paths([str(files[0])])
    qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None, timeout=15_000)
    qtbot.waitUntil(lambda: can_do(window, "file.compare"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(files[1]), ""))
    window.actions_made.made["file.compare"].trigger()
    qtbot.waitUntil(lambda: seen(window.docks["compare"]) is not None)
    view = seen(window.docks["compare"])
    qtbot.waitUntil(lambda: "changed: 1" in view.state.text(), timeout=15_000)


def test_that_a_run_colours_the_graph_by_drift_and_opens_a_moment(qtbot, both_open, files, tmp_path):
    run = tmp_path / "run"
    run.mkdir()
    state = torch.load(files[0], weights_only=True)
    for epoch in range(3):
        torch.save({name: value * (1 + epoch / 10) for name, value in state.items()}, run / f"epoch{epoch}.pth")
    view = seen(both_open.docks["compare"])
    view.choices.mode.setCurrentIndex(2)
    view.timeline.show_folder(str(run))
    qtbot.waitUntil(lambda: view.timeline.state.text().startswith("3 checkpoints"), timeout=15_000)
    view.timeline.slider.setValue(2)
    qtbot.waitUntil(lambda: both_open.inspect.measure == "change")
    assert both_open.inspect.comparing.changes_of(both_open.front.session)["1.weight"] == pytest.approx(0.2, rel=1e-4)
    view.timeline.visit_button.click()
    assert both_open.front.path == str(run / "epoch2.pth")


def test_that_a_merge_is_a_step_with_torchs_values(qtbot, both_open, files, tmp_path):
    tab = both_open.front
    both_open.actions_made.made["edit.merge"].trigger()
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "merge-dialog" and w.isVisible())
    dialog.add_files([str(files[1])])
    qtbot.waitUntil(lambda: dialog.ok.isEnabled(), timeout=15_000)
    dialog.ok.click()
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1, timeout=15_000)
    assert tab.editor.steps[0].operation == "merge" and both_open.isWindowModified()
    export = both_open.inspect.export()
    export.path.setText(str(tmp_path / "m.pth"))
    export.begin()
    qtbot.waitUntil(lambda: export.open_button.isVisible(), timeout=20_000)
    export.reject()
    a, b = (torch.load(path, weights_only=True) for path in files)
    found = torch.load(tmp_path / "m.pth", weights_only=True)
    for name, value in found.items():
        assert torch.equal(value, (a[name] + b[name]) / 2), name
    both_open.actions_made.made["edit.undo"].trigger()
    qtbot.waitUntil(lambda: tab.editor.steps == ())
