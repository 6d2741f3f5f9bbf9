"""Dashes lie on the outline, as long and as far apart as they should be, around every corner."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.annotation.dashes import MOST, dashed, dashes_of
from tests.annotation.shapes import every_kind, rectangle, star_polygons


@given(star_polygons(), st.floats(1, 20), st.floats(1, 20))
def test_that_dashes_lie_on_the_line_and_cover_their_share(shape, on, off):
    line = np.concatenate([shape.points, shape.points[:1]])
    pieces = dashed(line, on, off)
    judge = shapely.LineString(line)
    length = sum(piece.length() for piece in pieces)
    whole, rest = divmod(judge.length, on + off)
    assert length == pytest.approx(whole * on + min(rest, on), abs=1e-5)
    for piece in pieces:
        assert judge.distance(shapely.Point(piece.center().x(), piece.center().y())) < 1e-6


def test_that_every_kind_with_lines_has_dashes_and_huge_outlines_not_too_many():
    for shape in every_kind():
        drawn = shape.kind not in ("point", "points", "skeleton", "mask")
        assert not drawn or dashes_of(shape, 2.0, 9, 5, None)
    assert len(dashes_of(rectangle(0, 0, 30_000, 20_000), 64.0, 9, 5, None)) <= MOST + 8


def test_that_a_line_without_length_has_no_dashes():
    assert dashed(np.array([(5.0, 5.0), (5.0, 5.0)]), 3, 3) == []
