"""Drawings to SVG, PNG and PDF."""

# The libraries behind this bring no types.
# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import shutil
import subprocess
from functools import cache
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.graph.drawing import Curve, Drawing, Item, Polygon, Rect, Text
from desktop_app.graph.layered import Point

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont, ImageFont

_FONTS = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif"
_SMOOTH = 14_000_000
"""Pixels up to which a picture is drawn at twice its size and made smaller, so that edges are smooth."""
_PNG_LIMIT = 60_000_000
"""Pixels; a larger picture is scaled down."""


# ---------------------------------------------------------------------- SVG


def to_svg(drawing: Drawing) -> bytes:
    """The picture as SVG text; the same drawing always gives the same bytes."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width:.0f}" height="{drawing.height:.0f}" '
        f'viewBox="0 0 {drawing.width:.1f} {drawing.height:.1f}" font-family="{_FONTS}">',
        f'<rect width="100%" height="100%" fill="{drawing.background}"/>',
        *(_svg(item) for item in drawing.items),
        "</svg>",
    ]
    return "\n".join(lines).encode()


def _svg(item: Item) -> str:
    if isinstance(item, Rect):
        stroke = f' stroke="{item.stroke}"' if item.stroke else ""
        return f'<rect x="{item.x:.1f}" y="{item.y:.1f}" width="{item.width:.1f}" height="{item.height:.1f}" rx="{item.radius:g}" fill="{item.fill}"{stroke}/>'
    if isinstance(item, Text):
        style = (' font-weight="bold"' if item.bold else "") + (' font-style="italic"' if item.italic else "")
        anchor = f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
        return f'<text x="{item.x:.1f}" y="{item.y:.1f}" font-size="{item.size:g}" fill="{item.fill}"{style}{anchor}>{escape(item.text)}</text>'
    if isinstance(item, Polygon):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in item.points)
        stroke = f' stroke="{item.stroke}"' if item.stroke else ""
        return f'<polygon points="{points}" fill="{item.fill}"{stroke}/>'
    path = f"M{item.points[0][0]:.1f} {item.points[0][1]:.1f}"
    for _, (ax, ay), (bx, by), (x, y) in item.pieces():
        path += f"C{ax:.1f} {ay:.1f} {bx:.1f} {by:.1f} {x:.1f} {y:.1f}"
    line = f'<path d="{path}" fill="none" stroke="{item.stroke}" stroke-width="{item.width:g}"/>'
    return line + _svg(Polygon(item.head(), item.stroke)) if item.arrow else line


# ---------------------------------------------------------------------- PNG


def to_png(drawing: Drawing, *, scale: float = 2.0) -> bytes:
    """The picture as PNG, `scale` pixels per unit (less for very large pictures)."""
    from PIL import Image, ImageDraw

    pixels = drawing.width * drawing.height * scale * scale
    if pixels > _PNG_LIMIT:
        scale *= (_PNG_LIMIT / pixels) ** 0.5
    width, height = max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale))
    finer = 2 if pixels <= _SMOOTH else 1
    image = Image.new("RGB", (width * finer, height * finer), drawing.background)
    scale *= finer
    pen = ImageDraw.Draw(image)
    fonts = _Fonts(scale)
    for item in drawing.items:
        _png(pen, item, scale, fonts)
    if finer > 1:
        image = image.reduce(finer)
    out = BytesIO()
    image.save(out, format="PNG", optimize=True)
    return out.getvalue()


class _Fonts:
    """Fonts by size and weight; a system font when there is one, so that Chinese shows too."""

    _WIDE = (
        "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "msyh.ttc", "simsun.ttc",
        "PingFang.ttc", "STHeiti Medium.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf",
    )  # fmt: skip
    _CANDIDATES = ("DejaVuSans.ttf", "Arial.ttf", "Helvetica.ttc", *_WIDE)

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._known: dict[tuple[float, bool, bool], FreeTypeFont | ImageFont] = {}

    def get(self, size: float, *, bold: bool, wide: bool) -> "FreeTypeFont | ImageFont":
        """The font for one line."""
        key = (size, bold, wide)
        if key not in self._known:
            self._known[key] = self._load(size, bold=bold, wide=wide)
        return self._known[key]

    def _load(self, size: float, *, bold: bool, wide: bool) -> "FreeTypeFont | ImageFont":
        from PIL import ImageFont

        pixels = max(4.0, size * self._scale)
        names = self._WIDE if wide else (("DejaVuSans-Bold.ttf", *self._CANDIDATES) if bold else self._CANDIDATES)
        for name in names:
            try:
                return ImageFont.truetype(name, round(pixels))
            except OSError:
                continue
        if wide and (found := _system_font()):
            return ImageFont.truetype(found, round(pixels))
        return ImageFont.load_default(pixels)


@cache
def _system_font() -> str:
    """A font for Chinese that fontconfig knows, where there is fontconfig; empty otherwise."""
    if not (program := shutil.which("fc-match")):
        return ""
    command = [program, "--format=%{file}", ":lang=zh-cn"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if Path(done.stdout.strip()).is_file() else ""


def _png(pen: Any, item: Item, scale: float, fonts: _Fonts) -> None:
    if isinstance(item, Rect):
        box = (item.x * scale, item.y * scale, (item.x + item.width) * scale, (item.y + item.height) * scale)
        pen.rounded_rectangle(
            box,
            min(item.radius * scale, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2),
            item.fill,
            item.stroke or None,
            max(1, round(scale)),
        )
    elif isinstance(item, Text):
        _png_text(pen, item, scale, fonts)
    elif isinstance(item, Polygon):
        pen.polygon([(x * scale, y * scale) for x, y in item.points], item.fill, item.stroke or None)
    else:
        pen.line(
            [(x * scale, y * scale) for x, y in _flattened(item)],
            item.stroke,
            max(1, round(item.width * scale)),
            joint="curve",
        )
        if item.arrow:
            pen.polygon([(x * scale, y * scale) for x, y in item.head()], item.stroke)


def _png_text(pen: Any, item: Text, scale: float, fonts: _Fonts) -> None:
    """One line, each run of it in a font that has its characters: few fonts have both Chinese and Latin ones."""
    runs = [
        ("".join(run), fonts.get(item.size, bold=item.bold, wide=wide))
        for wide, run in groupby(item.text, key=lambda character: ord(character) > 0x2E7F)
    ]
    widths = [pen.textlength(text, font=font) for text, font in runs]
    x = item.x * scale - {"start": 0.0, "end": 1.0, "middle": 0.5}[item.anchor] * sum(widths)
    for (text, font), width in zip(runs, widths, strict=True):
        pen.text((x, item.y * scale), text, item.fill, font=font, anchor="ls")
        x += width


def _flattened(curve: Curve) -> list[Point]:
    points: list[Point] = [curve.points[0]]
    for first, a, b, second in curve.pieces():
        for step in range(1, 17):
            t = step / 16
            u = 1 - t
            points.append(
                (
                    u**3 * first[0] + 3 * u * u * t * a[0] + 3 * u * t * t * b[0] + t**3 * second[0],
                    u**3 * first[1] + 3 * u * u * t * a[1] + 3 * u * t * t * b[1] + t**3 * second[1],
                )
            )
    return points


# ---------------------------------------------------------------------- PDF


def to_pdf(drawing: Drawing, title: str = "") -> bytes:
    """The picture as one vector page; Chinese text uses the reader's own font."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=(drawing.width, drawing.height), invariant=1)
    canvas.setTitle(title or "Weightsmith")
    wide = "STSong-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(wide))
    canvas.setFillColor(drawing.background)
    canvas.rect(0, 0, drawing.width, drawing.height, stroke=0, fill=1)
    for item in drawing.items:
        _pdf(canvas, item, drawing.height, wide)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pdf(canvas: Any, item: Item, height: float, wide: str) -> None:
    if isinstance(item, Rect):
        canvas.setFillColor(item.fill)
        canvas.setStrokeColor(item.stroke or item.fill)
        canvas.setLineWidth(1)
        canvas.roundRect(
            item.x,
            height - item.y - item.height,
            item.width,
            item.height,
            min(item.radius, item.height / 2),
            stroke=int(bool(item.stroke)),
            fill=1,
        )
    elif isinstance(item, Text):
        canvas.setFillColor(item.fill)
        canvas.setFont(_pdf_font(item, wide), item.size)
        draw = {"start": canvas.drawString, "end": canvas.drawRightString, "middle": canvas.drawCentredString}[
            item.anchor
        ]
        draw(item.x, height - item.y, item.text)
    elif isinstance(item, Polygon):
        _pdf_outline(canvas, item.points, height, item.fill)
    else:
        path = canvas.beginPath()
        path.moveTo(item.points[0][0], height - item.points[0][1])
        for _, a, b, second in item.pieces():
            path.curveTo(a[0], height - a[1], b[0], height - b[1], second[0], height - second[1])
        canvas.setStrokeColor(item.stroke)
        canvas.setLineWidth(item.width)
        canvas.drawPath(path, stroke=1, fill=0)
        if item.arrow:
            _pdf_outline(canvas, item.head(), height, item.stroke)


