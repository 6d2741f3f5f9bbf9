"""On a real X server: files dragged from another program, a second start that hands its file over, text from the keyboard."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[2]
TOOLS = ("Xvfb", "xdotool")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not all(shutil.which(tool) for tool in TOOLS), reason="needs Xvfb and xdotool"
)
FILE_MANAGER = """
import sys
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QWidget

class Files(QWidget):
    def mouseMoveEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in sys.argv[1:]])
        drag = QDrag(self)
        drag.setMimeData(data)
        print(drag.exec(Qt.DropAction.CopyAction), flush=True)

app = QApplication(sys.argv[:1])
window = Files()
window.setWindowTitle("file manager")
window.setGeometry(0, 0, 120, 120)
window.show()
app.exec()
"""


RECEIVER = """
import shutil, sys
from PySide6.QtWidgets import QApplication, QWidget

class Folder(QWidget):
    def dragEnterEvent(self, event):
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event):
        for url in event.mimeData().urls():
            shutil.copy(url.toLocalFile(), sys.argv[1])
        event.acceptProposedAction()

app = QApplication(sys.argv[:1])
window = Folder()
window.setAcceptDrops(True)
window.setWindowTitle("folder")
window.setGeometry(0, 0, 140, 140)
window.show()
app.exec()
"""


class Screen:
    """One X server and what runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
            pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
        self.environment = dict(
            os.environ, DISPLAY=display, QT_QPA_PLATFORM="xcb", WEIGHTSMITH_CONFIG_DIR=str(folder / "settings"), PYTHONPATH=str(ROOT)
        )  # fmt: skip
        self.programs: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        program = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )  # fmt: skip
        self.programs.append(program)
        return program

    def tool(self, *arguments: object) -> str:
        done = subprocess.run(
            ["xdotool", *map(str, arguments)], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def window(self, title: str) -> str:
        return wait_for(lambda: self.tool("search", "--onlyvisible", "--name", title).splitlines()[-1:])[0]

    def setting(self, name: str):
        """What the program remembers; None while it has written nothing."""
        try:
            return json.loads((self.folder / "settings" / "settings.json").read_text()).get(name)
        except (OSError, ValueError):
            return None

    def recent(self) -> list[str]:
        return self.setting("recent") or []

    def close(self) -> None:
        for program in self.programs:
            program.terminate()
            program.communicate(timeout=10)
        self.server.terminate()
        self.server.wait()


def wait_for(condition, seconds: float = 30.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("it never came true")


@pytest.fixture
def screen(tmp_path):
    made = Screen(tmp_path)
    yield made
    made.close()


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / name for name in ("模型 一.pth", "second model.pt")]
    for number, path in enumerate(paths):
        torch.save({"layer.weight": torch.full((4, 3), float(number))}, path)
    return [str(path) for path in paths]


def test_that_files_are_dragged_in_from_another_program(screen, files):
    screen.start("-m", "desktop_app", "--new-window")
    window = screen.window("Weightsmith")
    screen.tool("windowmove", window, 150, 0)
    manager = screen.start("-c", FILE_MANAGER, *files)
    screen.window("file manager")
    screen.tool("mousemove", 60, 60, "mousedown", 1)
    for step in range(1, 9):
        screen.tool("mousemove", 60 + step * 70, 60 + step * 35)
        time.sleep(0.06)
    screen.tool("mouseup", 1)
    wait_for(lambda: set(screen.recent()) == set(files))
    assert manager.stdout is not None and "CopyAction" in manager.stdout.readline()


def test_that_a_second_start_hands_its_file_to_the_first_and_ends(screen, files):
    first = screen.start("-m", "desktop_app", files[0])
    wait_for(lambda: screen.recent() == files[:1])
    second = screen.start("-m", "desktop_app", files[1])
    assert second.wait(timeout=30) == 0
    wait_for(lambda: set(screen.recent()) == set(files))
    assert first.poll() is None
    screen.window("second model.pt")


def test_that_the_palette_opens_by_keys_and_runs_what_is_typed(screen, files):
    screen.start("-m", "desktop_app", "--new-window", files[0])
    window = screen.window("模型 一.pth")
    wait_for(lambda: screen.recent() == files[:1])
    screen.tool("windowfocus", "--sync", window)
    screen.tool("mousemove", "--window", window, 200, 500, "click", 1)  # no window manager hands over the keyboard here
    time.sleep(0.5)
    screen.tool("key", "ctrl+shift+p")
    time.sleep(1.0)
    screen.tool("type", "--delay", 40, "theme dark")
    screen.tool("key", "Return")
    wait_for(lambda: screen.setting("theme") == "dark")


def test_that_a_tensor_is_dragged_into_another_program(screen, files, tmp_path):
    """The row of the tree is looked for from the top: where it lies depends on fonts."""
    target = tmp_path / "target"
    target.mkdir()
    screen.start("-m", "desktop_app", "--new-window", files[0])
    window = screen.window("模型 一.pth")
    screen.tool("windowmove", window, 150, 0)
    screen.start("-c", RECEIVER, str(target))
    screen.window("folder")
    time.sleep(2.0)

    def drag(x, y):
        screen.tool("mousemove", x, y, "mousedown", 1)
        for step in range(1, 9):
            screen.tool("mousemove", x + (70 - x) * step // 8, y + (70 - y) * step // 8)
            time.sleep(0.06)
        screen.tool("mouseup", 1)
        time.sleep(0.5)

    def found(ending):
        return [path for path in target.iterdir() if path.suffix == ending]

    for y in range(130, 330, 24):
        drag(260, y)
        if found(".pth"):
            break
    (path,) = found(".pth")
    assert torch.load(path)["layer.weight"].tolist() == torch.zeros(4, 3).tolist()
