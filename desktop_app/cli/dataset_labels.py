"""`weightsmith dataset info|split|check`: what a set of labels holds, how it divides, what may be wrong with it."""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.output import (
    Json,
    Progress,
    RefusedError,
    UsageError,
    WriteError,
    printable,
    table,
    write_json,
    write_lines,
)

if TYPE_CHECKING:
    from desktop_app.annotation.folders.dataset import Dataset
    from desktop_app.annotation.folders.splits import Shares, Split
    from desktop_app.annotation.model import Annotation, Problem
    from desktop_app.annotation.review.mistakes import Mistake

    type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]

DONE, NO = 0, 1
_LISTED = 20


def add_commands(actions: "Commands") -> None:
    """One subcommand for each thing that is asked of a data set."""
    _add_info(actions.add_parser("info", help="format, images, shapes, labels, problems"))
    _add_split(actions.add_parser("split", help="divide into training, validation and test images"))
    _add_check(actions.add_parser("check", help="list what may be wrong with the labels"))


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="DIR|FILE", help="a folder, file or zip of labels, of any known format")
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="its format, when it is not to be recognised")
    parser.add_argument("--images", metavar="DIR", help="where the images lie, when not where the labels say")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _opened(options: argparse.Namespace) -> "Dataset":
    from desktop_app.annotation.folders.dataset import open_dataset
    from desktop_app.annotation.formats.reading import LabelsUnreadable

    images = Path(options.images) if options.images else None
    try:
        return open_dataset(Path(options.source), options.format, images)
    except LabelsUnreadable as error:
        raise RefusedError(str(error)) from None


# -- info


def _add_info(parser: argparse.ArgumentParser) -> None:
    _add_source(parser)
    parser.set_defaults(act=_info)


def _info(options: argparse.Namespace) -> int:
    dataset = _opened(options)
    annotations = dataset.labels.annotations
    labels = Counter(name for one in annotations for shape in one.shapes for name in shape.labels)
    kinds = Counter(shape.kind for one in annotations for shape in one.shapes)
    classes = Counter(name for one in annotations for name in one.classes)
    states = Counter(one.state for one in annotations)
    if options.json:
        write_json(
            {
                "format": dataset.labels.format or None,
                "images": len(annotations),
                "labelled": dataset.labelled,
                "shapes": kinds.total(),
                "labels": dict(labels.most_common()),
                "shape_types": dict(kinds.most_common()),
                "classes": dict(classes.most_common()),
                "states": dict(states),
                "problems": [_problem(problem) for problem in dataset.labels.problems],
            }
        )
        return DONE
    lines = [
        f"format:    {dataset.labels.format or 'none (images only)'}",
        f"images:    {len(annotations):,}, {dataset.labelled:,} labelled",
        f"shapes:    {kinds.total():,}",
    ]
    for title, counted in (("label", labels), ("shape type", kinds), ("image class", classes)):
        if counted:
            rows = [(name or '""', f"{count:,}") for name, count in counted.most_common()]
            lines += ["", *table((title, "count"), rows, right=frozenset({1}))]
    write_lines([*lines, *_problem_lines(dataset.labels.problems)])
    return DONE


def _problem(problem: "Problem") -> dict[str, Json]:
    return {"where": problem.where, "message": problem.message, "cure": problem.cure}


def _problem_lines(problems: "tuple[Problem, ...]") -> list[str]:
    if not problems:
        return []
    shown = [
        f"  {printable(one.where)}: {printable(one.message)} {printable(one.cure)}".rstrip()
        for one in problems[:_LISTED]
    ]
    more = [f"  ... and {len(problems) - _LISTED:,} more"] if len(problems) > _LISTED else []
    return ["", f"problems:  {len(problems):,}", *shown, *more]


# -- split


