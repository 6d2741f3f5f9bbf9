"""Makes a small sample of every label format, of two pictures drawn here; run by hand after a format is added.

`python packaging/make_label_samples.py` writes resources/sample/labels/FORMAT/ for each format that can be written.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[1]))

from desktop_app.annotation.formats.all import FORMATS, write_labels
from desktop_app.annotation.formats.registry import WriteOptions
from desktop_app.annotation.model import (
    Annotation,
    AttributeSpec,
    Label,
    LabelSchema,
    LabelSet,
    Mask,
    Shape,
    Skeleton,
    points_of,
)

OUT = Path(__file__).parents[1] / "resources" / "sample" / "labels"
WIDTH, HEIGHT = 96, 64


def main():
    with tempfile.TemporaryDirectory() as name:
        pictures = Path(name)
        labels = sample(pictures)
        for format_name, format_ in FORMATS.items():
            if format_.write is not None:
                shutil.rmtree(OUT / format_name, ignore_errors=True)
                report = write_labels(labels, OUT / format_name, format_name, write=WriteOptions(images="copy"))
                report.loss_file.unlink()
                print(format_name, report.shapes, "shapes,", len(report.losses), "kinds of losses")


def sample(folder):
    """Two pictures of a yard and a labelled set of them."""
    draw_yard(folder / "yard-1.png", ball=(24, 44), tree=70)
    draw_yard(folder / "yard-2.png", ball=(60, 50), tree=20)
    ball = Label("ball", "#d9534f", attributes=(AttributeSpec("colour", "choice", ("red", "blue"), "red"),))
    tree = Label("tree", "#4cae4c", supercategory="plant")
    child = Label("child", "#337ab7", skeleton=Skeleton(("head", "hand", "foot"), ((0, 1), (0, 2))))
    first = Annotation("yard-1.png", WIDTH, HEIGHT, tuple(shapes(24, 44, 70)), flags={"sunny": True}, state="verified")
    second = Annotation(
        "yard-2.png", WIDTH, HEIGHT, tuple(shapes(60, 50, 20)), flags={"cloudy": True}, state="labelled"
    )
    return LabelSet((first, second), LabelSchema((ball, tree, child), ("sunny", "cloudy")), str(folder))


def draw_yard(path, ball, tree):
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#b7d7f0")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 40, WIDTH, HEIGHT), fill="#a9c777")
    pen.rectangle((tree - 2, 26, tree + 2, 48), fill="#7a5230")
    pen.polygon([(tree, 4), (tree + 14, 30), (tree - 14, 30)], fill="#3e7d3a")
    pen.ellipse((ball[0] - 7, ball[1] - 7, ball[0] + 7, ball[1] + 7), fill="#d9534f")
    picture.save(path, optimize=True)


def shapes(x, y, tree):
    yield Shape("rectangle", ("ball",), points_of([(x - 7, y - 7), (x + 8, y + 8)]), attributes={"colour": "red"})
    yield Shape("polygon", ("tree",), points_of([(tree, 4), (tree + 14, 30), (tree - 14, 30)]))
    turned = [(tree - 3, 26), (tree + 2, 25), (tree + 3, 48), (tree - 2, 49)]
    yield Shape("rotated_rectangle", ("tree",), points_of(turned), occluded=True)
    yield Shape("skeleton", ("child",), points_of([(46, 20), (52, 30), (46, 44)]), visibility=(2, 2, 1))
    bits = [[0, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 0]]
    import numpy as np

    mask = Mask.of(np.kron(np.array(bits), np.ones((3, 3), int)), 4, 6)
    yield Shape("mask", ("ball",), points_of([(4, 6), (16, 18)]), mask=mask)


if __name__ == "__main__":
    main()
