"""The numbers of a run by step, as they are drawn: they grow at their end, and few points stand for many."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.training.record.events import Epoch, Event, Step, Validation

type Numbers = NDArray[np.float64]


class Series:
    """One number by step; a step that was told twice (after a crash) is kept as told last."""

    def __init__(self) -> None:
        self._count = 0
        self._steps, self._values = np.empty(64, np.int64), np.empty(64, np.float64)

    def put(self, step: int, value: float) -> None:
        """Add a number, nearly always of a later step than all before."""
        place = self._count
        if place and step <= self._steps[place - 1]:
            place = int(np.searchsorted(self._steps[:place], step))
            if self._steps[place] == step:
                self._values[place] = value
                return
        if self._count == len(self._steps):
            self._steps, self._values = np.resize(self._steps, 2 * place + 64), np.resize(self._values, 2 * place + 64)
        if place < self._count:
            self._steps[place + 1 : self._count + 1] = self._steps[place : self._count].copy()
            self._values[place + 1 : self._count + 1] = self._values[place : self._count].copy()
        self._steps[place], self._values[place] = step, value
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self._steps[: self._count].tolist())

    def __getitem__(self, step: int) -> float:
        place = int(np.searchsorted(self.steps, step))
        if place == self._count or self._steps[place] != step:
            raise KeyError(step)
        return float(self._values[place])

    @property
    def steps(self) -> NDArray[np.int64]:
        """Rising, shape (n,)."""
        return self._steps[: self._count]

    @property
    def values(self) -> Numbers:
        """Shape (n,)."""
        return self._values[: self._count]


@dataclass(frozen=True)
class Drawn:
    """A series in at most so many points."""

    steps: Numbers
    """The middle of the steps that each point stands for."""
    values: Numbers
    """Their mean; NaN where no number was finite."""
    lowest: Numbers
    highest: Numbers
    every: int
    """Steps that a point stands for."""


def drawn(series: Series, most: int) -> Drawn:
    """A series in at most `most` points, each with the mean and the range of its steps."""
    every = max(1, -(-len(series) // most))
    steps, values = series.steps.astype(np.float64), series.values.copy()
    if every == 1:
        return Drawn(steps, values, values, values, 1)
    values[~np.isfinite(values)] = np.nan
    missing = -len(values) % every
    steps = np.concatenate([steps, np.full(missing, steps[-1])]).reshape(-1, every)
    values = np.concatenate([values, np.full(missing, np.nan)]).reshape(-1, every)
    there = np.isfinite(values)
    count = there.sum(1)
    mean = np.divide(np.where(there, values, 0).sum(1), count, out=np.full(len(values), np.nan), where=count > 0)
    low, high = np.where(there, values, np.inf).min(1), np.where(there, values, -np.inf).max(1)
    return Drawn(steps.mean(1), mean, np.where(count > 0, low, np.nan), np.where(count > 0, high, np.nan), every)


def smoothed(values: Numbers, weight: float) -> Numbers:
    """Exponential moving average without the bias of its beginning; gaps (NaN) are passed over."""
    made: list[float] = []
    last = total = 0.0
    for value in values.tolist():
        if -np.inf < value < np.inf:
            last = last * weight + (1 - weight) * value
            total = total * weight + (1 - weight)
        made.append(last / total if total else np.nan)
    return np.array(made, np.float64)


_MOST_LETTERS = 28
"""Of a run's name in a legend, which would cover the curves otherwise."""
_FIRST_LETTERS = 8
"""Of a shortened name, by which it is known."""


def told_apart(paths: Sequence[str]) -> list[str]:
    """A short name of each run's folder, no two the same: long names lose what all of them begin and end with."""
    names = [Path(path).name for path in paths]
    for parts in (2, 1000):
        if len(set(names)) < len(names):
            names = [str(Path(*Path(path).parts[-parts:])) for path in paths]
    begin, end = (_shared(names), _shared([name[::-1] for name in names])) if len(names) > 1 else (0, 0)
    short = [_short(name, begin, end) for name in names]
    return short if len(set(short)) == len(names) else names


def _short(name: str, begin: int, end: int) -> str:
    if len(name) <= _MOST_LETTERS:
        return name
    inner = name[max(begin, _FIRST_LETTERS) : max(0, len(name) - end)]
    if len(inner) > _MOST_LETTERS - _FIRST_LETTERS:
        inner = f"{inner[:_FIRST_LETTERS]}…{inner[-_FIRST_LETTERS:]}"
    return f"{name[:_FIRST_LETTERS]}…{inner}" + ("…" if end else "")


def _shared(names: Sequence[str]) -> int:
    """Letters that all names begin with, up to the end of a word."""
    first, last = min(names), max(names)
    count = next(
        (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first)
    )
    return max((end.end() for end in re.finditer(r"[^a-zA-Z0-9]", first[:count])), default=0)


@dataclass(slots=True)
class Curves:
    """What is drawn."""

    loss: Series = field(default_factory=Series)
    learning_rate: Series = field(default_factory=Series)
    memory: Series = field(default_factory=Series)
    norm: Series = field(default_factory=Series)
    images_per_second: Series = field(default_factory=Series)
    validation_loss: Series = field(default_factory=Series)
    metrics: dict[str, Series] = field(default_factory=dict[str, Series])

    def take(self, event: Event) -> None:
        """Add one event."""
        match event:
            case Step():
                self.loss.put(event.step, event.loss)
                self.learning_rate.put(event.step, event.learning_rate)
                self.norm.put(event.step, event.norm)
                if event.memory:
                    self.memory.put(event.step, event.memory / 2**20)
            case Epoch():
                self.images_per_second.put(event.step, event.images_per_second)
            case Validation():
                self.validation_loss.put(event.step, event.loss)
                for name, value in event.metrics.items():
                    self.metrics.setdefault(name, Series()).put(event.step, value)
            case _:
                pass
