"""Statistics as a window asks for them: named here without loading numpy, which the worker does."""

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.checkpoint.measuring.summaries import Statistics
    from desktop_app.checkpoint.model import FileIdentity, Finding, TensorInfo


def statistics_of_many(
    files: "Sequence[FileIdentity]", numbers: Sequence[int], tensors: "Sequence[TensorInfo]"
) -> "Generator[list[tuple[int, Statistics | Finding]], None, None]":
    """`statistics.statistics_of_many` of tensors with their numbers, imported where it runs."""
    from desktop_app.checkpoint.measuring import statistics

    return statistics.statistics_of_many(files, list(zip(numbers, tensors, strict=True)))
