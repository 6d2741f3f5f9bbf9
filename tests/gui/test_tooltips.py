"""What a control is for is told when the mouse rests on it, in the language in force."""

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSlider,
    QWidget,
)

from desktop_app.annotation.model import LabelSchema
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.gui.checkpoint.checks.check_chooser import ModelChooser
from desktop_app.gui.checkpoint.edits.editor import Editor
from desktop_app.gui.checkpoint.edits.export_dialog import ExportDialog
from desktop_app.gui.checkpoint.edits.history_view import HistoryView
from desktop_app.gui.checkpoint.merges.merge_dialog import MergeDialog
from desktop_app.gui.checkpoint.tensor.histogram_controls import HistogramControls
from desktop_app.gui.checkpoint.tensor.ridge_view import RidgeView
from desktop_app.gui.checkpoint.tensor.slice_bar import SliceBar
from desktop_app.gui.checkpoint.tensor.tensor_grid import TensorGrid
from desktop_app.gui.engine import Engine
from desktop_app.gui.language import apply_language
from desktop_app.gui.propose_dialog import ProposeDialog
from desktop_app.gui.settings import Settings
from tests.gui.annotation.label_folders import box, opened, pictures, put, tasks, work
from tests.gui.fakes import FakeTasks, checkpoint_of, session_for, tensor

__all__ = ["opened", "pictures", "tasks", "work"]

CHOICES = (QComboBox, QAbstractSpinBox, QSlider, QCheckBox)
ALL = (*CHOICES, QAbstractButton, QLineEdit)


@pytest.fixture(autouse=True)
def in_english(qapp):
    apply_language("en")
    yield
    apply_language("en")


def named(root, kinds):
    """Widgets of these kinds that are seen and have a name, by their names."""
    found = {}
    for widget in [root, *root.findChildren(QWidget)]:
        name = widget.objectName()
        if isinstance(widget, kinds) and name and not name.startswith("qt_") and widget.isVisibleTo(root):
            found[name] = widget
    return found


def bare(root):
    """Names of what is chosen with and says nothing of itself."""
    return sorted(name for name, widget in named(root, CHOICES).items() if not widget.toolTip())


def tips(root):
    """What each control says of itself, by its name."""
    return {name: widget.toolTip() for name, widget in named(root, ALL).items() if widget.toolTip()}


def speaks(qtbot, root, *also):
    """Every choice has a tooltip, so have those that are named, and all follow the language and come back."""
    all_speak(qtbot, (root, also))


def all_speak(qtbot, *roots):
    """The same of several, each with names, in one switch of the language."""
    assert {name for root, _ in roots for name in bare(root)} == set()
    before = [tips(root) for root, _ in roots]
    for found, (_, also) in zip(before, roots, strict=True):
        assert set(also) <= found.keys()
    apply_language("zh_CN")
    qtbot.waitUntil(lambda: all(tips(root) != found for found, (root, _) in zip(before, roots, strict=True)))
    for found, (root, _) in zip(before, roots, strict=True):
        after = tips(root)
        assert after.keys() == found.keys()
        assert [name for name in found if after[name] == found[name]] == []
    apply_language("en")
    qtbot.waitUntil(lambda: [tips(root) for root, _ in roots] == before)


def small_session():
    tensors = [tensor("a.weight", (4, 3), number=0), tensor("a.bias", (4,), number=1)]
    return session_for(checkpoint_of(tensors, kind="checkpoint"), FakeTasks(held=True))


@pytest.mark.parametrize("ending", [".pth", ".safetensors"])
def test_that_the_export_of_tensors_says_what_can_be_chosen(qtbot, ending):
    session = small_session()
    dialog = ExportDialog(session, Draft.of(session.checkpoint), f"/data/out{ending}")
    qtbot.addWidget(dialog)
    speaks(qtbot, dialog, "export-template" if ending == ".pth" else "export-tied")


def test_that_undo_and_redo_say_what_becomes_of_the_step(qtbot):
    session = small_session()
    view = HistoryView(Editor(session, session))
    qtbot.addWidget(view)
    speaks(qtbot, view, "history-undo", "history-redo")


@pytest.mark.parametrize("method", ["average", "slerp", "ema"])
def test_that_merging_says_what_its_numbers_do(qtbot, method):
    tasks = FakeTasks(held=True)
    dialog = MergeDialog(tasks, "/data/a.pth")  # type: ignore[arg-type]
    tasks.setParent(dialog)
    qtbot.addWidget(dialog)
    dialog.method.setCurrentIndex(dialog.method.findData(method))
    speaks(qtbot, dialog, "merge-method")


def histogram(_session):
    return HistogramControls()


def grid(session):
    return TensorGrid(session)


def slices(session):
    made = SliceBar()
    made.show_tensor(session.checkpoint.tensors[0])
    return made


def ridge(session):
    return RidgeView(session)


def chooser(_session):
    tasks = FakeTasks(held=True)
    made = ModelChooser(tasks, ["torchvision:resnet18"])  # type: ignore[arg-type]
    tasks.setParent(made)
    return made


