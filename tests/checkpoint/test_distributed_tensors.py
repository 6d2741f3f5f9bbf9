"""Tensors of torch.distributed in an ordinary file: what a rank holds of them is shown, and never taken for the whole."""

import numpy as np
import pytest
import torch
import torch.distributed as dist
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.tensor import DTensor, Replicate, Shard

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.storages import TensorError
from desktop_app.checkpoint.tensors import read_slice
from desktop_app.checkpoint.writers.export import export_draft


@pytest.fixture
def mesh(tmp_path):
    dist.init_process_group("gloo", store=dist.FileStore(str(tmp_path / "store"), 1), rank=0, world_size=1)
    yield init_device_mesh("cpu", (1,))
    dist.destroy_process_group()


@pytest.mark.filterwarnings("ignore")
def test_that_a_whole_distributed_tensor_is_read_and_exported(tmp_path, mesh):
    values = torch.arange(6.0).reshape(2, 3)
    torch.save({"d": DTensor.from_local(values, mesh, [Replicate()])}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    np.testing.assert_array_equal(read_slice(checkpoint.files, checkpoint.tensors[0]).array, values.numpy())
    for ending in ("pth", "safetensors", "npz"):
        report = export_draft(Draft.of(checkpoint), tmp_path / f"b.{ending}")
        assert [note.code for note in report.notes] == ["export-subclass"]
    assert torch.equal(torch.load(tmp_path / "b.pth")["d"], values)


@pytest.mark.filterwarnings("ignore")
def test_that_a_shard_is_not_taken_for_the_whole(tmp_path, mesh):
    shard = DTensor.from_local(
        torch.ones(2, 3), mesh, [Shard(0)], run_check=False, shape=torch.Size((4, 3)), stride=(3, 1)
    )
    torch.save({"d": shard}, tmp_path / "a.pth")
    checkpoint = open_checkpoint(tmp_path / "a.pth")
    info = checkpoint.tensors[0]
    assert (info.shape, [(name, part.shape) for name, part in info.parts]) == ((4, 3), [("_local_tensor", (2, 3))])
    with pytest.raises(TensorError) as error:
        read_slice(checkpoint.files, info)
    assert error.value.finding.code == "only-parts"
    with pytest.raises(EditError):
        apply_all(Draft.of(checkpoint), [parse_step("scale d 2")])
