"""The other end of `child.py`: answers calls until its input ends. Kept to what an old Python can parse, which is told so."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import queue
    from collections.abc import Callable


def _limit(memory: int) -> None:
    """Bound memory, be nice, and leave no core behind."""
    if os.name != "posix":
        return
    import resource
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _end_with_parent(descriptor: int, requests: queue.SimpleQueue[Any]) -> None:
    """Read requests; when there will be none any more, end with everything that was started here."""
    from desktop_app.engine.frames import BadFrame, read_frame

    stream = os.fdopen(descriptor, "rb")
    try:
        while True:
            frame = read_frame(stream)
            if frame is None:
                break
            requests.put(frame)
    except (BadFrame, OSError):
        pass
    if os.name == "posix":
        import contextlib
        import signal

        with contextlib.suppress(OSError):
            os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def _call(request: dict[str, Any], tell: Callable[[str, Any], None]) -> Any:
    """Find the function, and run it."""
    import importlib
    from inspect import signature

    module, _, name = request["function"].partition(":")
    if not module.startswith("desktop_app."):
        raise ValueError(module + " is not of this program")
    function = getattr(importlib.import_module(module), name)
    named = dict(request["named"])
    if "progress" in signature(function).parameters:

        def progress(done: float, total: float, text: str = "") -> None:
            tell("progress", [done, total, text])

        named["progress"] = progress
    return function(*request["arguments"], **named)


def _failure(error: BaseException) -> dict[str, Any]:
    """What went wrong, as values."""
    import traceback

    detail = "".join(traceback.format_exception(type(error), error, error.__traceback__))[-16000:]
    code = getattr(error, "code", None)
    if type(error).__name__ == "EngineError" and isinstance(code, str):
        values = getattr(error, "values", {})
        return {"code": code, "values": values, "detail": getattr(error, "detail", "") or detail}
    if isinstance(error, ModuleNotFoundError) and error.name in ("torch", "torchvision", "timm", "numpy"):
        return {"code": "no-module", "values": {"module": error.name}, "detail": detail}
    if isinstance(error, MemoryError) or "not enough memory" in str(error) or "can't allocate memory" in str(error):
        return {"code": "memory", "values": {}, "detail": detail}
    lines = str(error).strip().splitlines()
    reason = lines[0] if lines else "no reason given"
    return {"code": "failed", "values": {"kind": type(error).__name__, "reason": reason}, "detail": detail}


def main() -> int:
    """Answer one call after another, each with `done` or `failed`."""
    _limit(int(sys.argv[1]))
    source, target = os.dup(0), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)  # what the code prints must not stand between the frames
    from desktop_app.engine.frames import write_frame

    lock = threading.Lock()

    def tell(kind: str, value: Any) -> None:
        with lock:
            write_frame(target, {"kind": kind, "value": value})

    tell("ready", list(sys.version_info[:3]))
    if sys.version_info < (3, 12):  # noqa: UP036  # the engine may be any Python
        return 1
    import queue

    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_end_with_parent, args=(source, requests), daemon=True).start()
    while True:
        request = requests.get()
        try:
            tell("done", _call(request, tell))
        except (BrokenPipeError, KeyboardInterrupt):
            return 0
        except BaseException as error:
            tell("failed", _failure(error))


if __name__ == "__main__":
    sys.exit(main())
