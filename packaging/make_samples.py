"""Makes the sample checkpoints: a small model trained for a moment on drawn shapes; needs torch, run by hand.

`python packaging/make_samples.py` writes resources/sample/{sample,module,would_run_code}.pth.
"""

import os
import sys
from pathlib import Path

import torch
from torch import nn

OUT = Path(__file__).parents[1] / "resources" / "sample"


class Block(nn.Module):
    """Two convolutions around which the input is added."""

    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)

    def forward(self, x):
        return torch.relu(x + self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))))


class Attention(nn.Module):
    """Self-attention over the pixels of a small map."""

    def __init__(self, width):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.q_proj, self.k_proj, self.v_proj = (nn.Linear(width, width) for _ in range(3))
        self.out_proj = nn.Linear(width, width)

    def forward(self, x):
        flat = self.norm(x.flatten(2).transpose(1, 2))
        mixed = nn.functional.scaled_dot_product_attention(self.q_proj(flat), self.k_proj(flat), self.v_proj(flat))
        return x + self.out_proj(mixed).transpose(1, 2).reshape(x.shape)


class Shapes(nn.Module):
    """Says which of six shapes is drawn, and in which of four colours."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 5, stride=2, padding=2), nn.BatchNorm2d(16), nn.ReLU())
        widths = (16, 24, 32)
        self.stages = nn.ModuleList()
        previous = 16
        for width in widths:
            self.stages.append(
                nn.Sequential(nn.Conv2d(previous, width, 1), *(Block(width) for _ in range(3)), nn.MaxPool2d(2))
            )
            previous = width
        self.attention = Attention(previous)
        self.colour_embedding = nn.Embedding(4, previous)
        self.head = nn.Linear(previous, 6)
        self.colour_head = nn.Linear(previous, 4, bias=False)
        self.colour_head.weight = self.colour_embedding.weight

    def forward(self, x):
        x = self.stem(x)
        for stage in self.stages:
            x = stage(x)
        pooled = self.attention(x).mean((2, 3))
        return self.head(pooled), self.colour_head(pooled)


def draw(count, generator):
    """`count` pictures of 32 x 32 with one shape each, and what they show."""
    axis = torch.linspace(-1, 1, 32)
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    kinds = torch.randint(0, 6, (count,), generator=generator)
    colours = torch.randint(0, 4, (count,), generator=generator)
    pictures = torch.rand(count, 3, 32, 32, generator=generator) * 0.3
    palette = torch.tensor([[1.0, 0.2, 0.2], [0.2, 1.0, 0.2], [0.3, 0.4, 1.0], [1.0, 0.9, 0.2]])
    for number in range(count):
        size = 0.35 + 0.3 * float(torch.rand((), generator=generator))
        masks = (
            x**2 + y**2 < size**2, (x.abs() < size) & (y.abs() < size), x.abs() + y.abs() < size, (y > x.abs() * 2 - size) & (y < size),
            (x.abs() < size / 3) | (y.abs() < size / 3), (x**2 + y**2 < size**2) & (x**2 + y**2 > size**2 / 3),
        )  # fmt: skip
        mask = masks[int(kinds[number])]
        pictures[number, :, mask] += palette[colours[number]][:, None] * 0.8
    return pictures - 0.3, kinds, colours


def train(model, steps=160):
    """A moment of training, enough for weights to look like weights."""
    generator = torch.Generator().manual_seed(0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02)
    for step in range(steps):
        pictures, kinds, colours = draw(32, generator)
        shape, colour = model(pictures)
        loss = nn.functional.cross_entropy(shape, kinds) + nn.functional.cross_entropy(colour, colours)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 40 == 39:
            print(step + 1, f"loss {loss.item():.3f}", f"accuracy {(shape.argmax(1) == kinds).float().mean():.2f}")
    return optimizer, loss.item()


class WouldRun:
    """Names a shell command that an ordinary load would run; harmless."""

    def __reduce__(self):
        return os.system, ("echo This text would have come from the file.",)


def main():
    """Write the three files."""
    torch.manual_seed(0)
    OUT.mkdir(parents=True, exist_ok=True)
    model = Shapes()
    optimizer, loss = train(model)
    state = model.state_dict()
    for name in (
        "attention.q_proj.weight",
        "attention.k_proj.weight",
        "attention.v_proj.weight",
        "attention.out_proj.weight",
    ):
        state[name] = state[name].to(torch.bfloat16)
    state["stages.2.1.conv1.weight"] = state["stages.2.1.conv1.weight"].half()
    weight = state["stages.2.3.conv2.weight"]
    weight[weight.abs() < weight.abs().quantile(0.6)] = 0  # a pruned layer shows sparsity
    momentum = {"state": {}, "param_groups": optimizer.state_dict()["param_groups"]}
    for number, kept in list(optimizer.state_dict()["state"].items())[:6]:
        momentum["state"][number] = kept
    torch.save(
        {"epoch": 5, "loss": loss, "classes": ["disc", "square", "diamond", "triangle", "cross", "ring"], "state_dict": state,
         "optimizer": momentum, "config": {"width": 16, "lr": 2e-3, "augment": True}},
        OUT / "sample.pth",
    )  # fmt: skip
    module = nn.Sequential(nn.Linear(16, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 4))
    module.register_buffer("scale", torch.ones(1), persistent=False)
    module.register_forward_hook(print)
    torch.save(module, OUT / "module.pth")
    torch.save({"weight": torch.randn(8, 8), "bias": torch.zeros(8), "note": WouldRun()}, OUT / "would_run_code.pth")
    return 0


if __name__ == "__main__":
    sys.exit(main())
