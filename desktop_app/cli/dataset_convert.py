"""`weightsmith dataset convert`: labels of one tool written as another's, with a counted report of what was lost."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.checkpoint.counted import counted
from desktop_app.cli.output import Json, Progress, UsageError, WriteError, complain, write_json, write_lines

if TYPE_CHECKING:
    from desktop_app.annotation.formats.converting import Report

DONE, UNREADABLE = 0, 3
_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("source", metavar="SRC", help="a label file, a folder, or a zip")
    parser.add_argument("-o", "--output", metavar="DST", required=True, help="the folder or file to write")
    parser.add_argument("--to", metavar="FORMAT", required=True, help="the format to write (a wrong name lists them)")
    parser.add_argument("--from", dest="source_format", metavar="FORMAT", help="the format to read, if it is known")
    parser.add_argument("--images", metavar="DIR", help="where the pictures are, when they are not beside the labels")
    parser.add_argument(
        "--pictures", choices=("none", "copy", "link"), default="none", help="whether the pictures go along (none)"
    )
    parser.add_argument(
        "--class-attribute", metavar="NAME", default="", help="for VIA: the attribute that is the class"
    )
    parser.add_argument(
        "--accept-differences",
        action="store_true",
        help="keep the export even if, read back, it is not what it should be",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace) -> int:
    """Convert, and print what was written and what was lost."""
    from desktop_app.annotation.formats.all import FORMATS, convert
    from desktop_app.annotation.formats.converting import ExportDiffers, ExportFailed
    from desktop_app.annotation.formats.reading import LabelsUnreadable
    from desktop_app.annotation.formats.registry import ReadOptions, WriteOptions

    _check(options.to, [name for name, format_ in FORMATS.items() if format_.write is not None], "written")
    if options.source_format is not None:
        readable = [name for name, format_ in FORMATS.items() if format_.read is not None]
        _check(options.source_format, readable, "read")
    images = Path(options.images) if options.images else None
    if images is not None and not images.is_dir():
        raise UsageError(f"{options.images} is not a folder of pictures.")
    try:
        with Progress() as progress:
            report = convert(
                Path(options.source),
                Path(options.output),
                options.to,
                source_format=options.source_format,
                read=ReadOptions(images=images, class_attribute=options.class_attribute),
                write=WriteOptions(images=options.pictures),
                accept_differences=options.accept_differences,
                progress=progress,
            )
    except LabelsUnreadable as error:
        complain(str(error))
        return UNREADABLE
    except (ExportDiffers, ExportFailed) as error:
        raise WriteError(str(error)) from None
    if options.json:
        write_json(_document(report))
    else:
        write_lines(_lines(report))
    return DONE


def _check(name: str, known: list[str], done: str) -> None:
    if name not in known:
        raise UsageError(f"{name} is no format that can be {done}. These can: {', '.join(known)}.")


def _document(report: "Report") -> Json:
    return {
        "from": report.source_format,
        "output": str(report.target),
        "images": report.images,
        "shapes": report.shapes,
        "losses": [{"what": loss.what, "count": loss.count, "examples": list(loss.examples)} for loss in report.losses],
        "problems": [
            {"where": problem.where, "message": problem.message, "cure": problem.cure} for problem in report.problems
        ],
        "differences": list(report.differences),
    }


def _lines(report: "Report") -> list[str]:
    from desktop_app.annotation.exchange.losses import report_text

    for problem in report.problems[:_SHOWN]:
        complain(" ".join(part for part in (f"{problem.where}:", problem.message, problem.cure) if part))
    if len(report.problems) > _SHOWN:
        complain(f"and {len(report.problems) - _SHOWN} problems more like these.")
    counts = f"{counted(report.images, 'image')} and {counted(report.shapes, 'shape')}, read as {report.source_format}"
    return [
        f"{report.target}: {counts}.",
        *report_text(report.losses).splitlines(),
        *(f"Differs when read back: {sentence}" for sentence in report.differences),
    ]
