"""Colours of the console in both schemes, and what the kernel calls them."""

from desktop_app.gui.theme import scheme_name

TERMINAL_COLOURS = {
    "light": {"in": "#1b5e20", "out": "#8e1b1b", "error": "#b3261e", "syntax": "default", "kernel": "lightbg"},
    "dark": {"in": "#7fd08a", "out": "#ff9a8f", "error": "#ff8a80", "syntax": "monokai", "kernel": "linux"},
}


def kernel_colours() -> str:
    """What the kernel calls the colours in force."""
    return TERMINAL_COLOURS[scheme_name()]["kernel"]
