"""What a window may import of this package loads neither torch nor Qt."""

import subprocess
import sys

import pytest

from tests.training.conftest import ROOT

FREE = (
    "use.agreeing", "data.augmenting", "data.class_table", "config", "errors", "record.event_files", "record.events", "guesses", "record.histograms", "launch",
    "use.learning_curve", "metrics", "record.metrics_table", "record.norms", "data.ordering", "data.placing", "preparing", "record.previews", "data.reading", "record.recording", "run", "run_folder", "schedule",
    "use.services", "data.splitting", "stopping", "use.suspicious", "data.targets", "data.shape_documents", "task", "record.tensorboard", "data.training_set", "data.training_set_file", "data.cache", "nets.catalogue", "nets.design",
)  # fmt: skip


@pytest.mark.parametrize("names", [FREE, ("config", "record.events", "run", "launch")])
def test_that_values_of_training_load_no_torch_and_no_qt(names):
    code = "\n".join(f"import desktop_app.training.{name}" for name in names)
    done = subprocess.run(
        [sys.executable, "-c", code + "\nimport sys; print(' '.join(sys.modules))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"torch", "torchvision", "PySide6", "skimage", "scipy", "faster_coco_eval"}
