"""The models that can be trained, as a table that a window can show without torch."""

from dataclasses import dataclass
from typing import Final, Literal

from desktop_app.training.errors import TrainingError
from desktop_app.training.task import TASKS, Task

type Family = Literal["small", "torchvision", "timm"]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One row of the menu."""

    name: str
    family: Family
    tasks: tuple[Task, ...]
    millions: float
    """Parameters, in millions."""
    library_name: str = ""
    """As torchvision calls it, when that differs."""
    pretrained: bool = False
    """Whether torchvision offers weights, which are downloaded when the person agrees."""
    slow_on_cpu: bool = False
    exports: bool = True
    """Whether torch.export takes it."""

    @property
    def builder(self) -> str:
        """What torchvision is asked for."""
        return self.library_name or self.name


_C: Final[tuple[Task, ...]] = ("classification",)
_D: Final[tuple[Task, ...]] = ("detection",)
_S: Final[tuple[Task, ...]] = ("segmentation",)

MODELS: Final[tuple[ModelInfo, ...]] = (
    ModelInfo("small", "small", TASKS, 0.3),
    ModelInfo("small-wide", "small", TASKS, 1.2),
    ModelInfo("mobilenet_v3_small", "torchvision", _C, 1.5, pretrained=True),
    ModelInfo("mobilenet_v3_large", "torchvision", _C, 4.2, pretrained=True),
    ModelInfo("shufflenet_v2_x0_5", "torchvision", _C, 0.4, pretrained=True),
    ModelInfo("resnet18", "torchvision", _C, 11.2, pretrained=True),
    ModelInfo("resnet50", "torchvision", _C, 23.5, pretrained=True, slow_on_cpu=True),
    ModelInfo("efficientnet_b0", "torchvision", _C, 4.0, pretrained=True, slow_on_cpu=True),
    ModelInfo("convnext_tiny", "torchvision", _C, 27.8, pretrained=True, slow_on_cpu=True),
    ModelInfo("ssdlite320_mobilenet_v3", "torchvision", _D, 2.2, "ssdlite320_mobilenet_v3_large", True, exports=False),
    ModelInfo("fasterrcnn_mobilenet_v3_320", "torchvision", _D, 19.0, "fasterrcnn_mobilenet_v3_large_320_fpn", True, True, exports=False),
    ModelInfo("lraspp_mobilenet_v3", "torchvision", _S, 3.2, "lraspp_mobilenet_v3_large", True),
    ModelInfo("deeplabv3_mobilenet_v3", "torchvision", _S, 11.0, "deeplabv3_mobilenet_v3_large", True, True),
)  # fmt: skip


def models_for(task: Task) -> tuple[ModelInfo, ...]:
    """The models that can do a task, the default first."""
    return tuple(model for model in MODELS if task in model.tasks)


def model_info(name: str, task: Task) -> ModelInfo:
    """The row of a model: one of the table, `torchvision:NAME` or `timm:NAME`; raises `TrainingError`."""
    family, _, rest = name.partition(":")
    if family in ("torchvision", "timm") and rest:
        for model in MODELS:
            if family == model.family and rest in (model.name, model.builder):
                return _checked(model, task)
        known: Family = "timm" if family == "timm" else "torchvision"
        return ModelInfo(name, known, (task,), 0.0, rest, pretrained=True)
    for model in MODELS:
        if name in (model.name, model.builder):
            return _checked(model, task)
    offered = ", ".join(model.name for model in models_for(task))
    raise TrainingError("model", f"There is no model named {name!r}.", f"For {task} there are {offered}; others as torchvision:NAME or timm:NAME.")  # fmt: skip


def _checked(model: ModelInfo, task: Task) -> ModelInfo:
    if task in model.tasks:
        return model
    offered = ", ".join(other.name for other in models_for(task))
    raise TrainingError("model", f"{model.name} cannot do {task}.", f"Choose one of {offered}.")
