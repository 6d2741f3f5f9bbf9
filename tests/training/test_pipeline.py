"""Augmentation: everything that is said of an image moves with its pixels, and the same seed gives the same picture."""

import numpy as np
import pytest
import torch

from desktop_app.annotation.model import HIDDEN, Annotation, Label, LabelSchema, Shape, Skeleton, points_of
from desktop_app.training.data.augment_preview import previewed
from desktop_app.training.data.augmenting import CHANGES, checked, usual
from desktop_app.training.data.pipeline import Pipeline
from desktop_app.training.data.targets import NOTHING, Drawn
from desktop_app.training.data.training_set import Body
from desktop_app.training.errors import TrainingError
from desktop_app.training.task import TASKS

WIDTH, HEIGHT = 160, 128
BODY = Body("animal", ("nose", "left_eye", "right_eye"), ((1, 2),))
SPOTS = np.array([[80, 40], [60, 70], [100, 70]], np.float32)
COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255))
MOVING = [change.name for change in CHANGES.values() if change.moves]


def picture():
    """Three coloured discs on grey: red is the nose, green lies left, blue lies right."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    pixels = np.full((HEIGHT, WIDTH, 3), 114, np.uint8)
    areas = np.zeros((HEIGHT, WIDTH), np.uint8)
    for number, ((cx, cy), colour) in enumerate(zip(SPOTS, COLOURS, strict=True), 1):
        inside = (x + 0.5 - cx) ** 2 + (y + 0.5 - cy) ** 2 <= 81
        pixels[inside], areas[inside] = colour, number
    boxes = np.concatenate([SPOTS - 9, SPOTS + 9], 1).astype(np.float32)
    return pixels, Drawn(
        np.zeros(1, np.float32), boxes, np.array([0, 0, 0]), areas, SPOTS[None].copy(), np.full((1, 3), 2)
    )


def centre_of(image, colour):
    where = np.argwhere((np.abs(image.astype(int) - colour) < 90).all(-1))
    return where[:, ::-1].mean(0) + 0.5 if len(where) > 60 else None


@pytest.mark.parametrize("name", MOVING)
@pytest.mark.parametrize("seed", range(4))
def test_that_keypoints_boxes_and_areas_move_with_the_pixels(name, seed):
    pixels, drawn = picture()
    parts = (
        Drawn(drawn.classes, points=drawn.points, visible=drawn.visible, labels=np.array([0])),
        Drawn(drawn.classes, boxes=drawn.boxes, labels=drawn.labels),
        Drawn(drawn.classes, areas=drawn.areas),
    )
    pipeline = Pipeline(
        [{"name": name, "p": 1.0} if CHANGES[name].own_chance else {"name": name}], (WIDTH, HEIGHT), [BODY]
    )
    images, outcomes = zip(*(pipeline(pixels, part, seed) for part in parts), strict=True)
    assert all(torch.equal(images[0], image) for image in images)  # what is said of it does not change the image
    image = images[0].permute(1, 2, 0).numpy()
    points, visible = outcomes[0].points[0], outcomes[0].visible[0]
    mirrored = name in ("RandomHorizontalFlip", "RandomVerticalFlip")
    order = (0, 2, 1) if mirrored else (0, 1, 2)
    for number, place in enumerate(order):
        seen = centre_of(image, COLOURS[number])
        if seen is None or visible[place] == HIDDEN:
            continue
        low, high = (seen - 14 > 0).all(), (seen + 14 < [WIDTH, HEIGHT]).all()
        if low and high:  # a disc that is cut off has its middle elsewhere
            assert np.abs(points[place] - seen).max() < 2.5, (name, number)
            box = outcomes[1].boxes[
                np.abs((outcomes[1].boxes[:, :2] + outcomes[1].boxes[:, 2:]) / 2 - seen).max(1).argmin()
            ]
            assert np.abs((box[:2] + box[2:]) / 2 - seen).max() < 3
            assert outcomes[2].areas[int(seen[1]), int(seen[0])] == number + 1


def test_that_what_comes_into_the_picture_from_outside_teaches_nothing():
    pixels, drawn = picture()
    pipeline = Pipeline(
        [{"name": "RandomAffine", "degrees": 0, "translate": (0, 0), "scale": (0.5, 0.5)}], (WIDTH, HEIGHT)
    )
    image, moved = pipeline(pixels, Drawn(drawn.classes, areas=drawn.areas), 0)
    assert moved.areas[0, 0] == NOTHING and moved.areas[HEIGHT // 2, WIDTH // 2] != NOTHING
    assert image[:, 0, 0].tolist() == [114, 114, 114]


def test_that_keypoints_outside_are_hidden_and_slivers_of_boxes_are_dropped():
    pixels, drawn = picture()
    steps = [{"name": "RandomAffine", "degrees": 0, "translate": (0, 0), "scale": (4, 4)}]
    pipeline = Pipeline(steps, (WIDTH, HEIGHT), [BODY])
    _, moved = pipeline(
        pixels, Drawn(drawn.classes, points=drawn.points, visible=drawn.visible, labels=np.array([0])), 0
    )
    assert moved.visible.tolist() == [[HIDDEN, 2, 2]] or (moved.visible == HIDDEN).any()
    _, moved = pipeline(pixels, Drawn(drawn.classes, boxes=drawn.boxes, labels=drawn.labels), 0)
    assert len(moved.boxes) == len(moved.labels) < 3 or (moved.boxes[:, 2] <= WIDTH).all()


@pytest.mark.parametrize("task", TASKS)
def test_that_the_seed_alone_decides_and_the_rest_of_the_program_does_not_notice(task):
    pixels, drawn = picture()
    pipeline = Pipeline(usual(task), (WIDTH, HEIGHT), [BODY])
    part = Drawn(drawn.classes, areas=drawn.areas)
    state = torch.get_rng_state()
    first, second = pipeline(pixels, part, 7)[0], pipeline(pixels, part, 7)[0]
    assert torch.equal(first, second) and torch.equal(torch.get_rng_state(), state)
    assert not torch.equal(first, pipeline(pixels, part, 8)[0])


@pytest.mark.parametrize("name", CHANGES)
def test_that_every_change_of_the_table_can_be_built_with_its_own_numbers(name):
    pixels, drawn = picture()
    step = {"name": name, "p": 0.9} | {parameter.name: parameter.default for parameter in CHANGES[name].parameters}
    image, _ = Pipeline([step], (WIDTH, HEIGHT))(pixels, Drawn(drawn.classes), 0)
    assert image.shape == (3, HEIGHT, WIDTH) and image.dtype == torch.uint8


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"name": "os.system"}, "There is no change named"),
        ({"name": "RandomAffine", "angle": 3}, "has no 'angle'"),
        ({"name": "RandomAffine", "degrees": 900}, "from 0 to 180"),
        ({"name": "RandomAffine", "translate": 0.1}, "two numbers"),
        ({"name": "RandomPosterize", "bits": 2.5}, "a whole number"),
        ({"name": "RandomInvert", "p": True}, "a number from 0 to 1"),
        ({}, "There is no change named None"),
    ],
)
def test_that_only_what_the_table_names_is_built(step, sentence):
    with pytest.raises(TrainingError, match=sentence):
        checked([step])


def test_that_a_preview_shows_the_image_and_its_outcomes_with_shapes(labelled):
    data = labelled("mouse", 1)
    points = {"snout": (100, 100), "left_ear": (90, 90), "right_ear": (110, 90)}
    shapes = tuple(Shape("point", (name,), points_of([place])) for name, place in points.items())
    annotation = Annotation("mouse_000.jpg", 320, 240, shapes, state="labelled")
    steps = [{"name": "RandomHorizontalFlip", "p": 1.0}]
    before, after = previewed(str(data / "mouse_000.jpg"), annotation, LabelSchema(), steps, task="keypoints", count=1)
    assert np.array_equal(before.pixels[:, ::-1], after.pixels)
    places = {shape.label: shape.points[0] for shape in after.shapes}
    assert np.allclose(places["snout"], (220, 100)) and np.allclose(places["left_ear"], (210, 90))


def test_that_skeletons_swap_as_their_schema_says(labelled):
    data = labelled("mouse", 1)
    skeleton = Skeleton(("nose", "a", "b"), flips=((1, 2),))
    shape = Shape("skeleton", ("pet",), points_of([(50, 50), (40, 60), (60, 60)]), visibility=(2, 2, 0))
    annotation = Annotation("m", 320, 240, (shape,), state="labelled")
    steps = [{"name": "RandomHorizontalFlip", "p": 1.0}]
    schema = LabelSchema((Label("pet", skeleton=skeleton),))
    _, after = previewed(str(data / "mouse_000.jpg"), annotation, schema, steps, task="keypoints", count=1)
    (moved,) = after.shapes
    assert np.allclose(moved.points[2], (280, 60)) and moved.visibility[1] != 2
