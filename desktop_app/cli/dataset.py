"""`weightsmith dataset`: what is done with labelled images; each of its commands is in a file of its own."""

import argparse
import importlib

COMMANDS: dict[str, tuple[str, str]] = {
    "convert": ("dataset_convert", "write the labels in another tool's format, and say what was lost"),
    "catalogue": (
        "dataset_catalogue",
        "list the labelling tools that are known, and what is opened and written of each",
    ),
}
"""Each command to the module with its arguments and its function, and one line of help."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the commands."""
    commands = parser.add_subparsers(dest="dataset_command", metavar="COMMAND", required=True)
    for name, (module_name, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        module = importlib.import_module(f"desktop_app.cli.{module_name}")
        module.add_arguments(command)
        command.set_defaults(run_dataset=module.run)


def run(options: argparse.Namespace) -> int:
    """Run the command that was named."""
    return int(options.run_dataset(options))
