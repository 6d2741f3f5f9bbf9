"""What the window asks of a workspace: a part of the program that fills the window, such as inspecting or labelling.

A workspace is a widget that also has these members. Workspaces never know each other: what one has for another goes
through its signals to the main window, which joins them.
"""

from collections.abc import Callable, Iterator, Sequence

from desktop_app.gui.actions import Action


class Workspace:
    """Mixed into a QWidget; the signals named in the comments are defined by the widget where it has them."""

    name = ""
    """`inspect`, `label`, `train`."""

    # front_changed = Signal()            title, saved state or emptiness changed
    # rows_changed = Signal()             `rows()` is another table now; the menus follow in the next turns
    # selection_changed = Signal()        only enabled and checked states changed
    # complained = Signal(str)            one sentence for the status line
    # facts_changed = Signal(str)         what stands at the right of the status line while this is in front
    # open_wanted = Signal()              ask the person for files
    # paths_wanted = Signal(list)         files or folders that the window shall open wherever they belong

    def what_is_missing(self) -> Iterator[Callable[[], object]]:
        """What makes a workspace complete that was made in part, piece by piece; each is done before the next is asked for."""
        yield from ()

    def rows(self) -> tuple[Action, ...]:
        """Everything that can be done here now; menus, toolbar, palette and shortcut sheet show it."""
        return ()

    def menus(self) -> dict[str, str]:
        """Id and title of the menus that stand between View and Help while this workspace is in front."""
        return {}

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open what belongs here."""

    def open_now(self) -> list[str]:
        """Files and folders that should be open again at the next start, the one in front last."""
        return []

    def is_empty(self) -> bool:
        """Whether nothing is open; the window then shows its invitation, when the workspace has none of its own."""
        return False

    def title(self) -> str:
        """What is in front, for the title of the window."""
        return ""

    def is_saved(self) -> bool:
        """Whether what is in front would lose nothing by closing."""
        return True

    def came_to_front(self) -> None:
        """The workspace is in sight now."""

    def next_pane(self, step: int) -> None:
        """Move the keyboard to the next (or previous) part of the workspace."""

    def plots_ready(self) -> None:
        """pyqtgraph is loaded."""

    def may_close(self) -> bool:
        """Ask about what is not saved; False keeps the window open."""
        return True

    def shut(self) -> None:
        """Remember what should come back, stop all work."""
