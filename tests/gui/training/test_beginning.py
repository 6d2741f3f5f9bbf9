"""The list of runs and the page of a new one."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_app.annotation.model import LabelSchema
from desktop_app.gui.training.augment_editor import AugmentEditor
from desktop_app.gui.training.knob_form import KnobForm
from desktop_app.gui.training.run_list import RunList
from desktop_app.gui.training.setup_page import SetupPage
from desktop_app.gui.training.workspace import TrainWorkspace
from desktop_app.training.config import RunConfig
from desktop_app.training.run_folder import RunFolder
from tests.gui.fakes import FakeTasks


@pytest.fixture
def setup(qtbot, tasks):
    made = SetupPage(tasks)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


@pytest.fixture
def workspace(qtbot, tasks, settings):
    made = TrainWorkspace(tasks, settings)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made
    made.shut()


def test_that_the_task_follows_from_the_labels_and_the_counts_are_seen(qtbot, setup, pictures):
    assert not setup.train.isEnabled()
    setup.show_data(str(pictures))
    qtbot.waitUntil(lambda: setup.facts is not None)
    assert setup.chosen_task() == "detection"
    tree = setup.classes.tree
    rows = {tree.topLevelItem(row).text(0): tree.topLevelItem(row).text(1) for row in range(tree.topLevelItemCount())}
    assert rows == {"dog": "3", "cat": "2"}
    assert "1" in setup.classes.left.text()
    assert setup.train.isEnabled()


def test_that_a_task_that_cannot_learn_from_the_labels_cannot_be_started(qtbot, setup, pictures):
    setup.show_data(str(pictures))
    qtbot.waitUntil(lambda: setup.facts is not None)
    setup.task.setCurrentIndex(setup.task.findData("keypoints"))
    setup.task.activated.emit(setup.task.currentIndex())
    assert not setup.train.isEnabled() and setup.sentence.text()


@pytest.mark.parametrize(("split", "says"), [({}, False), ({"train": 2, "val": 1}, False), ({"train": 3}, True)])
def test_that_a_split_that_holds_nothing_out_is_told(qtbot, setup, pictures, split, says):
    setup.show_data(str(pictures))
    qtbot.waitUntil(lambda: setup.facts is not None)
    setup.facts = replace(setup.facts, split=split)
    setup._tell()
    assert ("holds no image out" in setup.sentence.text()) == says
    assert setup.train.isEnabled()


def test_that_a_folder_that_is_not_there_is_one_sentence(qtbot, setup, tmp_path):
    setup.show_data(str(tmp_path / "nothing"))
    qtbot.waitUntil(lambda: not setup.busy.isVisible())
    assert not setup.train.isEnabled() and setup.sentence.text()


def test_that_the_form_says_what_the_run_is_told(qtbot, setup, pictures):
    setup.show_data(str(pictures))
    qtbot.waitUntil(lambda: setup.facts is not None)
    setup.form.fields["epochs"].setValue(7)
    setup.more_form.fields["optimizer"].setCurrentText("sgd")
    setup.more_form.fields["learning_rate"].setValue(0.00025)
    setup.more_form.fields["frozen_backbone"].setChecked(True)
    with qtbot.waitSignal(setup.train_wanted) as wanted:
        setup.train.click()
    config = wanted.args[0]
    assert (config.data, config.task, config.model, config.epochs) == (str(pictures), "detection", "small", 7)
    assert (config.optimizer, config.learning_rate, config.frozen_backbone, config.augment) == (
        "sgd",
        0.00025,
        True,
        None,
    )


def test_that_the_settings_of_another_run_come_back_as_they_were(qtbot, setup, pictures):
    given = RunConfig(data=str(pictures), task="segmentation", model="lraspp_mobilenet_v3", epochs=9, seed=5, schedule="linear", augment=({"name": "RandomGrayscale", "p": 0.25},))  # fmt: skip
    setup.show_config(given)
    qtbot.waitUntil(lambda: setup.facts is not None)
    assert setup.config() == given


def test_that_a_model_that_is_not_known_is_said_and_not_started(qtbot, setup, pictures):
    setup.show_data(str(pictures))
    qtbot.waitUntil(lambda: setup.facts is not None)
    setup.model.setCurrentText("gpt-9")
    assert not setup.train.isEnabled() and "gpt-9" in setup.sentence.text()


def test_that_weights_are_downloaded_only_after_consent(qtbot, setup, pictures, monkeypatch):
    from PySide6.QtWidgets import QMessageBox

    setup.show_data(str(pictures))
    qtbot.waitUntil(lambda: setup.facts is not None)
    setup.model.setCurrentText("ssdlite320_mobilenet_v3")
    place = setup.weights.findData("torchvision")
    answers = iter((QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: next(answers))
    setup.weights.setCurrentIndex(place)
    setup.weights.activated.emit(place)
    assert setup.config().weights == "" and not setup.config().allow_download
    setup.weights.setCurrentIndex(place)
    setup.weights.activated.emit(place)
    assert setup.config().weights == "torchvision" and setup.config().allow_download


def test_that_a_preview_of_images_that_are_no_longer_learnt_from_is_not_shown(qtbot):
    one = {"path": "a.png", "shapes": [], "skeletons": {}, "schema": LabelSchema()}
    pixels = {"pixels": bytes(8 * 8 * 3), "width": 8, "height": 8, "shapes": []}
    answers = {"example_images": lambda *_: [one], "augmented": lambda *_: [pixels, pixels]}
    tasks = FakeTasks(answers=answers, held=True)
    editor = AugmentEditor(tasks)  # type: ignore[arg-type]
    tasks.setParent(editor)
    qtbot.addWidget(editor)
    editor.engine = SimpleNamespace(ask=lambda function, *args, latest: tasks.run(function, *args, latest=latest))  # type: ignore[assignment]
    editor.live.setChecked(True)
    editor.set_data("/images", "classification")
    qtbot.waitUntil(lambda: tasks.asked_for("example_images") > 0)
    tasks.release()
    qtbot.waitUntil(lambda: tasks.asked_for("augmented") > 0)
    editor.set_data("", "classification")
    tasks.release()
    assert not any(picture.caption for picture in editor.pictures)


def test_that_the_list_of_changes_can_be_edited_and_put_back(qtbot, setup):
    editor = setup.augment
    assert editor.steps() is None
    editor.add.activated.emit(editor.add.findData("GaussianBlur"))
    names = [step["name"] for step in editor.steps()]
    assert names[-1] == "GaussianBlur" and len(names) == 4
    editor.up.click()
    assert [step["name"] for step in editor.steps()][2] == "GaussianBlur"
    editor.numbers.findChild(type(setup.more_form.fields["clip"]).__mro__[1], "augment-p-0").setValue(0.25)
    assert editor.steps()[2]["p"] == 0.25
    editor.remove.click()
    assert [step["name"] for step in editor.steps()] == names[:3]
    editor.usual.click()
    assert editor.steps() is None


def test_that_the_list_keeps_its_runs_and_says_how_they_stand(qtbot, tasks, settings, finished_run, tmp_path):
    runs = RunList(tasks, settings)
    qtbot.addWidget(runs)
    runs.add([str(finished_run.folder.path), str(tmp_path / "gone")])
    again = RunList(tasks, settings)
    qtbot.addWidget(again)
    again.look()
    qtbot.waitUntil(lambda: len(again.lines) == 2)
    assert [again.lines[path]["state"] for path in again.paths()] == ["finished", "missing"]
    assert "0.75" in again.list.item(0).text()
    again.list.setCurrentRow(1)
    qtbot.keyClick(again, Qt.Key.Key_Delete)
    assert again.paths() == [str(finished_run.folder.path)]


def test_that_a_folder_of_runs_is_opened_into_the_list(qtbot, workspace, finished_run, made_up_run):
    made_up_run("run-2")
    workspace.open_paths([str(finished_run.folder.path.parent)])
    qtbot.waitUntil(lambda: len(workspace.runs.paths()) == 2)
    qtbot.waitUntil(lambda: workspace.page is not None)


def test_that_a_folder_without_runs_is_one_sentence(qtbot, workspace, tmp_path):
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(workspace.complained):
        workspace.open_paths([str(tmp_path / "empty")])


def test_that_train_prepares_a_folder_and_starts_its_process(qtbot, workspace, pictures, monkeypatch):
    started = []
    monkeypatch.setattr(TrainWorkspace, "start_process", lambda self, path: started.append(path))
    workspace.setup.show_data(str(pictures))
    qtbot.waitUntil(workspace.setup.train.isEnabled)
    workspace.setup.train.click()
    qtbot.waitUntil(lambda: bool(started) and workspace.page is not None)
    folder = RunFolder(workspace.page.follower.folder.path)
    assert started == [str(folder.path)] == workspace.runs.paths()
    assert folder.read_config().task == "detection" and folder.data.is_file()


def test_that_settings_that_cannot_be_prepared_leave_no_folder_behind(qtbot, workspace, pictures, tmp_path):
    workspace.setup.show_data(str(pictures))
    qtbot.waitUntil(workspace.setup.train.isEnabled)
    for path in pictures.glob("*.json"):
        path.unlink()
    workspace.setup.train.click()
    qtbot.waitUntil(lambda: not workspace.setup.busy.isVisible())
    assert workspace.page is None and workspace.setup.sentence.text()
    assert not list((tmp_path / "runs").glob("*"))


def test_that_every_widget_that_a_person_uses_has_a_name(qtbot, workspace, finished_run):
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit

    workspace.open_paths([str(finished_run.folder.path)])
    qtbot.waitUntil(lambda: workspace.page is not None)
    workspace.plots_ready()
    for kind in (QAbstractItemView, QComboBox, QAbstractSlider, QLineEdit, QAbstractButton):
        for widget in workspace.findChildren(kind):
            if (
                widget.objectName().startswith("qt_")
                or not widget.objectName()
                or "scroll" in type(widget).__name__.lower()
            ):
                continue
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or text, widget.objectName()


def test_that_runs_can_be_looked_at_in_turn(qtbot, workspace, finished_run, made_up_run):
    other = made_up_run("run-2")
    other.steps(1, 3)
    workspace.plots_ready()
    workspace.runs.add([str(finished_run.folder.path), str(other.folder.path)])
    for path in (*workspace.runs.paths(), "", *workspace.runs.paths(), ""):
        workspace.runs.choose(path)
        if path:
            qtbot.waitUntil(lambda: bool(workspace.page.follower.curves.loss))
            for place in range(workspace.page.tabs.count()):
                workspace.page.tabs.setCurrentIndex(place)
            qtbot.wait(30)
    assert workspace.page is None and workspace.stack.count() == 1


def test_that_a_run_that_went_astray_is_tried_again_from_its_best_weights_with_a_tenth_of_the_rate(
    qtbot, workspace, finished_run
):
    from desktop_app.training.config import save_config

    given = RunConfig(data=str(finished_run.pictures), task="detection", learning_rate=0.02)
    save_config(given, finished_run.folder.config)
    workspace.duplicate(str(finished_run.folder.path), calmer=True)
    qtbot.waitUntil(lambda: workspace.setup.facts is not None)
    config = workspace.setup.config()
    assert (config.weights, config.learning_rate) == (str(finished_run.folder.best), 0.002)


def test_that_a_checkpoint_to_begin_with_brings_its_model(qtbot, setup, pictures, tmp_path):
    import subprocess
    import sys

    path = tmp_path / "theirs.pth"
    made = f"import torch, torchvision; torch.save(torchvision.models.shufflenet_v2_x0_5(num_classes=4).state_dict(), {str(path)!r})"
    subprocess.run([sys.executable, "-c", made], check=True)
    setup.show_data(str(pictures), "classification")
    qtbot.waitUntil(lambda: setup.facts is not None)
    setup.begin_from(str(path))
    qtbot.waitUntil(lambda: setup.model.currentText() == "shufflenet_v2_x0_5", timeout=20000)
    assert setup.config().weights == str(path) and setup.config().model == "shufflenet_v2_x0_5"


def test_that_the_button_is_followed_by_a_sentence_until_the_run_says_something(qtbot, setup, pictures):
    setup.show_data(str(pictures))
    qtbot.waitUntil(lambda: setup.facts is not None)
    before = setup.sentence.text()
    setup.set_starting(True)
    assert setup.sentence.text() not in ("", before)
    setup.set_starting(False)
    assert setup.sentence.text() == before


def test_that_a_narrow_page_is_not_scrolled_sideways(qtbot, setup):
    setup.resize(545, 600)
    area = setup.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width())
    setup.resize(1000, 600)
    qtbot.waitUntil(lambda: setup.augment.halves.orientation() == Qt.Orientation.Horizontal)


def test_that_choices_are_words_of_the_window_and_values_of_the_run(qtbot):
    form = KnobForm(more=False)
    qtbot.addWidget(form)
    device = form.fields["device"]
    assert (device.currentText(), form.values()["device"]) == ("automatic", "auto")
    device.setCurrentIndex(device.findData("cpu"))
    assert form.values()["device"] == "cpu"
    device.setEditText("cuda:1")
    form._retranslate()
    assert form.values()["device"] == "cuda:1"
    form.show_config(RunConfig())
    assert (device.currentText(), form.values()["device"]) == ("automatic", "auto")


def test_that_tab_goes_through_the_page_of_a_new_run_from_top_to_bottom(qtbot, setup, pictures):
    setup.show_data(str(pictures))
    qtbot.waitUntil(setup.train.isEnabled)
    setup.more.setChecked(True)
    setup.augment.list.setCurrentRow(0)
    setup.augment.list.setCurrentRow(1)
    qtbot.waitUntil(lambda: (box := setup.findChild(QWidget, "augment-p-0")) is not None and box.isVisible())
    names = []
    widget = setup.data
    while (widget := widget.nextInFocusChain()) is not setup.data:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.objectName():
            names.append(widget.objectName())
    wanted = ("run-task", "run-model", "run-weights", "knob-epochs", "run-more", "knob-batch_size", "augment-steps", "augment-p-0", "augment-live", "runs-folder", "runs-browse", "run-train")  # fmt: skip
    assert [name for name in names if name in wanted] == list(wanted)
