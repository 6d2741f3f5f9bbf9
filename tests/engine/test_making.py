"""An engine of the program's own: made whole or not at all, from a folder of wheels, and taken away without a trace."""

import os
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest

from desktop_app.engine import making, own, packages
from desktop_app.engine.errors import EngineError
from desktop_app.engine.making import Plan, Wheel, complete, discard, makers, prepare
from desktop_app.engine.own import MARK, Recipe, engines_folder, own_engine_of, own_engines, remove, sweep
from desktop_app.engine.search import candidates, look_at
from tests.engine.wheels import make_wheels

pytestmark = pytest.mark.timeout(400)  # environments are really made, and a busy machine takes its time

ROOT = Path(__file__).parents[2]


def ignore(done: int, total: int, text: str = "") -> None:
    """Progress that nobody looks at."""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the engines, in a place whose name is not plain."""
    folder = tmp_path / "我的 data"
    monkeypatch.setenv("WEIGHTSMITH_DATA_DIR", str(folder))
    return folder


def recipe(wheels: Path) -> Recipe:
    return Recipe(sys.executable, str(wheels))


def left_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) if folder.is_dir() else []


def test_that_the_packages_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = {*project["dependencies"], *project["optional-dependencies"]["train"]}
    assert {*packages.TORCH, *packages.REST} <= known


def test_that_an_engine_is_planned_then_made_tried_and_found(tmp_path: Path):
    wheels = make_wheels(tmp_path / "wheels")
    told: list[tuple[int, int, str]] = []
    plan = prepare(recipe(wheels), lambda *values: told.append(values), threading.Event())
    assert own_engines() == []
    assert {wheel.name for wheel in plan.wheels} >= {"torch", "torchvision", "pillow", "faster-coco-eval"}
    assert plan.download_nbytes == sum(path.stat().st_size for path in wheels.iterdir())
    assert (plan.torch, plan.unknown, plan.has_cuda) == ("2.15.0", 0, False)
    engine = complete(plan, lambda *values: told.append(values), threading.Event())
    assert look_at(engine.python).torch == "2.15.0"
    assert own_engines() == [engine]
    assert own_engine_of(engine.python) == engine
    assert candidates()[0] == engine.python
    steps = [text.partition(":")[0] for _, _, text in told]
    assert [step for n, step in enumerate(steps) if step not in steps[:n]] == ["venv", "resolve", "sizes", "download", "unpack", "try"]  # fmt: skip
    remove(engine.folder)
    assert left_of(engines_folder()) == []


@pytest.mark.parametrize(("lack", "code"), [({"without": "torchvision"}, "no-build"), ({"broken": "torch"}, "not-started")])  # fmt: skip
def test_that_what_cannot_be_made_leaves_nothing(lack: dict[str, str], code: str, tmp_path: Path):
    wheels = make_wheels(tmp_path / "wheels", **lack)
    with pytest.raises(EngineError) as caught:
        complete(prepare(recipe(wheels), ignore, threading.Event()), ignore, threading.Event())
    assert caught.value.code == code
    assert left_of(engines_folder()) == []


def test_that_a_plan_that_is_not_wanted_leaves_nothing(tmp_path: Path):
    plan = prepare(recipe(make_wheels(tmp_path / "wheels")), ignore, threading.Event())
    discard(plan)
    assert left_of(engines_folder()) == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_that_stopping_ends_pip_and_all_and_leaves_nothing(tmp_path: Path):
    plan = prepare(recipe(make_wheels(tmp_path / "wheels")), ignore, threading.Event())
    pip = next(plan.folder.rglob("pip/__main__.py"))
    pip.write_text(
        "import time, subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(99)'])\n"
    )
    stop = threading.Event()
    threading.Timer(1.5, stop.set).start()
    began = time.monotonic()
    with pytest.raises(EngineError) as caught:
        complete(plan, ignore, stop)
    assert caught.value.code == "stopped"
    assert time.monotonic() - began < 60
    assert left_of(engines_folder()) == []
    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK)]
    assert not [line for line in running if str(plan.folder).encode() in line]


def test_that_stopping_while_the_environment_is_made_leaves_nothing(tmp_path: Path):
    stop = threading.Event()
    stop.set()
    with pytest.raises(EngineError) as caught:
        prepare(recipe(make_wheels(tmp_path / "wheels")), ignore, stop)
    assert caught.value.code == "stopped"
    assert left_of(engines_folder()) == []


def test_that_too_little_room_is_said_before_anything_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plan = Plan(own.begin(), recipe(tmp_path), (Wheel("torch", "2.15.0", "torch.whl", 3_000_000_000),), 0)
    monkeypatch.setattr(making, "free_nbytes", lambda: 5_000_000_000)
    with pytest.raises(EngineError, match=r"9\.0 GB of disk space are needed .* 5\.0 GB are free") as caught:
        complete(plan, ignore, threading.Event())
    assert caught.value.code == "no-room"
    assert left_of(engines_folder()) == []


@pytest.mark.parametrize("text", ["no-such-folder", "ftp://x", "--index-url=x"])
def test_that_what_is_no_index_is_refused(text: str):
    with pytest.raises(EngineError) as caught:
        prepare(Recipe(sys.executable, text), ignore, threading.Event())
    assert caught.value.code == "index"


@pytest.mark.skipif(os.name != "posix", reason="a shell script as interpreter")
def test_that_a_python_without_venv_gives_its_reason(tmp_path: Path):
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\necho 'The virtual environment was not created because ensurepip is not available.'\nexit 1\n")  # fmt: skip
    python.chmod(0o755)
    with pytest.raises(EngineError, match="ensurepip is not available") as caught:
        prepare(Recipe(str(python)), ignore, threading.Event())
    assert caught.value.code == "no-venv"
    assert left_of(engines_folder()) == []


def test_that_what_a_killed_program_left_is_swept_and_what_is_under_way_is_not():
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)  # fmt: skip
    left, running, whole = own.begin(), own.begin(), own.begin()
    (left / "weightsmith-making.pid").write_text(dead.stdout.strip())
    own.mark_whole(whole, Recipe("python"))
    sweep()
    assert sorted(engines_folder().iterdir()) == sorted([running, whole])


@pytest.mark.parametrize("content", ["", "[]", "{", '{"maker": 5, "index": null}'])
def test_that_a_mark_of_any_content_breaks_nothing(content: str):
    (own.begin() / MARK).write_text(content)
    assert all(isinstance(engine.recipe.maker, str) for engine in own_engines())


def test_that_nothing_but_an_engine_is_ever_removed(tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    remove(other)
    assert other.is_dir()


def test_that_this_python_can_make_one():
    assert sys.version_info[:3] in [version for _, version in makers()]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"], "pip"),
        (["WARNING: Retrying ... NewConnectionError('...')", "ERROR: No matching distribution found for torch"], "no-network"),
        (["ERROR: No matching distribution found for torch>=2.10"], "no-build"),
        (["ERROR: something else"], "pip"),
        ([], "pip"),
    ],
)  # fmt: skip
def test_that_each_refusal_of_pip_is_one_sentence(lines: list[str], code: str):
    error = packages._refusal(lines)
    assert error.code == code
    assert "{" not in str(error)
