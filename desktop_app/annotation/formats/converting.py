"""From one format to another: read, brought down, written beside, read back, compared, put in place, with a report."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from desktop_app.annotation.exchange.losses import Loss, LossCounter, report_text
from desktop_app.annotation.exchange.lowering import lower
from desktop_app.annotation.formats.comparing import differences
from desktop_app.annotation.formats.opening import opened, pictures_for, subsets_of
from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import Format, Progress, ReadOptions, WriteOptions
from desktop_app.annotation.formats.writing import staged, staged_file, unique_names, without_layout
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Problem
from desktop_app.replacing import replace_file

_LOOKED_AT: Final = 50


def _silent(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""


class ExportDiffers(Exception):
    """An export that, read back, does not hold what it should; it was not put in place."""

    def __init__(self, target: Path, found: list[str]) -> None:
        super().__init__(f"{target}: The export was read back and differs, so nothing was replaced. {found[0]}")
        self.differences = found


class ExportFailed(Exception):
    """An export that could not be written, and of which nothing is left."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a conversion did."""

    source_format: str
    target: Path
    images: int
    shapes: int
    losses: tuple[Loss, ...]
    problems: tuple[Problem, ...] = ()
    """What could not be read of the source."""
    differences: tuple[str, ...] = ()
    """How the export differs from what it should hold, where that was accepted."""
    loss_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A set of labels on its way into one format."""

    format: Format
    target: Path
    options: WriteOptions
    accept_differences: bool = False

    def run(self, labels: LabelSet, pictures: Pictures, progress: Progress | None = None) -> Report:
        """Write the labels; nothing is at the target until all is right."""
        say = progress or _silent
        if self.format.write is None:
            raise LabelsUnreadable(self.format.name, "This format can be read but not written.")
        say(0, 4, self.format.title)
        lowered, losses, found = self._lowered(labels, pictures)
        options = replace(self.options, pictures=found, subsets=self._subsets(labels), schema=None)
        count_lost_subsets(self.format, options.subsets, losses)
        try:
            differing = self._written(lowered, losses, options, say)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ExportFailed(f"{error.filename or self.target}: It cannot be written: {reason}.") from error
        shapes = sum(len(image.shapes) for image in lowered.annotations)
        say(4, 4, str(self.target))
        return Report(
            source_format=labels.format,
            target=self.target,
            images=len(lowered.annotations),
            shapes=shapes,
            losses=losses.report(),
            problems=labels.problems,
            differences=tuple(differing),
            loss_file=loss_file_of(self.target),
        )

    def _written(self, lowered: LabelSet, losses: LossCounter, options: WriteOptions, say: Progress) -> list[str]:
        """Write and look at it before it is put in place; how it differs from what it should be."""
        assert self.format.write is not None
        with ExitStack() as stack:
            staging = staged_file if self.format.target == "file" else staged
            place = stack.enter_context(staging(self.target))
            say(1, 4, str(self.target))
            _add(losses, self.format.write(lowered, place, options))
            say(2, 4, str(self.target))
            differing = self._read_back(lowered, place)
            if differing and not self.accept_differences:
                raise ExportDiffers(self.target, differing)
            say(3, 4, str(self.target))
        replace_file(loss_file_of(self.target), report_text(losses.report()).encode())
        return differing

    def _lowered(self, labels: LabelSet, pictures: Pictures) -> tuple[LabelSet, LossCounter, Pictures]:
        """The set as the format can hold it, its images under names of their own, and where their pictures are."""
        names = self._names(labels)
        pairs = list(zip(labels.annotations, names, strict=True))
        known: dict[str, Path] = {}
        if self.options.images != "none" or self.format.needs_pictures:
            found = ((name, pictures.find(image.image)) for image, name in pairs)
            known = {name: path for name, path in found if path is not None}
        missing = [image for image, name in pairs if self.format.needs_pictures and name not in known]
        images = tuple(
            image if image.image == name else replace(image, image=name)
            for image, name in pairs
            if name in known or not self.format.needs_pictures
        )
        if missing and not images:
            raise LabelsUnreadable(missing[0].image, "The picture is not there.", "Name the folder with the pictures.")
        root = _root_of(images, pictures) or labels.root
        given = replace(labels, annotations=images, schema=self._schema(labels.schema), root=root)
        lowered, losses = lowered_for(self.format, given)
        for image in missing:
            losses.add("picture not found", image.image)
        return lowered, losses, Pictures(pictures.folders, pictures.sizes, known)

    def _names(self, labels: LabelSet) -> list[str]:
        names = unique_names(labels.annotations)
        return without_layout(names) if self.format.own_folders else names

    def _schema(self, own: LabelSchema) -> LabelSchema:
        """The labels in the order that the person, or an export that is there already, has fixed."""
        schema = self.options.schema or own
        if self.format.fixed_names is None:
            return schema
        first = LabelSchema().with_names(self.format.fixed_names(self.target))
        kept = tuple(schema.label(label.name) or label for label in first.labels)
        added = tuple(label for label in schema.labels if label.name not in first.index)
        return replace(schema, labels=(*kept, *added))

    def _subsets(self, labels: LabelSet) -> Mapping[str, str]:
        """The subsets that the person chose, or else those of the set, by the names that images have in the export."""
        said = self.options.subsets or subsets_of(labels)
        names = self._names(labels)
        return {
            name: said[image.image]
            for image, name in zip(labels.annotations, names, strict=True)
            if image.image in said
        }

    def _read_back(self, lowered: LabelSet, place: Path) -> list[str]:
        if self.format.read is None or self.format.keeps is None:
            return []
        sizes = {image.image: (image.width, image.height) for image in lowered.annotations if image.width}
        try:
            got = self.format.read(place, ReadOptions(sizes=sizes))
        except LabelsUnreadable as error:
            said = any(image.shapes or image.classes for image in lowered.annotations)
            return [str(error)] if said else []
        return differences(lowered, got, self.format.keeps)


def _root_of(images: Sequence[Annotation], pictures: Pictures) -> str:
    """The folder from which the images' names lead to their pictures, if a few that are looked at say one."""
    for image in images[:_LOOKED_AT]:
        for folder in pictures.folders:
            if (folder / image.image).is_file():
                return str(folder)
    return ""


