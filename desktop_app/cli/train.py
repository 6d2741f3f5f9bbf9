"""`weightsmith train`: learn from labels, as one process or as one of many that torchrun started."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.output import Progress, UsageError, WriteError, write_lines

if TYPE_CHECKING:
    from desktop_app.training.config import RunConfig
    from desktop_app.training.run_folder import RunFolder

DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    from desktop_app.training.task import TASKS

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        "A run is a folder: config.toml, events.jsonl, log.txt, metrics.csv, checkpoints/last.pth and best.pth.\n"
        "Write `pause`, `run` or `stop` into its file `control`, and it is obeyed after the step; SIGTERM is a `stop`.\n"
        "Several GPUs or machines: torchrun ... -m desktop_app train RUN.toml -o RUN_DIR"
    )
    parser.add_argument("source", metavar="RUN.toml|DATASET", type=Path, help="a run's settings, or labels")
    parser.add_argument("--task", choices=TASKS, help="default: what the labels are made for")
    parser.add_argument("--model", metavar="NAME", help="default: small, a net of 0.3 million parameters")
    parser.add_argument("--weights", metavar="FILE", help="a checkpoint to begin with, or torchvision")
    parser.add_argument("--allow-download", action="store_true", help="let --weights torchvision download them")
    parser.add_argument("--epochs", metavar="N", type=int, help="default: as many as a small set needs")
    parser.add_argument("--batch-size", metavar="N", type=int)
    parser.add_argument("--image-size", metavar="PIXELS", type=int, help="longer side (default: 320)")
    parser.add_argument("--learning-rate", metavar="RATE", type=float)
    parser.add_argument("--seed", metavar="N", type=int)
    parser.add_argument("--threads", metavar="N", type=int, help="default: measured")
    parser.add_argument("--device", metavar="DEVICE", help="auto, cpu, cuda or mps (default: auto)")
    parser.add_argument("-o", "--output", metavar="RUN_DIR", type=Path, help="default: a new folder in ./runs")
    parser.add_argument("--resume", action="store_true", help="go on where the run in RUN_DIR ended")


def run(options: argparse.Namespace) -> int:
    """Train; 0 when it came to its end or was stopped, 3 when it could not go on."""
    from desktop_app.training.stopping import stop_wish
    from desktop_app.training.waiting import wait_asleep

    # torch takes seconds to import; a SIGTERM in between must already mean "stop"
    wish = stop_wish()
    wait_asleep()
    place = _place(options)
    try:
        from desktop_app.training.loop import train
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("torch", "torchvision"):
            raise
        from desktop_app.training.errors import TrainingError

        raise TrainingError("train", f"{error.name} is not installed here.", "Install it with `pip install 'weightsmith[train]'`.") from error  # fmt: skip

    with Progress() as progress:
        teller = _Teller(progress)
        reason = train(teller.telling(place), wish, resume=options.resume, tell=teller.tell)
    if int(os.environ.get("RANK", "0")) == 0:
        write_lines([f"{reason}: {teller.folder}"])
    return DONE


class _Teller:
    """Lines for whoever watches the terminal, and for the run's log."""

    def __init__(self, progress: Progress) -> None:
        self.folder: Path | None = None
        self._progress = progress
        self._log_is_ours = False

    def telling(self, place: "Callable[[], RunFolder]") -> "Callable[[], RunFolder]":
        """`place`, with the folder that it gives remembered."""

        def found() -> "RunFolder":
            folder = place()
            self.folder = folder.path
            # a detached run's output is the log already
            self._log_is_ours = not _is_same(folder.log)
            return folder

        return found

    def tell(self, line: str) -> None:
        """One line."""
        if self.folder is None:
            return
        if self._log_is_ours:
            try:
                with (self.folder / "log.txt").open("a", encoding="utf-8") as log:
                    log.write(line + "\n")
            except OSError:
                pass  # a full disk costs a line
        head, _, rest = line.partition(" ")
        done, _, total = rest.partition(" ")[0].partition("/")
        if self._progress.enabled and head == "epoch" and done.isdecimal() and total.isdecimal():
            self._progress(int(done), int(total), rest.partition(" ")[2].strip())
        else:
            print(line, file=sys.stderr, flush=True)


def _is_same(log: Path) -> bool:
    """Whether what is printed here goes to the log anyway, as it does for a detached run."""
    try:
        return os.path.samestat(os.fstat(sys.stderr.fileno()), os.stat(log))
    except (OSError, ValueError):
        return False


def _place(options: argparse.Namespace) -> "Callable[[], RunFolder]":
    """How the leading process comes to its folder; what can be said wrong on the command line is said now."""
    from desktop_app.training.run_folder import RunFolder

    source: Path = options.source
    given = RunFolder(options.output) if options.output is not None else None
    is_settings = source.suffix.lower() == ".toml"
    if options.resume and given is None:
        given = RunFolder(source.parent) if is_settings else RunFolder(source)
    if options.resume and given is not None and not given.exists():
        raise UsageError(f"{given.path}: there is no run to go on with. Leave --resume out to start one.")
    if given is not None and given.exists() and given.data.exists():
        return lambda: _again(options, given)
    return lambda: _new(options, given, is_settings=is_settings)


def _again(options: argparse.Namespace, folder: "RunFolder") -> "RunFolder":
    from desktop_app.training.config import save_config
    from desktop_app.training.errors import TrainingError

    if folder.events.exists() and not options.resume:
        raise TrainingError(str(folder.path), "A run lies here already.", "Add --resume to go on with it, or choose another folder.")  # fmt: skip
    config = folder.read_config()
    changed = _told(options, config)
    if changed != config:
        for name in ("task", "model", "image_size", "batch_size", "seed"):
            if getattr(changed, name) != getattr(config, name):
                raise UsageError(f"--{name.replace('_', '-')} cannot change in the middle of a run.")
        save_config(changed, folder.config)
    return folder


def _new(options: argparse.Namespace, given: "RunFolder | None", *, is_settings: bool) -> "RunFolder":
    from desktop_app.training.config import RunConfig, load_config
    from desktop_app.training.data.reading import read_source
    from desktop_app.training.errors import TrainingError
    from desktop_app.training.preparing import prepare_run
    from desktop_app.training.run_folder import new_run_folder

    source: Path = options.source
    config = load_config(source) if is_settings else RunConfig(data=str(source.absolute()))
    config = _told(options, config)
    if not config.data:
        raise TrainingError(str(source), "It does not say where the labels are.", 'Add a line data = "FOLDER".')
    labels = read_source(config.data)
    name = Path(config.data).stem or "run"
    try:
        folder = given if given is not None else new_run_folder(Path("runs"), name)
        prepare_run(config, labels, folder)
    except OSError as error:
        raise WriteError(f"{error.filename or given}: the run's folder cannot be written: {error.strerror or error}.") from error  # fmt: skip
    return folder


def _told(options: argparse.Namespace, config: "RunConfig") -> "RunConfig":
    """The config with what the command line says."""
    names = ("task", "model", "weights", "epochs", "batch_size", "image_size", "learning_rate", "seed", "threads", "device")  # fmt: skip
    said = {name: value for name in names if (value := getattr(options, name)) is not None}
    if options.allow_download:
        said["allow_download"] = True
    return config.changed(**said)
