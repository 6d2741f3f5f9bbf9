"""From labels and wishes to a run's folder: what was left open is chosen, and all is frozen before a process starts."""

import platform
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from desktop_app import __version__
from desktop_app.annotation.model import LabelSet
from desktop_app.training.config import RunConfig, save_config
from desktop_app.training.data.augmenting import usual
from desktop_app.training.data.ordering import steps_in
from desktop_app.training.data.pictures import size_of
from desktop_app.training.data.placing import Canvas, canvas_of
from desktop_app.training.data.reading import Source
from desktop_app.training.data.training_set import TrainingSet, image_path, training_set
from desktop_app.training.data.training_set_file import data_hash, save_training_set
from desktop_app.training.errors import TrainingError
from desktop_app.training.nets.catalogue import model_info
from desktop_app.training.run_folder import RunFolder
from desktop_app.training.task import Task

_SIZES_ASKED: Final = 200
_STEPS: Final[dict[Task, int]] = {"classification": 700, "detection": 240, "segmentation": 160, "keypoints": 240}
"""Updates after which a net of ours has learnt what a small set teaches; the epochs follow from it."""
_LARGE_BATCH: Final = 32
_LARGE_BATCH_STEPS: Final = 500
"""The same for classes learnt in large batches, which BatchNorm needs: of five sets with wrong labels among them all were
learnt (accuracy 0.85 to 0.99, three seeds); in batches of 16 at 0.002 two of five stayed below 0.7 for 700 updates."""
_LARGE_FROM: Final = 128
"""Images from which on batches of classes are large."""
_LEAST_EPOCHS: Final = 8
_MOST_EPOCHS: Final = 300


def prepare_run(config: RunConfig, source: Source | LabelSet, folder: RunFolder) -> RunConfig:
    """Freeze labels and choices in the folder; returns the config as it was written. Raises `TrainingError`, `OSError`.

    Reads the heads of images whose size the labels do not say; nothing here needs torch.
    """
    if isinstance(source, LabelSet):
        source = Source(source, {}, partial(image_path, source.root))
    if folder.events.exists():
        raise TrainingError(str(folder.path), "A run lies here already.", "Choose another folder, or go on with that run.")  # fmt: skip
    data = training_set(
        source.labels, config.task or None, validation=config.validation, test=config.test, seed=config.seed,
        classes=config.classes, subsets=source.subsets, find=source.find,
    )  # fmt: skip
    chosen = settled(config, data)
    folder.create()
    save_training_set(data, folder.data)
    save_config(chosen, folder.config)
    return chosen


def settled(config: RunConfig, data: TrainingSet) -> RunConfig:
    """The config with everything chosen that follows from the data."""
    model_info(config.model, data.task)
    count = len(data.indices("train"))
    batch = min(config.batch_size or _batch(data.task, count), max(1, count))
    per_epoch = steps_in(count, batch)
    steps = _LARGE_BATCH_STEPS if data.task == "classification" and batch >= _LARGE_BATCH else _STEPS[data.task]
    epochs = config.epochs or min(_MOST_EPOCHS, max(_LEAST_EPOCHS, -(-steps // per_epoch)))
    return config.changed(
        task=data.task,
        batch_size=batch,
        epochs=epochs,
        learning_rate=config.learning_rate or _rate(config, data.task, batch),
        validate_every=config.validate_every or max(1, round(50 / per_epoch)),
        augment=usual(data.task) if config.augment is None else config.augment,
        classes=data.classes,
        canvas=config.canvas if all(config.canvas) else data_canvas(data, config.image_size),
        frozen=versions() | {"data_hash": data_hash(data), "images": str(len(data.samples))},
    )


def data_canvas(data: TrainingSet, image_size: int) -> Canvas:
    """The canvas for a set's images."""
    sizes = [sample.size for sample in data.samples if all(sample.size)]
    missing = [sample.path for sample in data.samples if not all(sample.size)]
    step = max(1, len(missing) // _SIZES_ASKED)
    return canvas_of([*sizes, *(size_of(path) for path in missing[::step])], image_size)


def _batch(task: Task, count: int) -> int:
    if task == "classification":
        return 16 if count < _LARGE_FROM else _LARGE_BATCH
    return 4 if count <= 500 else 8


def _rate(config: RunConfig, task: Task, batch: int) -> float:
    """What our nets learn fastest with; a net that knows something already is changed more gently."""
    rate = (2e-3 if task == "classification" and batch < _LARGE_BATCH else 3e-3) * (
        1 if config.optimizer == "adamw" else 8
    )
    if config.model.startswith("small") and not config.weights:
        return rate
    return rate / (10 if config.weights else 3)


def calmer(folder: RunFolder) -> RunConfig:
    """The config of another try after a run that went astray: from its best weights, with a tenth of the learning rate."""
    config = folder.read_config()
    best = folder.newest_weights
    weights = str(best) if best is not None else config.weights
    return config.changed(weights=weights, learning_rate=config.learning_rate / 10, frozen={})


def versions() -> dict[str, str]:
    """What the run is made with."""
    found = {"program": f"weightsmith {__version__}", "python": platform.python_version()}
    for package in ("torch", "torchvision", "numpy"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    return found | {"created": datetime.now(UTC).isoformat(timespec="seconds")}
