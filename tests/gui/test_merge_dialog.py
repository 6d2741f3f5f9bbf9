"""The merge dialog: files in order, a method with its numbers, what would not fit, and the step that comes out."""

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from desktop_app.checkpoint.editing.draft import Draft, Step
from desktop_app.checkpoint.editing.errors import SENTENCES
from desktop_app.checkpoint.editing.operations import apply
from desktop_app.checkpoint.merges.merge_model import CONFLICTS, METHODS, Conflict
from desktop_app.checkpoint.merges.merging import merge
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.checkpoint.merges import merge_work
from desktop_app.gui.checkpoint.merges.merge_dialog import MergeDialog
from desktop_app.gui.checkpoint.merges.merge_texts import (
    CONFLICT_TEXTS,
    ERROR_TEXTS,
    METHOD_NAMES,
    METHOD_TEXTS,
    conflict_text,
)
from desktop_app.gui.checkpoint.merges.merge_work import MergeLook, look
from desktop_app.gui.theme import apply_theme
from tests.gui.fakes import FakeTasks

torch = pytest.importorskip("torch")


@pytest.fixture
def paths(tmp_path):
    states = [
        {"a": torch.ones(2, 3), "b": torch.ones(4), "n": torch.tensor(1)},
        {"a": torch.zeros(2, 3), "b": torch.zeros(4), "n": torch.tensor(2)},
        {"a": torch.zeros(3, 2), "b": torch.zeros(4).half(), "z": torch.ones(1)},
    ]
    for place, state in enumerate(states):
        torch.save(state, tmp_path / f"{place}.pth")
    return [str(tmp_path / f"{place}.pth") for place in range(3)]


@pytest.fixture
def make(qtbot, qapp, paths):
    apply_theme(qapp, "light")

    def made(*, tasks=None, steps=(), candidates=None, others=()):
        dialog = MergeDialog(tasks or FakeTasks(), paths[0], steps, paths if candidates is None else candidates)  # type: ignore[arg-type]
        dialog._tasks.setParent(dialog)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        dialog.add_files(others)
        if others:
            qtbot.waitUntil(lambda: dialog._look is not None)
        return dialog

    return made


def choose(dialog, method, qtbot):
    dialog.method.setCurrentIndex(dialog.method.findData(method))
    qtbot.waitUntil(lambda: dialog._look is not None or len(dialog.files.paths) < 2)


def boxes(dialog):
    found = [dialog.list.indexWidget(dialog.files.index(row, 1)) for row in range(len(dialog.files.paths))]
    return [box for box in found if isinstance(box, QDoubleSpinBox)]


def test_that_it_begins_by_asking_for_a_file(make):
    dialog = make()
    assert "Add a file" in dialog.blank.text() and dialog.pages.currentWidget() is dialog.blank
    assert not dialog.ok.isEnabled() and dialog.files.paths[0].endswith("0.pth")
    assert dialog.files.data(dialog.files.index(0, 0)) == "0.pth (as edited here)"


def test_that_files_that_fit_are_counted_and_the_step_is_given(make, paths, qtbot):
    dialog = make(others=paths[1:2])
    assert dialog.summary.text() == "Computed: 2 · integers of the first: 1"
    assert dialog.blank.text() == "Everything fits together." and dialog.ok.isEnabled()
    with qtbot.waitSignal(dialog.chosen) as caught:
        dialog.ok.click()
    assert caught.args == [Step("merge", ("average", "-", paths[1]))]
    draft = apply(Draft.of(open_checkpoint(paths[0])), caught.args[0], open_checkpoint)
    assert draft.items["a"].value == merge([Draft.of(open_checkpoint(path)) for path in paths[:2]], "average").draft.items["a"].value  # fmt: skip


def test_that_conflicts_are_listed_before_anything_is_done(make, paths):
    dialog = make(others=paths[2:])
    model = dialog.conflicts.rows
    rows = [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]
    assert rows == [
        ("a", "a is 2×3 in the first and 3×2 in 2.pth; it stays as in the first."),
        ("n", "2.pth has no n; it stays as in the first."),
        ("z", "Only 2.pth has z; it is left out."),
        ("b", "b holds float16 in 2.pth; the result is float32, as in the first."),
    ]
    assert dialog.summary.text() == "Computed: 1 · unchanged: 2 · conflicts: 3 · notes: 1"
    assert dialog.pages.currentWidget() is dialog.conflicts and dialog.ok.isEnabled()
    dialog.conflicts.setCurrentIndex(model.index(2, 1))
    assert dialog.detail.text() == rows[2][1] and dialog.detail.isVisible()
    kinds = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 3)]
    assert kinds == ["conflict: a", "note: b"]


def test_that_edits_of_the_first_are_done_before_it_is_compared(make, paths):
    dialog = make(steps=[Step("drop", ("n",)), Step("rename", ("b", "c"))], others=paths[1:2])
    assert [(c.code, c.name) for c in dialog._look.conflicts] == [("missing", "c"), ("extra", "b"), ("extra", "n")]


