"""The core's sentences and the window's tables of them must agree; what is not in a table stays as it is."""

import re
import shutil
import string
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.annotation.exchange.catalogue import REASONS, TOOLS, Tool
from desktop_app.annotation.formats.all import FORMATS, read_labels
from desktop_app.annotation.formats.converting import lowered_for
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.review import mistakes
from desktop_app.annotation.review.agreement import SENTENCES as DIFFERENCES
from desktop_app.annotation.review.agreement import Difference
from desktop_app.annotation.sentences import SENTENCES as TROUBLES
from desktop_app.checkpoint.editing.errors import SENTENCES as EDITS
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.pickling.objects import Global
from desktop_app.checkpoint.pickling.safety import DANGEROUS, DANGEROUS_MODULES, classify, describe_call
from desktop_app.gui import language
from desktop_app.gui.annotation.dialogs.catalogue_dialog import reason_text
from desktop_app.gui.annotation.label_sentences import difference_text, mistake_text, mistake_title
from desktop_app.gui.checkpoint.edits.edit_texts import refusal_text
from desktop_app.gui.sentences import WITHIN, is_known, template_of, templates, translated, translated_failure
from desktop_app.gui.training.texts import reason_text as left_out_text
from desktop_app.gui.worker import Failure, failure_of
from desktop_app.places import resources
from desktop_app.training.data.class_table import REASONS as LEFT_OUT
from desktop_app.training.errors import TrainingError
from tests.annotation.label_sets import label_sets
from tests.gui.core_sentences import CORE, core_sentences, sentences_in

BY_CODE = {
    "annotation/exchange/catalogue.py", "annotation/refusals.py", "annotation/review/agreement.py", "annotation/sentences.py",
    "checkpoint/checking/check.py", "checkpoint/editing/errors.py", "checkpoint/findings.py", "checkpoint/health/catalogue.py",
    "checkpoint/merges/merge_model.py", "engine/errors.py",
}  # fmt: skip
"""Their sentences stand in tables of codes, which the window has too; other tests hold those together."""
NOT_SAID = {"checkpoint/health/document.py", "checkpoint/editing/keys.py", "checkpoint/editing/operations.py"}
"""A document of its own, and the usage of commands."""
IN_PYTHON = (
    "checkpoint/console/arrays.py",
    "checkpoint/console/edit_file.py",
    "checkpoint/console/state_dict.py",
    "checkpoint/console/surroundings.py",
)
"""Exceptions of what a person types into the Python console, whose language is Python's."""


def test_that_every_sentence_of_the_core_is_in_the_tables():
    sentences = [
        said for said in core_sentences() if said.path not in BY_CODE | NOT_SAID and not said.path.startswith(IN_PYTHON)
    ]
    assert len(sentences) > 400
    unknown = [str(said) for said in sentences if not is_known(said.text)]
    assert not unknown, "give each a template in gui/sentence_tables:\n" + "\n".join(unknown)


def test_that_what_the_window_itself_says_of_work_is_in_the_tables():
    said = [said for name in ("tasks.py", "worker.py") for said in sentences_in(CORE / "gui" / name)]
    assert said and not [str(one) for one in said if not is_known(one.text)]


def test_that_a_new_sentence_would_be_noticed(tmp_path):
    (tmp_path / "new.py").write_text(
        "def read(n, where):\n"
        '    """Not this. Nor this."""\n'
        '    why = "of the moon" if n else "of the sun"\n'
        '    raise BadRecord(f"The light {why} is {n} times too bright.")\n'
        "def lose(self, kind):\n"
        '    self.lost(f"{kind} lost its glow", 2)\n'
    )
    found = [said.text for said in sentences_in(tmp_path / "new.py", tmp_path)]
    assert found == ["The light of the moon is § times too bright.", "The light of the sun is § times too bright.", "§ lost its glow"]  # fmt: skip
    assert not any(map(is_known, found))


def values_for(text):
    return {name: "1" for _, name, _, _ in string.Formatter().parse(text) if name}


@contextmanager
def chinese():
    language.apply_language("zh_CN")
    try:
        yield
    finally:
        language.apply_language("en")


