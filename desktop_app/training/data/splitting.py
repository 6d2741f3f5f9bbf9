"""Which images are learnt from and which are held out: by a hash of their names, so that new images move no old one."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

type Split = Literal["train", "val", "test"]


def split_of(
    names: Sequence[str],
    strata: Mapping[str, str],
    groups: Mapping[str, str],
    *,
    validation: float,
    test: float = 0.0,
    seed: int = 0,
) -> dict[str, Split]:
    """A split by name: each stratum (main label) is shared out alike, a group (frames of one film) is never parted.

    At least one image is held out when there are two or more and `validation` is above 0; a single image is both.
    """
    units: dict[str, list[str]] = defaultdict(list)
    for name in names:
        units[groups.get(name) or name].append(name)
    by_stratum: dict[str, list[str]] = defaultdict(list)
    for unit, members in units.items():
        by_stratum[strata.get(members[0], "")].append(unit)
    chosen: dict[str, Split] = {}
    owed_val, owed_test = 0.0, 0.0
    for stratum in sorted(by_stratum):
        ordered = sorted(by_stratum[stratum], key=lambda unit: _draw(seed, unit))
        owed_val += validation * len(ordered)
        owed_test += test * len(ordered)
        val, tested = int(owed_val + 0.5), int(owed_test + 0.5)
        val = min(val, len(ordered) - 1) if len(ordered) > 1 else 0
        tested = min(tested, len(ordered) - val - 1) if len(ordered) - val > 1 else 0
        owed_val, owed_test = owed_val - val, owed_test - tested
        for place, unit in enumerate(ordered):
            part: Split = "val" if place < val else "test" if place < val + tested else "train"
            chosen.update(dict.fromkeys(units[unit], part))
    if validation > 0 and "val" not in chosen.values() and len(units) > 1:
        first = min(units, key=lambda unit: _draw(seed, unit))
        chosen.update(dict.fromkeys(units[first], "val"))
    return {name: chosen[name] for name in names}


def _draw(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{name}".encode()).digest()
