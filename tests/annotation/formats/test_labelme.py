import base64
import io
import json
import math
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_app.annotation.formats import labelme
from desktop_app.annotation.formats.all import convert
from desktop_app.annotation.formats.labelme_reading import LabelFileError, read_label_file
from desktop_app.annotation.formats.labelme_stand_ins import KEY
from desktop_app.annotation.formats.labelme_writing import label_file
from desktop_app.annotation.formats.registry import ReadOptions, WriteOptions
from desktop_app.annotation.model import Annotation, LabelSet, Mask, Relation, Shape, points_of
from tests.annotation.label_cases import annotations, box_points, differences, full_shapes, json_values, plain_shapes


@pytest.fixture(scope="session")
def judge():
    """labelme's own reader and writer."""
    limit = Image.MAX_IMAGE_PIXELS
    from labelme import _label_file

    Image.MAX_IMAGE_PIXELS = limit  # labelme turns the guard off for the whole process
    return _label_file


@pytest.fixture(scope="session")
def pictures(tmp_path_factory):
    """A folder with the image that the annotations of these tests name."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "图").mkdir()
    Image.new("RGB", (640, 480)).save(folder / "图" / "a b.jpg")
    return folder


def theirs(judge, shape):
    """Our plain shape as labelme holds it."""
    points = shape.points
    if shape.mask is not None:
        points = points - [[0, 0], [1, 1]]
    names = {"rotated_rectangle": "oriented_rectangle", "polyline": "linestrip"}
    return {
        "label": shape.label,
        "points": points.tolist(),
        "shape_type": names.get(shape.kind, shape.kind),
        "flags": dict(shape.flags),
        "description": shape.description,
        "group_id": shape.group,
        "mask": None if shape.mask is None else shape.mask.bits(),
        "locked": shape.locked,
        "other_data": dict(shape.extras.get("labelme", {})),
    }


with_unknown_keys = st.tuples(
    plain_shapes(), st.dictionaries(st.sampled_from(["line_color", "未知"]), json_values, max_size=2)
).map(lambda pair: replace(pair[0], extras={"labelme": pair[1]} if pair[1] else {}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    shapes=st.lists(with_unknown_keys, max_size=4),
    flags=st.dictionaries(st.text(max_size=4), st.booleans(), max_size=2),
    other=st.dictionaries(st.sampled_from(["lineColor", "z"]), json_values),
)
def test_that_what_labelme_knows_is_written_byte_for_byte_as_labelme_writes_it(judge, tmp_path, shapes, flags, other):
    ours = Annotation(
        "a.jpg",
        640,
        480,
        tuple(shapes),
        flags,
        state="labelled" if shapes or any(flags.values()) else "unlabelled",
        extras={"labelme": other} if other else {},
    )
    made = judge.Annotation("a.jpg", b"", [theirs(judge, shape) for shape in shapes], flags, other)
    judge.write_label_file(
        filename=str(tmp_path / "a.json"), annotation=made, image_height=480, image_width=640, save_image_data=False
    )
    assert label_file(ours).decode() == (tmp_path / "a.json").read_text(encoding="utf-8")


@settings(deadline=None)
@given(made=annotations())
def test_that_labelme_opens_all_that_is_written_and_saves_it_unchanged(judge, pictures, made):
    path = pictures / "a.json"
    path.write_bytes(label_file(made))
    read = judge.read_label_file(filename=str(path))
    assert len(read.shapes) == len(made.shapes)
    judge.write_label_file(
        filename=str(path), annotation=read, image_height=480, image_width=640, save_image_data=False
    )
    assert path.read_bytes() == label_file(made)


@settings(deadline=None)
@given(made=annotations())
def test_that_everything_that_is_said_comes_back(made):
    again, problems = read_label_file(label_file(made), "a.json")
    assert not problems
    assert differences(made, again) == []
    assert label_file(again) == label_file(made)


@given(made=annotations())
def test_that_reading_twice_gives_the_same_ids(made):
    data = label_file(made)
    first, second = read_label_file(data, "a.json")[0], read_label_file(data, "a.json")[0]
    assert [shape.id for shape in first.shapes] == [shape.id for shape in second.shapes]
    assert len(first.by_id) == len(first.shapes)


def edited(data, change):
    """The file after `change` of its document."""
    document = json.loads(data)
    change(document)
    return read_label_file(json.dumps(document).encode(), "a.json")


def one_shape(**fields):
    shape = {"label": "cat", "points": [[0, 0], [4, 0], [4, 3]], "shape_type": "polygon", "flags": {}, **fields}
    return json.dumps(
        {"version": "5.0", "flags": {}, "shapes": [shape], "imagePath": "a.jpg", "imageData": None}
    ).encode()


def read_one(**fields):
    annotation, problems = read_label_file(one_shape(**fields), "a.json")
    return annotation.shapes[0], problems


ELLIPSE = Shape("ellipse", ("cell",), points_of([(50, 40), (70, 50), (45, 50)]), attributes={"stage": "late"})


def test_that_an_ellipse_moved_in_labelme_is_moved_here():
    def move(document):
        for point in document["shapes"][0]["points"]:
            point[0] += 10
            point[1] -= 4

    again, _ = edited(label_file(Annotation("a.jpg", shapes=(ELLIPSE,))), move)
    (shape,) = again.shapes
    assert shape.kind == "ellipse"
    assert np.allclose(shape.points - ELLIPSE.points, (10, -4))


def test_that_an_ellipse_reshaped_in_labelme_is_the_polygon_that_labelme_shows():
    def reshape(document):
        document["shapes"][0]["points"][5] = [0, 0]

    again, _ = edited(label_file(Annotation("a.jpg", shapes=(ELLIPSE,))), reshape)
    (shape,) = again.shapes
    assert (shape.kind, len(shape.points), shape.attributes) == ("polygon", 64, {"stage": "late"})


def test_that_a_label_changed_in_labelme_wins_and_the_others_stay():
    def rename(document):
        document["shapes"][0]["label"] = "dog"

    made = Annotation("a.jpg", shapes=(replace(ELLIPSE, labels=("cat", "pet")),))
    again, _ = edited(label_file(made), rename)
    assert again.shapes[0].labels == ("dog", "pet")


def test_that_a_hole_is_a_cut_in_the_outline_for_labelme():
    outer, hole = points_of([(0, 0), (9, 0), (9, 9), (0, 9)]), points_of([(3, 3), (3, 6), (6, 6), (6, 3)])
    document = json.loads(label_file(Annotation("a.jpg", shapes=(Shape("polygon", ("a",), outer, (hole,)),))))
    (shape,) = document["shapes"]
    x, y = np.array(shape["points"]).T
    assert 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) == 81 - 9
    assert len(x) == 4 + 4 + 2


def test_that_shapes_that_labelme_would_refuse_are_kept_beside(judge, pictures):
    nowhere = Shape("polygon", ("a",), points_of([(float("nan"), 1), (2, 3), (4, 5)]), group=7, flags={"x": True})
    empty = Shape("polygon", ("b", "c"), points_of(np.zeros((0, 2))))
    made = Annotation("图/a b.jpg", 640, 480, (nowhere, empty), state="labelled")
    (pictures / "b.json").write_bytes(label_file(made))
    assert judge.read_label_file(filename=str(pictures / "b.json")).shapes == []
    again, _ = read_label_file(label_file(made), "b.json")
    assert [(shape.id, shape.labels, shape.group) for shape in again.shapes] == [
        (nowhere.id, ("a",), 7),
        (empty.id, ("b", "c"), None),
    ]
    assert math.isnan(again.shapes[0].points[0, 0])


def test_that_shapes_that_cannot_be_read_stay_in_the_file():
    broken = [{"label": "x"}, 5, {"label": "y", "points": [["a", 1]], "shape_type": "point"}]
    document = {
        "version": "5.0",
        "flags": {},
        "shapes": [broken[0], {"label": "ok", "points": [[1, 2]], "shape_type": "point"}, *broken[1:]],
        "imagePath": "a.jpg",
        "imageData": None,
    }
    annotation, problems = read_label_file(json.dumps(document).encode(), "a.json")
    assert [shape.label for shape in annotation.shapes] == ["ok"]
    assert [one.where for one in problems] == ["a.json: shapes[0]", "a.json: shapes[2]", "a.json: shapes[3]"]
    saved = json.loads(label_file(annotation))
    assert saved[KEY]["unread"] == broken
    assert read_label_file(label_file(annotation), "a.json")[0].extras["unread"] == broken


# -- what other programs and old releases write


def test_that_a_rectangle_with_swapped_corners_is_put_right():
    shape, problems = read_one(shape_type="rectangle", points=[[9, 2], [1, 7]])
    assert shape.kind == "rectangle"
    assert shape.points.tolist() == [[1, 2], [9, 7]]
    assert not problems


def test_that_the_four_cornered_rectangle_of_x_anylabeling_is_a_rectangle():
    shape, problems = read_one(shape_type="rectangle", points=[[1, 2], [9, 2], [9, 7], [1, 7]])
    assert (shape.kind, shape.points.tolist(), problems) == ("rectangle", [[1, 2], [9, 7]], ())
    turned, _ = read_one(shape_type="rectangle", points=[[0, 0], [4, 4], [2, 6], [-2, 2]])
    assert turned.kind == "rotated_rectangle"
    crooked, _ = read_one(shape_type="rectangle", points=[[0, 0], [4, 0], [9, 9], [0, 4]])
    assert crooked.kind == "polygon"


def test_that_x_anylabelings_own_keys_are_understood_and_kept_up_to_date():
    shape, problems = read_one(
        shape_type="rotation",
        points=[[0, 0], [4, 0], [4, 2], [0, 2]],
        score=0.9,
        difficult=True,
        attributes={"colour": "red"},
        kie_linking=[[1, 2]],
        direction=0.0,
        description=None,
    )
    assert (shape.kind, shape.score, shape.difficult, shape.attributes, problems) == (
        "rotated_rectangle",
        0.9,
        True,
        {"colour": "red"},
        (),
    )
    changed = replace(shape, score=None, attributes={"colour": "blue"})
    (saved,) = json.loads(label_file(Annotation("a.jpg", shapes=(changed,))))["shapes"]
    assert (saved["score"], saved["attributes"], saved["difficult"], saved["kie_linking"]) == (
        None,
        {"colour": "blue"},
        True,
        [[1, 2]],
    )
    assert KEY not in saved


def test_that_checked_means_verified():
    document = {
        "version": "2.4.0",
        "flags": {},
        "shapes": [],
        "checked": True,
        "description": "note",
        "imagePath": "a.jpg",
        "imageData": None,
    }
    annotation, _ = read_label_file(json.dumps(document).encode(), "a.json")
    assert (annotation.state, annotation.notes) == ("verified", "note")
    assert json.loads(label_file(annotation)).get(KEY) is None
    rejected = json.loads(label_file(replace(annotation, state="rejected", notes="why")))
    assert (rejected["checked"], rejected["description"], rejected[KEY]) == (False, "why", {"state": "rejected"})


def test_that_a_missing_shape_type_is_what_old_labelme_meant():
    document = json.loads(one_shape(line_color=None, fill_color=[1, 2, 3, 4]))
    del document["shapes"][0]["shape_type"]
    annotation, problems = read_label_file(json.dumps(document).encode(), "a.json")
    (shape,) = annotation.shapes
    assert shape.kind == "polygon"
    assert not problems
    assert json.loads(label_file(annotation))["shapes"][0]["fill_color"] == [1, 2, 3, 4]


def test_that_quadrilaterals_cuboids_and_unknown_types_are_taken():
    assert read_one(shape_type="quadrilateral", points=[[0, 0], [4, 1], [4, 3], [0, 2]])[0].kind == "polygon"
    corners = [[0, 0], [4, 0], [4, 4], [0, 4], [1, 1], [5, 1], [5, 5], [1, 5]]
    assert read_one(shape_type="cuboid", points=corners)[0].kind == "cuboid"
    shape, (problem,) = read_one(shape_type="spline")
    assert shape.kind == "polygon"
    assert "'spline'" in problem.message


def test_that_text_where_numbers_and_truths_belong_is_taken():
    shape, problems = read_one(label=7, group_id="g1", flags={"seen": True, "colour": "red"})
    assert (shape.labels, shape.flags, shape.attributes) == (("7",), {"seen": True}, {"colour": "red"})
    assert isinstance(shape.group, int)
    assert len(problems) == 2


def test_that_text_groups_stay_apart_and_together():
    shapes = [
        {"label": "a", "points": [[0, 0]], "shape_type": "point", "group_id": group} for group in ("x", "y", "x", 1)
    ]
    annotation, _ = read_label_file(json.dumps({"shapes": shapes, "imagePath": "a.jpg"}).encode(), "a.json")
    x, y, again, one = (shape.group for shape in annotation.shapes)
    assert x == again
    assert len({x, y, one}) == 3


def test_that_an_oriented_rectangle_drawn_the_other_way_round_runs_clockwise_and_points_as_before():
    shape, _ = read_one(shape_type="oriented_rectangle", points=[[0, 4], [5, 4], [5, 0], [0, 0]])
    assert shape.points.tolist() == [[0, 0], [5, 0], [5, 4], [0, 4]]


def test_that_a_mask_of_another_size_than_its_box_counts_as_it_is():
    bits = np.array([[1, 0, 1], [0, 1, 1]], bool)
    (saved,) = json.loads(
        label_file(
            Annotation(
                "a.jpg", shapes=(Shape("mask", ("m",), box_points(Mask.of(bits, 3, 4)), mask=Mask.of(bits, 3, 4)),)
            )
        )
    )["shapes"]
    assert saved["points"] == [[3, 4], [5, 5]]
    shape, problems = read_one(shape_type="mask", points=[[3, 4], [9, 9]], mask=saved["mask"])
    assert shape.mask == Mask.of(bits, 3, 4)
    assert shape.points.tolist() == [[3, 4], [6, 6]]
    assert len(problems) == 1
    box, problems = read_one(shape_type="mask", points=[[3, 4], [9, 9]], mask="nonsense")
    assert (box.kind, box.points.tolist(), len(problems)) == ("rectangle", [[3, 4], [10, 10]], 1)


def test_that_coordinates_that_are_not_finite_leave_the_other_shapes():
    text = one_shape(points=[[1, 2], [float("nan"), 3], [1e999, 1]])
    annotation, problems = read_label_file(text, "a.json")
    assert annotation.shapes == ()
    assert len(problems) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_that_the_encodings_of_other_systems_are_read(encoding):
    text = json.dumps(
        {
            "shapes": [{"label": "汽车", "points": [[1, 2]], "shape_type": "point"}],
            "imagePath": "图\\汽车.jpg",
            "imageData": None,
        },
        ensure_ascii=False,
    )
    annotation, _ = read_label_file(text.encode(encoding), "a.json")
    assert (annotation.shapes[0].label, annotation.image) == ("汽车", "图/汽车.jpg")


def test_that_a_lone_surrogate_survives():
    annotation, _ = read_label_file(one_shape(label="\ud800x"), "a.json")
    assert read_label_file(label_file(annotation), "a.json")[0].shapes[0].label == "\ud800x"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not JSON"),
        (b"[]", "not labelme's"),
        (b"{}", "no `shapes`"),
        (b'{"shapes": 3}', "not a list"),
        (b"[" * 200_000, "nested|JSON"),
        (b'{"images": [], "annotations": []}', "no `shapes`"),
    ],
)
def test_that_files_that_are_none_are_refused_in_a_sentence(data, sentence):
    with pytest.raises(LabelFileError, match=sentence):
        read_label_file(data, "a.json")


@given(
    st.binary(max_size=300)
    | json_values.map(
        lambda value: json.dumps(
            {
                "shapes": [value, {"points": value, "label": value, "group_id": value, "flags": value, KEY: value}],
                KEY: value,
                "flags": value,
                "imagePath": value,
            }
        ).encode()
    )
)
def test_that_no_file_brings_the_reader_down(data):
    try:
        annotation, _ = read_label_file(data, "a.json")
    except LabelFileError:
        return
    read_label_file(label_file(annotation), "a.json")


# -- folders


@pytest.fixture
def labelled_folder(tmp_path):
    """Two images of one stem, one below, and a file that is no label file."""
    root = tmp_path / "in"
    (root / "sub").mkdir(parents=True)
    for name in ("a.jpg", "a.png", "sub/a.jpg"):
        Image.new("RGB", (64, 48)).save(root / name)
    shape = Shape("rectangle", ("cat",), points_of([(1, 2), (3, 4)]))
    (root / "a.json").write_bytes(label_file(Annotation("a.jpg", 64, 48, (shape,))))
    (root / "a.png.json").write_bytes(label_file(Annotation("a.png", 64, 48, (replace(shape, labels=("dog",)),))))
    (root / "sub" / "a.json").write_bytes(label_file(Annotation("a.jpg", 64, 48, (ELLIPSE,))))
    (root / "other.json").write_text('{"info": 3}')
    return root


def test_that_a_folder_is_read_with_its_images_named_from_the_root(labelled_folder):
    found = labelme.read(labelled_folder, ReadOptions())
    assert [one.image for one in found.annotations] == ["a.jpg", "a.png", "sub/a.jpg"]
    assert [label.name for label in found.schema.labels] == ["cat", "dog", "cell"]
    assert [one.where for one in found.problems] == ["other.json"]


@pytest.mark.parametrize("images", ["none", "copy", "link"])
def test_that_a_folder_written_again_says_the_same(judge, labelled_folder, tmp_path, images):
    found = labelme.read(labelled_folder, ReadOptions())
    losses = labelme.write(found, tmp_path / "out", WriteOptions(images=images))
    again = labelme.read(tmp_path / "out", ReadOptions())
    assert [(one.what, one.count) for one in losses] == [("ellipse became polygon in labelme", 1)]
    assert not again.problems
    for a, b in zip(found.annotations, again.annotations, strict=True):
        assert differences(replace(a, image=""), replace(b, image="")) == []
        assert Path(again.root, b.image).resolve().is_file()
    for file in (tmp_path / "out").rglob("*.json"):
        judge.read_label_file(filename=str(file))
    assert (tmp_path / "out" / "a.png.json").is_file()
    assert (tmp_path / "out" / "a.jpg").is_symlink() == (images == "link")


def test_that_no_image_path_leads_out_of_the_folder(tmp_path):
    found = LabelSet(
        (Annotation("../../x.jpg"), Annotation("/etc/x.jpg"), Annotation("C:\\y\\x.jpg"), Annotation(".."))
    )
    labelme.write(found, tmp_path / "out", WriteOptions())
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert written == ["out/C_/y/x.json", "out/etc/x.json", "out/image.json", "out/x.json"]


def test_that_labelme_files_are_recognised_by_what_they_hold(labelled_folder, tmp_path):
    assert labelme.sniff(labelled_folder / "a.json") > 0.9
    assert labelme.sniff(labelled_folder) > 0.5
    assert labelme.sniff(labelled_folder / "other.json") == 0
    assert labelme.sniff(labelled_folder / "a.jpg") == 0
    assert labelme.sniff(tmp_path / "absent") == 0
    (tmp_path / "x.json").write_bytes(one_shape(kie_linking=[], difficult=False))
    assert 0 < labelme.sniff(tmp_path / "x.json") < 0.9
    huge = json.loads(one_shape())
    huge["imageData"] = base64.b64encode(os.urandom(1 << 20)).decode()
    (tmp_path / "huge.json").write_text(json.dumps(huge, indent=2))
    assert labelme.sniff(tmp_path / "huge.json") > 0.5


def test_that_an_embedded_picture_is_kept_only_while_its_file_is_missing(tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (4, 3)).save(picture, format="PNG")
    document = json.loads(one_shape())
    document["imageData"] = base64.b64encode(picture.getvalue()).decode()
    (tmp_path / "a.json").write_text(json.dumps(document))
    (alone,) = labelme.read(tmp_path, ReadOptions()).annotations
    assert json.loads(label_file(alone))["imageData"] == document["imageData"]
    (tmp_path / "a.jpg").write_bytes(picture.getvalue())
    (beside,) = labelme.read(tmp_path, ReadOptions()).annotations
    assert json.loads(label_file(beside))["imageData"] is None


def test_that_relations_name_shapes_that_are_there():
    a, b = (Shape("point", ("x",), points_of([(n, n)])) for n in (1, 2))
    made = Annotation("a.jpg", shapes=(a, b), relations=(Relation(a.id, b.id, "holds"), Relation(a.id, "gone")))
    again, _ = read_label_file(label_file(made), "a.json")
    assert [(r.first, r.second, r.name) for r in again.relations] == [(a.id, b.id, "holds")]


@given(shape=full_shapes())
def test_that_values_are_not_changed_by_writing_them(shape):
    before = label_file(Annotation("a.jpg", shapes=(shape,)))
    assert label_file(Annotation("a.jpg", shapes=(shape,))) == before


def test_that_only_pictures_are_brought_along_whatever_a_label_file_names(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "labels"
    folder.mkdir()
    document = {"version": "5.0.0", "flags": {}, "shapes": [], "imagePath": "../secret.txt", "imageData": None,
                "imageHeight": 9, "imageWidth": 9}  # fmt: skip
    (folder / "a.json").write_text(json.dumps(document))
    convert(folder, tmp_path / "out", "labelme", write=WriteOptions(images="copy"))
    assert [path.suffix for path in (tmp_path / "out").rglob("*") if path.is_file()] == [".json"]
