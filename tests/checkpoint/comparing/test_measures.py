"""Measures of two tensors against torch's arithmetic in float64."""

import math
import tracemalloc

import pytest
import torch

from desktop_app.checkpoint.comparing.measures import measure, measure_one
from desktop_app.checkpoint.comparing.sides import Pair, Side
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.open import open_checkpoint


def sides(tmp_path, a, b):
    torch.save(a, tmp_path / "a.pth")
    torch.save(b, tmp_path / "b.pth")
    return Side.of(open_checkpoint(tmp_path / "a.pth")), Side.of(open_checkpoint(tmp_path / "b.pth"))


def measured(tmp_path, a, b, **tolerance):
    one, other = sides(tmp_path, {"x": a}, {"x": b})
    return measure_one(one.items["x"], other.items["x"], **tolerance)


def wide(tensor):
    return tensor.to(torch.complex128) if tensor.is_complex() else tensor.double()


def expected(a, b):
    a, b = wide(a).flatten(), wide(b).flatten()
    if a.is_complex() or b.is_complex():
        a, b = a.to(torch.complex128), b.to(torch.complex128)
    difference = (a - b).abs()
    ratio = difference / b.abs()
    ratio[difference == 0] = 0
    product = (torch.view_as_real(a) * torch.view_as_real(b)).sum() if a.is_complex() else a @ b
    return difference.max(), ratio.max(), difference.norm(), product / (a.norm() * b.norm())


def cases():
    torch.manual_seed(0)
    x = torch.randn(50, 7)
    yield "float32", x, x + 1e-3 * torch.randn(50, 7)
    yield "far apart", x, torch.randn(50, 7)
    yield "opposite", x, -x
    yield "other size", x, 1e-6 * x + 1e-9 * torch.randn(50, 7)
    yield "float64", x.double(), x.double() * (1 + 1e-12)
    yield "float16", x.half(), (x * 1.01).half()
    yield "bfloat16", x.bfloat16(), (x * 1.1).bfloat16()
    yield "float8", x.to(torch.float8_e4m3fn), (x * 2).to(torch.float8_e4m3fn)
    yield "integers", torch.arange(-30, 30), torch.arange(60) * 3
    yield "bytes", torch.arange(200, dtype=torch.uint8), torch.arange(200, dtype=torch.uint8).flip(0)
    yield "bool", x > 0, x > 0.5
    yield "complex", torch.complex(x, x.flip(0)), torch.complex(x, x)
    yield "two types", x, (x * 1.001).half()
    yield "real and complex", x, torch.complex(x, x)
    yield "with zeros", torch.where(x > 0, x, 0.0), torch.where(x > 0.5, x, 0.0)
    yield "one element", torch.tensor(3.0), torch.tensor(4.0)
    yield "transposed", x.t(), torch.randn(7, 50)
    yield "both transposed", x.t(), (x + 1).t()
    yield "every second", torch.randn(100, 7)[::2], x
    yield "expanded", x[:1].expand(50, 7), x


@pytest.mark.parametrize(("a", "b"), [pytest.param(a, b, id=name) for name, a, b in cases()])
def test_that_the_numbers_are_torchs(tmp_path, a, b):
    found = measured(tmp_path, a, b)
    assert not found.equal
    assert found.changed
    for ours, theirs in zip((found.max_abs, found.max_rel, found.l2, found.cosine), expected(a, b), strict=True):
        assert ours == pytest.approx(float(theirs), rel=1e-9, abs=1e-13)
    assert found.norm_a == pytest.approx(float(wide(a).norm()))
    assert found.relative == pytest.approx(found.l2 / found.norm_a)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_that_large_tensors_agree_with_torch_to_seven_digits(tmp_path, dtype):
    torch.manual_seed(0)
    a = torch.randn(5_000_000).to(dtype)
    b = (a.float() + 0.01 * torch.randn(5_000_000)).to(dtype)
    b[:300_000] = a[:300_000]
    b[4_000_000] = 0
    found = measured(tmp_path, a, b)
    for ours, theirs, digits in zip(
        (found.max_abs, found.max_rel, found.l2, found.cosine), expected(a, b), (1e-7, 1e-6, 1e-6, 1e-9), strict=True
    ):
        assert ours == pytest.approx(float(theirs), rel=digits)


