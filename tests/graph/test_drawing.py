"""Pictures without Qt: SVG, PNG and PDF of a graph, whatever its names are."""

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_app.graph import colours
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.drawing import MARGIN, Curve, Drawing, Rect, Text, draw_graph, fitted
from desktop_app.graph.model import Edge, Graph, Node
from desktop_app.graph.overlay import Overlay, overlay_of
from desktop_app.graph.renderers import render, to_pdf, to_png, to_svg

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<b>&\"'</b> ]]> \\N \x1b[31m \u202e \x00"


def leaf(path: str, label: str, **more: object) -> Node:
    return Node(path=path, label=label, class_name="Conv2d", category="conv", parent=0, **more)  # type: ignore[arg-type]


def graph_of(*labels: str, edges: tuple[Edge, ...] = ()) -> Graph:
    """A root group with one leaf per label."""
    children = tuple(range(1, len(labels) + 1))
    root = Node(path="", label="model.pth", category="container", children=children, edges=edges, parameters=1_500_000)
    return Graph(
        "hierarchy",
        "model.pth",
        (root, *(leaf(f"p{place}", text, structure=place + 1) for place, text in enumerate(labels))),
    )


def texts(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture
def picture() -> Drawing:
    return draw_graph(Arrangement(graph_of("stem", "body", "head", edges=(Edge(0, 1), Edge(1, 2)))))


def test_that_every_box_says_its_name_once(picture: Drawing) -> None:
    shown = texts(to_svg(picture))
    assert [shown.count(name) for name in ("model.pth", "stem", "body", "head", "1.5 M")] == [1] * 5


def test_that_every_edge_is_a_line_with_a_head(picture: Drawing) -> None:
    tree = ElementTree.fromstring(to_svg(picture))
    assert len(list(tree.iter(f"{SVG}path"))) == 2
    assert len(list(tree.iter(f"{SVG}polygon"))) >= 2


def test_that_the_same_graph_always_gives_the_same_bytes() -> None:
    made = [draw_graph(Arrangement(graph_of("a", "b"))) for _ in range(2)]
    for write in (to_svg, to_png, to_pdf):
        assert write(made[0]) == write(made[1])


def test_that_nothing_sticks_out_of_the_picture(picture: Drawing) -> None:
    for item in picture.items:
        if isinstance(item, Rect):
            assert item.x >= MARGIN - 1
            assert item.x + item.width <= picture.width
            assert item.y + item.height <= picture.height


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_light_and_dark_have_their_own_background(theme: colours.Theme) -> None:
    made = draw_graph(Arrangement(graph_of("a")), theme=theme)
    assert made.background == colours.CANVAS[theme]
    image = Image.open(BytesIO(to_png(made)))
    assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((2, 2))) == colours.CANVAS[theme]


def test_that_a_run_of_equal_blocks_is_one_stacked_card() -> None:
    nodes = graph_of("0", "1", "2", "3").nodes
    same = tuple(node if place == 0 else leaf(node.path, node.label, structure=7) for place, node in enumerate(nodes))
    made = draw_graph(Arrangement(Graph("hierarchy", "m", same)))
    card = [item.text for item in made.items if isinstance(item, Text) and "× 4" in item.text]
    assert card == ["0 … 3  × 4"]


def test_that_a_guessed_class_is_marked() -> None:
    nodes = graph_of("a").nodes
    guessed = Node(path="a", label="a", class_name="Linear", inferred=True, category="linear", parent=0)
    made = draw_graph(Arrangement(Graph("hierarchy", "m", (nodes[0], guessed))))
    [line] = [item for item in made.items if isinstance(item, Text) and "Linear" in item.text and "≈" in item.text]
    assert line.italic


def test_that_markup_in_a_name_stays_text() -> None:
    svg = to_svg(draw_graph(Arrangement(graph_of("<script>alert(1)</script>", "&amp;"))))
    assert b"<script" not in svg
    assert {"<script>alert(1)</script>", "&amp;"} <= set(texts(svg))


def test_that_control_and_reordering_characters_are_not_drawn() -> None:
    svg = to_svg(draw_graph(Arrangement(graph_of(HOSTILE))))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", svg.decode())
    assert ElementTree.fromstring(svg).tag == f"{SVG}svg"


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(), max_size=60))
def test_that_every_name_can_be_drawn(name: str) -> None:
    made = draw_graph(Arrangement(graph_of(name, "other")))
    ElementTree.fromstring(to_svg(made))
    assert to_png(made, scale=0.5)[:4] == b"\x89PNG"
    assert to_pdf(made)[:5] == b"%PDF-"


def test_that_a_line_is_cut_in_its_middle_until_it_fits() -> None:
    cut = fitted("encoder.layers.0.self_attention.output.dense.weight", 120)
    assert cut.startswith("enc")
    assert cut.endswith("ght")
    assert "…" in cut
    assert fitted("short", 120) == "short"


def test_that_a_png_has_so_many_pixels_a_unit(picture: Drawing) -> None:
    for scale in (1.0, 2.0):
        image = Image.open(BytesIO(to_png(picture, scale=scale)))
        assert image.size == (round(picture.width * scale), round(picture.height * scale))


def test_that_a_very_large_picture_is_made_smaller_and_not_refused() -> None:
    image = Image.open(BytesIO(to_png(Drawing(30_000, 30_000, "#ffffff", ()))))
    assert image.size[0] * image.size[1] <= 61_000_000


