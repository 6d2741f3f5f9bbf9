"""A tuple that is made when it is first looked into; sent to another process, it arrives made."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload, override

from desktop_app.checkpoint.pickling.collector import paused_collector


class Deferred[T](Sequence[T]):
    """Behaves as the tuple that `make` gives, which is called at most once for a reader in one thread.

    Opening lists the tensors of a file at once; the module tree and the contents cost as much again and are often not
    wanted. Pickling stores a plain tuple: a worker process makes it, the window receives it.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        self._make: Callable[[], Sequence[T]] | None = make
        self._made: tuple[T, ...] | None = None

    def made(self) -> tuple[T, ...]:
        """The tuple itself."""
        made, make = self._made, self._make
        if made is None:
            assert make is not None
            with paused_collector():
                made = self._made = tuple(make())
            self._make = None
        return made

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    @override
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.made()[index]

    @override
    def __len__(self) -> int:
        return len(self.made())

    @override
    def __iter__(self) -> Iterator[T]:
        return iter(self.made())

    @override
    def __eq__(self, other: object) -> bool:
        return self.made() == (other.made() if isinstance(other, Deferred) else other)

    @override
    def __hash__(self) -> int:
        return hash(self.made())

    @override
    def __repr__(self) -> str:
        return repr(self.made())

    @override
    def __reduce__(self) -> tuple[type[tuple[Any, ...]], tuple[tuple[T, ...]]]:
        return tuple, (self.made(),)
