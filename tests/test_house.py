"""The walls of the house, checked where a linter cannot see: what importing really loads, and what each file says of itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "desktop_app").rglob("*.py"))
CORE = [
    path
    for path in SOURCES
    if path.relative_to(ROOT / "desktop_app").parts[0] in {"checkpoint", "engine", "graph", "cli"}
]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules_after(code: str) -> set[str]:
    """Names in `sys.modules` of a fresh interpreter that ran `code`."""
    script = code + "\nimport sys; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def test_that_no_core_module_loads_qt_or_torch():
    loaded = modules_after("\n".join(f"import {module_name(path)}" for path in CORE))
    assert not {name.partition(".")[0] for name in loaded} & {"PySide6", "shiboken6", "pyqtgraph", "torch", "labelme"}


def test_that_asking_for_the_version_loads_nothing_heavy():
    code = "import runpy, sys\nsys.argv = ['weightsmith', '--version']\ntry: runpy.run_module('desktop_app', run_name='__main__')\nexcept SystemExit: pass"
    heavy = {
        "PySide6",
        "numpy",
        "torch",
        "torchvision",
        "labelme",
        "matplotlib",
        "scipy",
        "skimage",
        "onnxruntime",
        "PIL",
    }
    assert not {name.partition(".")[0] for name in modules_after(code)} & heavy


def test_that_the_worker_process_loads_no_qt():
    loaded = modules_after("import desktop_app.gui.worker")
    assert not {name.partition(".")[0] for name in loaded} & {"PySide6", "shiboken6", "pyqtgraph", "torch"}


def test_that_the_first_paint_needs_no_pane_and_no_numbers():
    loaded = modules_after("import desktop_app.gui.run")
    late = {"desktop_app.gui.tab", "desktop_app.gui.kinds_of_docks", "desktop_app.checkpoint.model", "logging.handlers"}
    assert not loaded & late
    assert not {name.partition(".")[0] for name in loaded} & {"numpy", "pyqtgraph"}


def test_that_what_is_loaded_ahead_needs_neither_torch_nor_a_console():
    loaded = modules_after("import desktop_app.gui.app as app; app.load_plots(); app.load_rest()")
    assert {"desktop_app.gui.checkpoint.checks.check_view", "desktop_app.gui.training.workspace"} <= loaded
    assert not {name.partition(".")[0] for name in loaded} & {"torch", "IPython", "qtconsole"}


def test_that_the_window_is_complete_without_numbers_and_readers():
    loaded = modules_after("import desktop_app.gui.app as app; app.load_panes()")
    assert not {name.partition(".")[0] for name in loaded} & {"numpy", "pyqtgraph", "PIL"}
    assert not loaded & {"desktop_app.checkpoint.open", "desktop_app.checkpoint.editing.draft"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_that_each_file_opens_with_its_purpose(path: Path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_that_the_version_in_the_changelog_is_the_programs():
    from desktop_app import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


GUI = [path for path in SOURCES if path.relative_to(ROOT / "desktop_app").parts[0] == "gui"]


@pytest.mark.parametrize("path", GUI, ids=lambda path: str(path.relative_to(ROOT)))
def test_that_no_text_hides_from_the_translators_inside_of_an_f_string(path: Path):
    """The collector of translations does not look into them: such a text would stay English."""
    holders = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.JoinedStr)
    ]
    hidden = [
        call.lineno
        for holder in holders
        for call in ast.walk(holder)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("tr", "translate")
    ]
    assert not hidden
