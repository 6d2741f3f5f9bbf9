"""The core's sentences and the window's table of them must agree; what is not in the table stays as it is."""

import ast
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.pickling.objects import Global
from desktop_app.checkpoint.pickling.safety import DANGEROUS, DANGEROUS_MODULES, classify, describe_call
from desktop_app.gui import language
from desktop_app.gui.sentences import TEMPLATES, template_of, translated, translated_failure
from desktop_app.gui.worker import Failure, failure_of

CORE = Path(__file__).parents[2] / "desktop_app"
RAISING = {
    "checkpoint/files.py": {"FileChanged"}, "checkpoint/slicing.py": {"ValueError"}, "graph/graphviz.py": {"GraphvizError"},
    "graph/dot_layout.py": {"GraphvizError"}, "graph/search.py": {"ValueError"}, "graph/export.py": {"ValueError"},
    "graph/renderers.py": {"ValueError"}, "graph/number_files.py": {"NumberFileError"}, "gui/tasks.py": {"Failure"}, "gui/worker.py": {"Failure"},
}  # fmt: skip


def text_of(node: ast.expr) -> str:
    """A string of the source with `§` where something is put in; empty for what is no string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "§" for part in node.values)  # type: ignore[union-attr,misc]
    return ""


def said_in(path: str, names: set[str]) -> list[str]:
    calls = [node for node in ast.walk(ast.parse((CORE / path).read_text())) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in names and call.args]
    return [text for call in made if (text := text_of(call.args[0])) and " " in text]


@pytest.mark.parametrize("path", RAISING)
def test_that_every_sentence_that_is_raised_is_in_the_table(path):
    sentences = said_in(path, RAISING[path])
    assert sentences
    unknown = [
        sentence for sentence in sentences if template_of(sentence) is None and not sentence.startswith("bytes §")
    ]
    assert not unknown


def test_that_every_reason_of_a_global_is_in_the_table_and_its_deed_too():
    names = [(module, "x") for module in DANGEROUS_MODULES] + [(m, n) for m, table in DANGEROUS.items() for n in table]
    names += [
        ("torch", "Tensor"),
        ("torch.nn", "Linear"),
        ("theirs", "Thing"),
        ("torch.storage", "_load_from_bytes"),
        ("x", "a.__globals__"),
    ]
    for module, name in names:
        found = template_of(classify(module, name)[1])
        assert found is not None, (module, name)
        for deed in found[1].values():
            assert template_of(deed) is not None, deed


@pytest.mark.parametrize(
    ("module", "name", "arguments", "words"),
    [
        ("posix", "system", ("rm -rf / `x`",), "shell command"), ("builtins", "eval", ("1+1",), "Python code"),
        ("builtins", "__import__", ("os",), "import the module"), ("subprocess", "Popen", (["ls"],), "start the program"),
        ("builtins", "getattr", (1, "x", (2,)), "would call"),
    ],
)  # fmt: skip
def test_that_what_a_call_would_have_done_is_in_the_table(module, name, arguments, words):
    sentence = describe_call(Global(module, name), arguments)
    found = template_of(sentence)
    assert found is not None and words in found[0]
    assert found[0].format(**found[1]) == sentence


def test_that_each_template_is_found_again_by_itself():
    for template in TEMPLATES:
        parts = {name: f"<{name}>" for _, name, _, _ in string.Formatter().parse(template) if name}
        assert template_of(template.format(**parts)) == (template, parts)


@given(st.text(max_size=80))
def test_that_any_part_comes_back_as_it_was(part):
    assert template_of(f"An ordinary load would run the shell command `{part}`.") == (
        "An ordinary load would run the shell command `{command}`.",
        {"command": part},
    )
    assert translated(f"An ordinary load would import the module `{part}`.").count(part) >= 1


def test_that_failures_and_findings_speak_chinese(qapp):
    language.apply_language("zh_CN")
    try:
        plain = translated_failure(Failure("The worker process could not be started.", "detail"))
        found = translated_failure(Failure("…", "", finding("tensor-missing", "x", name="a.b")))
        full = translated_failure(failure_of(OSError(28, "No space left on device", "/tmp/x")))
        other = translated_failure(Failure("something that nobody translated", ""))
    finally:
        language.apply_language("en")
    for failure in (plain, found, full):
        assert any("\u4e00" <= character <= "\u9fff" for character in failure.message), failure
    assert "a.b" in found.message and plain.detail == "detail"
    assert other.message == "something that nobody translated"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (28, "not enough room"),
        (13, "x.svg: permission is missing"),
        (2, "x.svg: there is no such"),
        (5, "x.svg: I/O error."),
    ],
)
def test_that_what_the_system_refuses_is_a_sentence_without_numbers(number, words):
    reason = "I/O error" if number == 5 else "whatever"
    message = failure_of(OSError(number, reason, "/tmp/a/x.svg")).message
    assert words in message and "Errno" not in message


def test_that_a_file_on_its_way_is_told_by_the_name_that_it_will_have():
    failure = failure_of(OSError(13, "no", "/tmp/.my graph.svg.1234-0a1b2c3d.part"))
    assert failure.message.startswith("my graph.svg: permission")
