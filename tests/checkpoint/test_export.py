"""Exports against torch, safetensors and NumPy: what they load is what the draft says."""

import os
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.writers.export import export_draft
from desktop_app.checkpoint.writers.output import ExportError


def draft_of(path, *steps):
    return apply_all(Draft.of(open_checkpoint(path)), [parse_step(step) for step in steps], open_checkpoint)


def same(found, wanted):
    assert list(found) == list(wanted)
    for name, tensor in wanted.items():
        assert found[name].dtype == tensor.dtype and found[name].shape == tensor.shape, name
        assert torch.equal(
            found[name].resolve_conj().contiguous().flatten().view(torch.uint8),
            tensor.resolve_conj().contiguous().flatten().view(torch.uint8),
        ), name


def many_kinds():
    torch.manual_seed(0)
    table = torch.randn(6, 4)
    wide = torch.randn(40, 10)
    state = {
        "embed.weight": table, "head.weight": table, "part": wide[5:9, ::2], "part.t": wide.t()[2:4], "scalar": torch.tensor(1.5), "empty": torch.zeros(0, 3),
        "conj": torch.randn(3, dtype=torch.complex64).conj(), "count": torch.tensor(3), "flag": torch.tensor([True, False, True]), "expanded": torch.randn(1, 4).expand(5, 4),
    }  # fmt: skip
    for dtype in (
        torch.float16,
        torch.bfloat16,
        torch.float64,
        torch.int8,
        torch.uint8,
        torch.int16,
        torch.int32,
        torch.complex128,
        torch.uint16,
        torch.float8_e4m3fn,
        torch.float8_e5m2,
    ):
        state[str(dtype).replace("torch.", "d.")] = torch.randn(5).abs().mul(9).to(dtype)
    return state


@pytest.mark.parametrize("new", [True, False])
def test_that_a_pth_comes_out_as_it_was(tmp_path, new):
    state = many_kinds()
    if not new:
        state = {
            name: value
            for name, value in state.items()
            if value.dtype not in (torch.uint16, torch.float8_e4m3fn, torch.float8_e5m2)
        }
    torch.save(state, tmp_path / "a.pth", _use_new_zipfile_serialization=new)
    report = export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.pth")
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    same(found, state)
    assert report.tensors == len(state)
    assert found["embed.weight"].data_ptr() == found["head.weight"].data_ptr()
    assert found["part"].stride() == state["part"].stride()
    assert found["part"].untyped_storage().data_ptr() == found["part.t"].untyped_storage().data_ptr()
    assert found["expanded"].stride() == (0, 1)
    assert sorted(os.listdir(tmp_path)) == ["a.pth", "b.pth"]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_that_layouts_of_torch_are_kept(tmp_path):
    state = {
        "coo": torch.eye(4).to_sparse(), "csr": torch.eye(4).to_sparse_csr(), "csc": torch.eye(4).to_sparse_csc(),
        "q": torch.quantize_per_tensor(torch.randn(3, 4), 0.1, 3, torch.qint8),
        "qc": torch.quantize_per_channel(torch.randn(3, 4), torch.tensor([0.1, 0.2, 0.3]), torch.zeros(3, dtype=torch.long), 0, torch.quint8),
    }  # fmt: skip
    torch.save(state, tmp_path / "a.pth")
    export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.pth")
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    for name, tensor in state.items():
        assert found[name].layout == tensor.layout
        plain = (lambda t: t.dequantize()) if tensor.is_quantized else (lambda t: t.to_dense())
        assert torch.equal(plain(found[name]), plain(tensor))
    report = export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.safetensors")
    dense = load_file(tmp_path / "b.safetensors")
    assert torch.equal(dense["csr"], torch.eye(4)) and torch.equal(dense["q"], state["q"].dequantize())
    assert {note.code for note in report.notes} >= {"export-dense"}


OLD_OPCODES = {
    "GLOBAL", "NEWOBJ", "REDUCE", "BUILD", "APPEND", "APPENDS", "SETITEM", "SETITEMS", "MARK", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3", "NONE",
    "NEWFALSE", "NEWTRUE", "EMPTY_TUPLE", "EMPTY_LIST", "EMPTY_DICT", "EMPTY_SET", "BININT", "BININT1", "BININT2", "BINUNICODE",
    "SHORT_BINSTRING", "BINPERSID", "BINGET", "LONG_BINGET", "BINPUT", "LONG_BINPUT", "LONG1", "PROTO", "STOP",
}  # fmt: skip
"""What `weights_only=True` understood when it came, in torch 1.13."""


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_that_old_versions_of_torch_understand_the_pickle(tmp_path):
    import pickletools
    import zipfile

    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
    old = {name: value for name, value in many_kinds().items() if "uint16" not in name and "float8" not in name}
    state = {**old, **model.state_dict(), "p": torch.nn.Parameter(torch.ones(2)), "coo": torch.eye(3).to_sparse()}
    torch.save(state, tmp_path / "a.pth")
    export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.pth")
    with zipfile.ZipFile(tmp_path / "b.pth") as archive:
        read = list(pickletools.genops(archive.read("archive/data.pkl")))
        assert archive.read("archive/version") == b"3\n"
    assert {opcode.name for opcode, _, _ in read} <= OLD_OPCODES
    names = {argument for opcode, argument, _ in read if opcode.name == "GLOBAL"}
    assert {name for name in names if not name.startswith("torch ")} == {
        "collections OrderedDict", "torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_parameter", "torch._utils _rebuild_sparse_tensor",
        "torch.serialization _get_layout",
    }  # fmt: skip
    assert all(name.endswith("Storage") for name in names if name.startswith("torch "))


