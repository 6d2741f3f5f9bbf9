"""Starting a run: detached from whoever starts it, in a warm process, or by a command for another machine. No torch."""

import contextlib
import json
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.engine.interpreter import environment, interpreter
from desktop_app.training.run_folder import RunFolder

_POSIX = sys.platform != "win32"
_DETACHED = 0 if _POSIX else 0x00000008 | 0x00000200
"""On Windows: DETACHED_PROCESS and CREATE_NEW_PROCESS_GROUP."""


def command(folder: RunFolder, processes: int = 1, python: str = "") -> list[str]:
    """What trains the run in `folder`, from its start or from where it ended."""
    base = [python or interpreter()]
    if processes > 1:
        base += ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes), "--shutdown-timeout", "110"]  # fmt: skip
    path = str(folder.path)
    return [*base, "-m", "desktop_app", "train", str(folder.config), "-o", path, "--resume"]


def start(folder: RunFolder, processes: int = 1) -> subprocess.Popen[bytes]:
    """Start the run as a process that lives on when this one ends; what it prints goes to `log.txt`.

    Raises `OSError`, and `EngineError` when no Python with PyTorch is known.
    """
    folder.path.mkdir(parents=True, exist_ok=True)
    with folder.log.open("ab") as log:
        return subprocess.Popen(command(folder, processes), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_environment(), start_new_session=_POSIX, creationflags=_DETACHED)  # fmt: skip


def _environment() -> dict[str, str]:
    made = environment()
    if sys.platform == "win32":  # torch's builds for Windows lack libuv
        made["USE_LIBUV"] = "0"
    return made


class WarmWorker:
    """A process that has imported torch and fills the image cache, and becomes the trainer when it is told to.

    Start one when the training pane opens. `train` hands a prepared run over and lets the process go: it lives on when
    this one ends, and is followed by its folder like every run. A worker that was not used ends with this process.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [interpreter(), "-m", "desktop_app.training.warm"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=_environment(), start_new_session=_POSIX, creationflags=_DETACHED,
        )  # fmt: skip
        self._guard = threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether it can still be used; one that became a trainer cannot."""
        return self._process.poll() is None and self._process.stdin is not None and not self._process.stdin.closed

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process, to be waited for when it has ended."""
        return self._process

    def fill(self, data: str, image_size: int = 320) -> None:
        """Begin to decode the images of a data set; a newer wish replaces the one under way."""
        self._say({"fill": data, "image_size": image_size})

    def train(self, folder: RunFolder) -> bool:
        """Become the trainer of a prepared run; False when the worker is gone (`start` the run then)."""
        if not self._say({"train": str(folder.path)}):
            return False
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        return True

    def close(self) -> None:
        """End it, unless it became a trainer."""
        if self.alive:
            self._process.kill()
            self._process.wait()
            assert self._process.stdin is not None
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _say(self, message: dict[str, object]) -> bool:
        with self._guard:
            if not self.alive:
                return False
            assert self._process.stdin is not None
            try:
                self._process.stdin.write((json.dumps(message) + "\n").encode())
                self._process.stdin.flush()
            except OSError:
                return False
            return True


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where else a run could go."""

    host: str = "gpu.example.org"
    folder: str = ""
    """The run's folder as the other machine sees it; the same path when empty."""
    python: str = "python3"
    processes: str = "gpu"
    """Processes a machine: a number, or `gpu` for one each."""
    nodes: int = 1
    hours: int = 4


def ssh_command(folder: RunFolder, where: Elsewhere) -> str:
    """The command that trains on another machine which sees the same folder; its events are followed here as always."""
    inner = " ".join(["cd", _quoted(_there(folder, where)), "&&", *_torchrun(folder, where, "--standalone")])
    return f"ssh {shlex.quote(where.host)} {shlex.quote(inner)}"


def slurm_script(folder: RunFolder, where: Elsewhere) -> str:
    """A batch script for `sbatch`; before its time is up SLURM asks the run to stop, which saves it, and requeueing goes on."""
    place = _there(folder, where)
    gpus = where.processes if where.processes.isdecimal() else "1"
    run = " ".join(_torchrun(
        folder, where, "--nnodes", "$SLURM_NNODES", "--rdzv-backend", "c10d", "--rdzv-id", "$SLURM_JOB_ID",
        "--rdzv-endpoint", "$HEAD:29500", "--shutdown-timeout", "110",
    ))  # fmt: skip
    lines = [
        "#!/bin/bash",
        f"#SBATCH --job-name={shlex.quote(folder.path.name)}",
        f"#SBATCH --nodes={where.nodes}",
        "#SBATCH --ntasks-per-node=1",
        f"#SBATCH --gpus-per-node={gpus}",
        f"#SBATCH --time={where.hours}:00:00",
        "#SBATCH --signal=TERM@120",
        "#SBATCH --requeue",
        f"#SBATCH --output={shlex.quote(place + '/log.txt')}",
        "#SBATCH --open-mode=append",
        "",
        'HEAD=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)',
        f"cd {_quoted(place)} && srun {run}",
    ]
    return "\n".join(lines) + "\n"


def _torchrun(folder: RunFolder, where: Elsewhere, *options: str) -> list[str]:
    place = _there(folder, where)
    return [
        _quoted(where.python), "-m", "torch.distributed.run", *options, "--nproc-per-node", _quoted(where.processes),
        "-m", "desktop_app", "train", _quoted(f"{place}/config.toml"), "-o", _quoted(place), "--resume",
    ]  # fmt: skip


def _there(folder: RunFolder, where: Elsewhere) -> str:
    return where.folder or os.path.abspath(folder.path)


def _quoted(text: str) -> str:
    return shlex.quote(text)


def as_text(parts: Sequence[str]) -> str:
    """A command as a person would type it."""
    return subprocess.list2cmdline(parts) if sys.platform == "win32" else shlex.join(parts)


def end_of_log(path: Path) -> str:
    """The last lines of a run's log, for a report of what went wrong."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 4096))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""
