"""A second start hands its files to the window that is open, and only then ends."""

import os
import subprocess
import sys
from pathlib import Path

from desktop_app.gui.single_instance import Receiver, hand_over, server_name

ROOT = Path(__file__).parents[2]


def test_that_a_second_start_hands_its_files_over(qtbot, tmp_path):
    receiver = Receiver()
    script = f"import sys; from desktop_app.gui.single_instance import hand_over; sys.exit(0 if hand_over([{str(tmp_path / '模型.pth')!r}]) else 1)"
    with qtbot.waitSignal(receiver.came, timeout=15_000) as caught:
        process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=dict(os.environ))
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=15_000)
    assert process.returncode == 0
    assert caught.args[0] == [str(tmp_path / "模型.pth")]
    receiver.close()


def test_that_without_a_window_nothing_is_handed_over():
    assert hand_over(["x"], name=server_name() + "-nobody") is False
