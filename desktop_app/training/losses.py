"""How far a net is from what was labelled: one number for each image, so that a batch may be cut anywhere."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import torch
from torch import Tensor
from torch.nn import functional

from desktop_app.training.data.targets import NOTHING


def class_loss(logits: Tensor, classes: Tensor, multi_label: bool) -> Tensor:
    """(n, c) against 0 and 1 of the same shape -> (n,)."""
    if multi_label:
        return functional.binary_cross_entropy_with_logits(logits, classes, reduction="none").mean(1)
    return functional.cross_entropy(logits, classes.argmax(1), reduction="none")


def heat_loss(logits: Tensor, heat: Tensor) -> Tensor:
    """Focal loss of peaks (CornerNet, Law and Deng 2018): (n, c, h, w) against bells of height 1 -> (n,)."""
    sure = logits.sigmoid()
    peak = (heat >= 1).to(logits.dtype)
    found = functional.logsigmoid(logits) * (1 - sure) ** 2 * peak
    wrong = functional.logsigmoid(-logits) * sure**2 * (1 - heat) ** 4 * (1 - peak)
    return -(found + wrong).sum((1, 2, 3)) / peak.sum((1, 2, 3)).clamp(min=1)


def edge_loss(edges: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """1 - IoU of boxes given by distances to their edges (n, 4, h, w), where `weight` (n, h, w) says so -> (n,)."""
    least, most = torch.minimum(edges, wanted), torch.maximum(edges, wanted)
    common = (least[:, 0] + least[:, 2]) * (least[:, 1] + least[:, 3])
    mine = (edges[:, 0] + edges[:, 2]) * (edges[:, 1] + edges[:, 3])
    theirs = (wanted[:, 0] + wanted[:, 2]) * (wanted[:, 1] + wanted[:, 3])
    hull = (most[:, 0] + most[:, 2]) * (most[:, 1] + most[:, 3])
    joined = (mine + theirs - common).clamp(min=1e-6)
    generous = common / joined - (hull - joined) / hull.clamp(min=1e-6)  # GIoU: has a slope where boxes hardly meet
    return ((1 - generous) * weight).sum((1, 2)) / weight.sum((1, 2)).clamp(min=1)


def area_loss(logits: Tensor, areas: Tensor, dice: float = 1.0) -> Tensor:
    """Cross entropy and Dice: (n, c, h, w) against class maps (n, h, w) with NOTHING -> (n,)."""
    seen = (areas != NOTHING).to(logits.dtype)
    known = torch.where(areas == NOTHING, 0, areas).long()
    entropy = functional.cross_entropy(logits, known, reduction="none") * seen
    loss = entropy.sum((1, 2)) / seen.sum((1, 2)).clamp(min=1)
    if not dice:
        return loss
    sure = logits.softmax(1) * seen[:, None]
    wanted = functional.one_hot(known, logits.shape[1]).permute(0, 3, 1, 2).to(logits.dtype) * seen[:, None]
    common, both = (sure * wanted).sum((2, 3)), (sure + wanted).sum((2, 3))
    there = (wanted.sum((2, 3)) > 0).to(logits.dtype)
    there[:, 0] = 0  # the ground is everywhere: its Dice says little
    overlap = (1 - (2 * common + 1) / (both + 1)) * there
    return loss + dice * overlap.sum(1) / there.sum(1).clamp(min=1)


def offset_loss(offsets: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """L1 of the ways from middles to keypoints: (n, 2k, h, w), weight (n, k, h, w) -> (n,)."""
    away = (offsets - wanted).abs().unflatten(1, (-1, 2)).sum(2)
    return (away * weight).sum((1, 2, 3)) / weight.sum((1, 2, 3)).clamp(min=1)
