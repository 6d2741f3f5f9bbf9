"""What remains when something goes wrong: a rotating log, a traceback even of a crash, and no silent death."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger("weightsmith")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
}  # fmt: skip


def install(folder: Path) -> Callable[[], None]:
    """Log into `folder` until the function that is returned is called; a folder that cannot be written is no reason to stop."""
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "weightsmith.log"
        handler = RotatingFileHandler(path, maxBytes=1 << 20, backupCount=3, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.getLogger().addHandler(handler)
        crash = (folder / "crash.log").open("a", encoding="utf-8")
        faulthandler.enable(crash)
    except OSError:
        return lambda: None
    hooks = sys.excepthook, threading.excepthook
    sys.excepthook = _hook
    threading.excepthook = lambda args: _log.error("in thread %s", args.thread, exc_info=args.exc_value)
    before = qInstallMessageHandler(_from_qt)

    def remove() -> None:
        qInstallMessageHandler(before)
        sys.excepthook, threading.excepthook = hooks
        faulthandler.disable()
        logging.getLogger().removeHandler(handler)
        handler.close()
        crash.close()

    return remove


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    _log.error("an error that nobody expected", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), "%s", message)
