"""Label files and folders of images against labelme's own code in the same run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.formats.labelme_reading import read_label_file
from desktop_app.annotation.formats.labelme_writing import label_file
from desktop_app.annotation.imagery.decoding import decode_whole
from desktop_app.annotation.imagery.pictures import PictureStore, pixels_of
from desktop_app.annotation.model import Annotation, Shape, points_of

ROOT = Path(__file__).parents[2]
LABELME_OPENS = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from labelme._app import MainWindow
window = MainWindow(file_or_dir=sys.argv[1], config_overrides={"labels": ["a"]})
window.show()
for _ in range(200):
    app.processEvents()
print(window._docks.file_list.count(), flush=True)
import os
os._exit(0)
"""
OURS_OPENS = """
import sys
from pathlib import Path
from desktop_app.annotation.folders.folder import open_images
print(len(open_images(Path(sys.argv[1]))))
"""


def cpu_of(code: str, folder: Path, count: int) -> float:
    """Seconds of CPU that a process takes to open a folder of so many images."""
    began = os.times()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder.parent)}
    subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    ended = os.times()
    return ended.children_user + ended.children_system - began.children_user - began.children_system


@pytest.mark.timeout(600)
def test_opening_a_hundred_thousand_images(benchmark, capsys, tmp_path):
    data = json.dumps({"version": "5.0", "flags": {}, "shapes": [], "imagePath": "@", "imageData": None})
    many, few = tmp_path / "many", tmp_path / "few"
    for folder, count in ((many, 100_000), (few, 1)):
        folder.mkdir()
        Image.new("L", (32, 32)).save(folder / "frame_0.png")
        picture = (folder / "frame_0.png").read_bytes()
        for n in range(1, count):
            (folder / f"frame_{n}.png").write_bytes(picture)
            if n % 3 == 0:
                (folder / f"frame_{n}.json").write_text(data.replace("@", f"frame_{n}.png"))
    benchmark.pedantic(open_images, (many,), rounds=3)
    theirs = cpu_of(LABELME_OPENS, many, 100_000) - cpu_of(LABELME_OPENS, few, 1)
    ours = min(cpu_of(OURS_OPENS, many, 100_000) - cpu_of(OURS_OPENS, few, 1) for _ in range(2))
    benchmark.extra_info["100 000 images"] = theirs / ours
    with capsys.disabled():
        print(
            f"\n  100 000 images: {theirs / ours:.0f} times less CPU than labelme ({theirs:.1f} s against {ours:.2f} s)"
        )
    assert theirs / ours >= 15


@pytest.fixture(scope="module")
def five_thousand_polygons():
    points = np.random.default_rng(0).random((5000, 40, 2)) * 3000
    shapes = tuple(Shape("polygon", ("cat",), points_of(ring)) for ring in points)
    return Annotation("a.png", 4000, 3000, shapes, state="labelled")


def test_writing_five_thousand_polygons(ratio, benchmark, five_thousand_polygons, tmp_path):
    from labelme import _label_file

    shapes = [
        {
            "label": "cat",
            "points": shape.points.tolist(),
            "shape_type": "polygon",
            "flags": {},
            "description": "",
            "group_id": None,
            "mask": None,
            "locked": False,
            "other_data": {},
        }
        for shape in five_thousand_polygons.shapes
    ]
    theirs = _label_file.Annotation("a.png", b"", shapes, {}, {})
    path = str(tmp_path / "a.json")

    def labelme():
        _label_file.write_label_file(
            filename=path, annotation=theirs, image_height=3000, image_width=4000, save_image_data=False
        )

    benchmark.pedantic(label_file, (five_thousand_polygons,), rounds=3)
    assert ratio("writing 5 000 polygons", labelme, lambda: label_file(five_thousand_polygons)) >= 2
    assert Path(path).read_bytes() == label_file(five_thousand_polygons)


def test_reading_five_thousand_polygons(ratio, benchmark, five_thousand_polygons, tmp_path):
    from labelme import _label_file

    Image.new("L", (4000, 3000)).save(tmp_path / "a.png")
    data = label_file(five_thousand_polygons)
    (tmp_path / "a.json").write_bytes(data)
    benchmark.pedantic(read_label_file, (data, "a.json"), rounds=3)
    found = ratio(
        "reading 5 000 polygons",
        lambda: _label_file.read_label_file(filename=str(tmp_path / "a.json")),
        lambda: read_label_file(data, "a.json"),
    )
    assert found >= 0.5


def test_an_image_that_was_decoded_ahead(ratio, benchmark, tmp_path):
    noise = np.random.default_rng(0).integers(0, 255, (150, 200, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((4000, 3000)).save(tmp_path / "a.jpg")
    store = PictureStore(str(tmp_path / "store"), str(tmp_path / "store"))
    decode_whole(tmp_path / "a.jpg", store)

    def plain():
        with Image.open(tmp_path / "a.jpg") as image:
            np.asarray(image)

    def ahead():
        pixels_of(decode_whole(tmp_path / "a.jpg", store))

    benchmark.pedantic(ahead, rounds=5)
    assert ratio("12 megapixels decoded ahead", plain, ahead) >= 50
