"""The histogram view shows every weight, says so, and says what it cannot show."""

import csv
import io
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
import torch
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop_app.gui.checkpoint.tensor import histogram_numbers
from desktop_app.gui.checkpoint.tensor.histogram_controls import FEWEST_BINS, MOST_BINS, bins_at, step_of
from desktop_app.gui.checkpoint.tensor.histogram_plot import Look, Series, heights, snapped
from desktop_app.gui.checkpoint.tensor.histogram_view import HistogramView
from desktop_app.gui.theme import apply_theme, palette_of
from tests.gui.plot_cases import session_of

NORMAL = np.random.default_rng(7).normal(0, 0.1, (64, 100)).astype(np.float32)


@pytest.fixture
def weights():
    spoiled = NORMAL.copy()
    spoiled[0, :4] = [np.nan, np.inf, -np.inf, np.inf]
    spoiled[1] = 0
    return {
        "layer.weight": NORMAL,
        "layer.spoiled": spoiled,
        "layer.wide": (NORMAL * 5).astype(np.float32),
        "layer.half": NORMAL.astype(np.float16),
        "layer.all_nan": np.full(10, np.nan, np.float32),
        "layer.constant": np.full(100, 0.5, np.float32),
        "layer.empty": np.zeros((0, 3), np.float32),
    }


@pytest.fixture
def view(qtbot, tmp_path, weights):
    view = HistogramView(session_of(tmp_path, weights))
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.session = view._session
    return view


def drawn(qtbot, view, *tensors):
    view.session.select_tensors(tensors)
    qtbot.waitUntil(lambda: view.state.text().startswith("Exact"))


def badge(view, name):
    found = [one for one in view.badges.findChildren(QLabel, f"histogram-badge-{name}") if not one.isHidden()]
    return found[-1].text() if found else None


def test_that_nothing_selected_invites_to_select(view):
    assert "Select" in view.message.text()
    assert view.plot.series == ()


def test_that_counts_and_edges_are_numpys(qtbot, view):
    drawn(qtbot, view, 0)
    counts, edges = np.histogram(NORMAL, 256)
    series = view.plot.series[0]
    assert series.counts.tolist() == counts.tolist()
    np.testing.assert_allclose(series.edges, edges, rtol=1e-6)


def test_that_it_says_so_while_new_bins_are_counted(qtbot, view, monkeypatch):
    drawn(qtbot, view, 0)
    seen = []
    original = view.state.setText
    monkeypatch.setattr(
        view.state, "setText", lambda text: (seen.append((text, len(view.plot.series[0].counts))), original(text))
    )
    view.controls.bins.setValue(77)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == ("Exact over 6,400 weights", 77))
    assert ("Counting…", 256) in seen  # the older picture stays until the newer one is whole
    assert ("Exact over 6,400 weights", 256) not in seen


def test_that_numbers_are_torchs(qtbot, view):
    drawn(qtbot, view, 0)
    one, reference = view.statistics[0], torch.from_numpy(NORMAL).double()
    assert one.mean == pytest.approx(reference.mean().item(), rel=1e-6)
    assert one.l2 == pytest.approx(reference.norm().item(), rel=1e-6)
    assert (one.min, one.max) == (reference.min().item(), reference.max().item())
    assert view.table.item(0, 0).text() == "layer.weight"
    assert view.table.item(0, 1).text() == "6,400"


def test_that_the_curve_stands_on_the_counts(qtbot, view):
    drawn(qtbot, view, 0)
    xs, ys = view.plot.curves[0].getData()
    assert len(xs) == len(ys) + 1
    assert ys.sum() == NORMAL.size


@pytest.mark.parametrize("bins", [8, 31, 2048])
def test_that_changing_the_bins_keeps_every_weight(qtbot, view, bins):
    drawn(qtbot, view, 0)
    view.controls.bins.setValue(bins)
    qtbot.waitUntil(lambda: len(view.plot.series[0].counts) == bins)
    assert view.plot.series[0].counts.tolist() == np.histogram(NORMAL.astype(np.float64), bins)[0].tolist()


def test_that_the_slider_reaches_from_fewest_to_most_bins(view):
    assert (bins_at(0), bins_at(view.controls.slider.maximum())) == (FEWEST_BINS, MOST_BINS)
    assert bins_at(step_of(256)) == 256


def test_that_automatic_bins_follow_the_spread(qtbot, view):
    drawn(qtbot, view, 0)
    view.controls.automatic.setChecked(True)
    expected = len(np.histogram_bin_edges(NORMAL, "fd")) - 1
    qtbot.waitUntil(lambda: len(view.plot.series[0].counts) != 256)
    assert len(view.plot.series[0].counts) == pytest.approx(expected, rel=0.1)


