"""What the console has at hand beside the state_dict: the opened file, and what is selected in the window."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_app.checkpoint.console.state_dict import Work
from desktop_app.checkpoint.counted import counted
from desktop_app.checkpoint.model import Checkpoint


class OpenedFile:
    """The file as it was opened: path, container, kind, metadata, tensors, modules, contents, findings, safety."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._checkpoint, name)

    def __dir__(self) -> list[str]:
        fields = (
            "path",
            "container",
            "kind",
            "files",
            "size_bytes",
            "metadata",
            "tensors",
            "modules",
            "contents",
            "safety",
            "findings",
        )
        return sorted({*object.__dir__(self), *fields, "parameter_count"})

    def __repr__(self) -> str:
        one = self._checkpoint
        return (
            f"{one.path}: {one.container}, {one.kind}, {counted(len(one.tensors), 'tensor')}, "
            f"{counted(one.parameter_count, 'parameter')}, {counted(one.size_bytes, 'byte')}, "
            f"loading would run: {one.safety.verdict}, {counted(len(one.findings), 'finding')}"
        )


class Selection(Mapping[str, Any]):
    """What is selected in the window, by name; it follows the window. `selection.tensor` is the first of it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.names: tuple[str, ...] = ()
        self.module: str = ""
        """Path of the selected module; empty for none or for the root."""

    @property
    def tensor(self) -> Any:
        """The tensor that was selected first."""
        if not self.names:
            raise LookupError("Nothing is selected in the window.")
        return self[self.names[0]]

    def __getitem__(self, name: str) -> Any:
        item = self._work.draft.items.get(name)
        if name not in self.names or item is None:
            raise KeyError(name)
        return self._work.held.read(item.value)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.names if name in self._work.draft.items)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        names = list(self)
        if not names:
            return "nothing is selected"
        shown = ", ".join(f"{name} {list(self._work.draft.items[name].shape)}" for name in names[:6])
        return shown + (f" and {len(names) - 6} more" if len(names) > 6 else "")
