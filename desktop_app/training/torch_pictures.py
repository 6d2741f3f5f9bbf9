"""JPEG bytes to pixels by torchvision, where torch is loaded anyway."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from typing import Any

import numpy as np
import torch
from torchvision.io import ImageReadMode, decode_jpeg

from desktop_app.training.pictures import Pixels


def decoded_jpeg(data: bytes) -> Pixels:
    """Shape (height, width, 3)."""
    buffer = torch.frombuffer(bytearray(data), dtype=torch.uint8)
    image: Any = decode_jpeg(buffer, mode=ImageReadMode.RGB)
    return np.ascontiguousarray(image.permute(1, 2, 0).numpy())
