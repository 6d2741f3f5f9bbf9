"""A trained model as a file for other programs: .pt2, ONNX or TorchScript, with its scaling of colours inside, run and compared."""

# torch's own annotations leave much unknown
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingTypeStubs=false
# pyright: reportUnknownParameterType=false

import json
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from desktop_app.replacing import replace_file
from desktop_app.training.data.pictures import Pixels
from desktop_app.training.decoding import decoded_boxes
from desktop_app.training.errors import TrainingError
from desktop_app.training.nets.catalogue import model_info
from desktop_app.training.nets.learners import MEAN, SPREAD, Learner
from desktop_app.training.use.predict import TrainedModel

CLOSE: Final = 1e-3
"""An exported model may differ by so much, relative to its largest output, before it is refused."""
_NAMES: Final = {
    "classification": ("probabilities",),
    "detection": ("boxes", "labels", "scores"),
    "segmentation": ("probabilities",),
    "keypoints": ("heat", "offsets"),
}
ENDINGS: Final = (".onnx", ".pt2", ".ts")


@dataclass(frozen=True)
class Exported:
    """A file that was written, run on an image and compared."""

    path: Path
    outputs: tuple[str, ...]
    difference: float
    """Largest difference to the model's own answer, relative to the largest value."""
    judge: str
    """What ran it: `torch.export`, `onnxruntime`, `onnx.reference`, `torch.jit`."""


class Deployed(nn.Module):
    """From pixels of 0 to 1, shape (n, 3, h, w), to what can be used: probabilities, boxes, heat maps."""

    mean: Tensor
    spread: Tensor

    def __init__(self, learner: Learner) -> None:
        super().__init__()
        self.net, self.task, self.multi_label = learner.net, learner.design.task, learner.design.multi_label
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("spread", torch.tensor(SPREAD).view(1, 3, 1, 1))

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        """The outputs that `_NAMES` names."""
        found = self.net((image - self.mean) / self.spread)
        if self.task == "classification":
            return (found.sigmoid() if self.multi_label else found.softmax(1),)
        if self.task == "segmentation":
            return ((found["out"] if isinstance(found, dict) else found).softmax(1),)
        if self.task == "detection":
            return decoded_boxes(*found)
        heat, offsets = found
        return heat.sigmoid(), offsets


def export_model(model: TrainedModel, path: Path, pixels: Pixels) -> Exported:
    """Write the model in the format of the ending, run what was written on an image and compare. Raises `TrainingError`.

    `pixels` is an image on the model's canvas; nothing is put at `path` unless the file gives the model's answer.
    """
    info = model_info(model.design.model, model.design.task)
    if not info.exports:
        raise TrainingError(model.design.model, "torchvision's detectors cannot be exported: what they do depends on what they see.", "Train the small detector for export.")  # fmt: skip
    writers: dict[str, Callable[[Deployed, Tensor, Path, TrainedModel], str]] = {".pt2": _pt2, ".onnx": _onnx, ".ts": _torchscript}  # fmt: skip
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise TrainingError(str(path), "The name must end in .onnx, .pt2 or .ts.")
    deployed = Deployed(model.learner).eval().cpu()
    image = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255
    with torch.inference_mode():
        wanted = [output.numpy().copy() for output in deployed(image)]
    with tempfile.TemporaryDirectory(prefix="weightsmith-export-") as folder:
        made = Path(folder) / f"model{path.suffix.lower()}"
        with torch.no_grad():
            judge = writer(deployed, image, made, model)
        got = _run(made, image.numpy(), judge)
        same = _same_boxes if model.design.task == "detection" else _difference
        difference = same(wanted, got)
        if not difference <= CLOSE:
            raise TrainingError(str(path), f"The exported model's answer differs by {difference:.3g}; nothing was written.")  # fmt: skip
        replace_file(path, made.read_bytes())
    return Exported(path, _NAMES[model.design.task], difference, judge)


def about(model: TrainedModel) -> str:
    """What a program that runs the file needs to know, as JSON: the file carries it under the name `weightsmith.json`."""
    design = model.design
    return json.dumps({
        "task": design.task, "classes": list(design.classes), "width": design.canvas[0], "height": design.canvas[1], "input": "RGB, 0 to 1",
        "keypoints": [{"label": body.label, "names": list(body.names)} for body in design.bodies], "outputs": list(_NAMES[design.task]), "source": model.source,
    }, ensure_ascii=False)  # fmt: skip


