"""Where and how arithmetic is done: the device, the number type, how many threads, and what is done when memory runs out."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

import contextlib
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import torch

from desktop_app.training.errors import TrainingError


def device_for(wish: str, local_rank: int = 0) -> torch.device:
    """The device that was asked for, or the best that is here; raises `TrainingError` for one that is not."""
    if wish == "auto":
        # without the check this answers "cuda" on a machine without a driver
        found = torch.accelerator.current_accelerator(check_available=True)
        wish = found.type if found is not None else "cpu"
    try:
        device = torch.device(wish)
    except RuntimeError as error:
        raise TrainingError("device", f"There is no device {wish!r}.", "Use auto, cpu, cuda or mps.") from error
    if device.type == "cuda":
        if not torch.cuda.is_available():
            raise TrainingError("device", "CUDA is not available here.", "Choose auto or cpu, or install a driver.")
        return torch.device("cuda", device.index if ":" in wish else local_rank)
    if device.type == "mps" and not torch.backends.mps.is_available():
        raise TrainingError("device", "MPS is not available here.", "Choose auto or cpu.")
    return device


def precision_for(wish: str, device: torch.device) -> torch.dtype:
    """The type of the forward pass: half where the device gains by it; on processors bfloat16 was slower wherever measured."""
    if wish == "auto":
        if device.type != "cuda":
            return torch.float32
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}[wish]


def automatic(device: torch.device, dtype: torch.dtype) -> contextlib.AbstractContextManager[Any]:
    """Autocast, or nothing when the type is float32."""
    return contextlib.nullcontext() if dtype == torch.float32 else torch.autocast(device.type, dtype)


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def quicker_threads(work: Callable[[], None], most: int, wish: int = 0) -> int:
    """How many threads make `work` quickest: all cores or half of them; with other load more threads can be slower than one."""
    if wish:
        torch.set_num_threads(wish)
        return wish
    choices = sorted({max(1, most), max(1, most // 2)}, reverse=True)
    seconds: dict[int, float] = {}
    for threads in choices if len(choices) > 1 else ():
        torch.set_num_threads(threads)
        work()
        began = time.perf_counter()
        for _ in range(3):
            work()
        seconds[threads] = time.perf_counter() - began
    chosen = min(seconds, key=lambda threads: seconds[threads], default=choices[0])
    torch.set_num_threads(chosen)
    return chosen


def be_nice() -> None:
    """The window comes first."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error means that a smaller batch might do."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    text = str(error)
    return isinstance(error, RuntimeError) and ("out of memory" in text or "can't allocate memory" in text or "DefaultCPUAllocator" in text)  # fmt: skip


def free(device: torch.device) -> None:
    """Give back what the allocator keeps."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


def memory_used(device: torch.device) -> int:
    """Bytes that were held at most: by the accelerator, or by this process."""
    if device.type == "cuda":
        return int(torch.cuda.max_memory_allocated(device))
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
