"""`weightsmith health`: what is wrong with the numbers of a checkpoint, as text, JSON, or a page to send to somebody."""

import argparse
from typing import TYPE_CHECKING

from desktop_app.checkpoint.counted import counted
from desktop_app.checkpoint.model import Severity
from desktop_app.cli.output import Progress, UsageError, WriteError, complain, table, write_json, write_lines

if TYPE_CHECKING:
    from desktop_app.checkpoint.health.model import HealthReport

DONE, NO = 0, 1

_WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("file", metavar="FILE", help="a checkpoint file, an index, or a folder of shards")
    parser.add_argument("-o", "--output", metavar="OUT", help="write the whole report; ends in .html or .json")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when anything is of severity error")
    parser.add_argument(
        "--exact", action="store_true", help="all singular values of every weight, however long it takes"
    )
    parser.add_argument("--no-casts", action="store_true", help="leave out what casts would lose")
    parser.add_argument("--no-spectra", action="store_true", help="leave out singular values")


def run(options: argparse.Namespace) -> int:
    """Examine, print and write; 1 when it must be free of errors and is not."""
    from desktop_app.checkpoint.health.document import document
    from desktop_app.checkpoint.health.examining import Wishes, examine
    from desktop_app.checkpoint.health.saving import ENDINGS, save_report
    from desktop_app.checkpoint.open import open_checkpoint

    if options.output and not options.output.lower().endswith(ENDINGS):
        raise UsageError(f"{options.output}: the name must end in .html or .json.")
    wishes = Wishes(casts=not options.no_casts, spectra=not options.no_spectra, exact=options.exact)
    with Progress() as progress:
        report = examine(open_checkpoint(options.file, progress=progress), wishes, progress)
    if options.json:
        write_json(document(report))
    else:
        write_lines(_lines(report))
    if options.output:
        try:
            save_report(report, options.output)
        except OSError as error:
            raise WriteError(f"{options.output}: it could not be written: {error.strerror or error}.") from None
        complain(f"{options.output}: written.")
    return NO if options.strict and report.count("error") else DONE


def _lines(report: "HealthReport") -> list[str]:
    found = (counted(report.count(severity), word) for severity, word in _WORDS.items())
    counts = f"{counted(len(report.layers), 'tensor')}: {', '.join(found)}"
    if not report.symptoms:
        return [counts]
    rows = [(one.severity, one.name or '""', one.finding.message) for one in report.symptoms]
    return [*table(("severity", "tensor", "what"), rows, whole=frozenset({2})), "", counts]
