"""`weightsmith dataset catalogue`: the labelling tools that are known, and what is opened and written of each."""

import argparse

from desktop_app.cli.output import table, write_json, write_lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("words", metavar="WORD", nargs="*", help="only tools in whose row each word occurs")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace) -> int:
    """Print the catalogue."""
    from desktop_app.annotation.exchange.catalogue import search

    tools = list(search(" ".join(options.words)))
    if options.json:
        write_json(
            {
                "tools": [
                    {
                        "name": tool.name,
                        "address": tool.address,
                        "labels": tool.subject,
                        "opens": list(tool.opens),
                        "writes": list(tool.writes),
                        "sample": str(tool.sample) if tool.sample is not None else None,
                        "outside": tool.reason or None,
                        "note": tool.note,
                    }
                    for tool in tools
                ]
            }
        )
        return 0
    rows = [(tool.name, tool.subject, ", ".join(tool.opens) or "-", tool.reason or tool.note) for tool in tools]
    write_lines(
        table(("tool", "labels", "opened and written", "remark"), rows) if rows else ["No tool is known by that."]
    )
    return 0
