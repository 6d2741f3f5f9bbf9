"""What a run learns from: tasks, class tables, splits, mirrored names, the frozen file, targets and back."""

import json
import random
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.annotation.model import (
    Annotation,
    Label,
    LabelSchema,
    LabelSet,
    Mask,
    Shape,
    Skeleton,
    Track,
    points_of,
)
from desktop_app.training.data.class_table import class_table
from desktop_app.training.data.placing import Placement, canvas_of
from desktop_app.training.data.splitting import split_of
from desktop_app.training.data.targets import NOTHING, Drawer, Drawn, box_targets, class_map, keypoint_targets
from desktop_app.training.data.training_set import changes_since, mirrored_pairs, training_set
from desktop_app.training.data.training_set_file import data_hash, load_training_set, save_training_set
from desktop_app.training.decoding import box_guesses, keypoint_guesses
from desktop_app.training.errors import TrainingError
from desktop_app.training.task import task_of

BOX = Shape("rectangle", ("cat",), points_of([(10, 10), (30, 40)]))
AREA = Shape("polygon", ("dog",), points_of([(10, 10), (50, 10), (50, 50), (10, 50)]))
POINT = Shape("point", ("nose",), points_of([(5, 5)]))
LINE = Shape("polyline", ("road",), points_of([(0, 0), (9, 9)]))
GUESS = replace(BOX, score=0.9, source="model:x@1")


def image(name, *shapes, state="labelled", **flags):
    return Annotation(name, 64, 64, shapes, flags=flags, state=state)


@pytest.mark.parametrize(
    ("annotations", "task"),
    [
        ([image("a", cat=True, dog=False)], "classification"),
        ([image("a", BOX), image("b", BOX, cat=True)], "detection"),
        ([image("a", AREA, BOX), image("b", AREA)], "segmentation"),
        ([image("a", POINT), image("b", replace(POINT, kind="skeleton"))], "keypoints"),
        ([image("a", BOX), image("b", BOX), image("c", AREA)], "detection"),
        ([image("a", AREA, state="rejected"), image("b", BOX)], "detection"),
        ([image("a", replace(AREA, score=0.5, source="model:m@1")), image("b", BOX)], "detection"),
        ([], "classification"),
    ],
)
def test_that_the_task_follows_from_the_labels(annotations, task):
    assert task_of(annotations) == task


def test_that_the_class_table_counts_and_tells_what_is_left_out():
    labels = LabelSet((
        image("a", BOX, BOX, LINE), image("b", AREA), image("c", state="unlabelled"), image("d", BOX, state="rejected"),
        image("e", GUESS, state="unlabelled"), image("f", LINE), image("g", state="verified"),
    ))  # fmt: skip
    table = class_table(labels, "detection")
    assert [(row.name, row.images, row.shapes, row.left_out) for row in table.rows] == [
        ("cat", 1, 2, 0),
        ("dog", 1, 1, 0),
        ("road", 0, 0, 1),
    ]
    assert table.classes == ("cat", "dog") and table.images == 3  # g was looked at and is empty
    assert {left.reason: left.images for left in table.left_out} == {
        "unlabelled": 1, "rejected": 1, "only-suggestions": 1, "nothing-usable": 1,
    }  # fmt: skip


def test_that_an_object_that_has_left_the_picture_is_not_learnt():
    gone = replace(BOX, track=Track(1, outside=True))
    labels = LabelSet((image("a", replace(BOX, track=Track(1)), AREA), image("b", gone), image("c", gone, BOX)))
    data = training_set(labels, "detection")
    assert {sample.name: len(sample.shapes) for sample in data.samples} == {"a": 2, "b": 0, "c": 1}
    assert task_of([image("a", replace(AREA, track=Track(1, outside=True)), BOX)]) == "detection"


def test_that_classes_keep_the_order_of_the_schema_and_of_an_earlier_model():
    labels = LabelSet((image("a", BOX, AREA),), LabelSchema((Label("dog"), Label("cat"))))
    assert training_set(labels, "detection").classes == ("dog", "cat")
    assert training_set(labels, "detection", classes=("cat", "bird")).classes == ("cat", "bird", "dog")


def test_that_labels_that_teach_nothing_are_refused_in_one_sentence():
    with pytest.raises(TrainingError, match="Nothing to learn for detection \\(1 not labelled yet\\)"):
        training_set(LabelSet((image("a", state="unlabelled"),)), "detection")


def test_that_a_split_without_images_to_learn_from_is_refused():
    with pytest.raises(TrainingError, match="training part"):
        training_set(LabelSet((image("a", BOX), image("b", BOX))), "detection", subsets={"a": "val", "b": "test"})


