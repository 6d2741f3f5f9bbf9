"""The registry: every label format that can be read or written, and the three things that are done with them."""

from pathlib import Path
from typing import Final

from desktop_app.annotation.formats import (
    class_folders,
    coco_writing,
    converting,
    createml,
    cvat,
    dataturks,
    label_studio,
    labelbox_writing,
    mask_folders,
    opening,
    pixel_annotation,
    plugged,
    tables,
    texts,
    udt,
    udt_csv,
    via,
    via3,
    voc_writing,
    vott,
    vott_csv,
    xanylabeling,
    yolo,
    yolo_flat,
)
from desktop_app.annotation.formats.converting import Report
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import Format, Progress, ReadOptions, WriteOptions
from desktop_app.annotation.model import LabelSet

FORMATS: Final[dict[str, Format]] = {
    format_.name: format_
    for format_ in (
        xanylabeling.LABELME,
        xanylabeling.FORMAT,
        coco_writing.COCO,
        coco_writing.COCO_ANNOTATOR,
        *yolo.FORMATS,
        voc_writing.VOC,
        voc_writing.LABELIMG,
        mask_folders.MASKS,
        yolo_flat.LABELIMG,
        yolo_flat.DARKNET,
        createml.FORMAT,
        class_folders.FORMAT,
        tables.CSV,
        tables.FAST,
        texts.DOTA,
        texts.BBOX_LABEL_TOOL,
        cvat.FORMAT,
        label_studio.FORMAT,
        vott.FORMAT,
        vott_csv.FORMAT,
        via.PROJECT,
        via.CSV,
        via3.FORMAT,
        labelbox_writing.EXPORT,
        labelbox_writing.IMPORT,
        udt.FORMAT,
        udt_csv.FORMAT,
        dataturks.FORMAT,
        pixel_annotation.FORMAT,
    )
}
"""Each format by its name; a new one is a row here, or comes with a plug-in."""
plugged.add_to(FORMATS)


def detect(path: Path) -> list[tuple[Format, float]]:
    """The formats that a file, folder or zip may be of, the likeliest first, each with how sure that is (0 to 1)."""
    return opening.ranked(path, FORMATS)


def read_labels(path: Path, format: str | None = None, options: ReadOptions | None = None) -> LabelSet:
    """The labels at a path, in this format or in the likeliest; LabelsUnreadable when there are none.

    The pictures of a zip are gone afterwards: to use them, work within `opening.opened`.
    """
    with opening.opened(path, FORMATS, format, options) as labels:
        return labels


def named(name: str) -> Format:
    """The format of that name; LabelsUnreadable when there is none."""
    if name not in FORMATS:
        raise LabelsUnreadable(name, "There is no format of this name.", f"Known are: {', '.join(FORMATS)}.")
    return FORMATS[name]


def convert(
    source: Path,
    target: Path,
    to: str,
    *,
    source_format: str | None = None,
    read: ReadOptions | None = None,
    write: WriteOptions | None = None,
    accept_differences: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Read `source`, write it to `target` in the format `to`, and say what was lost (see `converting.convert`)."""
    return converting.convert(
        source, target, named(to), FORMATS,
        source_format=source_format, read=read, write=write, accept_differences=accept_differences, progress=progress,
    )  # fmt: skip


def write_labels(
    labels: LabelSet,
    target: Path,
    to: str,
    *,
    write: WriteOptions | None = None,
    accept_differences: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Export a set that is in hand, verified as `convert` does."""
    format_ = named(to)
    export = converting.Export(
        format_, converting.target_of(format_, target), write or WriteOptions(), accept_differences
    )
    return export.run(labels, opening.pictures_for(target, labels.root, ReadOptions()), progress)
