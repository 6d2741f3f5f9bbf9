"""What a module keeps beside its state_dict is shown, and stays out of the state_dict that is exported."""

import pytest
import torch
from torch import nn

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.writers.export import export_draft


class WithHelper(nn.Linear):
    def __init__(self) -> None:
        super().__init__(4, 4)
        self.register_buffer("helper", torch.ones(4), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x) + self.get_buffer("helper")


def test_that_non_persistent_buffers_are_left_out_wherever_a_module_lies(tmp_path):
    torch.save({"model": WithHelper(), "ema": WithHelper(), "epoch": 1}, tmp_path / "file.pth")
    checkpoint = open_checkpoint(tmp_path / "file.pth")
    assert "helper" in {info.name for info in checkpoint.tensors}
    export_draft(Draft.of(checkpoint), tmp_path / "out.pth")
    WithHelper().load_state_dict(torch.load(tmp_path / "out.pth"), strict=True)


def test_that_constants_of_an_exported_program_are_left_out_of_its_state_dict(tmp_path):
    program = torch.export.export(WithHelper(), (torch.ones(1, 4),))
    torch.export.save(program, tmp_path / "file.pt2")
    export_draft(Draft.of(open_checkpoint(tmp_path / "file.pt2")), tmp_path / "out.pth")
    assert set(torch.load(tmp_path / "out.pth")) == set(program.state_dict)


@pytest.mark.filterwarnings("ignore")
def test_that_the_weights_of_a_frozen_script_are_found_among_its_constants(tmp_path):
    net = nn.Sequential(nn.Linear(4, 3), nn.ReLU()).eval()
    torch.jit.freeze(torch.jit.script(net)).save(str(tmp_path / "file.pt"))
    checkpoint = open_checkpoint(tmp_path / "file.pt")
    assert {info.shape for info in checkpoint.tensors} >= {(3,)}
    assert sum(info.numel for info in checkpoint.tensors) == sum(parameter.numel() for parameter in net.parameters())
