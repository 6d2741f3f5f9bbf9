"""Sentences about labels in the language in force: mistakes, differences, states."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.label_names import plain_name, shown_name
from desktop_app.annotation.review.agreement import Difference
from desktop_app.annotation.review.mistakes import Mistake
from desktop_app.gui.sentences import translated


def name_trouble(names: Iterable[str]) -> str:
    """Why one of the names cannot be a label's, in a sentence; empty when all can."""
    odd = next((name for name in names if name != plain_name(name)), "")
    sentence = QCoreApplication.translate(
        "Labels", "“{name}” cannot be a label: its name must be one line of text, without tabs and control characters."
    )
    return sentence.format(name=shown_name(odd)) if odd else ""


def mistake_text(mistake: Mistake) -> str:
    """What may be wrong."""
    texts = {
        "outside": QCoreApplication.translate("Mistakes", "The shape lies outside the image."),
        "partly-outside": QCoreApplication.translate("Mistakes", "A part of the shape lies outside the image."),
        "empty": QCoreApplication.translate("Mistakes", "The shape encloses nothing."),
        "self-crossing": QCoreApplication.translate("Mistakes", "The outline crosses itself."),
        "duplicate": QCoreApplication.translate("Mistakes", "The shape lies on another one of the same label."),
        "tiny": QCoreApplication.translate("Mistakes", "The shape is only {width} x {height} pixels large."),
        "no-label": QCoreApplication.translate("Mistakes", "The shape has no label."),
        "unknown-label": QCoreApplication.translate("Mistakes", "The label schema has no label {label}."),
        "kind-not-allowed": QCoreApplication.translate("Mistakes", "The label {label} does not allow shapes of this kind ({kind})."),
        "missing-attribute": QCoreApplication.translate("Mistakes", "The attribute {attribute} was not answered."),
        "wrong-attribute": QCoreApplication.translate("Mistakes", "The attribute {attribute} cannot be {value}."),
        "keypoints": QCoreApplication.translate("Mistakes", "Keypoints of the skeleton: {have}; the label {label} has {want}."),
        "one-off": QCoreApplication.translate("Mistakes", "Only this shape has the label {label}."),
        "one-off-like": QCoreApplication.translate("Mistakes", "Only this shape has the label {label}; {other} is used {count} times."),
        "size": QCoreApplication.translate("Mistakes", "The labels were made for an image of {said}; it has {true}."),
    }  # fmt: skip
    return texts[mistake.code].format(**mistake.values) if mistake.code in texts else translated(mistake.message)


def mistake_title(code: str) -> str:
    """A kind of mistake, for headings and boxes to tick."""
    texts = {
        "outside": QCoreApplication.translate("Mistakes", "Outside the image"),
        "partly-outside": QCoreApplication.translate("Mistakes", "Partly outside"),
        "empty": QCoreApplication.translate("Mistakes", "Empty"),
        "self-crossing": QCoreApplication.translate("Mistakes", "Crosses itself"),
        "duplicate": QCoreApplication.translate("Mistakes", "Twice"),
        "tiny": QCoreApplication.translate("Mistakes", "Tiny"),
        "no-label": QCoreApplication.translate("Mistakes", "No label"),
        "unknown-label": QCoreApplication.translate("Mistakes", "Unknown label"),
        "kind-not-allowed": QCoreApplication.translate("Mistakes", "Kind not allowed"),
        "missing-attribute": QCoreApplication.translate("Mistakes", "Unanswered"),
        "wrong-attribute": QCoreApplication.translate("Mistakes", "Wrong answer"),
        "keypoints": QCoreApplication.translate("Mistakes", "Keypoints"),
        "one-off": QCoreApplication.translate("Mistakes", "One-off label"),
        "one-off-like": QCoreApplication.translate("Mistakes", "Perhaps misspelt"),
        "size": QCoreApplication.translate("Mistakes", "Other size"),
        "image": QCoreApplication.translate("Mistakes", "Image or label file"),
    }  # fmt: skip
    return texts.get(code, code)


def difference_text(difference: Difference) -> str:
    """How two label sets differ in one place."""
    texts = {
        "only-first": QCoreApplication.translate("Differences", "Only this folder has this {label}."),
        "only-second": QCoreApplication.translate("Differences", "Only the other has this {label}."),
        "other-label": QCoreApplication.translate("Differences", "Here it is {label}, in the other {other}."),
        "loose": QCoreApplication.translate("Differences", "Both have this {label}, but their outlines agree by {overlap} only."),
        "classes": QCoreApplication.translate("Differences", "The image is {label} here, {other} in the other."),
        "missing-first": QCoreApplication.translate("Differences", "It is not labelled here."),
        "missing-second": QCoreApplication.translate("Differences", "The other has no labels of it."),
    }  # fmt: skip
    nothing = QCoreApplication.translate("Differences", "nothing")
    return texts[difference.kind].format(
        label=difference.label or nothing, other=difference.other or nothing, overlap=f"{difference.overlap:.0%}"
    )
