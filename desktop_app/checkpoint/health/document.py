"""A health report as one JSON document, and as one HTML file that needs nothing beside it."""

import json
import math
from collections.abc import Mapping, Sequence
from html import escape

from desktop_app.checkpoint.counted import counted
from desktop_app.checkpoint.health.model import CASTS, HealthReport, Layer, Spectrum, Symptom

type Json = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

_DRAWN = 256
"""Points of a drawing in the page."""
_STYLE = """
:root{color-scheme:light dark;--text:#1d2129;--quiet:#5b6472;--back:#fff;--line:#dde1e7;--error:#b3261e;--warning:#8a5a00;--info:#1558b0;--bar:#0072b2}
@media(prefers-color-scheme:dark){:root{--text:#e6e9ef;--quiet:#b3bccb;--back:#14171c;--line:#2e343f;--error:#ff7b72;--warning:#e3b341;--info:#7db3ff;--bar:#56b4e9}}
body{font:15px/1.45 system-ui,sans-serif;color:var(--text);background:var(--back);max-width:1200px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin-bottom:0}h2{font-size:1.15rem;margin-top:2.2rem}p.quiet,.quiet{color:var(--quiet)}
details{border-top:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer}details>*:not(summary){margin-left:1.4rem}
code{font-family:ui-monospace,monospace;font-size:.92em;overflow-wrap:anywhere}
.error{color:var(--error)}.warning{color:var(--warning)}.info{color:var(--info)}b.error,b.warning,b.info{display:inline-block;min-width:5rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left}svg{display:block;margin:.4rem 0}svg rect{fill:var(--bar)}svg rect.mark{fill:var(--error)}
"""


def number(value: float) -> Json:
    """A float as JSON has it: what is not finite as a string."""
    return value if math.isfinite(value) else str(value)


def document(report: HealthReport) -> dict[str, Json]:
    """Everything in the report, names as the command line promises them."""
    return {
        "file": report.path,
        "edited": report.edited,
        "counts": {severity: report.count(severity) for severity in ("error", "warning", "info")},
        "symptoms": [_symptom(symptom) for symptom in report.symptoms],
        "tensors": [_layer(layer) for layer in report.layers],
    }


def _symptom(symptom: Symptom) -> dict[str, Json]:
    finding = symptom.finding
    return {
        "severity": finding.severity,
        "code": finding.code,
        "name": symptom.name,
        "message": finding.message,
        "cure": finding.cure,
        "values": dict(finding.values),
        "places": list(symptom.places),
    }


def _layer(layer: Layer) -> dict[str, Json]:
    measured = layer.measure
    found: dict[str, Json] = {
        "name": layer.name,
        "module": layer.kind or None,
        "shape": list(layer.shape),
        "dtype": layer.dtype,
    }
    if measured is None:
        return {**found, "error": layer.problem}
    numbers = {"min": measured.low, "max": measured.high, "rms": measured.rms}
    found |= {"count": measured.count, "nan": measured.nan, "infinite": measured.infinite, "zero": measured.zero}
    found |= {name: number(value) for name, value in numbers.items()}
    found |= {
        "saturated": measured.saturated,
        "zero_outputs": len(measured.zero_rows),
        "zero_inputs": len(measured.zero_columns),
    }
    found["spectrum"] = _spectrum(layer.spectrum) if layer.spectrum is not None else None
    found["casts"] = {
        loss.target: {
            "relative_error": number(loss.relative),
            "max_error": number(loss.worst),
            "saturated": loss.saturated,
            "underflow": loss.underflow,
        }
        for loss in layer.casts
    }
    return found


def _spectrum(found: Spectrum) -> dict[str, Json]:
    return {
        "exact": found.exact,
        "full_rank": found.full,
        "rank": found.numerical_rank,
        "effective_rank": number(found.effective_rank),
        "stable_rank": number(found.stable_rank),
        "condition": number(found.condition),
        "values": [number(value) for value in found.values],
    }


