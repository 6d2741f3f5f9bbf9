"""Quantised and packed tensors are edited by their numbers, and what comes out is written and loaded again."""

import pytest
import torch

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.writers.export import export_draft

CASES = {
    "scale w 2.5": lambda w: w * 2.5,
    "set w[1] 7": lambda w: torch.cat([w[:1], torch.full_like(w[:1], 7), w[2:]]),
    "slice w 1:3,::-1": lambda w: w[1:3].flip(1),
    "transpose w 0 1": lambda w: w.T,
    "reshape w -1": lambda w: w.reshape(-1),
    "pad w 5,9 1": lambda w: torch.nn.functional.pad(w, (0, 9 - w.shape[1], 0, 1), value=1.0),
    "cast w bfloat16": lambda w: w.bfloat16(),
    "fill w 3": lambda w: torch.full_like(w, 3),
}


def four_bits() -> tuple[torch.Tensor, torch.Tensor]:
    codes = torch.randint(0, 256, (4, 3), dtype=torch.uint8)
    table = torch.tensor([0, 0.5, 1, 1.5, 2, 3, 4, 6])
    each = torch.stack([codes & 15, codes >> 4], dim=-1).reshape(4, 6).long()
    return codes.view(torch.float4_e2m1fn_x2), table[each & 7] * torch.where(each > 7, -1.0, 1.0)


def per_channel() -> tuple[torch.Tensor, torch.Tensor]:
    scales, zeros = torch.tensor([0.1, 0.2, 0.3, 0.4]).double(), torch.tensor([0, 1, 2, 3])
    quantised = torch.quantize_per_channel(torch.randn(4, 6), scales, zeros, 0, torch.qint8)
    return quantised, quantised.dequantize()


def per_tensor() -> tuple[torch.Tensor, torch.Tensor]:
    quantised = torch.quantize_per_tensor(torch.randn(4, 6), 0.05, 128, torch.quint8)
    return quantised, quantised.dequantize()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("step", CASES)
@pytest.mark.parametrize("make", [four_bits, per_channel, per_tensor])
def test_that_an_edit_of_packed_numbers_is_written(tmp_path, make, step):
    torch.manual_seed(0)
    stored, numbers = make()
    torch.save({"w": stored}, tmp_path / "in.pth")
    draft = apply_all(Draft.of(open_checkpoint(tmp_path / "in.pth")), [parse_step(step)])
    export_draft(draft, tmp_path / "out.pth")
    found, wanted = torch.load(tmp_path / "out.pth")["w"], CASES[step](numbers)
    assert (found.dtype, found.shape) == (wanted.dtype, wanted.shape)
    torch.testing.assert_close(found, wanted, rtol=0, atol=1e-6)


@pytest.mark.filterwarnings("ignore")
def test_that_a_list_of_tensors_in_one_is_refused_at_once(tmp_path):
    nested = torch.nested.nested_tensor([torch.ones(2, 3), torch.ones(4, 3)])
    torch.save({"n": nested, "w": torch.ones(2)}, tmp_path / "in.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "in.pth"))
    with pytest.raises(EditError) as error:
        apply_all(draft, [parse_step("scale n 2")])
    assert error.value.code == "needs-values"


@pytest.mark.parametrize(
    ("dtype", "step"),
    [
        (torch.int64, "set w[0] 9223372036854775808"),
        (torch.int8, "fill w 300"),
        (torch.uint8, "fill w -1"),
        (torch.int16, "pad w 9 1e9"),
    ],
)
def test_that_an_integer_too_large_for_its_type_is_refused(tmp_path, dtype, step):
    torch.save({"w": torch.ones(3, dtype=dtype)}, tmp_path / "in.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "in.pth"))
    with pytest.raises(EditError) as error:
        apply_all(draft, [parse_step(step)])
    assert error.value.code == "not-finite"