def test_that_versions_and_parameters_are_kept(tmp_path):
    model = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.ReLU())
    wrapped = torch.nn.DataParallel(model)
    torch.save(wrapped.state_dict(), tmp_path / "a.pth")
    export_draft(draft_of(tmp_path / "a.pth", "strip-prefix module."), tmp_path / "b.pth")
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    assert found._metadata == model.state_dict()._metadata
    model.load_state_dict(found, strict=True)
    parameters = {
        "w": torch.nn.Parameter(torch.ones(2)),
        "frozen": torch.nn.Parameter(torch.ones(2), requires_grad=False),
    }
    torch.save(parameters, tmp_path / "p.pth")
    export_draft(draft_of(tmp_path / "p.pth"), tmp_path / "q.pth")
    again = torch.load(tmp_path / "q.pth", weights_only=True)
    assert isinstance(again["w"], torch.nn.Parameter) and again["w"].requires_grad and not again["frozen"].requires_grad


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(3, 2)
        self.register_buffer("kept", torch.ones(2))
        self.register_buffer("hidden", torch.zeros(2), persistent=False)


def test_that_a_whole_module_becomes_its_state_dict(tmp_path):
    net = Net()
    torch.save(net, tmp_path / "a.pth")
    export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.pth")
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    same(found, {name: value.detach() for name, value in net.state_dict().items()})


def test_that_edits_of_all_kinds_come_out(tmp_path):
    state = many_kinds()
    torch.save({"state_dict": state, "epoch": 3}, tmp_path / "a.pth")
    draft = draft_of(
        tmp_path / "a.pth",
        "cast embed.weight bfloat16",
        "cast head.weight bfloat16",
        "scale part 2",
        "rename part.t other",
        "drop d.*",
        "pad flag 5 1",
        "set scalar 7",
    )
    export_draft(draft, tmp_path / "b.pth")
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    assert torch.equal(found["embed.weight"], state["embed.weight"].bfloat16())
    assert found["embed.weight"].data_ptr() == found["head.weight"].data_ptr()
    assert torch.equal(found["part"], state["part"] * 2)
    assert torch.equal(found["other"], state["part.t"])
    assert found["flag"].tolist() == [True, False, True, True, True]
    assert found["scalar"] == 7


def test_that_a_stretch_of_a_large_storage_is_enough(tmp_path):
    torch.save({"row": torch.zeros(1000, 1000)[5]}, tmp_path / "a.pth")
    export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.pth")
    assert (tmp_path / "b.pth").stat().st_size < 10_000 < (tmp_path / "a.pth").stat().st_size
    assert torch.load(tmp_path / "b.pth", weights_only=True)["row"].shape == (1000,)


@pytest.mark.parametrize("tied", ["keep-one", "copy"])
def test_that_safetensors_loads(tmp_path, tied):
    state = {name: value for name, value in many_kinds().items() if value.dtype != torch.complex128}
    torch.save(state, tmp_path / "a.pth")
    report = export_draft(draft_of(tmp_path / "a.pth", "metadata author me"), tmp_path / "b.safetensors", tied=tied)
    found = load_file(tmp_path / "b.safetensors")
    left = {"head.weight"} if tied == "keep-one" else set()
    assert set(found) == set(state) - left
    for name, tensor in found.items():
        assert torch.equal(
            tensor.float() if tensor.dtype != torch.complex64 else tensor,
            state[name].float() if tensor.dtype != torch.complex64 else state[name],
        )
        assert tensor.dtype == state[name].dtype
    assert {note.code for note in report.notes} == {"export-tied-once" if left else "export-tied-copied"}
    again = open_checkpoint(tmp_path / "b.safetensors")
    assert again.metadata["author"] == "me" and again.metadata.get("head.weight") == ("embed.weight" if left else None)
    assert not again.findings


