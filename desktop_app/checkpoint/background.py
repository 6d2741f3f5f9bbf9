"""Statistics as a window asks for them: named here without loading numpy, which the worker does."""

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.checkpoint.model import FileIdentity, Finding, TensorInfo
    from desktop_app.checkpoint.summaries import Statistics


def statistics_of_many(
    files: "Sequence[FileIdentity]", wanted: "Sequence[tuple[int, TensorInfo]]"
) -> "Generator[list[tuple[int, Statistics | Finding]], None, None]":
    """`statistics.statistics_of_many`, imported where it runs."""
    from desktop_app.checkpoint import statistics

    return statistics.statistics_of_many(files, wanted)
