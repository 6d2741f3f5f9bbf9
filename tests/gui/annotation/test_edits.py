"""Commands on the selection, each one change with its words."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from desktop_app.annotation.refusals import SENTENCES
from desktop_app.annotation.shapes.geometry import area_of
from desktop_app.gui.annotation.canvas_actions import canvas_actions
from desktop_app.gui.annotation.canvas_texts import change_text, kind_text, refusal_text, tool_text
from desktop_app.gui.annotation.canvas_tools.registry import TOOLS
from tests.annotation.shapes import every_kind, mask, polygon, rectangle


@pytest.fixture
def two(put, canvas):
    """Two boxes that overlap, the second selected first."""
    a, b = put(rectangle(50, 50, 150, 150, id="a"), rectangle(100, 100, 200, 200, id="b"))
    canvas.select(["b", "a"])
    return a, b


def kinds(document):
    return [shape.kind for shape in document.value.shapes]


def test_that_joining_leaves_one_shape_selected(canvas, two, document):
    canvas.edits.join()
    assert kinds(document) == ["polygon"]
    assert area_of(document.value.shapes[0]) == 17_500
    assert canvas.selection == ("a",)
    assert document.history[-1].text == "Join 2 shapes"


def test_that_what_was_selected_first_is_subtracted_from(canvas, two, document):
    canvas.edits.subtract()
    assert area_of(document.value.by_id["b"]) == 7500
    assert document.value.by_id["a"].kind == "rectangle"
    assert [shape.id for shape in document.value.shapes] == ["a", "b"]


def test_that_intersecting_leaves_what_is_common(canvas, two, document):
    canvas.edits.intersect()
    assert area_of(document.value.shapes[0]) == 2500


@pytest.mark.parametrize("command", ["join", "subtract", "intersect"])
def test_that_one_shape_alone_is_refused(canvas, put, document, command):
    canvas.select(put(rectangle(50, 50, 150, 150)))
    getattr(canvas.edits, command)()
    assert canvas.said == ["Select two or more shapes that have an area."]
    assert len(document.history) == 2


def test_that_copies_go_to_the_next_image_in_place_and_beside_on_the_same(canvas, put, document):
    (a,) = put(rectangle(50, 50, 150, 150))
    canvas.select([a])
    canvas.edits.copy()
    canvas.edits.paste()
    assert len(document.value.shapes) == 2
    assert document.value.shapes[1].box[0] > 50
    assert canvas.selection == (document.value.shapes[1].id,)
    document.change("next", document.value.with_shapes(()))
    canvas.edits.paste()
    assert document.value.shapes[0].box == (50, 50, 150, 150)
    assert document.value.shapes[0].id != a


def test_that_a_duplicate_at_the_border_stays_on_the_image(canvas, put, document):
    canvas.select(put(rectangle(300, 200, 400, 300)))
    canvas.edits.duplicate()
    assert document.value.shapes[1].box == (294, 194, 394, 294)


def test_that_cut_takes_away_and_paste_brings_back(canvas, put, document):
    canvas.select(put(rectangle(50, 50, 150, 150)))
    canvas.edits.cut()
    assert document.value.shapes == ()
    canvas.edits.paste()
    assert document.value.shapes[0].box == (50, 50, 150, 150)


def test_that_groups_are_made_selected_and_dissolved(canvas, put, document):
    a, b, _ = put(rectangle(0, 0, 20, 20), rectangle(30, 0, 50, 20), rectangle(60, 0, 80, 20))
    canvas.select([a, b])
    canvas.edits.group()
    canvas.select([a])
    canvas.edits.select_group()
    assert set(canvas.selection) == {a, b}
    canvas.edits.ungroup()
    assert all(shape.group is None for shape in document.value.shapes)


def test_that_marks_are_set_on_all_or_taken_from_all(canvas, two, document):
    canvas.select(["a"])
    canvas.edits.toggle_mark("occluded")
    canvas.select(["a", "b"])
    canvas.edits.toggle_mark("occluded")
    assert all(shape.occluded for shape in document.value.shapes)
    canvas.edits.toggle_mark("occluded")
    assert not any(shape.occluded for shape in document.value.shapes)


def test_that_labels_and_locks_are_set(canvas, two, document):
    canvas.edits.set_labels(["cat", "dog"])
    assert {shape.labels for shape in document.value.shapes} == {("cat", "dog")}
    canvas.edits.set_locked(True)
    assert document.history[-1].text == "Lock 2 shapes"
    canvas.edits.set_labels(["pig"])
    assert {shape.labels for shape in document.value.shapes} == {("cat", "dog")}
    canvas.edits.set_locked(False)
    assert not any(shape.locked for shape in document.value.shapes)


def test_that_the_order_changes_in_one_step(canvas, two, document):
    canvas.select(["b"])
    canvas.edits.order("back")
    assert [shape.id for shape in document.value.shapes] == ["b", "a"]
    before = len(document.history)
    canvas.edits.order("back")
    assert len(document.history) == before, "nothing to change is no change"


def test_that_a_mask_with_two_parts_becomes_two_polygons_of_one_group(canvas, put, document):
    bits = np.zeros((40, 80), bool)
    bits[:, :30] = bits[:, 50:] = True
    canvas.select(put(mask(bits, 100, 100)))
    canvas.edits.convert("polygon")
    assert kinds(document) == ["polygon", "polygon"]
    assert {shape.group for shape in document.value.shapes} == {1}
    canvas.edits.join()
    assert len(document.value.shapes) == 2, "what does not touch stays apart"
    canvas.edits.convert("mask")
    assert kinds(document) == ["mask", "mask"]


def test_that_simplifying_keeps_what_cannot_be_simplified(canvas, put, document):
    a, b = put(polygon((0, 0), (50, 0.2), (100, 0), (100, 100), (0, 100)), rectangle(200, 0, 250, 50))
    canvas.select([a, b])
    canvas.edits.simplify()
    assert len(document.value.by_id[a].points) == 4
    assert document.history[-1].text == "Simplify polygon “thing”"
    canvas.select([b])
    canvas.edits.simplify()
    assert canvas.said == ["A shape of this kind has no vertices to add or to delete."]


def test_that_nothing_selected_is_said_and_nothing_is_done(canvas, put, document):
    put(rectangle(0, 0, 20, 20))
    edits = canvas.edits
    for command in (edits.delete, edits.copy, edits.duplicate, edits.group, edits.simplify, edits.accept):
        canvas.said.clear()
        command()
        assert canvas.said == ["Select a shape first."]
    assert len(document.history) == 2


def test_that_every_kind_is_converted_by_command_to_all_it_can_become(canvas, put, document):
    from desktop_app.annotation.shapes.converting import TARGETS

    for shape in every_kind():
        for kind in TARGETS:
            canvas.select(put(shape))
            if canvas.edits.can_convert(kind):
                canvas.edits.convert(kind)
                assert kinds(document)[0] == kind
                assert canvas.said == []


# ------------------------------------------------------------------ words and rows


def test_that_every_refusal_tool_and_kind_has_words(qapp):
    assert all(refusal_text(code) == sentence for code, sentence in SENTENCES.items())
    assert all(tool_text(name) for name in TOOLS)
    for shape in every_kind():
        assert kind_text(shape.kind)
        assert shape.label in change_text("move", (shape,))


def test_that_actions_have_unique_ids_and_shortcuts_and_run(canvas, two):
    rows = canvas_actions(canvas)
    assert len({row.id for row in rows}) == len(rows)
    shortcuts = [row.shortcut for row in rows if row.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)
    for row in rows:
        canvas.select(["a", "b"])
        row.enabled()
        row.run()
        if row.checked is not None:
            row.checked()
    assert not canvas.grab().isNull()


def test_that_all_words_are_translated_to_chinese(qapp, canvas):
    from PySide6.QtCore import QTranslator

    from desktop_app.places import resources

    translator = QTranslator()
    assert translator.load(str(resources() / "translations" / "annotation_zh_CN.qm"))
    QCoreApplication.installTranslator(translator)
    try:
        english = {row.id for row in canvas_actions(canvas) if row.text.isascii()}
        assert english == set()
        assert not any(refusal_text(code).isascii() for code in SENTENCES)
        assert not any(tool_text(name).isascii() for name in TOOLS)
    finally:
        QCoreApplication.removeTranslator(translator)
