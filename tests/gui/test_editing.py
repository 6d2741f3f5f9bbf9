"""Edits by hand in the real window: every door leads to one step of the history, and every view shows what came of it."""

import json
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMenu, QMessageBox, QPushButton

from desktop_app.gui.checkpoint.edits.edit_actions import make_step
from desktop_app.gui.checkpoint.edits.step_dialog import StepDialog
from tests.gui.conftest import seen


@pytest.fixture
def network(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8), torch.nn.Linear(8, 4))
    path = tmp_path / "net.pth"
    torch.save(model.state_dict(), path)
    return path


def answered(monkeypatch, button_text):
    """The question about unexported edits is answered so."""

    def answer(box):
        button = next(b for b in box.buttons() if b.text().replace("&", "") == button_text)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _self: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch):
    """Windows with edits close at the end of a test."""
    answered(monkeypatch, "Discard")


def opened(qtbot, window, path: Path):
    window.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None, timeout=15_000)
    qtbot.waitUntil(lambda: seen(window.docks["tree"]) is not None)
    qtbot.waitUntil(lambda: "edit.rename" in window.actions_made.made)
    return window.front


def names(tab):
    return [info.name for info in tab.session.checkpoint.tensors]


def view_of(window, dock: str, name: str) -> QAbstractItemView:
    window.show_dock(dock)
    found = seen(window.docks[dock]).findChild(QAbstractItemView, name)
    assert found is not None
    return found


def typed_into_the_editor(view: QAbstractItemView, text: str) -> None:
    editor = next(field for field in view.findChildren(QLineEdit) if field.isVisible())
    editor.setText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def history(window):
    window.show_dock("history")
    return seen(window.docks["history"])


def dialog(name):
    return next(w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible())


def test_that_a_module_is_renamed_in_the_tree(qtbot, window, network):
    tab = opened(qtbot, window, network)
    tree = view_of(window, "tree", "tree")
    tree.setFocus()
    tree.setCurrentIndex(tree.model().index(0, 0, tree.model().index(0, 0)))
    window.actions_made.made["edit.rename"].trigger()
    typed_into_the_editor(tree, "stem")
    qtbot.waitUntil(lambda: names(tab)[:2] == ["stem.weight", "stem.bias"])
    assert history(window).list.item(1).text() == "Rename 0 to stem"
    qtbot.waitUntil(lambda: bool(tab.graph_view.canvas.marked))
    window.actions_made.made["edit.undo"].trigger()
    qtbot.waitUntil(lambda: names(tab)[0] == "0.weight")
    assert not window.isWindowModified()


def test_that_a_tensor_is_renamed_and_cast_in_the_table(qtbot, window, network):
    tab = opened(qtbot, window, network)
    table = view_of(window, "table", "table")
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    window.actions_made.made["edit.rename"].trigger()
    typed_into_the_editor(table, "0.offset")
    qtbot.waitUntil(lambda: names(tab)[1] == "0.offset")
    model = seen(window.docks["table"]).model
    assert model.setData(model.index(1, 2), "float16")
    qtbot.waitUntil(lambda: tab.session.checkpoint.tensors[1].dtype == "float16")
    assert [step.operation for step in tab.editor.steps] == ["rename", "cast"]


def test_that_lists_stay_as_they_were_set_when_an_edit_changes_their_rows(qtbot, window, tmp_path):
    layers = [torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)) for _ in range(30)]
    path = tmp_path / "deep.pth"
    torch.save(torch.nn.Sequential(*layers).state_dict(), path)
    tab = opened(qtbot, window, path)
    window.show_dock("tree")
    window.show_dock("table")
    tree, table = seen(window.docks["tree"]), seen(window.docks["table"])

    def tree_index(*chain):
        found = QModelIndex()
        for name in chain:
            found = next(
                i for row in range(tree.model.rowCount(found)) if (i := tree.model.index(row, 0, found)).data() == name
            )
        return found

    top = tree.model.index(0, 0).data()
    tree.tree.expand(tree_index(top, "5"))
    tree.tree.expand(tree_index(top, "5", "1"))
    tree.tree.verticalScrollBar().setValue(4)
    table.sort_by(0)
    table.sort_by(0)
    table.table.setColumnHidden(4, True)
    qtbot.waitUntil(lambda: table.model.index(0, 0).data() == "29.1.weight")
    table.table.verticalScrollBar().setValue(7)
    tab.editor.do("Rename", make_step("rename", "29.1.weight", "29.1.kernel"))
    qtbot.waitUntil(lambda: [table.model.index(row, 0).data() for row in (0, 1)] == ["29.1.kernel", "29.1.bias"])
    assert seen(window.docks["table"]) is table and seen(window.docks["tree"]) is tree, "no new views"
    assert tree.tree.isExpanded(tree_index(top, "5", "1")) and not tree.tree.isExpanded(tree_index(top, "6"))
    assert tree.tree.verticalScrollBar().value() == 4
    assert table.table.isColumnHidden(4)
    assert table.model.row_of(names(tab).index("29.1.kernel")) == 0
    tree.filter.setText("kernel")
    qtbot.waitUntil(lambda: tree.count.text() != "")
    assert tree_index(top, "29", "1", "kernel").isValid()
    window.actions_made.made["edit.undo"].trigger()
    qtbot.waitUntil(lambda: "29.1.weight" in names(tab))
    qtbot.waitUntil(lambda: tree.count.text() == "no match")
    tree.filter.clear()
    qtbot.waitUntil(lambda: tree.count.text() == "")
    assert tree.tree.isExpanded(tree_index(top, "5", "1")), "what was open before the filter is open again"


