"""The workspace where models are trained."""

from PySide6.QtWidgets import QWidget

from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.workspace import Workspace


class TrainWorkspace(QWidget, Workspace):
    """Runs, their settings and curves."""

    name = "train"

    def __init__(self, tasks: Tasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.settings = settings
        self.setObjectName("train-workspace")
