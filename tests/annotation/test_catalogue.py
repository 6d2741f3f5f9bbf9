"""The catalogue of labelling tools says what is true: what it opens is opened, and the rest has its reason."""

import pytest

from desktop_app.annotation.exchange.catalogue import REASONS, TOOLS, search
from desktop_app.annotation.formats.all import FORMATS, convert, read_labels
from desktop_app.annotation.formats.registry import WriteOptions


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool.opens], ids=lambda tool: tool.name)
def test_that_the_sample_of_a_tool_is_opened_and_exported(tool, tmp_path):
    assert tool.sample is not None and tool.outside is None
    found = read_labels(tool.sample, tool.opens[0])
    assert found.annotations and found.problems == ()
    for name in tool.writes:
        assert (
            convert(tool.sample, tmp_path / name, name, write=WriteOptions(images="copy")).images == 2
            or name == "folders"
        )


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_that_a_tool_is_either_opened_or_has_a_reason(tool):
    assert bool(tool.formats) != bool(tool.outside)
    assert tool.reason in ("", *REASONS.values())


def test_that_every_format_belongs_to_a_tool():
    named = {name for tool in TOOLS for name in tool.formats}
    assert set(FORMATS) <= named


def test_that_words_find_tools_by_name_format_and_subject():
    assert [tool.name for tool in search("labelme")] == ["labelme"]
    assert {tool.name for tool in search("audio")} >= {"audio-annotator", "MusicSegmentation"}
    assert "RectLabel" in {tool.name for tool in search("voc yolo")}
    assert list(search("labelme darknet")) == []
