"""What is on the screen: parts painted anew equal the whole painted anew; zoom, pan, tiles, adjustments, empty and error states."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.annotation.model import Annotation, Shape, Track, points_of
from desktop_app.annotation.shapes.editing import moved
from desktop_app.gui.annotation.adjustments import CHANNELS, Adjustments
from desktop_app.gui.annotation.canvas import Canvas
from desktop_app.gui.annotation.canvas_view import View, fitting, kept_inside
from desktop_app.gui.annotation.image_layer import shifted_image
from desktop_app.gui.annotation.picture import Pyramid, TiledPicture, TileKey
from tests.annotation.shapes import ellipse, every_kind, mask, polygon, rectangle
from tests.gui.annotation.conftest import ALT, CTRL, MIDDLE, NONE, SHIFT

KEY = Qt.Key


def pixels(image: QImage) -> np.ndarray:
    """Shape (height, width, 4), blue first."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def on_screen(canvas) -> np.ndarray:
    canvas.finish_painting()
    return pixels(canvas.grab().toImage())


def painted_anew(canvas) -> np.ndarray:
    canvas.forget_painting()
    return on_screen(canvas)


def alike(first, second):
    """Equal but for the last bits: Qt sums up partly covered pixels in another order where a clip cuts a line."""
    difference = np.abs(first.astype(int) - second.astype(int)).max(initial=0)
    assert difference <= 5, f"{(np.abs(first.astype(int) - second.astype(int)).max(axis=2) > 5).sum()} pixels differ"


def all_kinds():
    return tuple(
        replace(
            moved(shape, 60 * (n % 4) - 40, 70 * (n // 4) - 50),
            id=f"s{n}",
            score=0.5 if n % 5 == 4 else None,
            source="model:m",
        )
        for n, shape in enumerate(every_kind())
    )


# ------------------------------------------------------------------ parts and the whole

steps = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(0, 11), st.integers(-40, 40), st.integers(-40, 40)),
        st.tuples(st.just("select"), st.sets(st.integers(0, 11), max_size=4)),
        st.tuples(st.just("pan"), st.integers(-60, 60), st.integers(-60, 60)),
        st.tuples(st.just("zoom"), st.sampled_from([0.5, 0.8, 1.25, 2.0])),
        st.tuples(st.just("delete"), st.integers(0, 11)),
        st.tuples(st.just("hide"), st.sets(st.integers(0, 11), max_size=3)),
        st.tuples(st.just("hover"), st.integers(0, 11)),
        st.tuples(st.just("front"), st.integers(0, 11)),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_that_what_is_painted_piece_by_piece_is_what_is_painted_at_once(canvas, document, steps):
    from desktop_app.annotation.shapes.arranging import reordered

    document.change("start", document.value.with_shapes(all_kinds()))
    canvas.set_hidden()
    canvas.select([])
    canvas.hover(None)
    canvas.set_view(View(2.0, 20, 20, 1.0))
    on_screen(canvas)
    for name, *values in steps:
        shapes = document.value.by_id
        target = shapes.get(f"s{values[0]}") if isinstance(values[0], int) else None
        if name == "move" and target is not None:
            document.change("move", document.value.with_changed([moved(target, values[1], values[2])]))
        elif name == "select":
            canvas.select([f"s{n}" for n in sorted(values[0])])
        elif name == "pan":
            canvas.pan_by(*values)
        elif name == "zoom":
            canvas.zoom_by(values[0])
        elif name == "delete" and target is not None:
            document.change("delete", document.value.with_shapes(s for s in shapes.values() if s is not target))
        elif name == "hide":
            canvas.set_hidden(ids=[f"s{n}" for n in values[0]])
        elif name == "hover" and target is not None:
            canvas.hover(target.id)
        elif name == "front" and target is not None:
            document.change("front", document.value.with_shapes(reordered(document.value.shapes, {target.id}, "front")))
        QApplication.processEvents()
    piece_by_piece = on_screen(canvas)
    alike(piece_by_piece, painted_anew(canvas))


def test_that_a_drag_leaves_no_trace(canvas, hand, put):
    put(*all_kinds())
    on_screen(canvas)
    hand.drag((100, 120), (180, 160), (120, 260), (250, 200))
    canvas.select([])
    hand.move((390, 290))
    canvas.hover(None)
    alike(on_screen(canvas), painted_anew(canvas))


def test_that_moving_one_shape_among_many_paints_few(canvas, document):
    boxes = tuple(rectangle(x, y, x + 8, y + 8) for x in range(0, 400, 10) for y in range(0, 300, 10))
    document.change("many", document.value.with_shapes(boxes))
    canvas.finish_painting()
    before = canvas._layer.drawn
    document.change("one", document.value.with_changed([moved(boxes[5], 3, 3)]))
    canvas.finish_painting()
    assert 0 < canvas._layer.drawn - before < len(boxes) / 4


def test_that_a_pan_paints_only_what_comes_into_view(canvas, document):
    boxes = tuple(rectangle(x, y, x + 8, y + 8) for x in range(0, 400, 10) for y in range(0, 300, 10))
    document.change("many", document.value.with_shapes(boxes))
    canvas.finish_painting()
    before = canvas._layer.drawn
    canvas.pan_by(4, 0)
    canvas.finish_painting()
    assert canvas._layer.drawn - before < len(boxes) / 4


def test_that_thousands_of_shapes_are_painted_in_slices_and_are_all_there_in_the_end(canvas, document, qtbot):
    random = np.random.default_rng(2)
    boxes = tuple(rectangle(x, y, x + 5, y + 5) for x, y in random.uniform((0, 0), (390, 290), (6000, 2)).tolist())
    document.change("many", document.value.with_shapes(boxes))
    canvas.forget_painting()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: canvas._layer._job is None and canvas._layer._image is not None)
    sliced = pixels(canvas.grab().toImage())
    alike(sliced, painted_anew(canvas))


