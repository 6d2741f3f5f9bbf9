"""Labelled pictures that tests make for themselves, runs on them, and caches of their own."""

import importlib.util
import sys
from pathlib import Path

import pytest
import torch

from desktop_app.training.config import RunConfig
from desktop_app.training.data.reading import read_source
from desktop_app.training.preparing import prepare_run
from desktop_app.training.record.event_files import EventReader
from desktop_app.training.run_folder import RunFolder
from desktop_app.training.stopping import StopWish

ROOT = Path(__file__).parents[2]


def _script():
    spec = importlib.util.spec_from_file_location(
        "make_training_samples", ROOT / "packaging" / "make_training_samples.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_training_samples"] = module
    spec.loader.exec_module(module)
    return module


drawing = _script()


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Each test decodes its own images, and leaves torch's threads as they were."""
    monkeypatch.setenv("WEIGHTSMITH_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def labelled(tmp_path):
    """`labelled(kind, count, ...)`: a folder of pictures with labelme files beside them."""

    def make(kind, count, seed=0, name=None, **options):
        return drawing.write(tmp_path / (name or kind), kind, count, seed, **options)

    return make


@pytest.fixture
def prepared(tmp_path):
    """`prepared(folder, **settings)`: a run that is ready to be trained, quick and repeatable unless told otherwise."""

    def make(data, name="run", **settings):
        usual = {"threads": 1, "workers": 0, "histogram_share": 0.0}
        folder = RunFolder(tmp_path / name)
        prepare_run(RunConfig(data=str(data), **(usual | settings)), read_source(data), folder)
        return folder

    return make


class StopAfter(StopWish):
    """A wish to stop that is raised when it has been asked for so many times."""

    def __init__(self, asked: int) -> None:
        self.left = asked

    @property
    def raised(self):
        self.left -= 1
        return self.left < 0


@pytest.fixture
def events_of():
    """All events of a run of one kind."""

    def read(folder, kind):
        return [event for event in EventReader(folder.events).read_all() if isinstance(event, kind)]

    return read
