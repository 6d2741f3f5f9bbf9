"""Slices of tensors are what torch gives for the same index, whatever the layout of the bytes."""

import tracemalloc
import warnings
import zipfile

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.health.examining import examine
from desktop_app.checkpoint.measuring.statistics import statistics_of
from desktop_app.checkpoint.model import Checkpoint, Storage, TensorInfo
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.tensors import TensorError, parse_index, read_slice
from desktop_app.checkpoint.writers.export import export_draft
from desktop_app.checkpoint.writers.output import ExportError


def opened(folder, **tensors: torch.Tensor) -> Checkpoint:
    torch.save(tensors, folder / "x.pth")
    return open_checkpoint(folder / "x.pth")


def as_numpy(tensor: torch.Tensor) -> np.ndarray:
    tensor = tensor.detach().resolve_conj().resolve_neg()
    if tensor.dtype == torch.bfloat16 or str(tensor.dtype).startswith("torch.float8"):
        return tensor.float().numpy()
    return tensor.numpy()


def axis_text(index: int | slice) -> str:
    if isinstance(index, int):
        return str(index)
    text = f"{'' if index.start is None else index.start}:{'' if index.stop is None else index.stop}"
    return text if index.step is None else f"{text}:{index.step}"


bounds = st.none() | st.integers(-9, 9)
slices = st.builds(slice, bounds, bounds, st.none() | st.integers(1, 4) | st.integers(-4, -1))


@st.composite
def views(draw) -> tuple[torch.Tensor, tuple[int | slice, ...]]:
    """A strided view of a small tensor and an index that fits it."""
    shape = draw(st.lists(st.integers(1, 6), max_size=4))
    dtype = draw(
        st.sampled_from([torch.float32, torch.float64, torch.bfloat16, torch.int16, torch.complex64, torch.bool])
    )
    tensor = torch.arange(int(np.prod(shape))).reshape(shape).to(dtype)
    tensor = tensor.permute(draw(st.permutations(range(len(shape)))))
    for axis in range(tensor.ndim):
        step = draw(st.integers(1, 3))
        tensor = tensor[(*[slice(None)] * axis, slice(draw(st.integers(0, tensor.shape[axis] - 1)), None, step))]
    if tensor.ndim and draw(st.booleans()):
        tensor = tensor.unsqueeze(1).expand(tensor.shape[0], 3, *tensor.shape[1:])
    index: list[int | slice] = []
    for size in tensor.shape[: draw(st.integers(0, tensor.ndim))]:
        index.append(draw(slices | st.integers(-size, size - 1) if size else slices))
    return tensor, tuple(index)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=views())
def test_that_any_index_of_any_view_is_numpys(tmp_path, case):
    tensor, index = case
    checkpoint = opened(tmp_path, w=tensor)
    values = read_slice(checkpoint.files, checkpoint.tensors[0], ", ".join(axis_text(part) for part in index))
    expected = as_numpy(tensor)[index]
    assert values.shape == expected.shape and not values.truncated
    np.testing.assert_array_equal(values.array, expected)
    assert values.array.dtype == expected.dtype


@settings(max_examples=200, deadline=None)
@given(shape=st.lists(st.integers(0, 6), max_size=4).map(tuple), data=st.data())
def test_that_an_index_means_what_numpy_means(shape, data):
    index = tuple(data.draw(slices) for _ in range(data.draw(st.integers(0, len(shape)))))
    array = np.zeros(shape)
    ellipsis = data.draw(st.booleans())
    text = ("..., " if ellipsis else "") + ", ".join(axis_text(part) for part in index)
    meant = (Ellipsis, *index) if ellipsis else index
    assert array[parse_index(text, shape)].shape == array[meant].shape


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0, 0, 0", r"Too many indices \(3\)"), ("5", "out of range"), ("-5", "out of range"), ("a", "no integer"), ("::0", "must not be 0"), ("1:2:3:4", "start:stop:step"),
        ("..., ...", "only once"), (",", "is empty"), ("1.5", "no integer"), ("9" * 30, "no integer"), ("1,,2", "Too many"), ("None", "no integer"), ("0; import os", "no integer"),
    ],
)  # fmt: skip
def test_that_a_wrong_index_is_explained(text, said):
    with pytest.raises(ValueError, match=said):
        parse_index(text, (4, 5))


@pytest.mark.parametrize("text", ["", "[]", ":", "[:, :]", "...", " ..., : ", "0:4, 0:5", ":,"])
def test_that_ways_to_say_everything_are_alike(text):
    assert np.zeros((4, 5))[parse_index(text, (4, 5))].shape == (4, 5)


