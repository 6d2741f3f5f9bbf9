"""The process of the console: an IPython kernel with the opened checkpoint at hand, which ends when the window does.

    python -m desktop_app.checkpoint.console.kernel

The first line of the input is a JSON object: `path` of the checkpoint, `steps` done to it, `values` (where what is assigned
is written), `connection` (a file in a folder of its own, written here), `transport`, `banner` and `colors`. Each further line
is an order: `interrupt`. When the input ends, this process ends, with all that it started.

The window and the kernel talk over a comm named `weightsmith`. The window sends {steps, seen, names, module, colors}: `seen`
is the number of the last message that it has dealt with. The kernel sends {number, steps, code}.
"""

import contextlib
import importlib.util
import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

TARGET = "weightsmith"
_CODE = 120


def _orders(descriptor: int, folder: Path) -> None:
    """Do what the window orders; end when it is gone."""
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        pending = b""
        while data := _read(stream):
            *lines, pending = (pending + data).split(b"\n")
            if b"interrupt" in lines:
                _interrupt()
    shutil.rmtree(folder, ignore_errors=True)
    if os.name == "posix":
        with contextlib.suppress(OSError):
            os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def _read(stream: Any) -> bytes:
    try:
        return cast("bytes", stream.read(4096))
    except (OSError, ValueError):
        return b""


def _interrupt() -> None:
    if os.name == "posix":
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        import _thread

        _thread.interrupt_main()


def _first_line(descriptor: int) -> dict[str, Any]:
    data = b""
    while not data.endswith(b"\n"):
        more = os.read(descriptor, 1)
        if not more:
            raise SystemExit("the input ended")
        data += more
    return cast("dict[str, Any]", json.loads(data))


class Console:
    """Joins the namespace of the kernel with the window."""

    def __init__(self, setup: Mapping[str, Any]) -> None:
        from desktop_app.checkpoint.console.state_dict import StateDict, Work
        from desktop_app.checkpoint.console.surroundings import OpenedFile, Selection
        from desktop_app.checkpoint.model import Checkpoint
        from desktop_app.checkpoint.open import open_checkpoint

        self._opened: dict[str, Checkpoint] = {}
        checkpoint = open_checkpoint(str(setup["path"]))
        self.work = Work(checkpoint, Path(str(setup["values"])), self._open)
        self.state_dict = StateDict(self.work)
        self.selection = Selection(self.work)
        self.names: dict[str, Any] = {
            "checkpoint": OpenedFile(checkpoint), "state_dict": self.state_dict, "selection": self.selection,
        }  # fmt: skip
        self._comm: Any = None
        self._number = 0
        self._shell: Any = None
        self._follow(setup)

    def _open(self, path: str) -> Any:
        from desktop_app.checkpoint.editing.errors import EditError
        from desktop_app.checkpoint.model import CheckpointError
        from desktop_app.checkpoint.open import open_checkpoint

        if path not in self._opened:
            try:
                self._opened[path] = open_checkpoint(path)
            except CheckpointError as error:
                raise EditError("file", reason=str(error)) from None
        return self._opened[path]

    # ------------------------------------------------------------------ the shell

    def join(self, shell: Any, comms: Any) -> None:
        """Put the names into the shell, and listen to it and to the window."""
        self._shell = shell
        shell.events.register("pre_run_cell", self._cell_begins)
        shell.events.register("post_run_cell", self._cell_ended)
        shell.set_custom_exc(_sentences(), _show_sentence)
        comms.register_target(TARGET, self._joined)
        self._put_names()

    def _cell_begins(self, _info: object) -> None:
        self._put_names()

    def _put_names(self) -> None:
        """Names that are gone (`%reset`) come back; what the person put in their place stays."""
        missing = {name: value for name, value in self.names.items() if name not in self._shell.user_ns}
        self._shell.push(missing, interactive=False)

    def _cell_ended(self, result: Any) -> None:
        steps, problem = self.state_dict.end_of_cell()
        if problem:
            print(problem, file=sys.stderr)
        if steps and self._comm is not None:
            self._number += 1
            lines = str(getattr(result.info, "raw_cell", "") or "").strip().splitlines()
            code = (lines[0] if lines else "")[:_CODE] + (" …" if len(lines) > 1 else "")
            told = [[step.operation, *step.arguments] for step in steps]
            self._comm.send({"number": self._number, "steps": told, "code": code})

    # ------------------------------------------------------------------ the window

    def _joined(self, comm: Any, message: Mapping[str, Any]) -> None:
        self._comm = comm
        comm.on_msg(self._told)
        self._told(message)

    def _told(self, message: Mapping[str, Any]) -> None:
        data = cast("dict[str, Any]", message["content"]["data"])
        if data.get("seen", self._number) >= self._number:  # else it does not know yet what was done here
            self._follow(data)
        colors = data.get("colors")
        if colors and self._shell is not None:
            with contextlib.suppress(Exception):
                self._shell.run_line_magic("colors", colors)

    def _follow(self, data: Mapping[str, Any]) -> None:
        from desktop_app.checkpoint.editing.errors import EditError
        from desktop_app.checkpoint.editing.recipes import steps_of

        if "steps" in data:
            try:
                self.work.follow(steps_of(data["steps"], "window"))
            except EditError as error:
                print(error, file=sys.stderr)
        if "names" in data:
            self.selection.names = tuple(str(name) for name in data["names"])
            self.selection.module = str(data.get("module", ""))