def _pt2(deployed: Deployed, image: Tensor, path: Path, model: TrainedModel) -> str:
    batch = torch.export.Dim("batch", min=1, max=1024)
    # two images: of one, the exporter would conclude that there is always one
    program = torch.export.export(deployed, (torch.cat([image, image]),), dynamic_shapes=({0: batch},))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about layers that share storage, which are written once
        torch.export.save(program, path, extra_files={"weightsmith.json": about(model)})
    return "torch.export"


def _onnx(deployed: Deployed, image: Tensor, path: Path, model: TrainedModel) -> str:
    try:
        import onnx
        import onnxscript  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError as error:
        raise TrainingError(str(path), f"{error.name} is not installed.", "Install it with `pip install 'weightsmith[export]'`.") from error  # fmt: skip
    batch = torch.export.Dim("batch", min=1, max=1024)
    names = list(_NAMES[deployed.task])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about itself, not about the model
        program = torch.onnx.export(
            deployed, (torch.cat([image, image]),), dynamo=True, input_names=["image"], output_names=names,
            dynamic_shapes=({0: batch},), external_data=False, verbose=False,
        )  # fmt: skip
        assert program is not None
        program.save(str(path), external_data=False)
    proto = onnx.load(str(path))
    entry = proto.metadata_props.add()
    entry.key, entry.value = "weightsmith.json", about(model)
    onnx.checker.check_model(proto)
    onnx.save(proto, str(path))
    try:
        import onnxruntime  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError:
        return "onnx.reference"
    return "onnxruntime"


def _torchscript(deployed: Deployed, image: Tensor, path: Path, model: TrainedModel) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # that it is deprecated is known: it is offered for programs that know nothing else
        traced: Any = torch.jit.trace(deployed, image)
        torch.jit.save(traced, str(path), _extra_files={"weightsmith.json": about(model)})
    return "torch.jit"


def _run(path: Path, image: NDArray[np.float32], judge: str) -> list[NDArray[Any]]:
    """The answer of the file that we wrote ourselves a moment ago."""
    if judge == "onnxruntime":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
        outputs: Any = session.run(None, {"image": image})
        return list(outputs)
    if judge == "onnx.reference":
        from onnx.reference import ReferenceEvaluator

        outputs = ReferenceEvaluator(str(path)).run(None, {"image": image})
        return [np.asarray(output) for output in outputs]
    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if judge == "torch.export":
            run: Any = torch.export.load(path).module()
        else:
            run = torch.jit.load(str(path))
        return [np.asarray(output) for output in run(torch.from_numpy(image))]


def _difference(wanted: Sequence[NDArray[Any]], got: Sequence[NDArray[Any]]) -> float:
    """Largest difference relative to the largest value; infinite when the shapes differ."""
    if len(wanted) != len(got) or any(a.shape != b.shape for a, b in zip(wanted, got, strict=False)):
        return float("inf")
    worst = 0.0
    for a, b in zip(wanted, got, strict=True):
        scale = max(1.0, float(np.abs(a).max(initial=0.0)))
        worst = max(worst, float(np.abs(a.astype(np.float64) - b.astype(np.float64)).max(initial=0.0)) / scale)
    return worst


def _same_boxes(wanted: Sequence[NDArray[Any]], got: Sequence[NDArray[Any]]) -> float:
    """As `_difference`, for boxes in whatever order: of nearly equal scores either may come first."""
    if len(got) != 3 or any(a.shape != b.shape for a, b in zip(wanted, got, strict=True)):
        return float("inf")
    worst = 0.0
    for boxes, labels, scores, boxes_, labels_, scores_ in zip(*wanted, *got, strict=True):
        scale = max(1.0, float(np.abs(boxes).max()))
        for box, label, score in zip(boxes, labels, scores, strict=True):
            if score < 0.05:
                break
            away = np.abs(boxes_ - box).max(1) / scale + np.abs(scores_ - score) + (labels_ != label)
            worst = max(worst, float(away.min()))
    return worst
