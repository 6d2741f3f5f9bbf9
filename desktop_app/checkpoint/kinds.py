"""What a module probably is, from the names and shapes of its tensors alone; every answer is a guess and marked so."""

import re
from collections.abc import Callable, Container, Mapping, Sequence, Set
from typing import NamedTuple

from desktop_app.checkpoint.model import Role

type Shape = tuple[int, ...]

NEAR = 8
"""How many layers back a normalisation looks for the layer whose channels it has."""

BUFFER_NAMES = frozenset({
    "running_mean", "running_var", "num_batches_tracked", "position_ids", "token_type_ids", "inv_freq", "attn_mask",
    "causal_mask", "relative_position_index", "relative_coords_table", "anchors", "anchor_grid", "strides",
    "zero_point", "weight_zero_point", "eps", "masked_bias", "rotary_emb", "freqs_cis", "cos_cached", "sin_cached",
    "weight_u", "weight_mask", "bias_mask", "qzeros", "g_idx", "absmax", "quant_map", "pixel_mean", "pixel_std",
    "alphas_cumprod", "betas", "_extra_state", "mask", "weight_scale", "_u", "_v",
})  # fmt: skip
"""Last names under which well-known modules keep what is not trained."""

_TRAINED_TYPES = ("float", "bfloat", "complex", "qint", "quint")
_BESIDE_ORIGINAL = ("u", "v", "mask")
_PARAMETRIZATION_BASE = re.compile(r"(^|\.)parametrizations\.[^.]+\.\d+\.base$")
"""Where the orthogonal parametrization keeps the matrix that its trained one is measured from."""
_PACKED_WEIGHTS = frozenset({"qweight", "weight_packed"})

_EMBEDDING_NAME = re.compile(
    r"emb|(^|_)(wte|wpe|tok|token|tokens|vocab|codebook|lookup|shared)(_|$)|relative_attention_bias", re.IGNORECASE
)
_NOT_EMBEDDING_NAME = re.compile(r"proj|linear|dense|fc|head|mlp", re.IGNORECASE)
_UP_NAME = re.compile(r"deconv|transpose|(^|_)up|upsampl|(^|_)tconv|unpool", re.IGNORECASE)
_PRELU_NAME = re.compile(r"prelu|(^|_)act|relu|activation", re.IGNORECASE)
_GROUP_NAME = re.compile(r"(^|_)gn\d*($|_)|group", re.IGNORECASE)
_INSTANCE_NAME = re.compile(r"(^|_)in\d+$|instance", re.IGNORECASE)
_RMS_NAME = re.compile(r"rms", re.IGNORECASE)
_ATTENTION_NAME = re.compile(r"^(self_?|cross_?|enc_?dec_?|multi_?head_?)?(attn|attention)\d*$", re.IGNORECASE)

_ATTENTION_CHILDREN: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "q_proj k_proj v_proj", "query key value", "to_q to_k to_v", "wq wk wv", "q k v", "qkv", "qkv_proj", "c_attn",
        "Wqkv", "query_key_value", "q_lin k_lin v_lin", "to_qkv", "q kv", "q_proj kv_proj", "to_q to_kv", "linear_qkv",
        "query_proj key_proj value_proj", "linear_q linear_k linear_v", "attn_qkv", "q_a_proj kv_a_proj_with_mqa",
        "q_proj kv_a_proj_with_mqa", "in_proj_qkv",
    )
)  # fmt: skip
_MLP_CHILDREN: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in ("fc1 fc2", "gate_proj up_proj down_proj", "w1 w2 w3", "c_fc c_proj", "wi wo", "wi_0 wi_1 wo",
                  "gate_up_proj down_proj", "lin1 lin2", "dense_h_to_4h dense_4h_to_h", "up_proj down_proj")
)  # fmt: skip
_RECURRENT = {4: "LSTM", 3: "GRU", 1: "RNN"}


class Outline(NamedTuple):
    """One module as inference sees it."""

    name: str
    """Last part of its path."""
    own: Mapping[str, Shape]
    """Shapes of its own tensors by their last name."""
    children: Sequence[str]
    """Names of the modules directly inside, in file order."""
    quantized: bool = False
    """Whether an own tensor has a quantised element type."""


class _Guess(NamedTuple):
    kind: str | None
    channels: int = -1
    """Output channels of a layer; features of a normalisation; -1 when neither."""
    inputs: int = -1
    """Input channels of a layer without groups."""
    dimensions: int = 0
    """Spatial dimensions of a convolution, 1 for a linear layer."""
    plain: bool = False
    """Whether it is a convolution without groups and with an odd kernel, as GroupNorm usually follows."""
    waits: str = ""
    """Normalisation whose number of dimensions the neighbours decide: `BatchNorm`, `InstanceNorm`, `Norm`."""


_NOTHING = _Guess(None)


