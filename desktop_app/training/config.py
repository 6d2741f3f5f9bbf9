"""What a run is told: one frozen value, its table of knobs, and its TOML file, which every place reads and writes alike."""

import difflib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal, cast

from desktop_app.replacing import replace_file
from desktop_app.training.data.augmenting import Step, checked
from desktop_app.training.errors import TrainingError
from desktop_app.training.task import TASKS, Task

type Device = str
"""`auto`, `cpu`, `cuda`, `cuda:1`, `mps`."""


@dataclass(frozen=True)
class RunConfig:
    """All knobs of a run. A 0, an empty text or `auto` is chosen at the start, and what was chosen is kept in the run's file."""

    data: str = ""
    """Folder or file of labels; from the file's folder where it is relative."""
    task: Task | Literal[""] = ""
    model: str = "small"
    weights: str = ""
    """Where to begin: empty for random weights, a checkpoint's path, or `torchvision` for weights that are downloaded."""
    allow_download: bool = False
    frozen_backbone: bool = False

    epochs: int = 0
    batch_size: int = 0
    image_size: int = 320
    optimizer: Literal["adamw", "sgd"] = "adamw"
    learning_rate: float = 0.0
    weight_decay: float = 0.01
    schedule: Literal["cosine", "constant", "linear"] = "cosine"
    warmup: float = 0.1
    """Share of all steps in which the learning rate rises."""
    clip: float = 5.0
    """The gradient's norm is brought down to this; 0 leaves it."""
    dice: float = 1.0
    """Weight of the Dice loss beside cross entropy in segmentation."""
    accumulate: int = 1
    """Every batch is worked off in so many parts: less memory, the same update."""
    patience: int = 0
    """Validations without a better result after which the run ends; 0 for never."""
    augment: tuple[Step, ...] | None = None
    """Changes that training images go through, in order; None for the usual list of the task, empty for none."""

    validation: float = 0.2
    test: float = 0.0
    classes: tuple[str, ...] = ()
    """Order of classes to keep; those that the labels have besides follow."""
    seed: int = 0

    device: Device = "auto"
    precision: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    workers: int = -1
    """Processes that load images; -1 chooses."""
    threads: int = 0
    """Of the processor, for the arithmetic; 0 measures what is faster."""
    validate_every: int = 0
    """Epochs between validations."""
    checkpoint_seconds: float = 60.0
    """A killed process loses no more than this."""
    histogram_share: float = 0.01
    """Share of the time that layer histograms may take; 0 for none."""

    canvas: tuple[int, int] = (0, 0)
    """Width and height that images are fitted into."""
    frozen: Mapping[str, str] = field(default_factory=dict[str, str])
    """Filled at the start: data hash, versions, when."""

    def changed(self, **values: Any) -> "RunConfig":
        """The same with other values; raises `TrainingError` for one that is not allowed."""
        made = replace(self, **values)
        for knob in KNOBS:
            knob.check(getattr(made, knob.name), knob.name)
        return made


@dataclass(frozen=True, slots=True)
class Knob:
    """One row of the form: what kind of value, from where to where, and whether it hides behind "more"."""

    name: str
    kind: Literal["whole", "number", "text", "choice", "switch", "path", "steps"]
    more: bool = True
    low: float = 0
    high: float = float("inf")
    choices: tuple[str, ...] = ()
    open_choice: bool = False
    """Whether other texts than the choices are allowed."""

    def check(self, value: Any, where: str) -> None:
        """Raise `TrainingError` unless the knob may have this value."""
        if self.kind in ("whole", "number"):
            whole = self.kind == "whole"
            good = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
            if not good or not self.low <= value <= self.high:
                top = f" to {self.high:g}" if self.high != float("inf") else " up"
                raise TrainingError(where, f"{value!r} is not a {'whole ' if whole else ''}number from {self.low:g}{top}.")  # fmt: skip
        elif self.kind == "choice" and value not in self.choices and not (self.open_choice and isinstance(value, str)):
            named = ", ".join(choice or "(empty)" for choice in self.choices)
            raise TrainingError(where, f"There is no {value!r}.", f"Use one of {named}.")
        elif self.kind == "switch" and not isinstance(value, bool):
            raise TrainingError(where, f"{value!r} is neither true nor false.")
        elif self.kind in ("text", "path") and not isinstance(value, str):
            raise TrainingError(where, f"{value!r} is not a text.")


KNOBS: Final[tuple[Knob, ...]] = (
    Knob("data", "path", more=False),
    Knob("task", "choice", more=False, choices=("", *TASKS)),
    Knob("model", "text", more=False),
    Knob("weights", "path", more=False),
    Knob("epochs", "whole", more=False, high=1_000_000),
    Knob("image_size", "whole", more=False, low=32, high=4096),
    Knob("device", "choice", more=False, choices=("auto", "cpu", "cuda", "mps"), open_choice=True),
    Knob("batch_size", "whole", high=65536),
    Knob("learning_rate", "number", high=100),
    Knob("optimizer", "choice", choices=("adamw", "sgd")),
    Knob("weight_decay", "number", high=10),
    Knob("schedule", "choice", choices=("cosine", "constant", "linear")),
    Knob("warmup", "number", high=1),
    Knob("clip", "number", high=1e9),
    Knob("dice", "number", high=100),
    Knob("accumulate", "whole", low=1, high=4096),
    Knob("patience", "whole", high=1_000_000),
    Knob("frozen_backbone", "switch"),
    Knob("allow_download", "switch"),
    Knob("validation", "number", high=0.9),
    Knob("test", "number", high=0.9),
    Knob("seed", "whole", low=0, high=2**31 - 1),
    Knob("precision", "choice", choices=("auto", "float32", "bfloat16", "float16")),
    Knob("workers", "whole", low=-1, high=256),
    Knob("threads", "whole", high=1024),
    Knob("validate_every", "whole", high=1_000_000),
    Knob("checkpoint_seconds", "number", low=0, high=86400),
    Knob("histogram_share", "number", high=1),
    Knob("augment", "steps"),
)
"""In the order of the form; those that are not `more` are what everybody sees."""