def is_chinese(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def mistake(code):
    return mistakes.Mistake(code, "a.jpg", values=values_for(TROUBLES[code]))


MISTAKES = [code for code in TROUBLES if mistake_title(code) != code and code != "image"]
SAID_OF_CODES = {
    "mistakes": ([code for code in MISTAKES if code != "image"], lambda code: mistake_text(mistake(code))),
    "differences": (DIFFERENCES, lambda code: difference_text(Difference(code, "a.jpg", "cat", "dog"))),
    "catalogue": (REASONS, lambda code: reason_text(Tool("x", "", "images", outside=code))),
    "edits": ([code for code, text in EDITS.items() if text.split("{")[0] + text.split("}")[-1] != "" and code != "index"],
              lambda code: refusal_text(EditError(code, **values_for(EDITS[code])))),
    "left out": (LEFT_OUT, left_out_text),
}  # fmt: skip


@pytest.mark.parametrize("table", SAID_OF_CODES)
def test_that_a_table_of_codes_is_whole_in_chinese(qapp, table):
    codes, said = SAID_OF_CODES[table]
    with chinese():
        assert not [code for code in codes if not is_chinese(said(code))]


def test_that_images_folders_and_notes_of_tools_are_in_the_tables():
    assert not [text for code, text in TROUBLES.items() if code not in (*MISTAKES, "image") and not is_known(text)]
    assert not [tool.note for tool in TOOLS if tool.note and not is_known(tool.note)]


# -- what formats really say


SAMPLES = sorted(path.name for path in (resources() / "sample" / "labels").iterdir())


def broken(data, seed):
    """A label file in which something is cut, missing or of another type."""
    text = data.decode("utf-8", "replace")
    cut = len(text) * (seed % 7 + 1) // 8
    return [
        text[:cut],
        re.sub(r"-?\d+\.\d+|\b\d+\b", lambda found: "x" if (found.start() + seed) % 5 == 0 else found[0], text),
        re.sub(r"-?\d+\.\d+|\b\d+\b", lambda found: "-" + found[0].lstrip("-"), text),
        re.sub(
            r'"(\w+)"(?=\s*:)', lambda found: f'"no{found[1]}"' if (found.start() + seed) % 3 == 0 else found[0], text
        ),
        re.sub(r"<(\w+)", lambda found: f"<x{found[1]}" if (found.start() + seed) % 4 == 0 else found[0], text),
        text.replace("[", "{}", 1) if seed % 2 else re.sub(r"\[[^\[\]]*\]", "[1]", text),
        "",
        "[]",
        "{}",
        "null",
        "[1, 2]",
        "<a/>",
        "x,y\n1,2\n",
    ][seed % 13].encode()


@pytest.mark.parametrize("name", SAMPLES)
def test_that_what_is_wrong_with_broken_files_of_a_tool_is_in_the_tables(name, tmp_path):
    unknown, heard = set(), 0
    for seed in range(13):
        place = tmp_path / f"{seed}"
        shutil.copytree(resources() / "sample" / "labels" / name, place)
        for path in place.rglob("*"):
            if path.suffix in (".json", ".xml", ".txt", ".csv", ".yaml", ".data", ".names", ".ndjson", ".vott", ".png"):
                path.write_bytes(broken(path.read_bytes(), seed))
        try:
            found = read_labels(place, name)
            said = [text for one in found.problems for text in (one.message, one.cure) if text]
        except LabelsUnreadable as error:
            said = [str(error), error.problem.message]
        heard += len(said)
        unknown |= {text for text in said if not is_known(text)}
    assert not unknown
    assert heard or name in ("folders",)


@pytest.mark.parametrize("name", [name for name, format_ in FORMATS.items() if format_.write is not None])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(labels=label_sets())
def test_that_every_loss_of_a_format_is_in_the_tables_with_its_words(name, labels):
    _, losses = lowered_for(FORMATS[name], labels)
    for loss in losses.report():
        found = template_of(loss.what)
        assert found is not None, loss.what
        words = {part for hole, part in found[1].items() if hole in WITHIN}
        assert not [word for word in words if not is_known(word)], loss.what


@pytest.mark.parametrize(
    ("sentence", "chinese_text"),
    [
        ("a.json: shapes[3]: The shape has no label. Give it one.", "a.json：shapes[3]：该形状没有标签。请为它设定标签。"),
        ("rotated_rectangle became polygon", "旋转框改为多边形"),
        ("ellipse rounded to whole pixels", "椭圆的坐标取整到整像素"),
        ("labels: Nothing to learn for detection (2 not labelled yet; 1 rejected by a person). Label a few images, or choose another task.",
         "labels：没有可用于检测的训练数据（2 张尚未标注；1 张被人工拒绝）。请标注一些图像，或选择其他任务。"),
        ("out: The export was read back and differs, so nothing was replaced. a.jpg: the mask cat at (1, 2)-(3, 4) is missing or differs.",
         "out：导出结果读回后与原标注不一致，因此没有替换任何文件。a.jpg：位于 (1, 2)-(3, 4) 的掩码 cat 缺失或不同。"),
        ("x.yaml: Line 3 is nested too deeply.", "x.yaml：第 3 行嵌套过深。"),
        ("The label file cannot be read: Permission denied.", "无法读取标注文件：权限不足。"),
        ("Nobody wrote this: The shape is odd. Really.", "Nobody wrote this: The shape is odd. Really."),
    ],
)  # fmt: skip
def test_that_places_several_sentences_and_words_within_are_said_in_chinese(qapp, sentence, chinese_text):
    with chinese():
        assert translated(sentence) == chinese_text
    assert translated(sentence) == sentence


def test_that_a_failure_says_what_kind_it_is_in_every_language(qapp):
    error = TrainingError("run", "There is no device tpu.", "Use auto, cpu, cuda or mps.")
    with chinese():
        failure = translated_failure(failure_of(error))
        child = translated_failure(Failure("", "", code="failed", values=(("kind", "TrainingError"), ("reason", str(error)))))  # fmt: skip
    assert failure.kind == "TrainingError" and failure.message == "没有设备 tpu。请使用 auto、cpu、cuda 或 mps。"
    assert child.message == "run：没有设备 tpu。请使用 auto、cpu、cuda 或 mps。"


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
    for template in templates():
        sentence = re.sub(r"\{(\w+)\}", r"<\1>", template)
        found = template_of(sentence)
        assert found is not None and found[0] == template
        assert re.sub(r"\{(\w+)\}", lambda hole, parts=found[1]: parts[hole[1]], template) == sentence


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
