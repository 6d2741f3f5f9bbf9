"""Settings are written by a thread while a window runs: nobody waits for the disk, and the last value is what stays."""

import json
import threading
import time

from desktop_app import replacing
from desktop_app.gui.settings import Settings


def test_that_nobody_waits_for_a_slow_disk(qapp, monkeypatch):
    go_on, seen = threading.Event(), []
    real = replacing.replace_file

    def slow(path, data):
        assert go_on.wait(20)
        seen.append(threading.current_thread().name)
        real(path, data)

    monkeypatch.setattr(replacing, "replace_file", slow)
    settings = Settings()
    for theme in ("dark", "light", "dark"):
        settings.set("theme", theme)  # would wait for ever
    assert settings.get("theme") == "dark" and not settings.path.exists()
    go_on.set()
    settings.finish()
    assert json.loads(settings.path.read_text())["theme"] == "dark"
    assert set(seen) == {"settings"} and len(seen) <= 2  # what came meanwhile is written at once


def test_that_what_is_set_after_a_write_is_written_too(qapp):
    settings = Settings()
    for number in range(20):
        settings.set("language", f"xx-{number}")
        if number % 3 == 0:
            time.sleep(0.01)
    settings.finish()
    assert Settings().get("language") == "xx-19"


def test_that_a_full_disk_stops_nothing(qapp, monkeypatch):
    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replacing, "replace_file", full)
    settings = Settings()
    settings.set("theme", "dark")
    settings.finish()
    assert settings.get("theme") == "dark" and not settings.path.exists()
    monkeypatch.undo()
    settings.set("theme", "light")
    settings.finish()
    assert json.loads(settings.path.read_text())["theme"] == "light"
