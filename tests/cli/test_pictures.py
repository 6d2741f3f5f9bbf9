"""Without a screen: the summary on stdout and four pictures in the current folder, never over another file."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch
from PIL import Image

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.cli.pictures import draw_histograms, drawn_tensors, run_without_display
from desktop_app.graph.renderers import to_svg
from desktop_app.places import sample

PICTURES = ["graph.png", "graph.svg", "histograms.png", "histograms.svg"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def saved(tmp_path: Path, **tensors: torch.Tensor) -> str:
    torch.save(tensors, tmp_path / "модель.pth")
    return str(tmp_path / "модель.pth")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_that_a_file_gives_its_summary_and_four_pictures(here: Path, tmp_path: Path, capsys) -> None:
    assert run_without_display([saved(tmp_path, weight=torch.randn(30, 4))]) == 0
    assert names(here) == [f"модель.{picture}" for picture in PICTURES]
    told = capsys.readouterr().out
    assert "30×4" in told
    assert all(str(here / f"модель.{picture}") in told for picture in PICTURES)


def test_that_without_a_file_the_sample_is_shown(here: Path) -> None:
    assert run_without_display([]) == 0
    assert names(here) == [f"{sample().stem}.{picture}" for picture in PICTURES]
    for name in names(here):
        if name.endswith(".svg"):
            ElementTree.fromstring((here / name).read_bytes())
        else:
            Image.open(BytesIO((here / name).read_bytes())).verify()


def test_that_no_file_is_written_over(here: Path, tmp_path: Path) -> None:
    path = saved(tmp_path, weight=torch.ones(4))
    (here / "модель.graph.svg").write_text("mine")
    run_without_display([path])
    run_without_display([path])
    assert (here / "модель.graph.svg").read_text() == "mine"
    assert {"модель.graph-2.svg", "модель.graph-3.svg", "модель.graph.png", "модель.graph-2.png"} <= set(names(here))


def test_that_one_unreadable_file_does_not_stop_the_others(here: Path, tmp_path: Path, capsys) -> None:
    assert run_without_display([str(tmp_path / "absent.pth"), saved(tmp_path, weight=torch.ones(4))]) == 3
    assert len(names(here)) == 4
    assert "absent.pth" in capsys.readouterr().err


def test_that_the_largest_tensors_are_chosen_and_stand_in_file_order(tmp_path: Path) -> None:
    sizes = [2 + place % 7 for place in range(60)]
    path = saved(tmp_path, **{f"t{place:02}": torch.ones(size) for place, size in enumerate(sizes)})
    chosen = drawn_tensors(open_checkpoint(path))
    assert chosen == sorted(chosen)
    assert len(chosen) == 48
    assert min(sizes[place] for place in chosen) >= max(sizes[place] for place in set(range(60)) - set(chosen))


def test_that_nan_and_nothing_finite_are_said_in_their_row(tmp_path: Path) -> None:
    from desktop_app.checkpoint.measuring.statistics import statistics_of_many

    some = torch.randn(50)
    some[:3] = torch.nan
    path = saved(tmp_path, some=some, none=torch.full((6,), torch.nan))
    checkpoint = open_checkpoint(path)
    chosen = drawn_tensors(checkpoint)
    wanted = [(index, checkpoint.tensors[index]) for index in chosen]
    found = {
        index: result for batch in statistics_of_many(checkpoint.files, wanted, bins=80) for index, result in batch
    }
    shown = ElementTree.fromstring(to_svg(draw_histograms(checkpoint, chosen, found)))
    texts = ["".join(element.itertext()) for element in shown.iter("{http://www.w3.org/2000/svg}text")]
    assert "3 NaN/Inf" in texts
    assert "no finite value (6 NaN)" in texts
    assert {"some", "none"} <= set(texts)
