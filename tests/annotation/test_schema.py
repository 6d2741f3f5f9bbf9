import contextlib
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.exchange.labelmerc import SettingsError, read_label_list, read_labelmerc, with_settings
from desktop_app.annotation.model import (
    KINDS,
    Annotation,
    AttributeSpec,
    Label,
    LabelSchema,
    Shape,
    Skeleton,
    points_of,
)
from desktop_app.annotation.schema import (
    FILE,
    IndicesChanged,
    Migration,
    SchemaError,
    digest_of,
    load_schema,
    migration_between,
    read_schema,
    relabelled,
    save_schema,
    schema_file,
)
from desktop_app.annotation.small_yaml import YamlError, parse_yaml

texts = st.text(max_size=6)
names = st.text(min_size=1, max_size=6)
specs = st.builds(
    AttributeSpec,
    names,
    st.sampled_from(["text", "number", "checkbox", "choice", "choices"]),
    st.lists(texts, max_size=3).map(tuple),
    texts
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(texts, min_size=1, max_size=2).map(tuple),
    st.booleans(),
    texts,
)
skeletons = st.just(Skeleton(("nose", "ear"), ((0, 1),), ((0, 1),), ((0.1, 0.2), (0.5, 1.0)))) | st.just(
    Skeleton(("a",))
)
labels = st.builds(
    Label,
    names,
    st.sampled_from(["", "#0a1b2c"]),
    st.sampled_from(["", "1"]),
    texts,
    st.lists(st.sampled_from(KINDS), unique=True).map(lambda kinds: tuple(kind for kind in KINDS if kind in kinds)),
    st.lists(specs, max_size=2).map(tuple),
    st.none() | skeletons,
    texts,
)
schemas = st.builds(
    LabelSchema,
    st.lists(labels, max_size=4, unique_by=lambda label: label.name).map(tuple),
    st.lists(texts, max_size=2).map(tuple),
    st.lists(specs, max_size=2).map(tuple),
    st.dictionaries(st.sampled_from(["mine", "未知"]), st.integers(), max_size=2),
)


def schema_of(*names):
    return LabelSchema(tuple(map(Label, names)))


@given(schemas)
def test_that_a_schema_comes_back_from_its_file(schema):
    assert read_schema(schema_file(schema), "x") == (schema, ())


@given(schemas, schemas)
def test_that_a_migration_tells_of_every_index_that_changes_its_meaning(old, new):
    migration = migration_between(old, new)
    same = all(
        place < len(new.labels) and new.labels[place].name == label.name for place, label in enumerate(old.labels)
    )
    assert migration.keeps_indices == same
    assert same or migration.lines()
    said = {name for name, _ in (*migration.removed,)} | set(migration.names) | {name for name, _, _ in migration.moved}
    for place, label in enumerate(old.labels):
        kept = place < len(new.labels) and new.labels[place].name == label.name
        assert kept == (label.name not in said)


def test_that_what_changes_is_told_label_by_label():
    migration = migration_between(schema_of("cat", "dog", "cow", "pig"), schema_of("cat", "hound", "pig", "cow", "hen"))
    assert migration == Migration(
        added=(("hen", 4),), renamed=(("dog", "hound", 1),), moved=(("cow", 2, 3), ("pig", 3, 2))
    )
    assert migration.indices == {2: 3, 3: 2}
    assert migration.names == {"dog": "hound"}


def test_that_a_schema_may_grow_at_its_end_silently(tmp_path):
    save_schema(tmp_path, schema_of("cat", "dog"))
    save_schema(tmp_path, schema_of("cat", "dog", "cow"))
    assert load_schema(tmp_path) == (schema_of("cat", "dog", "cow"), ())


@pytest.mark.parametrize("changed", [("dog", "cat"), ("cat",), ("cat", "hound"), ("new", "cat", "dog"), ()])
def test_that_indices_never_change_silently(tmp_path, changed):
    save_schema(tmp_path, schema_of("cat", "dog"))
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(IndicesChanged) as refused:
        save_schema(tmp_path, schema_of(*changed))
    assert (tmp_path / FILE).read_bytes() == before
    save_schema(tmp_path, schema_of(*changed), refused.value.migration)
    assert load_schema(tmp_path) == (schema_of(*changed), ())


def test_that_a_migration_that_was_agreed_to_is_not_stretched_to_another(tmp_path):
    save_schema(tmp_path, schema_of("cat", "dog"))
    agreed = migration_between(schema_of("cat", "dog"), schema_of("dog", "cat"))
    save_schema(tmp_path, schema_of("cat", "dog", "cow"))  # another program adds a label meanwhile
    with pytest.raises(IndicesChanged) as refused:
        save_schema(tmp_path, schema_of("dog", "cat"), agreed)
    assert refused.value.migration.removed == (("cow", 2),)
    assert pickle.loads(pickle.dumps(refused.value)).migration == refused.value.migration


def test_that_the_order_has_a_digest():
    assert digest_of(schema_of("a", "b")) == digest_of(LabelSchema((Label("a", colour="#000000"), Label("b"))))
    assert digest_of(schema_of("a", "b")) != digest_of(schema_of("b", "a"))
    assert digest_of(schema_of("a b")) != digest_of(schema_of("a", "b"))