def test_that_a_name_that_is_taken_is_refused_with_a_sentence(qtbot, window, network):
    tab = opened(qtbot, window, network)
    model = seen(window.docks["table"]).model
    model.setData(model.index(1, 0), "0.weight")
    qtbot.waitUntil(lambda: window.status.currentMessage() == "There is a tensor named 0.weight already.")
    assert tab.editor.steps == ()


def test_that_a_cell_of_the_grid_is_set_and_everything_shows_it(qtbot, window, network):
    tab = opened(qtbot, window, network)
    tab.session.select_tensors([names(tab).index("2.weight")])
    window.show_dock("tensor")
    qtbot.waitUntil(lambda: seen(window.docks["tensor"]) is not None)
    grid = seen(window.docks["tensor"]).findChild(QAbstractItemView, "tensor-values").model()
    qtbot.waitUntil(lambda: grid.value(1, 2) is not None, timeout=15_000)
    assert grid.setData(grid.index(1, 2), "100")
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1)
    qtbot.waitUntil(lambda: grid.value(1, 2) == 100, timeout=15_000)
    window.show_dock("histogram")
    qtbot.waitUntil(lambda: bool(seen(window.docks["histogram"]).statistics), timeout=15_000)
    qtbot.waitUntil(lambda: seen(window.docks["histogram"]).statistics[0].max == 100, timeout=15_000)
    assert history(window).list.item(1).text() == "Set 2.weight[1, 2] to 100"


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("place", ["tree", "table", "graph"])
def test_that_context_menus_offer_the_edits(qtbot, window, network, place):
    tab = opened(qtbot, window, network)
    if place == "graph":
        node = next(i for i, one in enumerate(tab.graph_view.graph.nodes) if one.path == "0")
        tab.graph_view.canvas.menu_wanted.emit(node, QPoint(10, 10))
    else:
        view = view_of(window, place, place)
        index = view.model().index(0, 0)
        if place == "tree":
            index = view.model().index(0, 0, index)
        view.setCurrentIndex(index)
        point = view.visualRect(index).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point))
        QApplication.postEvent(view.viewport(), event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    texts = {action.text().replace("&", ""): action for action in menu.actions()}
    assert {"Rename…", "Drop", "Keep only this", "Cast…", "Multiply by…", "Fill with…"} <= set(texts)
    texts["Drop"].trigger()
    menu.close()
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1)
    left = names(tab)
    assert "0.weight" not in left and ("0.bias" in left) is (place == "table")


def test_that_several_are_changed_in_one_step(qtbot, window, network):
    tab = opened(qtbot, window, network)
    table = view_of(window, "table", "table")
    model = table.model()
    for row in (0, 1, 2):
        table.selectionModel().select(
            model.index(row, 0), table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows
        )
    qtbot.waitUntil(lambda: len(tab.session.selection.tensors) == 3)
    window.actions_made.made["edit.cast"].trigger()
    form = dialog("step-dialog")
    form._inputs[0].setCurrentText("bfloat16")
    form.ok.click()
    qtbot.waitUntil(
        lambda: [info.dtype for info in tab.session.checkpoint.tensors[:4]] == ["bfloat16"] * 3 + ["float32"]
    )
    assert len(tab.editor.document.history) == 2


def test_that_a_form_stays_open_with_the_reason(qtbot, window, network):
    tab = opened(qtbot, window, network)
    tab.session.select_tensors([0])
    tab.edits.reshape()
    form = dialog("step-dialog")
    form._inputs[0].setText("5,5")
    form.ok.click()
    qtbot.waitUntil(lambda: form.problem.isVisible())
    assert form.problem.text() == "The number of elements of 0.weight is 216; the shape 5×5 would need 25."
    form._inputs[0].setText("27,-1")
    form.ok.click()
    qtbot.waitUntil(lambda: tab.session.checkpoint.tensors[0].shape == (27, 8))


