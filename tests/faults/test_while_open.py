"""What happens to a file, or to the machine, while the file is open: shorter, gone, asleep; never the end of the window."""

import mmap
import os
import signal
import time
from pathlib import Path

import pytest
import torch

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.tensors import read_slice
from desktop_app.gui.tasks import Tasks

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.close()


def touch_beyond_the_end(path: str) -> int:
    """Map a file, cut it, and read where nothing is any more: the kernel answers with SIGBUS."""
    with Path(path).open("r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        file.truncate(0)
        return mapped[1 << 20]


def ended(qtbot, task):
    said = []
    task.done.connect(lambda value: said.append(("done", value)))
    task.failed.connect(lambda failure: said.append(("failed", failure)))
    qtbot.waitUntil(lambda: bool(said))
    return said[0]


def test_that_a_file_cut_under_a_mapping_ends_a_worker_and_not_the_window(tasks, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(2 << 20))
    kind, failure = ended(qtbot, tasks.run(touch_beyond_the_end, str(path)))
    assert kind == "failed" and failure.message.endswith(".")
    assert ended(qtbot, tasks.run(len, [1, 2, 3])) == ("done", 3)


def test_that_a_checkpoint_cut_while_it_is_open_is_one_sentence(tasks, qtbot, tmp_path):
    path = tmp_path / "weights.pth"
    torch.save({"w": torch.arange(1 << 18, dtype=torch.float32)}, path)
    checkpoint = open_checkpoint(path)
    assert ended(qtbot, tasks.run(read_slice, checkpoint.files, checkpoint.tensors[0]))[0] == "done"
    os.truncate(path, 4096)
    kind, failure = ended(qtbot, tasks.run(read_slice, checkpoint.files, checkpoint.tensors[0]))
    assert kind == "failed" and "Open it again" in failure.message


def test_that_a_worker_that_slept_goes_on(tasks, qtbot):
    """Suspend and resume: nobody takes the silence for a death."""
    worker = ended(qtbot, tasks.run(os.getpid))[1]
    os.kill(worker, signal.SIGSTOP)
    task = tasks.run(len, [1, 2])
    time.sleep(1.5)
    os.kill(worker, signal.SIGCONT)
    assert ended(qtbot, task) == ("done", 2)
    assert ended(qtbot, tasks.run(os.getpid)) == ("done", worker)
