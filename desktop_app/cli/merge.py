"""`weightsmith merge`: several state_dicts made into one, exported as a new file."""

import argparse
from typing import TYPE_CHECKING

from desktop_app.cli.edit import add_output_arguments, export, opened
from desktop_app.cli.output import UsageError, complain, write_lines

if TYPE_CHECKING:
    from desktop_app.checkpoint.merges.merging import MergePreview

_LISTED = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    from desktop_app.checkpoint.merges.merge_model import METHODS

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        "methods:\n"
        + "\n".join(f"  {name:<16}{text}" for name, text in METHODS.items())
        + "\n\nKeys, shapes and element types are those of the first file. Integer tensors (counters) are taken from it."
        "\nweights: one per file for weighted; t for slerp (default 0.5), d for ema (default 0.999); one per file after"
        "\nthe first for task-arithmetic and lora (default 1). Write --weights=-1,2 when the first is negative."
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="two checkpoints or more; the first is the base")
    parser.add_argument("--method", choices=tuple(METHODS), required=True, help="how they become one")
    parser.add_argument("--weights", metavar="W,W...", default="-", help="numbers with commas between them")
    parser.add_argument("--strict", action="store_true", help="write nothing when keys, shapes or types do not fit")
    parser.add_argument("--dry-run", action="store_true", help="say what would not fit, write nothing")
    add_output_arguments(parser, required=False)


def run(options: argparse.Namespace) -> int:
    """Merge and export; what does not fit is told before anything is written."""
    from desktop_app.checkpoint.editing.draft import Draft
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.merges.merging import factors_of, merge, parse_weights

    if options.output is None and not options.dry_run:
        raise UsageError("Say where to write with -o OUT, or look first with --dry-run.")
    try:
        weights = parse_weights(options.weights)
        factors_of(options.method, weights, len(options.files))
        drafts = [Draft.of(opened(path)) for path in options.files]
        result = merge(drafts, options.method, weights, strict=options.strict)
    except EditError as error:
        raise UsageError(str(error)) from None
    lines = _lines(result.preview)
    if options.dry_run:
        write_lines([*lines, "Nothing was written."])
        return 0
    for line in lines:
        complain(line)
    if not result.preview.merged + result.preview.taken:
        raise UsageError("No tensor of the other files fits one of the first, so that nothing was merged or written.")
    export(result.draft, options)
    return 0


def _lines(preview: "MergePreview") -> list[str]:
    hard_first = sorted(preview.conflicts, key=lambda conflict: conflict.is_note)
    lines = [conflict.message for conflict in hard_first[:_LISTED]]
    if len(hard_first) > _LISTED:
        lines.append(f"and {len(hard_first) - _LISTED} more like these.")
    return [
        *lines,
        f"{preview.merged} merged, {preview.taken} integer taken from the first, {preview.kept} left as in it.",
    ]