def test_that_large_tensors_far_beyond_float32_squares_are_right(tmp_path):
    a = torch.randn(1_500_000) * 1e-25
    b = a * 1.5
    a[1_200_000], b[1_200_000] = 1e30, 1e30
    found = measured(tmp_path, a, b)
    for ours, theirs in zip((found.max_abs, found.max_rel, found.l2), expected(a, b)[:3], strict=True):
        assert ours == pytest.approx(float(theirs), rel=1e-6)


def test_that_equal_bits_are_equal_and_nan_equals_nan(tmp_path):
    a = torch.tensor([1.0, math.nan, math.inf, -0.0])
    found = measured(tmp_path, a, a.clone())
    assert (found.equal, found.changed, found.max_abs, found.l2, found.cosine) == (True, False, 0, 0, 1)
    other = a.clone()
    other.view(torch.int32)[1] = 0x7FC00001  # another NaN
    found = measured(tmp_path, a, other)
    assert (found.equal, found.changed, found.max_abs, found.l2) == (True, False, 0, 0)


def test_that_zeros_of_other_sign_have_other_bits_but_no_distance(tmp_path):
    found = measured(tmp_path, torch.tensor([0.0, 1]), torch.tensor([-0.0, 1]))
    assert (found.equal, found.changed, found.max_abs, found.max_rel) == (False, False, 0, 0)


def test_that_what_is_not_finite_on_one_side_alone_is_a_change_under_any_tolerance(tmp_path):
    a = torch.tensor([1.0, 2, 3])
    found = measured(tmp_path, a, torch.tensor([1.0, math.nan, 3]), rtol=1, atol=100)
    assert found.changed
    assert math.isnan(found.max_abs)
    assert math.isnan(found.l2)
    assert found.cosine == pytest.approx(1.0)
    found = measured(tmp_path, a, torch.tensor([1.0, math.inf, 3]), rtol=1, atol=100)
    assert (found.changed, found.max_abs, found.max_rel, found.l2) == (True, math.inf, math.inf, math.inf)
    found = measured(tmp_path, torch.tensor([1.0, -math.inf]), torch.tensor([1.0, math.inf]), rtol=1)
    assert (found.changed, found.max_abs) == (True, math.inf)


def test_that_growing_out_of_zero_is_infinitely_much(tmp_path):
    found = measured(tmp_path, torch.zeros(3), torch.ones(3))
    assert (found.cosine, found.relative, found.max_rel) == (None, math.inf, 1.0)
    assert measured(tmp_path, torch.ones(3), torch.zeros(3)).max_rel == math.inf


def test_that_large_integers_differ_by_one(tmp_path):
    found = measured(tmp_path, torch.tensor([2**62, -(2**63)]), torch.tensor([2**62 + 1, -(2**63)]))
    assert (found.equal, found.changed, found.max_abs) == (False, True, 1.0)
    assert measured(tmp_path, torch.tensor([-(2**63)]), torch.tensor([2**63 - 1])).max_abs == 2.0**64


@pytest.mark.parametrize("count", [100, 2_000_000])
def test_that_tolerances_are_numpys(tmp_path, count):
    a, b = torch.full((count,), 10.0), torch.full((count,), 10.0)
    b[-1] = 10.5
    assert measured(tmp_path, a, b).changed
    assert measured(tmp_path, a, b, atol=0.4).changed
    assert not measured(tmp_path, a, b, atol=0.5).changed
    assert measured(tmp_path, a, b, rtol=0.04).changed
    assert not measured(tmp_path, a, b, rtol=0.05).changed


