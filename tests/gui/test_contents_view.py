"""The contents show everything that the file holds; tensors select, shared objects jump."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.gui.checkpoint.contents_view import ContentsModel, ContentsView
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
