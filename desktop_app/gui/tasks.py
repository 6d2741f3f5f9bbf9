"""Work off the UI thread: a plain core function goes out, signals come back; cancel kills, the latest question wins."""

import contextlib
import gc
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import signature
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, Signal

from desktop_app.gui.worker import Failure, call, failure_of, read_frame, write_frame

type Lane = Literal[
    "reader",
    "statistics",
    "writer",
    "pictures",
    "ahead",
    "thumbnails",
    "regions",
    "assist",
    "assist-ahead",
    "health",
    "thread",
]
TaskFailure = Failure

_log = logging.getLogger(__name__)
_PROGRESS_SECONDS = 0.05


class Task(QObject):
    """One piece of work under way; `ended` is always its last signal, and all of them arrive on the UI thread."""

    progressed = Signal(int, int, str)
    part = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    """A `TaskFailure`."""
    cancelled = Signal()
    ended = Signal()

    def __init__(self, title: str, stop: "Callable[[Task], None]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.started = time.monotonic()
        self.over = False
        self._stop = stop

    def cancel(self) -> None:
        """Stop the work; `cancelled` and `ended` follow unless it is over already."""
        if not self.over:
            self._finish("cancelled", None)
            self._stop(self)

    def _hear(self, kind: str, value: Any) -> None:
        """Take one message of the worker."""
        if self.over:
            return
        if kind == "progress":
            self.progressed.emit(*value)
        elif kind == "part":
            self.part.emit(value)
        else:
            self._finish(kind, value)

    def _finish(self, kind: str, value: Any) -> None:
        self.over = True
        if kind == "done":
            self.done.emit(value)
        elif kind == "failed":
            from desktop_app.gui.sentences import translated_failure

            self.failed.emit(translated_failure(value))
        else:
            self.cancelled.emit()
        self.ended.emit()
        self.deleteLater()


@dataclass(slots=True)
class _Job:
    task: Task
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    number: int = 0
    stop: threading.Event = field(default_factory=threading.Event)


class _Messages(QObject):
    """Carries messages from helper threads to the UI thread."""

    came = Signal(object, str, object)


def worker_command(*, nice: bool) -> list[str]:
    """How to start a worker: this program itself, frozen or not."""
    base = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "desktop_app"]
    return [*base, "--worker", *(["--nice"] if nice else [])]


def start_worker(*, nice: bool = False) -> subprocess.Popen[bytes]:
    """Start a worker process; it is of use as soon as it says `ready`."""
    from pathlib import Path

    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(Path(__file__).parents[2]), environment.get("PYTHONPATH")])
    )
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment.setdefault(name, "1")
    return subprocess.Popen(worker_command(nice=nice), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)


@dataclass(slots=True)
class _Worker:
    """One lane: a process, the thread that feeds and hears it, and the jobs that wait."""

    messages: _Messages
    nice: bool
    process: subprocess.Popen[bytes] | None = None
    waiting: deque[_Job] = field(default_factory=deque[_Job])
    current: _Job | None = None
    killed: bool = False
    """Whether the process was told to end; it may look alive for a moment, and no other job is given to it."""
    changed: threading.Condition = field(default_factory=threading.Condition)
    closing: bool = False
    thread: threading.Thread | None = None

    def put(self, job: _Job) -> None:
        with self.changed:
            self.waiting.append(job)
            self.changed.notify()
        if self.thread is None:
            self.thread = threading.Thread(target=self._serve, name="tasks", daemon=True)
            self.thread.start()

    def stop(self, task: Task) -> None:
        """Forget a waiting job, or kill the process that works on it."""
        with self.changed:
            for job in list(self.waiting):
                if job.task is task:
                    self.waiting.remove(job)
                    return
            if self.current is not None and self.current.task is task and self.process is not None:
                self.killed = True
                self.process.kill()

    def close(self) -> None:
        with self.changed:
            self.closing = True
            self.waiting.clear()
            self.changed.notify()
            if self.process is not None:
                self.process.kill()
        if self.thread is not None:
            self.thread.join(timeout=2)
        else:
            self._reap()

    # -- in the thread: never touch a widget here

    def _serve(self) -> None:
        while True:
            with self.changed:
                while not self.waiting and not self.closing:
                    self.changed.wait()
                if self.closing:
                    break
                job = self.current = self.waiting.popleft()
            try:
                self._work(job)
            except Exception as error:
                _log.exception("a task's thread failed")
                self.messages.came.emit(job.task, "failed", failure_of(error))
            with self.changed:
                self.current = None
        self._reap()

    def _work(self, job: _Job) -> None:
        process = self._ready()
        with self.changed:  # from here on `stop` finds the process and kills it
            if job.task.over:
                return
        if process is None or process.stdin is None or process.stdout is None:
            self.messages.came.emit(job.task, "failed", Failure("The worker process could not be started.", ""))
            return
        try:
            write_frame(process.stdin, (job.number, job.function, job.args, job.kwargs))  # type: ignore[arg-type]
        except (BrokenPipeError, OSError):
            self._died(job, process)
            return
        told = 0.0
        while True:
            data = read_frame(process.stdout)  # type: ignore[arg-type]
            if data is None:
                self._died(job, process)
                return
            kind, number, value = _unpickled(data)
            if number != job.number:
                continue
            if kind == "progress":
                now = time.monotonic()
                if now - told < _PROGRESS_SECONDS:
                    continue
                told = now
            over = kind in ("done", "failed")
            if over:
                with self.changed:  # who cancels it from here on has nothing to kill
                    self.current = None
            self.messages.came.emit(job.task, kind, value)
            if over:
                return

    def _ready(self) -> subprocess.Popen[bytes] | None:
        if self.process is not None and not self.killed and self.process.poll() is None:
            return self.process
        self._reap()
        try:
            self.process = start_worker(nice=self.nice)
        except OSError:
            _log.exception("a worker could not be started")
            self.process = None
        return self.process

    def _reap(self) -> None:
        with self.changed:
            process, self.process, self.killed = self.process, None, False
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()

    def _died(self, job: _Job, process: subprocess.Popen[bytes]) -> None:
        code = process.wait()
        self._reap()
        if not self.closing:
            sentence = "The worker process ended unexpectedly; the next attempt starts a new one."
            if code in (-9, 137):
                sentence = "The worker process was ended by the system, perhaps for lack of memory; the next attempt starts a new one."
            self.messages.came.emit(job.task, "failed", Failure(sentence, f"exit status {code}"))


