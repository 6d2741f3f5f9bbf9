"""Colours of labels: stable, apart, readable."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.label_colours import colour_of, colours_of, dark_text_on, luminance, shown_colour
from desktop_app.annotation.model import Label, LabelSchema


def test_that_a_colour_follows_from_the_name_alone():
    assert colour_of("cat") == colour_of("cat")
    assert colour_of("猫").startswith("#")


@given(st.lists(st.text(max_size=12), unique=True, min_size=1, max_size=72))
def test_that_labels_of_a_schema_differ_and_can_be_seen(names):
    colours = colours_of(LabelSchema(tuple(map(Label, names))))
    assert len(set(colours.values())) == len(names)
    assert all(luminance(colour) >= 0.16 for colour in colours.values())


def test_that_more_labels_than_colours_still_get_one():
    names = [f"label {number}" for number in range(200)]
    assert len(colours_of(LabelSchema(tuple(map(Label, names))))) == 200


def test_that_a_colour_of_the_schema_wins_and_appending_changes_none():
    first = LabelSchema((Label("a"), Label("b", colour="#123456")))
    more = first.with_names(["c", "d"])
    assert colours_of(first)["b"] == "#123456"
    assert all(colours_of(more)[name] == colour for name, colour in colours_of(first).items())
    assert shown_colour(first, "stranger") == colour_of("stranger")


def test_that_text_is_dark_on_light_and_light_on_dark():
    assert dark_text_on("#ffff00")
    assert not dark_text_on("#000080")
