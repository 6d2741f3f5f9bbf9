"""Starts a program that was built, as its user would, and says of each thing that it has to do whether it did it.

    python packaging/smoke_test.py PROGRAM [--engine PYTHON]

PROGRAM is the command, for example /usr/bin/weightsmith. With an engine (a Python that has torch) it also trains one epoch.
Without a screen the window is painted off-screen. Needs nothing but Python.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

JOBS = ("parts_of", "contours_of", "sobel")
"""Functions of `desktop_app.annotation.imagery.imaging` that workers are asked for: they need SciPy and scikit-image."""


class Failed(Exception):
    """What the program did not do."""


class Program:
    """The program that is tried."""

    def __init__(self, path: Path, folder: Path, engine: str) -> None:
        self.path, self.folder = path, folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_"))},
            "WEIGHTSMITH_CONFIG_DIR": str(folder / "settings"),
            "WEIGHTSMITH_CACHE_DIR": str(folder / "cache"),
            "WEIGHTSMITH_ENGINE": engine,
        }
        if not any(self.environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
            self.environment["QT_QPA_PLATFORM"] = "offscreen"

    def run(self, *arguments: str, seconds: int = 60) -> str:
        """What it printed."""
        command = [str(self.path), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=seconds, check=False
        )
        if done.returncode != 0:
            raise Failed(f"exit status {done.returncode}: {(done.stderr or done.stdout).strip()[-600:]}")
        if "Traceback" in done.stderr:
            raise Failed(f"an error was swallowed: {done.stderr.strip()[-600:]}")
        return done.stdout

    def worker(self, name: str) -> bytes:
        """The answer of one of its worker processes to a job as `desktop_app/gui/worker.py` reads it."""
        job = f"(I1\ncdesktop_app.annotation.imagery.imaging\n{name}\n(cnumpy\neye\n(I8\ntRt(dt.".encode()
        process = subprocess.Popen(
            [str(self.path), "--worker"], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        out, _ = process.communicate(len(job).to_bytes(8, "little") + job, timeout=60)
        return out

    def samples(self) -> Path:
        """The samples that it brings along."""
        beside = self.path.resolve().parent / "_internal" / "resources" / "sample"
        return beside if beside.is_dir() else Path(__file__).parents[1] / "resources" / "sample"


def starts(program: Program) -> str:
    return program.run("--version").strip()


def reads(program: Program) -> str:
    told = json.loads(program.run("inspect", str(program.samples() / "sample.pth"), "--json"))
    return f"{told['totals']['tensors']} tensors, {told['safety']['verdict']}"


def draws(program: Program) -> str:
    for ending in ("svg", "png", "pdf"):
        program.run("graph", str(program.samples() / "sample.pth"), "-o", f"graph.{ending}")
    return ", ".join(path.name for path in sorted(program.folder.glob("graph.*")))


def converts(program: Program) -> str:
    program.run("dataset", "convert", str(program.samples() / "labels" / "coco"), "-o", "labels", "--to", "labelme")
    return f"{len(list((program.folder / 'labels').rglob('*.json')))} label files"


def shows(program: Program) -> str:
    marks = json.loads(program.run("--selftest-start", str(program.samples() / "sample.pth")).splitlines()[-1])
    if not marks.get("tree_wall_ms"):
        raise Failed("the window never showed the sample")
    if marks["heavy"]:
        raise Failed(f"the window loaded {', '.join(marks['heavy'])}")
    return f"painted after {marks['paint_wall_ms']:.0f} ms, the sample after {marks['tree_wall_ms']:.0f} ms"


def works(program: Program) -> str:
    for name in JOBS:
        answer = program.worker(name)
        if b"done" not in answer:
            raise Failed(f"a worker gave no result for {name}: {answer[-400:]!r}")
    return f"workers did {', '.join(JOBS)}"


def trains(program: Program) -> str:
    labels = program.samples() / "labels" / "coco"
    program.run("train", str(labels), "--epochs", "1", "--image-size", "64", "-o", "run", seconds=300)
    if not (program.folder / "run" / "checkpoints" / "last.pth").is_file():
        raise Failed("the run left no checkpoint")
    return "one epoch, a checkpoint"


STEPS: tuple[Callable[[Program], str], ...] = (starts, reads, draws, converts, shows, works)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--engine", default="", help="a Python that has torch and torchvision")
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        engine = str(Path(options.engine).absolute()) if options.engine else ""  # a venv's link must not be followed
        program = Program(options.program.absolute(), Path(folder), engine)
        for step in (*STEPS, trains) if options.engine else STEPS:
            try:
                print(f"{step.__name__:10} {step(program)}", flush=True)
            except (Failed, OSError, ValueError, subprocess.TimeoutExpired) as error:
                failures += 1
                print(f"{step.__name__:10} FAILED: {error}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
