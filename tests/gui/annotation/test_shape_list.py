"""The list of an image's shapes follows every change, and touches only the rows that changed."""

import random
from dataclasses import replace

from PySide6.QtCore import Qt

from tests.gui.annotation.label_folders import box


def rows_of(panel):
    tree = panel.tree
    return [tree.topLevelItem(place).text(0) for place in range(tree.topLevelItemCount())]


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


def test_that_only_rows_that_changed_are_written(opened, pictures, monkeypatch):
    work = opened(pictures)
    shapes = [box(label=f"s{number % 3}") for number in range(300)]
    put(work, shapes)
    written, show = [], work.shapes._show
    monkeypatch.setattr(work.shapes, "_show", lambda item, shape: (written.append(shape.label), show(item, shape)))
    shapes[7] = replace(shapes[7], labels=("s0",))
    put(work, shapes)
    put(work, [*shapes, box(label="s2")])
    put(work, shapes[1:])
    assert written == ["s0", "s2"]


def test_that_what_is_hidden_and_chosen_stays_so(opened, pictures):
    work = opened(pictures)
    shapes = [box(label=name) for name in "abcd"]
    put(work, shapes)
    work.shapes._items[shapes[1].id].setCheckState(0, Qt.CheckState.Unchecked)
    work.canvas.select([shapes[2].id])
    put(work, [shapes[3], shapes[1], shapes[2], box(label="e")])  # another order: made anew
    put(work, [shapes[3], shapes[1], shapes[2]])
    assert work.shapes.hidden() == frozenset([shapes[1].id])
    assert [item.text(0) for item in work.shapes.tree.selectedItems()] == ["c"]
