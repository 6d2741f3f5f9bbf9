"""A strip over the canvas: the numbers of the chosen tool, what to do next with it, and how things are shown."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from desktop_app.gui.annotation.canvas import Canvas
from desktop_app.gui.annotation.canvas_texts import tool_text
from desktop_app.gui.annotation.canvas_tools.assist import AssistTool
from desktop_app.gui.annotation.canvas_tools.watershed import WatershedTool
from desktop_app.gui.annotation.panels.look_panel import LookPanel
from desktop_app.gui.elided_label import ElidedLabel
from desktop_app.gui.spin_boxes import NumberBox, WholeBox

_FIELDS: dict[str, tuple[str, ...]] = {
    "brush": ("radius", "tip", "paint_polygons"), "eraser": ("radius", "tip", "paint_polygons"),
    "wand": ("tolerance", "connected", "as_polygon"), "watershed": ("radius", "as_polygon", "fill", "take"),
    "superpixels": ("superpixels", "compactness", "as_polygon"),
    "assist": ("as_polygon", "assist_hover", "looking", "model"),
}  # fmt: skip
"""Which fields each tool shows; tools without numbers show none."""


class ToolStrip(QWidget):
    """Follows the canvas's tool and settings, and changes them."""

    model_wanted = Signal()
    """Choose what the assistant asks."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tool-strip")
        self.canvas = canvas
        self._labels: dict[str, QLabel] = {}
        self.radius = self._number("radius", 0.5, 2000)
        self.tolerance = self._whole("tolerance", 0, 255)
        self.superpixels = self._whole("superpixels", 20, 20_000)
        self.compactness = self._number("compactness", 0.1, 100)
        self.tip = QComboBox(self)
        self.tip.currentIndexChanged.connect(lambda _at: canvas.change_settings(tip=self.tip.currentData()))
        self.connected = self._check("connected")
        self.paint_polygons = self._check("paint_polygons")
        self.as_polygon = self._check("as_polygon")
        self.fill = self._button(lambda: self._watershed("run"))
        self.take = self._button(lambda: self._watershed("accept"))
        self.assist_hover = self._check("assist_hover")
        self.model = self._button(self.model_wanted.emit)
        self.looking = QProgressBar(self)
        self.looking.setRange(0, 0)
        self.looking.setTextVisible(False)
        self.looking.setFixedWidth(70)
        self.hint = ElidedLabel(self)
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.hint.setObjectName("tool-hint")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title = ElidedLabel(self)
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        self.title.setObjectName("tool-title")
        self.look = self._look_button()
        self._lay_out()
        self._write_texts()
        self._tool_changed(canvas.tool.name)
        self.show_values()
        canvas.tool_changed.connect(self._tool_changed)
        canvas.settings_changed.connect(lambda _settings: self.show_values())
        canvas.hinted.connect(self._hinted)

    # ------------------------------------------------------------------ building

    def _number(self, name: str, low: float, high: float) -> QDoubleSpinBox:
        box = NumberBox(self)
        box.setRange(low, high)
        box.setDecimals(1)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self.canvas.change_settings(**{name: value}))
        return box

    def _whole(self, name: str, low: int, high: int) -> QSpinBox:
        box = WholeBox(self)
        box.setRange(low, high)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self.canvas.change_settings(**{name: value}))
        return box

    def _check(self, name: str) -> QCheckBox:
        box = QCheckBox(self)
        box.toggled.connect(lambda on: self.canvas.change_settings(**{name: on}))
        return box

    def _button(self, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(self)
        button.clicked.connect(run)
        return button

    def _look_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("look-button")
        button.setIconSize(QSize(18, 18))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        menu = QMenu(button)
        action = QWidgetAction(menu)
        self.panel = LookPanel(self.canvas, menu)
        action.setDefaultWidget(self.panel)
        menu.addAction(action)
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 6, 3)
        row.setSpacing(6)
        row.addWidget(self.title)
        for name in ("radius", "tip", "tolerance", "superpixels", "compactness"):
            label = self._labels[name] = QLabel(self)
            label.setBuddy(getattr(self, name))
            row.addWidget(label)
            row.addWidget(getattr(self, name))
        for name in ("connected", "paint_polygons", "as_polygon", "assist_hover", "fill", "take", "looking", "model"):
            row.addWidget(getattr(self, name))
        row.addWidget(self.hint, 1)
        row.addWidget(self.look)

    def _write_texts(self) -> None:
        labels = {
            "radius": self.tr("Radius"), "tip": self.tr("Tip"), "tolerance": self.tr("Tolerance"),
            "superpixels": self.tr("Patches"), "compactness": self.tr("Compactness"),
        }  # fmt: skip
        for name, text in labels.items():
            self._labels[name].setText(text)
        texts = {
            **labels, "connected": self.tr("Connected only"), "paint_polygons": self.tr("Change polygons too"),
            "as_polygon": self.tr("As polygons"), "fill": self.tr("Fill"), "take": self.tr("Take the regions"),
            "assist_hover": self.tr("Preview under the pointer"), "model": self.tr("Model…"), "looking": self.tr("The model looks at the image"),
        }  # fmt: skip
        for name, text in texts.items():
            field: QWidget = getattr(self, name)
            field.setObjectName(f"tool-{name.replace('_', '-')}")
            field.setAccessibleName(text)
            if isinstance(field, QCheckBox | QPushButton):
                field.setText(text)
        self.radius.setSuffix(self.tr(" px"))
        self.look.setText(self.tr("View"))
        self.look.setToolTip(self.tr("Brightness, contrast, channels, opacity"))
        self.look.setAccessibleName(self.look.toolTip())
        with QSignalBlocker(self.tip):
            self.tip.clear()
            self.tip.addItem(self.tr("Round"), "round")
            self.tip.addItem(self.tr("Square"), "square")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._write_texts()
            self._tool_changed(self.canvas.tool.name)
            self.show_values()
        super().changeEvent(event)

    # ------------------------------------------------------------------ following the canvas

    def _tool_changed(self, name: str) -> None:
        self.title.setText(tool_text(name))
        shown = _FIELDS.get(name, ())
        for field in {name for names in _FIELDS.values() for name in names}:
            getattr(self, field).setVisible(field in shown)
            if field in self._labels:
                self._labels[field].setVisible(field in shown)
        self._hinted(self.canvas.tool.hint())

    def _hinted(self, text: str) -> None:
        self.hint.setText(text)
        self.hint.setToolTip(text)
        tool = self.canvas.tool
        if isinstance(tool, AssistTool):
            self.looking.setVisible(tool.state.state == "looking")
        if isinstance(tool, WatershedTool):
            self.fill.setEnabled(tool.is_busy and not tool.found)
            self.take.setEnabled(bool(tool.found))

    def show_values(self) -> None:
        """Put the fields to the canvas's settings."""
        settings = self.canvas.settings
        for field, value in (
            (self.radius, settings.radius), (self.tolerance, round(settings.tolerance)),
            (self.superpixels, settings.superpixels), (self.compactness, settings.compactness),
        ):  # fmt: skip
            with QSignalBlocker(field):
                field.setValue(value)  # type: ignore[arg-type]
        for box, on in (
            (self.connected, settings.connected), (self.paint_polygons, settings.paint_polygons),
            (self.as_polygon, settings.as_polygon), (self.assist_hover, settings.assist_hover),
        ):  # fmt: skip
            with QSignalBlocker(box):
                box.setChecked(on)
        with QSignalBlocker(self.tip):
            self.tip.setCurrentIndex(self.tip.findData(settings.tip))

    def _watershed(self, what: str) -> None:
        tool = self.canvas.tool
        if isinstance(tool, WatershedTool):
            tool.run() if what == "run" else tool.accept()
            self.canvas.refresh()