def test_that_shards_have_an_index(tmp_path):
    state = {f"w{n}": torch.full((100,), float(n)) for n in range(10)}
    torch.save(state, tmp_path / "a.pth")
    report = export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.safetensors", shard_nbytes=1000)
    assert [Path(path).name for path in report.paths] == [
        "b.safetensors.index.json",
        *(f"b-{n:05}-of-00005.safetensors" for n in range(1, 6)),
    ]
    again = open_checkpoint(tmp_path / "b.safetensors.index.json")
    assert [info.name for info in again.tensors] == list(state) and not again.findings
    export_draft(Draft.of(again), tmp_path / "c.pth")
    same(torch.load(tmp_path / "c.pth", weights_only=True), state)


def test_that_npz_loads(tmp_path):
    state = many_kinds()
    torch.save(state, tmp_path / "a.pth")
    export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.npz")
    with np.load(tmp_path / "b.npz") as found:
        assert list(found) == list(state)
        for name, tensor in state.items():
            wide = (
                tensor.float()
                if tensor.dtype in (torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2)
                else tensor.resolve_conj()
            )
            np.testing.assert_array_equal(found[name], wide.numpy())


def test_that_the_same_draft_gives_the_same_bytes(tmp_path):
    torch.save(many_kinds(), tmp_path / "a.pth")
    for name in ("b.pth", "c.pth"):
        export_draft(draft_of(tmp_path / "a.pth", "cast * float16"), tmp_path / name)
    assert (tmp_path / "b.pth").read_bytes() == (tmp_path / "c.pth").read_bytes()


def test_that_the_open_file_itself_can_be_replaced(tmp_path):
    torch.save({"module.w": torch.ones(3)}, tmp_path / "a.pth")
    export_draft(draft_of(tmp_path / "a.pth", "strip-prefix module."), tmp_path / "a.pth")
    assert list(torch.load(tmp_path / "a.pth", weights_only=True)) == ["w"]


@pytest.mark.parametrize(("name", "code"), [("b.xyz", "export-ending"), ("no/b.pth", "not-written")])
def test_that_a_target_that_cannot_be_is_told(tmp_path, name, code):
    torch.save({"w": torch.ones(3)}, tmp_path / "a.pth")
    with pytest.raises(ExportError) as caught:
        export_draft(draft_of(tmp_path / "a.pth"), tmp_path / name)
    assert caught.value.finding.code == code


def test_that_big_endian_numbers_come_out_little(tmp_path):
    state = {"w": torch.arange(6, dtype=torch.float32).reshape(2, 3), "i": torch.arange(3)}
    from torch.serialization import LoadEndianness  # noqa: F401

    buffer = {"w": state["w"].numpy().byteswap().tobytes(), "i": state["i"].numpy().byteswap().tobytes()}
    torch.save(state, tmp_path / "a.pth")
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.pth") as old, zipfile.ZipFile(tmp_path / "big.pth", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("data/0"):
                data = buffer["w"]
            elif name.endswith("data/1"):
                data = buffer["i"]
            elif name.endswith("byteorder"):
                data = b"big"
            new.writestr(name, data)
    export_draft(draft_of(tmp_path / "big.pth"), tmp_path / "b.pth")
    same(torch.load(tmp_path / "b.pth", weights_only=True), state)


def test_that_ties_survive_in_random_state_dicts(tmp_path):
    generator = torch.Generator().manual_seed(1)
    for round_ in range(20):
        base = [torch.randn(int(torch.randint(1, 50, (), generator=generator)), 6) for _ in range(3)]
        state = {}
        for n in range(8):
            source = base[int(torch.randint(0, 3, (), generator=generator))]
            begin = int(torch.randint(0, len(source), (), generator=generator))
            state[f"t{n}"] = source[begin:, int(n % 3) :: 2]
        torch.save(state, tmp_path / "a.pth")
        export_draft(draft_of(tmp_path / "a.pth"), tmp_path / f"b{round_}.pth")
        found = torch.load(tmp_path / f"b{round_}.pth", weights_only=True)
        same(found, state)
        for one in state:
            for other in state:
                assert (state[one].untyped_storage().data_ptr() == state[other].untyped_storage().data_ptr()) == (
                    found[one].untyped_storage().data_ptr() == found[other].untyped_storage().data_ptr()
                )


def checkpoint_of(tmp_path, *, new=True):
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Linear(4, 2))
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
    everything = {
        "epoch": 7, "state_dict": torch.nn.DataParallel(net).state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(),
        "classes": ["a", "b"], "best": 0.5, "ema": {name: value * 2 for name, value in net.state_dict().items()}, "same": net.state_dict()["0.weight"],
    }  # fmt: skip
    torch.save(everything, tmp_path / "a.pth", _use_new_zipfile_serialization=new)
    return everything


