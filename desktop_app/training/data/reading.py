"""Labels of any format as a run takes them: the set, the split that lies beside it, and where each image is."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.annotation.folders.dataset import open_dataset
from desktop_app.annotation.folders.splits import load_split
from desktop_app.annotation.formats.opening import pictures_for, subsets_of
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.annotation.model import LabelSet
from desktop_app.training.data.splitting import Split
from desktop_app.training.errors import TrainingError

type Find = Callable[[str], str]
"""From an image's name in the labels to its file."""


@dataclass(frozen=True)
class Source:
    """A data set as it lies on the disk."""

    labels: LabelSet
    """With a blank annotation for each image that has no labels."""
    subsets: Mapping[str, Split]
    """Of images whose part was said; empty when none was."""
    find: Find


def read_source(path: str | Path) -> Source:
    """Read labels and list images at a folder or file; raises `TrainingError`. Takes seconds for large sets."""
    place = Path(path)
    try:
        labels = open_dataset(place).labels
    except LabelsUnreadable as error:
        raise TrainingError(error.problem.where, error.problem.message, error.problem.cure) from None
    except OSError as error:
        raise TrainingError(str(path), f"The labels cannot be read: {error.strerror or error}.") from error
    folder = place if place.is_dir() else place.parent
    said = load_split(folder) or subsets_of(labels)
    names: dict[str, Split] = {"train": "train", "val": "val", "valid": "val", "validation": "val", "test": "test"}
    subsets: dict[str, Split] = {image: names[part] for image, part in said.items() if part in names}
    pictures = pictures_for(place, labels.root, ReadOptions())
    root = labels.root or str(folder)

    def find(name: str) -> str:
        straight = os.path.join(root, name)
        if os.path.exists(straight):
            return straight
        found = pictures.find(name)
        return str(found) if found is not None else straight

    return Source(labels, subsets, find)
