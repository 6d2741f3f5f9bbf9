"""`make run` and `make test` on machines that lack something: one clear sentence each, and nothing done twice."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix" or shutil.which("sh") is None, reason="needs a POSIX shell")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the bootstrap reads, in a folder whose name has a space."""
    root = tmp_path / "my models"
    (root / "packaging").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    for name in ("bootstrap", "constraints.txt"):
        shutil.copy(ROOT / "packaging" / name, root / "packaging" / name)
    return root


def bootstrap(root: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(root / "packaging" / "bootstrap"), *command],
        capture_output=True,
        text=True,
        timeout=60,
        env={"HOME": str(root), "PATH": "/usr/bin:/bin", **environment},
        check=False,
    )


def fake_python(folder: Path, name: str, *, version_ok: bool, log: Path) -> None:
    """An interpreter that notes its calls; `-m venv DIR` makes an environment with itself in it."""
    folder.mkdir(exist_ok=True)
    script = folder / name
    script.write_text(
        "#!/bin/sh\n"
        f'echo "$0 $*" >> "{log}"\n'
        f"case $1 in -c) exit {0 if version_ok else 1} ;; --version) echo Python 3.99; exit 0 ;; esac\n"
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
    )
    script.chmod(0o755)


def test_that_a_machine_without_a_new_python_is_told_so_in_one_sentence(checkout: Path, tmp_path: Path):
    old = tmp_path / "old"
    fake_python(old, "python3", version_ok=False, log=tmp_path / "log")
    for name in ("python3.12", "python3.13", "python3.14"):
        fake_python(old, name, version_ok=False, log=tmp_path / "log")
    done = bootstrap(checkout, "run", "true", PATH=f"{old}:/usr/bin:/bin")
    assert done.returncode == 1
    assert "Python 3.12 or newer is needed" in done.stderr
    assert "Traceback" not in done.stderr


def test_that_a_newer_python_beside_an_old_one_is_found(checkout: Path, tmp_path: Path):
    both = tmp_path / "both"
    fake_python(both, "python3", version_ok=False, log=tmp_path / "log")
    for name in ("python3.12", "python3.14"):
        fake_python(both, name, version_ok=False, log=tmp_path / "log")
    fake_python(both, "python3.13", version_ok=True, log=tmp_path / "log")
    done = bootstrap(checkout, "run", "echo", "started", PATH=f"{both}:/usr/bin:/bin")
    assert done.stdout.strip() == "started", done.stderr


def test_that_pyenv_pythons_are_found(checkout: Path, tmp_path: Path):
    old = tmp_path / "old"
    for name in ("python3", "python3.12", "python3.13", "python3.14"):
        fake_python(old, name, version_ok=False, log=tmp_path / "log")
    versions = checkout / ".pyenv" / "versions" / "3.12.9" / "bin"
    versions.mkdir(parents=True)
    fake_python(versions, "python3", version_ok=True, log=tmp_path / "log")
    done = bootstrap(checkout, "run", "echo", "started", PATH=f"{old}:/usr/bin:/bin")
    assert done.stdout.strip() == "started", done.stderr


def test_that_a_second_start_calls_no_pip_and_a_changed_constraint_does(checkout: Path, tmp_path: Path):
    log = tmp_path / "log"
    fake_python(tmp_path / "bin", "python3.13", version_ok=True, log=log)
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"

    def pip_calls() -> int:
        return log.read_text().count("-m pip install")

    assert bootstrap(checkout, "run", "true", PATH=path).returncode == 0
    assert pip_calls() == 1
    assert bootstrap(checkout, "run", "true", PATH=path).returncode == 0
    assert pip_calls() == 1
    with (checkout / "packaging" / "constraints.txt").open("a") as file:
        file.write("# newer\n")
    assert bootstrap(checkout, "run", "true", PATH=path).returncode == 0
    assert pip_calls() == 2


def test_that_a_lock_left_by_a_killed_installation_is_taken_over(checkout: Path, tmp_path: Path):
    fake_python(tmp_path / "bin", "python3.13", version_ok=True, log=tmp_path / "log")
    (checkout / ".venv.lock").mkdir()
    (checkout / ".venv.lock" / "pid").write_text("999999999")
    done = bootstrap(checkout, "run", "echo", "started", PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert done.stdout.strip() == "started", done.stderr


def test_that_a_file_name_with_spaces_and_quotes_reaches_the_program_whole(checkout: Path, tmp_path: Path):
    shutil.copy(ROOT / "Makefile", checkout / "Makefile")
    binary = tmp_path / "bin"
    fake_python(binary, "python3.13", version_ok=True, log=tmp_path / "log")
    name = '模型 it\'s $HOME "a".pth'
    done = subprocess.run(
        ["make", "run"],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=60,
        env={"HOME": str(checkout), "PATH": f"{binary}:/usr/bin:/bin", "FILE": name},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert name in (tmp_path / "log").read_text()
