"""`health`: symptoms as text and JSON, a page that needs nothing beside it, and the exit statuses."""

import json
import math
from html.parser import HTMLParser

import pytest

from desktop_app.cli.main import main

torch = pytest.importorskip("torch")


@pytest.fixture
def ill_file(tmp_path):
    """A dead filter, a NaN, and a name that would be markup."""
    torch.manual_seed(0)
    state = {f"block.{n}.weight": torch.randn(16, 8, 3, 3) for n in range(3)}
    state["block.1.weight"][7] = 0
    state["<script>alert(1)</script>.weight"] = torch.tensor([[1.0, math.nan], [2.0, math.inf]])
    torch.save(state, tmp_path / "ill.pth")
    return tmp_path / "ill.pth"


def test_that_the_dead_filter_is_told_with_its_place(ill_file, capsys):
    assert main(["health", str(ill_file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    dead = next(one for one in found["symptoms"] if one["code"] == "dead-outputs")
    assert dead["name"] == "block.1.weight" and dead["places"] == [7] and dead["values"]["whole"] == "16"
    tensor = next(one for one in found["tensors"] if one["name"] == "block.0.weight")
    weight = torch.load(ill_file, weights_only=True)["block.0.weight"].double()
    cast = weight.to(torch.bfloat16).double()
    assert tensor["casts"]["bfloat16"]["relative_error"] == pytest.approx(
        ((cast - weight).norm() / weight.norm()).item()
    )
    values = torch.linalg.svdvals(weight.reshape(16, -1))
    assert tensor["spectrum"]["values"] == pytest.approx(values.tolist())


def test_that_text_ends_with_the_counts_and_strict_says_no(ill_file, capsys):
    assert main(["health", str(ill_file), "--strict"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("4 tensors: 2 errors")
    assert any("dead" not in line and "nothing but zero weights: 1 of 16 (7)" in line for line in lines)


class Page(HTMLParser):
    """What a page holds."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_that_the_page_needs_nothing_and_runs_nothing(ill_file, tmp_path, capsys):
    assert main(["health", str(ill_file), "-o", str(tmp_path / "report.html")]) == 0
    page = Page()
    page.feed((tmp_path / "report.html").read_text("utf-8"))
    names = {tag for tag, _ in page.tags}
    assert "script" not in names and "img" not in names and "link" not in names
    assert not any({"src", "href", "onload"} & set(attributes) for _, attributes in page.tags)
    assert (
        "<script>alert(1)</script>.weight" in page.text
        and "Outputs with nothing but zero weights: 1 of 16 (7)." in page.text
    )
    assert sum(attributes.get("class") == "mark" for _, attributes in page.tags) >= 1


def test_that_a_report_is_written_as_json_too_and_nothing_else(ill_file, tmp_path, capsys):
    assert main(["health", str(ill_file), "-o", str(tmp_path / "report.json"), "--no-casts", "--no-spectra"]) == 0
    found = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert found["counts"]["error"] == 2 and found["tensors"][0]["casts"] == {}
    assert main(["health", str(ill_file), "-o", str(tmp_path / "report.doc")]) == 2
    assert main(["health", str(ill_file), "-o", str(tmp_path / "nowhere" / "report.html")]) == 4
    assert main(["health", str(tmp_path / "none.pth")]) == 3


def test_that_one_tensor_is_one_and_no_sentence_is_cut(tmp_path, capsys):
    torch.save({"n": torch.empty(3, 3, device="meta")}, tmp_path / "a.pth")
    main(["health", str(tmp_path / "a.pth")])
    out = capsys.readouterr().out
    assert "1 tensor: 1 error, 0 warnings, 0 notes" in out
    assert (
        "It was not examined: n has no data: it was saved from the meta device. Only its shape and type are known."
        in out
    )