def test_that_every_kind_leaves_its_colour(canvas, document):
    ground = painted_anew(canvas)
    canvas.set_options(replace(canvas.options, tags="none"))
    for shape in every_kind():
        document.change("one", document.value.with_shapes([replace(shape, labels=("cat",))]))
        shown = on_screen(canvas)
        assert (shown != ground).any(), shape.kind
        orange = (abs(shown[..., :3].astype(int) - (0, 85, 255)) < 40).all(axis=2)
        assert orange.sum() > 10, shape.kind


def test_that_a_hole_shows_the_picture(canvas, document):
    ground = painted_anew(canvas)
    shape = polygon(
        (50, 50), (250, 50), (250, 250), (50, 250), holes=[[(100, 100), (200, 100), (200, 200), (100, 200)]]
    )
    document.change("one", document.value.with_shapes([shape]))
    shown = on_screen(canvas)
    inside, middle = canvas.view.to_widget((75, 75)).toPoint(), canvas.view.to_widget((150, 150)).toPoint()
    assert (shown[inside.y(), inside.x()] != ground[inside.y(), inside.x()]).any()
    assert (shown[middle.y(), middle.x()] == ground[middle.y(), middle.x()]).all()


def test_that_a_masks_pixels_are_drawn_where_they_are(canvas, document):
    bits = np.zeros((60, 80), bool)
    bits[10:50, 20:60] = True
    ground = painted_anew(canvas)
    canvas.set_options(replace(canvas.options, tags="none"))
    document.change("one", document.value.with_shapes([mask(bits, 100, 100)]))
    changed = (on_screen(canvas) != ground).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    top_left = canvas.view.to_widget((120, 110)).toPoint()
    assert (columns[0], rows[0]) == (top_left.x(), top_left.y())
    assert (columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1) == (80, 80)


def test_that_suggestions_are_dashed_and_locked_shapes_say_so(canvas, document):
    plain = rectangle(50, 50, 200, 200, id="x")
    document.change("plain", document.value.with_shapes([plain]))
    first = on_screen(canvas)
    document.change("suggested", document.value.with_shapes([replace(plain, score=0.87, source="model:n@1")]))
    second = on_screen(canvas)
    document.change("locked", document.value.with_shapes([replace(plain, locked=True)]))
    third = on_screen(canvas)
    assert (first != second).any()
    assert (first != third).any()
    assert canvas.painter.tag_text(replace(plain, score=0.87)) == "box  0.87"


