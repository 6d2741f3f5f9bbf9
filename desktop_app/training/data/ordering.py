"""The order in which images are learnt from: it follows from the seed and the step alone, so a run can go on in the middle."""

from collections.abc import Iterator, Sequence

import numpy as np

type Key = tuple[int, int]
"""Epoch and index of a sample."""


def order_of(indices: Sequence[int], batch: int, seed: int, epoch: int) -> list[list[int]]:
    """The batches of an epoch: every image once, the last batch filled up from the start; always the same for a seed."""
    generator = np.random.default_rng((seed, epoch, 1))
    shuffled = [indices[int(place)] for place in generator.permutation(len(indices)).tolist()]
    while len(shuffled) % batch:
        shuffled += shuffled[: batch - len(shuffled) % batch]
    return [shuffled[start : start + batch] for start in range(0, len(shuffled), batch)]


def steps_in(count: int, batch: int) -> int:
    """Batches of an epoch."""
    return -(-count // batch)


class Course:
    """Every batch of a run from a place in it on, made as they are asked for; this process's share when there are several."""

    def __init__(
        self, indices: Sequence[int], batch: int, seed: int, epochs: int, first: int, rank: int, world: int
    ) -> None:
        self.indices, self.batch, self.seed, self.epochs = indices, batch, seed, epochs
        self.first, self.rank, self.world = first, rank, world

    def __iter__(self) -> Iterator[list[Key]]:
        """Keys of one batch after another."""
        per_epoch = steps_in(len(self.indices), self.batch)
        for epoch in range(self.first // per_epoch, self.epochs):
            skipped = max(0, self.first - epoch * per_epoch)
            for batch in order_of(self.indices, self.batch, self.seed, epoch)[skipped:]:
                yield [(epoch, index) for index in batch[self.rank :: self.world]]

    def __len__(self) -> int:
        """How many batches are left."""
        return self.epochs * steps_in(len(self.indices), self.batch) - self.first
