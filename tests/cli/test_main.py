"""The program from its command line: commands, versions, failures, and which modules a start needs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

import desktop_app.__main__ as program
from desktop_app import __version__
from desktop_app.cli import main as cli
from desktop_app.cli.main import COMMANDS, command_of, main


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["inspect", "x"], "inspect"),
        (["--log-file", "inspect", "stats", "x"], "stats"),
        (["--log-file=l", "tensor"], "tensor"),
        (["model.pth"], None),
        (["./inspect"], None),
        ([], None),
        (["--new-window", "inspect"], None),
        (["--log-file"], None),
    ],
)
def test_that_the_first_word_decides_between_a_command_and_the_window(arguments, command):
    assert command_of(arguments) == command


def test_that_versions_and_help_are_printed_with_status_0(capsys):
    assert program.main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"weightsmith {__version__}"
    assert program.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("command", ["inspect", "stats", "tensor"])
def test_that_each_command_has_its_help(capsys, command):
    assert program.main([command, "--help"]) == 0
    assert f"weightsmith {command}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["inspect"], ["inspect", "a", "--nope"], ["stats"], ["tensor", "a"], ["--nope"]])
def test_that_wrong_usage_is_status_2(capsys, arguments):
    assert program.main(arguments) == 2
    assert "usage:" in capsys.readouterr().err


def test_that_a_log_file_is_written_beside_either_place_of_the_option(tmp_path):
    torch.save({}, tmp_path / "m.pth")
    for arguments in (["--log-file", "a.log", "inspect", "m.pth"], ["inspect", "m.pth", "--log-file", "b.log"]):
        command = [sys.executable, "-m", "desktop_app", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(Path(program.__file__).parents[1])}
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, env=environment).returncode == 0
    assert (tmp_path / "a.log").exists() and (tmp_path / "b.log").exists()


def test_that_an_interrupt_is_status_130_without_a_traceback(monkeypatch, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop_app.cli.inspect.run", interrupted)
    assert main(["inspect", "x"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_that_a_mistake_of_ours_is_not_dressed_up_as_a_bad_file(monkeypatch):
    def broken(_):
        raise RuntimeError("ours")

    monkeypatch.setattr("desktop_app.cli.inspect.run", broken)
    with pytest.raises(RuntimeError, match="ours"):
        main(["inspect", "x"])


def test_that_no_memory_is_told_in_one_line(monkeypatch, capsys):
    def hungry(_):
        raise MemoryError

    monkeypatch.setattr("desktop_app.cli.inspect.run", hungry)
    assert main(["inspect", "x"]) == 3
    assert capsys.readouterr().err.count("\n") == 1


HEAVY = (
    "torch",
    "torchvision",
    "numpy",
    "PySide6",
    "labelme",
    "matplotlib",
    "scipy",
    "pyqtgraph",
    "graphviz",
    "argparse_",
)


@pytest.mark.parametrize("arguments", [["--version"], ["inspect", "m.pth"], ["inspect", "--help"]])
def test_that_nothing_heavy_is_imported_before_it_is_needed(tmp_path, arguments):
    torch.save({"w": torch.ones(2)}, tmp_path / "m.pth")
    code = (
        f"import sys; from desktop_app.__main__ import main; main({arguments!r}); print(*sys.modules, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(program.__file__).parents[1])}
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, env=environment)
    assert not {name.partition(".")[0] for name in result.stderr.split()} & set(HEAVY)


def test_that_without_a_display_the_pictures_are_made_instead(monkeypatch, tmp_path):
    pictures = pytest.importorskip("desktop_app.cli.pictures")
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    seen = []
    monkeypatch.setattr(pictures, "run_without_display", lambda paths: seen.append(list(paths)) or 0)
    assert program.main([str(tmp_path / "m.pth")]) == 0
    assert seen == [[str(tmp_path / "m.pth")]]


def test_that_a_missing_qt_is_a_missing_display(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    assert program._has_display()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not program._has_display()


def test_that_every_command_follows_the_same_convention():
    for name in COMMANDS:
        module = pytest.importorskip(f"desktop_app.cli.{name}")
        assert callable(module.add_arguments) and callable(module.run)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_that_ctrl_c_ends_a_running_command_with_status_130(tmp_path):
    fifo = tmp_path / "slow"
    code = (
        "import sys, time, desktop_app.cli.inspect as command\n"
        "def run(_):\n    print('ready', flush=True)\n    time.sleep(30)\n"
        "command.run = run\n"
        "from desktop_app.__main__ import main\nsys.exit(main(['inspect', 'x']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
        assert process.stderr.read() == b""
    assert not fifo.exists()


def test_that_the_statuses_are_those_of_the_contract():
    statuses = (cli.DONE, cli.NO, cli.WRONG_USAGE, cli.UNREADABLE, cli.NOT_WRITTEN, cli.INTERRUPTED)
    assert statuses == (0, 1, 2, 3, 4, 130)
