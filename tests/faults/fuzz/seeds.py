"""Whole files that the fuzzer starts from: one small file of every container, with what is odd in each."""

import io
import json
import pickle
import tarfile
from pathlib import Path

import numpy as np
import torch


class Net(torch.nn.Module):
    """A module that is pickled whole."""

    def __init__(self):
        super().__init__()
        self.first = torch.nn.Conv2d(3, 4, 3)
        self.norm = torch.nn.BatchNorm2d(4)
        self.last = torch.nn.Linear(4, 2)

    def forward(self, x):
        """What TorchScript and export need."""
        return self.last(self.norm(self.first(x)).mean((2, 3)))


def _state() -> dict:
    shared = torch.randn(4, 6)
    return {
        "layer.weight": shared,
        "layer.tied": shared,
        "layer.view": shared[:, ::2],
        "layer.bias": torch.zeros(4, dtype=torch.bfloat16),
        "layer.codes": torch.arange(5, dtype=torch.int8),
        "layer.flags": torch.tensor([True, False]),
        "layer.complex": torch.ones(2, dtype=torch.complex64),
        "layer.empty": torch.empty(0, 3),
        "layer.scalar": torch.tensor(2.5),
        "layer.sparse": torch.eye(3).to_sparse(),
        "layer.quantised": torch.quantize_per_tensor(torch.randn(3, 3), 0.1, 3, torch.qint8),
    }


def _checkpoint() -> dict:
    net = Net()
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.randn(2, 3, 8, 8)).sum().backward()
    optimizer.step()
    return {
        "state_dict": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": 3,
        "names": ["a", "b"],
        "nested": {"x": (1, 2.5, None, b"y", {3, 4})},
    }


def _saved(value: object, **options: object) -> bytes:
    stream = io.BytesIO()
    torch.save(value, stream, **options)
    return stream.getvalue()


def _tar() -> bytes:
    """The layout of the first torch: a tar with three pickles, as far as its reader needs it."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in (
            ("storages", pickle.dumps(0, 2)),
            ("tensors", pickle.dumps(0, 2)),
            ("pickle", pickle.dumps({"weight": [1.0, 2.0], "epoch": 3}, 2)),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def _safetensors() -> bytes:
    from safetensors.torch import save

    return save({"a.weight": torch.randn(3, 2), "a.bias": torch.zeros(3, dtype=torch.float16)}, {"format": "pt"})


def _script(folder: Path) -> bytes:
    path = folder / "s.pt"
    torch.jit.save(torch.jit.script(Net()), str(path))
    return path.read_bytes()


def _exported(folder: Path) -> bytes:
    path = folder / "s.pt2"
    torch.export.save(torch.export.export(Net().eval(), (torch.randn(2, 3, 8, 8),)), path)
    return path.read_bytes()


def _npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def _npz(compressed: bool) -> bytes:
    stream = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(stream, a=np.ones((3, 2)), b=np.array([1, 2], dtype=">i4"))
    return stream.getvalue()


def _folder(kind: str, folder: Path) -> dict[str, bytes]:
    """A checkpoint of several files."""
    if kind == "dcp":
        import torch.distributed.checkpoint as dcp

        dcp.save({"model": {"w": torch.randn(4, 3), "b": torch.zeros(2)}, "step": 7}, checkpoint_id=folder / "dcp")
        return {path.name: path.read_bytes() for path in sorted((folder / "dcp").iterdir())}
    from safetensors.torch import save

    shards = {f"model-0000{n}-of-00002.safetensors": save({f"l{n}.w": torch.randn(2, 2)}) for n in (1, 2)}
    index = {
        "metadata": {"total_size": 32},
        "weight_map": {f"l{n}.w": f"model-0000{n}-of-00002.safetensors" for n in (1, 2)},
    }
    return {"model.safetensors.index.json": json.dumps(index).encode(), **shards}


def seeds(folder: Path) -> dict[str, dict[str, bytes]]:
    """Files by name for each reader; a reader of one file has just `file`. `folder` is for scratch."""
    torch.manual_seed(1)
    single = {
        "torch-zip": _saved(_state()),
        "torch-zip-checkpoint": _saved(_checkpoint()),
        "torch-zip-module": _saved(Net()),
        "torch-legacy": _saved(_checkpoint(), _use_new_zipfile_serialization=False),
        "torch-legacy-state": _saved(_state(), _use_new_zipfile_serialization=False),
        "torch-tar": _tar(),
        "pickle": pickle.dumps({"a": [1, 2.5, "x"], "b": (b"y", None), "c": np.ones(3)}, 4),
        "pickle-0": pickle.dumps({"a": [1, 2.5, "x"], "d": {1, 2}, "e": 1 << 70}, 0),
        "safetensors": _safetensors(),
        "npy": _npy(np.arange(6.0).reshape(2, 3)),
        "npz": _npz(False),
        "npz-deflated": _npz(True),
        "torchscript": _script(folder),
        "pt2": _exported(folder),
    }
    return {name: {"file": data} for name, data in single.items()} | {
        kind: _folder(kind, folder) for kind in ("dcp", "sharded")
    }