@given(st.text(max_size=20), st.lists(st.integers(0, 4), max_size=3).map(tuple))
def test_that_any_text_is_an_index_or_a_value_error(text, shape):
    try:
        index = parse_index(text, shape)
    except ValueError as error:
        assert str(error).endswith(".")
        return
    assert len(index) == len(shape)


@pytest.mark.parametrize("most", [0, 1, 5, 7, 12, 59, 60, 1000])
def test_that_a_limit_gives_leading_rows_and_says_so(tmp_path, most):
    tensor = torch.arange(60).reshape(3, 4, 5)
    checkpoint = opened(tmp_path, w=tensor)
    values = read_slice(checkpoint.files, checkpoint.tensors[0], max_elements=most)
    assert values.truncated == (most < 60)
    assert values.array.size <= max(most, 1)
    corner = tuple(slice(size) for size in values.shape)
    np.testing.assert_array_equal(values.array, tensor.numpy()[corner])


def test_that_wide_steps_through_a_long_tensor_need_little_memory(tmp_path):
    tensor = torch.arange(12_000_000, dtype=torch.float32)
    checkpoint = opened(tmp_path, w=tensor, t=tensor.reshape(4000, 3000)[:, ::1000])
    tracemalloc.start()
    first = read_slice(checkpoint.files, checkpoint.tensors[0], "5::100000").array
    backwards = read_slice(checkpoint.files, checkpoint.tensors[0], "::-1000000").array
    rows = read_slice(checkpoint.files, checkpoint.tensors[1], "::7").array
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    np.testing.assert_array_equal(first, tensor[5::100_000].numpy())
    np.testing.assert_array_equal(backwards, tensor.numpy()[::-1_000_000])
    np.testing.assert_array_equal(rows, tensor.reshape(4000, 3000)[::7, ::1000].numpy())
    assert peak < 24 << 20


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_that_slices_of_compressed_records_are_right(tmp_path, method):
    torch.manual_seed(1)
    tensor = torch.randn(700, 900).round(decimals=1)
    torch.save({"w": tensor, "v": tensor[5:, ::3]}, tmp_path / "a.pth")
    with zipfile.ZipFile(tmp_path / "a.pth") as old, zipfile.ZipFile(tmp_path / "b.pth", "w", method) as new:
        for record in old.namelist():
            new.writestr(record, old.read(record))
    checkpoint = open_checkpoint(tmp_path / "b.pth")
    for info, expected in zip(checkpoint.tensors, (tensor, tensor[5:, ::3]), strict=True):
        for text, index in (("600:", np.s_[600:]), ("3, 5", np.s_[3, 5]), ("::50, ::-7", np.s_[::50, ::-7])):
            np.testing.assert_array_equal(read_slice(checkpoint.files, info, text).array, expected.numpy()[index])