def test_that_an_object_that_has_left_the_picture_looks_another(canvas, document):
    seen = []
    for track in (Track(1), Track(1, outside=True)):
        document.change("track", document.value.with_shapes([rectangle(50, 50, 200, 200, id="x", track=track)]))
        seen.append(on_screen(canvas))
    assert (seen[0] != seen[1]).any()


def test_that_a_tag_says_labels_group_text_and_score(canvas):
    shape = replace(rectangle(0, 0, 5, 5), labels=("cat", "pet"), group=3, text="STOP", score=0.5)
    assert canvas.painter.tag_text(shape) == "cat, pet  #3  “STOP”  0.50"


# ------------------------------------------------------------------ view


@given(st.floats(0.01, 40), st.integers(-900, 900), st.integers(-900, 900), st.floats(0, 800), st.floats(0, 600))
def test_that_places_and_points_are_each_others_inverse(scale, left, top, x, y):
    view = View(scale, left, top, 1.5)
    assert view.to_image(view.to_widget((x, y))) == pytest.approx((x, y), abs=1e-6)


@given(st.floats(0.1, 10), st.floats(0, 800), st.floats(0, 600))
def test_that_zooming_keeps_what_is_under_the_pointer(factor, x, y):
    view = View(1.3, 40, -30, 1.0)
    zoomed = view.zoomed(factor, QPointF(x, y))
    before, after = view.to_image(QPointF(x, y)), zoomed.to_image(QPointF(x, y))
    assert np.hypot(before[0] - after[0], before[1] - after[1]) <= 0.75 / zoomed.scale


def test_that_fitting_shows_the_whole_and_something_always_stays_on_the_widget():
    view = fitting((0, 0, 4000, 3000), 800, 600, 2.0)
    left, top, right, bottom = view.device_to_box(QRect(0, 0, 1600, 1200))
    assert left <= 0
    assert top <= 0
    assert right >= 4000
    assert bottom >= 3000
    away = kept_inside(View(1.0, 99999, -99999, 1.0), 800, 600, 400, 300)
    assert away.left == 800 - 48
    assert away.top == 48 - 300


