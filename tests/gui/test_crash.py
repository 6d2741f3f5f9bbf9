"""What is told when something goes wrong: once, with a report that names no files, and after a crash at the next start."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTreeWidget

from desktop_app.gui import crash
from desktop_app.gui.crash_dialog import CrashTeller
from desktop_app.gui.help.about_dialog import AboutDialog
from desktop_app.gui.help.parts import PARTS, report, version_of

ROOT = Path(__file__).parents[2]


def test_that_an_error_in_the_window_is_told_and_can_be_copied(window, qtbot, tmp_path):
    remove = crash.install(tmp_path)
    teller = CrashTeller(tmp_path, window)
    link = crash.reporter.broke.connect(lambda trace: teller.tell(trace) and None)
    try:
        crash._thread_hook(threading.ExceptHookArgs((ValueError, ValueError("bad luck"), None, None)))
        dialog = teller._dialog
        assert dialog is not None and dialog.isVisible()
        crash.reporter.broke.emit("Traceback: another one")
        assert teller._dialog is dialog
        dialog.copy.click()
        copied = QGuiApplication.clipboard().text()
        assert "bad luck" in copied and "another one" in copied and "Qt:" in copied
        assert str(Path.home()) not in report()
        dialog.reject()
    finally:
        crash.reporter.disconnect(link)
        remove()
    assert "bad luck" in (tmp_path / "weightsmith.log").read_text()


def test_that_a_crash_is_told_at_the_next_start_and_only_once(tmp_path):
    code = f"from pathlib import Path; from desktop_app.gui import crash; crash.install(Path({str(tmp_path)!r})); import os; os.abort()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode != 0
    told = crash.last_crash(tmp_path)
    assert "Fatal Python error" in told and "<string>" in told
    assert crash.last_crash(tmp_path) == ""


def test_that_every_process_leaves_a_traceback_when_it_dies(tasks):
    from desktop_app.engine.interpreter import environment

    assert environment()["PYTHONFAULTHANDLER"] == "1"
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    code = "import faulthandler, desktop_app.gui.worker as w; w.read_frame = lambda _: print(faulthandler.is_enabled(), flush=True); w.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)  # fmt: skip
    assert b"True" in done.stderr, done.stderr  # what a worker prints goes to stderr: stdout is for frames


def test_that_the_about_box_names_every_part_with_its_licence(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    table = dialog.findChild(QTreeWidget, "about-parts")
    assert table.topLevelItemCount() == len(PARTS)
    assert {part.licence for part in PARTS if part.package == "labelme"} == {"GPL-3.0-only"}
    assert all(version_of(part) for part in PARTS if part.place == "window")
    dialog.copy.click()
    assert QGuiApplication.clipboard().text().startswith("Weightsmith: ")


def test_that_the_parts_are_the_packages_that_are_depended_on():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *extras["train"], *extras["export"], *extras["label"]]
    wanted = {name.split(">")[0].split("<")[0].split("[")[0].strip().lower() for name in named} - {"weightsmith"}
    assert wanted <= {part.package.lower() for part in PARTS}
