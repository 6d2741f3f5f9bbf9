"""`weightsmith diff`: which tensors of two checkpoints differ, and by how much."""

import argparse
import math
from typing import TYPE_CHECKING

from desktop_app.cli.inspect import finding_document
from desktop_app.cli.output import (
    Json,
    Progress,
    complain,
    printable,
    sentence,
    shape_text,
    table,
    write_json,
    write_lines,
)

if TYPE_CHECKING:
    from desktop_app.checkpoint.comparing.alignment import Alignment
    from desktop_app.checkpoint.comparing.differences import Difference
    from desktop_app.checkpoint.comparing.sides import Side

DONE, DIFFERENT, UNREADABLE = 0, 1, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("a", metavar="A", help="a checkpoint file, an index, or a folder of shards")
    parser.add_argument("b", metavar="B", help="the other one; relative differences are relative to it")
    parser.add_argument(
        "--rtol",
        type=tolerance,
        default=0.0,
        metavar="R",
        help="a tensor counts as changed when any |a - b| > atol + R |b| (default: 0)",
    )
    parser.add_argument(
        "--atol",
        type=tolerance,
        default=0.0,
        metavar="A",
        help="the absolute part of it (default: 0); without any tolerance another element type is a change too",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def tolerance(text: str) -> float:
    """For argparse, which says `invalid tolerance value` where it is no number."""
    value = float(text)
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError("must be a number that is not negative")
    return value


def run(options: argparse.Namespace) -> int:
    """Print the differences; 1 when there are any, 3 when values of a pair could not be read, else 0."""
    from desktop_app.checkpoint.comparing.alignment import align
    from desktop_app.checkpoint.comparing.differences import Difference, worst_first
    from desktop_app.checkpoint.comparing.measures import Measure, measure
    from desktop_app.checkpoint.comparing.sides import Side
    from desktop_app.checkpoint.open import open_checkpoint

    sides: list[Side] = []
    for path in (options.a, options.b):
        with Progress() as progress:
            sides.append(Side.of(open_checkpoint(path, progress=progress), path))
    alignment = align(*sides)
    found: dict[int, Measure] = {}
    with Progress() as progress:
        for batch in measure(alignment.pairs, rtol=options.rtol, atol=options.atol, progress=progress):
            found.update(batch)
    differences = worst_first(Difference(pair, found[place]) for place, pair in enumerate(alignment.pairs))
    if options.json:
        write_json(_document(alignment, differences))
    else:
        write_lines(_lines(alignment, differences, *sides))
    failures = [one for one in differences if one.measure.problem is not None]
    for failure in failures:
        if failure.measure.problem is not None:
            complain(sentence(failure.measure.problem))
    if failures:
        return UNREADABLE
    alike = all(one.outcome == "equal" for one in differences) and not alignment.only_a and not alignment.only_b
    return DONE if alike else DIFFERENT


def _document(alignment: "Alignment", differences: "list[Difference]") -> dict[str, Json]:
    return {
        "only_a": list(alignment.only_a),
        "only_b": list(alignment.only_b),
        "changed": [{"name": one.pair.name_a, **_numbers(one)} for one in differences if one.outcome == "changed"],
        "equal": sum(one.outcome == "equal" for one in differences),
        "renamed": [
            {
                "a": one.pair.name_a,
                "b": one.pair.name_b,
                "match": one.pair.match,
                "changed": one.measure.changed,
                **_numbers(one),
            }
            for one in differences
            if one.outcome == "renamed"
        ],
    }


def _numbers(one: "Difference") -> dict[str, Json]:
    measure, pair = one.measure, one.pair
    numbers: dict[str, Json] = {
        "shape_a": pair.a.shape,
        "shape_b": pair.b.shape,
        "dtype_a": pair.a.dtype,
        "dtype_b": pair.b.dtype,
        "max_abs": measure.max_abs,
        "max_rel": measure.max_rel,
        "l2": measure.l2,
        "cosine": measure.cosine,
    }
    if measure.problem is not None:
        numbers["error"] = finding_document(measure.problem)
    return numbers


def _lines(alignment: "Alignment", differences: "list[Difference]", a: "Side", b: "Side") -> list[str]:
    changed = [one for one in differences if one.outcome == "changed"]
    renamed = [one for one in differences if one.outcome == "renamed"]
    equal = len(differences) - len(changed) - len(renamed)
    counts = (
        f"{len(changed):,} changed",
        f"{equal:,} equal",
        f"{len(renamed):,} renamed",
        f"{len(alignment.only_a):,} only in A",
        f"{len(alignment.only_b):,} only in B",
    )
    lines = [f"A: {printable(a.title)}", f"B: {printable(b.title)}", ", ".join(counts)]
    header = ("shape", "type", "max |a-b|", "relative", "l2", "cosine")
    right = frozenset({3, 4, 5, 6})
    if changed:
        rows = [(one.pair.name_a or '""', *_cells(one)) for one in changed]
        lines += ["", *table(("changed", *header), rows, right=right)]
    if renamed:
        rows = [(f"{one.pair.name_a} -> {one.pair.name_b}", *_cells(one), f"{one.pair.match:.2f}") for one in renamed]
        lines += ["", *table(("renamed", *header, "match"), rows, right=right | {7})]
    for title, names, side in (("only in A", alignment.only_a, a), ("only in B", alignment.only_b, b)):
        if names:
            rows = [(name or '""', shape_text(side.items[name].shape), side.items[name].dtype) for name in names]
            lines += ["", *table((title, "shape", "type"), rows)]
    return lines


def _cells(one: "Difference") -> tuple[str, ...]:
    measure, pair = one.measure, one.pair
    numbers = (measure.max_abs, measure.max_rel, measure.l2)
    return (
        _both(shape_text(pair.a.shape), shape_text(pair.b.shape)),
        _both(pair.a.dtype, pair.b.dtype),
        *("-" if number is None else f"{number:.4g}" for number in numbers),
        "-" if measure.cosine is None else f"{measure.cosine:.8f}",
    )


def _both(a: str, b: str) -> str:
    return a if a == b else f"{a} -> {b}"
