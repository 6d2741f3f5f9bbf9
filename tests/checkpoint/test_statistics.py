"""Statistics count every element as NumPy counts the array that torch has."""

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.checkpoint.measuring import percentiles
from desktop_app.checkpoint.measuring.statistics import (
    PERCENTILES,
    Statistics,
    preview_of,
    statistics_of,
    statistics_of_many,
)
from desktop_app.checkpoint.model import Checkpoint, Finding
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.tensors import TensorError

FLOATS = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2]
WHOLE = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]


def opened(folder: Path, **tensors: torch.Tensor) -> Checkpoint:
    torch.save(tensors, folder / "x.pth")
    return open_checkpoint(folder / "x.pth")


def reference(tensor: torch.Tensor) -> np.ndarray:
    """The array whose `numpy.histogram` is meant: narrow floats as float32, the rest as it is."""
    tensor = tensor.detach().resolve_conj().resolve_neg()
    if tensor.is_complex():
        return np.abs(tensor.numpy())
    if tensor.dtype.is_floating_point and tensor.dtype.itemsize < 4:
        return tensor.float().numpy()
    return tensor.numpy().astype(np.uint8) if tensor.dtype == torch.bool else tensor.numpy()


def agree(found: Statistics, tensor: torch.Tensor, bins: int) -> None:
    array = reference(tensor).reshape(-1)
    finite = array[np.isfinite(array)]
    assert (found.count, found.finite) == (array.size, finite.size)
    assert found.nan == np.isnan(array).sum()
    assert (found.posinf, found.neginf) == ((array == np.inf).sum(), (array == -np.inf).sum())
    assert found.zero == (array == 0).sum()
    assert found.histogram.counts.shape == (bins,) and found.histogram.edges.shape == (bins + 1,)
    if finite.size == 0:
        assert found.min is found.max is found.mean is found.std is found.l1 is found.l2 is found.abs_max is None
        assert found.percentiles == () and found.histogram.counts.sum() == 0
        return
    wide = finite.astype(np.float64)
    size = float(np.abs(wide).max())
    assert (found.min, found.max, found.abs_max) == (wide.min(), wide.max(), size)
    assert found.mean == pytest.approx(wide.mean(), rel=1e-9, abs=1e-9 * size)
    assert found.std == pytest.approx(wide.std(), rel=1e-6, abs=1e-9 * size)
    assert found.l1 == pytest.approx(np.abs(wide).sum(), rel=1e-9)
    assert found.l2 == pytest.approx(np.sqrt((wide**2).sum()), rel=1e-9)
    assert found.histogram.counts.sum() == finite.size
    expected = np.percentile(wide, PERCENTILES)
    np.testing.assert_allclose([value for _, value in found.percentiles], expected, rtol=1e-9, atol=1e-9 * size)
    try:
        counts, edges = np.histogram(finite, bins)
    except ValueError:  # NumPy refuses what has fewer floats between its ends than bins
        return
    np.testing.assert_array_equal(found.histogram.edges, edges.astype(np.float64))
    np.testing.assert_array_equal(found.histogram.counts, counts)


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_that_floats_count_as_numpy_counts_them(tmp_path, dtype):
    torch.manual_seed(3)
    tensor = (torch.randn(300, 700) * 3).to(dtype)
    checkpoint = opened(tmp_path, w=tensor)
    for bins in (1, 7, 64, 256):
        agree(statistics_of(checkpoint.files, checkpoint.tensors[0], bins=bins), tensor, bins)


@pytest.mark.parametrize("dtype", WHOLE, ids=str)
def test_that_whole_numbers_count_as_numpy_counts_them(tmp_path, dtype):
    torch.manual_seed(4)
    tensor = torch.randint(0, 2, (999,)).bool() if dtype == torch.bool else torch.randint(0, 120, (40, 41)).to(dtype)
    checkpoint = opened(tmp_path, w=tensor)
    agree(statistics_of(checkpoint.files, checkpoint.tensors[0], bins=33), tensor, 33)