def test_that_what_is_not_finite_is_counted_beside_the_curve(qtbot, view):
    drawn(qtbot, view, 1)
    assert badge(view, "nan").startswith("NaN: 1")
    assert badge(view, "posinf").startswith("+Inf: 2")
    assert badge(view, "neginf").startswith("−Inf: 1")
    assert badge(view, "zero").startswith("zero: 100")
    assert view.plot.series[0].counts.sum() == NORMAL.size - 4


def test_that_a_logarithmic_scale_shows_magnitudes_and_leaves_zeros_to_their_badge(qtbot, view):
    drawn(qtbot, view, 1)
    view.controls.scale.setCurrentIndex(1)
    qtbot.waitUntil(lambda: view.plot.look.log_x)
    assert view.plot.series[0].counts.sum() == NORMAL.size - 4 - 100
    assert view.plot.series[0].edges[0] > 0
    assert "|w|" in view.plot.getAxis("bottom").labelText
    assert badge(view, "outside") is None


def test_that_logarithmic_heights_draw_empty_bins_at_the_floor(qtbot, view):
    drawn(qtbot, view, 0)
    view.controls.log_y.setChecked(True)
    view.controls.bins.setValue(2048)
    qtbot.waitUntil(lambda: len(view.plot.series[0].counts) == 2048)
    ys = view.plot.curves[0].getData()[1]
    assert np.isfinite(ys).all()
    assert ys.min() == pytest.approx(np.log10(0.5))
    view.grab()


def test_that_several_tensors_share_edges_and_compare_as_shares(qtbot, view):
    drawn(qtbot, view, 0, 2)
    first, second = view.plot.series
    np.testing.assert_array_equal(first.edges, second.edges)
    assert first.counts.sum() == second.counts.sum() == NORMAL.size
    assert view.plot.look.unit == "share"
    assert view.plot.curves[0].getData()[1].sum() == pytest.approx(1.0)
    assert [view.table.item(row, 0).text() for row in range(2)] == ["layer.weight", "layer.wide"]


def test_that_the_cumulative_share_ends_at_one(qtbot, view):
    drawn(qtbot, view, 0)
    view.controls.unit.setCurrentIndex(2)
    view.controls.cumulative.setChecked(True)
    qtbot.waitUntil(lambda: bool((np.diff(view.plot.curves[0].getData()[1]) >= 0).all()))
    assert view.plot.curves[0].getData()[1][-1] == pytest.approx(1.0)


def test_that_the_density_encloses_an_area_of_one():
    counts, edges = np.histogram(NORMAL, 50)
    series = Series("w", edges, counts, NORMAL.size)
    assert (heights(series, Look(unit="density")) * np.diff(edges)).sum() == pytest.approx(1.0)


def test_that_a_region_counts_exactly_the_weights_between_its_edges(qtbot, view):
    drawn(qtbot, view, 0)
    view.controls.region.setChecked(True)
    view.plot.set_region(-0.05, 0.1)
    series = view.plot.series[0]
    first, last = snapped(series, *view.plot.region())
    low, high = series.edges[[first, last]]
    expected = int(((low <= NORMAL) & (high > NORMAL)).sum())
    assert view.plot.region() == pytest.approx((low, high))
    assert f"{expected:,} weights" in view.region_text.text()


def test_that_hovering_reads_the_bin(qtbot, view):
    drawn(qtbot, view, 0)
    series = view.plot.series[0]
    middle = (series.edges[128] + series.edges[129]) / 2
    assert view.plot.hover_at(middle) == 128
    assert f"{series.counts[128]:,} (" in view.readout.text()
    assert view.plot.hover_at(99.0) == -1


def test_that_percentiles_are_marked_where_numpy_puts_them(qtbot, view):
    drawn(qtbot, view, 0)
    view.controls.percentiles.setChecked(True)
    marks = dict(view.plot.series[0].percentiles)
    assert sorted(marks) == [1, 5, 25, 50, 75, 95, 99]
    width = np.diff(view.plot.series[0].edges)[0]
    for percent, value in marks.items():
        assert value == pytest.approx(np.percentile(NORMAL, percent), abs=width)


def test_that_an_inner_range_says_how_much_is_outside(qtbot, view):
    drawn(qtbot, view, 0)
    view.controls.set_span("percentile")
    qtbot.waitUntil(lambda: badge(view, "outside") is not None)
    inside = int(view.plot.series[0].counts.sum())
    assert badge(view, "outside").startswith(f"outside of the range: {NORMAL.size - inside}")
    assert 0 < NORMAL.size - inside < NORMAL.size * 0.01


def test_that_rebinning_to_the_view_spreads_the_bins_over_what_is_zoomed_to(qtbot, view):
    drawn(qtbot, view, 0)
    view.plot.getViewBox().setXRange(-0.01, 0.01, padding=0)
    view.controls.rebin.click()
    qtbot.waitUntil(lambda: view.plot.series[0].edges[-1] < 0.02)
    assert int(view.plot.series[0].counts.sum()) == int(((NORMAL >= -0.01) & (NORMAL <= 0.01)).sum())
    view.controls.fit.click()
    qtbot.waitUntil(lambda: view.plot.series[0].counts.sum() == NORMAL.size)


