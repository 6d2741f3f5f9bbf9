"""Metrics, each against numbers that are known or another library's."""

import math

import numpy as np
import pytest

from desktop_app.training.data.placing import Placement
from desktop_app.training.data.targets import NOTHING, Drawn
from desktop_app.training.data.training_set import Body
from desktop_app.training.guesses import Guess
from desktop_app.training.metrics import average_precision, meter_for
from desktop_app.training.nets.design import Design

PLACE = Placement.of(100, 100, (100, 100))


def design(task, **values):
    return Design(task, "small", ("a", "b", "c"), (100, 100), **values)


def scored(meter, *pairs):
    for index, (guess, truth) in enumerate(pairs):
        meter.add(index, guess, truth, PLACE)
    return meter.score()


def one_hot(place):
    return np.eye(3, dtype=np.float32)[place]


def test_that_accuracy_counts_and_the_confusion_has_truth_in_rows():
    pairs = [(Guess(classes=one_hot(said)), Drawn(one_hot(true))) for true, said in ((0, 0), (0, 1), (1, 1), (2, 1))]
    score = scored(meter_for(design("classification")), *pairs)
    assert score.metrics == {"accuracy": 0.5} and score.confusion == ((1, 1, 0), (0, 1, 0), (0, 1, 0))
    assert score.classes == {"a": 0.5, "b": 1.0, "c": 0.0}


def test_that_several_classes_an_image_are_counted_each():
    meter = meter_for(design("classification", multi_label=True))
    pairs = [(Guess(classes=np.array([0.9, 0.9, 0.1], np.float32)), Drawn(np.array([1, 0, 0], np.float32)))]
    assert scored(meter, *pairs).metrics["accuracy"] == pytest.approx(2 / 3)


def test_that_mean_average_precision_is_pycocotools():
    pytest.importorskip("pycocotools")
    import contextlib
    import io

    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    generator = np.random.default_rng(0)
    images, truths, found = [], [], []
    for image in range(1, 13):
        corner, size = generator.uniform(0, 300, (9, 2)), generator.uniform(8, 90, (9, 2))
        boxes, labels = np.concatenate([corner, corner + size], 1).astype(np.float32), generator.integers(0, 3, 9)
        said = (boxes + generator.normal(0, 5, boxes.shape)).astype(np.float32)[:7]
        guessed, scores = np.where(generator.random(7) < 0.8, labels[:7], 0), generator.random(7).astype(np.float32)
        images.append((boxes, labels, said, guessed, scores))
        for box, label in zip(boxes.tolist(), labels.tolist(), strict=True):
            size_ = [box[2] - box[0], box[3] - box[1]]
            truths.append(
                {
                    "id": len(truths) + 1,
                    "image_id": image,
                    "category_id": label + 1,
                    "bbox": [*box[:2], *size_],
                    "area": size_[0] * size_[1],
                    "iscrowd": 0,
                }
            )
        found += [
            {"image_id": image, "category_id": int(label) + 1, "bbox": [*box[:2], max(0, box[2] - box[0]), max(0, box[3] - box[1])], "score": float(score)}
            for box, label, score in zip(said.tolist(), guessed, scores, strict=True)
        ]  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()):
        reference = COCO()
        reference.dataset = {
            "images": [{"id": n} for n in range(1, 13)],
            "annotations": truths,
            "categories": [{"id": n} for n in (1, 2, 3)],
            "info": {},
        }
        reference.createIndex()
        judge = COCOeval(reference, reference.loadRes(found), "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    score = average_precision(images, ("a", "b", "c"))
    assert score.metrics["map"] == pytest.approx(judge.stats[0], abs=1e-6)
    assert score.metrics["map50"] == pytest.approx(judge.stats[1], abs=1e-6)


def test_that_nothing_found_is_0_and_nothing_to_find_is_no_number():
    box, label = np.array([[0, 0, 9, 9]], np.float32), np.array([0])
    none, no_label = np.zeros((0, 4), np.float32), np.zeros(0, np.int64)
    assert average_precision([(box, label, none, no_label, np.zeros(0, np.float32))], ("a",)).metrics == {
        "map50": 0,
        "map": 0,
    }
    assert math.isnan(
        average_precision([(none, no_label, box, label, np.ones(1, np.float32))], ("a",)).metrics["map50"]
    )


def test_that_mean_iou_counts_ground_and_classes_and_leaves_out_what_teaches_nothing():
    truth, said = np.zeros((4, 4), np.uint8), np.zeros((4, 4), np.uint8)
    truth[:2], said[:1] = 1, 1
    truth[3, 3], said[3, 3] = NOTHING, 2
    score = scored(meter_for(design("segmentation")), (Guess(areas=said), Drawn(one_hot(0), areas=truth)))
    assert score.classes == {"a": 0.5}
    assert score.metrics["mean_iou"] == pytest.approx((0.5 + 7 / 11) / 2)


def test_that_keypoints_are_measured_in_pixels_of_the_image_and_lost_objects_are_far():
    meter = meter_for(design("keypoints", bodies=(Body("pet", ("nose", "tail")),)))
    truth = Drawn(
        one_hot(0),
        labels=np.array([0, 0]),
        points=np.array([[[10, 10], [20, 10]], [[70, 70], [80, 70]]], np.float32),
        visible=np.array([[2, 2], [2, 0]]),
    )
    guess = Guess(
        labels=np.array([0]),
        scores=np.ones(1, np.float32),
        points=np.array([[[10, 13], [24, 10]]], np.float32),
        point_scores=np.ones((1, 2), np.float32),
    )
    meter.add(0, guess, truth, Placement.of(200, 200, (100, 100)))
    score = meter.score()
    assert score.metrics["keypoint_error_px"] == 8 and score.metrics["pck"] == pytest.approx(1 / 3)
    assert score.classes == {"nose": math.inf, "tail": 8.0} or score.classes["tail"] == 8.0


def test_that_what_several_processes_measured_is_joined_and_counted_once():
    meters = [meter_for(design("classification")) for _ in range(2)]
    for index, (true, said) in enumerate(((0, 0), (1, 0), (2, 2), (1, 1))):
        meters[index % 2].add(index, Guess(classes=one_hot(said)), Drawn(one_hot(true)), PLACE)
    meters[1].add(0, Guess(classes=one_hot(0)), Drawn(one_hot(0)), PLACE)  # a padded share measures an image again
    parts = [meter.parts() for meter in meters]
    meters[0].join(parts)
    assert meters[0].score().metrics == {"accuracy": 0.75}
