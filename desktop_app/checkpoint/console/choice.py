"""Which Python runs the console: the engine that was chosen, else the program's own; it needs IPython's kernel."""

import json
import subprocess
import sys
from dataclasses import dataclass

from desktop_app.engine.errors import EngineError
from desktop_app.engine.interpreter import environment, interpreter

_SECONDS = 30.0
_LOOK = """
import importlib.util as u, json, sys
print(json.dumps([list(sys.version_info[:2]), *(u.find_spec(name) is not None for name in ("ipykernel", "numpy", "torch"))]))
"""


@dataclass(frozen=True, slots=True)
class ConsolePython:
    """One that can run the console."""

    path: str
    torch: bool


def choose_python() -> ConsolePython:
    """The first that has torch and IPython's kernel, else one that has the kernel. Raises `EngineError` when there is none."""
    paths: list[str] = []
    missing: EngineError | None = None
    try:
        paths.append(interpreter())
    except EngineError as error:
        missing = error
    if not getattr(sys, "frozen", False) and sys.executable not in paths:
        paths.append(sys.executable)
    found = [one for path in paths if (one := _looked_at(path)) is not None]
    if not found:
        if missing is not None and not paths:
            raise missing
        raise EngineError("no-kernel", path=paths[0])
    return next((one for one in found if one.torch), found[0])


def _looked_at(path: str) -> ConsolePython | None:
    try:
        answer = subprocess.run(
            [path, "-c", _LOOK], capture_output=True, timeout=_SECONDS, env=environment(), check=True, stdin=subprocess.DEVNULL
        )  # fmt: skip
        version, kernel, numpy, torch = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return ConsolePython(path, bool(torch)) if kernel and numpy and version >= [3, 12] else None
