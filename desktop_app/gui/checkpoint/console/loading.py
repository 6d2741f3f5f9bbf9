"""Imports qtconsole without a stop of the window: what knows no Qt in a thread, what does part by part in the window's turns.

qtpy changes classes of Qt while it is imported, which must not happen beside the thread that uses them.
"""

import importlib
import os
from collections.abc import Callable
from importlib.util import find_spec

from PySide6.QtCore import QObject, QTimer

from desktop_app.engine.errors import EngineError

_WITHOUT_QT = (
    "jupyter_client.threaded", "jupyter_client.channels", "pygments.lexers", "pygments.formatters.html", "pygments.styles.monokai",
    "IPython.core.inputtransformer2", "IPython.lib.lexers", "IPython.core.completer", "IPython.display",
)  # fmt: skip
_PARTS = (
    "qtpy", "PySide6.QtOpenGL", "qtpy.QtCore", "qtpy.QtGui", "qtpy.QtWidgets", "PySide6.QtSvg", "qtpy.QtSvg", "PySide6.QtPrintSupport",
    "qtpy.QtPrintSupport", "qtconsole.client", "qtconsole.console_widget", "qtconsole.frontend_widget", "qtconsole.jupyter_widget",
    "qtconsole.rich_jupyter_widget", "desktop_app.gui.checkpoint.console.terminal",
)  # fmt: skip


def load_without_qt() -> None:
    """The larger half; raises `EngineError` when qtconsole is not installed. For a thread."""
    os.environ.setdefault("QT_API", "pyside6")
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    if find_spec("qtconsole") is None or find_spec("qtpy") is None:
        raise EngineError("no-qtconsole")
    try:
        for name in _WITHOUT_QT:
            importlib.import_module(name)
        importlib.import_module("pygments.lexers").Python3Lexer()  # compiles its expressions
        importlib.import_module("IPython.lib.lexers").IPython3Lexer()
    except ImportError:
        raise EngineError("no-qtconsole") from None


def load_with_qt(owner: QObject, then: Callable[[], None]) -> None:
    """The rest, one part in each turn of the event loop; `then` is called when all is there, unless `owner` is gone."""
    parts = iter(_PARTS)

    def turn() -> None:
        name = next(parts, None)
        if name is None:
            then()
            return
        importlib.import_module(name)
        QTimer.singleShot(0, owner, turn)

    QTimer.singleShot(0, owner, turn)
