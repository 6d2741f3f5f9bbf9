"""Steps on 20 000 keys: a regular expression over all names, and going back to the state before."""

import re
import time

import pytest
import torch

from desktop_app.checkpoint.editing.draft import Draft, Step
from desktop_app.checkpoint.editing.keys import preview_regex
from desktop_app.checkpoint.editing.operations import apply
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.checkpoint.edits.editor import show
from desktop_app.gui.document import Document

KEYS = 20_000
STEP = Step("rename-regex", (r"^module\.layer(\d+)", r"stage\1"))


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "many.pth"
    one = torch.zeros(4)
    names = (f"module.layer{n // 40}.block{n // 4 % 10}.conv{n % 4}.weight" for n in range(KEYS))
    torch.save({name: one.clone() for name in names}, path)
    return Draft.of(open_checkpoint(path))


def cpu_ms(work, rounds=7):
    """The best of several rounds; CPU time, for others share the machine."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return min(times)


def test_a_regular_expression_over_all_names(draft, benchmark, capsys):
    expression = re.compile(STEP.arguments[0])
    plain = cpu_ms(lambda: {expression.sub(STEP.arguments[1], name): item for name, item in draft.items.items()})
    step = cpu_ms(lambda: apply(draft, STEP))
    preview = cpu_ms(lambda: preview_regex(draft.items, *STEP.arguments))
    benchmark.pedantic(apply, (draft, STEP), rounds=1)
    with capsys.disabled():
        print(
            f"\n  regular expression over {KEYS} keys: {step:.0f} ms, its preview {preview:.0f} ms; "
            f"{step / plain:.1f} times as long as re.sub over a plain dict"
        )
    assert step < 100 and preview < 100


def test_an_undo_step(draft, benchmark, capsys):
    """From the key press to what the views are given; what was derived before is remembered."""
    after = apply(draft, STEP)
    first, second = show(after, draft, None), show(draft, after, None)
    document: Document[Draft] = Document(draft)
    document.change("rename", after)

    def back_and_forth():
        document.undo()
        show(after, document.value, first.shown)
        document.redo()
        show(draft, document.value, second.shown)

    taken = cpu_ms(back_and_forth) / 2
    again = cpu_ms(lambda: show(draft, after, None), rounds=3)
    benchmark.pedantic(back_and_forth, rounds=1)
    with capsys.disabled():
        print(f"\n  undo step on {KEYS} keys: {taken:.0f} ms; deriving the state anew would take {again:.0f} ms")
    assert taken < 50
