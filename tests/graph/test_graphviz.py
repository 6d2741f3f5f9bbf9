"""DOT of what is shown: read back by a real Graphviz, with hostile names, limits and a stop watch."""

import json
import pickle
import re
import stat
import sys

import pytest

from desktop_app.graph import colours, graphviz
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.graphviz import GraphvizError, check_size, find_dot, run_dot, to_dot
from desktop_app.graph.model import Edge, Graph, Node
from desktop_app.graph.overlay import Overlay

try:
    find_dot()
except GraphvizError as missing:
    pytest.skip(str(missing), allow_module_level=True)


def nested(label: str = "inner") -> Graph:
    """root > stage > (label, last), with an edge between them, and a leaf beside."""
    return Graph("hierarchy", "m.pth", (
        Node(path="", label="m.pth", category="container", children=(1, 4)),
        Node(path="stage", label="stage", class_name="Sequential", category="container", parent=0, children=(2, 3), edges=(Edge(0, 1),), descendants=2),
        Node(path="stage.0", label=label, class_name="Conv2d", category="conv", parent=1, detail=("weight 4×3×3×3",)),
        Node(path="stage.1", label="last", class_name="ReLU", category="activation", parent=1),
        Node(path="head", label="head", class_name="Linear", inferred=True, category="linear", parent=0),
    ))  # fmt: skip


def wide(count: int) -> Graph:
    leaves = (
        Node(path=f"t{place}", label=f"t{place}", category="tensor", parent=0, structure=place + 1)
        for place in range(count)
    )
    root = Node(path="", label="m", category="container", children=tuple(range(1, count + 1)))
    return Graph("hierarchy", "m", (root, *leaves))


def opened(graph: Graph) -> Arrangement:
    arrangement = Arrangement(graph)
    arrangement.set_rule(9)
    return arrangement


def as_graphviz_reads_it(source: str) -> list[dict[str, str]]:
    """Nodes and clusters with their attributes, after a real `dot` has parsed the source."""
    return json.loads(run_dot(source, "json0"))["objects"]


def test_that_open_groups_are_clusters_and_the_rest_are_boxes() -> None:
    objects = as_graphviz_reads_it(to_dot(opened(nested())))
    clusters = [item for item in objects if item["name"].startswith("cluster")]
    assert [item["label"] for item in clusters] == ["m.pth", "stage  Sequential"]
    assert len(objects) - len(clusters) == 3


def test_that_dot_is_read_back_as_it_was_meant() -> None:
    canonical = run_dot(to_dot(opened(nested())), "canon").decode()
    assert run_dot(canonical, "canon").decode() == canonical
    assert len(re.findall("->", canonical)) == 1


def test_that_boxes_without_edges_do_not_stand_in_one_row() -> None:
    placed = json.loads(run_dot(to_dot(Arrangement(wide(20))), "json"))["objects"]
    rows = {item["pos"].split(",")[1] for item in placed if "pos" in item}
    assert len(rows) == 4


def test_that_numbers_colour_the_boxes() -> None:
    overlay = Overlay("size", {"stage.0": 1.0, "head": 0.0}, 0.0, 1.0)
    leaves = [item for item in as_graphviz_reads_it(to_dot(opened(nested()), overlay=overlay)) if "fillcolor" in item]
    fills = {item["label"].split("\\n")[0]: item["fillcolor"] for item in leaves}
    assert (fills["inner"], fills["head"]) == (colours.scale_colour(1.0), colours.scale_colour(0.0))
    assert fills["last"] == colours.FILL["light"]["container"]


def test_that_more_than_any_program_lays_out_is_not_written(monkeypatch) -> None:
    monkeypatch.setattr(graphviz, "DOT_NODES", 10)
    with pytest.raises(GraphvizError, match="collapse some groups"):
        to_dot(Arrangement(wide(20)))


def test_that_a_closed_group_hides_what_is_in_it() -> None:
    arrangement = Arrangement(nested())
    arrangement.set_rule(1)
    assert "inner" not in to_dot(arrangement)
    assert "2 modules" in to_dot(arrangement)


@pytest.mark.parametrize("name", ['a"b', "back\\slash\\", "\\N \\G \\l", "a;b}{]", "编码器", 'x", shape="none'])
def test_that_a_name_cannot_leave_its_quotes(name: str) -> None:
    objects = as_graphviz_reads_it(to_dot(opened(nested(name))))
    leaves = [item for item in objects if not item["name"].startswith("cluster")]
    assert len(leaves) == 3
    assert all(item["shape"] == "box" for item in leaves if "shape" in item)
    [shown] = [item for item in leaves if "weight 4×3×3×3" in item["label"]]
    assert shown["label"].split("\\n")[0].replace("\\\\", "\\") == name or name in shown["label"].replace("\\\\", "\\")


@pytest.mark.parametrize("graph", [nested("<b>bold</b>"), nested("<unclosed>")], ids=["valid", "invalid"])
def test_that_a_name_in_angle_brackets_is_text(graph: Graph) -> None:
    bare = Graph(graph.kind, graph.title, tuple(
        Node(path=node.path, label=node.label, parent=node.parent, children=node.children) for node in graph.nodes
    ))  # fmt: skip
    assert f'"{graph.nodes[2].label}' in to_dot(opened(bare))


def test_that_surrogates_and_controls_do_not_stop_it() -> None:
    assert as_graphviz_reads_it(to_dot(opened(nested("a\udc80\x00\x1b b"))))


def test_that_too_large_a_graph_is_refused_in_one_sentence() -> None:
    arrangement = Arrangement(wide(40))
    check_size(arrangement)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graphviz, "NODES", 20)
        with pytest.raises(GraphvizError, match=r"41 boxes and 0 edges are too many .*collapse"):
            check_size(arrangement)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script as program")
def test_that_a_dot_that_does_not_end_is_killed(tmp_path) -> None:
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\nexec sleep 30\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(GraphvizError, match=r"did not finish within 0\.2 s"):
        run_dot("digraph {}", "svg", preferred=str(program), seconds=0.2)


def test_that_a_refusal_gives_the_reason_and_travels_between_processes() -> None:
    with pytest.raises(GraphvizError, match=r"refused the graph: .*syntax error") as caught:
        run_dot("digraph { a -> }", "svg")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_that_the_users_choice_comes_first_and_the_one_from_pip_second(monkeypatch, tmp_path) -> None:
    assert find_dot(sys.executable) == sys.executable
    with pytest.raises(GraphvizError, match=r"/no/such/dot is no program"):
        find_dot("/no/such/dot")
    assert "graphviz-pure" in find_dot()
    monkeypatch.setattr(graphviz.shutil, "which", lambda *_, **__: None)
    with pytest.raises(GraphvizError, match="pip install graphviz-pure"):
        find_dot()
