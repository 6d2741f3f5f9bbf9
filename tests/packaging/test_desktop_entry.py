"""`--install-desktop` and `--uninstall-desktop`: what the desktop's own tools make of it, and that nothing stays behind."""

import pickle
import re
import shlex
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app import desktop_entry
from desktop_app.__main__ import main
from desktop_app.places import sample

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="menus of this kind are Linux's and BSD's")


def needs(program: str):
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"needs {program}")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data home of a user, in a folder whose name has a space."""
    home = tmp_path / "my home" / "share"
    home.mkdir(parents=True)
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    return home


@pytest.fixture
def furnished_home(home: Path) -> Path:
    """A data home in which another program has its entry and its file type."""
    (home / "applications").mkdir()
    (home / "applications" / "other.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=Other\nExec=true %f\nMimeType=text/x-other;\n"
    )
    (home / "mime" / "packages").mkdir(parents=True)
    (home / "mime" / "packages" / "other.xml").write_text(
        '<?xml version="1.0"?><mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">'
        '<mime-type type="text/x-other"><comment>other</comment><glob pattern="*.other"/></mime-type></mime-info>'
    )
    for command in (["update-mime-database", str(home / "mime")], ["update-desktop-database", "-q", str(home / "applications")]):  # fmt: skip
        if shutil.which(command[0]):
            subprocess.run(command, check=True, capture_output=True)
    return home


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


def type_of(path: Path, home: Path) -> str:
    environment = {"XDG_DATA_HOME": str(home), "HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    told = subprocess.run(
        ["gio", "info", "-a", "standard::content-type", str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.rpartition("content-type: ")[2].strip()


def test_that_the_option_writes_entry_types_and_icons(home: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--install-desktop"]) == 0
    assert "--uninstall-desktop" in capsys.readouterr().out
    assert "Icon=weightsmith" in (home / "applications" / "weightsmith.desktop").read_text(encoding="utf-8")
    assert (home / "icons/hicolor/scalable/apps/weightsmith.svg").stat().st_size > 0
    assert (home / "icons/hicolor/256x256/apps/weightsmith.png").stat().st_size > 0
    assert (home / "mime/packages/weightsmith.xml").is_file()


@needs("desktop-file-validate")
def test_that_the_validator_of_desktop_files_has_nothing_to_say(home: Path):
    desktop_entry.install()
    done = subprocess.run(
        ["desktop-file-validate", str(home / "applications" / "weightsmith.desktop")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_that_installing_twice_leaves_what_installing_once_left(home: Path):
    desktop_entry.install()
    once = everything_in(home)
    desktop_entry.install()
    assert everything_in(home) == once


def test_that_uninstalling_leaves_an_empty_home_empty(home: Path):
    desktop_entry.install()
    assert main(["--uninstall-desktop"]) == 0
    assert everything_in(home) == {}


def test_that_uninstalling_leaves_what_others_installed_as_it_was(furnished_home: Path):
    before = everything_in(furnished_home)
    desktop_entry.install()
    assert everything_in(furnished_home) != before
    desktop_entry.uninstall()
    assert everything_in(furnished_home) == before


def test_that_uninstalling_what_is_not_installed_says_so(home: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--uninstall-desktop"]) == 0
    assert "nothing to remove" in capsys.readouterr().out
    assert everything_in(home) == {}


def test_that_a_home_that_cannot_be_written_is_one_sentence(home: Path, capsys: pytest.CaptureFixture[str]):
    (home / "applications").write_text("a file where a folder has to be")
    assert main(["--install-desktop"]) == 4
    told = capsys.readouterr().err
    assert str(home) in told
    assert len(told.splitlines()) == 1


def test_that_missing_tools_of_the_desktop_are_named(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(home / "nothing here"))
    told = " ".join(desktop_entry.install())
    assert "shared-mime-info" in told
    assert "desktop-file-utils" in told


# ---------------------------------------------------------------------- the command


def test_that_the_entry_starts_a_program_that_is_there(home: Path):
    desktop_entry.install()
    entry = (home / "applications" / "weightsmith.desktop").read_text(encoding="utf-8")
    values = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)
    command = shlex.split(values["Exec"])
    assert command[-1] == "%F"
    done = subprocess.run(
        [*command[:-1], "--version"], cwd=home, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("weightsmith ")


def test_that_a_checkout_without_the_command_is_started_from_its_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    command = desktop_entry.launcher()
    assert command[0] == "env"
    assert f"PYTHONPATH={Path(desktop_entry.__file__).parents[1]}" in command
    assert "-P" in command


def test_that_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert desktop_entry.launcher() == [sys.executable]


def test_that_exec_is_quoted_as_the_specification_says():
    assert desktop_entry.exec_line(["/opt/a b/x"]) == '"/opt/a b/x"'
    assert desktop_entry.exec_line(["/opt/50%/x"]) == "/opt/50%%/x"
    assert desktop_entry.exec_line(["/opt/$HOME`\\/x"]) == '"/opt/\\\\$HOME\\\\`\\\\\\\\/x"'


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_that_any_command_comes_out_of_exec_as_it_went_in(command: list[str]):
    line = desktop_entry.exec_line(command)
    assert "\n" not in line
    unescaped = re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t", "r": "\r"}.get(found[1], found[1]), line)
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"|([^ ]+)', unescaped, re.DOTALL)
    read = [plain if plain else re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) for quoted, plain in parts]
    assert [part.replace("%%", "%") for part in read] == command


def test_that_a_path_that_is_not_utf_8_is_refused_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desktop_entry, "launcher", lambda: ["/opt/\udcff/weightsmith"])
    with pytest.raises(desktop_entry.DesktopError, match="not UTF-8"):
        desktop_entry.install()
    assert everything_in(home) == {}


# ---------------------------------------------------------------------- the types

needs_gio = pytest.mark.skipif(
    shutil.which("gio") is None or shutil.which("update-mime-database") is None,
    reason="needs gio and update-mime-database",
)


@pytest.fixture
def checkpoints(tmp_path: Path) -> dict[str, Path]:
    """Files without an ending, each by what it holds."""
    made = {name: tmp_path / f"模型 {name}" for name in ("zip", "legacy", "pt2", "safetensors", "plain zip", "npz")}
    shutil.copy(sample(), made["zip"])
    made["legacy"].write_bytes(pickle.dumps(0x1950A86A20F9469CFC6C, protocol=2) + pickle.dumps(1001, protocol=2))
    header = b'{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    made["safetensors"].write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))
    for name, records in (
        ("pt2", ["m/data/weights/model_weights_config.json", "m/archive_format"]),
        ("plain zip", ["letters/a.txt"]),
        ("npz", ["w.npy"]),
    ):
        with zipfile.ZipFile(made[name], "w") as archive:
            for record in records:
                archive.writestr(record, b"{}")
    return made


@needs_gio
def test_that_files_are_known_by_their_content(home: Path, checkpoints: dict[str, Path]):
    desktop_entry.install()
    assert {name: type_of(path, home) for name, path in checkpoints.items()} == {
        "zip": "application/x-pytorch",
        "legacy": "application/x-pytorch",
        "pt2": "application/x-pytorch-program",
        "safetensors": "application/x-safetensors",
        "plain zip": "application/zip",
        "npz": "application/zip",
    }


@needs_gio
@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("pth", "application/x-pytorch"),
        ("pt", "application/x-pytorch"),
        ("pth.tar", "application/x-pytorch"),
        ("ckpt", "application/x-pytorch"),
        ("pt2", "application/x-pytorch-program"),
        ("safetensors", "application/x-safetensors"),
    ],
)
def test_that_files_are_known_by_their_name(ending: str, expected: str, home: Path, tmp_path: Path):
    desktop_entry.install()
    path = tmp_path / f"模型.{ending}"
    path.write_bytes(b"\x01\x02\x03")
    assert type_of(path, home) == expected


@needs_gio
@needs("update-desktop-database")
def test_that_the_desktop_names_this_program_for_a_checkpoint(home: Path):
    desktop_entry.install()
    told = subprocess.run(
        ["gio", "mime", "application/x-pytorch"],
        env={"XDG_DATA_HOME": str(home), "HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "weightsmith.desktop" in told.stdout
