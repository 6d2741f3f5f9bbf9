"""CRC-32 of two stretches of bytes joined, from the CRC-32 of each."""

_POLYNOMIAL = 0xEDB88320


def _times(a: int, b: int) -> int:
    """Product of two polynomials modulo that of CRC-32, bits reflected."""
    product = 0
    bit = 1 << 31
    while bit:
        if a & bit:
            product ^= b
        bit >>= 1
        b = (b >> 1) ^ _POLYNOMIAL if b & 1 else b >> 1
    return product


def joined(first: int, second: int, nbytes: int) -> int:
    """CRC-32 of what has CRC-32 `first`, followed by `nbytes` bytes that have `second`."""
    shift, power = 1 << 31, 1 << 23  # 1, and x to the 8th: one byte further
    while nbytes:
        if nbytes & 1:
            shift = _times(shift, power)
        power = _times(power, power)
        nbytes >>= 1
    return _times(shift, first) ^ second
