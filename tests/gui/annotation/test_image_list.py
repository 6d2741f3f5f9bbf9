"""The list of a large folder is laid out by Qt alone: nothing of ours is asked once for each of its rows."""

import sys
from types import SimpleNamespace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QListView

from desktop_app.annotation.folders.index import NOTHING
from desktop_app.gui.annotation.panels.image_model import ImageModel
from tests.gui.annotation.label_folders import box, put

COUNT = 20_000


class Session(QObject):
    opened = Signal()
    names_changed = Signal()
    index_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.names = tuple(f"frame_{n}.png" for n in range(COUNT))
        self.folder = SimpleNamespace(positions={name: place for place, name in enumerate(self.names)})
        self.index: dict[str, object] = {}
        self.is_reading = False
        self.tasks = None

    def record(self, _name: str) -> object:
        return NOTHING


def test_that_nothing_is_said_of_labels_that_are_still_being_read(opened, work, pictures, qtbot):
    put(pictures, "p_0.png", box())
    said = []
    work.images.counted.connect(said.append)
    opened(pictures)
    qtbot.waitUntil(lambda: work.images.counts.text() == "1 of 4 labelled")
    assert said[0] == "Reading the labels…" and "0 of 4 labelled" not in said


def test_that_rows_are_not_asked_for_one_by_one(qtbot):
    session = Session()
    model = ImageModel(session)
    view = QListView()
    qtbot.addWidget(view)
    view.setUniformItemSizes(True)
    view.setModel(model)
    with qtbot.waitExposed(view):
        view.show()
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        session.opened.emit()
        view.doItemsLayout()
        view.grab()
    finally:
        sys.setprofile(None)
    assert model.rowCount() == COUNT
    assert 0 < calls < COUNT / 10


def test_that_rows_follow_what_is_shown_and_cannot_be_written_in(qtbot):
    session = Session()
    model = ImageModel(session)
    session.opened.emit()
    assert (model.name_at(7), model.row_of("frame_7.png")) == ("frame_7.png", 7)
    model._take_rows([5, 9])
    assert (model.rowCount(), model.index(1).data(), model.row_of("frame_9.png")) == (2, "frame_9.png", 1)
    assert model.row_of("frame_7.png") == -1
    assert not model.flags(model.index(0)) & model.flags(model.index(0)).ItemIsEditable


class Asked(QObject):
    """A task that never ends by itself."""

    part, ended = Signal(object), Signal()


class Tasks:
    """Notes which small pictures are asked for, and where."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], str]] = []
        self.last = Asked()

    def run(self, _work: object, _folder: object, names: list[str], _side: int, *, lane: str) -> Asked:
        self.asked.append((names, lane))
        self.last = Asked()
        return self.last


def test_that_small_pictures_in_sight_come_first_and_from_the_top(qtbot):
    session = Session()
    session.folder.only = lambda *_names: None
    session.tasks = tasks = Tasks()
    model = ImageModel(session)
    model.pictures = True
    session.opened.emit()
    for row in (*range(40), *range(100, 108), 300):
        model.index(row).data(Qt.ItemDataRole.DecorationRole)
    model.rows_in_sight = lambda: range(100, 108)
    model._make_small()
    while len(tasks.asked) < 3:
        tasks.last.ended.emit()
    names = [[int(name[6:-4]) for name in names] for names, _ in tasks.asked]
    assert names == [[*range(100, 106)], [106, 107], [300, *range(39, 34, -1)]]
    assert {lane for _, lane in tasks.asked} == {"thumbnails"}  # where no decoding of the next images is waited for
