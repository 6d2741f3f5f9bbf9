"""`weightsmith queue`: which images to label next, and which labels to look at again."""

import argparse
from pathlib import Path

from desktop_app.cli.output import Json, Progress, table, write_json, write_lines
from desktop_app.cli.predict import add_model_arguments, names_of

DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    add_model_arguments(parser)
    parser.add_argument("folder", metavar="DIR", type=Path, help="images with and without labels")
    parser.add_argument("--doubts", action="store_true", help="also say where the model disagrees with labels")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace) -> int:
    """List unlabelled images, the most useful first."""
    from desktop_app.training.data.reading import read_source
    from desktop_app.training.data.training_set import training_set
    from desktop_app.training.task import is_usable
    from desktop_app.training.use.predict import open_model
    from desktop_app.training.use.queue import Disagreement, disagreements, next_images

    source = read_source(options.folder)
    model = open_model(options.checkpoint, device=options.device, model=options.model or "", classes=names_of(options.classes), image_size=options.image_size)  # fmt: skip
    names = {source.find(one.image): one.image for one in source.labels.annotations}
    labelled = [source.find(one.image) for one in source.labels.annotations if is_usable(one)]
    rejected = {source.find(one.image) for one in source.labels.annotations if one.state == "rejected"}
    unlabelled = [path for path in names if path not in set(labelled) and path not in rejected]
    doubts: list[Disagreement] = []
    with Progress() as progress:
        entries = next_images(model, unlabelled, labelled, progress=progress)
        if options.doubts and labelled:
            data = training_set(source.labels, model.design.task, classes=model.design.classes, find=source.find)
            doubts = disagreements(model, data, progress=progress)
    if options.json:
        images: list[Json] = [{"image": names[one.image], "why": one.why, "uncertainty": one.uncertainty} for one in entries]  # fmt: skip
        labels: list[Json] = [
            {"image": one.image, "kind": one.kind, "label": one.label, "said": one.said, "score": one.score, "shape": one.shape}
            for one in doubts
        ]  # fmt: skip
        write_json({"images": images, "labelled": labels if options.doubts else []})
        return DONE
    rows = [(names[one.image], one.why, f"{one.uncertainty:.2f}") for one in entries]
    write_lines(table(("image", "why", "uncertainty"), rows, right=frozenset({2})))
    if doubts:
        found = [(one.image, one.kind, one.label or "-", one.said or "-", f"{one.score:.2f}") for one in doubts]
        write_lines(["", *table(("image", "doubt", "label", "model says", "score"), found, right=frozenset({4}))])
    return DONE
