"""The labelling workspace as a person meets it: a folder, labels that are saved, other programs, histories, many images."""

import json
import time
from dataclasses import replace

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox

from desktop_app.annotation.folders.labels_of import load_image_labels
from desktop_app.annotation.model import Label, LabelSchema, Track
from desktop_app.annotation.schema import load_schema
from desktop_app.gui.annotation.dialogs.schema_dialog import SchemaDialog
from tests.gui.annotation.label_folders import box, on_disk, put


def saved(work, qtbot):
    qtbot.waitUntil(lambda: not work.session.unsaved(), timeout=15000)


def draw(work, *shapes):
    session = work.session
    session.change("draw", session.annotation.with_shapes((*session.annotation.shapes, *shapes)))


def test_that_what_is_drawn_is_saved_at_once_and_the_label_gets_the_next_index(opened, pictures, qtbot):
    work = opened(pictures)
    draw(work, box(label="dog"))
    draw(work, box(60, 10, label="cat"))
    saved(work, qtbot)
    assert [shape.label for shape in on_disk(pictures, "p_0.png").shapes] == ["dog", "cat"]
    qtbot.waitUntil(lambda: not work.session._schemas)
    schema, _ = load_schema(pictures)
    assert [label.name for label in schema.labels] == ["dog", "cat"]


def test_that_a_schema_of_the_folder_is_there_when_it_is_opened_again(opened, pictures, qtbot):
    (pictures / "weightsmith-labels.json").write_text(
        json.dumps({"version": 1, "labels": [{"name": "bird", "colour": "#112233", "hotkey": "b"}, {"name": "cat"}]})
    )
    put(pictures, "p_1.png", box(label="cat"), box(60, 10, label="newt"))
    work = opened(pictures)
    qtbot.waitUntil(lambda: "newt" in work.session.schema.index)
    assert [label.name for label in work.session.schema.labels] == ["bird", "cat", "newt"]
    assert work.session.schema.labels[0].colour == "#112233"


def with_keys(pictures, **keys):
    labels = [{"name": name, "hotkey": key} for name, key in keys.items()]
    (pictures / "weightsmith-labels.json").write_text(json.dumps({"version": 1, "labels": labels}))


def key_row(work, key):
    return next((row for row in work.rows() if row.id == f"label.key-{key}"), None)


def test_that_a_letter_chooses_its_label_and_gives_it_to_the_selection(opened, pictures, qtbot):
    with_keys(pictures, bird="r", cat="", dog="7")
    work = opened(pictures)
    draw(work, box(label="cat"))
    work.canvas.select([work.session.annotation.shapes[0].id])
    assert key_row(work, "Shift+R").shortcut == "Shift+R"
    key_row(work, "Shift+R").run()
    assert work.labels.current == "bird"
    assert [shape.label for shape in work.session.annotation.shapes] == ["bird"]
    key_row(work, "1").run()  # the first free digit is that of the label without a key of its own
    assert [shape.label for shape in work.session.annotation.shapes] == ["cat"]
    key_row(work, "7").run()
    assert work.labels.current == "dog"


def test_that_a_sign_from_another_tool_is_kept_and_chooses_nothing(opened, pictures):
    with_keys(pictures, bird="+", cat="ß", dog="12")
    work = opened(pictures)
    assert [row.shortcut for row in work.rows() if row.id.startswith("label.key-")] == list("1234567890")
    assert [label.hotkey for label in work.session.schema.labels] == ["+", "ß", "12"]
    assert work.labels.tree.topLevelItem(0).text(1) == ""  # no key is shown that would not work


def test_that_a_command_keeps_its_key_and_the_schema_editor_says_whose_it_is(opened, pictures, qtbot):
    with_keys(pictures, bird="b", cat="")
    work = opened(pictures)
    command = work.table.taken_keys()["Shift+B"]
    assert key_row(work, "Shift+B") is None
    assert work.labels.tree.topLevelItem(0).text(1) == ""
    dialog = SchemaDialog(work.session, work, taken=work.table.taken_keys())
    qtbot.addWidget(dialog)
    assert dialog._wrong() == ""  # it came with the file, and does no harm
    dialog._labels[0], dialog._labels[1] = (
        replace(label, hotkey=key) for label, key in zip(dialog._labels, "rb", strict=True)
    )
    assert dialog._wrong() == ""
    dialog._labels[1] = replace(dialog._labels[1], hotkey="c")
    assert dialog._wrong() == f"Shift+C is pressed for “{work.table.taken_keys()['Shift+C']}”; take another key."
    assert command


