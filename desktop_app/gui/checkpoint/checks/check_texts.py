"""The sentences of a check as translatable texts; they are those of the core, which a test holds them to."""

from PySide6.QtCore import QCoreApplication

from desktop_app.checkpoint.checking.check import Note
from desktop_app.checkpoint.checking.check_cures import Cure, Misfit
from desktop_app.checkpoint.checking.check_model import Proof
from desktop_app.checkpoint.checking.check_renames import Rename
from desktop_app.gui.checkpoint.marking import QT_TRANSLATE_NOOP

NOTE_TEXTS: dict[str, str] = {
    "loads": QT_TRANSLATE_NOOP("Check", "Every key and shape fits: {model} should load it strictly."),
    "loads-not": QT_TRANSLATE_NOOP(
        "Check",
        "{model} does not load it strictly: {missing} missing, {unexpected} unexpected, {mismatched} of another shape.",
    ),
    "other-model": QT_TRANSLATE_NOOP(
        "Check",
        "Only {count} of the model's {total} keys are there in any form: this is probably another architecture.",
    ),
    "prefix": QT_TRANSLATE_NOOP("Check", "Keys that begin with {prefix}, which the model's do not: {count}. {cause}"),
    "renames": QT_TRANSLATE_NOOP(
        "Check", "Keys that fit the model under other names: {count}. They can be renamed in one step."
    ),
    "head": QT_TRANSLATE_NOOP(
        "Check",
        "Outputs of the head {module}: {have} in the file, {want} in the model; it was trained for another number of classes.",
    ),
    "rows": QT_TRANSLATE_NOOP(
        "Check", "Rows of {module}: {have} in the file, {want} in the model; the vocabulary has another size."
    ),
    "shapes": QT_TRANSLATE_NOOP(
        "Check", "Tensors of another shape: {count}, for example {name}: {have} in the file, {want} in the model."
    ),
    "missing": QT_TRANSLATE_NOOP(
        "Check", "Not in the file: {count} of the model's {total} keys, for example {name}; they would stay untrained."
    ),
    "unexpected": QT_TRANSLATE_NOOP(
        "Check", "Keys of the file without a place in the model: {count}, for example {name}."
    ),
    "converted": QT_TRANSLATE_NOOP("Check", "Tensors that change their type when they are loaded: {count} ({change})."),
    "filled": QT_TRANSLATE_NOOP(
        "Check", "Counters (num_batches_tracked) that are not in the file: {count}; torch begins them at 0."
    ),
    "inside": QT_TRANSLATE_NOOP(
        "Check",
        "The state_dict lies inside of a checkpoint: load_state_dict takes checkpoint{keys}, not the whole file.",
    ),
}
CAUSE_TEXTS: dict[str, str] = {
    "module.": QT_TRANSLATE_NOOP("Check", "DataParallel and DistributedDataParallel put it there."),
    "_orig_mod.": QT_TRANSLATE_NOOP("Check", "torch.compile put it there."),
    "model.": QT_TRANSLATE_NOOP("Check", "Lightning and other wrappers put it there."),
}


def note_text(note: Note) -> str:
    """One sentence of the explanation."""
    text = NOTE_TEXTS.get(note.code)
    if text is None:
        return note.sentence
    values = dict(note.values)
    if "cause" in values:
        cause = CAUSE_TEXTS.get(values.get("prefix", ""), "")
        values["cause"] = QCoreApplication.translate("Check", cause) if cause else ""
    try:
        return QCoreApplication.translate("Check", text).format(**values).strip()
    except (KeyError, IndexError, ValueError):
        return note.sentence


def rename_text(rename: Rename) -> str:
    """Why a key is taken for another."""
    if rename.old or rename.new:
        old, new = rename.old or "∅", rename.new or "∅"
        if rename.reason == "prefix":
            return QCoreApplication.translate("Check", "prefix {old} → {new}").format(old=old, new=new)
        return QCoreApplication.translate("Check", "{old} → {new} in the name").format(old=old, new=new)
    if rename.reason == "pattern":
        return QCoreApplication.translate("Check", "the same words")
    return QCoreApplication.translate("Check", "by shape and order, {share} %").format(share=round(rename.match * 100))


def cure_text(cure: Cure, misfit: Misfit) -> str:
    """What the button of a cure says."""
    if cure.code == "classes":
        return QCoreApplication.translate("Check", "Model with {count} classes").format(count=misfit.have)
    return {
        "slice": QCoreApplication.translate("Check", "Cut to the model's size"),
        "pad": QCoreApplication.translate("Check", "Fill up with zeros"),
        "fit": QCoreApplication.translate("Check", "Cut and fill up"),
        "reshape": QCoreApplication.translate("Check", "Reshape"),
        "transpose": QCoreApplication.translate("Check", "Transpose"),
        "drop": QCoreApplication.translate("Check", "Drop"),
    }[cure.code]


def cure_tip(cure: Cure, misfit: Misfit) -> str:
    """What a cure does, and what one should know of it."""
    names = ", ".join(misfit.names)
    return {
        "classes": QCoreApplication.translate("Check", "Check against {model} instead; the file stays as it is").format(model=cure.source.text if cure.source else ""),
        "slice": QCoreApplication.translate("Check", "Keep the first rows of {names}: outputs behind them are given up").format(names=names),
        "pad": QCoreApplication.translate("Check", "Add rows of zeros to {names}: new outputs begin untrained").format(names=names),
        "fit": QCoreApplication.translate("Check", "Cut what is too long and add zeros where {names} is too short").format(names=names),
        "reshape": QCoreApplication.translate("Check", "The same numbers in the model's shape: {names}").format(names=names),
        "transpose": QCoreApplication.translate("Check", "Swap the two dimensions of {names}").format(names=names),
        "drop": QCoreApplication.translate("Check", "Take {names} out of the file: it then loads with strict=False, and the head stays untrained").format(names=names),
    }[cure.code]  # fmt: skip


def cure_done(cure: Cure, misfit: Misfit) -> str:
    """How the history calls a cure."""
    return {
        "slice": QCoreApplication.translate("Check", "Cut {module} to the model's size"),
        "pad": QCoreApplication.translate("Check", "Fill up {module} to the model's size"),
        "fit": QCoreApplication.translate("Check", "Fit {module} to the model's size"),
        "reshape": QCoreApplication.translate("Check", "Reshape {module} as the model has it"),
        "transpose": QCoreApplication.translate("Check", "Transpose {module}"),
        "drop": QCoreApplication.translate("Check", "Drop {module}, which does not fit"),
    }[cure.code].format(module=misfit.module)


def proof_text(proof: Proof, model: str) -> str:
    """What the real load said."""
    if not proof.loads:
        return QCoreApplication.translate("Check", "torch {version} refused it: {complaint}").format(
            version=proof.torch, complaint=proof.complaint
        )
    if proof.with_values:
        text = QCoreApplication.translate(
            "Check",
            "Proved: torch {version} loaded {count} tensors strictly into {model}, and the model holds their values.",
        )
    else:
        text = QCoreApplication.translate(
            "Check",
            "Proved by shapes: torch {version} loaded {count} tensors strictly into {model}. Their values were not loaded: they are too many for the memory, or of a special kind.",
        )
    return text.format(version=proof.torch, count=f"{proof.tensors:,}", model=model)
