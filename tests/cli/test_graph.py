"""`graph`: the hierarchy of a real file as picture, DOT or JSON, and how it refuses."""

import json
from pathlib import Path

import pytest
import torch
from torch import nn

from desktop_app.cli.main import main


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    """Three equal blocks under `body`, then `head`."""
    blocks = [nn.Sequential(nn.Conv2d(4, 4, 3), nn.BatchNorm2d(4)) for _ in range(3)]
    model = nn.Sequential()
    model.add_module("body", nn.ModuleList(blocks))
    model.add_module("head", nn.Linear(4, 2))
    torch.save(model.state_dict(), tmp_path / "model.pth")
    return tmp_path / "model.pth"


def graph_of(file: Path, *arguments: str) -> dict[str, list[dict]]:
    target = file.with_name("graph.json")
    assert main(["graph", str(file), *arguments, "-o", str(target)]) == 0
    return json.loads(target.read_bytes())


def groups(document: dict[str, list[dict]]) -> list[str]:
    return [group["id"] for group in document["groups"]]


def test_that_equal_blocks_are_one_node_with_a_count(model_file: Path) -> None:
    made = graph_of(model_file, "--depth", "2")
    [card] = [node for node in made["nodes"] if node["count"] == 3]
    assert (card["id"], card["group"]) == ("body.0", "body")


def test_that_depth_says_how_much_is_open(model_file: Path) -> None:
    assert groups(graph_of(model_file, "--depth", "1")) == [""]
    assert groups(graph_of(model_file, "--depth", "2")) == ["", "body"]
    assert groups(graph_of(model_file, "--depth", "3")) == ["", "body", "body.0"]


def test_that_a_glob_opens_the_groups_that_it_names(model_file: Path) -> None:
    made = graph_of(model_file, "--depth", "1", "--expand", "body", "--expand", "body.2")
    assert {"body", "body.2"} <= set(groups(made))
    assert "body.1" not in groups(made)


def test_that_a_glob_that_names_nothing_is_said(model_file: Path, capsys) -> None:
    graph_of(model_file, "--expand", "tail.*", "--expand", "body")
    assert "--expand tail.*: no module with something inside has such a path." in capsys.readouterr().err


def test_that_a_file_of_yours_is_not_run_without_trust_and_that_this_is_a_missing_option(
    model_file: Path, capsys
) -> None:
    source, ran = model_file.with_name("net.py"), model_file.with_name("ran")
    source.write_text(f"open({str(ran)!r}, 'w')\nimport torch\n\ndef net():\n    return torch.nn.Linear(4, 2)\n")
    arguments = ["--kind", "dataflow", "--model", f"{source}:net", "-o", str(model_file.with_name("g.json"))]
    assert main(["graph", str(model_file), *arguments]) == 2
    assert "--trust" in capsys.readouterr().err and not ran.exists()


def test_that_a_class_from_names_and_shapes_is_marked_as_a_guess(model_file: Path) -> None:
    nodes = {node["id"]: node for node in graph_of(model_file, "--depth", "3")["nodes"]}
    assert (nodes["head"]["class"], nodes["head"]["kind"], nodes["head"]["inferred"]) == ("Linear", "linear", True)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf", "dot"])
def test_that_every_format_is_written_and_only_that(model_file: Path, ending: str, capsys) -> None:
    target = model_file.with_name(f"g.{ending}")
    assert main(["graph", str(model_file), "-o", str(target)]) == 0
    assert target.stat().st_size > 500
    said = capsys.readouterr()
    assert said.out == ""
    assert str(target) in said.err
    assert {path.name for path in model_file.parent.iterdir()} == {"model.pth", target.name}


def test_that_the_flow_of_an_unknown_state_dict_is_said_to_be_inferred(model_file: Path, capsys) -> None:
    target = model_file.with_name("g.svg")
    assert main(["graph", str(model_file), "--kind", "dataflow", "-o", str(target)]) == 0
    assert "inferred" in capsys.readouterr().err and target.is_file()


def test_that_the_autograd_graph_of_an_unknown_state_dict_asks_for_the_model(model_file: Path, capsys) -> None:
    assert main(["graph", str(model_file), "--kind", "autograd", "-o", str(model_file.with_name("g.svg"))]) == 3
    assert "--model" in capsys.readouterr().err


def test_that_a_wrong_ending_is_wrong_usage_before_anything_is_read(tmp_path: Path, capsys) -> None:
    assert main(["graph", str(tmp_path / "absent.pth"), "-o", str(tmp_path / "g.gif")]) == 2
    assert ".svg" in capsys.readouterr().err


def test_that_a_file_that_is_not_there_is_told_in_one_line(tmp_path: Path, capsys) -> None:
    assert main(["graph", str(tmp_path / "absent.pth"), "-o", str(tmp_path / "g.svg")]) == 3
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_that_a_folder_that_is_not_there_is_a_failure_while_writing(model_file: Path, capsys) -> None:
    assert main(["graph", str(model_file), "-o", str(model_file.parent / "absent" / "g.svg")]) == 4
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_that_a_file_that_would_run_code_is_drawn_and_nothing_runs(tmp_path: Path, monkeypatch) -> None:
    class Evil:
        def __reduce__(self):
            import os

            return os.mkdir, (str(tmp_path / "ran"),)

    torch.save({"a.weight": torch.ones(2, 2), "note": Evil()}, tmp_path / "evil.pth")
    assert main(["graph", str(tmp_path / "evil.pth"), "-o", str(tmp_path / "g.svg")]) == 0
    assert not (tmp_path / "ran").exists()


def test_that_a_negative_depth_is_wrong_usage(tmp_path, capsys):
    assert main(["graph", "x.pth", "--depth", "-1", "-o", str(tmp_path / "x.svg")]) == 2
    assert "must not be negative" in capsys.readouterr().err