@pytest.mark.parametrize("new", [True, False])
def test_that_the_checkpoint_around_is_kept(tmp_path, new):
    before = checkpoint_of(tmp_path, new=new)
    draft = draft_of(
        tmp_path / "a.pth", "strip-prefix module.", "cast 1.weight float16", "metadata epoch 8", "metadata author me"
    )
    export_draft(draft, tmp_path / "b.pth", template=True)
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    assert list(found) == [*before, "author"]
    assert (found["epoch"], found["best"], found["classes"], found["author"]) == (8, 0.5, ["a", "b"], "me")
    expected = {name.removeprefix("module."): value for name, value in before["state_dict"].items()}
    expected["1.weight"] = expected["1.weight"].half()
    same(found["state_dict"], expected)
    assert found["optimizer"]["param_groups"] == before["optimizer"]["param_groups"]
    for key, state in before["optimizer"]["state"].items():
        for name, value in state.items():
            assert torch.equal(found["optimizer"]["state"][key][name], value)
    same(found["ema"], before["ema"])
    assert found["scheduler"] == before["scheduler"]
    assert found["same"].data_ptr() == found["state_dict"]["0.weight"].data_ptr()


def test_that_what_was_dropped_as_a_whole_is_gone_from_around(tmp_path):
    checkpoint_of(tmp_path)
    export_draft(draft_of(tmp_path / "a.pth", "drop optimizer/*"), tmp_path / "b.pth", template=True)
    found = torch.load(tmp_path / "b.pth", weights_only=True)
    assert "optimizer" not in found and "ema" in found and found["epoch"] == 7


def test_that_surroundings_that_would_run_code_are_refused(tmp_path):
    class Evil:
        def __reduce__(self):
            return os.system, ("touch MARK",)

    torch.save({"state_dict": {"w": torch.ones(2)}, "x": Evil()}, tmp_path / "a.pth")
    with pytest.raises(ExportError, match="run code"):
        export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.pth", template=True)
    export_draft(draft_of(tmp_path / "a.pth"), tmp_path / "b.pth")
    assert list(torch.load(tmp_path / "b.pth", weights_only=True)) == ["w"]


@pytest.mark.filterwarnings("ignore")
def test_that_every_sparse_layout_is_kept(tmp_path):
    dense = torch.eye(4) * torch.arange(1.0, 5.0)
    state = {
        "coo": dense.to_sparse(), "csr": dense.to_sparse_csr(), "csc": dense.to_sparse_csc(),
        "bsr": dense.to_sparse_bsr((2, 2)), "bsc": dense.to_sparse_bsc((2, 2)),
    }  # fmt: skip
    torch.save(state, tmp_path / "in.pth")
    report = export_draft(Draft.of(open_checkpoint(tmp_path / "in.pth")), tmp_path / "out.pth")
    loaded = torch.load(tmp_path / "out.pth", weights_only=True)
    assert not report.notes
    for name, tensor in state.items():
        assert loaded[name].layout == tensor.layout
        assert torch.equal(loaded[name].to_dense(), dense)


def test_that_four_bit_floats_are_written_to_every_format(tmp_path):
    state = {"w": torch.arange(256, dtype=torch.uint8).reshape(16, 16).view(torch.float4_e2m1fn_x2)}
    torch.save(state, tmp_path / "in.pth")
    draft = Draft.of(open_checkpoint(tmp_path / "in.pth"))
    for ending in ("pth", "safetensors", "npz"):
        export_draft(draft, tmp_path / f"out.{ending}")
    expected = state["w"].view(torch.uint8)
    assert torch.equal(torch.load(tmp_path / "out.pth")["w"].view(torch.uint8), expected)
    assert torch.equal(load_file(tmp_path / "out.safetensors")["w"].view(torch.uint8), expected)
    numbers = np.load(tmp_path / "out.npz")["w"]
    codes = np.stack([expected.numpy() & 15, expected.numpy() >> 4], axis=-1).reshape(16, 32)
    table = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 6])
    np.testing.assert_array_equal(numbers, np.where(codes > 7, -1, 1) * table[codes & 7])


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        (["scale opt/state/*/exp_avg 0"], 2),
        (["rename opt/state/0/step opt/state/0/count"], 1),
        (["drop opt/state/0/*"], 3),
        (["scale weight 2"], 0),
        (["drop opt/*"], 0),
    ],
)
def test_that_edits_beside_the_state_dict_which_a_template_drops_are_told(tmp_path, steps, count):
    net = torch.nn.Linear(2, 2)
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    torch.save({"model": net.state_dict(), "opt": optimizer.state_dict()}, tmp_path / "a.pth")
    report = export_draft(draft_of(tmp_path / "a.pth", *steps), tmp_path / "b.pth", template=True)
    told = [dict(note.values)["count"] for note in report.notes if note.code == "export-outside-kept"]
    assert told == ([str(count)] if count else [])
