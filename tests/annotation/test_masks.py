import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pycocotools import mask as judge

from desktop_app.annotation.model import Mask
from desktop_app.annotation.shapes import mask_codes, masks

bits = arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12)))
placed = st.builds(Mask.of, bits, st.integers(-3, 9), st.integers(-3, 9))


def pixels(mask):
    rows, columns = np.nonzero(mask.bits())
    return set(zip((rows + mask.top).tolist(), (columns + mask.left).tolist(), strict=True))


def drawing(text):
    return np.array([[letter == "#" for letter in line] for line in text.split()])


@given(placed, placed)
def test_that_masks_join_cut_and_meet_as_sets_of_pixels_do(a, b):
    assert pixels(masks.union([a, b])) == pixels(a) | pixels(b)
    assert pixels(masks.subtract(a, [b])) == pixels(a) - pixels(b)
    assert pixels(masks.intersection(a, b)) == pixels(a) & pixels(b)
    assert masks.area_of(a) == len(pixels(a))
    joined = pixels(a) | pixels(b)
    assert masks.overlap(a, b) == pytest.approx(len(pixels(a) & pixels(b)) / len(joined) if joined else 0)


@given(placed)
def test_that_clipping_and_moving_keep_the_pixels_that_are_there(a):
    assert pixels(masks.clipped(a, 7, 5)) == {(y, x) for y, x in pixels(a) if 0 <= y < 5 and 0 <= x < 7}
    assert pixels(masks.moved(a, 2, -1)) == {(y - 1, x + 2) for y, x in pixels(a)}
    assert masks.same_pixels(a, Mask.of(np.pad(a.bits(), 2), a.left - 2, a.top - 2))


@settings(deadline=None)  # the first call imports scikit-image
@given(placed)
def test_that_a_mask_traced_to_rings_and_filled_again_is_the_same_mask(a):
    rings = [ring for outer, holes in masks.rings_of(a) for ring in (outer, *holes)]
    assert pixels(masks.mask_from_rings(rings)) == pixels(a)


def test_that_holes_belong_to_the_part_around_them():
    ring_with_island = drawing(
        """
        #######..
        #.....#..
        #.###.#.#
        #.#.#.#..
        #.###.#..
        #.....#..
        #######..
        """
    )
    parts = masks.rings_of(Mask.of(ring_with_island))
    by_size = sorted(parts, key=lambda part: -masks.signed_area(part[0]))
    assert [len(holes) for _, holes in by_size] == [1, 1, 0]
    assert all(masks.signed_area(outer) > 0 for outer, _ in parts)
    assert all(masks.signed_area(hole) < 0 for _, holes in parts for hole in holes)
    assert by_size[0][1][0].min() == pytest.approx(1, abs=0.5)


def test_that_parts_that_touch_by_a_corner_are_two():
    assert len(masks.rings_of(Mask.of(drawing("#. .#")))) == 2


def test_that_a_tolerance_gives_fewer_points_and_nearly_the_same_mask():
    y, x = np.mgrid[:200, :200]
    disc = Mask.of((x - 100) ** 2 + (y - 100) ** 2 < 80**2)
    ((exact, _),) = masks.rings_of(disc)
    ((rough, _),) = masks.rings_of(disc, tolerance=1.0)
    assert len(rough) < len(exact) / 4
    assert masks.overlap(masks.mask_from_rings([rough]), disc) > 0.97


def test_that_a_pixel_belongs_to_a_ring_when_its_centre_is_inside():
    assert pixels(masks.mask_from_rings([[(0, 0), (3, 0), (3, 2), (0, 2)]])) == {
        (y, x) for y in range(2) for x in range(3)
    }
    assert pixels(masks.mask_from_rings([[(0.6, 0), (2.4, 0), (2.4, 1), (0.6, 1)]])) == {(0, 1)}


def test_that_a_second_ring_inside_is_a_hole():
    outer, hole = [(0, 0), (5, 0), (5, 5), (0, 5)], [(1, 1), (4, 1), (4, 4), (1, 4)]
    assert masks.area_of(masks.mask_from_rings([outer, hole])) == 25 - 9


