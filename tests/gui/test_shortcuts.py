"""Shortcuts of a single widget take their keys there and nowhere else."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_that_a_shortcut_gets_its_context_by_its_setter():
    """PySide ignores `context=` beside a slot in the constructor: the keys would be taken in the whole window."""
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "desktop_app" / "gui").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "QShortcut"
        and any(keyword.arg == "context" for keyword in call.keywords)
    ]
    assert not wrong
