"""`weightsmith graph`: the hierarchy of a file as a picture, as DOT or as JSON."""

import argparse
from fnmatch import fnmatchcase
from pathlib import Path

from desktop_app.cli.output import Progress, UsageError, WriteError, complain
from desktop_app.graph.arrangement import Arrangement
from desktop_app.graph.export import ENDINGS, export_graph
from desktop_app.graph.graphviz import GraphvizError


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


def run(options: argparse.Namespace) -> int:
    """Write the graph; raises `CheckpointError`, `UsageError`, `WriteError`."""
    from desktop_app.checkpoint.open import open_checkpoint
    from desktop_app.graph.hierarchy import build_hierarchy

    if options.output.suffix.lower() not in ENDINGS:
        raise UsageError(f"{options.output}: the name must end in one of {', '.join(ENDINGS)}.")
    if options.kind != "hierarchy":
        raise UsageError(f"--kind {options.kind} is not available in this version; --kind hierarchy is.")
    with Progress() as progress:
        checkpoint = open_checkpoint(options.file, progress=progress)
    arrangement = Arrangement(build_hierarchy(checkpoint))
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
