"""Two label sets of the same images compared: which shapes belong together, how far each label agrees, what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from desktop_app.annotation.model import Annotation, Shape
from desktop_app.annotation.shapes.overlaps import box_overlaps, boxes_of, overlap_of

type Kind = Literal["only-first", "only-second", "other-label", "loose", "classes", "missing-first", "missing-second"]

SENTENCES: Final[dict[Kind, str]] = {
    "only-first": "Only the first has this {label}.",
    "only-second": "Only the second has this {label}.",
    "other-label": "The first says {label}, the second {other}.",
    "loose": "Both have this {label}, but their outlines agree by {overlap} only.",
    "classes": "The first says {label} of the image, the second {other}.",
    "missing-first": "The first has no labels of this image.",
    "missing-second": "The second has no labels of this image.",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two label sets differ."""

    kind: Kind
    image: str
    label: str = ""
    other: str = ""
    first: str = ""
    """Id of the shape in the first set."""
    second: str = ""
    overlap: float = 0.0

    @property
    def message(self) -> str:
        """The sentence in English."""
        overlap = f"{self.overlap:.0%}"
        return SENTENCES[self.kind].format(
            label=self.label or "nothing", other=self.other or "nothing", overlap=overlap
        )


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """How far two label sets agree on one label."""

    name: str
    both: int
    """Shapes that both have with this label."""
    only_first: int
    only_second: int
    mean_overlap: float
    """Of those that both have."""

    @property
    def score(self) -> float:
        """Twice what both have over all that each has (F1): 1 is full agreement."""
        said = 2 * self.both + self.only_first + self.only_second
        return 2 * self.both / said if said else 1.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """The comparison of two label sets."""

    labels: tuple[LabelAgreement, ...]
    """The least agreed first."""
    differences: tuple[Difference, ...]
    """The gravest of each image first, images in order."""
    confusions: tuple[tuple[tuple[str, str], int], ...]
    """Label of the first and of the second for the same shape, and how often."""
    images: int
    """That both have."""
    alike: int
    """Images without any difference."""
    kappa: float
    """Cohen's kappa over shapes that either has: agreement beyond chance, 1 is full, 0 is chance."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two shapes that are taken for the same object."""

    first: Shape
    second: Shape
    overlap: float


def matched(
    first: tuple[Shape, ...], second: tuple[Shape, ...], least: float, reach: float
) -> tuple[list[Pair], list[Shape], list[Shape]]:
    """Pairs of shapes, and those left on either side: those of equal labels are paired first, the most alike first."""
    table = _table(first, second, least, reach)
    taken_first: set[int] = set()
    taken_second: set[int] = set()
    pairs: list[Pair] = []
    for same in (True, False):
        for overlap, a, b in table:
            agree = first[a].label == second[b].label
            if agree is same and a not in taken_first and b not in taken_second:
                taken_first.add(a)
                taken_second.add(b)
                pairs.append(Pair(first[a], second[b], overlap))
    left_first = [shape for place, shape in enumerate(first) if place not in taken_first]
    left_second = [shape for place, shape in enumerate(second) if place not in taken_second]
    return pairs, left_first, left_second


def _table(
    first: tuple[Shape, ...], second: tuple[Shape, ...], least: float, reach: float
) -> list[tuple[float, int, int]]:
    """Overlaps of at least `least`, the largest first."""
    if not first or not second:
        return []
    grown = reach / 2
    boxes = [boxes_of(shapes) + np.array([-grown, -grown, grown, grown]) for shapes in (first, second)]
    near = box_overlaps(boxes[0], boxes[1]) > 0
    found: list[tuple[float, int, int]] = []
    for a, row in enumerate(near):
        for b in map(int, row.nonzero()[0]):
            overlap = overlap_of(first[a], second[b], reach)
            if overlap >= least:
                found.append((overlap, a, b))
    return sorted(found, key=lambda entry: (-entry[0], entry[1], entry[2]))


