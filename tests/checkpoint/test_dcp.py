"""Folders of torch.distributed.checkpoint: names, places and values equal to what torch loads, without unpickling."""

import io
import pickle
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.distributed.checkpoint as dcp
from torch.distributed.checkpoint.filesystem import _StorageInfo
from torch.distributed.checkpoint.metadata import (
    BytesStorageMetadata,
    ChunkStorageMetadata,
    Metadata,
    MetadataIndex,
    TensorProperties,
    TensorStorageMetadata,
)

from desktop_app.checkpoint.chunks import assemble, piece_name, piece_slices
from desktop_app.checkpoint.model import Checkpoint, CheckpointError, TensorInfo
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.tensors import read_slice


def stored_values(checkpoint: Checkpoint, info: TensorInfo) -> np.ndarray:
    """Read by hand: the bytes at the offset that the description gives."""
    storage = info.storage
    data = Path(checkpoint.files[storage.file].path).read_bytes()[storage.offset : storage.offset + storage.nbytes]
    values = torch.frombuffer(bytearray(data), dtype=getattr(torch, info.dtype))
    return values.as_strided(info.shape, info.stride, info.storage_offset).float().numpy()


def write_pieces(folder: Path, wholes: dict[str, tuple[torch.Tensor, list[tuple[int, ...]], tuple[int, ...]]]) -> None:
    """A checkpoint as several ranks would write it: each tensor with the offsets of its pieces and their size."""
    folder.mkdir()
    described, places = {}, {}
    for number, (name, (whole, offsets, size)) in enumerate(wholes.items()):
        chunks = []
        data = io.BytesIO()
        for place, offset in enumerate(offsets):
            piece = whole[tuple(slice(o, o + s) for o, s in zip(offset, size, strict=True))].clone()
            begin = data.tell()
            torch.save(piece, data)
            index = MetadataIndex(name, torch.Size(offset), place)
            places[index] = _StorageInfo(f"__{number}_0.distcp", begin, data.tell() - begin)
            chunks.append(ChunkStorageMetadata(torch.Size(offset), torch.Size(size)))
        (folder / f"__{number}_0.distcp").write_bytes(data.getvalue())
        properties = TensorProperties.create_from_tensor(whole)
        described[name] = TensorStorageMetadata(properties, whole.size(), chunks)
    metadata = Metadata(described, {name: (name,) for name in described}, places)
    (folder / ".metadata").write_bytes(pickle.dumps(metadata))


