"""Colours that are told apart: texts against their ground, and categories for eyes that lack one kind of cone."""

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPalette

from desktop_app.gui import theme

SCHEMES = ("light", "dark")
LACKING = {
    "deuteranopia": ((0.29031, 0.70969, 0.0), (0.29031, 0.70969, 0.0), (-0.02197, 0.02197, 1.0)),
    "protanopia": ((0.10889, 0.89111, 0.0), (0.10889, 0.89111, 0.0), (0.00447, -0.00447, 1.0)),
    "tritanopia": ((1.25553, -0.07675, -0.17878), (-0.07841, 0.93081, 0.14760), (0.00473, 0.69137, 0.30390)),
}
"""What is seen of linear sRGB by one who lacks the middle or the long cones (Viénot, Brettel and Mollon, 1999) or the short ones
(Machado, Oliveira and Fernandes, 2009)."""


def linear(name):
    colour = QColor(name)
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """WCAG 2: from 1 for equal colours to 21 for black on white."""
    low, high = sorted(float(linear(name) @ (0.2126, 0.7152, 0.0722)) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    ratio = xyz / (0.9505, 1.0, 1.089)
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def distance(one, other, matrix):
    return float(np.linalg.norm(lab(np.array(matrix) @ linear(one)) - lab(np.array(matrix) @ linear(other))))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_that_texts_stand_out_from_their_ground(scheme):
    palette = theme.palette_of(scheme)
    role = QPalette.ColorRole
    pairs = (
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase), (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight), (role.ToolTipText, role.ToolTipBase), (role.Link, role.Base), (role.LinkVisited, role.Base),
        (role.PlaceholderText, role.Base),
    )  # fmt: skip
    for text, ground in pairs:
        assert contrast(palette.color(text), palette.color(ground)) >= 4.5, (text.name, ground.name)
    for name, table in (("good", theme.GOOD), ("careful", theme.CAREFUL), ("bad", theme.BAD)):
        for ground in (role.Window, role.Base):
            assert contrast(table[scheme], palette.color(ground)) >= 4.5, (name, ground.name)


@pytest.mark.parametrize("lack", LACKING)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_that_curves_of_runs_are_told_apart_by_every_eye(scheme, lack):
    pytest.importorskip("pyqtgraph")
    from desktop_app.gui.training.curves_view import COLOURS

    for one, other in itertools.combinations(COLOURS[scheme], 2):
        assert distance(one, other, LACKING[lack]) > 14, (one, other)
    ground = theme.palette_of(scheme).color(QPalette.ColorRole.Base)
    assert all(contrast(colour, ground) >= 3 for colour in COLOURS[scheme])


@pytest.mark.parametrize("lack", LACKING)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_that_good_is_not_taken_for_bad(scheme, lack):
    """Green and red also differ in lightness; the icon and the words say it too."""
    assert distance(theme.GOOD[scheme], theme.BAD[scheme], LACKING[lack]) > 10
