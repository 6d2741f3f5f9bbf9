"""What remains when something goes wrong: a rotating log, a traceback even of a crash, a report that can be copied, no silent death."""

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

_log = logging.getLogger("weightsmith")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
}  # fmt: skip
CRASH_FILE = "crash.log"
"""Tracebacks of this process, written by a signal handler while it dies."""
_LARGEST = 1 << 20


class Reporter(QObject):
    """Carries what happened in any thread to the one that may show it."""

    broke = Signal(str)
    """A traceback of an error that nobody expected; the program goes on."""


reporter = Reporter()


def last_crash(folder: Path) -> str:
    """What the process before this one wrote while it died, told once; empty when it ended as it should."""
    path = folder / CRASH_FILE
    try:
        text = path.read_text(encoding="utf-8", errors="replace")[-_LARGEST:]
        if text.strip():
            os.replace(path, folder / "crash-previous.log")
    except OSError:
        return ""
    return text.strip()


def end_of_log(folder: Path, lines: int = 60) -> str:
    """The last lines of the log; empty when there is none."""
    try:
        return "\n".join((folder / "weightsmith.log").read_text("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""


def install(folder: Path) -> Callable[[], None]:
    """Log into `folder` until the function that is returned is called; a folder that cannot be written is no reason to stop."""
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "weightsmith.log"
        handler = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=3, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.getLogger().addHandler(handler)
        crash = (folder / CRASH_FILE).open("a", encoding="utf-8")
        faulthandler.enable(crash)
    except OSError:
        return lambda: None
    hooks = sys.excepthook, threading.excepthook
    sys.excepthook = _hook
    threading.excepthook = _thread_hook
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
    reporter.broke.emit("".join(traceback.format_exception(kind, error, trace)))


def _thread_hook(args: threading.ExceptHookArgs) -> None:
    _log.error("in thread %s", args.thread, exc_info=args.exc_value)
    if args.exc_value is not None:
        reporter.broke.emit("".join(traceback.format_exception(args.exc_value)))


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), "%s", message)
