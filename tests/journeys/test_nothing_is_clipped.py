"""Every text of every workspace and dialog fits where it stands: English and Chinese, 100 to 150 per cent, on the smallest usual screen.

And every widget there is spoken by a screen reader.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("tongue", "scale"), [("en", "1"), ("en", "1.5"), ("zh_CN", "1.5")])
@pytest.mark.parametrize("part", ["inspect", "label", "train"])
def test_that_no_text_is_cut_off(tmp_path, part, tongue, scale):
    environment = dict(
        os.environ, QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=scale, WEIGHTSMITH_RUNS_DIR=str(tmp_path), WEIGHTSMITH_CONFIG_DIR=str(tmp_path), PYTHONPATH=str(ROOT)
    )  # fmt: skip
    command = [sys.executable, str(Path(__file__).with_name("clipped.py")), tongue, "1280x720", part]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n") == ["", ""]


def test_that_the_test_would_notice(qapp, qtbot):
    from PySide6.QtWidgets import QLabel, QPushButton, QWidget

    from tests.journeys.clipped import clipped

    window = QWidget()
    qtbot.addWidget(window)
    for kind, text in ((QLabel, "a text that does not fit"), (QPushButton, "nor does this one")):
        child = kind(text, window)
        child.setFixedWidth(20)
    wrapped = QLabel("a long text in several lines " * 5, window)
    wrapped.setWordWrap(True)
    wrapped.setFixedSize(60, 20)
    with qtbot.waitExposed(window):
        window.show()
    assert len(clipped(window)) == 3
