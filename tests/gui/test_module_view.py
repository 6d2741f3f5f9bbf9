"""The module page shows what torch keeps in a module, and says what a state_dict cannot tell."""

import pytest

from desktop_app.gui.checkpoint.lists.members import MEMBERS
from desktop_app.gui.checkpoint.lists.module_view import ModuleView
from tests.gui.fakes import example_checkpoint, session_for


def view_of(qtbot, name):
    view = ModuleView(session_for(example_checkpoint(name)))
    qtbot.addWidget(view)
    return view


def module_named(view, path):
    return next(i for i, module in enumerate(view._session.checkpoint.modules) if module.path == path)


def shown(view, path):
    view._session.select_module(module_named(view, path))
    return view.page.toPlainText()


def test_that_nothing_selected_invites_to_select(qtbot):
    assert view_of(qtbot, "resnet").page.toPlainText().startswith("Select a module")


@pytest.mark.parametrize("member", [member.name for member in MEMBERS])
def test_that_a_pickled_module_shows_each_member(qtbot, member):
    assert member in shown(view_of(qtbot, "troubled"), "encoder").split("\n")


def test_that_hooks_modes_and_attributes_have_their_values(qtbot):
    text = shown(view_of(qtbot, "troubled"), "encoder")
    for value in ("their_project.models.Encoder", "their_project.log.shape", "yes, it was training", "'gelu'", "mask"):
        assert value in text


def test_that_a_state_dict_says_what_it_cannot_tell(qtbot):
    text = shown(view_of(qtbot, "resnet"), "layer1.0.bn1")
    assert "were not saved" in text and "_forward_hooks" not in text.split("\n")
    assert "running_mean" in text and "inferred from names and shapes" in text


def test_that_links_select(qtbot):
    view = view_of(qtbot, "resnet")
    shown(view, "layer1")
    target = module_named(view, "layer1.0")
    assert f"module:{target}" in view.page.toHtml()
    view.page.anchorClicked.emit(f"module:{target}")
    assert view._session.selection.module == target
    view.page.anchorClicked.emit("tensor:3")
    assert view._session.selection.tensors == (3,)


def test_that_a_name_from_the_file_cannot_inject_markup(qtbot):
    view = view_of(qtbot, "troubled")
    view._session.select_module(0)
    assert "<b>odd" in view.page.toPlainText()
