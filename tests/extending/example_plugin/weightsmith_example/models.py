"""A model: two layers. torch is imported where the model is built, never with the plug-in."""


def pair(width: int = 4):
    import torch

    return torch.nn.Sequential(torch.nn.Linear(3, width), torch.nn.Linear(width, 2))
