"""Means of blocks are those of the values in them, at the edges too."""

import numpy as np
import pytest
import torch

from desktop_app.checkpoint.measuring.block_means import block_means
from desktop_app.checkpoint.open import open_checkpoint


def by_hand(array, rows, columns):
    return np.array(
        [
            [array[r : r + rows, c : c + columns].mean() for c in range(0, array.shape[1], columns)]
            for r in range(0, array.shape[0], rows)
        ]
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.uint8, torch.bool])
@pytest.mark.parametrize(("rows", "columns"), [(3, 4), (1, 5), (7, 1), (50, 50)])
def test_that_each_block_is_its_mean(tmp_path, dtype, rows, columns):
    torch.manual_seed(0)
    tensor = (torch.randn(23, 17) * 50).to(dtype)
    torch.save({"w": tensor}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    height = max(rows, 9 // rows * rows)
    strips = [f"{first}:{min(first + height, 23)}, :" for first in range(0, 23, height)]
    found = block_means(checkpoint.files, checkpoint.tensors[0], strips, 17, rows, columns)
    np.testing.assert_allclose(found, by_hand(tensor.double().numpy(), rows, columns), rtol=1e-6, atol=1e-6)
    assert found.dtype == np.float32


def test_that_a_part_of_a_larger_tensor_counts_alone(tmp_path):
    tensor = torch.arange(4 * 6 * 8, dtype=torch.float32).reshape(4, 6, 8).transpose(0, 2)
    torch.save({"w": tensor}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    found = block_means(checkpoint.files, checkpoint.tensors[0], ["2, ::-1, 1:4"], 3, 2, 2)
    np.testing.assert_allclose(found, by_hand(tensor[2].flip(0)[:, 1:4].numpy(), 2, 2))


def test_that_what_is_not_finite_shows(tmp_path):
    tensor = torch.ones(4, 4)
    tensor[0, 0], tensor[3, 3] = float("nan"), float("inf")
    torch.save({"w": tensor, "c": torch.complex(tensor * 0 + 3, tensor * 0 + 4)}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    found = block_means(checkpoint.files, checkpoint.tensors[0], [":, :"], 4, 2, 2)
    assert np.isnan(found[0, 0]) and np.isposinf(found[1, 1]) and found[0, 1] == found[1, 0] == 1
    magnitudes = block_means(checkpoint.files, checkpoint.tensors[1], [":2, 1:3"], 2, 1, 2)
    assert magnitudes.tolist() == [[5.0], [5.0]]
