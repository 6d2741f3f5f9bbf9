"""First paint and first tree against an empty PySide6 window, in CPU time of the same run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import torch

ROOT = Path(__file__).parents[2]
EMPTY = """
import time
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
class Window(QMainWindow):
    def paintEvent(self, event):
        print(time.process_time() * 1000, flush=True)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
window = Window(); window.resize(1440, 900); window.show(); app.exec()
"""


def test_the_first_paint(benchmark, tmp_path, capsys):
    path = tmp_path / "x.pth"
    torch.save({f"layers.{i}.weight": torch.randn(512, 160) for i in range(320)}, path)
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", WEIGHTSMITH_CONFIG_DIR=str(tmp_path))

    def run(*command):
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout

    empty = min(float(run("-c", EMPTY)) for _ in range(3))
    reports = [json.loads(run("-m", "desktop_app", "--selftest-start", str(path)).splitlines()[-1]) for _ in range(3)]
    paint, tree = (min(report[f"{name}_cpu_ms"] for report in reports) for name in ("paint", "tree"))
    benchmark.pedantic(lambda: None, rounds=1)
    with capsys.disabled():
        print(
            f"\n  first paint {paint:.0f} ms CPU, {paint / empty:.2f} times an empty window ({empty:.0f} ms); tree of 100 MB {tree:.0f} ms CPU; {reports[0]['rss_mb']:.0f} MB"
        )
    assert all(report["heavy"] == [] for report in reports)
    assert paint <= 300 and paint / empty <= 1.5
