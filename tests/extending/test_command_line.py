"""The example plug-in on the command line: everything that it brings is used, and a broken one is told by name."""

import json

import numpy as np
import pytest

from desktop_app.cli.main import main


def said(capsys, *arguments):
    status = main([str(one) for one in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_that_what_is_installed_is_listed(example, capsys):
    status, out, _ = said(capsys, "plugins", "--json")
    found = {(one["group"], one["name"]): one for one in json.loads(out)["plugins"]}
    assert status == 0
    assert set(found) == {
        ("readers", "tiny"), ("label_formats", "dots"), ("operations", "round"), ("models", "pair"), ("overlays", "peak"),
    }  # fmt: skip
    assert all(
        one["package"] == "weightsmith-example" and one["version"] == "1.0" and one["on"] and not one["problem"]
        for one in found.values()
    )


def test_that_its_reader_opens_a_file(example, tiny, capsys):
    status, out, _ = said(capsys, "inspect", tiny, "--json")
    found = json.loads(out)
    assert status == 0 and found["container"] == "plugin"
    assert [one["name"] for one in found["tensors"]] == ["0.weight", "0.bias", "1.weight", "1.bias"]


def test_that_a_tensor_beyond_the_end_of_the_file_is_damaged(example, tiny, capsys):
    tiny.write_bytes(tiny.read_bytes()[:-4])
    _, out, _ = said(capsys, "inspect", tiny, "--json")
    assert [one["status"] for one in json.loads(out)["tensors"]] == ["ok", "ok", "ok", "damaged"]


def test_that_its_operation_edits_and_exports(example, tiny, tmp_path, capsys):
    status, _, err = said(capsys, "edit", tiny, "--op", "round 0.weight", "-o", tmp_path / "out.npz")
    assert status == 0, err
    with np.load(tmp_path / "out.npz") as written:
        assert written["0.weight"].tolist() == np.arange(12.0).reshape(4, 3).tolist()
        assert written["1.weight"][0, 0] == np.float32(2.6)


def test_that_its_overlay_colours_a_picture(example, tiny, tmp_path, capsys):
    status, _, err = said(capsys, "graph", tiny, "--overlay", "peak", "-o", tmp_path / "out.svg")
    assert status == 0, err
    assert "Largest |w|" in (tmp_path / "out.svg").read_text("utf-8")


@pytest.mark.slow
def test_that_a_state_dict_is_checked_against_its_model(example, tiny, capsys):
    pytest.importorskip("torch")
    status, out, err = said(capsys, "check", tiny, "--model", "plugin:pair?width=4")
    assert status == 0, out + err
    status, out, err = said(capsys, "check", tiny, "--model", "plugin:pear")
    assert status != 0 and "pear" in out + err


def test_that_a_broken_plug_in_is_told_by_name(broken, tmp_path, capsys):
    path = tmp_path / "what.bin"
    path.write_bytes(b"nothing that anybody knows")
    status, _, err = said(capsys, "inspect", path)
    assert status == 3 and "broken-plugin" in err and "division by zero" in err and "Traceback" not in err
    status, out, _ = said(capsys, "plugins", "--json")
    problems = {one["name"]: one["problem"] for one in json.loads(out)["plugins"]}
    assert status == 1
    assert (
        "nowhere_at_all" in problems["gone"]
        and problems["wrong"] == "it is int, not TensorMeasure"
        and not problems["broken"]
    )


def test_that_a_broken_operation_leaves_the_draft_as_it_was(broken, tmp_path, capsys):
    np.savez(tmp_path / "a.npz", w=np.ones(2))
    status, _, err = said(capsys, "edit", tmp_path / "a.npz", "--op", "explode", "-o", tmp_path / "b.npz")
    assert status != 0 and "The plug-in broken-plugin (explode) failed: IndexError" in err
    assert not (tmp_path / "b.npz").exists()


def test_that_a_package_that_is_off_brings_nothing(example, tiny, capsys, monkeypatch):
    monkeypatch.setenv("WEIGHTSMITH_PLUGINS_OFF", "weightsmith-example")
    status, _, err = said(capsys, "inspect", tiny)
    assert status == 3 and "No known kind of checkpoint" in err
    status, out, _ = said(capsys, "plugins")
    assert status == 0 and "off" in out


def test_that_its_label_format_is_read_and_written(example, tmp_path):
    from desktop_app.annotation.formats import plugged, registry
    from desktop_app.annotation.formats.registry import ReadOptions, WriteOptions

    formats: dict[str, registry.Format] = {}
    plugged.add_to(formats)
    dots = formats["dots"]
    path = tmp_path / "a.dots"
    path.write_text("a.png cat 3 4\na.png dog 5.5 6\nbroken line\n")
    assert dots.sniff(path) == 0.99 and dots.read is not None and dots.write is not None
    found = dots.read(path, ReadOptions())
    assert [shape.label for shape in found.annotations[0].shapes] == ["cat", "dog"] and len(found.problems) == 1
    dots.write(found, tmp_path / "b.dots", WriteOptions())
    assert (tmp_path / "b.dots").read_text() == "a.png cat 3 4\na.png dog 5.5 6\n"


@pytest.mark.slow
def test_that_labels_are_converted_to_its_format(example, tmp_path):
    """In a process of its own: the table of formats is made once."""
    import subprocess
    import sys
    from pathlib import Path

    from PIL import Image

    Image.new("RGB", (20, 10)).save(tmp_path / "a.png")
    (tmp_path / "a.dots").write_text("a.png cat 3 4\n")
    command = [
        sys.executable,
        "-m",
        "desktop_app",
        "dataset",
        "convert",
        tmp_path / "a.dots",
        "-o",
        tmp_path / "out",
        "--to",
        "coco",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode in (0, 1), done.stderr
    assert any("cat" in path.read_text() for path in (tmp_path / "out").rglob("*.json"))
