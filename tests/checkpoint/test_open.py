"""What `open_checkpoint` sees in files that torch writes is what torch sees, in every container."""

import gzip
import io
import zipfile
from argparse import Namespace
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from desktop_app.checkpoint.model import Checkpoint, CheckpointError
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.tensors import read_slice

ZIP, LEGACY = True, False


class Counted(OrderedDict):
    """A class of some program."""


def saved(value, path: Path, *, zipped: bool = True) -> Path:
    torch.save(value, path, _use_new_zipfile_serialization=zipped)
    return path


def zip_of(*names: str) -> bytes:
    """An archive of files that are none of torch's."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "text")  # of 1980: it names a test too
    return held.getvalue()


def as_numpy(tensor: torch.Tensor) -> np.ndarray:
    tensor = tensor.detach().resolve_conj().resolve_neg()
    narrow = tensor.dtype in (torch.bfloat16,) or str(tensor.dtype).startswith("torch.float8")
    return (tensor.float() if narrow else tensor).numpy()


def same(checkpoint: Checkpoint, expected: dict[str, torch.Tensor]) -> None:
    """Names, shapes, types, strides and every value are torch's."""
    found = {info.name: info for info in checkpoint.tensors}
    assert list(found) == list(expected)
    for name, tensor in expected.items():
        info = found[name]
        assert info.status == "ok", info.problem
        assert info.shape == tuple(tensor.shape)
        assert info.dtype == str(tensor.dtype).removeprefix("torch.")
        assert info.stride == tensor.stride()
        values = read_slice(checkpoint.files, info).array
        np.testing.assert_array_equal(values, as_numpy(tensor))


def many_kinds() -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    base = torch.randn(6, 8)
    return {
        "f32": base, "f64": torch.randn(3, dtype=torch.float64), "f16": base.half(), "bf16": base.bfloat16(), "i64": torch.arange(5), "i8": torch.arange(-3, 3).to(torch.int8),
        "u8": torch.arange(9).to(torch.uint8), "bool": base > 0, "c64": torch.randn(4, dtype=torch.complex64), "scalar": torch.tensor(3.5), "empty": torch.zeros(0, 4),
        "transposed": base.T, "sliced": base[1::2, ::3], "expanded": torch.randn(1, 4).expand(5, 4), "channels_last": torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last),
    }  # fmt: skip


@pytest.mark.parametrize("zipped", [ZIP, LEGACY])
def test_that_tensors_of_every_kind_are_torchs(tmp_path, zipped):
    state = many_kinds()
    checkpoint = open_checkpoint(saved(state, tmp_path / "x", zipped=zipped))
    assert checkpoint.container == ("torch-zip" if zipped else "torch-legacy")
    assert (checkpoint.kind, checkpoint.safety.verdict, checkpoint.findings) == ("state_dict", "data", ())
    same(checkpoint, state)


def test_that_newer_types_are_torchs(tmp_path):
    types = (torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz)
    state = {str(dtype): torch.arange(256, dtype=torch.uint8).view(dtype) for dtype in types}
    state["u16"] = torch.tensor([1, 65535], dtype=torch.uint16)
    same(open_checkpoint(saved(state, tmp_path / "x")), state)


def test_that_conj_and_neg_bits_are_applied(tmp_path):
    state = {"conj": torch.randn(4, dtype=torch.complex64).conj(), "neg": torch._neg_view(torch.randn(4))}
    checkpoint = open_checkpoint(saved(state, tmp_path / "x"))
    for info in checkpoint.tensors:
        np.testing.assert_array_equal(read_slice(checkpoint.files, info).array, as_numpy(state[info.name]))


def test_that_tied_weights_share_one_storage(tmp_path):
    weight = torch.randn(4, 4)
    for zipped in (ZIP, LEGACY):
        checkpoint = open_checkpoint(saved({"a": weight, "b": weight, "row": weight[1]}, tmp_path / "x", zipped=zipped))
        assert checkpoint.tensors[0].shares_with == ("b", "row")
        assert len({info.storage.id for info in checkpoint.tensors}) == 1


