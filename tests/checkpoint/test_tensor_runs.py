"""Tensors read in runs are what single opcodes give, whatever is done to the bytes."""

import random
import zipfile

import pytest
import torch

import desktop_app.checkpoint.pickling.pickles as pickles
from desktop_app.checkpoint.budget import Budget
from desktop_app.checkpoint.limits import DEFAULT
from desktop_app.checkpoint.pickling.objects import AttributedDict, Opaque
from desktop_app.checkpoint.pickling.rebuild import storage_ref


def shown(value: object, depth: int = 0) -> object:
    """A value with all that is in it, as text: stand-ins compare by identity."""
    if depth > 12:
        return "deep"
    if isinstance(value, Opaque):
        return ("opaque", *(shown(part, depth + 1) for part in (value.cls, value.args, value.state, value.items)))
    if isinstance(value, AttributedDict):
        return ("ordered", shown(dict(value), depth + 1), shown(value.attributes, depth + 1))
    if isinstance(value, dict):
        return {repr(key): shown(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return (type(value).__name__, *(shown(item, depth + 1) for item in value))
    return repr(value)


def read(data: bytes, *, in_runs: bool, monkeypatch) -> tuple[object, int]:
    """All that reading gives, and the number of tensors that came in runs."""
    taken = []

    def run(data, at, *rest):
        behind, count = original(data, at, *rest) if in_runs else (at, 0)
        taken.append(count)
        return behind, count

    original = pickles.read_run
    with monkeypatch.context() as patched:
        patched.setattr(pickles, "read_run", run)
        result = pickles.read_pickle(data, where="x", budget=Budget(DEFAULT), persistent=storage_ref)
    return (shown(result.root), result.end, result.globals, result.findings, result.complete), sum(taken)


def pickled(path, value) -> bytes:
    torch.save(value, path)
    with zipfile.ZipFile(path) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith("data.pkl")))


@pytest.fixture
def many(tmp_path):
    """A pickle with tensors of many shapes, of which most come behind the memo's first 256 entries."""
    tied = torch.zeros(3)
    made = {f"plain.{i}": torch.zeros(2) for i in range(40)}
    made |= {"scalar": torch.tensor(1), "wide": torch.zeros(70000), "four": torch.zeros(1, 300, 2, 2), "tied": tied}
    made |= {"again": tied, "view": torch.zeros(600, 2)[300:], "grad": torch.zeros(2, requires_grad=True)}
    made |= {"five": torch.zeros(1, 2, 1, 2, 1), "empty": torch.zeros(0, 3), "ö" * 90: torch.zeros(1, 2, 3)}
    made |= {f"half.{i}": torch.zeros(3, 2, dtype=torch.float16) for i in range(10)}
    made |= {"module": torch.nn.Linear(2, 2).state_dict(), "plain": {"epoch": 3, "list": [torch.zeros(2)] * 2}}
    made |= {f"last.{i}": torch.zeros(i % 5, dtype=torch.float16) for i in range(40)}
    return pickled(tmp_path / "x.pth", made)


def test_runs_give_what_single_opcodes_give(many, monkeypatch):
    single, none = read(many, in_runs=False, monkeypatch=monkeypatch)
    runs, count = read(many, in_runs=True, monkeypatch=monkeypatch)
    assert none == 0 and count > 40
    assert runs == single


@pytest.mark.parametrize("seed", range(4))
def test_damaged_runs_give_what_single_opcodes_give(many, monkeypatch, seed):
    chance = random.Random(seed)
    for _ in range(150):
        damaged = bytearray(many)
        for _ in range(chance.choice((1, 1, 1, 3))):
            damaged[chance.randrange(2000, len(many))] = chance.choice(
                (chance.randrange(256), 0x72, 0x68, 0x71, 0x29, 0)
            )
        cut = bytes(damaged[: chance.choice((len(many), len(many), chance.randrange(2000, len(many))))])
        single, _ = read(cut, in_runs=False, monkeypatch=monkeypatch)
        runs, _ = read(cut, in_runs=True, monkeypatch=monkeypatch)
        assert runs == single


def test_a_run_counts_against_the_limits(many, monkeypatch):
    from dataclasses import replace

    few = Budget(replace(DEFAULT, memo=300))
    result = pickles.read_pickle(many, where="x", budget=few, persistent=storage_ref)
    assert not result.complete and result.findings[0].code == "limit"
    spent = Budget(DEFAULT)
    pickles.read_pickle(many, where="x", budget=spent, persistent=storage_ref)
    assert spent.operations > 50_000 + 40 * 30
