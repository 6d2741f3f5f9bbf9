"""Outlines by a SAM model: what is asked, where the model lies, and what becomes of an answer."""

import os
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.assist import asking, embeddings, models
from desktop_app.annotation.imagery.decoding import decode_whole
from desktop_app.annotation.imagery.pictures import PictureStore
from desktop_app.annotation.model import Shape, points_of
from desktop_app.annotation.shapes.regions import Prompt, Request


def box(kind="rectangle", points=((10, 10), (60, 40))):
    return Shape(kind, ("cat",), points_of(points), id="one")


@pytest.fixture
def picture(tmp_path):
    pixels = np.zeros((100, 160, 3), np.uint8)
    pixels[20:50, 30:90] = 255
    Image.fromarray(pixels).save(tmp_path / "a.png")
    return decode_whole(tmp_path / "a.png", PictureStore(str(tmp_path), str(tmp_path)))


class BrightModel:
    """Sees what is bright in the image that it was shown."""

    name = "sam:100m"

    def __init__(self):
        self.seen = []

    def encode_image(self, image):
        from osam import types

        self.seen.append(image)
        return types.ImageEmbedding(
            original_height=image.shape[0], original_width=image.shape[1], embedding=np.zeros((1, 1, 1), np.float32)
        )

    def generate(self, request):
        rows, columns = np.nonzero(self.seen[-1][:, :, 0] > 128)
        self.prompt = request.prompt
        top, left = rows.min(), columns.min()
        mask = np.ones((rows.max() - top + 1, columns.max() - left + 1), bool)
        place = SimpleNamespace(xmin=left, ymin=top)
        return SimpleNamespace(annotations=[SimpleNamespace(mask=mask, bounding_box=place)])


@pytest.fixture
def model(monkeypatch):
    made = BrightModel()
    monkeypatch.setattr(models, "_models", {"sam:100m": made})
    monkeypatch.setattr(embeddings, "_kept", type(embeddings._kept)())
    return made


def test_that_a_box_becomes_the_outline_of_what_is_in_it(picture, model):
    [(name, shape)] = list(asking.guessed(picture, [box()], "sam:100m"))
    assert (name, shape.kind, shape.labels) == ("one", "polygon", ("cat",))
    assert shape.box == (30, 20, 90, 50)
    assert model.prompt.point_labels.tolist() == [2, 3]
    assert model.prompt.points.tolist() == [[10, 10], [60, 40]]


def test_that_the_image_is_encoded_once_for_many_questions(picture, model):
    for _ in range(3):
        list(asking.guessed(picture, [box()], "sam:100m"))
    assert len(model.seen) == 1


def test_that_points_ask_too_and_the_answer_may_be_a_mask(picture, model):
    [(_, shape)] = list(asking.guessed(picture, [box("points", ((50, 30), (60, 40)))], "sam:100m", as_mask=True))
    assert shape.kind == "mask" and shape.mask.bits().sum() == 30 * 60
    assert model.prompt.point_labels.tolist() == [1, 1]


def test_that_a_large_image_is_shown_reduced_and_answered_in_its_own_pixels(tmp_path, model):
    pixels = np.zeros((1200, 4000, 3), np.uint8)
    pixels[400:800, 1000:3000] = 255
    Image.fromarray(pixels).save(tmp_path / "b.png")
    large = decode_whole(tmp_path / "b.png", PictureStore(str(tmp_path), str(tmp_path)))
    [(_, shape)] = list(asking.guessed(large, [box()], "sam:100m", as_mask=True))
    assert max(model.seen[0].shape) <= 1600
    assert np.abs(np.array(shape.box) - (1000, 400, 3000, 800)).max() <= 6


def test_that_nothing_to_ask_and_no_weights_are_each_one_sentence(picture, model, monkeypatch):
    with pytest.raises(models.AssistError, match="boxes around objects"):
        list(asking.guessed(picture, [box("line")], "sam:100m"))
    monkeypatch.setattr(models, "_model_type", lambda _name: SimpleNamespace(get_size=lambda: None))
    with pytest.raises(models.AssistError, match="not on this computer yet"):
        list(asking.guessed(picture, [box()], models.OFFICIAL[0]))
    monkeypatch.undo()
    monkeypatch.setattr(models, "is_installed", lambda: False)
    with pytest.raises(models.AssistError, match="pip install"):
        models.weights_are_here(models.OFFICIAL[0]) or models._model_type("x")


def test_that_encoder_and_decoder_are_found_beside_each_other(tmp_path):
    with pytest.raises(models.AssistError, match="no pair"):
        models.local_files(tmp_path)
    for name in ("sam_vit_b_encoder.onnx", "sam_vit_b_decoder.onnx", "other_decoder.onnx"):
        (tmp_path / name).write_bytes(b"")
    encoder, decoder = models.local_files(tmp_path)
    assert (encoder.name, decoder.name) == ("sam_vit_b_encoder.onnx", "sam_vit_b_decoder.onnx")
    assert models.local_files(encoder) == (encoder, decoder)


