"""Drafts as checkpoints for the views, and what is offered."""

import numpy as np
import torch

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.edited import edited_checkpoint
from desktop_app.checkpoint.editing.offers import offers_of
from desktop_app.checkpoint.editing.operations import apply, apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.tensors import read_slice


def draft_of(path, *steps):
    return apply_all(Draft.of(open_checkpoint(path)), [parse_step(step) for step in steps], open_checkpoint)


def test_that_an_edited_checkpoint_reads_as_edited(tmp_path):
    weight = torch.randn(4, 6)
    torch.save(
        {"a.weight": weight, "a.bias": torch.ones(4), "b.weight": weight, "c": torch.ones(2)}, tmp_path / "x.pth"
    )
    draft = draft_of(
        tmp_path / "x.pth", "rename a block.0", "scale block.0.weight 2", "slice block.0.bias 1:3", "cast c bfloat16"
    )
    made = edited_checkpoint(draft)
    found = {info.name: info for info in made.tensors}
    assert list(found) == ["block.0.weight", "block.0.bias", "b.weight", "c"]
    assert [module.path for module in made.modules] == ["", "block", "block.0", "b"]
    np.testing.assert_array_equal(
        read_slice(made.files, found["block.0.weight"], "1, ::2").array, (weight * 2)[1, ::2].numpy()
    )
    assert read_slice(made.files, found["block.0.weight"], max_elements=7).shape == (1, 6)
    assert read_slice(made.files, found["block.0.bias"]).array.tolist() == [1, 1]
    assert found["c"].dtype == "bfloat16" and found["b.weight"].shares_with == ()
    assert read_slice(made.files, found["b.weight"], "-1, 0").array == weight[-1, 0]
    assert edited_checkpoint(Draft.of(draft.source)) is draft.source


def test_that_a_module_keeps_what_the_file_said_of_it(tmp_path):
    torch.save(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2)).eval(), tmp_path / "x.pth")
    made = edited_checkpoint(draft_of(tmp_path / "x.pth", "rename 1 norm"))
    norm = next(module for module in made.modules if module.path == "norm")
    assert norm.class_name == "torch.nn.modules.batchnorm.BatchNorm1d" and norm.training is False


def test_that_what_is_noticed_is_offered(tmp_path):
    state = {"module.a.weight": torch.ones(200, 200).double(), "module.b._orig_mod.weight": torch.ones(3)}
    torch.save(
        {"state_dict": state, "optimizer": {"state": {0: {"exp_avg": torch.ones(200, 200)}}, "param_groups": []}},
        tmp_path / "x.pth",
    )
    draft = draft_of(tmp_path / "x.pth")
    offers = {offer.code: offer for offer in offers_of(draft, {"module.a.weight": 3})}
    assert list(offers) == ["prefix", "inner", "optimizer", "wrapped", "double", "nan"]
    assert offers["prefix"].sentence == "Names that begin with module.: 2"
    for code in ("prefix", "inner", "optimizer", "wrapped", "double"):
        after = draft
        for step in offers[code].steps:
            after = apply(after, step)
        assert code not in {offer.code for offer in offers_of(after)}
    torch.save({"model.weight": torch.ones(2)}, tmp_path / "y.pth")
    assert not offers_of(draft_of(tmp_path / "y.pth"))


def test_that_statistics_are_those_of_the_edited_values(tmp_path):
    from desktop_app.checkpoint.measuring.statistics import preview_of, statistics_of

    weight = torch.randn(600, 1000)
    torch.save({"w": weight, "i": torch.arange(10)}, tmp_path / "x.pth")
    made = edited_checkpoint(
        draft_of(tmp_path / "x.pth", "scale w 3", "set w[0, :5] nan", "cast w bfloat16", "fill i 7")
    )
    by_hand = (weight * 3).clone()
    by_hand[0, :5] = float("nan")
    values = by_hand.bfloat16().float().numpy()
    finite = values[np.isfinite(values)]
    for found in (statistics_of(made.files, made.tensors[0]), preview_of(made.files, made.tensors[0])):
        assert (found.count, found.nan, found.finite) == (600_000, 5, 599_995)
        assert found.min == finite.min() and found.max == finite.max()
        np.testing.assert_allclose(
            [found.mean, found.std], [finite.mean(dtype=float), finite.std(dtype=float)], rtol=1e-9, atol=1e-12
        )
        np.testing.assert_array_equal(found.histogram.counts, np.histogram(finite, 256)[0])
    assert statistics_of(made.files, made.tensors[1]).mean == 7


def test_that_dropping_the_optimizer_is_offered_without_what_lies_beside_it(tmp_path):
    state = {"w": torch.ones(4, 4), "b": torch.ones(4)}
    optimizer = {"state": {0: {"exp_avg": torch.ones(4, 4), "exp_avg_sq": torch.ones(4, 4)}}, "param_groups": []}
    torch.save({"model": state, "run[1]": {"opt": optimizer, "mean": torch.ones(3)}}, tmp_path / "a.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "a.pth"))
    offer = next(offer for offer in offers_of(draft) if offer.code == "optimizer")
    after = apply_all(draft, offer.steps)
    assert set(after.items) == {"w", "b", "run[1]/mean"}
