"""`weightsmith plugins`: what installed packages bring, and what is wrong with it."""

import argparse

from desktop_app.cli.output import table, write_json, write_lines

DONE, NO = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace) -> int:
    """List them; the status is 1 when one cannot be used."""
    from dataclasses import asdict

    from desktop_app.plugins import listed

    found = listed()
    broken = any(problem for _, problem in found)
    if options.json:
        write_json({"plugins": [{**asdict(one), "problem": problem} for one, problem in found]})
    elif not found:
        write_lines(["No plug-ins are installed."])
    else:
        rows = [
            (one.package, one.version, one.group, one.name, problem or ("on" if one.on else "off"))
            for one, problem in found
        ]
        write_lines(table(("package", "version", "brings", "name", "state"), rows))
    return NO if broken else DONE
