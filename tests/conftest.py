"""What holds for all tests: no screen unless asked for, settings of their own, the C locale for numbers."""

import faulthandler
import gc
import os
import sys

import hypothesis
import pytest


def pytest_addoption(parser):
    parser.addoption("--headed", action="store_true", help="show the windows on the real screen")
    parser.addoption("--update-screenshots", action="store_true", help="write the README's pictures anew")


def _not_nicer(_increment):
    """In place of `os.nice`: a run that a test trains in its own process would put every later test of it behind all others."""
    return 0


_STUCK = 60.0
_stderr = pytest.StashKey[int]()


def pytest_configure(config):
    with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        config.stash[_stderr] = os.dup(2)
    hypothesis.settings.register_profile("house", deadline=None)  # no test depends on how busy the machine is
    hypothesis.settings.load_profile("house")
    _be_patient()
    if hasattr(os, "nice"):
        os.nice = _not_nicer
    if not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


_LONGEST = ("tests/training/", "tests/journeys/", "tests/faults/", "tests/graph/", "tests/engine/")


def pytest_collection_modifyitems(config, items):
    """Of several processes none is left with the longest files at the end while the others wait."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """End a process with its stacks told when the timeout of a test does not: no signal is seen where no Python runs."""
    marked = item.get_closest_marker("timeout")
    limit = float(marked.args[0] if marked is not None else item.config.getini("timeout"))
    faulthandler.dump_traceback_later(limit + _STUCK, exit=True, file=item.config.stash[_stderr])
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(crashitem, sched):
    """A test that brought its process down has failed; without this xdist gives it to the next process, and the next."""
    for work in (sched.workqueue, *sched.assigned_work.values()):
        for unit in work.values():
            if crashitem in unit:
                unit[crashitem] = True


def _be_patient():
    """What is waited for may take half a minute where a test says nothing else: a busy machine is slow, not wrong."""
    from pytestqt.qtbot import QtBot

    QtBot.waitUntil.__kwdefaults__["timeout"] = 30_000


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory, monkeypatch):
    """Each test starts with no settings and leaves the user's alone."""
    monkeypatch.setenv("WEIGHTSMITH_CONFIG_DIR", str(tmp_path_factory.mktemp("settings")))
    monkeypatch.setenv("WEIGHTSMITH_NO_TOUR", "1")
    monkeypatch.setenv("WEIGHTSMITH_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


_MANY_MODULES = 300
_frozen_modules = 0


@pytest.fixture(autouse=True)
def garbage_stays_in_the_ui_thread(request):
    """What a test of the window made is collected on this thread, as in the program; see `desktop_app.gui.garbage`."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    global _frozen_modules  # told by modules: to count all objects would hold a tuple that another thread is just making
    if len(sys.modules) > _frozen_modules + _MANY_MODULES:
        _frozen_modules = len(sys.modules)
        gc.freeze()  # what tests have loaded by now: the next look through everything is shorter
    gc.enable()
