"""Replacing a file under a full disk, a failing system or a killed process: the old bytes or the new ones, and nothing left beside."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from desktop_app.checkpoint.replacing import Replacement, replace_atomically, replace_file
from desktop_app.gui.settings import Settings

ROOT = Path(__file__).parents[2]
OLD, NEW = b"the old file" * 100, b"NEW" * 100_000


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "place" / "模型 graph.svg"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_that_a_full_disk_keeps_the_old_file_and_says_so(small_disk):
    target = small_disk / "settings.json"
    target.write_bytes(OLD)
    with pytest.raises(OSError) as told:
        replace_file(target, NEW)
    assert told.value.errno == errno.ENOSPC
    assert target.read_bytes() == OLD and os.listdir(small_disk) == [target.name]
    replace_file(target, b"small enough")
    assert target.read_bytes() == b"small enough"


def test_that_settings_on_a_full_disk_stay_as_they_were_and_the_program_goes_on(small_disk):
    settings = Settings(small_disk / "settings.json")
    settings.set("theme", "dark")
    settings.finish()  # a window of an earlier test may make a thread write them
    (small_disk / "filler").write_bytes(b"x" * 150_000)
    settings.set("recent", ["/" + "long" * 50_000])
    settings.set("language", "en")
    settings.finish()
    assert Settings(small_disk / "settings.json").get("theme") == "dark"
    assert sorted(os.listdir(small_disk)) == ["filler", "settings.json"]


@pytest.mark.parametrize("named", [False, True], ids=["nameless", "named"])
@pytest.mark.parametrize("call", ["fsync", "link", "replace", "fdopen"])
def test_that_the_nth_failing_call_leaves_old_or_new_and_nothing_beside(target, monkeypatch, call, named):
    if named:
        monkeypatch.setattr(Replacement, "_nameless", lambda _self: None)
    real = getattr(os, call)
    for number in range(1, 5):
        target.write_bytes(OLD)
        count = 0

        def failing(*args, _number=number, **kwargs):
            nonlocal count
            count += 1
            if count == _number:
                raise OSError(errno.EIO, "Input/output error")
            return real(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                replace_file(target, NEW)
                failed = False
            except OSError:
                failed = True
        assert target.read_bytes() in (OLD, NEW)
        if not failed:
            assert target.read_bytes() == NEW
        assert os.listdir(target.parent) == [target.name], (call, number)


@pytest.mark.parametrize("limit", [0, 1, 4096, 100_000, len(NEW) - 1])
def test_that_a_write_that_ends_early_is_no_success(target, limit):
    """As a quota: the system takes so many bytes of a file and no more."""
    code = (
        "import resource, signal, sys; from pathlib import Path; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "from desktop_app.checkpoint.replacing import replace_file; replace_file(Path(sys.argv[1]), b'NEW' * 100_000)"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, str(target)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "File too large" in done.stderr
    assert target.read_bytes() == OLD and os.listdir(target.parent) == [target.name]


def test_that_a_writer_that_raises_changes_nothing(target):
    def half(file):
        file.write(NEW[:1000])
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        replace_atomically(target, half)
    assert target.read_bytes() == OLD and os.listdir(target.parent) == [target.name]


def test_that_kill_at_any_moment_leaves_old_or_new(target):
    code = (
        "import sys; from pathlib import Path; from desktop_app.checkpoint.replacing import replace_file\n"
        "print('ready', flush=True)\n"
        "while True: replace_file(Path(sys.argv[1]), b'A' * 3_000_000); replace_file(Path(sys.argv[1]), b'B' * 3_000_000)"
    )
    whole = (OLD, b"A" * 3_000_000, b"B" * 3_000_000)
    generator = random.Random(1)
    for _ in range(8):
        process = subprocess.Popen([sys.executable, "-c", code, str(target)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline()
        time.sleep(generator.random() * 0.06)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert target.read_bytes() in whole
    replace_file(target, b"at last")  # sweeps what the killed ones may have left
    assert target.read_bytes() == b"at last" and os.listdir(target.parent) == [target.name]


def test_that_the_permissions_of_the_file_and_where_a_link_leads_are_kept(target, tmp_path):
    target.chmod(0o640)
    link = tmp_path / "link.svg"
    link.symlink_to(target)
    replace_file(link, NEW)
    assert link.is_symlink() and target.read_bytes() == NEW and target.stat().st_mode & 0o777 == 0o640


@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=5000),
    name=st.text(st.characters(blacklist_characters="/\x00", blacklist_categories=("Cs",)), min_size=1, max_size=60),
)
def test_that_any_bytes_under_any_name_come_back(tmp_path, data, name):
    if name in (".", ".."):
        return
    path = tmp_path / name
    replace_file(path, data)
    assert path.read_bytes() == data
    path.unlink()
    assert not [left for left in os.listdir(tmp_path) if left.endswith(".part")]
