"""What of a graph is shown, and where: groups open and closed, repeats folded, layouts shared between equal structures."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop_app.checkpoint.counted import counted
from desktop_app.graph.layered import PADDING, Placement, Point, Size, Wire, place
from desktop_app.graph.model import Graph, Node

HEADER = 30.0
LINE = 15.0
PAGE = 240
"""Slots of one group that are shown before the rest becomes one card."""
_FOLD = 3
"""So many equal neighbours become one card."""
_FIRST_VIEW = 40
_CHARACTER = 7.0
_ENDLESS = float("inf")


@dataclass(frozen=True, slots=True)
class Slot:
    """One box of a group: a child, a run of equal children, or the rest of a long group."""

    first: int
    """Position of the first child in `Node.children`."""
    count: int
    """Children that it stands for."""
    rest: bool = False
    """Whether it stands for children that are not listed, equal or not."""


@dataclass(frozen=True, slots=True)
class Box:
    """A slot in its place, relative to the group's top left corner."""

    slot: Slot
    x: float
    y: float
    width: float
    height: float
    inside: "GroupLayout | None" = None
    """The layout of its children when it is open."""


@dataclass(frozen=True, slots=True)
class GroupLayout:
    """The inside of an open group."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...] = ()
    leads: tuple[Wire, ...] = ()
    """Wires from the group's input port (source -1) and to its output port (target -1)."""
    ports: tuple[Point, ...] = ()
    """Centres of the ports."""


@dataclass(slots=True)
class Placed:
    """A box on the canvas, as `walk` gives it; not frozen, for tens of thousands are made for a frame."""

    node: int
    """Index into `Graph.nodes`: the child itself, or the first of a run."""
    x: float
    y: float
    width: float
    height: float
    depth: int
    count: int
    rest: bool
    open: bool
    inside: GroupLayout | None
    last: str = ""
    """Name of the last child of a run of several."""


def text_width(text: str, size: float = 1.0) -> float:
    """Estimated width of a line, wide characters counted double."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text) * _CHARACTER * size


def count_text(count: int) -> str:
    """`11.7 M`: a number of parameters, short."""
    for unit, name in ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K")):
        if count >= unit:
            return f"{count / unit:.3g} {name}"
    return str(count)


def subtitle(node: Node) -> str:
    """Class line of a box: a guessed class is marked with `≈`."""
    return f"≈ {node.class_name}" if node.inferred and node.class_name else node.class_name


def title_of(node: Node, slot_count: int, last: str) -> str:
    """`conv1`, or `0 … 11  × 12` for a run of equal children of which `last` is the last one's name."""
    return f"{node.label} … {last}  × {slot_count:,}" if slot_count > 1 else node.label


