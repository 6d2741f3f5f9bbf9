"""Marks a text in a table for the collector of translations; at run time it is just the text."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # the name that the collector looks for
    """The text itself."""
    return text
