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
        "--depth", metavar="N", type=int, help="open groups above this depth (default: what fits one screen)"
    )
    parser.add_argument(
        "--expand",
        metavar="GLOB",
        action="append",
        default=[],
        help="open the groups whose path matches; may be repeated",
    )
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

    model, trusted = options.model or "", ""
    try:
        if ".py:" in model:
            from desktop_app.engine.sources import look_at, parse_source

            trusted = look_at(parse_source(model).path).sha256 if options.trust else ""
        inputs = shapes_of(options.input or "")
        flow = flow_of(checkpoint, model=model, trusted=trusted, inputs=inputs, progress=progress)
    except (EngineError, SourceError) as error:
        hint = " Add --trust to run it." if getattr(error, "code", "") == "trust" else ""
        raise RefusedError(f"{error}{hint}") from error
    if flow.trouble:
        complain(flow.trouble)
    if flow.source == "inferred":
        complain("No architecture was recognised: the edges are inferred from order, names and shapes.")
    elif flow.source == "model":
        complain(f"dataflow of {flow.model} ({flow.method})")
    return flow.graph


def run(options: argparse.Namespace) -> int:
    """Write the graph; raises `CheckpointError`, `UsageError`, `WriteError`."""
    from desktop_app.checkpoint.open import open_checkpoint
    from desktop_app.graph.hierarchy import build_hierarchy

    if options.output.suffix.lower() not in ENDINGS:
        raise UsageError(f"{options.output}: the name must end in one of {', '.join(ENDINGS)}.")
    if options.kind == "autograd":
        raise UsageError("--kind autograd is not available in this version; --kind dataflow and hierarchy are.")
    with Progress() as progress:
        checkpoint = open_checkpoint(options.file, progress=progress)
        graph = build_hierarchy(checkpoint) if options.kind == "hierarchy" else _dataflow(options, checkpoint, progress)
    arrangement = Arrangement(graph)
    if options.depth is not None:
        arrangement.set_rule(options.depth)
    for position, node in enumerate(arrangement.graph.nodes if options.expand else ()):
        if node.children and any(fnmatchcase(node.path, pattern) for pattern in options.expand):
            arrangement.reveal(position)
            arrangement.set_open(position, True)
    try:
        export_graph(arrangement, options.output, engine=options.engine, theme=options.theme)
    except GraphvizError as error:
        raise WriteError(f"{options.output}: {error}") from error
    except OSError as error:
        raise WriteError(f"{options.output}: it could not be written: {error.strerror or error}.") from error
    complain(f"wrote {options.output}")
    return 0
