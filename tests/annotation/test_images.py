import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.annotation.imagery import decoding
from desktop_app.annotation.imagery import thumbnails as thumbnails_module
from desktop_app.annotation.imagery.decoding import ahead, decode, decode_whole
from desktop_app.annotation.imagery.images import ImageError, Limits, image_info, image_size
from desktop_app.annotation.imagery.pictures import (
    PictureStore,
    default_store,
    evict,
    levels_for,
    mapped,
    pixels_of,
    read_head,
)
from desktop_app.annotation.imagery.thumbnails import thumbnail, thumbnails

F = np.zeros((40, 30, 3), np.uint8)
F[5:35, 5:10] = F[5:10, 5:25] = F[18:22, 5:20] = (250, 40, 10)
"""The letter F, which no rotation and no mirror leaves as it is."""


@pytest.fixture
def store(tmp_path):
    return PictureStore(str(tmp_path / "fast"), str(tmp_path / "large"))


def with_orientation(picture, orientation):
    """The stored pixels and EXIF of a picture that is seen upright."""
    steps = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    return picture.transpose(steps[orientation]) if orientation in steps else picture, exif


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_every_orientation_is_seen_upright_and_no_file_is_touched(tmp_path, store, orientation, suffix):
    stored, exif = with_orientation(Image.fromarray(F), orientation)
    path = tmp_path / f"f{suffix}"
    stored.save(
        path,
        exif=exif,
        **({"quality": 98, "subsampling": 0} if suffix == ".jpg" else {"lossless": True} if suffix == ".webp" else {}),
    )
    before = path.read_bytes()
    picture = decode_whole(path, store)
    assert (picture.width, picture.height) == (30, 40) == image_size(path)
    assert np.abs(pixels_of(picture)[..., :3].astype(int) - F).mean() < 6
    small = thumbnail(path, 20)
    assert (small.width, small.height, small.whole) == (15, 20, (30, 40))
    assert path.read_bytes() == before
    assert image_info(path).orientation == (orientation if suffix != ".tif" else image_info(path).orientation)


def test_that_exif_after_the_pixels_of_a_png_counts(tmp_path, store):
    stored, exif = with_orientation(Image.fromarray(F), 6)
    file = io.BytesIO()
    stored.save(file, format="PNG")
    data = file.getvalue()
    body = exif.tobytes().removeprefix(b"Exif\0\0")
    chunk = struct.pack(">I", len(body)) + b"eXIf" + body + struct.pack(">I", zlib.crc32(b"eXIf" + body))
    end = data.index(b"IEND") - 4
    path = tmp_path / "late.png"
    path.write_bytes(data[:end] + chunk + data[end:])
    assert image_size(path) == (30, 40)
    assert (pixels_of(decode_whole(path, store))[..., :3] == F).all()


