"""The page of a run: what it says at each state, its buttons, and its views."""

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.annotation.label_colours import colours_of, shown_colour
from desktop_app.annotation.model import Label, LabelSchema, Shape, points_of
from desktop_app.gui.language import apply_language
from desktop_app.gui.training.curves import Series
from desktop_app.gui.training.curves_view import PLOTS
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.run_list import RunList, colour_of
from desktop_app.gui.training.watch_page import WatchPage
from desktop_app.gui.training.work import example_images, preview_of
from desktop_app.gui.training.workspace import TrainWorkspace
from desktop_app.training.config import RunConfig, save_config
from desktop_app.training.record.events import End, Paused, Saved, Start, Step, Trouble, Validation
from desktop_app.training.record.previews import PreviewImage, write_preview
from desktop_app.training.run_folder import held
from tests.gui.training.conftest import START


@pytest.fixture
def page_of(qtbot, tasks):
    def make(run):
        page = WatchPage(RunFollower(run.folder, tasks))
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.plots_ready()
        qtbot.waitUntil(lambda: page.curves is not None and set(page.curves.plots) == set(PLOTS))
        return page

    return make


def looked_at(qtbot, page, name):
    page.tabs.setCurrentWidget(page.views[name])
    qtbot.waitUntil(lambda: page.findChild(QWidget, f"{name}-view") is not None)
    return page.findChild(QWidget, f"{name}-view")


def test_that_a_view_is_made_when_it_is_looked_at_and_once(qtbot, page_of, finished_run):
    page = page_of(finished_run)
    assert page.findChild(QWidget, "log-view") is None and page.findChild(QWidget, "layers-view") is None
    for name in ("log", "layers", "log", "layers"):
        page.tabs.setCurrentWidget(page.views[name])
    looked_at(qtbot, page, "layers")
    assert [len(page.findChildren(QWidget, f"{name}-view")) for name in ("curves", "log", "layers")] == [1, 1, 1]


def test_that_a_step_is_drawn_within_a_moment_of_being_told(qtbot, page_of, made_up_run):
    run = made_up_run()
    with held(run.folder):
        page = page_of(run)
        qtbot.waitUntil(lambda: page.run_state == "running")
        run.steps(1, 3)
        qtbot.waitUntil(lambda: list(page.follower.curves.loss) == [1, 2, 3])
        qtbot.waitUntil(lambda: bool(page.curves.plots["loss"].listDataItems()))
        drawn = page.curves.plots["loss"].listDataItems()[0].getData()[0]
        assert list(drawn) == [1, 2, 3]


def test_that_pause_and_stop_are_written_into_the_folder(qtbot, page_of, made_up_run):
    run = made_up_run()
    with held(run.folder):
        page = page_of(run)
        qtbot.waitUntil(page.pause.isEnabled)
        page.pause.click()
        assert run.folder.control.read_text() == "pause"
        run.tell(Paused(2))
        qtbot.waitUntil(lambda: page.run_state == "paused")
        page.pause.click()
        assert run.folder.control.read_text() == "run"
        page.stop.click()
        assert run.folder.control.read_text() == "stop"


def test_that_a_run_whose_process_is_gone_is_said_to_have_crashed_and_can_go_on(qtbot, page_of, made_up_run):
    run = made_up_run()
    run.steps(1, 2)
    page = page_of(run)
    qtbot.waitUntil(lambda: page.run_state == "crashed")
    assert page.message.isVisible() and page.message.text()
    with qtbot.waitSignal(page.resume_wanted) as wanted:
        page.pause.click()
    assert wanted.args == [str(run.folder.path)]
    assert page.run_state == "new" and not page.pause.isEnabled()
    page.not_resumed()
    assert page.run_state == "crashed" and page.pause.isEnabled()


def test_that_a_run_that_failed_says_why(qtbot, page_of, made_up_run):
    run = made_up_run()
    run.tell(Trouble("The loss is not a number.", 2, "not-finite"), End("failed", 2, "The loss is not a number."))
    page = page_of(run)
    qtbot.waitUntil(lambda: page.run_state == "failed")
    assert page.message.text() == "The loss is not a number."
    assert not page.open.isEnabled()


