"""Engines that this program made for itself: where they lie, which of them are whole, and how they are taken away."""

import contextlib
import json
import os
import secrets
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from desktop_app.engine.errors import EngineError
from desktop_app.replacing import replace_file

MARK = "weightsmith-engine.json"
"""The file that is written last: a folder without it is half-made."""
_MAKER = "weightsmith-making.pid"
_DAY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an engine is made from."""

    maker: str
    """Path of a Python with `venv`, or of `uv`."""
    index: str = ""
    """Address of the index that has the build of torch, or a folder of wheels; empty: what pip is configured for."""


@dataclass(frozen=True, slots=True)
class OwnEngine:
    """One whole engine."""

    folder: Path
    recipe: Recipe

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(python_in(self.folder))


def engines_folder() -> Path:
    """Where they are kept; `WEIGHTSMITH_DATA_DIR` moves it."""
    if named := os.environ.get("WEIGHTSMITH_DATA_DIR"):
        return Path(named) / "engines"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "weightsmith" / "engines"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "weightsmith" / "engines"
    named = os.environ.get("XDG_DATA_HOME", "")
    base = Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"
    return base / "weightsmith" / "engines"


def python_in(folder: Path) -> Path:
    """The interpreter of the environment in `folder`."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def own_engines() -> list[OwnEngine]:
    """Those that are whole, the newest first."""
    found: list[tuple[float, OwnEngine]] = []
    for folder in _folders():
        with contextlib.suppress(OSError, ValueError):
            told: Any = json.loads((folder / MARK).read_text(encoding="utf-8"))
            known = cast("dict[str, object]", told) if isinstance(told, dict) else {}
            recipe = Recipe(str(known.get("maker") or ""), str(known.get("index") or ""))
            found.append(((folder / MARK).stat().st_mtime, OwnEngine(folder, recipe)))
    return [engine for _, engine in sorted(found, key=lambda one: one[0], reverse=True)]


def own_engine_of(python: str) -> OwnEngine | None:
    """The engine whose interpreter is at `python`, if this program made it."""
    return next((engine for engine in own_engines() if engine.python == python), None)


def begin() -> Path:
    """A new folder for an engine, with this process as its maker. Raises `EngineError`."""
    root = engines_folder()
    folder = root / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"
    try:
        folder.mkdir(parents=True)
        (folder / _MAKER).write_text(str(os.getpid()), encoding="ascii")
    except OSError as error:
        raise EngineError("no-venv", path=root, reason=(error.strerror or str(error)).lower()) from None
    return folder


def mark_whole(folder: Path, recipe: Recipe) -> OwnEngine:
    """From now on the engine in `folder` is found."""
    replace_file(folder / MARK, json.dumps({"maker": recipe.maker, "index": recipe.index}).encode())
    (folder / _MAKER).unlink(missing_ok=True)
    return OwnEngine(folder, recipe)


def remove(folder: Path) -> None:
    """Take away an engine, whole or not; what cannot be removed now is swept later."""
    if folder.parent != engines_folder():  # never anything but what was made here
        return
    with contextlib.suppress(OSError):
        (folder / MARK).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):  # not empty
        folder.parent.rmdir()


def sweep() -> None:
    """Remove what was left half-made by a process that no longer runs."""
    for folder in _folders():
        if not (folder / MARK).is_file() and not _under_way(folder):
            remove(folder)


def _folders() -> list[Path]:
    try:
        return [entry for entry in engines_folder().iterdir() if entry.is_dir() and not entry.is_symlink()]
    except OSError:
        return []


def _under_way(folder: Path) -> bool:
    try:
        if os.name != "posix":  # asking for a process by its number would end it there
            return time.time() - folder.stat().st_mtime < _DAY
        owner = int((folder / _MAKER).read_text(encoding="ascii"))
        os.kill(owner, 0)
    except PermissionError:
        return True
    except (OSError, ValueError, OverflowError):
        return False
    return True
