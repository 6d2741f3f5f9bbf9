"""LoRA state_dicts: which keys of an adapter are one pair of small matrices, and which tensor of a base they belong to."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite, sqrt
from pathlib import Path
from typing import cast

_LARGEST_CONFIG = 1 << 20

_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    # PEFT, with or without the adapter's name: X.lora_A.weight, X.lora_A.default.weight
    (re.compile(r"^(?P<module>.+)\.lora_(?P<half>[AB])(?:\.(?P<adapter>(?!weight$|bias$)[^.]+))?(?:\.weight)?$"), "peft"),
    (re.compile(r"^(?P<module>.+)\.lora_embedding_(?P<half>[AB])(?:\.(?P<adapter>[^.]+))?$"), "embedding"),
    # kohya and LyCORIS: lora_unet_a_b_c.lora_down.weight
    (re.compile(r"^(?P<module>.+)\.lora_(?P<half>down|up)\.weight$"), "kohya"),
    # diffusers: X.lora.down.weight, X.lora_linear_layer.up.weight, X.processor.to_q_lora.down.weight
    (re.compile(r"^(?P<module>.+)\.lora(?:_linear_layer)?\.(?P<half>down|up)\.weight$"), "diffusers"),
    (re.compile(r"^(?P<module>.+)_lora\.(?P<half>down|up)\.weight$"), "processor"),
)  # fmt: skip
_ALPHA = re.compile(r"^(?P<module>.+)\.alpha$")
_OTHER_KINDS = (
    (re.compile(r"^(?P<module>.+)\.(?:lora_magnitude_vector|dora_scale)(?:\..+)?$"), "DoRA"),
    (re.compile(r"^(?P<module>.+)\.lora_mid\.weight$"), "lora_mid"),
    (re.compile(r"^(?P<module>.+)\.lora_B(?:\.[^.]+)?\.bias$"), "lora_B.bias"),
    (re.compile(r"^(?P<module>.+)\.hada_[a-z0-9_]+(?:\..+)?$"), "LoHa"),
    (re.compile(r"^(?P<module>.+)\.lokr_[a-z0-9_]+(?:\..+)?$"), "LoKr"),
    (re.compile(r"^(?P<module>.+)\.(?:oft_[a-z]+|vera_lambda_[bd])(?:\..+)?$"), "OFT/VeRA"),
)
"""What changes a module in another way; a pair beside such a tensor must not be added alone."""

_KOHYA = re.compile(r"^(?:lora|lycoris)_(?:unet|te\d*|text_encoder(?:_\d+)?|transformer|prior_unet|prior_te)_")
_PARTS = (
    "unet",
    "transformer",
    "text_encoder",
    "text_encoder_2",
    "text_encoder_3",
    "prior",
    "diffusion_model",
    "model",
)
"""What a pipeline calls its models, in front of the model's own keys."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Keys of the two small matrices of one module."""

    module: str
    """As the adapter names it."""
    down: str
    """Key of (rank, in, ...)."""
    up: str
    """Key of (out, rank, ...)."""
    alpha: str = ""
    """Key of the number that alpha is kept as; empty when there is none."""
    turned: bool = False
    """Whether the product belongs to the tensor transposed, as an embedding's does."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """What the keys of an adapter say."""

    pairs: tuple[Pair, ...]
    halves: tuple[str, ...]
    """Modules with one matrix of the two."""
    unknown: tuple[tuple[str, str], ...]
    """Modules that are changed in another way than by a pair, with the name of that way."""
    left: tuple[str, ...]
    """Keys that belong to no pair."""


def pairs_of(names: Iterable[str]) -> Pairs:
    """Find the pairs among the keys of an adapter named as PEFT, kohya's scripts or diffusers name them.

    Where a file holds several named adapters, `default` or else the first of them is taken.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    turned: set[tuple[str, str]] = set()
    alphas: dict[str, str] = {}
    unknown: dict[str, str] = {}
    left: list[str] = []
    for name in names:
        other = next(((match["module"], kind) for form, kind in _OTHER_KINDS if (match := form.match(name))), None)
        if other is not None:
            unknown.setdefault(*other)
            continue
        match, kind = next(((match, kind) for form, kind in _FORMS if (match := form.match(name))), (None, ""))
        if match is None:
            alpha = _ALPHA.match(name)
            if alpha is None:
                left.append(name)
            else:
                alphas[alpha["module"]] = name
            continue
        parts = match.groupdict()
        module = match["module"].replace(".processor.", ".") if kind == "processor" else match["module"]
        place = (module, parts.get("adapter") or "")
        found.setdefault(place, {})["down" if match["half"] in ("A", "down") else "up"] = name
        if kind == "embedding":
            turned.add(place)
    adapters = list(dict.fromkeys(adapter for _, adapter in found if adapter))
    wanted = "default" if "default" in adapters else adapters[0] if adapters else ""
    pairs: list[Pair] = []
    halves: list[str] = []
    for (module, adapter), keys in found.items():
        if adapter not in ("", wanted):
            left.extend(keys.values())
        elif module in unknown:
            continue
        elif len(keys) < 2:
            halves.append(module)
        else:
            pairs.append(
                Pair(module, keys["down"], keys["up"], alphas.pop(module, ""), turned=(module, adapter) in turned)
            )
    known = {module for module, _ in found} | set(unknown)
    left.extend(key for module, key in alphas.items() if module not in known)
    return Pairs(tuple(pairs), tuple(halves), tuple(unknown.items()), tuple(left))