def test_that_the_rename_bar_previews_and_refuses_collisions(qtbot, window, network):
    tab = opened(qtbot, window, network)
    window.actions_made.made["edit.rename-regex"].trigger()
    bar = tab.rename_bar
    bar.pattern.setText(r"\.(weight|bias)$")
    bar.replacement.setText(".x")
    qtbot.waitUntil(lambda: "would collide" in bar.told.text())
    assert not bar.button.isEnabled() and "0.weight  +  0.bias  →  0.x" in bar.changes.item(0).text()
    bar.pattern.setText("(")
    qtbot.waitUntil(lambda: "no valid regular expression" in bar.told.text())
    bar.pattern.setText(r"^(\d)\.")
    bar.replacement.setText("layer$1.")
    qtbot.waitUntil(lambda: bar.told.text() == "9 names change")
    assert bar.changes.item(0).text() == "0.weight  →  layer0.weight"
    QTest.keyClick(bar.replacement, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(tab)[0] == "layer0.weight")
    bar.pattern.setFocus()
    QTest.keyClick(bar.pattern, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_that_every_state_of_the_history_is_a_click_away(qtbot, window, network):
    tab = opened(qtbot, window, network)
    for number in range(6):
        tab.editor.do("", make_step("rename", f"0.bias{number - 1 if number else ''}", f"0.bias{number}"))
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 6)
    view = history(window)
    for row, expected in ((2, "0.bias1"), (0, "0.bias"), (6, "0.bias5"), (1, "0.bias0")):
        QTest.mouseClick(
            view.list.viewport(), Qt.MouseButton.LeftButton, pos=view.list.visualItemRect(view.list.item(row)).center()
        )
        qtbot.waitUntil(lambda expected=expected: names(tab)[1] == expected)
        assert view.list.item(row).font().bold()
    tab.editor.do("", make_step("drop", "2.bias"))
    qtbot.waitUntil(lambda: view.list.count() == 3)
    assert view.list.item(2).text() == "Drop 2.bias"


def test_that_a_tensor_and_a_module_are_dragged_from_another_tab(qtbot, window, network, tmp_path):
    torch.save(
        {"head.weight": torch.ones(2, 2), "head.bias": torch.zeros(2), "extra": torch.arange(3)}, tmp_path / "b.pth"
    )
    other = opened(qtbot, window, tmp_path / "b.pth")
    tree = seen(window.docks["tree"]).findChild(QAbstractItemView, "tree").model()
    root = tree.index(0, 0)
    rows = [tree.index(row, 0, root) for row in range(tree.rowCount(root))]
    module = tree.mimeData([next(index for index in rows if index.data() == "head")])
    table = seen(window.docks["table"]).model
    tensor = table.mimeData([table.index(names(other).index("extra"), 0)])
    tab = opened(qtbot, window, network)
    for data in (module, tensor):
        where = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter, event = QDragEnterEvent(QPointF(500, 300), *where), QDropEvent(QPointF(500, 300), *where)
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
    qtbot.waitUntil(lambda: names(tab)[-3:] == ["head.weight", "head.bias", "extra"])
    assert len(tab.editor.document.history) == 3
    qtbot.waitUntil(lambda: {"head.weight", "extra"} <= tab.editor.changed_names)


def test_that_offers_are_made_and_waved_away(qtbot, window, tmp_path):
    model = torch.nn.Linear(200, 200)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 200)).sum().backward()
    optimizer.step()
    state = {f"module.{name}": value.double() for name, value in model.state_dict().items()}
    state["module.bad"] = torch.tensor([float("nan")] * 4)
    torch.save({"state_dict": state, "optimizer": optimizer.state_dict()}, tmp_path / "a.pth")
    tab = opened(qtbot, window, tmp_path / "a.pth")
    offers = tab.offers
    qtbot.waitUntil(lambda: offers.isVisible())
    assert offers.text.text() == "Names that begin with “module.”: 3."
    qtbot.waitUntil(lambda: offers.more.text() == "4 more", timeout=15_000)
    offers.button.click()
    qtbot.waitUntil(lambda: "weight" in names(tab))
    assert history(window).list.item(1).text() == "Strip the prefix module."
    qtbot.waitUntil(lambda: offers.text.text().startswith("Optimizer state takes"))
    offers.dismiss.click()
    assert offers.text.text().startswith("The state_dict is wrapped")
    offers.button.click()
    qtbot.waitUntil(lambda: len(names(tab)) == 3)
    qtbot.waitUntil(lambda: "float64" in offers.text.text())
    offers.button.click()
    qtbot.waitUntil(lambda: tab.session.checkpoint.tensors[0].dtype == "float32")
    qtbot.waitUntil(lambda: offers.text.text() == "Tensors that hold NaN or infinities: 1.", timeout=15_000)
    offers.button.click()
    assert view_of(window, "table", "table").window().findChild(QLineEdit, "table-filter").text() == "nan"
    assert not offers.isVisible()


