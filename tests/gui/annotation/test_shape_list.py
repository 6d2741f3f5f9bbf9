"""The list of an image's shapes follows every change, and touches only the rows that changed."""

import random
from dataclasses import replace

from PySide6.QtCore import Qt

from tests.gui.annotation.label_folders import box


def rows_of(panel):
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def put(work, shapes):
    work.session.change("shapes", work.session.annotation.with_shapes(shapes))


def test_that_rows_follow_whatever_changes(opened, pictures):
    work, dice = opened(pictures), random.Random(4)
    shapes = []
    for step in range(60):
        match dice.randrange(5):
            case 0 | 1:
                shapes.insert(dice.randrange(len(shapes) + 1), box(label=f"n{step}"))
            case 2 if shapes:
                del shapes[dice.randrange(len(shapes))]
            case 3 if shapes:
                place = dice.randrange(len(shapes))
                shapes[place] = replace(shapes[place], labels=(f"c{step}",))
            case _:
                dice.shuffle(shapes)
        put(work, shapes)
        assert rows_of(work.shapes) == [shape.label for shape in reversed(shapes)]
    for _ in range(60):
        work.session.undo()
    assert rows_of(work.shapes) == []
    for _ in range(60):
        work.session.redo()
    assert rows_of(work.shapes) == [shape.label for shape in reversed(shapes)]


def test_that_only_rows_that_changed_are_written(opened, pictures):
    work = opened(pictures)
    shapes = [box(label=f"s{number % 3}") for number in range(300)]
    put(work, shapes)
    told, model = [], work.shapes.model
    model.modelReset.connect(lambda: told.append("anew"))
    model.dataChanged.connect(lambda first, last: told.append(("written", first.row(), last.row())))
    model.rowsInserted.connect(lambda _parent, first, last: told.append(("come", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(("gone", first, last)))
    shapes[7] = replace(shapes[7], labels=("s0",))
    put(work, shapes)
    put(work, [*shapes, box(label="s2")])
    put(work, shapes[1:])
    assert told == [("written", 292, 292), ("come", 0, 0), ("gone", 300, 300), ("gone", 0, 0)]


def test_that_what_is_hidden_and_chosen_stays_so(opened, pictures):
    work = opened(pictures)
    shapes = [box(label=name) for name in "abcd"]
    put(work, shapes)
    model = work.shapes.model
    assert model.setData(model.index(2, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    work.canvas.select([shapes[2].id])
    put(work, [shapes[3], shapes[1], shapes[2], box(label="e")])  # another order: made anew
    put(work, [shapes[3], shapes[1], shapes[2]])
    assert work.shapes.hidden() == frozenset([shapes[1].id])
    assert work.shapes.chosen() == (shapes[2].id,)
    assert work.canvas.selection == (shapes[2].id,)


def test_that_an_image_with_thousands_of_shapes_makes_no_row_that_is_not_looked_at(
    opened, pictures, qtbot, monkeypatch
):
    work = opened(pictures)
    work.resize(1200, 800)
    work.show()
    asked = set()
    data = type(work.shapes.model).data
    monkeypatch.setattr(
        type(work.shapes.model),
        "data",
        lambda self, index, role=0: (asked.add(index.row()), data(self, index, role))[1],
    )
    put(work, [box(label="s") for _ in range(5000)])
    qtbot.waitUntil(lambda: bool(asked))
    qtbot.wait(50)
    assert len(asked) < 100


def test_that_rows_and_canvas_have_one_selection(opened, pictures):
    work = opened(pictures)
    shapes = [box(label=f"{number}") for number in range(9)]
    put(work, shapes)
    work.canvas.select_all()
    assert set(work.shapes.chosen()) == {shape.id for shape in shapes}
    work.shapes.list.selectRow(8)
    assert work.canvas.selection == (shapes[0].id,)
    work.canvas.select([])
    assert work.shapes.chosen() == ()


def test_that_the_keyboard_goes_from_row_to_row_and_ticks_them(opened, pictures, qtbot):
    work = opened(pictures)
    shapes = [box(label=f"{number}") for number in range(9)]
    put(work, shapes)
    rows = work.shapes.list
    rows.setCurrentIndex(work.shapes.model.index(4, 0))
    for key, at in ((Qt.Key.Key_End, 8), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_Right, 1)):
        qtbot.keyClick(rows, key)
        assert (rows.currentIndex().row(), rows.currentIndex().column()) == (at, 0)
        assert work.canvas.selection == (shapes[8 - at].id,)
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert work.shapes.hidden() == frozenset([shapes[7].id])
    put(work, shapes[:7])
    assert work.shapes.hidden() == frozenset()
