"""Pythons of this machine that could run torch: found where they usually are, asked in a child, believed in nothing."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from desktop_app.engine import search
from desktop_app.engine.errors import EngineError
from desktop_app.engine.search import candidates, look_at, search_engines, try_engine

pytestmark = pytest.mark.skipif(os.name != "posix", reason="shell scripts as interpreters")


def fake(path: Path, script: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a Python, on a machine that has none on its PATH."""
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def found_under(home: Path) -> list[str]:
    return [path for path in candidates(home) if path.startswith(str(home))]


@pytest.mark.parametrize(
    "place",
    [
        "bin/python3.12",
        ".pyenv/versions/3.12.1/bin/python",
        "miniconda3/bin/python",
        "miniconda3/envs/torch 2/bin/python",
        ".virtualenvs/模型/bin/python",
        ".venv/bin/python",
    ],
)
def test_that_interpreters_are_found_where_they_usually_are(place: str, home: Path):
    path = fake(home / place, "exit 1")
    assert found_under(home) == [path]


def test_that_environments_in_condas_own_list_are_found(home: Path):
    path = fake(home / "elsewhere" / "bin" / "python", "exit 1")
    (home / ".conda").mkdir()
    (home / ".conda" / "environments.txt").write_text(f"{home}/elsewhere\nrelative\n/no/such\n")
    assert found_under(home) == [path]


def test_that_a_relative_entry_of_path_is_not_looked_into(home: Path, monkeypatch: pytest.MonkeyPatch):
    fake(home / "here" / "python3", "exit 1")
    monkeypatch.chdir(home / "here")
    monkeypatch.setenv("PATH", f".{os.pathsep}")
    assert [path for path in candidates(home) if not Path(path).is_absolute()] == []


def test_that_names_of_one_interpreter_are_listed_once(home: Path):
    path = fake(home / "bin" / "python3.12", "exit 1")
    (home / "bin" / "python3").symlink_to("python3.12")
    assert found_under(home) == [path]


def test_that_this_python_is_told_as_it_is():
    seen = look_at(sys.executable)
    assert seen.python == tuple(sys.version_info[:3])
    assert "numpy" not in seen.missing


def test_that_an_interpreter_without_torch_says_what_is_missing(tmp_path: Path):
    answer = '{"python": [3, 13, 1], "modules": {"numpy": "2.0", "torch": "", "torchvision": "", "PIL": "11"}}'
    path = fake(tmp_path / "python", f"echo '{answer}'")
    seen = look_at(path)
    assert (seen.usable, seen.missing) == (False, ("torch", "torchvision"))
    with pytest.raises(EngineError, match="torch, torchvision is not installed") as caught:
        try_engine(path)
    assert caught.value.code == "no-module"


def test_that_an_old_python_is_refused_with_its_version(tmp_path: Path):
    path = fake(tmp_path / "python", """echo '{"python": [3, 9, 2], "modules": {}}'""")
    with pytest.raises(EngineError, match=r"3\.9\.2; 3\.12 or newer"):
        try_engine(path)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 3", "not-started"),
        ("echo 'no such module' >&2; exit 1", "not-started"),
        ("echo hello", "answer"),
        ("echo '[1, 2]'", "answer"),
        ("exit 0", "not-started"),
    ],
)
def test_that_what_is_no_python_is_one_sentence(script: str, code: str, tmp_path: Path):
    with pytest.raises(EngineError) as caught:
        try_engine(fake(tmp_path / "python", script))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "answer", ["{}", '{"python": "3.12", "modules": []}', '{"python": [null], "modules": {"torch": 5}}']
)
def test_that_an_answer_of_any_shape_is_not_believed(answer: str, tmp_path: Path):
    assert not look_at(fake(tmp_path / "python", f"echo '{answer}'")).usable


def test_that_stopping_ends_an_interpreter_that_never_answers(tmp_path: Path):
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(EngineError) as caught:
        look_at(fake(tmp_path / "python", "exec sleep 60"), stop)
    assert caught.value.code == "stopped"
    assert time.monotonic() - began < 10


def test_that_the_search_goes_on_after_one_that_is_broken(home: Path, monkeypatch: pytest.MonkeyPatch):
    broken = fake(home / "bin" / "python3.12", "exit 1")
    good = fake(
        home / "venvs" / "a" / "bin" / "python", """echo '{"python": [3, 12, 0], "modules": {"torch": "2.10"}}'"""
    )
    monkeypatch.setattr(search, "candidates", lambda: [broken, good])
    assert [(one.path, one.torch) for one in search_engines()] == [(good, "2.10")]


def test_that_this_environment_imports_what_training_needs():
    pytest.importorskip("torchvision")
    engine = try_engine(sys.executable)
    assert engine.usable
    assert engine.devices[0] == "cpu"
