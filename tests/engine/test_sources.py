"""What models are called, read without running anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.errors import EngineError
from desktop_app.engine.sources import ModelSource, look_at, parse_source


def test_that_each_spelling_is_read_and_written():
    assert parse_source("torchvision:resnet50") == ModelSource("torchvision", "resnet50")
    made = parse_source("torchvision:resnet50?num_classes=10&progress=false")
    assert made.options == {"num_classes": 10, "progress": False} and parse_source(made.text) == made
    assert made.with_option("num_classes", 7).text == "torchvision:resnet50?num_classes=7&progress=False"
    assert parse_source("timm:vit_tiny_patch16_224.augreg_in21k").library == "timm"
    made = parse_source("my models/net.py:Net(3, hidden=[4, 5], name='a)b')")
    assert (made.path, made.name, made.arguments) == ("my models/net.py", "Net", (3,))
    assert made.options == {"hidden": [4, 5], "name": "a)b"} and parse_source(made.text) == made
    assert made.runs_code and not parse_source("timm:x").runs_code
    assert parse_source(r"C:\models\net.py:Net").path == r"C:\models\net.py"


@pytest.mark.parametrize(
    "text", ["", "resnet50", "torchvision:", "torchvision:a b", "huggingface:bert", "net.py", "net.py:", "net.py:1x"]
)
def test_that_what_names_no_model_is_refused(text):
    with pytest.raises(EngineError, match="names no model"):
        parse_source(text)


@pytest.mark.parametrize(
    "text",
    [
        "net.py:Net(__import__('os').system('x'))",
        "net.py:Net(open)",
        "net.py:Net(*[1])",
        "net.py:Net(**{'a': 1})",
        "net.py:Net(1)(2)",
        "net.py:Net(1 if True else 2)",
        "torchvision:resnet18?a",
        "torchvision:resnet18?1=2",
    ],
)
def test_that_arguments_are_plain_values_and_never_evaluated(text):
    with pytest.raises(EngineError) as caught:
        parse_source(text)
    assert caught.value.code in ("model-arguments", "model-text")


@given(st.text(max_size=60))
def test_that_any_text_is_a_model_or_one_sentence(text):
    for prefix in ("", "torchvision:", "a.py:", "a.py:N("):
        try:
            made = parse_source(prefix + text)
        except EngineError as error:
            assert str(error)
        else:
            assert parse_source(made.text).text == made.text


def test_that_a_file_is_looked_at_without_being_run(tmp_path):
    path = tmp_path / "net.py"
    path.write_text(
        "raise SystemExit('it ran')\nclass Config: pass\nclass Net(torch.nn.Module): pass\ndef make(): pass\ndef _no(): pass\n"
    )
    seen = look_at(path)
    assert seen.classes == ("Net", "Config") and seen.functions == ("make",) and len(seen.sha256) == 64
    path.write_text("class Net(\n")
    with pytest.raises(EngineError, match="no valid Python"):
        look_at(path)
    with pytest.raises(EngineError, match="no such file"):
        look_at(tmp_path / "none.py")
