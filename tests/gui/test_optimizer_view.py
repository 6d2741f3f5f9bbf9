"""The optimizer lens: state beside its weight, groups, and dropping it as one step that can be undone."""

import pytest

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.checkpoint.edits.editor import Editor
from desktop_app.gui.checkpoint.health.optimizer_view import OptimizerView
from desktop_app.gui.checkpoint.session import CheckpointSession
from tests.gui.fakes import FakeTasks

torch = pytest.importorskip("torch")


@pytest.fixture
def make(qtbot, qapp, tmp_path):
    def made(*, optimizer=True):
        torch.manual_seed(0)
        net = torch.nn.Sequential(torch.nn.Linear(40, 30), torch.nn.Linear(30, 2))
        adam = torch.optim.AdamW(net.parameters(), lr=0.02)
        net(torch.randn(8, 40)).sum().backward()
        adam.step()
        torch.save(
            {"model": net.state_dict(), **({"optimizer": adam.state_dict()} if optimizer else {})}, tmp_path / "a.pth"
        )
        tasks = FakeTasks()
        session = CheckpointSession(open_checkpoint(tmp_path / "a.pth"), tasks)  # type: ignore[arg-type]
        tasks.setParent(session)
        session.editor = Editor(session, session)
        view = OptimizerView(session)
        session.setParent(view)
        session.checkpoint_changed.connect(view.refresh_checkpoint)
        qtbot.addWidget(view)
        view.resize(900, 300)
        with qtbot.waitExposed(view):
            view.show()
        qtbot.waitUntil(lambda: view._lens is not None)
        return view

    return made


def test_that_a_parameter_selects_its_weight_and_both_moments(make):
    view = make()
    group = view.list.topLevelItem(0).child(0)
    assert view.list.topLevelItem(0).text(0).startswith("AdamW") and "lr 0.02" in group.text(0)
    assert [group.child(n).text(0) for n in range(4)] == ["0.weight", "0.bias", "1.weight", "1.bias"]
    assert group.child(2).text(3) == "1"
    view.list.setCurrentItem(group.child(2))
    names = [view._session.checkpoint.tensors[place].name for place in view._session.selection.tensors]
    assert names == ["1.weight", "optimizer/state/2/exp_avg", "optimizer/state/2/exp_avg_sq"]


def test_that_dropping_is_one_step_that_can_be_undone(make, qtbot):
    view = make()
    session = view._session
    before = len(session.checkpoint.tensors)
    view.drop_button.click()
    qtbot.waitUntil(lambda: len(session.checkpoint.tensors) == 4)
    assert not view.drop_button.isEnabled() and "not part" in view.summary.text()
    assert len(session.editor.steps) == 1
    session.editor.document.undo()
    qtbot.waitUntil(lambda: len(session.checkpoint.tensors) == before)
    assert view.drop_button.isEnabled()


def test_that_a_file_without_an_optimizer_says_so(make):
    view = make(optimizer=False)
    assert "no optimizer" in view.summary.text() and view.list.isHidden() and view.drop_button.isHidden()


def test_that_a_parameter_can_be_read_in_a_narrow_pane(make, qtbot):
    view = make()
    view.resize(330, 300)
    qtbot.waitUntil(lambda: view.list.viewport().width() < 330)
    name = view.fontMetrics().horizontalAdvance("encoder.weight")
    assert view.list.columnWidth(0) > name + 2 * view.list.indentation()
