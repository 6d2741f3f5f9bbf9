"""Sentences about edits in the language in force: operations, refusals, offers."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.checkpoint.formatting import size_text

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Step
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.editing.offers import Offer


def _tr(text: str) -> str:
    return QCoreApplication.translate("Edits", text)


def step_text(step: "Step") -> str:
    """What a step does, for the history."""
    templates = {
        "rename": _tr("Rename {0} to {1}"), "rename-regex": _tr("Replace {0} by {1} in names"), "strip-prefix": _tr("Strip the prefix {0}"),
        "add-prefix": _tr("Add the prefix {0}"), "drop": _tr("Drop {all}"), "keep": _tr("Keep only {all}"), "cast": _tr("Cast {some} to {last}"),
        "fill": _tr("Fill {some} with {last}"), "scale": _tr("Multiply {some} by {last}"), "set": _tr("Set {0} to {1}"), "reshape": _tr("Reshape {0} to {1}"),
        "transpose": _tr("Swap dimensions {1} and {2} of {0}"), "slice": _tr("Cut {0} to [{1}]"), "pad": _tr("Pad {0} to {1} with {2}"),
        "untie": _tr("Untie {0}"), "add": _tr("Add {0} from {1}"), "unwrap": _tr("Leave only the state_dict"), "reorder": _tr("Put {0} first"),
        "metadata": _tr("Set the metadata {0} to {1}"), "merge": _tr("Merge ({0}) with {2}"),
    }  # fmt: skip
    template = templates.get(step.operation)
    if template is None:
        return " ".join((step.operation, *step.arguments))
    arguments = [_short(argument) for argument in step.arguments]
    listed = ", ".join(arguments[:3]) + (
        _tr(" and {count} more").format(count=len(arguments) - 3) if len(arguments) > 3 else ""
    )
    try:
        return template.format(*arguments, all=listed)
    except IndexError:
        return " ".join((step.operation, *step.arguments))


def _listed(texts: list[str]) -> str:
    more = _tr(" and {count} more").format(count=len(texts) - 3) if len(texts) > 3 else ""
    return ", ".join(texts[:3]) + more


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 2 + 1 :]}"


def refusal_text(error: "EditError") -> str:
    """Why an edit cannot be done."""
    templates = {
        "no-such-operation": _tr("There is no operation {operation}."), "arguments": _tr("{operation} takes {wanted}."),
        "no-such-key": _tr("There is no tensor named {name}."), "nothing-matches": _tr("No tensor's name matches {pattern}."),
        "pattern": _tr("{pattern} is no valid regular expression: {reason}."), "replacement": _tr("{replacement} cannot be put in: {reason}."),
        "collision": _tr("{count} names would collide, for example {name} (from {first} and {second})."),
        "exists": _tr("There is a tensor named {name} already."), "empty-name": _tr("A name must not be empty (it would be that of {name})."),
        "no-prefix": _tr("No name begins with {prefix}."), "dtype": _tr("{text} is no element type; write for example float16, bfloat16 or int8."),
        "number": _tr("{text} is no number."), "shape": _tr("{text} is no shape; write for example 64,3,7,7."),
        "count": _tr("{name} has {have} elements; the shape {shape} would need {need}."),
        "dimension": _tr("{name} has {dimensions} dimensions; there is no dimension {dimension}."), "index": _tr("{name}: {reason}"),
        "smaller": _tr("{name} has the shape {have}; it cannot be padded to {shape}."),
        "no-fraction": _tr("{name} holds {dtype}; cast it to a floating-point type before it is multiplied by {factor}."),
        "not-finite": _tr("{name} holds {dtype}, which has no {text}."), "needs-values": _tr("{name} cannot be changed: {reason}"),
        "not-tied": _tr("{name} shares its storage with no other tensor."), "not-wrapped": _tr("The file holds nothing but the state_dict."),
        "no-state-dict": _tr("The file holds no state_dict that could be unwrapped."), "file": "{reason}",
        "key-in-file": _tr("{file} holds no tensor named {name}."), "twice": _tr("{name} is named twice."), "method": _tr("There is no merge method {method}."),
        "merge": "{reason}", "recipe": _tr("{file} is no recipe: {reason}."),
    }  # fmt: skip
    template = templates.get(error.code)
    return template.format(**error.values) if template is not None else str(error)


def offer_text(offer: "Offer") -> tuple[str, str]:
    """What was noticed, and what the button beside it says."""
    values = dict(offer.values)
    for name in ("size", "total"):
        if name in values:
            values[name] = size_text(int(values[name]))
    templates = {
        "prefix": (_tr("{count} names begin with “{prefix}”."), _tr("Strip it")),
        "inner": (_tr("{count} names hold “{text}”, which torch.compile leaves behind."), _tr("Take it out")),
        "wrapped": (_tr("The state_dict is wrapped in a checkpoint with {count} further tensors."), _tr("Unwrap")),
        "optimizer": (_tr("Optimizer state takes {size} of {total}."), _tr("Drop it")),
        "double": (_tr("{count} tensors are float64 ({size})."), _tr("Cast to float32")),
        "nan": (_tr("{count} tensors hold NaN or infinities."), _tr("Show them")),
    }
    sentence, button = templates[offer.code]
    return sentence.format(**values), button
