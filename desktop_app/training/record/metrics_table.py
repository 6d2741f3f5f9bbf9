"""`metrics.csv`: one row a validation, for spreadsheets and scripts."""

import csv
from collections.abc import Sequence
from pathlib import Path

from desktop_app.replacing import replace_file
from desktop_app.training.task import METRICS, Task


class MetricsTable:
    """`metrics.csv`: epoch, step, time, losses and the task's metrics; the file of a run that goes on is continued."""

    def __init__(self, path: Path, task: Task) -> None:
        self.path = path
        self.columns: Sequence[str] = ("epoch", "step", "time", "train_loss", "loss", *METRICS[task])

    def add(self, values: dict[str, float | int | None]) -> None:
        """Append a row; raises `OSError`."""
        fresh = not self.path.exists() or self.path.stat().st_size == 0
        with self.path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if fresh:
                writer.writerow(self.columns)
            writer.writerow(["" if (value := values.get(name)) is None else value for name in self.columns])

    def cut(self, step: int) -> None:
        """Forget rows after `step`: a run that goes on from an earlier checkpoint tells them again."""
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        place = rows[0].index("step") if rows and "step" in rows[0] else -1
        kept = [row for number, row in enumerate(rows) if number == 0 or _is_until(row, place, step)]
        if len(kept) < len(rows):
            text = "".join(",".join(row) + "\n" for row in kept)
            replace_file(self.path, text.encode())


def _is_until(row: Sequence[str], place: int, step: int) -> bool:
    try:
        return int(float(row[place])) <= step
    except (ValueError, IndexError):
        return False
