"""`weightsmith tensor`: the values of one tensor, printed as torch would or saved."""

import argparse
import difflib
from dataclasses import replace
from pathlib import Path

from desktop_app.checkpoint.model import Checkpoint, TensorInfo
from desktop_app.cli.output import Progress, UsageError, WriteError, complain, printable, write_lines

ENDINGS = (".npy", ".pt", ".csv", ".png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("file", metavar="FILE", help="a checkpoint file, an index, or a folder of shards")
    parser.add_argument("name", metavar="NAME", help="its name, as `inspect` lists it; NAME/PART of a sparse one")
    parser.add_argument("--slice", metavar="SLICE", default="", help='NumPy and torch slice syntax: "0, :, ::2"')
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=Path, help=f"save to OUT, which ends in {', '.join(ENDINGS)}"
    )


def run(options: argparse.Namespace) -> int:
    """Print or save it; raises `CheckpointError`, `UsageError`, `WriteError`."""
    from desktop_app.checkpoint.open import open_checkpoint
    from desktop_app.checkpoint.tensors import parse_index, read_slice, save_values, torch_text

    if options.output is not None and options.output.suffix.lower() not in ENDINGS:
        raise UsageError(f"{options.output}: the name must end in one of {', '.join(ENDINGS)}.")
    with Progress() as progress:
        checkpoint = open_checkpoint(options.file, progress=progress)
    info = _named(checkpoint, options.name)
    try:
        parse_index(options.slice, info.shape)
    except ValueError as error:
        raise UsageError(f"--slice {options.slice}: {error}") from error
    values = read_slice(checkpoint.files, info, options.slice)
    if options.output is None:
        write_lines([torch_text(values, info)])
        if values.truncated:
            complain(f"{info.name}: it is too large to be shown whole; this is its beginning. Ask for a --slice.")
        return 0
    if values.truncated:
        raise UsageError(f"{info.name}: it is too large to be saved at once; save a --slice of it.")
    try:
        save_values(values, options.output)
    except OSError as error:
        raise WriteError(f"{options.output}: it could not be written: {error.strerror or error}.") from error
    except ValueError as error:
        raise UsageError(f"{options.output}: {error}") from error
    return 0


def _named(checkpoint: Checkpoint, name: str) -> TensorInfo:
    for info in checkpoint.tensors:
        if info.name == name:
            return info
    for info in checkpoint.tensors:
        for part_name, part in info.parts:  # of a sparse or nested tensor, as a finding names them
            if name == f"{info.name}/{part_name}":
                return replace(part, name=name)
    near = difflib.get_close_matches(name, [info.name for info in checkpoint.tensors[:20_000]], n=3)
    hint = f" Near it are {', '.join(printable(other) for other in near)}." if near else ""
    raise UsageError(f"{checkpoint.path}: there is no tensor {name}.{hint}")
