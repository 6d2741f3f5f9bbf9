"""Letters of menus: no two rows of one menu answer to the same key, in whatever language their texts are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from string import ascii_uppercase

from desktop_app.gui.actions import Action

_LETTER = re.compile(r"&(\w)")
_APART = re.compile(r"\(&\w\)")
"""The letter of languages whose words have none: `打开(&O)`."""


def with_own_letters(rows: Iterable[Action]) -> tuple[Action, ...]:
    """The rows, of which those that come later have another letter where theirs is taken."""
    taken: dict[tuple[str, str], set[str]] = {}
    titles: dict[tuple[str, str], str] = {}
    return tuple(_lettered(row, taken, titles) if row.menu else row for row in rows)


def _lettered(row: Action, taken: dict[tuple[str, str], set[str]], titles: dict[tuple[str, str], str]) -> Action:
    part, submenu = (row.menu, row.submenu), row.submenu
    if submenu:
        if part not in titles:
            titles[part] = own_letter(submenu, taken.setdefault((row.menu, ""), set()))
        submenu = titles[part]
    text = own_letter(row.brief or row.text, taken.setdefault(part, set()))
    if (text, submenu) == (row.brief or row.text, row.submenu):
        return row
    return replace(row, text=row.text if row.brief else text, brief=text if row.brief else "", submenu=submenu)


def letters_of(texts: Iterable[str]) -> set[str]:
    """The letters that texts answer to."""
    return {found[1].upper() for text in texts if (found := _LETTER.search(text)) is not None}


def own_letter(text: str, taken: set[str]) -> str:
    """The text with a letter that is not among those `taken`, to which it is added; without any when none is left."""
    found = _LETTER.search(text)
    if found is None:
        return text
    letter = found[1].upper()
    if letter in taken:
        text, letter = _other(text, taken)
    taken.add(letter)
    return text


def _other(text: str, taken: set[str]) -> tuple[str, str]:
    if _APART.search(text) is not None:
        letter = next((letter for letter in ascii_uppercase if letter not in taken), "")
        return _APART.sub(f"(&{letter})" if letter else "", text), letter
    plain = _LETTER.sub(r"\1", text, count=1)
    for place in _places(plain):
        if plain[place].upper() not in taken:
            return f"{plain[:place]}&{plain[place:]}", plain[place].upper()
    return plain, ""


def _places(text: str) -> Iterator[int]:
    """Where letters are that one would look for: at the beginnings of words, then elsewhere."""
    starts = [found.start() for found in re.finditer(r"\b[A-Za-z]", text)]
    yield from starts
    yield from (place for place, letter in enumerate(text) if letter in ascii_uppercase + ascii_uppercase.lower())
