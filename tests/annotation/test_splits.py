from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.folders.splits import (
    Shares,
    SplitError,
    by_folder,
    by_prefix,
    split_evenly,
    split_in_groups,
    split_randomly,
)
from desktop_app.annotation.model import Annotation, Shape, points_of

shares = st.builds(Shares, st.floats(0.1, 1), st.floats(0, 1), st.floats(0, 1))


def image(name, *labels, classes=()):
    return Annotation(
        name,
        shapes=tuple(Shape("point", (label,), points_of([(1, 1)])) for label in labels),
        flags=dict.fromkeys(classes, True),
    )


@given(st.lists(st.text(min_size=1, max_size=5), unique=True), shares, st.integers(0, 99))
def test_that_every_image_is_in_one_subset_whatever_the_order(images, wanted, seed):
    split = split_randomly(images, wanted, seed)
    assert set(split) == set(images)
    assert split == split_randomly(images[::-1], wanted, seed)
    counts = Counter(split.values())
    for name, share in zip(("train", "val", "test"), wanted.normalised(), strict=True):
        assert abs(counts[name] - share * len(images)) <= 2
        assert share > 0 or counts[name] == 0


def test_that_another_seed_gives_another_split():
    images = [f"{n}.jpg" for n in range(100)]
    assert split_randomly(images, Shares(), 0) != split_randomly(images, Shares(), 1)
    assert Counter(split_randomly(images, Shares(), 0).values()) == {"train": 80, "val": 10, "test": 10}


def test_that_each_label_is_spread_as_the_shares_say():
    images = [
        image(
            f"{n}.jpg",
            *(["rare"] if n % 20 == 0 else []),
            *(["common"] * (n % 3)),
            classes=["night"] if n % 10 == 3 else [],
        )
        for n in range(200)
    ]
    split = split_evenly(images, Shares(0.8, 0.1, 0.1))
    assert split == split_evenly(images[::-1], Shares(0.8, 0.1, 0.1))
    rare = Counter(split[one.image] for one in images if any(shape.label == "rare" for shape in one.shapes))
    assert rare == {"train": 8, "val": 1, "test": 1}
    night = Counter(split[one.image] for one in images if one.classes)
    assert night == {"train": 16, "val": 2, "test": 2}
    sizes = Counter(split.values())
    assert abs(sizes["train"] - 160) <= 6
    common = Counter(split[one.image] for one in images for shape in one.shapes if shape.label == "common")
    assert abs(common["val"] / common.total() - 0.1) < 0.03


def test_that_groups_are_never_divided():
    images = [image(f"clip{g}/frame_{n}.jpg", "cat" if g % 2 else "dog") for g in range(20) for n in range(10)]
    split = split_in_groups(images, by_folder, Shares(0.6, 0.2, 0.2))
    for g in range(20):
        assert len({split[one.image] for one in images if by_folder(one.image) == f"clip{g}"}) == 1
    assert Counter(split.values()) == {"train": 120, "val": 40, "test": 40}
    cats = Counter(split[one.image] for one in images if one.shapes[0].label == "cat")
    assert cats == {"train": 60, "val": 20, "test": 20}


def test_that_names_that_count_belong_together():
    assert by_prefix("a/clip_007.jpg") == by_prefix("a/clip_8.jpg") == "a/clip"
    assert by_prefix("a/clip_007.jpg") != by_prefix("b/clip_007.jpg")


def test_that_shares_that_make_no_split_are_refused():
    for wrong in (Shares(0, 0, 0), Shares(-1, 1, 1), Shares(float("inf"), 1, 1)):
        with pytest.raises(SplitError):
            split_randomly(["a"], wrong)
    assert Counter(split_randomly([str(n) for n in range(10)], Shares(8, 2, 0)).values()) == {"train": 8, "val": 2}