def role_of(name: str, dtype: str) -> Role:
    """`parameter` or `buffer` for a key of a state_dict, which itself does not say."""
    leaf = name.rpartition(".")[2]
    if leaf in BUFFER_NAMES or (leaf == "base" and _PARAMETRIZATION_BASE.search(name)):
        return "buffer"
    if leaf in _PACKED_WEIGHTS or dtype.startswith(_TRAINED_TYPES):
        return "parameter"
    return "parameter" if leaf == "weight" and dtype in {"int8", "uint8"} else "buffer"


def is_beside_original(name: str, names: Container[str]) -> bool:
    """Whether this is `weight_u`, `weight_v` or `weight_mask` beside `weight_orig`: what spectral norm and pruning keep.

    Without it `weight_v` is the trained direction of weight norm. `names` are the keys of the state_dict.
    """
    stem, _, end = name.rpartition("_")
    return end in _BESIDE_ORIGINAL and f"{stem}_orig" in names


def infer_kinds(outlines: Sequence[Outline]) -> list[str | None]:
    """A short kind (`Conv2d`) for each module, or None where nothing fits; `outlines` are depth first in file order."""
    guesses = _guess_each(outlines)
    layers = [(position, guess) for position, guess in enumerate(guesses) if guess.dimensions]
    kinds = [guess.kind for guess in guesses]
    before = 0
    for position, guess in enumerate(guesses):
        while before < len(layers) and layers[before][0] < position:
            before += 1
        if guess.waits:
            kinds[position] = _settle(outlines[position], guess, layers, before)
    return kinds


def _guess_each(outlines: Sequence[Outline]) -> list[_Guess]:
    """The guess of each outline alone; repeated blocks are looked up instead of guessed again."""
    known: dict[tuple[object, ...], _Guess] = {}
    guesses: list[_Guess] = []
    for outline in outlines:
        name = "0" if outline.name.isdecimal() else outline.name
        look = (name, tuple(outline.own.items()), tuple(outline.children), outline.quantized)
        guess = known.get(look)
        if guess is None:
            guess = known[look] = _guess(outline)
        guesses.append(guess)
    return guesses


def _settle(outline: Outline, guess: _Guess, layers: Sequence[tuple[int, _Guess]], before: int) -> str:
    """The normalisation's full name, from the convolution or linear layer that it most likely follows."""
    near = [layer for _, layer in layers[max(0, before - NEAR) : before]]
    feeding = next((layer for layer in reversed(near) if layer.channels == guess.channels), None)
    following = layers[before][1] if before < len(layers) else None
    if guess.waits == "Norm":
        direct = feeding is not None and feeding is near[-1] and feeding.plain
        in_sequence = outline.name.isdecimal() and outline.name != "0"
        to_linear = following is not None and following.kind == "Linear"
        return "GroupNorm" if direct and in_sequence and not to_linear else "LayerNorm"
    fed = following if following is not None and following.inputs == guess.channels else None
    matching = [layer for layer in (feeding, fed) if layer is not None]
    chosen = next((layer for layer in matching if layer.kind != "Linear"), matching[0] if matching else None)
    if chosen is None:
        chosen = near[-1] if near else following
    return f"{guess.waits}{chosen.dimensions}d" if chosen is not None else guess.waits


def _guess(outline: Outline) -> _Guess:
    own = outline.own
    if not own:
        return _of_children(outline)
    weight = _weight_of(own)
    if weight is not None:
        guess = _of_weight(outline, weight)
        if guess is not _NOTHING:
            return _quantised(guess) if outline.quantized or _has_codes(own) else guess
    for rule in _RULES_BY_NAME:
        kind = rule(own)
        if kind is not None:
            return _Guess(kind)
    return _of_children(outline)


def _quantised(guess: _Guess) -> _Guess:
    kind = None if guess.kind is None else f"Quantized{guess.kind}"
    return guess._replace(kind=kind)


def _has_codes(own: Mapping[str, Shape]) -> bool:
    return "scale" in own and "zero_point" in own


def _weight_of(own: Mapping[str, Shape]) -> Shape | None:
    """The layer's weight, also as weight norm, spectral norm and pruning leave it."""
    for name in ("weight", "weight_orig", "weight_v", "weight_bar"):
        if name in own:
            return own[name]
    return None


def _of_weight(outline: Outline, weight: Shape) -> _Guess:
    bias = outline.own.get("bias", outline.own.get("bias_orig"))
    if len(weight) == 1:
        return _of_vector(outline, weight, bias)
    if weight and bias == weight:
        return _Guess("LayerNorm", weight[0])
    if len(weight) == 2:
        return _of_matrix(outline, weight, bias)
    if len(weight) in (3, 4, 5):
        return _of_kernel(outline, weight, bias)
    return _NOTHING