class Oddly(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
        self.register_buffer("mask", torch.ones(2), persistent=False)
        self.stem.register_forward_hook(print)
        self.threshold = 0.25


def test_that_a_whole_module_shows_what_it_keeps_without_its_class(tmp_path):
    checkpoint = open_checkpoint(saved(Oddly().eval(), tmp_path / "x"))
    assert (checkpoint.kind, checkpoint.safety.verdict) == ("module", "code")  # its hook names builtins.print
    by_path = {module.path: module for module in checkpoint.modules}
    assert by_path[""].class_name.endswith("Oddly")
    assert by_path[""].non_persistent == ("mask",)
    assert by_path[""].training is False
    assert dict(by_path[""].attributes)["threshold"] == "0.25"
    assert "print" in by_path["stem"].hooks[0]
    assert by_path["stem.0"].class_name == "torch.nn.modules.conv.Conv2d"
    names = {info.name: info for info in checkpoint.tensors}
    assert names["stem.0.weight"].requires_grad and names["stem.0.weight"].role == "parameter"
    assert names["stem.1.running_mean"].role == "buffer"


@pytest.mark.parametrize("zipped", [ZIP, LEGACY])
def test_that_names_are_those_of_the_innermost_state_dict(tmp_path, zipped):
    model = nn.Linear(3, 2)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.randn(1, 3)).sum().backward()
    optimizer.step()
    value = {
        "epoch": 3,
        "args": Namespace(lr=0.1, counts=Counted(a=1)),
        "state_dict": model.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    checkpoint = open_checkpoint(saved(value, tmp_path / "x", zipped=zipped))
    assert checkpoint.kind == "checkpoint"
    assert checkpoint.metadata["epoch"] == "3"
    assert checkpoint.safety.verdict == "objects"
    names = [info.name for info in checkpoint.tensors]
    assert names[:2] == ["weight", "bias"]
    assert "optimizer/state/0/exp_avg" in names
    assert {info.role for info in checkpoint.tensors} == {"parameter", "optimizer"}


def test_that_no_two_tensors_have_one_name(tmp_path):
    optimizer = torch.optim.SGD(nn.Linear(3, 2).parameters(), lr=0.1, momentum=0.9)
    for parameter in optimizer.param_groups[0]["params"]:
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    value = {
        "optimizer": optimizer,
        "a": [{"b": torch.ones(1)}],
        "a/0/b": torch.zeros(1),
        1: torch.ones(2),
        "1": torch.ones(3),
    }
    names = [info.name for info in open_checkpoint(saved(value, tmp_path / "x")).tensors]
    assert len(names) == len(set(names)) == 8


def test_that_several_models_in_one_file_are_told_apart(tmp_path):
    value = {"G": nn.Linear(2, 2).state_dict(), "D": nn.Linear(2, 1).state_dict()}
    checkpoint = open_checkpoint(saved(value, tmp_path / "x"))
    assert [info.name for info in checkpoint.tensors] == ["G/weight", "G/bias", "D/weight", "D/bias"]


def test_that_sparse_nested_quantised_and_meta_tensors_open(tmp_path):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dense = torch.tensor([[0.0, 2, 0], [3, 0, 4]])
        state = {
            "coo": dense.to_sparse(), "csr": dense.to_sparse_csr(), "csc": dense.to_sparse_csc(), "meta": torch.empty(3, 4, device="meta"),
            "q": torch.quantize_per_tensor(torch.tensor([-1.0, 0, 1]), 0.5, 2, torch.qint8), "plain": torch.ones(2),
        }  # fmt: skip
        checkpoint = open_checkpoint(saved(state, tmp_path / "x"))
    found = {info.name: info for info in checkpoint.tensors}
    for name in ("coo", "csr", "csc"):
        assert found[name].layout == f"sparse_{name}"
        np.testing.assert_array_equal(read_slice(checkpoint.files, found[name]).array, dense.numpy())
    assert found["meta"].layout == "meta" and found["meta"].shape == (3, 4)
    assert found["q"].quantization.scale == 0.5
    np.testing.assert_array_equal(read_slice(checkpoint.files, found["q"]).array, [-1, 0, 1])
    np.testing.assert_array_equal(read_slice(checkpoint.files, found["q"], raw=True).array, [0, 2, 4])


def test_that_numpy_arrays_and_scalars_inside_are_shown(tmp_path):
    value = {"weight": torch.ones(2), "rng": np.arange(6, dtype=np.float32).reshape(2, 3), "loss": np.float64(0.5)}
    checkpoint = open_checkpoint(saved(value, tmp_path / "x"))
    found = {info.name: info for info in checkpoint.tensors}
    np.testing.assert_array_equal(read_slice(checkpoint.files, found["rng"]).array, value["rng"])
    assert next(entry.text for entry in checkpoint.contents if entry.key == "loss") == "0.5"


# ---------------------------------------------------------------------- archives in unusual shape


def rezipped(source: Path, target: Path, method: int, rename=lambda name: name, change=None) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", method) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(rename(name), change(name, data) if change else data)
    return target


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_that_rezipped_files_have_the_same_values(tmp_path, method):
    state = many_kinds()
    path = rezipped(saved(state, tmp_path / "a.pth"), tmp_path / "b.pth", method)
    checkpoint = open_checkpoint(path)
    same(checkpoint, state)
    assert ("compressed" in {f.code for f in checkpoint.findings}) == (method != zipfile.ZIP_STORED)


@pytest.mark.parametrize("folder", ["", "a/b/c/"])
def test_that_any_top_folder_will_do(tmp_path, folder):
    state = {"w": torch.randn(3)}
    path = rezipped(
        saved(state, tmp_path / "a.pth"),
        tmp_path / "b.pth",
        zipfile.ZIP_STORED,
        lambda name: folder + name.partition("/")[2],
    )
    same(open_checkpoint(path), state)


def test_that_big_endian_records_are_swapped(tmp_path):
    state = {"w": torch.randn(3, dtype=torch.float32), "c": torch.randn(2, dtype=torch.complex64)}

    def swap(name, data):
        if name.endswith("byteorder"):
            return b"big"
        return np.frombuffer(data, "<f4").astype(">f4").tobytes() if "/data/" in name else data

    path = rezipped(saved(state, tmp_path / "a.pth"), tmp_path / "b.pth", zipfile.ZIP_STORED, change=swap)
    checkpoint = open_checkpoint(path)
    assert checkpoint.byteorder == "big"
    same(checkpoint, state)


def test_that_a_missing_record_costs_its_tensor_only(tmp_path):
    state = {"a": torch.ones(2), "b": torch.ones(3)}
    source = saved(state, tmp_path / "a.pth")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.pth", "w") as new:
        for name in old.namelist():
            if not name.endswith("data/0"):
                new.writestr(name, old.read(name))
    checkpoint = open_checkpoint(tmp_path / "b.pth")
    assert [info.status for info in checkpoint.tensors] == ["missing", "ok"]
    assert "tensor-missing" in {f.code for f in checkpoint.findings}


@pytest.mark.parametrize("zipped", [ZIP, LEGACY])
@pytest.mark.parametrize("share", [0.35, 0.6, 0.9, 0.99])
def test_that_a_truncated_file_opens_to_what_is_whole(tmp_path, zipped, share):
    torch.manual_seed(1)
    state = {f"layer{i}.weight": torch.randn(50, 50) for i in range(8)}
    path = saved(state, tmp_path / "x.pth", zipped=zipped)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    checkpoint = open_checkpoint(path)
    whole = [info for info in checkpoint.tensors if info.status == "ok"]
    assert len(checkpoint.tensors) == 8
    assert len(whole) >= int(8 * share) - 1
    assert checkpoint.findings
    for info in whole:
        np.testing.assert_array_equal(read_slice(checkpoint.files, info).array, state[info.name].numpy())


def test_that_a_second_pickle_of_the_same_name_is_noticed(tmp_path):
    path = saved({"w": torch.ones(2)}, tmp_path / "x.pth")
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        name = next(n for n in archive.namelist() if n.endswith("data.pkl"))
        archive.writestr(name, archive.read(name))
    assert "duplicate-record" in {f.code for f in open_checkpoint(path).findings}


def test_that_scripted_and_exported_models_open_without_running(tmp_path):
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU()).eval()
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.script(model).save(tmp_path / "model.ts")
        torch.export.save(torch.export.export(model, (torch.randn(1, 3, 8, 8),)), tmp_path / "model.pt2")
    expected = dict(model.state_dict())
    for name, container in (("model.ts", "torchscript"), ("model.pt2", "pt2")):
        checkpoint = open_checkpoint(tmp_path / name)
        assert (checkpoint.container, checkpoint.kind) == (container, "module")
        for info in checkpoint.tensors:
            np.testing.assert_array_equal(read_slice(checkpoint.files, info).array, expected[info.name].numpy())
        assert {info.name for info in checkpoint.tensors} == set(expected)
    script = open_checkpoint(tmp_path / "model.ts")
    assert [module.class_name for module in script.modules][1:] == [
        "torch.nn.modules.conv.Conv2d",
        "torch.nn.modules.batchnorm.BatchNorm2d",
        "torch.nn.modules.activation.ReLU",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "git-lfs"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"\x00\x01\x02 nothing of the kind" * 30, "not-a-checkpoint"),
        (b"GGUF\x03\x00\x00\x00" + bytes(40), "foreign-model"),
        (b"\x89HDF\r\n\x1a\n" + bytes(40), "foreign-model"),
        (b"\x1c\x00\x00\x00TFL3" + bytes(40), "foreign-model"),
        (b"\x08\x0a\x12\x07pytorch\x1a\x052.0.0" + bytes(40), "foreign-model"),
        (zip_of("config.json", "model.weights.h5"), "foreign-model"),
        (zip_of("model.pth"), "packed"),
        (gzip.compress(b"weights", mtime=0), "packed"),
    ],
)
def test_that_what_is_no_checkpoint_is_named(tmp_path, content, code):
    path = tmp_path / "model.pth"
    path.write_bytes(content)
    with pytest.raises(CheckpointError) as caught:
        open_checkpoint(path)
    assert caught.value.finding.code == code


