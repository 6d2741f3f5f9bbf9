"""One side of a comparison: named tensors that can cross into a worker process."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.checkpoint.editing.draft import Draft, Item, Step, state_dict_items
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.model import Checkpoint, CheckpointError, FileIdentity
from desktop_app.checkpoint.open import open_checkpoint


@dataclass(frozen=True, slots=True)
class Side:
    """The tensors of a state_dict in their order."""

    title: str
    items: Mapping[str, Item]

    @classmethod
    def of(cls, source: Checkpoint | Draft, title: str = "") -> "Side":
        """The state_dict of an opened checkpoint or of a draft; all tensors when it has none. The path is the usual title."""
        draft = source if isinstance(source, Draft) else Draft.of(source)
        return cls(title or draft.source.path, dict(state_dict_items(draft)))


@dataclass(frozen=True, slots=True)
class Origin:
    """How to make a side again in another process: small, however many tensors there are."""

    path: str
    files: tuple[FileIdentity, ...] = ()
    """As they were opened; empty when any file at `path` will do."""
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, source: Checkpoint | Draft) -> "Origin":
        """Of an opened checkpoint, or of a draft with what was done to it."""
        if isinstance(source, Draft):
            return cls(source.source.path, source.source.files, source.steps)
        return cls(source.path, source.files)

    def draft(self) -> Draft:
        """Open the file and repeat the steps. Raises `CheckpointError`, `EditError`, or `FileChanged` for another file."""
        checkpoint = open_checkpoint(self.path)
        if self.files and checkpoint.files != self.files:
            raise FileChanged(f"{self.path} was changed since it was opened; open it again.")
        return apply_all(Draft.of(checkpoint), self.steps, _opened)

    def side(self) -> Side:
        """The state_dict of `draft`; raises what it raises."""
        return Side.of(self.draft())


def _opened(path: str) -> Checkpoint:
    try:
        return open_checkpoint(path)
    except CheckpointError as error:
        raise EditError("file", reason=str(error)) from None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tensors that belong together."""

    name_a: str
    name_b: str
    a: Item
    b: Item
    match: float = 1.0
    """How sure it is that the second is the first under another name, 0 to 1; 1 for equal names."""

    @property
    def renamed(self) -> bool:
        """Whether the names differ."""
        return self.name_a != self.name_b

    @property
    def same_shape(self) -> bool:
        """Whether the values can be compared one by one."""
        return self.a.shape == self.b.shape
