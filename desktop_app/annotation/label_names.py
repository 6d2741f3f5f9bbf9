"""What may be the name of a label: one line of text, without tabs and other control characters."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop_app.annotation.model import Annotation, Label, LabelSet, labels_in
from desktop_app.annotation.schema import relabelled

_NOT_TEXT: Final = frozenset(("Cc", "Zl", "Zp"))
"""Unicode's categories of control characters (tabs and line breaks are among them), line and paragraph separators."""


def is_plain(name: str) -> bool:
    """Whether every format has a place for the name: one line, with nothing but text in it and no blanks around it."""
    return bool(name) and name == name.strip() and not _has_control(name)


def _has_control(name: str) -> bool:
    return not name.isprintable() and any(unicodedata.category(letter) in _NOT_TEXT for letter in name)


def plain_name(name: str) -> str:
    """The name on one line: a blank for each line break, tab or other control character; empty when nothing is left."""
    if is_plain(name):
        return name
    cleaned = "".join(" " if unicodedata.category(letter) in _NOT_TEXT else letter for letter in name)
    return re.sub(r" {2,}", " ", cleaned).strip() if cleaned != name else name.strip()


def shown_name(name: str) -> str:
    """The name with what is no text spelled out, for a sentence: `two\\nlines`."""
    return "".join(repr(letter)[1:-1] if unicodedata.category(letter) in _NOT_TEXT else letter for letter in name)


def with_plain_names(labels: LabelSet, unnamed: str) -> tuple[LabelSet, Mapping[str, str]]:
    """The set with every label and class on one line (`unnamed` where nothing is left), and the new names by the old.

    Names that are one then are one label.
    """
    used = (name for image in labels.annotations for name in (*image.flags, *labels_in([image])))
    every = dict.fromkeys((*(label.name for label in labels.schema.labels), *labels.schema.image_classes, *used))
    names = {name: plain_name(name) or unnamed for name in every if name and not is_plain(name)}
    if not names:
        return labels, names
    own: dict[str, Label] = {}
    for label in labels.schema.labels:
        name = names.get(label.name, label.name)
        own.setdefault(name, replace(label, name=name))
    classes = tuple(dict.fromkeys(names.get(name, name) for name in labels.schema.image_classes))
    schema = replace(labels.schema, labels=tuple(own.values()), image_classes=classes)
    images = (_with_flags(relabelled(image, names), names) for image in labels.annotations)
    return replace(labels, annotations=tuple(images), schema=schema), names


def _with_flags(image: Annotation, names: Mapping[str, str]) -> Annotation:
    """The image with its classes under other names; one that holds under any of its names holds."""
    if not any(name in names for name in image.flags):
        return image
    flags: dict[str, bool] = {}
    for name, holds in image.flags.items():
        flags[names.get(name, name)] = holds or flags.get(names.get(name, name), False)
    return replace(image, flags=flags)
