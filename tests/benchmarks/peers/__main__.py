"""Prints the table of peers: `python -m tests.benchmarks.peers`; those that are not installed are left out."""

import argparse
import datetime
import importlib.metadata
import os
import platform
import subprocess
import tempfile
from pathlib import Path

from tests.benchmarks.peers.measuring import cost_of
from tests.benchmarks.peers.tasks import Deed, deeds


def main() -> None:
    """Measure everything and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(_machine(), end="\n\n")
    print("| what | program | seconds | CPU seconds | peak MB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        home = {
            "HOME": scratch,
            "WEIGHTSMITH_CONFIG_DIR": f"{scratch}/config",
            "WEIGHTSMITH_CACHE_DIR": f"{scratch}/cache",
        }
        for deed in deeds(Path(scratch), images=options.images):
            _rows(deed, options.runs, home)


def _rows(deed: Deed, runs: int, extra: dict[str, str]) -> None:
    for name, command in deed.commands.items():
        try:
            cost = cost_of(command, runs=runs, extra=extra)
        except subprocess.CalledProcessError as error:
            last = (error.stderr or "").strip().splitlines()[-1:] or ["failed"]
            print(f"| {deed.what} | {name} | {last[0][:80]} | | |", flush=True)
            continue
        print(f"| {deed.what} | {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak_mb:.0f} |", flush=True)


def _machine() -> str:
    versions = []
    for name in ("torch", "labelme", "netron", "PySide6-Essentials"):
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"no {name}")
    load = os.getloadavg()[0]
    today = datetime.date.today().isoformat()
    return f"{today}, {platform.machine()} with {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}, {', '.join(versions)}"


if __name__ == "__main__":
    main()
