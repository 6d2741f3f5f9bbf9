"""`weightsmith convert`: a checkpoint's state_dict in another format, its values as they are."""

import argparse

from desktop_app.cli.edit import add_output_arguments, export, opened


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("file", metavar="FILE", help="a checkpoint file, an index, or a folder of shards")
    add_output_arguments(parser, required=True)


def run(options: argparse.Namespace) -> int:
    """Export without a change."""
    from desktop_app.checkpoint.editing.draft import Draft

    export(Draft.of(opened(options.file)), options)
    return 0
