"""The site of the documentation builds without a warning, says the same in both languages, and names what the window names."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path.name for path in DOCS.glob("*.md"))


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


def parts_of(page: Path) -> list[int]:
    """How many headings, blocks of code and rows of tables a page has."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return [sum(line.startswith(sign) for line in lines) for sign in ("## ", "```", "|")]


@pytest.mark.parametrize("page", PAGES)
def test_that_a_page_has_the_same_parts_in_chinese(page):
    assert parts_of(DOCS / "zh" / page) == parts_of(DOCS / page)


@pytest.mark.parametrize("page", PAGES)
def test_that_the_contents_name_a_page_in_both_languages(page):
    contents = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f": {page}\n" in contents
    assert f": zh/{page}\n" in contents


@cache
def texts_of_the_window() -> tuple[frozenset[str], frozenset[str]]:
    """Everything that the window says in English, and in Chinese, without mnemonics and dots."""
    found: tuple[set[str], set[str]] = (set(), set())
    for path in sorted((ROOT / "resources" / "translations").glob("*_zh_CN.ts")):
        for message in ElementTree.parse(path).iter("message"):
            for texts, text in zip(found, (message.findtext("source"), message.findtext("translation")), strict=True):
                texts.add(re.sub(r"\s*\(&\w\)|&(?=\w)", "", text or "").rstrip("…"))
    return frozenset(found[0]), frozenset(found[1])


@pytest.mark.parametrize("page", [*PAGES, *(f"zh/{page}" for page in PAGES)])
def test_that_menu_entries_are_called_what_the_window_calls_them(page):
    known = texts_of_the_window()[page.startswith("zh/")]
    for path in re.findall(r"\*([^*|\n]+ › [^*|\n]+)\*", (DOCS / page).read_text(encoding="utf-8")):
        for name in path.split(" › "):
            assert name.rstrip("…") in known, path


@pytest.mark.parametrize("page", [*PAGES, *(f"zh/{page}" for page in PAGES)])
def test_that_keys_of_a_page_are_in_the_list_of_keys(page):
    known = set(re.findall(r"`([^`]+)` \|$", (DOCS / "shortcuts.md").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`((?:Ctrl|Alt|F\d)[^`]*)`", (DOCS / page).read_text(encoding="utf-8")))
    assert named - {"Ctrl", "Alt", "Ctrl+C"} <= known, "Ctrl+C is that of terminals"
