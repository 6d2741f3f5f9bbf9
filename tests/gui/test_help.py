"""The help: every pane has a page, every link leads somewhere, every example runs, and one finds the way back."""

import re
import subprocess
import sys

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QToolButton

from desktop_app.gui.help.guide import page_of
from desktop_app.gui.help.help_window import HelpWindow
from desktop_app.gui.help.pages import NAMES, PAGE_OF_PANE, page, search, slug
from desktop_app.places import resources

LANGUAGES = ("en", "zh_CN")


def headings(text):
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return {slug(line.lstrip("# ")) for line in plain.splitlines() if line.startswith("#")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_pages_and_files_are_the_same(language):
    assert {path.stem for path in (resources() / "help" / language).glob("*.md")} == set(NAMES)
    assert set(PAGE_OF_PANE.values()) == set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_that_every_link_of_a_page_leads_to_a_page(name, language):
    text = page(name, language).text
    for link in re.findall(r"\]\(([^)]+)\)", re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)):
        target, _, anchor = link.partition("#")
        assert target.removesuffix(".md") in NAMES, link
        assert not anchor or anchor in headings(page(target.removesuffix(".md"), language).text), link


@pytest.mark.parametrize("name", NAMES)
def test_that_both_languages_say_the_same_in_the_same_order(name):
    english, chinese = (page(name, language).text for language in LANGUAGES)
    count = lambda mark, text: len(re.findall(mark, text, flags=re.MULTILINE))  # noqa: E731
    for mark in (r"^## ", r"^```", r"^\|"):
        assert count(mark, english) == count(mark, chinese), mark
    assert re.search("[\u4e00-\u9fff]", chinese)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_that_the_examples_run(tmp_path, language):
    pytest.importorskip("torchvision")
    code = ""
    for name in NAMES:
        for number, block in enumerate(re.findall(r"```python\n(.*?)```", page(name, language).text, re.DOTALL)):
            code += (
                f"exec(compile({block!r}, {f'{name}.md, example {number + 1}'!r}, 'exec'), {{'__name__': 'example'}})\n"
            )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=110)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_that_words_are_found_where_they_are_explained():
    assert search("stride", "en")[0].name == "tensor"
    assert search("mAP50", "en")[0].name == "metrics"
    assert search("步长", "zh_CN")[0].name == "tensor"
    assert search("", "en") == [] and search("no such word anywhere", "en") == []


def test_that_one_reads_follows_links_and_comes_back(qapp, qtbot):
    window = HelpWindow("en")
    qtbot.addWidget(window)
    window.read("start")
    assert window.shown == "start" and not window.back.isEnabled()
    window.text.anchorClicked.emit(QUrl("tensor.md"))
    assert window.shown == "tensor" and window.back.isEnabled()
    window.read("tensor.md#stride-offset-and-storage")
    qtbot.waitUntil(lambda: window.text.verticalScrollBar().value() > 100)
    window.back.click()
    window.back.click()
    assert window.shown == "start"
    window.forward.click()
    assert window.shown == "tensor"
    window.search.setText("pickle")
    qtbot.keyClick(window.search, "\r")
    assert window.shown == "safety"
    window.search.setText("nothing like this")
    assert window.list.topLevelItem(0).text(0) == "Nothing was found."
    window.retranslate("zh_CN")
    assert window.shown == "safety" and re.search("[\u4e00-\u9fff]", window.text.toPlainText())


def test_that_every_pane_of_the_window_has_its_page(window):
    for dock in window.docks.values():
        assert page_of(dock.stack) == PAGE_OF_PANE[dock.objectName()] != "start"
        assert dock.findChild(QToolButton, f"what-{dock.kind.name}").accessibleName()
    for name in ("label", "train"):
        assert page_of(window.workspace_named(name)) != "start"
    window.docks["tensor"].what.click()
    assert window.commands.guide.read("").shown == "values"
    window.commands.guide.read("").close()


def test_that_shift_f1_explains_the_pane_with_the_keyboard(window, qtbot):
    window.workspace_named("train")
    window.show_workspace("train")
    window.workspace.runs.list.setFocus()
    window.commands.guide.explain()
    assert window.commands.guide.read("").shown == "run"
