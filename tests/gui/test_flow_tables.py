"""Costs and gradients as tables share their selection with the graph; files of numbers and runs colour it."""

import csv

import pytest
import torch

from desktop_app.graph.dataflow import Op, build_dataflow, with_tensors
from desktop_app.graph.numbers import Numbers
from desktop_app.gui.graph.cost_view import CostView
from desktop_app.gui.graph.number_dialog import NumberDialog
from desktop_app.training.record.event_files import EventWriter
from desktop_app.training.record.events import Start
from desktop_app.training.record.norms import NormsWriter
from tests.gui.conftest import seen

SOURCE = """
from torch import nn

class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.relu = nn.ReLU()
        self.head = nn.Linear(4, 5)
    def forward(self, x):
        return self.head(self.relu(self.conv(x)).mean((2, 3)))
"""


@pytest.fixture
def opened(qtbot, window, tmp_path):
    """A small model's file in the window, with the model chosen and agreed to."""
    from dataclasses import replace

    from desktop_app.engine.sources import look_at

    (tmp_path / "small.py").write_text(SOURCE)
    names = {}
    exec(SOURCE, names)
    torch.manual_seed(1)
    torch.save(names["Small"]().state_dict(), tmp_path / "small.pth")
    window.open_paths([str(tmp_path / "small.pth")])
    qtbot.waitUntil(lambda: window.front is not None and window.front.flow is not None, timeout=60_000)
    work = window.front.work
    work.request = replace(
        work.request, model=f"{tmp_path / 'small.py'}:Small", trusted=look_at(tmp_path / "small.py").sha256
    )
    return window


def view_of(qtbot, window, name):
    window.inspect.show_dock(name)
    qtbot.waitUntil(lambda: seen(window.docks[name]) is not None, timeout=20_000)
    return seen(window.docks[name])


def test_that_costs_share_their_selection_with_every_view(qtbot, opened, tmp_path):
    window, tab = opened, opened.front
    view = view_of(qtbot, window, "costs")
    assert view.pages.currentIndex() == 0
    view.trace_button.click()
    qtbot.waitUntil(lambda: view.graph is not None, timeout=90_000)
    tab.flow.show_kind("dataflow")
    rows = list(view.table.rows.rows)
    assert rows[0].path == "conv" and "multiply-adds" in view.total.text()
    view.table.selectRow(0)
    chosen = [tab.session.checkpoint.tensors[place].name for place in tab.session.selection.tensors]
    assert chosen == ["conv.weight", "conv.bias"]
    graph = tab.graph_view.graph
    assert {graph.nodes[node].path for node in tab.graph_view.canvas.selected} == {"conv"}
    tab.graph_view.canvas.clicked.emit(graph.index()["head"], False)
    current = view.table.selectionModel().selectedRows()
    assert [view.table.rows.rows[index.row()].path for index in current] == ["head"]
    view.table.sortByColumn(5, view.table.horizontalHeader().sortIndicatorOrder().DescendingOrder)
    assert view.table.rows.rows[0].macs == max(row.macs for row in rows)
    view.save(str(tmp_path / "costs.csv"))
    qtbot.waitUntil((tmp_path / "costs.csv").is_file)
    with (tmp_path / "costs.csv").open() as file:
        assert list(csv.DictReader(file))[-1]["path"] == "total"


def test_that_the_graph_keeps_its_tensors_through_an_edit(qtbot, opened):
    from desktop_app.gui.checkpoint.edits.edit_actions import make_step

    tab = opened.front
    tab.flow.show_kind("dataflow")
    qtbot.waitUntil(lambda: tab.flow.flow is not None, timeout=90_000)
    tab.editor.do("", make_step("drop", "conv.weight"), make_step("rename", "head.weight", "top.weight"))
    qtbot.waitUntil(lambda: tab.work.edited, timeout=20_000)
    tab.graph_view.canvas.clicked.emit(tab.graph_view.graph.index()["head"], False)
    chosen = {tab.session.checkpoint.tensors[place].name for place in tab.session.selection.tensors}
    assert chosen == {"top.weight", "head.bias"} and "Edited" in tab.flow.note.text()
    opened.actions_made.made["edit.undo"].trigger()  # a window with edits would ask when it closes
    qtbot.waitUntil(lambda: any(info.name == "conv.weight" for info in tab.session.checkpoint.tensors), timeout=20_000)


