"""What an operation on a draft is, for those of this program and of plug-ins alike."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.checkpoint.editing.arguments import OpenFile
from desktop_app.checkpoint.editing.draft import Draft


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; a pure function of the draft and its arguments."""

    name: str
    usage: str
    """Names of the arguments as shown in help and messages."""
    least: int
    most: int | None
    run: Callable[[Draft, tuple[str, ...], OpenFile], Draft]
    """Raises `EditError` when the arguments do not fit the draft."""
