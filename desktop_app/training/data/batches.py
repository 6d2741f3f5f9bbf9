"""Batches for a net: in an order that follows from the seed, each image changed as its own seed says, whoever loads it."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import signal
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from desktop_app.training.data.cache import ImageCache
from desktop_app.training.data.ordering import Course, Key
from desktop_app.training.data.pictures import PADDING, UnreadableImage
from desktop_app.training.data.pipeline import Pipeline
from desktop_app.training.data.placing import Placement
from desktop_app.training.data.targets import Drawer, Drawn, box_targets, keypoint_targets
from desktop_app.training.data.training_set import TrainingSet
from desktop_app.training.nets.design import Design

type Item = dict[str, Any]


class Samples(Dataset[Item]):
    """Makes one sample ready: cached image, shapes drawn, both changed, targets of the task."""

    def __init__(self, data: TrainingSet, design: Design, cache: ImageCache, pipeline: Pipeline | None, seed: int) -> None:  # fmt: skip
        self.data, self.design, self.cache, self.pipeline, self.seed = data, design, cache, pipeline, seed
        self.drawer = Drawer(data, design.canvas)

    def __getitem__(self, key: Key) -> Item:
        """What `collated` joins. An image that cannot be read has weight 0 and its reason as `broken`."""
        epoch, index = key
        width, height = self.design.canvas
        try:
            pixels, placement = self.cache.get(self.data.samples[index].path)
            drawn, broken = self.drawer.draw(index, placement), ""
        except UnreadableImage as error:
            pixels, broken = np.full((height, width, 3), PADDING, np.uint8), str(error)
            placement = Placement(width, height, 1.0)
            drawn = self._empty()
        if self.pipeline is not None:
            seed = int(np.random.SeedSequence((self.seed, epoch, index)).generate_state(1)[0])
            image, drawn = self.pipeline(pixels, drawn, seed)
        else:
            image = torch.from_numpy(np.array(pixels)).permute(2, 0, 1)
        item: Item = {"image": image, "index": index, "weight": 0.0 if broken else 1.0, "broken": broken, "placement": placement}  # fmt: skip
        return item | self._targets(drawn)

    def _empty(self) -> Drawn:
        width, height = self.design.canvas
        most = max((len(body.names) for body in self.design.bodies), default=0)
        return Drawn(
            np.zeros(len(self.design.classes), np.float32),
            areas=np.full((height, width), 255, np.uint8) if self.design.task == "segmentation" else None,
            points=np.zeros((0, most, 2), np.float32),
            visible=np.zeros((0, most), np.int64),
        )

    def _targets(self, drawn: Drawn) -> Item:
        design = self.design
        if design.task == "classification":
            return {"classes": torch.from_numpy(drawn.classes)}
        if design.task == "segmentation":
            assert drawn.areas is not None
            return {"areas": torch.from_numpy(np.array(drawn.areas))}
        if design.task == "detection":
            heat, edges, weight = box_targets(drawn.boxes, drawn.labels, len(design.classes), design.canvas)
            parts = {"heat": heat, "edges": edges, "edge_weight": weight, "boxes": drawn.boxes, "labels": drawn.labels}
        else:
            heat, offsets, weight = keypoint_targets(drawn, self.data, design.canvas)
            parts = {"heat": heat, "offsets": offsets, "offset_weight": weight}
        return {name: torch.from_numpy(np.array(values)) for name, values in parts.items()}


_LISTS = frozenset({"boxes", "labels", "broken", "placement"})
"""What differs in size from image to image stays a list."""


def collated(items: Sequence[Item]) -> Item:
    """Samples as one batch."""
    batch: Item = {}
    for name in items[0]:
        values = [item[name] for item in items]
        if name in _LISTS:
            batch[name] = values
        elif name == "index":
            batch[name] = torch.tensor(values)
        elif name == "weight":
            batch[name] = torch.tensor(values, dtype=torch.float32)
        else:
            batch[name] = torch.stack(values)
    return batch


def to_device(batch: Item, device: torch.device) -> Item:
    """The batch where the net is."""

    def moved(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return value.to(device, non_blocking=True)
        if isinstance(value, list) and value and isinstance(value[0], torch.Tensor):
            return [part.to(device, non_blocking=True) for part in value]
        return value

    return batch if device.type == "cpu" else {name: moved(value) for name, value in batch.items()}


def part_of(batch: Item, start: int, end: int) -> Item:
    """A piece of a batch."""
    return {name: value[start:end] for name, value in batch.items()}


def deaf_to_signals(_: int) -> None:
    """A signal to the whole group (scancel, a closed terminal) is the trainer's to obey; a loader that died of it would crash it."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def loaded(samples: Samples, batches: Course, workers: int, device: torch.device) -> Iterator[Item]:
    """The batches one after another, loaded ahead by processes when there are `workers`."""
    if not workers:
        for keys in batches:
            yield collated([samples[key] for key in keys])
        return
    loader: DataLoader[Item] = DataLoader(
        samples,
        batch_sampler=batches,  # pyright: ignore[reportArgumentType]
        num_workers=workers,
        collate_fn=collated,
        worker_init_fn=deaf_to_signals,
        pin_memory=device.type == "cuda",
    )
    yield from loader
