"""`weightsmith dataset`: what is done with labelled images; each of its commands is in a file of its own."""

import argparse

from desktop_app.cli import dataset_catalogue, dataset_convert, dataset_labels


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the commands."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    dataset_labels.add_commands(actions)
    convert = "write the labels in another tool's format, and say what was lost"
    catalogue = "list the labelling tools that are known, and what is opened and written of each"
    for name, text, module in (
        ("convert", convert, dataset_convert),
        ("catalogue", catalogue, dataset_catalogue),
    ):
        command = actions.add_parser(name, help=text, description=text)
        module.add_arguments(command)
        command.set_defaults(act=module.run)


def run(options: argparse.Namespace) -> int:
    """Do what the command says."""
    return int(options.act(options))
