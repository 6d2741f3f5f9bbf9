"""One function writes what is shown, by the ending of the name; nothing half-written is ever left."""

import json
import pickle
from pathlib import Path

import pytest

from desktop_app.graph import export
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.export import ENDINGS, export_graph, graph_document
from desktop_app.graph.graphviz import GraphvizError, find_dot
from desktop_app.graph.model import Edge, Graph, Node

STARTS = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF-", ".dot": b"digraph", ".json": b"{"}


@pytest.fixture
def shown() -> Arrangement:
    """A model with an open stage of three equal blocks, and a head."""
    block = {"class_name": "Conv2d", "category": "conv", "parent": 1, "structure": 5, "detail": ("weight 4×3",)}
    nodes = (
        Node(path="", label="m.pth", category="container", children=(1, 5), edges=(Edge(0, 1, "64×7×7"),)),
        Node(path="stage", label="stage", class_name="Sequential", category="container", parent=0, children=(2, 3, 4)),
        *(Node(path=f"stage.{place}", label=str(place), **block) for place in range(3)),
        Node(path="head", label="编码<器>", class_name="Linear", category="linear", parent=0, parameters=10),
    )
    arrangement = Arrangement(Graph("hierarchy", "m.pth", nodes))
    arrangement.set_rule(5)
    return arrangement


@pytest.mark.parametrize("ending", ENDINGS)
def test_that_the_ending_says_the_format(shown: Arrangement, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"Модель {ending[1:]}{ending.upper()}"
    assert export_graph(shown, target) == target
    assert target.read_bytes().startswith(STARTS[ending])
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_that_another_ending_is_told(shown: Arrangement, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"x\.gif: the ending must be one of \.svg"):
        export_graph(shown, tmp_path / "x.gif")


def test_that_json_lists_nodes_edges_and_groups_by_the_contract(shown: Arrangement) -> None:
    made = graph_document(shown)
    assert made["groups"] == [
        {"id": "", "parent": None, "class": None, "repeat": 1},
        {"id": "stage", "parent": "", "class": "Sequential", "repeat": 1},
    ]
    assert made["edges"] == [{"from": "stage", "to": "head", "shape": "64×7×7"}]
    nodes = {node["id"]: node for node in made["nodes"]}  # type: ignore[union-attr,index]
    assert set(nodes) == {"stage.0", "head"}
    assert {"id", "label", "class", "kind", "group", "count", "shape"} <= set(nodes["head"])
    assert (nodes["stage.0"]["count"], nodes["stage.0"]["group"], nodes["stage.0"]["kind"]) == (3, "stage", "conv")
    assert nodes["head"]["label"] == "编码<器>"


def test_that_json_is_utf8_without_escapes(shown: Arrangement, tmp_path: Path) -> None:
    data = export_graph(shown, tmp_path / "g.json").read_bytes()
    assert "编码<器>".encode() in data
    assert json.loads(data) == graph_document(shown)


def test_that_a_failure_while_writing_leaves_the_old_file(shown: Arrangement, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "g.svg"
    target.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(export, "replace_file", fail)
    with pytest.raises(OSError, match="the disk is full"):
        export_graph(shown, target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_that_what_is_shown_can_be_sent_to_a_worker(shown: Arrangement, tmp_path: Path) -> None:
    sent = pickle.loads(pickle.dumps(shown))
    first, second = (
        export_graph(one, tmp_path / name).read_bytes() for one, name in ((shown, "a.svg"), (sent, "b.svg"))
    )
    assert first == second


@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf"])
def test_that_graphviz_can_lay_it_out(shown: Arrangement, tmp_path: Path, ending: str) -> None:
    try:
        find_dot()
    except GraphvizError as missing:
        pytest.skip(str(missing))
    data = export_graph(shown, tmp_path / f"g{ending}", engine="graphviz").read_bytes()
    assert data.startswith(STARTS[ending])
    assert data != export_graph(shown, tmp_path / f"own{ending}").read_bytes()


def test_that_a_lone_surrogate_in_a_name_does_not_stop_json(tmp_path: Path) -> None:
    nodes = (Node(path="", label="m", children=(1,)), Node(path="a\udc80", label="a\udc80", parent=0))
    export_graph(Arrangement(Graph("hierarchy", "m", nodes)), tmp_path / "g.json")
