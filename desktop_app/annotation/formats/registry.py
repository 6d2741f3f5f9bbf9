"""The table of label formats: what each is called, how it is recognised, read and written, and what it keeps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop_app.annotation.exchange.losses import Loss, LossCounter
from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.model import Kind, LabelSchema, LabelSet

if TYPE_CHECKING:
    from desktop_app.annotation.exchange.lowering import Keeps

type Progress = Callable[[int, int, str], None]
"""Called with how many of how many are done, and with what."""

type Treatment = Literal[
    "keep", "round", "polygon", "box", "mask", "points", "drop", "rotated", "ellipse", "polyline", "skeleton"
]  # fmt: skip
"""What happens to a kind of shape that is written: the loss matrix is made of these.

`rotated` is the smallest rotated rectangle around the shape (four corners stay as they are); `ellipse`, `polyline` and
`skeleton` are for formats that have the wider kind only: a circle is an ellipse, a line is a polyline, a point is a
skeleton of one keypoint.
"""


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
    pictures: Pictures | None = None
    """Where the pictures are, when they are not below the set's root."""


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
    keeps: "Keeps | None" = None
    """All that the format holds (`lowering.py`); an export is compared to what it promises."""
    lower: "Callable[[LabelSet], tuple[LabelSet, LossCounter]] | None" = None
    """For formats whose loss matrix is not enough: brings a set down to what reading the export gives back."""
    fixed_names: Callable[[Path], Sequence[str]] | None = None
    """Labels whose indices an earlier export at this place has fixed: they come first and keep their order."""
    needs_pictures: bool = False
    """Whether the pictures are what is written, so that an image whose picture is not there cannot be."""
    own_folders: bool = False
    """Whether it puts pictures into folders of its own, so that those of another layout (`images/train`) fall away."""
    subsets: bool = False
    """Whether it says which images are learnt from and which are held out."""
    own_pictures: tuple[str, ...] = ()
    """Patterns of pictures, by their path in the data set, that are labels themselves and no images to label."""
    file_name: str = ""
    """Of the file, when it is written into a folder; `annotations` with the suffix when empty."""
    extensions: tuple[str, ...] = ()
    """Endings of files that may be of this format, with their dot and in small letters; empty for any."""
