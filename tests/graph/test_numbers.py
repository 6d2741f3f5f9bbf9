"""Numbers by name land on any graph: nodes have their own, groups what those below come to, files say what fits."""

import json
import math

import pytest

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.graph.dataflow import Op, build_dataflow, moved_tensors, with_tensors
from desktop_app.graph.model import Graph, Node
from desktop_app.graph.number_files import NumberFileError, fit_of, read_numbers, write_overlay
from desktop_app.graph.numbers import Numbers, on_graph
from desktop_app.graph.overlay import overlay_of


def tensor(name):
    return TensorInfo(name, (2,), "float32", (1,), None, role="parameter")


TENSORS = (tensor("a.weight"), tensor("a.bias"), tensor("b.weight"))


@pytest.fixture
def tree():
    nodes = (
        Node("", "model", children=(1, 2)),
        Node("a", "a", parent=0, tensors=(0, 1)),
        Node("b", "b", parent=0, tensors=(2,)),
    )
    return Graph("hierarchy", "model", nodes)


@pytest.mark.parametrize(
    ("fold", "a", "root"), [("sum", 7, 8), ("largest", 4, 4), ("norm", 5, math.sqrt(26)), ("mean", 3.5, 8 / 3)]
)
def test_that_a_group_shows_what_its_tensors_come_to(tree, fold, a, root):
    values = {"a.weight": 3.0, "a.bias": 4.0, "b.weight": 1.0}
    found = on_graph(Numbers("", values, fold), tree, TENSORS)
    assert (found["a"], found["b"], found[""]) == pytest.approx((a, 1, root))


def test_that_a_mean_is_weighed(tree):
    numbers = Numbers("", {"a.weight": 1.0, "a.bias": 0.0}, "mean", {"a.weight": 3.0, "a.bias": 1.0})
    assert on_graph(numbers, tree, TENSORS) == {"a": 0.75, "": 0.75}


def test_that_a_number_of_a_module_is_that_modules(tree):
    assert on_graph(Numbers("", {"a": 5.0, "b.weight": 2.0}, "largest"), tree, TENSORS) == {"a": 5.0, "b": 2.0, "": 5.0}


def test_that_what_is_not_finite_does_not_spoil_its_group(tree):
    assert on_graph(Numbers("", {"a.weight": math.nan, "b.weight": 2.0}), tree, TENSORS) == {"b": 2.0, "": 2.0}


@pytest.fixture
def flow():
    """A layer that is called twice, under a prefix of the file."""
    ops = [
        Op("x", "input", "input"),
        Op("conv", "Conv2d", scope=("a",), inputs=("x",), shape=(1, 4), dtype="float32", tensors=("a.weight",), macs=5),
        Op("add", "add", inputs=("conv",), shape=(1, 4), dtype="float16"),
        Op("conv_1", "Conv2d", scope=("a@1",), inputs=("add",), shape=(1, 4), dtype="float32", tensors=("a.weight",), macs=5),
        Op("y", "output", "output", inputs=("conv_1",)),
    ]  # fmt: skip
    graph = build_dataflow(ops, "flow", classes={"a": "Conv2d"}, numels={"a.weight": 7})
    return with_tensors(graph, {"a.weight": 0}, ops)


def test_that_a_tensor_that_is_used_twice_counts_once(flow):
    found = on_graph(Numbers("", {"m.a.weight": 3.0}), flow, (tensor("m.a.weight"),), "m.")
    assert found == {"": 3.0, "a": 3.0, "a#2": 3.0}
    assert (flow.nodes[0].parameters, flow.nodes[0].macs, flow.nodes[0].activation_nbytes) == (7, 10, 16 + 8 + 16)


def test_that_a_second_call_has_the_number_of_its_module(flow):
    found = on_graph(Numbers("", {"m.a": 2.0, "m": 9.0}), flow, (tensor("m.a.weight"),), "m.")
    assert (found["a"], found["a#2"], found[""]) == (2.0, 2.0, 9.0)


def test_that_a_graph_follows_its_tensors_through_an_edit(flow):
    moved = moved_tensors(flow, {0: 12})
    assert [node.tensors for node in moved.nodes if node.tensors] == [(12,), (12,)]
    assert all(not node.tensors for node in moved_tensors(flow, {}).nodes)


# ---------------------------------------------------------------------- files


def test_that_a_table_is_read_and_every_wrong_row_is_told(tmp_path):
    path = tmp_path / "n.csv"
    path.write_text("key,value,other\na.weight,1.5,2\n\nb.weight,many,3\n,4,5\nc.weight,,\nd,nan,\n", "utf-8")
    found = read_numbers(path)
    assert found.columns == ("value", "other")
    assert found.values(0)["a.weight"] == 1.5 and math.isnan(found.values(0)["d"])
    assert found.values(1) == {"a.weight": 2.0}
    assert [(one.line, one.reason) for one in found.troubles] == [
        (4, "'many' is not a number"),
        (5, "the key is empty"),
        (6, "there is no number"),
    ]
    fit = fit_of(found.values(0), ["a.weight"], ["a"])
    assert (fit.tensors, fit.modules, fit.strangers) == (1, 0, ("d",))


@pytest.mark.parametrize(
    "text", ["a;1\nb;2\n", "a\t1\nb\t2\n", "a,1\nb,2\n", "\ufeffname,value\na,1\nb,2\n", '{"a": 1, "b": 2}']
)
def test_that_what_people_write_is_understood(tmp_path, text):
    (tmp_path / "n.txt").write_text(text, "utf-8")
    assert read_numbers(tmp_path / "n.txt").values(0) == {"a": 1.0, "b": 2.0}


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "no rows"), (b"\xff\xfe\x00a", "UTF-8"), (b"{", "JSON"), (b"[1]", "object"), (b"{}", "object")],
)
def test_that_what_is_no_table_is_one_sentence(tmp_path, data, words):
    (tmp_path / "n.csv").write_bytes(data)
    with pytest.raises(NumberFileError, match=words):
        read_numbers(tmp_path / "n.csv")
    with pytest.raises(NumberFileError, match="cannot be read"):
        read_numbers(tmp_path / "none.csv")


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_that_written_numbers_can_be_read_again(tree, tmp_path, ending):
    overlay = overlay_of("norm", {"a": 0.1, "b": 1e-9})
    assert read_numbers(write_overlay(overlay, tree, tmp_path / f"n.{ending}")).values(0) == {"a": 0.1, "b": 1e-9}
    if ending == "json":
        assert json.loads((tmp_path / "n.json").read_text())["title"] == "norm"


def test_that_the_scale_of_a_course_reaches_over_all_of_it():
    overlay = overlay_of("norm", {"a": 2.0}, log=True, ends=(1.0, 4.0))
    assert (overlay.low, overlay.high, overlay.share(2.0)) == (1.0, 4.0, 0.5)
