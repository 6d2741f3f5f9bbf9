"""Looks that can be measured: where numbers stand in their fields, what buttons carry, how far things lie from an edge."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QStyleOptionViewItem,
    QTabWidget,
    QTextBrowser,
    QToolBar,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.graph.colours import contrast
from desktop_app.gui.annotation.canvas import Canvas
from desktop_app.gui.annotation.panels.tool_strip import ToolStrip
from desktop_app.gui.checkpoint.comparison.compare_choices import TIMELINE
from desktop_app.gui.checkpoint.comparison.compare_view import CompareView
from desktop_app.gui.checkpoint.lists.contents_view import ContentsView
from desktop_app.gui.elided_label import ElidedLabel
from desktop_app.gui.end_delegate import EndDelegate
from desktop_app.gui.graph.cost_view import CostView
from desktop_app.gui.graph.gradient_view import GradientView
from desktop_app.gui.graph.sorted_table import Column, SortedTable
from desktop_app.gui.help.about_dialog import AboutDialog
from desktop_app.gui.help.parts import PARTS
from desktop_app.gui.preferences.keys_dialog import KeysDialog
from desktop_app.gui.settings import Settings
from desktop_app.gui.spin_boxes import NumberBox, WholeBox
from desktop_app.gui.theme import apply_theme, dress, icon
from desktop_app.gui.training.inside_view import InsideView
from tests.gui.fakes import example_checkpoint, session_for

SOURCES = sorted((Path(__file__).parents[2] / "desktop_app" / "gui").rglob("*.py"))


@pytest.fixture
def dialog(qapp, qtbot):
    """An empty dialog in the light scheme."""
    apply_theme(qapp, "light")
    made = QDialog()
    qtbot.addWidget(made)
    dress(made)
    return made


def text_starts(field):
    """Pixels from the left edge of the window to the text of a field whose cursor stands before it."""
    field.home(False)
    return field.mapTo(field.window(), QPoint(field.cursorRect().center().x(), 0)).x()


def test_that_numbers_start_where_texts_do(dialog, qtbot):
    form = QFormLayout(dialog)
    text, whole, number = QLineEdit("1"), WholeBox(), NumberBox()
    for field in (text, whole, number):
        form.addRow("A number", field)
    with qtbot.waitExposed(dialog):
        dialog.show()
    starts = [text_starts(field) for field in (text, whole.lineEdit(), number.lineEdit())]
    assert max(starts) - min(starts) <= 2, starts


def test_that_no_number_is_entered_in_a_bare_spin_box():
    bare = re.compile(r"\bQ(?:Double)?SpinBox\(|class \w+\(Q(?:Double)?SpinBox\)")
    found = {path.name for path in SOURCES if bare.search(path.read_text(encoding="utf-8"))} - {"spin_boxes.py"}
    assert not found


def test_that_no_button_of_a_dialog_carries_a_picture(dialog, qtbot):
    wanted_by_the_desktop = "QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 1; }\n"
    dialog.setStyleSheet(wanted_by_the_desktop + dialog.styleSheet())
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.Close | kinds.Save | kinds.RestoreDefaults, dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert [button.text() for button in box.buttons() if not button.icon().isNull()] == []


def test_that_a_long_line_never_widens_its_pane_and_is_told_whole(qtbot):
    label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(label)
    label.setText("backbone.layer4.2.downsample.0.weight " * 4)
    assert label.minimumSizeHint().width() < 60 < label.sizeHint().width()
    label.resize(200, 20)
    assert "…" in label.shown_text() and label.shown_text() != label.text()
    label.resize(label.sizeHint())
    assert label.shown_text() == label.text()


def test_that_filled_tables_of_costs_and_gradients_stay_narrow(qtbot, tasks):
    costs, gradients = CostView(tasks), GradientView(tasks)
    for view in (costs, gradients):
        qtbot.addWidget(view)
        view.total.setText("Sum: 11.7 M parameters, 2.7 M activation bytes, 149 M multiply-adds " * 2)
    gradients.title.setText("features.denseblock4.denselayer32.conv2.weight " * 3)
    costs.pages.setCurrentIndex(1)
    gradients.pages.setCurrentIndex(1)
    assert costs.minimumSizeHint().width() < 480
    assert gradients.minimumSizeHint().width() < 560


def test_that_what_dialogs_hold_lies_equally_far_from_their_edges():
    """Whatever subclasses QDialog takes the one layout for dialogs; the palette is a list that drops down."""
    found = set()
    for path in SOURCES:
        for name, body in re.findall(
            r"^class (\w+)\(QDialog\):\n(.*?)(?=^\S|\Z)", path.read_text(encoding="utf-8"), re.M | re.S
        ):
            if "dialog_column(self)" not in body:
                found.add(name)
    assert found == {"CommandPalette"}


def test_that_titles_of_columns_end_with_dots_where_they_are_cut(dialog, qtbot):
    table = QTreeWidget(dialog)
    table.setHeaderLabels(["A title that is longer than its column", "next"])
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert table.header().textElideMode() == Qt.TextElideMode.ElideRight


def test_that_the_address_of_every_part_can_be_read(qtbot):
    about = AboutDialog()
    qtbot.addWidget(about)
    for place, part in enumerate(PARTS):
        row = about.parts.topLevelItem(place)
        assert row is not None and part.home in [row.text(column) for column in range(about.parts.columnCount())]


def test_that_long_keys_keep_their_end(qtbot):
    view = ContentsView(session_for(example_checkpoint("resnet")))
    qtbot.addWidget(view)
    option = QStyleOptionViewItem()
    delegate = view.tree.itemDelegateForColumn(0)
    assert isinstance(delegate, EndDelegate)
    delegate.initStyleOption(option, view.model.index(0, 0))
    assert option.textElideMode == Qt.TextElideMode.ElideLeft


def test_that_keys_of_contents_can_be_read_in_the_narrow_pane_of_a_small_window(dialog, qtbot):
    view = ContentsView(session_for(example_checkpoint("resnet")))
    QVBoxLayout(dialog).addWidget(view)
    margins = dialog.layout().contentsMargins()
    with qtbot.waitExposed(dialog):
        dialog.show()
    shares = {}
    for width in (230, 330):
        dialog.resize(width + margins.left() + margins.right(), 300)
        qtbot.waitUntil(lambda width=width: view.width() == width)
        shares[view.tree.isColumnHidden(1)] = view.tree.columnWidth(0) / width
    assert shares[True] > 0.5 > shares[False]
    root = view.model.index(0, 0)
    assert view.model.data(root, Qt.ItemDataRole.ToolTipRole).endswith(view.model.entries[0].type_name)


def test_that_names_beside_numbers_keep_their_end_and_room_for_it(dialog, qtbot):
    table: SortedTable[str] = SortedTable("names")
    QVBoxLayout(dialog).addWidget(table)
    dialog.resize(300, 200)
    with qtbot.waitExposed(dialog):
        dialog.show()
    names = [f"model.encoder.layers.{place}.attention.query.weight" for place in range(5)]
    titles = ("Parameter", "Norm", "Mean", "Deviation", "Largest")
    table.fill([Column(title, str, str) for title in titles], names)
    for width in (300, 2000, 300):
        dialog.resize(width, 200)
        QApplication.processEvents()
        assert table.columnWidth(0) >= 160
    option = QStyleOptionViewItem()
    delegate = table.itemDelegateForColumn(0)
    assert isinstance(delegate, EndDelegate)
    delegate.initStyleOption(option, table.rows.index(0, 0))
    assert option.textElideMode == Qt.TextElideMode.ElideLeft


def test_that_buttons_say_things_as_sentences_do(qtbot):
    dialog = KeysDialog([], Settings(), lambda: None)
    qtbot.addWidget(dialog)
    for button in dialog.findChildren(QPushButton):
        assert [word for word in button.text().split()[1:] if word[0].isupper()] == []


def test_that_nothing_of_a_timeline_lies_upon_something_else_in_a_low_dock(dialog, qtbot, tasks):
    view = CompareView(tasks)
    QVBoxLayout(dialog).addWidget(view)
    view.choices.mode.setCurrentIndex(TIMELINE)
    view.timeline.legend.setText("layer4.1.bn1.running_mean " * 30)
    dialog.resize(360, 280)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.height() < 320
    page = view.timeline
    rows = [page.open_button.parentWidget(), page.plot, page.visit_button, page.legend, page.state]
    assert page.plot.height() >= 100
    for upper, lower in pairwise(rows):
        assert upper.geometry().bottom() < lower.geometry().top(), (upper.objectName(), lower.objectName())


def test_that_the_strip_of_a_tool_leaves_room_for_the_panes_beside_it(dialog, qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    strip = ToolStrip(canvas)
    QVBoxLayout(dialog).addWidget(strip)
    canvas.set_tool("watershed")
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert strip.minimumSizeHint().width() < 600


def test_that_the_page_of_a_run_fits_the_smallest_window(qtbot):
    inside = InsideView()
    qtbot.addWidget(inside)
    assert inside.minimumSizeHint().height() < 300
    inside.resize(700, 620)
    with qtbot.waitExposed(inside):
        inside.show()
    assert inside.answers.height() == 244


def _tabs():
    tabs = QTabWidget()
    tabs.addTab(QWidget(), "one")
    return tabs


def _ticked(kind):
    made = kind("a choice")
    made.setChecked(True)
    return made


CONTROLS = {
    "check": lambda: QCheckBox("a choice"), "ticked": lambda: _ticked(QCheckBox), "radio": lambda: _ticked(QRadioButton), "tabs": _tabs,
    "page": QTextBrowser, "text": QLineEdit, "number": WholeBox, "list": QListWidget, "push": lambda: QPushButton("do"), "tool": QToolButton,
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", CONTROLS)
def test_that_the_control_with_the_keyboard_is_seen(qapp, dialog, qtbot, name, scheme):
    apply_theme(qapp, scheme)
    dress(dialog)
    made = CONTROLS[name]()
    control = made.tabBar() if isinstance(made, QTabWidget) else made
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    elsewhere = QLineEdit()
    column = QVBoxLayout(dialog)
    column.addWidget(elsewhere)
    column.addWidget(made)
    with qtbot.waitActive(dialog):
        dialog.show()
    seen = []
    for holder in (elsewhere, control):
        holder.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(holder.hasFocus)
        seen.append(control.grab().toImage())
    without, with_it = seen
    area = [(x, y) for x in range(without.width()) for y in range(without.height())]
    pairs = {(without.pixelColor(x, y).name(), with_it.pixelColor(x, y).name()) for x, y in area}
    apply_theme(qapp, "light")
    assert max(contrast(before, after) for before, after in pairs) >= 2.5


@pytest.mark.parametrize("area", [Qt.ToolBarArea.TopToolBarArea, Qt.ToolBarArea.LeftToolBarArea])
def test_that_a_bar_without_room_shows_the_arrow_to_the_rest(qapp, qtbot, area):
    apply_theme(qapp, "light")
    window, bar = QMainWindow(), QToolBar()
    qtbot.addWidget(window)
    window.addToolBar(area, bar)
    for _ in range(30):
        bar.addAction(icon("fit"), "fit")
    dress(window)
    window.resize(300, 300)
    with qtbot.waitExposed(window):
        window.show()
    button = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert button is not None
    seen = button.grab().toImage()
    dark = sum(seen.pixelColor(x, y).lightness() < 140 for x in range(seen.width()) for y in range(seen.height()))
    assert dark >= 3
