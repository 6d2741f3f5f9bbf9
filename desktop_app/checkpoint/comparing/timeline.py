"""The checkpoints of one run in their order: how each tensor's norm went, and how far it drifted."""

import os
import re
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.checkpoint.comparing.measures import Progress, measure
from desktop_app.checkpoint.comparing.sides import Pair, Side
from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Checkpoint, CheckpointError, Finding
from desktop_app.checkpoint.open import open_checkpoint

ENDINGS = frozenset({".pth", ".pt", ".ckpt", ".bin", ".safetensors", ".npz"})
COUNTERS = ("global_step", "step", "iteration", "iter", "epoch")
"""Keys of a checkpoint that say how far the run was, the finest first."""

_MOST = 2000
"""Checkpoints of a folder that are looked at."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One checkpoint of a run."""

    path: str
    label: str
    """Its file name."""
    number: float | None = None
    """Step or epoch, from the file or else its name."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The checkpoints that belong together, in order, and the tensors that they share."""

    moments: tuple[Moment, ...]
    names: tuple[str, ...]
    skipped: tuple[tuple[str, Finding | None], ...] = ()
    """Other files of the folder, with what is wrong with them; None when they just hold other tensors."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What one moment adds: a number for each of `Timeline.names`, None where it is not known."""

    moment: int
    norm: tuple[float | None, ...]
    from_first: tuple[float | None, ...]
    """L2 distance to the first moment."""
    from_previous: tuple[float | None, ...]


def timeline(folder: str | Path, *, progress: Progress | None = None) -> Generator[Timeline | Movement]:
    """The order first, then one `Movement` a checkpoint, streamed block by block.

    Files of one run have the same tensors: those that share less than half of the most frequent set are skipped, and
    so is what cannot be opened. Raises `CheckpointError` when the folder cannot be read or holds no checkpoint.
    """
    opened, skipped = _opened(Path(folder), progress)
    sides = {path: Side.of(checkpoint, path) for path, checkpoint in opened.items()}
    if not sides:
        raise CheckpointError(finding("not-readable", str(folder), reason="there is no checkpoint in it"))
    names = _most_frequent_names(list(sides.values()))
    strangers = [path for path, side in sides.items() if 2 * sum(name in side.items for name in names) < len(names)]
    skipped += [(path, None) for path in strangers]
    moments = _in_order({path: checkpoint for path, checkpoint in opened.items() if path not in strangers})
    yield Timeline(tuple(moments), names, tuple(skipped))
    for place in range(len(moments)):
        first, before, now = (sides[moments[at].path] for at in (0, max(place - 1, 0), place))

        def told(done: int, total: int, text: str, place: int = place) -> None:
            if progress is not None:
                progress(round((place + done / max(total, 1)) * 1000), len(moments) * 1000, text)

        from_first, norms = _distances(first, now, names, told)
        from_previous = from_first if place < 2 else _distances(before, now, names, told)[0]
        yield Movement(place, norms, from_first, from_previous)


def _opened(folder: Path, progress: Progress | None) -> tuple[dict[str, Checkpoint], list[tuple[str, Finding | None]]]:
    try:
        with os.scandir(folder) as entries:
            found = [
                entry.path
                for entry in entries
                if not entry.name.startswith(".") and (entry.is_dir() or Path(entry.name).suffix.lower() in ENDINGS)
            ]
    except OSError as error:
        raise CheckpointError(
            finding("not-readable", str(folder), reason=(error.strerror or str(error)).lower())
        ) from None
    opened: dict[str, Checkpoint] = {}
    skipped: list[tuple[str, Finding | None]] = []
    paths = sorted(found, key=natural_key)[:_MOST]
    for place, path in enumerate(paths):
        if progress is not None:
            progress(place, len(paths), Path(path).name)
        try:
            checkpoint = open_checkpoint(path)
        except CheckpointError as error:
            if not Path(path).is_dir():
                skipped.append((path, error.finding))
        except (OSError, FileChanged):
            skipped.append((path, None))
        else:
            if checkpoint.tensors:
                opened[path] = checkpoint
    return opened, skipped


def natural_key(path: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts `epoch-9` before `epoch-10`."""
    pieces = re.split(r"(\d+)", Path(path).name)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece.casefold()) for piece in pieces if piece)


def _most_frequent_names(sides: Sequence[Side]) -> tuple[str, ...]:
    sets = Counter(frozenset(side.items) for side in sides)
    best = max(sets, key=lambda names: (sets[names], len(names)))
    return tuple(next(side.items for side in sides if frozenset(side.items) == best))


def _in_order(checkpoints: Mapping[str, Checkpoint]) -> list[Moment]:
    """By the counter that all of them hold, else by the numbers in their names; those without any at the end, by time."""
    for counter in COUNTERS:
        numbers = {path: _number(checkpoint.metadata.get(counter)) for path, checkpoint in checkpoints.items()}
        if len(set(numbers.values())) == len(numbers) and None not in numbers.values():
            return [
                Moment(path, Path(path).name, number)
                for path, number in sorted(numbers.items(), key=lambda entry: entry[1] or 0.0)
            ]

    def key(path: str) -> tuple[bool, int, tuple[tuple[int, int, str], ...]]:
        numbered = _number_in(path) is not None
        return not numbered, 0 if numbered else checkpoints[path].files[0].mtime_ns, natural_key(path)

    return [Moment(path, Path(path).name, _number_in(path)) for path in sorted(checkpoints, key=key)]


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


def _number_in(path: str) -> float | None:
    """The last number of a name: `epoch=3-step=1200.ckpt` is 1200."""
    name = Path(path).name
    stem = name.removesuffix(Path(path).suffix) if Path(path).suffix.lower() in ENDINGS else name
    found = re.findall(r"\d+", stem)
    return float(found[-1]) if found and len(found[-1]) < 16 else None


def _distances(
    a: Side, b: Side, names: Sequence[str], progress: Progress
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """For each name the distance from a to b and the norm in b."""
    places = [place for place, name in enumerate(names) if name in a.items and name in b.items]
    pairs = [Pair(names[place], names[place], a.items[names[place]], b.items[names[place]]) for place in places]
    far: list[float | None] = [None] * len(names)
    norms: list[float | None] = [None] * len(names)
    for batch in measure(pairs, norms=True, progress=progress):
        for position, found in batch:
            far[places[position]] = found.l2
            norms[places[position]] = found.norm_b
    return tuple(far), tuple(norms)