def wheel(canvas, point, steps, keys=NONE):
    event = QWheelEvent(
        QPointF(point), QPointF(canvas.mapToGlobal(point)), QPoint(), QPoint(0, steps), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_that_the_wheel_zooms_to_the_pointer_and_shift_goes_sideways(canvas):
    point = QPoint(300, 200)
    before = canvas.view.to_image(QPointF(point))
    wheel(canvas, point, 240)
    assert canvas.view.zoom > 2.5
    assert canvas.view.to_image(QPointF(point)) == pytest.approx(before, abs=0.5)
    left = canvas.view.left
    wheel(canvas, point, -120, SHIFT)
    assert canvas.view.left < left


def test_that_the_wheel_scrolls_if_wanted_and_ctrl_zooms_then(canvas):
    canvas.set_options(replace(canvas.options, wheel="scroll"))
    top = canvas.view.top
    wheel(canvas, QPoint(300, 200), -120)
    assert (canvas.view.zoom, canvas.view.top < top) == (2.0, True)
    wheel(canvas, QPoint(300, 200), 120, CTRL)
    assert canvas.view.zoom > 2


def test_that_alt_and_the_wheel_change_the_brush(canvas):
    canvas.set_tool("brush")
    wheel(canvas, QPoint(300, 200), 240, ALT)
    assert canvas.settings.radius > 12
    assert canvas.view.zoom == 2


def test_that_space_and_the_middle_button_pan(canvas, hand):
    left = canvas.view.left
    hand.drag((100, 100), (120, 100), button=MIDDLE)
    assert canvas.view.left > left
    left = canvas.view.left
    canvas.set_tool("rectangle")
    QTest.keyPress(canvas, KEY.Key_Space)
    hand.drag((100, 100), (80, 100))
    QTest.keyRelease(canvas, KEY.Key_Space)
    assert canvas.view.left < left
    assert not canvas.tool.is_busy, "a pan is no click"


def test_that_a_resized_canvas_fits_again_or_keeps_its_middle(canvas, qtbot):
    canvas.fit()
    canvas.resize(500, 400)
    assert canvas.view.zoom == pytest.approx((500 - 24) / 400)
    canvas.zoom_to(3.0)
    middle = canvas.view.to_image(QPointF(250, 200))
    canvas.resize(700, 500)
    assert canvas.view.to_image(QPointF(350, 250)) == pytest.approx(middle, abs=0.5)


def test_that_the_view_is_kept_from_image_to_image_if_wanted(canvas):
    canvas.set_view(View(3.0, -100, -50, 1.0))
    canvas.set_picture(canvas.picture, Annotation("b.png", 400, 300), keep_view=True)
    assert canvas.view == View(3.0, -100, -50, 1.0)
    canvas.set_picture(canvas.picture, Annotation("c.png", 400, 300))
    assert canvas.view.zoom == pytest.approx(min(816 / 400, 616 / 300))


def test_that_the_view_is_kept_over_the_time_that_loading_takes(canvas):
    picture = canvas.picture
    canvas.set_options(replace(canvas.options, keep_view=True))
    canvas.set_view(View(3.0, -100, -50, 1.0))
    canvas.show_message("Loading…", "b.png")
    canvas.set_picture(picture, Annotation("b.png", 400, 300))
    assert canvas.view == View(3.0, -100, -50, 1.0)


def test_that_a_sharper_picture_of_the_same_image_disturbs_nothing(canvas, hand, document):
    canvas.set_view(View(3.0, -100, -50, 1.0))
    canvas.set_tool("polygon")
    hand.click((100, 100), (150, 100))
    sharper = QImage(400, 300, QImage.Format.Format_RGB32)
    sharper.fill(QColor("#123456"))
    canvas.set_picture(sharper, document.value)
    assert canvas.view == View(3.0, -100, -50, 1.0)
    hand.click((150, 150))
    hand.key(KEY.Key_Return)
    assert len(document.value.shapes[0].points) == 3
    assert pixels(canvas.grab().toImage())[430, 610, :3].tolist() == [0x56, 0x34, 0x12]


def test_that_another_image_gives_up_what_was_being_drawn(canvas, hand, document):
    canvas.set_tool("polygon")
    hand.click((100, 100), (150, 100))
    canvas.set_picture(canvas.picture, Annotation("other.png", 400, 300))
    assert not canvas.tool.is_busy


def test_that_a_selection_is_brought_into_view(canvas, put):
    (a,) = put(rectangle(390, 290, 398, 298))
    canvas.set_view(View(20.0, 0, 0, 1.0))
    canvas.select([a])
    canvas.show_selection()
    assert canvas.rect().contains(canvas.view.to_widget((394, 294)).toPoint())
    canvas.show_selection(zoom=True)
    assert canvas.rect().contains(canvas.view.to_widget((390, 290)).toPoint())


# ------------------------------------------------------------------ picture


def gradient(width=512, height=256):
    rows, columns = np.indices((height, width))
    made = np.stack([columns % 256, rows % 256, (rows + columns) % 256, np.full_like(rows, 255)], axis=-1).astype(
        np.uint8
    )
    return QImage(made.tobytes(), width, height, width * 4, QImage.Format.Format_RGBA8888)


class Provider:
    """Cuts tiles out of an image when it is told to."""

    side = 64

    def __init__(self, image, levels=3):
        self.image = image
        self.width, self.height, self.levels = image.width(), image.height(), levels
        self.missing = ()

    def wanted(self, keys):
        self.missing = tuple(keys)

    def deliver(self, picture, most=10_000):
        for key in self.missing[:most]:
            step = self.side << key.level
            rect = QRect(key.column * step, key.row * step, step, step).intersected(self.image.rect())
            part = self.image.copy(rect)
            picture.put(key, part.scaled(max(rect.width() >> key.level, 1), max(rect.height() >> key.level, 1)))


def test_that_tiles_make_the_same_picture_as_the_whole_image(qtbot):
    image = gradient().convertToFormat(QImage.Format.Format_RGB32)
    shown = []
    provider = Provider(image)
    for picture in (Pyramid((image,)), TiledPicture(provider)):
        canvas = Canvas()
        qtbot.addWidget(canvas)
        canvas.resize(400, 300)
        canvas.set_picture(picture)
        canvas.set_view(View(1.0, 0, 0, 1.0))
        with qtbot.waitExposed(canvas):
            canvas.show()
        on_screen(canvas)
        if isinstance(picture, TiledPicture):
            assert {key.level for key in provider.missing} == {0, 2}
            provider.deliver(picture)
        shown.append(on_screen(canvas))
    np.testing.assert_array_equal(shown[0][2:-2, 2:-2], shown[1][2:-2, 2:-2])
    assert picture.colour_at(70, 80) == (70, 80, 150, 255)


def test_that_coarse_tiles_stand_in_and_panning_asks_for_the_next(qtbot):
    provider = Provider(gradient().convertToFormat(QImage.Format.Format_RGB32))
    picture = TiledPicture(provider)
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(128, 128)
    canvas.setMinimumSize(0, 0)
    canvas.resize(128, 128)
    canvas.set_picture(picture)
    canvas.set_view(View(1.0, 0, 0, 1.0))
    with qtbot.waitExposed(canvas):
        canvas.show()
    on_screen(canvas)
    coarse = [key for key in provider.missing if key.level == 2]
    assert provider.missing[: len(coarse)] == tuple(coarse), "what can be shown at once comes first"
    provider.deliver(picture, len(coarse))
    assert QColor(canvas.grab().toImage().pixel(60, 60)).red() == pytest.approx(60, abs=8)
    on_screen(canvas)
    before = provider.missing
    canvas.pan_by(-200, 0)
    on_screen(canvas)
    assert provider.missing != before
    assert TileKey(0, 0, 0) not in provider.missing, "what is not looked at any more is not asked for"


def test_that_tiles_not_looked_at_make_room(monkeypatch):
    import desktop_app.gui.annotation.picture as module

    monkeypatch.setattr(module, "_MOST_TILE_BYTES", 64 * 64 * 4 * 3)
    picture = TiledPicture(Provider(gradient()))
    for column in range(6):
        tile = QImage(64, 64, QImage.Format.Format_RGB32)
        tile.fill(0)
        picture.put(TileKey(0, column, 0), tile)
    assert picture.colour_at(5 * 64 + 1, 1) is not None
    assert picture.colour_at(1, 1) is None


def test_that_a_null_image_is_no_picture(canvas):
    canvas.set_picture(QImage())
    assert canvas.picture is None
    assert canvas.image_size == (0, 0)
    assert not canvas.grab().isNull()


def test_that_a_message_stands_in_place_of_a_picture(canvas):
    blank = pixels(canvas.grab().toImage())
    canvas.show_message("This image cannot be shown", "bild.png: the file ends after 20 of 4 000 rows.")
    assert canvas.picture is None
    assert canvas.shapes == ()
    assert (pixels(canvas.grab().toImage()) != blank).any()


@given(st.floats(-1, 1), st.floats(0, 5), st.floats(0.1, 5), st.booleans())
def test_that_adjustments_rise_unless_inverted(brightness, contrast, gamma, invert):
    table = Adjustments(brightness, contrast, gamma, invert).table.astype(int)
    steps = np.diff(table)
    assert (steps <= 0).all() if invert else (steps >= 0).all()


@pytest.mark.parametrize("channel", CHANNELS)
def test_that_a_channel_is_shown_as_grey(channel):
    values = np.array([[[10, 20, 30, 200]]], np.uint8)
    Adjustments(channel=channel, brightness=0.1 if channel == "colour" else 0).apply(values)
    expected = {"red": 30, "green": 20, "blue": 10, "alpha": 200, "grey": (30 * 77 + 20 * 150 + 10 * 29) >> 8}
    if channel == "colour":
        np.testing.assert_allclose(values[0, 0], [35.5, 45.5, 55.5, 200], atol=0.5)
    else:
        assert values[0, 0, :3].tolist() == [expected[channel]] * 3


def test_that_adjustments_change_the_picture_and_not_the_shapes(canvas, put):
    put(rectangle(100, 100, 200, 200))
    canvas.set_options(replace(canvas.options, fill=1.0))
    told = []
    canvas.adjustments_changed.connect(told.append)
    before = on_screen(canvas)
    canvas.set_adjustments(Adjustments(invert=True))
    after = on_screen(canvas)
    grey, filled = canvas.view.to_widget((20, 20)).toPoint(), canvas.view.to_widget((150, 150)).toPoint()
    assert before[grey.y(), grey.x(), 0] == 90
    assert after[grey.y(), grey.x(), 0] == 165
    assert (after[filled.y(), filled.x()] == before[filled.y(), filled.x()]).all()
    assert told == [Adjustments(invert=True)]


def test_that_grids_are_drawn_where_they_can_be_seen(canvas):
    plain = on_screen(canvas)
    canvas.set_options(replace(canvas.options, grid=20))
    assert (on_screen(canvas) != plain).any()
    canvas.set_options(replace(canvas.options, grid=2))
    np.testing.assert_array_equal(on_screen(canvas), plain)


def test_that_a_transparent_picture_lies_on_checks(qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 300)
    clear = QImage(100, 100, QImage.Format.Format_ARGB32)
    clear.fill(0)
    canvas.set_picture(clear)
    canvas.set_view(View(1.0, 0, 0, 1.0))
    shown = on_screen(canvas)
    assert {tuple(pixel) for pixel in shown[4:60, 4:60, :3].reshape(-1, 3)} == {(255, 255, 255), (222, 216, 213)}


@given(st.integers(-30, 30), st.integers(-30, 30))
@settings(max_examples=20, deadline=None)
def test_that_a_shifted_picture_is_the_picture_elsewhere(across, down):
    image = gradient(40, 30).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    expected = np.zeros((90, 100, 4), np.uint8)
    expected[30 + down : 60 + down, 30 + across : 70 + across] = pixels(image)
    np.testing.assert_array_equal(pixels(shifted_image(image, across, down)), expected[30:60, 30:70])


def test_that_opacity_hides_everything_that_is_drawn(canvas, put):
    ground = on_screen(canvas)
    put(ellipse(150, 150, 60, 40), Shape("point", ("dot",), points_of([(50, 50)])))
    canvas.set_options(replace(canvas.options, opacity=0.0))
    np.testing.assert_array_equal(on_screen(canvas), ground)


def test_that_the_canvas_can_be_named_and_reached(canvas):
    assert canvas.accessibleName() == "Image with its shapes"
    assert canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus


DENSE = """
import numpy as np
from PySide6.QtWidgets import QApplication
app = QApplication([])
from PySide6.QtGui import QImage
from desktop_app.annotation.model import Annotation
from desktop_app.gui.annotation.canvas import Canvas
from tests.gui.annotation.test_canvas_painting import all_kinds, alike, on_screen, painted_anew
canvas = Canvas()
assert canvas.devicePixelRatioF() == 2
canvas.resize(600, 500)
image = QImage(400, 300, QImage.Format.Format_RGB32)
image.fill(0x405060)
canvas.set_picture(image, Annotation("a", 400, 300, all_kinds()))
canvas.show()
app.processEvents()
first = on_screen(canvas)
canvas.select(["s3"])
on_screen(canvas)
canvas.select([])
canvas.pan_by(10, 6)
on_screen(canvas)
canvas.pan_by(-10, -6)
alike(on_screen(canvas), first)
alike(painted_anew(canvas), first)
print(first.shape)
"""


def test_that_screens_of_double_density_are_painted_alike():
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", DENSE], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "(1000, 1200, 4)"