@pytest.fixture
def training_folder(tmp_path: Path) -> Path:
    state = {
        "model": {"a.weight": torch.arange(32.0).reshape(4, 8), "bn.running_mean": torch.ones(3, dtype=torch.bfloat16)},
        "epoch": 3,
        "optimizer": {"state": {0: {"exp_avg": torch.full((2, 2), 7.0)}}, "lr": [0.1, torch.tensor(3.0)]},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dcp.save(state, checkpoint_id=tmp_path / "step", no_dist=True)
    return tmp_path / "step"


def test_that_a_folder_shows_the_state_dict_the_optimizer_and_the_values_beside(training_folder):
    checkpoint = open_checkpoint(training_folder)
    assert (checkpoint.container, checkpoint.kind, checkpoint.metadata["version"]) == ("dcp", "checkpoint", "1.0.0")
    assert [(info.name, info.shape, info.dtype, info.role) for info in checkpoint.tensors] == [
        ("a.weight", (4, 8), "float32", "parameter"),
        ("bn.running_mean", (3,), "bfloat16", "buffer"),
        ("optimizer/state/0/exp_avg", (2, 2), "float32", "optimizer"),
        ("optimizer/lr/1", (), "float32", "optimizer"),
    ]
    assert [module.path for module in checkpoint.modules] == ["", "a", "bn"]
    values = {entry.key: (entry.type_name, entry.text) for entry in checkpoint.contents if entry.kind == "value"}
    assert values["epoch"] == ("int", "3")
    assert values["optimizer/lr/0"] == ("float", "0.1")
    assert checkpoint.tensors[0].path == ("model", "a.weight")
    assert not [item for item in checkpoint.findings if item.severity == "error"]


def test_that_the_values_are_where_the_description_says(training_folder):
    checkpoint = open_checkpoint(training_folder)
    by_name = {info.name: info for info in checkpoint.tensors}
    assert np.array_equal(stored_values(checkpoint, by_name["a.weight"]), np.arange(32.0).reshape(4, 8))
    assert np.array_equal(stored_values(checkpoint, by_name["bn.running_mean"]), np.ones(3))
    assert np.array_equal(stored_values(checkpoint, by_name["optimizer/state/0/exp_avg"]), np.full((2, 2), 7.0))


def test_that_metadata_names_classes_and_so_is_not_data_only(training_folder):
    safety = open_checkpoint(training_folder).safety
    assert safety.verdict == "objects"
    assert any(use.name.endswith("TensorStorageMetadata") for use in safety.globals)


def test_that_a_tensor_in_several_pieces_becomes_whole_and_is_what_torch_loads(tmp_path):
    whole, short = torch.arange(40.0).reshape(8, 5), torch.arange(6.0)
    pieces = {"w": (whole, [(0, 0), (4, 0)], (4, 5)), "s": (short, [(0,)], (6,))}
    write_pieces(tmp_path / "ranks", pieces)
    checkpoint = open_checkpoint(tmp_path / "ranks")
    info = checkpoint.tensors[0]
    assert (info.layout, info.storage, info.shape, info.status) == ("sharded", None, (8, 5), "ok")
    assert [name for name, _ in info.parts] == ["[0:4, 0:5]", "[4:8, 0:5]"]
    assert checkpoint.tensors[1].layout == "strided"
    assert checkpoint.modules[0].parameters == 46
    assert checkpoint.modules[0].nbytes == 46 * 4
    loaded = {"w": torch.zeros(8, 5)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dcp.load(loaded, checkpoint_id=tmp_path / "ranks", no_dist=True)
    assert np.array_equal(assemble(info, lambda part: stored_values(checkpoint, part)), loaded["w"].numpy())
    assert np.array_equal(read_slice(checkpoint.files, info).array, loaded["w"].numpy())
    assert np.array_equal(read_slice(checkpoint.files, info, "2:6, ::2").array, loaded["w"][2:6, ::2].numpy())


def test_that_a_missing_data_file_costs_only_its_tensors(tmp_path):
    pieces = {"a": (torch.ones(4), [(0,), (2,)], (2,)), "b": (torch.ones(4), [(0,)], (4,))}
    write_pieces(tmp_path / "ranks", pieces)
    (tmp_path / "ranks" / "__0_0.distcp").unlink()
    checkpoint = open_checkpoint(tmp_path / "ranks")
    assert [(info.name, info.status) for info in checkpoint.tensors] == [("a", "missing"), ("b", "ok")]
    assert {item.code for item in checkpoint.findings} >= {"shard-missing", "tensor-odd"}


def test_that_a_cut_data_file_costs_only_what_is_cut(tmp_path):
    pieces = {"a": (torch.ones(400), [(0,), (200,)], (200,)), "b": (torch.ones(4), [(0,)], (4,))}
    write_pieces(tmp_path / "ranks", pieces)
    data = tmp_path / "ranks" / "__0_0.distcp"
    data.write_bytes(data.read_bytes()[:-100])
    checkpoint = open_checkpoint(tmp_path / "ranks")
    whole, other = checkpoint.tensors
    assert (whole.status, other.status) == ("damaged", "ok")
    assert [part.status for _, part in whole.parts] == ["ok", "damaged"]


def test_that_pieces_that_leave_a_hole_are_told(tmp_path):
    write_pieces(tmp_path / "ranks", {"w": (torch.ones(8), [(0,), (6,)], (2,))})
    info = open_checkpoint(tmp_path / "ranks").tensors[0]
    assert (info.status, info.problem) == ("damaged", "w: its pieces do not cover it.")


@pytest.mark.parametrize("name", ["../secret.distcp", "/etc/passwd", "..\\secret", "C:\\x", ""])
def test_that_no_file_outside_of_the_folder_is_touched(tmp_path, name):
    write_pieces(tmp_path / "ranks", {"w": (torch.ones(4), [(0,)], (4,))})
    shutil.copy(tmp_path / "ranks" / "__0_0.distcp", tmp_path / "secret.distcp")
    index = MetadataIndex("w", torch.Size([0]), 0)
    entry = TensorStorageMetadata(TensorProperties(torch.float32), torch.Size([4]),
                                  [ChunkStorageMetadata(torch.Size([0]), torch.Size([4]))])  # fmt: skip
    metadata = Metadata({"w": entry}, None, {index: _StorageInfo(name, 0, 500)})
    (tmp_path / "ranks" / ".metadata").write_bytes(pickle.dumps(metadata))
    checkpoint = open_checkpoint(tmp_path / "ranks")
    assert checkpoint.tensors[0].status == "missing"
    assert "path-refused" in {item.code for item in checkpoint.findings}
    assert len(checkpoint.files) == 1


def test_that_nothing_in_metadata_runs(tmp_path):
    marker = tmp_path / "ran"

    class Attack:
        def __reduce__(self):
            return (open, (str(marker), "w"))

    (tmp_path / "bad").mkdir()
    metadata = Metadata({"x": BytesStorageMetadata()}, None, {}, storage_meta=Attack())
    (tmp_path / "bad" / ".metadata").write_bytes(pickle.dumps(metadata))
    checkpoint = open_checkpoint(tmp_path / "bad")
    assert checkpoint.safety.verdict == "code"
    assert checkpoint.findings[0].code == "code"
    assert not marker.exists()


@pytest.mark.parametrize(
    "data", [b"", b"junk", pickle.dumps([]), pickle.dumps({"storage_data": 3}), pickle.dumps(None)]
)
def test_that_other_metadata_is_refused_in_one_sentence(tmp_path, data):
    (tmp_path / ".metadata").write_bytes(data)
    with pytest.raises(CheckpointError):
        open_checkpoint(tmp_path)


def test_that_the_name_of_a_piece_says_where_it_lies():
    assert piece_name((0, 8), (4, 2)) == "[0:4, 8:10]"
    assert piece_slices("[0:4, 8:10]") == (slice(0, 4), slice(8, 10))
    assert piece_slices(piece_name((), ())) == ()
    with pytest.raises(ValueError, match="not the name"):
        piece_slices("indices")
