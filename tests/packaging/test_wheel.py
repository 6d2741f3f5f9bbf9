"""What `pip install` puts on a machine works outside of the checkout: every resource, every command, the window."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_SHIPPED = "resources/screenshots/"

pytest.importorskip("hatchling", reason="the build backend is not installed here")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A wheel and an sdist of this checkout; the wheel is made from the sdist, as an index would do it."""
    folder = tmp_path_factory.mktemp("built")
    sdist = folder / backend(ROOT, "build_sdist", folder)
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    return {"sdist": sdist, "unpacked": unpacked, "wheel": folder / backend(unpacked, "build_wheel", folder)}


def backend(source: Path, hook: str, target: Path) -> str:
    code = f"import sys, hatchling.build as b; print(b.{hook}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)], cwd=source, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.split()[-1]


@pytest.fixture(scope="module")
def site(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages that holds the wheel alone."""
    folder = tmp_path_factory.mktemp("site packages")
    with zipfile.ZipFile(built["wheel"]) as archive:
        archive.extractall(folder)
    return folder


def run(site: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "desktop_app", *arguments],
        cwd=cwd,
        env={**environment, "PYTHONPATH": str(site), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def shipped_resources() -> set[str]:
    told = subprocess.run(["git", "ls-files", "resources"], cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode != 0 or not told.stdout:
        pytest.skip("not a checkout of git")
    return {name for name in told.stdout.splitlines() if not name.startswith(NOT_SHIPPED)}


def test_that_the_wheel_holds_every_resource_and_no_test(built: dict[str, Path]):
    with zipfile.ZipFile(built["wheel"]) as archive:
        names = set(archive.namelist())
    assert {f"desktop_app/{name}" for name in shipped_resources()} <= names
    assert {name.split("/")[0] for name in names if not name.split("/")[0].endswith(".dist-info")} == {"desktop_app"}
    assert not [name for name in names if NOT_SHIPPED in name]


def test_that_the_sdist_holds_what_is_needed_to_build_run_and_test(built: dict[str, Path]):
    for name in ("pyproject.toml", "README.md", "LICENSE", "Makefile", "packaging/bootstrap", "tests/conftest.py"):
        assert (built["unpacked"] / name).is_file(), name
    assert not (built["unpacked"] / ".venv").exists()
    assert all((built["unpacked"] / name).is_file() for name in shipped_resources())


def test_that_the_installed_program_reads_the_sample_that_came_with_it(site: Path, tmp_path: Path):
    sample = site / "desktop_app" / "resources" / "sample" / "sample.pth"
    done = run(site, "inspect", str(sample), "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["totals"]["tensors"] > 0


def test_that_the_installed_program_finds_its_own_resources_and_not_the_checkouts(site: Path, tmp_path: Path):
    code = (
        "from desktop_app.graph.recognise import known_models; from desktop_app.places import resources\n"
        "print(resources()); print(len(known_models().rows))"
    )
    environment = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    place, signatures = done.stdout.splitlines()
    assert Path(place) == site / "desktop_app" / "resources"
    assert int(signatures) > 0


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["inspect", "--help"], ["dataset", "catalogue"]])
def test_that_help_and_tables_come_from_the_installed_program(arguments: list[str], site: Path, tmp_path: Path):
    done = run(site, *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_that_the_installed_window_opens_the_sample_and_paints_it(site: Path, tmp_path: Path):
    sample = site / "desktop_app" / "resources" / "sample" / "sample.pth"
    done = run(site, "--selftest-start", str(sample), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    marks = json.loads(done.stdout.splitlines()[-1])
    assert marks["tree_wall_ms"] > 0
    assert marks["heavy"] == []