def test_that_a_broken_exif_is_no_reason_to_refuse_the_image(tmp_path, store):
    path = tmp_path / "f.jpg"
    Image.fromarray(F).save(path, exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01" * 20)
    assert decode_whole(path, store).width == 30


KINDS = {
    "grey.png": Image.new("L", (9, 7), 100),
    "bits.png": Image.new("1", (9, 7), 1),
    "palette.png": Image.new("RGB", (9, 7), (10, 200, 30)).quantize(4),
    "cmyk.jpg": Image.new("CMYK", (9, 7), (0, 0, 0, 128)),
    "cmyk.tif": Image.new("CMYK", (9, 7), (0, 0, 0, 128)),
    "still.gif": Image.new("P", (9, 7), 3),
    "still.bmp": Image.new("RGB", (9, 7), (1, 2, 3)),
    "still.webp": Image.new("RGB", (9, 7), (100, 2, 3)),
    "still.ppm": Image.new("RGB", (9, 7), (1, 2, 3)),
    "ycc.jpg": Image.new("YCbCr", (9, 7)),
}


@pytest.mark.parametrize("name", KINDS)
def test_that_all_kinds_of_pixels_become_the_same_colours(tmp_path, store, name):
    KINDS[name].save(tmp_path / name)
    picture = decode_whole(tmp_path / name, store)
    with Image.open(tmp_path / name) as image:
        expected = np.asarray(image.convert("RGB"))
    assert picture.opaque
    assert all((pixels_of(picture, level.scale)[..., 3] == 255).all() for level in picture.levels)
    assert (pixels_of(picture)[..., :3] == expected).all()


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp"])
def test_that_opacity_is_kept_premultiplied(tmp_path, store, name):
    clear = np.zeros((4, 5, 4), np.uint8)
    clear[:, :3] = (200, 100, 50, 128)
    Image.fromarray(clear).save(tmp_path / name, **({"lossless": True} if name.endswith("webp") else {}))
    picture = decode_whole(tmp_path / name, store)
    assert not picture.opaque
    assert pixels_of(picture)[0, 0].tolist() == [100, 50, 25, 128]
    assert pixels_of(picture)[0, 4].tolist() == [0, 0, 0, 0]
    assert not thumbnail(tmp_path / name, 4).opaque


def test_that_opacity_that_is_full_everywhere_is_none(tmp_path, store):
    Image.new("RGBA", (4, 3), (1, 2, 3, 255)).save(tmp_path / "a.png")
    assert decode_whole(tmp_path / "a.png", store).opaque


def test_that_a_transparent_palette_is_transparent(tmp_path, store):
    picture = Image.new("P", (4, 3), 1)
    picture.putpalette([0, 0, 0, 250, 0, 0])
    picture.save(tmp_path / "a.gif", transparency=1)
    assert pixels_of(decode_whole(tmp_path / "a.gif", store))[0, 0].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("name", "dtype"), [("a.png", np.uint16), ("a.tif", np.uint16), ("f.tif", np.float32), ("i.tif", np.int32)]
)
def test_that_more_than_eight_bits_are_stretched_and_say_so(tmp_path, store, name, dtype):
    values = np.linspace(1000, 3000, 12).reshape(3, 4).astype(dtype)
    Image.fromarray(values).save(tmp_path / name)
    picture = decode_whole(tmp_path / name, store)
    assert (picture.low, picture.high) == (1000, 3000)
    seen = pixels_of(picture)[..., 0]
    assert (seen[0, 0], seen[2, 3]) == (0, 255)
    assert (np.diff(seen.ravel().astype(int)) > 0).all()


def test_that_a_tiff_of_16_bit_colours_in_planes_is_read(tmp_path, store):
    import tifffile

    planes = np.stack([np.full((6, 5), value, np.uint16) for value in (0, 30000, 60000)])
    tifffile.imwrite(tmp_path / "p.tif", planes, photometric="rgb", planarconfig="separate")
    picture = decode_whole(tmp_path / "p.tif", store)
    assert pixels_of(picture)[2, 2, :3].tolist() == [0, 127, 255]
    assert image_size(tmp_path / "p.tif") == (5, 6)


def test_that_values_that_are_not_finite_are_no_trouble(tmp_path, store):
    values = np.array([[np.nan, 1.0], [np.inf, 3.0]], np.float32)
    Image.fromarray(values).save(tmp_path / "a.tif")
    assert pixels_of(decode_whole(tmp_path / "a.tif", store))[..., 0].tolist() == [[0, 0], [255, 255]]


# -- reasons


