"""What is done from image to image: shapes copied on, pasted to many, taken from the image before; tracks through a sequence."""

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from desktop_app.annotation.folders.labels_of import ImageLabels, load_image_labels
from desktop_app.annotation.folders.many import AddShapes, edited_images, filled_track, free_track
from desktop_app.annotation.model import Annotation, Shape, Track
from desktop_app.gui.alive import while_alive
from desktop_app.gui.annotation.counts import images_text, shapes_text

if TYPE_CHECKING:
    from desktop_app.gui.annotation.workspace import LabelWorkspace


def with_keyframes(old: Annotation, new: Annotation) -> Annotation:
    """What a person moved of an interpolated shape makes it a keyframe."""
    changed = [
        replace(shape, track=replace(shape.track, keyframe=True))
        for shape in new.shapes
        if shape.track is not None
        and not shape.track.keyframe
        and (before := old.by_id.get(shape.id)) is not None
        and before is not shape
        and not before.same_as(shape)
    ]
    return new.with_changed(changed) if changed else new


class SequenceWork(QObject):
    """One method per action."""

    def __init__(self, workspace: "LabelWorkspace") -> None:
        super().__init__(workspace)
        self._of = workspace

    def _chosen(self) -> tuple[Shape, ...]:
        annotation = self._of.session.annotation
        return self._of.canvas.selected_shapes() or (annotation.shapes if annotation is not None else ())

    def _say(self, text: str) -> None:
        self._of.complained.emit(text)

    # ------------------------------------------------------------------ copies

    def _copies(self, shapes: Sequence[Shape], others: Sequence[str]) -> AddShapes:
        """The shapes put elsewhere by hand; what is in a track is followed from this image only to frames of its sequence."""
        follow = {posixpath.dirname(name) for name in others} == {posixpath.dirname(self._of.session.name)}
        keyframes = (
            shape if shape.track is None else replace(shape, track=replace(shape.track, keyframe=True))
            for shape in shapes
        )
        return AddShapes(tuple(keyframes), follow=follow)

    def copy_on(self) -> None:
        """The selected shapes (or all) onto the next image, which comes to the front."""
        session = self._of.session
        name = self._of.images.model.next_name(session.name, 1)
        shapes = self._chosen()
        if not name or not shapes:
            self._say(self.tr("There is no next image, or nothing to copy."))
            return
        task = session.many.change(
            self.tr("Copy to the next image"), edited_images, [name], self._copies(shapes, [name])
        )
        if task is not None:
            task.ended.connect(lambda: session.go_to(name))

    def copy_previous(self) -> None:
        """The shapes of the image before onto this one."""
        session = self._of.session
        name = self._of.images.model.next_name(session.name, -1)
        if not name or session.annotation is None:
            self._say(self.tr("There is no image before this one."))
            return
        here = session.name
        task = session.tasks.run(load_image_labels, session.folder, name, latest="label-previous")
        task.done.connect(while_alive(self, lambda labels: self._take_previous(here, name, labels)))
        task.failed.connect(while_alive(self, lambda failure: self._say(failure.message)))

    def _take_previous(self, here: str, name: str, labels: ImageLabels) -> None:
        session = self._of.session
        if session.name != here or session.annotation is None:
            return
        if not labels.annotation.shapes:
            self._say(self.tr("The image before has no shapes."))
            return
        put = self._copies(labels.annotation.shapes, [name])
        session.change(self.tr("Shapes of the image before"), put(session.annotation))

    def paste_to_many(self) -> None:
        """The selected shapes (or all) onto every image that is selected in the list, or else shown in it."""
        images, session = self._of.images, self._of.session
        names = images.chosen_names()
        names = names if len(names) > 1 else images.model.shown_names()
        names = tuple(name for name in names if name != session.name)
        shapes = self._chosen()
        if not names or not shapes:
            self._say(self.tr("There are no other images, or nothing to paste."))
            return
        box = QMessageBox(self._of)
        box.setObjectName("paste-many")
        box.setText(
            self.tr("Paste {shapes} onto {images}?").format(
                shapes=shapes_text(len(shapes)), images=images_text(len(names))
            )
        )
        box.setInformativeText(
            self.tr("Select images in the list to choose which. It can be taken back in the history.")
        )
        box.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
        box.accepted.connect(
            lambda: session.many.change(self.tr("Paste to many"), edited_images, names, self._copies(shapes, names))
        )
        box.finished.connect(box.deleteLater)
        box.open()

    # ------------------------------------------------------------------ tracks

    def _frames(self) -> tuple[str, ...]:
        """The images of this one's folder, in order: the frames of its sequence."""
        here = posixpath.dirname(self._of.session.name)
        return tuple(name for name in self._of.session.names if posixpath.dirname(name) == here)

    def _one(self, wanted: Callable[[Shape], bool] = lambda _shape: True) -> Shape | None:
        chosen = [shape for shape in self._of.canvas.selected_shapes() if wanted(shape)]
        return chosen[0] if len(chosen) == 1 else None

    def start_track(self) -> None:
        """The selected shape is the first keyframe of a new track."""
        shape, session = self._one(), self._of.session
        if shape is None or session.annotation is None:
            self._say(self.tr("Select one shape to follow."))
            return
        here, name = session.name, shape.id
        task = session.tasks.run(free_track, session.folder, dict(session.index), latest="label-track")
        task.done.connect(
            while_alive(self, lambda free: self._put_track(here, name, Track(max(free, session.free_track()))))
        )
        task.failed.connect(while_alive(self, lambda failure: self._say(failure.message)))

    def _put_track(self, here: str, name: str, track: Track) -> None:
        session = self._of.session
        shape = session.annotation.by_id.get(name) if session.annotation is not None and session.name == here else None
        if shape is not None and session.annotation is not None:
            text = self.tr("Track {number}").format(number=track.id)
            session.change(text, session.annotation.with_changed([replace(shape, track=track)]))

    def set_keyframe(self, *, outside: bool = False) -> None:
        """The selected shape is a keyframe of its track, or where the object leaves the picture."""
        shape = self._one(lambda one: one.track is not None)
        if shape is None or shape.track is None:
            self._say(self.tr("Select one shape of a track."))
            return
        self._put_track(self._of.session.name, shape.id, Track(shape.track.id, keyframe=True, outside=outside))

    def fill_track(self) -> None:
        """The frames between the keyframes of the selected shape's track."""
        shape = self._one(lambda one: one.track is not None)
        if shape is None or shape.track is None:
            self._say(self.tr("Select one shape of a track."))
            return
        if self._of.session.unsaved():
            self._say(self.tr("Labels are being saved; try again in a moment."))
            return
        text = self.tr("Interpolate track {number}").format(number=shape.track.id)
        self._of.session.many.change(text, filled_track, self._frames(), shape.track.id)
