"""A health report as a file: `.html` or `.json`, whole or not at all."""

from pathlib import Path

from desktop_app.checkpoint.health.document import json_text, page
from desktop_app.checkpoint.health.model import HealthReport
from desktop_app.checkpoint.replacing import replace_file

ENDINGS = (".html", ".htm", ".json")


def save_report(report: HealthReport, path: str) -> str:
    """Write it, in the form that the ending says; gives the path. Raises `ValueError` for another ending, or `OSError`."""
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"{path}: the name must end in .html or .json.")
    text = json_text(report) + "\n" if ending == ".json" else page(report)
    replace_file(Path(path), text.encode("utf-8", "backslashreplace"))
    return path