def compare_image(
    first: Annotation, second: Annotation, least: float = 0.5, loose: float = 0.75
) -> tuple[list[Pair], list[Difference]]:
    """The pairs and differences of one image; below `least` shapes are different objects, below `loose` badly drawn."""
    diagonal = (max(first.width, second.width) ** 2 + max(first.height, second.height) ** 2) ** 0.5
    reach = max(10.0, diagonal * 0.02)
    pairs, left_first, left_second = matched(first.shapes, second.shapes, least, reach)
    image = first.image
    found = [Difference("only-first", image, shape.label, first=shape.id) for shape in left_first]
    found += [Difference("only-second", image, shape.label, second=shape.id) for shape in left_second]
    for pair in pairs:
        one = Difference("loose", image, pair.first.label, "", pair.first.id, pair.second.id, pair.overlap)
        if set(pair.first.labels) != set(pair.second.labels):
            mine, theirs = ", ".join(pair.first.labels), ", ".join(pair.second.labels)
            found.append(replace(one, kind="other-label", label=mine, other=theirs))
        elif pair.overlap < loose:
            found.append(one)
    if set(first.classes) != set(second.classes):
        found.append(Difference("classes", image, ", ".join(first.classes), ", ".join(second.classes)))
    return pairs, found


def compare_sets(
    first: Iterable[Annotation], second: Iterable[Annotation], least: float = 0.5, loose: float = 0.75
) -> Agreement:
    """Compare two label sets; images belong together by their paths."""
    firsts, seconds = ({one.image: one for one in annotations} for annotations in (first, second))
    differences: list[Difference] = []
    pairs: list[Pair] = []
    alone: tuple[list[str], list[str]] = ([], [])
    common = [image for image in firsts if image in seconds]
    alike = 0
    for image in common:
        found, here = compare_image(firsts[image], seconds[image], least, loose)
        pairs += found
        differences += here
        alike += not here
        paired = {id(shape) for pair in found for shape in (pair.first, pair.second)}
        for side, annotation in zip(alone, (firsts[image], seconds[image]), strict=True):
            side += [shape.label for shape in annotation.shapes if id(shape) not in paired]
    differences += [Difference("missing-second", image) for image in firsts if image not in seconds]
    differences += [Difference("missing-first", image) for image in seconds if image not in firsts]
    confusions = Counter((pair.first.label, pair.second.label) for pair in pairs)
    return Agreement(
        _by_label(pairs, *alone),
        tuple(differences),
        tuple((names, count) for names, count in confusions.most_common() if names[0] != names[1]),
        len(common),
        alike,
        _kappa(confusions, Counter(alone[0]), Counter(alone[1])),
    )


def _by_label(pairs: list[Pair], alone_first: list[str], alone_second: list[str]) -> tuple[LabelAgreement, ...]:
    both: Counter[str] = Counter()
    only_first, only_second = Counter(alone_first), Counter(alone_second)
    overlaps: dict[str, float] = {}
    for pair in pairs:
        if pair.first.label == pair.second.label:
            both[pair.first.label] += 1
            overlaps[pair.first.label] = overlaps.get(pair.first.label, 0.0) + pair.overlap
        else:
            only_first[pair.first.label] += 1
            only_second[pair.second.label] += 1
    names = dict.fromkeys((*both, *only_first, *only_second))
    rows = [
        LabelAgreement(
            name, both[name], only_first[name], only_second[name], overlaps.get(name, 0.0) / max(1, both[name])
        )
        for name in names
    ]
    return tuple(sorted(rows, key=lambda row: (row.score, row.name)))


def _kappa(
    confusions: Mapping[tuple[str, str], int], alone_first: Mapping[str, int], alone_second: Mapping[str, int]
) -> float:
    """Cohen's kappa where a shape that only one has is "nothing" for the other."""
    table: Counter[tuple[str | None, str | None]] = Counter()
    table.update(dict(confusions))
    table.update({(name, None): count for name, count in alone_first.items()})
    table.update({(None, name): count for name, count in alone_second.items()})
    total = table.total()
    if not total:
        return 1.0
    rows: Counter[str | None] = Counter()
    columns: Counter[str | None] = Counter()
    for (a, b), count in table.items():
        rows[a] += count
        columns[b] += count
    agreed = sum(count for (a, b), count in table.items() if a == b) / total
    chance = sum(rows[name] * columns[name] for name in rows) / total**2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0
