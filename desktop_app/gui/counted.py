"""One thing is told in the singular: a number with its noun, as both are written in the language of the window."""


def counted(count: int, one: str, many: str, shown: str = "", **parts: str) -> str:
    """`one` for a single thing, else `many`, with `{count}` and `parts` put in.

    `shown` is the count as it shall be written; with thousands parted when nothing is given.
    """
    return (one if count == 1 else many).format(count=shown or f"{count:,}", **parts)
