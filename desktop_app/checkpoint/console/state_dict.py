"""The state_dict of an opened checkpoint as a mapping: values are read when touched, changes become steps of the draft."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from desktop_app.checkpoint.console.arrays import ConsoleError, dtype_and_bytes, is_tensor, nbytes_of, numbers_of
from desktop_app.checkpoint.console.edit_file import write_values
from desktop_app.checkpoint.console.held import Held, key_of
from desktop_app.checkpoint.counted import counted
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.editing.draft import Draft, Item, Step, has_state_dict, is_outside
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Expression
from desktop_app.checkpoint.editing.operations import apply
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.model import Checkpoint

_COMPARED = 4 << 20
"""Elements up to which a changed tensor is compared with what it was, to tell the change in numbers."""
_FEW = 4
"""Places that are told one by one; more are kept as a file."""
_SHOWN = 12
_PENDING_NBYTES = 512 << 20


@dataclass
class Work:
    """The draft as the console knows it, and what it has done to it since the window was told last."""

    checkpoint: Checkpoint
    folder: Path
    """Where assigned values are written."""
    open_file: Callable[[str], Checkpoint]
    done: list[Step] = field(default_factory=list[Step])
    """Steps that the window does not know yet."""

    def __post_init__(self) -> None:
        self._drafts: list[Draft] = [Draft.of(self.checkpoint)]
        self.held = Held()

    @property
    def draft(self) -> Draft:
        """As it is now."""
        return self._drafts[-1]

    def do(self, step: Step) -> None:
        """One step more; raises `EditError`."""
        self._drafts.append(apply(self.draft, step, self.open_file))
        self.done.append(step)

    def follow(self, steps: Iterable[Step]) -> None:
        """Be where the window is: `steps` are all that it has done. What fits already is kept as it is."""
        wanted = list(steps)
        kept = 0
        while kept < len(wanted) and kept + 1 < len(self._drafts) and self._drafts[kept + 1].steps[-1] == wanted[kept]:
            kept += 1
        moved = len(self._drafts) != kept + 1
        del self._drafts[kept + 1 :]
        for step in wanted[kept:]:
            self._drafts.append(apply(self.draft, step, self.open_file))
        self.done.clear()
        if moved:
            self.held.forget({key_of(item.value) for item in self.draft.items.values()})


class StateDict(MutableMapping[str, Any]):
    """Names to tensors. Nothing is read before it is touched; what is assigned, deleted, renamed or changed in place is an
    edit that can be undone in the window, and the file on the disk stays as it is.

        state_dict['fc.bias']                        a tensor, read now
        state_dict['fc.bias'] = torch.zeros(10)      another shape or type is allowed
        state_dict['fc.bias'] *= 2
        del state_dict['fc.bias']
        state_dict.rename('fc', 'head')              a tensor or a whole module
        state_dict.edit('cast *.weight bfloat16')    any operation of `weightsmith edit --op`
        state_dict.shape('fc.bias'), state_dict.dtype('fc.bias')    without reading it
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._assigned: dict[str, Any] = {}
        self._problem = ""
        work.held.changed_early = self._changed_early

    # ------------------------------------------------------------------ reading

    def _names(self) -> dict[str, None]:
        draft = self._work.draft
        inside = has_state_dict(draft)
        names = {name: None for name, item in draft.items.items() if not is_outside(item, has_state_dict=inside)}
        names.update(dict.fromkeys(self._assigned))
        return names

    def _item(self, name: str) -> Item:
        item = self._work.draft.items.get(name)
        if item is None:
            raise KeyError(name)
        return item

    def __getitem__(self, name: str) -> Any:
        if name in self._assigned:
            return self._assigned[name]
        return self._work.held.read(self._item(name).value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __contains__(self, name: object) -> bool:
        return name in self._assigned or name in self._work.draft.items

    def shape(self, name: str) -> tuple[int, ...]:
        """Shape of a tensor, without reading it."""
        return tuple(self._assigned[name].shape) if name in self._assigned else self._item(name).shape

    def dtype(self, name: str) -> str:
        """Element type of a tensor by torch's name, without reading it."""
        if name in self._assigned:
            return dtype_and_bytes(self._assigned[name], self._like(name))[0]
        return self._item(name).dtype

    def first(self, dimensions: int = 2) -> Any:
        """The first tensor of floating-point numbers that has at least so many dimensions."""
        for name in self:
            if len(self.shape(name)) >= dimensions and "float" in self.dtype(name):
                return self[name]
        raise KeyError(f"no floating-point tensor of so many dimensions ({dimensions})")

    def __repr__(self) -> str:
        names = list(self)
        sizes = {name: prod(self.shape(name)) for name in names}
        nbytes = sum(count * itemsize_bits(self.dtype(name)) / 8 for name, count in sizes.items())
        lines = [
            f"state_dict of {self._work.checkpoint.path}: {counted(len(names), 'tensor')}, {counted(sum(sizes.values()), 'element')}, {_size(nbytes)}"
        ]
        width = max((len(name) for name in names[:_SHOWN]), default=0)
        lines += [f"  {name:<{width}}  {self.dtype(name):<9} {list(self.shape(name))}" for name in names[:_SHOWN]]
        if len(names) > _SHOWN:
            lines.append(f"  and {len(names) - _SHOWN} more")
        return "\n".join(lines)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    # ------------------------------------------------------------------ changing

    def __setitem__(self, name: str, value: Any) -> None:
        if not name or type(name) is not str:
            raise ConsoleError("A key of a state_dict is a text that is not empty.")
        if not is_tensor(value):
            raise ConsoleError(
                f"state_dict[{name!r}] takes a tensor, not {type(value).__name__}; for one number everywhere write "
                f"state_dict[{name!r}][...] = number"
            )
        item = self._work.draft.items.get(name)
        if item is not None and name not in self._assigned and self._work.held.alive(item.value) is value:
            return  # `state_dict[name] *= 2`: done in place, noticed when the cell ends
        dtype_and_bytes(value, self._like(name))
        self._assigned[name] = value
        if sum(nbytes_of(one) for one in self._assigned.values()) > _PENDING_NBYTES:
            self.settle()

    def __delitem__(self, name: str) -> None:
        self.settle()
        self._item(name)
        self._do(Step("drop", (name,)))

    def clear(self) -> None:
        """Drop every tensor of the state_dict, reading none."""
        self.settle()
        names = tuple(self)
        if names:
            self._do(Step("drop", names))

    def rename(self, old: str, new: str) -> None:
        """Another name for a tensor, or for a module with all that it holds."""
        self.settle()
        self._do(Step("rename", (old, new)))

    def edit(self, operation: str) -> None:
        """Do any operation as the command line writes it, for example `cast *.weight float16`."""
        self.settle()
        self._do(parse_step(operation))

    def _do(self, step: Step) -> None:
        self._work.do(step)

    def _like(self, name: str) -> str:
        item = self._work.draft.items.get(name)
        return item.dtype if item is not None else ""

    # ------------------------------------------------------------------ what was done becomes steps

    def settle(self) -> None:
        """What was assigned or changed in place becomes steps. Raises `ConsoleError`, `EditError`, `OSError`."""
        assigned, self._assigned = self._assigned, {}
        changed = {
            name: tensor
            for value, tensor in list(self._work.held.changed())
            for name in self._names_of(value)
            if name not in assigned
        }
        try:
            self._settle({**changed, **assigned})
        except BaseException:
            self._work.held.forget()  # what cannot be kept is read again
            raise

    def _names_of(self, value: Expression) -> list[str]:
        key = key_of(value)
        return [name for name, item in self._work.draft.items.items() if key_of(item.value) == key]

    def _settle(self, tensors: dict[str, Any]) -> None:
        whole: dict[str, Any] = {}
        for name, tensor in tensors.items():
            old = self._work.draft.items.get(name)
            steps = self._in_numbers(name, tensor)
            if steps is None:
                whole[name] = tensor
            for step in steps or ():
                self._do(step)
            if old is not None:
                self._work.held.drop(old.value)
        if whole:
            like = {name: self._like(name) for name in whole}
            alike: dict[int, str] = {}  # one tensor under several names is written once, and stays tied
            first = {name: alike.setdefault(id(tensor), name) for name, tensor in whole.items()}
            places = write_values(self._work.folder, {name: whole[name] for name in alike.values()}, like)
            for name in whole:
                self._do(Step("assign", (name, places[first[name]])))
        for name, tensor in tensors.items():
            self._work.held.put(self._work.draft.items[name].value, tensor)

    def _in_numbers(self, name: str, tensor: Any) -> tuple[Step, ...] | None:
        """The change as numbers put into places, when it is one number everywhere or few places; None when it is more."""
        item = self._work.draft.items.get(name)
        dtype, shape, _ = dtype_and_bytes(tensor, self._like(name))
        if item is None or shape != item.shape or dtype != item.dtype or not 0 < prod(shape) <= _COMPARED:
            return None
        if dtype.startswith("complex"):
            return None
        from desktop_app.checkpoint.console.arrays import read_value

        new, old = numbers_of(tensor), numbers_of(read_value(item.value))
        places = np.flatnonzero((new != old) & ~((new != new) & (old != old)))
        if not len(places):
            return ()
        if len(new) > 1 and (new == new[0]).all() and not np.signbit(new).any():
            return (Step("fill", (name, _text(new[0]))),)
        if len(places) > _FEW:
            return None
        indices = [", ".join(str(int(part)) for part in np.unravel_index(place, shape)) for place in places]
        return tuple(
            Step("set", (f"{name}[{index}]" if shape else name, _text(new[place])))
            for index, place in zip(indices, places, strict=True)
        )

    def _changed_early(self, value: Expression, tensor: Any) -> None:
        for name in self._names_of(value):
            self._assigned.setdefault(name, tensor)

    def end_of_cell(self) -> tuple[list[Step], str]:
        """Steps since the last time, and why something could not be kept (empty when all could)."""
        problem = ""
        try:
            self.settle()
        except (ConsoleError, EditError, OSError) as error:
            problem = str(error)
        self._work.held.let_go()
        steps = list(self._work.done)
        self._work.done.clear()
        return steps, problem


def _text(number: Any) -> str:
    plain = number.item()
    return str(plain).lower() if isinstance(plain, bool) else repr(plain)


def _size(nbytes: float) -> str:
    for unit in ("B", "kB", "MB"):
        if nbytes < 1000:
            return f"{nbytes:.3g} {unit}"
        nbytes /= 1000
    return f"{nbytes:.3g} GB"
