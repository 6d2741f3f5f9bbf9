"""Saved values are read back alike by torch and NumPy, and a failed save leaves nothing behind."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.checkpoint import saving
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.saving import picture_of
from desktop_app.checkpoint.tensors import read_slice, save_values
from desktop_app.checkpoint.values import Values

DTYPES = [
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool, torch.complex64,
    torch.complex128, torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz, torch.uint16, torch.uint32, torch.uint64,
]  # fmt: skip


def values_of(folder: Path, tensor: torch.Tensor, index: str = "") -> Values:
    torch.save({"w": tensor}, folder / "x.pth")
    checkpoint = open_checkpoint(folder / "x.pth")
    return read_slice(checkpoint.files, checkpoint.tensors[0], index)


def every_code(dtype: torch.dtype) -> torch.Tensor:
    torch.manual_seed(0)
    if dtype == torch.bool:
        return torch.tensor([[True, False, True]])
    if dtype.itemsize == 1 and dtype.is_floating_point:
        return torch.arange(256, dtype=torch.uint8).view(dtype).reshape(16, 16)
    if dtype == torch.bfloat16:
        return torch.arange(-(2**15), 2**15).to(torch.int16).view(dtype)
    if dtype in (torch.uint16, torch.uint32, torch.uint64):
        return torch.tensor([0, 1, 2**15, 2 ** (8 * dtype.itemsize - 1)], dtype=dtype)
    return (torch.randn(5, 6, dtype=torch.complex64 if dtype.is_complex else torch.float32) * 50).to(dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_that_a_saved_pt_is_the_same_tensor_for_torch(tmp_path, dtype):
    tensor = every_code(dtype)
    saved = save_values(values_of(tmp_path, tensor), tmp_path / "out.pt")
    loaded = torch.load(saved, weights_only=True)
    assert loaded.dtype == dtype and loaded.shape == tensor.shape
    if dtype.is_floating_point and dtype.itemsize <= 2:
        wide, expected = loaded.float(), tensor.float()
        torch.testing.assert_close(wide, expected, rtol=0, atol=0, equal_nan=True)
    else:
        assert loaded.numpy().tobytes() == tensor.numpy().tobytes()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=st.lists(st.integers(0, 5), max_size=4), dtype=st.sampled_from(DTYPES[:4]))
def test_that_any_shape_survives_pt_and_npy(tmp_path, shape, dtype):
    tensor = torch.arange(int(np.prod(shape))).reshape(shape).to(dtype)
    values = values_of(tmp_path, tensor)
    loaded = torch.load(save_values(values, tmp_path / "out.pt"), weights_only=True)
    assert loaded.dtype == tensor.dtype and torch.equal(loaded, tensor)
    wide = tensor.float() if dtype == torch.bfloat16 else tensor
    array = np.load(save_values(values, tmp_path / "out.npy"), allow_pickle=False)
    assert array.dtype == wide.numpy().dtype
    np.testing.assert_array_equal(array, wide.numpy())


def test_that_a_saved_pt_opens_here_without_a_finding(tmp_path):
    tensor = torch.randn(4, 5)
    checkpoint = open_checkpoint(save_values(values_of(tmp_path, tensor), tmp_path / "out.pt"))
    assert (checkpoint.kind, checkpoint.findings, checkpoint.safety.verdict) == ("tensor", (), "data")
    np.testing.assert_array_equal(read_slice(checkpoint.files, checkpoint.tensors[0]).array, tensor.numpy())
    assert checkpoint.tensors[0].storage.offset % 64 == 0


@pytest.mark.parametrize("dtype", [torch.float8_e4m3fn, torch.float8_e8m0fnu, torch.uint64, torch.bfloat16], ids=str)
@pytest.mark.parametrize("index", ["0", "3:3", "::-3"])
def test_that_slices_of_narrow_types_stay_narrow(tmp_path, dtype, index):
    tensor = torch.arange(80, dtype=torch.uint8).view(dtype)
    loaded = torch.load(save_values(values_of(tmp_path, tensor, index), tmp_path / "out.pt"), weights_only=True)
    units = {1: torch.uint8, 2: torch.int16, 8: torch.int64}[dtype.itemsize]
    chosen = {"0": np.s_[0], "3:3": np.s_[3:3], "::-3": np.s_[::-3]}[index]
    assert loaded.dtype == dtype
    np.testing.assert_array_equal(loaded.view(units).numpy(), tensor.view(units).numpy()[chosen])


def test_that_a_slice_and_a_view_are_saved_as_seen(tmp_path):
    tensor = torch.arange(60.0).reshape(3, 4, 5).permute(2, 0, 1)
    loaded = torch.load(save_values(values_of(tmp_path, tensor, "::-2, 1"), tmp_path / "out.pt"), weights_only=True)
    np.testing.assert_array_equal(loaded.numpy(), tensor.numpy()[::-2, 1])


def test_that_quantised_values_are_saved_as_real_numbers(tmp_path):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tensor = torch.quantize_per_tensor(torch.linspace(-1, 1, 9), 0.1, 0, torch.qint8)
        values = values_of(tmp_path, tensor)
        expected = tensor.dequantize()
    torch.testing.assert_close(torch.load(save_values(values, tmp_path / "out.pt"), weights_only=True), expected)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 2, 3), (0,), (0, 3)], ids=str)
def test_that_csv_has_one_cell_for_each_number(tmp_path, shape):
    tensor = torch.randn(shape)
    target = save_values(values_of(tmp_path, tensor), tmp_path / "out.csv")
    with target.open(newline="") as file:
        rows = list(csv.reader(file))
    if len(shape) > 2:
        assert rows.pop(0) == ["index", "0", "1", "2"]
        assert [row.pop(0) for row in rows] == ["0 0", "0 1", "1 0", "1 1"]
    numbers = [float(cell) for row in rows for cell in row if cell]
    np.testing.assert_array_equal(np.array(numbers, dtype=np.float32), tensor.numpy().reshape(-1))


def test_that_csv_writes_complex_numbers_and_the_special_ones_readably(tmp_path):
    tensor = torch.tensor([complex(1, -2), complex(0, 1)], dtype=torch.complex64)
    target = save_values(values_of(tmp_path, tensor), tmp_path / "out.csv")
    assert [complex(cell) for cell in target.read_text().strip().split(",")] == [1 - 2j, 1j]
    target = save_values(values_of(tmp_path, torch.tensor([float("nan"), float("-inf")])), tmp_path / "out.csv")
    assert target.read_text() == "nan,-inf\n"


@pytest.mark.parametrize("shape", [(), (5,), (4, 6), (3, 2, 3, 3), (0, 4), (2, 0, 3), (7, 3, 1, 1)], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bool, torch.complex64, torch.int64], ids=str)
def test_that_any_tensor_has_a_picture(tmp_path, shape, dtype):
    from PIL import Image

    target = save_values(values_of(tmp_path, torch.ones(shape, dtype=dtype)), tmp_path / "out.png")
    with Image.open(target) as image:
        image.load()
        assert image.mode == "RGB" and min(image.size) >= 1


def test_that_the_picture_is_red_above_blue_below_and_white_at_zero():
    picture = picture_of(np.array([[1.0, 0.0, -1.0, np.nan]]))
    red, white, blue, odd = picture[0].tolist()
    assert red[0] > red[2] and blue[2] > blue[0]
    assert min(white) > 240
    assert odd not in (red, white, blue)
    assert picture_of(np.full((2, 2), np.nan)).shape == (2, 2, 3)
    assert picture_of(np.array([[3e300, -3e300], [np.inf, 0]])).shape == (2, 2, 3)


def test_that_an_unknown_ending_is_refused_before_anything_is_written(tmp_path):
    values = values_of(tmp_path, torch.ones(2))
    with pytest.raises(ValueError, match=r"\.npy, \.pt, \.csv, \.png"):
        save_values(values, tmp_path / "out.txt")
    assert not (tmp_path / "out.txt").exists()


def test_that_a_failed_save_keeps_the_old_file_and_leaves_nothing_beside_it(tmp_path, monkeypatch):
    values = values_of(tmp_path, torch.ones(2))
    target = save_values(values, tmp_path / "out.npy")
    before, names = target.read_bytes(), sorted(os.listdir(tmp_path))

    def broken(_, file):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "_npy", broken)
    with pytest.raises(OSError, match="No space"):
        save_values(values, target)
    assert target.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == names


def test_that_saving_into_a_missing_folder_is_an_os_error(tmp_path):
    with pytest.raises(OSError):
        save_values(values_of(tmp_path, torch.ones(2)), tmp_path / "nowhere" / "out.npy")
