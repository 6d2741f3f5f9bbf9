"""Kinds that are guessed from names and shapes, measured against the modules that really made the tensors."""

from collections.abc import Callable

import pytest
import torch
from torch import nn

from desktop_app.checkpoint.kinds import role_of
from desktop_app.checkpoint.model import Storage, TensorInfo
from desktop_app.checkpoint.tree import build_modules

torchvision = pytest.importorskip("torchvision")

STANDARD: dict[type[nn.Module], str] = {
    nn.Conv1d: "Conv1d", nn.Conv2d: "Conv2d", nn.Conv3d: "Conv3d",
    nn.ConvTranspose1d: "ConvTranspose1d", nn.ConvTranspose2d: "ConvTranspose2d", nn.ConvTranspose3d: "ConvTranspose3d",
    nn.BatchNorm1d: "BatchNorm1d", nn.BatchNorm2d: "BatchNorm2d", nn.BatchNorm3d: "BatchNorm3d",
    nn.InstanceNorm2d: "InstanceNorm2d", nn.LayerNorm: "LayerNorm", nn.GroupNorm: "GroupNorm", nn.RMSNorm: "RMSNorm",
    nn.Linear: "Linear", nn.Embedding: "Embedding", nn.MultiheadAttention: "MultiheadAttention", nn.PReLU: "PReLU",
    nn.LSTM: "LSTM", nn.GRU: "GRU", nn.RNN: "RNN", nn.LSTMCell: "LSTMCell", nn.GRUCell: "GRUCell",
    nn.RNNCell: "RNNCell",
}  # fmt: skip

MODELS = (
    "alexnet", "vgg11_bn", "resnet50", "densenet121", "googlenet", "inception_v3", "mobilenet_v3_large",
    "shufflenet_v2_x1_0", "mnasnet1_0", "squeezenet1_1", "efficientnet_v2_s", "convnext_tiny", "vit_b_16", "swin_t",
    "swin_v2_t", "maxvit_t",
)  # fmt: skip
DENSE_MODELS = (
    ("detection", "fasterrcnn_resnet50_fpn"), ("detection", "maskrcnn_resnet50_fpn"), ("detection", "fcos_resnet50_fpn"),
    ("detection", "keypointrcnn_resnet50_fpn"), ("detection", "ssd300_vgg16"), ("segmentation", "deeplabv3_resnet50"),
    ("segmentation", "lraspp_mobilenet_v3_large"), ("video", "r3d_18"), ("video", "mvit_v1_b"),
    ("optical_flow", "raft_small"),
)  # fmt: skip


def infos_of(model: nn.Module) -> list[TensorInfo]:
    infos = []
    for number, (name, tensor) in enumerate(model.state_dict().items()):
        if not isinstance(tensor, torch.Tensor):
            continue
        dtype = str(tensor.dtype).removeprefix("torch.")
        storage = Storage(str(number), 0, "", 0, tensor.numel() * tensor.element_size())
        shape = tuple(tensor.shape)
        infos.append(TensorInfo(name, shape, dtype, tuple(tensor.stride()), storage, role=role_of(name, dtype)))
    return infos


def guesses_of(model: nn.Module) -> dict[str, str | None]:
    return {module.path: module.inferred for module in build_modules(infos_of(model))}


def truth_of(model: nn.Module) -> dict[str, str]:
    """Path to kind of each module of a standard kind that keeps something in the state_dict."""
    truth = {}
    for path, module in model.named_modules():
        kind = next((STANDARD[base] for base in type(module).__mro__ if base in STANDARD), None)
        if type(module).__name__ == "FrozenBatchNorm2d":
            kind = "BatchNorm2d"
        if kind is not None and any(True for _ in module.state_dict()):
            truth[path] = kind
    return truth


def build_on_meta(make: Callable[..., nn.Module], **arguments: object) -> nn.Module:
    with torch.device("meta"):
        return make(weights=None, **arguments)


def test_that_at_least_99_percent_of_torchvisions_modules_are_recognised() -> None:
    right, wrong, claimed = 0, [], []
    builders = [(name, getattr(torchvision.models, name), {}) for name in MODELS]
    for family, name in DENSE_MODELS:
        arguments = {"weights_backbone": None} if family in ("detection", "segmentation") else {}
        builders.append((name, getattr(getattr(torchvision.models, family), name), arguments))
    for name, make, arguments in builders:
        if name in ("googlenet", "inception_v3"):
            arguments = {"init_weights": False}
        model = build_on_meta(make, **arguments)
        guesses, truth = guesses_of(model), truth_of(model)
        classes = {path: type(module).__name__ for path, module in model.named_modules()}
        for path, kind in truth.items():
            if guesses.get(path) == kind:
                right += 1
            else:
                wrong.append((name, path, kind, guesses.get(path)))
        standard = set(STANDARD.values())
        claimed += [(name, path, classes[path], kind) for path, kind in guesses.items()
                    if kind in standard and path not in truth]  # fmt: skip
    share = right / (right + len(wrong))
    assert share >= 0.99, f"{share:.4f}: {wrong}"
    assert len(claimed) <= 0.002 * right, claimed
    print(f"{right} of {right + len(wrong)} right; {wrong}; {claimed}")
