"""Fuzzes the checkpoint readers: `python -m tests.faults.fuzz --inputs 20000 [--only pt2] [--first 0]`.

Every input follows from its reader's name and its number, so that what failed can be made again with `--first N --inputs 1`.
"""

import argparse
import collections
import json
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

from tests.faults.fuzz.mutate import mutate
from tests.faults.fuzz.seeds import seeds
from tests.faults.fuzz.using import use


class TooSlow(BaseException):
    """One input took longer than any may."""


def _ring(_signal: int, _frame: object) -> None:
    raise TooSlow


def made(name: str, files: dict[str, bytes], number: int) -> dict[str, bytes]:
    """The files of one input."""
    dice = random.Random(f"{name}/{number}")
    changed = dict(files)
    victim = dice.choice(sorted(files))
    kind = victim if victim != "file" else name
    for _ in range(dice.choice((1, 1, 2))):
        changed[victim] = mutate(kind, changed[victim], dice)
    if len(files) > 1 and dice.random() < 0.05:
        del changed[victim]
    return changed


def run(
    name: str, files: dict[str, bytes], numbers: range, folder: Path, *, slow: float, most: int
) -> dict[str, object]:
    """Use every input; what came of it: counts of outcomes, the slowest, failures with their numbers."""
    outcomes: collections.Counter[str] = collections.Counter()
    failures: dict[str, list[int]] = {}
    slowest = (0.0, -1)
    peak = (0, -1)
    place = folder / name
    for number in numbers:
        inputs = made(name, files, number)
        if len(files) > 1:
            place.mkdir(exist_ok=True)
            for old in place.iterdir():
                old.unlink()
            for file, data in inputs.items():
                (place / file).write_bytes(data)
        else:
            place.write_bytes(inputs["file"])
        before = time.process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        signal.setitimer(signal.ITIMER_VIRTUAL, slow)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                outcomes[use(place)] += 1
        except TooSlow:
            failures.setdefault("too slow", []).append(number)
        except Exception:
            last = traceback.format_exc().strip().splitlines()
            where = next((line.strip() for line in reversed(last) if "desktop_app" in line), "")
            failures.setdefault(f"{last[-1][:160]} | {where}", []).append(number)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        slowest = max(slowest, (time.process_time() - before, number))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if grown - memory > peak[0]:
            peak = (grown - memory, number)
        if len(failures) > most:
            break
    return {
        "reader": name,
        "inputs": len(numbers),
        "outcomes": dict(outcomes),
        "slowest": slowest,
        "grown_kb": peak,
        "failures": failures,
    }


def main() -> int:
    """One line of JSON a reader; 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=2000, help="for each reader")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", action="append")
    parser.add_argument("--slow", type=float, default=10.0, help="CPU seconds that no input may exceed")
    parser.add_argument("--most", type=int, default=30, help="kinds of failures after which a reader is given up")
    parser.add_argument("--memory-mb", type=int, default=3072, help="address space of the process beyond what it has")
    options = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _ring)
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        starts = seeds(folder)
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        limit = taken + options.memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        for name, files in starts.items():
            if options.only and name not in options.only:
                continue
            found = run(
                name,
                files,
                range(options.first, options.first + options.inputs),
                folder,
                slow=options.slow,
                most=options.most,
            )
            failed |= bool(found["failures"])
            print(json.dumps(found), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
