"""The other end of `Tasks`: a process that runs core functions on what may be hostile, and may be killed at any moment.

Frames in both directions are an 8-byte little-endian length and a pickle; the parent is this program itself.
"""

import errno
import faulthandler
import os
import pickle
import re
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import signature
from types import GeneratorType
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

if TYPE_CHECKING:
    from desktop_app.checkpoint.model import Finding

type Kind = Literal["ready", "progress", "part", "done", "failed"]

MEMORY_LIMIT = 3 << 30
"""Bytes of data that a worker may hold; a hostile file ends in a MemoryError here, not in a swapping machine."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a function did not end well, as values that cross processes."""

    message: str
    detail: str
    finding: "Finding | None" = None
    code: str = ""
    """Of an `EngineError`, with its values, so that the sentence can be translated."""
    values: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    """Name of the exception's class: what the window decides by, for the sentence is in the person's language."""


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end of the stream."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "little")
    data = stream.read(size)
    return data if len(data) == size else None


def write_frame(stream: BinaryIO, value: object) -> None:
    """Write one frame and flush it."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(8, "little"))
    stream.write(data)
    stream.flush()


def failure_of(error: BaseException) -> Failure:
    """One sentence for the person, and the traceback for the log."""
    return replace(_failure_of(error), kind=type(error).__name__)


def _failure_of(error: BaseException) -> Failure:
    from desktop_app.checkpoint.files import FileChanged  # when something fails: the window's start needs none of it
    from desktop_app.checkpoint.model import CheckpointError, Finding
    from desktop_app.engine.errors import EngineError

    detail = "".join(traceback.format_exception(error))
    found = getattr(error, "finding", None)
    if isinstance(found, Finding):
        sentence = found.message if not found.cure else f"{found.message} {found.cure}"
        return Failure(sentence, detail, found)
    if isinstance(error, EngineError):
        return Failure(str(error), error.detail or detail, None, error.code, tuple(error.values.items()))
    if isinstance(error, MemoryError):
        return Failure("There is not enough memory for this.", detail)
    if isinstance(error, OSError) and error.strerror:
        return Failure(_system_sentence(error), detail)
    if isinstance(error, OSError | ValueError | CheckpointError | FileChanged) and str(error):
        return Failure(str(error), detail)
    if type(error).__module__.startswith("desktop_app.annotation.") and str(error):
        return Failure(str(error), detail)  # its own exceptions are sentences
    return Failure(f"This did not work because of an error in the program ({type(error).__name__}).", detail)


def _system_sentence(error: OSError) -> str:
    """What the operating system refused, without its numbers."""
    name = os.path.basename(str(error.filename or "")) or "The file"
    if (beside := re.fullmatch(r"\.(.+)\.\d+-[0-9a-f]{8}\.part", name)) is not None:
        name = beside[1]  # a file on its way is known by the name that it will have
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "There is not enough room on the disk; free some, or choose another place."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{name}: permission is missing; choose another place, or change the permissions."
    if error.errno == errno.ENOENT:
        return f"{name}: there is no such file or folder."
    return f"{name}: {error.strerror}."


def call(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], tell: Callable[[Kind, object], None]
) -> object:
    """Run a function as the contract of `Tasks` says: progress and parts are told, the result is returned."""
    try:
        wants_progress = "progress" in signature(function).parameters
    except ValueError:  # some functions written in C do not tell
        wants_progress = False
    if wants_progress:
        kwargs = {**kwargs, "progress": lambda done, total, text="": tell("progress", (done, total, text))}
    result = function(*args, **kwargs)
    if not isinstance(result, GeneratorType):
        return result
    while True:
        try:
            tell("part", next(result))
        except StopIteration as stop:
            return stop.value


def _limit() -> None:
    """Bound memory, and end with the parent."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    if sys.platform == "win32":
        return
    import resource
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def main() -> int:
    """Answer frames of (job, function, args, kwargs) until standard input ends."""
    if sys.stderr is not None:
        faulthandler.enable()
    _limit()
    if "--nice" in sys.argv and hasattr(os, "nice"):
        os.nice(10)
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the frames
    import desktop_app.checkpoint.open
    import desktop_app.graph.hierarchy  # noqa: F401  # loaded while the window is still being painted

    try:
        write_frame(target, ("ready", 0, os.getpid()))
    except BrokenPipeError:  # the window is gone already
        return 0
    while (data := read_frame(source)) is not None:
        job, function, args, kwargs = pickle.loads(data)

        def tell(kind: Kind, value: object, job: int = job) -> None:
            write_frame(target, (kind, job, value))

        try:
            tell("done", call(function, args, kwargs, tell))
        except BrokenPipeError:
            return 0
        except BaseException as error:
            tell("failed", failure_of(error))
    return 0