def test_that_a_file_that_is_no_model_is_refused_in_a_sentence(tmp_path, picture):
    for name in ("encoder.onnx", "decoder.onnx"):
        (tmp_path / name).write_bytes(b"no model")
    with pytest.raises(models.AssistError, match="no model that can be loaded"):
        list(asking.guessed(picture, [box()], str(tmp_path)))


# -- pairs of ONNX files with the signatures of the official exports


SQUARE, STRIPE = (60, 35), (130, 80)
"""Places on a white square and on a grey stripe of the picture."""


@pytest.fixture
def two_things(tmp_path):
    pixels = np.zeros((100, 160, 3), np.uint8)
    pixels[20:50, 30:90] = 255
    pixels[70:90, 100:150] = 128
    Image.fromarray(pixels).save(tmp_path / "two.png")
    return decode_whole(tmp_path / "two.png", PictureStore(str(tmp_path), str(tmp_path)))


@pytest.fixture(params=["efficient", "sam", "sam of another name"])
def place(request, tmp_path, monkeypatch):
    sam_models = pytest.importorskip("tests.annotation.sam_models", reason="onnx is not installed")
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(models, "_models", {})
    monkeypatch.setattr(embeddings, "_kept", type(embeddings._kept)())
    folder = tmp_path / "model"
    folder.mkdir()
    if request.param == "efficient":
        return str(sam_models.efficient_sam(folder))
    return str(sam_models.sam(folder, "x" if request.param == "sam" else "input_image"))


def asked(picture, place, **prompt):
    return asking.guess(picture, Request(7, (0, 0, 160, 100), Prompt(**prompt)), place)


def near(box, wanted):
    return np.abs(np.array(box) - wanted).max() <= 2


def test_that_a_click_finds_what_is_under_it_with_a_local_model(two_things, place):
    answer = asked(two_things, place, points=(SQUARE,))
    assert answer.number == 7 and near(answer.shapes[0].box, (30, 20, 90, 50))
    mask = answer.masks[0]
    assert near((mask.left, mask.top, mask.left + mask.width, mask.top + mask.height), (30, 20, 90, 50))
    assert near(asked(two_things, place, points=(STRIPE,)).shapes[0].box, (100, 70, 150, 90))


def test_that_a_second_click_adds_and_a_click_outside_takes_away(two_things, place):
    both = asked(two_things, place, points=(SQUARE, STRIPE))
    assert len(both.shapes) == 2 and both.shapes[0].group == both.shapes[1].group
    only = asked(two_things, place, points=(SQUARE, STRIPE), background=(STRIPE,))
    assert len(only.shapes) == 1 and near(only.shapes[0].box, (30, 20, 90, 50))


def test_that_a_box_finds_what_lies_in_it(two_things, place):
    assert near(asked(two_things, place, box=(95, 60, 158, 98)).shapes[0].box, (100, 70, 150, 90))


def test_that_where_the_model_sees_nothing_the_answer_is_empty(two_things, place):
    answer = asked(two_things, place, points=(SQUARE,), background=(SQUARE,))
    assert (answer.masks, answer.shapes) == ((), ())
    with pytest.raises(models.AssistError, match="A place on the object"):
        asked(two_things, place)


def test_that_what_was_seen_is_kept_on_the_disk_until_image_or_model_change(two_things, place, monkeypatch):
    asking.look_at(two_things, place)
    kept = embeddings.kept_file(two_things, place)
    assert kept.exists()
    embeddings._kept.clear()
    monkeypatch.setattr(embeddings, "_looked", lambda *_args: pytest.fail("looked again"))
    assert asked(two_things, place, points=(SQUARE,)).masks
    kept.write_bytes(kept.read_bytes()[:100])  # cut off by a full disk
    embeddings._kept.clear()
    monkeypatch.undo()
    assert asked(two_things, place, points=(SQUARE,)).masks
    os.utime(place, ns=(1, 1))
    assert embeddings.kept_file(two_things, place) != kept


def test_that_the_next_image_is_looked_at_ahead(tmp_path, place):
    from desktop_app.annotation.folders.folder import open_images

    for name in ("one.png", "two.png"):
        Image.fromarray(np.full((20, 30, 3), 200, np.uint8)).save(tmp_path / name)
    folder, store = open_images(tmp_path), PictureStore(str(tmp_path / "kept"), str(tmp_path / "kept"))
    asking.look_ahead(folder, ["one.png", "not there.png", "two.png"], store, place)
    assert len(list((tmp_path / "kept").glob("*.seen.npz"))) == 2


def test_that_no_more_than_forty_are_kept(tmp_path):
    for number in range(45):
        (tmp_path / f"{number}.seen.npz").write_bytes(b"")
        os.utime(tmp_path / f"{number}.seen.npz", (number, number))
    embeddings._make_room(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"{number}.seen.npz" for number in range(5, 45)}
