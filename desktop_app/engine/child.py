"""Runs a function of this program in a Python process of its own, with torch when the function imports it.

    from desktop_app.engine.child import Limits, run_in_child

    def heavy(count: int, progress: Progress) -> list[float]:   # at module level; torch is imported inside of it
        import torch
        ...

    numbers = run_in_child(heavy, 10, limits=Limits(seconds=30), progress=show, stop=event)

For what is slow to import, memory-hungry, or a user's own code: the program itself never imports torch, and whatever the
child does (an endless loop, a crash, all of the memory) ends the child only.

- The function is named to the child by module and name, so it has to be at module level of a module of `desktop_app`
  that can be imported without torch. Arguments and result are JSON values and `bytes`; a parameter named `progress` is
  given `progress(done, total, text)`. What it gives back is checked by the caller: code of a user may have made it.
- `EngineError` tells in one sentence why there is no result. An `EngineError` that the function raises arrives as it is;
  any other exception arrives with the code `failed`, its traceback in `detail`.
- `stop` is a `threading.Event`: once set, the child and all that it started are killed within 0.1 s. `Limits` bound the
  time of one call and the child's memory. When this program dies, so does the child.
- A `Child` answers several calls one after another, so that torch is imported once:
  `with Child() as child: child.call(first); child.call(second)`.
- Which Python it is, `desktop_app.engine.interpreter` says: the program's own, or one that was chosen for it.

From the window: `tasks.run(function, ..., lane="thread")` with a function that takes `progress` and `stop` and hands both
on to `run_in_child`; cancelling the task sets `stop`.
"""

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from desktop_app.engine.errors import EngineError
from desktop_app.engine.frames import BadFrame, read_frame, write_frame
from desktop_app.engine.interpreter import NO_CONSOLE, environment, interpreter

type Progress = Callable[[int, int, str], None]

_LOOK = 0.05
"""Seconds between two looks at `stop` and the clock."""
_TAIL = 16 << 10
"""Bytes of what the child printed that are kept for a report."""
_MEMORY_STATUS = (-9, 137)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use."""

    seconds: float = 120.0
    """Of one call, the start of the process included in the first."""
    memory_nbytes: int = 8 << 30
    """Of data that it may allocate (where the system can bound it: Linux)."""


def run_in_child(
    function: Callable[..., Any],
    /,
    *arguments: object,
    limits: Limits | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    folder: str | Path | None = None,
    **named: object,
) -> Any:
    """`function(*arguments, **named)` in a child of its own; see this module. `folder` is the child's working folder."""
    with Child(limits=limits, folder=folder) as child:
        return child.call(function, *arguments, progress=progress, stop=stop, **named)


