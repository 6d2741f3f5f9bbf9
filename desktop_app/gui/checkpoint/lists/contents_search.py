"""Finding entries of a file's contents by key, type or value; pure, so that it may run in a thread."""

from collections.abc import Sequence

from desktop_app.checkpoint.model import Entry
from desktop_app.gui.checkpoint.lists.tree_model import text_test


def owners_of(entries: Sequence[Entry]) -> list[int]:
    """For each entry the one that holds it; -1 for the first."""
    owners = [-1] * len(entries)
    for number, entry in enumerate(entries):
        for child in range(entry.first_child, min(entry.first_child + entry.children, len(entries))):
            if child > 0:
                owners[child] = number
    return owners


def find_entries(entries: Sequence[Entry], query: str) -> tuple[int, ...]:
    """Numbers of the entries whose key, type or value holds the text, or fits `/regex/`, in the order of the tree.

    Raises `ValueError` for a regular expression that is none.
    """
    test = text_test(query)
    hits = [
        number
        for number, entry in enumerate(entries)
        if test(entry.key) or test(entry.text[:1000]) or test(entry.type_name)
    ]
    owners = owners_of(entries)
    return tuple(sorted(hits, key=lambda number: chain_of(owners, number)))


def chain_of(owners: Sequence[int], number: int) -> tuple[int, ...]:
    """Entries from below the first down to this one; siblings stand in order of their numbers."""
    chain: list[int] = []
    while number > 0:
        chain.append(number)
        number = owners[number]
    return tuple(reversed(chain))
