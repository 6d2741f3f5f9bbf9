"""Outlines by a SAM model: what is asked, where the model lies, and what becomes of an answer."""

from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation import assist
from desktop_app.annotation.imagery.decoding import decode_whole
from desktop_app.annotation.imagery.pictures import PictureStore
from desktop_app.annotation.model import Shape, points_of


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

    name = "bright"

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
    monkeypatch.setattr(assist, "_models", {"bright": made})
    monkeypatch.setattr(assist, "_embeddings", type(assist._embeddings)())
    return made


def test_that_a_box_becomes_the_outline_of_what_is_in_it(picture, model):
    [(name, shape)] = list(assist.guessed(picture, [box()], "bright"))
    assert (name, shape.kind, shape.labels) == ("one", "polygon", ("cat",))
    assert shape.box == (30, 20, 90, 50)
    assert model.prompt.point_labels.tolist() == [2, 3]
    assert model.prompt.points.tolist() == [[10, 10], [60, 40]]


def test_that_the_image_is_encoded_once_for_many_questions(picture, model):
    for _ in range(3):
        list(assist.guessed(picture, [box()], "bright"))
    assert len(model.seen) == 1


def test_that_points_ask_too_and_the_answer_may_be_a_mask(picture, model):
    [(_, shape)] = list(assist.guessed(picture, [box("points", ((50, 30), (60, 40)))], "bright", as_mask=True))
    assert shape.kind == "mask" and shape.mask.bits().sum() == 30 * 60
    assert model.prompt.point_labels.tolist() == [1, 1]


def test_that_a_large_image_is_shown_reduced_and_answered_in_its_own_pixels(tmp_path, model):
    pixels = np.zeros((1200, 4000, 3), np.uint8)
    pixels[400:800, 1000:3000] = 255
    Image.fromarray(pixels).save(tmp_path / "b.png")
    large = decode_whole(tmp_path / "b.png", PictureStore(str(tmp_path), str(tmp_path)))
    [(_, shape)] = list(assist.guessed(large, [box()], "bright", as_mask=True))
    assert max(model.seen[0].shape) <= 1600
    assert np.abs(np.array(shape.box) - (1000, 400, 3000, 800)).max() <= 6


def test_that_nothing_to_ask_and_no_weights_are_each_one_sentence(picture, model, monkeypatch):
    with pytest.raises(assist.AssistError, match="boxes around objects"):
        list(assist.guessed(picture, [box("line")], "bright"))
    monkeypatch.setattr(assist, "_model_type", lambda _name: SimpleNamespace(get_size=lambda: None))
    with pytest.raises(assist.AssistError, match="not on this computer yet"):
        list(assist.guessed(picture, [box()], assist.OFFICIAL[0]))
    monkeypatch.undo()
    monkeypatch.setattr(assist, "is_installed", lambda: False)
    with pytest.raises(assist.AssistError, match="pip install"):
        assist.weights_are_here(assist.OFFICIAL[0]) or assist._model_type("x")


def test_that_encoder_and_decoder_are_found_beside_each_other(tmp_path):
    with pytest.raises(assist.AssistError, match="no pair"):
        assist.local_files(tmp_path)
    for name in ("sam_vit_b_encoder.onnx", "sam_vit_b_decoder.onnx", "other_decoder.onnx"):
        (tmp_path / name).write_bytes(b"")
    encoder, decoder = assist.local_files(tmp_path)
    assert (encoder.name, decoder.name) == ("sam_vit_b_encoder.onnx", "sam_vit_b_decoder.onnx")
    assert assist.local_files(encoder) == (encoder, decoder)


def test_that_a_file_that_is_no_model_is_refused_in_a_sentence(tmp_path, picture):
    for name in ("encoder.onnx", "decoder.onnx"):
        (tmp_path / name).write_bytes(b"no model")
    with pytest.raises(assist.AssistError, match="no model that can be loaded"):
        list(assist.guessed(picture, [box()], str(tmp_path)))
