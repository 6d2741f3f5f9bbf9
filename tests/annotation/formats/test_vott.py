"""VoTT's files: ids of assets as VoTT computes them, projects with their asset files, and what real exports hold."""

import json

import pytest
from PIL import Image

from desktop_app.annotation.formats.all import detect, read_labels, write_labels
from desktop_app.annotation.formats.registry import ReadOptions, WriteOptions
from desktop_app.annotation.formats.vott import asset_id, asset_path
from desktop_app.annotation.model import Annotation, Label, LabelSchema, LabelSet, Shape, points_of


def region(kind="RECTANGLE", tags=("cat",), points=((1, 2), (5, 2), (5, 9), (1, 9)), box=None):
    said = {"id": "r", "type": kind, "tags": list(tags), "points": [{"x": x, "y": y} for x, y in points]}
    return {**said, **({"boundingBox": box} if box else {})}


def asset(*regions, name="a.jpg", path="a.jpg", identity="1f"):
    said = {"id": identity, "name": name, "path": path, "size": {"width": 40, "height": 30}, "state": 2, "type": 1}
    return {"asset": said, "regions": list(regions), "version": "2.2.0"}


def export(tmp_path, *assets):
    path = tmp_path / "x-export.json"
    document = {"name": "x", "version": "2.2.0", "tags": [{"name": "dog", "color": "#5DB300"}]}
    path.write_text(json.dumps({**document, "assets": {one["asset"]["id"]: one for one in assets}}))
    return path


def test_that_paths_of_assets_are_encoded_as_addresses():
    assert asset_path("C:\\a b\\x#1?.jpg") == "file:C:/a%20b/x%231%3F.jpg"
    assert asset_path("/图/x(1).jpg") == "file:/%E5%9B%BE/x(1).jpg"
    assert asset_id("/data/a.jpg") == "fa9dfb48120e4c4a817a587ed17321ee"


def test_that_boxes_outside_the_picture_and_empty_tags_are_read_as_they_are(tmp_path):
    box = {"left": -5, "top": 10, "width": 100, "height": 2}
    found = read_labels(export(tmp_path, asset(region(box=box), region(tags=()), region(tags=("cat", "dog")))))
    outside, untagged, both = found.annotations[0].shapes
    assert outside.box == (-5, 10, 95, 12) and untagged.labels == () and both.labels == ("cat", "dog")
    assert found.problems == () and found.schema.labels == (Label("dog", "#5db300"), Label("cat"))


def test_that_a_project_takes_its_regions_from_the_files_of_its_assets(tmp_path):
    one = asset(region("POLYGON"), identity="1f")
    project = {
        "name": "p",
        "version": "2.1.0",
        "tags": [],
        "assets": {"1f": one["asset"], "2f": {**one["asset"], "name": "b.jpg", "path": "b.jpg"}},
    }
    (tmp_path / "p.vott").write_text(json.dumps(project))
    (tmp_path / "1f-asset.json").write_text(json.dumps(one))
    assert detect(tmp_path)[0][0].name == "vott"
    found = read_labels(tmp_path)
    assert [(image.image, len(image.shapes), image.state) for image in found.annotations] == [
        ("a.jpg", 1, "labelled"), ("b.jpg", 0, "unlabelled"),
    ]  # fmt: skip


def test_that_asset_files_alone_are_read(tmp_path):
    (tmp_path / "1f-asset.json").write_text(json.dumps(asset(region("POLYLINE"))))
    assert read_labels(tmp_path / "1f-asset.json").annotations[0].shapes[0].kind == "polyline"


def test_that_an_asset_id_does_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "x-asset.json").write_text(json.dumps(asset(region())))
    inner = tmp_path / "in"
    inner.mkdir()
    project = {
        "name": "p",
        "version": "2.1.0",
        "tags": [{"name": "cat", "color": "red"}],
        "assets": {"../x": asset()["asset"]},
    }
    (inner / "p.vott").write_text(json.dumps(project))
    with pytest.raises(Exception, match="cannot be the name of a file"):
        read_labels(inner, "vott")


