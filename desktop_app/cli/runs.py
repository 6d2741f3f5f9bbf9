"""`weightsmith runs`: the training runs in a folder and how they stand."""

import argparse
from pathlib import Path

from desktop_app.cli.output import table, write_json, write_lines

DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("folder", metavar="DIR", type=Path, nargs="?", default=Path("runs"), help="default: ./runs")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace) -> int:
    """List them, the newest first."""
    from desktop_app.training.run import list_runs, summary_of

    found = [summary_of(folder) for folder in list_runs(options.folder)]
    if options.json:
        write_json({"runs": [summary.document() for summary in found]})
        return DONE
    if not found:
        write_lines([f"{options.folder}: no runs."])
        return DONE
    rows = [
        (
            one.folder.path.name, one.state, one.task, one.model, f"{min(one.epoch + 1, one.epochs)}/{one.epochs}", f"{one.step:,}",
            "-" if one.loss is None else f"{one.loss:.4g}", "-" if one.best is None else f"{one.metric} {one.best:.4g}",
        )
        for one in found
    ]  # fmt: skip
    write_lines(table(("run", "state", "task", "model", "epoch", "steps", "loss", "best"), rows, right=frozenset({4, 5, 6})))  # fmt: skip
    for one in found:
        if one.message:
            write_lines([f"{one.folder.path.name}: {one.message}"])
    return DONE
