"""Dividing a data set: by chance, so that each label is spread evenly, or so that groups stay together; always repeatable."""

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desktop_app.annotation.model import Annotation
from desktop_app.replacing import replace_file

NAMES: Final = ("train", "val", "test")
FILE: Final = "weightsmith-split.json"

type Split = Mapping[str, str]
"""Subset by image."""


class SplitError(ValueError):
    """Shares that make no split: one sentence."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How large each subset is; what they sum to is the whole."""

    train: float = 0.8
    val: float = 0.1
    test: float = 0.1

    def normalised(self) -> tuple[float, float, float]:
        """The shares of 1."""
        given = (self.train, self.val, self.test)
        total = sum(given)
        if min(given) < 0 or not 0 < total < float("inf"):
            raise SplitError("Shares must be numbers that are not negative, and one must be more than 0.")
        return (given[0] / total, given[1] / total, given[2] / total)


def split_randomly(images: Sequence[str], shares: Shares, seed: int = 0) -> Split:
    """By chance alone; the same images and seed give the same split, in whatever order the images come."""
    ordered = sorted(dict.fromkeys(images))
    random.Random(seed).shuffle(ordered)
    counts = _counts(len(ordered), shares.normalised())
    names = [name for name, count in zip(NAMES, counts, strict=True) for _ in range(count)]
    return _in_order(images, dict(zip(ordered, names, strict=True)))


def split_evenly(annotations: Sequence[Annotation], shares: Shares, seed: int = 0) -> Split:
    """So that each label's shapes are spread as the shares say: the rarest labels are dealt first (Sechidis, 2011)."""
    has = {one.image: _labels(one) for one in annotations}
    return _deal(list(has), {image: {image: labels} for image, labels in has.items()}, shares, seed)


def split_in_groups(
    annotations: Sequence[Annotation], group: Callable[[str], str], shares: Shares, seed: int = 0
) -> Split:
    """So that images of one group (a patient, a video, a folder) are never divided, and labels as even as that allows."""
    groups: dict[str, dict[str, dict[str, int]]] = {}
    for one in annotations:
        groups.setdefault(group(one.image), {})[one.image] = _labels(one)
    return _deal([one.image for one in annotations], groups, shares, seed)


def by_folder(image: str) -> str:
    """Groups images by their folder."""
    return image.rpartition("/")[0]


def by_prefix(image: str) -> str:
    """Groups images by what stands before the last number of their name: `clip_007.jpg` with `clip_008.jpg`."""
    folder, _, name = image.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return f"{folder}/{stem.rstrip('0123456789').rstrip('_-. ')}"


def _labels(annotation: Annotation) -> dict[str, int]:
    """How often each label and image class occurs."""
    found: dict[str, int] = {}
    for shape in annotation.shapes:
        for name in shape.labels:
            found[name] = found.get(name, 0) + 1
    return found | {f"class\0{name}": 1 for name in annotation.classes}


def _deal(
    images: Sequence[str], groups: Mapping[str, Mapping[str, Mapping[str, int]]], shares: Shares, seed: int
) -> Split:
    """Give each group to the subset that lacks most of its rarest label, and of images."""
    wanted = shares.normalised()
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    sizes = {name: len(members) for name, members in groups.items()}
    sums = {name: _sum(members.values()) for name, members in groups.items()}
    totals = _sum(sums.values())
    lacking = [{label: count * share for label, count in totals.items()} for share in wanted]
    room = [sum(sizes.values()) * share for share in wanted]
    subset: dict[str, str] = {}

    def give(name: str, rarest: str | None) -> None:
        open_places = [place for place in range(3) if wanted[place] > 0]
        best = max(open_places, key=lambda place: (lacking[place].get(rarest or "", 0.0), room[place], -place))
        subset[name] = NAMES[best]
        room[best] -= sizes[name]
        for label, count in sums[name].items():
            lacking[best][label] -= count

    # the largest group of a rare label first: what is left can still even it out
    left = dict.fromkeys(order)
    for label in sorted(totals, key=lambda label: (totals[label], label)):
        having = [name for name in left if sums[name].get(label)]
        for name in sorted(having, key=lambda name: -sums[name][label]):
            give(name, label)
            del left[name]
    for name in sorted(left, key=lambda name: -sizes[name]):
        give(name, None)
    return _in_order(images, {image: subset[name] for name, members in groups.items() for image in members})


def _sum(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        for label, count in row.items():
            found[label] = found.get(label, 0) + count
    return found


def _counts(total: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers that sum to `total` and come nearest to the shares; a share that is not 0 gets one where it can."""
    exact = [total * share for share in shares]
    counts = [int(value) for value in exact]
    for place in sorted(range(len(shares)), key=lambda place: counts[place] - exact[place])[: total - sum(counts)]:
        counts[place] += 1
    for place, share in enumerate(shares):
        if share > 0 and not counts[place] and max(counts) > 1:
            counts[counts.index(max(counts))] -= 1
            counts[place] = 1
    return counts


def _in_order(images: Sequence[str], subset: Mapping[str, str]) -> Split:
    return {image: subset[image] for image in images}


# -- on disk


def save_split(folder: Path, split: Split, *, by: str, seed: int) -> tuple[Path, ...]:
    """Write a split beside the labels: one file for programs like this one, and a list of images for each subset."""
    groups = {name: [image for image in split if split[image] == name] for name in NAMES}
    document = {"version": 1, "by": by, "seed": seed, **groups}
    written = [folder / FILE]
    replace_file(
        folder / FILE, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
    )
    for name, images in groups.items():
        target = folder / f"{name}.txt"
        text = "".join(f"{image}\n" for image in images)
        replace_file(target, text.encode("utf-8", "surrogateescape"))
        written.append(target)
    return tuple(written)


def load_split(folder: Path) -> Split:
    """The split that was written in a folder; empty when there is none, or what is there is none."""
    try:
        document: Any = json.loads((folder / FILE).read_bytes())
        return {str(image): name for name in NAMES for image in document[name]}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}
