"""One opened folder of images: which image is in front, its labels with their history, and everything that is saved of it."""

import contextlib
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.annotation.folders.folder import ImageFolder, reopened
from desktop_app.annotation.folders.index import NOTHING, Record, keep_index, record_of
from desktop_app.annotation.folders.labels_ahead import LabelsAhead
from desktop_app.annotation.folders.labels_of import ImageLabels, load_image_labels, save_image_labels
from desktop_app.annotation.folders.many import Edited, Rename, edited_images
from desktop_app.annotation.folders.saving import ChangedElsewhere, is_changed
from desktop_app.annotation.formats.labelme_writing import natural_state
from desktop_app.annotation.imagery.decoding import ahead
from desktop_app.annotation.imagery.pictures import Picture, PictureStore, default_store, key_of
from desktop_app.annotation.model import Annotation, Label, LabelSchema, State
from desktop_app.annotation.opening import decoded, keep_schema, opened_folder, prepare_images, read_index
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.many_images import ManyImages, ManyImagesWork, OneImage
from desktop_app.gui.document import Document
from desktop_app.gui.sentences import translated
from desktop_app.gui.tasks import Task, TaskFailure, Tasks

_KEPT_HISTORIES = 200
"""Images whose undo history stays in memory; those with unsaved changes always do."""
_LOOK_MS = 1500
_AHEAD = 3


