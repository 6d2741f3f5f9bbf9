import json
import os
import pickle
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop_app.annotation.folders.folder import FolderError, natural_key, open_images, reopened, with_labels_in
from desktop_app.annotation.folders.labels_of import load_image_labels, save_image_labels
from desktop_app.annotation.folders.saving import ChangedElsewhere
from desktop_app.annotation.formats.labelme_reading import LabelFileError
from desktop_app.annotation.formats.labelme_writing import label_file
from desktop_app.annotation.imagery import archive
from desktop_app.annotation.imagery.archive import image_file
from desktop_app.annotation.imagery.embedded import has_picture, put_picture_beside
from desktop_app.annotation.imagery.images import ImageError
from desktop_app.annotation.model import Annotation, Shape, points_of


def picture(path, size=(64, 48)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size).save(path)


def labelled(image, label="cat"):
    return Annotation(image, 64, 48, (Shape("point", (label,), points_of([(1, 2)])),), state="labelled")


def write_labels(path, image, label="cat"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(label_file(labelled(image, label)))


@pytest.fixture
def folder_of_images(tmp_path):
    """Images named to be sorted, two of one stem, a folder below, hidden and foreign files, PixelAnnotationTool's masks."""
    root = tmp_path / "images"
    for name in (
        "img10.jpg",
        "img2.jpg",
        "IMG1.PNG",
        "twin.jpg",
        "twin.png",
        "sub/img2.jpg",
        "road.jpg",
        "road_mask.png",
        "road_watershed_mask.png",
        "road_color_mask.png",
        "lone_mask.png",
        ".hidden.jpg",
        ".git/x.jpg",
        "__MACOSX/x.jpg",
    ):
        picture(root / name)
    (root / "notes.txt").write_text("x")
    write_labels(root / "img2.json", "img2.jpg")
    write_labels(root / "sub/img2.json", "img2.jpg", "dog")
    return root


def test_that_images_are_listed_in_natural_order_without_what_is_none(folder_of_images):
    folder = open_images(folder_of_images)
    assert folder.names == (
        "IMG1.PNG",
        "img2.jpg",
        "img10.jpg",
        "lone_mask.png",
        "road.jpg",
        "sub/img2.jpg",
        "twin.jpg",
        "twin.png",
    )
    assert folder.label_files == {"img2.json", "sub/img2.json"}
    assert folder.positions["img10.jpg"] == 2
    assert folder.known_label("sub/img2.jpg") == "sub/img2.json"
    assert folder.known_label("img10.jpg") is None
    assert open_images(folder_of_images, recursive=False).names == tuple(
        name for name in folder.names if "/" not in name
    )
    assert pickle.loads(pickle.dumps(folder)) == folder


@given(st.lists(st.text(max_size=8)))
def test_that_any_names_can_be_sorted(names):
    once = sorted(names, key=natural_key)
    names.reverse()
    assert sorted(names, key=natural_key) == once


def test_that_numbers_sort_as_numbers_and_folders_stay_together():
    names = ["b/2.jpg", "b-1.jpg", "b/10.jpg", "a10", "a9", "A9b", "b/1/x.jpg"]
    assert sorted(names, key=natural_key) == ["a9", "A9b", "a10", "b/1/x.jpg", "b/2.jpg", "b/10.jpg", "b-1.jpg"]


def test_that_links_to_folders_are_followed_once(folder_of_images):
    (folder_of_images / "sub" / "up").symlink_to(folder_of_images)
    (folder_of_images / "other").symlink_to(folder_of_images.parent / "elsewhere")
    picture(folder_of_images.parent / "elsewhere" / "far.jpg")
    names = open_images(folder_of_images).names
    assert "other/far.jpg" in names
    assert len(names) == 9


@pytest.mark.skipif(
    os.name != "posix" or not hasattr(os, "getuid") or os.getuid() == 0, reason="root may list everything"
)
def test_that_a_folder_that_may_not_be_listed_is_told(folder_of_images):
    (folder_of_images / "sub").chmod(0)
    folder = open_images(folder_of_images)
    (folder_of_images / "sub").chmod(0o755)
    assert len(folder.problems) == 1


def test_that_what_is_no_images_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "a.xyz").write_text("x")
    (tmp_path / "a.zip").write_text("x")
    (tmp_path / "a.txt").write_text("nothing here\n")
    for name, reason in (
        ("a.xyz", "no folder"),
        ("absent", "not there"),
        ("a.zip", "zip"),
        ("a.txt", "names no images"),
    ):
        with pytest.raises(FolderError, match=reason):
            open_images(tmp_path / name)


def test_that_an_image_opens_its_folder(folder_of_images):
    assert open_images(folder_of_images / "img2.jpg").names == open_images(folder_of_images, recursive=False).names


# -- lists


