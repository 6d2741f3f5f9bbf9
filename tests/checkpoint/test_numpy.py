"""`.npy` and `.npz` files: shapes, strides and bytes equal to NumPy's own reading; objects inside are never built."""

import bz2
import io
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from desktop_app.checkpoint.model import Checkpoint, CheckpointError, TensorInfo
from desktop_app.checkpoint.open import open_checkpoint


def values_of(checkpoint: Checkpoint, info: TensorInfo) -> np.ndarray:
    """Read by hand from the description alone."""
    storage = info.storage
    if storage.inline is not None:
        data = storage.inline
    else:
        data = Path(checkpoint.path).read_bytes()[storage.offset :][: storage.compressed_nbytes or storage.nbytes]
    if storage.compression == "deflated":
        data = zlib.decompressobj(-15).decompress(data)
    elif storage.compression == "bzip2":
        data = bz2.decompress(data)
    dtype = np.dtype(info.dtype).newbyteorder(">" if storage.byteorder == "big" else "<")
    flat = np.frombuffer(data[: storage.nbytes], dtype)
    steps = [step * dtype.itemsize for step in info.stride]
    return np.lib.stride_tricks.as_strided(flat[info.storage_offset :], info.shape, steps)


ARRAYS = {
    "plain": np.arange(24, dtype="f4").reshape(2, 3, 4),
    "fortran": np.asfortranarray(np.arange(6, dtype="i8").reshape(2, 3)),
    "big": np.arange(5, dtype=">f8"),
    "scalar": np.array(3, dtype="u2"),
    "half": np.arange(4, dtype="f2"),
    "complex": np.arange(3, dtype="c16"),
    "flags": np.array([True, False]),
}


@pytest.mark.parametrize("name", list(ARRAYS))
def test_that_an_array_is_read_as_numpy_does(tmp_path, name):
    np.save(tmp_path / f"{name}.npy", ARRAYS[name])
    checkpoint = open_checkpoint(tmp_path / f"{name}.npy")
    (info,) = checkpoint.tensors
    assert (checkpoint.container, checkpoint.kind, checkpoint.safety.verdict) == ("numpy", "tensor", "data")
    assert (info.name, info.shape, info.status) == (name, ARRAYS[name].shape, "ok")
    assert np.array_equal(values_of(checkpoint, info), ARRAYS[name])
    assert checkpoint.findings == ()


@pytest.mark.parametrize("write", [np.savez, np.savez_compressed])
def test_that_an_archive_of_arrays_is_read_as_numpy_does(tmp_path, write):
    write(tmp_path / "all.npz", **ARRAYS)
    checkpoint = open_checkpoint(tmp_path / "all.npz")
    assert [info.name for info in checkpoint.tensors] == list(ARRAYS)
    for info in checkpoint.tensors:
        assert np.array_equal(values_of(checkpoint, info), ARRAYS[info.name])
    assert not [item for item in checkpoint.findings if item.severity != "info"]
    assert checkpoint.byteorder == "big"


def test_that_a_state_dict_in_an_archive_has_modules(tmp_path):
    np.savez(tmp_path / "m.npz", **{"conv.weight": np.zeros((8, 3, 3, 3), "f4"), "bn.running_mean": np.zeros(8, "f4")})
    checkpoint = open_checkpoint(tmp_path / "m.npz")
    assert [(module.path, module.inferred) for module in checkpoint.modules][1] == ("conv", "Conv2d")
    assert [info.role for info in checkpoint.tensors] == ["parameter", "buffer"]


