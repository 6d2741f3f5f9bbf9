"""The repair dialog: reads, lists what is lost, writes what is whole, and opens it."""

import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.checkpoint.damage.repair_dialog import RepairDialog
from desktop_app.gui.checkpoint.session import CheckpointSession
from tests.gui.fakes import FakeTasks

torch = pytest.importorskip("torch")


@pytest.fixture
def make(qtbot, qapp, tmp_path):
    def made(share=1.0, *, held=False):
        torch.manual_seed(0)
        torch.save({f"l{n}.weight": torch.randn(30, 30) for n in range(5)}, tmp_path / "m.pth")
        data = (tmp_path / "m.pth").read_bytes()
        (tmp_path / "m.pth").write_bytes(data[: int(len(data) * share)])
        tasks = FakeTasks(held=held)
        session = CheckpointSession(open_checkpoint(tmp_path / "m.pth"), tasks)  # type: ignore[arg-type]
        host = QWidget()
        qtbot.addWidget(host)
        dialog = RepairDialog(session, host)  # deletes itself when it is closed
        session.setParent(host)
        tasks.setParent(host)
        dialog.host = host
        with qtbot.waitExposed(dialog):
            dialog.show()
        if not held:
            qtbot.waitUntil(lambda: dialog._found is not None or bool(dialog._problem))
        return dialog

    return made


def test_that_what_is_lost_is_listed_and_the_rest_is_written_and_opened(make, tmp_path, qtbot):
    dialog = make(0.6)
    rows = [dialog.lost.topLevelItem(row).text(0) for row in range(dialog.lost.topLevelItemCount())]
    assert rows and "of 5 tensors are whole" in dialog.summary.text()
    assert all(dialog.lost.topLevelItem(row).text(2) for row in range(len(rows)))
    assert dialog.path.text() == str(tmp_path / "m-repaired.pth")
    with qtbot.waitSignal(dialog.repaired) as caught:
        dialog.save.click()
    found = torch.load(caught.args[0], weights_only=True)
    assert sorted([*found, *rows]) == [f"l{n}.weight" for n in range(5)]
    with qtbot.waitSignal(dialog.open_wanted) as caught:
        dialog.open_button.click()
    assert caught.args == [str(tmp_path / "m-repaired.pth")]


def test_that_a_sound_file_is_said_to_be_so(make):
    dialog = make()
    assert "Nothing is damaged" in dialog.summary.text() and dialog.lost.isHidden() and dialog.save.isEnabled()


def test_that_nothing_whole_leaves_nothing_to_save(make):
    dialog = make(0.14)
    assert dialog._found.whole == 0
    assert "no whole tensor" in dialog.summary.text() and not dialog.save.isEnabled() and dialog.path.isHidden()


def test_that_a_place_that_cannot_be_written_is_told_and_can_be_changed(make, tmp_path, qtbot):
    dialog = make(0.6)
    dialog.path.setText(str(tmp_path / "none" / "x.pth"))
    dialog.save.click()
    qtbot.waitUntil(lambda: "cannot be written" in dialog.summary.text())
    dialog.path.setText(str(tmp_path / "x.pth"))
    with qtbot.waitSignal(dialog.repaired):
        dialog.save.click()


def test_that_closing_cancels_what_is_under_way(make):
    dialog = make(held=True)
    task = dialog._task
    assert dialog.close_button.text() == "Cancel"
    dialog.close_button.click()
    assert task.over
