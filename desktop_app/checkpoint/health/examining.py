"""The examination of a whole checkpoint or draft: every tensor measured, cast and decomposed, then judged together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import prod

from desktop_app.checkpoint.editing.computed import Reshaped
from desktop_app.checkpoint.editing.draft import Draft, Item, state_dict_items
from desktop_app.checkpoint.editing.edited import edited_checkpoint
from desktop_app.checkpoint.editing.expressions import Expression, Stored, can_be_read, distinct_shape_of, tie_of
from desktop_app.checkpoint.editing.rounding import is_floating
from desktop_app.checkpoint.health.casting import cast_losses
from desktop_app.checkpoint.health.judging import symptoms_of
from desktop_app.checkpoint.health.measuring import measure
from desktop_app.checkpoint.health.model import HealthReport, Layer, Spectrum
from desktop_app.checkpoint.health.spectra import is_matrix, spectrum
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.checkpoint.storages import TensorError

type Progress = Callable[[int, int, str], None]

_NUMBERS = ("float", "bfloat", "complex", "qint", "quint")
_CASTABLE = ("float64", "float32", "float16", "bfloat16")
_TRANSPOSED = ("ConvTranspose", "Conv1D")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to examine beyond one pass over the values."""

    casts: bool = True
    spectra: bool = True
    exact: bool = False
    """All singular values of every weight that fits into memory, however long it takes."""


class _Steps:
    """Progress in elements over the whole examination."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, max(total, 1), progress
        self.name = ""

    def __call__(self, count: int) -> None:
        self._done = min(self._done + count, self._total)
        if self._progress is not None:
            self._progress(self._done, self._total, self.name)


def examine(source: Checkpoint | Draft, wishes: Wishes | None = None, progress: Progress | None = None) -> HealthReport:
    """Examine every tensor of numbers. A tensor that cannot be read is told of in its own row; nothing is raised for it."""
    draft = source if isinstance(source, Draft) else Draft.of(source)
    wishes = wishes if wishes is not None else Wishes()
    wanted = list(_wanted(draft))
    passes = 1 + 2 * wishes.casts
    steps = _Steps(sum(_size(item) * (1 if layer.is_beside else passes) for layer, item in wanted), progress)
    layers: list[Layer] = []
    for layer, item in wanted:
        steps.name = layer.name
        layers.append(_examined(layer, item, wishes, steps))
    checkpoint = draft.source
    return HealthReport(checkpoint.path, checkpoint.files, draft.is_changed, tuple(layers), symptoms_of(layers))


def spectrum_of(source: Checkpoint | Draft, name: str) -> Spectrum | None:
    """All singular values of one tensor. Raises `KeyError`, `TensorError`, or `ValueError` when it is too large."""
    draft = source if isinstance(source, Draft) else Draft.of(source)
    layer, item = next((pair for pair in _wanted(draft) if pair[0].name == name), (None, None))
    if layer is None or item is None:
        raise KeyError(name)
    return spectrum(item.value, outputs=layer.outputs, exact=True)


def judged_again(report: HealthReport, name: str, found: Spectrum) -> HealthReport:
    """The report with the exact spectrum of one tensor, and what follows from it."""
    changed = report.with_spectrum(name, found)
    return replace(changed, symptoms=symptoms_of(changed.layers))


def _size(item: Item) -> int:
    """Elements that one pass goes through."""
    return prod(distinct_shape_of(_numbers_of(item.value)))


def _wanted(draft: Draft) -> Iterator[tuple[Layer, Item]]:
    """Tensors of numbers with what is known of them before any is read; empty ones have nothing to say."""
    kinds = _kinds(draft)
    inside = {name for name, _ in state_dict_items(draft)}
    ties: dict[object, list[str]] = {}
    for name, item in draft.items.items():
        ties.setdefault(tie_of(item.value), []).append(name)
    for name, item in draft.items.items():
        if not item.dtype.startswith(_NUMBERS) or not _size(item):
            continue
        module = name.rpartition(".")[0]
        kind = kinds.get(module, "")
        others = tuple(other for other in ties[tie_of(item.value)] if other != name)
        outputs = 1 if kind.startswith(_TRANSPOSED) and len(item.shape) > 1 else 0
        yield Layer(name, module, kind, item.shape, item.dtype, None, outputs=outputs, ties=others, is_beside=name not in inside), item  # fmt: skip


def _kinds(draft: Draft) -> dict[str, str]:
    """What each module is, by its path."""
    return {
        module.path: (module.class_name or "").rpartition(".")[2] or module.inferred or ""
        for module in edited_checkpoint(draft).modules
    }


def _numbers_of(value: Expression) -> Expression:
    """The tensor itself, or all elements of a list of tensors one after the other."""
    if isinstance(value, Stored) and value.info.rows is not None:
        return Reshaped(Stored(value.files, value.info.rows), (value.info.numel,))
    return value


def _examined(layer: Layer, item: Item, wishes: Wishes, steps: _Steps) -> Layer:
    value = _numbers_of(item.value)
    try:
        can_be_read(value)
        variance = layer.name.rpartition(".")[2] == "running_var"
        measured = measure(value, layer.name, outputs=layer.outputs, variance=variance, step=steps)
        layer = replace(layer, measure=measured)
        if layer.is_beside:
            return layer
        if wishes.casts and item.dtype in _CASTABLE:
            losses = cast_losses(value, layer.name, outputs=layer.outputs, step=lambda count: steps(2 * count))
            layer = replace(layer, casts=losses)
        if wishes.spectra and is_matrix(item.shape) and not (measured.nan or measured.infinite):
            layer = replace(layer, spectrum=_spectrum(value, layer.outputs, exact=wishes.exact))
    except TensorError as error:
        return replace(layer, problem=str(error))
    return layer


def _spectrum(value: Expression, outputs: int, *, exact: bool) -> Spectrum | None:
    if not is_floating(value.dtype):
        return None
    try:
        return spectrum(value, outputs=outputs, exact=True if exact else None)
    except ValueError:  # too large to be exact
        return spectrum(value, outputs=outputs, exact=False)
