"""The state of an edit as a value: new keys in order, each with what its tensor is computed from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from desktop_app.checkpoint.editing.expressions import Expression, Stored
from desktop_app.checkpoint.model import Checkpoint, Role, TensorInfo


@dataclass(frozen=True, slots=True)
class Item:
    """One tensor of a draft."""

    value: Expression
    role: Role
    origin: str = ""
    """Its name in the opened file; empty for one that was added."""
    requires_grad: bool = False
    beside: bool = False
    """Whether it lies in a further state_dict of the file (an EMA copy, say), not in the one that is edited."""
    class_name: str = "torch.Tensor"
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the tensor as edited."""
        return self.value.shape

    @property
    def dtype(self) -> str:
        """Element type of the tensor as edited."""
        return self.value.dtype

    @property
    def stored(self) -> TensorInfo | None:
        """How the file holds it, when its values were not edited."""
        return self.value.info if isinstance(self.value, Stored) else None


@dataclass(frozen=True, slots=True)
class Step:
    """One operation with its arguments as the command line writes them."""

    operation: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a checkpoint is to become; the opened file is never touched.

    `items` maps each new key to its tensor and is never changed in place: an operation makes a new draft.
    """

    source: Checkpoint
    items: Mapping[str, Item]
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was set by `metadata`; it stands over what the file holds."""
    unwrapped: bool = False
    """Whether what surrounds the state_dict was given up."""
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> "Draft":
        """The draft that changes nothing yet. Non-persistent buffers of a pickled module are left out, as in its state_dict."""
        hidden = {
            name
            for module in (checkpoint.modules if checkpoint.kind in ("module", "checkpoint") else ())
            for own in module.non_persistent
            for name in ((f"{module.path}.{own}", f"{module.path}/{own}") if module.path else (own,))
        }
        items = {info.name: item_of(checkpoint, info) for info in checkpoint.tensors if info.name not in hidden}
        weights = [item for item in items.values() if item.role in ("parameter", "buffer")]
        if all(item.beside for item in weights):  # several state_dicts and none that is the one, or none at all
            items = {name: replace(item, beside=False) for name, item in items.items()}
        return cls(checkpoint, items)

    def with_items(self, items: Mapping[str, Item]) -> "Draft":
        """The same draft with other tensors."""
        return replace(self, items=items)

    @property
    def is_changed(self) -> bool:
        """Whether any operation was done."""
        return bool(self.steps)

    def changed_names(self) -> frozenset[str]:
        """Keys whose name, values, shape or type are not those of the opened file."""
        return frozenset(name for name, item in self.items.items() if is_changed(name, item))

    def lost_names(self) -> tuple[str, ...]:
        """Names of the opened file that no tensor of the draft comes from."""
        kept = {item.origin for item in self.items.values()}
        return tuple(info.name for info in self.source.tensors if info.name not in kept)


def item_of(checkpoint: Checkpoint, info: TensorInfo) -> Item:
    """A tensor of an opened file as an item."""
    return Item(
        Stored(checkpoint.files, info),
        info.role,
        info.name,
        info.requires_grad,
        len(info.path) > 1 and info.name.startswith(f"{info.path[0]}/"),
        info.class_name,
        info.attributes,
    )


def is_changed(name: str, item: Item) -> bool:
    """Whether an item differs from what the file holds under its original name."""
    return name != item.origin or not isinstance(item.value, Stored)


def is_outside(item: Item, *, has_state_dict: bool) -> bool:
    """Whether a tensor lies beside the state_dict: optimizer state and the like."""
    return item.beside or item.role == "optimizer" or (item.role == "tensor" and has_state_dict)


def state_dict_items(draft: Draft) -> Iterator[tuple[str, Item]]:
    """Keys and tensors of the state_dict alone; all of them when the file has no state_dict."""
    inside = has_state_dict(draft)
    return ((name, item) for name, item in draft.items.items() if not is_outside(item, has_state_dict=inside))


def has_state_dict(draft: Draft) -> bool:
    """Whether any tensor is a parameter or buffer."""
    return any(item.role in ("parameter", "buffer") and not item.beside for item in draft.items.values())
