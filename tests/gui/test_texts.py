"""Two tables that must agree: the core's findings and the window's translatable sentences for them."""

import ast
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from desktop_app.checkpoint.findings import CATALOGUE, finding
from desktop_app.graph.colours import contrast
from desktop_app.gui.checkpoint.texts import FINDING_TEXTS, finding_text
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, apply_theme, palette_of

ROOT = Path(__file__).parents[2]


def test_that_the_window_has_every_sentence_of_the_catalogue():
    assert {code: (template.message, template.cure) for code, template in CATALOGUE.items()} == FINDING_TEXTS


def test_that_values_are_put_into_the_sentences(qapp):
    message, cure = finding_text(finding("tensor-damaged", "x", name="a.weight", need=8, have=4))
    assert message == "a.weight needs 8 bytes of its storage, which has 4."
    assert cure


def test_that_chinese_is_complete():
    files = sorted((ROOT / "resources" / "translations").glob("*_zh_CN.ts"))
    messages = [message for file in files for message in ET.parse(file).getroot().iter("message")]
    missing = [
        m.findtext("source")
        for m in messages
        if m.find("translation").get("type") == "unfinished" or not (m.findtext("translation") or "").strip()
    ]
    assert messages and not missing


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_texts_can_be_read_on_their_grounds(scheme, qapp):
    palette = palette_of(scheme)
    pairs = [("WindowText", "Window"), ("Text", "Base"), ("Text", "AlternateBase"), ("ButtonText", "Button"), ("HighlightedText", "Highlight"),
             ("PlaceholderText", "Base"), ("Link", "Base"), ("ToolTipText", "ToolTipBase")]  # fmt: skip
    for front, back in pairs:
        ratio = contrast(*(palette.color(getattr(palette.ColorRole, name)).name() for name in (front, back)))
        assert ratio >= 4.5, (front, back, ratio)
    for colour in (GOOD, CAREFUL, BAD):
        assert contrast(colour[scheme], palette.window().color().name()) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_the_style_sheet_names_every_colour_and_finds_every_picture(scheme, qapp):
    apply_theme(qapp, scheme)
    try:
        sheet = qapp.property("sheet")
        assert "$" not in sheet
        pictures = set(re.findall(r"url\(icons:([^)]+)\)", sheet))
        assert pictures and all((ROOT / "resources" / "icons" / name).is_file() for name in pictures)
        rule = re.search(r"QToolTip \{([^}]*)\}", sheet)
        assert rule is not None
        colours = dict(re.findall(r"[ ;](background|color): (#\w+)", rule[1]))
        assert contrast(colours["background"], colours["color"]) >= 4.5
    finally:
        apply_theme(qapp, "light")


OTHER_WORDS = {
    "掩膜": "掩码", "蒙版": "掩码", "物体": "目标", "特征点": "关键点", "骨骼": "骨架", "标签方案": "标签体系", "状态字典": "state_dict",
    "检查站": "检查点", "周期": "轮", "缓存区": "缓冲区", "核验": "核对", "超参数": "设置",
}  # fmt: skip
"""Words that are not used, and those of CONTRIBUTING's glossary that stand for the same."""


def test_that_chinese_has_one_word_for_a_thing():
    files = sorted((ROOT / "resources" / "translations").glob("*_zh_CN.ts"))
    texts = [
        message.findtext("translation") or "" for file in files for message in ET.parse(file).getroot().iter("message")
    ]
    assert not [(text, word) for text in texts for word in OTHER_WORDS if word in text]
    glossary = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert not [word for word in set(OTHER_WORDS.values()) - {"设置"} if word not in glossary]


def test_that_no_sentence_is_hidden_from_the_translators():
    """What stands in the braces of an f-string is not looked through for sentences, and would stay English."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "desktop_app" / "gui").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("tr", "translate")
    ]
    assert hidden == []
