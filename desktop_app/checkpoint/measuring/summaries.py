"""What is said of a tensor's values: statistics and a histogram."""

from dataclasses import dataclass

from desktop_app.checkpoint.decode import Array


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of finite values between edges."""

    edges: Array
    """[bins + 1], ascending; of |w| when `scale` is `log`."""
    counts: Array
    """[bins], int64."""
    scale: str = "linear"


@dataclass(frozen=True, slots=True)
class Statistics:
    """What every element of a tensor together says; numbers are None where nothing is finite."""

    count: int
    finite: int
    nan: int
    posinf: int
    neginf: int
    zero: int
    min: float | None
    max: float | None
    mean: float | None
    std: float | None
    """Of the population."""
    l1: float | None
    l2: float | None
    abs_max: float | None
    histogram: Histogram
    percentiles: tuple[tuple[float, float], ...] = ()
    """(percent, value), linear between order statistics as NumPy's default."""
    sampled: bool = False
    """Whether only a sample was looked at."""
