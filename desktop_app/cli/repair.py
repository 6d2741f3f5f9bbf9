"""`weightsmith repair`: every whole tensor of a damaged file as a new file, and the list of what is lost."""

import argparse
from typing import TYPE_CHECKING

from desktop_app.cli.output import (
    Json,
    Progress,
    UsageError,
    WriteError,
    bytes_text,
    complain,
    sentence,
    write_json,
)

if TYPE_CHECKING:
    from desktop_app.checkpoint.repair import Repair

_LISTED = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("file", metavar="FILE", help="a damaged checkpoint file")
    parser.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="the file to write: .pth .pt .bin, .safetensors or .npz"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace) -> int:
    """Read every byte, and write what is whole. Raises `CheckpointError` when nothing is."""
    from desktop_app.checkpoint.files import FileChanged
    from desktop_app.checkpoint.repair import repair
    from desktop_app.checkpoint.writers.output import ExportError

    try:
        with Progress() as progress:
            done = repair(options.file, options.output, progress=progress)
    except ExportError as error:
        if error.finding.code == "export-ending":
            raise UsageError(sentence(error.finding)) from None
        raise WriteError(sentence(error.finding)) from None
    except FileChanged as error:
        raise WriteError(str(error)) from None
    _tell(done, options.file)
    if options.json:
        write_json(_document(done, options.file))
    return 0


def _tell(done: "Repair", file: str) -> None:
    examination = done.examination
    for note in (*examination.notes, *done.export.notes):
        complain(sentence(note))
    for loss in examination.lost[:_LISTED]:
        complain(f"lost: {loss.name} ({bytes_text(loss.nbytes)}): {loss.reason.message}")
    if len(examination.lost) > _LISTED:
        complain(f"and {len(examination.lost) - _LISTED} more")
    if examination.is_sound:
        complain(f"{file}: nothing is damaged.")
    for path in done.export.paths:
        complain(
            f"{path}: {done.export.tensors} whole, {len(examination.lost)} lost; "
            f"{bytes_text(done.export.nbytes)}, read back and compared."
        )


def _document(done: "Repair", file: str) -> Json:
    from desktop_app.cli.inspect import finding_document

    examination = done.examination
    return {
        "file": file,
        "output": done.export.paths,
        "sound": examination.is_sound,
        "whole": examination.whole,
        "lost": [
            {"name": loss.name, "bytes": loss.nbytes, "code": loss.reason.code, "reason": loss.reason.message}
            for loss in examination.lost
        ],
        "checked_bytes": examination.checked,
        "notes": [finding_document(note) for note in (*examination.notes, *done.export.notes)],
    }
