"""Costs of a pass as rows: operators or modules, a total in which what is shared counts once, and files of them."""

import csv
import json

import pytest

from desktop_app.graph.costs import costs_of, has_costs, total_of, write_costs
from desktop_app.graph.dataflow import Op, build_dataflow


@pytest.fixture
def graph():
    ops = [
        Op("x", "input", "input", shape=(1, 8)),
        Op("fc", "Linear", scope=("block", "block.fc"), inputs=("x",), shape=(1, 4), dtype="float32", tensors=("block.fc.weight",), macs=32),
        Op("relu", "relu", scope=("block",), inputs=("fc",), shape=(1, 4), dtype="float32"),
        Op("fc_1", "Linear", scope=("block@1", "block.fc@1"), inputs=("relu",), shape=(1, 4), dtype="float32", tensors=("block.fc.weight",), macs=32),
        Op("y", "output", "output", inputs=("fc_1",)),
    ]  # fmt: skip
    return build_dataflow(ops, "g", classes={"block": "Block", "block.fc": "Linear"}, numels={"block.fc.weight": 32})


def test_that_rows_are_operators_or_modules(graph):
    rows = costs_of(graph)
    assert [(row.class_name, row.macs) for row in rows] == [("Linear", 32), ("relu", 0), ("Linear", 32)]
    assert rows[0].result == "4" and rows[0].activation_nbytes == 16
    module = costs_of(graph, "modules")[0]
    assert (module.path, module.parameters, module.macs, module.activation_nbytes) == ("block", 32, 32, 32)


def test_that_the_total_counts_shared_parameters_once(graph):
    total = total_of(graph)
    assert (total.parameters, total.macs, total.activation_nbytes) == (32, 64, 48)
    assert has_costs(graph) and not has_costs(None)


def test_that_a_table_is_written(graph, tmp_path):
    rows, total = costs_of(graph), total_of(graph)
    with write_costs(rows, total, tmp_path / "c.csv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert len(table) == 4 and table[-1]["path"] == "total" and table[-1]["multiply_adds"] == "64"
    document = json.loads(write_costs(rows, total, tmp_path / "c.json").read_text("utf-8"))
    assert document["total"]["parameters"] == 32 and document["nodes"][0]["activation_bytes"] == 16
    with pytest.raises(ValueError, match="ending"):
        write_costs(rows, total, tmp_path / "c.txt")