def test_that_another_type_is_a_change_only_without_a_tolerance(tmp_path):
    a = torch.tensor([0.5, 2])
    found = measured(tmp_path, a, a.half())
    assert (found.equal, found.changed, found.max_abs) == (False, True, 0)
    assert not measured(tmp_path, a, a.half(), atol=1e-9).changed


def test_that_other_shapes_empty_tensors_and_missing_values_have_no_numbers(tmp_path):
    found = measured(tmp_path, torch.ones(3), torch.ones(3, 1))
    assert (found.changed, found.max_abs, found.relative) == (True, None, None)
    found = measured(tmp_path, torch.ones(0, 3), torch.ones(0, 3))
    assert (found.equal, found.changed, found.max_abs) == (True, False, 0)
    found = measured(tmp_path, torch.empty(3, device="meta"), torch.ones(3))
    assert found.problem is not None
    assert found.problem.code == "no-data"


@pytest.mark.filterwarnings("ignore:torch.quantize")
def test_that_sparse_and_quantised_values_are_compared(tmp_path):
    dense = torch.tensor([[0.0, 2], [3, 0]])
    assert measured(tmp_path, dense.to_sparse(), dense).max_abs == 0
    codes = torch.quantize_per_tensor(torch.tensor([0.5, 1.0]), 0.5, 0, torch.qint8)
    assert measured(tmp_path, codes, torch.tensor([0.5, 2.0])).max_abs == 1


def test_that_edits_are_compared_with_the_file_as_opened(tmp_path):
    torch.save({"w": torch.randn(4, 5), "v": torch.randn(3)}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    edited = apply_all(Draft.of(checkpoint), [parse_step("scale w 2")], open_checkpoint)
    before, after = Side.of(checkpoint), Side.of(edited)
    pairs = [Pair(name, name, before.items[name], after.items[name]) for name in before.items]
    found = dict(entry for batch in measure(pairs) for entry in batch)
    assert found[0].relative == pytest.approx(1.0)
    assert found[1].equal
    assert found[1].relative == 0


def test_that_batches_and_progress_cover_all(tmp_path):
    a, b = sides(
        tmp_path, {str(i): torch.ones(i + 1) for i in range(9)}, {str(i): torch.zeros(i + 1) for i in range(9)}
    )
    told = []
    pairs = [Pair(name, name, a.items[name], b.items[name]) for name in a.items]
    batches = list(measure(pairs, progress=lambda done, total, text: told.append((done, total))))
    assert sorted(position for batch in batches for position, _ in batch) == list(range(9))
    assert told[-1] == (45, 45)
    assert sorted(told) == told


def test_that_memory_stays_small(tmp_path):
    a, b = sides(tmp_path, {"x": torch.randn(12_000_000)}, {"x": torch.randn(4000, 3000).t().reshape(-1).bfloat16()})
    tracemalloc.start()
    try:
        measure_one(a.items["x"], b.items["x"])
        measure_one(a.items["x"], a.items["x"])
        assert tracemalloc.get_traced_memory()[1] < 120 << 20
    finally:
        tracemalloc.stop()


def test_that_expanded_tensors_are_compared_once_for_all_of_their_places(tmp_path):
    one, other = torch.tensor([[1.0], [2.0]]), torch.tensor([[1.0], [2.5]])
    found = measured(tmp_path, one.expand(2, 1 << 40), other.expand(2, 1 << 40))
    assert found.max_abs == 0.5 and found.l2 == pytest.approx(0.5 * 2**20)
    assert found.norm_a == pytest.approx(math.sqrt(5) * 2**20)
    small = measured(tmp_path, one.expand(2, 7), other.expand(2, 7).contiguous())
    assert small.l2 == pytest.approx(0.5 * math.sqrt(7))


def test_that_views_that_slide_over_few_numbers_for_ever_are_not_compared_one_by_one(tmp_path):
    views = [torch.randn(2_000_000).as_strided((1_000_000, 1_000_000), (1, 1)) for _ in range(2)]
    found = measured(tmp_path, *views)
    assert found.problem is not None and found.problem.code == "view-repeats"
