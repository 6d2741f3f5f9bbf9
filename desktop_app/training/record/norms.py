"""`norms.f32`: a row a step of the norms of every layer's weights and gradients, as a file that only grows. No torch."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Norms:
    """Norms by step; where a step was told twice, what was told last."""

    steps: NDArray[np.int64]
    """Shape (n,)."""
    weights: NDArray[np.float32]
    """Shape (n, layers)."""
    gradients: NDArray[np.float32]
    """Shape (n, layers)."""


class NormsWriter:
    """Appends rows; what cannot be written is left out."""

    def __init__(self, path: Path, layers: int) -> None:
        self._row = np.zeros(1 + 2 * layers, np.float32)
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        torn = os.fstat(self._descriptor).st_size % self._row.nbytes
        if torn:  # a killed process, or a full disk: rows must begin where they are looked for
            self._write(b"\0" * (self._row.nbytes - torn))

    def add(self, step: int, weights: NDArray[np.float32], gradients: NDArray[np.float32]) -> None:
        """Append the row of a step (from 1)."""
        layers = len(weights)
        self._row[:1].view(np.int32)[0] = step
        self._row[1 : 1 + layers], self._row[1 + layers :] = weights, gradients
        self._write(self._row.tobytes())

    def _write(self, data: bytes) -> None:
        try:
            written = os.write(self._descriptor, data)
            if written < len(data):  # take back the piece, so that the next row is in its place
                os.ftruncate(self._descriptor, os.fstat(self._descriptor).st_size - written)
        except OSError:
            return

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def read_norms(path: Path, layers: int, most: int = 4000) -> Norms:
    """All rows, or every so-manyth so that at most `most` are returned."""
    columns = 1 + 2 * layers
    try:
        count = path.stat().st_size // (4 * columns)
        raw = np.fromfile(path, np.float32, count * columns).reshape(-1, columns)
    except OSError:
        raw = np.zeros((0, columns), np.float32)
    steps = raw[:, :1].copy().view(np.int32)[:, 0].astype(np.int64)
    told, last = np.unique(steps[::-1], return_index=True)
    rows = (len(steps) - 1 - last)[told > 0]
    rows = rows[:: max(1, -(-len(rows) // most))]
    return Norms(steps[rows], raw[rows, 1 : 1 + layers], raw[rows, 1 + layers :])
