"""Any net behind three questions: how wrong is it on a batch, what does it say of images, what are an image's features."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import contextlib
from collections.abc import Generator, Mapping
from typing import Any, Final, cast

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm as BatchNorm  # pyright: ignore[reportPrivateUsage]

from desktop_app.training import losses
from desktop_app.training.decoding import (
    area_guesses,
    box_guesses,
    class_guesses,
    guess_of_boxes,
    keypoint_guesses,
)
from desktop_app.training.guesses import Guess
from desktop_app.training.nets.blocks import pooled
from desktop_app.training.nets.design import Design

type Batch = Mapping[str, Any]
"""`image` (n, 3, h, w) of uint8, `weight` (n,), and what the task's targets are named."""

MEAN: Final = (0.485, 0.456, 0.406)
SPREAD: Final = (0.229, 0.224, 0.225)


@contextlib.contextmanager
def settled_norms(net: nn.Module, settled: bool) -> Generator[None]:
    """BatchNorm goes by its running statistics for a while: a single image has none of its own, and none must be learnt."""
    calmed = [module for module in net.modules() if settled and isinstance(module, BatchNorm) and module.training]
    for module in calmed:
        module.eval()
    try:
        yield
    finally:
        for module in calmed:
            module.train()


class Learner(nn.Module):
    """Holds the net as `net`, whose state_dict is what a checkpoint keeps."""

    per_sample = True
    """False where a library's model gives one loss for the whole batch."""
    normalises = True

    def __init__(self, net: nn.Module, design: Design) -> None:
        super().__init__()
        self.net, self.design = net, design

    def prepared(self, images: Tensor) -> Tensor:
        """Bytes (n, 3, h, w) as the floats that the net was made for."""
        x = images.float() / 255
        if self.normalises:
            x = (x - x.new_tensor(MEAN)[:, None, None]) / x.new_tensor(SPREAD)[:, None, None]
        return x.contiguous(memory_format=torch.channels_last)

    def forward(self, batch: Batch) -> Tensor:
        """The loss of each image, (n,)."""
        raise NotImplementedError

    def guess(self, images: Tensor) -> list[Guess]:
        """What the net says of each image, given as bytes (n, 3, h, w)."""
        raise NotImplementedError

    def features(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) of bytes -> (n, d)."""
        return cast(Any, self.net).features(self.prepared(images))


class ClassLearner(Learner):
    """Classes of the image; the net gives logits (n, classes)."""

    def logits(self, images: Tensor) -> Tensor:
        """(n, classes)."""
        return self.net(self.prepared(images))

    def forward(self, batch: Batch) -> Tensor:
        """The loss of each image, (n,)."""
        with settled_norms(self.net, len(batch["image"]) == 1):
            logits = self.logits(batch["image"])
        return losses.class_loss(logits, batch["classes"], self.design.multi_label)

    def guess(self, images: Tensor) -> list[Guess]:
        """Probabilities of classes."""
        return class_guesses(self.logits(images), self.design.multi_label)


class LibraryClassLearner(ClassLearner):
    """A classifier of torchvision or timm: its features are what its last layer sees."""

    def logits(self, images: Tensor) -> Tensor:
        """(n, classes); a net with heads on the way answers with the last one first."""
        found = self.net(self.prepared(images))
        return found if isinstance(found, Tensor) else found[0]

    def features(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) of bytes -> (n, d)."""
        last = [module for module in self.net.modules() if isinstance(module, nn.Linear | nn.Conv2d)][-1]
        seen: list[Tensor] = []
        hook = last.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
        try:
            self.net(self.prepared(images))
        finally:
            hook.remove()
        return pooled(seen[0]) if seen[0].dim() == 4 else seen[0].flatten(1)


class BoxLearner(Learner):
    """Our detector."""

    def forward(self, batch: Batch) -> Tensor:
        """The loss of each image, (n,)."""
        heat, edges = self.net(self.prepared(batch["image"]))
        return losses.heat_loss(heat, batch["heat"]) + 2 * losses.edge_loss(edges, batch["edges"], batch["edge_weight"])

    def guess(self, images: Tensor) -> list[Guess]:
        """Boxes."""
        return box_guesses(*self.net(self.prepared(images)))


class LibraryBoxLearner(Learner):
    """A detector of torchvision: it computes its own loss, one number for the batch, and numbers classes from 1."""

    per_sample = False
    normalises = False

    def forward(self, batch: Batch) -> Tensor:
        """The loss of the batch, once for each image, (n,)."""
        images = batch["image"].float() / 255
        targets = [{"boxes": boxes, "labels": labels + 1} for boxes, labels in zip(batch["boxes"], batch["labels"], strict=True)]  # fmt: skip
        was = self.net.training
        self.net.train()  # only then torchvision's detectors tell a loss
        with settled_norms(self.net, not self.training or len(images) == 1):
            parts: dict[str, Tensor] = self.net(list(images), targets)
        self.net.train(was)
        return torch.stack(list(parts.values())).sum().expand(len(images))

    def guess(self, images: Tensor) -> list[Guess]:
        """Boxes."""
        was = self.net.training
        self.net.eval()
        found = self.net(list(images.float() / 255))
        self.net.train(was)
        return [guess_of_boxes(one["boxes"], one["labels"] - 1, one["scores"]) for one in found]

    def features(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) of bytes -> (n, d)."""
        maps = cast(Any, self.net).backbone(self.prepared(images))
        return pooled(list(maps.values())[-1])


class AreaLearner(Learner):
    """Our segmenter."""

    def logits(self, images: Tensor) -> Tensor:
        """(n, 1 + classes, h, w)."""
        return self.net(self.prepared(images))

    def forward(self, batch: Batch) -> Tensor:
        """The loss of each image, (n,)."""
        return losses.area_loss(self.logits(batch["image"]), batch["areas"], self.design.dice)

    def guess(self, images: Tensor) -> list[Guess]:
        """A class for each pixel."""
        return area_guesses(self.logits(images))


class LibraryAreaLearner(AreaLearner):
    """A segmenter of torchvision, which answers with a dictionary."""

    def logits(self, images: Tensor) -> Tensor:
        """(n, 1 + classes, h, w)."""
        with settled_norms(self.net, len(images) == 1):
            return self.net(self.prepared(images))["out"]

    def features(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) of bytes -> (n, d)."""
        maps = cast(Any, self.net).backbone(self.prepared(images))
        return pooled(list(maps.values())[-1])


class KeypointLearner(Learner):
    """Our keypoint net."""

    def forward(self, batch: Batch) -> Tensor:
        """The loss of each image, (n,)."""
        heat, offsets = self.net(self.prepared(batch["image"]))
        loss = losses.heat_loss(heat, batch["heat"])
        return loss + 0.05 * losses.offset_loss(offsets, batch["offsets"], batch["offset_weight"])

    def guess(self, images: Tensor) -> list[Guess]:
        """Keypoints of objects."""
        heat, offsets = self.net(self.prepared(images))
        return keypoint_guesses(heat, offsets, self.design.bodies, self.design.single)
