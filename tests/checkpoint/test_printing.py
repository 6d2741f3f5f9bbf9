"""What is printed for a tensor is torch's own text, character by character."""

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.tensors import numpy_text, read_slice, torch_text

DTYPES = [
    torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool, torch.complex64,
    torch.complex128, torch.float8_e4m3fn, torch.float8_e5m2,
]  # fmt: skip


def text_of(folder, tensor: torch.Tensor) -> str:
    torch.save({"w": tensor}, folder / "x.pth")
    checkpoint = open_checkpoint(folder / "x.pth")
    info = checkpoint.tensors[0]
    return torch_text(read_slice(checkpoint.files, info), info)


SHAPES = [(), (0,), (0, 3), (1,), (7,), (40,), (2, 3), (1, 1, 1), (3, 0, 2), (2, 2, 2, 2), (1001,), (30, 40), (11, 12, 13), (1, 1200), (3, 400), (400, 3), (2, 3, 4, 50), (5, 1, 300)]  # fmt: skip


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_that_each_type_and_shape_prints_as_in_torch(tmp_path, dtype, shape):
    torch.manual_seed(sum(shape))
    tensor = (torch.randn(shape, dtype=torch.complex64 if dtype.is_complex else torch.float32) * 3).to(dtype)
    assert text_of(tmp_path, tensor) == repr(tensor)


special = st.sampled_from(
    [0.0, -0.0, 1.0, -1.0, float("nan"), float("inf"), float("-inf"), 1e8, 1e9, 1e-4, 9.9e-5, 1000.0, 1001.0, 0.5, 123456.0, 1e-30, 3e38, 2.0**-130]
)  # fmt: skip
numbers = st.one_of(special, st.floats(width=32), st.integers(-2000, 2000).map(float), st.floats(-10, 10, width=32))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(numbers, min_size=1, max_size=30), dtype=st.sampled_from(DTYPES[:4]))
def test_that_any_floats_print_as_in_torch(tmp_path, values, dtype):
    tensor = torch.tensor(values, dtype=torch.float64).to(dtype)
    assert text_of(tmp_path, tensor) == repr(tensor)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.tuples(special, special), min_size=1, max_size=12))
def test_that_any_complex_numbers_print_as_in_torch(tmp_path, values):
    tensor = torch.tensor([complex(*pair) for pair in values], dtype=torch.complex64)
    assert text_of(tmp_path, tensor) == repr(tensor)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=20))
def test_that_any_integers_print_as_in_torch(tmp_path, values):
    tensor = torch.tensor(values)
    assert text_of(tmp_path, tensor) == repr(tensor)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (0,), (1200,), (7, 5)], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_that_parameters_print_as_in_torch(tmp_path, shape, dtype):
    parameter = torch.nn.Parameter(torch.ones(shape, dtype=dtype))
    assert text_of(tmp_path, parameter) == repr(parameter)
    frozen = torch.nn.Parameter(torch.ones(shape, dtype=dtype), requires_grad=False)
    assert text_of(tmp_path, frozen) == repr(frozen)


def test_that_numpys_text_is_numpys(tmp_path):
    tensor = torch.randn(3, 4)
    torch.save({"w": tensor}, tmp_path / "x.pth")
    checkpoint = open_checkpoint(tmp_path / "x.pth")
    assert numpy_text(read_slice(checkpoint.files, checkpoint.tensors[0])) == repr(np.asarray(tensor))


@st.composite
def shaped(draw):
    """A tensor of any small shape and type, sometimes transposed or cut with steps, of small, huge and special numbers."""
    shape = draw(st.lists(st.integers(0, 6), max_size=4))
    dtype = draw(st.sampled_from(DTYPES))
    count = int(np.prod(shape))
    if dtype.is_complex or dtype.is_floating_point:
        values = draw(st.lists(numbers, min_size=count, max_size=count))
    else:
        values = draw(st.lists(st.integers(0, 100), min_size=count, max_size=count))
    tensor = torch.tensor(values, dtype=torch.float64).to(dtype).reshape(shape)
    if draw(st.booleans()) and tensor.dim() > 1:
        tensor = tensor.transpose(0, -1)
    return tensor


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tensor=shaped())
def test_that_any_tensor_of_any_shape_prints_as_in_torch(tmp_path, tensor):
    assert text_of(tmp_path, tensor) == repr(tensor)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shape=st.lists(st.integers(1, 60), min_size=1, max_size=3),
    scale=st.sampled_from([1e-6, 1.0, 1e6]),
    seed=st.integers(0, 99),
)
def test_that_what_is_too_large_is_cut_where_torch_cuts_it(tmp_path, shape, scale, seed):
    tensor = torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * scale
    assert text_of(tmp_path, tensor) == repr(tensor)