def _pdf_font(item: Text, wide: str) -> str:
    """An embedded font where it has all characters (`≈` and `…` are in every graph), else the reader's own wide one."""
    name = "VeraBd" if item.bold else "VeraIt" if item.italic else "Vera"
    font = _embedded(name)
    known = font.face.charToGlyph
    return name if all(ord(character) in known for character in item.text) else wide


@cache
def _embedded(name: str) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    return pdfmetrics.getFont(name)


def _pdf_outline(canvas: Any, points: tuple[Point, ...], height: float, fill: str) -> None:
    path = canvas.beginPath()
    path.moveTo(points[0][0], height - points[0][1])
    for x, y in points[1:]:
        path.lineTo(x, height - y)
    path.close()
    canvas.setFillColor(fill)
    canvas.drawPath(path, stroke=0, fill=1)


def render(drawing: Drawing, path: Path, title: str = "") -> bytes:
    """The bytes of the format that the ending names; `ValueError` for another."""
    match path.suffix.lower():
        case ".svg":
            return to_svg(drawing)
        case ".png":
            return to_png(drawing)
        case ".pdf":
            return to_pdf(drawing, title)
        case other:
            raise ValueError(
                f"{other or 'no ending'} is no kind of picture that can be written; use .svg, .png or .pdf."
            )
