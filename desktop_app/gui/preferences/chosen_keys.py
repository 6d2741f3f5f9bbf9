"""The keys that a person chose for actions, in place of those that they come with."""

from collections.abc import Iterable
from dataclasses import replace

from desktop_app.gui.actions import Action
from desktop_app.gui.settings import Settings


def chosen_keys(settings: Settings) -> dict[str, str]:
    """Key by the action's id, only where it is not the standard one; an empty key takes the action's key away."""
    return {name: key for name, key in settings.get("keys").items() if isinstance(key, str)}


def with_chosen_keys(rows: Iterable[Action], settings: Settings) -> tuple[Action, ...]:
    """The same rows, with the keys that the person chose."""
    chosen = chosen_keys(settings)
    return tuple(replace(row, shortcut=chosen[row.id]) if row.id in chosen else row for row in rows)
