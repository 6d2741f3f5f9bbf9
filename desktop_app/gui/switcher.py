"""The bar at the left edge of the window that switches between its workspaces."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolBar, QToolButton, QWidget

from desktop_app.gui.theme import icon, notice

_ICONS = {"inspect": "graph", "label": "label", "train": "train"}


class Switcher(QToolBar):
    """One large button per workspace."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switcher")
        self.setMovable(False)
        self.setFloatable(False)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        for name in _ICONS:
            self._buttons[name] = self._button(name)
        room = QPixmap(26, 26)
        room.fill(Qt.GlobalColor.transparent)
        for button in self._buttons.values():
            button.setIcon(QIcon(room))
        notice.changed.connect(self.draw_icons)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"switch-{name}")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(26, 26))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumSize(QSize(64, 58))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self.addWidget(button)
        return button

    def draw_icons(self) -> None:
        """Draw the icons in the colours of the theme; until then there is room for them."""
        for name, button in self._buttons.items():
            button.setIcon(icon(_ICONS[name]))

    def show_chosen(self, name: str, titles: Mapping[str, str]) -> None:
        """Mark the workspace that is in front; the titles follow the language."""
        self.setWindowTitle(self.tr("Workspaces"))
        for number, (one, button) in enumerate(self._buttons.items(), 1):
            button.setText(titles[one])
            button.setToolTip(f"{titles[one]} (Ctrl+{number})")
            button.setAccessibleName(titles[one])
            button.setChecked(one == name)
