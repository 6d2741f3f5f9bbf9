"""Several processes that train as one: started by torchrun, joined by c10d; alone, every question here answers itself."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import contextlib
import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Team:
    """This process's place among those that train together."""

    rank: int = 0
    world: int = 1
    local_rank: int = 0

    @property
    def leads(self) -> bool:
        """Whether this process writes files and hears orders."""
        return self.rank == 0

    def agree(self, values: Sequence[float]) -> list[float]:
        """The largest of each value over all processes: a flag that one raises is raised for all."""
        if self.world == 1:
            return list(values)
        shared = torch.tensor(list(values), dtype=torch.float64)
        dist.all_reduce(shared, dist.ReduceOp.MAX)
        return shared.tolist()

    def total(self, values: Tensor) -> Tensor:
        """The sum over all processes; the given tensor is left alone."""
        shared = values.clone()
        if self.world > 1:
            dist.all_reduce(shared)
        return shared

    def gathered(self, value: Any) -> list[Any]:
        """The value of each process, in the order of ranks."""
        if self.world == 1:
            return [value]
        found: list[Any] = [None] * self.world
        dist.all_gather_object(found, value)
        return found

    def told(self, value: Any) -> Any:
        """What the leading process says."""
        if self.world == 1:
            return value
        box = [value]
        dist.broadcast_object_list(box, src=0)
        return box[0]

    def share_buffers(self, model: nn.Module) -> None:
        """Running statistics of the leading process for all: each saw other images."""
        if self.world > 1:
            for buffer in model.buffers():
                dist.broadcast(buffer, src=0)

    def wrapped(self, model: nn.Module, device: torch.device) -> nn.Module:
        """The model with its gradients averaged over the processes."""
        if self.world == 1:
            return model
        from torch.nn.parallel import DistributedDataParallel

        devices = [device.index] if device.type == "cuda" else None
        return DistributedDataParallel(model, device_ids=devices)


@contextlib.contextmanager
def joined() -> Generator[Team]:
    """Join the processes that torchrun started, if it did, for as long as the block lasts."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world == 1:
        yield Team()
        return
    rank, local = int(os.environ["RANK"]), int(os.environ.get("LOCAL_RANK", "0"))
    if torch.cuda.is_available():
        torch.cuda.set_device(local % torch.cuda.device_count())
    # without a name both are there: gloo for what lies in memory, NCCL for what lies on a GPU
    dist.init_process_group(timeout=timedelta(minutes=10))
    try:
        yield Team(rank, world, local)
    finally:
        dist.destroy_process_group()


def without_sync(model: nn.Module, last: bool) -> contextlib.AbstractContextManager[Any]:
    """Gradients of all parts of a batch but the last stay in this process."""
    no_sync = getattr(model, "no_sync", None)
    return no_sync() if no_sync is not None and not last else contextlib.nullcontext()
