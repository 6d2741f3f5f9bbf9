"""Files that change while they are open are noticed, reads outside of them are refused, and nothing is ever mapped."""

import os
import re
from pathlib import Path

import pytest
import torch

from desktop_app.checkpoint.files import FileChanged, OpenFile, difference, identify
from desktop_app.checkpoint.measuring.statistics import statistics_of, statistics_of_many
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.tensors import TensorError, read_slice

SOURCES = Path(__file__).parents[2] / "desktop_app"


def shrink(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def rewrite(path: Path) -> None:
    data = path.read_bytes()
    before = path.stat().st_mtime_ns
    path.write_bytes(data)
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def substitute(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def vanish(path: Path) -> None:
    path.unlink()


CHANGES = [
    (shrink, "shrank from"),
    (grow, "was changed"),
    (rewrite, "was changed"),
    (substitute, "replaced by another file"),
    (vanish, "no longer there"),
]


@pytest.fixture
def path(tmp_path) -> Path:
    target = tmp_path / "weights.pth"
    torch.save({"w": torch.arange(5000.0)}, target)
    return target


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=lambda value: getattr(value, "__name__", ""))
def test_that_values_of_a_changed_file_are_refused_with_the_reason(path, change, said):
    checkpoint = open_checkpoint(path)
    change(path)
    for read in (read_slice, statistics_of):
        with pytest.raises(TensorError, match=said) as caught:
            read(checkpoint.files, checkpoint.tensors[0])
        assert caught.value.finding.code == "file-changed"
        assert "weights.pth" in str(caught.value)


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=lambda value: getattr(value, "__name__", ""))
def test_that_many_statistics_say_the_change_for_each_tensor(path, change, said):
    checkpoint = open_checkpoint(path)
    change(path)
    results = [
        result for batch in statistics_of_many(checkpoint.files, [(0, checkpoint.tensors[0])]) for result in batch
    ]
    assert [position for position, _ in results] == [0]
    assert said in results[0][1].message


@pytest.mark.parametrize(("change", "said"), CHANGES[:3], ids=lambda value: getattr(value, "__name__", ""))
def test_that_an_open_file_notices_a_change_between_two_reads(path, change, said):
    with OpenFile.open(path) as file:
        assert file.pread(0, 4) == b"PK\x03\x04"
        change(path)
        with pytest.raises(FileChanged, match=said):
            file.pread(0, 4)


def test_that_check_path_notices_a_substitute_and_a_vanished_file(path):
    with OpenFile.open(path) as file:
        file.check_path()
        substitute(path)
        with pytest.raises(FileChanged, match="replaced"):
            file.check_path()
        vanish(path)
        with pytest.raises(FileChanged, match="no longer there"):
            file.check_path()


def test_that_an_earlier_identity_opens_only_that_very_file(path):
    identity = identify(path)
    with OpenFile.open(identity) as file:
        assert file.identity == identity
    substitute(path)
    with pytest.raises(FileChanged, match="replaced"):
        OpenFile.open(identity)


@pytest.mark.parametrize(("offset", "nbytes"), [(-1, 1), (0, -1), (0, 101), (101, 0), (100, 1), (1 << 70, 1)])
def test_that_ranges_outside_of_the_file_are_refused(tmp_path, offset, nbytes):
    target = tmp_path / "x"
    target.write_bytes(bytes(100))
    with OpenFile.open(target) as file, pytest.raises(ValueError, match="outside of the file"):
        file.pread(offset, nbytes)


def test_that_reads_by_position_give_the_bytes_there(tmp_path):
    target = tmp_path / "x"
    target.write_bytes(bytes(range(200)))
    with OpenFile.open(target) as file:
        assert file.pread(100, 100) == bytes(range(100, 200))
        assert file.pread(200, 0) == b""
        buffer = bytearray(7)
        file.preadinto(buffer, 3)
        assert buffer == bytes(range(3, 10))


def test_that_reads_work_where_the_system_has_none_by_position(tmp_path, monkeypatch):
    target = tmp_path / "x"
    target.write_bytes(bytes(range(200)))
    monkeypatch.delattr(os, "preadv", raising=False)
    with OpenFile.open(target) as file:
        assert file.pread(10, 5) == bytes(range(10, 15))
        assert file.pread(0, 200) == bytes(range(200))


def test_that_closing_twice_is_harmless_and_equal_files_do_not_differ(tmp_path):
    target = tmp_path / "x"
    target.write_bytes(b"1")
    file = OpenFile.open(target)
    file.close()
    file.close()
    assert difference(identify(target), identify(target)) == ""


OWN_FILES = {"annotation/imagery/pictures.py", "training/data/cache.py"}


def test_that_no_source_maps_a_file_into_memory():
    use = re.compile(r"\bimport mmap\b|\bmmap\.mmap\b|\bmemmap\(|mmap_mode|np\.memmap|setAllocationMode")
    guilty = {
        source.relative_to(SOURCES).as_posix()
        for source in SOURCES.rglob("*.py")
        if use.search(source.read_text(encoding="utf-8"))
    }
    # what we wrote ourselves, complete before it got its name and never changed after, cannot shrink under a mapping
    assert guilty <= OWN_FILES
    assert len(list(SOURCES.rglob("*.py"))) > 50
