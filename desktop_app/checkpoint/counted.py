"""Numbers of things as English says them."""


def counted(count: int, thing: str) -> str:
    """`1 tensor`, `2,000 tensors`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
