"""Which model of the menu a checkpoint is of: by what ours say of themselves, or by the names and shapes of others. No torch."""

import ast
from pathlib import Path

from desktop_app.checkpoint.model import Checkpoint, CheckpointError
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.graph.recognise import recognise
from desktop_app.training.nets.catalogue import MODELS

_HELD = ("parameter", "buffer", "tensor")


def model_of(path: str) -> str:
    """`small`, `resnet18`, `torchvision:resnet34`, `timm:vit_tiny_patch16_224`; empty when it is none that is known for certain."""
    try:
        checkpoint = open_checkpoint(Path(path))
    except (CheckpointError, OSError):
        return ""
    said = _said_by_ours(checkpoint)
    if said:
        return said
    found = recognise([(info.name, tuple(info.shape)) for info in checkpoint.tensors if info.role in _HELD])
    for candidate in found:
        if candidate.match >= 1.0:
            for name in (candidate.name, *candidate.twins):
                library, _, rest = name.partition(".")
                rest = rest.rpartition(".")[2]
                if any(rest in (model.name, model.builder) for model in MODELS):
                    return next(model.name for model in MODELS if rest in (model.name, model.builder))
            library, _, rest = candidate.name.partition(".")
            return f"{library}:{rest.rpartition('.')[2] if library == 'torchvision' else rest}"
    return ""


def _said_by_ours(checkpoint: Checkpoint) -> str:
    if checkpoint.metadata.get("format") != "weightsmith" or not checkpoint.contents:
        return ""
    place = 0
    for key in ("design", "model"):
        entry = checkpoint.contents[place]
        children = range(entry.first_child, entry.first_child + entry.children)
        place = next((child for child in children if checkpoint.contents[child].key == key), -1)
        if place < 0:
            return ""
    try:
        said: object = ast.literal_eval(checkpoint.contents[place].text)
    except (ValueError, SyntaxError):
        return ""
    return said if isinstance(said, str) else ""