numbers = st.one_of(
    st.floats(width=32, allow_nan=True, allow_infinity=True),
    st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.5, 1e-30, 3e38, float("nan"), float("inf"), float("-inf")]),
    st.integers(-20, 20).map(float),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(numbers, max_size=60), dtype=st.sampled_from(FLOATS), bins=st.integers(1, 40))
def test_that_any_floats_count_as_numpy_counts_them(tmp_path, values, dtype, bins):
    tensor = torch.tensor(values, dtype=torch.float64).to(dtype)
    checkpoint = opened(tmp_path, w=tensor)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = statistics_of(checkpoint.files, checkpoint.tensors[0], bins=bins)
        array = reference(tensor)
        finite = array[np.isfinite(array)].astype(np.float64)
        if finite.size and not np.isfinite(np.float32(finite.max() - finite.min())):
            assert found.count == array.size
            return
        agree(found, tensor, bins)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=40), bins=st.integers(1, 20))
def test_that_large_integers_keep_every_count(tmp_path, values, bins):
    tensor = torch.tensor(values, dtype=torch.int64)
    checkpoint = opened(tmp_path, w=tensor)
    found = statistics_of(checkpoint.files, checkpoint.tensors[0], bins=bins)
    assert found.finite == found.histogram.counts.sum() == len(values)
    assert (found.min, found.max, found.zero) == (float(min(values)), float(max(values)), values.count(0))


EDGES = {
    "on the edges": np.linspace(np.float32(-3), np.float32(5), 257, dtype=np.float32),
    "beside the edges": np.concatenate(
        [np.nextafter(np.linspace(-1.7, 4.3, 257, dtype=np.float32), np.float32(side))[1:-1] for side in (-9, 9)]
        + [np.array([-1.7, 4.3], np.float32)]
    ),
    "subnormal beside 1": np.array([1.4e-45, -1.4e-45, 1e-40, 0.0, -0.0, 1.0, -1.0], np.float32),
    "huge": np.array([3e38, 1e38, 0.0, 2.9e38], np.float32),
    "all NaN": np.full(9, np.nan, np.float32),
    "one": np.array([0.3], np.float32),
    "constant": np.full(200_001, 0.1, np.float32),
    "zeros of both signs": np.array([0.0, -0.0, 0.0], np.float32),
    "infinities": np.array([np.inf, -np.inf, np.inf], np.float32),
    "infinities among others": np.array([np.inf, -1.0, -np.inf, 2.0, np.nan, -0.0], np.float32),
    "far from zero": (1e4 + np.random.default_rng(1).random(150_001)).astype(np.float32),
    "near one": (1 + 1e-4 * np.random.default_rng(2).standard_normal(150_001)).astype(np.float32),
    "long and odd": np.random.default_rng(3).standard_normal(700_003).astype(np.float32),
    "NaN in one block": np.concatenate([np.ones(300_000), [np.nan], np.arange(70_000) / 7e4]).astype(np.float32),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("bins", [1, 64, 256, 300])
@pytest.mark.parametrize("name", list(EDGES))
def test_that_floats_at_the_limits_count_as_numpy_counts_them(tmp_path, name, bins):
    tensor = torch.from_numpy(EDGES[name])
    checkpoint = opened(tmp_path, w=tensor, d=tensor.double())
    for info, expected in zip(checkpoint.tensors, (tensor, tensor.double()), strict=True):
        agree(statistics_of(checkpoint.files, info, bins=bins), expected, bins)


@pytest.mark.parametrize("bins", [1, 64, 256])
def test_that_subnormal_floats_lie_between_their_edges(tmp_path, bins):
    # numpy.histogram itself puts some into bins whose edges it rounded away from them; it refuses many more bins
    tensor = torch.from_numpy(np.arange(-400, 400, dtype=np.float32) * np.float32(1.4e-45))
    checkpoint = opened(tmp_path, w=tensor)
    histogram = statistics_of(checkpoint.files, checkpoint.tensors[0], bins=bins).histogram
    np.testing.assert_array_equal(histogram.edges, np.histogram_bin_edges(tensor.numpy(), bins).astype(np.float64))
    np.testing.assert_array_equal(histogram.counts, np.histogram(tensor.double().numpy(), histogram.edges)[0])


def test_that_a_range_beyond_its_own_type_keeps_every_count(tmp_path):
    tensor = torch.tensor([3e38, -3e38, 0.0, 1e38, float("nan")])
    checkpoint = opened(tmp_path, w=tensor, h=tensor.bfloat16())
    for info in checkpoint.tensors:
        found = statistics_of(checkpoint.files, info, bins=4)
        assert np.isfinite(found.histogram.edges).all() and np.isfinite(found.std)
        assert found.histogram.counts.tolist() == [1, 0, 2, 1]


def test_that_the_ends_of_int64_keep_their_counts(tmp_path):
    tensor = torch.tensor([-(2**63), 2**63 - 1, 0, 1, -1])
    checkpoint = opened(tmp_path, w=tensor)
    found = statistics_of(checkpoint.files, checkpoint.tensors[0], bins=2)
    assert (found.min, found.max, found.zero) == (-(2.0**63), 2.0**63, 1)
    assert found.histogram.counts.tolist() == [2, 3]


def views() -> dict[str, torch.Tensor]:
    torch.manual_seed(5)
    base = torch.randn(60, 80)
    return {
        "transposed": base.T, "sliced": base[3::7, ::5], "one column": base[:, 3], "expanded": torch.randn(7, 1).expand(7, 9),
        "scalar expanded": torch.tensor(2.5).expand(6, 7), "channels last": torch.randn(2, 3, 8, 9).to(memory_format=torch.channels_last),
        "overlapping": base.as_strided((5, 6), (2, 1), 7), "offset": base[20:], "permuted": torch.randn(4, 5, 6).permute(2, 0, 1),
        "empty": base[:0], "zero dimensional": torch.tensor(-3.0), "half view": base.half().T[::2], "whole view": torch.arange(60).reshape(6, 10)[:, ::3],
        "negated": torch._neg_view(torch.randn(11)), "complex": torch.randn(5, 6, dtype=torch.complex64), "conjugated": torch.randn(6, dtype=torch.complex128).conj(),
        "wide gap": torch.randn(70_000, 40)[:, 0],
    }  # fmt: skip


@pytest.mark.parametrize("name", list(views()))
def test_that_views_count_only_what_they_show(tmp_path, name):
    tensor = views()[name]
    checkpoint = opened(tmp_path, w=tensor)
    agree(statistics_of(checkpoint.files, checkpoint.tensors[0], bins=16), tensor, 16)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16, torch.int32], ids=str)