def _of_vector(outline: Outline, weight: Shape, bias: Shape | None) -> _Guess:
    features = weight[0]
    name = outline.name
    if "running_mean" in outline.own and "running_var" in outline.own:
        norm = "InstanceNorm" if _INSTANCE_NAME.search(name) else "BatchNorm"
        return _Guess(norm, features, waits=norm)
    if bias is None:
        if features == 1 or (_PRELU_NAME.search(name) and not _RMS_NAME.search(name)):
            return _Guess("PReLU", features)
        return _Guess("RMSNorm", features)
    if bias != weight:
        return _NOTHING
    if _GROUP_NAME.search(name):
        return _Guess("GroupNorm", features)
    if _INSTANCE_NAME.search(name):
        return _Guess("InstanceNorm", features, waits="InstanceNorm")
    return _Guess("LayerNorm", features, waits="Norm")


def _of_matrix(outline: Outline, weight: Shape, bias: Shape | None) -> _Guess:
    if bias is None and _EMBEDDING_NAME.search(outline.name) and not _NOT_EMBEDDING_NAME.search(outline.name):
        return _Guess("Embedding", weight[1])
    if bias is None or bias == weight[:1]:
        return _Guess("Linear", weight[0], weight[1], 1)
    if bias == weight[1:]:
        # GPT-2's transposed linear layer keeps its weight as (inputs, outputs)
        return _Guess("Conv1D", weight[1], weight[0], 1)
    return _NOTHING


def _of_kernel(outline: Outline, weight: Shape, bias: Shape | None) -> _Guess:
    dimensions = len(weight) - 2
    transposed = _is_transposed(outline, weight, bias)
    if bias is not None and len(bias) != 1:
        return _NOTHING
    channels = bias[0] if bias is not None else weight[1 if transposed else 0]
    inputs = weight[0 if transposed else 1]
    plain = not transposed and inputs > 1 and all(size % 2 for size in weight[2:])
    return _Guess(f"Conv{'Transpose' if transposed else ''}{dimensions}d", channels, inputs, dimensions, plain)


def _is_transposed(outline: Outline, weight: Shape, bias: Shape | None) -> bool:
    """Transposed convolutions keep (in, out, ...), so their bias has the length of the second axis."""
    if bias is not None and len(bias) == 1 and bias[0] != weight[0]:
        return True
    if weight[0] != weight[1] and bias is not None:
        return False
    if _UP_NAME.search(outline.name):
        return weight[1] != 1
    # an even kernel that keeps the number of channels is nearly always an upsampling by two
    return weight[0] == weight[1] > 1 and len(weight) > 3 and set(weight[2:]) == {2}


def _recurrent(own: Mapping[str, Shape]) -> str | None:
    for inputs, hidden, suffix in (("weight_ih_l0", "weight_hh_l0", ""), ("weight_ih", "weight_hh", "Cell")):
        if len(own.get(inputs, ())) != 2 or len(own.get(hidden, ())) != 2:
            continue
        rows, width = own[inputs][0], own[hidden][1]
        projected = own.get("weight_hr_l0")
        if projected is not None and len(projected) == 2:
            width = projected[1]
        kind = _RECURRENT.get(rows // width) if width and rows % width == 0 else None
        if kind is not None:
            return kind + suffix
    return None


def _attention(own: Mapping[str, Shape]) -> str | None:
    if "in_proj_weight" in own or {"q_proj_weight", "k_proj_weight", "v_proj_weight"} <= own.keys():
        return "MultiheadAttention"
    return None


def _packed(own: Mapping[str, Shape]) -> str | None:
    if "qweight" in own and ("scales" in own or "qzeros" in own):
        return "QuantizedLinear"
    return "PackedParams" if any(name.startswith("_packed_params") for name in own) else None


def _plain_norm(own: Mapping[str, Shape]) -> str | None:
    if set(own) == {"gamma", "beta"}:
        return "LayerNorm"
    return "BatchNorm" if {"running_mean", "running_var"} <= own.keys() else None


_RULES_BY_NAME: tuple[Callable[[Mapping[str, Shape]], str | None], ...] = (_recurrent, _attention, _packed, _plain_norm)


def _of_children(outline: Outline) -> _Guess:
    children: Set[str] = frozenset(outline.children)
    if not children:
        return _NOTHING
    if "_packed_params" in children:
        return _Guess("QuantizedLinear")
    if any(names <= children for names in _ATTENTION_CHILDREN):
        return _Guess("Attention")
    if {"self_attn", "linear1", "linear2", "norm1", "norm2"} <= children:
        return _Guess("TransformerDecoderLayer" if "multihead_attn" in children else "TransformerEncoderLayer")
    if "experts" in children:
        return _Guess("MixtureOfExperts")
    if _ATTENTION_NAME.match(outline.name) and not all(name.isdigit() for name in children):
        return _Guess("Attention")
    if any(names <= children for names in _MLP_CHILDREN) and len(children) <= 5:
        return _Guess("MLP")
    has_attention = any(_ATTENTION_NAME.match(name) for name in children)
    has_norm = any("norm" in name.lower() or name.lower().startswith("ln") for name in children)
    if has_attention and (has_norm or children & {"mlp", "feed_forward", "intermediate", "ffn"}):
        return _Guess("TransformerBlock")
    return _NOTHING
