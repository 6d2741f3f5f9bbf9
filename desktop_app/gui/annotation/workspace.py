"""The workspace where images are labelled."""

from PySide6.QtWidgets import QWidget

from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.workspace import Workspace


class LabelWorkspace(QWidget, Workspace):
    """Folders of images, their canvas and lists."""

    name = "label"

    def __init__(self, tasks: Tasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.settings = settings
        self.setObjectName("label-workspace")