def test_that_a_finished_run_offers_its_best_checkpoint(qtbot, page_of, finished_run):
    page = page_of(finished_run)
    qtbot.waitUntil(lambda: page.run_state == "finished")
    assert not page.pause.isEnabled() and not page.stop.isEnabled()
    for button, signal in ((page.open, page.checkpoint_wanted), (page.propose, page.proposals_wanted)):
        with qtbot.waitSignal(signal) as wanted:
            button.click()
        assert wanted.args == [str(finished_run.folder.best)]


def test_that_steps_told_twice_after_a_crash_are_drawn_once(qtbot, page_of, made_up_run):
    run = made_up_run()
    run.steps(1, 4)
    run.tell(
        Start(pid=1, steps_per_epoch=4, step=2, task="classification"),
        Step(3, 0, 9.0, 0.1, 0.1),
        Step(4, 0, 8.0, 0.1, 0.1),
    )
    page = page_of(run)
    qtbot.waitUntil(lambda: 4 in page.follower.curves.loss and page.follower.curves.loss[4] == 8.0)
    assert sorted(page.follower.curves.loss) == [1, 2, 3, 4]


def test_that_the_confusion_matrix_and_each_class_are_those_of_the_last_measurement(qtbot, page_of, finished_run):
    page = page_of(finished_run)
    view = looked_at(qtbot, page, "measures")
    qtbot.waitUntil(lambda: view.tree.topLevelItemCount() == 2)
    assert view.matrix.counts == ((3, 1), (0, 4)) and view.matrix.names == ("dog", "cat")
    rows = {
        view.tree.topLevelItem(row).text(0): view.tree.topLevelItem(row).data(1, Qt.ItemDataRole.DisplayRole)
        for row in range(2)
    }
    assert rows == {"dog": 0.75, "cat": 1.0}
    view.grab()


def test_that_predictions_are_seen_as_they_improve(qtbot, page_of, finished_run):
    page = page_of(finished_run)
    view = looked_at(qtbot, page, "predictions")
    qtbot.waitUntil(lambda: bool(view.pictures) and "90%" in view.pictures[0].caption)
    view.time.setValue(0)
    qtbot.waitUntil(lambda: "70%" in view.pictures[0].caption)
    qtbot.waitUntil(lambda: view.pictures[0].size_of_image == (64, 48))
    with qtbot.waitSignal(view.image_wanted) as wanted:
        qtbot.mouseClick(view.pictures[0], Qt.MouseButton.LeftButton)
    assert wanted.args == [str(finished_run.pictures / "image-0.png")]


def test_that_labels_of_a_run_have_the_colours_that_they_are_drawn_in(finished_run):
    labels = [{"name": "dog", "colour": "#123456"}, {"name": "bird"}]
    (finished_run.pictures / "weightsmith-labels.json").write_text(json.dumps({"version": 1, "labels": labels}))
    drawn = LabelSchema((Label("dog", "#123456"), Label("bird"), Label("cat")))
    shape = Shape("rectangle", ("cat",), points_of([(1, 1), (9, 9)]), score=0.9, source="model:x")
    said = write_preview(finished_run.folder.path / "previews", 99, [PreviewImage("a", "a.png", (shape,), {}, 0.1)])
    images, schema = preview_of(finished_run.folder, said)
    assert images[0].shapes[0].label == "cat"
    assert [shown_colour(schema, label.name) for label in drawn.labels] == [*colours_of(drawn).values()]
    [first, *_] = example_images(str(finished_run.pictures), "detection")
    assert shown_colour(first["schema"], "dog") == "#123456"


def test_that_the_hardest_image_is_first_among_the_suspicious_and_one_key_opens_it(qtbot, page_of, finished_run):
    from desktop_app.training.data.reading import read_source
    from desktop_app.training.data.training_set import training_set
    from desktop_app.training.data.training_set_file import save_training_set

    source = read_source(finished_run.pictures)
    data = training_set(source.labels, "detection", find=source.find)
    save_training_set(data, finished_run.folder.data)
    page = page_of(finished_run)
    view = looked_at(qtbot, page, "suspicious")
    qtbot.waitUntil(lambda: view.tree.topLevelItemCount() == 3)
    assert view.tree.topLevelItem(0).text(0) == data.samples[1].name
    view.tree.setCurrentItem(view.tree.topLevelItem(0))
    with qtbot.waitSignal(page.image_wanted) as wanted:
        qtbot.keyClick(view.tree, Qt.Key.Key_Return)
    assert wanted.args == [data.samples[1].path]
    assert "labelled wrongly" in view.text.text()
    page.follower.curves.loss = Series()  # as if it had only begun: then the list tells little, and says so
    view.retranslate()
    qtbot.waitUntil(lambda: "learnt too little" in view.text.text())


