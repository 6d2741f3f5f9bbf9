"""Events: one line each, the same again when read, and nothing that a file says can harm a reader."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.training.record.event_files import EventReader, EventWriter
from desktop_app.training.record.events import (
    End,
    Epoch,
    Histograms,
    Paused,
    Preview,
    Samples,
    Saved,
    Start,
    Step,
    Trouble,
    Validation,
    event_of,
    line_of,
)

numbers = st.floats(allow_nan=False) | st.sampled_from([math.inf, -math.inf])
counts = st.integers(0, 2**31)
texts = st.text().filter(lambda text: text not in ("nan", "inf", "-inf"))
some_events = st.one_of(
    st.builds(Start, pid=counts, steps_per_epoch=counts, host=texts, layers=st.lists(texts).map(tuple), images=st.dictionaries(texts, counts)),
    st.builds(Step, step=counts, epoch=counts, loss=numbers, learning_rate=numbers, seconds=numbers, norm=numbers, time=numbers),
    st.builds(Epoch, epoch=counts, step=counts, loss=numbers),
    st.builds(
        Validation, epoch=counts, step=counts, loss=numbers, metrics=st.dictionaries(st.sampled_from(["map50", "map"]), numbers),
        classes=st.dictionaries(texts, numbers), confusion=st.just(((1, 2), (3, 4))),
    ),
    st.builds(Saved, path=texts, step=counts, best=st.booleans()),
    st.builds(Samples, epoch=counts, losses=st.dictionaries(counts.map(str), numbers)),
    st.builds(Histograms, path=texts, step=counts),
    st.builds(Preview, path=texts, step=counts, epoch=counts),
    st.builds(Paused, step=counts, paused=st.booleans()),
    st.builds(Trouble, message=texts, step=counts, code=texts, where=texts),
    st.builds(End, reason=st.sampled_from(["finished", "stopped", "failed"]), step=counts, message=texts),
)  # fmt: skip


@settings(deadline=None)
@given(some_events)
def test_that_an_event_survives_its_line(event):
    line = line_of(event)
    assert "\n" not in line and event_of(line) == event
    document = json.loads(line)
    assert document["event"] == event.event and "time" in document


def test_that_nan_is_written_as_json_allows():
    line = line_of(Step(1, 0, math.nan, 0.1, 0.2))
    assert json.loads(line)["loss"] == "nan" and math.isnan(event_of(line).loss)


def test_that_metrics_stand_beside_the_other_keys():
    document = json.loads(line_of(Validation(3, 9, 0.5, {"map50": 0.7, "map": 0.4})))
    assert document["map50"] == 0.7 and "metrics" not in document


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode))
def test_that_no_line_breaks_a_reader(line):
    event_of(line)


@pytest.mark.parametrize(
    "line",
    [
        '{"event":"step","st', '{"event":"step"}', '{"event":"step","step":"x","epoch":0,"loss":1,"learning_rate":1,"seconds":1}',
        '{"event":"later version","a":1}', "[1]", "null", '{"event":["step"]}', '{"event":"sample","epoch":1,"losses":[1]}', "[" * 100000,
    ],
)  # fmt: skip
def test_that_lines_that_are_no_events_are_passed_over(line):
    assert event_of(line) is None


def test_that_unknown_keys_of_a_later_version_are_passed_over():
    assert event_of('{"event":"paused","step":3,"why":"lunch"}') == Paused(3)


def test_that_a_reader_follows_a_growing_file_and_a_torn_line_swallows_nothing(tmp_path):
    path = tmp_path / "events.jsonl"
    reader = EventReader(path)
    assert reader.read_new() == []
    writer = EventWriter(path)
    writer.write(Paused(1))
    assert [event.step for event in reader.read_new()] == [1]
    with path.open("ab") as file:
        file.write(b'{"event":"paused","st')
    assert reader.read_new() == []
    writer.close()
    other = EventWriter(path)  # a process that went on after a kill
    other.write(Paused(2))
    assert [event.step for event in reader.read_new()] == [2]
    assert [event.step for event in EventReader(path).read_all()] == [1, 2]
    path.write_bytes(b"")
    other.write(Paused(3))
    assert [event.step for event in reader.read_new()] == [3]  # the file was begun anew
    other.close()


def test_that_every_event_gets_the_time_of_its_writing(tmp_path):
    writer = EventWriter(tmp_path / "e")
    writer.write(Paused(1))
    writer.close()
    (event,) = EventReader(tmp_path / "e").read_all()
    assert event.time > 1.7e9


def test_that_a_large_file_is_read_in_pieces(tmp_path):
    writer = EventWriter(tmp_path / "e")
    for step in range(3000):
        writer.write(Step(step, 0, 1.0, 0.1, 0.1))
    writer.close()
    reader = EventReader(tmp_path / "e", most_bytes=10_000)
    assert len(reader.read_new()) < 200
    assert [event.step for event in EventReader(tmp_path / "e", most_bytes=10_000).read_all()] == list(range(3000))


def test_that_an_event_that_is_longer_than_a_piece_is_read_whole(tmp_path):
    writer = EventWriter(tmp_path / "e")
    confusion = tuple((1,) * 100 for _ in range(100))
    for event in (Paused(1), Validation(0, 2, 0.5, {"accuracy": 0.5}, {}, confusion), Paused(3)):
        writer.write(event)
    writer.close()
    reader = EventReader(tmp_path / "e", most_bytes=1000)
    assert [event.step for event in reader.read_all()] == [1, 2, 3]


def test_that_a_line_without_an_end_is_waited_for_and_one_that_nobody_wrote_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.training.record.event_files._LONGEST", 5000)
    path = tmp_path / "e"
    path.write_bytes(b"x" * 3000)
    reader = EventReader(path, most_bytes=1000)
    assert reader.read_new() == [] and reader._place == 0
    with path.open("ab") as file:
        file.write(b"x" * 4000 + b'\n{"event":"paused","step":3}\n')
    assert [event.step for _ in range(3) for event in reader.read_new()] == [3]
