"""Our own nets: the backbone with a head for classes, boxes, areas or keypoints."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from desktop_app.training.nets.blocks import Backbone, ConvBlock, Neck, larger, pooled

_RARE = -math.log((1 - 0.05) / 0.05)
"""Bias of a heat map before training: an object at one cell in twenty; from 0 the first steps would only unlearn that."""


class SmallClassifier(nn.Module):
    """Classes of the whole image."""

    def __init__(self, classes: int, width: int = 16) -> None:
        super().__init__()
        self.backbone = Backbone(width, "batch")
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(2 * self.backbone.widths[3], classes)
        nn.init.normal_(self.head.weight, std=0.01)

    def features(self, x: Tensor) -> Tensor:
        """(n, 3, h, w) -> (n, d), what the head sees."""
        return pooled(self.backbone(x)[3])

    def forward(self, x: Tensor) -> Tensor:
        """(n, 3, h, w) -> logits (n, classes)."""
        return self.head(self.drop(self.features(x)))


class _Dense(nn.Module):
    """What the heads at a stride of 4 share."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.backbone = Backbone(width)
        self.neck = Neck(self.backbone.widths)

    def at4(self, x: Tensor) -> Tensor:
        """(n, 3, h, w) -> (n, 2 width, h / 4, w / 4)."""
        _, at4, at8, at16 = self.backbone(x)
        return self.neck(at4, at8, at16)

    def features(self, x: Tensor) -> Tensor:
        """(n, 3, h, w) -> (n, d), for maps of images."""
        return pooled(self.backbone(x)[3])


class SmallDetector(_Dense):
    """Boxes: a heat map of centres a class, and the four edges as seen from each cell."""

    def __init__(self, classes: int, width: int = 16) -> None:
        super().__init__(width)
        inner = 2 * width
        self.heat = nn.Sequential(ConvBlock(inner, inner), nn.Conv2d(inner, classes, 1))
        self.edges = nn.Sequential(ConvBlock(inner, inner), nn.Conv2d(inner, 4, 1))
        _begin_rare(self.heat[-1])
        nn.init.constant_(self.edges[-1].bias, 1.5)  # pyright: ignore[reportArgumentType]

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, h, w) -> logits of centres (n, classes, h/4, w/4), and distances to the edges in cells (n, 4, h/4, w/4)."""
        x = self.at4(x)
        return self.heat(x), torch.exp(self.edges(x).clamp(-4, 6))


class SmallSegmenter(_Dense):
    """Areas: a class for each pixel."""

    def __init__(self, classes: int, width: int = 16) -> None:
        super().__init__(width)
        self.down = ConvBlock(2 * width, width, kernel=1)
        self.at2 = ConvBlock(width, width)
        self.head = nn.Conv2d(width, classes + 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(n, 3, h, w) -> logits (n, 1 + classes, h, w); the first is the ground."""
        at2, at4, at8, at16 = self.backbone(x)
        fine = self.at2(at2 + larger(self.down(self.neck(at4, at8, at16)), at2))
        return functional.interpolate(self.head(fine), size=x.shape[-2:], mode="bilinear", align_corners=False)


class SmallKeypoints(_Dense):
    """Keypoints: a heat map each, one for the middle of each kind of object, and the way from there to its keypoints."""

    def __init__(self, keypoints: int, bodies: int, width: int = 16) -> None:
        super().__init__(width)
        inner = 2 * width
        self.heat = nn.Sequential(ConvBlock(inner, inner), nn.Conv2d(inner, keypoints + bodies, 1))
        self.offsets = nn.Sequential(ConvBlock(inner, inner), nn.Conv2d(inner, 2 * keypoints, 1))
        _begin_rare(self.heat[-1])

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, h, w) -> logits (n, keypoints + bodies, h/4, w/4), and offsets in cells (n, 2 keypoints, h/4, w/4)."""
        x = self.at4(x)
        return self.heat(x), self.offsets(x)


def _begin_rare(layer: nn.Module) -> None:
    assert isinstance(layer, nn.Conv2d)
    assert layer.bias is not None
    nn.init.constant_(layer.bias, _RARE)
    nn.init.normal_(layer.weight, std=0.01)
