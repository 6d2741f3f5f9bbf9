"""What counts as a model's parameters and what does not is as PyTorch has it, however a trainer arranged its file."""

from collections import Counter, OrderedDict
from pathlib import Path

import pytest
import torch
import torch.distributed.checkpoint as dcp
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils import prune

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.writers.export import export_draft


class StateDict(OrderedDict):
    """What some trainers save in place of an `OrderedDict`."""


def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(OrderedDict(conv=nn.Conv2d(3, 4, 3), bn=nn.BatchNorm2d(4), fc=nn.Linear(4, 2)))


def trained(net: nn.Module) -> torch.optim.Optimizer:
    optimizer = torch.optim.Adam(net.parameters())
    torch.stack([parameter.sum() for parameter in net.parameters()]).sum().backward()
    optimizer.step()
    return optimizer


def opened(value: object, folder: Path, name: str = "file.pth") -> Checkpoint:
    torch.save(value, folder / name)
    return open_checkpoint(folder / name)


def count(net: nn.Module) -> int:
    return sum(parameter.numel() for parameter in net.parameters())


def roles(checkpoint: Checkpoint) -> Counter[str]:
    return Counter(info.role for info in checkpoint.tensors)


@pytest.mark.parametrize("key", ["optimizer", "opt", "opt_G", "adam"])
def test_that_an_optimizer_is_one_under_any_key(tmp_path, key):
    net = model()
    checkpoint = opened({"model": net.state_dict(), key: trained(net).state_dict()}, tmp_path)
    assert checkpoint.parameter_count == count(net)
    assert roles(checkpoint)["optimizer"] == 3 * len(list(net.parameters()))
    assert set(Draft.of(checkpoint).items) >= set(net.state_dict())


def test_that_an_optimizer_alone_has_no_parameters(tmp_path):
    checkpoint = opened(trained(model()).state_dict(), tmp_path)
    assert (checkpoint.kind, set(roles(checkpoint))) == ("checkpoint", {"optimizer"})


def test_that_measured_numbers_are_no_parameters(tmp_path):
    net = model()
    best = {"wait_count": 0, "best_score": torch.tensor(0.5)}
    file = {
        "state_dict": net.state_dict(),
        "callbacks": {"EarlyStopping": best, "ModelCheckpoint": {"best_k_models": {"a.ckpt": torch.tensor(0.5)}}},
        "metrics": {"loss": torch.tensor(0.1), "accuracy": torch.tensor(0.9)},
    }
    checkpoint = opened(file, tmp_path)
    assert checkpoint.parameter_count == count(net)
    assert roles(checkpoint)["tensor"] == 4


@pytest.mark.parametrize("key", ["upsampler", "upscaler", "example"])
def test_that_a_model_whose_name_holds_a_word_of_training_is_a_model(tmp_path, key):
    net = model()
    checkpoint = opened({"encoder": net.state_dict(), key: net.state_dict()}, tmp_path)
    assert roles(checkpoint)["tensor"] == 0
    assert set(Draft.of(checkpoint).items) == {f"{one}/{name}" for one in ("encoder", key) for name in net.state_dict()}


def test_that_a_gradient_scaler_is_no_model(tmp_path):
    net = model()
    for key in ("amp", "scaler", "grad_scaler", "amp_scaler"):
        checkpoint = opened({"model": net.state_dict(), key: {"scale": torch.ones(1)}}, tmp_path)
        assert roles(checkpoint)["tensor"] == 1


def test_that_two_state_dicts_of_equal_right_are_both_exported(tmp_path):
    net = model()
    checkpoint = opened({"model": {"encoder": net.state_dict(), "decoder": net.state_dict()}}, tmp_path)
    report = export_draft(Draft.of(checkpoint), tmp_path / "out.pth")
    assert report.tensors == 2 * len(net.state_dict())
    assert not report.notes


