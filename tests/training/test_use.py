"""A trained model in use: proposals, queue, doubts, map, export, activations; and others' checkpoints."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from desktop_app.annotation.model import Mask, Shape, points_of
from desktop_app.engine.child import Limits, run_in_child
from desktop_app.engine.errors import EngineError
from desktop_app.training.data.placing import Placement
from desktop_app.training.data.training_set_file import load_training_set
from desktop_app.training.errors import TrainingError
from desktop_app.training.guesses import Guess, Manner, shapes_of
from desktop_app.training.loop import train
from desktop_app.training.nets.build import build
from desktop_app.training.nets.design import Design
from desktop_app.training.stopping import StopWish
from desktop_app.training.use import services
from desktop_app.training.use.activations import activations, answers, layers_of
from desktop_app.training.use.agreeing import shape_disagreements
from desktop_app.training.use.embedding import image_map, principal
from desktop_app.training.use.export import export_model
from desktop_app.training.use.learning_curve import Point, measure, outlook
from desktop_app.training.use.predict import TrainedModel, open_model, proposals
from desktop_app.training.use.queue import disagreements, next_images, spread, uncertainty

SIZES = {"leaf": (48, 48), "cells": (96, 64), "tissue": (96, 64), "mouse": (160, 128)}


@pytest.fixture
def trained(labelled, prepared):
    """`trained(kind)`: a run that took a few steps, which is enough to be opened and asked."""

    def make(kind, **settings):
        folder = prepared(labelled(kind, 6, size=SIZES[kind]), kind, epochs=2, batch_size=4, **settings)
        train(lambda: folder, StopWish())
        return folder

    return make


def paths_of(folder):
    return [sample.path for sample in load_training_set(folder.data).samples]


@pytest.mark.parametrize("kind", SIZES)
def test_that_a_checkpoint_proposes_shapes_inside_the_image_with_scores_and_source(trained, kind, tmp_path):
    folder = trained(kind)
    model = open_model(folder.newest_weights)
    found = list(proposals(model, [*paths_of(folder), str(tmp_path / "gone.jpg")], threshold=0.0))
    assert found[-1].problem.endswith("is not there.") and not found[-1].shapes
    width, height = SIZES[kind]
    for one in found[:-1]:
        assert (one.width, one.height) == (width, height)
        assert (sum(one.classes.values()) > 0.3 and not one.shapes) if kind == "leaf" else not one.classes
        for shape in one.shapes:
            assert shape.is_suggestion and shape.source.startswith(f"model:{kind}@") and 0 <= shape.score <= 1
            assert (shape.points >= 0).all() and (shape.points <= [width, height]).all()
    assert all(not one.shapes for one in proposals(model, paths_of(folder), threshold=1.0))


def test_that_a_checkpoint_of_another_size_of_head_is_begun_from_and_known_classes_keep_their_rows(labelled, prepared):
    data = labelled("leaf", 8, size=(48, 48))
    first = prepared(data, "first", epochs=1)
    train(lambda: first, StopWish())
    for file in sorted(data.glob("leaf_00[0-3].json")):
        document = json.loads(file.read_text())
        file.write_text(json.dumps(document | {"flags": {**dict.fromkeys(document["flags"], False), "blade": True}}))
    second = prepared(data, "second", epochs=1, weights=str(first.best), learning_rate=1e-12, weight_decay=0.0)
    train(lambda: second, StopWish())
    before, after = (torch.load(run.last, weights_only=True) for run in (first, second))
    assert ("blade" in after["classes"] and len(after["classes"]) == 1 + len(before["classes"])) or before[
        "classes"
    ] != after["classes"]
    for name in set(before["classes"]) & set(after["classes"]):
        rows = [content["state_dict"]["head.weight"][content["classes"].index(name)] for content in (before, after)]
        assert torch.allclose(*rows, atol=1e-6)
    assert torch.allclose(
        before["state_dict"]["backbone.stem.conv.weight"], after["state_dict"]["backbone.stem.conv.weight"], atol=1e-6
    )


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("named", ["", "torchvision:resnet18"])
def test_that_checkpoints_of_others_label_images_when_classes_are_named(labelled, tmp_path, wrapped, named):
    from torchvision.models import resnet18

    torch.manual_seed(0)
    net = resnet18(num_classes=4).eval()
    prefix = "module." if wrapped else ""
    torch.save(
        {"epoch": 3, "state_dict": {prefix + name: value for name, value in net.state_dict().items()}},
        tmp_path / "other.pth",
    )
    data = labelled("leaf", 2, size=(64, 64))
    model = open_model(tmp_path / "other.pth", model=named, classes=("a", "b", "c", "d"), image_size=64)
    assert model.design.task == "classification"
    (one,) = proposals(model, [str(data / "leaf_000.jpg")], threshold=0.0)
    pixels, _ = model.look(str(data / "leaf_000.jpg"))
    image = (
        torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None] / 255
        - torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    ) / torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    wanted = net(image).softmax(1)[0].detach()
    assert one.classes == {"abcd"[int(wanted.argmax())]: pytest.approx(float(wanted.max()), abs=1e-4)}


def test_that_a_checkpoint_that_fits_no_model_is_told_in_one_sentence(tmp_path):
    torch.save({"w": torch.ones(3)}, tmp_path / "odd.pth")
    with pytest.raises(TrainingError, match="not made by this program"):
        open_model(tmp_path / "odd.pth")
    with pytest.raises(TrainingError, match="none of the models that are known here with 2 classes"):
        open_model(tmp_path / "odd.pth", classes=("a", "b"))
    with pytest.raises(TrainingError, match="Its tensors are not those of torchvision:resnet18"):
        open_model(tmp_path / "odd.pth", model="torchvision:resnet18", classes=("a", "b"))
    (tmp_path / "text.pth").write_text("hello")
    with pytest.raises(TrainingError, match="without running code"):
        open_model(tmp_path / "text.pth")


def test_that_a_model_that_is_not_here_is_told_in_one_sentence(monkeypatch):
    from desktop_app.training.nets.build import build
    from desktop_app.training.nets.design import Design

    monkeypatch.setitem(sys.modules, "timm", None)
    for model, sentence in (
        ("timm:vit_tiny", "timm is not installed"),
        ("torchvision:nothing", "torchvision has no nothing"),
        ("nothing", "no model named"),
    ):
        with pytest.raises(TrainingError, match=sentence):
            build(Design("classification", model, ("a",), (32, 32)))
    with pytest.raises(TrainingError, match="resnet18 cannot do detection"):
        build(Design("detection", "resnet18", ("a",), (32, 32)))


def test_that_areas_become_polygons_of_the_right_place_and_masks_where_labels_were_masks():
    areas = np.zeros((48, 64), np.uint8)
    areas[10:30, 10:40] = 1
    areas[15:20, 20:30] = 0
    areas[40:42, 2:4] = 2
    guess = Guess(areas=areas, sure=np.full((48, 64), 0.9, np.float32))
    placement = Placement.of(128, 96, (64, 48))
    (shape,) = shapes_of(guess, placement, Manner(("cat", "dog"), source="model:m@1"))
    assert shape.label == "cat" and shape.kind == "polygon" and shape.score == 0.9 and len(shape.holes) == 1
    assert shape.box == pytest.approx((20, 20, 80, 60), abs=2)
    (mask,) = shapes_of(guess, placement, Manner(("cat", "dog"), kinds={"cat": "mask"}))
    assert mask.kind == "mask" and mask.mask.bits().sum() == pytest.approx((20 * 30 - 5 * 10) * 4, rel=0.05)


def test_that_uncertainty_is_high_where_a_model_wavers(trained):
    design = open_model(trained("cells").newest_weights).design
    sure, unsure = Guess(scores=np.array([0.99, 0.97], np.float32)), Guess(scores=np.array([0.5, 0.6], np.float32))
    assert uncertainty(unsure, design) > 0.7 > 0.2 > uncertainty(sure, design)
    classes = replace(design, task="classification")
    assert uncertainty(Guess(classes=np.array([0.5, 0.5], np.float32)), classes) == 1.0
    assert uncertainty(Guess(classes=np.array([1.0, 0.0], np.float32)), classes) == 0.0


def test_that_spread_takes_what_is_furthest_from_all_that_is_known():
    new = np.array([[0, 0], [10, 0], [0.1, 0], [0, 9]], np.float32)
    assert spread(new, np.zeros((1, 2), np.float32)) == [1, 3, 2, 0]
    assert sorted(spread(new, np.zeros((0, 2), np.float32))) == [0, 1, 2, 3]
    assert spread(np.zeros((0, 2), np.float32), new) == []


def test_that_the_queue_mixes_doubt_and_spread_and_names_each_image_once(trained):
    folder = trained("leaf")
    paths = paths_of(folder)
    entries = next_images(open_model(folder.newest_weights), paths[1:], paths[:1])
    assert sorted(entry.image for entry in entries) == sorted(paths[1:])
    assert entries[0].why == "uncertain" and "spread" in {entry.why for entry in entries}
    assert entries[0].uncertainty == max(entry.uncertainty for entry in entries)


def box(label, x, y, size=20.0, score=None):
    shape = Shape("rectangle", (label,), points_of([(x, y), (x + size, y + size)]))
    return shape if score is None else replace(shape, score=score, source="model:m@1")


def test_that_doubts_name_what_is_missing_too_much_of_another_class_or_loose():
    labels = [box("a", 0, 0), box("a", 50, 0), box("b", 0, 50), box("a", 100, 100), box("a", 9, 9, score=0.4)]
    said = [
        box("a", 0, 0, score=0.9),
        box("b", 50, 0, score=0.8),
        box("b", 4, 54, score=0.9),
        box("c", 150, 0, score=0.7),
        box("c", 150, 90, score=0.2),
    ]
    found = {(one.kind, one.label, one.said, one.shape) for one in shape_disagreements("i", said, labels, "detection")}
    assert found == {
        ("wrong class", "a", "b", 1),
        ("loose", "b", "b", 2),
        ("extra", "a", "", 3),
        ("missing", "", "c", -1),
    }
    ring = Shape("polygon", ("a",), points_of([(0, 0), (30, 0), (30, 30), (0, 30)]))
    blob = Shape(
        "mask", ("a",), points_of([(0, 0), (30, 30)]), mask=Mask.of(np.ones((30, 30))), score=0.9, source="model:m@1"
    )
    assert shape_disagreements("i", [blob], [ring], "segmentation") == []


@pytest.mark.parametrize("kind", SIZES)
def test_that_doubts_about_a_data_set_are_sorted(trained, kind):
    folder = trained(kind)
    found = disagreements(open_model(folder.newest_weights), load_training_set(folder.data))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert {one.kind for one in found} <= {"missing", "extra", "wrong class", "loose"}


def test_that_a_map_puts_alike_images_together(trained):
    generator = np.random.default_rng(0)
    groups = np.concatenate([generator.normal(0, 1, (20, 8)), generator.normal(6, 1, (20, 8))])
    places, explained = principal(groups)
    assert places.shape == (40, 2) and abs(places[:20, 0].mean() - places[20:, 0].mean()) > 0.8 and explained[0] > 0.5
    assert np.array_equal(principal(groups)[0], places) and np.abs(places).max() == 1
    folder = trained("tissue")
    found = image_map(open_model(folder.newest_weights), paths_of(folder))
    assert found.places.shape == (6, 2) and np.isfinite(found.places).all()


@pytest.mark.slow
@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("ending", ["pt2", "onnx", "ts"])
@pytest.mark.filterwarnings("ignore")  # the exporters speak of themselves
def test_that_an_exported_model_says_the_same(trained, tmp_path, kind, ending):
    if ending == "onnx":
        pytest.importorskip("onnxscript")
    folder = trained(kind)
    model = open_model(folder.newest_weights)
    made = export_model(model, tmp_path / f"m.{ending}", model.look(paths_of(folder)[0])[0])
    assert made.path.stat().st_size > 100_000 and made.difference < 1e-4
    if ending == "pt2":
        program = torch.export.load(made.path).module()
        assert program(torch.rand(3, 3, *SIZES[kind][::-1]))[0].shape[0] == 3  # for any number of images
    if ending == "onnx":
        import onnx

        document = json.loads(onnx.load(str(made.path)).metadata_props[0].value)
        assert document["classes"] == list(model.design.classes)


@pytest.mark.slow
@pytest.mark.parametrize(("task", "name"), [("classification", "resnet18"), ("segmentation", "lraspp_mobilenet_v3")])
@pytest.mark.parametrize("ending", ["pt2", "onnx", "ts"])
@pytest.mark.filterwarnings("ignore")
def test_that_an_exported_model_of_torchvision_says_the_same(tmp_path, task, name, ending):
    if ending == "onnx":
        pytest.importorskip("onnxscript")
    design = Design(task, name, ("a", "b", "c"), (128, 96))
    model = TrainedModel(build(design).eval(), design, "model:made", torch.device("cpu"))
    pixels = np.random.default_rng(0).integers(0, 256, (96, 128, 3), dtype=np.uint8)
    made = export_model(model, tmp_path / f"m.{ending}", pixels)
    assert made.path.stat().st_size > 1_000_000 and made.difference < 1e-4


def test_that_what_cannot_be_exported_is_said_and_nothing_is_written(trained, tmp_path, monkeypatch):
    from desktop_app.training.use import export as exporting

    folder = trained("leaf")
    model = open_model(folder.newest_weights)
    pixels = model.look(paths_of(folder)[0])[0]
    with pytest.raises(TrainingError, match="must end in"):
        export_model(model, tmp_path / "m.txt", pixels)
    monkeypatch.setattr(exporting, "_run", lambda *_: [np.zeros((1, 3), np.float32)])
    with pytest.raises(TrainingError, match="differs by"):
        export_model(model, tmp_path / "m.ts", pixels)
    assert not list(tmp_path.glob("m.*"))


def test_that_every_layer_shows_what_it_answers_and_a_filter_its_images(trained):
    folder = trained("cells")
    model = open_model(folder.newest_weights)
    paths = paths_of(folder)
    pixels, _ = model.look(paths[0])
    found = activations(model, pixels)
    assert {one.name for one in found} <= set(layers_of(model)) and len(found) > 20
    stem = next(one for one in found if one.name == "backbone.stem.conv")
    assert stem.shape == (16, 32, 48) and stem.maps.shape == (16, 32, 48) and stem.means.shape == (16,)
    assert all(0 <= one.dead <= 1 for one in found)
    best = answers(model, "backbone.stem.conv", 3, paths, most=4)
    assert len(best) == 4 and best[0].value == max(one.value for one in best)
    left, top, right, bottom = best[0].box
    assert 0 <= left < right <= 96 and 0 <= top < bottom <= 64
    with pytest.raises(TrainingError, match="no such layer"):
        answers(model, "nothing", 0, paths)
    with pytest.raises(TrainingError, match="no channel 99"):
        answers(model, "backbone.stem.conv", 99, paths)


def test_that_the_outlook_follows_a_power_law():
    points = [Point(count, 1 - 2 * count**-0.5, (("a", 1 - count**-0.5), ("b", 0.5))) for count in (16, 64, 256)]
    every, first, second = outlook(points, "map50", more=144)
    assert (
        every.name == ""
        and every.now == pytest.approx(1 - 2 / 16, abs=0.01)
        and every.then == pytest.approx(1 - 2 / 20, abs=0.01)
    )
    assert (first.name, second.name) == ("a", "b") and second.then == pytest.approx(0.5, abs=0.01)
    errors = outlook([Point(10, 8.0, ()), Point(40, 4.0, ())], "keypoint_error_px", more=120)
    assert errors[0].then < errors[0].now == pytest.approx(4, abs=0.1)
    assert outlook(points[:1], "map50") == []


def test_that_a_learning_curve_is_measured_on_parts_and_leaves_the_run_alone(trained):
    folder = trained("leaf")
    before = folder.events.read_bytes()
    points = measure(folder, steps=2, parts=(0.5, 1.0))
    assert [point.images for point in points] == [2, 5] or [point.images for point in points] == [2, 4]
    assert folder.events.read_bytes() == before


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_that_a_window_asks_through_a_child_process(trained):
    folder = trained("cells")
    model, paths = {"checkpoint": str(folder.newest_weights), "device": "cpu"}, paths_of(folder)
    limits = Limits(seconds=200)
    told = []
    found = run_in_child(
        services.propose, model, paths[:2], 0.0, limits=limits, progress=lambda *step: told.append(step)
    )
    assert [one["path"] for one in found] == paths[:2] and told
    shapes = services.shapes_of_documents(found[0]["shapes"])
    assert shapes and all(shape.is_suggestion for shape in shapes)
    assert run_in_child(services.describe, model, limits=limits)["task"] == "detection"
    with pytest.raises(EngineError, match="not a checkpoint"):
        run_in_child(services.describe, {"checkpoint": paths[0]}, limits=limits)


def test_that_services_answer_in_plain_values(trained):
    folder = trained("tissue")
    model, paths = {"checkpoint": str(folder.newest_weights)}, paths_of(folder)
    silent = lambda *_: None  # noqa: E731
    layers = services.look_inside(model, paths[0])
    assert len(layers[0]["maps"]) == np.prod(layers[0]["maps_shape"])
    documents = services.documents_of_shapes(load_training_set(folder.data).samples[0].shapes)
    outcomes = services.augmented(
        paths[0], documents, {}, [{"name": "RandomHorizontalFlip", "p": 1.0}], "segmentation", 2, 0
    )
    assert len(outcomes) == 3 and len(outcomes[0]["pixels"]) == outcomes[0]["width"] * outcomes[0]["height"] * 3
    assert outcomes[1]["shapes"]
    answers_ = [
        services.next_to_label(model, paths, [], silent), services.doubts(model, str(folder.read_config().data), silent),
        services.image_map(model, paths, silent), services.filter_answers(model, "backbone.stem.conv", 0, paths[:2], silent),
    ]  # fmt: skip
    json.dumps([outcomes[0]["shapes"], *answers_])
    with pytest.raises(EngineError, match="no change named"):
        services.augmented(paths[0], documents, {}, [{"name": "x"}], "segmentation", 1, 0)
