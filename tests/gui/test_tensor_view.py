"""The tensor view shows values exactly where they are, reads only what is in sight, and never falls over."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop_app.checkpoint.model import Quantization, TensorInfo
from desktop_app.gui.checkpoint.tensor.colour_maps import colour_table, coloured
from desktop_app.gui.checkpoint.tensor.filters_view import unit_scaled
from desktop_app.gui.checkpoint.tensor.heatmap import MOST_PIXELS, thinned
from desktop_app.gui.checkpoint.tensor.planes import plane_of
from desktop_app.gui.checkpoint.tensor.save_dialog import suggested_name
from desktop_app.gui.checkpoint.tensor.tensor_grid import value_text
from desktop_app.gui.checkpoint.tensor.tensor_view import TensorView, codes_of
from tests.gui.plot_cases import session_of

RANDOM = np.random.default_rng(3)
CONV = RANDOM.normal(0, 1, (8, 3, 5, 4)).astype(np.float32)
TALL = np.arange(3000 * 2000, dtype=np.float32).reshape(3000, 2000)


@pytest.fixture
def view(qtbot, tmp_path):
    spoiled = RANDOM.normal(0, 1, (6, 5)).astype(np.float32)
    spoiled[0, :3] = [np.nan, np.inf, -np.inf]
    arrays = {
        "conv.weight": CONV,
        "tall": TALL,
        "vector": np.arange(1234, dtype=np.int64),
        "scalar": np.array(2.5, np.float64),
        "spoiled": spoiled,
        "empty": np.zeros((0, 4), np.float32),
        "flags": np.array([[True, False]]),
        "complex": np.array([[1 + 2j, 0]], np.complex64),
    }
    view = TensorView(session_of(tmp_path, arrays))
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.session = view._session
    with qtbot.waitExposed(view):
        view.show()
    return view


def cell(view, row, column):
    return view.grid.model.index(row, column).data()


def filled(qtbot, view, row=0, column=0):
    qtbot.waitUntil(lambda: bool(cell(view, row, column)))


def info_of(shape):
    return TensorInfo("t", shape, "float32", (0,) * len(shape), None)


def test_that_nothing_selected_invites_to_select(view):
    assert view._pages.currentIndex() == 0


def test_that_the_header_says_where_the_tensor_lies(view):
    view.session.select_tensors((1,))
    assert view.header.name.text() == "tall"
    assert "3,000 × 2,000" in view.header.summary.text()
    assert "24 MB" in view.header.summary.text()
    first = view.session.checkpoint.tensors[1].storage.offset
    assert f"archive/data/1, byte {first:,}" in view.header.details.text()


def test_that_a_name_from_the_file_cannot_inject_markup(view):
    tensors = list(view.session.checkpoint.tensors)
    tensors[1] = replace(tensors[1], name="<b>x</b>", shares_with=("<img src=x>", "conv.weight"))
    view.session.checkpoint = replace(view.session.checkpoint, tensors=tuple(tensors))
    view.session.select_tensors((1,))
    assert "<img" not in view.header.details.text()
    assert view.header.name.textFormat() == Qt.TextFormat.PlainText


def test_that_a_tie_is_a_link_that_selects(view):
    tensors = list(view.session.checkpoint.tensors)
    tensors[1] = replace(tensors[1], shares_with=("conv.weight",))
    view.session.checkpoint = replace(view.session.checkpoint, tensors=tuple(tensors))
    view.session.select_tensors((1,))
    assert 'href="tensor:0"' in view.header.details.text()
    view.header.details.linkActivated.emit("tensor:0")
    assert view.session.selection.tensors == (0,)


def test_that_only_what_is_in_sight_is_read(qtbot, view):
    view.session.select_tensors((1,))
    filled(qtbot, view)
    assert float(cell(view, 2, 3)) == pytest.approx(TALL[2, 3], rel=1e-4)
    read = [arguments for name, arguments, _ in view.session.tasks.calls if name == "read_slice"]
    assert len(read) == 1
    assert cell(view, 2999, 1999) == ""
    view.grid.table.scrollToBottom()
    qtbot.waitUntil(lambda: cell(view, 2999, 0) != "")
    assert float(view.grid.model.value(2999, 0)) == TALL[2999, 0]


def test_that_a_slice_shows_the_values_that_numpy_slices(qtbot, view):
    view.session.select_tensors((0,))
    view.slice_bar.edit.setText("2, 1, ::2")
    filled(qtbot, view)
    expected = CONV[2, 1, ::2]
    assert (view.grid.model.rowCount(), view.grid.model.columnCount()) == expected.shape
    assert view.grid.model.value(1, 3) == expected[1, 3]
    assert view.grid.model.headerData(1, Qt.Orientation.Vertical) == "2"


def test_that_leading_dimensions_are_turned_with_dials(qtbot, view):
    view.session.select_tensors((0,))
    filled(qtbot, view)
    first, second = view.slice_bar._dials
    first.number.setValue(5)
    second.slider.setValue(2)
    qtbot.waitUntil(lambda: view.grid.model.value(0, 0) == CONV[5, 2, 0, 0])


def test_that_a_wrong_slice_is_explained_in_place_and_changes_nothing(qtbot, view):
    view.session.select_tensors((0,))
    filled(qtbot, view)
    view.slice_bar.edit.setText("1, 2, 3, 4, 5")
    assert view.slice_bar.error.isVisible()
    assert view.slice_bar.error.text()
    assert view.grid.model.value(0, 0) == CONV[0, 0, 0, 0]
    assert not view.save_button.isEnabled()
    view.slice_bar.edit.setText("1")
    assert not view.slice_bar.error.isVisible()
    assert view.save_button.isEnabled()


def test_that_a_vector_is_folded_into_rows_of_ten(qtbot, view):
    view.session.select_tensors((2,))
    filled(qtbot, view)
    assert (view.grid.model.rowCount(), view.grid.model.columnCount()) == (124, 10)
    assert cell(view, 3, 7) == "37"
    view.grid.table.scrollToBottom()
    qtbot.waitUntil(lambda: cell(view, 123, 3) == "1233")
    assert cell(view, 123, 4) == ""


def test_that_a_scalar_is_shown_large(qtbot, view):
    view.session.select_tensors((3,))
    filled(qtbot, view)
    assert cell(view, 0, 0) == "2.5"
    view.tabs.setCurrentWidget(view.heatmap)
    qtbot.waitUntil(lambda: view.heatmap.message.text() == "2.5")


def test_that_what_is_not_finite_stands_out(qtbot, view):
    view.session.select_tensors((4,))
    filled(qtbot, view)
    index = view.grid.model.index(0, 0)
    assert index.data() == "nan"
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert view.grid.model.index(2, 2).data(Qt.ItemDataRole.ForegroundRole) is None


@pytest.mark.parametrize("tensor", range(8))
def test_that_every_tab_shows_every_kind_of_tensor(qtbot, view, tensor):
    view.session.select_tensors((tensor,))
    for tab in range(view.tabs.count()):
        view.tabs.setCurrentIndex(tab)
        qtbot.wait(30)
        assert not view.grab().isNull()


@pytest.mark.parametrize("status", ["missing", "damaged"])
def test_that_a_tensor_without_bytes_shows_the_reason(qtbot, view, status):
    tensors = list(view.session.checkpoint.tensors)
    tensors[0] = replace(tensors[0], status=status, problem="The bytes of conv.weight are not in the file.")
    view.session.checkpoint = replace(view.session.checkpoint, tensors=tuple(tensors))
    view.session.select_tensors((0,))
    assert view.header.problem.text() == "The bytes of conv.weight are not in the file."
    for tab in range(view.tabs.count()):
        view.tabs.setCurrentIndex(tab)
        qtbot.wait(10)
    assert not any(name == "read_slice" for name, _, _ in view.session.tasks.calls)


def test_that_a_failed_read_is_one_sentence(qtbot, view, monkeypatch):
    def fail(*_arguments):
        raise OSError("The file changed on disk.")

    monkeypatch.setattr(import_module("desktop_app.checkpoint.tensors"), "read_slice", fail)
    view.session.select_tensors((0,))
    qtbot.waitUntil(lambda: view.grid.note.text() == "The file changed on disk.")
    view.tabs.setCurrentWidget(view.heatmap)
    qtbot.waitUntil(lambda: view.heatmap.message.text() == "The file changed on disk.")


def test_that_selected_cells_are_copied_with_tabs(qtbot, view):
    view.session.select_tensors((0,))
    filled(qtbot, view)
    model = view.grid.model
    chosen = view.grid.table.selectionModel()
    for row in range(2):
        for column in range(2):
            chosen.select(model.index(row, column), QItemSelectionModel.SelectionFlag.Select)
    view.grid.copy()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    np.testing.assert_allclose(np.array(lines, dtype=float), CONV[0, 0, :2, :2], rtol=1e-4)


def test_that_cells_beyond_what_was_read_are_read_for_copying(qtbot, view):
    view.session.select_tensors((1,))
    filled(qtbot, view)
    view.slice_bar.edit.setText(":400, :300")
    filled(qtbot, view)
    view.grid.table.selectAll()
    QGuiApplication.clipboard().clear()
    view.grid.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert (len(lines), len(lines[0].split("\t"))) == (400, 300)


def test_that_digits_can_be_chosen(qtbot, view):
    view.session.select_tensors((0,))
    filled(qtbot, view)
    view.grid.digits.setValue(3)
    assert cell(view, 0, 0) == f"{CONV[0, 0, 0, 0]:.3g}"


def test_that_the_heatmap_reads_the_value_under_the_mouse(qtbot, view):
    view.session.select_tensors((0,))
    view.tabs.setCurrentWidget(view.heatmap)
    qtbot.waitUntil(lambda: view.heatmap.array.size > 0)
    assert view.heatmap.read_at(2.2, 3.4) == f"[0, 0, 3, 2] = {CONV[0, 0, 3, 2]:.7g}"
    assert view.heatmap.read_at(50, 50) == ""


def test_that_a_huge_heatmap_shows_means_of_blocks_and_says_so(qtbot, view):
    view.session.select_tensors((1,))
    view.tabs.setCurrentWidget(view.heatmap)
    qtbot.waitUntil(lambda: view.heatmap.array.size > 0)
    assert max(view.heatmap.array.shape) <= MOST_PIXELS
    assert "mean of 3 × 2 values" in view.heatmap.readout.text()
    block = TALL[1500:1503, 1000:1002]
    np.testing.assert_allclose(view.heatmap.array[500, 500], block.mean(), rtol=1e-6)
    assert view.heatmap.read_at(1000, 1500).startswith("mean of [1500:1503, 1000:1002] = ")


def test_that_a_very_large_heatmap_is_there_at_once_and_then_averaged(qtbot, view, monkeypatch):
    monkeypatch.setattr("desktop_app.gui.checkpoint.tensor.heatmap._PREVIEW_ABOVE", 1000)
    told = []
    take = view.heatmap._take
    monkeypatch.setattr(view.heatmap, "_take", lambda *a, **k: (told.append(k), take(*a, **k)))
    view.session.select_tensors((1,))
    view.tabs.setCurrentWidget(view.heatmap)
    qtbot.waitUntil(lambda: [one["averaged"] for one in told] == [False, True])
    assert [one["fit"] for one in told] == [True, False]


def test_that_zooming_into_a_huge_heatmap_reads_every_value_there(qtbot, view):
    view.session.select_tensors((1,))
    view.tabs.setCurrentWidget(view.heatmap)
    qtbot.waitUntil(lambda: view.heatmap.array.size > 0)
    view.heatmap.plot.getViewBox().setRange(xRange=(101, 160), yRange=(201, 260), padding=0)
    view.heatmap._refine()
    qtbot.waitUntil(lambda: view.heatmap._rows.step == 1)
    assert view.heatmap.read_at(131, 229) == f"[229, 131] = {TALL[229, 131]:.7g}"


def test_that_thinning_never_takes_too_many():
    for size in (1, 5, 1023, 1024, 1025, 100_000):
        assert len(range(size)[thinned(0, size, 1024)]) <= 1024


def test_that_wrong_values_get_their_own_colour(view):
    picture = coloured(
        np.array([[0.0, np.nan], [1.0, np.inf]]),
        0,
        1,
        colour_table("grey", view.palette()),
        QColor("#c02030"),
    )
    assert picture[0, 0].tolist() == [0, 0, 0, 255]
    assert picture[1, 0].tolist() == [255, 255, 255, 255]
    assert picture[0, 1].tolist() == picture[1, 1].tolist()


def test_that_filters_are_shown_and_a_click_slices(qtbot, view):
    view.session.select_tensors((0,))
    view.tabs.setCurrentWidget(view.filters)
    qtbot.waitUntil(lambda: view.filters.canvas.count() == 8)
    canvas = view.filters.canvas
    assert (canvas._images[0].width(), canvas._images[0].height()) == (4, 5)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.rect_of(3).center())
    assert view.slice_bar.edit.text() == "3"
    view.filters.rgb.setChecked(False)
    view.filters.channel.setValue(2)
    qtbot.waitUntil(lambda: view.filters._array.shape == (8, 1, 5, 4))
    np.testing.assert_array_equal(view.filters._array[:, 0], CONV[:, 2])


def test_that_filters_are_scaled_each_or_together():
    each = unit_scaled(CONV, together=False)
    assert each.reshape(8, -1).min(axis=1).tolist() == [0.0] * 8
    assert each.reshape(8, -1).max(axis=1).tolist() == [1.0] * 8
    together = unit_scaled(CONV, together=True)
    assert (together.min(), together.max()) == (0.0, 1.0)
    assert np.isnan(unit_scaled(np.full((1, 1, 2, 2), np.nan), together=False)).all()


def test_that_a_tensor_without_filters_disables_their_tab(view):
    view.session.select_tensors((1,))
    assert not view.tabs.isTabEnabled(view.tabs.indexOf(view.filters))


def test_that_statistics_are_those_of_the_whole_tensor(qtbot, view):
    view.session.select_tensors((0,))
    view.slice_bar.edit.setText("0")
    view.tabs.setCurrentWidget(view.statistics)
    qtbot.waitUntil(lambda: view.statistics.table.rowCount() > 10)
    assert view.statistics.table.item(0, 1).text() == str(CONV.size)
    assert 0 in view.session.statistics


def test_that_the_text_is_of_the_slice(qtbot, view):
    view.session.select_tensors((2,))
    view.slice_bar.edit.setText(":3")
    view.tabs.setCurrentWidget(view.text)
    qtbot.waitUntil(lambda: "tensor(" in view.text.text.toPlainText())
    assert view.text.text.toPlainText().replace(" ", "").startswith("tensor([0,1,2]")
    view.text.which.setCurrentIndex(1)
    assert "array([0, 1, 2]" in view.text.text.toPlainText()


def test_that_a_slice_is_saved_where_it_was_asked(qtbot, view, tmp_path, monkeypatch):
    view.session.select_tensors((0,))
    view.slice_bar.edit.setText("1, :, 2:4")
    path = tmp_path / "part"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "NumPy array (*.npy)"))
    view.save()
    qtbot.waitUntil(lambda: view.told.text().startswith("Saved"))
    np.testing.assert_array_equal(np.load(tmp_path / "part.npy"), CONV[1, :, 2:4])


def test_that_a_failed_save_is_one_sentence(qtbot, view, tmp_path):
    view.session.select_tensors((0,))
    view.saver.save(view.session.checkpoint.tensors[0], "", str(tmp_path / "no" / "such.npy"))
    qtbot.waitUntil(lambda: "was not saved" in view.told.text())


def test_that_a_suggested_file_name_is_harmless():
    assert suggested_name(replace(info_of((2,)), name="../a/b:c\n*"), "") == "a_b_c"
    assert suggested_name(replace(info_of((2,)), name=".."), "0, :") == "tensor_slice"


def test_that_parts_of_a_composite_tensor_can_be_chosen(qtbot, view):
    tensors = list(view.session.checkpoint.tensors)
    whole = replace(
        tensors[0], name="sparse", shape=(10, 10), layout="sparse_coo", storage=None,
        parts=(("indices", tensors[2]), ("values", tensors[4])),
    )  # fmt: skip
    view.session.checkpoint = replace(view.session.checkpoint, tensors=(whole, *tensors[1:]))
    view.session.select_tensors((0,))
    assert [view.part.itemText(row) for row in range(view.part.count())] == ["indices", "values"]
    filled(qtbot, view)
    view.part.setCurrentIndex(1)
    qtbot.waitUntil(lambda: cell(view, 0, 0) == "nan")


def test_that_a_quantised_tensor_shows_numbers_or_codes(view):
    tensors = list(view.session.checkpoint.tensors)
    info = replace(tensors[0], dtype="qint8", quantization=Quantization("per_tensor_affine", 0.5, 3))
    view.session.checkpoint = replace(view.session.checkpoint, tensors=(info, *tensors[1:]))
    view.session.select_tensors((0,))
    assert view.part.count() == 2
    assert codes_of(info).dtype == "int8"
    assert codes_of(info).quantization is None


def test_that_values_are_written_as_people_expect():
    assert value_text(np.bool_(True), 5) == "True"
    assert value_text(np.int64(-3), 2) == "-3"
    assert value_text(np.complex64(1 - 2j), 3) == "1-2j"
    assert value_text(np.float32(1e-10), 3) == "1e-10"


@st.composite
def shapes_and_slices(draw):
    shape = draw(st.lists(st.integers(1, 6), min_size=1, max_size=5))
    parts = []
    for size in draw(st.sampled_from([shape, shape[:-1], shape[:1]])):
        if draw(st.booleans()):
            parts.append(str(draw(st.integers(-size, size - 1))))
        else:
            start = draw(st.one_of(st.just(""), st.integers(0, size - 1).map(str)))
            step = draw(st.sampled_from(["", ":1", ":2", ":3"]))
            parts.append(f"{start}:{step}")
    return tuple(shape), ", ".join(parts)


@given(shapes_and_slices())
def test_that_planes_write_slices_that_numpy_reads_alike(case):
    shape, text = case
    array = np.arange(np.prod(shape)).reshape(shape)
    plane = plane_of(info_of(shape), text)
    np.testing.assert_array_equal(eval(f"array[{text or '...'}]"), eval(f"array[{plane.text()}]"))
    front = plane.at(tuple(0 for _ in plane.leading))
    part = np.asarray(eval(f"array[{front.text(slice(0, None, 2), slice(1, None))}]"))
    rows, columns = front.rows[::2], front.columns[1:]
    if front.column_axis is not None and len(columns):
        place = front.position(0, 1)
        assert part.reshape(len(rows), len(columns))[0, 0] == array[place]


def test_that_the_axes_of_a_heatmap_count_rows_and_columns(qtbot, view):
    from desktop_app.gui.checkpoint.tensor.plot_style import WholeAxis

    axis = WholeAxis("bottom")
    for low, high in ((-0.5, 2.5), (-3.0, 6.0), (0.2, 0.8), (-0.5, 4095.5)):
        values = [value for _, ticks in axis.tickValues(low, high, 300) for value in ticks]
        assert values and all(value == int(value) and value >= 0 for value in values)
    axis.counts = False
    assert any(value != int(value) for _, ticks in axis.tickValues(-0.5, 2.5, 300) for value in ticks)
