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


class LlamaBlock(nn.Module):
    """The names that most open language models use."""

    def __init__(self, width: int = 64, hidden: int = 172) -> None:
        super().__init__()
        self.input_layernorm = nn.RMSNorm(width)
        self.self_attn = nn.ModuleDict(
            {name: nn.Linear(width, width, bias=False) for name in ("q_proj", "k_proj", "v_proj", "o_proj")}
        )
        self.post_attention_layernorm = nn.RMSNorm(width)
        self.mlp = nn.ModuleDict(
            {
                "gate_proj": nn.Linear(width, hidden, bias=False),
                "up_proj": nn.Linear(width, hidden, bias=False),
                "down_proj": nn.Linear(hidden, width, bias=False),
            }
        )


class Llama(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(1000, 64)
        self.layers = nn.ModuleList(LlamaBlock() for _ in range(3))
        self.norm = nn.RMSNorm(64)
        self.lm_head = nn.Linear(64, 1000, bias=False)


class Gpt2(nn.Module):
    def __init__(self, width: int = 48) -> None:
        super().__init__()
        self.wte = nn.Embedding(500, width)
        self.wpe = nn.Embedding(64, width)
        self.h = nn.ModuleList(
            nn.ModuleDict(
                {
                    "ln_1": nn.LayerNorm(width),
                    "attn": nn.ModuleDict({"c_attn": nn.Linear(width, 3 * width), "c_proj": nn.Linear(width, width)}),
                    "ln_2": nn.LayerNorm(width),
                    "mlp": nn.ModuleDict({"c_fc": nn.Linear(width, 4 * width), "c_proj": nn.Linear(4 * width, width)}),
                }
            )
            for _ in range(2)
        )
        self.ln_f = nn.LayerNorm(width)


class Mixed(nn.Module):
    """One of each of what the pictures of torchvision do not have."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1d = nn.Conv1d(4, 8, 3)
        self.norm1d = nn.BatchNorm1d(8)
        self.conv3d = nn.Conv3d(2, 6, 3)
        self.norm3d = nn.BatchNorm3d(6)
        self.up1 = nn.ConvTranspose2d(16, 8, 4, 2)
        self.up2 = nn.ConvTranspose2d(8, 8, 2, 2, bias=False)
        self.deconv3d = nn.ConvTranspose3d(4, 2, 3)
        self.gn = nn.GroupNorm(4, 16)
        self.act = nn.PReLU(16)
        self.slope = nn.PReLU()
        self.lstm = nn.LSTM(10, 20, num_layers=2, bidirectional=True)
        self.projected = nn.LSTM(10, 20, proj_size=5)
        self.gru = nn.GRU(10, 20)
        self.rnn = nn.RNN(10, 20)
        self.lstm_cell = nn.LSTMCell(10, 20)
        self.gru_cell = nn.GRUCell(10, 20)
        self.rnn_cell = nn.RNNCell(10, 20)
        self.attention = nn.MultiheadAttention(32, 4)
        self.other_widths = nn.MultiheadAttention(32, 4, kdim=16, vdim=24)
        self.spatial_norm = nn.LayerNorm((4, 5, 6))
        self.position_embedding = nn.Embedding(77, 32)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(32, 4, 64), 2, enable_nested_tensor=False)
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(32, 4, 64), 2)


def test_that_hand_made_models_are_recognised_but_for_nothing():
    for model in (Llama(), Gpt2(), Mixed()):
        guesses = guesses_of(model)
        assert {path: guesses[path] for path in truth_of(model)} == truth_of(model)


def test_that_blocks_are_named_by_what_lies_in_them():
    llama, gpt2, mixed = guesses_of(Llama()), guesses_of(Gpt2()), guesses_of(Mixed())
    assert (llama["layers.0"], llama["layers.0.self_attn"], llama["layers.0.mlp"]) == (
        "TransformerBlock",
        "Attention",
        "MLP",
    )
    assert (gpt2["h.1"], gpt2["h.1.attn"], gpt2["h.1.mlp"]) == ("TransformerBlock", "Attention", "MLP")
    assert mixed["encoder.layers.1"] == "TransformerEncoderLayer"
    assert mixed["decoder.layers.0"] == "TransformerDecoderLayer"
    assert llama[""] is None and llama["layers"] is None


def test_that_a_file_sorted_by_name_changes_nothing_for_a_resnet():
    model = build_on_meta(torchvision.models.resnet18)
    infos = sorted(infos_of(model), key=lambda info: info.name)
    guesses = {module.path: module.inferred for module in build_modules(infos)}
    assert {path: guesses[path] for path in truth_of(model)} == truth_of(model)


@pytest.mark.parametrize("wrap", [nn.utils.parametrizations.weight_norm, nn.utils.parametrizations.spectral_norm])
def test_that_a_parametrised_layer_is_still_what_it_is(wrap):
    model = nn.Sequential(wrap(nn.Conv2d(3, 8, 3)), nn.ReLU(), nn.Conv2d(8, 8, 1))
    assert guesses_of(model)["0"] == "Conv2d"


@pytest.mark.filterwarnings("ignore")
def test_that_a_quantised_linear_layer_is_told_from_a_plain_one():
    shapes = {"fc.scale": (), "fc.zero_point": (), "fc._packed_params._packed_params/0": (4, 8), "gptq.qweight": (8, 4),
              "gptq.qzeros": (1, 4), "gptq.scales": (1, 4), "gptq.g_idx": (64,), "plain.weight": (4, 8)}  # fmt: skip
    infos = [
        TensorInfo(name, shape, "float32", (1,) * len(shape), None, role="parameter") for name, shape in shapes.items()
    ]
    guesses = {module.path: module.inferred for module in build_modules(infos)}
    assert (guesses["fc"], guesses["gptq"], guesses["plain"]) == ("QuantizedLinear", "QuantizedLinear", "Linear")


def test_that_running_statistics_are_buffers_and_weights_are_parameters():
    roles = {name: role_of(name, "float32") for name in ("bn.weight", "bn.running_var", "a.bias", "mean")}
    assert roles == {"bn.weight": "parameter", "bn.running_var": "buffer", "a.bias": "parameter", "mean": "parameter"}
    assert role_of("bn.num_batches_tracked", "int64") == "buffer"
    assert role_of("layer.weight", "int8") == "parameter"
    assert role_of("text.position_ids", "int64") == "buffer"
