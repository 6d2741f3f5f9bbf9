"""Which Python runs what needs torch: the one that was chosen, else the one that runs this program."""

import os
import subprocess
import sys
from pathlib import Path

from desktop_app.engine.errors import EngineError

VARIABLE = "WEIGHTSMITH_ENGINE"
"""Environment variable that names the interpreter."""

NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Flag of a child process on Windows, where a Python would open a console window of its own."""

_chosen = ""


def choose(path: str) -> None:
    """Use the interpreter at `path` from now on; an empty path goes back to the usual one."""
    global _chosen
    _chosen = path


def interpreter() -> str:
    """Path of the Python that children are started with; an installed program that knows none raises `EngineError`."""
    named = _chosen or os.environ.get(VARIABLE, "")
    if named:
        return named
    if getattr(sys, "frozen", False):
        raise EngineError("no-engine", variable=VARIABLE)
    return sys.executable


def source_root() -> Path:
    """The folder that holds `desktop_app` as source.

    A frozen program keeps it apart from its own modules, which are built for another Python than the engine's.
    """
    frozen = getattr(sys, "_MEIPASS", "")
    return Path(frozen) / "engine" if frozen else Path(__file__).parents[2]


def environment() -> dict[str, str]:
    """The environment of a child: it finds `desktop_app`, prefers no file of its working folder, and writes no bytecode there."""
    made = dict(os.environ)
    made["PYTHONPATH"] = os.pathsep.join(filter(None, [str(source_root()), made.get("PYTHONPATH")]))
    made["PYTHONSAFEPATH"] = "1"
    made["PYTHONDONTWRITEBYTECODE"] = "1"
    made["PYTHONUTF8"] = "1"
    made["PYTHONFAULTHANDLER"] = "1"  # what ends a child by a signal leaves its traceback in the child's log
    if getattr(sys, "frozen", False):  # a frozen program points these at its own libraries
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            original = made.pop(f"{name}_ORIG", "")
            made.pop(name, None)
            if original:
                made[name] = original
        made.pop("PYTHONHOME", None)
    return made
