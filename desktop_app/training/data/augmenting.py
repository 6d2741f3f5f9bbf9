"""The list of changes that training images go through, as data: which there are, with which numbers, and the usual list.

Names and numbers are those of `torchvision.transforms.v2`; only what the table names can be built.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from desktop_app.training.errors import TrainingError
from desktop_app.training.task import Task

type Step = Mapping[str, Any]
"""`{"name": "RandomAffine", "degrees": 10, ...}`; `p` is how often a step is taken, 1 when it is not said."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number, or pair of numbers, of a change."""

    name: str
    kind: Literal["number", "pair", "whole"]
    default: float | tuple[float, float]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the table."""

    name: str
    moves: bool
    """Whether shapes move along."""
    parameters: tuple[Parameter, ...] = ()
    own_chance: bool = False
    """Whether torchvision's class has `p` itself."""


def _number(name: str, default: float, low: float, high: float) -> Parameter:
    return Parameter(name, "number", default, low, high)


def _pair(name: str, default: tuple[float, float], low: float, high: float) -> Parameter:
    return Parameter(name, "pair", default, low, high)


def _whole(name: str, default: int, low: int, high: int) -> Parameter:
    return Parameter(name, "whole", default, low, high)


CHANGES: Final[Mapping[str, Change]] = {
    change.name: change
    for change in (
        Change("RandomHorizontalFlip", True, own_chance=True),
        Change("RandomVerticalFlip", True, own_chance=True),
        Change(
            "RandomAffine", True,
            (_number("degrees", 10, 0, 180), _pair("translate", (0.08, 0.08), 0, 1), _pair("scale", (0.8, 1.25), 0.1, 4), _number("shear", 0, 0, 60)),
        ),
        Change("RandomRotation", True, (_number("degrees", 15, 0, 180),)),
        Change("RandomPerspective", True, (_number("distortion_scale", 0.2, 0, 1),), own_chance=True),
        Change("RandomResizedCrop", True, (_pair("scale", (0.5, 1), 0.05, 1), _pair("ratio", (0.8, 1.25), 0.2, 5))),
        Change("ElasticTransform", True, (_number("alpha", 30, 0, 200), _number("sigma", 5, 1, 30))),
        Change(
            "ColorJitter", False,
            (_number("brightness", 0.25, 0, 1), _number("contrast", 0.25, 0, 1), _number("saturation", 0.2, 0, 1), _number("hue", 0, 0, 0.5)),
        ),
        Change("RandomPhotometricDistort", False, own_chance=True),
        Change("RandomGrayscale", False, own_chance=True),
        Change("RandomInvert", False, own_chance=True),
        Change("RandomAutocontrast", False, own_chance=True),
        Change("RandomEqualize", False, own_chance=True),
        Change("RandomPosterize", False, (_whole("bits", 4, 1, 8),), own_chance=True),
        Change("RandomSolarize", False, (_number("threshold", 160, 0, 255),), own_chance=True),
        Change("RandomAdjustSharpness", False, (_number("sharpness_factor", 2, 0, 4),), own_chance=True),
        Change("RandomChannelPermutation", False),
        Change("GaussianBlur", False, (_whole("kernel_size", 5, 3, 31), _pair("sigma", (0.1, 1.5), 0.05, 10))),
        Change("GaussianNoise", False, (_number("sigma", 0.03, 0, 0.5),)),
        Change("JPEG", False, (_pair("quality", (50, 95), 1, 100),)),
        Change("RandomErasing", False, (_pair("scale", (0.02, 0.15), 0.005, 0.9),), own_chance=True),
    )
}  # fmt: skip


def usual(task: Task) -> tuple[Step, ...]:
    """The list that a run begins with."""
    turn = 15 if task == "keypoints" else 10
    return (
        {"name": "RandomHorizontalFlip", "p": 0.5},
        {"name": "RandomAffine", "p": 0.7, "degrees": turn, "translate": (0.08, 0.08), "scale": (0.85, 1.2)},
        {"name": "ColorJitter", "p": 0.8, "brightness": 0.25, "contrast": 0.25, "saturation": 0.2},
    )


def checked(steps: Sequence[Step], where: str = "augment") -> tuple[dict[str, Any], ...]:
    """The steps with pairs as tuples; raises `TrainingError` for a change or a number that the table does not allow."""
    return tuple(_checked(step, f"{where}[{place}]") for place, step in enumerate(steps))


def _checked(step: Step, where: str) -> dict[str, Any]:
    name = step.get("name")
    change = CHANGES.get(name) if isinstance(name, str) else None
    if change is None:
        raise TrainingError(where, f"There is no change named {name!r}.", f"Use one of {', '.join(CHANGES)}.")
    known = {parameter.name: parameter for parameter in change.parameters} | {"p": _number("p", 1, 0, 1)}
    made: dict[str, Any] = {"name": change.name}
    for key, value in step.items():
        if key == "name":
            continue
        if key not in known:
            raise TrainingError(where, f"{change.name} has no {key!r}.", f"It has {', '.join(known)}.")
        made[key] = _value(known[key], value, f"{where}.{key}")
    return made


def _value(parameter: Parameter, value: Any, where: str) -> Any:
    wanted = 2 if parameter.kind == "pair" else 1
    parts: list[Any] = list(value) if isinstance(value, list | tuple) else [value]  # pyright: ignore[reportUnknownArgumentType]
    good = len(parts) == wanted and all(
        isinstance(part, int | float) and not isinstance(part, bool) and parameter.low <= part <= parameter.high
        for part in parts
    )
    if parameter.kind == "whole":
        good = good and float(parts[0]).is_integer()
    if not good:
        what = {"number": "a number", "pair": "two numbers", "whole": "a whole number"}[parameter.kind]
        raise TrainingError(where, f"{value!r} is not {what} from {parameter.low:g} to {parameter.high:g}.")
    return tuple(parts) if wanted == 2 else int(parts[0]) if parameter.kind == "whole" else parts[0]