def test_that_labels_follow_a_renaming():
    shape = Shape("point", ("dog", "pet"), points_of([(1, 2)]))
    annotation = Annotation("a.jpg", shapes=(shape,))
    assert relabelled(annotation, {"dog": "hound"}).shapes[0].labels == ("hound", "pet")
    assert relabelled(annotation, {"dog": "pet"}).shapes[0].labels == ("pet",)
    assert relabelled(annotation, {"cow": "x"}) is annotation


def test_that_lines_moved_by_hand_are_noticed():
    text = schema_file(schema_of("cat", "dog")).decode()
    swapped = (
        text.replace('"cat"', '"x"')
        .replace('"dog"', '"cat"')
        .replace('"x"', '"dog"')
        .replace('"index": 0', '"index": 9')
    )
    schema, problems = read_schema(swapped.encode(), "f")
    assert [label.name for label in schema.labels] == ["dog", "cat"]
    assert "was number 9" in problems[0].message


def test_that_nameless_and_double_labels_keep_their_places():
    schema, problems = read_schema(b'{"labels": ["cat", {}, {"name": "cat"}, 5, "dog"]}', "f")
    assert [label.name for label in schema.labels] == ["cat", "label 1", "cat (2)", "label 3", "dog"]
    assert [one.where for one in problems] == ["f: labels[1]", "f: labels[2]", "f: labels[3]"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"labels": 3}', b"\xff\xfe"])
def test_that_a_file_that_is_no_schema_is_refused(tmp_path, data):
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(SchemaError):
        load_schema(tmp_path)
    with pytest.raises(SchemaError):
        save_schema(tmp_path, schema_of("cat"))
    assert load_schema(tmp_path / "absent") is None


# -- labelme's settings

LABELMERC = """\
# my labels
auto_save: true
labels:   # in this order
- cat
- "big dog"
- 'it''s'
flags: [night, blurred]
label_flags:
  cat|big.*: [sleeping,
    occluded]
  .*:
    - odd
shape_color:
  mode: by_label
  by_label:
    colors:
      cat: [255, 0, 16]
      bird: [1, 2, 3]
      bad: [1, 2]
shortcuts:
  open_next: [D, Ctrl+Shift+D]
  zoom: "Ctrl++"
language:
epsilon: 10.5
"""


def test_that_a_users_labelmerc_is_taken_over(tmp_path):
    (tmp_path / ".labelmerc").write_text(LABELMERC)
    schema = with_settings(schema_of("old", "cat"), read_labelmerc(tmp_path / ".labelmerc"))
    assert [label.name for label in schema.labels] == ["old", "cat", "big dog", "it's", "bird"]
    assert schema.image_classes == ("night", "blurred")
    assert schema.label("cat").colour == "#ff0010"
    assert [spec.name for spec in schema.label("cat").attributes] == ["sleeping", "occluded", "odd"]
    assert [spec.name for spec in schema.label("old").attributes] == ["odd"]
    assert with_settings(schema, read_labelmerc(tmp_path / ".labelmerc")) == schema


def test_that_what_the_schema_says_already_stays(tmp_path):
    (tmp_path / ".labelmerc").write_text(LABELMERC)
    own = replace(Label("cat"), colour="#123456")
    assert with_settings(LabelSchema((own,)), read_labelmerc(tmp_path / ".labelmerc")).label("cat").colour == "#123456"


def test_that_settings_that_cannot_be_read_are_one_sentence(tmp_path):
    for text in ("labels: &a [x]", "labels:\n\t- x", "- x\n  y: z\n a", "[1", "just text"):
        (tmp_path / "rc").write_text(text)
        with pytest.raises(SettingsError, match="rc"):
            read_labelmerc(tmp_path / "rc")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_labelmerc(tmp_path / "absent")
    (tmp_path / "rc").write_text("")
    assert read_labelmerc(tmp_path / "rc").labels == ()


def test_that_labelmes_own_default_settings_are_read():
    from importlib.util import find_spec
    from pathlib import Path

    origin = find_spec("labelme").origin
    settings = read_labelmerc(Path(origin).parent / "_config" / "default_config.yaml")
    assert settings.labels == ()


def test_that_a_list_of_labels_is_read(tmp_path):
    (tmp_path / "labels.txt").write_bytes("__ignore__\r\n_background_\r\n猫\r\n\r\n猫\r\n".encode("utf-8-sig"))
    assert read_label_list(tmp_path / "labels.txt") == ("_background_", "猫")


def test_that_what_is_no_list_of_labels_is_refused_with_its_line(tmp_path):
    (tmp_path / "weights.txt").write_bytes(b"cat\nPK\x03\x04\x00\x00data\n")
    with pytest.raises(SettingsError, match=r"weights\.txt is no list of labels: line 2 is no name"):
        read_label_list(tmp_path / "weights.txt")


simple = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(codec="ascii", exclude_characters="\x7f", min_codepoint=32)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1), simple, max_size=4))
def test_that_yaml_agrees_with_the_library_that_labelme_uses(document):
    import io

    from ruamel.yaml import YAML

    text = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.width = 100_000
    writer.dump(document, text)
    assert parse_yaml(text.getvalue()) == document


@given(st.text())
def test_that_no_text_brings_the_yaml_reader_down(text):
    with contextlib.suppress(YamlError):
        parse_yaml(text)
