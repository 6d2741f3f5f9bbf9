"""Numbers by step: in order, told last, and drawn in few points."""

import numpy as np
import pytest

from desktop_app.gui.training.curves import Series, drawn, smoothed, told_apart


def series_of(pairs):
    made = Series()
    for step, value in pairs:
        made.put(step, value)
    return made


def test_that_steps_stay_in_order_and_what_was_told_last_counts():
    made = series_of([(step, step) for step in range(1, 200)] + [(50, -1), (60, -2), (200, 7)])
    assert list(made) == list(range(1, 201)) and made[50] == -1 and made[60] == -2 and made[61] == 61 and made[200] == 7
    late = series_of([(4, 4.0), (12, 12.0), (8, 8.0), (2, 2.0)])
    assert list(late) == [2, 4, 8, 12] and late.values.tolist() == [2, 4, 8, 12]
    with pytest.raises(KeyError):
        late[5]


def test_that_few_points_keep_mean_and_range_of_many():
    values = np.sin(np.arange(10_001) / 50)
    values[5000], values[3000] = 9.0, np.nan
    found = drawn(series_of(enumerate(values.tolist(), 1)), 800)
    assert len(found.steps) <= 800 and found.every == 13 and np.isfinite(found.values).all()
    assert found.highest.max() == 9.0 and (found.lowest <= found.values).all() and (found.values <= found.highest).all()
    assert (np.diff(found.steps) > 0).all() and found.steps[-1] <= 10_001


def test_that_smoothing_begins_at_the_first_number_and_passes_over_gaps():
    assert smoothed(np.array([2.0, 2.0, 2.0]), 0.9).tolist() == pytest.approx([2, 2, 2])
    found = smoothed(np.array([np.nan, 1.0, np.nan, np.inf, 1.0]), 0.5)
    assert np.isnan(found[0]) and found[1:].tolist() == pytest.approx([1, 1, 1, 1])


def test_that_long_names_of_runs_become_short_and_stay_different():
    paths = [f"/runs/the-labels-of-all-cats-in-the-cellar-{number}-2026-11-27" for number in range(12)]
    assert told_apart(paths)[:2] == ["the-labe…0…", "the-labe…1…"] and len(set(told_apart(paths))) == 12
    assert told_apart(["/runs/cats-2026-11-27-142500"]) == ["cats-2026-11-27-142500"]
    assert len(told_apart(["/runs/" + "a" * 90])[0]) < 30
    assert told_apart(["/a/run", "/b/run"]) == ["a/run", "b/run"]
    assert told_apart(["/a/x/run", "/b/x/run"]) == ["/a/x/run", "/b/x/run"]
    alike = [f"/runs/{'a' * 40}{letter}{'b' * 40}" for letter in "xy"]
    assert len(set(told_apart(alike))) == 2
    assert told_apart([]) == []
