"""Answers "what is this": finds the page about a pane, and keeps the one window of the help."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.gui import language
from desktop_app.gui.actions import Action
from desktop_app.gui.help.pages import PAGE_OF_PANE

if TYPE_CHECKING:
    from desktop_app.gui.help.help_window import HelpWindow
    from desktop_app.gui.help.tour import Tour
    from desktop_app.gui.main_window import MainWindow


def page_of(widget: QWidget | None) -> str:
    """The page about the innermost named widget that this one is, or is in; the first page for anything else."""
    while widget is not None:
        found = PAGE_OF_PANE.get(widget.objectName())
        if found is not None:
            return found
        widget = widget.parentWidget()
    return "start"


class Guide(QObject):
    """The help's rows of the table of actions."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._help: HelpWindow | None = None
        self._tour: Tour | None = None

    def rows(self) -> tuple[Action, ...]:
        """Help by subject, and about the pane that one is at."""
        return (
            Action("help.what", self.tr("&What is this?"), self.explain, "help", "Shift+F1", tip=self.tr("Explain the pane under the mouse or with the keyboard"), icon="help", group=-1, toolbar=True),
            Action("help.pages", self.tr("&Help pages"), lambda: self.read(""), "help", "Ctrl+F1", group=-1),
            Action("help.tour", self.tr("&Tour"), lambda: self.tour.go(0), "help", group=-1),
        )  # fmt: skip

    @property
    def tour(self) -> "Tour":
        """The tour, made when it is first wanted."""
        if self._tour is None:
            from desktop_app.gui.help.tour import Tour

            self._tour = Tour(self._window)
        return self._tour

    def explain(self) -> None:
        """The page about the pane under the mouse, else about the one that has the keyboard."""
        under = QApplication.widgetAt(QCursor.pos())
        inside = under is not None and (under is self._window or self._window.isAncestorOf(under))
        named = page_of(under) if inside and under is not None else "start"
        focus = QApplication.focusWidget()
        self.read(named if named != "start" else page_of(focus if focus is not None else self._window.center.currentWidget()))  # fmt: skip

    def read(self, place: str) -> "HelpWindow":
        """Show a page, or the one that was read last."""
        tongue = language.chosen(self._window.settings.get("language"))
        if self._help is None:
            from desktop_app.gui.help.help_window import HelpWindow

            self._help = HelpWindow(tongue, self._window)
        elif self._help.language != tongue:
            self._help.retranslate(tongue)
        self._help.read(place or self._help.shown or "start")
        return self._help

    def follow_language(self) -> None:
        """Another language was chosen while the help is open."""
        if self._help is not None:
            self._help.retranslate(language.chosen(self._window.settings.get("language")))