def test_that_the_csv_gives_edges_and_counts_back(qtbot, view):
    drawn(qtbot, view, 0)
    view.copy_csv()
    rows = list(csv.DictReader(io.StringIO(QGuiApplication.clipboard().text())))
    assert [int(row["count"]) for row in rows] == view.plot.series[0].counts.tolist()
    assert [float(row["lower"]) for row in rows] == view.plot.series[0].edges[:-1].tolist()
    assert {row["tensor"] for row in rows} == {"layer.weight"}


@pytest.mark.parametrize(("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("csv", b"tensor,")])
def test_that_what_is_drawn_can_be_saved(qtbot, view, tmp_path, monkeypatch, ending, start):
    drawn(qtbot, view, 0)
    path = tmp_path / f"picture.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    (view.save_csv if ending == "csv" else view.save_picture)()
    assert path.read_bytes().startswith(start)
    assert "Saved" in view.state.text()


def test_that_a_failed_save_is_told(qtbot, view, tmp_path, monkeypatch):
    drawn(qtbot, view, 0)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "such.csv"), ""))
    view.save_csv()
    assert "could not be written" in view.state.text()


@pytest.mark.parametrize("tensor", [4, 6])
def test_that_a_tensor_without_finite_values_draws_nothing_and_says_so(qtbot, view, tensor):
    drawn(qtbot, view, tensor)
    assert view.plot.series == ()
    assert badge(view, "nothing") is not None
    view.grab()


def test_that_a_constant_tensor_is_one_bar(qtbot, view):
    drawn(qtbot, view, 5)
    assert (view.plot.series[0].counts > 0).sum() == 1
    view.controls.scale.setCurrentIndex(1)
    qtbot.waitUntil(lambda: view.plot.look.log_x)
    view.controls.automatic.setChecked(True)
    view.grab()


def test_that_a_damaged_tensor_gives_its_reason(qtbot, view):
    tensors = list(view.session.checkpoint.tensors)
    tensors[0] = replace(tensors[0], status="missing", problem="The bytes of layer.weight are not in the file.")
    view.session.checkpoint = replace(view.session.checkpoint, tensors=tuple(tensors))
    view.session.select_tensors((0,))
    assert view.message.text() == "The bytes of layer.weight are not in the file."
    drawn(qtbot, view, 0, 2)
    assert "not in the file" in view.table.item(1, 1).text()


def test_that_a_failed_count_is_one_sentence(qtbot, view, monkeypatch):
    def fail(*_arguments, **_settings):
        raise OSError("The file changed on disk.")

    monkeypatch.setattr(import_module("desktop_app.checkpoint.measuring.statistics"), "statistics_of", fail)
    view.session.select_tensors((0,))
    qtbot.waitUntil(lambda: view.message.text() == "The file changed on disk.")


def test_that_a_large_tensor_shows_a_sample_first(qtbot, view, monkeypatch):
    monkeypatch.setattr(histogram_numbers, "PREVIEW_ABOVE", 1000)
    seen = []
    view.plot.hovered.connect(lambda _bin: None)
    original = view.state.setText
    monkeypatch.setattr(view.state, "setText", lambda text: (seen.append(text), original(text)))
    drawn(qtbot, view, 0)
    assert any(text.startswith("Preview (sample)") for text in seen)
    assert seen[-1] == "Exact over 6,400 weights"


def test_that_the_latest_selection_wins(qtbot, view):
    for tensor in (0, 2, 3):
        view.session.select_tensors((tensor,))
    qtbot.waitUntil(lambda: view.state.text().startswith("Exact"))
    assert [one.name for one in view.plot.series] == ["layer.half"]


def test_that_what_was_counted_is_given_to_the_session(qtbot, view):
    drawn(qtbot, view, 3)
    assert view.session.statistics[3].count == NORMAL.size


def test_that_the_plot_follows_the_theme(qtbot, view, qapp):
    drawn(qtbot, view, 0)
    try:
        for scheme in ("dark", "light"):
            apply_theme(qapp, scheme)
            ground = palette_of(scheme).base().color()
            qtbot.waitUntil(lambda ground=ground: view.plot.backgroundBrush().color() == ground)
    finally:
        apply_theme(qapp, "light")


def test_that_every_control_has_a_name(view):
    for widget in view.controls.findChildren(object):
        if widget.metaObject().className() in ("QSlider", "QSpinBox", "QComboBox", "QCheckBox", "QToolButton"):
            assert widget.objectName()
            assert widget.accessibleName()


def test_that_actions_are_named_once(view):
    identifiers = [action.id for action in view.table_of_actions()]
    assert len(set(identifiers)) == len(identifiers)
    assert not view.table_of_actions()[0].enabled()
