"""A run's figures as TensorBoard reads them: its file format is so small that it needs no library. No torch."""

import socket
import struct
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from desktop_app.replacing import replace_file
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.record.events import Epoch, Event, Step, Validation
from desktop_app.training.run_folder import RunFolder


def export_tensorboard(folder: RunFolder, target: Path) -> Path:
    """Write every number that the run has told into a file of `target` (a folder); returns the file. Raises `OSError`."""
    target.mkdir(parents=True, exist_ok=True)
    parts = [_record(_version(time.time()))]
    for event in EventReader(folder.events).read_all():
        parts += [_record(_scalar(event.time, step, tag, value)) for step, tag, value in _numbers(event)]
    path = target / f"events.out.tfevents.{int(time.time())}.{socket.gethostname()}.{folder.path.name}"
    replace_file(path, b"".join(parts))
    return path


def _numbers(event: Event) -> Iterator[tuple[int, str, float]]:
    match event:
        case Step():
            yield event.step, "train/loss", event.loss
            yield event.step, "train/learning_rate", event.learning_rate
            yield event.step, "train/gradient_norm", event.norm
            yield event.step, "train/seconds", event.seconds
        case Epoch():
            yield event.step, "train/images_per_second", event.images_per_second
            yield event.step, "train/epoch_loss", event.loss
        case Validation():
            yield event.step, "validation/loss", event.loss
            for name, value in event.metrics.items():
                yield event.step, f"validation/{name}", value
            for name, value in event.classes.items():
                yield event.step, f"validation/class/{name}", value
        case _:
            return


def _version(moment: float) -> bytes:
    return _field(1, 1) + struct.pack("<d", moment) + _bytes(3, b"brain.Event:2")


def _scalar(moment: float, step: int, tag: str, value: float) -> bytes:
    """Protobuf of `Event{wall_time, step, summary{value{tag, simple_value}}}`."""
    entry = _bytes(1, tag.encode()) + _field(2, 5) + struct.pack("<f", _single(value))
    return _field(1, 1) + struct.pack("<d", moment) + _field(2, 0) + _varint(step) + _bytes(5, _bytes(1, entry))


def _single(value: float) -> float:
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _field(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _bytes(number: int, data: bytes) -> bytes:
    return _field(number, 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)
    return bytes(made)


def _record(data: bytes) -> bytes:
    """TFRecord: length, its checksum, the data, its checksum."""
    head = struct.pack("<Q", len(data))
    return head + struct.pack("<I", _masked(head)) + data + struct.pack("<I", _masked(data))


def _masked(data: bytes) -> int:
    """CRC-32C, turned and shifted as TFRecord wants it."""
    crc = 0xFFFFFFFF
    table = _table()
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


@cache
def _table() -> tuple[int, ...]:
    """CRC-32C (Castagnoli), reflected."""
    rows: list[int] = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        rows.append(value)
    return tuple(rows)