def test_that_a_missing_file_is_said():
    with pytest.raises(CheckpointError, match="There is no such file"):
        open_checkpoint("/no/such/file.pth")


# ---------------------------------------------------------------------- random nested checkpoints

keys = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
leaves = st.one_of(
    st.integers(-(2**70), 2**70), st.floats(allow_nan=False), st.text(max_size=20), st.booleans(), st.none(), st.binary(max_size=20),
    st.lists(st.integers(0, 4), max_size=3).map(lambda shape: torch.arange(int(np.prod(shape)), dtype=torch.float32).reshape(shape)),
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.dictionaries(keys, inner, max_size=4), st.lists(inner, max_size=4), st.tuples(inner, inner)
    ),
    max_leaves=12,
)


def tensors_in(value) -> list[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [tensor for item in inner for tensor in tensors_in(item)]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=trees, zipped=st.booleans())
def test_that_random_nested_checkpoints_lose_no_tensor(tmp_path, value, zipped):
    path = saved(OrderedDict(root=value), tmp_path / "x.pth", zipped=zipped)
    checkpoint = open_checkpoint(path)
    expected = sorted((tuple(tensor.shape), tensor.sum().item()) for tensor in tensors_in(value))
    found = sorted((info.shape, float(read_slice(checkpoint.files, info).array.sum())) for info in checkpoint.tensors)
    assert found == expected
    assert all(finding.severity != "error" for finding in checkpoint.findings)