def test_that_rows_follow_the_keys_of_the_labels(opened, pictures, qtbot):
    work = opened(pictures)
    draw(work, box(label="cat"))
    assert key_row(work, "Shift+R") is None
    schema = work.session.schema
    with qtbot.waitSignal(work.rows_changed):
        work.session.keep_schema(replace(schema, labels=(replace(schema.labels[0], hotkey="r"),)))
    assert key_row(work, "Shift+R") is not None


def test_that_the_image_in_front_changes_with_the_keys_of_labelimg_and_keeps_each_history(opened, pictures, qtbot):
    work = opened(pictures)
    draw(work, box())
    work.images.step(1)
    qtbot.waitUntil(lambda: work.session.name == "p_1.png" and work.session.annotation is not None)
    draw(work, box(), box(50, 50))
    work.session.undo()
    assert work.session.annotation.shapes == ()
    work.images.step(-1)
    qtbot.waitUntil(lambda: work.session.name == "p_0.png")
    assert len(work.session.annotation.shapes) == 1
    work.session.undo()
    assert work.session.annotation.shapes == ()


def test_that_nothing_is_drawn_on_an_image_that_cannot_be_shown(work, pictures, qtbot):
    (pictures / "a_broken.png").write_bytes(b"\x89PNG\r\n\x1a\n no more")
    work.open_paths([str(pictures)])
    qtbot.waitUntil(lambda: work.session.name == "a_broken.png" and work.session.broken, timeout=15000)
    assert (work.canvas.picture is None and "broken" in work.canvas.message[1]) or work.canvas.message[1]
    qtbot.waitUntil(lambda: work.session.annotation is not None)
    before = work.session.annotation
    work._proposed(before.with_shapes((box(),)), "draw")
    assert work.session.annotation is before
    assert not (pictures / "a_broken.json").exists()


def test_that_a_label_file_that_is_broken_is_told_and_never_saved_over(work, pictures, qtbot):
    (pictures / "p_0.json").write_text("{broken")
    work.open_paths([str(pictures)])
    qtbot.waitUntil(lambda: bool(work.session.trouble), timeout=15000)
    work._proposed(load_image_labels(work.session.folder, "p_1.png").annotation.with_shapes((box(),)), "draw")
    assert (pictures / "p_0.json").read_text() == "{broken"
    assert work.said


def test_that_labels_changed_by_another_program_come_in_as_one_more_step(opened, pictures, qtbot):
    put(pictures, "p_0.png", box())
    work = opened(pictures)
    put(pictures, "p_0.png", box(), box(70, 70, 20, "dog"))
    work.session._look()
    qtbot.waitUntil(lambda: len(work.session.annotation.shapes) == 2, timeout=15000)
    work.session.undo()
    saved(work, qtbot)
    assert len(on_disk(pictures, "p_0.png").shapes) == 1


def test_that_a_conflict_is_asked_about_and_either_side_can_win(opened, pictures, qtbot):
    work = opened(pictures)
    put(pictures, "p_0.png", box(label="theirs"))
    draw(work, box(60, 60, label="mine"))
    qtbot.waitUntil(lambda: work.conflict.isVisible(), timeout=15000)
    assert [shape.label for shape in on_disk(pictures, "p_0.png").shapes] == ["theirs"]
    work.conflict.mine.click()
    qtbot.waitUntil(lambda: [s.label for s in on_disk(pictures, "p_0.png").shapes] == ["mine"], timeout=15000)


def test_that_images_that_are_gone_leave_the_list_and_the_index(opened, pictures, qtbot):
    put(pictures, "p_1.png", box())
    work = opened(pictures)
    for name in ("p_1.png", "p_1.json", "p_0.png"):
        (pictures / name).unlink()
    work.session.reload()
    qtbot.waitUntil(lambda: work.session.names == ("p_2.png", "p_3.png"), timeout=15000)
    assert "p_1.png" not in work.session.index
    assert work.session.name == "p_2.png" and work.images.model.rowCount() == 2


def test_that_a_filter_shows_the_images_of_a_label(opened, pictures, qtbot):
    put(pictures, "p_1.png", box())
    put(pictures, "p_3.png", box(label="dog"))
    work = opened(pictures)
    QTest.keyClicks(work.images.filter, "label:dog")
    qtbot.waitUntil(lambda: work.images.model.shown_names() == ("p_3.png",))
    work.images.filter.clear()
    qtbot.waitUntil(lambda: work.images.model.rowCount() == 4)