def test_that_weights_have_a_box_per_file_and_are_normalised(make, paths, qtbot):
    dialog = make(others=paths[1:])
    choose(dialog, "weighted", qtbot)
    assert len(boxes(dialog)) == 3 and dialog.step().arguments[1] == "-"
    assert not dialog.normalise.isEnabled()
    for box, value in zip(boxes(dialog), (2, 1, 1), strict=True):
        box.setValue(value)
    assert dialog.sum.text() == "Sum of the weights: 4" and dialog.normalise.isEnabled()
    dialog.normalise.click()
    assert [box.value() for box in boxes(dialog)] == [0.5, 0.25, 0.25]
    assert dialog.step().arguments[:2] == ("weighted", "0.5,0.25,0.25")
    for box in boxes(dialog):
        box.setValue(0)
    dialog.normalise.click()
    assert sum(dialog.files.weights) == pytest.approx(1)


def test_that_a_weight_moves_with_its_file(make, paths, qtbot):
    dialog = make(others=paths[1:])
    choose(dialog, "task-arithmetic", qtbot)
    assert len(boxes(dialog)) == 2
    boxes(dialog)[1].setValue(0.25)
    dialog.list.setCurrentIndex(dialog.files.index(2, 0))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.files.paths == [paths[0], paths[2], paths[1]]
    assert [box.value() for box in boxes(dialog)] == [0.25, 1.0]
    assert [box.objectName() for box in boxes(dialog)] == ["merge-weight-2", "merge-weight-3"]
    assert dialog.step() == Step("merge", ("task-arithmetic", "0.25,1", paths[2], paths[1]))


def test_that_the_first_file_stays_first_and_is_not_removed(make, paths, qtbot):
    dialog = make(others=paths[1:])
    dialog.list.setCurrentIndex(dialog.files.index(1, 0))
    assert not dialog.up_button.isEnabled() and dialog.down_button.isEnabled()
    dialog.up_button.click()
    dialog.files.move(2, 0)
    assert dialog.files.paths == [paths[0], paths[2], paths[1]]
    dialog.list.setCurrentIndex(dialog.files.index(0, 0))
    assert not dialog.remove_button.isEnabled()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert len(dialog.files.paths) == 3
    dialog.list.setCurrentIndex(dialog.files.index(2, 0))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert dialog.files.paths == [paths[0], paths[2]]


def test_that_rows_are_reordered_by_dragging(make, paths):
    dialog = make(others=paths[1:])
    files = dialog.files
    assert not files.flags(files.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    data = files.mimeData([files.index(2, 0)])
    assert files.canDropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert not files.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert files.paths == [paths[0], paths[2], paths[1]]
    files.dropMimeData(files.mimeData([files.index(1, 0)]), Qt.DropAction.MoveAction, 3, 0, QModelIndex())
    assert files.paths == paths
    files.dropMimeData(files.mimeData([files.index(2, 0)]), Qt.DropAction.MoveAction, -1, -1, files.index(0, 0))
    assert files.paths == [paths[0], paths[2], paths[1]]


@pytest.mark.filterwarnings("ignore:Function:DeprecationWarning")
def test_that_files_are_dropped_on_the_list_and_anywhere(make, paths, qtbot):
    dialog = make()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(paths[1])])
    dialog.files.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, QModelIndex())
    assert dialog.files.paths == paths[:2]
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    dialog.dragEnterEvent(enter)
    assert enter.isAccepted()
    dialog.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    assert dialog.files.paths == paths


def test_that_open_files_are_offered_once(make, paths):
    dialog = make()
    assert not dialog.tab_button.isHidden()
    dialog._fill_menu()
    assert [action.text() for action in dialog.tab_menu.actions()] == ["1.pth", "2.pth"]
    dialog.tab_menu.actions()[0].trigger()
    dialog._fill_menu()
    assert [action.text() for action in dialog.tab_menu.actions()] == ["2.pth"]
    assert make(candidates=()).tab_button.isHidden()


def test_that_slider_and_number_of_slerp_agree(make, paths, qtbot):
    dialog = make(others=paths[1:2])
    choose(dialog, "slerp", qtbot)
    assert dialog.step().arguments[:2] == ("slerp", "0.5")
    dialog.t_slider.setValue(20)
    assert dialog.t.value() == 0.2
    dialog.t.setValue(0.333)
    assert dialog.t_slider.value() == 33 and dialog.step().arguments[1] == "0.333"
    choose(dialog, "ema", qtbot)
    assert dialog.step().arguments[1] == "0.999"
    dialog.decay.setValue(0.9)
    assert dialog.step().arguments[1] == "0.9"


def test_that_every_method_makes_a_step_that_can_be_applied(make, paths, qtbot, tmp_path):
    torch.save({"a.lora_A.weight": torch.ones(1, 3), "a.lora_B.weight": torch.ones(2, 1)}, tmp_path / "l.pth")
    first = Draft.of(open_checkpoint(paths[0]))
    dialog = make(others=paths[1:2])
    for method in METHODS:
        if method == "lora":
            dialog.files.remove(1)
            dialog.add_files([str(tmp_path / "l.pth")])
        choose(dialog, method, qtbot)
        assert dialog.explanation.text() == METHODS[method] and dialog.ok.isEnabled()
        assert apply(first, dialog.step(), open_checkpoint).items["a"] != first.items["a"]