def test_that_damaged_data_of_a_run_is_one_sentence_in_its_view(qtbot, page_of, finished_run):
    finished_run.folder.data.write_text("{")
    page = page_of(finished_run)
    view = looked_at(qtbot, page, "suspicious")
    qtbot.waitUntil(lambda: "damaged" in view.text.text())


def test_that_norms_and_histograms_of_the_chosen_layers_are_drawn(qtbot, page_of, finished_run):
    from desktop_app.training.record.events import Histograms
    from desktop_app.training.record.norms import NormsWriter

    writer = NormsWriter(finished_run.folder.norms, 2)
    for step in range(1, 13):
        writer.add(step, np.float32([step, 2]), np.float32([0.1, 0.2]))
    writer.close()
    counts, ends = np.ones((2, 64), np.float32), np.float32([[-1, 1], [-2, 2]])
    np.savez(
        finished_run.folder.path / "histograms" / "00000012.npz", names=np.array(["stem.weight", "head.weight"]),
        weight_counts=counts, weight_ranges=ends, gradient_counts=counts, gradient_ranges=ends,
    )  # fmt: skip
    finished_run.tell(Histograms("histograms/00000012.npz", 12))
    page = page_of(finished_run)
    view = looked_at(qtbot, page, "layers")
    qtbot.waitUntil(lambda: len(view.over_time.listDataItems()) == 2 and len(view.at_once.listDataItems()) == 2)
    view.list.clearSelection()
    view.list.item(0).setSelected(True)
    assert len(view.over_time.listDataItems()) == 1
    assert list(view.at_once.listDataItems()[0].getData()[0][[0, -1]]) == [-1, 1]


def test_that_errors_stand_in_the_log_one_sentence_each(qtbot, page_of, finished_run):
    finished_run.folder.log.write_text("epoch 1\nepoch 2\n")
    page = page_of(finished_run)
    view = looked_at(qtbot, page, "log")
    qtbot.waitUntil(lambda: view.errors.count() == 1 and "A picture could not be read." in view.errors.item(0).text())
    qtbot.waitUntil(lambda: "epoch 2" in view.log.toPlainText())


def test_that_a_file_of_nonsense_is_a_run_that_has_said_nothing(qtbot, page_of, made_up_run):
    run = made_up_run(started=False)
    run.folder.events.write_bytes(
        b'\x00\xff{"event": "step", "step": "x"}\n[1,2]\n{"event":"step","step":1,"epoch":0,"loss":{}}\n'
    )
    page = page_of(run)
    qtbot.wait(300)
    assert page.run_state == "new" and not page.follower.curves.loss


def test_that_a_learning_rate_that_never_changes_is_read_off_its_axis(qtbot, page_of, made_up_run):
    run = made_up_run()
    with held(run.folder):
        run.steps(1, 6)
        page = page_of(run)
        plot = page.curves.plots["rate"]
        qtbot.waitUntil(lambda: plot.viewRange()[1] == pytest.approx([0, 0.002]))
        run.tell(Step(7, 1, 1.0, 0.004, 0.1, 1.0, 1 << 20))
        qtbot.waitUntil(lambda: plot.viewRange()[1][1] > 0.0039)  # as any curve again
        assert plot.viewRange()[1][0] > 0


def test_that_a_plot_without_numbers_says_so_instead_of_numbering_its_axes(qtbot, page_of, made_up_run):
    run = made_up_run(started=False)
    with held(run.folder):
        page = page_of(run)
        layers = looked_at(qtbot, page, "layers")
        page.tabs.setCurrentWidget(page.views["curves"])
        plots = [*page.curves.plots.values(), layers.over_time, layers.at_once]
        qtbot.waitUntil(lambda: all(plot.said() for plot in plots))
        assert not plots[0].getPlotItem().getAxis("left").style["showValues"]
        assert page.message.isVisible()  # what it waits for
        run.tell(START)
        run.steps(1, 3)
        qtbot.waitUntil(lambda: not page.curves.plots["loss"].said())
        assert plots[0].getPlotItem().getAxis("left").style["showValues"]
        assert page.curves.plots["speed"].said()


