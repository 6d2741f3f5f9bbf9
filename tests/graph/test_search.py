"""Searching finds what looking at every node in turn would find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.graph.model import Graph, Node
from desktop_app.graph.search import SearchIndex

PATHS = (
    "", "model", "model.layers", "model.layers.0", "model.layers.0.Attn.q_proj", "model.layers.0.Attn.k_proj", "model.layers.1",
    "model.layers.1.Attn.q_proj", "model.layers.10.mlp", "Kopf", "größe.Ä", "a b.c", "x/y",
)  # fmt: skip


def node(position, path):
    return Node(
        path=path, label=path.rpartition(".")[2] or "file.pth", class_name="Linear" if "proj" in path else "", inferred=False,
        category="linear" if "proj" in path else "container", parent=-1, children=(), tensors=(position,), structure=0,
        descendants=0, parameters=0, detail=(), edges=(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def graph():
    return Graph("hierarchy", "t", tuple(node(i, path) for i, path in enumerate(PATHS)))


@pytest.fixture(scope="module")
def index(graph):
    tensors = tuple(
        TensorInfo(path, (i % 3 + 1, 4), ("float32", "float16")[i % 2], (4, 1), None) for i, path in enumerate(PATHS)
    )
    return SearchIndex(graph, tensors)


def by_hand(pattern):
    return tuple(i for i, path in enumerate(PATHS) if re.search(pattern, path, re.IGNORECASE))


@pytest.mark.parametrize(
    "pattern",
    [
        "attn", "ATTN", "[qk]_proj$", "^model$", "$", "^", ".", ".*", r"layers\.\d+$", r"\bmlp", r"[^m]odel", r"\s", r"\S+\s", "(?i)Q_", "(?=q)", "(?!x)y",
        r"l\W", r"\D0", "k|q", "ä", "Ä", "[A-Z]tt", "[a-z]+$", r"\x61ttn", "ko", r"\A", r"model\Z", "(q)_p", r"(l)ayers.*\1", "x/y", "[]]", "^model|k_proj", "^(model|k)$", r"^model\.(layers|x)", "^[m|]odel", r"\.0\..*_PROJ",
    ],
)  # fmt: skip
def test_that_a_regular_expression_finds_what_it_finds_in_each_path(index, pattern):
    assert index.search(f"/{pattern}/") == by_hand(pattern)


@pytest.mark.filterwarnings("ignore:Possible")
@given(st.text(alphabet=r"aqkot_.\\dDsSwWbB[]^$-+*?()|:!=<0189 \nZA{},", max_size=8))
def test_that_any_regular_expression_finds_what_it_finds_in_each_path(index, pattern):
    query = f"/{pattern}/"
    inside = query.strip()[1:].removesuffix("/")
    if not inside:
        return
    try:
        expected = by_hand(inside)
    except re.error:
        with pytest.raises(ValueError, match="regular expression is wrong"):
            index.search(query)
        return
    assert index.search(query) == expected


def test_that_many_finds_are_all_there():
    paths = [f"layers.{i}.weight" for i in range(9000)]
    index = SearchIndex(Graph("hierarchy", "t", tuple(node(i, path) for i, path in enumerate(paths))))
    assert index.search(r"/layers\.\d+") == tuple(range(9000))
    assert index.search("/[13579].weight$") == tuple(range(1, 9000, 2))


def test_that_terms_narrow_each_other(index):
    assert index.search("dtype:float16") == tuple(range(1, len(PATHS), 2))
    assert index.search("shape:1x4") == tuple(i for i in range(len(PATHS)) if i % 3 == 0)
    assert index.search("shape:*x4") == tuple(range(len(PATHS)))
    assert index.search("shape:4") == ()
    assert index.search("kind:linear") == (4, 5, 7)
    assert index.search("kind:linear dtype:float16 layers") == (5, 7)
    assert index.search("ATTN q_") == (4, 7)
    assert index.search("") == ()


def test_that_a_path_with_a_line_break_is_searched_alone():
    index = SearchIndex(Graph("hierarchy", "t", tuple(node(i, path) for i, path in enumerate(("a\nb", "b", "a")))))
    assert index.search("/^b$") == (1,)
    assert index.search("/a.b") == ()


def test_that_a_wrong_expression_is_one_sentence(index):
    with pytest.raises(ValueError, match="regular expression is wrong"):
        index.search("/(/")
    with pytest.raises(ValueError, match="longer than 200"):
        index.search("/" + "a" * 201)
