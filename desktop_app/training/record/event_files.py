"""`events.jsonl`: events appended by the one who trains, and read while the file grows by everybody else."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_app.training.record.events import Event, event_of, line_of

_LONGEST = 16 << 20
"""Bytes that no event reaches: a confusion of a thousand classes takes some of them, a file that is not ours any number."""


class EventWriter:
    """Appends events; a full disk costs events, never the run."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o666)
        self.lost = 0
        # what a killed process left unfinished must not swallow our first line
        self._torn = os.fstat(self._descriptor).st_size > 0

    def write(self, event: Event) -> None:
        """Append one event, with the time of now unless it has one."""
        if not event.time:
            event = replace(event, time=round(time.time(), 3))
        data = (("\n" if self._torn else "") + line_of(event) + "\n").encode("utf-8", "backslashreplace")
        try:
            self._torn = os.write(self._descriptor, data) < len(data)
        except OSError:
            self._torn = True
        self.lost += self._torn

    def close(self) -> None:
        """Bring what was written to the disk."""
        try:
            os.fsync(self._descriptor)
        except OSError:
            self.lost += 1
        finally:
            os.close(self._descriptor)


class EventReader:
    """Reads a file of events from its start, and again and again what was added."""

    def __init__(self, path: Path, most_bytes: int = _LONGEST) -> None:
        self.path, self._place, self._identity, self._most = path, 0, (0, 0), most_bytes

    def read_new(self) -> list[Event]:
        """Events that were added since the last call, `most_bytes` of them or one that is longer; empty when there is no file."""
        try:
            with self.path.open("rb") as file:
                found = os.fstat(file.fileno())
                if (found.st_dev, found.st_ino) != self._identity or found.st_size < self._place:
                    self._identity, self._place = (found.st_dev, found.st_ino), 0
                file.seek(self._place)
                data = file.read(self._most)
                if len(data) == self._most and b"\n" not in data:
                    data += file.readline(_LONGEST)
        except OSError:
            return []
        end = data.rfind(b"\n") + 1
        if not end and len(data) > _LONGEST:  # no event is so long: it is not ours
            self._place += len(data)
            return []
        self._place += end
        return [event for line in data[:end].split(b"\n") if line and (event := event_of(line)) is not None]

    def read_all(self) -> Iterator[Event]:
        """Every event that is there, in steps that bound the memory."""
        while events := self.read_new():
            yield from events
