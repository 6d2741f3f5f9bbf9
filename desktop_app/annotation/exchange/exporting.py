"""A folder's labels on their way into another format: which images, which subsets, what would be lost, and the export."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from desktop_app.annotation.exchange.losses import Loss
from desktop_app.annotation.folders.folder import ImageFolder
from desktop_app.annotation.folders.many import all_annotations
from desktop_app.annotation.folders.splits import (  # fmt: skip
    Shares,
    Split,
    by_folder,
    by_prefix,
    load_split,
    split_evenly,
    split_in_groups,
    split_randomly,
)
from desktop_app.annotation.formats import all as registry
from desktop_app.annotation.formats.converting import Export, Report, count_lost_subsets, lowered_for, target_of
from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.formats.registry import WriteOptions
from desktop_app.annotation.imagery.archive import image_file
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet

type Progress = Callable[[int, int, str], None]
type Chosen = Literal["all", "labelled", "verified"]
type SplitBy = Literal["none", "saved", "random", "labels", "folder", "name"]


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What a person asked for."""

    format: str
    target: str
    chosen: Chosen = "labelled"
    names: tuple[str, ...] = ()
    """Only these images; empty for all of the folder."""
    suggestions: bool = False
    """Whether proposals that nobody accepted go along."""
    images: Literal["none", "copy", "link"] = "none"
    split: SplitBy = "none"
    shares: Shares = field(default_factory=Shares)
    seed: int = 0
    accept_differences: bool = False


@dataclass(frozen=True, slots=True)
class LossPreview:
    """What a format could not hold of what was chosen."""

    images: int
    shapes: int
    losses: tuple[Loss, ...]


def writable() -> tuple[tuple[str, str, bool], ...]:
    """Name and title of each format that can be written, and whether it writes pictures itself."""
    return tuple(
        (one.name, one.title, one.needs_pictures) for one in registry.FORMATS.values() if one.write is not None
    )


def chosen_labels(
    folder: ImageFolder, schema: LabelSchema, plan: ExportPlan, progress: Progress | None = None
) -> LabelSet:
    """The set that is exported; images are named from the folder's root."""
    names = plan.names or folder.names
    found = (one for _, one in all_annotations(folder, names, len(names), progress))
    kept = tuple(_without_suggestions(one, plan) for one in found if _is_chosen(one, plan.chosen))
    return LabelSet(kept, schema.with_names(_used(kept)), folder.root, "labelme")


def _used(annotations: Sequence[Annotation]) -> list[str]:
    return list(dict.fromkeys(name for one in annotations for shape in one.shapes for name in shape.labels))


def _is_chosen(annotation: Annotation, chosen: Chosen) -> bool:
    if chosen == "verified":
        return annotation.state == "verified"
    said = bool(annotation.shapes or annotation.classes) or annotation.state == "verified"
    return chosen == "all" or (said and annotation.state != "rejected")


def _without_suggestions(annotation: Annotation, plan: ExportPlan) -> Annotation:
    if plan.suggestions or not any(shape.is_suggestion for shape in annotation.shapes):
        return annotation
    return annotation.with_shapes(shape for shape in annotation.shapes if not shape.is_suggestion)


def split_of(folder: ImageFolder, labels: LabelSet, plan: ExportPlan) -> Split:
    """The subset of each image; empty when none is wanted."""
    annotations = labels.annotations
    match plan.split:
        case "none":
            return {}
        case "saved":
            return load_split(Path(folder.labels_folder))
        case "random":
            return split_randomly([one.image for one in annotations], plan.shares, plan.seed)
        case "labels":
            return split_evenly(annotations, plan.shares, plan.seed)
        case "folder" | "name":
            group = by_folder if plan.split == "folder" else by_prefix
            return split_in_groups(annotations, group, plan.shares, plan.seed)


def losses_of(
    folder: ImageFolder, schema: LabelSchema, plan: ExportPlan, progress: Progress | None = None
) -> LossPreview:
    """What would be lost, without writing anything."""
    labels = chosen_labels(folder, schema, plan, progress)
    format_ = registry.named(plan.format)
    lowered, losses = lowered_for(format_, labels)
    count_lost_subsets(format_, split_of(folder, labels, plan), losses)
    return LossPreview(len(labels.annotations), sum(len(one.shapes) for one in lowered.annotations), losses.report())


def export(folder: ImageFolder, schema: LabelSchema, plan: ExportPlan, progress: Progress | None = None) -> Report:
    """Write, read back and compare, put in place. Raises ExportDiffers, ExportFailed, SplitError or LabelsUnreadable."""
    labels = chosen_labels(folder, schema, plan, progress)
    format_ = registry.named(plan.format)
    known: dict[str, Path] = {}
    if folder.origin == "zip" and (plan.images != "none" or format_.needs_pictures):
        known = {one.image: image_file(folder, one.image) for one in labels.annotations}
    options = WriteOptions(images=plan.images, subsets=split_of(folder, labels, plan))
    task = Export(format_, target_of(format_, Path(plan.target)), options, plan.accept_differences)
    report = task.run(labels, Pictures((Path(folder.root),), known=known), progress)
    return replace(report, source_format="")