def test_that_a_state_keeps_its_colour_under_the_sheet_of_the_window(qtbot, window, finished_run):
    window.show_workspace("train")
    qtbot.waitUntil(lambda: window.workspace.name == "train")
    window.workspace.open_paths([str(finished_run.folder.path)])
    qtbot.waitUntil(lambda: window.workspace.page is not None)
    page = window.workspace.page
    qtbot.waitUntil(lambda: page.curves is not None and set(page.curves.plots) == set(PLOTS))
    assert page.run_state == "finished"
    assert page.state.palette().windowText().color() == colour_of("finished")


def test_that_commands_know_of_a_checkpoint_that_came_while_the_run_goes_on(qtbot, tasks, settings, made_up_run):
    run = made_up_run()
    workspace = TrainWorkspace(tasks, settings)
    qtbot.addWidget(workspace)
    with held(run.folder):
        workspace.open_paths([str(run.folder.path)])
        qtbot.waitUntil(lambda: workspace.page is not None and workspace.page.run_state == "running")
        with qtbot.waitSignal(workspace.selection_changed):
            run.tell(Saved("checkpoints/best.pth", 4, best=True))
        assert next(row for row in workspace.rows() if row.id == "run.open-checkpoint").enabled()
    workspace.shut()


def test_that_a_run_whose_folder_was_moved_says_so_and_is_followed_again_when_it_is_back(qtbot, page_of, finished_run):
    page = page_of(finished_run)
    qtbot.waitUntil(lambda: page.run_state == "finished")
    place = finished_run.folder.path
    place.rename(place.with_name("elsewhere"))
    qtbot.waitUntil(lambda: page.run_state == "missing")
    assert "moved" in page.message.text() and page.message.isVisible()
    assert not any(button.isEnabled() for button in (page.pause, page.stop, page.open, page.propose))
    place.with_name("elsewhere").rename(place)
    qtbot.waitUntil(lambda: page.run_state == "finished")
    assert page.open.isEnabled() and not page.message.isVisible()


def test_that_a_run_that_cannot_be_told_anything_is_one_sentence(qtbot, page_of, made_up_run):
    run = made_up_run()
    with held(run.folder):
        page = page_of(run)
        qtbot.waitUntil(page.pause.isEnabled)
        run.folder.path.rename(run.folder.path.with_name("elsewhere"))
        with qtbot.waitSignal(page.complained) as said:
            page.pause.click()
        assert said.args == ["control: there is no such file or folder."]


def test_that_the_log_stays_where_somebody_reads_it_and_follows_at_its_end(qtbot, page_of, made_up_run):
    run = made_up_run()
    lines = [f"line {number}" for number in range(200)]
    with held(run.folder):
        run.tell(Trouble("A picture could not be read.", 1), Trouble("Another one could not be read.", 2))
        run.folder.log.write_text("\n".join(lines))
        view = looked_at(qtbot, page_of(run), "log")
        bar = view.log.verticalScrollBar()
        qtbot.waitUntil(lambda: view.log.toPlainText().endswith("line 199") and bar.value() == bar.maximum() > 0)
        view.errors.setCurrentRow(1)
        bar.setValue(3)
        run.folder.log.write_text("\n".join([*lines, "line 200"]))
        run.steps(1, 1)
        qtbot.wait(700)
        assert bar.value() == 3 and view.errors.currentRow() == 1
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda: view.log.toPlainText().endswith("line 200") and bar.value() == bar.maximum())


def test_that_the_list_says_in_the_language_of_the_window_why_a_run_failed(qtbot, tasks, settings, made_up_run):
    run = made_up_run()
    run.tell(End("failed", 2, "There is not enough memory for this."))
    apply_language("zh_CN")
    try:
        runs = RunList(tasks, settings)
        qtbot.addWidget(runs)
        runs.add([str(run.folder.path)])
        qtbot.waitUntil(lambda: runs.lines != {})
        assert "memory" not in runs.list.item(0).toolTip().splitlines()[-1]
    finally:
        apply_language("en")


