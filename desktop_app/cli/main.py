"""From a command line to one command's function and its exit status."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from desktop_app import __version__
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Finding
from desktop_app.cli.output import RefusedError, UsageError, WriteError, complain, sentence

COMMANDS: dict[str, str] = {
    "inspect": "list what a checkpoint holds: tensors, modules, safety, findings",
    "stats": "exact statistics and histograms of its tensors",
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
    "export": "write a trained model as .onnx, .pt2 or .ts, and prove that it says the same",
}
"""Each command to one line of help; its arguments and its function are in `desktop_app.cli.<command>`."""

DONE, NO, WRONG_USAGE, UNREADABLE, NOT_WRITTEN, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit statuses, as the headless contract promises them."""


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (default: the process's) name; returns the exit status, raises nothing."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parse(given)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE
    start_log(options.log_file)
    try:
        return _run(options)
    except BrokenPipeError:
        # whoever read has seen enough; without this the interpreter complains while it closes stdout
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        return DONE


def _parse(given: Sequence[str]) -> argparse.Namespace:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--log-file", metavar="FILE", default=argparse.SUPPRESS, help="append what happens to FILE")
    parser = argparse.ArgumentParser(prog="weightsmith", description="See what is inside a PyTorch checkpoint.")
    parser.set_defaults(log_file=None)
    parser.add_argument("--version", action="version", version=f"weightsmith {__version__}")
    parser.add_argument("--log-file", metavar="FILE", default=None, help="append what happens to FILE")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = command_of(given)
    for name, text in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text, parents=[shared])
        if name == chosen:
            module = _module_of(name)
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser.parse_args(given)


def _module_of(command: str) -> ModuleType:
    """Imported only when asked for: drawing needs libraries that listing does not."""
    return importlib.import_module(f"desktop_app.cli.{command}")


def _run(options: argparse.Namespace) -> int:
    try:
        return int(options.run(options))
    except UsageError as error:
        complain(str(error))
        return WRONG_USAGE
    except RefusedError as error:
        complain(str(error))
        return UNREADABLE
    except WriteError as error:
        complain(str(error))
        return NOT_WRITTEN
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        return INTERRUPTED
    except MemoryError:
        complain("There is not enough memory for this. Ask for fewer tensors, or for a slice.")
        return UNREADABLE
    except Exception as error:
        return _unreadable(error)


def _unreadable(error: Exception) -> int:
    """One sentence about an input that cannot be read; what is not about the input is a mistake of ours and raised."""
    told = getattr(error, "finding", None)
    if isinstance(told, Finding):
        complain(sentence(told))
    elif isinstance(error, OSError):
        reason = error.strerror or str(error)
        complain(sentence(finding("not-readable", str(error.filename or "input"), reason=reason)))
    elif type(error).__name__ == "FileChanged":
        complain(str(error))
    else:
        raise error
    return UNREADABLE


def start_log(path: str | None) -> None:
    """Append log records to the file `path`, if one is given."""
    if path is None:
        return
    import logging

    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    try:
        logging.basicConfig(filename=path, level=logging.INFO, format=form, encoding="utf-8")
    except OSError as error:
        complain(f"{path}: the log cannot be written: {error.strerror}.")
