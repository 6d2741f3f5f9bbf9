"""What the soak opens: small checkpoints of several containers, one of them damaged, and a folder of labelled images."""

import json
import random
from pathlib import Path

import numpy as np
import torch
from PIL import Image


def make(folder: Path, dice: random.Random) -> list[Path]:
    """Write them below `folder`; the paths that can be opened."""
    torch.manual_seed(3)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(32, 4)
    )
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.randn(2, 3, 4, 4)).sum().backward()
    optimizer.step()
    torch.save(net.state_dict(), folder / "plain.pth")
    torch.save({"state_dict": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 2}, folder / "run.pth")
    torch.save(net, folder / "module.pt")
    torch.save({f"block{n}.weight": torch.randn(16, 16) for n in range(400)}, folder / "many.pth")
    np.savez(folder / "arrays.npz", a=np.ones((3, 4)), b=np.arange(5))
    data = (folder / "run.pth").read_bytes()
    (folder / "damaged.pth").write_bytes(data[: len(data) * 2 // 3])
    from safetensors.torch import save_file

    save_file({"w": torch.randn(5, 5), "b": torch.zeros(5)}, str(folder / "safe.safetensors"))
    images = folder / "images"
    images.mkdir()
    for number in range(12):
        pixels = (np.random.default_rng(number).random((90, 120, 3)) * 255).astype("uint8")
        Image.fromarray(pixels).save(images / f"{number:02}.png")
        if number % 2:
            shapes = [
                {
                    "label": dice.choice(("cat", "dog")),
                    "points": [[10, 10], [60, 50]],
                    "shape_type": "rectangle",
                    "group_id": None,
                    "flags": {},
                },
                {
                    "label": "cat",
                    "points": [[70, 20], [100, 30], [90, 70]],
                    "shape_type": "polygon",
                    "group_id": 1,
                    "flags": {},
                },
            ]
            document = {
                "version": "5.5.0", "flags": {}, "shapes": shapes, "imagePath": f"{number:02}.png", "imageData": None,
                "imageHeight": 90, "imageWidth": 120,
            }  # fmt: skip
            (images / f"{number:02}.json").write_text(json.dumps(document))
    return [
        *(
            folder / name
            for name in (
                "plain.pth",
                "run.pth",
                "module.pt",
                "many.pth",
                "arrays.npz",
                "damaged.pth",
                "safe.safetensors",
            )
        ),
        images,
    ]
