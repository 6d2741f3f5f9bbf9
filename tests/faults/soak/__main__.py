"""Drives the window at random: `python -m tests.faults.soak --minutes 60 --memory-mb 700`; exit status 1 when it misbehaved.

Mouse, keys, actions, tabs, sizes, languages and looks at random; dialogs are answered at random too. Watched are errors
in slots, warnings of Qt, the memory, open files, widgets and processes. What it did is decided by `--seed` and by time.
"""

import argparse
import collections
import faulthandler
import json
import logging
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QWidget

NEVER = ("file.quit", "data.labelme", "train.start")
"""Beginnings of the ids of actions that would end the soak or leave the machine."""

ROOT = Path(__file__).parents[3]

_STALL = 4.0
"""Seconds after which a window that does not answer is said to stand still, and where is written down."""


class Watch:
    """What was seen to go wrong, and the figures over time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors: collections.Counter[str] = collections.Counter()
        self.samples: list[dict[str, float]] = []
        self.acts: collections.Counter[str] = collections.Counter()
        self.traces: dict[str, str] = {}
        self.crowd: collections.Counter[str] = collections.Counter()
        """Widgets by class and name at the last sample: what grows without end is seen here."""
        self.busiest = 0.0
        """CPU seconds between two ticks of the clock, at most."""

    def failed(self, kind: type[BaseException], error: BaseException, trace: object) -> None:
        """An error that reached the event loop."""
        import traceback

        lines = traceback.format_exception(kind, error, trace)  # type: ignore[arg-type]
        name = lines[-1].strip()[:200]
        self.errors[name] += 1
        self.traces.setdefault(name, "".join(lines))

    def sample(self, started: float) -> dict[str, float]:
        """Memory in MB, open files, widgets, processes."""
        from PySide6.QtWidgets import QApplication

        status = Path("/proc/self/status").read_text()
        rss = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
        seen = {
            "minutes": round((time.monotonic() - started) / 60, 2),
            "rss_mb": round(rss, 1),
            "files": len(os.listdir("/proc/self/fd")),
            "widgets": len(QApplication.allWidgets()),
            "threads": len(os.listdir("/proc/self/task")),
            "acts": sum(self.acts.values()),
        }
        self.samples.append(seen)
        self.crowd = collections.Counter(_described(widget) for widget in QApplication.allWidgets())
        return seen


def _described(widget: QWidget) -> str:
    """Its class and name; to ask for its parent would keep a Python object for it as long as that parent lives."""
    return f"{type(widget).__name__} {widget.objectName() or 'without a name'}"


class Log(logging.Handler):
    """Warnings of Qt and of the program are failures."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(logging.WARNING)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        """Count it, by its first line."""
        if record.exc_info:
            self._watch.failed(*record.exc_info)  # type: ignore[arg-type]
        else:
            if not record.getMessage().startswith("This plugin does not support"):
                self._watch.errors[f"{record.name}: {record.getMessage()[:160]}"] += 1


def main() -> int:
    """Run it; the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory-mb", type=float, default=700)
    parser.add_argument("--pace-ms", type=int, default=40)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="soak-") as scratch:
        folder = Path(scratch)
        for name in ("config", "cache", "data", "files", "home"):
            (folder / name).mkdir()
        os.environ.update(
            WEIGHTSMITH_CONFIG_DIR=str(folder / "config"), WEIGHTSMITH_CACHE_DIR=str(folder / "cache"), WEIGHTSMITH_DATA_DIR=str(folder / "data"),
            HOME=str(folder / "home"), XDG_CONFIG_HOME=str(folder / "config"), XDG_DATA_HOME=str(folder / "data"),
        )  # fmt: skip
        made = _make_files(folder / "files", options.seed)
        sys.path.insert(0, str(ROOT))
        os.environ["PYTHONPATH"] = str(ROOT)
        os.chdir(folder / "files")  # what is typed as a path is written here
        return _drive(options, dice, folder, made)


def _make_files(folder: Path, seed: int) -> list[str]:
    """In a process of its own: this one must not import torch."""
    import subprocess

    code = f"import random, pathlib; from tests.faults.soak.files import make; print(*make(pathlib.Path({str(folder)!r}), random.Random({seed})), sep='\\n')"
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.splitlines()


