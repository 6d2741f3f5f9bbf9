"""The stand-ins that a pickle is read into: names and arguments of what it would have built, never the things themselves."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from dataclasses import dataclass, field
from typing import Any

from desktop_app.checkpoint.model import Storage


@dataclass(frozen=True, slots=True)
class Global:
    """A `module.name` that the pickle refers to; never imported."""

    module: str
    name: str

    @property
    def dotted(self) -> str:
        """`module.name` as shown."""
        return f"{self.module}.{self.name}" if self.module else self.name

    def __str__(self) -> str:
        return self.dotted


@dataclass(slots=True, eq=False)
class Opaque:
    """An object whose class is not run: what it was called with, and what was put into it."""

    cls: object
    """`Global` as a rule; another stand-in where the pickle computes what it calls."""
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict[str, Any])
    state: Any = None
    items: list[Any] = field(default_factory=list[Any])
    pairs: list[tuple[Any, Any]] = field(default_factory=list[tuple[Any, Any]])
    how: str = "reduce"

    @property
    def type_name(self) -> str:
        """Dotted class or function."""
        return self.cls.dotted if isinstance(self.cls, Global) else type(self.cls).__name__

    def attributes(self) -> dict[str, Any]:
        """The instance's `__dict__` as far as the pickle carries one (slots state included)."""
        state = self.state
        if isinstance(state, dict):
            return {str(key): value for key, value in state.items()}
        if (
            isinstance(state, tuple)
            and len(state) == 2
            and all(part is None or isinstance(part, dict) for part in state)
        ):
            merged: dict[str, Any] = {}
            for part in state:
                merged.update({str(key): value for key, value in (part or {}).items()})
            return merged
        return {}


class AttributedDict(dict[Any, Any]):
    """An ordered dictionary with Python attributes, such as a state_dict's `_metadata`."""

    __slots__ = ("_attributes",)
    type_name = "collections.OrderedDict"

    @property
    def attributes(self) -> dict[str, Any]:
        """Python attributes of the dictionary itself; made when first asked for, as every tensor brings such a dictionary."""
        try:
            return self._attributes
        except AttributeError:
            self._attributes: dict[str, Any] = {}
            return self._attributes


@dataclass(frozen=True, slots=True)
class StorageRef:
    """What a pickle says of a storage; `storage` is filled in by the container that knows where its bytes lie."""

    key: str
    dtype: str
    numel: int
    location: str = "cpu"
    storage: Storage | None = None
    view_offset: int = 0
    """In elements; only storages from before 0.4 are views of others."""
