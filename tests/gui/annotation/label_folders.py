"""A labelling workspace with a folder of small images, and hands for it."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.folders.labels_of import load_image_labels, save_image_labels
from desktop_app.annotation.model import Shape, points_of
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks


def box(x=10.0, y=10.0, size=30.0, label="cat", **fields):
    return Shape("rectangle", (label,), points_of([[x, y], [x + size, y + size]]), **fields)


def put(place, name, *shapes, **fields):
    """Labels on the disk."""
    labels = load_image_labels(open_images(place), name)
    save_image_labels(labels, replace(labels.annotation, shapes=shapes, state="labelled", **fields))


def on_disk(place, name):
    """What the label file says now."""
    return load_image_labels(open_images(place), name).annotation


@pytest.fixture
def pictures(tmp_path):
    place = tmp_path / "pictures"
    place.mkdir()
    for n in range(4):
        Image.fromarray(np.full((120, 160, 3), 60 + 30 * n, np.uint8)).save(place / f"p_{n}.png")
    return place


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    for thread in list(made._threads):
        thread.join(5)
    made.close()


@pytest.fixture
def work(qapp, qtbot, tasks, tmp_path):
    """The workspace, shown and empty."""
    from desktop_app.gui.annotation.workspace import LabelWorkspace

    made = LabelWorkspace(tasks, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.said = []
    made.complained.connect(made.said.append)
    made.resize(1200, 760)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def opened(work, qtbot):
    """Open a folder and wait until its first image and the index are here."""

    def open(place):
        work.open_paths([str(place)])
        qtbot.waitUntil(lambda: work.session.annotation is not None and work._picture is not None, timeout=15000)
        labelled = sum(path.suffix == ".json" and not path.name.startswith("weightsmith") for path in place.iterdir())
        qtbot.waitUntil(lambda: len(work.session.index) >= labelled, timeout=15000)
        return work

    return open
