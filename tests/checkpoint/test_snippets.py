"""Snippets are run: what they load is the state_dict."""

import datetime
from argparse import Namespace
from collections import Counter, defaultdict
from pathlib import PurePosixPath
from pickle import UnpicklingError

import numpy as np
import pytest
import torch

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.snippets import inner_keys, inner_text, snippet_for, snippet_of
from desktop_app.checkpoint.writers.export import export_draft


class Model:
    """Takes what a snippet loads."""

    def load_state_dict(self, state):
        self.state = dict(state)


def loaded(text):
    model = Model()
    exec(compile(text, "snippet", "exec"), {"model": model})
    return model.state


def same(found, wanted):
    assert set(found) == set(wanted)
    for name, tensor in wanted.items():
        assert torch.equal(found[name], tensor), name


@pytest.fixture
def state():
    table = torch.arange(12.0).reshape(3, 4)
    return {"a.weight": torch.ones(2, 3), "embed": table, "head": table}


@pytest.mark.parametrize("around", [(), ("state_dict",), ("run", "model")])
def test_that_a_torch_file_is_loaded_from_within_what_surrounds_it(tmp_path, state, around):
    whole = state
    for key in reversed(around):
        whole = {key: whole, "epoch": 3}
    torch.save(whole, tmp_path / "a 'quoted'.pth")
    checkpoint = open_checkpoint(tmp_path / "a 'quoted'.pth")
    assert inner_keys(checkpoint) == around
    same(loaded(snippet_of(checkpoint)), state)


def test_that_ties_of_a_safetensors_are_put_back(tmp_path, state):
    torch.save(state, tmp_path / "a.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "a.pth"))
    export_draft(draft, tmp_path / "b.safetensors")
    same(loaded(snippet_for(str(tmp_path / "b.safetensors"), ties=True)), state)
    same(loaded(snippet_of(open_checkpoint(tmp_path / "b.safetensors"))), state)


def test_that_shards_and_npz_are_loaded(tmp_path, state):
    torch.save(state, tmp_path / "a.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "a.pth"))
    report = export_draft(draft, tmp_path / "b.safetensors", shard_nbytes=40, tied="copy")
    assert report.paths[0].endswith(".index.json")
    same(loaded(snippet_for(report.paths[0])), state)
    same(loaded(snippet_of(open_checkpoint(report.paths[0]))), state)
    export_draft(draft, tmp_path / "b.npz")
    same(loaded(snippet_for(str(tmp_path / "b.npz"))), state)


def test_that_a_kept_checkpoint_is_loaded_from_within(tmp_path, state):
    torch.save({"model": state, "epoch": 1}, tmp_path / "a.pth")
    draft = apply_all(Draft.of(open_checkpoint(tmp_path / "a.pth")), [parse_step("rename head tail")])
    export_draft(draft, tmp_path / "b.pth", template=True)
    found = loaded(snippet_for(str(tmp_path / "b.pth"), keys=inner_keys(draft.source)))
    same(found, {"a.weight": state["a.weight"], "embed": state["embed"], "tail": state["head"]})


def test_that_a_file_that_would_run_code_gets_a_warning_and_no_code(tmp_path):
    import os

    class Evil:
        def __reduce__(self):
            return os.system, ("touch MARK",)

    torch.save({"w": torch.ones(2), "x": Evil()}, tmp_path / "a.pth")
    text = snippet_of(open_checkpoint(tmp_path / "a.pth"))
    assert text.startswith("#") and len(text.splitlines()) == 1


@pytest.mark.parametrize(
    "beside",
    [
        np.float64(0.5),
        np.arange(3),
        Namespace(lr=0.1, milestones=[1, 2]),
        datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
        PurePosixPath("/data"),
        defaultdict(list, a=[1]),
        Counter("aab"),
        {1, 2},
        frozenset({1}),
        range(3),
        np.random.default_rng(0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_that_plain_values_which_torch_refuses_do_not_stop_the_snippet(tmp_path, state, beside):
    torch.save({"model": state, "beside": beside}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    assert checkpoint.safety.verdict == "data"
    text = snippet_of(checkpoint)
    same(loaded(text), state)
    try:
        torch.load(tmp_path / "a.pth", weights_only=True)
    except UnpicklingError:
        assert "weights_only=False" in text
    else:
        assert "weights_only=False" not in text


def test_that_a_state_dict_in_a_tuple_is_loaded_from_there(tmp_path, state):
    torch.save((7, {"model": state}), tmp_path / "a.pth")
    same(loaded(snippet_of(open_checkpoint(tmp_path / "a.pth"))), state)


def test_that_the_first_of_several_state_dicts_is_loaded(tmp_path, state):
    torch.save({"generator": {"net": state}, "critic": {"net": {"x": torch.ones(2)}}}, tmp_path / "a.pth")
    same(loaded(snippet_of(open_checkpoint(tmp_path / "a.pth"))), state)


def test_that_an_export_with_its_surroundings_is_loaded_as_they_allow(tmp_path, state):
    torch.save({"model": state, "best": np.float64(0.5)}, tmp_path / "a.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "a.pth"))
    out = str(tmp_path / "b.pth")
    export_draft(draft, out, template=True)
    same(loaded(snippet_for(out, keys=inner_keys(draft.source), around=draft.source)), state)


def test_that_a_module_inside_a_checkpoint_is_asked_for_its_state_dict(tmp_path):
    net = torch.nn.BatchNorm1d(3)
    torch.save({"epoch": 1, "model": net, "ema": None}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    assert inner_keys(checkpoint) == ("model",)
    assert inner_text(checkpoint) == "['model'].state_dict()"
    same(loaded(snippet_of(checkpoint)), net.state_dict())
