"""What a worker does for the health view: examine, decompose one tensor exactly, write the report. Imports no Qt."""

from collections.abc import Callable
from dataclasses import replace

from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.health.model import HealthReport, Layer, Spectrum

type Progress = Callable[[int, int, str], None]

_DRAWN = 1024
"""Singular values of one tensor that the window is told."""

_known: dict[Origin, HealthReport] = {}
"""The last examination of this process, whole: a saved report need not be made a second time."""


def examine_origin(origin: Origin, progress: Progress | None = None) -> HealthReport:
    """Examine a file with its edits; gives what a window shows of it."""
    from desktop_app.checkpoint.health.examining import examine

    report = examine(origin.draft(), progress=progress)
    return _keep(origin, report)


def exact_of(origin: Origin, name: str, progress: Progress | None = None) -> HealthReport:
    """The report again, with all singular values of one tensor."""
    from desktop_app.checkpoint.health.examining import judged_again, spectrum_of

    report = _known.get(origin)
    if report is None:
        examine_origin(origin, progress)
        report = _known[origin]
    found = spectrum_of(origin.draft(), name)
    return _keep(origin, judged_again(report, name, found) if found is not None else report)


def save_origin(origin: Origin, path: str, progress: Progress | None = None) -> str:
    """Write the whole report as `.html` or `.json`; gives the path."""
    from desktop_app.checkpoint.health.saving import save_report

    if origin not in _known:
        examine_origin(origin, progress)
    return save_report(_known[origin], path)


def _keep(origin: Origin, report: HealthReport) -> HealthReport:
    _known.clear()
    _known[origin] = report
    return replace(report, layers=tuple(_slim(layer) for layer in report.layers))


def _slim(layer: Layer) -> Layer:
    """Without what only the conclusions needed: a window is not sent millions of norms."""
    measured = layer.measure
    if measured is not None:
        measured = replace(measured, row_norms=(), column_norms=(), digest=b"")
    found = layer.spectrum
    if found is not None and len(found.values) > _DRAWN:
        found = _thinned(found)
    return replace(layer, measure=measured, spectrum=found)


def _thinned(found: Spectrum) -> Spectrum:
    last = len(found.values) - 1
    return replace(found, values=tuple(found.values[at * last // (_DRAWN - 1)] for at in range(_DRAWN)))