def test_that_a_damaged_compressed_record_is_said(tmp_path):
    torch.save({"w": torch.randn(300, 30)}, tmp_path / "a.pth")
    with zipfile.ZipFile(tmp_path / "a.pth") as old, zipfile.ZipFile(tmp_path / "b.pth", "w", 8) as new:
        for record in old.namelist():
            new.writestr(record, old.read(record))
    checkpoint = open_checkpoint(tmp_path / "b.pth")
    storage = checkpoint.tensors[0].storage
    with (tmp_path / "b.pth").open("r+b") as file:
        file.seek(storage.offset)
        file.write(b"\xff" * (storage.compressed_nbytes // 2))
    checkpoint = open_checkpoint(tmp_path / "b.pth")
    with pytest.raises(TensorError, match=r"damaged|not in the file"):
        read_slice(checkpoint.files, checkpoint.tensors[0])


def composites() -> dict[str, torch.Tensor]:
    torch.manual_seed(2)
    dense = torch.randn(6, 8) * (torch.rand(6, 8) > 0.6)
    indices = torch.tensor([[0, 0, 2], [1, 1, 3]])
    return {
        "coo": dense.to_sparse(), "csr": dense.to_sparse_csr(), "csc": dense.to_sparse_csc(), "bsr": dense.to_sparse_bsr((2, 4)), "bsc": dense.to_sparse_bsc((3, 2)),
        "uncoalesced": torch.sparse_coo_tensor(indices, torch.tensor([1.0, 2.0, 3.0]), (3, 4)), "hybrid": torch.sparse_coo_tensor(indices[:1], torch.randn(3, 5), (3, 5)),
        "empty": torch.zeros(3, 4).to_sparse(),
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore:Sparse")
@pytest.mark.parametrize("name", ["coo", "csr", "csc", "bsr", "bsc", "uncoalesced", "hybrid", "empty"])
@pytest.mark.parametrize("text", ["", "1", ":, 2", "::2, ::-1"])
def test_that_sparse_tensors_slice_like_dense_ones(tmp_path, name, text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tensor = composites()[name]
        expected = tensor.to_dense().numpy()
        checkpoint = opened(tmp_path, w=tensor)
    values = read_slice(checkpoint.files, checkpoint.tensors[0], text)
    np.testing.assert_array_equal(values.array, expected[parse_index(text, expected.shape)])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", ["", "1", ":, 2", "::2, ::-1", "2:, 1:3"])
def test_that_quantised_tensors_slice_like_their_real_values(tmp_path, text):
    real = torch.linspace(-3, 3, 40).reshape(4, 10)
    scales, zeros = torch.rand(4, dtype=torch.float64) + 0.1, torch.arange(4)
    state = {
        "tensor": torch.quantize_per_tensor(real, 0.1, 3, torch.qint8),
        "rows": torch.quantize_per_channel(real, scales, zeros, 0, torch.quint8),
        "columns": torch.quantize_per_channel(real.T.contiguous(), scales, zeros, 1, torch.qint8),
        "wide": torch.quantize_per_tensor(real, 0.001, 0, torch.qint32),
    }
    checkpoint = opened(tmp_path, **state)
    for info in checkpoint.tensors:
        index = parse_index(text, info.shape)
        found = read_slice(checkpoint.files, info, text).array
        np.testing.assert_allclose(found, state[info.name].dequantize().numpy()[index], rtol=1e-6)
        codes = read_slice(checkpoint.files, info, text, raw=True).array
        np.testing.assert_array_equal(codes, state[info.name].int_repr().numpy()[index])


def test_that_tensors_without_values_say_why(tmp_path):
    checkpoint = opened(tmp_path, m=torch.empty(3, 4, device="meta"))
    with pytest.raises(TensorError) as caught:
        read_slice(checkpoint.files, checkpoint.tensors[0])
    assert caught.value.finding.code == "no-data"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nested = torch.nested.nested_tensor([torch.ones(2, 3), torch.ones(1, 3)])
        torch.save({"n": nested}, tmp_path / "n.pth")
    checkpoint = open_checkpoint(tmp_path / "n.pth")
    with pytest.raises(TensorError) as caught:
        read_slice(checkpoint.files, checkpoint.tensors[0])
    assert caught.value.finding.code == "only-parts"


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.parametrize("layout", [torch.strided, torch.jagged])
def test_that_a_list_of_tensors_counts_the_elements_of_all(tmp_path, layout):
    rows = [torch.randn(2, 3), torch.randn(4, 3)]
    checkpoint = opened(tmp_path, n=torch.nested.nested_tensor(rows, layout=layout), w=torch.ones(2))
    info = checkpoint.tensors[0]
    assert (info.name, info.shape, info.numel, info.nbytes) == ("n", (2,), 18, 72)
    assert len(checkpoint.tensors) == 2 and checkpoint.parameter_count == 20
    found = statistics_of(checkpoint.files, info)
    assert (found.count, found.max) == (18, max(row.max().item() for row in rows))
    report = examine(checkpoint)
    assert report.layers[0].measure is not None and report.layers[0].measure.count == 18 and not report.symptoms[1:]


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.parametrize("ending", [".pth", ".safetensors", ".npz"])
def test_that_a_file_without_a_tensor_is_not_written(tmp_path, ending):
    checkpoint = opened(tmp_path, n=torch.nested.nested_tensor([torch.randn(2, 3)]))
    with pytest.raises(ExportError, match=r"n \(nested\) cannot be written in this format"):
        export_draft(Draft.of(checkpoint), tmp_path / f"out{ending}")
    assert not (tmp_path / f"out{ending}").exists()


def made_up(**changes) -> TensorInfo:
    fields = {"name": "w", "shape": (4,), "dtype": "float32", "stride": (1,)}
    storage = Storage(id="s", file=0, record="", offset=-1, nbytes=16, inline=np.arange(4, dtype="<f4").tobytes())
    return TensorInfo(**{**fields, "storage": storage, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes", [{"shape": (5,)}, {"storage_offset": 1}, {"storage_offset": -1}, {"stride": (2,)}, {"storage": None}, {"status": "missing"}],
    ids=str,
)  # fmt: skip
def test_that_a_description_beyond_its_bytes_is_refused(changes):
    with pytest.raises(TensorError):
        read_slice((), made_up(**changes))


def test_that_a_large_expanded_tensor_is_cut_not_made(tmp_path):
    checkpoint = opened(tmp_path, w=torch.ones(1, 1).expand(1 << 30, 1 << 30))
    values = read_slice(checkpoint.files, checkpoint.tensors[0], max_elements=1000)
    assert values.truncated and values.array.size <= 1000
    corner = read_slice(checkpoint.files, checkpoint.tensors[0], "-1, -3:")
    np.testing.assert_array_equal(corner.array, [1, 1, 1])
