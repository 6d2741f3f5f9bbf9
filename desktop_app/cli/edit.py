"""`weightsmith edit`: operations on a checkpoint's tensors, exported as a new file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.checkpoint.counted import counted
from desktop_app.checkpoint.model import Checkpoint, CheckpointError
from desktop_app.cli.output import Progress, UsageError, WriteError, complain, sentence, shape_text, table, write_lines

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Draft

_LISTED = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    from desktop_app.checkpoint.editing.operations import OPERATIONS
    from desktop_app.checkpoint.editing.plugged import plugged_operations

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "operations:\n" + "\n".join(
        f"  {one.name} {one.usage}".rstrip() for one in (*OPERATIONS.values(), *plugged_operations().values())
    )
    parser.add_argument("file", metavar="FILE", help="a checkpoint file, an index, or a folder of shards")
    parser.add_argument("--recipe", metavar="RECIPE.json", help="the steps of a saved recipe")
    parser.add_argument(
        "--op", metavar='"OP ARGS"', action="append", default=[], help="one operation; may be repeated, done in order"
    )
    add_output_arguments(parser, required=False)
    parser.add_argument("--save-recipe", metavar="R.json", help="write the steps that were done")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")


def add_output_arguments(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Where and how to export; shared by all commands that write checkpoints."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        required=required,
        help="the file to write: .pth .pt .bin, .safetensors or .npz",
    )
    parser.add_argument(
        "--tied",
        choices=("keep-one", "copy"),
        default="keep-one",
        help="tied tensors in a .safetensors (default: keep-one)",
    )
    parser.add_argument(
        "--template", action="store_true", help="keep the checkpoint around the state_dict (epoch, optimizer)"
    )
    parser.add_argument(
        "--max-shard-size",
        metavar="SIZE",
        type=size_in_bytes,
        default=0,
        help="cut a .safetensors above this size, as in 5GB",
    )


def size_in_bytes(text: str) -> int:
    """`5GB` as a number."""
    units = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
    cleaned = text.strip().lower()
    number = cleaned.rstrip("bgikm")
    unit = cleaned[len(number) :]
    try:
        size = int(float(number) * units[unit])
    except (ValueError, KeyError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text} is no size; write for example 500MB or 5GB") from None
    if size <= 0:
        raise argparse.ArgumentTypeError("must be more than 0")
    return size


def run(options: argparse.Namespace) -> int:
    """Edit and export."""
    from desktop_app.checkpoint.editing.draft import Draft
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.editing.operations import apply
    from desktop_app.checkpoint.editing.recipes import load_recipe, parse_step, save_recipe, text_of

    if options.output is None and not options.dry_run and options.save_recipe is None:
        raise UsageError("Say where to write with -o OUT, or look first with --dry-run.")
    try:
        steps = [*(load_recipe(Path(options.recipe)) if options.recipe else ()), *map(parse_step, options.op)]
    except EditError as error:
        raise UsageError(str(error)) from None
    draft = Draft.of(opened(options.file))
    for number, step in enumerate(steps, 1):
        try:
            draft = apply(draft, step, open_for_edit)
        except EditError as error:
            raise UsageError(f"Step {number} ({text_of(step)}): {error}") from None
    if options.save_recipe is not None:
        try:
            save_recipe(draft.steps, Path(options.save_recipe))
        except OSError as error:
            raise WriteError(
                f"{options.save_recipe} cannot be written: {(error.strerror or str(error)).lower()}."
            ) from None
    if options.dry_run:
        write_lines(_changes(draft))
        return 0
    if options.output is not None:
        export(draft, options)
    return 0


def opened(path: str) -> Checkpoint:
    """A checkpoint, its errors as the command line tells them."""
    from desktop_app.checkpoint.open import open_checkpoint

    with Progress() as progress:
        return open_checkpoint(path, progress=progress)


def open_for_edit(path: str) -> Checkpoint:
    """A further file that an operation names."""
    from desktop_app.checkpoint.editing.errors import EditError

    try:
        return opened(path)
    except CheckpointError as error:
        raise EditError("file", reason=sentence(error.finding)) from None


def export(draft: "Draft", options: argparse.Namespace) -> None:
    """Write the draft as the options say, and tell what came out; raises `WriteError`."""
    from desktop_app.checkpoint.files import FileChanged
    from desktop_app.checkpoint.writers.export import export_draft
    from desktop_app.checkpoint.writers.output import ExportError
    from desktop_app.cli.output import bytes_text

    if options.max_shard_size and Path(options.output).suffix.lower() != ".safetensors":
        raise UsageError(f"{options.output}: only a .safetensors is cut into shards; leave --max-shard-size out.")
    try:
        with Progress() as progress:
            report = export_draft(
                draft,
                options.output,
                tied=options.tied,
                template=options.template,
                shard_nbytes=options.max_shard_size,
                progress=progress,
            )
    except ExportError as error:
        if error.finding.code in ("export-ending", "export-template"):
            raise UsageError(sentence(error.finding)) from None
        raise WriteError(sentence(error.finding)) from None
    except FileChanged as error:
        raise WriteError(str(error)) from None
    for note in report.notes:
        complain(sentence(note))
    count = counted(report.tensors, "tensor")
    for path in report.paths:
        complain(f"{path}: {count}, {bytes_text(report.nbytes)}, read back and compared.")
        count = "part of it"


def _changes(draft: "Draft") -> list[str]:
    """A table of what the draft would make of the file."""
    from desktop_app.checkpoint.editing.draft import is_changed

    before = {info.name: info for info in draft.source.tensors}
    rows: list[tuple[str, str, str]] = []
    for name, item in draft.items.items():
        if not is_changed(name, item):
            continue
        old = before.get(item.origin)
        was = f"{item.origin} {old.dtype} {shape_text(old.shape)}" if old is not None else "(added)"
        rows.append((was, "→", f"{name} {item.dtype} {shape_text(item.shape)}"))
    rows += [
        (f"{name} {before[name].dtype} {shape_text(before[name].shape)}", "→", "(gone)") for name in draft.lost_names()
    ]
    kept = len(draft.items) - sum(1 for row in rows if row[2] != "(gone)")
    lines = table(("before", "", "after"), rows[:_LISTED]) if rows else []
    if len(rows) > _LISTED:
        lines.append(f"and {len(rows) - _LISTED} more")
    return [*lines, f"{len(rows)} changed, {kept} kept as they are; nothing was written."]
