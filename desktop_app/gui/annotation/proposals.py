"""Puts what a model proposes into the labels of images: one undoable change each, whether the image was opened or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop_app.annotation.folders.labels_of import ImageLabels, load_image_labels
from desktop_app.annotation.formats.labelme_writing import natural_state
from desktop_app.annotation.model import Annotation, Shape
from desktop_app.gui.annotation.session import LabelSession

_SAME = 0.5
"""Boxes that share so much show the same object."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model says of one image."""

    shapes: tuple[Shape, ...] = ()
    classes: tuple[str, ...] = ()
    """Of the whole image; they are set only where nobody said any."""


def with_proposal(annotation: Annotation, proposal: Proposal) -> Annotation:
    """The labels with the proposal in place of earlier ones; what a person drew there already is not proposed again."""
    drawn = tuple(shape for shape in annotation.shapes if not shape.is_suggestion)
    new = tuple(shape for shape in proposal.shapes if not any(_is_same(shape, old) for old in drawn))
    made = annotation.with_shapes((*drawn, *new))
    if proposal.classes and not annotation.classes:
        made = replace(made, flags={**made.flags, **dict.fromkeys(proposal.classes, True)})
    if made.state in ("unlabelled", "labelled"):
        made = replace(made, state=natural_state(made))
    return made


def _is_same(one: Shape, other: Shape) -> bool:
    if one.label != other.label:
        return False
    (left, top, right, bottom), (left2, top2, right2, bottom2) = one.box, other.box
    shared = max(0.0, min(right, right2) - max(left, left2)) * max(0.0, min(bottom, bottom2) - max(top, top2))
    both = (right - left) * (bottom - top) + (right2 - left2) * (bottom2 - top2) - shared
    return both > 0 and shared / both > _SAME


class ProposalTaker(QObject):
    """Works the images off one after another; labels of images that were never opened are read first."""

    done = Signal(int, str)
    """How many images were changed, and the sentence of the first that could not be."""

    def __init__(self, session: LabelSession, proposals: Mapping[str, Proposal], text: str) -> None:
        super().__init__(session)
        self._session = session
        self._folder = session.folder
        self._left: list[tuple[str, Proposal]] = list(proposals.items())
        self._text = text
        self._changed = 0
        self._trouble = ""

    def next(self) -> None:
        """Take the next image."""
        session = self._session
        while self._left and session.folder is self._folder:
            name, proposal = self._left.pop(0)
            if name in session._documents:
                self._put(name, proposal)
                continue
            task = session.tasks.run(load_image_labels, session.folder, name)
            task.done.connect(lambda labels, name=name, proposal=proposal: self._loaded(name, proposal, labels))
            task.failed.connect(lambda failure: self._failed(failure.message))
            return
        self.done.emit(self._changed, self._trouble)
        self.deleteLater()

    def _loaded(self, name: str, proposal: Proposal, labels: ImageLabels) -> None:
        if self._session.folder is self._folder:
            if name not in self._session._documents:
                self._session._loaded(name, labels)
            self._put(name, proposal)
        self.next()

    def _failed(self, sentence: str) -> None:
        self._trouble = self._trouble or sentence
        self.next()

    def _put(self, name: str, proposal: Proposal) -> None:
        document = self._session._documents[name]
        value = with_proposal(document.value, proposal)
        if value == document.value:
            return
        self._session.set_schema(
            self._session.schema.with_names(label for shape in value.shapes for label in shape.labels)
        )
        document.change(self._text, value)
        self._changed += 1


def take(session: LabelSession, found: Mapping[str, tuple[Sequence[Shape], Sequence[str]]], text: str) -> ProposalTaker:
    """Begin to put proposals into labels, by image name; call `next` on what is returned, `done` tells the end."""
    return ProposalTaker(
        session, {name: Proposal(tuple(shapes), tuple(classes)) for name, (shapes, classes) in found.items()}, text
    )
