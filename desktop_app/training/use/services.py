"""What a window asks of a trained model, as functions of plain values for `engine.child`: torch is imported inside of them.

    with Child() as child:                       # kept while the pane is open: torch is imported once
        found = child.call(services.propose, checkpoint, paths, threshold=0.5, progress=show)
    shapes = services.shapes_of_documents(found[0]["shapes"])

Arguments and results are JSON values and bytes. A `TrainingError` arrives as an `EngineError` with its sentence.
A model is named by `{"checkpoint": PATH, "classes": [...], "model": "torchvision:NAME", "image_size": 0, "device": "auto"}`;
all but the path may be left out for checkpoints of our own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from desktop_app.annotation.model import Annotation, Label, LabelSchema, Shape, Skeleton
from desktop_app.engine.errors import EngineError
from desktop_app.training.data.shape_documents import shape_document, shape_from
from desktop_app.training.errors import TrainingError

if TYPE_CHECKING:
    from desktop_app.training.use.predict import TrainedModel

type Progress = Callable[[int, int, str], None]
type Document = dict[str, Any]

_opened: "dict[tuple[Any, ...], TrainedModel]" = {}


def shapes_of_documents(documents: Sequence[Mapping[str, Any]]) -> tuple[Shape, ...]:
    """Shapes from what these functions give back; suggestions keep their score and source and get new ids."""
    from desktop_app.annotation.model import new_id

    return tuple(
        replace(shape_from(one, 0), id=new_id(), score=one.get("score"), source=str(one.get("source", "")))
        for one in documents
    )


def documents_of_shapes(shapes: Sequence[Shape]) -> list[Document]:
    """Shapes as JSON values."""
    return [shape_document(shape) | {"score": shape.score, "source": shape.source} for shape in shapes]


def describe(model: Document) -> Document:
    """Task, classes, canvas and layers of a checkpoint; the quickest question that opens it."""
    from desktop_app.training.use.activations import layers_of

    opened = _model(model)
    design = opened.design
    return {
        "task": design.task, "classes": list(design.classes), "canvas": list(design.canvas), "model": design.model, "source": opened.source,
        "multi_label": design.multi_label, "layers": layers_of(opened), "device": str(opened.device),
    }  # fmt: skip


def propose(model: Document, paths: list[str], threshold: float, progress: Progress) -> list[Document]:
    """`{"path", "shapes", "classes": {name: probability}, "width", "height", "problem"}` of each image.

    Ask with a threshold of 0 and filter by the shapes' scores to let a slider move without asking again.
    """
    from desktop_app.training.use.predict import proposals

    found = proposals(_model(model), paths, threshold=threshold, progress=progress)
    return [
        {
            "path": one.path, "shapes": documents_of_shapes(one.shapes), "classes": one.classes,
            "width": one.width, "height": one.height, "problem": one.problem,
        }
        for one in found
    ]  # fmt: skip


def next_to_label(model: Document, unlabelled: list[str], labelled: list[str], progress: Progress) -> list[Document]:
    """`{"image": path, "why": "uncertain"|"spread", "uncertainty"}`, the most useful image first."""
    from desktop_app.training.use.queue import next_images

    return [asdict(one) for one in next_images(_model(model), unlabelled, labelled, progress=progress)]


def doubts(model: Document, data: str, progress: Progress) -> list[Document]:
    """`{"image", "kind": "missing"|"extra"|"wrong class"|"loose", "label", "said", "score", "shape"}` over the labels at `data`."""
    from desktop_app.training.data.reading import read_source
    from desktop_app.training.data.training_set import training_set
    from desktop_app.training.use.queue import disagreements

    def work() -> list[Document]:
        opened, source = _model(model), read_source(data)
        found = training_set(source.labels, opened.design.task, classes=opened.design.classes, find=source.find)
        return [asdict(one) for one in disagreements(opened, found, progress=progress)]

    return _told(work)


def image_map(model: Document, paths: list[str], progress: Progress) -> Document:
    """`{"paths", "places": [[x, y]], "explained": [share, share]}`: alike images lie near each other."""
    from desktop_app.training.use.embedding import image_map as made

    found = made(_model(model), paths, progress=progress)
    return {"paths": list(found.paths), "places": found.places.tolist(), "explained": list(found.explained)}


def export(model: Document, target: str, image: str) -> Document:
    """Write `target` (.onnx, .pt2, .ts), run it on `image` and compare: `{"path", "outputs", "difference", "judge"}`."""
    from desktop_app.training.use.export import export_model

    opened = _model(model | {"device": "cpu"})
    pixels, _ = opened.look(image)
    made = _told(lambda: export_model(opened, Path(target), pixels))
    return {"path": str(made.path), "outputs": list(made.outputs), "difference": made.difference, "judge": made.judge}


def look_inside(model: Document, image: str) -> list[Document]:
    """Of each layer `{"name", "kind", "shape", "means", "highest", "dead", "maps": bytes, "maps_shape": [channels, height, width]}`."""
    from desktop_app.training.use.activations import activations

    opened = _model(model)
    pixels, _ = opened.look(image)
    return [
        {
            "name": one.name, "kind": one.kind, "shape": list(one.shape), "means": one.means.tolist(), "highest": one.highest.tolist(),
            "dead": one.dead, "maps": one.maps.tobytes(), "maps_shape": list(one.maps.shape),
        }
        for one in activations(opened, pixels)
    ]  # fmt: skip


def filter_answers(model: Document, layer: str, channel: int, paths: list[str], progress: Progress) -> list[Document]:
    """`{"path", "value", "box"}`: the images and places at which a filter answers most strongly."""
    from desktop_app.training.use.activations import answers

    found = _told(lambda: answers(_model(model), layer, channel, paths, progress=progress))
    return [asdict(one) for one in found]


def learning_curve(run: str, more: int, progress: Progress) -> Document:
    """`{"points": [{"images", "metric"}], "outlook": [{"name", "now", "then"}]}`; trains three short runs."""
    from desktop_app.training.run_folder import RunFolder
    from desktop_app.training.task import METRICS, Task
    from desktop_app.training.use.learning_curve import measure, outlook

    folder = RunFolder(Path(run))
    points = _told(lambda: measure(folder, progress=progress))
    metric = METRICS[cast(Task, folder.read_config().task)][0]
    return {
        "points": [{"images": point.images, "metric": point.metric} for point in points],
        "metric": metric,
        "outlook": [asdict(one) for one in outlook(points, metric, more)],
    }


def augmented(image: str, shapes: list[Document], skeletons: Document, steps: list[Document], task: str, count: int, seed: int) -> list[Document]:  # fmt: skip
    """The image as it is, then `count` outcomes: `{"pixels": bytes, "width", "height", "shapes"}`, RGB rows.

    `skeletons` are `{label: {"names": [...], "flips": [[i, j]]}}`.
    """
    from desktop_app.training.data.augment_preview import previewed
    from desktop_app.training.data.pictures import UnreadableImage
    from desktop_app.training.task import Task

    labels = tuple(
        Label(name, skeleton=Skeleton(tuple(one["names"]), flips=tuple((a, b) for a, b in one.get("flips", ()))))
        for name, one in skeletons.items()
    )
    drawn = tuple(replace(shape_from(one, number), id=str(number)) for number, one in enumerate(shapes))
    annotation = Annotation(image, shapes=drawn, state="labelled", flags={} if drawn else {"image": True})
    try:
        found = _told(lambda: previewed(image, annotation, LabelSchema(labels), steps, task=cast(Task, task), count=count, seed=seed))  # fmt: skip
    except UnreadableImage as error:
        raise EngineError("failed", kind="Image", reason=str(error)) from error
    return [
        {"pixels": one.pixels.tobytes(), "width": one.pixels.shape[1], "height": one.pixels.shape[0], "shapes": documents_of_shapes(one.shapes)}
        for one in found
    ]  # fmt: skip


def _model(model: Mapping[str, Any]) -> "TrainedModel":
    """The model, opened once as long as its file stays as it is."""
    from desktop_app.training.data.pictures import identity_of
    from desktop_app.training.use.predict import open_model

    path = str(model["checkpoint"])
    rest = {name: model[name] for name in ("device", "model", "classes", "image_size") if model.get(name)}
    key = (path, identity_of(path), repr(sorted(rest.items())))
    if key not in _opened:
        _opened.clear()
        _opened[key] = _told(lambda: open_model(path, **rest))
    return _opened[key]


def _told[Result](work: Callable[[], Result]) -> Result:
    """What goes wrong as the error that crosses to the window."""
    try:
        return work()
    except TrainingError as error:
        raise EngineError("failed", kind=error.finding.where or "Training", reason=f"{error.finding.message} {error.finding.cure}".strip()) from error  # fmt: skip
