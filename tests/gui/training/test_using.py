"""What is done with a trained net: questions to it, proposals, export, commands for other machines; a stand-in answers for torch."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from desktop_app.engine.errors import EngineError
from desktop_app.gui.engine import Engine
from desktop_app.gui.propose_dialog import ProposeDialog
from desktop_app.gui.training.elsewhere_dialog import ElsewhereDialog
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.map_view import MapView
from desktop_app.gui.training.model_view import ModelView
from desktop_app.gui.training.work import curves_of, tensorboard


class Answering:
    """Answers instead of the child: `{function's name: result or error}`."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def call(self, function, *arguments, progress, stop):
        self.asked.append((function.__name__, arguments))
        answer = self.answers[function.__name__]
        if isinstance(answer, EngineError):
            raise answer
        return answer

    def close(self):
        pass


@pytest.fixture
def engine_that(tasks):
    def make(**answers):
        engine = Engine(tasks)
        engine._child = Answering(answers)
        return engine

    return make


def box(score, label="cat"):
    return {"kind": "rectangle", "label": label, "points": [[1, 1], [9, 9]], "score": score, "source": "model:x"}


@pytest.fixture
def dialog_of(qtbot):
    def make(engine, paths=("/a.png", "/b.png")):
        dialog = ProposeDialog(
            engine,
            lambda: {"image": paths[:1], "selected": (), "unlabelled": paths, "all": paths},
            ["/run/checkpoints/best.pth"],
        )
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def answer(path, *scores, problem="", classes=None):
    return {
        "path": path,
        "shapes": [box(score) for score in scores],
        "classes": classes or {},
        "width": 10,
        "height": 10,
        "problem": problem,
    }


def test_that_the_slider_chooses_among_proposals_without_asking_again(qtbot, engine_that, dialog_of):
    engine = engine_that(
        propose=[answer("/a.png", 0.9, 0.3), answer("/b.png", 0.4, problem="It is broken.", classes={"day": 0.8})]
    )
    dialog = dialog_of(engine)
    dialog.scope.setCurrentIndex(dialog.scope.findData("all"))
    dialog.start.click()
    qtbot.waitUntil(dialog.apply.isEnabled)
    assert "It is broken." in dialog.said.text()
    dialog.sure.setValue(35)
    with qtbot.waitSignal(dialog.proposals_ready) as ready:
        dialog.apply.click()
    found = {path: ([shape.score for shape in shapes], classes) for path, (shapes, classes) in ready.args[0].items()}
    assert found == {"/a.png": ([0.9], []), "/b.png": ([0.4], ["day"])}
    assert len(engine._child.asked) == 1


def test_that_a_checkpoint_that_is_no_model_of_ours_asks_for_its_architecture(qtbot, engine_that, dialog_of):
    engine = engine_that(propose=EngineError("failed", kind="x.pth", reason="It does not say which model it is of."))
    dialog = dialog_of(engine)
    assert not dialog.model.isVisible()
    dialog.start.click()
    qtbot.waitUntil(dialog.model.isVisible)
    assert "does not say" in dialog.said.text()
    dialog.model.setText("torchvision:resnet18")
    dialog.classes.setText("cat, dog ,")
    engine._child.answers["propose"] = [answer("/a.png", 0.9)]
    dialog.start.click()
    qtbot.waitUntil(dialog.apply.isEnabled)
    assert engine._child.asked[-1][1][0] == {
        "checkpoint": "/run/checkpoints/best.pth",
        "model": "torchvision:resnet18",
        "classes": ["cat", "dog"],
    }


def test_that_nothing_is_asked_for_a_scope_without_images(engine_that, dialog_of):
    engine = engine_that()
    dialog = dialog_of(engine)
    dialog.scope.setCurrentIndex(dialog.scope.findData("selected"))
    dialog.start.click()
    assert not engine._child.asked and dialog.said.text()


@pytest.fixture
def view_of(qtbot, tasks, finished_run, engine_that):
    def make(**answers):
        follower = RunFollower(finished_run.folder, tasks)
        view = ModelView(follower, engine_that(**answers))
        follower.setParent(view)
        qtbot.addWidget(view)
        view.resize(900, 600)
        view.show()
        qtbot.waitUntil(view.run_button.isEnabled)
        return view

    return make


def test_that_the_queue_names_images_and_return_opens_them(qtbot, view_of, finished_run):
    path = str(finished_run.pictures / "image-5.png")
    view = view_of(next_to_label=[{"image": path, "why": "uncertain", "uncertainty": 0.7}])
    view.run_button.click()
    qtbot.waitUntil(lambda: view.queue.topLevelItemCount() == 1)
    assert view._engine._child.asked[0][1][1] == [path]
    view.queue.setCurrentItem(view.queue.topLevelItem(0))
    with qtbot.waitSignal(view.image_wanted) as wanted:
        qtbot.keyClick(view.queue, Qt.Key.Key_Return)
    assert wanted.args == [path]


