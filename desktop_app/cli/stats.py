"""`weightsmith stats`: exact statistics and histograms over every element of the tensors asked for."""

import argparse
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from desktop_app.checkpoint.model import Checkpoint, Finding, TensorInfo
from desktop_app.cli.inspect import finding_document
from desktop_app.cli.output import Json, Progress, UsageError, complain, sentence, table, write_json, write_lines

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.statistics import Statistics

UNREADABLE = 3
MOST_BINS = 1 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("file", metavar="FILE", help="a checkpoint file, an index, or a folder of shards")
    parser.add_argument(
        "--key", metavar="GLOB", action="append", default=[], help="only tensors whose name matches; may be repeated"
    )
    parser.add_argument("--bins", metavar="N", type=_bins, default=64, help="bins of the histogram (default: 64)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _bins(text: str) -> int:
    count = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= count <= MOST_BINS:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {MOST_BINS}")
    return count


def run(options: argparse.Namespace) -> int:
    """Print them; 3 when a tensor that should have values could not be read, else 0."""
    from desktop_app.checkpoint.measuring.statistics import statistics_of_many
    from desktop_app.checkpoint.open import open_checkpoint

    with Progress() as progress:
        checkpoint = open_checkpoint(options.file, progress=progress)
    wanted = chosen(checkpoint, options.key)
    found: dict[int, Statistics | Finding] = {}
    with Progress() as progress:
        for batch in statistics_of_many(checkpoint.files, wanted, bins=options.bins, progress=progress):
            found.update(batch)
    results = [(info, found[index]) for index, info in wanted if index in found]
    if options.json:
        write_json({"tensors": [_tensor(info, result) for info, result in results]})
    else:
        write_lines(_lines(results))
    failures = [(info, result) for info, result in results if isinstance(result, Finding)]
    for _, failure in failures:
        complain(sentence(failure))
    return UNREADABLE if any(info.layout != "meta" for info, _ in failures) else 0


def chosen(checkpoint: Checkpoint, patterns: Sequence[str]) -> list[tuple[int, TensorInfo]]:
    """The tensors that match one of the patterns, or all, with their positions; raises `UsageError` for none."""
    wanted = [
        (index, info)
        for index, info in enumerate(checkpoint.tensors)
        if not patterns or any(info.name == pattern or fnmatchcase(info.name, pattern) for pattern in patterns)
    ]
    if patterns and not wanted:
        raise UsageError(f"{checkpoint.path}: no tensor matches {' or '.join(patterns)}. `inspect` lists the names.")
    return wanted


def _tensor(info: TensorInfo, result: "Statistics | Finding") -> dict[str, Json]:
    if isinstance(result, Finding):
        return {"name": info.name, "error": finding_document(result)}
    return {
        "name": info.name,
        "count": result.count,
        "finite": result.finite,
        "nan": result.nan,
        "posinf": result.posinf,
        "neginf": result.neginf,
        "zero": result.zero,
        "min": result.min,
        "max": result.max,
        "mean": result.mean,
        "std": result.std,
        "l1": result.l1,
        "l2": result.l2,
        "abs_max": result.abs_max,
        "histogram": {"edges": result.histogram.edges.tolist(), "counts": result.histogram.counts.tolist()},
    }


def _lines(results: Iterable[tuple[TensorInfo, "Statistics | Finding"]]) -> list[str]:
    header = ("name", "count", "min", "max", "mean", "std", "zero", "NaN", "inf")
    rows = [_row(info, result) for info, result in results]
    return table(header, rows, right=frozenset(range(1, len(header))))


def _row(info: TensorInfo, result: "Statistics | Finding") -> tuple[str, ...]:
    name = info.name or '""'
    if isinstance(result, Finding):
        return (name, "-", "-", "-", "-", "-", "-", "-", "-")
    numbers = (result.min, result.max, result.mean, result.std)
    counts = (result.zero, result.nan, result.posinf + result.neginf)
    return (
        name,
        f"{result.count:,}",
        *("-" if number is None else f"{number:.6g}" for number in numbers),
        *(f"{count:,}" for count in counts),
    )
