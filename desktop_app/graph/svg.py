"""Drawings as SVG: text stays text, and the same drawing always gives the same bytes."""

from html import escape

from desktop_app.graph.drawing import Curve, Drawing, Item, Polygon, Rect, Text, arrow_head

_FONTS = "'DejaVu Sans', Verdana, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def to_svg(drawing: Drawing) -> bytes:
    """The picture as an SVG document in UTF-8."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width:.0f}" height="{drawing.height:.0f}" '
        f'viewBox="0 0 {_number(drawing.width)} {_number(drawing.height)}" font-family="{_FONTS}" xml:space="preserve">',
        *([f"<title>{_text(drawing.title)}</title>"] if drawing.title else []),
        f'<rect width="100%" height="100%" fill="{drawing.background}"/>',
        *(_item(item) for item in drawing.items),
        "</svg>\n",
    ]
    return "\n".join(lines).encode()


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    """Escaped, and without what XML cannot hold at all."""
    return escape("".join(letter if _allowed(ord(letter)) else "\ufffd" for letter in text), quote=False)


def _allowed(code: int) -> bool:
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _item(item: Item) -> str:
    match item:
        case Rect():
            return _rect(item)
        case Text():
            return _line(item)
        case Polygon():
            return _polygon(item)
        case Curve():
            return _curve(item)


def _rect(item: Rect) -> str:
    stroke = f' stroke="{item.stroke}"' if item.stroke else ""
    radius = f' rx="{item.radius:g}"' if item.radius else ""
    start = (
        f'<rect x="{_number(item.x)}" y="{_number(item.y)}" width="{_number(item.width)}" '
        f'height="{_number(item.height)}"{radius} fill="{item.fill}"{stroke}'
    )
    return f"{start}><title>{_text(item.hint)}</title></rect>" if item.hint else f"{start}/>"


def _line(item: Text) -> str:
    style = (' font-weight="bold"' if item.bold else "") + (' font-style="italic"' if item.italic else "")
    anchor = f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
    return (
        f'<text x="{_number(item.x)}" y="{_number(item.y)}" font-size="{item.size:g}" fill="{item.fill}"'
        f"{style}{anchor}>{_text(item.text)}</text>"
    )


def _polygon(item: Polygon) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in item.points)
    return f'<polygon points="{points}" fill="{item.fill}"/>'


def _curve(item: Curve) -> str:
    (x, y), *others = item.points
    path = f"M{_number(x)} {_number(y)}C" + " ".join(f"{_number(x)} {_number(y)}" for x, y in others)
    curve = f'<path d="{path}" fill="none" stroke="{item.stroke}" stroke-width="{item.width:g}"/>'
    return curve + (_polygon(Polygon(arrow_head(item.points), item.stroke)) if item.arrow else "")
