"""Parts that the views of a checkpoint are made of: buttons that the keyboard reaches, and sentences that can be copied."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget


def view_button(name: str, run: Callable[[], object], parent: QWidget, *, with_icon: bool = True) -> QToolButton:
    """A button that Tab comes to; its texts are set by whoever retranslates the view."""
    button = QToolButton(parent)
    button.setObjectName(name)
    if with_icon:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(lambda _checked=False: run())
    return button


def sentence(name: str, parent: QWidget) -> QLabel:
    """Words that wrap, are taken as they are, and can be selected and copied."""
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
