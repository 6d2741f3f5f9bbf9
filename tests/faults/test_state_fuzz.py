"""What the program itself wrote, damaged on the disk: settings, journals, schemas, indices, runs. It starts and goes on, always."""

import base64
import json
import os
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import torch

from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.folders.index import keep_index, kept_index, updated
from desktop_app.annotation.model import AttributeSpec, Label, LabelSchema, Skeleton
from desktop_app.annotation.schema import SchemaError, load_schema, schema_file
from desktop_app.checkpoint.editing.draft import Draft, Step
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.gui.journal import Journal
from desktop_app.gui.settings import TABLE, Settings
from desktop_app.training.config import RunConfig, load_config, to_toml
from desktop_app.training.errors import TrainingError
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.run import Summary
from desktop_app.training.run_folder import RunFolder
from tests.faults.fuzz.mutate import of_bytes, of_json, of_text

ROOT = Path(__file__).parents[2]
MANY = 2000


def mutants(data, name):
    """Damaged copies: values of the document, then bytes of the file."""
    dice = random.Random(name)
    for number in range(MANY):
        yield of_json(data, dice) if number % 2 else of_bytes(data, dice)


def test_that_settings_of_any_content_give_values_of_the_right_type(tmp_path):
    path = tmp_path / "settings.json"
    good = {
        "theme": "dark",
        "recent": ["a.pth", 3],
        "session": ["x"],
        "layout": "00000000:AAAA",
        "keys": {"a": "Ctrl+1"},
        "restoring": False,
    }
    for data in mutants(json.dumps(good).encode(), "settings"):
        path.write_bytes(data)
        settings = Settings(path)
        for setting in TABLE:
            assert type(settings.get(setting.name)) is type(setting.default)
        settings.recent()
        settings.get_bytes("layout")


def test_that_any_journal_gives_steps_that_fit_or_one_sentence(tmp_path):
    torch.save({"a.weight": torch.ones(4, 3), "a.bias": torch.zeros(4)}, tmp_path / "m.pth")
    checkpoint = open_checkpoint(tmp_path / "m.pth")
    journal = Journal(tmp_path / "unsaved")
    steps = [
        Step("rename", ("a.weight", "b.weight")),
        Step("cast", ("*", "float16")),
        Step("slice", ("a.bias", "0:2")),
        Step("fill", ("a.*", "1.5")),
    ]
    journal.write(checkpoint, checkpoint.path, steps, journal.number())
    (file,) = (tmp_path / "unsaved").iterdir()
    fitted = 0
    for data in mutants(file.read_bytes(), "journal"):
        file.write_bytes(data)
        journal.paths()
        found = journal.find(checkpoint, checkpoint.path)
        if found is None:
            continue
        try:
            apply_all(Draft.of(checkpoint), found.steps)
            fitted += 1
        except EditError as refusal:
            assert str(refusal)
    assert fitted > 20


def test_that_any_schema_of_a_folder_is_read_as_far_as_it_goes(tmp_path):
    schema = LabelSchema(
        (
            Label("cat", "#112233", "c", attributes=(AttributeSpec("age", "number", default=1.0), AttributeSpec("coat", "choice", ("red", "black")))),
            Label("man", skeleton=Skeleton(("head", "hand"), ((0, 1),), places=((0.5, 0.0), (0.0, 1.0)))),
        ),
        image_classes=("night",),
    )  # fmt: skip
    for data in mutants(schema_file(schema), "schema"):
        (tmp_path / "weightsmith-labels.json").write_bytes(data)
        try:
            found = load_schema(tmp_path)
        except SchemaError as refusal:
            assert str(refusal)
        else:
            assert found is not None
            schema_file(found[0])


def test_that_any_kept_index_is_believed_only_where_it_is_one(tmp_path, monkeypatch):
    from PIL import Image

    monkeypatch.setenv("WEIGHTSMITH_CACHE_DIR", str(tmp_path / "cache"))
    place = tmp_path / "images"
    place.mkdir()
    for number in range(3):
        Image.new("L", (8, 8)).save(place / f"{number}.png")
    folder = open_images(place)
    index = {}
    for part in updated(folder, {}):
        index |= part
    keep_index(folder, index)
    (file,) = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    for data in mutants(file.read_bytes(), "index"):
        file.write_bytes(data)
        for part in updated(folder, kept_index(folder)):
            assert set(part) <= {"0.png", "1.png", "2.png"}


def test_that_any_config_of_a_run_is_read_or_refused_in_one_sentence(tmp_path):
    text = to_toml(RunConfig(task="detection", data="images")).encode()
    dice = random.Random("config")
    path = tmp_path / "config.toml"
    for number in range(MANY):
        path.write_bytes(of_text(text, dice) if number % 2 else of_bytes(text, dice))
        try:
            load_config(path)
        except TrainingError as refusal:
            assert str(refusal)


def test_that_any_events_of_a_run_are_read_as_far_as_they_are_events(tmp_path):
    lines = [
        {"event": "start", "time": 1.0, "pid": 7, "steps_per_epoch": 3},
        {"event": "step", "time": 1.5, "step": 1, "epoch": 0, "loss": 2.5, "learning_rate": 0.1, "seconds": 0.2},
        {"event": "validation", "time": 2.0, "epoch": 0, "loss": 1.0, "map50": 0.4},
        {"event": "checkpoint", "time": 2.1, "path": "checkpoints/last.pth", "step": 1, "best": True},
        {"event": "end", "time": 3.0, "reason": "finished"},
    ]
    dice = random.Random("events")
    path = tmp_path / "events.jsonl"
    for _ in range(MANY):
        at = dice.randrange(len(lines))
        rows = [json.dumps(line).encode() for line in lines]
        rows[at] = of_json(rows[at], dice) if dice.random() < 0.7 else of_bytes(rows[at], dice)
        path.write_bytes(b"\n".join(rows) + b"\n")
        summary = Summary(RunFolder(tmp_path))
        for event in EventReader(path).read_new():
            summary.take(event)
        summary.settle()
        json.dumps(summary.document())


def layout_of(data):
    return f"{zlib.crc32(data):08x}:{base64.b64encode(data).decode()}"


@pytest.mark.parametrize(
    "damage",
    [
        b"\x00\xff\xfe not json",
        b"[" * 5000,
        json.dumps({"layout": layout_of(b"\x00\x00\x00\xff\x00\x00\x00\x00\xfd" + bytes(range(256)))}).encode(),
        json.dumps(
            {"geometry": layout_of(bytes(range(200))), "theme": 5, "language": ["zh"], "recent": {"a": 1}}
        ).encode(),
        json.dumps({"session": ["\x00", "/nowhere", 5, None, "x" * 5000], "restore-session": True}).encode(),
    ],
)
def test_that_there_is_always_a_window(tmp_path, damage):
    (tmp_path / "settings.json").write_bytes(damage)
    environment = {**os.environ, "WEIGHTSMITH_CONFIG_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "desktop_app", "--selftest-start", str(ROOT / "resources/sample/sample.pth")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    assert "paint_cpu_ms" in json.loads(done.stdout.splitlines()[-1])