def _sentences() -> tuple[type[BaseException], ...]:
    from desktop_app.checkpoint.console.arrays import ConsoleError
    from desktop_app.checkpoint.editing.errors import EditError
    from desktop_app.checkpoint.files import FileChanged
    from desktop_app.checkpoint.model import CheckpointError
    from desktop_app.checkpoint.storages import TensorError

    return ConsoleError, EditError, TensorError, CheckpointError, FileChanged


def _show_sentence(shell: Any, kind: type[BaseException], error: BaseException, trace: Any, tb_offset: Any = None) -> list[str]:  # fmt: skip
    """What is wrong is said by the sentence; where in this program it was raised helps nobody."""
    lines = [f"\x1b[31m{error}\x1b[0m"]
    shell._showtraceback(kind, error, lines)
    return lines


def _namespace() -> dict[str, Any]:
    """numpy, and torch where this Python has it."""
    import numpy as np

    from desktop_app.checkpoint.console.arrays import torch_or_none

    torch = torch_or_none()
    return {"np": np, "numpy": np, **({"torch": torch} if torch is not None else {})}


def main() -> None:
    """Run the kernel until the window ends."""
    orders = os.dup(0)  # what the person starts must not read the orders
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    if os.name == "posix":
        with contextlib.suppress(OSError):
            os.setsid()
    setup = _first_line(orders)
    connection = Path(str(setup["connection"]))
    threading.Thread(target=_orders, args=(orders, connection.parent), daemon=True, name="orders").start()

    console = Console(setup)
    console.names.update(_namespace())
    application = importlib.import_module("ipykernel.kernelapp").IPKernelApp
    config = importlib.import_module("traitlets.config").Config()
    config.IPKernelApp.connection_file = str(connection)
    config.IPKernelApp.transport = str(setup.get("transport", "tcp"))
    config.InteractiveShellApp.ignore_cwd = True  # a file beside the checkpoint must not pass for a module
    config.IPKernelApp.ignore_cwd = True
    config.InteractiveShell.banner1 = str(setup.get("banner", ""))
    config.InteractiveShell.banner2 = ""
    config.InteractiveShell.enable_tip = False
    config.InteractiveShell.colors = str(setup.get("colors", "nocolor"))
    config.HistoryManager.hist_file = str(setup["history"])
    config.Completer.use_jedi = importlib.util.find_spec("jedi") is not None
    app = application.instance(config=config)
    app.initialize([])
    console.join(app.shell, app.kernel.comm_manager)
    app.start()


if __name__ == "__main__":
    main()
