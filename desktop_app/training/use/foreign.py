"""Checkpoints of others: which model they are for, found by names and shapes, and that model with their weights."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from desktop_app.training.errors import TrainingError
from desktop_app.training.nets.build import build
from desktop_app.training.nets.catalogue import MODELS, ModelInfo, model_info
from desktop_app.training.nets.design import Design
from desktop_app.training.nets.learners import Learner
from desktop_app.training.starting import adopt, weights_from_file
from desktop_app.training.task import Task

_SIZES: Final[dict[Task, int]] = {"classification": 224, "detection": 320, "segmentation": 320, "keypoints": 320}


def foreign_learner(path: Path, model: str, classes: Sequence[str], image_size: int) -> Learner:
    """The model with the checkpoint's weights; every tensor of the model must be there. Raises `TrainingError`."""
    state, _ = weights_from_file(path)
    known: list[tuple[ModelInfo, Task]] = [(info, task) for info in MODELS for task in info.tasks if info.family == "torchvision"]  # fmt: skip
    candidates = [_named(model)] if model else known
    for info, task in candidates:
        side = image_size or _SIZES[task]
        names = tuple(classes)
        for count in [len(names)] if names else _head_sizes(state):
            given = names or tuple(str(place) for place in range(count))
            found = _fitting(Design(task, info.name, given, (side, side)), state)
            if found is not None:
                return found
    raise TrainingError(str(path), _why(model, classes), "The check pane says which tensors differ.")


def _named(model: str) -> tuple[ModelInfo, Task]:
    """The row of a named model and the task that it is made for."""
    from torchvision import models

    name = model.partition(":")[2] or model
    for info in MODELS:
        if name in (info.name, info.builder) and info.family != "small":
            return info, info.tasks[0]
    task: Task = "classification"
    if name in models.list_models(module=models.detection):
        task = "detection"
    elif name in models.list_models(module=models.segmentation):
        task = "segmentation"
    return model_info(model if ":" in model else f"torchvision:{model}", task), task


def _head_sizes(state: Mapping[str, Tensor]) -> list[int]:
    """Lengths of biases, the likely numbers of classes: the last of them first."""
    lengths = [len(value) for name, value in state.items() if name.endswith("bias") and value.dim() == 1]
    return list(dict.fromkeys(lengths[::-1]))[:3]


def _fitting(design: Design, state: Mapping[str, Tensor]) -> Learner | None:
    try:
        with torch.device("meta"):
            plan = build(design)
    except (TrainingError, RuntimeError, NotImplementedError):
        plan = None
    wanted = {name: value.shape for name, value in plan.net.state_dict().items()} if plan is not None else {}
    plain = {name.removeprefix("module.").removeprefix("model."): value.shape for name, value in state.items()}
    if wanted and any(plain.get(name) != shape for name, shape in wanted.items() if not name.endswith("num_batches_tracked")):  # fmt: skip
        return None
    learner = build(design)
    try:
        adopted = adopt(learner.net, state)
    except TrainingError:
        return None
    missing = [name for name in adopted.missing if not name.endswith("num_batches_tracked")]
    return None if missing or adopted.resized else learner


def _why(model: str, classes: Sequence[str]) -> str:
    with_classes = f" with {len(classes)} classes" if len(classes) > 1 else " with one class" if classes else ""
    if model:
        return f"Its tensors are not those of {model}{with_classes}."
    return f"It is none of the models that are known here{with_classes}; name its model."
