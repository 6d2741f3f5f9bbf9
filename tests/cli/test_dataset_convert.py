"""`dataset convert` and `dataset catalogue`, as scripts call them."""

import json

import pytest

from desktop_app.annotation.formats.all import FORMATS
from desktop_app.cli.main import main
from desktop_app.places import resources

SAMPLES = resources() / "sample" / "labels"


def run(capsys, *arguments):
    status = main(["dataset", *map(str, arguments)])
    out, err = capsys.readouterr()
    return status, out, err


def test_that_convert_prints_what_was_written_and_lost(capsys, tmp_path):
    status, out, _ = run(capsys, "convert", SAMPLES / "labelme", "-o", tmp_path / "out.json", "--to", "coco", "--json")
    document = json.loads(out)
    assert status == 0 and document["images"] == 2 and document["shapes"] == 10
    assert {"what", "count", "examples"} == set(document["losses"][0])
    assert (tmp_path / "out.json").is_file() and (tmp_path / "out-losses.txt").is_file()


def test_that_a_folder_gets_a_file_of_the_format(capsys, tmp_path):
    status, out, _ = run(capsys, "convert", SAMPLES / "voc", "-o", tmp_path / "out", "--to", "labelimg-createml")
    assert status == 0 and (tmp_path / "out/annotations.json").is_file() and "2 images and" in out


@pytest.mark.parametrize("to", [name for name, format_ in FORMATS.items() if format_.write])
def test_that_coco_goes_to_every_format_and_back(capsys, tmp_path, to):
    pictures = SAMPLES / "coco"
    status, _, err = run(
        capsys, "convert", SAMPLES / "coco", "-o", tmp_path / "there", "--to", to, "--pictures", "copy"
    )
    if to == "folders":
        assert status == 4 or status == 0
        return
    assert status == 0, err
    status, out, err = run(
        capsys, "convert", tmp_path / "there", "-o", tmp_path / "back", "--to", "coco", "--images", pictures, "--json"
    )
    assert status == 0, err
    assert json.loads(out)["from"] == to and json.loads(out)["shapes"] > 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nowhere", "-o", "out", "--to", "coco"], 3, "There is no such file or folder."),
        (["SAMPLE", "-o", "out", "--to", "cocoa"], 2, "cocoa is no format that can be written."),
        (["SAMPLE", "-o", "out", "--to", "coco", "--from", "x"], 2, "x is no format that can be read."),
        (["SAMPLE", "-o", "out", "--to", "coco", "--images", "nowhere"], 2, "nowhere is not a folder of pictures."),
        (["SAMPLE", "-o", "/proc/none/out", "--to", "coco"], 4, "It cannot be written"),
    ],
)
def test_that_what_cannot_be_done_is_one_sentence(capsys, tmp_path, monkeypatch, arguments, status, said):
    monkeypatch.chdir(tmp_path)
    given = [str(SAMPLES / "voc") if word == "SAMPLE" else word for word in arguments]
    found, out, err = run(capsys, "convert", *given)
    assert (found, out) == (status, "") and said in err and "Traceback" not in err and err.count("\n") == 1


def test_that_a_text_file_that_is_no_label_file_is_refused(capsys, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    status, _, err = run(capsys, "convert", tmp_path / "a.txt", "-o", tmp_path / "out", "--to", "coco")
    assert status == 3 and "No label format that is known here" in err


def test_that_the_catalogue_lists_tools_with_what_is_opened_or_why_not(capsys):
    status, out, _ = run(capsys, "catalogue", "--json")
    tools = {tool["name"]: tool for tool in json.loads(out)["tools"]}
    assert status == 0 and tools["labelImg"]["opens"] == ["labelimg-voc", "labelimg-yolo", "labelimg-createml"]
    assert tools["brat"]["opens"] == [] and "text" in tools["brat"]["outside"]
    status, out, _ = run(capsys, "catalogue", "darknet")
    assert "Yolo_mark" in out and "labelme" not in out