def test_that_what_cannot_be_read_or_merged_is_said(make, paths, qtbot, tmp_path):
    (tmp_path / "x.pth").write_bytes(b"nothing")
    dialog = make(others=[str(tmp_path / "x.pth")])
    assert "x.pth: No known kind of checkpoint" in dialog.blank.text() and not dialog.ok.isEnabled()
    assert dialog.summary.text() == "These files cannot be merged."
    dialog.files.remove(1)
    dialog.add_files(paths[1:2])
    choose(dialog, "lora", qtbot)
    assert dialog.blank.text() == "1.pth holds no pair of LoRA matrices." and not dialog.ok.isEnabled()


def test_that_a_failed_worker_is_told(make, paths, qtbot):
    def broken(*_args, **_kwargs):
        raise ValueError("out of order")

    dialog = make(tasks=FakeTasks(answers={"look": broken}))
    dialog.add_files(paths[1:2])
    qtbot.waitUntil(lambda: "out of order" in dialog.blank.text())
    assert not dialog.ok.isEnabled()


def test_that_an_older_answer_is_dropped_and_closing_cancels(make, paths, qtbot):
    tasks = FakeTasks(held=True)
    dialog = make(tasks=tasks)
    dialog.add_files(paths[1:2])
    qtbot.waitUntil(lambda: tasks.asked_for("look") == 1)
    assert dialog.summary.text() == "Reading the files…" and not dialog.ok.isEnabled()
    old = dialog._task
    old.progressed.emit(1, 4, "")
    assert dialog.summary.text() == "Reading the files… 25 %"
    dialog.add_files(paths[2:])
    assert old.over
    qtbot.waitUntil(lambda: tasks.asked_for("look") == 2)
    tasks.release()
    assert dialog._look.left == 3
    choose_task = dialog.method
    choose_task.setCurrentIndex(1)
    qtbot.waitUntil(lambda: tasks.asked_for("look") == 3)
    last = dialog._task
    dialog.reject()
    assert last.over


def test_that_many_conflicts_are_counted_and_the_first_listed(make, qtbot, paths):
    many = tuple(Conflict("extra", f"k{place}", "x.pth") for place in range(merge_work.LISTED))
    tasks = FakeTasks(answers={"look": lambda *_a, **_k: MergeLook(1, 0, 0, 5000, 0, many)})
    dialog = make(tasks=tasks, others=paths[1:2])
    assert dialog.summary.text() == "Computed: 1 · conflicts: 5,000 · the first 2,000 are listed"
    assert dialog.conflicts.rows.rowCount() == merge_work.LISTED


def test_that_files_are_opened_again_only_when_they_changed(paths, monkeypatch):
    merge_work._opened.clear()
    first = look(paths[0], (), (paths[1],), "average")
    kept = merge_work._opened[paths[1]][1]
    assert look(paths[0], (), (paths[1],), "ema").merged == first.merged == 2
    assert merge_work._opened[paths[1]][1] is kept
    torch.save({"a": torch.ones(9)}, paths[1])
    changed = look(paths[0], (), (paths[1],), "average")
    assert changed.merged == 0 and changed.left == 3 and merge_work._opened[paths[1]][1] is not kept


def test_that_it_works_with_a_real_worker(qtbot, tasks, paths):
    dialog = MergeDialog(tasks, paths[0])
    qtbot.addWidget(dialog)
    dialog.add_files(paths[1:2])
    qtbot.waitUntil(lambda: dialog._look is not None, timeout=20_000)
    assert dialog._look.merged == 2 and dialog.ok.isEnabled()


def test_that_every_control_has_a_name(make, paths, qtbot):
    dialog = make(others=paths[1:])
    choose(dialog, "weighted", qtbot)
    own = [dialog.list, dialog.method, dialog.t, dialog.t_slider, dialog.decay, dialog.conflicts, dialog.normalise]
    own += [
        dialog.add_button,
        dialog.tab_button,
        dialog.remove_button,
        dialog.up_button,
        dialog.down_button,
        *boxes(dialog),
    ]
    assert all(isinstance(widget, QWidget) and widget.objectName() and widget.accessibleName() for widget in own)
    assert dialog.focusPolicy() is not None and all(widget.focusPolicy() != Qt.FocusPolicy.NoFocus for widget in own)


def test_that_the_window_has_every_sentence_of_merging(qapp):
    assert CONFLICTS == CONFLICT_TEXTS and METHODS == METHOD_TEXTS and set(METHOD_NAMES) == set(METHODS)
    codes = {code for code in SENTENCES if code.startswith("merge-")} | {"no-pairs"}
    assert {code: SENTENCES[code] for code in codes} == ERROR_TEXTS
    odd = Conflict("shape", "{x}", "f.pth", (("first", "1"),))
    with pytest.raises(KeyError):
        odd.message
    assert conflict_text(Conflict("missing", "{x}", "f.pth")) == "f.pth has no {x}; it stays as in the first."
