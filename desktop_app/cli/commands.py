"""Which commands there are, and which one a command line means; light, for every start of the window asks."""

from collections.abc import Sequence

COMMANDS: dict[str, str] = {
    "inspect": "list what a checkpoint holds: tensors, modules, safety, findings",
    "stats": "exact statistics and histograms of its tensors",
    "health": "say what is wrong with its numbers: NaN, dead filters, outliers, what a cast would lose",
    "tensor": "print or save the values of one tensor",
    "graph": "draw its hierarchy as a picture or as data",
    "edit": "rename, cut, cast and otherwise change its tensors, and export the result",
    "convert": "write its state_dict in another format",
    "merge": "make several state_dicts one: averages, slerp, EMA, task arithmetic, LoRA",
    "check": "say whether a state_dict loads into a model, and what would make it load",
    "repair": "save every whole tensor of a damaged file",
    "diff": "say which tensors of two checkpoints differ, and by how much",
    "dataset": "say what labelled images hold, convert them between tools, divide them, find mistakes",
    "train": "learn from labels: classes, boxes, areas or keypoints; resumable, on one or many devices",
    "runs": "list training runs and how they stand",
    "predict": "let a trained model label images",
    "queue": "say which images to label, or to look at, next",
    "plugins": "list what installed plug-ins bring: readers, label formats, operations, models, overlays",
    "export": "write a trained model as .onnx, .pt2 or .ts, and prove that it says the same",
}
"""Each command to one line of help; its arguments and its function are in `desktop_app.cli.<command>`."""

NEED_TORCH = frozenset({"train", "predict", "queue", "export"})
"""Commands that import torch themselves; an installed program, which has none, lets its engine run them."""


def command_of(arguments: Sequence[str]) -> str | None:
    """The command that these arguments begin with, past options that hold for all; None when they open the window."""
    waiting = list(arguments)
    while waiting:
        first = waiting.pop(0)
        if first == "--log-file" and waiting:
            waiting.pop(0)
        elif not first.startswith("--log-file="):
            return first if first in COMMANDS else None
    return None
