"""One side of a comparison: named tensors that can cross into a worker process."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.checkpoint.editing.draft import Draft, Item, state_dict_items
from desktop_app.checkpoint.model import Checkpoint


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