def test_that_a_state_dict_of_a_derived_class_is_one(tmp_path):
    net = model()
    state = StateDict(net.state_dict())
    vars(state)["_metadata"] = vars(net.state_dict())["_metadata"]
    checkpoint = opened(state, tmp_path)
    assert (checkpoint.kind, checkpoint.parameter_count) == ("state_dict", count(net))
    assert [info.name for info in checkpoint.tensors] == list(state)
    export_draft(Draft.of(checkpoint), tmp_path / "out.pth", template=True)
    net.load_state_dict(torch.load(tmp_path / "out.pth"), strict=True)


def test_that_a_state_dict_in_a_tuple_is_found_and_can_be_replaced_there(tmp_path):
    net = model()
    checkpoint = opened((net.state_dict(), trained(net).state_dict(), 7), tmp_path)
    assert (checkpoint.kind, checkpoint.parameter_count) == ("checkpoint", count(net))
    export_draft(Draft.of(checkpoint), tmp_path / "out.pth", template=True)
    state, optimizer, epoch = torch.load(tmp_path / "out.pth")
    net.load_state_dict(state, strict=True)
    assert (set(optimizer), epoch) == ({"state", "param_groups"}, 7)


def test_that_the_samples_of_a_data_set_are_no_models(tmp_path):
    samples = [{"image": torch.rand(3, 4, 4), "boxes": torch.rand(2, 4)} for _ in range(5)]
    checkpoint = opened(samples, tmp_path)
    assert (checkpoint.kind, set(roles(checkpoint))) == ("other", {"tensor"})


@pytest.mark.filterwarnings("ignore")
def test_that_what_lies_under_a_key_of_a_state_dict_has_the_key_in_its_name(tmp_path):
    net = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 2))
    state = torch.ao.quantization.quantize_dynamic(net, {nn.Linear}, torch.qint8).state_dict()
    checkpoint = opened(state, tmp_path)
    names = {info.name for info in checkpoint.tensors if info.role == "tensor"}
    assert checkpoint.kind == "state_dict"
    assert names == {f"{layer}._packed_params._packed_params/{part}" for layer in (0, 1) for part in (0, 1)}


def test_that_roles_do_not_depend_on_the_container(tmp_path):
    state = {
        f"layer.{str(dtype).removeprefix('torch.')}": torch.ones(3).to(dtype)
        for dtype in (torch.float32, torch.bfloat16, torch.uint8, torch.int8, torch.int32, torch.bool, torch.uint16)
    } | {
        "norm.running_mean": torch.ones(3),
        "spectral._u": torch.ones(3),
        "packed.weight": torch.ones(3).to(torch.int8),
    }
    save_file(state, tmp_path / "file.safetensors")
    found = [opened(state, tmp_path), open_checkpoint(tmp_path / "file.safetensors")]
    first, second = [{info.name: info.role for info in checkpoint.tensors} for checkpoint in found]
    assert first == second
    assert {name for name, role in first.items() if role == "parameter"} == {
        "layer.float32",
        "layer.bfloat16",
        "packed.weight",
    }


@pytest.mark.filterwarnings("ignore")
def test_that_the_recipe_of_distributed_checkpoints_keeps_its_optimizer_apart(tmp_path):
    net = model()
    state = {"weight": {"exp_avg": torch.zeros(4), "step": torch.tensor(1.0)}}
    held = {"model": net.state_dict(), "optim": {"state": state, "param_groups": [{"lr": 0.1}]}}
    dcp.save({"app": held}, checkpoint_id=str(tmp_path / "folder"), no_dist=True)
    checkpoint = open_checkpoint(tmp_path / "folder")
    assert checkpoint.parameter_count == count(net)
    assert {info.name for info in checkpoint.tensors if info.role != "optimizer"} == set(net.state_dict())
    assert roles(checkpoint)["optimizer"] == 2


@pytest.mark.parametrize("key", ["model", "anything"])
def test_that_a_tensor_beside_a_state_dict_is_not_in_it(tmp_path, key):
    net = model()
    checkpoint = opened({key: net.state_dict(), "pos_weight": torch.ones(3)}, tmp_path)
    assert {info.name for info in checkpoint.tensors if info.role != "tensor"} == set(net.state_dict())
    assert checkpoint.parameter_count == count(net)