def json_text(report: HealthReport) -> str:
    """The document as text."""
    return json.dumps(document(report), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


# ------------------------------------------------------------------ the page


def page(report: HealthReport) -> str:
    """A whole HTML page: no script, nothing fetched; every name from the file is escaped."""
    name = escape(report.path.replace("\\", "/").rpartition("/")[2] or report.path)
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width'>",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Health of {name}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Health of {name}</h1><p class='quiet'>{_summary(report)}</p>",
        "<h2>Findings</h2>",
        *(_told(symptom) for symptom in report.symptoms),
        "" if report.symptoms else "<p>Nothing to complain about.</p>",
        "<h2>Tensors</h2>",
        _table(_LAYER_HEAD, [_layer_cells(layer) for layer in report.layers]),
        "<h2>What a cast would lose</h2>",
        "<p class='quiet'>Norm of the error over the norm of the tensor; in brackets how many values are too large, and how many become zero.</p>",
        _table(("Tensor", *CASTS), [_cast_cells(layer) for layer in report.layers if layer.casts]),
        "</body></html>",
    ]
    text = "".join(parts)
    return text.encode("utf-8", "replace").decode()  # a name from a pickle may hold half a character


def _summary(report: HealthReport) -> str:
    errors, warnings, notes = report.count("error"), report.count("warning"), report.count("info")
    counts = f"errors: {errors}, warnings: {warnings}, notes: {notes}"
    edited = " Edits that are not saved were looked at." if report.edited else ""
    return f"{escape(report.path)}: {counted(len(report.layers), 'tensor')}, {counts}.{edited}"


def _told(symptom: Symptom) -> str:
    finding = symptom.finding
    drawing = bars(symptom.series, symptom.places) if symptom.series else ""
    captions = {"rows": "RMS of each output", "columns": "RMS of each input", "channels": "Value of each channel", "singular": "Singular values"}  # fmt: skip
    caption = f"<p class='quiet'>{captions.get(symptom.series_kind, '')}</p>{drawing}" if drawing else ""
    return (
        f"<details><summary><b class='{finding.severity}'>{finding.severity}</b> <code>{escape(symptom.name)}</code>"
        f" {escape(finding.message)}</summary><p>{escape(finding.cure)}</p>{caption}</details>"
    )


def bars(values: Sequence[float], marked: Sequence[int] = ()) -> str:
    """A drawing of magnitudes; many values share a bar, which is the largest of them. Places in `marked` are red."""
    step = -(-len(values) // _DRAWN)
    groups = [[abs(one) for one in values[at : at + step] if math.isfinite(one)] for at in range(0, len(values), step)]
    heights = [max(group, default=0.0) for group in groups]
    most = max(heights, default=0.0) or 1.0
    red = {place // step for place in marked}
    width = 640 / max(len(heights), 1)
    drawn = [
        f"<rect{' class=mark' if at in red else ''} x='{at * width:.2f}' width='{max(width - 0.5, 0.4):.2f}'"
        f" y='{100 - size:.2f}' height='{size:.2f}'/>"
        for at, height in enumerate(heights)
        for size in (max(96 * height / most, 2.0 if at in red else 0.3),)
    ]
    return f"<svg viewBox='0 0 640 100' width='640' height='100' role='img'>{''.join(drawn)}</svg>"


_LAYER_HEAD = ("Tensor", "module", "shape", "type", "RMS", "zero", "NaN, Inf", "dead outputs", "effective rank", "condition")  # fmt: skip


def _layer_cells(layer: Layer) -> tuple[str, ...]:
    measured, found = layer.measure, layer.spectrum
    shape = "×".join(map(str, layer.shape)) or "scalar"
    if measured is None:
        return (layer.name, layer.kind, shape, layer.dtype, layer.problem, *[""] * 5)
    about = "" if found is None or found.exact else "≈ "
    rank = "" if found is None else f"{about}{found.effective_rank:.1f} of {found.full}"
    condition = "" if found is None or math.isnan(found.condition) else f"{found.condition:.3g}"
    return (
        layer.name,
        layer.kind,
        shape,
        layer.dtype,
        f"{measured.rms:.3g}",
        f"{measured.zero / measured.count:.2%}",
        str(measured.nan + measured.infinite or ""),
        str(len(measured.zero_rows) or "") if len(layer.shape) > 1 else "",
        rank,
        condition,
    )


def _cast_cells(layer: Layer) -> tuple[str, ...]:
    losses = {loss.target: loss for loss in layer.casts}
    cells = [layer.name]
    for target in CASTS:
        loss = losses.get(target)
        counts = (
            f" ({loss.saturated}, {loss.underflow})" if loss is not None and loss.saturated + loss.underflow else ""
        )
        cells.append(
            "" if loss is None else f"{loss.relative:.2%}{counts}" if math.isfinite(loss.relative) else f"∞{counts}"
        )
    return tuple(cells)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr><td><code>{escape(row[0])}</code></td>{''.join(f'<td>{escape(cell)}</td>' for cell in row[1:])}</tr>"
        for row in rows
    )
    return f"<div class='scroll'><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
