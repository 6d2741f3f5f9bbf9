"""The fuzzer of the checkpoint readers, a little of it each time; `python -m tests.faults.fuzz` runs as much as one likes."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.fuzz.mutate import mutate

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_that_a_thousand_damaged_files_raise_nothing_but_named_errors():
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.fuzz", "--inputs", "64"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 16, done.stderr
    assert {one["reader"]: one["failures"] for one in found if one["failures"]} == {}
    assert done.returncode == 0
    assert all(sum(one["outcomes"].values()) == 64 for one in found)
    opened = sum(count for one in found for outcome, count in one["outcomes"].items() if outcome != "refused")
    assert opened > 480  # damage that is always refused would test nothing behind the door


def test_that_the_same_number_is_always_the_same_input():
    data = bytes(range(256)) * 4
    assert mutate("npy", data, random.Random("npy/7")) == mutate("npy", data, random.Random("npy/7"))
    assert len({mutate("npy", data, random.Random(f"npy/{n}")) for n in range(50)}) > 40
