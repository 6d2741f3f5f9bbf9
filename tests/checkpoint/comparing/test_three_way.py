"""Who changed what since the common base."""

import pytest
import torch

from desktop_app.checkpoint.comparing.sides import Side
from desktop_app.checkpoint.comparing.three_way import three_way
from desktop_app.checkpoint.open import open_checkpoint


def side(path, state):
    torch.save(state, path)
    return Side.of(open_checkpoint(path))


@pytest.fixture
def base():
    torch.manual_seed(0)
    return {name: torch.randn(3, 4) for name in ("same", "in a", "in b", "both", "conflict", "lost in a", "lost")}


def test_that_each_tensor_gets_its_verdict(tmp_path, base):
    a, b = dict(base), dict(base)
    a["in a"] = base["in a"] + 1
    b["in b"] = base["in b"] + 2
    a["both"] = b["both"] = base["both"] * 2
    a["conflict"], b["conflict"] = base["conflict"] + 1, base["conflict"] + 2
    del a["lost in a"], a["lost"], b["lost"]
    a["new"], b["new"] = torch.ones(2), torch.ones(2)
    a["new, other"], b["new, other"] = torch.ones(2), torch.ones(3)
    a["new in a"], b["new in b"] = torch.ones(2) * 7, torch.ones(5)
    told = []
    rows = [
        row
        for batch in three_way(
            side(tmp_path / "0.pth", base),
            side(tmp_path / "a.pth", a),
            side(tmp_path / "b.pth", b),
            progress=lambda *what: told.append(what),
        )
        for row in batch
    ]
    assert {row.name: row.verdict for row in rows} == {
        "same": "same", "in a": "a", "in b": "b", "both": "both", "conflict": "conflict", "lost in a": "a", "lost": "both",
        "new": "both", "new, other": "conflict", "new in a": "a", "new in b": "b",
    }  # fmt: skip
    assert [row.name for row in rows][:7] == list(base)
    conflict = rows[4]
    assert conflict.from_base_a.max_abs == pytest.approx(1, rel=1e-6)
    assert conflict.from_base_b.max_abs == pytest.approx(2, rel=1e-6)
    assert conflict.between.max_abs == pytest.approx(1, rel=1e-6)
    assert told


def test_that_renames_are_followed(tmp_path, base):
    renamed = {"module." + name: value for name, value in base.items()}
    renamed["module.in b"] = base["in b"] + 1
    rows = [
        row
        for batch in three_way(
            side(tmp_path / "0.pth", base), side(tmp_path / "a.pth", base), side(tmp_path / "b.pth", renamed)
        )
        for row in batch
    ]
    assert {row.name: (row.b, row.verdict) for row in rows} == {
        name: ("module." + name, "b" if name == "in b" else "same") for name in base
    }


def test_that_small_changes_are_none_within_a_tolerance(tmp_path, base):
    moved = {name: value + 1e-6 for name, value in base.items()}
    rows = [
        row
        for batch in three_way(
            *(side(tmp_path / f"{i}.pth", state) for i, state in enumerate((base, moved, base))), atol=1e-5
        )
        for row in batch
    ]
    assert {row.verdict for row in rows} == {"same"}
