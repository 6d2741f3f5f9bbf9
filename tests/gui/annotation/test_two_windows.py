"""What cannot be lost: strokes before a kill -9 of the window, and what a second window on the same folder has drawn."""

import os
import signal
import subprocess
import sys
import time

import pytest
from PySide6.QtWidgets import QMessageBox

from desktop_app.gui.annotation.workspace import LabelWorkspace
from desktop_app.gui.settings import Settings
from tests.gui.annotation.label_folders import box, on_disk, put

CHILD = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop_app.gui.annotation.workspace import LabelWorkspace
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks
work = LabelWorkspace(Tasks(), Settings(Path(sys.argv[2])))
work.resize(1100, 700)
work.show()
work.open_paths([sys.argv[1]])
while work.session.annotation is None or work.canvas.picture is None:
    app.processEvents()
canvas = work.canvas
canvas.set_labels(["cat"])
canvas.set_tool("rectangle")
for stroke in range(400):
    x, y = 5 + stroke % 14 * 10, 5 + stroke // 14 % 10 * 10
    start, stop = (canvas.view.to_widget(place).toPoint() for place in ((x, y), (x + 8, y + 8)))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, stop)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=stop)
    until = time.monotonic() + 0.1
    while time.monotonic() < until or work.session.unsaved():
        app.processEvents()
    print(len(work.session.annotation.shapes), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9")
def test_that_kill_9_of_the_window_loses_at_most_the_stroke_in_hand(pictures, tmp_path):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(pictures), str(tmp_path / "settings.json")],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    for _ in range(4):
        assert child.stdout.readline(), "the window did not come up"
    time.sleep(0.15)  # in the middle of some stroke
    child.send_signal(signal.SIGKILL)
    told = 4 + len(child.stdout.read().split())
    child.wait()
    child.stdout.close()
    assert told <= len(on_disk(pictures, "p_0.png").shapes) <= told + 1


def test_that_two_windows_on_one_folder_do_not_overwrite_each_other(opened, tasks, pictures, qtbot, tmp_path):
    first = opened(pictures)
    second = LabelWorkspace(tasks, Settings(tmp_path / "second.json"))
    qtbot.addWidget(second)
    second.show()
    second.open_paths([str(pictures)])
    qtbot.waitUntil(lambda: second.session.annotation is not None and second._picture is not None, timeout=15000)
    for window in (first, second):
        window.session._watch.stop()  # the second one has not noticed yet

    def draw(window, shape):
        session = window.session
        session.change("draw", session.annotation.with_shapes((*session.annotation.shapes, shape)))

    draw(first, box(label="cat"))
    qtbot.waitUntil(lambda: not first.session.unsaved(), timeout=15000)
    draw(second, box(60, 10, label="dog"))
    qtbot.waitUntil(lambda: not second.conflict.isHidden(), timeout=15000)
    assert [shape.label for shape in on_disk(pictures, "p_0.png").shapes] == ["cat"]
    second.conflict.theirs.click()
    qtbot.waitUntil(lambda: [shape.label for shape in second.session.annotation.shapes] == ["cat"], timeout=15000)
    second.session.undo()
    qtbot.waitUntil(lambda: [s.label for s in on_disk(pictures, "p_0.png").shapes] == ["dog"], timeout=15000)


@pytest.fixture
def in_conflict(opened, pictures, qtbot):
    """A shape that was drawn while another program changed the file, and another image in front."""
    work = opened(pictures)
    put(pictures, "p_0.png", box(label="theirs"))
    work.session.change("draw", work.session.annotation.with_shapes([box(60, 10, label="mine")]))
    qtbot.waitUntil(lambda: not work.conflict.isHidden())
    work.session.go_to("p_1.png")
    qtbot.waitUntil(lambda: work.session.annotation is not None)
    return work


def test_that_a_conflict_is_asked_about_until_it_is_answered(in_conflict, pictures, qtbot):
    assert not in_conflict.conflict.isHidden() and "p_0.png" in in_conflict.conflict.text.text()
    in_conflict.session.go_to("p_0.png")
    assert not in_conflict.conflict.isHidden()
    in_conflict.conflict.mine.click()
    qtbot.waitUntil(lambda: not in_conflict.session.unsaved())
    assert [shape.label for shape in on_disk(pictures, "p_0.png").shapes] == ["mine"]
    assert in_conflict.conflict.isHidden()


@pytest.mark.parametrize("leave", [lambda work, _: work.may_close(), lambda work, other: work.open_paths([str(other)])])
def test_that_labels_that_cannot_be_saved_are_asked_about_before_they_are_left(
    in_conflict, tmp_path, monkeypatch, qtbot, leave
):
    asked = []

    def answer(box):
        asked.append((box.text(), box.informativeText()))
        next(button for button in box.buttons() if box.buttonRole(button) == role).click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    (tmp_path / "other").mkdir()
    role = QMessageBox.ButtonRole.RejectRole
    assert not leave(in_conflict, tmp_path / "other")
    [(text, reason)] = asked
    assert "p_0.png" in text and "changed by another program" in reason
    assert in_conflict.session.name == "p_0.png" and in_conflict.session.unsaved() == ("p_0.png",)
    role = QMessageBox.ButtonRole.DestructiveRole
    leave(in_conflict, tmp_path / "other")
    assert len(asked) == 2