def test_that_shapes_go_to_the_next_image_and_come_from_the_one_before(opened, pictures, qtbot):
    work = opened(pictures)
    draw(work, box())
    saved(work, qtbot)
    work.sequence.copy_on()
    qtbot.waitUntil(lambda: work.session.name == "p_1.png" and work.session.annotation is not None, timeout=15000)
    assert [shape.label for shape in work.session.annotation.shapes] == ["cat"]
    work.session.go_to("p_2.png")
    qtbot.waitUntil(lambda: work.session.annotation is not None)
    work.sequence.copy_previous()
    qtbot.waitUntil(lambda: len(work.session.annotation.shapes) == 1, timeout=15000)
    work.session.undo()
    assert work.session.annotation.shapes == ()


def test_that_pasting_to_many_is_asked_about_and_taken_back_from_the_history(opened, pictures, qtbot):
    work = opened(pictures)
    draw(work, box())
    saved(work, qtbot)
    work.sequence.paste_to_many()
    asked = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "paste-many")
    assert "3 images" in asked.text()
    asked.button(QMessageBox.StandardButton.Ok).click()
    qtbot.waitUntil(lambda: len(work.session.journal) == 2, timeout=15000)
    assert all(len(on_disk(pictures, f"p_{n}.png").shapes) == 1 for n in range(4))
    work.doors.history()
    history = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "label-history")
    history.everywhere.setCurrentRow(0)
    history.back.click()
    qtbot.waitUntil(lambda: work.session.journal[1].undone, timeout=15000)
    assert [len(on_disk(pictures, f"p_{n}.png").shapes) for n in range(4)] == [1, 0, 0, 0]
    history.here.setCurrentRow(0)
    assert work.session.annotation.shapes == ()
    history.close()


def test_that_a_track_is_followed_through_the_images(opened, pictures, qtbot):
    put(pictures, "p_3.png", box(70, 40, track=Track(1)))
    work = opened(pictures)
    draw(work, box(10, 10, track=Track(1)))
    saved(work, qtbot)
    work.canvas.select([work.session.annotation.shapes[0].id])
    work.sequence.fill_track()
    qtbot.waitUntil(lambda: len(work.session.journal) == 2, timeout=15000)
    made = on_disk(pictures, "p_1.png").shapes[0]
    assert made.points.tolist() == [[30, 20], [60, 50]] and not made.track.keyframe
    work.session.go_to("p_1.png")
    qtbot.waitUntil(lambda: work.session.annotation is not None and work._picture is not None)
    shape = work.session.annotation.shapes[0]
    moved = box(33, 20, id=shape.id, track=shape.track)
    work._proposed(work.session.annotation.with_changed([moved]), "move")
    assert work.session.annotation.shapes[0].track.keyframe


def test_that_proposals_below_the_threshold_are_hidden_and_not_accepted(opened, pictures, qtbot):
    put(pictures, "p_0.png", box(score=0.9, source="model:m@1"), box(60, 60, score=0.3, source="model:m@1"))
    work = opened(pictures)
    assert work.proposals.isVisible()
    work.proposals.slider.setValue(50)
    assert len(work.canvas.hidden_ids()) == 1 if callable(work.canvas.hidden_ids) else len(work.canvas.hidden_ids) == 1
    work.proposals.accept.click()
    left = [shape for shape in work.session.annotation.shapes if shape.is_suggestion]
    assert [shape.score for shape in left] == [0.3]
    work.proposals.refuse.click()
    assert len(work.session.annotation.shapes) == 1 and not work.proposals.isVisible()


def test_that_labels_of_another_tool_in_the_folder_are_offered(work, pictures, qtbot):
    (pictures / "classes.txt").write_text("cat\ndog\n")
    (pictures / "p_0.txt").write_text("1 0.5 0.5 0.2 0.2\n")
    work.open_paths([str(pictures)])
    qtbot.waitUntil(lambda: work.offer.isVisible(), timeout=20000)
    work.offer.take.click()
    found = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "import-dialog")
    qtbot.waitUntil(lambda: found.take.isEnabled(), timeout=15000)
    found.take.click()
    qtbot.waitUntil(lambda: [s.label for s in on_disk(pictures, "p_0.png").shapes] == ["dog"], timeout=15000)
    qtbot.waitUntil(lambda: work.session.annotation is not None and bool(work.session.annotation.shapes), timeout=15000)
    assert not work.offer.isVisible()


