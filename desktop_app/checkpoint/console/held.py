"""Tensors that somebody was given: known again while they live, and looked through for what was done to them in place."""

import weakref
from collections.abc import Callable, Iterator
from typing import Any

from desktop_app.checkpoint.console.arrays import nbytes_of, read_value, stamp_of
from desktop_app.checkpoint.editing.expressions import Expression, Stored, tie_of

_KEPT = 256 << 20
"""Bytes of tensors that nobody else keeps which are kept until the end of the cell."""


class _Given:
    """One tensor that was given out."""

    def __init__(self, value: Expression, tensor: Any) -> None:
        self.value = value
        """Kept, so that its identity is not used again."""
        self.tensor = weakref.ref(tensor)
        self.stamp = stamp_of(tensor)


class Held:
    """By the expression that a tensor was read from; tied names get one and the same tensor."""

    def __init__(self) -> None:
        self._given: dict[object, _Given] = {}
        self._kept: dict[object, Any] = {}
        self._kept_nbytes = 0
        self.changed_early: Callable[[Expression, Any], None] = lambda _value, _tensor: None
        """Told of a tensor that was changed and is about to be let go before the cell has ended."""

    def read(self, value: Expression) -> Any:
        """The tensor, read from the file unless it was given out before and still lives."""
        key = key_of(value)
        given = self._given.get(key)
        tensor = given.tensor() if given is not None else None
        if tensor is None:
            tensor = read_value(value)
            self._given[key] = _Given(value, tensor)
        self._keep(key, tensor)
        return tensor

    def alive(self, value: Expression) -> Any:
        """The tensor that was given out for `value` and still lives; None when there is none. Reads nothing."""
        given = self._given.get(key_of(value))
        return given.tensor() if given is not None else None

    def drop(self, value: Expression) -> None:
        """What was given out for `value` belongs to it no more."""
        self._given.pop(key_of(value), None)

    def put(self, value: Expression, tensor: Any) -> None:
        """From now on `tensor` is what `value` holds."""
        self._given[key_of(value)] = _Given(value, tensor)

    def _keep(self, key: object, tensor: Any) -> None:
        if key in self._kept:
            return
        self._kept[key] = tensor
        self._kept_nbytes += nbytes_of(tensor)
        while self._kept_nbytes > _KEPT and len(self._kept) > 1:
            oldest = next(iter(self._kept))
            gone = self._kept.pop(oldest)
            self._kept_nbytes -= nbytes_of(gone)
            given = self._given.get(oldest)
            if given is not None and stamp_of(gone) != given.stamp:
                self.changed_early(given.value, gone)

    def changed(self) -> Iterator[tuple[Expression, Any]]:
        """What was changed in place since it was read; what nobody keeps any more is forgotten."""
        for key, given in list(self._given.items()):
            tensor = given.tensor()
            if tensor is None:
                del self._given[key]
            elif stamp_of(tensor) != given.stamp:
                yield given.value, tensor

    def let_go(self) -> None:
        """The cell has ended: only what the person kept stays."""
        self._kept.clear()
        self._kept_nbytes = 0

    def forget(self, keys: set[object] | None = None) -> None:
        """Forget what was given out for expressions that are not among `keys`; all of it for None."""
        for key in list(self._given):
            if keys is None or key not in keys:
                del self._given[key]
                self._kept.pop(key, None)


def key_of(value: Expression) -> object:
    """Equal for expressions that are one tensor."""
    return tie_of(value) if isinstance(value, Stored) else id(value)