@pytest.mark.parametrize("make", [histogram, grid, slices, ridge, chooser])
def test_that_views_of_tensors_speak_the_language_that_they_were_made_in(qtbot, make):
    session = session_for(checkpoint_of([tensor("a.weight", (5, 4, 3, 2), number=0)]), FakeTasks(held=True))
    said = {}
    for language in ("en", "zh_CN"):
        apply_language(language)
        view = make(session)
        qtbot.addWidget(view)
        assert bare(view) == []
        said[language] = tips(view)
    assert said["en"].keys() == said["zh_CN"].keys()
    assert [name for name, text in said["en"].items() if said["zh_CN"][name] == text] == []
    assert make is not slices or "tensor-dial-1" in said["en"]


def test_that_the_labelling_panels_and_dialogs_say_what_their_fields_mean(qtbot, opened, pictures):
    from desktop_app.gui.annotation.dialogs.export_dialog import LabelExportDialog
    from desktop_app.gui.annotation.dialogs.history_dialog import LabelHistoryDialog
    from desktop_app.gui.annotation.dialogs.import_dialog import ImportDialog
    from desktop_app.gui.annotation.dialogs.label_form import LabelForm
    from desktop_app.gui.annotation.dialogs.mistakes_dialog import MistakesDialog
    from desktop_app.gui.annotation.dialogs.statistics_dialog import StatisticsDialog

    put(pictures, "p_0.png", box())
    work = opened(pictures)
    work.session.keep_schema(LabelSchema(image_classes=("night",)))
    panel = work.properties
    panel.show_shapes([])
    speaks(qtbot, panel, "image-state-choice", "class-new", "class-night")
    panel.show_shapes([work.session.annotation.shapes[0].id])
    fields = ("occluded", "truncated", "difficult", "locked", "group", "text", "description", "labels")
    subsets = [f"export-{name}" for name in ("train", "val", "test", "seed", "look", "suggestions")]
    session, names = work.session, work.session.names
    dialogs = (
        (LabelExportDialog(session, work.settings, names), subsets),
        (LabelForm(), ["schema-key", "schema-group", "schema-told", "schema-colour-own"]),
        (MistakesDialog(session, names), ["mistakes-kind"]),
        (StatisticsDialog(session, names), ["statistics-left"]),
        (LabelHistoryDialog(session), ["history-undo"]),
        (ImportDialog(work.tasks, str(pictures)), ["import-existing"]),
    )
    for dialog, _ in dialogs:
        qtbot.addWidget(dialog)
    panels = (
        (panel, [f"shape-{name}" for name in fields]),
        (work.images, ["image-state"]),
        (work.labels, ["label-new"]),
    )
    all_speak(qtbot, *panels, *dialogs)


def test_that_beginning_a_run_says_what_is_chosen(qtbot):
    from desktop_app.gui.training.run_list import RunList
    from desktop_app.gui.training.setup_page import SetupPage

    tasks = FakeTasks(held=True)
    page = SetupPage(tasks)  # type: ignore[arg-type]
    tasks.setParent(page)
    qtbot.addWidget(page)
    page.more.setChecked(True)
    fields = [f"run-{name}" for name in ("data", "task", "model", "weights", "train")]
    speaks(qtbot, page, *fields, "runs-folder", "augment-add", "augment-usual", "augment-again", "augment-p-0")
    page.augment.list.setCurrentRow(1)
    assert "180" in page.augment.numbers.findChild(QWidget, "augment-degrees-0").toolTip()
    runs = RunList(tasks, Settings())  # type: ignore[arg-type]
    qtbot.addWidget(runs)
    speaks(qtbot, runs, "run-new")


def test_that_the_page_of_a_run_says_what_can_be_done_with_it(qtbot, tmp_path):
    from desktop_app.gui.training.elsewhere_dialog import ElsewhereDialog
    from desktop_app.gui.training.export_dialog import ExportDialog as ExportModel
    from desktop_app.gui.training.follower import RunFollower
    from desktop_app.gui.training.watch_page import WatchPage
    from desktop_app.training.run_folder import RunFolder

    tasks = FakeTasks(held=True)
    follower = RunFollower(RunFolder(tmp_path / "run"), tasks)  # type: ignore[arg-type]
    page = WatchPage(follower)
    tasks.setParent(page)
    qtbot.addWidget(page)
    page.plots_ready()
    page.show()
    for name, view in page.views.items():
        page.tabs.setCurrentWidget(view)
        qtbot.waitUntil(lambda name=name: page.findChild(QWidget, f"{name}-view") is not None)
        speaks(qtbot, page, "run-pause", "run-propose", *(["curve-compare"] if name == "curves" else []))
    page._show_buttons("running")
    assert "waits" in page.pause.toolTip()
    page._show_buttons("stopped")
    assert "ended early" in page.pause.toolTip()
    asked = ElsewhereDialog(follower.folder)
    qtbot.addWidget(asked)
    speaks(qtbot, asked, "elsewhere-host", "elsewhere-folder", "elsewhere-python", "elsewhere-processes")
    engine = Engine(tasks)  # type: ignore[arg-type]
    written = ExportModel(engine, follower)
    qtbot.addWidget(written)
    speaks(qtbot, written, "export-format")
    proposing = ProposeDialog(engine, dict, ["/run/checkpoints/best.pth"])
    qtbot.addWidget(proposing)
    speaks(qtbot, proposing, "propose-start", "propose-apply")
    page.close_page()
