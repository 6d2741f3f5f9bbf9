"""All that the program does with an opened file, one thing after another, as somebody would who clicks through it."""

import contextlib
import json
from pathlib import Path

from desktop_app.checkpoint.bytemap import byte_maps
from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.health.examining import examine as examine_health
from desktop_app.checkpoint.limits import Limits
from desktop_app.checkpoint.measuring.statistics import statistics_of
from desktop_app.checkpoint.model import Checkpoint, CheckpointError
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.optimizers import lens_of
from desktop_app.checkpoint.repair import examine
from desktop_app.checkpoint.storages import TensorError
from desktop_app.checkpoint.tensors import read_slice
from desktop_app.cli.inspect import document, summary
from desktop_app.graph.dataflow import build_dataflow
from desktop_app.graph.hierarchy import build_hierarchy
from desktop_app.graph.sources.pt2 import SourceError, read_pt2
from desktop_app.graph.sources.torchscript import read_torchscript

LIMITS = Limits(
    operations=2_000_000, memo=500_000, contents=20_000, tensors=20_000, output_nbytes=64 << 20, seconds=5.0
)
_TENSORS = 6
"""Tensors of a file whose values are read."""


def use(path: Path) -> str:
    """Do it all; the container that was seen, or "refused". Whatever else is raised is a fault of the program."""
    try:
        checkpoint = open_checkpoint(path, limits=LIMITS)
    except CheckpointError as refusal:
        assert str(refusal).strip(), "a refusal without a sentence"
        return "refused"
    _tell(checkpoint)
    _values(checkpoint)
    _more(checkpoint)
    return checkpoint.container


def _tell(checkpoint: Checkpoint) -> None:
    json.dumps(document(checkpoint), default=str)
    for _ in summary(checkpoint):
        pass
    build_hierarchy(checkpoint)
    list(checkpoint.contents)


def _values(checkpoint: Checkpoint) -> None:
    for info in checkpoint.tensors[:_TENSORS]:
        try:
            read_slice(checkpoint.files, info, max_elements=1000)
            statistics_of(checkpoint.files, info, bins=16)
        except (TensorError, FileChanged) as refusal:
            assert str(refusal).strip(), "a refusal without a sentence"


def _more(checkpoint: Checkpoint) -> None:
    byte_maps(checkpoint)
    examine(checkpoint)
    lens_of(checkpoint)
    with contextlib.suppress(TensorError, FileChanged):
        examine_health(checkpoint)
    for read in (read_pt2, read_torchscript):
        try:
            ops, classes, numels = read(checkpoint.path)
            build_dataflow(ops, "x", classes=classes, numels=numels)
        except SourceError as refusal:
            assert str(refusal).strip(), "a refusal without a sentence"