def test_that_rings_outside_the_image_are_cut_and_cost_nothing():
    huge = [(-1e12, -1e12), (1e12, -1e12), (1e12, 1e12), (-1e12, 1e12)]
    assert masks.area_of(masks.mask_from_rings([huge], width=30, height=20)) == 600
    with pytest.raises(masks.MaskError, match="more than"):
        masks.mask_from_rings([huge])
    assert masks.mask_from_rings([[(0, 0), (float("nan"), 1), (2, 2)]]) == masks.EMPTY


def test_that_a_brush_covers_what_is_near_its_way():
    y, x = np.mgrid[:40, :60] + 0.5
    near = np.hypot(x - np.clip(x, 10, 50), y - 20) <= 5
    assert pixels(masks.stroke([(10, 20), (50, 20)], 5, 60, 40)) == {
        (r, c) for r, c in zip(*map(np.ndarray.tolist, np.nonzero(near)), strict=True)
    }
    assert masks.stroke([(-100, -100)], 5, 60, 40) == masks.EMPTY
    assert (3, 2) in pixels(masks.stroke([(2.2, 3.9)], 0.1, 60, 40))


@given(bits, st.integers(0, 5), st.integers(0, 5))
def test_that_coco_run_lengths_are_those_of_pycocotools(array, left, top):
    height, width = array.shape[0] + top + 2, array.shape[1] + left + 3
    whole = np.zeros((height, width), np.uint8, order="F")
    whole[top : top + array.shape[0], left : left + array.shape[1]] = array
    theirs = judge.encode(whole)
    mask = Mask.of(array, left, top)
    ours = mask_codes.coco_rle(mask, width, height)
    assert ours["counts"] == theirs["counts"].decode()
    assert ours["size"] == theirs["size"]
    again = mask_codes.mask_of_coco_rle(theirs)
    assert pixels(again) == pixels(mask)
    plain = mask_codes.coco_rle(mask, width, height, compressed=False)
    assert judge.frPyObjects(plain, height, width)["counts"].decode() == ours["counts"]
    assert pixels(mask_codes.mask_of_coco_rle(plain)) == pixels(mask)


@given(st.lists(st.integers(0, 2**40), max_size=20))
def test_that_compressed_counts_of_any_size_come_back(counts):
    assert mask_codes.coco_counts_of_text(mask_codes.coco_text(counts)) == counts


def test_that_coco_runs_go_down_columns_and_cvat_runs_along_rows_of_the_box():
    mask = Mask.of(drawing(".## .#."), left=4, top=1)
    assert mask_codes.coco_counts(mask, width=8, height=3) == [16, 2, 1, 1, 4]
    assert mask_codes.cvat_rle(mask) == ("1, 2, 1, 1, 1", 4, 1, 3, 2)


@given(bits)
def test_that_cvat_run_lengths_come_back(array):
    mask = Mask.of(array, 3, 4)
    assert mask_codes.mask_of_cvat_rle(*mask_codes.cvat_rle(mask)) == mask


@given(bits)
def test_that_a_mask_comes_back_from_its_png(array):
    mask = Mask.of(array, 2, 3)
    assert mask_codes.mask_of_png(mask_codes.png_text(mask), 2, 3) == mask


@pytest.mark.parametrize(
    "broken",
    [
        {"size": [3, 3], "counts": [4, 4]},
        {"size": [3, 3], "counts": [-1, 10]},
        {"size": [3, 3], "counts": [1.5, "x"]},
        {"size": [3, 3], "counts": "\x01"},
        {"size": [3, 3], "counts": "o"},
        {"size": [10**6, 10**6], "counts": [0, 10**12]},
        {"size": [3], "counts": []},
        {"size": [3, 3], "counts": 5},
        {},
        None,
    ],
)
def test_that_broken_run_lengths_are_refused_in_a_sentence(broken):
    with pytest.raises(masks.MaskError, match="mask"):
        mask_codes.mask_of_coco_rle(broken)


def test_that_a_small_object_in_a_huge_image_needs_no_huge_memory():
    counts = [60_000 * 30_000 + 7, 5, 60_000 * 60_000 - 60_000 * 30_000 - 12]
    mask = mask_codes.mask_of_coco_counts(counts, width=60_000, height=60_000)
    assert (mask.left, mask.top, mask.width, mask.height) == (30_000, 7, 1, 5)


def test_that_text_that_is_no_png_is_refused():
    for text in ("", "!!!", "aGVsbG8="):
        with pytest.raises(masks.MaskError, match="PNG"):
            mask_codes.bits_of_png(text)
