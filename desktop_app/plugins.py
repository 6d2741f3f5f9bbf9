"""Plug-ins: installed packages that bring readers, label formats, edit operations, models or overlays by entry points.

Nothing of a plug-in is imported before it is needed. What goes wrong in one is told as its own mistake and keeps nothing else
from working. `WEIGHTSMITH_PLUGINS_OFF` names packages that are left out, with commas between them.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Literal

type Group = Literal["readers", "label_formats", "operations", "models", "overlays"]

GROUPS: tuple[Group, ...] = ("readers", "label_formats", "operations", "models", "overlays")
_KINDS = {
    "readers": "desktop_app.checkpoint.containers.plugged:Reader",
    "label_formats": "desktop_app.annotation.formats.registry:Format",
    "operations": "desktop_app.checkpoint.editing.operation:Operation",
    "overlays": "desktop_app.graph.plugged:TensorMeasure",
}
"""What an entry point of each group has to be; one of `models` is called."""
VARIABLE = "WEIGHTSMITH_PLUGINS_OFF"


@dataclass(frozen=True, slots=True)
class Plugin:
    """One thing that a package brings."""

    group: Group
    name: str
    package: str
    version: str
    place: str
    """`module:attribute`."""
    on: bool = True


class PluginError(Exception):
    """A plug-in failed; one sentence that names it."""

    def __init__(self, package: str, name: str, reason: str) -> None:
        self.package, self.name, self.reason = package, name, reason
        super().__init__(f"The plug-in {package} ({name}) failed: {reason}.")

    def __reduce__(self) -> tuple[type["PluginError"], tuple[str, str, str]]:
        return type(self), (self.package, self.name, self.reason)


def reason_of(error: BaseException) -> str:
    """What an exception of a plug-in says, in one line."""
    lines = str(error).strip().splitlines()
    text = f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
    return text.rstrip(".")[:300]


def packages_off() -> frozenset[str]:
    """Packages that are left out."""
    return frozenset(filter(None, (one.strip() for one in os.environ.get(VARIABLE, "").split(","))))


def leave_out(packages: Iterable[str]) -> None:
    """Leave out these packages, here and in every process that is started from now on."""
    os.environ[VARIABLE] = ",".join(sorted(set(packages)))
    _load.cache_clear()


def installed() -> tuple[Plugin, ...]:
    """What is installed, by group and name; nothing is imported. Looks through all packages: for a thread."""
    from importlib.metadata import entry_points

    off = packages_off()
    found: dict[tuple[str, str, str], Plugin] = {}
    every = entry_points()  # once: each call looks through all packages
    for group in GROUPS:
        for point in every.select(group=f"weightsmith.{group}"):
            package = point.dist.name if point.dist is not None else "?"
            version = point.dist.version if point.dist is not None else ""
            one = Plugin(group, point.name, package, version, point.value, package not in off)
            found.setdefault((group, point.name, package), one)
    return tuple(sorted(found.values(), key=lambda one: (one.package, one.group, one.name)))


def of_group(group: Group) -> tuple[Plugin, ...]:
    """Those of one group that are on; of two with one name the first by package."""
    chosen: dict[str, Plugin] = {}
    for one in installed():
        if one.group == group and one.on:
            chosen.setdefault(one.name, one)
    return tuple(chosen.values())


def load(plugin: Plugin) -> Any:
    """What an entry point names; raises `PluginError`."""
    return _load(plugin.package, plugin.name, plugin.place)


@cache
def _load(package: str, name: str, place: str) -> Any:
    from importlib.metadata import EntryPoint

    try:
        return EntryPoint(name, place, "weightsmith").load()
    except Exception as error:
        raise PluginError(package, name, reason_of(error)) from error


def load_group(group: Group, kind: type) -> dict[str, tuple[Plugin, Any]]:
    """Those of a group that can be loaded and are of `kind`, by name; the others are told by `check`."""
    found: dict[str, tuple[Plugin, Any]] = {}
    for plugin in of_group(group):
        try:
            value = load(plugin)
        except PluginError:
            continue
        if isinstance(value, kind):
            found[plugin.name] = (plugin, value)
    return found


def check(plugin: Plugin) -> str:
    """Why a plug-in cannot be used; empty when it can be loaded. It is imported: for a worker."""
    try:
        value = load(plugin)
    except PluginError as error:
        return error.reason
    wanted = _kind_of(plugin.group)
    if wanted is not None and not isinstance(value, wanted):
        return f"it is {type(value).__name__}, not {wanted.__name__}"
    return "" if wanted is not None or callable(value) else "it cannot be called"


def _kind_of(group: str) -> type | None:
    """Named as text: this file knows none of the parts of the program that it serves."""
    place = _KINDS.get(group)
    if place is None:
        return None
    module, _, name = place.partition(":")
    found: type = getattr(import_module(module), name)
    return found


def listed() -> tuple[tuple[Plugin, str], ...]:
    """All that is installed with what is wrong with it. For a worker."""
    return tuple((one, check(one) if one.on else "") for one in installed())
