"""The learning rate as a function of the step alone, so that a run that goes on needs no state of it. No torch."""

import math

from desktop_app.training.config import RunConfig

_END = 0.01
"""Share of the rate that is left at the end."""


def rate_at(step: int, steps: int, config: RunConfig) -> float:
    """The rate of update `step` (from 0) of `steps`."""
    rise = max(1, round(config.warmup * steps)) if config.warmup > 0 else 0
    if step < rise:
        return config.learning_rate * (step + 1) / rise
    if config.schedule == "constant":
        return config.learning_rate
    way = min(1.0, (step - rise) / max(1, steps - rise))
    left = 1 - way if config.schedule == "linear" else (1 + math.cos(math.pi * way)) / 2
    return config.learning_rate * (_END + (1 - _END) * left)
