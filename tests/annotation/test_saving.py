import os
import pickle
import subprocess
import sys

import pytest

from desktop_app.annotation.folders.saving import ChangedElsewhere, is_changed, load_labels, save_labels
from desktop_app.annotation.formats.labelme_reading import LabelFileError
from desktop_app.annotation.model import Annotation, Shape, points_of


def labelled(name="cat"):
    return Annotation("a.jpg", 64, 48, (Shape("point", (name,), points_of([(1, 2)])),), state="labelled")


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "labels" / "a.json"
    return path, save_labels(path, labelled(), None)


def test_that_what_was_saved_is_loaded_with_the_same_stamp(saved):
    path, stamp = saved
    loaded = load_labels(path)
    assert loaded.stamp == stamp
    assert loaded.annotation.shapes[0].labels == ("cat",)
    assert [entry.name for entry in path.parent.iterdir()] == ["a.json"]


def test_that_saving_again_goes_on_from_the_last_stamp(saved):
    path, stamp = saved
    stamp = save_labels(path, labelled("dog"), stamp)
    save_labels(path, labelled("cow"), stamp)
    assert load_labels(path).annotation.shapes[0].labels == ("cow",)


def test_that_a_file_changed_by_another_program_is_not_overwritten(saved):
    path, stamp = saved
    path.write_bytes(path.read_bytes().replace(b"cat", b"cow"))
    with pytest.raises(ChangedElsewhere, match="changed by another program"):
        save_labels(path, labelled("dog"), stamp)
    assert load_labels(path).annotation.shapes[0].labels == ("cow",)
    assert is_changed(path, stamp)


def test_that_a_file_that_appeared_or_went_is_not_overwritten(saved):
    path, stamp = saved
    with pytest.raises(ChangedElsewhere):
        save_labels(path, labelled("dog"), None)
    path.unlink()
    with pytest.raises(ChangedElsewhere, match="removed"):
        save_labels(path, labelled("dog"), stamp)
    assert not path.exists()
    assert is_changed(path, stamp)


def test_that_a_new_date_without_a_change_is_no_change(saved):
    path, stamp = saved
    os.utime(path, ns=(0, stamp.modified + 10**9))
    assert not is_changed(path, stamp)
    save_labels(path, labelled("dog"), stamp)


def test_that_a_failed_save_leaves_the_file_and_nothing_else(saved, monkeypatch):
    path, stamp = saved
    before = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_labels(path, labelled("dog"), stamp)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["a.json"]


def test_that_of_two_programs_that_save_at_once_one_is_told(saved):
    path, stamp = saved
    script = """
import pickle, sys
from pathlib import Path
from desktop_app.annotation.folders.saving import ChangedElsewhere, save_labels
path, stamp, annotation = pickle.load(sys.stdin.buffer)
try:
    for _ in range(30):
        stamp = save_labels(path, annotation, stamp)
    print("saved")
except ChangedElsewhere:
    print("told")
"""
    racers = [
        subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for racer, name in zip(racers, ("dog", "cow"), strict=True):
        racer.stdin.write(pickle.dumps((path, stamp, labelled(name))))
        racer.stdin.flush()
        racer.stdin.close()
    said = sorted(racer.stdout.read().decode().strip() for racer in racers)
    for racer in racers:
        racer.wait()
        racer.stdout.close()
    assert said == ["saved", "told"]


def test_that_the_refusal_crosses_processes(tmp_path):
    refusal = pickle.loads(pickle.dumps(ChangedElsewhere(tmp_path / "a.json", None)))
    assert refusal.path == tmp_path / "a.json"
    assert "removed" in str(refusal)


def test_that_a_file_that_is_no_label_file_is_named(tmp_path):
    (tmp_path / "x.json").write_text("[1]")
    with pytest.raises(LabelFileError, match=r"x\.json: .*not labelme"):
        load_labels(tmp_path / "x.json")
    with pytest.raises(FileNotFoundError):
        load_labels(tmp_path / "y.json")
