"""A trained model put to use: opened from its checkpoint, shown images, answering with shapes and scores."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from desktop_app.annotation.model import Annotation, Shape
from desktop_app.training import checkpoints
from desktop_app.training.data.pictures import Pixels, UnreadableImage, picture_on
from desktop_app.training.data.placing import Placement
from desktop_app.training.devices import device_for
from desktop_app.training.errors import TrainingError
from desktop_app.training.guesses import Guess, Manner, chosen_classes, shapes_of
from desktop_app.training.nets.build import build
from desktop_app.training.nets.design import Design
from desktop_app.training.nets.learners import Learner

type Progress = Callable[[int, int, str], None]
type Look = Callable[[str], tuple[Pixels, Placement]]
"""From an image's path to its canvas; a cache's `get`, or a decoder. Raises `UnreadableImage`."""

BATCH: Final = 8


@dataclass(frozen=True)
class TrainedModel:
    """A net that is ready to be asked."""

    learner: Learner
    design: Design
    source: str
    """`model:NAME@HASH`, which its suggestions carry."""
    device: torch.device

    @property
    def manner(self) -> Manner:
        """How its guesses become shapes."""
        return Manner(self.design.classes, self.design.bodies, dict(self.design.kinds), self.source)

    def look(self, path: str) -> tuple[Pixels, Placement]:
        """An image on the model's canvas."""
        return picture_on(self.design.canvas, path)

    def guess(self, canvases: Sequence[Pixels]) -> list[Guess]:
        """What it says of images on its canvas."""
        with torch.inference_mode():
            return self.learner.guess(self.batch(canvases))

    def features(self, canvases: Sequence[Pixels]) -> Tensor:
        """(n, d), on the processor."""
        with torch.inference_mode():
            return self.learner.features(self.batch(canvases)).float().cpu()

    def batch(self, canvases: Sequence[Pixels]) -> Tensor:
        """Bytes (n, 3, h, w) where the net is."""
        stacked = torch.from_numpy(np.stack(canvases)).permute(0, 3, 1, 2)
        return stacked.contiguous().to(self.device)


@dataclass(frozen=True)
class Proposal:
    """What a model says of one image."""

    path: str
    shapes: tuple[Shape, ...]
    classes: dict[str, float]
    """Classes of the whole image with their probabilities."""
    width: int
    height: int
    problem: str = ""
    """Why there is none, when the image cannot be read."""


def open_model(
    path: str | Path, *, device: str = "auto", model: str = "", classes: Sequence[str] = (), image_size: int = 0
) -> TrainedModel:
    """A model from a checkpoint of ours, or of anybody when `classes` (and `model`, unless it is recognised) are given.

    Nothing in the file is run. Raises `TrainingError`.
    """
    place = Path(path)
    where = device_for(device)
    if model or classes:
        from desktop_app.training.use.foreign import foreign_learner

        learner = foreign_learner(place, model, classes, image_size)
        name = place.stem
    else:
        content = checkpoints.load(place)
        learner = _own_learner(place, content)
        name = place.parent.parent.name if place.parent.name == "checkpoints" else place.stem
    learner.to(where, memory_format=torch.channels_last).eval()  # pyright: ignore[reportCallIssue]
    return TrainedModel(learner, learner.design, f"model:{name}@{_digest(place)}", where)


def _own_learner(path: Path, content: dict[str, object]) -> Learner:
    try:
        learner = build(Design.of(content["design"]))  # pyright: ignore[reportArgumentType]
        learner.net.load_state_dict(content["state_dict"])  # pyright: ignore[reportArgumentType]
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        reason = str(error).strip().split("\n")[0].rstrip(".")
        raise TrainingError(str(path), f"The checkpoint does not fit the model that it names: {reason}.") from error
    return learner


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:8]


def proposals(
    model: TrainedModel, paths: Sequence[str], *, threshold: float = 0.5, look: Look | None = None, progress: Progress | None = None
) -> Iterator[Proposal]:  # fmt: skip
    """What the model says of each image, one after another; an image that cannot be read is told as a problem."""
    for done, (path, guess, placement, problem) in enumerate(guesses(model, paths, look), 1):
        if progress is not None:
            progress(done, len(paths), path)
        if guess is None or placement is None:
            yield Proposal(path, (), {}, 0, 0, problem)
            continue
        shapes = shapes_of(guess, placement, model.manner, threshold)
        said = chosen_classes(guess, model.design.classes, model.design.multi_label, threshold)
        yield Proposal(path, shapes, said, placement.width, placement.height)


def guesses(
    model: TrainedModel, paths: Sequence[str], look: Look | None = None
) -> Iterator[tuple[str, Guess | None, Placement | None, str]]:
    """Path, guess, placement and problem of each image, in order."""
    see = look or model.look
    for start in range(0, len(paths), BATCH):
        seen: dict[int, tuple[Pixels, Placement]] = {}
        problems: dict[int, str] = {}
        part = paths[start : start + BATCH]
        for place, path in enumerate(part):
            try:
                seen[place] = see(path)
            except UnreadableImage as error:
                problems[place] = str(error)
        said = dict(zip(seen, model.guess([pixels for pixels, _ in seen.values()]), strict=True)) if seen else {}
        for place, path in enumerate(part):
            if place in said:
                yield path, said[place], seen[place][1], ""
            else:
                yield path, None, None, problems[place]


def annotation_of(proposal: Proposal, name: str, every_class: Sequence[str] = ()) -> Annotation:
    """A proposal as labels of an image; `every_class` are all image-level classes, true or not."""
    flags = {one: one in proposal.classes for one in every_class}
    return Annotation(
        name, proposal.width, proposal.height, proposal.shapes, flags=flags | dict.fromkeys(proposal.classes, True)
    )
