"""Colours of labels: stable, apart, readable."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.annotation.label_colours import (
    colour_of,
    colours_for,
    colours_of,
    dark_text_on,
    luminance,
    shown_colour,
)
from desktop_app.annotation.model import Label, LabelSchema


def test_that_a_colour_follows_from_the_name_alone():
    assert colour_of("cat") == colour_of("cat")
    assert colour_of("猫").startswith("#")


@given(st.lists(st.text(max_size=12), unique=True, min_size=1, max_size=96))
def test_that_labels_of_a_schema_differ_and_can_be_seen(names):
    colours = colours_of(LabelSchema(tuple(map(Label, names))))
    assert len(set(colours.values())) == len(names)
    assert all(luminance(colour) >= 0.16 for colour in colours.values())


EYES = {
    "all cones": np.eye(3),
    "no middle cones": ((0.29031, 0.70969, 0.0), (0.29031, 0.70969, 0.0), (-0.02197, 0.02197, 1.0)),
    "no long cones": ((0.10889, 0.89111, 0.0), (0.10889, 0.89111, 0.0), (0.00447, -0.00447, 1.0)),
    "no short cones": ((1.25553, -0.07675, -0.17878), (-0.07841, 0.93081, 0.1476), (0.00473, 0.69137, 0.3039)),
}


def lab(colour, eye):
    """CIELAB of `#rrggbb`, written down apart from the code that is tested."""
    parts = np.frombuffer(bytes.fromhex(colour[1:]), np.uint8) / 255
    linear = np.where(parts > 0.04045, ((parts + 0.055) / 1.055) ** 2.4, parts / 12.92)
    seen = np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    x, y, z = (
        float(np.dot(row, seen)) / white
        for row, white in (
            ((0.4124, 0.3576, 0.1805), 0.9505),
            ((0.2126, 0.7152, 0.0722), 1.0),
            ((0.0193, 0.1192, 0.9505), 1.089),
        )
    )
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return np.array((116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)))


@pytest.mark.parametrize("eye", EYES)
@given(st.lists(st.text(max_size=6), unique=True, min_size=2, max_size=8))
def test_that_eight_labels_are_told_apart_by_every_eye(eye, names):
    for colours in (colours_of(LabelSchema(tuple(map(Label, names)))), colours_for(names)):
        for one, other in itertools.combinations(colours.values(), 2):
            assert np.linalg.norm(lab(one, eye) - lab(other, eye)) > 15


def test_that_a_label_keeps_away_from_a_colour_that_somebody_chose():
    for name in ("cat", "dog", "nerve", "leaf", "猫"):
        chosen = colour_of(name)
        colours = colours_of(LabelSchema((Label("first", colour=chosen), Label(name))))
        assert np.linalg.norm(lab(colours[name], "all cones") - lab(chosen, "all cones")) > 15


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
