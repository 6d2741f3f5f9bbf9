"""Sentences about edits in the language in force: operations, refusals, offers."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.checkpoint.formatting import size_text
from desktop_app.gui.checkpoint.merges.merge_texts import error_text
from desktop_app.gui.sentences import translated_values

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Step
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.editing.offers import Offer


def step_text(step: "Step") -> str:
    """What a step does, for the history."""
    templates = {
        "rename": QCoreApplication.translate("Edits", "Rename {0} to {1}"), "rename-regex": QCoreApplication.translate("Edits", "Replace {0} by {1} in names"), "strip-prefix": QCoreApplication.translate("Edits", "Strip the prefix {0}"),
        "add-prefix": QCoreApplication.translate("Edits", "Add the prefix {0}"), "drop": QCoreApplication.translate("Edits", "Drop {all}"), "keep": QCoreApplication.translate("Edits", "Keep only {all}"), "cast": QCoreApplication.translate("Edits", "Cast {some} to {last}"),
        "fill": QCoreApplication.translate("Edits", "Fill {some} with {last}"), "scale": QCoreApplication.translate("Edits", "Multiply {some} by {last}"), "set": QCoreApplication.translate("Edits", "Set {0} to {1}"), "reshape": QCoreApplication.translate("Edits", "Reshape {0} to {1}"),
        "transpose": QCoreApplication.translate("Edits", "Swap dimensions {1} and {2} of {0}"), "slice": QCoreApplication.translate("Edits", "Cut {0} to [{1}]"), "pad": QCoreApplication.translate("Edits", "Pad {0} to {1} with {2}"),
        "untie": QCoreApplication.translate("Edits", "Untie {0}"), "add": QCoreApplication.translate("Edits", "Add {0} from {1}"), "assign": QCoreApplication.translate("Edits", "Take {0} from {1}"), "unwrap": QCoreApplication.translate("Edits", "Leave only the state_dict"), "reorder": QCoreApplication.translate("Edits", "Put {0} first"),
        "metadata": QCoreApplication.translate("Edits", "Set the metadata {0} to {1}"), "merge": QCoreApplication.translate("Edits", "Merge ({0}) with {2}"),
    }  # fmt: skip
    template = templates.get(step.operation)
    if step.operation == "rename" and len(step.arguments) > 2:
        return QCoreApplication.translate("Edits", "Rename {count} keys").format(count=len(step.arguments) // 2)
    if template is None:
        return " ".join((step.operation, *step.arguments))
    arguments = [_short(argument) for argument in step.arguments]
    try:
        return template.format(
            *arguments, all=_listed(arguments), some=_listed(arguments[:-1]), last=arguments[-1] if arguments else ""
        )
    except (IndexError, KeyError):
        return " ".join((step.operation, *step.arguments))


def _listed(texts: list[str]) -> str:
    more = (
        QCoreApplication.translate("Edits", " and {count} more").format(count=len(texts) - 3) if len(texts) > 3 else ""
    )
    return ", ".join(texts[:3]) + more


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 2 + 1 :]}"


def refusal_text(error: "EditError") -> str:
    """Why an edit cannot be done."""
    templates = {
        "no-such-operation": QCoreApplication.translate("Edits", "There is no operation {operation}."), "arguments": QCoreApplication.translate("Edits", "{operation} takes {wanted}."),
        "no-such-key": QCoreApplication.translate("Edits", "There is no tensor named {name}."), "nothing-matches": QCoreApplication.translate("Edits", "No tensor's name matches {pattern}."),
        "pattern": QCoreApplication.translate("Edits", "{pattern} is no valid regular expression: {reason}."), "replacement": QCoreApplication.translate("Edits", "{replacement} cannot be put in: {reason}."),
        "collision": QCoreApplication.translate("Edits", "Names that would collide: {count}, for example {name} (from {first} and {second})."),
        "exists": QCoreApplication.translate("Edits", "There is a tensor named {name} already."), "empty-name": QCoreApplication.translate("Edits", "A name must not be empty (it would be that of {name})."),
        "no-prefix": QCoreApplication.translate("Edits", "No name begins with {prefix}."), "dtype": QCoreApplication.translate("Edits", "{text} is no element type; write for example float16, bfloat16 or int8."),
        "number": QCoreApplication.translate("Edits", "{text} is no number."), "shape": QCoreApplication.translate("Edits", "{text} is no shape; write for example 64,3,7,7."),
        "count": QCoreApplication.translate("Edits", "The number of elements of {name} is {have}; the shape {shape} would need {need}."),
        "dimension": QCoreApplication.translate("Edits", "There is no dimension {dimension} in {name}; its number of dimensions is {dimensions}."), "index": QCoreApplication.translate("Edits", "{name}: {reason}"),
        "smaller": QCoreApplication.translate("Edits", "{name} has the shape {have}; it cannot be padded to {shape}."),
        "no-fraction": QCoreApplication.translate("Edits", "{name} holds {dtype}; cast it to a floating-point type before it is multiplied by {factor}."),
        "not-finite": QCoreApplication.translate("Edits", "{name} holds {dtype}, which has no {text}."), "needs-values": QCoreApplication.translate("Edits", "{name} cannot be changed: {reason}"),
        "not-tied": QCoreApplication.translate("Edits", "{name} shares its storage with no other tensor."), "not-wrapped": QCoreApplication.translate("Edits", "The file holds nothing but the state_dict."),
        "no-state-dict": QCoreApplication.translate("Edits", "The file holds no state_dict that could be unwrapped."), "file": "{reason}", "not-open": QCoreApplication.translate("Edits", "{file} could not be opened."),
        "key-in-file": QCoreApplication.translate("Edits", "{file} holds no tensor named {name}."), "twice": QCoreApplication.translate("Edits", "{name} is named twice."), "method": QCoreApplication.translate("Edits", "There is no merge method {method}."),
        "plugin": QCoreApplication.translate("Edits", "The plug-in {package} ({name}) failed: {reason}."),
        "merge": "{reason}", "recipe": QCoreApplication.translate("Edits", "{file} is no recipe: {reason}."),
    }  # fmt: skip
    template = templates.get(error.code)
    return template.format(**translated_values(error.values)) if template is not None else error_text(error)


def offer_text(offer: "Offer") -> tuple[str, str]:
    """What was noticed, and what the button beside it says."""
    values = dict(offer.values)
    for name in ("size", "total"):
        if name in values:
            values[name] = size_text(int(values[name]))
    templates = {
        "prefix": (
            QCoreApplication.translate("Edits", "Names that begin with “{prefix}”: {count}."),
            QCoreApplication.translate("Edits", "Strip it"),
        ),
        "inner": (
            QCoreApplication.translate(
                "Edits", "Names that hold “{text}”, which torch.compile leaves behind: {count}."
            ),
            QCoreApplication.translate("Edits", "Take it out"),
        ),
        "wrapped": (
            QCoreApplication.translate(
                "Edits", "The state_dict is wrapped in a checkpoint; further tensors there: {count}."
            ),
            QCoreApplication.translate("Edits", "Unwrap"),
        ),
        "wrapped-alone": (
            QCoreApplication.translate("Edits", "The state_dict lies inside of a checkpoint, under {key}."),
            QCoreApplication.translate("Edits", "Unwrap"),
        ),
        "optimizer": (
            QCoreApplication.translate("Edits", "Optimizer state takes {size} of {total}."),
            QCoreApplication.translate("Edits", "Drop it"),
        ),
        "double": (
            QCoreApplication.translate("Edits", "Tensors in float64: {count} ({size})."),
            QCoreApplication.translate("Edits", "Cast to float32"),
        ),
        "nan": (
            QCoreApplication.translate("Edits", "Tensors that hold NaN or infinities: {count}."),
            QCoreApplication.translate("Edits", "Show them"),
        ),
    }
    sentence, button = templates[offer.code]
    return sentence.format(**values), button
