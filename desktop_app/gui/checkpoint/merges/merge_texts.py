"""The sentences of merging as translatable texts; they are those of the core, which a test holds them to."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.gui.checkpoint.marking import QT_TRANSLATE_NOOP
from desktop_app.gui.sentences import translated_values

if TYPE_CHECKING:
    from desktop_app.checkpoint.merges.merge_model import Conflict

METHOD_NAMES: dict[str, str] = {
    "average": QT_TRANSLATE_NOOP("Merge", "Average"),
    "weighted": QT_TRANSLATE_NOOP("Merge", "Weighted sum"),
    "slerp": QT_TRANSLATE_NOOP("Merge", "Spherical interpolation (slerp)"),
    "ema": QT_TRANSLATE_NOOP("Merge", "Moving average (EMA)"),
    "task-arithmetic": QT_TRANSLATE_NOOP("Merge", "Task arithmetic"),
    "lora": QT_TRANSLATE_NOOP("Merge", "Base and LoRA adapters"),
}

METHOD_TEXTS: dict[str, str] = {
    "average": QT_TRANSLATE_NOOP("Merge", "The mean of all files."),
    "weighted": QT_TRANSLATE_NOOP("Merge", "The sum of all files, each times its weight."),
    "slerp": QT_TRANSLATE_NOOP(
        "Merge", "The point at t of the arc from the first to the second; 0 is the first, 1 the second."
    ),
    "ema": QT_TRANSLATE_NOOP("Merge", "new = d * old + (1 - d) * next, file after file."),
    "task-arithmetic": QT_TRANSLATE_NOOP("Merge", "The first plus what each other file learned, times its weight."),
    "lora": QT_TRANSLATE_NOOP(
        "Merge", "The first plus the low-rank pairs that each other file holds, times its weight."
    ),
}

CONFLICT_TEXTS: dict[str, str] = {
    "missing": QT_TRANSLATE_NOOP("Merge", "{file} has no {name}; it stays as in the first."),
    "extra": QT_TRANSLATE_NOOP("Merge", "Only {file} has {name}; it is left out."),
    "shape": QT_TRANSLATE_NOOP(
        "Merge", "{name} is {first} in the first and {other} in {file}; it stays as in the first."
    ),
    "kind": QT_TRANSLATE_NOOP(
        "Merge", "{name} holds {first} in the first and {other} in {file}; it stays as in the first."
    ),
    "type": QT_TRANSLATE_NOOP(
        "Merge", "{name} holds {first}, which cannot be computed with; it stays as in the first."
    ),
    "layout": QT_TRANSLATE_NOOP("Merge", "{name} has the layout {layout} in {file}; it stays as in the first."),
    "values": QT_TRANSLATE_NOOP("Merge", "{name} of {file} has no values ({reason}); it stays as in the first."),
    "lora-base": QT_TRANSLATE_NOOP("Merge", "{name} of {file} fits no tensor of the first; it is left out."),
    "lora-half": QT_TRANSLATE_NOOP("Merge", "{name} of {file} has only one matrix of its pair; it is left out."),
    "lora-shape": QT_TRANSLATE_NOOP("Merge", "{name} of {file} makes {other}, but {base} is {first}; it is left out."),
    "lora-type": QT_TRANSLATE_NOOP(
        "Merge", "{name} of {file} would change {base}, which holds {first}; it is left out."
    ),
    "lora-kind": QT_TRANSLATE_NOOP(
        "Merge", "{name} of {file} is changed by {kind}, which is not merged; it is left out."
    ),
    "lora-number": QT_TRANSLATE_NOOP("Merge", "{name} of {file} is no number that can be read; its pair is left out."),
    "lora-left": QT_TRANSLATE_NOOP("Merge", "{name} of {file} belongs to no LoRA pair; it is left out."),
    "dtype": QT_TRANSLATE_NOOP("Merge", "{name} holds {other} in {file}; the result is {first}, as in the first."),
    "quantised": QT_TRANSLATE_NOOP("Merge", "{name} is quantised ({first}); the result is float32."),
    "wrapped": QT_TRANSLATE_NOOP("Merge", "Keys of {file} that fit without `module.` or `_orig_mod.`: {count}."),
    "sum": QT_TRANSLATE_NOOP("Merge", "The weights add up to {sum}."),
    "lora-alpha": QT_TRANSLATE_NOOP("Merge", "{file} does not say alpha; its pairs are added at scale 1."),
    "lora-pattern": QT_TRANSLATE_NOOP("Merge", "{file} sets alpha by the pattern {name}, which is not evaluated."),
}

ERROR_TEXTS: dict[str, str] = {
    "merge-files": QT_TRANSLATE_NOOP("EditError", "Merging needs two files or more."),
    "merge-weights": QT_TRANSLATE_NOOP("EditError", "The number of weights for {method} is {wanted}; given: {have}."),
    "merge-weights-or-one": QT_TRANSLATE_NOOP("EditError", "{method} takes one weight or {wanted}; given: {have}."),
    "merge-weight": QT_TRANSLATE_NOOP(
        "EditError", "{text} is no weight; write numbers with commas between them, for example 0.7,0.3."
    ),
    "merge-range": QT_TRANSLATE_NOOP("EditError", "{method} takes numbers from 0 to 1; {text} is outside."),
    "merge-conflicts": QT_TRANSLATE_NOOP("EditError", "Tensors that do not fit together: {count}. {first}"),
    "no-pairs": QT_TRANSLATE_NOOP("EditError", "{file} holds no pair of LoRA matrices."),
}


def method_name(method: str) -> str:
    """What a method is called in the language of the window."""
    return QCoreApplication.translate("Merge", METHOD_NAMES[method])


def method_text(method: str) -> str:
    """One line on what a method does."""
    return QCoreApplication.translate("Merge", METHOD_TEXTS[method])


def conflict_text(conflict: "Conflict") -> str:
    """The sentence of a conflict in the language of the window."""
    text = CONFLICT_TEXTS.get(conflict.code)
    if text is None:
        return conflict.message
    try:
        return QCoreApplication.translate("Merge", text).format(
            **translated_values(dict(conflict.values)), name=conflict.name, file=conflict.file
        )
    except (KeyError, IndexError, ValueError):
        return conflict.message


def error_text(error: EditError) -> str:
    """The sentence of a refused merge in the language of the window."""
    text = ERROR_TEXTS.get(error.code)
    if text is None:
        return str(error)
    try:
        return QCoreApplication.translate("EditError", text).format(**translated_values(error.values))
    except (KeyError, IndexError, ValueError):
        return str(error)