def test_that_another_folder_forgets_the_first_ones_labels(opened, pictures, tmp_path, qtbot):
    import shutil

    work = opened(pictures)
    draw(work, box())
    saved(work, qtbot)
    second = tmp_path / "second"
    shutil.copytree(pictures, second)
    put(second, "p_0.png", box(label="other"))
    work.open_paths([str(second)])
    qtbot.waitUntil(
        lambda: work.session.folder.root == str(second) and work.session.annotation is not None, timeout=15000
    )
    assert [shape.label for shape in work.session.annotation.shapes] == ["other"]
    assert work.session.journal == []


def test_that_labelme_absent_is_one_sentence(opened, pictures, monkeypatch):
    work = opened(pictures)
    monkeypatch.setattr("desktop_app.gui.annotation.labelme_bridge.labelme_command", lambda: "")
    work.labelme.start()
    assert "pip install" in work.said[-1]


def test_that_what_labelme_saves_appears_while_it_runs(opened, pictures, qtbot, monkeypatch, tmp_path):
    program = tmp_path / "labelme"
    program.write_text(
        f'#!/bin/sh\necho "$@" > "{tmp_path}/arguments"\ncp "{tmp_path}/theirs.json" "{pictures}/p_0.json"\n'
    )
    program.chmod(0o755)
    work = opened(pictures)
    draw(work, box(label="comma, label"))
    saved(work, qtbot)
    document = json.loads((pictures / "p_0.json").read_text())
    document["shapes"].append({**document["shapes"][0], "label": "from labelme"})
    (tmp_path / "theirs.json").write_text(json.dumps(document))
    monkeypatch.setattr("desktop_app.gui.annotation.labelme_bridge.labelme_command", lambda: str(program))
    work.labelme.start()
    qtbot.waitUntil(lambda: len(work.session.annotation.shapes) == 2, timeout=15000)
    arguments = (tmp_path / "arguments").read_text()
    assert "--no-sort-labels --labels" in arguments and "p_0.png" in arguments


def test_that_how_shapes_look_is_remembered(opened, pictures, qtbot):
    from dataclasses import replace

    from desktop_app.gui.annotation.workspace import LabelWorkspace

    work = opened(pictures)
    work.canvas.set_options(replace(work.canvas.options, grid=50, tags="none"))
    again = LabelWorkspace(work.tasks, work.settings)
    qtbot.addWidget(again)
    assert (again.canvas.options.grid, again.canvas.options.tags) == (50, "none")


def test_that_the_lock_decides_whether_a_new_shape_is_asked_about(window):
    label = window.show_workspace("label")
    assert label.labels.pin.isChecked() and not label.canvas.options.ask_label
    label.labels.pin.click()
    assert label.canvas.options.ask_label
    assert window.settings.get("label-canvas")["ask_label"] is True


def test_that_the_sample_images_are_a_copy_of_ones_own(qtbot, window):
    label = window.show_workspace("label")
    assert label.empty_page.sample_button.isEnabled()
    label.empty_page.sample_button.click()
    qtbot.waitUntil(lambda: label.session.annotation is not None and bool(label.session.names))
    shipped = label.empty_page.sample()
    assert label.session.folder.root != str(shipped) and len(label.session.names) == len(list(shipped.glob("*.jpg")))


def test_that_a_name_with_a_tab_becomes_no_label_however_it_is_typed(opened, pictures, qtbot):
    work = opened(pictures)
    draw(work, box())
    work.labels.new.setText("red\tcat")
    work.labels.new.returnPressed.emit()
    work.canvas.select([work.session.annotation.shapes[0].id])
    work.properties._set_labels("dog, red\tcat")
    work.properties._set_class("red\tcat", holds=True)
    given = []
    work.chooser.chosen.connect(given.append)
    work.chooser._give("red\tcat")
    assert given == []
    assert [label.name for label in work.session.schema.labels] == ["cat"]
    assert work.session.annotation.shapes[0].labels == ("cat",) and not work.session.annotation.flags
    assert len(work.said) == 4
    assert all(said.startswith("“red\\tcat” cannot be a label: its name must be one line") for said in work.said)
    dialog = SchemaDialog(work.session, work)
    dialog._labels[0] = replace(dialog._labels[0], name="two\nlines")
    dialog._judge()
    assert "“two\\nlines” cannot be a label" in dialog.trouble.text()
    dialog.deleteLater()


def schema_of(pictures, *labels):
    document = {"version": 1, "labels": [{"name": name, "colour": colour} for name, colour in labels]}
    (pictures / "weightsmith-labels.json").write_text(json.dumps(document))


def listed(work):
    """Each label of the list with how many shapes it has in all."""
    return {item.text(0): item.text(3) for item in work.labels._items()}


