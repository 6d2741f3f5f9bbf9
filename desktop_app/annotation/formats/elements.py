"""XML elements that are written: their texts hold nothing that XML cannot."""

import re
import xml.etree.ElementTree as ElementTree
from typing import Final

_FORBIDDEN: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text without characters that would make the whole file unreadable."""
    return _FORBIDDEN.sub("", text)


def add(parent: ElementTree.Element, tag: str, text: str = "", /, **attributes: str) -> ElementTree.Element:
    """A new element at the end of another."""
    made = ElementTree.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    made.text = clean(text) or None
    return made


def text_at(element: ElementTree.Element | None, path: str) -> str:
    """The text of an element below another, empty where there is none."""
    found = element.findtext(path) if element is not None else None
    return (found or "").strip()


def document(root: ElementTree.Element) -> str:
    """The whole file."""
    ElementTree.indent(root, "  ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