class LabelSession(QObject):
    """Owns the truth of the labelling pane; every view follows its signals."""

    opening = Signal(object, str)
    """The task that opens images, and their path; what was open stays until it is done."""
    opened = Signal()
    names_changed = Signal()
    """Images came to the folder or went from it."""
    failed = Signal(str)
    front_changed = Signal()
    """Another image is in front; its picture and labels may still be on their way."""
    labels_arrived = Signal()
    """The labels of the image in front are here (or were replaced from the disk)."""
    picture_arrived = Signal(object)
    """A `Picture`, first perhaps a small one; or the sentence that says why there is none."""
    changed = Signal(object, object)
    """Old and new `Annotation` of the image in front."""
    history_changed = Signal()
    index_changed = Signal(object)
    """Names whose record changed, or None for all."""
    schema_changed = Signal(object)
    many_changed = Signal(object)
    """A `ManyImages` is done; its images are changed on the disk."""
    journal_changed = Signal()
    complained = Signal(str)
    conflicts_changed = Signal()
    """Another program changed labels too, or it was said whose are kept (`keep_mine`, `take_theirs`): see `conflicts`."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.path = ""
        self.folder: ImageFolder | None = None
        self.index: dict[str, Record] = {}
        self.is_reading = False
        """Whether the label files of a folder that was just opened are being looked through."""
        self.schema = LabelSchema()
        self.store: PictureStore = default_store()
        self.name = ""
        """The image in front; empty for none."""
        self.picture: Picture | None = None
        self.trouble = ""
        """Why the image in front has no labels that can be edited; empty otherwise."""
        self.broken = False
        """Whether the image in front cannot be shown; then nothing is drawn on it."""
        self._taken_out: dict[str, Label] = {}
        """Labels that were taken out of the schema, for when shapes have them again."""
        self._schemas: list[tuple[LabelSchema, LabelSchema]] = []
        """What was seen and what is to be saved, the one that is being saved first."""
        self.journal: list[OneImage | ManyImages] = []
        """What was done in this folder since it was opened, image by image and many at once, the latest last."""
        self.many = ManyImagesWork(self)
        self._documents: OrderedDict[str, Document[Annotation]] = OrderedDict()
        self._labels: dict[str, ImageLabels] = {}
        self._ahead: dict[str, LabelsAhead] = {}
        self._saving: set[str] = set()
        self._conflicts: dict[str, None] = {}
        self._reasons: dict[str, str] = {}
        self._forwards = True
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._watch.timeout.connect(self._look)

    # ------------------------------------------------------------------ the folder

    def open(self, path: str, labels: str = "") -> Task:
        """Open a folder, a list, a zip, an image or a label file."""
        task = self.tasks.run(
            opened_folder, path, labels, title=self.tr("Open {name}").format(name=Path(path).name), latest="label-open"
        )
        task.done.connect(lambda result: self._opened(path, result))
        task.failed.connect(lambda failure: self.failed.emit(failure.message))
        self.opening.emit(task, path)
        return task

    def _opened(self, path: str, result: "tuple[ImageFolder, LabelSchema, str]") -> None:
        self.path = path
        self.folder, self.schema, first = result
        self.index, self.is_reading = {}, True
        self._forget_folder()
        self._watch.start()
        self.opened.emit()
        self.schema_changed.emit(self.schema)
        if self.folder.names:
            self.go_to(first or self.folder.names[0])
        self.refresh_index()

    def _forget_folder(self) -> None:
        """Histories and states of the folder before; what of it is being saved is saved by its own task."""
        for document in self._documents.values():
            document.deleteLater()
        self._documents.clear()
        self._labels.clear()
        self._ahead.clear()
        self._saving.clear()
        self._conflicts.clear()
        self._reasons.clear()
        self.journal.clear()
        self._schemas.clear()
        self._taken_out.clear()
        self.name = ""
        self.picture = None
        self.trouble = ""
        self.broken = False

    def refresh_index(self) -> None:
        """Read what label files say, where they are new or changed."""
        if self.folder is None:
            return
        task = self.tasks.run(read_index, self.folder, self.index or None, lane="statistics", latest="label-index")
        task.part.connect(self._take_records)
        task.done.connect(lambda _nothing: self._index_read())
        task.failed.connect(lambda _failure: self._index_read())

    def _index_read(self) -> None:
        self.is_reading = False
        self.index_changed.emit(())

    def reload(self) -> None:
        """Look again which images and label files there are, and what the new ones say."""
        if self.folder is None:
            return
        task = self.tasks.run(reopened, self.folder, lane="ahead", latest="label-reload")
        task.done.connect(self._reloaded)
        task.failed.connect(lambda failure: self.complained.emit(failure.message))

    def _reloaded(self, folder: ImageFolder) -> None:
        if self.folder is None or (folder.root, folder.source) != (self.folder.root, self.folder.source):
            return
        before, self.folder = self.folder, folder
        if folder.names != before.names:
            for name in before.positions.keys() - folder.positions.keys():
                self.index.pop(name, None)
            self.names_changed.emit()
            if self.name not in folder.positions:
                self._next_after(before)
        self.refresh_index()

    def _next_after(self, before: ImageFolder) -> None:
        """The image in front is gone: the next one that is still there comes to the front."""
        assert self.folder is not None
        place = before.positions.get(self.name, 0)
        names = (*before.names[place:], *reversed(before.names[:place]))
        self.go_to(next((name for name in names if name in self.folder.positions), ""))

    def _take_records(self, records: Mapping[str, Record]) -> None:
        here = self.folder.positions if self.folder is not None else {}
        records = {name: record for name, record in records.items() if name in here}
        self.index.update(records)
        for name in [name for name, record in records.items() if record == NOTHING]:
            del self.index[name]
        self._learn_labels(records)
        self.index_changed.emit(tuple(records))

    def _learn_labels(self, records: Mapping[str, Record]) -> None:
        """Whatever shapes have is a label, in the list and at its end; nothing is written."""
        self.set_schema(self._with_names(label for record in records.values() for label, _ in record.labels))

    def _with_names(self, names: Iterable[str]) -> LabelSchema:
        """The schema with labels of these names; one that was taken out of it before looks again as it did."""
        known = self.schema.with_names(names)
        count = len(self.schema.labels)
        new = (self._taken_out.get(label.name, label) for label in known.labels[count:])
        return known if known is self.schema else replace(known, labels=(*known.labels[:count], *new))

    def set_schema(self, schema: LabelSchema) -> None:
        """Other labels, or labels of other looks; nothing is written."""
        if schema == self.schema:
            return
        self.schema = schema
        self.schema_changed.emit(schema)

    def keep_schema(self, schema: LabelSchema) -> None:
        """Take a schema and save it in the folder."""
        seen = self.schema
        self._taken_out |= {label.name: label for label in seen.labels if label.name not in schema.index}
        self.set_schema(schema)
        if self.folder is not None and schema != seen:
            self._schemas.append((seen, schema))
            if len(self._schemas) == 1:
                self._save_schema()

    def _save_schema(self) -> None:
        """One after another, so that the later one is what stays."""
        seen, schema = self._schemas[0]
        task = self.tasks.run(keep_schema, self.folder, schema, seen, lane="thread")
        task.failed.connect(lambda failure: self.complained.emit(failure.message))
        task.ended.connect(while_alive(self, self._schema_saved))

    def _schema_saved(self) -> None:
        del self._schemas[:1]
        if self._schemas:
            self._save_schema()

    def change_labels(self, schema: LabelSchema, names: Mapping[str, str], gone: Collection[str] = ()) -> None:
        """Keep a schema, and bring the label files of the whole folder along, as one change that can be taken back.

        `names` are other labels for what shapes have; those of `gone` go with their shapes. What shapes have in the end
        and the schema lacks stays in the list, at its end.
        """
        self.keep_schema(schema)
        changing = {*names, *gone}
        wanted = [
            name
            for name, record in self.index.items()
            if any(label in changing for label, _ in record.labels) or name in self._documents
        ]
        edit = Rename(dict(names), frozenset(gone))
        task = self.many.change(self.tr("Change labels"), edited_images, wanted, edit) if changing else None
        if task is None:
            self._learn_labels(self.index)
        else:
            task.ended.connect(while_alive(self, lambda: self._learn_labels(self.index)))

    def uses_of(self, label: str) -> tuple[int, int]:
        """How many shapes, and how many images, have a label."""
        found = [count for record in self.index.values() for name, count in record.labels if name == label]
        return sum(found), len(found)

    def adopt(self, text: str, edited: Edited) -> None:
        """Take in what was changed on the disk with other images; what is open takes it as one more undoable step."""
        assert edited.labels is not None
        new = edited.labels.annotation
        self.index[edited.name] = record_of(new, self.record(edited.name).label_file)
        document = self._documents.get(edited.name)
        if document is not None:
            self._labels[edited.name] = edited.labels
            if document.value != new:
                document.change(text, new)
        self._learn_labels({edited.name: self.index[edited.name]})
        self.index_changed.emit((edited.name,))

    def record(self, name: str) -> Record:
        """What is known of an image's labels."""
        return self.index.get(name, NOTHING)

    def free_track(self) -> int:
        """A track number that no image of which something is known here uses, saved or not."""
        return 1 + max((0, *(record.track for record in self.index.values())))

    @property
    def names(self) -> tuple[str, ...]:
        """All images in their order."""
        return self.folder.names if self.folder is not None else ()

    # ------------------------------------------------------------------ the image in front

    def go_to(self, name: str) -> None:
        """Bring an image to the front."""
        if self.folder is None or name not in self.folder.positions:
            return
        positions = self.folder.positions
        self._forwards = positions[name] >= positions.get(self.name, -1)
        self.name = name
        self.picture = None
        self.trouble = ""
        self.broken = False
        ready = self._ahead.pop(name, None)
        if ready is not None and name not in self._documents and ready.holds_in(self.folder):
            self._keep_loaded(name, ready.labels)  # before anybody is told, so that every view fills itself once
        self.front_changed.emit()
        self._show_picture(name)
        if name in self._documents:
            self._documents.move_to_end(name)
            self._tell_loaded(name, first=ready is not None)
        else:
            self._load(name)

    def _load(self, name: str) -> None:
        task = self.tasks.run(load_image_labels, self._only(name), name, latest="label-load")
        task.done.connect(lambda labels: self._loaded(name, labels))
        task.failed.connect(lambda failure: self._not_loaded(name, failure))

    def _loaded(self, name: str, labels: ImageLabels) -> None:
        self._keep_loaded(name, labels)
        if name == self.name:
            self.trouble = ""
            self._tell_loaded(name, first=True)

    def _keep_loaded(self, name: str, labels: ImageLabels) -> None:
        self._labels[name] = labels
        document = Document(labels.annotation, self)
        document.changed.connect(lambda old, new: self._document_changed(name, old, new))
        document.history_changed.connect(lambda: self.history_changed.emit() if name == self.name else None)
        self._documents[name] = document
        self._forget_old()

    def _tell_loaded(self, name: str, *, first: bool) -> None:
        self.labels_arrived.emit()
        self.history_changed.emit()
        for problem in self._labels[name].problems[:1] if first else ():
            self.complained.emit(translated(f"{problem.message} {problem.cure}".strip()))

    def _not_loaded(self, name: str, failure: TaskFailure) -> None:
        if name == self.name:
            self.trouble = failure.message
            self.labels_arrived.emit()

    def _forget_old(self) -> None:
        """Histories of images that were left long ago go, unless something of them is not saved."""
        while len(self._documents) > _KEPT_HISTORIES:
            name = next((one for one in self._documents if one != self.name and self._is_saved(one)), None)
            if name is None:
                return
            self._documents.pop(name).deleteLater()
            self._labels.pop(name, None)

    def _show_picture(self, name: str) -> None:
        assert self.folder is not None
        found: Picture | None = None
        if self.folder.origin != "zip":
            with contextlib.suppress(OSError):
                path = self.folder.image_path(name)
                found = self.store.find(key_of(path, path.stat()))
        if found is not None and found.levels[0].scale == 1:
            self._take_picture(name, found)
            self._decode_ahead()
            return
        task = self.tasks.run(
            decoded, self.folder.only(name), name, self.store, lane="pictures", latest="label-picture"
        )
        task.part.connect(lambda picture: self._take_picture(name, picture))
        task.done.connect(lambda picture: (self._take_picture(name, picture), self._decode_ahead()))
        task.failed.connect(lambda failure: self._picture_broken(name, failure))

    def _picture_broken(self, name: str, failure: TaskFailure) -> None:
        if name == self.name:
            self.broken = True
            self.picture_arrived.emit(failure.message)

    def _take_picture(self, name: str, picture: Picture) -> None:
        if name == self.name:
            self.picture = picture
            self.picture_arrived.emit(picture)

    def _decode_ahead(self) -> None:
        """The next images on the way that the person goes."""
        names = self.next_names(_AHEAD)
        task = self.tasks.run(prepare_images, self._only(*names), names, self.store, lane="ahead", latest="label-ahead")
        task.part.connect(self._take_ahead)

    def _take_ahead(self, found: LabelsAhead) -> None:
        if len(self._ahead) > 4 * _AHEAD:
            self._ahead.clear()
        self._ahead[found.name] = found

    def _only(self, *names: str) -> ImageFolder | None:
        return self.folder.only(*names) if self.folder is not None else None

    def next_names(self, count: int) -> tuple[str, ...]:
        """Images on the way that the person goes, and the one that was just left."""
        if self.folder is None or not self.name:
            return ()
        return ahead(self.folder.names, self.folder.positions[self.name], self._forwards, count)

    @property
    def document(self) -> Document[Annotation] | None:
        """The labels of the image in front with their history; None while they are read or cannot be."""
        return self._documents.get(self.name)

    @property
    def annotation(self) -> Annotation | None:
        """The labels of the image in front."""
        document = self.document
        return document.value if document is not None else None

    # ------------------------------------------------------------------ changes

    def change(self, text: str, value: Annotation) -> None:
        """One undoable change of the image in front; it is saved at once."""
        document = self.document
        if document is None or value == document.value or self.broken:
            return
        if value.state in ("unlabelled", "labelled"):
            value = replace(value, state=natural_state(value))
        self._learn(value)
        self.journal.append(OneImage(self.name, text))
        document.change(text, value)
        self.journal_changed.emit()

    def _learn(self, value: Annotation) -> None:
        """A label that a person used for the first time gets the next index, and keeps it in the folder."""
        known = self._with_names(label for shape in value.shapes for label in shape.labels)
        if known is not self.schema:
            self.keep_schema(known)

    def set_state(self, state: State) -> None:
        """Mark the image as verified, rejected or neither."""
        if self.annotation is not None and self.annotation.state != state:
            text = {
                "unlabelled": self.tr("Mark as unlabelled"), "labelled": self.tr("Mark as labelled"),
                "verified": self.tr("Mark as verified"), "rejected": self.tr("Mark as rejected"),
            }[state]  # fmt: skip
            self.change(text, replace(self.annotation, state=state))

    def undo(self) -> None:
        """One change of this image back."""
        if self.document is not None:
            self.document.undo()

    def redo(self) -> None:
        """One change of this image forward."""
        if self.document is not None:
            self.document.redo()

    def _document_changed(self, name: str, old: Annotation, new: Annotation) -> None:
        self.index[name] = record_of(new, self.record(name).label_file)
        self._learn_labels({name: self.index[name]})
        self.index_changed.emit((name,))
        if name == self.name:
            self.changed.emit(old, new)
        self._save(name)

    # ------------------------------------------------------------------ saving

    def _is_saved(self, name: str) -> bool:
        labels, document = self._labels.get(name), self._documents.get(name)
        return labels is None or document is None or labels.annotation == document.value

    def unsaved(self) -> tuple[str, ...]:
        """Images with changes that are not on the disk yet."""
        return tuple(name for name in self._documents if not self._is_saved(name))

    def is_saving(self) -> bool:
        """Whether labels are on their way to the disk right now."""
        return bool(self._saving)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Images whose labels are not saved before it is said whose are kept."""
        return tuple(self._conflicts)

    def why_unsaved(self, name: str) -> str:
        """Why the labels of an image could not be saved the last time; empty where nothing is known."""
        return self._reasons.get(name, "")

    def _save(self, name: str) -> None:
        if name in self._saving or name in self._conflicts or self._is_saved(name):
            return
        self._saving.add(name)
        task = self.tasks.run(save_image_labels, self._labels[name], self._documents[name].value, lane="thread")
        task.done.connect(while_alive(self, lambda labels: self._saved(name, labels)))
        task.failed.connect(while_alive(self, lambda failure: self._not_saved(name, failure)))

    def _saved(self, name: str, labels: ImageLabels) -> None:
        if name not in self._saving or name not in self._documents:  # another folder was opened meanwhile
            return
        self._saving.discard(name)
        self._reasons.pop(name, None)
        self._labels[name] = labels
        self.history_changed.emit()
        self._save(name)  # what was changed in the meantime

    def _not_saved(self, name: str, failure: TaskFailure) -> None:
        if name not in self._saving or name not in self._documents:
            self.complained.emit(failure.message)
            return
        self._saving.discard(name)
        self._reasons[name] = failure.message
        if failure.kind == ChangedElsewhere.__name__:
            self._conflicts[name] = None
            self.conflicts_changed.emit()
        else:
            self.complained.emit(failure.message)
            QTimer.singleShot(5000, self, lambda: self._save(name))

    def keep_mine(self, name: str) -> None:
        """Save over what another program wrote."""
        self._resolve(name, mine=True)

    def take_theirs(self, name: str) -> None:
        """Take what another program wrote as one more undoable change."""
        self._resolve(name, mine=False)

    def _resolve(self, name: str, *, mine: bool) -> None:
        task = self.tasks.run(load_image_labels, self._only(name), name)
        task.done.connect(lambda labels: self._resolved(name, labels, mine=mine))
        task.failed.connect(lambda failure: (self.complained.emit(failure.message), self.conflicts_changed.emit()))

    def _resolved(self, name: str, theirs: ImageLabels, *, mine: bool) -> None:
        self._conflicts.pop(name, None)
        self.conflicts_changed.emit()
        document = self._documents.get(name)
        self._labels[name] = theirs
        if document is None:
            return
        if mine:
            self._save(name)
        else:
            document.change(self.tr("Changed by another program"), theirs.annotation)

    def _look(self) -> None:
        """Whether another program changed the labels of the image in front."""
        name, labels = self.name, self._labels.get(self.name)
        if labels is None or name in self._saving or name in self._conflicts:
            return
        task = self.tasks.run(is_changed, Path(labels.path), labels.stamp, lane="thread", latest="label-look")
        task.done.connect(while_alive(self, lambda changed: self._looked(name, labels, changed=changed)))

    def _looked(self, name: str, labels: ImageLabels, *, changed: bool) -> None:
        if not changed or self._labels.get(name) is not labels or name in self._saving:
            return
        if self._is_saved(name):
            self.take_theirs(name)
        else:
            self._conflicts[name] = None
            self.conflicts_changed.emit()

    def close(self) -> None:
        """Stop watching; what is being saved is waited for by `unsaved`."""
        self._watch.stop()
        if self.folder is not None and self.index:
            self.tasks.run(keep_index, self.folder, dict(self.index), lane="thread")