def test_that_more_classes_than_a_class_map_holds_are_refused():
    areas = [replace(AREA, labels=(f"c{number}",)) for number in range(255)]
    assert len(training_set(LabelSet((image("a", *areas[1:]),)), "segmentation").classes) == 254
    with pytest.raises(TrainingError, match="254 classes at most; the labels have 255"):
        training_set(LabelSet((image("a", *areas),)), "segmentation")


@settings(deadline=None)
@given(st.integers(2, 40), st.integers(0, 5), st.randoms())
def test_that_new_images_move_no_old_one_far_and_something_is_always_held_out(count, more, generator):
    names = [f"img{number}" for number in range(count)]
    strata = {name: generator.choice("ab") for name in names}
    before = split_of(names, strata, {}, validation=0.2)
    assert "val" in before.values() and "train" in before.values()
    shuffled = names[:]
    random.Random(0).shuffle(shuffled)
    assert split_of(shuffled, strata, {}, validation=0.2) == before


def test_that_frames_of_one_film_are_not_parted():
    names = [f"f{number}" for number in range(30)]
    films = {name: f"film{number // 10}" for number, name in enumerate(names)}
    split = split_of(names, {}, films, validation=0.3)
    assert all(len({split[name] for name in names if films[name] == film}) == 1 for film in set(films.values()))


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (("snout", "left_ear", "right_ear", "tail"), {(1, 2)}),
        (("L-eye", "R-eye", "tail"), {(0, 1)}),
        (("左眼", "右眼"), {(0, 1)}),
        (("tail", "trail", "l", "r"), {(2, 3)}),
        (("RightHand", "LeftHand"), {(1, 0)}),
    ],
)
def test_that_left_and_right_are_found_in_names(names, pairs):
    assert set(mirrored_pairs(names)) == pairs


def test_that_the_frozen_file_gives_the_same_set_again(tmp_path):
    mask = Shape("mask", ("m",), points_of([(1, 2), (5, 6)]), mask=Mask.of(np.eye(4), 1, 2))
    holed = replace(AREA, holes=(points_of([(20, 20), (30, 20), (30, 30)]),))
    labels = LabelSet((image("a", mask, holed), image("b", AREA)), root=str(tmp_path))
    data = training_set(labels, "segmentation")
    save_training_set(data, tmp_path / "data.json")
    again = load_training_set(tmp_path / "data.json")
    assert (again.classes, again.task, again.kinds) == (data.classes, data.task, data.kinds)
    for mine, theirs in zip(data.samples, again.samples, strict=True):
        assert (mine.name, mine.path, mine.split, mine.size) == (theirs.name, theirs.path, theirs.split, theirs.size)
        for first, second in zip(mine.shapes, theirs.shapes, strict=True):
            assert (
                first.kind == second.kind and first.mask == second.mask and np.array_equal(first.points, second.points)
            )
            assert [hole.tolist() for hole in first.holes] == [hole.tolist() for hole in second.holes]
    assert data_hash(data) == data_hash(again)
    changed = training_set(replace(labels, annotations=(image("a", mask), image("b", AREA))), "segmentation")
    assert data_hash(changed) != data_hash(data)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"task":"detection"}', json.dumps({"samples": 3})])
def test_that_a_damaged_file_is_told_in_one_sentence(tmp_path, text):
    (tmp_path / "data.json").write_text(text)
    with pytest.raises(TrainingError, match="damaged"):
        load_training_set(tmp_path / "data.json")


def test_that_changes_since_a_run_began_are_found():
    labels = LabelSet((image("a", BOX), image("b", BOX), image("c", BOX)))
    frozen = training_set(labels, "detection")
    moved = replace(BOX, points=points_of([(11, 10), (30, 40)]))
    found = changes_since(frozen, LabelSet((image("a", BOX), image("b", moved), image("d", BOX))))
    assert (found.added, found.removed, found.changed) == (("d",), ("c",), ("b",))
    assert not changes_since(frozen, labels)


def test_that_one_canvas_fits_the_usual_image_and_never_enlarges():
    assert canvas_of([(640, 480)] * 9 + [(100, 900)], 320) == (320, 240)
    assert canvas_of([(480, 640)], 320) == (240, 320)
    assert canvas_of([(96, 96)], 320) == (96, 96)
    assert canvas_of([], 320) == (320, 320)
    placement = Placement.of(1000, 500, (320, 240))
    points = np.array([[0.0, 0.0], [1000, 500], [333, 77]])
    assert np.allclose(placement.on_image(placement.on_canvas(points)), points)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.floats(12, 148), st.floats(12, 116), st.floats(6, 20), st.floats(6, 20)),
        min_size=1,
        max_size=4,
    )
)
def test_that_boxes_survive_the_way_to_targets_and_back(objects):
    boxes = np.array([(x - w, y - h, x + w, y + h) for _, x, y, w, h in objects], np.float32)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    apart = np.abs(centres[:, None] - centres[None]).max(-1) + np.eye(len(boxes)) * 99
    if apart.min() < 44:  # boxes that lie on each other hide each other's middles
        return
    boxes = np.clip(boxes, 0, [160, 128, 160, 128])
    labels = np.array([kind for kind, *_ in objects])
    heat, edges, _ = box_targets(boxes, labels, 3, (160, 128))
    logits = torch.logit(torch.from_numpy(heat).clamp(1e-4, 1 - 1e-4))[None]
    (guess,) = box_guesses(logits, torch.from_numpy(edges)[None])
    for box, label in zip(boxes, labels, strict=True):
        away = np.abs(guess.boxes - box).max(1) + 100 * (guess.labels != label)
        assert away.min() < 0.5 and guess.scores[away.argmin()] > 0.9


