"""What is compared: the same deed, by us and by whoever else can do it."""

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.peers.measuring import ours, python

READER = Path(__file__).with_name("netron_reader.mjs")

TORCH_LISTS = """
import sys, torch
found = torch.load(sys.argv[1], mmap=True, weights_only=True)
print([(name, tuple(value.shape), value.dtype) for name, value in found.items()])
"""
TORCH_COUNTS = """
import sys, torch
for name, value in torch.load(sys.argv[1], mmap=True, weights_only=True).items():
    value = value.float()
    print(name, value.min(), value.max(), value.mean(), value.std(), torch.histc(value, 64)[0])
"""
LABELME_STARTS = """
import os
from PySide6.QtWidgets import QApplication
app = QApplication([])
from labelme._app import MainWindow
window = MainWindow(config_overrides={})
window.show()
for _ in range(30):
    app.processEvents()
os._exit(0)
"""
LABELME_OPENS = LABELME_STARTS.replace("import os\n", "import os, sys\n", 1).replace(
    "MainWindow(config_overrides={})", "MainWindow(file_or_dir=sys.argv[1], config_overrides={})"
)
OURS_STARTS = """
import os
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks
window = MainWindow(Tasks(), Settings())
window.show_workspace("label")
window.show()
for _ in range(30):
    app.processEvents()
os._exit(0)
"""
OURS_OPENS = """
import os, sys, time
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop_app.gui.annotation.workspace import LabelWorkspace
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks
work = LabelWorkspace(Tasks(), Settings())
work.show()
work.open_paths([sys.argv[1]])
while work.images.model.rowCount() < int(sys.argv[2]):
    app.processEvents()
    time.sleep(0.002)
os._exit(0)
"""


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of the table: what is done, and the command of each program that does it."""

    what: str
    commands: dict[str, list[str]]


def netron_folder() -> Path | None:
    """Where Netron's wheel is installed, when there is a Node.js to run its modules with."""
    found = importlib.util.find_spec("netron")
    if found is None or not found.submodule_search_locations or shutil.which("node") is None:
        return None
    return Path(next(iter(found.submodule_search_locations)))


def deeds(folder: Path, *, images: int) -> Iterator[Deed]:
    """The rows; files are made below `folder` as they are needed."""
    netron, labelme = netron_folder(), importlib.util.find_spec("labelme") is not None
    resnet, many = folder / "resnet50.pth", folder / "many.pth"
    _make(resnet, "import torch, torchvision; torch.save(torchvision.models.resnet50().state_dict(), PATH)")
    _make(many, "import torch; torch.save({f'block.{n}.weight': torch.randn(256, 130) for n in range(3000)}, PATH)")
    for path, what in ((resnet, "ResNet-50, 320 tensors, 102 MB"), (many, "3 000 tensors, 400 MB")):
        commands = {"Weightsmith": ours("inspect", path, "--json"), "torch": python(TORCH_LISTS, path)}
        if netron is not None:
            commands["Netron"] = ["node", str(READER), str(netron), str(path)]
        yield Deed(f"list a state_dict ({what})", commands)
    yield Deed(
        "statistics and histogram of every weight (ResNet-50)",
        {"Weightsmith": ours("stats", resnet, "--json"), "torch": python(TORCH_COUNTS, resnet)},
    )
    commands = {"Weightsmith": python(OURS_STARTS)}
    if labelme:
        commands["labelme"] = python(LABELME_STARTS)
    yield Deed("an empty window for labelling", commands)
    place = folder / "images"
    _make_images(place, images)
    commands = {"Weightsmith": python(OURS_OPENS, place, images)}
    if labelme:
        commands["labelme"] = python(LABELME_OPENS, place)
    yield Deed(f"a folder of {images} images, window included", commands)


def _make(path: Path, code: str) -> None:
    subprocess.run(python(code.replace("PATH", repr(str(path)))), check=True)


def _make_images(folder: Path, count: int) -> None:
    from PIL import Image

    folder.mkdir()
    Image.new("L", (32, 32)).save(folder / "frame_0.png")
    picture = (folder / "frame_0.png").read_bytes()
    document = {"version": "5.5.0", "flags": {}, "shapes": [], "imageData": None, "imageHeight": 32, "imageWidth": 32}
    for number in range(1, count):
        (folder / f"frame_{number}.png").write_bytes(picture)
        if number % 3 == 0:
            text = json.dumps({**document, "imagePath": f"frame_{number}.png"})
            (folder / f"frame_{number}.json").write_text(text)
