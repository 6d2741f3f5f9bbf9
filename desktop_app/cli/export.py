"""`weightsmith export`: a trained model for other programs, run and compared before it counts."""

import argparse
from pathlib import Path

from desktop_app.cli.output import UsageError, WriteError, write_lines
from desktop_app.cli.predict import add_model_arguments, names_of

DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    add_model_arguments(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="ends in .onnx, .pt2 or .ts")
    parser.add_argument("--image", metavar="IMAGE", type=Path, help="what it is compared on (default: a made-up one)")


def run(options: argparse.Namespace) -> int:
    """Write it, and say how far its answer is from the model's."""
    import numpy as np

    from desktop_app.training.data.pictures import UnreadableImage
    from desktop_app.training.errors import TrainingError
    from desktop_app.training.use.export import ENDINGS, export_model
    from desktop_app.training.use.predict import open_model

    if options.output.suffix.lower() not in ENDINGS:
        raise UsageError(f"{options.output}: the name must end in {', '.join(ENDINGS)}.")
    model = open_model(options.checkpoint, device="cpu", model=options.model or "", classes=names_of(options.classes), image_size=options.image_size)  # fmt: skip
    width, height = model.design.canvas
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    if options.image is not None:
        try:
            pixels, _ = model.look(str(options.image))
        except UnreadableImage as error:
            raise TrainingError("", str(error)) from None
    try:
        made = export_model(model, options.output, pixels)
    except OSError as error:
        raise WriteError(f"{options.output}: it could not be written: {error.strerror or error}.") from error
    size = "x".join(map(str, (3, height, width)))
    write_lines([
        f"{made.path}: input image (n x {size}, RGB from 0 to 1), outputs {', '.join(made.outputs)}",
        f"run with {made.judge}: differs from the model by {made.difference:.2g} at most",
    ])  # fmt: skip
    return DONE