@dataclass(frozen=True, slots=True)
class Config:
    """What PEFT's `adapter_config.json` says of scaling."""

    alpha: float | None = None
    """None when it is not said; then a pair counts as it is."""
    by_module: Mapping[str, float] = field(default_factory=dict[str, float])
    """Other alphas for modules whose name ends so."""
    unread: tuple[str, ...] = ()
    """Patterns of `alpha_pattern` that are more than a name and are not evaluated."""
    root_of_rank: bool = False
    """rsLoRA: divided by the root of the rank."""
    turned: bool = False
    """`fan_in_fan_out`: tensors are kept as (in, out)."""
    dora: bool = False

    def scale(self, module: str, rank: int, alpha: float | None = None) -> float:
        """What the product of a pair is multiplied by; `alpha` is the one that the weights themselves hold."""
        if alpha is None:
            alpha = next(
                (
                    value
                    for name, value in self.by_module.items()
                    if module == name or module.endswith(f".{name}")
                ),
                self.alpha,
            )  # fmt: skip
        if alpha is None or rank == 0:
            return 1.0
        return alpha / (sqrt(rank) if self.root_of_rank else rank)


def config_beside(path: str) -> Config | None:
    """The `adapter_config.json` in the folder of an adapter's weights; None when there is none that can be read."""
    place = Path(path)
    folder = place if place.is_dir() else place.parent
    try:
        with (folder / "adapter_config.json").open("rb") as file:
            text = file.read(_LARGEST_CONFIG + 1)
        data: object = json.loads(text) if len(text) <= _LARGEST_CONFIG else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    told = cast("dict[str, object]", data)
    alpha = _positive(told.get("lora_alpha"))
    patterns = told.get("alpha_pattern")
    by_module: dict[str, float] = {}
    unread: list[str] = []
    for key, value in cast("dict[str, object]", patterns).items() if isinstance(patterns, dict) else ():
        name, number = key.removeprefix("^"), _positive(value)
        if number is None or not re.fullmatch(r"[\w.\-]+", name):
            unread.append(key)
        else:
            by_module[name] = number
    return Config(
        alpha,
        by_module,
        tuple(unread),
        root_of_rank=told.get("use_rslora") is True,
        turned=told.get("fan_in_fan_out") is True,
        dora=told.get("use_dora") is True,
    )


def _positive(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if isfinite(number) else None


class Bases:
    """Finds the tensor of a base that a module of an adapter belongs to."""

    def __init__(self, names: Iterable[str]) -> None:
        self._exact: dict[str, str] = {}
        self._suffixes: dict[str, str | None] = {}
        for name in names:
            module = _plain(name.removesuffix(".weight")).removesuffix(".base_layer")
            if name.endswith(".weight") or module not in self._exact:
                self._exact[module] = name
        for module, name in self._exact.items():
            if name.endswith(".weight"):
                for suffix in _suffixes(module):
                    # two modules that end alike are told apart by nothing
                    self._suffixes[suffix] = None if suffix in self._suffixes else name
        whole: dict[str, str | None] = {}
        for module, name in self._exact.items():
            flat = module.replace(".", "_")
            whole[flat] = None if flat in whole else name
        self._suffixes.update(whole)

    def key_of(self, module: str) -> str | None:
        """Key of the base's tensor; None when none fits, or more than one."""
        plain = _plain(module)
        for candidate in (plain, *_without_part(plain)):
            if candidate in self._exact:
                return self._exact[candidate]
            if f"{candidate}.0" in self._exact and candidate.endswith("to_out"):
                return self._exact[f"{candidate}.0"]
        if _KOHYA.match(plain) is None:
            return None
        return self._suffixes.get(_KOHYA.sub("", plain).replace(".", "_"))


def unwrapped(name: str) -> str:
    """A name without what DataParallel and `torch.compile` put in front of it or between its parts."""
    while name.startswith(("module.", "_orig_mod.")):
        name = name.partition(".")[2]
    return name.replace("._orig_mod.", ".")


def _plain(name: str) -> str:
    return unwrapped(unwrapped(name).removeprefix("base_model.model."))


def _without_part(module: str) -> Iterator[str]:
    first, dot, rest = module.partition(".")
    if dot and first in _PARTS:
        yield rest


def _suffixes(module: str) -> Iterator[str]:
    parts = module.split(".")
    for place in range(1, len(parts)):
        yield "_".join(parts[place:])