def test_that_percentiles_of_long_tensors_are_exact(tmp_path, monkeypatch, dtype):
    torch.manual_seed(6)
    tensor = (torch.randn(20_001) * 50).to(dtype)
    checkpoint = opened(tmp_path, w=tensor, e=tensor[:40, None].expand(40, 3))
    monkeypatch.setattr(percentiles, "SORTED", 10)
    for info, expected in zip(checkpoint.tensors, (tensor, tensor[:40, None].expand(40, 3)), strict=True):
        agree(statistics_of(checkpoint.files, info, bins=20), expected, 20)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16, torch.int8], ids=str)
def test_that_the_log_scale_counts_magnitudes_without_zeros(tmp_path, dtype):
    torch.manual_seed(7)
    tensor = (torch.randn(5000) * 20).to(dtype)
    tensor[::10] = 0
    checkpoint = opened(tmp_path, w=tensor)
    histogram = statistics_of(checkpoint.files, checkpoint.tensors[0], bins=30, scale="log").histogram
    magnitude = np.abs(reference(tensor).astype(np.float64))
    magnitude = magnitude[magnitude > 0]
    assert histogram.scale == "log"
    assert (histogram.edges[0], histogram.edges[-1]) == (magnitude.min(), magnitude.max())
    np.testing.assert_allclose(np.diff(np.log(histogram.edges)), np.log(histogram.edges[-1] / histogram.edges[0]) / 30)
    np.testing.assert_array_equal(histogram.counts, np.histogram(magnitude, histogram.edges)[0])


