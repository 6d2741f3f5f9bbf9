"""Numbers, sizes and shapes as texts, the same everywhere in the window."""

import math


def size_text(nbytes: int) -> str:
    """`1.23 MB`, in powers of 1000 as file managers and PyTorch's hub count."""
    value = float(nbytes)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.3g} {unit}"
        value /= 1000
    return f"{value:.3g} TB"


def shape_text(shape: tuple[int, ...]) -> str:
    """`64 × 3 × 7 × 7`; `scalar` without dimensions."""
    return " × ".join(str(size) for size in shape) or "scalar"


def number_text(value: float | None, digits: int = 5) -> str:
    """Five significant digits; a dash for what is not known."""
    if value is None:
        return "–"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.{digits}g}"


def share_text(part: int, whole: int) -> str:
    """`12.5 %`; a dash of nothing."""
    if not whole:
        return "–"
    share = part / whole * 100
    return "0 %" if part == 0 else f"{share:.3g} %" if share >= 0.001 else "< 0.001 %"