def test_that_a_plain_pickle_of_tensors_is_followed_into_its_inner_files(tmp_path):
    import pickle

    path = tmp_path / "x.pkl"
    path.write_bytes(pickle.dumps({"w": torch.arange(4.0)}))
    checkpoint = open_checkpoint(path)
    assert checkpoint.container == "pickle"
    np.testing.assert_array_equal(read_slice(checkpoint.files, checkpoint.tensors[0]).array, [0, 1, 2, 3])


def test_that_the_tar_of_torch_0_1_opens(tmp_path):
    import pickle
    import struct
    import tarfile

    storages = io.BytesIO()
    pickle.dump(1, storages, 2)
    storages.write(
        b"\x80\x02(X\x03\x00\x00\x0011X\x03\x00\x00\x00cpuctorch\nFloatStorage\nt.".replace(
            b"X\x03\x00\x00\x0011", b"X\x02\x00\x00\x0011"
        )
    )
    storages.write(struct.pack("<q", 6) + np.arange(6, dtype="<f4").tobytes())
    pickle.dump([], storages, 2)
    tensors = io.BytesIO()
    pickle.dump(1, tensors, 2)
    tensors.write(b"\x80\x02(X\x02\x00\x00\x0022X\x02\x00\x00\x0011ctorch\nFloatTensor\nt.")
    tensors.write(struct.pack("<i4x", 2) + struct.pack("<5q", 2, 3, 3, 1, 0))
    main = b"\x80\x02}X\x01\x00\x00\x00wX\x02\x00\x00\x0022Qs."
    path = tmp_path / "old.pth"
    with tarfile.open(path, "w") as archive:
        for name, data in (("storages", storages.getvalue()), ("tensors", tensors.getvalue()), ("pickle", main)):
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    checkpoint = open_checkpoint(path)
    assert checkpoint.container == "torch-tar"
    np.testing.assert_array_equal(read_slice(checkpoint.files, checkpoint.tensors[0]).array, np.arange(6).reshape(2, 3))