@pytest.mark.parametrize("values", [[0.0, 0.0], [], [float("nan")], [float("inf"), 0.0], [2.0, 2.0]], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
def test_that_the_log_scale_of_little_is_no_error(tmp_path, values, dtype):
    checkpoint = opened(tmp_path, w=torch.tensor(values, dtype=dtype))
    histogram = statistics_of(checkpoint.files, checkpoint.tensors[0], bins=4, scale="log").histogram
    assert histogram.counts.sum() == sum(1 for value in values if np.isfinite(value) and value)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.int16], ids=str)
@pytest.mark.parametrize("span", [(-1.0, 1.0), (0.0, 5.0), (100.0, 200.0), (-0.3, 0.7)])
def test_that_a_span_leaves_out_what_is_beyond_it(tmp_path, dtype, span):
    torch.manual_seed(8)
    tensor = (torch.randn(4000) * 2).to(dtype)
    checkpoint = opened(tmp_path, w=tensor)
    histogram = statistics_of(checkpoint.files, checkpoint.tensors[0], bins=25, span=span).histogram
    array = reference(tensor)
    kind = np.float32 if array.dtype == np.float32 else np.float64
    counts, edges = np.histogram(array.astype(kind), 25, range=(kind(span[0]), kind(span[1])))
    np.testing.assert_array_equal(histogram.counts, np.histogram(array.astype(np.float64), histogram.edges)[0])
    np.testing.assert_allclose(histogram.edges, edges)
    assert abs(int(histogram.counts.sum()) - int(counts.sum())) == 0


