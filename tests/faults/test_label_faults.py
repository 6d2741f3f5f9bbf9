"""Labels that are saved while the process is killed: the file is always one that was saved whole, and nothing lies beside it."""

import os
import pickle
import random
import signal
import subprocess
import sys
import time

import numpy as np

from desktop_app.annotation.folders.folder import open_images
from desktop_app.annotation.folders.saving import load_labels, save_labels
from desktop_app.annotation.formats.labelme_writing import label_file
from desktop_app.annotation.model import Annotation, Shape, points_of

SAVE_FOR_EVER = """
import pickle, sys
from desktop_app.annotation.folders.saving import current_stamp, save_labels
path, annotations = pickle.load(sys.stdin.buffer)
stamp = current_stamp(path)
while True:
    for annotation in annotations:
        stamp = save_labels(path, annotation, stamp)
        print("saved", flush=True)
"""


def test_that_kill_at_any_moment_leaves_labels_that_were_saved_whole(tmp_path):
    generator = random.Random(0)
    points = np.random.default_rng(0).random((400, 40, 2)) * 1000
    annotations = [
        Annotation(
            "a.jpg",
            1000,
            1000,
            tuple(Shape("polygon", ("x",), points_of(ring + step)) for ring in points),
            state="labelled",
        )
        for step in range(3)
    ]
    whole = {label_file(annotation) for annotation in annotations}
    path = tmp_path / "a.json"
    save_labels(path, annotations[0], None)
    seen = set()
    for _ in range(12):
        process = subprocess.Popen([sys.executable, "-c", SAVE_FOR_EVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(pickle.dumps((path, annotations)))
        process.stdin.close()
        for _ in range(generator.randint(1, 4)):
            assert process.stdout.readline() == b"saved\n"
        time.sleep(generator.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert path.read_bytes() in whole
        seen.add(path.read_bytes())
        assert load_labels(path).annotation.shapes
    assert len(seen) > 1
    save_labels(path, annotations[1], load_labels(path).stamp)
    assert [entry.name for entry in os.scandir(tmp_path)] == ["a.json"]
    assert open_images(tmp_path).label_files == {"a.json"}
