"""Widgets in cycles are taken apart by the UI thread, whichever thread makes the objects that set the collector off."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject

from desktop_app.gui.garbage import GarbageCollector, give_back


class Holder(QObject):
    """An object in a cycle; it notes the thread in which it is taken apart."""

    def __init__(self, seen):
        super().__init__()
        self.me = self
        self.seen = seen

    def __del__(self):
        self.seen.append(threading.current_thread().name)


def in_another_thread():
    """Many objects are made there, and stay."""
    made = []
    thread = threading.Thread(target=lambda: made.extend([number] for number in range(50_000)), name="busy")
    thread.start()
    thread.join()
    return made


def test_that_without_it_another_thread_would_take_widgets_apart(qapp):
    """Why it is there: this is what Python does by itself."""
    seen = []
    gc.collect()
    gc.enable()
    Holder(seen)
    kept = in_another_thread()
    gc.disable()
    assert len(kept) == 50_000
    assert seen == ["busy"]


def test_that_only_the_ui_thread_takes_widgets_apart(qapp, qtbot):
    seen = []
    collector = GarbageCollector()
    try:
        Holder(seen)
        kept = in_another_thread()
        assert len(kept) == 50_000
        assert seen == []
        qtbot.waitUntil(lambda: seen == [threading.main_thread().name])
    finally:
        collector.end()


def test_that_everything_is_looked_through_now_and_then(qapp):
    seen = []
    collector = GarbageCollector()
    try:
        Holder(seen)
        gc.collect(1)  # now it is young no more
        seen.clear()
        kept = Holder(seen)
        gc.collect()
        del kept
        collector.look()
        assert seen == []
        collector._whole_again = 0.0
        collector.look()
        assert seen == [threading.main_thread().name]
        assert collector._whole_again > 0
    finally:
        collector.end()


def test_that_python_has_the_work_again_afterwards(qapp):
    collector = GarbageCollector()
    assert not gc.isenabled()
    collector.end()
    assert gc.isenabled()
    gc.disable()


def test_that_memory_goes_back_to_the_system(qapp):
    """Many small pieces with one at the end that stays: C's allocator would keep all of them."""
    import ctypes
    import sys

    if sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("only glibc keeps it")
    pieces = [bytes(20_000) for _ in range(3000)]
    stays = bytes(20_000)
    del pieces
    before = resident()
    give_back()
    assert resident() <= before and len(stays) == 20_000


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1])
