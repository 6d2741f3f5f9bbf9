import numpy as np
import pytest

from desktop_app.annotation.model import Mask
from desktop_app.annotation.shapes import growing, masks


@pytest.fixture
def two_halves():
    """Left half dark, right half bright, with a dark spot in the bright half."""
    picture = np.zeros((40, 60, 3), np.uint8)
    picture[:, 30:] = 200
    picture[10:15, 40:45] = 5
    return picture


def test_that_the_wand_takes_what_is_alike_and_joined(two_halves):
    taken = growing.wand(two_halves, 3, 3, tolerance=10)
    assert (taken.left, taken.top, taken.width, taken.height) == (0, 0, 30, 40)
    assert masks.area_of(growing.wand(two_halves, 3, 3, tolerance=10, connected=False)) == 30 * 40 + 25
    assert masks.area_of(growing.wand(two_halves, 50, 3, tolerance=10)) == 30 * 40 - 25
    assert masks.area_of(growing.wand(two_halves, 50, 3, tolerance=255)) == 60 * 40
    assert growing.wand(two_halves, 60, 3, tolerance=1) == masks.EMPTY


def test_that_the_wand_looks_at_every_channel():
    picture = np.zeros((4, 4, 4), np.uint8)
    picture[0, :, 2] = 90
    picture[..., 3] = np.arange(16).reshape(4, 4) * 10
    assert masks.area_of(growing.wand(picture, 2, 2, tolerance=20)) == 12


def test_that_watershed_fills_each_half_from_its_marker(two_halves):
    markers = np.zeros((40, 60), np.uint8)
    markers[20, 5:10], markers[20, 50:55] = 7, 9
    found = growing.watershed(two_halves, markers)
    assert found.shape == markers.shape
    assert (found[:, :29] == 7).all()
    assert (found[:, 31:38] == 9).all()


def test_that_borders_part_the_regions(two_halves):
    markers = np.zeros((40, 60), np.uint8)
    markers[20, 5], markers[20, 50] = 7, 9
    found = growing.watershed(two_halves, markers, borders=True)
    assert set(np.unique(found)) == {7, 9, growing.BORDER}
    sides = [(found[:, :-1] == 7) & (found[:, 1:] == 9), (found[:-1] == 7) & (found[1:] == 9)]
    assert not any(side.any() for side in sides)
    assert (found == growing.BORDER).sum() < 60


def test_that_without_markers_nothing_is_filled(two_halves):
    assert not growing.watershed(two_halves, np.full((40, 60), growing.BORDER, np.uint8)).any()


@pytest.mark.parametrize("colours", [3, 1])
def test_that_superpixels_follow_the_edge(two_halves, colours):
    patches = growing.superpixels(two_halves[..., :colours], count=12)
    patch = growing.patch_at(patches, 3, 3)
    assert patch.left + patch.width <= 31
    everything = masks.union([Mask.of(patches == number) for number in np.unique(patches)])
    assert masks.area_of(everything) == 40 * 60
