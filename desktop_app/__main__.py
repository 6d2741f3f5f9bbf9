"""`weightsmith`: a command, or the window; nothing heavy is imported before it is needed."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` (default: the process's) say and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--worker"]:
        from desktop_app.gui.worker import main as work

        return int(work() or 0)

    from desktop_app.cli.commands import NEED_TORCH, command_of

    try:
        command = command_of(given)
        if command in NEED_TORCH and getattr(sys, "frozen", False):
            return _run_in_engine(given)
        if command is not None:
            from desktop_app.cli.main import main as run_command

            return run_command(given)
        return _open_window(given)
    except KeyboardInterrupt:
        return 130


def _run_in_engine(given: Sequence[str]) -> int:
    """The same command in the Python with PyTorch that was chosen; exit status 3 when there is none."""
    import subprocess

    from desktop_app.cli.output import complain
    from desktop_app.engine.errors import EngineError
    from desktop_app.engine.interpreter import environment, interpreter

    try:
        path = interpreter()
        return subprocess.run([path, "-m", "desktop_app", *given], env=environment(), check=False).returncode
    except EngineError as error:
        complain(str(error))
    except OSError as error:
        complain(str(EngineError("not-started", path=error.filename, reason=(error.strerror or str(error)).lower())))
    return 3


def _open_window(given: Sequence[str]) -> int:
    import argparse

    from desktop_app import __version__
    from desktop_app.cli.commands import COMMANDS

    commands = "\n".join(f"  {name:8}  {text}" for name, text in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="weightsmith",
        usage="weightsmith [OPTION]... [FILE | FOLDER]...\n       weightsmith COMMAND ...",
        description="Open PyTorch checkpoints safely and see what is inside.",
        epilog=f"commands, which need no screen (each has its own --help):\n{commands}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", metavar="FILE | FOLDER", nargs="*", help="what to open; without any, an empty window")
    parser.add_argument("--version", action="version", version=f"weightsmith {__version__}")
    parser.add_argument("--log-file", metavar="FILE", help="append what happens to FILE")
    parser.add_argument("--new-window", action="store_true", help="do not hand the files to a window that is open")
    desktop = parser.add_mutually_exclusive_group()
    desktop.add_argument("--install-desktop", action="store_true", help="put it into your menu, and open files with it")
    desktop.add_argument("--uninstall-desktop", action="store_true", help="take it out of your menu again")
    parser.add_argument("--selftest-start", action="store_true", help="open the window, paint it once, and end")
    try:
        options = parser.parse_args(given)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    if options.log_file is not None:
        from desktop_app.cli.main import start_log

        start_log(options.log_file)
    if options.install_desktop or options.uninstall_desktop:
        return _change_desktop(install=options.install_desktop)
    if not _has_display():
        from desktop_app.cli.pictures import run_without_display

        return run_without_display(options.paths)

    from desktop_app.gui.app import main as show

    return int(show(options.paths, new_window=options.new_window, selftest_start=options.selftest_start) or 0)


def _change_desktop(*, install: bool) -> int:
    """Menu entry, icons and file types of this user; exit status 4 when they could not be written."""
    from desktop_app import desktop_entry
    from desktop_app.cli.output import complain, write_lines

    try:
        write_lines(desktop_entry.install() if install else desktop_entry.uninstall())
    except desktop_entry.DesktopError as error:
        complain(str(error))
        return 4
    return 0


def _has_display() -> bool:
    """Whether a window can be shown here: Qt is installed and, on Linux, a screen is named."""
    from importlib.util import find_spec

    if find_spec("PySide6") is None:
        return False
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
