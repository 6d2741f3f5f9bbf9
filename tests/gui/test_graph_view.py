"""The graph answers to mouse, keyboard and search, and to its bar; what is selected goes out as paths and comes in as paths."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QToolButton

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.graph import colours, graphviz
from desktop_app.graph.graphviz import GraphvizError, find_dot
from desktop_app.graph.hierarchy import build_hierarchy
from desktop_app.graph.model import Edge, Graph, Node
from desktop_app.gui.graph.view import GraphView
from tests.gui.fakes import example_checkpoint

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def model() -> Graph:
    """m.pth > (stem, body > (0, 1, 2 equal; neck > deep), head), stem → body → head."""
    block = {"class_name": "Conv2d", "category": "conv", "parent": 2, "structure": 50}
    return Graph("hierarchy", "m.pth", (
        Node("", "m.pth", category="container", children=(1, 2, 8), edges=(Edge(0, 1), Edge(1, 2)), structure=1, descendants=8, parameters=10),
        Node("stem", "stem", "Conv2d", category="conv", parent=0, structure=2, detail=("weight 4×3×3×3",)),
        Node("body", "body", "Sequential", category="container", parent=0, children=(3, 4, 5, 6), structure=3, descendants=5, parameters=6),
        Node("body.0", "0", **block), Node("body.1", "1", **block), Node("body.2", "2", **block),
        Node("body.neck", "neck", "Block", category="container", parent=2, children=(7,), structure=4, descendants=1),
        Node("body.neck.deep", "deep", "Linear", category="linear", parent=6, structure=5, parameters=3),
        Node("head", "head", "Linear", category="linear", parent=0, structure=6),
    ))  # fmt: skip


@pytest.fixture
def view(qtbot):
    made = GraphView()
    qtbot.addWidget(made)
    made.resize(700, 520)
    with qtbot.waitExposed(made):
        made.show()
    made.set_graph(model())
    made.collapse_all()
    return made


@pytest.fixture
def view_with_tasks(qtbot, tasks):
    try:
        find_dot()
    except GraphvizError as missing:
        pytest.skip(str(missing))
    made = GraphView(tasks)
    qtbot.addWidget(made)
    made.resize(700, 520)
    with qtbot.waitExposed(made):
        made.show()
    made.set_graph(model())
    made.expand_all()
    return made


def point_of(view, path: str, dx: float = 0.5, dy: float = 0.5) -> QPoint:
    """A point of the widget inside the box of a node."""
    placed = view.arrangement.find(view.graph.index()[path])
    at = QPointF(placed.x + placed.width * dx, placed.y + placed.height * dy) - view.canvas.origin
    return (at * view.canvas.zoom).toPoint()


def shown(view) -> list[str]:
    return [view.graph.nodes[placed.node].path for placed in view.arrangement.walk()]


# ---------------------------------------------------------------------- mouse


def test_that_a_click_selects_and_says_so(view, qtbot):
    with qtbot.waitSignal(view.selected) as told:
        QTest.mouseClick(view.canvas, LEFT, pos=point_of(view, "stem"))
    assert told.args == [("stem",)]
    assert view.canvas.selected == {1} and "weight 4×3×3×3" in view.canvas.accessibleDescription()


def test_that_control_and_click_adds_and_takes_away(view, qtbot):
    QTest.mouseClick(view.canvas, LEFT, pos=point_of(view, "stem"))
    QTest.mouseClick(view.canvas, LEFT, CONTROL, pos=point_of(view, "head"))
    assert view.canvas.selected == {1, 8}
    QTest.mouseClick(view.canvas, LEFT, CONTROL, pos=point_of(view, "stem"))
    assert view.canvas.selected == {8}


def test_that_a_double_click_opens_a_group_and_closes_it_by_its_title(view):
    QTest.mouseDClick(view.canvas, LEFT, pos=point_of(view, "body"))
    assert "body.neck" in shown(view)
    QTest.mouseDClick(view.canvas, LEFT, pos=point_of(view, "body", 0.5, 0.05))
    assert "body.neck" not in shown(view)


def test_that_a_double_click_on_a_leaf_asks_for_its_tensors(view, qtbot):
    with qtbot.waitSignal(view.activated) as told:
        QTest.mouseDClick(view.canvas, LEFT, pos=point_of(view, "stem"))
    assert told.args == ["stem"]


def test_that_the_triangle_opens_with_one_click(view):
    view.canvas.set_zoom(1.0)
    view.canvas.show_node(2)
    placed = view.arrangement.find(2)
    at = (QPointF(placed.x + 15, placed.y + 15) - view.canvas.origin) * view.canvas.zoom
    QTest.mouseClick(view.canvas, LEFT, pos=at.toPoint())
    assert "body.neck" in shown(view)


def test_that_dragging_moves_the_picture_and_selects_nothing(view):
    before, start = QPointF(view.canvas.origin), point_of(view, "stem")
    QTest.mousePress(view.canvas, LEFT, pos=start)
    QTest.mouseMove(view.canvas, start + QPoint(60, 40))
    moved = start + QPoint(60, 40)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(moved),
        view.canvas.mapToGlobal(moved).toPointF(),
        LEFT,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.canvas, move)
    QTest.mouseRelease(view.canvas, LEFT, pos=moved)
    delta = (view.canvas.origin - before) * view.canvas.zoom
    assert (round(delta.x()), round(delta.y())) == (-60, -40)
    assert not view.canvas.selected and not view.canvas.fitted


def wheel(view, at: QPoint, steps: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        QPointF(at), view.canvas.mapToGlobal(at).toPointF(), QPoint(), QPoint(0, steps), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.canvas, event)


def test_that_the_wheel_zooms_to_the_pointer_and_with_shift_goes_sideways(view):
    at = QPoint(200, 150)
    before, zoom = view.canvas.to_canvas(QPointF(at)), view.canvas.zoom
    wheel(view, at, 120)
    after = view.canvas.to_canvas(QPointF(at))
    assert view.canvas.zoom > zoom
    assert (before - after).manhattanLength() < 1e-6
    zoom, origin = view.canvas.zoom, QPointF(view.canvas.origin)
    wheel(view, at, 120, SHIFT)
    assert view.canvas.zoom == zoom
    assert view.canvas.origin.y() == origin.y() and view.canvas.origin.x() != origin.x()


def test_that_the_zoom_stays_between_its_ends(view):
    for _ in range(200):
        wheel(view, QPoint(100, 100), 240)
    most = view.canvas.zoom
    for _ in range(400):
        wheel(view, QPoint(100, 100), -240)
    assert 1 < most <= 3 and 0 < view.canvas.zoom < 0.01


def test_that_the_minimap_jumps(view):
    view.expand_all()
    view.canvas.set_zoom(2.0)
    rect = view.canvas._map_rect()
    QTest.mouseClick(view.canvas, LEFT, pos=(rect.bottomRight() - QPointF(4, 4)).toPoint())
    corner = view.canvas.viewport().center()
    root = view.arrangement.root
    assert corner.x() > root.width * 0.8 and corner.y() > root.height * 0.8
    assert not view.canvas.selected


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_that_the_context_menu_offers_what_fits_the_box(view):
    QTest.mouseClick(view.canvas, RIGHT, pos=point_of(view, "body"))
    menu = view.findChild(QMenu)
    texts = [action.text() for action in menu.actions()]
    assert {"Expand", "Expand all below", "Collapse all below", "Copy path", "Zoom to this"} <= set(texts)
    next(action for action in menu.actions() if action.text() == "Copy path").trigger()
    assert QGuiApplication.clipboard().text() == "body"
    next(action for action in menu.actions() if action.text() == "Expand all below").trigger()
    assert "body.neck.deep" in shown(view)
    menu.close()


# ---------------------------------------------------------------------- keyboard


def test_that_the_keyboard_walks_down_up_into_and_out(view):
    canvas = view.canvas
    canvas.setFocus()
    walked = []
    for key in (
        Qt.Key.Key_Home,
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Up,
    ):
        QTest.keyClick(canvas, key)
        walked.append(view.graph.nodes[canvas.current].path)
    assert walked == ["", "stem", "body", "body", "body.0", "body", "stem"]
    assert "body.neck" in shown(view)


def test_that_space_opens_and_closes_where_the_keyboard_stands(view):
    view.select(["body"])
    QTest.keyClick(view.canvas, Qt.Key.Key_Space)
    assert "body.neck" in shown(view)
    QTest.keyClick(view.canvas, Qt.Key.Key_Space)
    assert "body.neck" not in shown(view)


def test_that_plus_and_minus_zoom(view):
    zoom = view.canvas.zoom
    QTest.keyClick(view.canvas, Qt.Key.Key_Plus)
    assert view.canvas.zoom > zoom
    QTest.keyClick(view.canvas, Qt.Key.Key_Minus)
    assert view.canvas.zoom == pytest.approx(zoom)


# ---------------------------------------------------------------------- levels, folding, search


def test_that_levels_open_and_close_and_the_bar_says_which(view):
    level = view.findChild(QLabel, "graph-bar-level")
    assert level.text() == "1 / 3"
    view.bar.more.trigger()
    assert level.text() == "2 / 3" and "body.neck" in shown(view) and "body.neck.deep" not in shown(view)
    view.bar.expand_all.trigger()
    assert level.text() == "3 / 3" and "body.neck.deep" in shown(view) and not view.bar.more.isEnabled()
    view.bar.collapse_all.trigger()
    assert shown(view) == ["", "stem", "body", "head"] and not view.bar.less.isEnabled()


def test_that_repeats_are_folded_until_the_bar_unfolds_them(view):
    view.expand_all()
    assert "body.1" not in shown(view)
    view.bar.fold.trigger()
    assert {"body.0", "body.1", "body.2"} <= set(shown(view)) and not view.bar.fold.isChecked()
    view.bar.fold.trigger()
    assert "body.1" not in shown(view) and view.bar.fold.isChecked()


def test_that_selecting_from_outside_opens_what_hides_the_node(view):
    view.select(["body.neck.deep"])
    assert "body.neck.deep" in shown(view)
    view.select(["body.1"])
    assert "body.1" in shown(view) and view.canvas.selected == {4}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("neck", ["body.neck", "body.neck.deep"]),
        (r"/^body\.\d$/", ["body.0", "body.1", "body.2"]),
        ("kind:linear", ["body.neck.deep", "head"]),
        ("nothing", []),
    ],
)
def test_that_search_counts_goes_round_and_shows_each_hit(view, query, found):
    view.bar.search.trigger()
    assert view.search_bar.isVisible()
    QTest.keyClicks(view.search, query)
    visited = []
    for _ in range(len(found) + 1):
        QTest.keyClick(view.search, Qt.Key.Key_Return)
        visited.append(view.graph.nodes[view.canvas.current].path)
    if found:
        assert visited == [*found, found[0]]
        assert view.search_count.text() == f"1 of {len(found)}"
        assert found[0] in shown(view)
    else:
        assert view.search_count.text() == "nothing found"
    QTest.keyClick(view.search, Qt.Key.Key_Escape)
    assert not view.search_bar.isVisible() and not view.canvas.hits


def test_that_search_knows_types_and_shapes(qtbot):
    checkpoint = example_checkpoint("resnet")
    made = GraphView()
    qtbot.addWidget(made)
    made.set_graph(build_hierarchy(checkpoint), checkpoint.tensors)
    tensor: TensorInfo = next(info for info in checkpoint.tensors if len(info.shape) == 4)
    made.search.setText(f"shape:{'x'.join(map(str, tensor.shape[:2]))}x*x* dtype:{tensor.dtype}")
    made._search()
    paths = [made.graph.nodes[node].path for node in made._hits]
    assert tensor.name.rpartition(".")[0] in paths


def test_that_a_wrong_expression_is_told_where_it_is_typed(view):
    view.open_search()
    view.search.setText("/(/")
    view._search()
    assert view.search_count.text().startswith("The regular expression is wrong")


# ---------------------------------------------------------------------- colours and legend


def grabbed_colours(view) -> set[str]:
    image = view.canvas.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_that_numbers_colour_the_boxes_and_the_kind_stays_as_a_stripe(view):
    view.canvas.set_zoom(1.0)
    view.canvas.fit()
    view.set_overlay("Mean", {"stem": 0.0, "body": 0.5, "head": 1.0})
    seen = grabbed_colours(view)
    assert {colours.scale_colour(0.0), colours.scale_colour(1.0)} <= seen
    assert colours.STRIPE["light"]["conv"] in seen or colours.STRIPE["dark"]["conv"] in seen
    view.set_overlay("", None)
    assert colours.scale_colour(1.0) not in grabbed_colours(view)


def test_that_the_legend_names_each_kind_once_and_a_fitted_graph_stands_above_it(view):
    names = [name for _, name in view.canvas.kinds_shown()]
    assert names == ["Convolution", "Linear", "Container"]
    view.canvas.fit()
    root = view.arrangement.root
    lowest = (root.height - view.canvas.origin.y()) * view.canvas.zoom
    assert lowest <= view.canvas.height() - view.canvas._legend_height()
    view._flip("legend_shown")
    assert view.canvas._legend_height() == 0


def test_that_the_bar_asks_for_colours_and_shows_those_in_force(view, qtbot):
    box = view.findChild(QComboBox, "graph-bar-colour")
    with qtbot.waitSignal(view.measure_wanted) as told:
        box.activated.emit(box.findData("sparsity"))
    assert told.args == ["sparsity"]
    view.show_measure("nan")
    assert box.currentData() == "nan"


def test_that_every_control_of_the_bar_has_a_name(view):
    for kind in (QToolButton, QComboBox):
        for control in view.findChildren(kind):
            if control.objectName() and not control.objectName().startswith("qt_"):
                assert control.accessibleName(), control.objectName()


# ---------------------------------------------------------------------- Graphviz


def wires(view) -> set[bool]:
    return {wire.spline for placed in view.arrangement.walk() if placed.inside for wire in placed.inside.wires}


def test_that_graphviz_lays_out_what_is_shown_and_what_is_opened_later(view_with_tasks, qtbot):
    view = view_with_tasks
    box = view.findChild(QComboBox, "graph-bar-layout")
    with qtbot.waitSignal(view.engine_chosen) as told:
        box.activated.emit(box.findData("graphviz"))
    assert told.args == ["graphviz"]
    qtbot.waitUntil(lambda: wires(view) == {True})
    assert view.canvas.updatesEnabled() and not view.bar.note.text()
    view.toggle(2)
    qtbot.waitUntil(lambda: wires(view) == {True} and "body.neck" not in shown(view))
    view.set_engine("layered")
    assert wires(view) == {False}


def test_that_mouse_and_search_work_on_graphvizs_places(view_with_tasks, qtbot):
    view = view_with_tasks
    view.set_engine("graphviz")
    qtbot.waitUntil(lambda: wires(view) == {True})
    QTest.mouseClick(view.canvas, LEFT, pos=point_of(view, "head"))
    assert view.canvas.selected == {8}
    view.select(["body.1"])
    qtbot.waitUntil(lambda: wires(view) == {True})
    assert "body.1" in shown(view)


def test_that_too_much_for_graphviz_is_told_and_shown_layered(view_with_tasks, qtbot, monkeypatch):
    monkeypatch.setattr(graphviz, "NODES", 3)
    view_with_tasks.set_engine("graphviz")
    assert "too many for Graphviz" in view_with_tasks.bar.note.text()
    assert wires(view_with_tasks) == {False} and view_with_tasks.canvas.updatesEnabled()


def test_that_a_program_that_is_no_graphviz_is_told_and_shown_layered(view_with_tasks, qtbot):
    view_with_tasks.set_dot("/no/such/dot")
    view_with_tasks.set_engine("graphviz")
    qtbot.waitUntil(lambda: "/no/such/dot is no program" in view_with_tasks.bar.note.text())
    assert wires(view_with_tasks) == {False}
    qtbot.waitUntil(view_with_tasks.canvas.updatesEnabled)


def test_that_the_latest_question_wins(view_with_tasks, qtbot):
    view = view_with_tasks
    view.set_engine("graphviz")
    for _ in range(6):
        view.toggle(2)
    view.toggle(6)
    qtbot.waitUntil(lambda: wires(view) == {True} and not view.bar.note.text())
    assert {"body.neck"} <= set(shown(view)) and "body.neck.deep" not in shown(view)


def test_that_another_graph_stops_the_question_about_the_old_one(view_with_tasks, qtbot):
    view = view_with_tasks
    view.set_engine("graphviz")
    view.set_graph(None)
    assert view.canvas.updatesEnabled()
    view.set_graph(model())
    qtbot.waitUntil(lambda: wires(view) == {True})


# ---------------------------------------------------------------------- the first sight


def test_that_what_is_selected_from_outside_can_be_read(view, qtbot):
    view.resize(260, 260)
    view.select(["body.neck.deep"])
    placed = view.arrangement.find(7)
    assert view.canvas.zoom >= 0.5
    assert view.canvas.viewport().contains(placed.x + placed.width / 2, placed.y + placed.height / 2)


def test_that_the_first_sight_opens_as_many_levels_as_can_be_read(qtbot):
    made = GraphView()
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.set_graph(model())
    with qtbot.waitExposed(made):
        made.show()
    assert made.arrangement.rule == 3
    made.resize(330, 330)
    qtbot.waitUntil(lambda: made.arrangement.rule < 3)
    assert made.canvas.zoom >= 0.5
    made.resize(900, 900)
    qtbot.waitUntil(lambda: made.arrangement.rule == 3)


def test_that_levels_that_a_person_chose_stay_when_the_window_changes(view, qtbot):
    view.expand_all()
    view.resize(300, 300)
    QTest.qWait(20)
    assert view.arrangement.rule == 3
    view.collapse_all()
    view.resize(1000, 1000)
    QTest.qWait(20)
    assert view.arrangement.rule == 1
