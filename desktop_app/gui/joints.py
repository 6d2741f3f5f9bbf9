"""What one workspace has for another, joined for the window: images to train on, checkpoints that label, images to look at."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt

from desktop_app.gui.actions import Action
from desktop_app.gui.counted import counted
from desktop_app.gui.routing import IMAGES

if TYPE_CHECKING:
    from desktop_app.annotation.model import Shape
    from desktop_app.gui.annotation.workspace import LabelWorkspace
    from desktop_app.gui.engine import Engine
    from desktop_app.gui.main_window import MainWindow
    from desktop_app.gui.propose_dialog import ProposeDialog
    from desktop_app.gui.training.workspace import TrainWorkspace
    from desktop_app.gui.workspace import Workspace


class Joints(QObject):
    """Knows all workspaces, so that none of them has to know another."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._engine: Engine | None = None
        self._dialog: ProposeDialog | None = None

    @property
    def engine(self) -> Engine:
        """The process that has torch, for everybody who asks it."""
        if self._engine is None:
            from desktop_app.gui.engine import Engine

            self._engine = Engine(self._window.tasks, self)
        return self._engine

    def close(self) -> None:
        """End the process."""
        if self._engine is not None:
            self._engine.close()

    def rows(self, front: str) -> tuple[Action, ...]:
        """Actions that lead from a workspace, while it is in front, to another."""
        rows: list[Action] = []
        if front == "label":
            rows.append(
                Action("label.train", self.tr("&Train on these images"), self.train_on_images, "image", "Ctrl+Alt+T", icon="train", enabled=self._has_images, group=8)
            )  # fmt: skip
        if front in ("label", "inspect"):
            rows.append(
                Action(f"{front}.propose", self.tr("Propose &labels with a model…"), self._propose_here, "image" if front == "label" else "file", "Ctrl+Shift+L", icon="label", enabled=self._has_images if front == "label" else self._has_checkpoint, group=8)
            )  # fmt: skip
        if front == "inspect":
            rows += [
                Action("inspect.inside", self.tr("&Look inside with an image…"), self.look_inside, "file", "Ctrl+Shift+I", icon="train", enabled=self._has_checkpoint, group=8),
                Action("inspect.train", self.tr("&Train from this checkpoint"), self.train_from_here, "file", icon="train", enabled=self._has_checkpoint, group=8),
            ]  # fmt: skip
        return tuple(rows)

    def _has_checkpoint(self) -> bool:
        front = self._window.front
        return front is not None and front.session is not None

    def _propose_here(self) -> None:
        front = self._window.front
        inspecting = self._window.workspace.name == "inspect"
        self.propose_with(str(front.path) if inspecting and front is not None else "")

    # ------------------------------------------------------------------ images to train on

    def _label(self) -> LabelWorkspace:
        return cast("LabelWorkspace", self._window.workspace_named("label"))

    def label_path(self) -> str:
        """What is open in the labelling workspace; empty for nothing."""
        if "label" not in self._window.workspaces:
            return ""
        session = self._label().session
        if session.folder is None:
            return ""
        return str(session.folder.root) if Path(session.path).suffix.lower() in IMAGES else session.path

    def _has_images(self) -> bool:
        return bool(self.label_path())

    def _checkpoints(self) -> list[str]:
        """Paths of the checkpoints that are open in the inspector."""
        return [str(tab.path) for tab in self._window.all_tabs() if tab.session is not None]

    def before_front(self, workspace: Workspace) -> None:
        """Tell a workspace that comes to the front what the others have."""
        if workspace.name == "train":
            setup = cast("TrainWorkspace", workspace).setup
            setup.offer_weights(self._checkpoints())
            setup.offer_label_folder(self.label_path())

    def train_on_images(self) -> None:
        """A new run on what is being labelled."""
        path = self.label_path()
        self._in_train(lambda train: train.train_on(path))

    def train_from_here(self) -> None:
        """A new run that begins with the weights of the checkpoint in front."""
        front = self._window.front
        if front is None or front.session is None:
            return
        path = str(front.path)

        def begin(train: TrainWorkspace) -> None:
            train.new_run()
            train.setup.begin_from(path)

        self._in_train(begin)

    def _in_train(self, do: Callable[[TrainWorkspace], object]) -> None:
        self._window.make_then(["train"], lambda: do(cast("TrainWorkspace", self._window.show_workspace("train"))))

    def _in_label(self, do: Callable[[LabelWorkspace], object]) -> None:
        self._window.make_then(["label"], lambda: do(cast("LabelWorkspace", self._window.show_workspace("label"))))

    # ------------------------------------------------------------------ a look inside a checkpoint

    def look_inside(self, image: str = "") -> None:
        """What each layer of the checkpoint in front answers to an image, which may also be dropped later."""
        from desktop_app.gui.training.inside_dialog import InsideDialog

        front = self._window.front
        if front is None or front.session is None:
            return
        dialog = InsideDialog(self.engine, self._window.tasks, str(front.path), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.image_wanted.connect(self.show_image)
        dialog.show()
        dialog.look_at(image)

    def takes_image(self, paths: Sequence[str]) -> bool:
        """Show one image that was dropped on an opened checkpoint to its net; anything else is opened."""
        wanted = (
            self._window.workspace.name == "inspect"
            and self._has_checkpoint()
            and [Path(path).suffix.lower() in IMAGES for path in paths] == [True]
        )
        if wanted:
            self.look_inside(paths[0])
        return wanted

    # ------------------------------------------------------------------ images to look at

    def show_image(self, path: str) -> None:
        """Bring an image to the front of the labelling workspace."""

        def show(label: LabelWorkspace) -> None:
            name = self._name_of(path)
            if name:
                label.session.go_to(name)
            else:
                label.open_paths([path])

        self._in_label(show)

    def _name_of(self, path: str) -> str:
        """The name in the opened folder of an image; empty when it lies elsewhere."""
        folder = self._label().session.folder
        if folder is None:
            return ""
        try:
            name = os.path.relpath(os.path.realpath(path), os.path.realpath(folder.root)).replace(os.sep, "/")
        except ValueError:  # another drive
            return ""
        return name if name in folder.positions else ""

    def choose_images(self, paths: Sequence[str]) -> None:
        """Choose images in the list of the labelling workspace, those of them that its folder has."""

        def choose(label: LabelWorkspace) -> None:
            names = [name for path in paths if (name := self._name_of(path))]
            if names:
                label.images.choose_names(names)
            else:
                self.show_image(paths[0])

        if paths:
            self._in_label(choose)

    # ------------------------------------------------------------------ labels that a model proposes

    def propose_with(self, checkpoint: str = "") -> None:
        """Let a checkpoint label images."""
        self._in_label(lambda label: self._propose(label, checkpoint))

    def _propose(self, label: LabelWorkspace, checkpoint: str) -> None:
        from desktop_app.gui.propose_dialog import ProposeDialog

        if self._dialog is None:
            dialog = ProposeDialog(self.engine, self._scopes, [*self._checkpoints(), *self._trained()], self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.destroyed.connect(self._dialog_gone)
            dialog.proposals_ready.connect(self._take_proposals)
            self._dialog = dialog
        if checkpoint:
            self._dialog.choose(checkpoint)
            model = self._window.inspect.models.get(checkpoint, "")
            if model.startswith("torchvision:"):
                self._dialog.use_model(model)
        if label.session.folder is None and checkpoint:
            self._open_data_of(checkpoint)
        if self._dialog.isVisible():
            self._dialog.raise_()
        self._dialog.show()

    def _open_data_of(self, checkpoint: str) -> None:
        """Open the images that a run learnt from, when none are open."""
        run = Path(checkpoint).parent.parent
        if (run / "config.toml").is_file():
            from desktop_app.gui.training.work import config_of

            task = self._window.tasks.run(config_of, str(run), lane="thread")
            task.done.connect(lambda config: self._label().open_paths([config.data]))

    def _dialog_gone(self) -> None:
        self._dialog = None

    def _trained(self) -> list[str]:
        """Checkpoints of the runs in the list."""
        runs = [Path(path) for path in self._window.settings.get("runs") if isinstance(path, str)]
        return [str(path) for run in runs[:50] if (path := run / "checkpoints" / "best.pth").is_file()]

    def _scopes(self) -> dict[str, list[str]]:
        label = self._label()
        session = label.session
        folder = session.folder
        if folder is None:
            return {"image": [], "selected": [], "unlabelled": [], "all": []}
        bare = [name for name in session.names if session.record(name).state == "unlabelled"]
        chosen = {
            "image": [session.name] if session.name else [], "selected": list(label.images.chosen_names()), "unlabelled": bare, "all": list(session.names),
        }  # fmt: skip
        return {scope: [str(folder.image_path(name)) for name in names] for scope, names in chosen.items()}

    def _take_proposals(self, found: Mapping[str, tuple[Sequence[Shape], Sequence[str]]]) -> None:
        named = {name: one for path, one in found.items() if (name := self._name_of(path))}
        taker = self._label().take_proposals(named)
        taker.done.connect(self._taken)

    def _taken(self, count: int, trouble: str) -> None:
        sentence = counted(
            count,
            self.tr("Suggestions were added to 1 image, as one step of undo."),
            self.tr("Suggestions were added to {count} images; each is one step of undo."),
        )
        if self._dialog is not None:
            self._dialog.tell(f"{sentence} {trouble}".strip())
        self._window.status.say(f"{sentence} {trouble}".strip())