def test_that_a_list_names_its_images_in_its_own_order(folder_of_images):
    lines = [
        "img10.jpg",
        r"sub\img2.jpg",
        "",
        str(folder_of_images.parent / "far.jpg"),
        "./img2.jpg",
        "img10.jpg",
        "data/of/another/machine/img2.jpg",
        "gone.jpg",
        "# words",
    ]
    (folder_of_images / "train.txt").write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    folder = open_images(folder_of_images / "train.txt")
    far = (folder_of_images.parent / "far.jpg").as_posix()
    assert folder.names == ("img10.jpg", "sub/img2.jpg", far, "img2.jpg", "gone.jpg")
    assert folder.known_label("sub/img2.jpg") == "sub/img2.json"
    labels = load_image_labels(folder, "gone.jpg")
    assert [one.where for one in labels.problems] == ["gone.jpg"]


# -- labels


def test_that_labels_are_loaded_and_saved_beside_the_image(folder_of_images):
    folder = open_images(folder_of_images)
    loaded = load_image_labels(folder, "sub/img2.jpg")
    assert loaded.annotation.shapes[0].labels == ("dog",)
    saved = save_image_labels(loaded, loaded.annotation.with_shapes(()))
    again = load_image_labels(folder, "sub/img2.jpg")
    assert (again.annotation, again.stamp) == (saved.annotation, saved.stamp)
    blank = load_image_labels(folder, "img10.jpg")
    assert (blank.annotation, blank.stamp) == (Annotation("img10.jpg", 64, 48), None)
    save_image_labels(blank, labelled("img10.jpg"))
    assert json.loads((folder_of_images / "img10.json").read_bytes())["imagePath"] == "img10.jpg"


def test_that_images_of_one_stem_keep_their_own_labels(folder_of_images):
    folder = open_images(folder_of_images)
    first = load_image_labels(folder, "twin.jpg")
    save_image_labels(first, labelled("twin.jpg", "jpg"))
    second = load_image_labels(folder, "twin.png")
    assert second.annotation.shapes == ()
    save_image_labels(second, labelled("twin.png", "png"))
    assert (folder_of_images / "twin.json").exists()
    assert (folder_of_images / "twin.png.json").exists()
    folder = reopened(folder)
    assert load_image_labels(folder, "twin.jpg").annotation.shapes[0].label == "jpg"
    assert load_image_labels(folder, "twin.png").annotation.shapes[0].label == "png"


def test_that_a_label_file_of_another_image_is_neither_shown_nor_overwritten(folder_of_images):
    write_labels(folder_of_images / "img10.json", "road.jpg")
    loaded = load_image_labels(open_images(folder_of_images), "img10.jpg")
    assert loaded.annotation.shapes == ()
    assert loaded.path == str(folder_of_images / "img10.jpg.json")


def test_that_a_moved_folder_still_finds_its_labels(folder_of_images):
    write_labels(folder_of_images / "img10.json", "../elsewhere/img10.jpg")
    loaded = load_image_labels(open_images(folder_of_images), "img10.jpg")
    assert loaded.annotation.shapes[0].label == "cat"
    assert loaded.annotation.image == "img10.jpg"


def test_that_a_broken_label_file_is_an_error_and_not_an_empty_image(folder_of_images):
    (folder_of_images / "img10.json").write_text("{")
    with pytest.raises(LabelFileError, match=r"img10\.json"):
        load_image_labels(open_images(folder_of_images), "img10.jpg")


def test_that_a_chosen_folder_mirrors_the_images_folders(folder_of_images, tmp_path):
    folder = with_labels_in(open_images(folder_of_images), tmp_path / "labels")
    for name in ("img2.jpg", "sub/img2.jpg"):
        loaded = load_image_labels(folder, name)
        assert loaded.annotation.shapes == ()
        save_image_labels(loaded, replace(loaded.annotation, notes=name))
    assert {path.relative_to(tmp_path / "labels").as_posix() for path in (tmp_path / "labels").rglob("*.json")} == {
        "img2.json",
        "sub/img2.json",
    }
    named = json.loads((tmp_path / "labels/sub/img2.json").read_bytes())["imagePath"]
    assert (tmp_path / "labels/sub" / named).resolve() == folder_of_images / "sub/img2.jpg"
    again = open_images(folder_of_images, labels=tmp_path / "labels")
    assert load_image_labels(again, "sub/img2.jpg").annotation.notes == "sub/img2.jpg"
    assert with_labels_in(again, None).label_files == {"img2.json", "sub/img2.json"}


def test_that_flat_label_folders_of_old_are_still_read(folder_of_images, tmp_path):
    write_labels(tmp_path / "flat/img2.json", "../images/sub/img2.jpg")
    folder = open_images(folder_of_images, labels=tmp_path / "flat")
    assert load_image_labels(folder, "sub/img2.jpg").annotation.shapes[0].label == "cat"
    assert load_image_labels(folder, "img2.jpg").annotation.shapes == ()


