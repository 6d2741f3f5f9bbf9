"""Slice expressions as NumPy and torch write them: `0, :, ::2`."""

from dataclasses import dataclass

type Index = tuple[int | slice, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The part of a strided view that an index selects, again as a strided view."""

    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


def parse_index(text: str, shape: tuple[int, ...]) -> Index:
    """One `int` or `slice` per axis of `shape`; `ValueError` with one clear sentence otherwise.

    `...` stands for as many `:` as fit. Steps may be negative, as in NumPy.
    """
    text = text.strip().removeprefix("[").removesuffix("]").strip()
    parts = [part.strip() for part in text.split(",")] if text else []
    if parts and parts[-1] == "":
        parts.pop()
    if parts.count("...") > 1:
        raise ValueError("`...` may stand only once.")
    given = len(parts) - parts.count("...")
    if given > len(shape):
        raise ValueError(f"Too many indices ({given}): the number of dimensions is {len(shape)}.")
    if "..." in parts:
        at = parts.index("...")
        parts[at : at + 1] = [":"] * (len(shape) - given)
    parts += [":"] * (len(shape) - len(parts))
    return tuple(_axis(part, size, axis) for axis, (part, size) in enumerate(zip(parts, shape, strict=True)))


def _axis(part: str, size: int, axis: int) -> int | slice:
    if ":" not in part:
        position = _number(part, axis)
        if position is None:
            raise ValueError(f"The index of dimension {axis} is empty.")
        if not -size <= position < size:
            raise ValueError(f"Index {position} is out of range for dimension {axis} of size {size}.")
        return position % size
    pieces = part.split(":")
    if len(pieces) > 3:
        raise ValueError(f"`{part}` is no slice: write start:stop:step.")
    start, stop, step = ([_number(piece, axis) for piece in pieces] + [None])[:3]
    if step == 0:
        raise ValueError(f"The step of dimension {axis} must not be 0.")
    return slice(start, stop, step)


def _number(text: str, axis: int) -> int | None:
    text = text.strip()
    if not text:
        return None
    try:
        if len(text) > 19:
            raise ValueError
        return int(text)
    except ValueError:
        raise ValueError(f"`{text[:40]}` is no integer (dimension {axis}).") from None


def cut(shape: tuple[int, ...], stride: tuple[int, ...], offset: int, index: Index) -> Cut:
    """Offset, shape and stride (in elements) of what `index` selects."""
    sizes: list[int] = []
    steps: list[int] = []
    for size, step, selector in zip(shape, stride, index, strict=True):
        if isinstance(selector, int):
            offset += selector * step
            continue
        chosen = range(*selector.indices(size))
        offset += chosen.start * step if len(chosen) else 0
        sizes.append(len(chosen))
        steps.append(chosen.step * step)
    return Cut(offset, tuple(sizes), tuple(steps))
