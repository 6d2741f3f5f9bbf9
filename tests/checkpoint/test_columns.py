"""Records that went through columns are the records that went in."""

import pickle

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.checkpoint.columns import Packed
from desktop_app.checkpoint.model import Entry, Module, Quantization, Storage, TensorInfo
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.graph.hierarchy import build_hierarchy

STORAGES = st.builds(
    Storage, st.text(max_size=3), st.integers(0, 2), st.text(max_size=3), st.integers(-1, 9), st.integers(0, 9), crc32=st.none() | st.integers(0, 9)
)  # fmt: skip
TENSORS = st.builds(
    TensorInfo, st.text(max_size=4), st.tuples(st.integers(0, 3), st.integers(0, 3)), st.sampled_from(["float32", "int8"]), st.just((1, 1)),
    st.none() | STORAGES, requires_grad=st.booleans(), attributes=st.just(()) | st.just((("a", "1"),)),
    quantization=st.none() | st.builds(Quantization, st.just("per_tensor_affine"), st.floats(0, 2), st.integers(0, 3)),
)  # fmt: skip


def travelled(records):
    return pickle.loads(pickle.dumps(Packed(records), 5))


@pytest.mark.parametrize("limits", [(0, 7), (0, 4000), (200, 4000)])
@given(records=st.lists(TENSORS, max_size=40))
def test_that_tensors_arrive_as_they_were(limits, records):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop_app.checkpoint.columns._FEW", limits[0])
        patch.setattr("desktop_app.checkpoint.columns._PIECE", limits[1])
        arrived = travelled(records)
    assert type(arrived) is tuple and arrived == tuple(records)
    assert all(repr(a) == repr(b) for a, b in zip(arrived, records, strict=True))
    assert hash(arrived) == hash(tuple(records))


def test_that_true_and_one_stay_two_values(monkeypatch):
    monkeypatch.setattr("desktop_app.checkpoint.columns._FEW", 0)
    records = [
        Module("a", "a", 0, training=True),
        Module("b", "b", 1, training=None),
        Module("c", "c", 1, parameters=1),
    ]
    arrived = travelled(records)
    assert arrived[0].training is True and arrived[1].training is None and arrived == tuple(records)


def test_that_what_is_no_dataclass_or_mixed_arrives_too(monkeypatch):
    monkeypatch.setattr("desktop_app.checkpoint.columns._FEW", 0)
    mixed = [Entry("a", "dict", "dict", ""), Module("b", "b", 0)]
    assert travelled([1, 2, 3]) == (1, 2, 3)
    assert travelled(mixed) == tuple(mixed)
    assert travelled([]) == ()


def test_that_a_whole_checkpoint_and_its_graph_arrive_as_they_were(tmp_path):
    state = {f"layers.{i // 3}.part{i % 3}.weight": torch.zeros(i % 5 + 1, 2) for i in range(900)}
    state["tied"] = state["layers.0.part0.weight"]
    torch.save({"state_dict": state, "epoch": 3}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    graph = build_hierarchy(checkpoint)
    arrived, drawn = pickle.loads(pickle.dumps((checkpoint, graph), 5))
    assert arrived == checkpoint and drawn == graph
    assert type(arrived.modules) is tuple and type(arrived.contents) is tuple and type(drawn.nodes) is tuple
