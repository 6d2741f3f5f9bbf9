"""Health: each number equals torch's or NumPy's, each planted illness is found where it is, and healthy weights are left in peace."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from desktop_app.checkpoint.editing.draft import Draft, Step
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.rounding import rounded
from desktop_app.checkpoint.health.casting import cast_losses, small_float
from desktop_app.checkpoint.health.examining import Wishes, examine, judged_again, spectrum_of
from desktop_app.checkpoint.health.measuring import measure
from desktop_app.checkpoint.health.spectra import exact_spectrum, is_quick, spectrum
from desktop_app.checkpoint.open import open_checkpoint

torch = pytest.importorskip("torch")


@dataclasses.dataclass(frozen=True)
class Held:
    """An array as an expression."""

    array: np.ndarray
    dtype: str = "float32"

    @property
    def shape(self):
        return self.array.shape

    def read(self, _sources, region):
        return self.array[tuple(slice(axis.start, axis.stop, axis.step) for axis in region)]


@pytest.fixture
def saved(tmp_path):
    """Saves tensors, gives the opened checkpoint."""

    def made(state):
        torch.save(state, tmp_path / "a.pth")
        return open_checkpoint(tmp_path / "a.pth")

    return made


def codes(report, name=None):
    return [one.finding.code for one in report.symptoms if name is None or one.name == name]


def healthy(layers=6):
    torch.manual_seed(0)
    return {f"layers.{n}.weight": torch.randn(32, 24) / 24**0.5 for n in range(layers)}


FLOATS = st.floats(width=32, allow_nan=True, allow_infinity=True)
FINITE = st.floats(-1e5, 1e5, width=32)


@pytest.mark.parametrize("dtype", ["float8_e4m3fn", "float8_e5m2"])
@given(arrays(np.float32, 40, elements=FLOATS))
def test_that_the_quick_rounding_to_8_bits_is_torchs(dtype, array):
    ours = small_float(array, dtype)
    theirs = torch.from_numpy(array).to(getattr(torch, dtype)).float().numpy()
    assert np.array_equal(ours, theirs, equal_nan=True)
    assert np.array_equal(ours, rounded(array, dtype), equal_nan=True)


@pytest.mark.parametrize("dtype", ["float8_e4m3fn", "float8_e5m2"])
def test_that_every_tie_between_two_8_bit_numbers_is_rounded_as_torch_does(dtype):
    every = torch.arange(256, dtype=torch.uint8).view(getattr(torch, dtype)).float()
    finite = every[every.isfinite()].sort().values
    ties = ((finite[1:].double() + finite[:-1].double()) / 2).float()
    for array in (finite, ties, torch.nextafter(ties, torch.tensor(math.inf)), torch.nextafter(ties, -ties)):
        theirs = array.to(getattr(torch, dtype)).float().numpy()
        assert np.array_equal(small_float(array.numpy(), dtype), theirs, equal_nan=True)


@settings(deadline=None, max_examples=60)
@given(arrays(np.float32, array_shapes(min_dims=1, max_dims=4, max_side=6), elements=FINITE))
def test_that_cast_losses_are_those_of_torchs_casts(array):
    tensor = torch.from_numpy(array)
    found = {loss.target: loss for loss in cast_losses(Held(array))}
    for target in ("float16", "bfloat16", "float8_e4m3fn", "float8_e5m2"):
        cast = tensor.to(getattr(torch, target)).double()
        error = (cast - tensor.double()).norm().item()
        norm = tensor.double().norm().item()
        loss = found[target]
        assert loss.relative == pytest.approx(error / norm if norm else 0.0, rel=1e-9)
        assert loss.underflow == int(((tensor != 0) & (cast == 0)).sum())
        assert loss.worst == pytest.approx((cast - tensor.double()).abs().max().item())


@pytest.mark.parametrize("axis", [0, 1])
def test_that_int8_is_what_torch_quantises_symmetrically(axis):
    torch.manual_seed(1)
    weight = torch.randn(6, 5, 3) * torch.arange(1, 7).reshape(6, 1, 1)
    losses = {loss.target: loss for loss in cast_losses(Held(weight.numpy()), outputs=axis)}

    def relative(cast):
        return ((cast.double() - weight.double()).norm() / weight.double().norm()).item()

    one = torch.fake_quantize_per_tensor_affine(weight, weight.abs().max().item() / 127, 0, -127, 127)
    others = tuple(other for other in range(3) if other != axis)
    scales = weight.abs().amax(others) / 127
    each = torch.fake_quantize_per_channel_affine(weight, scales, torch.zeros(len(scales)), axis, -127, 127)
    assert losses["int8"].relative == pytest.approx(relative(one), rel=1e-4)
    assert losses["int8-channel"].relative == pytest.approx(relative(each), rel=1e-4)
    assert losses["int8-channel"].relative < losses["int8"].relative


def test_that_overflow_is_counted_where_torch_gives_infinity():
    array = np.array([1, 65504, 65519, 65520, -7e4, np.nan, np.inf], np.float32)
    half = cast_losses(Held(array), targets=("float16",))[0]
    assert half.saturated == 3 and math.isinf(half.relative)


def test_that_singular_values_are_numpys():
    matrix = np.random.default_rng(0).standard_normal((40, 5, 3, 3)).astype(np.float32)
    found = spectrum(Held(matrix))
    expected = np.linalg.svd(matrix.reshape(40, -1).astype(np.float64), compute_uv=False)
    assert found.exact and np.allclose(found.values, expected, rtol=1e-10)
    assert found.condition == pytest.approx(expected[0] / expected[-1])
    assert found.stable_rank == pytest.approx((expected**2).sum() / expected[0] ** 2)
    assert found.numerical_rank == np.linalg.matrix_rank(matrix.reshape(40, -1)) == 40


def test_that_the_outputs_of_a_transposed_layer_lie_on_its_second_axis():
    array = np.random.default_rng(0).standard_normal((4, 6, 2, 2)).astype(np.float32)
    array[:, 2] = 0
    turned = np.moveaxis(array, 1, 0).reshape(6, -1).astype(np.float64)
    assert np.allclose(spectrum(Held(array), outputs=1).values, np.linalg.svd(turned, compute_uv=False))
    measured = measure(Held(array), outputs=1)
    assert measured.zero_rows == (2,) and measured.zero_columns == ()
    assert measured.row_norms == pytest.approx(np.sqrt((turned**2).mean(1)))


def test_that_effective_rank_counts_equal_directions():
    assert exact_spectrum(np.eye(7)).effective_rank == pytest.approx(7)
    one = exact_spectrum(np.ones((5, 4)))
    assert one.effective_rank == pytest.approx(1) and one.numerical_rank == 1


def test_that_a_projection_finds_the_largest_singular_values():
    generator = np.random.default_rng(3)
    left, _ = np.linalg.qr(generator.standard_normal((400, 300)))
    right, _ = np.linalg.qr(generator.standard_normal((300, 300)))
    values = 10.0 * 0.93 ** np.arange(300)
    matrix = (left * values) @ right
    found = spectrum(Held(matrix, "float64"), exact=False)
    assert not found.exact and found.full == 300 and math.isnan(found.condition)
    assert np.allclose(found.values, values[: len(found.values)], rtol=1e-3)
    exact = spectrum(Held(matrix, "float64"), exact=True)
    assert found.effective_rank == pytest.approx(exact.effective_rank, rel=0.2)
    assert found.stable_rank == pytest.approx(exact.stable_rank, rel=1e-6)


def test_that_a_large_matrix_is_projected_unless_asked():
    assert is_quick((512, 2048))
    assert not is_quick((4096, 4096))


@settings(deadline=None, max_examples=60)
@given(arrays(np.float32, array_shapes(min_dims=1, max_dims=3, max_side=7), elements=FLOATS))
def test_that_measures_are_numpys(array):
    found = measure(Held(array))
    finite = array[np.isfinite(array)].astype(np.float64)
    assert (found.nan, found.infinite) == (np.isnan(array).sum(), np.isinf(array).sum())
    assert found.zero == (array == 0).sum()
    assert found.l2 == pytest.approx(np.sqrt((finite**2).sum()))
    if finite.size:
        assert (found.low, found.high) == (finite.min(), finite.max())
    rows = array.reshape(array.shape[0], -1)
    assert found.zero_rows == tuple(np.flatnonzero((rows == 0).all(1)))


def test_that_healthy_weights_have_no_symptoms(saved):
    report = examine(saved(healthy()))
    assert report.symptoms == () and len(report.layers) == 6
    assert all(layer.spectrum and layer.spectrum.exact and len(layer.casts) == 6 for layer in report.layers)


def planted():
    """One illness each."""
    state = healthy()
    state["layers.0.weight"][[3, 17]] = 0
    state["layers.1.weight"][:, 5] = 0
    state["layers.2.weight"][4] = 0.25
    state["layers.3.weight"] *= 30
    state["layers.4.weight"][1, 2] = math.nan
    state["layers.4.weight"][1, 3] = math.inf
    state["copy.weight"] = state["layers.5.weight"].clone()
    state["half.weight"] = torch.full((4, 4), 0.5).half() + torch.eye(4).half()
    state["half.weight"][0, 0] = 65504
    state["bn.weight"] = torch.rand(8) + 0.5
    state["bn.weight"][6] = 0
    state["bn.bias"] = torch.rand(8)
    state["bn.running_mean"] = torch.rand(8)
    state["bn.running_var"] = torch.tensor([1, 0, 2, 1e-7, 3, -1e-3, 1, 1.5])
    state["flat.weight"] = torch.full((5, 6), 0.125)
    state["gone.weight"] = torch.zeros(7, 6)
    state["vast.weight"] = torch.randn(6, 6) + torch.eye(6) * 1e6
    state["thin.weight"] = torch.outer(torch.randn(30), torch.randn(30))
    return state


EXPECTED = {
    "layers.0.weight": ("dead-outputs", (3, 17)),
    "layers.1.weight": ("dead-inputs", (5,)),
    "layers.2.weight": ("constant-outputs", (4,)),
    "layers.3.weight": ("norm-outlier-large", ()),
    "copy.weight": ("duplicate", ()),
    "half.weight": ("saturated", ()),
    "flat.weight": ("constant-tensor", ()),
    "gone.weight": ("zero-tensor", ()),
    "vast.weight": ("cast-overflow", ()),
    "thin.weight": ("rank-deficient", ()),
    "bn.weight": ("norm-scale-zero", (6,)),
}


def test_that_each_planted_illness_is_found_where_it_is(saved):
    report = examine(saved(planted()))
    for name, (code, places) in EXPECTED.items():
        found = next(one for one in report.symptoms if one.name == name and one.finding.code == code)
        assert found.places == places, name
    assert {"nan", "infinite"} <= set(codes(report, "layers.4.weight"))
    variances = {one.finding.code: one.places for one in report.symptoms if one.name == "bn.running_var"}
    assert variances == {"variance-negative": (5,), "variance-zero": (1,), "variance-small": (3,)}
    ranks = [{"error": 0, "warning": 1, "info": 2}[one.severity] for one in report.symptoms]
    assert ranks == sorted(ranks)


def test_that_tied_tensors_are_no_duplicates_and_optimizer_state_is_only_asked_for_nan(saved):
    weight = torch.randn(20, 20)
    state = {0: {"exp_avg": torch.zeros(20, 20), "exp_avg_sq": torch.full((20, 20), math.nan)}}
    report = examine(
        saved(
            {"state_dict": {"a.weight": weight, "b.weight": weight}, "optimizer": {"state": state, "param_groups": []}}
        )
    )
    assert codes(report) == ["nan"] and report.symptoms[0].name.endswith("exp_avg_sq")


def test_that_edits_that_are_not_saved_are_examined(saved):
    draft = apply_all(Draft.of(saved(healthy())), [Step("fill", ("layers.2.weight", "0"))])
    report = examine(draft)
    assert report.edited and codes(report) == ["zero-tensor"]


def test_that_a_damaged_tensor_is_a_row_and_not_an_end(tmp_path):
    torch.save(healthy(), tmp_path / "a.pth")
    data = (tmp_path / "a.pth").read_bytes()
    (tmp_path / "cut.pth").write_bytes(data[: len(data) // 2])
    report = examine(open_checkpoint(tmp_path / "cut.pth"))
    assert "unreadable" in codes(report) and any(layer.measure for layer in report.layers)


def test_that_progress_ends_at_the_whole(saved):
    told = []
    examine(saved(healthy()), progress=lambda done, total, text: told.append((done, total)))
    assert told[-1][0] == told[-1][1] and told == sorted(told)


def test_that_an_exact_spectrum_replaces_a_projection(saved):
    checkpoint = saved({"a.weight": torch.randn(90, 100) + 0})
    report = examine(checkpoint, Wishes(casts=False))
    found = spectrum_of(checkpoint, "a.weight")
    assert judged_again(report, "a.weight", found).layers[0].spectrum == found
    with pytest.raises(KeyError):
        spectrum_of(checkpoint, "b.weight")


@pytest.mark.parametrize("size", [(5, 1, 3), (5, 6, 1), (5, 1, 1)])
def test_that_expanded_tensors_are_measured_as_their_copies_are(saved, size):
    torch.manual_seed(4)
    own = torch.randn(size)
    own[1], own[2, 0, 0], own[3, 0, 0] = 0, math.nan, 65504
    state = {"a.weight": own.half().expand(5, 6, 3), "b.weight": own.half().expand(5, 6, 3).contiguous()}
    one, other = examine(saved(state)).layers
    for name in ("nan", "infinite", "zero", "low", "high", "saturated", "zero_rows", "constant_rows", "zero_columns"):
        assert getattr(one.measure, name) == getattr(other.measure, name)
    assert one.measure.l2 == pytest.approx(other.measure.l2, nan_ok=True)
    assert one.measure.row_norms == pytest.approx(other.measure.row_norms, nan_ok=True)
    assert one.measure.column_norms == pytest.approx(other.measure.column_norms, nan_ok=True)
    for loss, known in zip(one.casts, other.casts, strict=True):
        assert loss.relative == pytest.approx(known.relative)
        assert (loss.worst, loss.saturated, loss.underflow) == (known.worst, known.saturated, known.underflow)


@pytest.mark.parametrize("size", [(40, 1, 3), (40, 9, 1), (1, 9, 3), (40, 1, 1), (200, 100, 1)])
@pytest.mark.parametrize("exact", [True, False])
def test_that_spectra_of_expanded_weights_are_those_of_their_copies(saved, size, exact):
    torch.manual_seed(4)
    shape = tuple(max(pair) for pair in zip(size, (40, 9, 3), strict=True))
    own = torch.randn(size)
    state = {"a.weight": own.expand(shape), "b.weight": own.expand(shape).contiguous()}
    one, other = (layer.spectrum for layer in examine(saved(state), Wishes(exact=exact)).layers)
    assert one is not None and other is not None
    known = torch.linalg.svdvals(own.expand(shape).double().flatten(1)).tolist()
    assert list(one.values) == pytest.approx(known, abs=1e-9 * known[0])
    assert (one.full, one.exact, one.numerical_rank) == (other.full, other.exact, other.numerical_rank)
    assert one.effective_rank == pytest.approx(other.effective_rank)
    assert one.stable_rank == pytest.approx(other.stable_rank)
    assert min(one.condition, 1e9) == pytest.approx(min(other.condition, 1e9))


def test_that_a_million_times_a_million_of_one_number_is_judged_at_once(saved):
    checkpoint = saved({"a.weight": torch.ones(1).expand(10**6, 10**6)})
    report = examine(checkpoint)
    assert codes(report) == ["constant-tensor", "low-rank"]
    assert report.layers[0].measure.count == 10**12 and report.layers[0].spectrum.values == (1e6,)
    for step in (Step("cast", ("*", "float16")), Step("scale", ("*", "2")), Step("fill", ("*", "3"))):
        edited = examine(apply_all(Draft.of(checkpoint), [step]))
        assert edited.layers[0].measure.count == 10**12 and not edited.layers[0].problem


def test_that_a_view_that_slides_over_few_numbers_for_ever_is_a_row_and_not_a_wait(saved):
    report = examine(saved({"a.weight": torch.randn(2000).as_strided((1000, 1000, 1000), (1, 1, 0))}))
    assert not report.layers[0].problem  # a million of them is no wait
    report = examine(saved({"a.weight": torch.randn(20_000).as_strided((10_000, 10_000), (1, 1))}))
    assert "same 19,999 numbers many times" in report.layers[0].problem
