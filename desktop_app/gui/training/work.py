"""What the training pane has done off the UI thread: reading labels, preparing and starting runs, reading what they left. No torch."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.annotation.model import LabelSchema, labels_in
from desktop_app.training.config import RunConfig
from desktop_app.training.data.class_table import ClassTable, class_table
from desktop_app.training.record.previews import PreviewImage, read_preview
from desktop_app.training.run_folder import RunFolder
from desktop_app.training.task import TASKS, Task, task_of


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What labels offer to training."""

    path: str
    task: Task
    """That follows from the labels."""
    tables: Mapping[Task, ClassTable]
    split: Mapping[str, int]
    """Images of a split that lies beside the labels; empty for none."""


def data_facts(path: str) -> DataFacts:
    """Read labels and count what each task would learn from; raises `TrainingError`."""
    from collections import Counter

    from desktop_app.training.data.reading import read_source

    source = read_source(path)
    tables: dict[Task, ClassTable] = {task: class_table(source.labels, task) for task in TASKS}
    return DataFacts(path, task_of(source.labels), tables, dict(Counter(source.subsets.values())))


def prepared(config: RunConfig, runs: str, name: str) -> str:
    """Freeze labels and settings in a new folder of `runs`; its path. Raises `TrainingError`, `OSError`."""
    from desktop_app.training.data.reading import read_source
    from desktop_app.training.preparing import prepare_run
    from desktop_app.training.run_folder import new_run_folder

    source = read_source(config.data)
    folder = new_run_folder(Path(runs), name)
    try:
        prepare_run(config, source, folder)
    except BaseException:
        _remove_empty(folder.path)
        raise
    return str(folder.path)


def _remove_empty(path: Path) -> None:
    """A folder that holds nothing yet would stand in the list for ever."""
    import contextlib

    with contextlib.suppress(OSError):
        for below in path.iterdir():
            below.rmdir() if below.is_dir() else below.unlink()
        path.rmdir()


def run_lines(paths: Sequence[str]) -> list[dict[str, Any]]:
    """How each run stands, as plain values; a folder that is gone or damaged has the state `missing`."""
    from desktop_app.training.run import summary_of

    found: list[dict[str, Any]] = []
    for path in paths:
        folder = RunFolder(Path(path))
        if folder.is_gone():
            found.append({"path": path, "name": Path(path).name, "state": "missing", "task": "", "data": ""})
        else:
            found.append(summary_of(folder).document() | {"path": path, "data": _data_of(folder)})
    return found


def _data_of(folder: RunFolder) -> str:
    from desktop_app.training.errors import TrainingError

    try:
        return folder.read_config().data
    except TrainingError:
        return ""


def runs_in(path: str) -> list[str]:
    """Paths of the runs in a folder, or of the run that a file or folder is; raises `TrainingError`."""
    from desktop_app.training.run import list_runs

    place = Path(path)
    if place.is_file():
        place = place.parent
    if (place / "events.jsonl").is_file():
        return [os.path.abspath(place)]
    return [os.path.abspath(run.path) for run in list_runs(place)]


def config_of(path: str) -> RunConfig:
    """The settings of a run; raises `TrainingError`."""
    return RunFolder(Path(path)).read_config()


def classes_of(path: str) -> tuple[str, ...]:
    """The classes that a run tells apart, in the order of its numbers; raises `TrainingError`."""
    return config_of(path).classes


def example_images(path: str, task: str, most: int = 12) -> list[dict[str, Any]]:
    """Labelled images to show changes on: `{"path", "shapes", "skeletons", "schema"}`, all but the last as plain values.

    Raises `TrainingError`.
    """
    from desktop_app.training.data.class_table import reason_left_out
    from desktop_app.training.data.reading import read_source
    from desktop_app.training.use.services import documents_of_shapes

    source = read_source(path)
    skeletons = {
        label.name: {"names": list(label.skeleton.names), "flips": [list(pair) for pair in label.skeleton.flips]}
        for label in source.labels.schema.labels
        if label.skeleton is not None
    }
    schema = source.labels.schema.with_names(labels_in(source.labels.annotations))
    usable = [one for one in source.labels.annotations if reason_left_out(one, task) is None]  # type: ignore[arg-type]
    return [
        {
            "path": source.find(one.image), "skeletons": skeletons, "schema": schema,
            "shapes": documents_of_shapes([shape for shape in one.shapes if not shape.is_suggestion]),
        }
        for one in usable[:most]
    ]  # fmt: skip


def preview_of(folder: RunFolder, path: str) -> tuple[tuple[PreviewImage, ...], LabelSchema]:
    """What a file of `previews/` holds, and the labels as they look where they are drawn; short enough for a thread."""
    from desktop_app.training.data.schema_beside import schema_beside
    from desktop_app.training.errors import TrainingError

    images = read_preview(folder.path / path)
    names = sorted({label for image in images for shape in image.shapes for label in shape.labels})
    try:
        config = folder.read_config()
    except TrainingError:
        return images, LabelSchema().with_names(names)
    return images, schema_beside(config.data, (*config.classes, *names))


@dataclass(frozen=True, slots=True)
class ImagesOfRun:
    """The images at a run's data as they are now, by path."""

    data: str
    labelled: tuple[str, ...]
    unlabelled: tuple[str, ...]
    label_of: Mapping[str, str]
    """The most frequent label of each labelled image."""
    by_name: Mapping[str, str]

    def path_of(self, name: str) -> str:
        """Where the image of a name lies."""
        return self.by_name.get(name, name)


def images_of_run(path: str) -> ImagesOfRun:
    """Read the labels that a run learnt from, as they are now; raises `TrainingError`."""
    from desktop_app.training.data.reading import read_source
    from desktop_app.training.task import is_usable

    data = config_of(path).data
    source = read_source(data)
    labelled: list[str] = []
    unlabelled: list[str] = []
    label_of: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for annotation in source.labels.annotations:
        place = source.find(annotation.image)
        by_name[annotation.image] = place
        if not is_usable(annotation):
            if annotation.state != "rejected":
                unlabelled.append(place)
            continue
        labelled.append(place)
        names = [*annotation.classes, *(shape.label for shape in annotation.shapes if not shape.is_suggestion)]
        if names:
            label_of[place] = max(set(names), key=names.count)
    return ImagesOfRun(data, tuple(labelled), tuple(unlabelled), label_of, by_name)


def curves_of(path: str) -> Any:
    """The curves of another run, read from its folder; `follower.Curves`."""
    from desktop_app.gui.training.curves import Curves
    from desktop_app.training.record.event_files import EventReader

    curves = Curves()
    for event in EventReader(RunFolder(Path(path)).events).read_all():
        curves.take(event)
    return curves


def tensorboard(path: str, target: str) -> str:
    """Write a run's numbers for TensorBoard into a folder; the file's path. Raises `OSError`."""
    from desktop_app.training.record.tensorboard import export_tensorboard

    return str(export_tensorboard(RunFolder(Path(path)), Path(target)))


def calmer_config(path: str) -> RunConfig:
    """Settings of another try after a run that went astray: from its best weights, a tenth of its learning rate; raises `TrainingError`."""
    from desktop_app.training.preparing import calmer

    return calmer(RunFolder(Path(path)))
