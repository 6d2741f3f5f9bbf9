"""Which kind of thing a module is, by the name of its class: what the colours of the graph stand for."""

from collections.abc import Mapping

from desktop_app.graph.model import Category

NAMES: Mapping[Category, str] = {
    "conv": "Convolution", "linear": "Linear", "norm": "Normalisation", "activation": "Activation", "pool": "Pooling",
    "attention": "Attention", "embedding": "Embedding", "recurrent": "Recurrent", "arithmetic": "Arithmetic", "shape": "Shape",
    "io": "Input and output", "container": "Container", "tensor": "Tensors", "other": "Other",
}  # fmt: skip
"""What a legend calls them, in its order."""

_WORDS: tuple[tuple[Category, tuple[str, ...]], ...] = (
    ("attention", ("attention", "attn", "mha")),
    ("norm", ("norm", "groupnorm", "layerscale")),
    ("conv", ("conv",)),
    ("recurrent", ("lstm", "gru", "rnn")),
    ("embedding", ("embed",)),
    ("pool", ("pool", "upsample", "pixelshuffle")),
    ("linear", ("linear", "bilinear", "dense", "projection", "mlp", "lora")),
    (
        "activation",
        (
            "relu",
            "gelu",
            "silu",
            "sigmoid",
            "tanh",
            "softmax",
            "mish",
            "swish",
            "elu",
            "hardswish",
            "activation",
            "dropout",
        ),
    ),
    ("shape", ("flatten", "identity", "permute", "reshape", "fold", "pad")),
    ("arithmetic", ("add", "mul", "cat", "residual")),
)
_CONTAINERS = frozenset({"Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict"})


def category_of(class_name: str, *, has_modules: bool) -> Category:
    """The category of a module by its short class name; containers are what holds others and is nothing else."""
    if class_name in _CONTAINERS:
        return "container"
    lowered = class_name.lower()
    if not has_modules or "attention" in lowered:
        for category, words in _WORDS:
            if any(word in lowered for word in words):
                return category
    return "container" if has_modules else "other"
