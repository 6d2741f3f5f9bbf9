"""`weightsmith predict`: let a trained model label images, and write what it says in any format."""

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.checkpoint.counted import counted
from desktop_app.cli.output import Progress, UsageError, WriteError, complain, write_lines

if TYPE_CHECKING:
    from desktop_app.annotation.model import LabelSet

DONE, UNREADABLE = 0, 3


def add_model_arguments(parser: argparse.ArgumentParser) -> None:
    """What names a trained model; shared by the commands that use one."""
    parser.add_argument("checkpoint", metavar="CHECKPOINT", type=Path, help="a checkpoint of `train`, or of anybody")
    parser.add_argument("--classes", metavar="A,B,...", help="names of the classes, for a checkpoint of somebody else")
    parser.add_argument("--model", metavar="NAME", help="its model, as torchvision:resnet18, when it is not recognised")
    parser.add_argument("--image-size", metavar="PIXELS", type=int, default=0, help="what such a model is shown")
    parser.add_argument("--device", metavar="DEVICE", default="auto", help="auto, cpu, cuda or mps (default: auto)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    add_model_arguments(parser)
    parser.add_argument("images", metavar="IMAGES", type=Path, nargs="+", help="images, and folders of images")
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, required=True, help="where labels are written")
    parser.add_argument("--to", metavar="FORMAT", default="labelme", help="format of the labels (default: labelme)")
    parser.add_argument("--threshold", metavar="SCORE", type=share, default=0.5, help="least score (default: 0.5)")
    parser.add_argument(
        "--replace", action="store_true", help="also where DIR has labelme files with labels that a person made"
    )


def share(text: str) -> float:
    """For argparse, which says `invalid share value` where it is no number."""
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("must be from 0 to 1")
    return value


def names_of(text: str | None) -> tuple[str, ...]:
    """`cat,dog` as names."""
    return tuple(name.strip() for name in text.split(",") if name.strip()) if text else ()


def run(options: argparse.Namespace) -> int:
    """Write labels; 3 when no image could be read."""
    from desktop_app.annotation.formats.all import FORMATS, write_labels
    from desktop_app.annotation.formats.reading import LabelsUnreadable

    if options.to not in FORMATS or FORMATS[options.to].write is None:
        written = ", ".join(name for name, format_ in FORMATS.items() if format_.write is not None)
        raise UsageError(f"--to {options.to}: no such format can be written; there are {written}.")
    root, names = images_in(options.images)
    labels, problems = _proposed(options, root, names)
    for problem in problems:
        complain(problem)
    if not labels.annotations:
        return UNREADABLE
    if options.to == "labelme" and not options.replace:
        labels = _without_those_made_by_hand(labels, options.output)
    try:
        report = write_labels(labels, options.output, options.to)
    except (OSError, LabelsUnreadable) as error:
        raise WriteError(f"{options.output}: {getattr(error, 'strerror', None) or error}") from error
    write_lines([f"{report.target}: {counted(report.images, 'image')}, {counted(report.shapes, 'shape')}"])
    return DONE


def _without_those_made_by_hand(labels: "LabelSet", folder: Path) -> "LabelSet":
    """What may be written into a folder: labels of a person that lie there already are told, and stay."""
    kept = tuple(one for one in labels.annotations if not _is_by_hand(folder, one.image))
    left = len(labels.annotations) - len(kept)
    told = f"{folder}: {counted(left, 'image')} with labels made by hand there, left as they are; name another folder, or give --replace."
    if not kept:
        raise WriteError(told)
    if left:
        complain(told)
    return replace(labels, annotations=kept)


def _is_by_hand(folder: Path, image: str) -> bool:
    """Whether the label file of an image holds more than suggestions of a model, or what nobody can read."""
    from desktop_app.annotation.formats.labelme import inside
    from desktop_app.annotation.formats.labelme_reading import LabelFileError, read_label_file

    name = inside(image)
    for path in (folder / Path(name).with_suffix(".json"), folder / f"{name}.json"):
        try:
            found, _ = read_label_file(path.read_bytes(), image)
        except FileNotFoundError:
            continue
        except (OSError, LabelFileError):
            return True
        if not all(shape.is_suggestion for shape in found.shapes) or any(found.flags.values()):
            return True
    return False


def images_in(paths: list[Path]) -> tuple[str, list[str]]:
    """The folder that all images lie in, and their names in it; raises `UsageError` for none."""
    from desktop_app.annotation.folders.folder import FolderError, open_images

    found: list[str] = []
    for path in paths:
        if not path.is_dir():
            found.append(os.path.abspath(path))
            continue
        try:
            folder = open_images(path)
        except FolderError as error:
            raise UsageError(str(error)) from None
        found += [os.path.abspath(folder.image_path(name)) for name in folder.names]
    if not found:
        raise UsageError(f"{paths[0]}: there are no images in it.")
    unique = list(dict.fromkeys(found))
    root = os.path.commonpath([os.path.dirname(path) for path in unique])
    return root, [Path(os.path.relpath(path, root)).as_posix() for path in unique]


def _proposed(options: argparse.Namespace, root: str, names: list[str]) -> "tuple[LabelSet, list[str]]":
    from desktop_app.annotation.model import Annotation, LabelSchema, LabelSet
    from desktop_app.training.waiting import wait_asleep

    wait_asleep()
    from desktop_app.training.use.predict import annotation_of, open_model, proposals

    model = open_model(options.checkpoint, device=options.device, model=options.model or "", classes=names_of(options.classes), image_size=options.image_size)  # fmt: skip
    every = model.design.classes if model.design.task == "classification" else ()
    paths = [os.path.join(root, name) for name in names]
    found: list[Annotation] = []
    problems: list[str] = []
    with Progress() as progress:
        said = proposals(model, paths, threshold=options.threshold, progress=progress)
        for name, proposal in zip(names, said, strict=True):
            if proposal.problem:
                problems.append(proposal.problem)
            else:
                found.append(annotation_of(proposal, name, every))
    schema = LabelSchema(image_classes=every).with_names(() if every else model.design.classes)
    return LabelSet(tuple(found), schema, root), problems
