"""Decoded once: the same pixels every time, new ones when the file changed, whatever happens to the cache itself."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from PIL import Image

from desktop_app.training.data.cache import ImageCache, cache_for, forget_oldest
from desktop_app.training.data.pictures import PADDING, UnreadableImage, picture_on, size_of
from tests.training.conftest import ROOT

CANVAS = (64, 48)


@pytest.fixture
def paths(labelled):
    return [str(path) for path in sorted(labelled("cells", 6, size=(128, 96)).glob("*.jpg"))]


@pytest.mark.parametrize("raw", [True, False])
def test_that_the_first_look_is_every_later_one(tmp_path, paths, raw):
    with ImageCache(tmp_path / "cache", CANVAS, raw=raw) as first:
        seen = [first.get(path)[0].copy() for path in paths]
        again = [first.get(path) for path in paths]
    with ImageCache(tmp_path / "cache", CANVAS, raw=raw) as second:
        assert all(second.has(path) for path in paths)
        later = [second.get(path) for path in paths]
    for one, (two, placement), (three, _) in zip(seen, again, later, strict=True):
        assert np.array_equal(one, two) and np.array_equal(one, three)
        assert one.shape == (48, 64, 3) and (placement.width, placement.height, placement.scale) == (128, 96, 0.5)
    if raw:
        assert np.array_equal(seen[0], picture_on(CANVAS, paths[0])[0])


def test_that_an_image_that_changed_is_noticed_and_decoded_anew(tmp_path, paths):
    with ImageCache(tmp_path / "cache", CANVAS) as cache:
        before = cache.get(paths[0])[0].copy()
        assert cache.changed(paths) == []
        Image.new("RGB", (128, 96), (10, 200, 30)).save(paths[0])
        assert np.array_equal(cache.get(paths[0])[0], before)  # a run notices between epochs, not within
        assert cache.changed(paths) == [paths[0]]
        assert not np.array_equal(cache.get(paths[0])[0], before)


def test_that_filling_in_the_background_leaves_nothing_to_decode(tmp_path, paths):
    told = []
    with ImageCache(tmp_path / "cache", CANVAS) as cache:
        assert cache.fill(paths, progress=lambda done, total, text: told.append((done, total)), threads=2) == 0
        assert told[-1] == (6, 6) and all(cache.has(path) for path in paths)
        assert cache.fill([*paths, "/nowhere.jpg"]) == 1


def test_that_processes_and_threads_share_one_cache(tmp_path, paths):
    script = (
        "import sys; from pathlib import Path; from desktop_app.training.data.cache import ImageCache\n"
        f"cache = ImageCache(Path(sys.argv[1]), {CANVAS}); [cache.get(path) for path in sys.argv[2:]]"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "cache")]
    processes = [subprocess.Popen([*command, *order], cwd=ROOT) for order in (paths, paths[::-1], paths[::2])]
    with ImageCache(tmp_path / "cache", CANVAS) as cache:
        threads = [threading.Thread(target=cache.fill, args=(paths,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [process.wait() for process in processes] == [0, 0, 0]
        for path in paths:
            assert np.array_equal(cache.get(path)[0], picture_on(CANVAS, path)[0])
    assert (tmp_path / "cache" / "pixels").stat().st_size == len(paths) * 64 * 48 * 3  # nothing was stored twice


def test_that_a_torn_index_and_cut_pixels_only_cost_a_decode(tmp_path, paths):
    with ImageCache(tmp_path / "cache", CANVAS) as cache:
        cache.fill(paths)
    index, pixels = tmp_path / "cache" / "index", tmp_path / "cache" / "pixels"
    index.write_bytes(index.read_bytes()[:-30] + b"\nnonsense 1 2 x\n\xff\xfe")
    os.truncate(pixels, 64 * 48 * 3 * 3 + 100)
    with ImageCache(tmp_path / "cache", CANVAS) as cache:
        for path in paths:
            assert np.array_equal(cache.get(path)[0], picture_on(CANVAS, path)[0])


def test_that_a_cache_that_cannot_be_written_is_done_without(tmp_path, paths):
    (tmp_path / "file").write_text("in the way")
    with ImageCache(tmp_path / "file" / "cache", CANVAS) as cache:
        assert np.array_equal(cache.get(paths[0])[0], picture_on(CANVAS, paths[0])[0])
        assert not cache.has(paths[0])


def test_that_unreadable_images_are_told_and_stay_unreadable(tmp_path, paths):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"no image")
    with ImageCache(tmp_path / "cache", CANVAS) as cache:
        for path, word in ((bad, "no image of a kind"), (tmp_path / "gone.png", "is not there")):
            with pytest.raises(UnreadableImage, match=word):
                cache.get(str(path))


def test_that_images_stand_upright_and_the_rest_of_the_canvas_is_grey(tmp_path):
    image = Image.new("RGB", (40, 80), (250, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned right
    image.save(tmp_path / "a.jpg", exif=exif, quality=95)
    assert size_of(str(tmp_path / "a.jpg")) == (80, 40)
    pixels, placement = picture_on((80, 80), str(tmp_path / "a.jpg"))
    assert placement.size == (80, 40)
    assert pixels[20, 70, 0] > 200 and (pixels[60, 20] == PADDING).all()


def test_that_deep_and_transparent_images_are_read(tmp_path):
    Image.fromarray(np.linspace(0, 60000, 48 * 64).reshape(48, 64).astype(np.uint16)).save(tmp_path / "deep.png")
    Image.new("RGBA", (64, 48), (200, 100, 50, 255)).save(tmp_path / "clear.png")
    deep, _ = picture_on(CANVAS, str(tmp_path / "deep.png"))
    assert deep.min() < 5 and deep.max() > 250
    assert picture_on(CANVAS, str(tmp_path / "clear.png"))[0][0, 0].tolist() == [200, 100, 50]


def test_that_the_least_used_caches_go_when_there_are_too_many(tmp_path):
    for number, name in enumerate("abc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pixels").write_bytes(b"x" * 1000)
        os.utime(tmp_path / name / "pixels", (number, number))
    forget_oldest(tmp_path, keep=tmp_path / "a", limit=2000)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]


def test_that_large_sets_are_kept_as_jpeg(tmp_path):
    assert cache_for(str(tmp_path), (320, 240), 100).raw
    assert not cache_for(str(tmp_path), (320, 240), 100_000).raw
