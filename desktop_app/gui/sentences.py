"""The core's sentences in the language of the window: each is found again by its template, and its parts are put into the translated one.

The core knows no languages; what it raises or lists is an English sentence. A test holds this table to what the core says.
"""

import re
from dataclasses import replace
from functools import cache

from PySide6.QtCore import QCoreApplication

from desktop_app.checkpoint.findings import CATALOGUE
from desktop_app.gui.worker import Failure


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # the name that the collector looks for
    """The text itself; the collector of translations finds it."""
    return text


TEMPLATES: tuple[str, ...] = (
    # what a global of a pickle would do
    QT_TRANSLATE_NOOP("Sentence", "Rebuilds tensors or plain values."),
    QT_TRANSLATE_NOOP("Sentence", "An ordinary load could use it: it {deed}."),
    QT_TRANSLATE_NOOP("Sentence", "Loads a pickle that lies inside this one; it was read in the same safe way and is listed too."),
    QT_TRANSLATE_NOOP("Sentence", "A class or function of PyTorch; it was not run, only its stored attributes are shown."),
    QT_TRANSLATE_NOOP("Sentence", "A class or function of some other program; it was not run, only its stored attributes are shown."),
    QT_TRANSLATE_NOOP("Sentence", "An ordinary load would run the shell command `{command}`."),
    QT_TRANSLATE_NOOP("Sentence", "An ordinary load would execute the Python code `{code}`."),
    QT_TRANSLATE_NOOP("Sentence", "An ordinary load would import the module `{name}`."),
    QT_TRANSLATE_NOOP("Sentence", "An ordinary load would start the program {program}."),
    QT_TRANSLATE_NOOP("Sentence", "An ordinary load would call {name}({arguments})."),
    # contents
    QT_TRANSLATE_NOOP("Sentence", "1 item"),
    QT_TRANSLATE_NOOP("Sentence", "{count} items"),
    # deeds
    QT_TRANSLATE_NOOP("Sentence", "runs a command of the operating system"),
    QT_TRANSLATE_NOOP("Sentence", "starts another program"),
    QT_TRANSLATE_NOOP("Sentence", "executes Python code that the file carries"),
    QT_TRANSLATE_NOOP("Sentence", "imports a module that the file chooses"),
    QT_TRANSLATE_NOOP("Sentence", "reaches for any attribute of any object, a step of most attacks"),
    QT_TRANSLATE_NOOP("Sentence", "reaches for any attribute of any object, a step of most attacks (here {names})"),
    QT_TRANSLATE_NOOP("Sentence", "reads, writes or deletes files"),
    QT_TRANSLATE_NOOP("Sentence", "opens a network connection"),
    QT_TRANSLATE_NOOP("Sentence", "loads another pickle without protection"),
    QT_TRANSLATE_NOOP("Sentence", "calls into native code or raw memory"),
    QT_TRANSLATE_NOOP("Sentence", "controls processes, threads or the interpreter itself"),
    QT_TRANSLATE_NOOP("Sentence", "prints text while the file loads"),
    # files that changed
    QT_TRANSLATE_NOOP("Sentence", "{name} was replaced by another file since it was opened; open it again."),
    QT_TRANSLATE_NOOP("Sentence", "{name} shrank from {before} to {now} bytes since it was opened; open it again."),
    QT_TRANSLATE_NOOP("Sentence", "{name} was changed since it was opened; open it again."),
    QT_TRANSLATE_NOOP("Sentence", "{name} is no longer there; open it again when it is back."),
    QT_TRANSLATE_NOOP("Sentence", "{name} is no longer there."),
    QT_TRANSLATE_NOOP("Sentence", "{name} ended early while it was read; open it again."),
    # numbers by name, the history of a run
    QT_TRANSLATE_NOOP("Sentence", "{name} cannot be read: {reason}."),
    QT_TRANSLATE_NOOP("Sentence", "{where}: This is no folder of a run: there is no events.jsonl in it."),
    QT_TRANSLATE_NOOP("Sentence", "{where}: The run told no norms of its layers yet."),
    QT_TRANSLATE_NOOP("Sentence", "{name} is larger than {size} MB; numbers by name are smaller."),
    QT_TRANSLATE_NOOP("Sentence", "{name} is not text in UTF-8."),
    QT_TRANSLATE_NOOP("Sentence", "{name} holds no rows; write a key and a number in each line."),
    QT_TRANSLATE_NOOP("Sentence", "{name} has more than {count} rows."),
    QT_TRANSLATE_NOOP("Sentence", "{name}, line {line}: this is not JSON."),
    QT_TRANSLATE_NOOP("Sentence", "{name}, line {line} is no row of a table: {reason}."),
    QT_TRANSLATE_NOOP("Sentence", "{name}: this is not JSON."),
    QT_TRANSLATE_NOOP("Sentence", "{name}: write an object of numbers by name, such as {example}."),
    QT_TRANSLATE_NOOP("Sentence", "'{text}' is not a number"),
    QT_TRANSLATE_NOOP("Sentence", "the key is empty"),
    QT_TRANSLATE_NOOP("Sentence", "there is no number"),
    QT_TRANSLATE_NOOP("Sentence", "it is not a number"),
    # workers
    QT_TRANSLATE_NOOP("Sentence", "The worker process could not be started."),
    QT_TRANSLATE_NOOP("Sentence", "The worker process ended unexpectedly; the next attempt starts a new one."),
    QT_TRANSLATE_NOOP("Sentence", "The worker process was ended by the system, perhaps for lack of memory; the next attempt starts a new one."),
    QT_TRANSLATE_NOOP("Sentence", "There is not enough memory for this."),
    QT_TRANSLATE_NOOP("Sentence", "This did not work because of an error in the program ({name})."),
    QT_TRANSLATE_NOOP("Sentence", "There is not enough room on the disk; free some, or choose another place."),
    QT_TRANSLATE_NOOP("Sentence", "{name}: permission is missing; choose another place, or change the permissions."),
    QT_TRANSLATE_NOOP("Sentence", "{name}: there is no such file or folder."),
    # what was typed
    QT_TRANSLATE_NOOP("Sentence", "`...` may stand only once."),
    QT_TRANSLATE_NOOP("Sentence", "There are {given} indices, but the tensor has {count} dimensions."),
    QT_TRANSLATE_NOOP("Sentence", "The index of dimension {axis} is empty."),
    QT_TRANSLATE_NOOP("Sentence", "Index {place} is out of range for dimension {axis} of size {size}."),
    QT_TRANSLATE_NOOP("Sentence", "`{part}` is no slice: write start:stop:step."),
    QT_TRANSLATE_NOOP("Sentence", "The step of dimension {axis} must not be 0."),
    QT_TRANSLATE_NOOP("Sentence", "`{text}` is no integer (dimension {axis})."),
    QT_TRANSLATE_NOOP("Sentence", "The regular expression is longer than {count} characters."),
    QT_TRANSLATE_NOOP("Sentence", "The regular expression is wrong: {reason}."),
    # files that are written
    QT_TRANSLATE_NOOP("Sentence", "{name}: the ending must be one of {endings}."),
    QT_TRANSLATE_NOOP("Sentence", "{ending} is no kind of picture that can be written; use .svg, .png or .pdf."),
    QT_TRANSLATE_NOOP("Sentence", "A tensor of 4 GB or more is saved as .npy."),
    # Graphviz
    QT_TRANSLATE_NOOP("Sentence", "Graphviz was not found; install it with `pip install graphviz-pure`."),
    QT_TRANSLATE_NOOP("Sentence", "{program} is no program that can be started; choose another Graphviz in the settings."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz did not finish within {seconds} s; collapse some groups or use the built-in layout."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz could not be started ({reason})."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz refused the graph: {reason}."),
    QT_TRANSLATE_NOOP("Sentence", "{boxes} boxes and {edges} edges are too many for Graphviz; collapse some groups first."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz answered something that cannot be read ({name})."),
    QT_TRANSLATE_NOOP("Sentence", "Graphviz laid out something else than what is shown."),
)  # fmt: skip
_SENTENCES_WITHIN = ("deed",)
"""Parts that are texts of the table themselves."""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The table with a pattern each; the template with the most words of its own is tried first."""
    ordered = sorted(TEMPLATES, key=lambda text: -len(re.sub(r"\{\w+\}", "", text)))
    return tuple(
        (text, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*)", re.escape(text)), re.DOTALL)) for text in ordered
    )


def template_of(sentence: str) -> tuple[str, dict[str, str]] | None:
    """The template that a sentence was made of, and its parts; None for one that is not in the table."""
    for template, pattern in _patterns():
        if (found := pattern.fullmatch(sentence)) is not None:
            return template, found.groupdict()
    return None


def translated(sentence: str) -> str:
    """The sentence in the language of the window; as it is when it is not one of ours."""
    found = template_of(sentence)
    if found is None:
        return sentence
    template, parts = found
    text = QCoreApplication.translate("Sentence", template)
    for name, part in parts.items():
        text = text.replace("{" + name + "}", translated(part) if name in _SENTENCES_WITHIN else part)
    return text


def translated_failure(failure: Failure) -> Failure:
    """The failure with its sentence in the language of the window; its details stay English, for a report."""
    found = failure.finding
    template = CATALOGUE.get(found.code) if found is not None else None
    if found is None or template is None or (not found.values and "{" in template.message + template.cure):
        return replace(failure, message=translated(failure.message))
    values = dict(found.values)
    texts = (QCoreApplication.translate("Finding", text) for text in (template.message, template.cure) if text)
    try:
        return replace(failure, message=" ".join(text.format(**values) for text in texts))
    except (KeyError, IndexError, ValueError):
        return failure
