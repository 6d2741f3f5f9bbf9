"""The module tree is lazy, filters down to matches, and shares its selection."""

import time

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.gui.checkpoint.lists.lazy_tree import PAGE
from desktop_app.gui.checkpoint.lists.tree_model import ModuleTreeModel, find_matches
from desktop_app.gui.checkpoint.lists.tree_view import TreeView
from tests.gui.fakes import checkpoint_of, example_checkpoint, large_checkpoint, session_for, tensor


def view_of(qtbot, checkpoint):
    view = TreeView(session_for(checkpoint))
    qtbot.addWidget(view)
    view.session = view._session
    view.resize(420, 500)
    return view


def module_named(checkpoint, path):
    return next(i for i, module in enumerate(checkpoint.modules) if module.path == path)


def texts(model, parent=None, column=0):
    parent = parent or QModelIndex()
    return [model.index(row, column, parent).data() for row in range(model.rowCount(parent))]


@pytest.mark.parametrize("name", ["resnet", "troubled"])
def test_that_the_model_is_a_sound_tree(qtbot, name):
    model = ModuleTreeModel(example_checkpoint(name))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_kept(find_matches(model.checkpoint, "bn1" if name == "resnet" else "proj").kept)
    model.set_kept(None)


def test_that_guessed_classes_are_marked_and_known_ones_are_not(qtbot):
    checkpoint = example_checkpoint("troubled")
    model = ModuleTreeModel(checkpoint)
    known = model.index_of(model.chain_of(module_named(checkpoint, "encoder"))).siblingAtColumn(1)
    guess = model.index_of(model.chain_of(module_named(checkpoint, "head"))).siblingAtColumn(1)
    assert known.data() == "Encoder" and known.data(Qt.ItemDataRole.FontRole) is None
    assert guess.data().startswith("≈ ") and guess.data(Qt.ItemDataRole.FontRole).italic()
    assert "inferred from names and shapes" in guess.data(Qt.ItemDataRole.ToolTipRole)


def test_that_a_damaged_tensor_says_why(qtbot):
    checkpoint = example_checkpoint("troubled")
    model = ModuleTreeModel(checkpoint)
    damaged = next(i for i, info in enumerate(checkpoint.tensors) if info.status == "damaged")
    index = model.index_of(model.chain_of(module_named(checkpoint, "encoder.proj"), damaged))
    assert index.data(Qt.ItemDataRole.ToolTipRole) == checkpoint.tensors[damaged].problem
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None


def test_that_tensors_without_a_hierarchy_stand_at_the_top(qtbot):
    checkpoint = checkpoint_of([tensor("a", (2,)), tensor("b", (3,))], modules=())
    view = view_of(qtbot, checkpoint)
    assert texts(view.model) == ["a", "b"]
    view.session.select_tensors([1])
    assert view.tree.currentIndex().data() == "b"


def test_that_a_hundred_thousand_tensors_come_in_pages(qtbot):
    checkpoint = large_checkpoint()
    view = view_of(qtbot, checkpoint)
    with qtbot.waitExposed(view):
        view.show()
    index = view.model.index_of(view.model.chain_of(module_named(checkpoint, "table")))
    started = time.perf_counter()
    view.tree.expand(index)
    QGuiApplication.processEvents()
    assert time.perf_counter() - started < 1
    assert view.model.rowCount(index) == 50_000 // PAGE
    page = view.model.index(3, 0, index)
    assert page.data() == "row_3000 … row_3999"
    assert texts(view.model, page)[:2] == ["row_3000", "row_3001"]


def test_that_a_tensor_deep_in_a_page_is_found_for_the_session(qtbot):
    view = view_of(qtbot, large_checkpoint())
    view.session.select_tensors([43_210])
    assert view.tree.currentIndex().data() == "row_43210"


def test_that_selecting_a_row_selects_the_module(qtbot):
    checkpoint = example_checkpoint("resnet")
    view = view_of(qtbot, checkpoint)
    wanted = module_named(checkpoint, "layer1.0.bn1")
    view.tree.setCurrentIndex(view.model.index_of(view.model.chain_of(wanted)))
    assert view.session.selection.module == wanted
    assert view.session.selection.tensors == checkpoint.modules[wanted].tensors


def test_that_the_tree_goes_from_a_module_to_one_of_its_tensors_when_the_session_does(qtbot):
    checkpoint = example_checkpoint("resnet")
    view = view_of(qtbot, checkpoint)
    module = module_named(checkpoint, "layer1.0.bn1")
    view.session.select_module(module)
    assert view.tree.currentIndex().data() == "bn1"
    view.session.select_tensors([checkpoint.modules[module].tensors[1]])
    assert view.tree.currentIndex().data() == "bias"


def test_that_the_filter_keeps_ancestors_and_only_them(qtbot):
    view = view_of(qtbot, example_checkpoint("resnet"))
    view.filter.setText("downsample")
    qtbot.waitUntil(lambda: view.count.isVisibleTo(view))
    root = view.model.index(0, 0)
    assert texts(view.model, root) == ["layer2", "layer3", "layer4"]
    assert view.tree.isExpanded(root)
    view.filter.clear()
    qtbot.waitUntil(lambda: view.model.rowCount(root) > 3)
    assert not view.count.isVisibleTo(view)