def test_that_two_programs_on_one_folder_do_not_overwrite_each_other(folder_of_images):
    here, there = (load_image_labels(open_images(folder_of_images), "img10.jpg") for _ in range(2))
    save_image_labels(there, labelled("img10.jpg", "theirs"))
    with pytest.raises(ChangedElsewhere):
        save_image_labels(here, labelled("img10.jpg", "ours"))
    assert load_image_labels(open_images(folder_of_images), "img10.jpg").annotation.shapes[0].label == "theirs"


def test_that_labels_drawn_before_the_exif_rotation_are_noticed(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (64, 48)).save(tmp_path / "a.jpg", exif=exif)
    write_labels(tmp_path / "a.json", "a.jpg")
    loaded = load_image_labels(open_images(tmp_path), "a.jpg")
    assert (loaded.annotation.width, loaded.annotation.height) == (48, 64)
    (problem,) = loaded.problems
    assert "EXIF" in problem.cure


def test_that_a_picture_inside_a_label_file_can_be_put_beside_it(tmp_path):
    picture(tmp_path / "x.png")
    data = (tmp_path / "x.png").read_bytes()
    (tmp_path / "x.png").unlink()
    import base64

    document = {
        "shapes": [],
        "imagePath": "../../evil/old.png",
        "imageData": base64.b64encode(data).decode(),
        "version": "3",
    }
    (tmp_path / "old.json").write_text(json.dumps(document))
    assert open_images(tmp_path).orphans == ("old.json",)
    assert has_picture(tmp_path / "old.json")
    assert put_picture_beside(tmp_path / "old.json") == tmp_path / "old.png"
    assert (tmp_path / "old.png").read_bytes() == data
    assert open_images(tmp_path).orphans == ()
    (tmp_path / "none.json").write_text('{"shapes": []}')
    with pytest.raises(ImageError, match="carries no picture"):
        put_picture_beside(tmp_path / "none.json")


# -- zips


@pytest.fixture
def zipped(folder_of_images):
    path = folder_of_images.parent / "data.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in ("img2.jpg", "img10.jpg", "sub/img2.jpg", "sub/img2.json"):
            file.write(folder_of_images / name, name)
        file.write(folder_of_images / "img2.jpg", "../evil.jpg")
        file.writestr(zipfile.ZipInfo("/abs.jpg"), b"x")
        file.write(folder_of_images / "img2.jpg", "__MACOSX/._img2.jpg")
    return path


def test_that_a_zip_is_listed_and_unpacked_one_by_one(zipped):
    folder = open_images(zipped)
    assert folder.names == ("img2.jpg", "img10.jpg", "sub/img2.jpg")
    assert not Path(folder.root).exists()
    with Image.open(image_file(folder, "sub/img2.jpg")) as image:
        assert image.size == (64, 48)
    assert [path.name for path in Path(folder.root).rglob("*.jpg")] == ["img2.jpg"]


def test_that_labels_of_a_zip_are_read_from_it_and_saved_beside_it(zipped):
    folder = open_images(zipped)
    before = zipped.read_bytes()
    loaded = load_image_labels(folder, "sub/img2.jpg")
    assert (loaded.annotation.shapes[0].label, loaded.stamp) == ("dog", None)
    save_image_labels(loaded, labelled("sub/img2.jpg", "cow"))
    assert zipped.read_bytes() == before
    assert (zipped.parent / "data-labels" / "sub" / "img2.json").exists()
    again = load_image_labels(open_images(zipped), "sub/img2.jpg")
    assert again.annotation.shapes[0].label == "cow"
    save_image_labels(again, again.annotation)


def test_that_a_bomb_in_a_zip_is_one_reason(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.png", b"\0" * 1_000_000)
    monkeypatch.setattr(archive, "_HARMLESS", 1000)
    folder = open_images(tmp_path / "b.zip")
    with pytest.raises(ImageError, match="would unpack to"):
        image_file(folder, "bomb.png")
    os.unlink(tmp_path / "b.zip")
    with pytest.raises(ImageError, match="not there any more"):
        image_file(folder, "bomb.png")


def test_that_a_folder_for_a_few_images_is_small_and_says_the_same_of_them(tmp_path):
    for number in range(300):
        Image.new("L", (2, 2)).save(tmp_path / f"image_{number}.png")
        (tmp_path / f"image_{number}.json").write_text("{}")
    folder = open_images(tmp_path)
    assert folder.positions["image_299.png"] == 299
    few = folder.only("image_7.png", "image_8.png")
    assert few.known_label("image_7.png") == folder.known_label("image_7.png") == "image_7.json"
    assert few.label_candidates("image_8.png") == folder.label_candidates("image_8.png")
    assert few.image_path("image_8.png") == folder.image_path("image_8.png")
    assert len(pickle.dumps(few)) < 1000
    back = pickle.loads(pickle.dumps(folder))
    assert back == folder and "positions" not in vars(back)
