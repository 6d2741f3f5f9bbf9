"""What torch and NumPy would print for a tensor, by torch's formatting rules and without torch."""

# NumPy infers some results only partially.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false

import math

import numpy as np

from desktop_app.checkpoint.decode import Array
from desktop_app.checkpoint.model import TensorInfo
from desktop_app.checkpoint.values import Values

_PRECISION = 4
_THRESHOLD = 1000
_EDGE = 3
_WIDTH = 80
_DEFAULT = frozenset({"float32", "int64", "bool", "complex64"})


def numpy_text(values: Values, info: TensorInfo | None = None) -> str:
    """`repr` of the array."""
    return repr(values.array)


def torch_text(values: Values, info: TensorInfo) -> str:
    """`print(tensor)` with torch's default options; parameters say `Parameter containing:` as torch does."""
    array = values.array
    prefix = "tensor("
    suffixes: list[str] = []
    if array.size == 0:
        body = "[]"
        if array.shape != (0,):
            suffixes.append(f"size={_shape(array.shape)}")
        if info.dtype != "float32":
            suffixes.append(f"dtype=torch.{info.dtype}")
    else:
        body = _tensor(array, len(prefix))
        if info.dtype not in _DEFAULT:
            suffixes.append(f"dtype=torch.{info.dtype}")
    if info.requires_grad:
        suffixes.append("requires_grad=True")
    text = _with_suffixes(prefix + body, suffixes)
    return f"Parameter containing:\n{text}" if info.class_name == "torch.nn.parameter.Parameter" else text


def _shape(shape: tuple[int, ...]) -> str:
    return "(" + ", ".join(str(size) for size in shape) + ("," if len(shape) == 1 else "") + ")"


def _with_suffixes(text: str, suffixes: list[str]) -> str:
    last = len(text) - text.rfind("\n") + 1
    out = text
    for suffix in suffixes:
        if last + len(suffix) + 2 > _WIDTH:
            out += ",\n" + " " * len("tensor(") + suffix
            last = len("tensor(") + len(suffix)
        else:
            out += ", " + suffix
            last += len(suffix) + 2
    return out + ")"


class _Format:
    """How all numbers of one tensor are written alike."""

    def __init__(self, numbers: Array) -> None:
        self.floating = numbers.dtype.kind == "f"
        self.integral = True
        self.scientific = False
        self.width = 1
        flat = numbers.reshape(-1)
        if not self.floating:
            self.width = max((len(str(value)) for value in flat.tolist()), default=1)
            return
        wide = flat.astype(np.float64)
        picked = np.abs(wide[np.isfinite(wide) & (wide != 0)])
        if picked.size == 0:
            return
        low, high = float(picked.min()), float(picked.max())
        self.integral = bool(np.all(picked == np.ceil(picked)))
        if self.integral:
            self.scientific = high / low > 1000.0 or high > 1.0e8
        else:
            self.scientific = high / low > 1000.0 or high > 1.0e8 or low < 1.0e-4
        self._widen(wide[np.isfinite(wide) & (wide != 0)])

    def _widen(self, flat: Array) -> None:
        for value in flat.tolist():
            self.width = max(self.width, len(self._one(value)))

    def _one(self, value: float) -> str:
        if not math.isfinite(value):
            return f"{value}"
        if self.scientific:
            return f"{value:.{_PRECISION}e}"
        return f"{value:.0f}." if self.integral else f"{value:.{_PRECISION}f}"

    def __call__(self, value: object) -> str:
        if not self.floating:
            return str(value).rjust(self.width)
        return self._one(float(value)).rjust(self.width)  # type: ignore[arg-type]


def _summarised(array: Array) -> Array:
    """The corners that are printed of a large tensor."""
    for axis, size in enumerate(array.shape):
        if size > 2 * _EDGE:
            array = np.take(array, [*range(_EDGE), *range(size - _EDGE, size)], axis=axis)
    return array


def _tensor(array: Array, indent: int) -> str:
    summarise = array.size > _THRESHOLD
    shown = _summarised(array) if summarise else array
    if array.dtype.kind == "c":
        real, imaginary = _Format(np.real(shown)), _Format(np.imag(shown))

        def written(value: complex) -> str:
            second = imaginary(value.imag).lstrip()
            return real(value.real) + ("" if second.startswith("-") else "+") + second + "j"

        width = real.width + imaginary.width + 1
        return _rows(array, indent, summarise, written, width)
    formatter = _Format(shown)
    return _rows(array, indent, summarise, formatter, formatter.width)


def _rows(array: Array, indent: int, summarise: bool, written: "_Format | object", width: int) -> str:
    if array.ndim == 0:
        return written(array.item())  # type: ignore[operator]
    if array.ndim == 1:
        return _vector(array, indent, summarise, written, width)
    if summarise and array.shape[0] > 2 * _EDGE:
        parts: list[str] = [_rows(array[i], indent + 1, summarise, written, width) for i in range(_EDGE)]
        parts += ["..."]
        parts += [_rows(array[i], indent + 1, summarise, written, width) for i in range(len(array) - _EDGE, len(array))]
    else:
        parts = [_rows(row, indent + 1, summarise, written, width) for row in array]
    return "[" + ("," + "\n" * (array.ndim - 1) + " " * (indent + 1)).join(parts) + "]"


def _vector(array: Array, indent: int, summarise: bool, written: "_Format | object", width: int) -> str:
    per_line = max(1, (_WIDTH - indent) // (width + 2))
    if summarise and array.shape[0] > 2 * _EDGE:
        cells = [written(v) for v in array[:_EDGE].tolist()] + [" ..."] + [written(v) for v in array[-_EDGE:].tolist()]  # type: ignore[operator]
    else:
        cells = [written(v) for v in array.tolist()]  # type: ignore[operator]
    lines = [", ".join(cells[at : at + per_line]) for at in range(0, len(cells), per_line)]
    return "[" + ("," + "\n" + " " * (indent + 1)).join(lines) + "]"