def test_that_what_was_open_is_open_again_after_the_filter(qtbot):
    checkpoint = example_checkpoint("resnet")
    view = view_of(qtbot, checkpoint)
    chain = view.model.chain_of(module_named(checkpoint, "layer2.0"))
    for length in range(1, len(chain) + 1):
        view.tree.expand(view.model.index_of(chain[:length]))
    view.filter.setText("fc")
    qtbot.waitUntil(lambda: view.model.rowCount(view.model.index(0, 0)) == 1)
    view.filter.clear()
    qtbot.waitUntil(lambda: view.model.rowCount(view.model.index(0, 0)) > 1)
    assert view.tree.isExpanded(view.model.index_of(chain))


def test_that_a_wrong_expression_is_said_and_changes_nothing(qtbot):
    view = view_of(qtbot, example_checkpoint("resnet"))
    before = texts(view.model, view.model.index(0, 0))
    view.filter.setText("/(/")
    qtbot.waitUntil(lambda: bool(view.count.text()))
    assert "position" in view.count.text()
    assert texts(view.model, view.model.index(0, 0)) == before


@pytest.mark.parametrize(("query", "count"), [("/^fc$/", 1), ("downsample.0", 6), ("nothing here", 0)])
def test_that_matches_are_counted(query, count):
    assert find_matches(example_checkpoint("resnet"), query).count == count


def test_that_expanding_all_stays_bounded(qtbot):
    view = view_of(qtbot, large_checkpoint())
    view.expand_all()
    assert view.tree.isExpanded(view.model.index(0, 0))
    assert len(view._open_chains()) <= 2000


def test_that_paths_and_names_are_copied(qtbot):
    checkpoint = example_checkpoint("resnet")
    view = view_of(qtbot, checkpoint)
    view.session.select_module(module_named(checkpoint, "layer1.0.conv2"))
    view.copy_paths()
    assert QGuiApplication.clipboard().text() == "layer1.0.conv2.weight"
    view.copy_names()
    assert QGuiApplication.clipboard().text() == "weight"


def test_that_numbers_step_back_where_the_names_need_the_room(qtbot):
    view = view_of(qtbot, example_checkpoint("resnet"))
    with qtbot.waitExposed(view):
        view.show()
    view.resize(600, 400)
    qtbot.waitUntil(lambda: not view.tree.isColumnHidden(3))
    view.resize(330, 400)
    qtbot.waitUntil(lambda: view.tree.isColumnHidden(3) and not view.tree.isColumnHidden(2))


@pytest.mark.parametrize("width", [190, 260, 420])
def test_that_names_are_whole_however_deep_and_narrow(qtbot, width):
    checkpoint = checkpoint_of([tensor(f"encoder.layers.{i}.blocks.{i}.attention.weight", (2,)) for i in range(3)])
    view = view_of(qtbot, checkpoint)
    view.resize(width, 400)
    with qtbot.waitExposed(view):
        view.show()
    view.expand_all()
    longest = lambda: min(view._widest_name(), view.tree.viewport().width() - 24)  # noqa: E731
    qtbot.waitUntil(lambda: view.tree.columnWidth(0) >= longest() > 0)
    view.resize(width + 200, 400)
    qtbot.waitUntil(lambda: view.tree.columnWidth(1) > 70 and view.tree.columnWidth(0) >= view._widest_name())


def test_that_a_long_file_name_does_not_push_the_classes_out_of_sight(qtbot):
    name = "/data/a-model-with-a-name-that-is-longer-than-any-other-epoch-0042.pth"
    view = view_of(qtbot, checkpoint_of([tensor("fc.weight", (2,))], path=name))
    view.resize(260, 400)
    with qtbot.waitExposed(view):
        view.show()
    view.expand_all()
    qtbot.waitUntil(lambda: view.tree.columnWidth(0) + view.tree.columnWidth(1) <= view.tree.viewport().width())


@pytest.mark.parametrize("width", [200, 260, 300, 340, 420, 700])
def test_that_no_column_of_numbers_stands_half_outside(qtbot, width):
    checkpoint = checkpoint_of([tensor(f"encoder.layers.{i}.attention.weight", (2,)) for i in range(3)])
    view = view_of(qtbot, checkpoint)
    view.resize(width, 400)
    with qtbot.waitExposed(view):
        view.show()
    view.expand_all()
    qtbot.waitUntil(lambda: view._widest > 0 and not view._share_soon.isActive())
    shown = [column for column in (2, 3) if not view.tree.isColumnHidden(column)]
    if shown:
        assert sum(view.tree.columnWidth(column) for column in range(4)) <= view.tree.viewport().width()
        assert view.tree.columnWidth(1) >= 90
    assert width != 200 or not shown
    assert width != 700 or shown == [2, 3]
