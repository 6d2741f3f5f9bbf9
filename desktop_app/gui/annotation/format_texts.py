"""What label formats are called in the language in force; only files and commands name them by their short names."""

from collections.abc import Iterable

from desktop_app.gui.sentences import translated


def format_title(name: str) -> str:
    """What a format of the registry is called."""
    from desktop_app.annotation.formats.all import FORMATS

    return translated(FORMATS[name].title) if name in FORMATS else name


def format_titles(names: Iterable[str]) -> str:
    """Several of them, one after another."""
    return ", ".join(map(format_title, names))
