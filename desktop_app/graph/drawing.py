"""A picture as a list of shapes, for renderers that know nothing of graphs and need no Qt."""

from dataclasses import dataclass

from desktop_app.graph import colours
from desktop_app.graph.arrangement import (
    HEADER,
    LINE,
    PADDING,
    Arrangement,
    Placed,
    count_text,
    lines_of,
    subtitle,
    text_width,
    title_of,
)
from desktop_app.graph.colours import Theme
from desktop_app.graph.layered import Point
from desktop_app.graph.model import Node

MARGIN = 20.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""
    radius: float = 6.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line; `y` is its baseline."""

    x: float
    y: float
    text: str
    fill: str
    size: float = 12.0
    bold: bool = False
    italic: bool = False
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Curve:
    """A smooth line down through points, with an arrow head at its end when wanted."""

    points: tuple[Point, ...]
    stroke: str
    width: float = 1.3
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled outline."""

    points: tuple[Point, ...]
    fill: str
    stroke: str = ""


type Item = Rect | Text | Curve | Polygon


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture."""

    width: float
    height: float
    background: str
    items: tuple[Item, ...]


def fitted(text: str, width: float, size: float = 1.0) -> str:
    """The text, cut in the middle when its estimated width is larger."""
    text = "".join(character if character.isprintable() else " " for character in text)
    if text_width(text, size) <= width:
        return text
    keep = max(2, int(width / text_width("x", size)) - 1)
    return text[: keep // 2] + "…" + text[len(text) - (keep - keep // 2) :]


def draw_graph(arrangement: Arrangement, *, theme: Theme = "light") -> Drawing:
    """What the arrangement shows, as the window draws it."""
    root = arrangement.whole()
    items: list[Item] = []
    nodes = arrangement.graph.nodes
    for placed in arrangement.walk():
        if placed.inside is not None:
            items += _group(placed, nodes[placed.node], theme)
        else:
            items += _closed(placed, nodes[placed.node], theme)
    shifted = tuple(_moved(item, MARGIN) for item in items)
    return Drawing(root.width + 2 * MARGIN, root.height + 2 * MARGIN, colours.CANVAS[theme], shifted)


def _moved(item: Item, by: float) -> Item:
    if isinstance(item, Rect):
        return Rect(item.x + by, item.y + by, item.width, item.height, item.fill, item.stroke, item.radius)
    if isinstance(item, Text):
        return Text(item.x + by, item.y + by, item.text, item.fill, item.size, item.bold, item.italic, item.anchor)
    points = tuple((x + by, y + by) for x, y in item.points)
    if isinstance(item, Curve):
        return Curve(points, item.stroke, item.width, item.arrow)
    return Polygon(points, item.fill, item.stroke)


def _group(placed: Placed, node: Node, theme: Theme) -> list[Item]:
    levels = colours.GROUP[theme]
    x, y = placed.x, placed.y
    title = title_of(node, placed.count, placed.last)
    room = placed.width - 40
    items: list[Item] = [
        Rect(x, y, placed.width, placed.height, levels[min(placed.depth, len(levels) - 1)], colours.BORDER[theme], 8),
        Rect(x + 1, y + 9, 3, 14, colours.STRIPE[theme][node.category], "", 1),
        Text(x + 14, y + 19, fitted(title, room, 1.1), colours.TEXT[theme], 12, bold=True),
    ]
    after = text_width(title, 1.1) + 24
    parameters = count_text(node.parameters) if node.parameters else ""
    second = subtitle(node)
    if second and after + text_width(second + parameters) < placed.width - 20:
        items.append(Text(x + after, y + 19, second, colours.QUIET[theme], 11, italic=node.inferred))
    if parameters and after + text_width(parameters) < placed.width:
        items.append(Text(x + placed.width - 10, y + 19, parameters, colours.QUIET[theme], 11, anchor="end"))
    for number, line in enumerate(node.detail if node.children else ()):
        items.append(
            Text(
                x + PADDING,
                y + HEADER + 9 + number * LINE,
                fitted(line, placed.width - 2 * PADDING),
                colours.QUIET[theme],
                11,
            )
        )
    if placed.inside is not None:
        items += [
            Curve(tuple((x + px, y + py) for px, py in wire.points), colours.WIRE[theme], arrow=True)
            for wire in placed.inside.wires
        ]
    return items


def _closed(placed: Placed, node: Node, theme: Theme) -> list[Item]:
    category = "other" if placed.rest else node.category
    stripe = colours.STRIPE[theme][category]
    x, y, width, height = placed.x, placed.y, placed.width, placed.height
    items: list[Item] = []
    if placed.count > 1:
        items += [
            Rect(x + shift, y + shift, width, height, colours.FILL[theme]["container"], stripe) for shift in (6, 3)
        ]
    items.append(Rect(x, y, width, height, colours.FILL[theme][category], stripe))
    items.append(Rect(x, y + 5, 4, height - 10, stripe, "", 2))
    title, second, details = lines_of(node, placed.count, rest=placed.rest, last=placed.last)
    baseline = y + 19
    items.append(Text(x + 12, baseline, fitted(title, width - 20, 1.1), colours.TEXT[theme], 12, bold=True))
    if second:
        baseline += LINE
        items.append(
            Text(x + 12, baseline, fitted(second, width - 20, 0.96), colours.QUIET[theme], 11, italic=node.inferred)
        )
    for line in details:
        baseline += LINE
        items.append(Text(x + 12, baseline, fitted(line, width - 20, 0.96), colours.QUIET[theme], 11))
    return items
