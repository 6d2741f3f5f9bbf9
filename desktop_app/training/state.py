"""Everything that a run must remember to go on as if it had never stopped, and how it crosses a checkpoint."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from desktop_app.training.distributed import Team


@dataclass
class Progress:
    """Where a run stands. Sums are of this process; over all processes they are the truth."""

    step: int = 0
    best: float | None = None
    best_loss: float = 0.0
    """Loss of the held-out images where the metric was best."""
    stale: int = 0
    """Validations since the best."""
    owed: int = -1
    """The epoch whose validation is still to be done, since a wish to stop came before it; -1 for none."""
    owed_loss: float = 0.0
    """Mean loss of that epoch."""
    seconds: float = 0.0
    micro: int = 0
    """Images that are worked off at once, of this process; 0 before the first batch."""
    threads: int = 0
    sums: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.float64))
    """Loss of each image, summed over the run, each time as often as there were steps; shape (samples,)."""
    counts: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.float64))
    epoch_sums: Tensor = field(default_factory=lambda: torch.zeros(2, dtype=torch.float64))
    """Loss and images of the epoch so far."""

    @staticmethod
    def of(samples: int) -> "Progress":
        """At the start of a run over so many samples."""
        return Progress(
            sums=torch.zeros(samples, dtype=torch.float64), counts=torch.zeros(samples, dtype=torch.float64)
        )

    def note(self, index: Tensor, losses: Tensor, weight: Tensor, *, each: bool) -> None:
        """Count the losses of a batch; `each` says whether they tell images apart."""
        losses, weight = losses.detach().double().cpu(), weight.double().cpu()
        self.epoch_sums += torch.stack([(losses * weight).sum(), weight.sum()])
        if each:
            weight = weight * self.step  # what is lost at first tells of the net, later of the label
            self.sums.index_add_(0, index.cpu(), losses * weight)
            self.counts.index_add_(0, index.cpu(), weight)


def remembered(progress: Progress, optimizer: torch.optim.Optimizer, scaler: Any, team: Team) -> dict[str, Any]:
    """The `resume` part of a checkpoint; asked of all processes at the same step."""
    own = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        own["cuda"] = torch.cuda.get_rng_state()
    return {
        "step": progress.step,
        "best": progress.best,
        "best_loss": progress.best_loss,
        "stale": progress.stale,
        "owed": progress.owed,
        "owed_loss": progress.owed_loss,
        "seconds": progress.seconds,
        "micro": progress.micro,
        "threads": progress.threads,
        "sums": team.total(progress.sums),
        "counts": team.total(progress.counts),
        "epoch_sums": team.total(progress.epoch_sums),
        "optimizer": optimizer.state_dict(),
        "scaler": scaler.state_dict(),
        "rng": team.gathered(own),
    }


def recall(saved: dict[str, Any], optimizer: torch.optim.Optimizer, scaler: Any, team: Team) -> Progress:
    """The progress of a checkpoint's `resume` part; sets the optimizer and the random numbers of this process."""
    optimizer.load_state_dict(saved["optimizer"])
    if saved["scaler"]:
        scaler.load_state_dict(saved["scaler"])
    states = saved["rng"]
    if team.rank < len(states):
        torch.set_rng_state(states[team.rank]["cpu"])
        if "cuda" in states[team.rank] and torch.cuda.is_available():
            torch.cuda.set_rng_state(states[team.rank]["cuda"])
    share = 1.0 if team.leads else 0.0  # sums are added up over processes: only one may bring the old ones
    return Progress(
        step=int(saved["step"]),
        best=saved["best"],
        best_loss=float(saved["best_loss"]),
        stale=int(saved["stale"]),
        owed=int(saved["owed"]),
        owed_loss=float(saved["owed_loss"]),
        seconds=float(saved["seconds"]),
        micro=int(saved["micro"]),
        threads=int(saved["threads"]),
        sums=saved["sums"] * share,
        counts=saved["counts"] * share,
        epoch_sums=saved["epoch_sums"] * share,
    )


def mean_losses(progress: Progress, team: Team) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.int64]]]:  # fmt: skip
    """Summed losses and counts of all samples, over all processes."""
    return team.total(progress.sums).numpy(), team.total(progress.counts).numpy().astype(np.int64)