def png_head(width, height):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def test_that_what_cannot_be_shown_has_one_reason(tmp_path, store):
    Image.fromarray(F).save(tmp_path / "f.png")
    whole = (tmp_path / "f.png").read_bytes()
    cases = {
        "absent.png": (None, "is not there"),
        "empty.png": (b"", "is empty"),
        "text.jpg": (b"hello", "no image of a kind that is known"),
        "lfs.jpg": (b"version https://git-lfs.github.com/spec/v1\noid x", "Git LFS"),
        "cut.png": (whole[: len(whole) // 2], "broken"),
        "bomb.png": (png_head(20_000, 20_000), "decompression bomb"),
        "huge.png": (png_head(100_000, 100_000), "more than"),
        "bad.tif": (b"II*\0\x08\0\0\0\xff\xff" + b"\0" * 30, "known|broken"),
    }
    for name, (data, reason) in cases.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(ImageError, match=reason) as caught:
            decode_whole(tmp_path / name, store)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ImageError, match="folder"):
        decode_whole(tmp_path / "folder.png", store)


def test_that_a_broken_image_is_one_row_among_thumbnails(tmp_path):
    Image.fromarray(F).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"x")
    Image.fromarray(F).save(tmp_path / "c.png")
    found = dict(thumbnails([tmp_path / name for name in ("a.png", "b.png", "c.png")], 16))
    assert [isinstance(value, ImageError) for value in found.values()] == [False, True, False]


def test_that_the_thumbnail_of_a_large_image_is_kept_until_the_image_changes(tmp_path, monkeypatch):
    path = tmp_path / "large.png"
    Image.new("RGB", (2000, 1500), (200, 30, 10)).save(path)
    first = thumbnail(path, 32)
    with monkeypatch.context() as patched:
        patched.setattr(thumbnails_module, "opened", None)
        again = thumbnail(path, 32)
    assert (again.width, again.height, again.whole) == (first.width, first.height, (2000, 1500))
    assert np.abs(np.frombuffer(again.data, np.uint8).astype(int) - np.frombuffer(first.data, np.uint8)).max() < 12
    Image.new("RGB", (2000, 1000), (10, 30, 200)).save(path)
    assert thumbnail(path, 32).whole == (2000, 1000)
    kept = next((Path(os.environ["WEIGHTSMITH_CACHE_DIR"]) / "thumbnails").rglob("*.jpg")).parent
    for n in range(9):
        (kept / f"{n}.jpg").write_bytes(b"x")
    thumbnails_module._forget(kept, 5)
    assert len(list(kept.iterdir())) == 5


def test_that_a_full_disk_is_the_reason_and_not_the_image(tmp_path, store, monkeypatch):
    Image.fromarray(F).save(tmp_path / "a.png")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(ImageError, match="no place to unpack"):
        decode_whole(tmp_path / "a.png", store)
    assert not list((tmp_path / "fast").iterdir())


def test_that_pillows_own_guard_is_as_it_was(tmp_path, store):
    limit = Image.MAX_IMAGE_PIXELS
    Image.fromarray(F).save(tmp_path / "a.png")
    decode_whole(tmp_path / "a.png", store)
    assert limit == Image.MAX_IMAGE_PIXELS


# -- the store


def test_that_levels_halve_and_choose_themselves_by_zoom(tmp_path, store):
    gradient = np.add.outer(np.arange(700), np.arange(901)).astype(np.uint8)
    Image.fromarray(gradient).save(tmp_path / "a.png")
    picture = decode_whole(tmp_path / "a.png", store)
    assert [(level.scale, level.width, level.height) for level in picture.levels] == [
        (1, 901, 700),
        (2, 451, 350),
        (4, 226, 175),
    ]
    assert [picture.level_for(zoom).scale for zoom in (8, 1, 0.6, 0.5, 0.3, 0.01)] == [1, 1, 1, 2, 2, 4]
    assert pixels_of(picture, 2).shape == (350, 451, 4)
    expected = np.asarray(Image.fromarray(gradient).convert("RGB").reduce(2))
    assert (pixels_of(picture, 2)[..., :3] == expected).all()
    assert (pixels_of(picture, 2)[..., 3] == 255).all()


def test_that_what_was_decoded_is_not_decoded_again_until_the_file_changes(tmp_path, store, monkeypatch):
    path = tmp_path / "a.png"
    Image.fromarray(F).save(path)
    first = decode_whole(path, store)
    with monkeypatch.context() as patched:
        patched.setattr(decoding, "opened", None)
        assert decode_whole(path, store) == first
    Image.fromarray(255 - F).save(path)
    assert (pixels_of(decode_whole(path, store))[..., :3] == 255 - F).all()