def _drive(options: argparse.Namespace, dice: random.Random, folder: Path, made: list[str]) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QFileDialog

    from desktop_app.__main__ import main as run
    from tests.faults.soak.hands import Hands

    def some_name(*_args: object, **_named: object) -> tuple[str, str]:
        return (dice.choice(["", *made[:-1]]), "")

    def new_name(*_args: object, **_named: object) -> tuple[str, str]:
        ending = dice.choice((".pth", ".npz", ".svg", ".csv", ".json", ".safetensors", ".png"))
        return (dice.choice(("", str(folder / "files" / f"out{dice.randrange(4)}{ending}"))), "")

    QFileDialog.getOpenFileName = some_name  # type: ignore[method-assign,assignment]
    QFileDialog.getSaveFileName = new_name  # type: ignore[method-assign,assignment]
    QFileDialog.getOpenFileNames = lambda *_a, **_k: ([dice.choice(made)], "")  # type: ignore[method-assign,assignment]
    QFileDialog.getExistingDirectory = lambda *_a, **_k: dice.choice(["", str(folder / "files"), made[-1]])  # type: ignore[method-assign,assignment]

    watch = Watch(folder)
    logging.getLogger().addHandler(Log(watch))
    application = QApplication(["weightsmith", "-style", "Fusion"])
    application.setProperty("fusion", True)
    hands = Hands(dice, made, watch.acts, NEVER)
    started = time.monotonic()
    ends = started + options.minutes * 60
    next_sample = [started + 5]
    clock = QTimer()
    clock.setInterval(options.pace_ms)

    last = [time.process_time()]

    def tick() -> None:
        now = time.monotonic()
        faulthandler.dump_traceback_later(_STALL, file=sys.stderr)
        busy, last[0] = time.process_time() - last[0], time.process_time()
        watch.busiest = max(watch.busiest, busy)
        if busy > _STALL:
            watch.errors[f"the window was busy for more than {_STALL} s"] += 1
        if now >= next_sample[0]:
            next_sample[0] = now + 30
            seen = watch.sample(started)
            print(json.dumps(seen), file=sys.stderr, flush=True)
            if seen["rss_mb"] > options.memory_mb:
                watch.errors[f"more than {options.memory_mb} MB"] += 1
                clock.stop()
                hands.leave()
                return
        if now >= ends:
            clock.stop()
            hands.leave()
            return
        QTimer.singleShot(0, act)  # a dialog that it opens runs a loop of its own, in which this clock must go on

    def act() -> None:
        try:
            hands.act()
        except Exception as error:
            watch.failed(type(error), error, error.__traceback__)

    clock.timeout.connect(tick)
    clock.start()
    status = run([made[0], made[-1]])
    faulthandler.cancel_dump_traceback_later()
    watch.sample(started)
    left = _children()
    settled = [sample for sample in watch.samples if sample["minutes"] > min(5.0, options.minutes / 4)]
    report = {
        "status": status, "minutes": options.minutes, "seed": options.seed, "acts": sum(watch.acts.values()), "kinds": dict(watch.acts.most_common(12)),
        "rss_mb": [watch.samples[0]["rss_mb"], settled[0]["rss_mb"] if settled else None, max(s["rss_mb"] for s in watch.samples), watch.samples[-1]["rss_mb"]],
        "files": [watch.samples[0]["files"], max(s["files"] for s in watch.samples)],
        "widgets": [watch.samples[0]["widgets"], max(s["widgets"] for s in watch.samples)],
        "busiest_s": round(watch.busiest, 2), "processes_left": left, "crowd": dict(watch.crowd.most_common(12)), "errors": dict(watch.errors.most_common(40)),
    }  # fmt: skip
    print(json.dumps(report, indent=1))
    for name, trace in watch.traces.items():
        print(f"--- {name}\n{trace}", file=sys.stderr)
    return 1 if watch.errors or status else 0


def _children() -> int:
    """Processes that this one started and that still run."""
    time.sleep(1.0)
    own = str(os.getpid())
    count = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            count += fields[1] == own and fields[0] != "Z"
    return count


if __name__ == "__main__":
    sys.exit(main())
