"""What was open is opened again, unless it is gone, unwanted, or what the last start fell over."""

import pytest
import torch

from desktop_app.gui.session_memory import remembered


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / "a.pth", tmp_path / "b.pth"]
    for path in paths:
        torch.save({"weight": torch.ones(2)}, path)
    return [str(path) for path in paths]


def test_that_open_files_are_remembered_with_the_one_in_front_last(qtbot, window, files):
    window.open_paths(files)
    qtbot.waitUntil(lambda: all(not tab.waiting for tab in window.all_tabs()), timeout=15_000)
    window.tabs.setCurrentIndex(0)
    window.memory.write()
    assert window.settings.get("session") == [files[1], files[0]]


def test_that_a_folder_of_images_is_remembered(qtbot, window, tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "one.png")
    window.open_paths([str(tmp_path)])
    window.memory.write()  # the workspace is still being made: nothing is forgotten for that
    assert window.settings.get("session") == [str(tmp_path)]
    qtbot.waitUntil(lambda: "label" in window.workspaces)
    label = window.workspaces["label"]
    qtbot.waitUntil(lambda: label.session.folder is not None, timeout=15_000)
    window.memory.write()
    assert window.waiting == []
    assert window.settings.get("session") == [str(tmp_path)]


def test_that_what_is_remembered_is_given_once(window, files, tmp_path):
    window.settings.set("session", [*files, str(tmp_path / "gone.pth")])
    assert remembered(window.settings) == files
    assert remembered(window.settings) == []  # a file that the start falls over is not tried for ever


def test_that_it_can_be_switched_off(window, files):
    window.settings.set("session", files)
    window.settings.set("restore-session", False)
    assert remembered(window.settings) == []