def _unpickled(data: bytes) -> Any:
    """Unpickle with the cycle collector off: walking a hundred thousand new objects again and again would stall the UI thread."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(data)
    finally:
        if enabled:
            gc.enable()


class Tasks(QObject):
    """Runs plain module-level functions; see `Task` for what comes back.

    All lanes but `thread` are worker processes that may be killed, each started when it is first needed; `thread` is for
    short pure work of our own, and for functions that wait for a child process of `desktop_app.engine`: a parameter named
    `stop` is given an event that cancelling sets.
    A generator function's yields arrive as `part`; a parameter named `progress` is given a callback.
    """

    started = Signal(object)

    def __init__(self, parent: QObject | None = None, *, reader: subprocess.Popen[bytes] | None = None) -> None:
        super().__init__(parent)
        self._messages = _Messages()
        self._messages.came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._lanes = {
            "reader": _Worker(self._messages, nice=False, process=reader),
            "statistics": _Worker(self._messages, nice=True),
            "writer": _Worker(self._messages, nice=False),
            "pictures": _Worker(self._messages, nice=False),
            "ahead": _Worker(self._messages, nice=True),
            "thumbnails": _Worker(self._messages, nice=False),
            "regions": _Worker(self._messages, nice=False),
            "assist": _Worker(self._messages, nice=False),
            "assist-ahead": _Worker(self._messages, nice=True),
            "health": _Worker(self._messages, nice=True),
        }
        self._latest: dict[str, Task] = {}
        self._threads: dict[threading.Thread, _Job] = {}
        self._numbers = 0
        sys.setswitchinterval(0.0003)

    def run(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        title: str = "",
        lane: Lane = "reader",
        latest: str | None = None,
        **kwargs: Any,
    ) -> Task:
        """Start `function(*args, **kwargs)`; a newer run with the same `latest` key cancels the older one."""
        if latest is not None and (older := self._latest.get(latest)) is not None:
            older.cancel()
        self._numbers += 1
        task = Task(title, lambda task: self._stop(task, lane), self)
        job = _Job(task, function, args, kwargs, self._numbers)
        if latest is not None:
            self._latest[latest] = task
            task.ended.connect(lambda: self._forget(latest, task))
        if lane == "thread":
            thread = threading.Thread(target=self._run_here, args=(job,), daemon=True, name="task")
            self._threads = {one: its for one, its in self._threads.items() if one.is_alive()}
            self._threads[thread] = job
            thread.start()
        else:
            self._lanes[lane].put(job)
        self.started.emit(task)
        return task

    def close(self) -> None:
        """End all workers, and the children that threads wait for."""
        for thread, job in self._threads.items():
            job.stop.set()
            if "stop" in job.kwargs:
                thread.join(timeout=1)
        for lane in self._lanes.values():
            lane.close()

    def _forget(self, key: str, task: Task) -> None:
        if self._latest.get(key) is task:
            del self._latest[key]

    def _stop(self, task: Task, lane: Lane) -> None:
        if lane != "thread":
            self._lanes[lane].stop(task)
            return
        for job in self._threads.values():
            if job.task is task:
                job.stop.set()

    def _run_here(self, job: _Job) -> None:
        def tell(kind: str, value: object) -> None:
            self._messages.came.emit(job.task, kind, value)

        try:
            if "stop" in signature(job.function).parameters:
                job.kwargs["stop"] = job.stop
        except ValueError:  # some functions written in C do not tell
            pass
        try:
            tell("done", call(job.function, job.args, job.kwargs, tell))
        except Exception as error:
            tell("failed", failure_of(error))

    def _deliver(self, task: Task, kind: str, value: object) -> None:
        try:
            task._hear(kind, value)
        except RuntimeError:
            _log.debug("a message came for a task that is gone")
