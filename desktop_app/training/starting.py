"""Where a net's weights come from: by chance, from a checkpoint whose heads may have other sizes, or from torchvision."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import torch
from torch import Tensor, nn

from desktop_app.training.config import RunConfig
from desktop_app.training.errors import TrainingError
from desktop_app.training.nets.build import backbone_parts
from desktop_app.training.nets.catalogue import model_info
from desktop_app.training.nets.design import Design
from desktop_app.training.nets.learners import Learner

_PREFIXES: Final = ("module.", "model.", "net.", "_orig_mod.", "state_dict.")


@dataclass(frozen=True)
class Adopted:
    """What a net took over."""

    taken: int
    resized: tuple[str, ...]
    """Heads of another size: rows of classes with the same name were taken, the rest begins by chance."""
    missing: tuple[str, ...]
    """Tensors of the net that the checkpoint lacks."""
    unused: tuple[str, ...]

    def sentence(self) -> str:
        """For the log."""
        parts = [f"{self.taken} tensors taken over"]
        for what, names in (("of another size", self.resized), ("begin by chance", self.missing), ("not used", self.unused)):  # fmt: skip
            if names:
                parts.append(f"{len(names)} {what} ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})")
        return "Weights: " + "; ".join(parts) + "."


def weights_from_file(path: Path) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """The tensors of any checkpoint that the viewer opens, by name, and its class names if it has some; nothing in it is run."""
    from desktop_app.checkpoint.model import CheckpointError
    from desktop_app.checkpoint.open import open_checkpoint
    from desktop_app.checkpoint.tensors import read_slice

    try:
        checkpoint = open_checkpoint(path)
        state: dict[str, Tensor] = {}
        for info in checkpoint.tensors:
            if info.role in ("parameter", "buffer", "tensor") and info.status == "ok" and info.layout == "strided":
                values = read_slice(checkpoint.files, info)
                state[info.name] = torch.from_numpy(values.array.copy())
    except CheckpointError as error:
        found = error.finding
        raise TrainingError(found.where or str(path), found.message, found.cure) from error
    return state, _class_names(path)


def _class_names(path: Path) -> tuple[str, ...]:
    from desktop_app.training.checkpoints import load

    try:
        return tuple(str(name) for name in load(path).get("classes", ()))
    except TrainingError:
        return ()


def adopt(net: nn.Module, state: Mapping[str, Tensor], classes: Sequence[str] = (), known: Sequence[str] = ()) -> Adopted:  # fmt: skip
    """Put a checkpoint's tensors into a net; `known` are its class names, `classes` the net's. Raises `TrainingError`."""
    mine = net.state_dict()
    state = _renamed(state, mine)
    taken, resized = 0, list[str]()
    with torch.no_grad():
        for name, value in mine.items():
            given = state.get(name)
            if given is None:
                continue
            if given.shape == value.shape:
                value.copy_(given)
                taken += 1
            else:
                resized.append(name)
                _take_rows(value, given, classes, known)
    if not taken:
        raise TrainingError("weights", "No tensor of this checkpoint fits the model.", "Choose the model that it was made with.")  # fmt: skip
    missing = tuple(name for name in mine if name not in state)
    return Adopted(taken, tuple(resized), missing, tuple(name for name in state if name not in mine))


def _renamed(state: Mapping[str, Tensor], mine: Mapping[str, Any]) -> Mapping[str, Tensor]:
    """Without the prefix that a wrapper put before every name, when that makes more of them known."""
    best, found = state, sum(name in mine for name in state)
    for prefix in _PREFIXES:
        cut = {name.removeprefix(prefix): value for name, value in state.items()}
        fits = sum(name in mine for name in cut)
        if fits > found:
            best, found = cut, fits
    return best


def _take_rows(value: Tensor, given: Tensor, classes: Sequence[str], known: Sequence[str]) -> None:
    """Rows of a head for classes that both know by name; a head may have a row for the ground before them."""
    if value.shape[1:] != given.shape[1:] or not value.dim():
        return
    ahead = value.shape[0] - len(classes)
    if ahead not in (0, 1) or given.shape[0] - len(known) != ahead:
        return
    place = {name: row for row, name in enumerate(known)}
    value[:ahead].copy_(given[:ahead])
    for row, name in enumerate(classes):
        if name in place:
            value[ahead + row].copy_(given[ahead + place[name]])


def downloaded_weights(design: Design) -> dict[str, Tensor]:
    """torchvision's own weights of a model, from its cache or from download.pytorch.org; raises `TrainingError`."""
    from torchvision import models

    info = model_info(design.model, design.task)
    if info.family != "torchvision":
        raise TrainingError("weights", f"{design.model} has no weights at torchvision.", "Leave weights empty, or name a checkpoint.")  # fmt: skip
    try:
        weights: Any = cast(Any, models).get_model_weights(info.builder).DEFAULT
        return dict(weights.get_state_dict(progress=False, check_hash=True))
    except (OSError, RuntimeError, ValueError) as error:
        raise TrainingError("weights", f"torchvision's weights could not be fetched: {error}.", f"Fetch {info.builder} elsewhere and give the file's path as weights.") from error  # fmt: skip


def begin_from(config: RunConfig, learner: Learner) -> None:
    """Give the net the weights that the run is to begin with."""
    if not config.weights:
        return
    if config.weights == "torchvision":
        if not config.allow_download:
            raise TrainingError("weights", "torchvision's weights would be downloaded, which was not agreed to.", "Set allow_download, or name a file.")  # fmt: skip
        state, known = downloaded_weights(learner.design), ()
    else:
        state, known = weights_from_file(Path(config.weights))
    adopted = adopt(learner.net, state, learner.design.classes, known)
    print(adopted.sentence(), file=sys.stderr, flush=True)


def freeze_backbone(net: nn.Module) -> int:
    """Keep everything but the heads as it is; how many parameters stay. Running statistics stay as well (`still`)."""
    parts = tuple(backbone_parts(net))
    count = 0
    for name, parameter in net.named_parameters():
        if name.startswith(parts):
            parameter.requires_grad_(False)
            count += parameter.numel()
    return count


def still(net: nn.Module) -> None:
    """A frozen part behaves in training as it does in use; called after `train()`."""
    for module in net.modules():
        own = list(module.parameters(recurse=False))
        if own and not any(parameter.requires_grad for parameter in own):
            module.eval()
