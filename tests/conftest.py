"""What holds for all tests: no screen unless asked for, settings of their own, the C locale for numbers."""

import os

import hypothesis
import pytest


def pytest_addoption(parser):
    parser.addoption("--headed", action="store_true", help="show the windows on the real screen")
    parser.addoption("--update-screenshots", action="store_true", help="write the README's pictures anew")


def pytest_configure(config):
    hypothesis.settings.register_profile("house", deadline=None)  # no test depends on how busy the machine is
    hypothesis.settings.load_profile("house")
    _be_patient()
    if not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


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
