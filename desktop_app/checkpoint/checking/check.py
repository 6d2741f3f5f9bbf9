"""Whether a state_dict loads into a model: its keys, shapes and types against those that the model expects, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from desktop_app.checkpoint.checking.check_cures import Misfit, cures_of
from desktop_app.checkpoint.checking.check_renames import Rename, Shape, find_renames, steps_of
from desktop_app.checkpoint.editing.draft import Draft, Step, state_dict_items
from desktop_app.checkpoint.snippets import inner_text
from desktop_app.checkpoint.writers.versions import versions_of
from desktop_app.engine.errors import EngineError
from desktop_app.engine.sources import ModelSource, parse_source

type Outcome = Literal["matching", "renamed", "mismatched", "missing", "unexpected"]
type KeyKind = Literal["parameter", "buffer", "extra"]

_COUNTED_SINCE = 2
"""Version of batch norm that has a counter; torch makes it up for files of an earlier one."""
_FEW = 0.1


@dataclass(frozen=True, slots=True)
class Key:
    """One key that a model expects."""

    name: str
    shape: Shape | None
    """None fits anything: a lazy parameter, an extra state."""
    dtype: str = "float32"
    kind: KeyKind = "parameter"
    filled: bool = False
    """Whether torch makes it up where the file comes from a version that did not have it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a model expects of a state_dict."""

    source: ModelSource
    keys: tuple[Key, ...]
    torch: str = ""
    """Version that said so."""

    @classmethod
    def read(cls, text: str, document: object) -> "Expected":
        """What a child answered; `EngineError` when that is no list of keys."""
        try:
            known = cast("dict[str, Any]", document)
            keys = tuple(_key(entry) for entry in known["keys"])
            version = str(known["torch"])
        except (TypeError, KeyError, ValueError, AttributeError):
            raise EngineError("answer") from None
        return cls(parse_source(text), keys, version)


def _key(entry: Any) -> Key:
    shape = None if entry["shape"] is None else tuple(int(size) for size in entry["shape"])
    kind = entry["kind"] if entry["kind"] in ("parameter", "buffer", "extra") else "buffer"
    return Key(str(entry["name"]), shape, str(entry["dtype"]), kind, bool(entry["filled"]))


@dataclass(frozen=True, slots=True)
class Row:
    """One key of the file, of the model, or of both."""

    outcome: Outcome
    file: str = ""
    """Empty where only the model has it."""
    model: str = ""
    """Empty where only the file has it."""
    file_shape: Shape | None = None
    model_shape: Shape | None = None
    file_dtype: str = ""
    model_dtype: str = ""
    rename: Rename | None = None
    filled: bool = False
    """Not in the file under the model's name, but torch makes it up."""

    @property
    def fits(self) -> bool:
        """Whether the shapes agree, whatever the names."""
        return bool(self.file and self.model) and fits(self.file_shape, self.model_shape)


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence of the explanation; `code` and `values` let a window translate it."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def sentence(self) -> str:
        """English text."""
        return SENTENCES[self.code].format(**self.values)


SENTENCES: dict[str, str] = {
    "loads": "Every key and shape fits: {model} should load it strictly.",
    "loads-not": "{model} does not load it strictly: {missing} missing, {unexpected} unexpected, {mismatched} of another shape.",
    "other-model": "Only {count} of the model's {total} keys are there in any form: this is probably another architecture.",
    "prefix": "Keys that begin with {prefix}, which the model's do not: {count}. {cause}",
    "renames": "Keys that fit the model under other names: {count}. They can be renamed in one step.",
    "head": "Outputs of the head {module}: {have} in the file, {want} in the model; it was trained for another number of classes.",
    "rows": "Rows of {module}: {have} in the file, {want} in the model; the vocabulary has another size.",
    "shapes": "Tensors of another shape: {count}, for example {name}: {have} in the file, {want} in the model.",
    "missing": "Not in the file: {count} of the model's {total} keys, for example {name}; they would stay untrained.",
    "unexpected": "Keys of the file without a place in the model: {count}, for example {name}.",
    "converted": "Tensors that change their type when they are loaded: {count} ({change}).",
    "filled": "Counters (num_batches_tracked) that are not in the file: {count}; torch begins them at 0.",
    "inside": "The state_dict lies inside of a checkpoint: load_state_dict takes checkpoint{keys}, not the whole file.",
}
CAUSES: dict[str, str] = {
    "module.": "DataParallel and DistributedDataParallel put it there.",
    "_orig_mod.": "torch.compile put it there.",
    "model.": "Lightning and other wrappers put it there.",
    "": "",
}