def test_that_unexported_edits_are_shown_and_asked_about(qtbot, window, network, monkeypatch):
    tab = opened(qtbot, window, network)
    tab.editor.do("", make_step("drop", "2.*"))
    qtbot.waitUntil(lambda: window.isWindowModified())
    assert window.tabs.tabText(0) == "● net.pth"
    answered(monkeypatch, "Cancel")
    window.inspect.close_tab(0)
    assert window.tabs.count() == 1 and not window.close()
    answered(monkeypatch, "Export…")
    window.inspect.close_tab(0)
    assert window.tabs.count() == 1
    dialog("export-dialog").reject()
    qtbot.waitUntil(lambda: bool(tab.journal.paths()))
    answered(monkeypatch, "Discard")
    window.inspect.close_tab(0)
    assert window.tabs.count() == 0 and not tab.journal.paths()


def test_that_a_recipe_is_saved_and_applied_to_another_file(qtbot, window, network, tmp_path, monkeypatch):
    from PySide6.QtWidgets import QFileDialog

    torch.save({"extra": torch.ones(2)}, tmp_path / "extra.pth")
    tab = opened(qtbot, window, network)
    extra = str(tmp_path / "extra.pth")
    for step in (
        make_step("rename", "0", "stem"), make_step("drop", "2.bias"), make_step("add", "more", f"{extra}:extra"), make_step("cast", "more", "float16"),
    ):  # fmt: skip
        tab.editor.do("", step)
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 4, timeout=15_000)
    recipe = tmp_path / "recipe.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(recipe), ""))
    window.inspect.save_recipe()
    qtbot.waitUntil(recipe.exists)
    assert json.loads(recipe.read_text())["steps"][0] == ["rename", "0", "stem"]
    torch.save({"0.weight": torch.ones(3), "1.bias": torch.ones(2)}, tmp_path / "b.pth")
    other = opened(qtbot, window, tmp_path / "b.pth")
    window.inspect.apply_recipe_of(str(recipe))
    asked = dialog("recipe-dialog")
    qtbot.waitUntil(lambda: asked.ok.isEnabled(), timeout=15_000)
    assert asked.told.text() == "3 of 4 steps fit this file; the others would be left out."
    assert asked.list.item(1).text() == "Drop 2.bias\nNo tensor's name matches 2.bias."
    asked.ok.click()
    qtbot.waitUntil(lambda: names(other) == ["stem.weight", "1.bias", "more"])
    qtbot.waitUntil(lambda: other.session.checkpoint.tensors[2].dtype == "float16")


def test_that_what_is_no_recipe_is_said(qtbot, window, network, tmp_path):
    opened(qtbot, window, network)
    (tmp_path / "bad.json").write_text("[3]")
    window.inspect.apply_recipe_of(str(tmp_path / "bad.json"))
    assert window.status.currentMessage() == "bad.json is no recipe: step 1 is not an operation with its arguments."


def exported(qtbot, dialog_, path):
    dialog_.path.setText(str(path))
    dialog_.begin()
    qtbot.waitUntil(lambda: dialog_.open_button.isVisible() or dialog_.told.isVisible(), timeout=20_000)


def test_that_a_selection_is_exported_alone(qtbot, window, network, tmp_path):
    tab = opened(qtbot, window, network)
    tab.editor.do("", make_step("cast", "2.*", "bfloat16"))
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1)
    tab.session.select_tensors([names(tab).index("2.weight"), names(tab).index("2.bias")])
    made = window.inspect.export(selection=True)
    exported(qtbot, made, tmp_path / "part.safetensors")
    made.copy_button.click()
    made.reject()
    from safetensors.torch import load_file

    found = load_file(tmp_path / "part.safetensors")
    assert set(found) == {"2.weight", "2.bias"} and found["2.bias"].dtype == torch.bfloat16
    assert "load_file(" in QGuiApplication.clipboard().text()
    assert window.isWindowModified(), "a part is not the whole"