def test_that_a_pdf_is_one_page_of_the_size_of_the_picture(picture: Drawing) -> None:
    data = to_pdf(picture, "a title")
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    [box] = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", data)
    assert (float(box[0]), float(box[1])) == pytest.approx((picture.width, picture.height), abs=1)


def test_that_chinese_is_drawn() -> None:
    made = draw_graph(Arrangement(graph_of("编码器")))
    assert "编码器" in texts(to_svg(made))
    with_text, without = (to_png(draw_graph(Arrangement(graph_of(name)))) for name in ("编码器", "   "))
    assert with_text != without
    assert b"/Font" in to_pdf(made)


def test_that_an_ending_that_is_no_picture_is_told(picture: Drawing) -> None:
    assert render(picture, Path("x.SVG")).startswith(b"<?xml")
    with pytest.raises(ValueError, match=r"\.gif is no kind of picture"):
        render(picture, Path("x.gif"))


def fills(made: Drawing) -> set[str]:
    return {item.fill for item in made.items if isinstance(item, Rect)}


def test_that_the_legend_names_the_kinds_that_are_shown_below_the_graph() -> None:
    mixed = graph_of("a", "b")
    head = Node(path="p2", label="head", class_name="Linear", category="linear", parent=0, structure=9)
    made = draw_graph(Arrangement(Graph("hierarchy", "m", (*mixed.nodes[:2], head))))
    lowest = max(item.y for item in made.items if isinstance(item, Text) and item.text in ("a", "head"))
    legend = {item.text: item for item in made.items if isinstance(item, Text) and item.y > lowest + 30}
    assert set(legend) == {"Convolution", "Linear", "Container"}
    assert all(item.y < made.height for item in legend.values())
    assert colours.STRIPE["light"]["linear"] in fills(made)


def test_that_a_legend_speaks_the_language_that_it_is_given() -> None:
    made = draw_graph(Arrangement(graph_of("a")), legend={"conv": "卷积", "container": "容器"})
    assert {"卷积", "容器"} <= set(texts(to_svg(made)))
    assert "卷积" not in texts(to_svg(draw_graph(Arrangement(graph_of("a")), legend={})))


def test_that_a_statistic_colours_boxes_keeps_the_kind_as_a_stripe_and_says_its_scale() -> None:
    overlay = Overlay("Mean of |w|", {"p0": 0.0, "p1": 2.5}, 0.0, 2.5)
    made = draw_graph(Arrangement(graph_of("low", "high", "none")), overlay=overlay)
    assert {colours.scale_colour(0), colours.scale_colour(1), colours.FILL["light"]["container"]} <= fills(made)
    assert colours.STRIPE["light"]["conv"] in fills(made)
    assert colours.FILL["light"]["conv"] not in fills(made)
    assert {"Mean of |w|", "0", "2.5"} <= set(texts(to_svg(made)))


@pytest.mark.parametrize("write", [to_svg, to_png, to_pdf])
def test_that_splines_of_graphviz_are_drawn_with_an_arrow_that_follows_them(write) -> None:
    sideways = Curve(((0, 10), (5, 10), (10, 10), (20, 10), (30, 10)), "#000000", arrow=True, spline=True)
    assert list(sideways.pieces()) == [((0, 10), (5, 10), (10, 10), (20, 10))]
    assert sideways.head() == ((30, 10), (23, 14), (23, 6))
    assert write(Drawing(40, 20, "#ffffff", (sideways,)))


def test_that_the_parts_of_a_line_do_not_stand_on_each_other() -> None:
    """Chinese and Latin come from two fonts; together they are as wide as one after the other."""

    def extent(text: str) -> tuple[int, int]:
        made = Drawing(400, 40, "#ffffff", (Text(10, 25, text, "#000000", 14),))
        columns = (
            Image.open(BytesIO(to_png(made, scale=2))).convert("L").point(lambda v: 255 if v < 128 else 0).getbbox()
        )
        assert columns is not None
        return columns[0], columns[2]

    assert extent("|w| 均值")[1] > extent("|w|")[1] + 20
    assert extent("均值 |w|")[1] > extent("均值")[1] + 10


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [("", 0.01236, "0.01236"), ("share", 0.125, "12.5 %"), ("bytes", 2_050_000, "2.05 MB"), ("bytes", 12, "12 B")],
)
def test_that_a_scale_says_its_numbers_as_people_do(unit, value, text) -> None:
    made = draw_graph(Arrangement(graph_of("a")), overlay=Overlay("t", {"p0": value}, value, value * 2, unit=unit))
    assert text in texts(to_svg(made))


def test_that_a_logarithmic_scale_tells_small_magnitudes_apart() -> None:
    values = {"p0": 0.001, "p1": 0.01, "p2": 1.0, "p3": 0.0}
    overlay = overlay_of("|w|", values | {"p4": float("nan")}, log=True)
    assert overlay is not None and (overlay.low, overlay.high) == (0.001, 1.0)
    assert [overlay.share(value) for value in values.values()] == pytest.approx([0.0, 1 / 3, 1.0, 0.0])
    assert overlay.colour("p4") is None
    assert overlay_of("|w|", {"p0": 0.0}, log=True) is None and overlay_of("|w|", {}) is None
