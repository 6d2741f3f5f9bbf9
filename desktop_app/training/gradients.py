"""The gradient of a whole batch, worked off in pieces that fit the memory; the update does not depend on the pieces."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import contextlib
from typing import Any

import torch
from torch import Tensor, nn

from desktop_app.training.config import RunConfig
from desktop_app.training.data.batches import Item, part_of, to_device
from desktop_app.training.devices import automatic, cores, free, is_out_of_memory, quicker_threads
from desktop_app.training.distributed import Team, without_sync
from desktop_app.training.errors import OutOfMemory
from desktop_app.training.record.recording import Recorder
from desktop_app.training.state import Progress


class Gradients:
    """Fills the gradients of a model, batch by batch."""

    def __init__(self, model: nn.Module, config: RunConfig, team: Team, device: torch.device, dtype: torch.dtype, scaler: Any) -> None:  # fmt: skip
        self.model, self.config, self.team = model, config, team
        self.device, self.dtype, self.scaler = device, dtype, scaler

    def of(self, batch: Item, progress: Progress, recorder: Recorder) -> Tensor:
        """Add up the batch's gradient; returns the loss of each image, (n,), on the processor.

        When memory runs out the pieces are halved and the batch is begun again; raises `OutOfMemory` when one image is too many.
        """
        while True:
            try:
                return self._added_up(batch, progress.micro)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                self._halve(progress, error)
                self.model.zero_grad(set_to_none=True)
                free(self.device)
            recorder.trouble("memory", f"Memory ran out; each batch is now worked off in parts of {progress.micro}, with the same update.", progress.step)  # fmt: skip

    def _added_up(self, batch: Item, micro: int) -> Tensor:
        count = len(batch["index"])
        losses: list[Tensor] = []
        for start in range(0, count, micro):
            part = to_device(part_of(batch, start, start + micro), self.device)
            with without_sync(self.model, start + micro >= count):
                with automatic(self.device, self.dtype):
                    each = self.model(part)
                # the mean over the batch of all processes together, whose gradients are averaged when they meet
                loss = (each * part["weight"]).sum() * (self.team.world / self.config.batch_size)
                self.scaler.scale(loss).backward()
            losses.append(each.detach().float())
        return torch.cat(losses).cpu()

    def _halve(self, progress: Progress, error: BaseException) -> None:
        if progress.micro <= 1 or self.team.world > 1:
            size = "x".join(map(str, self.config.canvas))
            raise OutOfMemory(str(self.device), f"There is not enough memory for a batch of {progress.micro} at {size} pixels.", "Use smaller images, a smaller model or more parts (accumulate).") from error  # fmt: skip
        progress.micro //= 2

    def settle(self, net: nn.Module, batch: Item, progress: Progress) -> None:
        """Before the first step, and without learning: how many images fit (several processes), and how many threads are quickest."""
        state = torch.get_rng_state()
        buffers = [buffer.clone() for buffer in net.buffers()]
        self.model.train()
        if self.team.world > 1:
            self._fit_together(batch, progress)
        if self.device.type == "cpu":
            shared = max(1, cores() // self.team.world) if self.team.world > 1 else 0
            wish = progress.threads or self.config.threads or shared
            with contextlib.suppress(RuntimeError, MemoryError):  # lack of memory is dealt with in the first step
                progress.threads = quicker_threads(lambda: self._try(batch, progress.micro), cores(), wish)
        self.model.zero_grad(set_to_none=True)
        with torch.no_grad():
            for buffer, value in zip(net.buffers(), buffers, strict=True):
                buffer.copy_(value)
        torch.set_rng_state(state)

    def _try(self, batch: Item, micro: int) -> None:
        with without_sync(self.model, last=False):
            part = to_device(part_of(batch, 0, micro), self.device)
            (self.model(part).sum() * 0.0).backward()

    def _fit_together(self, batch: Item, progress: Progress) -> None:
        """Halve the pieces of all processes until they fit everywhere: in the loop one process alone could not begin again."""
        while True:
            short = False
            try:
                self._try(batch, progress.micro)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                short = True
                free(self.device)
            if not self.team.agree([short])[0]:
                return
            if progress.micro <= 1:
                raise OutOfMemory(str(self.device), "There is not enough memory for a single image.", "Use smaller images or a smaller model.")  # fmt: skip
            progress.micro //= 2
