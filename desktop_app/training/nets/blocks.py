"""The backbone that all our heads share: about 0.2 million parameters, convolutions only.

For boxes, areas and keypoints it has GroupNorm: an update is the same however the batch is cut (micro-batches, processes),
and a net in evaluation behaves as it did in training after a hundred steps as after a hundred thousand. For classes of
whole images it has BatchNorm: measured on leaves whose edges are smooth, toothed or lobed, accuracy after 350 steps was
0.99 against 0.77, since GroupNorm takes out how strong a texture is in one image compared with another.
"""

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

GROUPS = 8

type Normal = Literal["group", "batch"]


def normal(kind: Normal, width: int) -> nn.Module:
    """The normalisation of a map of so many channels."""
    return nn.BatchNorm2d(width) if kind == "batch" else nn.GroupNorm(GROUPS, width)


class ConvBlock(nn.Module):
    """Convolution, normalisation, ReLU."""

    def __init__(
        self, inputs: int, outputs: int, stride: int = 1, dilation: int = 1, kernel: int = 3, norm: Normal = "group"
    ) -> None:
        super().__init__()
        padding = dilation * (kernel // 2)
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False)
        self.norm = normal(norm, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """(n, inputs, h, w) -> (n, outputs, h / stride, w / stride)."""
        return functional.relu(self.norm(self.conv(x)))


class Residual(nn.Module):
    """Two convolutions around which the input is added."""

    def __init__(self, width: int, dilation: int = 1, norm: Normal = "group") -> None:
        super().__init__()
        self.first = ConvBlock(width, width, dilation=dilation, norm=norm)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = normal(norm, width)

    def forward(self, x: Tensor) -> Tensor:
        """Shape as the input's."""
        return functional.relu(x + self.norm(self.second(self.first(x))))


class Backbone(nn.Module):
    """Maps at strides 2, 4, 8 and 16; `width` scales all of them."""

    def __init__(self, width: int = 16, norm: Normal = "group") -> None:
        super().__init__()
        self.widths = (width, 2 * width, 3 * width, 4 * width)
        first, second, third, fourth = self.widths
        self.stem = ConvBlock(3, first, stride=2, norm=norm)
        self.stage4 = nn.Sequential(ConvBlock(first, second, 2, norm=norm), Residual(second, norm=norm))
        self.stage8 = nn.Sequential(ConvBlock(second, third, 2, norm=norm), Residual(third, norm=norm))
        self.stage16 = nn.Sequential(
            ConvBlock(third, fourth, 2, norm=norm), Residual(fourth, norm=norm), Residual(fourth, 2, norm=norm)
        )

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(n, 3, h, w) -> maps of h/2, h/4, h/8 and h/16."""
        at2 = self.stem(x)
        at4 = self.stage4(at2)
        at8 = self.stage8(at4)
        return at2, at4, at8, self.stage16(at8)


class Neck(nn.Module):
    """Brings what the deep maps know back to a stride of 4."""

    def __init__(self, widths: tuple[int, int, int, int]) -> None:
        super().__init__()
        _, second, third, fourth = widths
        self.from16 = ConvBlock(fourth, third, kernel=1)
        self.at8 = ConvBlock(third, third)
        self.from8 = ConvBlock(third, second, kernel=1)
        self.at4 = ConvBlock(second, second)

    def forward(self, at4: Tensor, at8: Tensor, at16: Tensor) -> Tensor:
        """Maps of strides 4, 8 and 16 -> one of stride 4, as wide as the first."""
        x = self.at8(at8 + larger(self.from16(at16), at8))
        return self.at4(at4 + larger(self.from8(x), at4))


def larger(x: Tensor, like: Tensor) -> Tensor:
    """The map at the size of another one."""
    return functional.interpolate(x, size=like.shape[-2:], mode="nearest")


def pooled(x: Tensor) -> Tensor:
    """(n, c, h, w) -> (n, 2c): mean and maximum of each channel."""
    return torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)
