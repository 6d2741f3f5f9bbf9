"""The byte map: what is drawn where, hover and click, keys and zoom, checksums, pictures."""

import zipfile

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from desktop_app.checkpoint.bytemap import KINDS
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.graph.colours import contrast
from desktop_app.gui.checkpoint.damage.bytemap_texts import kind_colour, kind_text, region_text
from desktop_app.gui.checkpoint.damage.bytemap_view import ByteMapView
from desktop_app.gui.checkpoint.session import CheckpointSession
from tests.gui.fakes import FakeTasks

torch = pytest.importorskip("torch")


@pytest.fixture
def path(tmp_path):
    torch.manual_seed(0)
    tied, large = torch.randn(40, 40), torch.randn(100, 40)
    state = {"a": torch.randn(50, 50), "b": tied, "c": tied, "part": large[:20], "z": torch.randn(30, 30)}
    torch.save(state, tmp_path / "m.pth")
    return tmp_path / "m.pth"


@pytest.fixture
def make(qtbot, qapp, path):
    def made():
        tasks = FakeTasks()
        session = CheckpointSession(open_checkpoint(path), tasks)  # type: ignore[arg-type]
        view = ByteMapView(session)
        tasks.setParent(view)
        session.setParent(view)
        qtbot.addWidget(view)
        view.resize(700, 500)
        with qtbot.waitExposed(view):
            view.show()
        qtbot.waitUntil(lambda: view.map is not None)
        return view

    return made


def place_of(view, name, code="tensor"):
    return next(n for n, region in enumerate(view.map.regions) if region.label == name and region.code == code)


def point_of(view, place):
    return view.canvas.rect_of(place).center()


def test_that_each_region_is_found_where_it_is_drawn(make):
    view = make()
    for name in ("a", "b", "part", "z"):
        place = place_of(view, name)
        assert view.canvas.region_at(point_of(view, place)) == place
        image = view.canvas.grab().toImage()
        assert image.pixelColor(view.canvas.rect_of(place).topLeft() + QPoint(3, 2)).saturation() > 60


def test_that_a_click_selects_every_tensor_of_a_region(make):
    view = make()
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=point_of(view, place_of(view, "b")))
    names = [view._session.checkpoint.tensors[index].name for index in view._session.selection.tensors]
    assert names == ["b", "c"] and "b and 1 more on the same bytes" in view.detail.text()


def test_that_the_selection_of_other_views_is_marked(make):
    view = make()
    names = [info.name for info in view._session.checkpoint.tensors]
    view._session.select_tensors([names.index("z")])
    assert view.canvas._selected == {place_of(view, "z")} and view.canvas.current == place_of(view, "z")


def test_that_hovering_tells_what_lies_there(make):
    view = make()
    place = place_of(view, "part", "unused")
    point = QPointF(point_of(view, place))
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, point, point, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.canvas, move)
    assert "no tensor shows these bytes" in view.detail.text() and "12.8 kB" in view.detail.text()


def test_that_keys_walk_zoom_and_show_all(make):
    view = make()
    canvas = view.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.current == 0
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.current == 1 and canvas.accessibleDescription()
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.current == len(view.map.regions) - 1
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.current < len(view.map.regions) - 1
    whole = canvas.span
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.span[1] - canvas.span[0] < whole[1] - whole[0]
    QTest.keyClick(canvas, Qt.Key.Key_PageUp)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.span == whole
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=point_of(view, place_of(view, "a")))
    begin, end = canvas.span
    region = view.map.regions[place_of(view, "a")]
    assert begin <= region.begin and end >= region.end and end - begin < 1.5 * region.nbytes


def test_that_the_wheel_zooms_about_the_mouse(make):
    view = make()
    canvas = view.canvas
    point = point_of(view, place_of(view, "part"))
    before = canvas.position_at(point)
    event = QWheelEvent(
        QPointF(point), QPointF(canvas.mapToGlobal(point)), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    assert canvas.span[0] <= before <= canvas.span[1] and canvas.span[1] - canvas.span[0] < view.map.size * 0.7
    for _ in range(200):
        canvas.zoom(1.5)
    assert canvas.span[1] - canvas.span[0] == pytest.approx(64)
    assert not canvas.grab().isNull()


def test_that_the_legend_counts_and_leads_to_each_kind(make):
    view = make()
    for kind, nbytes in view.map.totals().items():
        button = view.findChild(QToolButton, f"bytemap-kind-{kind}")
        assert kind_text(kind) in button.text() and nbytes
        button.click()
        assert view.map.regions[view.canvas.current].kind == kind


def test_that_checksums_mark_what_is_damaged(make, path, qtbot):
    view = make()
    view.verify_button.click()
    qtbot.waitUntil(lambda: "Every checksum matches" in view.state.text())
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo("m/data/0").header_offset
    data = bytearray(path.read_bytes())
    data[offset + 3000] ^= 1
    path.write_bytes(data)
    view = make()
    assert "damaged" not in view.map.totals()
    view.verify_button.click()
    qtbot.waitUntil(lambda: "damaged" in view.map.totals())
    assert "1 tensors are damaged" in view.state.text()
    assert [region.label for region in view.map.regions if region.kind == "damaged"] == ["a"]


def test_that_a_truncated_file_says_how_much_is_missing(make, path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    view = make()
    assert "before its last tensor does" in view.state.text() and "damaged" in view.map.totals()


def test_that_the_picture_is_saved_as_svg_and_png(make, tmp_path):
    view = make()
    view.save_picture(str(tmp_path / "a.svg"))
    text = (tmp_path / "a.svg").read_text()
    assert text.startswith("<?xml") and text.count("<rect") > 10 and "Byte map of m.pth" in text
    view.save_picture(str(tmp_path / "a.png"))
    assert QImage(str(tmp_path / "a.png")).width() == 2 * view.canvas.width()
    view.save_picture(str(tmp_path / "none" / "a.png"))
    assert "was not saved" in view.state.text()


def test_that_a_map_of_very_many_tensors_is_painted(qtbot, qapp, tmp_path):
    torch.save({f"w{n}": torch.zeros(3) for n in range(5000)}, tmp_path / "m.pth")
    tasks = FakeTasks()
    session = CheckpointSession(open_checkpoint(tmp_path / "m.pth"), tasks)  # type: ignore[arg-type]
    view = ByteMapView(session)
    tasks.setParent(view)
    session.setParent(view)
    qtbot.addWidget(view)
    view.resize(500, 700)
    view.show()
    qtbot.waitUntil(lambda: view.map is not None)
    assert len(view.map.regions) > 10_000 and not view.canvas.grab().isNull()


@pytest.mark.parametrize("dark", [False, True])
def test_that_kinds_can_be_told_apart_and_named(dark, qapp):
    ground = "#14171c" if dark else "#ffffff"
    for kind in KINDS:
        assert kind_text(kind)
        if kind != "padding":
            assert contrast(kind_colour(kind, dark=dark).name(), ground) >= 3


def test_that_every_code_has_words(make):
    view = make()
    for region in view.map.regions:
        text = region_text(region)
        assert "{" not in text and text.startswith(kind_text(region.kind))
