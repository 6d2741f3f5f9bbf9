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
    """Rows of one menu with different numbers are separated by a line."""
    toolbar: bool = False
