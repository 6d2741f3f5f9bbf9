"""The site of the documentation builds without a warning, shows every picture, and lists the keys of today."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_that_the_site_builds_strictly(tmp_path):
    pytest.importorskip("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr
    for name in ("index.html", "help/tensor.html", "zh/help/tensor.html", "shortcuts.html", "zh/panes.html"):
        assert (tmp_path / "site" / name).is_file()


@pytest.mark.parametrize("page", ["panes.md", "zh/panes.md"])
def test_that_every_dock_is_pictured(page):
    source = (ROOT / "desktop_app" / "gui" / "kinds_of_docks.py").read_text()
    text = (ROOT / "docs" / page).read_text()
    for name in re.findall(r'Kind\(\s*"(\w+)"', source):
        for theme in ("light", "dark"):
            assert f"pane-{name}-{theme}-" in text, name
    for link in re.findall(r"\]\(((?:\.\./)?screenshots/[^)]+)\)", text):
        assert ((ROOT / "docs" / page).parent / link).resolve().is_file(), link
