"""The Python console: a real kernel in a process of its own, beside an opened file."""

from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QMessageBox

from tests.gui.conftest import seen

pytest.importorskip("qtconsole")
pytest.importorskip("ipykernel")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

WAIT = 60_000


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch):
    """Windows with edits close at the end of a test."""

    def answer(box):
        button = next(b for b in box.buttons() if b.text().replace("&", "") == "Discard")
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _self: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)


@pytest.fixture
def network(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    path = tmp_path / "net.pth"
    torch.save(torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8)).state_dict(), path)
    return path


class Typist:
    """Types into the console of the tab in front, and waits for what comes of it."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window

    @property
    def view(self):
        return seen(self.window.docks["console"])

    @property
    def text(self):
        return self.view.terminal._control.toPlainText()

    def start(self):
        self.window.workspace.open_console()
        self.qtbot.waitUntil(lambda: self.view.running and self._prompted(1), timeout=WAIT)

    def _prompted(self, least):
        return self.text.count("In [") >= least and not self.view.terminal._executing

    def run(self, code):
        terminal = self.view.terminal
        before = len(self.text)
        with self.qtbot.waitSignal(terminal.executed, timeout=WAIT):
            terminal.execute(code)
        self.qtbot.waitUntil(lambda: not terminal._executing and self.text.rstrip().endswith(":"), timeout=WAIT)
        self.qtbot.wait(150)  # text is put out in bundles
        return self.text[before:]


@pytest.fixture
def console(qtbot, window, network):
    window.open_paths([str(network)])
    qtbot.waitUntil(lambda: window.front is not None and window.front.session is not None, timeout=15_000)
    typist = Typist(qtbot, window)
    typist.start()
    yield typist
    for tab in window.all_tabs():
        tab.shut()


def settled(qtbot, tab, count):
    qtbot.waitUntil(lambda: len(tab.editor.steps) == count and not tab.editor.busy, timeout=10_000)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def test_that_what_is_assigned_is_an_edit_that_is_undone_and_exported(console, qtbot, window, network, tmp_path):
    tab = window.front
    assert "[8, 3, 3, 3]" in console.run("state_dict")
    assert "torch.float32" in console.run("state_dict['0.weight'].dtype, checkpoint.kind")
    console.run("state_dict['0.weight'] = torch.ones(4, 2, dtype=torch.float16)")
    settled(qtbot, tab, 1)
    info = next(one for one in tab.session.checkpoint.tensors if one.name == "0.weight")
    assert (info.shape, info.dtype) == ((4, 2), "float16")
    assert tab.editor.document.history[-1].text.startswith("Python: state_dict['0.weight']")
    assert "(4, 2)" in console.run("state_dict.shape('0.weight')")

    tab.editor.document.undo()
    settled(qtbot, tab, 0)
    assert "(8, 3, 3, 3)" in console.run("state_dict.shape('0.weight')")
    tab.editor.document.redo()
    settled(qtbot, tab, 1)
    console.run("state_dict['0.bias'] *= 2; state_dict.rename('1', 'norm'); del state_dict['norm.running_var']")
    settled(qtbot, tab, 4)
    assert "norm.weight" in [one.name for one in tab.session.checkpoint.tensors]

    from desktop_app.checkpoint.writers.export import export_draft

    target = tmp_path / "out.pth"
    export_draft(tab.editor.draft, target)
    written, before = torch.load(target, weights_only=True), torch.load(network, weights_only=True)
    assert torch.equal(written["0.weight"], torch.ones(4, 2, dtype=torch.float16))
    assert torch.equal(written["0.bias"], before["0.bias"] * 2)
    assert set(written) == {
        "0.weight",
        "0.bias",
        "norm.weight",
        "norm.bias",
        "norm.running_mean",
        "norm.num_batches_tracked",
    }


def test_that_the_selection_of_the_window_is_followed(console, window):
    assert "nothing is selected" in console.run("selection")
    window.front.session.select_tensors([1])
    assert "0.bias" in console.run("selection.names, selection.tensor.shape")


def test_that_a_wrong_assignment_is_one_sentence_and_no_edit(console, window):
    said = console.run("state_dict['0.bias'] = 3")
    assert "takes a tensor, not int" in said and "Traceback" not in said
    assert "no tensor named" in console.run("state_dict.rename('nowhere', 'x')")
    assert not window.front.editor.steps


def test_that_an_endless_loop_is_interrupted(console, qtbot):
    terminal = console.view.terminal
    with qtbot.waitSignal(terminal.executed, timeout=WAIT):
        terminal.execute("while True: pass")
        qtbot.waitUntil(lambda: console.view.interrupt_button.isEnabled(), timeout=5000)
        qtbot.wait(500)
        console.view.interrupt()
    qtbot.waitUntil(lambda: "KeyboardInterrupt" in console.text, timeout=10_000)
    assert "4" in console.run("2 + 2")


def test_that_a_dead_kernel_is_told_in_a_sentence_and_started_again(console, qtbot, window):
    console.run("state_dict['0.bias'][...] = 1")
    settled(qtbot, window.front, 1)
    console.view.terminal.execute("import os; os.abort()")
    qtbot.waitUntil(lambda: not console.view.running, timeout=10_000)
    assert "ended unexpectedly" in console.view.status.text()
    console.view.restart()
    qtbot.waitUntil(lambda: console.view.running and console.text.count("In [") >= 1, timeout=WAIT)
    qtbot.waitUntil(lambda: console.text.rstrip().endswith(":"), timeout=WAIT)
    assert "8." in console.run("state_dict['0.bias'].sum()")


def test_that_the_kernel_and_what_it_started_end_with_the_tab(console, qtbot, window):
    console.run("import subprocess; child = subprocess.Popen(['sleep', '1000'])")
    said = console.run("print('pids', __import__('os').getpid(), child.pid)")
    kernel, child = (int(one) for one in said.split("pids ")[-1].split()[:2])
    assert is_alive(kernel) and is_alive(child)
    window.workspace.close_tab(0)
    qtbot.waitUntil(lambda: not is_alive(kernel) and not is_alive(child), timeout=10_000)


def test_that_a_file_beside_the_checkpoint_does_not_pass_for_a_module(console, network):
    (network.parent / "colorsys.py").write_text("raise SystemExit('it was run')")
    said = console.run("import colorsys; print(colorsys.__file__)")
    assert "colorsys.py" in said and str(network.parent) not in said and "it was run" not in console.text


_WINDOW = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop_app.gui.checkpoint.console.kernel_process import KernelProcess

app = QCoreApplication([])
home, path = Path(sys.argv[1]), sys.argv[2]
setup = {"path": path, "values": str(home), "steps": [], "banner": "", "colors": "linux"}
kernel = KernelProcess(sys.executable, str(home), setup, home)
kernel.ready.connect(lambda place: (print(kernel.process.processId(), place, flush=True), os.kill(os.getpid(), 9)))
kernel.died.connect(lambda printed: os._exit(3))
kernel.start()
app.exec()
"""


def test_that_a_killed_window_leaves_no_kernel_behind(qtbot, network, tmp_path):
    import subprocess
    import sys

    command = [sys.executable, "-c", _WINDOW, str(tmp_path), str(network)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=Path(__file__).parents[2])
    assert done.returncode == -9, done.stderr
    process, place = done.stdout.split(maxsplit=1)
    qtbot.waitUntil(lambda: not is_alive(int(process)), timeout=15_000)
    assert not Path(place.strip()).parent.exists()