def _add_split(parser: argparse.ArgumentParser) -> None:
    _add_source(parser)
    parser.add_argument("--train", type=float, default=0.8, metavar="SHARE", help="default: 0.8")
    parser.add_argument("--val", type=float, default=0.1, metavar="SHARE", help="default: 0.1")
    parser.add_argument("--test", type=float, default=0.1, metavar="SHARE", help="default: 0.1")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same split (default: 0)")
    parser.add_argument(
        "--by",
        choices=("labels", "chance", "folder", "name"),
        default="labels",
        help="spread each label evenly (default), by chance alone, or keep images of a folder, or of names that only "
        "count on, together",
    )
    parser.add_argument(
        "-o", "--output", metavar="DIR", help="where the lists are written (default: beside the labels)"
    )
    parser.set_defaults(act=_split)


def _split(options: argparse.Namespace) -> int:
    from desktop_app.annotation.folders.splits import NAMES, Shares, SplitError, save_split

    annotations = _opened(options).labels.annotations
    if not annotations:
        raise RefusedError(f"{options.source}: there are no images to divide.")
    try:
        split = _divided(annotations, Shares(options.train, options.val, options.test), options.by, options.seed)
    except SplitError as error:
        raise UsageError(str(error)) from None
    source = Path(options.source)
    folder = Path(options.output) if options.output else source if source.is_dir() else source.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = save_split(folder, split, by=options.by, seed=options.seed)
    except OSError as error:
        raise WriteError(f"{folder}: the split cannot be written: {error.strerror or error}.") from None
    counts = Counter(split.values())
    if options.json:
        images = {name: [image for image in split if split[image] == name] for name in NAMES}
        write_json({"seed": options.seed, "by": options.by, "files": [str(file) for file in files], **images})
    else:
        write_lines([f"{name}: {counts[name]:,}" for name in NAMES] + [f"written: {file}" for file in files])
    return DONE


def _divided(annotations: "tuple[Annotation, ...]", shares: "Shares", by: str, seed: int) -> "Split":
    from desktop_app.annotation.folders import splits

    if by == "chance":
        return splits.split_randomly([one.image for one in annotations], shares, seed)
    if by == "labels":
        return splits.split_evenly(annotations, shares, seed)
    group = splits.by_folder if by == "folder" else splits.by_prefix
    return splits.split_in_groups(annotations, group, shares, seed)


# -- check


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_source(parser)
    parser.set_defaults(act=_check)


def _check(options: argparse.Namespace) -> int:
    """1 when something is wrong or could not be read; notes alone are no reason."""
    from desktop_app.annotation.folders.dataset import check

    dataset = _opened(options)
    with Progress() as progress:
        found = check(dataset, progress)
    places = {one.image: {shape.id: n for n, shape in enumerate(one.shapes)} for one in dataset.labels.annotations}
    problems = dataset.labels.problems
    if options.json:
        write_json(
            {
                "images": len(dataset.labels.annotations),
                "shapes": sum(len(one.shapes) for one in dataset.labels.annotations),
                "mistakes": [_mistake(one, places) for one in found],
                "counts": dict(Counter(one.code for one in found).most_common()),
                "problems": [_problem(problem) for problem in problems],
            }
        )
    else:
        rows = [(one.weight, one.image, _place(one, places), one.message) for one in found]
        lines = table(("weight", "image", "shape", "what"), rows) if rows else ["nothing is wrong"]
        write_lines([*lines, *_problem_lines(problems)])
    return NO if problems or any(one.weight != "note" for one in found) else DONE


def _place(mistake: "Mistake", places: dict[str, dict[str, int]]) -> str:
    return str(places.get(mistake.image, {}).get(mistake.shape, ""))


def _mistake(mistake: "Mistake", places: dict[str, dict[str, int]]) -> dict[str, Json]:
    return {
        "code": mistake.code,
        "weight": mistake.weight,
        "image": mistake.image,
        "shape": places.get(mistake.image, {}).get(mistake.shape),
        "message": mistake.message,
    }
