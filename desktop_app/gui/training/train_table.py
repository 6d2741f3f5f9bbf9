"""Rows of the table of actions for training."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.gui.actions import Action

if TYPE_CHECKING:
    from desktop_app.gui.training.workspace import TrainWorkspace


class TrainTable(QObject):
    """The rows of the training workspace."""

    def __init__(self, workspace: "TrainWorkspace") -> None:
        super().__init__(workspace)
        self._of = workspace

    def menus(self) -> dict[str, str]:
        """Menus of this workspace."""
        return {"run": self.tr("&Run")}

    def rows(self) -> tuple[Action, ...]:
        """All of them."""
        return (*self._begin(), *self._tell(), *self._use(), *self._list())

    def _begin(self) -> tuple[Action, ...]:
        of = self._of
        return (
            Action("run.new", self.tr("&New run"), of.new_run, "run", "Ctrl+N", icon="train", toolbar=True),
            Action("run.train", self.tr("&Train"), of.setup.train.click, "run", "Ctrl+Return", icon="play", enabled=lambda: of.page is None and of.setup.train.isEnabled()),
            Action("run.elsewhere", self.tr("Run &elsewhere…"), of.run_elsewhere, "run", "", icon="export", enabled=lambda: of.page is not None or of.setup.train.isEnabled()),
            Action("run.find", self.tr("&Follow a run's folder…"), of.ask_runs, "run", "", icon="open-folder"),
        )  # fmt: skip

    def _tell(self) -> tuple[Action, ...]:
        of = self._of
        return (
            Action("run.pause", self.tr("&Pause or go on"), lambda: of.page and of.page.toggle_pause(), "run", "Ctrl+P", icon="pause", enabled=lambda: of.page is not None and of.page.pause.isEnabled(), group=1, toolbar=True),
            Action("run.stop", self.tr("&Stop"), lambda: of.page and of.page.stop_run(), "run", "Ctrl+.", icon="stop", enabled=lambda: of.page is not None and of.page.stop.isEnabled(), group=1, toolbar=True),
        )  # fmt: skip

    def _use(self) -> tuple[Action, ...]:
        of = self._of
        has = lambda: of.page is not None and of.page.open.isEnabled()  # noqa: E731
        return (
            Action("run.open-checkpoint", self.tr("&Open its checkpoint in Inspect"), lambda: of.page and of.page.open_checkpoint(), "run", "Ctrl+I", icon="open", enabled=has, group=2, toolbar=True),
            Action("run.propose", self.tr("Propose &labels with it…"), lambda: of.page and of.page.propose.click(), "run", "Ctrl+Shift+L", icon="label", enabled=has, group=2, toolbar=True),
            Action("run.export", self.tr("E&xport the model…"), of.export_model, "run", "Ctrl+E", icon="export", enabled=has, group=2),
            Action("run.tensorboard", self.tr("Write for Tensor&Board…"), of.export_tensorboard, "run", "", enabled=lambda: of.page is not None, group=2),
        )  # fmt: skip

    def _list(self) -> tuple[Action, ...]:
        of = self._of
        some = lambda: bool(of.runs.current())  # noqa: E731
        return (
            Action("run.duplicate", self.tr("New run with the &same settings"), lambda: of.duplicate(of.runs.current()), "run", "Ctrl+D", icon="copy", enabled=some, group=3),
            Action("run.calmer", self.tr("New run from its best weights, &calmer"), lambda: of.duplicate(of.runs.current(), calmer=True), "run", "", enabled=some, group=3),
            Action("run.folder", self.tr("Show its &folder"), lambda: of.show_folder(of.runs.current()), "run", "", enabled=some, group=3),
            Action("run.forget", self.tr("&Remove from the list"), lambda: of.runs.remove(of.runs.current()), "run", "", enabled=some, group=3),
        )  # fmt: skip