def lines_of(node: Node, slot_count: int, *, rest: bool, last: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Title, subtitle and further lines of a closed box."""
    if rest:
        return f"… {slot_count:,} more", "", ()
    title = title_of(node, slot_count, last)
    details = list(node.detail)
    if node.children:
        below = counted(node.descendants, "module")
        details = [f"{below} · {count_text(node.parameters)}"] if node.parameters else [below]
    return title, subtitle(node), tuple(details)


def closed_size(node: Node, count: int, *, rest: bool, last: str = "") -> Size:
    """Width and height of a closed box, on a grid of 4."""
    title, second, details = lines_of(node, count, rest=rest, last=last)
    widths = [
        text_width(title, 1.1) + (16 if node.children else 0),
        text_width(second, 0.9),
        *(text_width(line, 0.96) for line in details),
    ]
    width = min(max(*widths, 72.0) + 24, 300.0)
    height = 16 + LINE * (1 + bool(second) + len(details))
    return _grid(width), _grid(height)


def header_size(node: Node) -> Size:
    """Width and height of what stands above the boxes of an open group: its title and the tensors of its own."""
    title = text_width(node.label, 1.08) + text_width(subtitle(node), 0.95) + text_width(count_text(node.parameters))
    own = len(node.detail) * LINE + 4 if node.detail and node.children else 0.0
    return min(title + 64, 420.0), HEADER + own


def _grid(value: float) -> float:
    return float(-(-int(value + 3) // 4) * 4)


class Arrangement:
    """A graph with the state of what is open; layouts are computed when asked for and kept."""

    def __init__(self, graph: Graph, *, fold: bool = True) -> None:
        self.graph = graph
        self.fold = fold
        self.rule = 1
        """Groups above this depth are open unless said otherwise."""
        self._overrides: dict[int, bool] = {}
        self._unfolded: set[int] = set()
        self._pages: dict[int, int] = {}
        self._touched: set[int] = set()
        self._cache: dict[tuple[object, ...], GroupLayout] = {}
        self._slots: dict[tuple[int, bool, int], tuple[Slot, ...]] = {}
        self._heights, self._depths = _measure(graph)
        self._root: GroupLayout | None = None
        self.rule = self._first_rule()

    # ------------------------------------------------------------------ state

    @property
    def deepest(self) -> int:
        """Levels of groups."""
        return self._heights[0]

    def is_open(self, node: int) -> bool:
        """Whether a group's children are shown."""
        if not self.graph.nodes[node].children:
            return False
        return node == 0 or self._overrides.get(node, self._depths[node] < self.rule)

    def set_open(self, node: int, opened: bool) -> None:
        """Open or close one group."""
        if node and self.graph.nodes[node].children and self.is_open(node) != opened:
            self._overrides[node] = opened
            self._touch(node)

    def toggle(self, node: int) -> None:
        """Open a closed group, close an open one."""
        self.set_open(node, not self.is_open(node))

    def set_below(self, node: int, opened: bool) -> None:
        """Open or close everything below a group; repeats stay folded."""
        pending = [node]
        while pending:
            current = pending.pop()
            if self.graph.nodes[current].children:
                if self.is_open(current) != opened:
                    self._overrides[current] = opened
                    self._touch(current)
                pending += [
                    self.graph.nodes[current].children[slot.first] for slot in self.slots(current) if not slot.rest
                ]

    def set_rule(self, depth: int) -> None:
        """Open everything above a depth and forget single decisions; 1 shows the top level, `deepest` everything."""
        self.rule = max(1, min(depth, self.deepest))
        self._overrides.clear()
        self._forget()

    def set_fold(self, fold: bool) -> None:
        """Fold runs of equal neighbours everywhere, or nowhere."""
        self.fold = fold
        self._unfolded.clear()
        self._forget()

    def set_unfolded(self, node: int, unfolded: bool) -> None:
        """Show the repeats of one group singly."""
        (self._unfolded.add if unfolded else self._unfolded.discard)(node)
        self._touch(node)

    def more(self, node: int) -> None:
        """Show another page of a long group."""
        self._pages[node] = self._pages.get(node, 1) + 1
        self._touch(node)

    def take_state(self, other: "Arrangement", places: Mapping[str, int]) -> None:
        """Open, fold and page like another graph's arrangement; `places` gives this graph's node of each path."""

        def moved(node: int) -> int:
            return places.get(other.graph.nodes[node].path, -1)

        self.fold = other.fold
        if 2 * sum(moved(node) >= 0 for node in range(len(other.graph.nodes))) > len(other.graph.nodes):
            self.rule = other.rule  # a depth means the same as long as no wrapper around all came or went
        self._overrides = {moved(node): opened for node, opened in other._overrides.items() if moved(node) >= 0}
        self._unfolded = {moved(node) for node in other._unfolded if moved(node) >= 0}
        self._pages = {moved(node): pages for node, pages in other._pages.items() if moved(node) >= 0}
        self._forget()

    def is_unfolded(self, node: int) -> bool:
        """Whether the repeats of this group are shown singly."""
        return not self.fold or node in self._unfolded

    def reveal(self, node: int) -> None:
        """Open whatever hides a node: closed ancestors, folded repeats, further pages."""
        path: list[int] = []
        current = self.graph.nodes[node].parent
        child = node
        while current >= 0:
            path.append(current)
            position = self.graph.nodes[current].children.index(child)
            slots = self.slots(current)
            if not any(slot.first == position for slot in slots if not slot.rest):
                if self.fold and not any(
                    slot.first < position < slot.first + slot.count for slot in slots if slot.rest
                ):
                    self._unfolded.add(current)
                self._pages[current] = max(self._pages.get(current, 1), position // PAGE + 1)
                self._touch(current)
            current, child = self.graph.nodes[current].parent, current
        for group in reversed(path):
            self.set_open(group, True)

    def _touch(self, node: int) -> None:
        """A group differs from what its structure and the rule say: it and its ancestors are laid out singly."""
        current = node
        while current >= 0:
            self._touched.add(current)
            current = self.graph.nodes[current].parent
        self._root = None

    def _forget(self) -> None:
        self._touched.clear()
        for node in (*self._unfolded, *self._pages, *self._overrides):
            self._touch(node)
        self._root = None

    def _first_rule(self) -> int:
        """As many levels as still fit into one readable screen."""
        chosen = 1
        for depth in range(1, min(self.deepest, 8) + 1):
            if self._visible(depth, _FIRST_VIEW) > _FIRST_VIEW:
                break
            chosen = depth
        return chosen

    def _visible(self, rule: int, enough: int) -> int:
        """Boxes that a rule would show, counted until there are enough."""
        shown = 0
        pending = [0]
        while pending and shown <= enough:
            current = pending.pop()
            for slot in self.slots(current):
                shown += 1
                child = self.graph.nodes[current].children[slot.first]
                if self.graph.nodes[child].children and self._depths[child] < rule:
                    pending.append(child)
        return shown

    # ------------------------------------------------------------------ layout

    def slots(self, node: int) -> tuple[Slot, ...]:
        """The boxes of a group: runs of equal children folded, a long tail as one card."""
        key = (node, self.is_unfolded(node), self._pages.get(node, 1))
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = self._make_slots(node, unfolded=key[1], pages=key[2])
        return found

    def _make_slots(self, node: int, *, unfolded: bool, pages: int) -> tuple[Slot, ...]:
        children = self.graph.nodes[node].children
        limit = PAGE * pages
        slots: list[Slot] = []
        position = 0
        while position < len(children):
            if len(slots) >= limit:
                slots.append(Slot(position, len(children) - position, rest=True))
                break
            run = 1
            if not unfolded:
                structure = self.graph.nodes[children[position]].structure
                while (
                    position + run < len(children) and self.graph.nodes[children[position + run]].structure == structure
                ):
                    run += 1
            if run >= _FOLD:
                slots.append(Slot(position, run))
                position += run
            else:
                slots.append(Slot(position, 1))
                position += 1
        return tuple(slots)

    @property
    def root(self) -> GroupLayout:
        """The layout of everything that is shown."""
        if self._root is None:
            self._root = self._layout(0)
        return self._root

    def adopt(self, layout: GroupLayout) -> None:
        """Show a layout that was made elsewhere, until something is opened or closed."""
        self._root = layout

    def forget_layout(self) -> None:
        """Go back to our own layout."""
        self._root = None

    def _layout(self, node: int) -> GroupLayout:
        key: tuple[object, ...] | None = None
        if node not in self._touched and self.graph.nodes[node].structure:
            key = (
                self.graph.nodes[node].structure,
                max(0, min(self.rule - self._depths[node], self._heights[node])),
                self.fold,
            )
            if (found := self._cache.get(key)) is not None:
                return found
        made = self._place(node)
        if key is not None:
            self._cache[key] = made
        return made

    def _place(self, node: int) -> GroupLayout:
        nodes = self.graph.nodes
        children = nodes[node].children
        slots = self.slots(node)
        insides: list[GroupLayout | None] = []
        sizes: list[Size] = []
        for slot in slots:
            child = children[slot.first]
            inside = self._layout(child) if not slot.rest and self.is_open(child) else None
            insides.append(inside)
            sizes.append(
                (inside.width, inside.height)
                if inside
                else closed_size(
                    nodes[child],
                    slot.count,
                    rest=slot.rest,
                    last=nodes[children[slot.first + slot.count - 1]].label,
                )
            )
        placement = place(sizes, self._slot_edges(nodes[node], slots))
        return self._framed(nodes[node], slots, sizes, insides, placement)

    @staticmethod
    def _slot_edges(node: Node, slots: tuple[Slot, ...]) -> list[tuple[int, int, str]]:
        """Edges between slots; those inside of a folded run disappear."""
        if not node.edges:
            return []
        owner: dict[int, int] = {}
        for position, slot in enumerate(slots):
            for child in range(slot.first, slot.first + slot.count):
                owner[child] = position
        seen: dict[tuple[int, int], str] = {}
        for edge in node.edges:
            pair = (owner.get(edge.source, -1), owner.get(edge.target, -1))
            if pair[0] != pair[1]:
                seen.setdefault(pair, edge.label)
        return [(source, target, label) for (source, target), label in seen.items()]

    @staticmethod
    def _framed(
        node: Node, slots: tuple[Slot, ...], sizes: list[Size], insides: list[GroupLayout | None], placement: Placement
    ) -> GroupLayout:
        headline, top = header_size(node)
        inner = max(placement.width, headline)
        shift = PADDING + (inner - placement.width) / 2
        boxes = tuple(
            Box(slot, x + shift, y + top, size[0], size[1], inside)
            for slot, (x, y), size, inside in zip(slots, placement.corners, sizes, insides, strict=True)
        )
        guessed = any(edge.inferred for edge in node.edges)

        def moved(wires: tuple[Wire, ...]) -> tuple[Wire, ...]:
            return tuple(
                Wire(w.source, w.target, tuple((x + shift, y + top) for x, y in w.points), w.label, inferred=guessed)
                for w in wires
            )

        ports = tuple((x + shift, y + top) for x, y in placement.ports)
        height = placement.height + top + PADDING
        return GroupLayout(inner + 2 * PADDING, height, boxes, moved(placement.wires), moved(placement.leads), ports)

    # ------------------------------------------------------------------ walking

    def whole(self) -> Placed:
        """The root group as a box."""
        root = self.root
        return Placed(0, 0.0, 0.0, root.width, root.height, 0, 1, False, True, root)

    def walk(
        self,
        viewport: tuple[float, float, float, float] | None = None,
        *,
        min_size: float = 0.0,
        smallest: float = 0.0,
        start: Placed | None = None,
        enter: Callable[[Placed], bool] | None = None,
    ) -> Iterator[Placed]:
        """Boxes on the canvas, groups before what is in them.

        With a viewport (left, top, right, bottom) only what meets it; boxes narrower than `smallest` are left out, groups
        narrower than `min_size` are not entered, nor those of which `enter` says so after they were given. `start` (default:
        the root) comes first.
        """
        pending: list[Placed] = [start or self.whole()]
        nodes = self.graph.nodes
        left, top, right, bottom = viewport or (-_ENDLESS, -_ENDLESS, _ENDLESS, _ENDLESS)
        while pending:
            placed = pending.pop()
            yield placed
            layout = placed.inside
            if layout is None or (placed.width < min_size and placed.node) or (enter is not None and not enter(placed)):
                continue
            children = nodes[placed.node].children
            base_x, base_y, depth = placed.x, placed.y, placed.depth + 1
            for box in reversed(layout.boxes):
                x, y, width = base_x + box.x, base_y + box.y, box.width
                if x > right or y > bottom or width < smallest or x + width < left or y + box.height < top:
                    continue
                slot, inside = box.slot, box.inside
                first, count = slot.first, slot.count
                last = nodes[children[first + count - 1]].label if count > 1 else ""
                pending.append(
                    Placed(
                        children[first],
                        x,
                        y,
                        width,
                        box.height,
                        depth,
                        count,
                        slot.rest,
                        inside is not None,
                        inside,
                        last,
                    )
                )

    def find(self, node: int) -> Placed | None:
        """Where a node is shown, or the folded run that stands for it; None while it is hidden."""
        chain: list[int] = []
        current = node
        while current > 0:
            chain.append(current)
            current = self.graph.nodes[current].parent
        placed = self.whole()
        for step in reversed(chain):
            if placed.inside is None:
                return placed if placed.node else None
            children = self.graph.nodes[placed.node].children
            position = children.index(step)
            for box in placed.inside.boxes:
                if box.slot.first <= position < box.slot.first + box.slot.count:
                    placed = Placed(
                        children[box.slot.first], placed.x + box.x, placed.y + box.y, box.width, box.height, placed.depth + 1, box.slot.count,
                        box.slot.rest, box.inside is not None, box.inside,
                        self.graph.nodes[children[box.slot.first + box.slot.count - 1]].label if box.slot.count > 1 else "",
                    )  # fmt: skip
                    break
            if placed.node != step:
                return placed
        return placed

    def at(self, x: float, y: float) -> Placed | None:
        """The innermost box at a point of the canvas."""
        found: Placed | None = None
        for placed in self.walk((x, y, x, y)):
            if placed.x <= x <= placed.x + placed.width and placed.y <= y <= placed.y + placed.height:
                found = placed
        return found

    def visible_nodes(self) -> Iterable[int]:
        """Indices of the nodes that have a box."""
        return (placed.node for placed in self.walk())


def _measure(graph: Graph) -> tuple[list[int], list[int]]:
    """Height (levels of groups at and below) and depth of each node."""
    parents = [node.parent for node in graph.nodes]
    heights = [1 if node.children else 0 for node in graph.nodes]
    depths = [0] * len(parents)
    for position, parent in enumerate(parents):
        if parent >= 0:
            depths[position] = depths[parent] + 1
    for position in range(len(parents) - 1, 0, -1):
        parent = parents[position]
        if heights[parent] <= heights[position]:
            heights[parent] = heights[position] + 1
    return heights, depths
