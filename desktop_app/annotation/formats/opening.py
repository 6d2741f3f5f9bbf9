"""Labels of any format opened: which format a path is of, and the data set in it as one value."""

import os
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from desktop_app.annotation.formats.archives import is_zip, unpacked
from desktop_app.annotation.formats.glance import IMAGE_ENDINGS, glance
from desktop_app.annotation.formats.orientation import as_seen
from desktop_app.annotation.formats.pictures import Pictures
from desktop_app.annotation.formats.reading import MALFORMED, BadRecord, LabelsUnreadable, mapping
from desktop_app.annotation.formats.registry import Format, ReadOptions
from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet, Problem
from desktop_app.annotation.shapes.tracks import numbers_apart, tracks_in, with_track_numbers

SURE: Final = 0.3
"""What is less likely than this is not taken for the format."""
SUBSETS: Final = "subsets"
"""Key in `LabelSet.extras`: the subset (`train`, `val`, `test`) of images by name."""

_LOOKED_AT: Final = 40
_IN_FOLDER: Final = 0.95
"""A file format found in a folder counts a little less than a format that is a folder, and less among other files."""


def ranked(path: Path, formats: Mapping[str, Format]) -> list[tuple[Format, float]]:
    """The formats that the path may be of, the likeliest first."""
    if is_zip(path):
        with unpacked(path) as folder:
            return ranked(folder, formats)
    found = [(format_, _likelihood(path, format_)) for format_ in formats.values() if format_.read is not None]
    likely = [(format_, score) for format_, score in found if score >= SURE]
    return sorted(likely, key=lambda pair: -pair[1])


def _likelihood(path: Path, format_: Format) -> float:
    own = format_.sniff(path)
    if format_.target == "folder" or not path.is_dir():
        return own
    inside = [format_.sniff(file) for file in _candidates(path, format_)[:_LOOKED_AT]]
    if not any(inside):
        return own
    share = sum(map(bool, inside)) / len(inside)
    return max(own, _IN_FOLDER * max(inside) * share**0.5)


def _candidates(folder: Path, format_: Format) -> list[Path]:
    """Files below a folder that may be of a format that is one file."""
    endings = format_.extensions or (format_.suffix,)
    return [
        path
        for path in glance(folder).ending(*endings)
        if path.suffix.lower() not in IMAGE_ENDINGS and not path.stem.endswith("-losses")
    ]


@contextmanager
def opened(
    path: Path, formats: Mapping[str, Format], name: str | None = None, options: ReadOptions | None = None
) -> Generator[LabelSet]:
    """The labels at a path; while the block lasts the pictures of a zip are there too."""
    chosen = options or ReadOptions()
    if not path.exists():
        raise LabelsUnreadable(str(path), "There is no such file or folder.")
    if is_zip(path):
        with unpacked(path) as folder:
            yield _read(folder, formats, name, chosen)
    else:
        yield _read(path, formats, name, chosen)


def _read(path: Path, formats: Mapping[str, Format], name: str | None, options: ReadOptions) -> LabelSet:
    format_ = _format(path, formats, name)
    assert format_.read is not None
    try:
        if path.is_dir() and format_.target == "file" and format_.sniff(path) < SURE:
            labels = _read_all(path, format_, options)
        else:
            labels = format_.read(path, options)
    except (BadRecord, RecursionError, *MALFORMED) as error:
        # a reader tells of each record by itself; what it did not foresee costs the file, not the program
        raise LabelsUnreadable(str(path), "It does not have the form of its format.") from error
    labels = replace(labels, format=format_.name)
    return as_seen(labels, pictures_for(path, labels.root, options))


def _format(path: Path, formats: Mapping[str, Format], name: str | None) -> Format:
    if name is not None:
        chosen = formats.get(name)
        if chosen is None or chosen.read is None:
            raise LabelsUnreadable(name, "No format of this name can be read.")
        return chosen
    likely = ranked(path, formats)
    if not likely:
        raise LabelsUnreadable(
            str(path), "No label format that is known here was found in it.", "Name the format if you know it."
        )
    return likely[0][0]


def pictures_for(path: Path, root: str, options: ReadOptions) -> Pictures:
    """Where the pictures of what was read may be: where the person says, where the labels say, beside them."""
    beside = path if path.is_dir() else path.parent
    folders = (options.images, Path(root) if root else None, beside)
    return Pictures(tuple(dict.fromkeys(folder for folder in folders if folder is not None)), options.sizes)


def _read_all(folder: Path, format_: Format, options: ReadOptions) -> LabelSet:
    """Every file of the format below a folder, as one set."""
    assert format_.read is not None
    parts: list[LabelSet] = []
    problems: list[Problem] = []
    files = [path for path in _candidates(folder, format_) if format_.sniff(path) >= SURE]
    if not files:
        raise LabelsUnreadable(str(folder), f"There is no file of the format {format_.name} in it.")
    for path in files:
        try:
            part = format_.read(path, options)
        except LabelsUnreadable as error:
            problems.append(error.problem)
            continue
        parts.append(part)
    if not parts:
        raise LabelsUnreadable(problems[0].where, problems[0].message, problems[0].cure)
    return merged(folder, parts, problems)


def merged(folder: Path, parts: Sequence[LabelSet], problems: Iterable[Problem] = ()) -> LabelSet:
    """Several sets as one whose images are named from `folder`; each keeps its tracks apart from those of the others."""
    if len(parts) == 1:
        return replace(parts[0], problems=(*parts[0].problems, *problems))
    images: list[Annotation] = []
    schema, subsets, extras = LabelSchema(), dict[str, str](), dict[str, Any]()
    taken: set[int] = set()
    for part in parts:
        prefix = _prefix(part.root, folder)
        tracks = numbers_apart(tracks_in(part.annotations), taken)
        taken.update(tracks.values())
        numbered = (with_track_numbers(image, tracks) for image in part.annotations)
        images += (replace(image, image=prefix + image.image) for image in numbered)
        schema = _joined(schema, part.schema)
        subsets |= {prefix + name: str(subset) for name, subset in mapping(part.extras.get(SUBSETS)).items()}
        extras |= part.extras
    every = (*(problem for part in parts for problem in part.problems), *problems)
    if subsets:
        extras[SUBSETS] = subsets
    return LabelSet(tuple(images), schema, str(folder), parts[0].format, every, extras)


def _prefix(root: str, folder: Path) -> str:
    if not root:
        return ""
    inner = os.path.relpath(root, folder).replace(os.sep, "/")
    return "" if inner == "." or inner.startswith("..") else inner + "/"


def _joined(first: LabelSchema, second: LabelSchema) -> LabelSchema:
    new = tuple(label for label in second.labels if label.name not in first.index)
    classes = tuple(dict.fromkeys((*first.image_classes, *second.image_classes)))
    return replace(
        first,
        labels=(*first.labels, *new),
        image_classes=classes,
        image_attributes=first.image_attributes or second.image_attributes,
        extras={**second.extras, **first.extras},
    )


def subsets_of(labels: LabelSet) -> Mapping[str, str]:
    """The subset of images by name, as the file said."""
    return cast(Mapping[str, str], mapping(labels.extras.get(SUBSETS)))
