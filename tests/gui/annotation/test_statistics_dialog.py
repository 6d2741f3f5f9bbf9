"""What the labels of a folder consist of, drawn: names beside the bars."""

from desktop_app.gui.annotation.dialogs.statistics_dialog import StatisticsDialog
from desktop_app.gui.tasks import TaskFailure
from tests.gui.annotation.label_folders import box, put


def test_that_a_name_wider_than_its_axis_is_cut_and_not_left_out(opened, pictures, qtbot):
    name = "W" * 60
    put(pictures, "p_0.png", box(label=name))
    work = opened(pictures)
    dialog = StatisticsDialog(work.session, work.session.names)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.found is not None and not dialog._turns.busy)
    axis = dialog.plots["labels"].getAxis("left")
    texts = [text for level in axis._tickLevels for _, text in level]
    assert len(texts) == 1 and texts[0].endswith("…")
    assert dialog.fontMetrics().horizontalAdvance(texts[0]) < axis.fixedWidth


def test_that_a_count_after_one_that_failed_is_not_told_as_trouble(opened, pictures, qtbot):
    work = opened(pictures)
    dialog = StatisticsDialog(work.session, work.session.names)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.found is not None and not dialog._turns.busy)
    dialog._failed(TaskFailure("The folder is gone.", ""))
    assert dialog.told.styleSheet()
    dialog.found = None
    dialog.look()
    qtbot.waitUntil(lambda: dialog.found is not None and not dialog._turns.busy)
    assert not dialog.told.styleSheet()


def test_that_a_folder_without_labels_is_told_in_every_plot(opened, pictures, qtbot):
    work = opened(pictures)
    dialog = StatisticsDialog(work.session, work.session.names)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.found is not None and not dialog._turns.busy)
    assert list(dialog.plots) == ["labels", "sizes", "places", "together"]
    assert dialog.told.text().startswith("4 images, 4 unlabelled")
