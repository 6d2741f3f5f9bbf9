"""Numbers that were read from a tensor, with what they were before NumPy had to hold them."""

from dataclasses import dataclass

from desktop_app.checkpoint.decode import Array


@dataclass(frozen=True, slots=True)
class Values:
    """A slice of a tensor."""

    array: Array
    shape: tuple[int, ...]
    dtype: str
    """torch's name of the stored type; `array` may be wider (bfloat16 comes as float32)."""
    truncated: bool = False
    """Whether only the first rows of what was asked for are here."""