def test_that_doubts_name_the_image_and_what_differs(qtbot, view_of, finished_run):
    view = view_of(
        doubts=[
            {"image": "image-1.png", "kind": "wrong class", "label": "cat", "said": "dog", "score": 0.9, "shape": None}
        ]
    )
    view.tabs.setCurrentIndex(1)
    view.run_button.click()
    qtbot.waitUntil(lambda: view.doubts.topLevelItemCount() == 1)
    item = view.doubts.topLevelItem(0)
    assert [item.text(column) for column in range(5)] == ["image-1.png", "another class", "cat", "dog", "0.90"]
    assert item.toolTip(0) == str(finished_run.pictures / "image-1.png")


def test_that_a_question_that_fails_is_one_sentence_and_can_be_asked_again(qtbot, view_of):
    view = view_of(image_map=EngineError("memory", limit="8 GB"))
    view.tabs.setCurrentIndex(2)
    view.run_button.click()
    qtbot.waitUntil(lambda: "8 GB" in view.said.text())
    assert view.run_button.isEnabled() and not view.bar.isVisible()


def test_that_every_question_has_its_name(view_of):
    tabs = view_of().tabs
    assert all(tabs.tabText(place) for place in range(tabs.count())) and tabs.count() == 5


def test_that_layers_of_the_net_are_shown_with_their_maps(qtbot, view_of):
    layer = {
        "name": "stem", "kind": "Conv2d", "shape": [2, 3, 4], "means": [0.1, 0.2], "highest": [1.0, 2.0], "dead": 0.25,
        "maps": bytes(range(24)), "maps_shape": [2, 3, 4],
    }  # fmt: skip
    view = view_of(look_inside=[layer])
    view.tabs.setCurrentIndex(3)
    view.run_button.click()
    qtbot.waitUntil(lambda: view.inside.maps.count() == 2)
    assert "25 %" in view.inside.layers.item(0).toolTip()


def test_that_a_line_drawn_around_points_chooses_their_images(qtbot):
    view = MapView()
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    view.show_places(["/a", "/b", "/c"], [[-0.9, -0.9], [-0.8, -0.8], [0.9, 0.9]], ["x", "x", "y"])
    around = [view._at(0) + QPointF(*by) for by in ((-20, 20), (40, 20), (60, -60), (-20, -60), (-22, 0))]
    with qtbot.waitSignal(view.images_chosen) as chosen:
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=around[0].toPoint())
        for place in around[1:]:
            view._line.append(place)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=around[-1].toPoint())
    assert chosen.args == [["/a", "/b"]]
    view.grab()
    with qtbot.waitSignal(view.image_wanted) as wanted:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view._at(2).toPoint())
    assert wanted.args == ["/c"]


def test_that_commands_for_other_machines_follow_the_fields(qtbot, finished_run):
    dialog = ElsewhereDialog(finished_run.folder)
    qtbot.addWidget(dialog)
    dialog.host.setText("box.lab")
    dialog.there.setText("/data/my run")
    assert dialog.command().startswith("ssh box.lab ") and "my run" in dialog.command()
    dialog.tabs.setCurrentIndex(1)
    dialog.nodes.setValue(2)
    assert "#SBATCH --nodes=2" in dialog.command()


def test_that_another_run_can_be_drawn_beside_and_written_for_tensorboard(finished_run, tmp_path):
    curves = curves_of(str(finished_run.folder.path))
    assert sorted(curves.loss) == list(range(1, 13)) and [curves.metrics["accuracy"][step] for step in (4, 12)] == [
        0.5,
        0.75,
    ]
    assert (tmp_path / tensorboard(str(finished_run.folder.path), str(tmp_path / "board"))).stat().st_size > 100


def test_that_an_export_says_how_far_it_is_from_the_model(qtbot, tasks, finished_run, engine_that, tmp_path):
    from desktop_app.gui.training.export_dialog import ExportDialog

    target = str(tmp_path / "model.onnx")
    engine = engine_that(export={"path": target, "outputs": ["heat"], "difference": 2e-7, "judge": "onnxruntime"})
    follower = RunFollower(finished_run.folder, tasks)
    dialog = ExportDialog(engine, follower)
    follower.setParent(dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.export_to(target)
    qtbot.waitUntil(dialog.write.isEnabled)
    assert "2e-07" in dialog.said.text() and target in dialog.said.text()
    assert engine._child.asked[0][1][1:] == (target, str(finished_run.pictures / "image-0.png"))


def test_that_leaving_a_page_ends_what_it_asked(qtbot, view_of):
    view = view_of(doubts=[])
    view.run_button.click()
    view.stop()
    assert view._task is None and not view.bar.isVisible()
