"""Looking into a net while it learns: norms of every layer at every step, and histograms as often as their share of time allows."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportPrivateUsage=false, reportPrivateImportUsage=false, reportMissingTypeStubs=false

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from desktop_app.training.record.histograms import BINS, thin


@dataclass(frozen=True)
class LayerNorms:
    """Norms of one step, each shape (layers,), and that of the whole gradient."""

    weights: Tensor
    gradients: Tensor
    total: Tensor


class Layers:
    """The parameters of a net that learn, in a fixed order."""

    def __init__(self, net: nn.Module) -> None:
        named = [(name, parameter) for name, parameter in net.named_parameters() if parameter.requires_grad]
        self.names = tuple(name for name, _ in named)
        self.parameters: Sequence[nn.Parameter] = [parameter for _, parameter in named]

    def norms(self) -> LayerNorms:
        """All norms, by the two passes that clipping needs anyway (one more for the weights)."""
        gradients = [p.grad if p.grad is not None else torch.zeros_like(p) for p in self.parameters]
        of_gradients = torch.stack([norm.float() for norm in torch._foreach_norm(gradients)])
        with torch.no_grad():
            of_weights = torch.stack([norm.float() for norm in torch._foreach_norm(list(self.parameters))])
        return LayerNorms(of_weights, of_gradients, of_gradients.norm())

    def clip(self, total: Tensor, most: float) -> None:
        """Scale all gradients so that their norm is at most `most`."""
        gradients = [p.grad for p in self.parameters if p.grad is not None]
        torch._foreach_mul_(gradients, (most / (total + 1e-6)).clamp(max=1.0))

    def histograms(self) -> dict[str, NDArray[np.float32]]:
        """Counts, shape (layers, BINS), and the lowest and highest value, (layers, 2), of weights and of gradients."""
        found: dict[str, NDArray[np.float32]] = {}
        for kind in ("weight", "gradient"):
            tensors = [p.detach() if kind == "weight" else p.grad for p in self.parameters]
            rows = [_histogram(tensor) for tensor in tensors]
            found[f"{kind}_counts"] = np.stack([counts for counts, _ in rows])
            found[f"{kind}_ranges"] = np.array([ends for _, ends in rows], np.float32)
        return found


def _histogram(tensor: Tensor | None) -> tuple[NDArray[np.float32], tuple[float, float]]:
    if tensor is None or not tensor.numel():
        return np.zeros(BINS, np.float32), (0.0, 0.0)
    values = tensor.detach().float()
    low, high = (float(end) for end in torch.aminmax(values))
    if not np.isfinite(low) or not np.isfinite(high):
        return np.zeros(BINS, np.float32), (low, high)
    return torch.histc(values, BINS, low, high).cpu().numpy(), (low, high)


class HistogramFiles:
    """Writes histograms so seldom that they take only `share` of the time, and keeps a bounded number of files."""

    def __init__(self, folder: Path, share: float) -> None:
        self.folder, self.share = folder, share
        self._due = 0.0

    def due(self) -> bool:
        """Whether their time has come."""
        return self.share > 0 and time.monotonic() >= self._due

    def write(self, layers: Layers, step: int) -> tuple[str, float]:
        """Write `histograms/STEP.npz`; its name in the run's folder, and the seconds that it took. Raises `OSError`."""
        began, used = time.monotonic(), time.thread_time()
        path = self.folder / f"{step:08d}.npz"
        np.savez(path, allow_pickle=False, names=np.array(layers.names), **layers.histograms())
        thin(self.folder, "*.npz")
        # the next waits until this one is but a share of the time between them
        seconds = time.monotonic() - began
        self._due = time.monotonic() + max(seconds, time.thread_time() - used) / self.share
        return f"{self.folder.name}/{path.name}", seconds
