"""The process that waits with torch imported: decodes images while it waits, and becomes the trainer of a run when told."""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, cast

from desktop_app.training.errors import TrainingError
from desktop_app.training.run_folder import RunFolder
from desktop_app.training.stopping import stop_wish
from desktop_app.training.waiting import wait_asleep


def main() -> int:
    """Obey lines of JSON on standard input; ends with it, unless it has become a trainer."""
    wish = stop_wish()
    wait_asleep()
    filling = _Filling()
    threading.Thread(target=_import_heavy, daemon=True, name="imports").start()
    for line in sys.stdin.buffer:
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if not isinstance(told, dict):
            continue
        message = cast(dict[str, Any], told)
        if "fill" in message:
            filling.begin(str(message["fill"]), int(message.get("image_size", 320)))
        elif "train" in message:
            filling.stop()
            return 0 if wish.raised else _train(Path(str(message["train"])))
    filling.stop()
    return 0


def _import_heavy() -> None:
    import desktop_app.training.loop  # noqa: F401  # pyright: ignore[reportUnusedImport]


class _Filling:
    """Decodes the images of the data set that was named last."""

    def __init__(self) -> None:
        self._cache: Any = None
        self._wanted = ("", 0)

    def begin(self, data: str, image_size: int) -> None:
        """Read the labels and fill their cache, in a thread."""
        self._wanted = (data, image_size)
        threading.Thread(target=self._fill, args=(data, image_size), daemon=True, name="filling").start()

    def stop(self) -> None:
        """Leave the processor to the trainer, which goes on filling by itself."""
        self._wanted = ("", 0)
        if self._cache is not None:
            self._cache.stop()

    def _fill(self, data: str, image_size: int) -> None:
        from desktop_app.training.data.cache import cache_for
        from desktop_app.training.data.reading import read_source
        from desktop_app.training.data.training_set import training_set
        from desktop_app.training.preparing import data_canvas

        try:
            source = read_source(data)
            found = training_set(source.labels, subsets=source.subsets, find=source.find)
        except TrainingError:
            return  # nothing is labelled yet; whoever presses Train is told so
        if self._wanted != (data, image_size):
            return
        self._cache = cache_for(found.root, data_canvas(found, image_size), len(found.samples))
        self._cache.fill([sample.path for sample in found.samples])


def _train(path: Path) -> int:
    """From here on nothing is left of whoever started this process: output goes to the run's log."""
    log = os.open(path / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    for number in (1, 2):
        os.dup2(log, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    from desktop_app.training.loop import train

    try:
        train(lambda: RunFolder(path), stop_wish(), resume=True, tell=_log)
    except TrainingError as error:
        _log(str(error))
        return 3
    return 0


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
