"""Which two-dimensional part of a tensor is shown: a slice expression plus one index for each dimension too many."""

from dataclasses import dataclass, replace

from desktop_app.checkpoint.model import TensorInfo

type Selector = int | range


@dataclass(frozen=True, slots=True)
class Plane:
    """Rows and columns of a tensor; a vector has columns only, a scalar neither."""

    info: TensorInfo
    selectors: tuple[Selector, ...]
    """One per dimension of the tensor: a fixed index or the indices that are kept."""
    row_axis: int | None = None
    column_axis: int | None = None

    @property
    def rows(self) -> range:
        """The tensor's indices along the rows; one row where there is no such dimension."""
        return self._along(self.row_axis)

    @property
    def columns(self) -> range:
        """The tensor's indices along the columns."""
        return self._along(self.column_axis)

    @property
    def kept(self) -> tuple[int, ...]:
        """The dimensions that the slice keeps."""
        return tuple(axis for axis, selector in enumerate(self.selectors) if isinstance(selector, range))

    @property
    def leading(self) -> tuple[int, ...]:
        """Kept dimensions before rows and columns; each needs an index before there is a plane."""
        return self.kept[:-2]

    @property
    def count(self) -> int:
        """Cells of the plane."""
        return len(self.rows) * len(self.columns)

    def at(self, positions: tuple[int, ...]) -> "Plane":
        """The plane at these positions of the leading dimensions (counted within the slice)."""
        fixed = dict(zip(self.leading, positions, strict=True))
        selectors = tuple(
            selector[fixed[axis]] if axis in fixed and isinstance(selector, range) else selector
            for axis, selector in enumerate(self.selectors)
        )
        return replace(self, selectors=selectors)

    def text(self, rows: slice = slice(None), columns: slice = slice(None)) -> str:
        """The slice expression of these rows and columns, counted within the plane."""
        parts: list[str] = []
        for axis, selector in enumerate(self.selectors):
            if isinstance(selector, int):
                parts.append(str(selector))
                continue
            part = rows if axis == self.row_axis else columns if axis == self.column_axis else slice(None)
            parts.append(_slice_text(selector[part], self.info.shape[axis]))
        return ", ".join(parts)

    def position(self, row: int, column: int) -> tuple[int, ...]:
        """The tensor's index of the cell at `row`, `column`."""
        places = {self.row_axis: row, self.column_axis: column}
        return tuple(
            selector if isinstance(selector, int) else selector[places.get(axis, 0)]
            for axis, selector in enumerate(self.selectors)
        )

    def _along(self, axis: int | None) -> range:
        selector = None if axis is None else self.selectors[axis]
        return selector if isinstance(selector, range) else range(1)


def plane_of(info: TensorInfo, text: str = "") -> Plane:
    """The plane that the slice expression `text` selects. Raises ValueError with one sentence."""
    from desktop_app.checkpoint.tensors import parse_index

    parse_index(text, info.shape)
    selectors = _selectors(text, info.shape)
    kept = [axis for axis, selector in enumerate(selectors) if isinstance(selector, range)]
    column = kept[-1] if kept else None
    row = kept[-2] if len(kept) > 1 else None
    return Plane(info, selectors, row, column)


def _selectors(text: str, shape: tuple[int, ...]) -> tuple[Selector, ...]:
    parts = [part.strip() for part in text.strip().removeprefix("[").removesuffix("]").split(",") if part.strip()]
    if "..." in parts:
        place = parts.index("...")
        missing = len(shape) - len(parts) + 1
        parts[place : place + 1] = [":"] * missing
    parts += [":"] * (len(shape) - len(parts))
    return tuple(_selector(part, size) for part, size in zip(parts, shape, strict=True))


def _selector(part: str, size: int) -> Selector:
    if ":" not in part:
        index = int(part)
        return index + size if index < 0 else index
    bounds = [int(bound) if bound.strip() else None for bound in part.split(":")]
    return range(size)[slice(*bounds)]


def _slice_text(kept: range, size: int) -> str:
    if kept == range(size):
        return ":"
    stop = "" if kept.stop < 0 else str(kept.stop)
    step = "" if kept.step == 1 else f":{kept.step}"
    return f"{kept.start}:{stop}{step}"