def lowered_for(format_: Format, labels: LabelSet) -> tuple[LabelSet, LossCounter]:
    """The set as a format can hold it, and what is lost."""
    if format_.lower is not None:
        return format_.lower(labels)
    return lower(labels, format_.keeps) if format_.keeps is not None else (labels, LossCounter())


def count_lost_subsets(format_: Format, subsets: Mapping[str, str], losses: LossCounter) -> None:
    """Count the images whose subset the format cannot say; a set that is one subset as a whole is not divided by it."""
    if not format_.subsets and len(set(subsets.values())) > 1:
        for image in subsets:
            losses.add("subset of an image dropped", image)


def _add(losses: LossCounter, more: tuple[Loss, ...]) -> None:
    for loss in more:
        for example in loss.examples or ("",):
            losses.add(loss.what, example, 0)
        losses.add(loss.what, "", loss.count)


def loss_file_of(target: Path) -> Path:
    """Where the report of losses is written: beside the export, `labels-losses.txt` for `labels.json`."""
    target = target if target.name else target.absolute()  # `.` has no name
    return target.with_name(f"{target.stem if target.suffix else target.name}-losses.txt")


def target_of(format_: Format, place: Path) -> Path:
    """Where an export to `place` goes: a format that is one file gets a file in a folder that has no such ending."""
    if format_.target == "folder" or (place.suffix.lower() == format_.suffix and not place.is_dir()):
        return place
    return place / (format_.file_name or f"annotations{format_.suffix}")


def convert(
    source: Path,
    target: Path,
    to: Format,
    formats: Mapping[str, Format],
    *,
    source_format: str | None = None,
    read: ReadOptions | None = None,
    write: WriteOptions | None = None,
    accept_differences: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Read `source`, write it to `target` in another format, and say what was lost.

    Raises LabelsUnreadable for a source that cannot be read and ExportDiffers when the export is not what it should be.
    """
    reading = read or ReadOptions()
    with opened(source, formats, source_format, reading) as labels:
        export = Export(to, target_of(to, target), write or WriteOptions(), accept_differences)
        return export.run(labels, pictures_for(source, labels.root, reading), progress)
