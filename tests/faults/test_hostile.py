"""Files made to hurt: nothing in them runs, and each ends soon, in little memory, with a reason."""

import io
import pickle
import pickletools
import struct
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import torch

from desktop_app.checkpoint.open import open_checkpoint

ROOT = Path(__file__).parents[2]


def zipped(path: Path, data: bytes, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("archive/data.pkl", data)
        archive.writestr("archive/version", b"3\n")
    return path


def payloads(marker: Path) -> dict[str, bytes]:
    command = f"touch {marker}"
    text = command.encode()
    python = f"open({str(marker)!r}, 'w')".encode()

    class Reduce:
        def __reduce__(self):
            import os

            return os.system, (command,)

    short = lambda value: b"\x8c" + bytes([len(value)]) + value  # noqa: E731
    return {
        "reduce": pickle.dumps(Reduce(), 2),
        "protocol 4": pickle.dumps({"a": [Reduce()]}, 4),
        "protocol 0": pickle.dumps(Reduce(), 0),
        "stack global": b"\x80\x04" + short(b"os") + short(b"system") + b"\x93" + short(text) + b"\x85R.",
        "inst": b"(S'" + text + b"'\nios\nsystem\n.",
        "obj": b"\x80\x02(cos\nsystem\nX" + struct.pack("<I", len(text)) + text + b"o.",
        "newobj": b"\x80\x02csubprocess\nPopen\nX" + struct.pack("<I", len(text)) + text + b"\x85\x81.",
        "eval": b"\x80\x02c__builtin__\neval\nX" + struct.pack("<I", len(python)) + python + b"\x85R.",
        "exec": b"\x80\x02cbuiltins\nexec\nX" + struct.pack("<I", len(python)) + python + b"\x85R.",
        "build": b"\x80\x02cos\nsystem\nX" + struct.pack("<I", len(text)) + text + b"\x85R}b.",
        "discarded": b"\x80\x02cos\nsystem\nX" + struct.pack("<I", len(text)) + text + b"\x85R0}.",
    }


@pytest.mark.parametrize("name", list(payloads(Path("x"))))
@pytest.mark.parametrize("container", ["zip", "plain", "legacy", "tar"])
def test_that_nothing_runs_and_what_would_have_run_is_told(tmp_path, name, container):
    marker = tmp_path.parent / "ran"  # a short path: what is told of a command ends somewhere
    data = payloads(marker)[name]
    path = tmp_path / "model.pth"
    if container == "zip":
        zipped(path, data)
    elif container == "plain":
        path.write_bytes(data)
    elif container == "legacy":
        buffer = io.BytesIO()
        torch.save({}, buffer, _use_new_zipfile_serialization=False)
        original = buffer.getvalue()
        ends = [position + 1 for opcode, _, position in _operations(original) if opcode == "STOP"]
        path.write_bytes(original[: ends[2]] + data + original[ends[3] :])
    else:
        with tarfile.open(path, "w") as archive:
            for member, content in (
                ("storages", pickle.dumps(0, 2)),
                ("tensors", pickle.dumps(0, 2)),
                ("pickle", data),
            ):
                header = tarfile.TarInfo(member)
                header.size = len(content)
                archive.addfile(header, io.BytesIO(content))
    checkpoint = open_checkpoint(path)
    assert not marker.exists()
    assert checkpoint.safety.verdict == "code"
    assert any(str(marker) in use.why for use in checkpoint.safety.globals if use.risk == "dangerous"), (
        checkpoint.safety
    )
    assert "code" in {finding.code for finding in checkpoint.findings}


def _operations(data: bytes):
    position, found = 0, []
    stream = io.BytesIO(data)
    for _ in range(5):
        for opcode, argument, place in pickletools.genops(stream):
            found.append((opcode.name, argument, place))
        position = stream.tell()
    assert position
    return found


def test_that_reading_imports_and_starts_nothing(tmp_path):
    """The interpreter's own audit: no import of what the file names, no process, no file written."""
    path = zipped(
        tmp_path / "x.pth", payloads(tmp_path / "ran")["reduce"].replace(b"posix\nsystem", b"antigravity\nfly")
    )
    script = f"""
import sys
from desktop_app.checkpoint.open import open_checkpoint
import desktop_app.checkpoint.tree, desktop_app.checkpoint.containers.torch_zip
events = []
sys.addaudithook(lambda name, args: events.append((name, str(args)[:200])))
open_checkpoint({str(path)!r})
bad = [e for e in events if e[0] in ('subprocess.Popen', 'os.system', 'exec', 'compile', 'socket.connect') or (e[0] == 'import' and 'antigravity' in e[1])
       or (e[0] == 'open' and "'w" in e[1])]
print(bad)
assert not bad
assert 'antigravity' not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def bombs() -> dict[str, bytes]:
    lists = (
        b"\x80\x02]q\x00"
        + b"".join(b"](h" + bytes([i]) + b"h" + bytes([i]) + b"eq" + bytes([i + 1]) for i in range(200))
        + b"."
    )
    tuples = b"\x80\x02)q\x00" + b"".join(
        b"h" + bytes([i]) + b"h" + bytes([i]) + b"\x86q" + bytes([i + 1]) for i in range(200)
    )
    return {
        "billion laughs": lists,
        "tuples as keys": b"\x80\x02}" + tuples[2:] + b"K\x01s.",
        "frozen sets of tuples": b"\x80\x04(" + tuples[2:] + b"\x91.",
        "deep lists": b"\x80\x02" + b"]" * 200_000 + b"a" * 199_999 + b".",
        "deep tuples": b"\x80\x02)" + b"\x85" * 200_000 + b".",
        "huge bytearray": b"\x80\x02cbuiltins\nbytearray\nJ\xff\xff\xff\x7f\x85R.",
        "huge long": b"\x80\x02\x8b\xff\xff\xff\x7f.",
        "huge string": b"\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\x7f.",
        "huge memo index": b"\x80\x02}r\xff\xff\xff\xff.",
        "many marks": b"\x80\x02" + b"(" * 300_000,
        "self": b"\x80\x02}q\x00X\x01\x00\x00\x00ah\x00s.",
        "integer of many digits": b"I" + b"9" * 200_000 + b"\n.",
        "nothing": b"\x80\x02.",
    }


@pytest.mark.parametrize("name", list(bombs()))
def test_that_a_bomb_ends_soon_and_small(tmp_path, name):
    path = zipped(tmp_path / "x.pth", bombs()[name])
    tracemalloc.start()
    began = time.process_time()
    checkpoint = open_checkpoint(path)
    spent, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < 8  # tracing costs several times the bare second
    assert peak < 300 << 20
    assert len(checkpoint.contents) < 500_000


def test_that_an_inflating_pickle_is_refused(tmp_path):
    data = b"\x80\x02X" + struct.pack("<I", 600 << 20) + b"a" * (600 << 20) + b"."
    path = zipped(tmp_path / "x.pth", data, zipfile.ZIP_DEFLATED)
    del data
    began = time.monotonic()
    checkpoint = open_checkpoint(path)
    assert time.monotonic() - began < 5
    assert "limit" in {finding.code for finding in checkpoint.findings}


def test_that_impossible_views_belong_to_their_tensor_only(tmp_path):
    state = {"good": torch.ones(3), "bad": torch.ones(7)}
    source = tmp_path / "a.pth"
    torch.save(state, source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.pth", "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry.endswith("data.pkl"):
                data = data.replace(b"K\x07\x85", b"J\xff\xff\xff\x7f\x85", 1)
            new.writestr(entry, data)
    checkpoint = open_checkpoint(tmp_path / "b.pth")
    status = {info.name: info.status for info in checkpoint.tensors}
    assert status["good"] == "ok" and status["bad"] == "damaged"