def test_that_gradients_have_histograms_and_words(qtbot, opened, tmp_path):
    window, tab = opened, opened.front
    view = view_of(qtbot, window, "gradients")
    image = torch.rand(1, 3, 8, 8)
    torch.save(image, tmp_path / "image.pt")
    tab.flow.give(str(tmp_path / "image.pt"))
    tab.flow.show_kind("autograd")
    qtbot.waitUntil(lambda: tab.flow.backward is not None, timeout=90_000)
    assert tab.flow.backward.inputs == ((1, 3, 8, 8),) and "image.pt" in tab.flow.given.text()
    assert "requires_grad" in view.words.toPlainText()
    view.table.selectRow(0)
    assert view.title.text() == "conv.weight" and sum(view.canvas.counts) == 4 * 3 * 9
    assert "AccumulateGrad" in view.words.toPlainText()
    graph = tab.graph_view.graph
    function = next(node for node in graph.nodes if node.class_name == "ConvolutionBackward0")
    tab.graph_view.canvas.clicked.emit(graph.index()[function.path], False)
    assert "creator" in view.words.toPlainText()
    assert window.inspect.measure == "gradient" and tab.graph_view.canvas.overlay is not None
    tab.flow.show_kind("hierarchy")
    assert tab.graph_view.canvas.overlay.values["conv"] > 0
    window.inspect.set_measure("output-zeros")
    assert 0 <= tab.graph_view.canvas.overlay.values["relu" if "relu" in tab.graph_view.graph.index() else "conv"] <= 1


def test_that_a_file_of_numbers_is_previewed_and_colours(qtbot, opened, tasks, tmp_path):
    window, tab = opened, opened.front
    (tmp_path / "n.csv").write_text("key,snr\nconv.weight,1\nhead,5\nhead.bias,oops\nmine,2\n")
    names = [info.name for info in tab.session.checkpoint.tensors]
    dialog = NumberDialog(tasks, names, ["conv", "head"])
    qtbot.addWidget(dialog)
    assert not dialog.take.isEnabled()
    dialog.read(str(tmp_path / "none.csv"))
    qtbot.waitUntil(lambda: "none.csv" in dialog.said.text())
    dialog.read(str(tmp_path / "n.csv"))
    qtbot.waitUntil(lambda: dialog.file is not None)
    assert "line 4" in dialog.table.item(0, 2).text() and dialog.table.rowCount() == 4
    told = dialog.said.text()
    assert told == "Found: 1 tensor, 1 module. 1 key is not in this file. 1 row is wrong and left out."
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.buttons.accepted.emit()
    numbers = told.args[0]
    assert isinstance(numbers, Numbers) and numbers.title == "snr (n.csv)"
    window.inspect.colouring.use_numbers(tab.session, numbers)
    assert tab.graph_view.canvas.overlay.values == {"conv": 1.0, "head": 5.0, "": 3.0}
    window.inspect.table.export_numbers_to(str(tmp_path / "shown.json"))
    qtbot.waitUntil((tmp_path / "shown.json").is_file)


def test_that_the_steps_of_a_run_colour_the_graph(qtbot, opened, tmp_path):
    import numpy as np

    window, tab = opened, opened.front
    run = tmp_path / "run"
    run.mkdir()
    events = EventWriter(run / "events.jsonl")
    events.write(Start(1, 2, layers=("conv.weight", "head.weight")))
    events.close()
    writer = NormsWriter(run / "norms.f32", 2)
    for step in (1, 2, 3):
        writer.add(step, np.array([step, 10 * step], np.float32), np.array([1, 1], np.float32))
    writer.close()
    colouring = window.inspect.colouring
    colouring.read_run(tab, str(run))
    qtbot.waitUntil(lambda: window.inspect.measure == "history-weights")
    overlay = tab.graph_view.canvas.overlay
    assert (overlay.values["conv"], overlay.values["head"], overlay.low) == (3.0, 30.0, 1.0) and overlay.high >= 30
    bar = tab.graph_view.time_bar
    assert not bar.isHidden() and "3" in bar.text.text()
    bar.slider.setValue(0)
    assert tab.graph_view.canvas.overlay.values["conv"] == 1.0
    window.inspect.set_measure("")
    assert bar.isHidden() and tab.graph_view.canvas.overlay is None


def test_that_a_table_of_many_rows_is_filtered(qtbot, tasks):
    ops = [Op(f"op{place}", "add", shape=(1, 2), dtype="float32", macs=place) for place in range(3000)]
    view = CostView(tasks)
    qtbot.addWidget(view)
    view.show_graph(with_tensors(build_dataflow(ops, "many"), {}, ops))
    assert view.table.rows.rowCount() == 3000
    view.filter.setText("op299")
    assert {row.path for row in view.table.rows.rows} == {"op299", *(f"op299{digit}" for digit in range(10))}
