"""Graphviz as layout engine: every box at a place of its own inside its group, every edge from border to border."""

import json
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.graph import dot_layout, graphviz
from desktop_app.graph.arrangement import HEADER, Arrangement, GroupLayout
from desktop_app.graph.dot_layout import Places, layout_of, layout_source, places_of
from desktop_app.graph.graphviz import GraphvizError, find_dot
from desktop_app.graph.model import Edge, Graph, Node

try:
    find_dot()
except GraphvizError as missing:
    pytest.skip(str(missing), allow_module_level=True)


def model(*, names: tuple[str, str] = ("inner", "last")) -> Graph:
    """root > (stage > (inner → last)) → head, and a leaf that nothing leads to."""
    nodes = (
        Node(path="", structure=1, label="m.pth", category="container", children=(1, 4, 5), edges=(Edge(0, 1),)),
        Node(path="stage", structure=2, label="stage", class_name="Sequential", category="container", parent=0, children=(2, 3), edges=(Edge(0, 1),), descendants=2),
        Node(path="stage.0", structure=3, label=names[0], class_name="Conv2d", category="conv", parent=1, detail=("weight 4×3×3×3",)),
        Node(path="stage.1", structure=4, label=names[1], class_name="ReLU", category="activation", parent=1),
        Node(path="head", structure=5, label="head", class_name="Linear", category="linear", parent=0),
        Node(path="aside", structure=6, label="aside", class_name="Linear", category="linear", parent=0),
    )  # fmt: skip
    return Graph("hierarchy", "m.pth", nodes)


def laid_out(graph: Graph) -> tuple[Arrangement, GroupLayout]:
    arrangement = Arrangement(graph)
    arrangement.set_rule(9)
    layout = layout_of(arrangement, places_of(layout_source(arrangement)))
    arrangement.adopt(layout)
    return arrangement, layout


def groups(layout: GroupLayout) -> list[GroupLayout]:
    return [layout, *(found for box in layout.boxes if box.inside is not None for found in groups(box.inside))]


def test_that_boxes_lie_inside_of_their_group_below_its_title_and_never_on_each_other() -> None:
    _, layout = laid_out(model())
    assert len(groups(layout)) == 2
    for group in groups(layout):
        for box in group.boxes:
            assert box.x >= 0 and box.y >= HEADER - 4
            assert box.x + box.width <= group.width + 0.1 and box.y + box.height <= group.height + 0.1
        for first, second in combinations(group.boxes, 2):
            apart = first.x + first.width <= second.x or second.x + second.width <= first.x
            assert apart or first.y + first.height <= second.y or second.y + second.height <= first.y


def test_that_boxes_keep_the_size_that_their_texts_need() -> None:
    arrangement, _ = laid_out(model())
    own = Arrangement(model())
    own.set_rule(9)
    sizes = {placed.node: (placed.width, placed.height) for placed in own.walk() if placed.inside is None}
    for placed in arrangement.walk():
        if placed.inside is None:
            assert (placed.width, placed.height) == pytest.approx(sizes[placed.node], abs=0.1)


def test_that_edges_lead_from_border_to_border() -> None:
    _, layout = laid_out(model())
    for group in groups(layout):
        [wire] = group.wires
        tail, head = group.boxes[wire.source], group.boxes[wire.target]
        assert wire.spline and (len(wire.points) - 1) % 3 == 1
        assert wire.points[0][1] == pytest.approx(tail.y + tail.height, abs=1.5)
        assert wire.points[-1][1] == pytest.approx(head.y, abs=1.5)
        assert tail.y + tail.height < head.y


def test_that_finding_and_pointing_work_in_it_as_in_our_own_layout() -> None:
    arrangement, _ = laid_out(model())
    for node in range(6):
        placed = arrangement.find(node)
        assert placed is not None and placed.node == node
        if placed.inside is None:
            assert arrangement.at(placed.x + 2, placed.y + 2) == placed


def test_that_it_holds_until_something_is_opened_or_closed() -> None:
    arrangement, layout = laid_out(model())
    assert arrangement.root is layout
    arrangement.toggle(1)
    assert arrangement.root is not layout


@settings(deadline=None, max_examples=15)
@given(st.text(max_size=20), st.text(max_size=20))
def test_that_no_name_reaches_dot(first: str, second: str) -> None:
    plain = Arrangement(model(names=("x" * len(first), "x" * len(second))))
    named = Arrangement(model(names=(first, second)))
    for arrangement in (plain, named):
        arrangement.set_rule(9)
    shape = [line.split("[")[0] for line in layout_source(plain).splitlines()]
    assert [line.split("[")[0] for line in layout_source(named).splitlines()] == shape


def test_that_too_much_is_refused_before_dot_is_started(monkeypatch) -> None:
    monkeypatch.setattr(graphviz, "NODES", 3)
    arrangement = Arrangement(model())
    arrangement.set_rule(9)
    with pytest.raises(GraphvizError, match="6 boxes and 2 edges are too many"):
        layout_source(arrangement)


def test_that_an_answer_for_something_else_is_not_taken() -> None:
    arrangement = Arrangement(model())
    with pytest.raises(GraphvizError, match="something else than what is shown"):
        layout_of(arrangement, Places({}, {}))


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b"{}", b'{"bb": "a"}', json.dumps({"bb": "0,0,1,1", "objects": [{"name": "x"}]}).encode()]
)
def test_that_a_strange_answer_is_one_sentence(answer: bytes, monkeypatch) -> None:
    monkeypatch.setattr(dot_layout, "run_dot", lambda *_, **__: answer)
    with pytest.raises(GraphvizError, match="cannot be read"):
        places_of("digraph {}")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked for in /proc")
def test_that_dot_ends_by_itself_when_nobody_waits_for_it() -> None:
    command = graphviz._bounded(["dot"], 3.0)
    assert "ulimit -t 4" in command[2] and command[-1] == "dot"
