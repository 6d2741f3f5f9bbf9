"""From afar a graph is painted from kept pictures of its groups: it looks as if every box was painted."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_app.checkpoint.model import Checkpoint, TensorInfo
from desktop_app.checkpoint.tree import build_modules
from desktop_app.graph import colours
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.hierarchy import build_hierarchy
from desktop_app.gui.graph import stamps
from desktop_app.gui.graph.painter import Look, draw


@pytest.fixture(scope="module")
def graph():
    tensors = tuple(
        TensorInfo(f"layers.{layer}.experts.{expert}.{part}.weight", (8, 8), "float32", (8, 1), None, role="parameter")
        for layer in range(6)
        for expert in range(12)
        for part in ("gate", "up", "down")
    )
    return build_hierarchy(
        Checkpoint("m.pth", "torch-zip", "state_dict", (), 1, tensors=tensors, modules=build_modules(tensors))
    )


@pytest.fixture
def arrangement(graph):
    made = Arrangement(graph, fold=False)
    made.set_rule(99)
    return made


def painted(arrangement, look, zoom, *, across=0.0):
    image = QImage(900, 600, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    view = QRectF(across, 0, 900 / zoom, 600 / zoom)
    painter.scale(zoom, zoom)
    painter.translate(-view.topLeft())
    drawn = draw(painter, arrangement, look, view, zoom)
    painter.end()
    return drawn, np.frombuffer(image.constBits(), np.uint8).reshape(600, 900, 4).astype(int)


@pytest.mark.parametrize("zoom", [0.08, 0.15, 0.3, 0.4])
def test_that_kept_pictures_look_like_the_boxes_themselves(qapp, arrangement, zoom, monkeypatch):
    drawn, kept = painted(arrangement, Look("dark", qapp.font()), zoom)
    monkeypatch.setattr(stamps.Stamps, "fits", staticmethod(lambda _w, _h: False))
    boxes, single = painted(arrangement, Look("dark", qapp.font()), zoom)
    assert drawn >= boxes > 10
    nearest = min(
        np.abs(np.roll(kept, (down, right), (0, 1)) - single).mean() for down in (-1, 0, 1) for right in (-1, 0, 1)
    )
    assert nearest < 6  # boxes may lie half a pixel apart


def test_that_equal_groups_share_a_picture_and_a_marked_one_has_its_own(qapp, graph, arrangement):
    look = Look("dark", qapp.font())
    _, plain = painted(arrangement, look, 0.15)
    shared = len(look.stamps._kept)
    assert 0 < shared < 6
    look.hits = frozenset({graph.index()["layers.0.experts.3.up"]})
    _, marked = painted(arrangement, look, 0.15)
    assert len(look.stamps._kept) > shared
    hit = colours.HIT["dark"]
    colour = [int(hit[i : i + 2], 16) for i in (5, 3, 1)]
    assert not (np.abs(plain[:, :, :3] - colour).sum(axis=2) < 12).any()
    assert (np.abs(marked[:, :, :3] - colour).sum(axis=2) < 12).any()
    look.hits = frozenset()
    assert (painted(arrangement, look, 0.15)[1] == plain).all()


def test_that_a_second_frame_paints_no_box_again(qapp, arrangement):
    look = Look("dark", qapp.font())
    first, _ = painted(arrangement, look, 0.15)
    kept = set(look.stamps._kept)
    second, _ = painted(arrangement, look, 0.15)
    assert first == second and set(look.stamps._kept) == kept


def test_that_kept_pictures_take_bounded_memory(qapp, arrangement, monkeypatch):
    monkeypatch.setattr(stamps, "_MOST_BYTES", 300_000)
    look = Look("dark", qapp.font())
    for step in range(20):
        painted(arrangement, look, 0.1 + step / 100)
        assert look.stamps._bytes <= 300_000 or len(look.stamps._kept) == 1
    assert look.stamps._bytes == sum(p.width() * p.height() * 4 for p, _, _ in look.stamps._kept.values())
