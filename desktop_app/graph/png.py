"""Drawings as PNG, drawn larger and made smaller so that edges are smooth."""

# The library behind this brings types for some of it only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from desktop_app.graph.drawing import Curve, Drawing, Item, Polygon, Rect, Text, arrow_head
from desktop_app.graph.fonts import runs
from desktop_app.graph.layered import Point

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

LARGEST = 48_000_000
"""Pixels; a larger picture is scaled down to it."""
_SMOOTH = 14_000_000
"""Pixels up to which a picture is drawn at twice its size first."""
_READABLE = 3.0
"""Texts of fewer pixels are left out."""
_STEPS = 16


def to_png(drawing: Drawing, *, scale: float = 2.0) -> bytes:
    """The picture as PNG, `scale` pixels per unit (less for very large pictures)."""
    from PIL import Image, ImageDraw, PngImagePlugin

    pixels = drawing.width * drawing.height * scale * scale
    scale *= min(1.0, (LARGEST / pixels) ** 0.5)
    finer = 2 if pixels <= _SMOOTH else 1
    size = (max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale)))
    image = Image.new("RGB", (size[0] * finer, size[1] * finer), drawing.background)
    pen = _Pen(ImageDraw.Draw(image), scale * finer)
    for item in drawing.items:
        pen.draw(item)
    if finer > 1:
        image = image.reduce(finer)
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Title", drawing.title.encode(errors="replace").decode())
    out = BytesIO()
    image.save(out, format="PNG", compress_level=7, pnginfo=notes)
    return out.getvalue()


class _Pen:
    """Draws items in units onto an image in pixels."""

    def __init__(self, onto: "ImageDraw", scale: float) -> None:
        self._onto = onto
        self._scale = scale

    def draw(self, item: Item) -> None:
        match item:
            case Rect():
                self._rect(item)
            case Text():
                self._text(item)
            case Polygon():
                self._onto.polygon(self._pixels(item.points), item.fill)
            case Curve():
                self._curve(item)

    def _pixels(self, points: tuple[Point, ...]) -> list[Point]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def _width(self, width: float) -> int:
        return max(1, round(width * self._scale))

    def _rect(self, item: Rect) -> None:
        left, top, right, bottom = (
            round(value * self._scale) for value in (item.x, item.y, item.x + item.width, item.y + item.height)
        )
        box = (left, top, max(left, right - 1), max(top, bottom - 1))
        radius = min(item.radius * self._scale, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2)
        self._onto.rounded_rectangle(box, max(0.0, radius), item.fill, item.stroke or None, self._width(1))

    def _text(self, item: Text) -> None:
        size = item.size * self._scale
        if size < _READABLE:
            return
        pieces = [(run.text, _font(run.font, round(size))) for run in runs(item.text, bold=item.bold, italic=item.italic)]
        widths = [font.getlength(text) for text, font in pieces]
        x = item.x * self._scale - {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor] * sum(widths)
        for (text, font), width in zip(pieces, widths, strict=True):
            self._onto.text((x, item.y * self._scale), text, item.fill, font=font, anchor="ls")
            x += width

    def _curve(self, item: Curve) -> None:
        # a thick line that goes on under its arrow head would blunt the tip
        self._onto.line(self._pixels(_flattened(item.points)), item.stroke, self._width(item.width), joint="curve")
        if item.arrow:
            self._onto.polygon(self._pixels(arrow_head(item.points)), item.stroke)


@cache
def _font(path: str, pixels: int) -> "FreeTypeFont | ImageFont":
    from PIL import ImageFont

    return ImageFont.truetype(path, pixels) if path else ImageFont.load_default(pixels)


def _flattened(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Points close enough to each other that straight lines between them look curved."""
    found: list[Point] = [points[0]]
    for start in range(0, len(points) - 3, 3):
        a, b, c, d = points[start : start + 4]
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            u = 1 - t
            w = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
            found.append(
                (
                    w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0],
                    w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1],
                )
            )
    return tuple(found)
