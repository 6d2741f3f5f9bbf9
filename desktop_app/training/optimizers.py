"""What moves the weights."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence

import torch
from torch import nn

from desktop_app.training.config import RunConfig


def optimizer_for(parameters: Sequence[nn.Parameter], config: RunConfig) -> torch.optim.Optimizer:
    """Weight decay for weights alone: norms and biases have nothing to gain by being small."""
    weights = [parameter for parameter in parameters if parameter.dim() > 1]
    others = [parameter for parameter in parameters if parameter.dim() <= 1]
    groups = [{"params": weights, "weight_decay": config.weight_decay}, {"params": others, "weight_decay": 0.0}]
    if config.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=config.learning_rate, momentum=0.9, nesterov=True)
    return torch.optim.AdamW(groups, lr=config.learning_rate)
