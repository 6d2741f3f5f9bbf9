"""A user's `~/.labelmerc` and lists of labels taken over into a label schema: labels, flags, colours."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

from desktop_app.annotation.model import AttributeSpec, Label, LabelSchema
from desktop_app.annotation.small_yaml import YamlError, parse_yaml
from desktop_app.annotation.texts import text_of

_LARGEST: Final = 1 << 20
_LONGEST = 500
"""Characters of a label's name."""


class SettingsError(ValueError):
    """A settings file that cannot be read: one sentence."""


@dataclass(frozen=True, slots=True)
class LabelmeSettings:
    """What of labelme's settings concerns labels."""

    labels: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """Classes of the image."""
    label_flags: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Flags of shapes by a regular expression of labels."""
    colours: tuple[tuple[str, str], ...] = ()
    """`#rrggbb` by label."""


def labelmerc_path() -> Path:
    """Where labelme keeps its settings."""
    return Path.home() / ".labelmerc"


def read_labelmerc(path: Path) -> LabelmeSettings:
    """The settings of a file; SettingsError when it cannot be read."""
    try:
        if path.stat().st_size > _LARGEST:
            raise SettingsError(f"{path.name} is too large for settings.")
        document: Any = parse_yaml(text_of(path.read_bytes()))
    except OSError as error:
        raise SettingsError(f"{path.name} cannot be read: {error.strerror or error}.") from None
    except YamlError as error:
        raise SettingsError(f"{path.name}: {error}") from None
    if document is None:
        return LabelmeSettings()
    if not isinstance(document, dict):
        raise SettingsError(f"{path.name} holds no settings.")
    said = cast(dict[str, Any], document)
    flags = _mapping(said.get("label_flags"))
    return LabelmeSettings(
        _names(said.get("labels")),
        _names(said.get("flags")),
        tuple((pattern, _names(names)) for pattern, names in flags.items()),
        tuple(_colours(_mapping(_mapping(_mapping(said.get("shape_color")).get("by_label")).get("colors")))),
    )


def read_label_list(path: Path) -> tuple[str, ...]:
    """A text file with a label a line, as labelme's `--labels` and labelImg's predefined classes have it."""
    try:
        if path.stat().st_size > _LARGEST:
            raise SettingsError(f"{path.name} is too large for a list of labels.")
        lines = text_of(path.read_bytes()).splitlines()
    except OSError as error:
        raise SettingsError(f"{path.name} cannot be read: {error.strerror or error}.") from None
    names = [line.strip() for line in lines]
    odd = next((n for n, name in enumerate(names, 1) if len(name) > _LONGEST or not name.isprintable()), 0)
    if odd:
        raise SettingsError(f"{path.name} is no list of labels: line {odd} is no name.")
    return tuple(dict.fromkeys(name for name in names if name and name != "__ignore__"))


def with_settings(schema: LabelSchema, settings: LabelmeSettings) -> LabelSchema:
    """The schema with labels, classes and colours that it lacks; what it says already stays, and so do its indices."""
    import re

    colours = dict(settings.colours)
    grown = schema.with_names([*settings.labels, *colours])
    labels: list[Label] = []
    for label in grown.labels:
        flags: list[str] = []
        for pattern, names in settings.label_flags:
            try:
                flags += names if re.match(pattern, label.name) else ()
            except re.error:
                continue
        labels.append(_grown(label, colours.get(label.name, ""), flags))
    classes = tuple(dict.fromkeys((*schema.image_classes, *settings.flags)))
    return replace(grown, labels=tuple(labels), image_classes=classes)


def _grown(label: Label, colour: str, flags: Iterable[str]) -> Label:
    known = {spec.name for spec in label.attributes}
    added = [AttributeSpec(name, "checkbox", default=False) for name in dict.fromkeys(flags) if name not in known]
    return replace(label, colour=label.colour or colour, attributes=(*label.attributes, *added))


def _names(value: Any) -> tuple[str, ...]:
    items = cast(list[Any], value) if isinstance(value, list) else []
    return tuple(dict.fromkeys(str(item) for item in items if isinstance(item, str | int | float)))


def _mapping(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _colours(said: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in said.items():
        parts = cast(list[Any], value) if isinstance(value, list) else []
        if len(parts) == 3 and all(isinstance(part, int) and 0 <= part <= 255 for part in parts):
            found.append((name, "#{:02x}{:02x}{:02x}".format(*parts)))
    return found