def test_that_other_compressions_are_read(tmp_path):
    stream = io.BytesIO()
    np.save(stream, ARRAYS["plain"])
    with zipfile.ZipFile(tmp_path / "b.npz", "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("plain.npy", stream.getvalue())
    checkpoint = open_checkpoint(tmp_path / "b.npz")
    assert np.array_equal(values_of(checkpoint, checkpoint.tensors[0]), ARRAYS["plain"])


def test_that_a_cut_array_is_damaged_and_loose_bytes_are_told(tmp_path):
    np.save(tmp_path / "a.npy", ARRAYS["plain"])
    data = (tmp_path / "a.npy").read_bytes()
    (tmp_path / "a.npy").write_bytes(data[:-4])
    checkpoint = open_checkpoint(tmp_path / "a.npy")
    assert checkpoint.tensors[0].status == "damaged"
    assert [item.code for item in checkpoint.findings] == ["tensor-damaged"]
    (tmp_path / "a.npy").write_bytes(data + b"more")
    assert [item.code for item in open_checkpoint(tmp_path / "a.npy").findings] == ["trailing-bytes"]


def test_that_a_shape_larger_than_any_memory_costs_nothing(tmp_path):
    header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }"
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header)
    assert open_checkpoint(tmp_path / "a.npy").tensors[0].status != "ok"


def test_that_text_dates_and_records_are_listed_without_values(tmp_path):
    np.savez(
        tmp_path / "t.npz", text=np.array(["a"]), date=np.array(["2020"], "M8[Y]"), rows=np.zeros(2, [("x", "f4")])
    )
    checkpoint = open_checkpoint(tmp_path / "t.npz")
    assert checkpoint.tensors == ()
    assert {entry.key for entry in checkpoint.contents if entry.kind == "value"} == {"text", "date", "rows"}
    assert {item.code for item in checkpoint.findings} == {"tensor-odd"}


def test_that_a_dictionary_of_arrays_saved_as_object_array_is_opened(tmp_path):
    held = {"conv1": {"weights": np.arange(6, dtype="f4").reshape(2, 3), "biases": np.ones(2, "f4")}, "epoch": 3}
    np.save(tmp_path / "vgg.npy", held, allow_pickle=True)
    checkpoint = open_checkpoint(tmp_path / "vgg.npy")
    assert {info.path: info.shape for info in checkpoint.tensors} == {
        ("conv1", "weights"): (2, 3),
        ("conv1", "biases"): (2,),
    }
    assert np.array_equal(values_of(checkpoint, checkpoint.tensors[0]), held["conv1"]["weights"])
    np.savez(tmp_path / "many.npz", plain=np.ones(2), held=np.array([held, None], object))
    names = [info.name for info in open_checkpoint(tmp_path / "many.npz").tensors]
    assert names[0] == "plain" and len(names) == 3 and all(name.startswith("held/") for name in names[1:])


@pytest.mark.parametrize("name", ["bad.npy", "bad.npz"])
def test_that_no_object_of_an_array_is_built(tmp_path, name):
    marker = tmp_path / "ran"

    class Attack:
        def __reduce__(self):
            return (open, (str(marker), "w"))

    array = np.empty(1, object)
    array[0] = Attack()
    (np.save if name.endswith("npy") else np.savez)(tmp_path / name, array)
    checkpoint = open_checkpoint(tmp_path / name)
    assert checkpoint.safety.verdict == "code"
    assert checkpoint.findings[0].code == "code"
    assert not marker.exists()


def test_that_a_damaged_member_costs_only_itself(tmp_path):
    np.savez(tmp_path / "m.npz", good=np.ones(3))
    with zipfile.ZipFile(tmp_path / "m.npz", "a") as archive:
        archive.writestr("bad.npy", b"\x93NUMPY\x01\x00\x05\x00junk!")
        archive.writestr("empty.npy", b"")
    checkpoint = open_checkpoint(tmp_path / "m.npz")
    assert [info.name for info in checkpoint.tensors] == ["good"]
    assert [item.where for item in checkpoint.findings] == ["bad", "empty"]


def test_that_a_damaged_header_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00\x05\x00junk!")
    with pytest.raises(CheckpointError, match="header cannot be read"):
        open_checkpoint(tmp_path / "a.npy")