@dataclass(frozen=True, slots=True)
class Report:
    """The answer."""

    expected: Expected
    rows: tuple[Row, ...]
    """Of the model in its order, then what only the file has."""
    renames: tuple[Rename, ...]
    rename_steps: tuple[Step, ...]
    misfits: tuple[Misfit, ...]
    """Modules whose shapes differ, with what can be done; their names are those after the renames."""
    notes: tuple[Note, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """As torch lists them: renames are not done yet."""
        return tuple(row.model for row in self.rows if row.outcome in ("renamed", "missing") and not row.filled)

    @property
    def unexpected(self) -> tuple[str, ...]:
        """As torch lists them."""
        return tuple(row.file for row in self.rows if row.outcome in ("renamed", "unexpected"))

    @property
    def mismatched(self) -> tuple[Row, ...]:
        """Equal names whose shapes differ."""
        return tuple(row for row in self.rows if row.outcome == "mismatched")

    @property
    def loads(self) -> bool:
        """Whether nothing stands in the way of a strict load."""
        return not (self.missing or self.unexpected or self.mismatched)


def fits(file: Shape | None, model: Shape | None) -> bool:
    """Whether torch copies one shape into the other; a list of one element goes into a scalar, as old files need."""
    return model is None or file is None or file == model or (model == () and file == (1,))


def check(draft: Draft, expected: Expected) -> Report:
    """The state_dict of a draft against what a model expects. Reads no values; `expected` comes from a child."""
    items = dict(state_dict_items(draft))
    shapes = {name: item.shape for name, item in items.items()}
    wanted = {key.name: key for key in expected.keys}
    extra = _extra_states(draft, expected)
    renames = find_renames(shapes, {key.name: key.shape for key in expected.keys if key.kind != "extra"})
    by_model = {rename.model: rename for rename in renames}
    filled = _filled(draft, [key for key in expected.keys if key.filled and key.name not in items])
    rows: list[Row] = []
    for key in expected.keys:
        rename = by_model.get(key.name)
        name = rename.file if rename is not None else key.name
        item = items.get(name)
        if item is None:
            outcome: Outcome = "matching" if key.name in extra else "missing"
            rows.append(Row(outcome, key.name if key.name in extra else "", key.name, None, key.shape, "", key.dtype, filled=key.name in filled))  # fmt: skip
            continue
        outcome = "renamed" if rename is not None else "matching" if fits(item.shape, key.shape) else "mismatched"
        rows.append(
            Row(outcome, name, key.name, item.shape, key.shape, item.dtype, key.dtype, rename, key.name in filled)
        )
    taken = {rename.file for rename in renames}
    rows += [
        Row("unexpected", name, "", item.shape, None, item.dtype)
        for name, item in items.items()
        if name not in wanted and name not in taken
    ]
    misfits = cures_of(
        [(row.model, row.file_shape, row.model_shape) for row in rows if row.file and row.model and not row.fits],
        expected.source,
    )
    steps = steps_of(renames, list(draft.items), inside=set(items), wanted=set(wanted))
    made = Report(expected, tuple(rows), renames, steps, misfits, ())
    return Report(expected, tuple(rows), renames, steps, misfits, tuple(_notes(made, draft)))


def _extra_states(draft: Draft, expected: Expected) -> frozenset[str]:
    """Extra states that the file holds as something else than a tensor."""
    wanted = {key.name for key in expected.keys if key.kind == "extra"}
    if not wanted:
        return frozenset()
    return frozenset(wanted & {entry.key for entry in draft.source.contents})


def _filled(draft: Draft, keys: Sequence[Key]) -> frozenset[str]:
    """Missing counters that torch makes up, because the file's modules are of a version that did not have them."""
    if not keys:
        return frozenset()
    versions = versions_of(draft)
    return frozenset(
        key.name for key in keys if versions.get(key.name.rpartition(".")[0], {}).get("version", 0) < _COUNTED_SINCE
    )


# ---------------------------------------------------------------------- the explanation


def _notes(report: Report, draft: Draft) -> list[Note]:
    rows, model = report.rows, report.expected.source.title
    total = len(report.expected.keys)
    there = sum(1 for row in rows if row.fits)
    notes: list[Note] = []
    if report.loads:
        notes.append(Note("loads", {"model": model}))
    else:
        notes.append(_refusal(model, report))
    if there < _FEW * total:
        notes.append(Note("other-model", {"count": str(there), "total": str(total)}))
    notes += _rename_notes(report)
    notes += [note for misfit in report.misfits if (note := _head_note(misfit)) is not None][:3]
    notes += _row_notes(report, total)
    notes += _type_notes(rows)
    inside = inner_text(draft.source) if draft.source.kind == "checkpoint" and not draft.unwrapped else ""
    if inside:
        notes.append(Note("inside", {"keys": inside}))
    return notes


def _refusal(model: str, report: Report) -> Note:
    counts = {"missing": report.missing, "unexpected": report.unexpected, "mismatched": report.mismatched}
    return Note("loads-not", {"model": model, **{name: str(len(found)) for name, found in counts.items()}})


def _rename_notes(report: Report) -> list[Note]:
    counts: dict[str, int] = {}
    for rename in report.renames:
        if rename.reason == "prefix" and rename.old and not rename.new:
            counts[rename.old] = counts.get(rename.old, 0) + 1
    notes = [
        Note("prefix", {"count": str(count), "prefix": prefix, "cause": CAUSES.get(prefix, "")})
        for prefix, count in counts.items()
    ]
    if report.renames:
        notes.append(Note("renames", {"count": str(len(report.renames))}))
    return notes


def _head_note(misfit: Misfit) -> Note | None:
    if misfit.kind not in ("head", "rows"):
        return None
    return Note(misfit.kind, {"module": misfit.module, "have": str(misfit.have), "want": str(misfit.want)})


def _row_notes(report: Report, total: int) -> list[Note]:
    notes: list[Note] = []
    told = {name for misfit in report.misfits if misfit.kind in ("head", "rows") for name in misfit.names}
    others = [row for row in report.rows if row.file and row.model and not row.fits and row.model not in told]
    if others:
        first = others[0]
        notes.append(Note("shapes", {"count": str(len(others)), "name": first.model, "have": _shown(first.file_shape), "want": _shown(first.model_shape)}))  # fmt: skip
    missing = [row for row in report.rows if row.outcome == "missing" and not row.filled]
    if missing:
        notes.append(Note("missing", {"count": str(len(missing)), "total": str(total), "name": missing[0].model}))
    unexpected = [row for row in report.rows if row.outcome == "unexpected"]
    if unexpected:
        notes.append(Note("unexpected", {"count": str(len(unexpected)), "name": unexpected[0].file}))
    return notes


def _type_notes(rows: Sequence[Row]) -> list[Note]:
    changed = [
        row for row in rows if row.fits and row.file_dtype and row.model_dtype and row.file_dtype != row.model_dtype
    ]
    notes: list[Note] = []
    if changed:
        changes = dict.fromkeys(f"{row.file_dtype} → {row.model_dtype}" for row in changed)
        notes.append(Note("converted", {"count": str(len(changed)), "change": ", ".join(list(changes)[:3])}))
    filled = sum(row.filled and row.outcome == "missing" for row in rows)
    if filled:
        notes.append(Note("filled", {"count": str(filled)}))
    return notes


def _shown(shape: Shape | None) -> str:
    return "×".join(map(str, shape)) or "scalar" if shape is not None else "any"
