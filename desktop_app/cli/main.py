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
from desktop_app.cli.commands import COMMANDS, command_of
from desktop_app.cli.output import RefusedError, UsageError, WriteError, complain, sentence

DONE, NO, WRONG_USAGE, UNREADABLE, NOT_WRITTEN, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit statuses, as the headless contract promises them."""


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
