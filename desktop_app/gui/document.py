"""What a person edits: one value, every earlier value, and the words for what led from one to the next."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Entry[Value]:
    """One state of a document."""

    text: str
    """What was done to get here; empty for the state that was opened."""
    value: Value


class Document[Value](QObject):
    """The only place where what the user edits changes; undo and redo without limit."""

    changed = Signal(object, object)
    """The old and the new value."""
    history_changed = Signal()

    def __init__(self, value: Value, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry[Value]] = [Entry("", value)]
        self._position = 0
        self._saved: int | None = 0

    @property
    def value(self) -> Value:
        """The state now."""
        return self._entries[self._position].value

    @property
    def history(self) -> tuple[Entry[Value], ...]:
        """All states, those that were undone at the end."""
        return tuple(self._entries)

    @property
    def position(self) -> int:
        """Which of the states in `history` is the present one."""
        return self._position

    @property
    def is_saved(self) -> bool:
        """Whether the present state is the one that was saved or opened."""
        return self._saved == self._position

    def change(self, text: str, value: Value) -> None:
        """Go on to a new state; what was undone is given up."""
        if self._saved is not None and self._saved > self._position:
            self._saved = None
        del self._entries[self._position + 1 :]
        self._entries.append(Entry(text, value))
        self._go(self._position + 1)

    def undo(self) -> None:
        """One state back, if there is one."""
        self.go_to(self._position - 1)

    def redo(self) -> None:
        """One state forward, if there is one."""
        self.go_to(self._position + 1)

    def go_to(self, position: int) -> None:
        """Make any state of the history the present one; nothing for a position that is none."""
        if 0 <= position < len(self._entries) and position != self._position:
            self._go(position)

    def _go(self, position: int) -> None:
        old = self.value
        self._position = position
        self.changed.emit(old, self.value)
        self.history_changed.emit()

    def mark_saved(self) -> None:
        """The present state is on the disk now."""
        self._saved = self._position
        self.history_changed.emit()