def test_that_the_open_file_may_be_replaced_and_is_opened_anew(qtbot, window, network):
    tab = opened(qtbot, window, network)
    tab.editor.do("", make_step("rename", "0", "stem"))
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1)
    made = window.inspect.export()
    made.path.setText(str(network))
    assert "replaces the very file that is open" in made.about.text()
    before = tab.session
    exported(qtbot, made, network)
    qtbot.waitUntil(lambda: tab.session is not None and tab.session is not before, timeout=20_000)
    made.reject()
    assert names(tab)[0] == "stem.weight" and tab.editor.steps == () and not window.isWindowModified()
    assert "stem.weight" in torch.load(network, weights_only=True)
    assert not tab.unsaved.isVisible() and not tab.changed.isVisible()


def test_that_an_export_that_cannot_be_says_why_and_stays_open(qtbot, window, network, tmp_path):
    opened(qtbot, window, network)
    made = window.inspect.export()
    exported(qtbot, made, tmp_path / "nowhere" / "x.pth")
    assert "is not there" in made.told.text()
    assert made.start.isEnabled() and not made.open_button.isVisible()
    exported(qtbot, made, tmp_path / "x.xyz")
    qtbot.waitUntil(lambda: ".xyz" in made.told.text(), timeout=15_000)
    made.reject()


def test_that_a_cancelled_export_leaves_nothing(qtbot, window, tmp_path):
    torch.save({f"w{n}": torch.randn(1 << 22) for n in range(16)}, tmp_path / "big.pth")
    tab = opened(qtbot, window, tmp_path / "big.pth")
    tab.editor.do("", make_step("cast", "*", "float8_e4m3fn"))
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1)
    target = tmp_path / "out.pth"
    target.write_bytes(b"the old file")
    made = window.inspect.export()
    made.path.setText(str(target))
    assert "will be replaced" in made.about.text()
    made.begin()
    qtbot.waitUntil(lambda: made.bar.value() > 10, timeout=20_000)
    made.findChild(QPushButton, "export-cancel").click()
    qtbot.wait(300)
    assert target.read_bytes() == b"the old file"
    assert sorted(path.name for path in tmp_path.glob("*")) >= ["big.pth", "out.pth"]
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]
    assert window.isWindowModified()


def test_that_the_list_of_keys_is_saved(qtbot, window, network, tmp_path, monkeypatch):
    from PySide6.QtWidgets import QFileDialog

    tab = opened(qtbot, window, network)
    tab.editor.do("", make_step("rename", "0", "stem"))
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1)
    for ending in ("csv", "json", "md"):
        path = tmp_path / f"keys.{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, path=path: (str(path), ""))
        window.inspect.export_keys()
        qtbot.waitUntil(lambda path=path: path.exists() and path.stat().st_size > 0)
        assert "stem.weight" in path.read_text()
    assert json.loads((tmp_path / "keys.json").read_text())[0]["shape"] == [8, 3, 3, 3]


def test_that_contents_lead_to_tensors_under_their_new_names(qtbot, window, tmp_path):
    torch.save({"epoch": 1, "state_dict": {"a.w": torch.ones(2), "b.w": torch.zeros(3)}}, tmp_path / "c.pth")
    tab = opened(qtbot, window, tmp_path / "c.pth")
    tab.editor.do("", make_step("drop", "a.w"), make_step("rename", "b.w", "z.w"))
    qtbot.waitUntil(lambda: names(tab) == ["z.w"])
    assert tab.session.place_of("b.w") == 0 and tab.session.place_of("a.w") == -1
    window.show_dock("contents")
    view = seen(window.docks["contents"])
    place = next(i for i, entry in enumerate(view.model.entries) if entry.key == "b.w")
    view._show_entry(place)
    assert tab.session.selection.tensors == (0,)


def test_that_history_speaks_the_language_in_force(qtbot, window, network):
    from desktop_app.gui.language import apply_language

    tab = opened(qtbot, window, network)
    tab.editor.do("Rename 0 to stem", make_step("rename", "0", "stem"))
    qtbot.waitUntil(lambda: len(tab.editor.steps) == 1)
    view = history(window)
    try:
        apply_language("zh_CN")
        qtbot.waitUntil(lambda: view.list.item(1).text() == "把 0 改名为 stem")
    finally:
        apply_language("en")


def test_that_no_two_fields_of_a_form_have_the_same_name(qtbot, window, network):
    tab = opened(qtbot, window, network)
    tab.session.select_tensors([0])
    for command in ("transpose", "pad", "reshape"):
        window.actions_made.made[f"edit.{command}"].trigger()
        dialog = window.findChild(StepDialog)
        said = [field.accessibleName() for field in dialog._inputs]
        assert len(set(said)) == len(said), said
        dialog.close()
        QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
