"""What a run tells: small frozen classes, one union, one line of JSON each."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Final, Literal, cast

type Reason = Literal["finished", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Start:
    """A process began, or went on, to train."""

    event: ClassVar[str] = "start"
    pid: int
    steps_per_epoch: int
    host: str = ""
    epochs: int = 0
    step: int = 0
    """Steps that were done before."""
    task: str = ""
    model: str = ""
    device: str = ""
    threads: int = 0
    processes: int = 1
    batch_size: int = 0
    parameters: int = 0
    images: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many are learnt from and held out."""
    layers: tuple[str, ...] = ()
    """Names of the columns of `norms.f32`."""
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One update of the weights."""

    event: ClassVar[str] = "step"
    step: int
    epoch: int
    loss: float
    learning_rate: float
    seconds: float
    """From the end of the step before to the end of this."""
    norm: float = 0.0
    """Of the whole gradient before it is clipped."""
    memory: int = 0
    """Bytes that the process (or its accelerator) held at most."""
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Epoch:
    """All images were seen once more."""

    event: ClassVar[str] = "epoch"
    epoch: int
    step: int
    loss: float
    """Mean over the epoch."""
    images_per_second: float = 0.0
    seconds_left: float = 0.0
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Validation:
    """The held-out images were measured."""

    event: ClassVar[str] = "validation"
    epoch: int
    step: int
    loss: float
    metrics: Mapping[str, float] = field(default_factory=dict[str, float])
    """By the names of the task; in the file they stand beside the other keys."""
    classes: Mapping[str, float] = field(default_factory=dict[str, float])
    """The first metric of each class."""
    confusion: tuple[tuple[int, ...], ...] = ()
    """Classification: rows are what is, columns what was said."""
    seconds: float = 0.0
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint is on the disk."""

    event: ClassVar[str] = "checkpoint"
    path: str
    """Relative to the run's folder."""
    step: int
    best: bool = False
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Samples:
    """Mean loss of images while they were learnt from: what stays high is hard, or labelled wrongly."""

    event: ClassVar[str] = "sample"
    epoch: int
    losses: Mapping[str, float]
    """By index in `data.json`; of a large set only the highest."""
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Histograms:
    """Weights and gradients of all layers were counted into a file."""

    event: ClassVar[str] = "histogram"
    path: str
    step: int
    seconds: float = 0.0
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Preview:
    """What the net now says of a few held-out images is in a file."""

    event: ClassVar[str] = "preview"
    path: str
    step: int
    epoch: int
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Paused:
    """The run waits; or, when `paused` is false, goes on."""

    event: ClassVar[str] = "paused"
    step: int
    paused: bool = True
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something went wrong; whether the run survived it shows in what follows."""

    event: ClassVar[str] = "error"
    message: str
    step: int = 0
    code: str = ""
    """`image`, `disk`, `memory`, `not-finite`, `changed`, `crash`, `weights`."""
    where: str = ""
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class End:
    """The process is about to go."""

    event: ClassVar[str] = "end"
    reason: Reason
    step: int
    message: str = ""
    seconds: float = 0.0
    time: float = 0.0


type Event = Start | Step | Epoch | Validation | Saved | Samples | Histograms | Preview | Paused | Trouble | End

_CLASSES: Final = {
    kind.event: kind
    for kind in (Start, Step, Epoch, Validation, Saved, Samples, Histograms, Preview, Paused, Trouble, End)
}
_FIELDS: Final = {kind: tuple(one.name for one in fields(kind)) for kind in _CLASSES.values()}
_ODD: Final = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def line_of(event: Event) -> str:
    """The event as one line, without its end; NaN and infinities as strings."""
    document: dict[str, Any] = {"event": event.event}
    for name in _FIELDS[type(event)]:
        document[name] = getattr(event, name)
    if isinstance(event, Validation):
        document |= dict(document.pop("metrics"))
    try:
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        return json.dumps(_finite(document), ensure_ascii=False, separators=(",", ":"))


def event_of(line: str | bytes) -> Event | None:
    """The event of a line; None for a torn line, for another program's, or for an event of a later version."""
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    values = cast(dict[str, Any], document)
    kind = _CLASSES.get(str(values.pop("event", "")))
    if kind is None:
        return None
    known = _FIELDS[kind]
    if kind is Validation:
        taken = {name: values.pop(name) for name in known if name in values}
        numbers = {name: _number(value) for name, value in values.items()}
        values = {**taken, "metrics": {name: value for name, value in numbers.items() if value is not None}}
    try:
        made = kind(**{name: _thawed(values[name]) for name in known if name in values})
    except TypeError:
        return None
    return made if _has_right_types(made) else None


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        return _ODD.get(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in cast(dict[str, Any], value).items()}
    return [_finite(part) for part in cast(list[Any], value)] if isinstance(value, list | tuple) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, str):
        return _ODD.get(value, value)
    if isinstance(value, list):
        return tuple(_thawed(part) for part in cast(list[Any], value))
    if isinstance(value, dict):
        return {key: _thawed(part) for key, part in cast(dict[str, Any], value).items()}
    return value


_NUMBERS: Final = frozenset({
    "step", "epoch", "loss", "learning_rate", "seconds", "time", "pid", "steps_per_epoch", "epochs", "norm", "memory",
    "images_per_second", "seconds_left", "threads", "processes", "batch_size", "parameters",
})  # fmt: skip
_TEXTS: Final = frozenset({"path", "message", "reason", "host", "task", "model", "device", "code", "where"})
_TABLES: Final = frozenset({"images", "losses", "metrics"})


def _has_right_types(event: Event) -> bool:
    """A file from outside may say anything; a view must be able to count on numbers being numbers."""
    for name in _FIELDS[type(event)]:
        value = getattr(event, name)
        if name in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int | float)):
            return False
        if name in _TEXTS and not isinstance(value, str):
            return False
        if name in _TABLES and not isinstance(value, dict):
            return False
    return not isinstance(event, Validation) or isinstance(cast(object, event.classes), dict)