def test_that_the_store_forgets_what_was_not_used_for_the_longest_time(tmp_path):
    store = PictureStore(str(tmp_path / "s"), str(tmp_path / "s"), large_limit=60_000)
    for place in range(6):
        Image.new("RGB", (50, 50), (place, 0, 0)).save(tmp_path / f"{place}.png")
        picture = decode_whole(tmp_path / f"{place}.png", store)
        os.utime(picture.file, (place, place))
    left = sorted(path.name for path in (tmp_path / "s").iterdir())
    assert len(left) == 4
    assert pixels_of(decode_whole(tmp_path / "5.png", store))[0, 0, 0] == 5
    evict(tmp_path / "s", 0)
    assert not list((tmp_path / "s").iterdir())


def test_that_a_mapped_picture_outlives_its_file(tmp_path, store):
    Image.fromarray(F).save(tmp_path / "a.png")
    picture = decode_whole(tmp_path / "a.png", store)
    pixels = pixels_of(picture)
    os.unlink(picture.file)
    assert (pixels[..., :3] == F).all()
    with pytest.raises(OSError, match="No such file"):
        mapped(picture)


def test_that_a_spoilt_file_of_the_store_is_made_again(tmp_path, store):
    Image.fromarray(F).save(tmp_path / "a.png")
    picture = decode_whole(tmp_path / "a.png", store)
    for spoilt in (b"", b"WSPIX2\n{}", b"WSPIX2\n[", Path(picture.file).read_bytes()[:-1]):
        Path(picture.file).write_bytes(spoilt)
        assert read_head(tmp_path / picture.file) is None
        assert (pixels_of(decode_whole(tmp_path / "a.png", store))[..., :3] == F).all()


def test_that_a_large_jpeg_is_seen_small_before_it_is_seen_whole(tmp_path, store, monkeypatch):
    monkeypatch.setattr(decoding, "_PREVIEWED", 100_000)
    stored, exif = with_orientation(Image.fromarray(F).resize((1203, 804)), 6)
    stored.save(tmp_path / "a.jpg", exif=exif, quality=95)
    steps = decode(tmp_path / "a.jpg", store)
    preview = next(steps)
    assert (preview.width, preview.height, preview.levels[0].scale) == (1203, 804, 8)
    assert pixels_of(preview).shape == (101, 151, 4)
    with pytest.raises(StopIteration) as end:
        next(steps)
    whole = end.value.value
    assert whole.levels[0].scale == 1
    reduced = pixels_of(whole, 8)[..., :3].astype(int)
    assert np.abs(pixels_of(preview)[..., :3] - reduced).mean() < 8


def test_that_a_full_disk_costs_the_largest_level_only(tmp_path, store, monkeypatch):
    usage = decoding.shutil.disk_usage(tmp_path)
    levels = levels_for(1200, 900)
    monkeypatch.setattr(decoding.shutil, "disk_usage", lambda _: usage._replace(free=levels[0].stride * 900))
    Image.fromarray(F).resize((1200, 900)).save(tmp_path / "a.png")
    picture = decode_whole(tmp_path / "a.png", store)
    assert (picture.width, picture.levels[0].scale) == (1200, 2)
    assert pixels_of(picture).shape == (450, 600, 4)


def test_that_images_ahead_are_those_in_the_direction_of_travel():
    names = [str(n) for n in range(10)]
    assert ahead(names, 4) == ("5", "6", "7", "3")
    assert ahead(names, 4, forwards=False, count=2) == ("3", "2", "5")
    assert ahead(names, 9) == ("8",)


def test_that_tests_keep_out_of_the_users_cache(tmp_path):
    assert str(default_store().fast).startswith(os.environ["WEIGHTSMITH_CACHE_DIR"])


def test_that_limits_are_a_value(tmp_path, store):
    Image.fromarray(F).save(tmp_path / "a.png")
    with pytest.raises(ImageError, match="more than 100"):
        next(decode(tmp_path / "a.png", store, Limits(pixels=100)))
