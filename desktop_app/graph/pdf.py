"""Drawings as one vector page of PDF, with the fonts embedded that their texts need."""

# The library behind this brings no types.
# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

from desktop_app.graph.drawing import Curve, Drawing, Item, Polygon, Rect, Text, arrow_head
from desktop_app.graph.fonts import runs
from desktop_app.graph.layered import Point
from desktop_app.graph.measuring import visible

_LONGEST_SIDE = 14_400.0
"""Points; PDF readers refuse longer pages."""
_WIDE = "STSong-Light"
"""Every PDF reader brings a font for this name; used for Chinese where this machine has none that can be embedded."""
_FIRST_IDEOGRAPH = 0x2E80


def to_pdf(drawing: Drawing) -> bytes:
    """The picture as a page of its own size, one point per unit; the same drawing always gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    scale = min(1.0, _LONGEST_SIDE / max(drawing.width, drawing.height))
    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=(drawing.width * scale, drawing.height * scale), invariant=1)
    canvas.setTitle(visible(drawing.title) or "Weightsmith")
    canvas.setCreator("Weightsmith")
    canvas.transform(scale, 0, 0, -scale, 0, drawing.height * scale)
    canvas.setFillColor(drawing.background)
    canvas.rect(0, 0, drawing.width, drawing.height, stroke=0, fill=1)
    for item in drawing.items:
        _draw(canvas, item)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, item: Item) -> None:
    match item:
        case Rect():
            _rect(canvas, item)
        case Text():
            _text(canvas, item)
        case Polygon():
            _polygon(canvas, item.points, item.fill)
        case Curve():
            _curve(canvas, item)


def _rect(canvas: Any, item: Rect) -> None:
    canvas.setFillColor(item.fill)
    canvas.setLineWidth(1)
    if item.stroke:
        canvas.setStrokeColor(item.stroke)
    radius = max(0.0, min(item.radius, item.width / 2, item.height / 2))
    canvas.roundRect(item.x, item.y, item.width, item.height, radius, stroke=int(bool(item.stroke)), fill=1)


def _polygon(canvas: Any, points: tuple[Point, ...], fill: str) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.setFillColor(fill)
    canvas.drawPath(path, stroke=0, fill=1)


def _curve(canvas: Any, item: Curve) -> None:
    path = canvas.beginPath()
    path.moveTo(*item.points[0])
    for start in range(1, len(item.points) - 2, 3):
        (ax, ay), (bx, by), (cx, cy) = item.points[start : start + 3]
        path.curveTo(ax, ay, bx, by, cx, cy)
    canvas.setStrokeColor(item.stroke)
    canvas.setLineWidth(item.width)
    canvas.drawPath(path, stroke=1, fill=0)
    if item.arrow:
        _polygon(canvas, arrow_head(item.points), item.stroke)


def _text(canvas: Any, item: Text) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    pieces = list(_pieces(item))
    whole = sum(stringWidth(text, font, item.size) for text, font in pieces)
    canvas.saveState()
    canvas.translate(item.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor] * whole, item.y)
    canvas.scale(1, -1)  # the page is turned upside down, so that y grows downwards as in every other renderer
    line = canvas.beginText(0, 0)
    line.setFillColor(item.fill)
    for text, font in pieces:
        line.setFont(font, item.size)
        line.textOut(text)
    canvas.drawText(line)
    canvas.restoreState()


def _pieces(item: Text) -> Iterator[tuple[str, str]]:
    """The line in pieces with the registered name of the font of each."""
    for run in runs(visible(item.text), bold=item.bold, italic=item.italic):
        name = _registered(run.font) if run.font else ""
        if name:
            yield run.text, name
        else:
            wide = any(ord(letter) >= _FIRST_IDEOGRAPH for letter in run.text)
            yield run.text, _reader_font() if wide else ("Helvetica-Bold" if item.bold else "Helvetica")


@cache
def _registered(path: str) -> str:
    """Name of an embedded font; empty where the file is of a kind that cannot be embedded (CFF outlines)."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    name = f"ws{len(pdfmetrics.getRegisteredFontNames())}"
    try:
        pdfmetrics.registerFont(TTFont(name, path))
    except (TTFError, OSError, ValueError, KeyError):
        return ""
    return name


@cache
def _reader_font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(_WIDE))
    return _WIDE