class Child:
    """A process that answers calls one after another; after an `EngineError` other than the function's own it is gone."""

    def __init__(
        self, *, limits: Limits | None = None, folder: str | Path | None = None, python: str | None = None
    ) -> None:
        """`python` is the interpreter; without it the one that `interpreter()` names when the process starts."""
        self.limits = limits or Limits()
        self._python = python
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._printed: deque[bytes] = deque()
        self._threads: list[threading.Thread] = []
        self._path = ""

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(
        self,
        function: Callable[..., Any],
        /,
        *arguments: object,
        progress: Progress | None = None,
        stop: threading.Event | None = None,
        **named: object,
    ) -> Any:
        """The function's result; raises `EngineError`."""
        name = f"{function.__module__}:{function.__qualname__}"
        deadline = time.monotonic() + self.limits.seconds
        try:
            if self._process is None:
                self._start()
                self._check_version(self._hear(deadline, stop, progress))
            self._ask({"function": name, "arguments": arguments, "named": named})
            return self._result(self._hear(deadline, stop, progress))
        except EngineError as error:
            if error.code in _FATAL:
                self.close()
            raise
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the process and all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        kill_tree(process)
        process.wait()
        for thread in self._threads:
            thread.join(timeout=2)
        self._threads.clear()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    # ------------------------------------------------------------------ the process

    def _start(self) -> None:
        self._path = self._python or interpreter()
        command = [self._path, "-m", "desktop_app.engine.serve", str(self.limits.memory_nbytes)]
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(),
                cwd=self._folder,
                start_new_session=os.name == "posix",
                creationflags=NO_CONSOLE,
            )
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise EngineError("not-started", path=self._path, reason=reason) from None
        self._process = process
        self._answers = queue.SimpleQueue()
        self._printed.clear()
        assert process.stdout is not None and process.stderr is not None
        for target, stream in ((_listen, process.stdout), (_drain, process.stderr)):
            store = self._answers if target is _listen else self._printed
            thread = threading.Thread(target=target, args=(stream, store), name="child", daemon=True)
            thread.start()
            self._threads.append(thread)

    def _check_version(self, answer: Mapping[str, Any]) -> None:
        version = answer.get("value")
        if answer.get("kind") != "ready" or not isinstance(version, list):
            raise EngineError("answer", detail=self.printed)
        numbers = [part for part in cast("list[object]", version) if isinstance(part, int)]
        if numbers < [3, 12]:
            raise EngineError("old-python", path=self._path, version=".".join(map(str, numbers)))

    def _ask(self, request: object) -> None:
        assert self._process is not None and self._process.stdin is not None
        try:
            write_frame(cast("BinaryIO", self._process.stdin), request)
        except OSError:
            raise self._death() from None

    def _hear(self, deadline: float, stop: threading.Event | None, progress: Progress | None) -> Mapping[str, Any]:
        """The next answer that is more than progress."""
        while True:
            if stop is not None and stop.is_set():
                raise EngineError("stopped")
            left = deadline - time.monotonic()
            if left <= 0:
                raise EngineError("timeout", seconds=f"{self.limits.seconds:g}", detail=self.printed)
            try:
                answer = self._answers.get(timeout=min(_LOOK, left))
            except queue.Empty:
                continue
            if answer is None:
                raise self._death()
            if not isinstance(answer, dict):
                raise EngineError("answer", detail=self.printed)
            known = cast("dict[str, Any]", answer)
            if known.get("kind") != "progress":
                return known
            self._tell(known.get("value"), progress)

    @staticmethod
    def _tell(value: object, progress: Progress | None) -> None:
        parts = cast("list[object]", value) if isinstance(value, list) else []
        if progress is not None and len(parts) == 3:
            done, total, text = parts
            if isinstance(done, int | float) and isinstance(total, int | float):
                progress(int(done), int(total), str(text))

    def _result(self, answer: Mapping[str, Any]) -> Any:
        if answer.get("kind") == "done":
            return answer.get("value")
        value = answer.get("value")
        if answer.get("kind") != "failed" or not isinstance(value, dict):
            raise EngineError("answer", detail=self.printed)
        failure = cast("dict[str, Any]", value)
        code = str(failure.get("code", "failed"))
        told = failure.get("values")
        values = {str(name): str(one) for name, one in cast("dict[object, object]", told).items()} if isinstance(told, dict) else {}  # fmt: skip
        values.pop("detail", None)
        if code == "no-module":
            values["path"] = self._path
        if code == "memory":
            values["limit"] = f"{self.limits.memory_nbytes / 1e9:.3g} GB"
        raise EngineError(code, detail=str(failure.get("detail", "")) or self.printed, **values)

    def _death(self) -> EngineError:
        """Why there will be no answer."""
        process = self._process
        assert process is not None
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:  # it only closed its end
            return EngineError("answer", detail=self.printed)
        detail = self.printed
        if status in _MEMORY_STATUS or "MemoryError" in detail or "bad_alloc" in detail:
            return EngineError("memory", limit=f"{self.limits.memory_nbytes / 1e9:.3g} GB", detail=detail)
        reason = f"signal {-status}" if status < 0 else f"exit status {status}"
        if "No module named" in detail and "serve" in detail:
            return EngineError("not-started", path=self._path, reason="it cannot import this program", detail=detail)
        return EngineError("died", reason=reason, detail=detail)

    @property
    def printed(self) -> str:
        """The end of what the child printed."""
        return b"".join(self._printed)[-_TAIL:].decode("utf-8", "replace").strip()


_FATAL = frozenset({"not-started", "old-python", "timeout", "memory", "died", "answer", "stopped", "no-module"})


# ---------------------------------------------------------------------- in threads


def _listen(stream: BinaryIO, answers: "queue.SimpleQueue[Any]") -> None:
    """Hand frames over until the stream ends, then None."""
    try:
        while (frame := read_frame(stream)) is not None:
            answers.put(frame)
    except BadFrame:
        answers.put("bad")
    except (OSError, ValueError):
        pass
    answers.put(None)


def _drain(stream: BinaryIO, printed: "deque[bytes]") -> None:
    """Keep the end of what is printed: a full pipe would stop the child."""
    kept = 0
    try:
        while data := os.read(stream.fileno(), 4096):
            printed.append(data)
            kept += len(data)
            while kept - len(printed[0]) > _TAIL:
                kept -= len(printed.popleft())
    except (OSError, ValueError):
        pass


def kill_tree(process: "subprocess.Popen[bytes]") -> None:
    """End the process and its descendants; it was started as a group of its own."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:  # Windows has no groups that can be killed; its own tool walks the tree
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, timeout=10, check=False
            )
    with contextlib.suppress(OSError):
        process.kill()
