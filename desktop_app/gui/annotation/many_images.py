"""Changes of many images at once, on the disk and in what is open, each of which can be taken back as a whole."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.annotation.folders.many import Edited, PutBack, put_back
from desktop_app.annotation.model import Annotation
from desktop_app.gui.sentences import translated
from desktop_app.gui.tasks import Task

if TYPE_CHECKING:
    from desktop_app.gui.annotation.session import LabelSession


@dataclass(eq=False)
class ManyImages:
    """One change of many images: what each was and became."""

    text: str
    states: dict[str, tuple[Annotation, Annotation]] = field(default_factory=dict[str, tuple[Annotation, Annotation]])
    problems: list[str] = field(default_factory=list[str])
    undone: bool = False


@dataclass(eq=False)
class OneImage:
    """One step of one image's own history."""

    name: str
    text: str


class ManyImagesWork(QObject):
    """Changes many images of a session's folder; each change is one entry of the journal across images."""

    def __init__(self, session: "LabelSession") -> None:
        super().__init__(session)
        self._session = session

    def change(
        self,
        text: str,
        work: Callable[..., Generator[Edited, None, int]],
        *args: object,
        undoes: ManyImages | None = None,
    ) -> Task | None:
        """Change labels on the disk in a worker; `work` yields what it changed. None when no folder is open."""
        session = self._session
        if session.folder is None:
            return None
        entry = ManyImages(text)
        task = session.tasks.run(work, session.folder, *args, lane="writer", title=text)
        task.part.connect(lambda edited: self._take(entry, edited))
        task.ended.connect(lambda: self._ended(entry, undoes))
        return task

    def _take(self, entry: ManyImages, edited: Edited) -> None:
        if edited.labels is None or edited.before is None:
            entry.problems.append(translated(f"{edited.name}: {edited.problem}"))
            return
        entry.states[edited.name] = (edited.before, edited.labels.annotation)
        self._session.adopt(entry.text, edited)

    def _ended(self, entry: ManyImages, undoes: ManyImages | None) -> None:
        if undoes is not None:
            undoes.undone = True
        elif entry.states:
            self._session.journal.append(entry)
        self._session.many_changed.emit(entry)
        if entry.problems:
            more, text = len(entry.problems) - 1, entry.problems[0]
            text = self.tr("{first} (and {more} more)").format(first=text, more=more) if more else text
            self._session.complained.emit(text)

    def undo(self, entry: ManyImages) -> None:
        """Take a change back; images that were changed since keep what they have."""
        if entry.undone or not entry.states:
            return
        states = {name: (new, old) for name, (old, new) in entry.states.items()}
        text = self.tr("Undo: {text}").format(text=entry.text)
        self.change(text, put_back, PutBack(states), undoes=entry)
