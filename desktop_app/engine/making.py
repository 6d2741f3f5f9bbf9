"""Makes an engine of this program's own: an environment in a new folder, what pip would put in, then the putting in.

    plan = prepare(recipe)          # makes the empty environment and asks pip; nothing of torch is downloaded yet
    engine = complete(plan)         # downloads, installs, tries, and only then marks it whole; or discard(plan)

Each may be stopped by its event; whatever ends early takes the folder away with it.
"""

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from desktop_app.engine import packages
from desktop_app.engine.child import Child, Limits, kill_tree
from desktop_app.engine.errors import EngineError
from desktop_app.engine.interpreter import NO_CONSOLE, environment
from desktop_app.engine.own import OwnEngine, Recipe, begin, engines_folder, mark_whole, python_in, remove, sweep
from desktop_app.engine.search import candidates, look_at, output_of, try_engine

type Progress = Callable[[int, int, str], None]

_VENV_SECONDS = 300.0
_PIP_SECONDS = 24 * 3600.0
_ON_DISK = 3
"""Room for each byte that is downloaded: the wheel and what is unpacked from it (2.3 times its size for torch)."""
_LEAST_ROOM = 300_000_000
_CAN_MAKE = "import venv, ensurepip, ssl, json; print(json.dumps({}))"


@dataclass(frozen=True, slots=True)
class Wheel:
    """One package that will be installed."""

    name: str
    version: str
    file: str
    nbytes: int | None
    """None where the index does not tell."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An empty environment and what belongs into it."""

    folder: Path
    recipe: Recipe
    wheels: tuple[Wheel, ...]
    free_nbytes: int

    @property
    def download_nbytes(self) -> int:
        """As far as it is told."""
        return sum(wheel.nbytes or 0 for wheel in self.wheels)

    @property
    def unknown(self) -> int:
        """How many sizes are not told."""
        return sum(wheel.nbytes is None for wheel in self.wheels)

    @property
    def needed_nbytes(self) -> int:
        """Room that is needed while it is made."""
        return max(self.download_nbytes * _ON_DISK, _LEAST_ROOM)

    @property
    def torch(self) -> str:
        """The version that it will have."""
        return next((wheel.version for wheel in self.wheels if wheel.name == "torch"), "")

    @property
    def has_cuda(self) -> bool:
        """Whether libraries for NVIDIA GPUs are among it."""
        return any(wheel.name.lower().startswith(("nvidia-", "cuda-")) for wheel in self.wheels)


def makers(stop: threading.Event | None = None) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Programs of this machine that can make an environment, with the version of its Python; `()` is that of `uv`."""
    seen: set[str] = set()
    for path in candidates():
        real = os.path.realpath(path)
        if real in seen:
            continue
        try:
            found = look_at(path, stop)
            if found.python >= (3, 12):
                output_of(path, _CAN_MAKE, stop)
                seen.add(real)
                yield path, found.python
        except EngineError as error:
            if error.code == "stopped":
                return
    if (uv := shutil.which("uv")) is not None:
        yield uv, ()


def prepare(recipe: Recipe, progress: Progress, stop: threading.Event) -> Plan:
    """An environment with nothing but pip, and what pip would install. Raises `EngineError`."""
    check_index(recipe.index)
    progress(0, 0, "venv")
    sweep()
    _check_room(_LEAST_ROOM)
    folder = begin()
    with _removed_on_failure(folder):
        _make_environment(recipe.maker, folder, stop)
        told = _ask_child(folder, packages.resolve, recipe.index, progress=progress, stop=stop)
        return Plan(folder, recipe, tuple(_wheel(one) for one in cast("list[dict[str, Any]]", told)), free_nbytes())


def complete(plan: Plan, progress: Progress, stop: threading.Event) -> OwnEngine:
    """Download, install, try, mark. Raises `EngineError`."""
    with _removed_on_failure(plan.folder):
        _check_room(plan.needed_nbytes)
        sizes = {wheel.file: wheel.nbytes for wheel in plan.wheels if wheel.nbytes is not None}
        _ask_child(plan.folder, packages.install, plan.recipe.index, sizes, progress=progress, stop=stop)
        progress(0, 0, "try")
        try_engine(str(python_in(plan.folder)), stop)
        if stop.is_set():
            raise EngineError("stopped")
        return mark_whole(plan.folder, plan.recipe)


def discard(plan: Plan) -> None:
    """Take the empty environment away again."""
    remove(plan.folder)


def check_index(text: str) -> None:
    """Raises `EngineError` for what can be no index."""
    if text and not text.startswith(("https://", "http://", "file://")) and not Path(text).is_dir():
        raise EngineError("index", text=text)


def free_nbytes() -> int:
    """Free space where engines are made."""
    place = engines_folder()
    while not place.is_dir() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


# ---------------------------------------------------------------------- steps


@contextmanager
def _removed_on_failure(folder: Path) -> Generator[None]:
    try:
        yield
    except BaseException:
        remove(folder)
        raise


def _check_room(need: int) -> None:
    free = free_nbytes()
    if free < need:
        raise EngineError("no-room", need=_size(need), free=_size(free), place=engines_folder())


def _make_environment(maker: str, folder: Path, stop: threading.Event) -> None:
    """`python -m venv`, or `uv venv` where there is no Python that could."""
    uv = Path(maker).stem == "uv"
    command = [maker, "venv", "--seed", "--python", ">=3.12", "--allow-existing"] if uv else [maker, "-m", "venv"]
    made = environment()
    made.pop("PYTHONPATH", None)
    try:
        process = subprocess.Popen(
            [*command, str(folder)], env=made, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=os.name == "posix", creationflags=NO_CONSOLE,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise EngineError("not-started", path=maker, reason=(getattr(error, "strerror", "") or str(error)).lower()) from None  # fmt: skip
    with process:
        told = _wait(process, stop)
    if process.returncode != 0 or not python_in(folder).is_file():
        lines = [line.strip() for line in told.splitlines() if line.strip()]
        reason = next((line for line in lines if "ensurepip" in line or "rror" in line), lines[-1] if lines else "")
        raise EngineError("no-venv", path=maker, reason=reason.rstrip(".") or "no reason given", detail=told)


def _wait(process: "subprocess.Popen[bytes]", stop: threading.Event) -> str:
    left = _VENV_SECONDS
    while True:
        try:
            out, _ = process.communicate(timeout=0.05)
            return out.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            left -= 0.05
            if stop.is_set() or left <= 0:
                _end(process)
                raise EngineError("stopped" if stop.is_set() else "timeout", seconds=f"{_VENV_SECONDS:g}") from None


def _end(process: "subprocess.Popen[bytes]") -> None:
    kill_tree(process)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=5)


def _ask_child(
    folder: Path, function: Callable[..., Any], *arguments: object, progress: Progress, stop: threading.Event
) -> Any:
    python = str(python_in(folder))
    with Child(limits=Limits(seconds=_PIP_SECONDS), folder=folder, python=python) as child:
        return child.call(function, *arguments, progress=progress, stop=stop)


def _wheel(told: dict[str, Any]) -> Wheel:
    nbytes = told.get("nbytes")
    size = nbytes if isinstance(nbytes, int) and 0 < nbytes < 1 << 40 else None
    return Wheel(str(told.get("name")), str(told.get("version")), str(told.get("file")), size)


def _size(nbytes: int) -> str:
    return f"{nbytes / 1e9:.1f} GB"
