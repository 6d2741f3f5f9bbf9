import numpy as np

from desktop_app.annotation.model import Annotation, Shape, points_of
from desktop_app.annotation.review.agreement import compare_image, compare_sets
from desktop_app.annotation.review.summary import GRID, summarise


def box(left, top, right, bottom, *labels):
    return Shape("rectangle", labels or ("cat",), points_of([(left, top), (right, bottom)]))


def point(x, y, label="spot"):
    return Shape("point", (label,), points_of([(x, y)]))


def image(name, *shapes, **fields):
    return Annotation(name, 320, 320, shapes, **fields)


def test_that_everything_is_counted():
    found = summarise(
        [
            image(
                "a",
                box(0, 0, 160, 160),
                box(0, 0, 10, 10, "dog", "pet"),
                state="labelled",
                flags={"night": True, "day": False},
            ),
            image("b", box(160, 160, 320, 320), point(319, 0), state="verified"),
            image("c"),
            Annotation("d", shapes=(box(0, 0, 5, 5),), state="labelled"),
        ]
    )
    assert (found.images, found.shapes, found.left) == (4, 5, 1)
    assert found.states == (("unlabelled", 1), ("labelled", 2), ("verified", 1), ("rejected", 0))
    assert [(label.name, label.shapes, label.images) for label in found.labels] == [
        ("cat", 3, 3),
        ("dog", 1, 1),
        ("pet", 1, 1),
        ("spot", 1, 1),
    ]
    assert found.kinds == (("rectangle", 4), ("point", 1))
    assert found.classes == (("night", 1),)
    assert found.per_image == ((0, 1), (1, 1), (2, 2))
    assert found.image_sizes == (((320, 320), 3),)
    assert found.together.tolist() == [[3, 1, 1, 1], [1, 1, 1, 0], [1, 1, 1, 0], [1, 0, 0, 1]]
    cat = found.labels[0]
    assert cat.sizes.tolist() == [[160, 160], [160, 160], [5, 5]]
    assert cat.shares.tolist() == [0.25, 0.25]


def test_that_the_heatmap_shows_where_boxes_lie():
    found = summarise(
        [image("a", box(0, 0, 159, 159), point(315, 5, "cat")), image("b", box(-50, 100, 400, 100, "cat"))]
    )
    heat = found.labels[0].heat
    expected = np.zeros((GRID, GRID), int)
    expected[:16, :16] += 1
    expected[10, :] += 1
    expected[0, 31] += 1
    assert (heat == expected).all()


def test_that_an_empty_set_has_a_summary():
    found = summarise([])
    assert (found.images, found.labels, found.together.shape) == (0, (), (0, 0))


def test_that_progress_is_told():
    told = []
    summarise([image("a"), image("b")], 2, lambda *step: told.append(step))
    assert told == [(1, 2, "a"), (2, 2, "b")]


# -- agreement


def test_that_equal_sets_agree_fully():
    images = [image("a", box(0, 0, 50, 50), point(5, 5)), image("b", flags={"x": True})]
    found = compare_sets(images, images)
    assert (found.differences, found.alike, found.kappa) == ((), 2, 1.0)
    assert all(label.score == 1 and label.mean_overlap == 1 for label in found.labels)


def test_that_each_kind_of_difference_is_listed():
    first = image(
        "a", box(0, 0, 100, 100), box(200, 200, 300, 300, "dog"), box(0, 200, 50, 250), box(150, 0, 200, 50, "cow")
    )
    second = image(
        "a",
        box(0, 0, 100, 60),
        box(202, 200, 300, 300, "fox"),
        box(250, 0, 300, 50),
        box(150, 0, 200, 50, "cow"),
        flags={"night": True},
    )
    pairs, found = compare_image(first, second)
    assert len(pairs) == 3
    assert sorted((one.kind, one.label, one.other) for one in found) == [
        ("classes", "", "night"),
        ("loose", "cat", ""),
        ("only-first", "cat", ""),
        ("only-second", "cat", ""),
        ("other-label", "dog", "fox"),
    ]
    assert {one.message for one in found} >= {
        "The first says dog, the second fox.",
        "The first says nothing of the image, the second night.",
    }
    sets = compare_sets([first, image("b")], [second, image("c")])
    assert sets.confusions == ((("dog", "fox"), 1),)
    by_name = {label.name: (label.both, label.only_first, label.only_second) for label in sets.labels}
    assert by_name == {"cat": (1, 1, 1), "dog": (0, 1, 0), "fox": (0, 0, 1), "cow": (1, 0, 0)}
    assert [one.kind for one in sets.differences[-2:]] == ["missing-second", "missing-first"]
    assert (sets.images, sets.alike) == (1, 0)
    assert sets.labels[-1].name == "cow"


def test_that_equal_labels_are_paired_before_better_overlaps():
    first = image("a", box(0, 0, 100, 100, "cat"))
    second = image("a", box(0, 0, 100, 100, "dog"), box(0, 0, 100, 70, "cat"))
    pairs, found = compare_image(first, second)
    assert [pair.second.label for pair in pairs] == ["cat"]
    assert sorted(one.kind for one in found) == ["loose", "only-second"]


def test_that_kappa_is_cohens():
    # 20 agreed cats, 15 agreed dogs, 5 and 10 crossed: the textbook's kappa of 0.4
    spots = [(n * 30 % 300, n * 30 // 300 * 30) for n in range(50)]
    names = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    first = image("a", *(box(x, y, x + 20, y + 20, a) for (x, y), (a, _) in zip(spots, names, strict=True)))
    second = image("a", *(box(x, y, x + 20, y + 20, b) for (x, y), (_, b) in zip(spots, names, strict=True)))
    assert abs(compare_sets([first], [second]).kappa - 0.4) < 1e-9
