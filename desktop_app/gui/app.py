"""Starts the window: the reader first, then the first paint, then everything that may come later."""

import gc
import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import batched
from types import ModuleType

_WHEN_WANTED = ("desktop_app.gui.checkpoint.console.terminal", "desktop_app.gui.single_instance")
"""Modules of the window that are not loaded ahead: IPython's 28 MB, and the network's types, which not every window needs."""

_TYPES_AT_ONCE = 20


def main(paths: Sequence[str], *, new_window: bool = False, selftest_start: bool = False) -> int:
    """Open the window with these files; returns the exit status."""
    started = time.monotonic()
    gc.disable()  # nothing that is loaded before the first paint goes away again; `run_window` enables it
    if (
        sys.platform == "linux"
        and not os.environ.get("QT_QPA_PLATFORMTHEME")
        and not os.environ.get("XDG_CURRENT_DESKTOP")
    ):
        os.environ["QT_QPA_PLATFORMTHEME"] = "gnome"  # without a theme plugin Qt cannot tell light from dark
    reader: subprocess.Popen[bytes] | None = None
    if paths and new_window:
        reader = _early_reader()
    from PySide6.QtCore import QCoreApplication

    _plain_imports()
    QCoreApplication.setApplicationName("Weightsmith")
    QCoreApplication.setOrganizationName("weightsmith")
    if not new_window and not selftest_start:
        from desktop_app.gui.single_instance import hand_over

        if hand_over(paths):
            return 0
    if reader is None:
        reader = _early_reader()
    from desktop_app.gui.run import run_window

    return run_window(
        paths, reader=reader, started=started, listen=not new_window and not selftest_start, selftest=selftest_start
    )


def _early_reader() -> subprocess.Popen[bytes] | None:
    """A worker that starts on the other core while Qt is being loaded here."""
    command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "desktop_app"]
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH")]))
    try:
        return subprocess.Popen([*command, "--worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    except OSError:
        return None


def _plain_imports() -> None:
    """Undo PySide's import hook, which reads the source of every later module to see whether it wants `__feature__`.

    Nothing here does; the hook costs 0.1 ms a module and keeps the sources in memory (linecache).
    """
    import builtins

    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original


def measured(started: float, marks: dict[str, float]) -> str:
    """One line of JSON: milliseconds of CPU and wall time to each mark, memory, and which heavy modules are loaded."""
    import json

    heavy = ("torch", "torchvision", "labelme", "matplotlib", "scipy", "skimage")
    return json.dumps(
        {
            **marks,
            "rss_mb": _rss_mb(),
            "peak_mb": _peak_mb(),
            "wall_ms": (time.monotonic() - started) * 1000,
            "heavy": [name for name in heavy if name in sys.modules],
        }
    )


def _peak_mb() -> float:
    """0 where the system does not tell it this way: Windows."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _rss_mb() -> float:
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0.0


def load_panes() -> None:
    """Import what the complete window is made of, where it does not hold up the one that is painted already."""
    import desktop_app.gui.attention
    import desktop_app.gui.inspect_workspace
    import desktop_app.gui.joints
    import desktop_app.gui.menus
    import desktop_app.gui.routing
    import desktop_app.gui.session_memory
    import desktop_app.gui.status  # noqa: F401


def load_for(paths: Sequence[str]) -> None:
    """What `load_panes` imports, and the other workspaces when one of these files and folders belongs to them."""
    load_panes()
    from desktop_app.gui.routing import workspace_of

    if any(workspace_of(path) != "inspect" for path in paths):
        load_workspaces()


def qt_types() -> "list[tuple[tuple[ModuleType, str], ...]]":
    """Every type of Qt by its module and name, a few at a time: PySide makes each when it is first named.

    pyqtgraph names all of them, and would in a thread. There the making of a type can meet the window that paints, and the
    program ends: they are made on the UI thread before.
    """
    from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

    types = [(module, name) for module in (QtCore, QtGui, QtWidgets, QtSvg) for name in dir(module)]
    return list(batched(types, _TYPES_AT_ONCE))


def load_plots() -> None:
    """Import pyqtgraph and what is made of it where it does not hold up the window."""
    missing = "cuda" not in sys.modules
    if (
        missing
    ):  # pyqtgraph asks for arrays on a GPU; the bindings that come with torch cost 12 MB, and nothing uses them here
        sys.modules["cuda"] = None  # type: ignore[assignment]
    try:
        import logging.handlers  # noqa: F401

        import desktop_app.gui.checkpoint.tensor.histogram_view
        import desktop_app.gui.checkpoint.tensor.ridge_view
        import desktop_app.gui.checkpoint.tensor.tensor_view
        import desktop_app.gui.engine_dialog  # noqa: F401
    finally:
        if missing:
            del sys.modules["cuda"]


def load_docks() -> None:
    """Import the docks that are not made ahead, with the readers and numbers that they need."""
    import desktop_app.gui.checkpoint
    import desktop_app.gui.flow_docks

    _load_all_of(desktop_app.gui.checkpoint)


def load_rest() -> None:
    """Import what nobody asked for yet, so that the first click on a pane or dialog is not answered half a second late."""
    load_workspaces()
    import desktop_app.gui

    _load_all_of(desktop_app.gui)


def _load_all_of(package: "ModuleType") -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name not in _WHEN_WANTED:
            importlib.import_module(module.name)


def load_workspaces() -> None:
    """Import the workspaces for labels and training."""
    import desktop_app.gui.annotation.workspace
    import desktop_app.gui.training.workspace  # noqa: F401
    from desktop_app.gui.sentences import is_known

    is_known(" ")  # makes the index of all sentences, which the first translation would wait for


def quit_on_interrupt() -> None:
    """Ctrl+C in the terminal ends the program."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
