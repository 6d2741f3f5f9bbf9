"""A command as a process: seconds on the clock, seconds of CPU and the most memory, the best of a few runs."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds, seconds of CPU (children included), MB of resident memory at most."""

    wall: float
    cpu: float
    peak_mb: float


def cost_of(command: Sequence[str], *, runs: int = 3, extra: Mapping[str, str] | None = None) -> Cost:
    """The cheapest of some runs by CPU. Raises `CalledProcessError` with what the command said when it fails."""
    return min((_once(command, extra or {}) for _ in range(runs)), key=lambda cost: cost.cpu)


def _once(command: Sequence[str], extra: Mapping[str, str]) -> Cost:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **extra}
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    said: list[str] = []
    assert process.stderr is not None
    listener = threading.Thread(target=lambda: said.append(process.stderr.read()))  # type: ignore[union-attr]
    listener.start()
    _, status, usage = os.wait4(process.pid, 0)
    listener.join()
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr="".join(said)[-2000:])
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def python(code: str, *arguments: object) -> list[str]:
    """A command that runs a piece of Python with arguments."""
    return [sys.executable, "-c", code, *map(str, arguments)]


def ours(*arguments: object) -> list[str]:
    """A command of this program."""
    return [sys.executable, "-m", "desktop_app", *map(str, arguments)]
