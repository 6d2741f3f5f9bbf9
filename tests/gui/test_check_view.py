"""The check view: explanation, keys side by side, renames and cures as undoable steps, consent, the proof."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from desktop_app.checkpoint.checking.check import CAUSES, SENTENCES, Expected, Key, Note, check
from desktop_app.checkpoint.checking.check_model import Proof
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.engine.errors import SENTENCES as ENGINE_SENTENCES
from desktop_app.engine.errors import EngineError
from desktop_app.engine.sources import look_at, parse_source
from desktop_app.gui import consent
from desktop_app.gui.checkpoint.checks.check_chooser import ModelChooser
from desktop_app.gui.checkpoint.checks.check_texts import CAUSE_TEXTS, NOTE_TEXTS, note_text
from desktop_app.gui.checkpoint.checks.check_view import CheckView
from desktop_app.gui.checkpoint.checks.check_work import known_names, suggestions
from desktop_app.gui.checkpoint.edits.editor import Editor
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.engine_texts import ENGINE_TEXTS, engine_text
from desktop_app.gui.settings import Settings
from tests.gui.fakes import FakeTasks

torch = pytest.importorskip("torch")

SHAPES = {"body.0.weight": (4, 4), "body.0.bias": (4,), "body.1.weight": (4, 4), "fc.weight": (5, 4), "fc.bias": (5,)}
MODEL = "torchvision:resnet18"


def expected(text=MODEL):
    """A model that wants `SHAPES`, with ten classes where it is asked for them."""
    source = parse_source(text)
    classes = source.options.get("num_classes", 5)
    shapes = {name: (classes, *shape[1:]) if name.startswith("fc") else shape for name, shape in SHAPES.items()}
    return Expected(source, tuple(Key(name, shape) for name, shape in shapes.items()), "2.0")


@pytest.fixture
def make(qtbot, qapp, tmp_path):
    """A view of a file with these tensors; the model and the proof are answered without a child."""

    def made(shapes=None, *, answers=None, tasks=None, settings=None, size=(1200, 500)):
        path = tmp_path / "a.pth"
        torch.save({name: torch.zeros(shape) for name, shape in (shapes or SHAPES).items()}, path)
        usual = {
            "expected_of": lambda text, trusted, **_: expected(text),
            "proof_of": lambda text, trusted, origin, **_: Proof(True, True, 5, 0.1, "", "2.0"),
        }
        tasks = tasks or FakeTasks(answers={**usual, **(answers or {})})
        session = CheckpointSession(open_checkpoint(path), tasks)  # type: ignore[arg-type]
        tasks.setParent(session)
        session.editor = Editor(session, session)
        view = CheckView(session, settings or Settings())
        session.setParent(view)
        session.checkpoint_changed.connect(view.refresh_checkpoint)
        qtbot.addWidget(view)
        view.resize(*size)
        with qtbot.waitExposed(view):
            view.show()
        return view

    return made


def checked(view, qtbot, text=MODEL):
    view.model.setText(text)
    view.start()
    qtbot.waitUntil(lambda: view._report is not None)
    return view


def groups(view):
    model = view.keys.keys
    return [model.group_text(group) for group in range(model.rowCount())]


def prefixed(shapes=None):
    return {f"module.{name}": shape for name, shape in (shapes or SHAPES).items()}


def test_that_every_sentence_of_the_core_can_be_translated():
    assert NOTE_TEXTS == SENTENCES and {**CAUSE_TEXTS, "": ""} == CAUSES and ENGINE_TEXTS == ENGINE_SENTENCES


def test_that_values_that_do_not_fit_fall_back_to_the_core():
    note = Note("prefix", {"prefix": "a.", "count": "3", "cause": ""})
    assert note_text(note) == note.sentence.strip()
    assert engine_text("timeout", {}, "so it was") == "so it was" and engine_text("?", {}, "x") == "x"


def test_that_it_begins_with_an_invitation(make):
    view = make()
    assert view.pages.currentWidget() is view.blank and "Will it load?" in view.blank.text()
    assert not view.start_button.isEnabled()


def test_that_a_model_that_fits_is_said_to_and_proved(make, qtbot):
    view = checked(make(), qtbot)
    assert "should load it strictly" in view.verdict.text() and groups(view) == ["Matching: 5"]
    assert view.apply_button.isHidden() and view.prove_button.isEnabled()
    view.prove_button.click()
    qtbot.waitUntil(lambda: view._proof is not None)
    assert "Proved: torch 2.0 loaded 5 tensors strictly into resnet18" in view.result.text()


def test_that_renames_are_applied_as_one_undoable_step(make, qtbot):
    view = checked(make(prefixed()), qtbot)
    assert groups(view) == ["Under another name: 5"] and "DataParallel" in view.explanation.text()
    view.apply_button.click()
    qtbot.waitUntil(lambda: groups(view) == ["Matching: 5"])
    document = view._session.editor.document
    assert len(document.history) == 2 and document.history[1].text == "Rename 5 keys to those of resnet18"
    assert [step.operation for step in view._session.editor.steps] == ["strip-prefix"]
    document.undo()
    qtbot.waitUntil(lambda: groups(view) == ["Under another name: 5"])


def test_that_a_rename_that_is_unchecked_is_left_out(make, qtbot):
    view = checked(make(prefixed()), qtbot)
    model = view.keys.keys
    index = model.index(0, 0, model.index(0, 0))
    assert model.setData(index, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert view.apply_button.text() == "Apply renames (4)"
    view.apply_button.click()
    qtbot.waitUntil(lambda: "Matching: 4" in groups(view))
    assert "module.body.0.weight" in view._session.editor.draft.items


def test_that_what_was_proved_is_forgotten_by_an_edit(make, qtbot):
    view = checked(make(), qtbot)
    view.prove()
    qtbot.waitUntil(lambda: view._proof is not None)
    from desktop_app.gui.checkpoint.edits.edit_actions import make_step

    view._session.editor.do("drop", make_step("drop", "fc.bias"))
    qtbot.waitUntil(lambda: "Missing in the file: 1" in groups(view))
    assert view._proof is None and view.result.isHidden() and not view.prove_button.isEnabled()


@pytest.mark.parametrize(("outputs", "button", "done"), [(3, "check-pad-fc", True), (9, "check-slice-fc", True), (9, "check-drop-fc", False)])  # fmt: skip
def test_that_a_head_of_another_size_has_buttons_that_mend_it_with_the_renames(make, qtbot, outputs, button, done):
    shapes = SHAPES | {"fc.weight": (outputs, 4), "fc.bias": (outputs,)}
    view = checked(make(prefixed(shapes)), qtbot)
    title = view.findChild(QLabel, "check-head-fc")
    assert f"{outputs} outputs in the file, 5 in the model" in title.text()
    view.findChild(QToolButton, button).click()
    qtbot.waitUntil(lambda: not view._report.renames)
    assert view._report.loads == done
    assert len(view._session.editor.document.history) == 2


def test_that_the_model_can_have_the_files_number_of_classes(make, qtbot):
    shapes = SHAPES | {"fc.weight": (9, 4), "fc.bias": (9,)}
    view = checked(make(shapes), qtbot, MODEL + "?num_classes=5")
    view.findChild(QToolButton, "check-classes-fc").click()
    qtbot.waitUntil(lambda: view._report is not None and view._report.loads)
    assert view.model.text() == MODEL + "?num_classes=9" and not view._session.editor.steps


def test_that_a_row_selects_its_tensor(make, qtbot):
    view = checked(make(), qtbot)
    model = view.keys.keys
    view.keys.setExpanded(model.index(0, 0), True)
    view.keys.setCurrentIndex(model.index(2, 0, model.index(0, 0)))
    (chosen,) = view._session.selection.tensors
    assert view._session.checkpoint.tensors[chosen].name == "body.1.weight"


def test_that_missing_and_unexpected_keys_stand_in_their_columns(make, qtbot):
    shapes = {name: shape for name, shape in SHAPES.items() if name != "body.0.bias"} | {"more.weight": (2, 2)}
    view = checked(make(shapes), qtbot)
    model = view.keys.keys
    assert groups(view) == ["Missing in the file: 1", "Unexpected by the model: 1", "Matching: 4"]
    cells = [[model.index(0, column, model.index(group, 0)).data() for column in range(2)] for group in range(2)]
    assert cells == [["–", "body.0.bias"], ["more.weight", "–"]]


def test_that_a_failure_is_one_sentence_and_the_next_check_works(make, qtbot):
    def fail(text, trusted, **_):
        if "x" in text:
            raise EngineError("model-name", library="torchvision", name="x", hint="")
        return expected(text)

    view = make(answers={"expected_of": fail})
    view.model.setText("torchvision:x")
    QTest.keyClick(view.model, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "has no model x" in view.blank.text())
    assert not view.busy
    checked(view, qtbot)


def test_that_nonsense_is_told_before_anything_starts(make, qtbot):
    view = make()
    view.model.setText("nonsense")
    view.start()
    qtbot.waitUntil(lambda: "names no model" in view.blank.text())
    assert not view._tasks.asked_for("expected_of")


def test_that_cancel_stops_the_child(make, qtbot, tasks, tmp_path):
    path = tmp_path / "loop.py"
    path.write_text("while True: pass\n")
    settings = Settings()
    settings.set("trusted", [look_at(path).sha256])
    view = make(tasks=tasks, settings=settings)
    view.model.setText(f"{path}:Net")
    view.start()
    qtbot.waitUntil(lambda: view.busy and any("stop" in job.kwargs for job in tasks._threads.values()), timeout=10_000)
    qtbot.wait(300)
    thread = next(thread for thread, job in tasks._threads.items() if "stop" in job.kwargs)
    began = time.monotonic()
    view.cancel_button.click()
    assert not view.busy
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=5000)
    assert time.monotonic() - began < 3


def test_that_a_py_runs_only_after_consent(make, qtbot, tmp_path):
    path = tmp_path / "net.py"
    path.write_text("class Net: pass\n")
    asked = threading.Event()

    def told(text, trusted, **_):
        asked.set()
        assert trusted == look_at(path).sha256
        return expected(MODEL)

    settings = Settings()
    view = make(answers={"expected_of": told}, settings=settings)

    def dialog():
        return view.findChild(consent.ConsentDialog, "consent-dialog")

    view.model.setText(f"{path}:Net(3)")
    view.start()
    qtbot.waitUntil(lambda: dialog() is not None)
    assert dialog().findChild(QWidget, "consent-hash").text() == look_at(path).sha256
    assert (
        dialog().findChild(QWidget, "consent-name").text() == "Net(3)" and "class Net" in dialog().source.toPlainText()
    )
    assert dialog().refuse_button.isDefault()
    dialog().refuse_button.click()
    qtbot.waitUntil(lambda: "was not run" in view.blank.text())
    assert not asked.is_set()
    qtbot.waitUntil(lambda: dialog() is None)
    view.start()
    qtbot.waitUntil(lambda: dialog() is not None)
    dialog().run_button.click()
    qtbot.waitUntil(lambda: view._report is not None)
    assert asked.is_set() and settings.get("trusted") == []


def test_that_a_consent_is_remembered_only_when_asked_and_only_for_these_bytes(qtbot, tmp_path, qapp):
    path = tmp_path / "net.py"
    path.write_text("class Net: pass\n")
    settings, parent, agreed = Settings(), QWidget(), []
    qtbot.addWidget(parent)
    dialog = consent.ask_consent(look_at(path), "Net", settings, lambda: agreed.append(1), parent)
    dialog.remember.setChecked(True)
    dialog.run_button.click()
    assert agreed == [1] and settings.get("trusted") == [look_at(path).sha256]
    assert consent.ask_consent(look_at(path), "Net", settings, lambda: agreed.append(2), parent) is None
    assert agreed == [1, 2]
    path.write_text("class Net: changed = True\n")
    assert consent.ask_consent(look_at(path), "Net", settings, lambda: agreed.append(3), parent) is not None
    assert agreed == [1, 2]


def test_that_names_and_suggestions_come_without_torch(tmp_path):
    names = known_names()
    assert "torchvision:resnet50" in names and names[0].startswith("torchvision:")
    from torchvision.models import get_model

    with torch.device("meta"):
        state = get_model("resnet18", num_classes=7).state_dict()
    path = tmp_path / "a.pth"
    torch.save({f"module.{name}": torch.zeros(value.shape) for name, value in state.items()}, path)
    found = suggestions(None, open_checkpoint(path))
    assert found[0] == ("torchvision:resnet18?num_classes=7", 1.0)


@pytest.fixture
def chooser(qtbot, qapp):
    def made(text="", suggested=()):
        names = ("torchvision:alexnet", "torchvision:resnet18", "torchvision:resnet50", "timm:vit_tiny")
        tasks = FakeTasks()
        dialog = ModelChooser(tasks, names, suggested, text)  # type: ignore[arg-type]
        tasks.setParent(dialog)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def test_that_models_are_searched_and_chosen_by_keyboard(chooser, qtbot):
    dialog = chooser()
    QTest.keyClicks(dialog.search, "resnet")
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    dialog.classes.setValue(10)
    with qtbot.waitSignal(dialog.chosen) as caught:
        dialog.ok.click()
    assert caught.args == ["torchvision:resnet50?num_classes=10"]


def test_that_what_the_file_looks_like_stands_first(chooser):
    dialog = chooser(suggested=(("torchvision:resnet18?num_classes=7", 1.0), ("timm:vit_tiny", 0.4)))
    assert dialog.text() == "torchvision:resnet18?num_classes=7"
    assert "40 %" in dialog.list.model().index(1, 0).data()


def test_that_a_class_of_a_file_is_listed_without_running_it(chooser, qtbot, tmp_path):
    path = tmp_path / "net.py"
    path.write_text("raise SystemExit\nclass Net(nn.Module): pass\n")
    dialog = chooser()
    dialog.pages.setCurrentIndex(1)
    dialog.path.setText(str(path))
    qtbot.waitUntil(lambda: dialog.name.currentText() == "Net")
    dialog.arguments.setText("open('x')")
    assert not dialog.ok.isEnabled() and "plain values" in dialog.told.text()
    dialog.arguments.setText("3, width=2")
    assert dialog.text() == f"{path}:Net(3, width=2)" and dialog.ok.isEnabled()
    again = chooser(dialog.text())
    assert again.pages.currentIndex() == 1 and again.text() == dialog.text()


def test_that_keys_stand_below_the_explanation_in_a_narrow_dock(make, qtbot):
    view = checked(make(size=(420, 700)), qtbot)
    assert view.splitter.orientation() == Qt.Orientation.Vertical
    view.resize(1200, 500)
    assert view.splitter.orientation() == Qt.Orientation.Horizontal


def test_that_everything_has_a_name_for_screen_readers(make, qtbot):
    view = checked(make(prefixed()), qtbot)
    for widget in view.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not widget.objectName().startswith("qt_"):  # fmt: skip
            assert widget.accessibleName() or isinstance(widget, QLabel), widget


def test_that_the_model_behind_the_table_keeps_qts_rules(make, qtbot, qtmodeltester):
    view = make()
    view.keys.keys.show(check(Draft.of(view._session.original), expected()))
    qtmodeltester.check(view.keys.keys)