def test_that_nested_dictionaries_of_weights_are_one_state_dict(tmp_path):
    state = {"scale": torch.ones(3), "layer": {"weight": torch.ones(2, 2), "bias": torch.ones(2)}}
    checkpoint = opened(state, tmp_path)
    assert [info.name for info in checkpoint.tensors] == ["scale", "layer/weight", "layer/bias"]
    assert checkpoint.parameter_count == 9


def test_that_a_tensor_beside_an_optimizer_does_not_make_it_a_model(tmp_path):
    net = model()
    checkpoint = opened({"embedding": torch.ones(3), "opt": trained(net).state_dict()}, tmp_path)
    assert set(roles(checkpoint)) == {"tensor", "optimizer"}
    assert export_draft(Draft.of(checkpoint), tmp_path / "out.pth").tensors == 1


def test_that_nothing_lies_beside_a_state_dict_where_there_is_none(tmp_path):
    checkpoint = opened({"cpu": torch.get_rng_state(), "cuda": [torch.get_rng_state()], "step": 3}, tmp_path)
    report = export_draft(Draft.of(checkpoint), tmp_path / "out.pth")
    assert (report.tensors, report.notes) == (2, ())


@pytest.mark.filterwarnings("ignore:.*is deprecated")
@pytest.mark.parametrize("arranged", ["bare", "wrapped", "safetensors"])
def test_that_what_normalisations_and_pruning_keep_beside_a_weight_is_told_from_it(tmp_path, arranged):
    new, old = nn.utils.parametrizations, nn.utils
    net = nn.Sequential(
        old.spectral_norm(nn.Conv2d(3, 8, 3)),
        old.spectral_norm(nn.LSTM(4, 4), "weight_hh_l0"),
        old.weight_norm(nn.Linear(3, 3)),
        new.spectral_norm(nn.Linear(5, 5)),
        new.orthogonal(nn.Linear(6, 6)),
        new.orthogonal(nn.Linear(6, 4), orthogonal_map="householder"),
        new.weight_norm(nn.Linear(3, 3)),
        prune.l1_unstructured(nn.Conv2d(3, 4, 3), "weight", 0.5),
    )
    state = {name: tensor.contiguous() for name, tensor in net.state_dict().items()}
    if arranged == "safetensors":
        save_file(state, tmp_path / "file.safetensors")
        checkpoint = open_checkpoint(tmp_path / "file.safetensors")
    else:
        checkpoint = opened({"model": state, "epoch": 1} if arranged == "wrapped" else state, tmp_path)
    trained_here = {name for name, _ in net.named_parameters()}
    assert {info.name for info in checkpoint.tensors if info.role == "parameter"} == trained_here
    assert {info.name for info in checkpoint.tensors if info.role == "buffer"} == set(state) - trained_here
    assert checkpoint.parameter_count == count(net)
    kinds = {module.path: module.inferred for module in checkpoint.modules}
    assert (kinds["0"], kinds["2"], kinds["7"]) == ("Conv2d", "Linear", "Conv2d")


class Scaled(nn.Linear):
    """A layer with a state beside its tensors, as quantisers and Transformer Engine keep it."""

    def get_extra_state(self) -> dict[str, torch.Tensor]:
        return {"amax": torch.ones(3), "scale.weight": torch.ones(3, 3)}

    def set_extra_state(self, state: dict[str, torch.Tensor]) -> None:
        assert state


@pytest.mark.parametrize("arranged", [dict, StateDict, lambda state: {"epoch": 1, "net": dict(state)}])
def test_that_extra_state_is_no_state_dict(tmp_path, arranged):
    net = nn.Sequential(*(Scaled(2, 2, bias=False) for _ in range(4)), nn.BatchNorm1d(2))
    checkpoint = opened(arranged(net.state_dict()), tmp_path)
    weights = {name for name, value in net.state_dict().items() if isinstance(value, torch.Tensor)}
    assert {info.name for info in checkpoint.tensors if info.role in ("parameter", "buffer")} == weights
    assert checkpoint.parameter_count == count(net)
    assert roles(checkpoint)["tensor"] == 8 and not any("_extra_state" in one.path for one in checkpoint.modules)
