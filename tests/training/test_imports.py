"""What a window may import of this package loads neither torch nor Qt."""

import subprocess
import sys

import pytest

from tests.training.conftest import ROOT

FREE = (
    "agreeing", "augmenting", "class_table", "config", "errors", "event_files", "events", "guesses", "histograms", "launch",
    "learning_curve", "metrics", "metrics_table", "norms", "ordering", "placing", "preparing", "previews", "reading", "recording", "run", "run_folder", "schedule",
    "services", "splitting", "stopping", "suspicious", "targets", "shape_documents", "task", "tensorboard", "training_set", "training_set_file", "cache", "nets.catalogue", "nets.design",
)  # fmt: skip


@pytest.mark.parametrize("names", [FREE, ("config", "events", "run", "launch")])
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