def test_that_quantised_and_sparse_tensors_count_their_real_values(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        real = torch.linspace(-3, 3, 40).reshape(4, 10)
        tensor = torch.quantize_per_tensor(real, 0.1, 3, torch.qint8)
        channels = torch.quantize_per_channel(real, torch.rand(4) + 0.1, torch.arange(4), 0, torch.quint8)
        dense = torch.tensor([[0.0, 2, 0], [3, 0, -4]])
        checkpoint = opened(tmp_path, q=tensor, c=channels, s=dense.to_sparse(), r=dense.to_sparse_csr())
        expected = [tensor.dequantize(), channels.dequantize(), dense, dense]
    for info, values in zip(checkpoint.tensors, expected, strict=True):
        agree(statistics_of(checkpoint.files, info, bins=9), values, 9)


def test_that_many_tensors_come_each_once_with_findings_for_those_without_values(tmp_path):
    torch.manual_seed(9)
    shared = torch.randn(30)
    state = {f"t{i}": torch.randn(20 + i) for i in range(20)}
    state |= {"a": shared, "b": shared, "c": shared[3:], "m": torch.empty(3, device="meta"), "z": torch.zeros(0)}
    checkpoint = opened(tmp_path, **state)
    batches = list(statistics_of_many(checkpoint.files, list(enumerate(checkpoint.tensors)), bins=8))
    found = dict(result for batch in batches for result in batch)
    assert sum(len(batch) for batch in batches) == len(found) == len(state)
    for position, info in enumerate(checkpoint.tensors):
        result = found[position]
        if info.name == "m":
            assert isinstance(result, Finding) and result.code == "no-data"
            continue
        assert isinstance(result, Statistics)
        array = reference(state[info.name]).astype(np.float64)
        assert result.count == array.size
        if array.size:
            assert result.mean == pytest.approx(array.mean(), abs=1e-9)
            np.testing.assert_array_equal(result.histogram.counts, np.histogram(reference(state[info.name]), 8)[0])


def test_that_equal_record_names_in_two_compressed_shards_stay_apart(tmp_path):
    import json
    import zipfile

    tensors = {"a": torch.full((50,), 1.0), "b": torch.full((50,), 2.0)}
    for name, tensor in tensors.items():
        torch.save({name: tensor}, tmp_path / "plain.pth")
        with (
            zipfile.ZipFile(tmp_path / "plain.pth") as old,
            zipfile.ZipFile(tmp_path / f"{name}.bin", "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for record in old.namelist():
                new.writestr("archive/" + record.partition("/")[2], old.read(record))
    (tmp_path / "plain.pth").unlink()
    index = tmp_path / "pytorch_model.bin.index.json"
    index.write_text(json.dumps({"metadata": {}, "weight_map": {"a": "a.bin", "b": "b.bin"}}))
    checkpoint = open_checkpoint(index)
    results = [
        result
        for batch in statistics_of_many(checkpoint.files, list(enumerate(checkpoint.tensors)))
        for result in batch
    ]
    means = {checkpoint.tensors[position].name: result.mean for position, result in results}
    assert means == {"a": 1.0, "b": 2.0}
    assert all(info.shares_with == () for info in checkpoint.tensors)


def test_that_a_meta_tensor_has_no_statistics(tmp_path):
    checkpoint = opened(tmp_path, m=torch.empty(3, device="meta"))
    with pytest.raises(TensorError) as caught:
        statistics_of(checkpoint.files, checkpoint.tensors[0])
    assert caught.value.finding.code == "no-data"


def test_that_a_preview_is_a_sample_only_of_large_tensors(tmp_path):
    torch.manual_seed(10)
    few = torch.randn(10, 1).expand(10, 200_000)
    checkpoint = opened(tmp_path, small=torch.randn(100), large=torch.randn(3_000_000), few=few)
    small, large, repeated = (preview_of(checkpoint.files, info, bins=32) for info in checkpoint.tensors)
    assert (repeated.sampled, repeated.count) == (False, 2_000_000)
    assert (small.sampled, small.count) == (False, 100)
    assert large.sampled
    assert large.mean == pytest.approx(0, abs=0.01) and large.std == pytest.approx(1, abs=0.01)


def test_that_progress_is_told_and_ends_within_the_count(tmp_path):
    checkpoint = opened(tmp_path, w=torch.randn(3_000_000))
    told: list[tuple[int, int, str]] = []
    statistics_of(checkpoint.files, checkpoint.tensors[0], progress=lambda *report: told.append(report))
    assert told and all(0 <= done <= total for done, total, _ in told)


def test_that_expanded_tensors_of_any_kind_are_counted_at_once_and_exactly(tmp_path):
    torch.manual_seed(2)
    row = torch.tensor([3.5, -1.0, 0.0])
    with warnings.catch_warnings(action="ignore"):
        codes = torch.quantize_per_tensor(row, 0.5, 0, torch.qint8)
        scales, zeros = torch.tensor([0.5, 0.25]), torch.zeros(2, dtype=torch.int64)
        channels = torch.quantize_per_channel(torch.tensor([[2.0], [-1.0]]), scales, zeros, 0, torch.qint8)
        checkpoint = opened(tmp_path, float=row.expand(1 << 40, 3), codes=codes.expand(1 << 40, 3), channels=channels)
    tensors = {info.name: info for info in checkpoint.tensors}
    tensors["channels"] = replace(tensors["channels"], shape=(2, 1 << 40), stride=(1, 0))  # torch itself refuses to
    found = {name: statistics_of(checkpoint.files, info, bins=4) for name, info in tensors.items()}
    for name in ("float", "codes"):
        assert (found[name].count, found[name].zero) == (3 << 40, 1 << 40)
        assert (found[name].min, found[name].max) == (-1.0, 3.5)
        assert found[name].mean == pytest.approx(2.5 / 3)
    assert (found["channels"].count, found["channels"].min, found["channels"].max) == (1 << 41, -1.0, 2.0)
    assert found["channels"].histogram.counts.sum() == 1 << 41


def test_that_numbers_shown_a_million_times_each_are_refused_in_a_sentence(tmp_path):
    checkpoint = opened(tmp_path, w=torch.randn(2_000_000).as_strided((1_000_000, 1_000_000), (1, 1)))
    with pytest.raises(TensorError, match="1,000,000,000,000 elements of w are the same 1,999,999 numbers many times"):
        statistics_of(checkpoint.files, checkpoint.tensors[0])


def test_that_a_sparse_tensor_with_endless_indices_is_refused(tmp_path):
    indices, values = torch.zeros(1, 1, dtype=torch.int64), torch.ones(1)
    many = torch.sparse_coo_tensor(indices.expand(1, 1 << 40), values.expand(1 << 40), (4,), check_invariants=False)
    checkpoint = opened(tmp_path, w=many)
    with pytest.raises(TensorError):
        statistics_of(checkpoint.files, checkpoint.tensors[0])