assert {knob.name for knob in KNOBS} | {"classes", "canvas", "frozen"} == {one.name for one in fields(RunConfig)}


def config_from(document: Mapping[str, Any], where: str = "run") -> RunConfig:
    """A config from a table as TOML gives it; raises `TrainingError` for a key or a value that is not known."""
    known = {one.name for one in fields(RunConfig)}
    for key in document:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            raise TrainingError(where, f"There is no setting {key!r}.", f"Did you mean {near[0]!r}?" if near else "")
    values = dict(document)
    for knob in KNOBS:
        if knob.name in values and knob.kind != "steps":
            values[knob.name] = _widened(knob, values[knob.name])
            knob.check(values[knob.name], f"{where}: {knob.name}")
    if values.get("augment") is not None:
        values["augment"] = checked(_steps(values["augment"], where), f"{where}: augment")
    for name in ("classes", "canvas"):
        if name in values:
            values[name] = tuple(_listed(values[name], f"{where}: {name}"))
    if "canvas" in values and not _is_size(values["canvas"]):
        raise TrainingError(f"{where}: canvas", "It must be a width and a height.")
    _check_classes(values.get("classes", ()), f"{where}: classes")
    if "frozen" in values and not isinstance(values["frozen"], dict):
        raise TrainingError(f"{where}: frozen", "It must be a table.")
    return RunConfig(**values)


def _is_size(values: tuple[Any, ...]) -> bool:
    """Two whole numbers; with a 0 it follows from the images."""
    whole = all(isinstance(value, int) and not isinstance(value, bool) and value >= 0 for value in values)
    return len(values) == 2 and whole


def _check_classes(names: tuple[Any, ...], where: str) -> None:
    for place, name in enumerate(names):
        if not isinstance(name, str):
            raise TrainingError(where, f"{name!r} is not the name of a class.")
        if name in names[:place]:
            raise TrainingError(where, f"{name!r} is there twice; a class has one place.")


def _widened(knob: Knob, value: Any) -> Any:
    return float(value) if knob.kind == "number" and isinstance(value, int) and not isinstance(value, bool) else value


def _listed(value: Any, where: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise TrainingError(where, f"{value!r} is not a list.")
    return cast(Sequence[Any], value)


def _steps(value: Any, where: str) -> list[Step]:
    steps = _listed(value, f"{where}: augment")
    if not all(isinstance(step, dict) for step in steps):
        raise TrainingError(f"{where}: augment", "Each change must be a table with a name.")
    return list(steps)


def load_config(path: Path) -> RunConfig:
    """Read a TOML file; a relative `data` or `weights` counts from its folder. Raises `TrainingError`."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(str(path), f"It cannot be read: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TrainingError(str(path), f"It is not valid TOML: {error}.") from error
    config = config_from(document, str(path))
    return replace(config, data=_from(path, config.data), weights=_from(path, config.weights))


def _from(path: Path, value: str) -> str:
    if not value or value == "torchvision":
        return value
    return str((path.parent / value).absolute()) if not Path(value).is_absolute() else value


def save_config(config: RunConfig, path: Path) -> None:
    """Write it as TOML, whole or not at all."""
    replace_file(path, to_toml(config).encode())


def to_toml(config: RunConfig) -> str:
    """The config as TOML, with every knob said."""
    document = config_document(config)
    steps = cast("list[dict[str, Any]] | None", document.pop("augment"))
    frozen = cast(dict[str, Any], document.pop("frozen"))
    lines = [f"{key} = {_toml(value)}" for key, value in document.items()]
    if steps == []:
        lines.append("augment = []")
    for step in steps or ():
        lines += ["", "[[augment]]", *(f"{key} = {_toml(value)}" for key, value in step.items())]
    if frozen:
        lines += ["", "[frozen]", *(f"{key} = {_toml(value)}" for key, value in frozen.items())]
    return "\n".join(lines) + "\n"


def config_document(config: RunConfig) -> dict[str, Any]:
    """Plain values by name, as a checkpoint keeps them."""
    found = {one.name: getattr(config, one.name) for one in fields(RunConfig)}
    steps = config.augment
    found["augment"] = None if steps is None else [{key: _plain(value) for key, value in step.items()} for step in steps]  # fmt: skip
    found["frozen"] = dict(config.frozen)
    return {key: _plain(value) for key, value in found.items()}


def _plain(value: Any) -> Any:
    return list(cast(Sequence[Any], value)) if isinstance(value, tuple) else value


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join(_toml(part) for part in cast(list[Any], value)) + "]"
    # JSON's strings are TOML's, but for the one escape that TOML lacks
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
