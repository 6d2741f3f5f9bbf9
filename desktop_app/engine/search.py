"""Which Pythons of this machine could run what needs torch: where they are, and what each of them has."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from desktop_app.engine.errors import EngineError
from desktop_app.engine.interpreter import NO_CONSOLE, environment
from desktop_app.engine.own import own_engines

NEEDED = ("torch", "torchvision", "numpy", "PIL")
"""Modules that training imports."""
_LOOK_SECONDS, _TRY_SECONDS = 20.0, 120.0
_MOST = 60
"""Interpreters that are looked at."""

_LOOK = """
import importlib.metadata as m, importlib.util as u, json, sys
def version(name):
    try:
        return m.version(name)
    except Exception:
        return "" if u.find_spec(name) is None else "?"
names = {"torch": "torch", "torchvision": "torchvision", "numpy": "numpy", "PIL": "pillow"}
print(json.dumps({"python": list(sys.version_info[:3]), "modules": {k: version(v) for k, v in names.items()}}))
"""
"""Reads what is installed, importing none of it. Any Python 3 can run it."""
_TRY = """
import json, sys
import torch, torchvision, numpy, PIL
devices = ["cpu"]
if torch.cuda.is_available():
    devices += [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
mps = getattr(torch.backends, "mps", None)
if mps is not None and mps.is_available():
    devices.append("mps")
print(json.dumps({"python": list(sys.version_info[:3]), "devices": devices,
    "modules": {"torch": torch.__version__, "torchvision": torchvision.__version__, "numpy": numpy.__version__, "PIL": PIL.__version__}}))
"""
"""Imports what training imports: what is installed may still be broken."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One Python and what it has."""

    path: str
    python: tuple[int, ...]
    torch: str
    """Version; empty when it has none."""
    missing: tuple[str, ...]
    devices: tuple[str, ...] = ()
    """Known after `try_engine` only: cpu, the names of GPUs, mps."""

    @property
    def usable(self) -> bool:
        """Whether everything is there."""
        return self.python >= (3, 12) and not self.missing


def search_engines(stop: threading.Event | None = None) -> Iterator[Engine]:
    """Each Python 3 of this machine with what it has, one after another; those that cannot be started are left out."""
    for path in candidates():
        try:
            yield look_at(path, stop)
        except EngineError as error:
            if error.code == "stopped":
                return


def look_at(path: str, stop: threading.Event | None = None) -> Engine:
    """What is installed in the Python at `path`, without importing it. Raises `EngineError`."""
    return _engine(path, _ask(path, _LOOK, _LOOK_SECONDS, stop))


def try_engine(path: str, stop: threading.Event | None = None) -> Engine:
    """The Python at `path`, which has imported all that is needed. Raises `EngineError`: why it cannot be used."""
    seen = look_at(path, stop)
    if seen.python < (3, 12):
        raise EngineError("old-python", path=path, version=".".join(map(str, seen.python)))
    if seen.missing:
        raise EngineError("no-module", module=", ".join(seen.missing), path=path)
    return _engine(path, _ask(path, _TRY, _TRY_SECONDS, stop))


def output_of(path: str, code: str, stop: threading.Event | None = None) -> dict[str, Any]:
    """The JSON object that the Python at `path` prints last when it runs `code`. Raises `EngineError`."""
    return _ask(path, code, _LOOK_SECONDS, stop)


# ---------------------------------------------------------------------- where they are


def candidates(home: Path | None = None, named: Sequence[str] = ()) -> list[str]:
    """Paths of interpreters: `named` ones, active environments, PATH, pyenv, conda, and the usual folders of environments."""
    home = home or Path.home()
    found: dict[str, str] = {}
    made = (Path(engine.python) for engine in own_engines())
    for path in (*map(Path, named), *made, *_active(), *_on_path(), *_in_environments(home)):
        with contextlib.suppress(OSError):
            if path.is_file() and os.access(path, os.X_OK):
                # an environment's Python is a link to another, so the folder counts and not what the link leads to
                found.setdefault(os.path.realpath(path.parent) + os.sep + os.path.realpath(path), str(path))
    own = os.path.realpath(sys.executable)
    frozen = bool(getattr(sys, "frozen", False))
    return [path for path in found.values() if not (frozen and os.path.realpath(path) == own)][:_MOST]


def _active() -> Iterator[Path]:
    if not getattr(sys, "frozen", False):
        yield Path(sys.executable)
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if prefix := os.environ.get(variable):
            yield _python_of(Path(prefix))


def _on_path() -> Iterator[Path]:
    names = ("python.exe",) if sys.platform == "win32" else ("python3.14", "python3.13", "python3.12", "python3", "python")  # fmt: skip
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        # relative entries would mean whatever the working folder holds; shims only start another one that is found itself
        if Path(folder).is_absolute() and Path(folder).name != "shims":
            yield from (Path(folder) / name for name in names)


def _in_environments(home: Path) -> Iterator[Path]:
    condas = [home / name for name in ("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba")]
    for conda in (*condas, Path("/opt/conda"), Path("/opt/miniconda3")):
        yield _python_of(conda)
        yield from _children(conda / "envs")
    for folder in (".pyenv/versions", ".virtualenvs", ".venvs", "venvs", ".local/share/virtualenvs", ".conda/envs"):
        yield from _children(home / folder)
    yield from (_python_of(home / name) for name in (".venv", "venv"))
    with contextlib.suppress(OSError, ValueError):
        lines = (home / ".conda" / "environments.txt").read_text(encoding="utf-8").splitlines()
        yield from (_python_of(Path(line.strip())) for line in lines if Path(line.strip()).is_absolute())


def _children(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (_python_of(child) for child in sorted(folder.iterdir()))


def _python_of(prefix: Path) -> Path:
    if sys.platform == "win32":
        script = prefix / "Scripts" / "python.exe"
        return script if script.is_file() else prefix / "python.exe"
    return prefix / "bin" / "python"


# ---------------------------------------------------------------------- what they say


def _ask(path: str, code: str, seconds: float, stop: threading.Event | None) -> dict[str, Any]:
    """The JSON object that the Python at `path` prints last when it runs `code`; it is killed when `stop` is set."""
    try:
        process = subprocess.Popen(
            [path, "-c", code], env=_plain_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=os.name == "posix", creationflags=NO_CONSOLE,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", "") or str(error)).lower()
        raise EngineError("not-started", path=path, reason=reason) from None
    with process:
        out, complaint = _hear(process, path, seconds, stop)
    lines = out.decode("utf-8", "replace").strip().splitlines()
    told = complaint.decode("utf-8", "replace").strip()
    if process.returncode != 0 or not lines:
        last = told.splitlines()[-1:] or [f"exit status {process.returncode}"]
        raise EngineError("not-started", path=path, reason=last[0], detail=told)
    try:
        answer = json.loads(lines[-1])
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise EngineError("answer", detail=told)
    return cast("dict[str, Any]", answer)


def _hear(
    process: "subprocess.Popen[bytes]", path: str, seconds: float, stop: threading.Event | None
) -> tuple[bytes, bytes]:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return process.communicate(timeout=0.05)
        except subprocess.TimeoutExpired:
            stopped = stop is not None and stop.is_set()
            if stopped or time.monotonic() > deadline:
                process.kill()
                process.communicate()
                raise EngineError("stopped" if stopped else "timeout", seconds=f"{seconds:g}", path=path) from None


def _plain_environment() -> dict[str, str]:
    """A child's environment without this program's own modules: the question is what that Python has."""
    made = environment()
    made.pop("PYTHONPATH", None)
    return made


def _engine(path: str, answer: dict[str, Any]) -> Engine:
    """The answer as a value; whatever it holds, for any program could have printed it."""
    told, modules = answer.get("python"), answer.get("modules")
    versions = cast("dict[str, object]", modules) if isinstance(modules, dict) else {}
    numbers = cast("list[object]", told) if isinstance(told, list) else []
    listed = answer.get("devices")
    devices = cast("list[object]", listed) if isinstance(listed, list) else []
    return Engine(
        path,
        tuple(number for number in numbers if isinstance(number, int)),
        str(versions.get("torch") or ""),
        tuple(name for name in NEEDED if not versions.get(name)),
        tuple(str(device) for device in devices),
    )
