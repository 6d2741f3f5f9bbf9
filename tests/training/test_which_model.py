"""Checkpoints are known as what they are, with heads of any size and under any wrapper."""

import pytest
import torch
import torchvision

from desktop_app.training.config import RunConfig
from desktop_app.training.nets.build import build
from desktop_app.training.nets.design import Design
from desktop_app.training.use.which_model import model_of


@pytest.mark.parametrize(
    ("build_it", "prefix", "name"),
    [
        (lambda: torchvision.models.resnet18(num_classes=5), "module.", "resnet18"),
        (torchvision.models.resnet34, "", "torchvision:resnet34"),
        (lambda: torchvision.models.segmentation.lraspp_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=3), "", "lraspp_mobilenet_v3"),
    ],
)  # fmt: skip
def test_that_torchvisions_checkpoints_are_recognised(tmp_path, build_it, prefix, name):
    path = tmp_path / "theirs.pth"
    torch.save({prefix + key: value for key, value in build_it().state_dict().items()}, path)
    assert model_of(str(path)) == name


def test_that_ours_say_what_they_are(tmp_path):
    from desktop_app.training.keeping import Keeper
    from desktop_app.training.record.recording import Silence
    from desktop_app.training.run_folder import RunFolder

    folder = RunFolder(tmp_path / "run")
    folder.create()
    design = Design("detection", "small-wide", ("a", "b"), (64, 64))
    keeper = Keeper(folder, RunConfig(model="small-wide", task="detection"), design, Silence())
    keeper.keep_best(build(design).net, 1, 0, {})
    keeper.write_best()
    assert model_of(str(folder.best)) == "small-wide"


def test_that_nothing_is_claimed_of_what_is_not_known(tmp_path):
    torch.save({"a": torch.zeros(3)}, tmp_path / "a.pth")
    (tmp_path / "b.pth").write_text("nonsense")
    assert model_of(str(tmp_path / "a.pth")) == model_of(str(tmp_path / "b.pth")) == model_of(str(tmp_path / "c.pth")) == ""  # fmt: skip
