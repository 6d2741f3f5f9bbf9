"""A middle with panes at its sides: these keep the width that a person gave them, and step back where there is little room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop_app.gui.settings import Settings

_SHARE = 0.22
"""Of the whole width, what a side that nobody has touched takes at most."""
_MOST = 0.45
"""What a side takes at most that a person has made wide in a larger window."""


class SidePanes(QSplitter):
    """Widths are kept under the splitter's name in the setting `panes`, which is a width for each side from left to right."""

    def __init__(self, name: str, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self._settings = settings
        self._usual: dict[int, int] = {}
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(lambda _place, _handle: self._keep())

    def add_side(self, pane: QWidget, width: int) -> None:
        """A pane of so many pixels."""
        self._usual[self.count()] = width
        self.addWidget(pane)

    def add_middle(self, pane: QWidget) -> None:
        """What gets the rest."""
        self.addWidget(pane)
        self.setStretchFactor(self.indexOf(pane), 1)

    def _chosen(self) -> list[int]:
        """Widths of the sides as a person left them; empty when they were never moved, or are kept in another form."""
        kept = self._settings.get("panes").get(self.objectName())
        fits = isinstance(kept, list) and len(kept) == len(self._usual)
        return kept if fits and all(isinstance(width, int) and width > 0 for width in kept) else []

    def _keep(self) -> None:
        sizes = self.sizes()
        widths = [sizes[place] for place in self._usual]
        self._settings.set("panes", {**self._settings.get("panes"), self.objectName(): widths})

    def lay_out(self) -> None:
        """Give every side its width and the middle the rest."""
        chosen, whole = self._chosen(), self.width()
        wanted = chosen or list(self._usual.values())
        most = int(whole * (_MOST if chosen else _SHARE))
        sides = dict(zip(self._usual, (min(width, most) for width in wanted), strict=True))
        rest = max(whole - sum(sides.values()) - self.handleWidth() * (self.count() - 1), 1)
        self.setSizes([sides.get(place, rest) for place in range(self.count())])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.lay_out()
