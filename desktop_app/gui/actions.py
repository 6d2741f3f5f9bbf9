"""What a person can do, as data: menus, toolbars, the palette and the shortcut sheet all come from these rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_MNEMONIC = re.compile(r"\s*\(&\w\)|&(?=\w)")
"""`&Open`, or `打开(&O)` as languages have it whose words have no such letter."""


def plain_text(text: str) -> str:
    """An action's text without its mnemonic and its dots."""
    return _MNEMONIC.sub("", text).rstrip("…")


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done; `text` is already translated (tables are rebuilt when the language changes)."""

    id: str
    """Stable dotted name: `file.open`, `graph.expand-all`."""
    text: str
    """With its mnemonic: `&Open…`."""
    run: Callable[[], object]
    menu: str = ""
    """Id of the menu it stands in: `file edit view graph tensor help`; empty: palette only."""
    shortcut: str = ""
    """Portable key sequence: `Ctrl+O`."""
    tip: str = ""
    icon: str = ""
    """Name of an SVG in `resources/icons`, without ending."""
    enabled: Callable[[], bool] = _always
    checked: Callable[[], bool] | None = None
    """For actions that are on or off."""
    group: int = 0
    """Rows of one menu stand in the order of their numbers; those with different ones are separated by a line."""
    toolbar: bool = False
    submenu: str = ""
    """Title, with its mnemonic, of the part of the menu that it stands in; empty: in the menu itself."""
    brief: str = ""
    """Its text in the submenu, whose title says the rest; empty: `text`."""
    one_of: str = ""
    """Name of the choice that it is one of: at most one of them is on."""
