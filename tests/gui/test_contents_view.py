"""The contents show everything that the file holds; tensors select, shared objects jump."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.checkpoint.model import Entry
from desktop_app.gui.checkpoint.lists.contents_search import chain_of, find_entries, owners_of
from desktop_app.gui.checkpoint.lists.contents_view import ContentsModel, ContentsView
from tests.gui.fakes import checkpoint_of, example_checkpoint, session_for, tensor


@pytest.fixture
def view(qtbot):
    view = ContentsView(session_for(example_checkpoint("resnet")))
    qtbot.addWidget(view)
    return view


def child(view, *keys):
    index = view.model.index(0, 0)
    for key in keys:
        rows = (view.model.index(row, 0, index) for row in range(view.model.rowCount(index)))
        index = next(found for found in rows if found.data() == key)
    return index


@pytest.mark.parametrize("name", ["resnet", "troubled"])
def test_that_the_model_is_a_sound_tree(qtbot, name):
    QAbstractItemModelTester(
        ContentsModel(example_checkpoint(name)), QAbstractItemModelTester.FailureReportingMode.Fatal
    )


def test_that_plain_values_show_type_and_text(view):
    index = child(view, "args", "lr")
    assert (index.siblingAtColumn(1).data(), index.siblingAtColumn(2).data()) == ("float", "0.1")


def test_that_a_tensor_is_selected_everywhere(view):
    view.tree.setCurrentIndex(child(view, "state_dict", "fc.weight"))
    (chosen,) = view._session.selection.tensors
    assert view._session.checkpoint.tensors[chosen].name == "fc.weight"


def test_that_a_shared_object_jumps_to_where_it_is_listed(view):
    view._activated(child(view, "best"))
    assert view.tree.currentIndex().data() == "args"


def test_that_path_and_value_are_copied(view):
    view.tree.setCurrentIndex(child(view, "optimizer", "param_groups", "0", "weight_decay"))
    view._copy("path")
    assert QGuiApplication.clipboard().text() == "optimizer/param_groups/0/weight_decay"
    view._copy("value")
    assert QGuiApplication.clipboard().text() == "0.0001"


def test_that_a_format_of_nothing_but_tensors_says_so(qtbot):
    view = ContentsView(session_for(checkpoint_of([tensor("a", (2,))])))
    qtbot.addWidget(view)
    assert not view.blank.isHidden() and view.tree.isHidden()


def test_that_search_walks_through_keys_types_and_values_in_the_order_of_the_tree(view, qtbot):
    view.search.setText("weight_decay")
    qtbot.waitUntil(lambda: view.search_count.text().startswith("1 of"))
    assert view.path_of(view.tree.currentIndex()) == "optimizer/param_groups/0/weight_decay"
    view.search.setText("/^0\\.1$/")
    qtbot.waitUntil(lambda: view.tree.currentIndex().siblingAtColumn(2).data() == "0.1")
    view.search.setText("fc.")
    qtbot.waitUntil(lambda: (view.tree.currentIndex().data() or "").startswith("fc."))
    first = view.path_of(view.tree.currentIndex())
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    second = view.path_of(view.tree.currentIndex())
    assert first != second
    qtbot.keyClick(view.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.path_of(view.tree.currentIndex()) == first


def test_that_what_is_not_there_and_what_is_no_expression_are_told(view, qtbot):
    view.search.setText("no such key")
    qtbot.waitUntil(lambda: view.search_count.text() == "nothing found")
    view.search.setText("/(/")
    qtbot.waitUntil(lambda: view.search_count.text() not in ("", "nothing found"))
    qtbot.keyClick(view.search, Qt.Key.Key_Escape)
    assert not view.search.text()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=40))
def test_that_every_entry_is_found_at_the_end_of_its_chain(counts):
    entries, following = [], 1
    for number, count in enumerate(counts or [0]):
        if number and number >= following:
            break
        entries.append(Entry(f"k{number}", "plain", "dict", "", following if count else 0, count))
        following += count
    entries += [Entry(f"k{number}", "plain", "int", "1") for number in range(len(entries), following)]
    hits, owners = find_entries(entries, "k"), owners_of(entries)
    assert sorted(hits) == list(range(len(entries)))
    walked, pending = [], [0]
    while pending:
        number = pending.pop()
        walked.append(number)
        pending += reversed(range(entries[number].first_child, entries[number].first_child + entries[number].children))
    assert list(hits) == walked
    for number in hits[1:]:
        chain = chain_of(owners, number)
        assert chain[-1] == number and owners[chain[0]] == 0
