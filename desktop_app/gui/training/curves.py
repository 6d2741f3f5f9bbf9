"""The numbers of a run by step, as they are drawn: they grow at their end, and few points stand for many."""

from collections.abc import Iterator
from dataclasses import dataclass, field

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
