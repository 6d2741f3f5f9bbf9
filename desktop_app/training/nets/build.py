"""From a design to a net: ours, torchvision's or timm's."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false

from typing import Any

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm as BatchNorm  # pyright: ignore[reportPrivateUsage]

from desktop_app.training.errors import TrainingError
from desktop_app.training.nets import learners, small
from desktop_app.training.nets.catalogue import ModelInfo, model_info
from desktop_app.training.nets.design import Design
from desktop_app.training.nets.learners import Learner

QUICK_MOMENTUM = 0.1
"""torchvision's MobileNetV3 has 0.01: in a run of some hundred steps its running statistics lag and evaluation is at chance."""


def build(design: Design) -> Learner:
    """A net with random weights; raises `TrainingError` for one that cannot be built here."""
    info = model_info(design.model, design.task)
    if info.family == "small":
        return _small(design, width=32 if info.name == "small-wide" else 16)
    net = _timm(info, design) if info.family == "timm" else _torchvision(info, design)
    quicken(net)
    kinds: dict[str, type[Learner]] = {
        "classification": learners.LibraryClassLearner,
        "detection": learners.LibraryBoxLearner,
        "segmentation": learners.LibraryAreaLearner,
    }
    return kinds[design.task](net, design)


def _small(design: Design, width: int) -> Learner:
    classes = len(design.classes)
    if design.task == "classification":
        return learners.ClassLearner(small.SmallClassifier(classes, width), design)
    if design.task == "detection":
        return learners.BoxLearner(small.SmallDetector(classes, width), design)
    if design.task == "segmentation":
        return learners.AreaLearner(small.SmallSegmenter(classes, width), design)
    return learners.KeypointLearner(small.SmallKeypoints(design.keypoints, len(design.bodies), width), design)


def _torchvision(info: ModelInfo, design: Design) -> nn.Module:
    from torchvision import models

    # a background class comes first everywhere but in classification
    classes = len(design.classes) + (design.task != "classification")
    options: dict[str, Any] = {"weights": None, "num_classes": classes}
    if design.task != "classification":
        options["weights_backbone"] = None
    if design.task == "detection":
        options |= _detector_sizes(info, design)
    try:
        return models.get_model(info.builder, **options)
    except (ValueError, TypeError) as error:
        raise TrainingError("model", f"torchvision has no {info.builder} for {design.task}: {error}.") from error


def _detector_sizes(info: ModelInfo, design: Design) -> dict[str, Any]:
    """Keep torchvision from scaling what is on its canvas already; ssdlite is made for 320 x 320 alone."""
    if info.builder.startswith("ssd"):
        return {}
    return {"min_size": min(design.canvas), "max_size": max(design.canvas)}


def _timm(info: ModelInfo, design: Design) -> nn.Module:
    if design.task != "classification":
        raise TrainingError("model", f"timm's models are used for classification here, not for {design.task}.")
    try:
        import timm  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise TrainingError("model", "timm is not installed.", "Install it with `pip install timm`, or choose another model.") from error  # fmt: skip
    try:
        return timm.create_model(info.builder, pretrained=False, num_classes=len(design.classes))
    except (RuntimeError, ValueError) as error:
        raise TrainingError("model", f"timm has no {info.builder}: {error}.") from error


def quicken(net: nn.Module) -> None:
    """Let running statistics follow within a short run."""
    for module in net.modules():
        if isinstance(module, BatchNorm) and module.momentum is not None and module.momentum < QUICK_MOMENTUM:
            module.momentum = QUICK_MOMENTUM


def backbone_parts(net: nn.Module) -> list[str]:
    """Prefixes of parameters that belong to the backbone and not to a head: what "frozen backbone" freezes."""
    for name in ("backbone", "features"):
        if hasattr(net, name) and isinstance(getattr(net, name), nn.Module):
            return [f"{name}."]
    heads = ("fc", "classifier", "head", "heads")
    return [f"{name}." for name, _ in net.named_children() if name not in heads]
