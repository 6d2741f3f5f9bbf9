"""The checkpoints of a run: `last.pth` to go on from, `best.pth` to use; both say what they are and what they learnt from."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import time
from pathlib import Path
from typing import Any, Final

from torch import Tensor, nn

from desktop_app.training import checkpoints
from desktop_app.training.config import RunConfig, config_document
from desktop_app.training.nets.design import Design
from desktop_app.training.record.events import Saved
from desktop_app.training.record.recording import Recorder
from desktop_app.training.run_folder import RunFolder

_BEST_SECONDS: Final = 5.0
"""A better net is written at most so often; it is never lost, only written a little later."""


class Keeper:
    """Writes a run's checkpoints; the leading process has one. A disk that is full costs a checkpoint, not the run."""

    def __init__(self, folder: RunFolder, config: RunConfig, design: Design, recorder: Recorder) -> None:
        self.folder, self.config, self.design, self.recorder = folder, config, design, recorder
        self._best: dict[str, Any] | None = None
        self._best_written = time.monotonic()

    def keep_best(self, net: nn.Module, step: int, epoch: int, metrics: dict[str, float]) -> None:
        """Remember the net as the best so far, and write it when its time has come."""
        state = {name: value.detach().cpu().clone() for name, value in net.state_dict().items()}
        self._best = self._content(state, step, epoch, metrics)
        if time.monotonic() - self._best_written > _BEST_SECONDS:
            self.write_best()

    def write_best(self) -> None:
        """Write the best net if it is not yet on the disk."""
        self._best_written = time.monotonic()
        if self._best is not None and self._write(self._best, self.folder.best, best=True):
            self._best = None

    def save(self, net: nn.Module, step: int, epoch: int, resume: dict[str, Any]) -> None:
        """Write `last.pth`, and `best.pth` before it: a run that goes on must find what its memory speaks of."""
        self.write_best()
        state = {name: value.detach().cpu() for name, value in net.state_dict().items()}
        self._write(self._content(state, step, epoch, {}) | {"resume": resume}, self.folder.last, best=False)

    def _write(self, content: dict[str, Any], path: Path, *, best: bool) -> bool:
        try:
            checkpoints.save(content, path)
        except checkpoints.NotSaved as error:
            self.recorder.trouble("disk", str(error), content["step"])
            return False
        self.recorder.tell(Saved(f"checkpoints/{path.name}", content["step"], best))
        return True

    def _content(self, state: dict[str, Tensor], step: int, epoch: int, metrics: dict[str, float]) -> dict[str, Any]:
        return {
            "format": checkpoints.FORMAT,
            "version": 1,
            "task": self.design.task,
            "classes": list(self.design.classes),
            "step": step,
            "epoch": epoch,
            "metrics": dict(metrics),
            "data_hash": self.config.frozen.get("data_hash", ""),
            "design": self.design.document(),
            "config": config_document(self.config),
            "state_dict": state,
        }
