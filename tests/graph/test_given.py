"""What a person gives a model becomes its input: images fitted and normalised, arrays as they are; what does not fit says why."""

import numpy as np
import pytest
import torch
from PIL import Image

from desktop_app.engine.errors import EngineError
from desktop_app.graph.sources.given import DEVIATION, MEAN, given_input


def test_that_an_image_is_fitted_cut_and_normalised(tmp_path):
    Image.new("RGB", (40, 20), (255, 0, 0)).save(tmp_path / "red.png")
    found = given_input(str(tmp_path / "red.png"), (1, 3, 8, 8))
    assert found.shape == (1, 3, 8, 8) and found.dtype == np.float32
    wanted = [(value - mean) / spread for value, mean, spread in zip((1, 0, 0), MEAN, DEVIATION, strict=True)]
    np.testing.assert_allclose(found[0, :, 4, 4], wanted, rtol=1e-5)


def test_that_a_model_of_one_channel_sees_grey(tmp_path):
    Image.new("RGB", (8, 8), (255, 255, 255)).save(tmp_path / "white.jpg")
    found = given_input(str(tmp_path / "white.jpg"), (1, 1, 8, 8))
    assert found.shape == (1, 1, 8, 8) and found.mean() == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("ending", ["npy", "pt"])
def test_that_an_array_gets_the_batch_that_it_lacks(tmp_path, ending):
    values = np.arange(12, dtype=np.float32).reshape(3, 2, 2)
    path = tmp_path / f"a.{ending}"
    np.save(path, values) if ending == "npy" else torch.save(torch.from_numpy(values), path)
    np.testing.assert_array_equal(given_input(str(path), (1, 3, 8, 8)), values[None])


def test_that_token_numbers_stay_whole(tmp_path):
    np.save(tmp_path / "ids.npy", np.array([[1, 2, 3]], np.int32))
    found = given_input(str(tmp_path / "ids.npy"), (1, 16), whole_numbers=True)
    assert found.dtype == np.int64 and found.tolist() == [[1, 2, 3]]


@pytest.mark.parametrize(
    ("name", "shape", "words"),
    [
        ("broken.png", (1, 3, 8, 8), "broken.png"),
        ("missing.npy", (1, 3, 8, 8), "missing.npy"),
        ("flat.npy", (1, 3, 8, 8), "has 1 axes"),
        ("text.npy", (1, 3), "no tensor"),
        ("fine.png", (1, 16), "takes no image"),
    ],
)
def test_that_what_does_not_fit_is_one_sentence(tmp_path, name, shape, words):
    (tmp_path / "broken.png").write_bytes(b"no image")
    np.save(tmp_path / "flat.npy", np.zeros(3))
    np.save(tmp_path / "text.npy", np.array([["a", "b", "c"]]))
    Image.new("RGB", (8, 8)).save(tmp_path / "fine.png")
    with pytest.raises(EngineError) as caught:
        given_input(str(tmp_path / name), shape)
    assert caught.value.code == "input" and words in str(caught.value)


def test_that_a_pickle_in_a_given_file_is_never_run(tmp_path):
    class Marker:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    torch.save({"x": Marker()}, tmp_path / "hostile.pt")
    np.save(tmp_path / "hostile.npy", np.array([Marker()], object), allow_pickle=True)
    for name in ("hostile.pt", "hostile.npy"):
        with pytest.raises(EngineError):
            given_input(str(tmp_path / name), (1, 3, 8, 8))
    assert not (tmp_path / "ran").exists()
