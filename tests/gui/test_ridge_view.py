"""The ridge shows one histogram per tensor and follows the selection both ways."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from desktop_app.checkpoint.findings import finding
from desktop_app.gui.checkpoint.tensor.ridge_canvas import common_tail
from desktop_app.gui.checkpoint.tensor.ridge_view import RidgeView
from tests.gui.plot_cases import session_of


@pytest.fixture
def view(qtbot, tmp_path):
    random = np.random.default_rng(1)
    arrays = {f"layer.{i}.weight": random.normal(i, 1 + i, (20, 30)).astype(np.float32) for i in range(30)}
    arrays["layer.0.bias"] = np.zeros(20, np.float32)
    arrays["bn.running_mean"] = random.normal(0, 1, 20).astype(np.float32)
    arrays["layer.spoiled"] = np.full((4, 4), np.nan, np.float32)
    view = RidgeView(session_of(tmp_path, arrays))
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.session = view._session
    return view


def names(view):
    return [view.canvas.row(position).name for position in range(len(view.canvas.tensors))]


def counted(qtbot, view):
    view.session.start_statistics()
    qtbot.waitUntil(lambda: "every weight counted" in view.state.text())


def test_that_rows_are_in_the_order_of_the_file(view):
    view.which.setCurrentIndex(view.which.findData("all"))
    assert names(view) == [tensor.name for tensor in view.session.checkpoint.tensors]


def test_that_the_filter_chooses_by_role(view):
    assert len(view.canvas.tensors) == 31
    view.which.setCurrentIndex(view.which.findData("parameter"))
    assert len(view.canvas.tensors) == 32
    view.which.setCurrentIndex(view.which.findData("buffer"))
    assert names(view) == ["bn.running_mean"]
    view.which.setCurrentIndex(view.which.findData("optimizer"))
    assert view.canvas.tensors == ()
    assert "No tensor" in view.state.text()


def test_that_what_all_names_end_with_stands_in_the_header_once(qtbot, tmp_path):
    arrays = {f"blocks.{i}.attention.weight": np.full((2, 2), i, np.float32) for i in range(300)}
    view = RidgeView(session_of(tmp_path, arrays))
    qtbot.addWidget(view)
    canvas = view.canvas
    assert [canvas.label(canvas.row(place).name) for place in (0, 77, 299)] == ["blocks.0", "blocks.77", "blocks.299"]
    assert canvas.label("blocks.0.attention.bias") == "blocks.0.attention.bias"


def test_that_names_are_shortened_only_by_what_they_share(view):
    assert common_tail(["a.0.weight", "a.1.weight"]) == ".weight"
    assert common_tail(["a.weight", "weight"]) == common_tail(["a.weight", "a.bias"]) == common_tail(["a.weight"]) == ""
    assert common_tail(["x.weight", "x.weight"]) == ".weight"


def test_that_rows_fill_as_statistics_arrive(qtbot, view):
    assert view.state.text().startswith("0 of 31")
    counted(qtbot, view)
    assert "1 with NaN or Inf" in view.state.text()
    view.session.statistics_arrived.emit(tuple(range(33)))
    qtbot.wait(150)
    assert "31 tensors, every weight counted; 1 with NaN or Inf" in view.state.text()
    low, high = view.canvas.shared
    assert low < -5
    assert high > 30


def test_that_each_row_can_have_its_own_range(qtbot, view):
    counted(qtbot, view)
    view.shared.setChecked(False)
    assert view.canvas.shared is None
    one = view.session.statistics[3]
    assert view.canvas.span_of(one) == (one.histogram.edges[0], one.histogram.edges[-1])


def test_that_the_outline_has_the_heights_of_the_counts(qtbot, view):
    counted(qtbot, view)
    view.shared.setChecked(False)
    one = view.session.statistics[3]
    from PySide6.QtCore import QRectF

    polygon = view.canvas.outline(view.canvas.row(3), one, QRectF(0, 0, 640, 30))
    heights = [30 - polygon[index].y() for index in range(1, polygon.count() - 1, 2)]
    counts = one.histogram.counts
    assert np.argmax(heights) == np.argmax(counts)
    density = counts / np.diff(one.histogram.edges)
    np.testing.assert_allclose(np.array(heights) / max(heights), density / density.max(), atol=1e-6)


def test_that_a_click_selects_the_tensor(qtbot, view):
    with qtbot.waitExposed(view):
        view.show()
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=view.canvas.row_rect(2).center())
    assert view.session.selection.tensors == (2,)
    assert view.session.selection.module == 1


def test_that_keys_walk_and_scroll(qtbot, view):
    with qtbot.waitExposed(view):
        view.show()
    view.session.select_tensors((0,))
    qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    assert view.session.selection.tensors == (1,)
    qtbot.keyClick(view.canvas, Qt.Key.Key_End)
    assert view.session.selection.tensors == (32,)
    assert view.canvas.verticalScrollBar().value() > 0
    qtbot.keyClick(view.canvas, Qt.Key.Key_Home)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Up)
    assert view.session.selection.tensors == (0,)


def test_that_selecting_elsewhere_brings_the_row_in_sight(qtbot, view):
    with qtbot.waitExposed(view):
        view.show()
    view.session.select_tensors((29,))
    rect = view.canvas.row_rect(29)
    assert rect.top() >= 0
    assert rect.bottom() <= view.canvas.viewport().height()


def test_that_a_failure_is_told_in_its_row(qtbot, view):
    view.session.note_statistics(4, finding("tensor-missing", "layer.4.weight", name="layer.4.weight"))
    qtbot.waitUntil(lambda: "not in the file" in view.canvas.row(4).problem)
    qtbot.waitUntil(lambda: view.state.text().startswith("1 of"))
    view.grab()


def test_that_a_point_beside_the_rows_is_no_row(view):
    assert view.canvas.row_at(QPoint(5, 2)) == -1
    assert view.canvas.row_at(QPoint(5, 1_000_000)) == -1


def test_that_the_picture_has_something_on_it(qtbot, view):
    counted(qtbot, view)
    image = view.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    assert len(colours) > 10


def test_that_ten_thousand_rows_paint_as_fast_as_fifty(qtbot, tmp_path):
    arrays = {f"blocks.{i}.weight": np.full((2, 2), i, np.float32) for i in range(10_000)}
    session = session_of(tmp_path, arrays)
    view = RidgeView(session)
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.canvas.verticalScrollBar().setValue(100_000)
    view.canvas.grab()
    start = time.process_time()
    view.canvas.grab()
    assert time.process_time() - start < 0.25


def test_that_a_row_that_was_selected_before_there_was_room_is_seen_whole(view):
    view.canvas.resize(300, 20)
    view.canvas.set_selected(view.canvas.tensors[:1])
    view.canvas.resize(300, 400)
    assert view.canvas.verticalScrollBar().value() == 0