def without_first(work, qtbot):
    """The schema editor with the first label removed and the change of indices accepted."""
    dialog = SchemaDialog(work.session, work)
    qtbot.addWidget(dialog)
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0))
    dialog.remove.click()
    dialog.accept_change.setChecked(True)
    return dialog


def answer(dialog, place):
    (box,) = dialog.fates.findChildren(QComboBox)
    box.setCurrentIndex(place)


def test_that_removing_a_label_asks_for_its_shapes_and_each_answer_is_done(opened, pictures, qtbot):
    schema_of(pictures, ("cat", "#112233"), ("dog", ""))
    put(pictures, "p_0.png", box(), box(50), box(90, label="dog"))
    put(pictures, "p_1.png", box(), box(60, 60))
    work = opened(pictures)
    dialog = without_first(work, qtbot)
    save = dialog.buttons.button(dialog.buttons.StandardButton.Save)
    assert not save.isEnabled()
    (question,) = dialog.fates.findChildren(QComboBox)
    assert question.accessibleName() == "cat: 4 shapes in 2 images"
    answer(dialog, 1)
    assert save.isEnabled()
    dialog.save()
    qtbot.waitUntil(lambda: bool(work.session.journal), timeout=15000)
    assert listed(work) == {"dog": "1"}
    assert [shape.label for shape in on_disk(pictures, "p_0.png").shapes] == ["dog"]
    work.session.many.undo(work.session.journal[-1])
    qtbot.waitUntil(lambda: listed(work) == {"dog": "1", "cat": "4"}, timeout=15000)
    assert work.session.schema.label("cat").colour == "#112233"  # as it looked before
    assert len(on_disk(pictures, "p_0.png").shapes) == 3


def test_that_shapes_of_a_removed_label_are_given_another_or_keep_theirs_in_the_list(opened, pictures, qtbot):
    schema_of(pictures, ("cat", ""), ("dog", ""))
    put(pictures, "p_0.png", box(), box(90, label="dog"))
    work = opened(pictures)
    dialog = without_first(work, qtbot)
    answer(dialog, 2)
    dialog.save()
    qtbot.waitUntil(lambda: listed(work) == {"dog": "1", "cat": "1"}, timeout=15000)
    dialog = without_first(work, qtbot)
    answer(dialog, 3)
    dialog.save()
    qtbot.waitUntil(lambda: listed(work) == {"cat": "2"}, timeout=15000)
    assert [shape.label for shape in on_disk(pictures, "p_0.png").shapes] == ["cat", "cat"]


def test_that_an_undone_renaming_brings_the_label_back_into_the_list(opened, pictures, qtbot):
    schema_of(pictures, ("cat", ""))
    put(pictures, "p_0.png", box())
    work = opened(pictures)
    work.session.change_labels(LabelSchema((Label("lion"),)), {"cat": "lion"})
    qtbot.waitUntil(lambda: listed(work) == {"lion": "1"}, timeout=15000)
    work.session.undo()
    assert listed(work) == {"lion": "", "cat": "1"}


def slow_opening(path, labels="", progress=None):
    """Finds images for a minute."""
    for count in range(600):
        progress(count, 0, "")
        time.sleep(0.1)


def test_that_a_long_opening_is_shown_and_given_up_with_the_folder_before_still_open(
    opened, pictures, tmp_path, qtbot, monkeypatch
):
    work = opened(pictures)
    draw(work, box())
    assert not work.opening.isVisible()
    monkeypatch.setattr("desktop_app.gui.annotation.session.opened_folder", slow_opening)
    (tmp_path / "other").mkdir()
    work.open_paths([str(tmp_path / "other")])
    qtbot.waitUntil(lambda: work.opening.isVisible() and "so far" in work.opening.text.text(), timeout=15000)
    assert work.opening.text.text().startswith("Opening other…")
    work.opening.cancel.click()
    assert not work.opening.isVisible()
    assert work.open_now() == [str(pictures)] and work.session.annotation.shapes
    work.session.go_to("p_1.png")  # and it can be worked in
    qtbot.waitUntil(lambda: work.session.name == "p_1.png" and work.session.annotation is not None, timeout=15000)


def test_that_an_opening_given_up_on_the_empty_page_leaves_it_as_it_was(work, pictures, qtbot, monkeypatch):
    monkeypatch.setattr("desktop_app.gui.annotation.session.opened_folder", slow_opening)
    work.open_paths([str(pictures)])
    qtbot.waitUntil(work.opening.isVisible, timeout=15000)
    work.opening.cancel.click()
    assert work.open_now() == [] and not work.empty_page._bar.isVisible() and not work.empty_page._error.text()