@pytest.mark.parametrize("single", [True, False])
def test_that_keypoints_survive_the_way_to_targets_and_back(single):
    schema = LabelSchema((Label("bug", skeleton=Skeleton(("head", "tail"))),))
    places = [[(40, 30), (60, 30)]] if single else [[(40, 30), (60, 30)], [(100, 90), (101, 110)]]
    shapes = [Shape("skeleton", ("bug",), points_of(place), visibility=(2, 2)) for place in places]
    data = training_set(LabelSet((Annotation("a", 160, 128, tuple(shapes), state="labelled"),), schema), "keypoints")
    drawn = Drawer(data, (160, 128)).draw(0, Placement.of(160, 128, (160, 128)))
    heat, offsets, _ = keypoint_targets(drawn, data, (160, 128))
    logits = torch.logit(torch.from_numpy(heat).clamp(1e-4, 1 - 1e-4))[None]
    (guess,) = keypoint_guesses(logits, torch.from_numpy(offsets)[None], data.bodies, single)
    found = guess.points[guess.scores > 0.9]
    assert len(found) == len(places)
    for place in places:
        assert np.abs(found - np.array(place)).max((1, 2)).min() < 2


def test_that_areas_are_painted_with_holes_and_what_is_ignored_teaches_nothing():
    hole = points_of([(20, 20), (40, 20), (40, 40), (20, 40)])
    shapes = (replace(AREA, holes=(hole,)), Shape("rectangle", ("__ignore__",), points_of([(0, 0), (8, 8)])))
    areas = class_map(shapes, {"dog": 0}, Placement.of(128, 64, (64, 48)), (64, 48))
    assert areas[7, 7] == 1 and areas[15, 15] == 0 and areas[28, 30] == 0 and areas[1, 1] == NOTHING
    assert (areas[32:] == NOTHING).all() and areas.shape == (48, 64)
    scaled = class_map(
        (replace(AREA, kind="mask", mask=Mask.of(np.ones((40, 40)), 10, 10)),),
        {"dog": 0},
        Placement.of(128, 64, (64, 48)),
        (64, 48),
    )
    assert (scaled[5:25, 5:25] == 1).all() and scaled[4, 4] == 0


def test_that_losses_are_of_each_image_alone():
    from desktop_app.training import losses

    torch.manual_seed(0)
    heat = torch.rand(3, 2, 8, 8)
    heat[0, 0, 2, 2] = heat[2, 1, 4, 4] = 1
    logits, edges, weight = torch.randn(3, 2, 8, 8), torch.rand(3, 4, 8, 8) + 0.1, torch.rand(3, 8, 8)
    areas = torch.randint(0, 3, (3, 8, 8), dtype=torch.uint8)
    areas[1, 0] = NOTHING
    maps = torch.randn(3, 3, 8, 8)
    for function, inputs in (
        (losses.heat_loss, (logits, heat)),
        (losses.edge_loss, (edges, edges.flip(0), weight)),
        (losses.area_loss, (maps, areas)),
        (losses.offset_loss, (torch.randn(3, 4, 8, 8), torch.randn(3, 4, 8, 8), torch.rand(3, 2, 8, 8))),
    ):
        together = function(*inputs)
        alone = torch.cat([function(*(part[row : row + 1] for part in inputs)) for row in range(3)])
        assert together.shape == (3,) and torch.allclose(together, alone, atol=1e-5)
    assert torch.allclose(losses.edge_loss(edges, edges, weight), torch.zeros(3), atol=1e-5)


def test_that_drawn_classes_are_those_of_the_image():
    labels = LabelSet((image("a", cat=True, dog=False), image("b", dog=True, cat=True)))
    data = training_set(labels, "classification")
    assert data.multi_label and data.classes == ("cat", "dog")
    drawer = Drawer(data, (32, 32))
    assert isinstance(drawer.draw(0, Placement.of(32, 32, (32, 32))), Drawn)
    assert drawer.draw(1, Placement.of(32, 32, (32, 32))).classes.tolist() == [1, 1]
