"""Histograms of a pair share their bins, whatever the ranges, and say why one is not there."""

import numpy as np
import torch

from desktop_app.checkpoint.comparing.overlaid import overlaid
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.model import Finding
from desktop_app.checkpoint.open import open_checkpoint


def test_that_both_are_counted_over_the_range_of_both(tmp_path):
    torch.manual_seed(0)
    a, b = torch.randn(1000), torch.randn(500) * 3
    torch.save({"w": a}, tmp_path / "a.pth")
    torch.save({"v": b}, tmp_path / "b.pth")
    one, other = overlaid(Origin(str(tmp_path / "a.pth")), "w", Origin(str(tmp_path / "b.pth")), "v", bins=20)
    span = (float(min(a.min(), b.min())), float(max(a.max(), b.max())))
    for found, tensor in ((one, a), (other, b)):
        counts, edges = np.histogram(tensor.numpy(), 20, span)
        assert found.histogram.counts.tolist() == counts.tolist()
        np.testing.assert_allclose(found.histogram.edges, edges, rtol=1e-6)


def test_that_edited_values_are_counted(tmp_path):
    torch.save({"w": torch.tensor([1.0, 2.0, 3.0])}, tmp_path / "a.pth")
    opened = open_checkpoint(tmp_path / "a.pth")
    draft = apply_all(Draft.of(opened), [parse_step("scale w 10")])
    one, other = overlaid(Origin.of(draft), "w", Origin.of(opened), "w")
    assert (one.min, one.max, other.min, other.max) == (10, 30, 1, 3)


def test_that_one_side_may_be_missing_or_unreadable(tmp_path):
    torch.save({"w": torch.ones(3), "m": torch.empty(2, device="meta")}, tmp_path / "a.pth")
    origin = Origin(str(tmp_path / "a.pth"))
    one, other = overlaid(origin, "w", origin, "")
    assert one.count == 3 and other is None
    one, other = overlaid(origin, "m", origin, "w")
    assert isinstance(one, Finding) and other.count == 3
    assert overlaid(origin, "", origin, "") == (None, None)
