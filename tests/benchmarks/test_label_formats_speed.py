"""A COCO file of 10 000 shapes is read in a few times what Python's JSON needs for the same file."""

import json
import random

from desktop_app.annotation.formats.all import read_labels


def coco_of(count):
    rng = random.Random(0)
    annotations = []
    for number in range(count):
        x, y = rng.uniform(0, 3000), rng.uniform(0, 2000)
        ring = [value for _ in range(20) for value in (x + rng.uniform(0, 90), y + rng.uniform(0, 90))]
        annotations.append(
            {
                "id": number, "image_id": number % 100, "category_id": number % 10, "segmentation": [ring],
                "bbox": [x, y, 90, 90], "area": 8100.0, "iscrowd": 0,
            }
        )  # fmt: skip
    images = [{"id": number, "file_name": f"{number}.jpg", "width": 4000, "height": 3000} for number in range(100)]
    categories = [{"id": number, "name": f"class {number}"} for number in range(10)]
    return {"images": images, "annotations": annotations, "categories": categories}


def test_that_ten_thousand_shapes_are_read_in_a_few_times_what_json_needs(tmp_path, ratio, benchmark):
    path = tmp_path / "large.json"
    path.write_text(json.dumps(coco_of(10_000)))
    faster = ratio("COCO import against json.load", lambda: json.loads(path.read_text()), lambda: read_labels(path))
    benchmark.pedantic(read_labels, (path,), rounds=1)
    assert faster > 1 / 8