def test_that_the_first_version_is_scaled_from_the_size_that_was_shown(tmp_path):
    Image.new("RGB", (80, 60)).save(tmp_path / "a.png")
    said = {"x1": 10, "y1": 5, "x2": 20, "y2": 15, "width": 40, "height": 30, "type": "Rectangle", "tags": ["cat"]}
    document = {
        "frames": {"a.png": [said, {**said, "x1": None}]},
        "inputTags": "dog,cat",
        "visitedFrames": [],
        "scd": False,
    }
    path = tmp_path / "v1.json"
    path.write_text(json.dumps(document))
    assert detect(path)[0][0].name == "vott"
    found = read_labels(path)
    assert found.annotations[0].shapes[0].box == (20, 10, 40, 30)
    assert [label.name for label in found.schema.labels] == ["dog", "cat"]
    assert "a.png[1]" in found.problems[0].where


def test_that_a_broken_region_is_named_and_its_neighbours_are_kept(tmp_path):
    bad = (
        region("POLYGON", points=((1, 2),)),
        region("STAR"),
        region(box={"left": 0, "top": 0, "width": -1, "height": 1}),
    )
    found = read_labels(export(tmp_path, asset(region(), *bad, region())))
    assert len(found.annotations[0].shapes) == 2
    assert [problem.where.rpartition(".")[2] for problem in found.problems] == [
        "regions[1]",
        "regions[2]",
        "regions[3]",
    ]


def test_that_two_pictures_of_one_name_stay_apart(tmp_path):
    found = read_labels(
        export(
            tmp_path,
            asset(region(), path="file:C:/a%20b/x.jpg", name="x.jpg", identity="1"),
            asset(path="file:C:/c/x.jpg", name="x.jpg", identity="2"),
        )
    )
    assert [image.image for image in found.annotations] == ["a b/x.jpg", "c/x.jpg"]


def test_that_a_written_project_names_the_pictures_where_they_are(tmp_path):
    picture = tmp_path / "pics" / "a.png"
    picture.parent.mkdir()
    Image.new("RGB", (40, 30)).save(picture)
    shape = Shape("polygon", ("cat", "dog"), points_of([(1, 2), (5, 2), (5, 9)]))
    labels = LabelSet(
        (Annotation("a.png", 40, 30, (shape,)),), LabelSchema((Label("cat", "#123456"),)), str(picture.parent)
    )
    report = write_labels(labels, tmp_path / "out", "vott")
    project = json.loads((tmp_path / "out/labels.vott").read_text())
    identity = asset_id(str(picture))
    assert project["useSecurityToken"] is False and project["assets"][identity]["path"] == asset_path(str(picture))
    assert (tmp_path / f"out/{identity}-asset.json").is_file()
    assert (tmp_path / "out/vott-json-export/labels-export.json").is_file()
    found = read_labels(report.target, options=ReadOptions(images=picture.parent))
    assert found.annotations[0].image == "a.png" and found.annotations[0].shapes[0].labels == ("cat", "dog")


def test_that_the_csv_has_vott_s_own_header_and_a_line_for_each_tag(tmp_path):
    shape = Shape("rectangle", ("cat", "dog"), points_of([(1, 2), (5.5, 9)]))
    report = write_labels(LabelSet((Annotation("a.png", 40, 30, (shape,)),)), tmp_path / "o.csv", "vott-csv")
    assert report.target.read_text().splitlines() == [
        '"image","xmin","ymin","xmax","ymax","label"', '"a.png","1","2","5.5","9","cat"', '"a.png","1","2","5.5","9","dog"',
    ]  # fmt: skip
    assert report.losses[0].what == "shape with several labels repeated for each"


def test_that_a_broken_line_of_the_csv_is_named(tmp_path):
    (tmp_path / "o.csv").write_text(
        '"image","xmin","ymin","xmax","ymax","label"\n"a.png",1,2,3,4,"x"\n"a.png",1,2\n"a.png",1,2,nan,4,"x"\n'
    )
    found = read_labels(tmp_path / "o.csv", options=ReadOptions(sizes={"a.png": (40, 30)}))
    assert found.annotations[0].width == 40 and len(found.annotations[0].shapes) == 1
    assert [problem.where for problem in found.problems] == ["o.csv: line 3", "o.csv: line 4"]
    assert (
        write_labels(found, tmp_path / "p.csv", "vott-csv", write=WriteOptions(images="copy")).losses[0].what
        == "picture not found"
    )
