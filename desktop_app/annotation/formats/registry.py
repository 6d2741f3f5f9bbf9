"""The table of label formats: what each is called, how it is recognised, read and written, and what it keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from desktop_app.annotation.losses import Loss
from desktop_app.annotation.model import Kind, LabelSchema, LabelSet

type Progress = Callable[[int, int, str], None]
"""Called with how many of how many are done, and with what."""

type Treatment = Literal["keep", "round", "polygon", "box", "mask", "points", "drop"]
"""What happens to a kind of shape that is written: the loss matrix is made of these."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person says about labels that are read."""

    images: Path | None = None
    """Folder where the images lie, when they do not lie where the file says; some formats need their sizes."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """Width and height by image name, asked before a file is opened."""
    class_attribute: str = ""
    """For VIA: which attribute is the class."""


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What the person says about an export."""

    images: Literal["none", "copy", "link"] = "none"
    """Whether the pictures go along."""
    subsets: Mapping[str, str] = field(default_factory=dict[str, str])
    """Subset (`train`, `val`, `test`) by image, for formats that know such."""
    schema: LabelSchema | None = None
    """Overrides the set's own."""


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the registry."""

    name: str
    """As the command line and files call it."""
    title: str
    """As a person calls it."""
    sniff: Callable[[Path], float]
    """How sure it is that a file or folder is of this format, 0 to 1, by content; never raises, reads little."""
    read: Callable[[Path, ReadOptions], LabelSet] | None = None
    """Reads a file or folder; what is broken becomes a `Problem`, what is whole is kept."""
    write: Callable[[LabelSet, Path, WriteOptions], tuple[Loss, ...]] | None = None
    """Writes to a folder or a file (as `target` says), whole or not at all."""
    target: Literal["folder", "file"] = "folder"
    suffix: str = ""
    """Of the file that is written."""
    treatments: Mapping[Kind, Treatment] = field(default_factory=dict[Kind, Treatment])
    """What happens to each kind of shape; kinds not named are kept."""