def test_that_runs_of_the_same_name_are_both_drawn_beside_this_one(qtbot, page_of, finished_run, made_up_run):
    others = [made_up_run(f"{place}/run") for place in ("a", "b")]
    for other in others:
        other.steps(1, 6)
    page = page_of(finished_run)
    page.curves.other_runs = lambda: [str(other.folder.path) for other in others]
    page.curves._list_runs()
    first, second = page.curves.compare_menu.actions()
    assert first.text() != second.text()
    first.setChecked(True)
    second.setChecked(True)
    qtbot.waitUntil(lambda: len(page.curves.plots["rate"].listDataItems()) == 3)


def test_that_a_measure_that_never_was_a_number_is_not_drawn(qtbot, page_of, made_up_run):
    run = made_up_run()
    run.tell(Validation(0, 4, float("nan"), {"accuracy": float("nan")}), End("finished", 4))
    page = page_of(run)
    qtbot.waitUntil(lambda: page.run_state == "finished")
    qtbot.waitUntil(lambda: bool(page.curves.plots["metric"].said()))


def test_that_a_run_that_did_not_start_says_why_in_every_language_and_can_be_tried_again(qtbot, page_of, made_up_run):
    run = made_up_run(started=False)
    run.folder.log.write_text("There is not enough memory for this.\n")
    page = page_of(run)
    page.process_ended(1)
    qtbot.waitUntil(lambda: page.run_state == "failed")
    assert page.message.text() == "The run did not start. There is not enough memory for this."
    apply_language("zh_CN")
    try:
        page._retranslate()
        assert page.message.text() and "memory" not in page.message.text() and "PyTorch" not in page.message.text()
    finally:
        apply_language("en")
    assert page.pause.isEnabled() and not page.stop.isEnabled() and not page.bar.isVisible()
    with qtbot.waitSignal(page.resume_wanted):
        page.pause.click()
    assert page.run_state == "new"


def test_that_the_weakest_class_stands_first_until_another_order_is_chosen(qtbot, page_of, made_up_run):
    run = made_up_run()
    measured = {"b": 0.9, "c": 0.1, "a": 0.5}
    run.tell(Validation(0, 4, 0.5, {"accuracy": 0.5}, measured), End("finished", 4))
    view = looked_at(qtbot, page_of(run), "measures")
    names = lambda: [view.tree.topLevelItem(row).text(0) for row in range(view.tree.topLevelItemCount())]  # noqa: E731
    qtbot.waitUntil(lambda: names() == ["c", "a", "b"])
    view.tree.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    run.tell(Validation(1, 8, 0.5, {"accuracy": 0.5}, measured | {"d": 0.0}))
    qtbot.waitUntil(lambda: names() == ["a", "b", "c", "d"])


@pytest.mark.parametrize(
    ("rows", "names"), [(3, ("dog", "cat", "owl")), (4, ("background", "dog", "cat", "owl")), (2, ("dog", "cat"))]
)
def test_that_the_rows_of_the_confusion_are_called_by_the_classes_of_the_run(qtbot, page_of, made_up_run, rows, names):
    run = made_up_run()
    save_config(
        RunConfig(data=str(run.pictures), task="classification", classes=("dog", "cat", "owl")), run.folder.config
    )
    run.tell(Validation(0, 4, 0.5, {"accuracy": 0.5}, {"dog": 0.5, "cat": 0.5}, ((1,) * rows,) * rows))
    view = looked_at(qtbot, page_of(run), "measures")
    qtbot.waitUntil(lambda: view.matrix.names == names)


def test_that_classes_that_the_matrix_leaves_out_are_told(qtbot, page_of, made_up_run):
    run = made_up_run()
    run.tell(Validation(0, 4, 0.5, {"accuracy": 0.5}, {}, ((1,) * 200,) * 200), End("finished", 4))
    page = page_of(run)
    view = looked_at(qtbot, page, "measures")
    qtbot.waitUntil(lambda: "200" in view.summary.text())
    assert page.run_state == "finished"
