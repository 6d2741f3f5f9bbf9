"""A picture as a list of shapes, for renderers that know nothing of graphs and need no Qt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

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
from desktop_app.graph.categories import NAMES
from desktop_app.graph.colours import Theme
from desktop_app.graph.layered import Point, arrow_head
from desktop_app.graph.model import Category, Node
from desktop_app.graph.overlay import Overlay

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
    spline: bool = False
    """Whether `points` are control points of joined cubic curves with the tip of the arrow behind them."""

    def pieces(self) -> Iterator[tuple[Point, Point, Point, Point]]:
        """The cubic curves of the line: start, two control points, end."""
        if self.spline:
            points = self.points[:-1]
            for place in range(0, len(points) - 3, 3):
                yield points[place], points[place + 1], points[place + 2], points[place + 3]
            return
        for first, second in pairwise(self.points):
            middle = (first[1] + second[1]) / 2
            yield first, (first[0], middle), (second[0], middle), second

    def head(self) -> tuple[Point, Point, Point]:
        """Corners of the arrow head, its tip first."""
        tip = self.points[-1]
        return (tip, *arrow_head(tip, self.points[-2] if self.spline else None))


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


def draw_graph(
    arrangement: Arrangement,
    *,
    theme: Theme = "light",
    overlay: Overlay | None = None,
    legend: Mapping[Category, str] | None = None,
) -> Drawing:
    """What the arrangement shows, as the window draws it, with a legend below it.

    `overlay` colours the boxes by numbers; `legend` holds the names of the kinds (English ones by default, none when empty).
    """
    root = arrangement.whole()
    items: list[Item] = []
    nodes = arrangement.graph.nodes
    kinds: dict[Category, None] = {}
    for placed in arrangement.walk():
        node = nodes[placed.node]
        kinds[node.category] = None
        if placed.inside is not None:
            items += _group(placed, node, theme)
        else:
            items += _closed(placed, node, theme, overlay)
    width, height = root.width, root.height
    names = NAMES if legend is None else legend
    if overlay is not None and names:
        below = scale_legend(overlay, theme, 0.0, height + MARGIN)
    else:
        below = kinds_legend([kind for kind in names if kind in kinds], names, theme, width, height + MARGIN)
    items += below
    for item in below:
        if isinstance(item, Rect):
            width, height = max(width, item.x + item.width), max(height, item.y + item.height)
        elif isinstance(item, Text):
            width = max(width, item.x + text_width(item.text, item.size / 11.5) if item.anchor == "start" else item.x)
            height = max(height, item.y + 4)
    shifted = tuple(moved(item, MARGIN, MARGIN) for item in items)
    return Drawing(width + 2 * MARGIN, height + 2 * MARGIN, colours.CANVAS[theme], shifted)


def moved(item: Item, across: float, down: float) -> Item:
    """The same shape at another place."""
    if isinstance(item, Rect | Text):
        return replace(item, x=item.x + across, y=item.y + down)
    return replace(item, points=tuple((x + across, y + down) for x, y in item.points))


def kinds_legend(
    kinds: Sequence[Category], names: Mapping[Category, str], theme: Theme, width: float, top: float
) -> list[Item]:
    """A row of coloured squares with the names of the kinds, in more rows when it is wider than `width`."""
    items: list[Item] = []
    x, y = 0.0, top
    for kind in kinds if len(kinds) > 1 else ():
        room = 16 + text_width(names[kind], 0.96) + 18
        if x and x + room > max(width, 240.0):
            x, y = 0.0, y + 20
        items.append(Rect(x, y, 11, 11, colours.STRIPE[theme][kind], "", 2))
        items.append(Text(x + 17, y + 10, names[kind], colours.QUIET[theme], 11))
        x += room
    return items


def scale_legend(overlay: Overlay, theme: Theme, x: float, y: float) -> list[Item]:
    """What the colours stand for: the title, a bar, and the numbers at its ends."""
    width, steps = 220.0, 110
    items: list[Item] = [Text(x, y + 10, overlay.title, colours.TEXT[theme], 11, bold=True)]
    for step in range(steps):
        fill = colours.scale_colour(step / (steps - 1))
        items.append(Rect(x + step * width / steps, y + 17, width / steps + 0.4, 10, fill, "", 0))
    items.append(Text(x, y + 41, overlay.text(overlay.low), colours.QUIET[theme], 11))
    items.append(Text(x + width, y + 41, overlay.text(overlay.high), colours.QUIET[theme], 11, anchor="end"))
    return items


def _group(placed: Placed, node: Node, theme: Theme) -> list[Item]:
    levels = colours.GROUP[theme]
    x, y = placed.x, placed.y
    title = title_of(node, placed.count, placed.last)
    room = placed.width - 40
    items: list[Item] = [
        Rect(x, y, placed.width, placed.height, levels[min(placed.depth, len(levels) - 1)], colours.BORDER[theme], 8),
        Rect(x + 6, y + 9, 3, 14, colours.STRIPE[theme][node.category], "", 1),
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
            Curve(
                tuple((x + px, y + py) for px, py in wire.points),
                colours.WIRE[theme],
                arrow=wire.target >= 0,
                spline=wire.spline,
            )
            for wire in (*placed.inside.wires, *placed.inside.leads)
        ]
        items += [
            Rect(x + px - 4.5, y + py - 4.5, 9, 9, levels[0], colours.WIRE[theme], 4.5)
            for px, py in placed.inside.ports
        ]
    return items


def _closed(placed: Placed, node: Node, theme: Theme, overlay: Overlay | None = None) -> list[Item]:
    category = "other" if placed.rest else node.category
    stripe = colours.STRIPE[theme][category]
    shade = overlay.colour(node.path) if overlay is not None and not placed.rest else None
    neutral = colours.FILL[theme]["container"]
    fill = shade or (neutral if overlay is not None else colours.FILL[theme][category])
    ink, quiet = (colours.text_on(fill),) * 2 if shade else (colours.TEXT[theme], colours.QUIET[theme])
    x, y, width, height = placed.x, placed.y, placed.width, placed.height
    items: list[Item] = []
    if placed.count > 1:
        items += [Rect(x + shift, y + shift, width, height, neutral, stripe) for shift in (6, 3)]
    items.append(Rect(x, y, width, height, fill, stripe))
    items.append(Rect(x, y + 5, 4, height - 10, stripe, "", 2))
    title, second, details = lines_of(node, placed.count, rest=placed.rest, last=placed.last)
    baseline = y + 19
    items.append(Text(x + 12, baseline, fitted(title, width - 20, 1.1), ink, 12, bold=True))
    if second:
        baseline += LINE
        items.append(Text(x + 12, baseline, fitted(second, width - 20, 0.96), quiet, 11, italic=node.inferred))
    for line in details:
        baseline += LINE
        items.append(Text(x + 12, baseline, fitted(line, width - 20, 0.96), quiet, 11))
    return items
