"""`weightsmith graph`: the hierarchy of a file as a picture, as DOT or as JSON."""

import argparse
from fnmatch import fnmatchcase
from pathlib import Path

from desktop_app.checkpoint.model import Checkpoint
from desktop_app.cli.output import Progress, RefusedError, UsageError, WriteError, complain
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.export import ENDINGS, export_graph
from desktop_app.graph.graphviz import GraphvizError
from desktop_app.graph.model import Graph
from desktop_app.graph.overlay import Overlay


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="file or folder to open")
    parser.add_argument(
        "--kind",
        choices=("hierarchy", "dataflow", "autograd"),
        default="hierarchy",
        help="which graph (default: hierarchy)",
    )
    parser.add_argument("--model", metavar="NAME|FILE.py:CLASS", help="the model, for dataflow and autograd")
    parser.add_argument("--trust", action="store_true", help="run the .py that --model names")
    parser.add_argument("--input", metavar="1,3,224,224", help="shape of an input, for dataflow and autograd")
    parser.add_argument(
        "--depth", metavar="N", type=depth, help="open groups above this depth (default: what fits one screen)"
    )
    parser.add_argument(
        "--expand",
        metavar="GLOB",
        action="append",
        default=[],
        help="open the groups whose path matches; may be repeated",
    )
    parser.add_argument("--overlay", metavar="NAME", help="colour the hierarchy by an overlay that a plug-in brings")
    parser.add_argument(
        "--engine", choices=("layered", "graphviz"), default="layered", help="who lays it out (default: layered)"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="colours (default: light)")
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=Path, required=True, help=f"file to write: {' '.join(ENDINGS)}"
    )


def shapes_of(text: str) -> list[list[int]]:
    """`1,3,224,224` or several, separated by `;`; raises `UsageError`."""
    try:
        shapes = [[int(size) for size in part.split(",")] for part in text.split(";") if part.strip()]
    except ValueError:
        shapes = [[0]]
    if any(size < 1 for shape in shapes for size in shape):
        raise UsageError(f"--input {text}: write sizes such as 1,3,224,224.")
    return shapes


def _dataflow(options: argparse.Namespace, checkpoint: Checkpoint, progress: Progress) -> Graph:
    """The graph of operators; what was traced, or why it is only guessed, goes to stderr."""
    from desktop_app.engine.errors import EngineError
    from desktop_app.graph.sources.ask import flow_of
    from desktop_app.graph.sources.pt2 import SourceError

    model, trusted = options.model or "", _trusted(options)
    try:
        flow = flow_of(
            checkpoint, model=model, trusted=trusted, inputs=shapes_of(options.input or ""), progress=progress
        )
    except (EngineError, SourceError) as error:
        raise _refused(error) from error
    if flow.trouble:
        complain(flow.trouble)
    if flow.source == "inferred":
        complain("No architecture was recognised: the edges are inferred from order, names and shapes.")
    elif flow.source == "model":
        complain(f"dataflow of {flow.model} ({flow.method})")
    return flow.graph


def _autograd(options: argparse.Namespace, checkpoint: Checkpoint, progress: Progress) -> Graph:
    """The graph of one forward pass of the named or recognised model, from the leaves to the loss."""
    from desktop_app.checkpoint.comparing.sides import Origin
    from desktop_app.engine.errors import EngineError
    from desktop_app.graph.dataflow import build_dataflow, with_tensors
    from desktop_app.graph.recognise import recognise
    from desktop_app.graph.sources.ask import key_shapes, model_text
    from desktop_app.graph.sources.autograd import ask_backward

    found = next((one for one in recognise(key_shapes(checkpoint)) if one.match == 1.0), None)
    model = options.model or (model_text(found) if found is not None else "")
    if not model:
        raise RefusedError(f"{options.file}: no architecture was recognised; name the model with --model.")
    trusted = _trusted(options)
    try:
        result = ask_backward(
            model, Origin.of(checkpoint), trusted=trusted, prefix=found.prefix if found is not None else "",
            inputs=shapes_of(options.input or ""), progress=progress,
        )  # fmt: skip
    except EngineError as error:
        raise _refused(error) from error
    complain(f"autograd of {model}: loss {result.loss:.4g} ({result.meaning})")
    positions = {info.name: index for index, info in enumerate(checkpoint.tensors)}
    graph = build_dataflow(result.ops, options.file.name, classes=result.classes, numels=result.numels, kind="autograd")
    return with_tensors(graph, positions, result.ops)


def _trusted(options: argparse.Namespace) -> str:
    """Hash of the `.py` that may run; empty when none may."""
    from desktop_app.engine.errors import EngineError
    from desktop_app.engine.sources import look_at, parse_source

    if ".py:" not in (options.model or "") or not options.trust:
        return ""
    try:
        return look_at(parse_source(options.model).path).sha256
    except EngineError as error:
        raise _refused(error) from error


def _overlay(options: argparse.Namespace, checkpoint: Checkpoint, progress: Progress) -> Overlay | None:
    if not options.overlay:
        return None
    from desktop_app.graph.plugged import plugged_overlay
    from desktop_app.plugins import PluginError

    try:
        return plugged_overlay(checkpoint, options.overlay, progress)
    except PluginError as error:
        raise RefusedError(str(error)) from error


def _refused(error: Exception) -> RefusedError | UsageError:
    if getattr(error, "code", "") == "trust":  # an option is missing, as `check` says it too
        return UsageError(f"{error} Add --trust to run it.")
    return RefusedError(str(error))


def depth(text: str) -> int:
    """For argparse, which says `invalid depth value` where it is no whole number."""
    levels = int(text)
    if levels < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return levels


def run(options: argparse.Namespace) -> int:
    """Write the graph; raises `CheckpointError`, `UsageError`, `WriteError`."""
    from desktop_app.checkpoint.open import open_checkpoint
    from desktop_app.graph.hierarchy import build_hierarchy

    if options.output.suffix.lower() not in ENDINGS:
        raise UsageError(f"{options.output}: the name must end in one of {', '.join(ENDINGS)}.")
    with Progress() as progress:
        checkpoint = open_checkpoint(options.file, progress=progress)
        makers = {"dataflow": _dataflow, "autograd": _autograd}
        graph = (
            makers[options.kind](options, checkpoint, progress)
            if options.kind in makers
            else build_hierarchy(checkpoint)
        )
        overlay = _overlay(options, checkpoint, progress)
    arrangement = Arrangement(graph)
    if options.depth is not None:
        arrangement.set_rule(options.depth)
    for pattern in options.expand or ():
        fitting = [
            at for at, node in enumerate(arrangement.graph.nodes) if node.children and fnmatchcase(node.path, pattern)
        ]
        for position in fitting:
            arrangement.reveal(position)
            arrangement.set_open(position, True)
        if not fitting:
            complain(f"--expand {pattern}: no module with something inside has such a path.")
    try:
        export_graph(arrangement, options.output, engine=options.engine, theme=options.theme, overlay=overlay)
    except GraphvizError as error:
        raise WriteError(f"{options.output}: {error}") from error
    except OSError as error:
        raise WriteError(f"{options.output}: it could not be written: {error.strerror or error}.") from error
    complain(f"wrote {options.output}")
    return 0
