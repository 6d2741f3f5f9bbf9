"""Sentences of child processes in the language in force; they are those of the core, which a test holds them to."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.marking import QT_TRANSLATE_NOOP
from desktop_app.gui.sentences import is_known, translated, translated_values

ENGINE_TEXTS: dict[str, str] = {
    "no-engine": QT_TRANSLATE_NOOP(
        "Engine",
        "No Python with PyTorch is known; choose one with Edit › Python with PyTorch, or set {variable} to its path.",
    ),
    "no-kernel": QT_TRANSLATE_NOOP(
        "Engine",
        "The Python at {path} has no ipykernel, which the console needs; install ipykernel there, or choose another Python.",
    ),
    "no-qtconsole": QT_TRANSLATE_NOOP(
        "Engine", "The console needs qtconsole; install this program's extra named console."
    ),
    "not-started": QT_TRANSLATE_NOOP("Engine", "The Python at {path} could not be started: {reason}."),
    "old-python": QT_TRANSLATE_NOOP("Engine", "The Python at {path} is {version}; 3.12 or newer is needed."),
    "no-module": QT_TRANSLATE_NOOP("Engine", "{module} is not installed in the Python at {path}."),
    "timeout": QT_TRANSLATE_NOOP("Engine", "It did not end within {seconds} seconds and was stopped."),
    "memory": QT_TRANSLATE_NOOP("Engine", "It needed more than the {limit} of memory that it may have."),
    "died": QT_TRANSLATE_NOOP("Engine", "The process ended unexpectedly ({reason})."),
    "answer": QT_TRANSLATE_NOOP("Engine", "The process gave an answer that cannot be read."),
    "stopped": QT_TRANSLATE_NOOP("Engine", "It was stopped."),
    "failed": "{kind}: {reason}",
    "model-text": QT_TRANSLATE_NOOP(
        "Engine", "{text} names no model; write torchvision:NAME, timm:NAME, or path/to/model.py:Class."
    ),
    "model-arguments": QT_TRANSLATE_NOOP(
        "Engine", "{text}: the arguments must be plain values such as 10, 0.5, True or 'text'."
    ),
    "model-name": QT_TRANSLATE_NOOP("Engine", "{library} has no model {name}.{hint}"),
    "plugin": QT_TRANSLATE_NOOP("Engine", "The plug-in {package} ({name}) failed: {reason}."),
    "model-option": QT_TRANSLATE_NOOP("Engine", "{name} cannot be built so: {reason}."),
    "input": QT_TRANSLATE_NOOP("Engine", "{name} cannot be given to the model: {reason}."),
    "model-file": QT_TRANSLATE_NOOP("Engine", "{path} cannot be read: {reason}."),
    "model-class": QT_TRANSLATE_NOOP("Engine", "{path} has no {name}.{hint}"),
    "model-kind": QT_TRANSLATE_NOOP("Engine", "{name} makes no torch.nn.Module but {kind}."),
    "model-code": QT_TRANSLATE_NOOP("Engine", "{path} failed at line {line}: {kind}: {reason}"),
    "trust": QT_TRANSLATE_NOOP("Engine", "{path} was not run: it is Python code, which can do anything that you can."),
    "changed": QT_TRANSLATE_NOOP("Engine", "{path} was not run: it is another file than the one that was agreed to."),
    "no-maker": QT_TRANSLATE_NOOP(
        "Engine", "No Python from 3.12 on that can make environments was found here; install one, or the program uv."
    ),
    "no-venv": QT_TRANSLATE_NOOP("Engine", "{path} could not make an environment: {reason}."),
    "no-room": QT_TRANSLATE_NOOP("Engine", "{need} of disk space are needed at {place}, and {free} are free."),
    "no-build": QT_TRANSLATE_NOOP(
        "Engine",
        "{package} is not offered for Python {version} on this machine; try another Python or another index.",
    ),
    "no-network": QT_TRANSLATE_NOOP(
        "Engine", "The package index could not be reached; look at the connection and at the address."
    ),
    "index": QT_TRANSLATE_NOOP(
        "Engine", "{text} is neither an address that begins with https:// nor a folder of wheels."
    ),
    "pip": QT_TRANSLATE_NOOP("Engine", "pip gave up: {reason}"),
}


def engine_text(code: str, values: Mapping[str, str], otherwise: str) -> str:
    """The sentence of an `EngineError` by its parts; `otherwise` where they do not fit."""
    text = ENGINE_TEXTS.get(code)
    if code == "failed" and is_known(values.get("reason", "")):  # it says all; the name of an exception says nothing
        return translated(values["reason"])
    if text is None:
        return otherwise
    try:
        return QCoreApplication.translate("Engine", text).format(**translated_values(values))
    except (KeyError, IndexError, ValueError):
        return otherwise
