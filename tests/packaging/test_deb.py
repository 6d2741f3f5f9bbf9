"""The package for Debian, installed in a clean root: minutes of work, so it is tried where it is asked for.

make deb check-deb                                  by hand
WEIGHTSMITH_DEB=dist/weightsmith_….deb make test    within the tests
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = os.environ.get("WEIGHTSMITH_DEB", "")


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_that_a_machine_that_cannot_try_the_package_says_why(monkeypatch, capsys):
    check = script("check_deb")
    monkeypatch.setattr(check.shutil, "which", lambda name: None)
    monkeypatch.setattr(check.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(sys, "argv", ["check_deb", "x.deb"])
    assert check.main() == 3
    assert "debootstrap is not here" in capsys.readouterr().err or sys.platform != "linux"


def test_that_the_package_asks_for_the_libraries_that_the_bootstrap_knows():
    asked = {entry.split()[0] for entry in script("build_deb").LIBRARIES}
    bootstrap = (ROOT / "packaging" / "bootstrap").read_text(encoding="utf-8")
    known = {line.split()[1] for line in bootstrap.split("libraries='")[1].split("'")[0].strip().splitlines()}
    brought = {"libgssapi-krb5-2", "libbrotli1"}  # these lie in the package's own folder
    assert known - brought <= asked


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not PACKAGE, reason="WEIGHTSMITH_DEB names no package; `make deb check-deb` builds and tries one")
def test_that_the_package_is_installed_opens_a_double_click_and_leaves_no_trace():
    command = [sys.executable, str(ROOT / "packaging" / "check_deb.py"), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 3:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
