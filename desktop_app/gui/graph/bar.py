"""The bar above the graph: find, levels, folding, colours and layout, each where the eye looks for it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from desktop_app.gui.drag_out import DragOut
from desktop_app.gui.theme import CAREFUL, icon, notice, scheme_name

_GROUPS = frozenset({"size", "change", "parameters", "gradient", "history-weights", "file"})
"""What begins a group of the list of colours."""


class GraphBar(QToolBar):
    """Shows a state and says what is wanted; it does nothing by itself."""

    measure_wanted = Signal(str)
    """By what the boxes are to be coloured; empty: by kind."""
    engine_wanted = Signal(str)
    """`layered` or `graphviz`."""

    def __init__(self, picture: Callable[[], QMimeData | None], parent: QWidget | None = None) -> None:
        """`picture` gives what is dragged out of the window."""
        super().__init__(parent)
        self.setObjectName("graph-bar")
        self.setIconSize(QSize(18, 18))
        self._buttons: dict[str, QAction] = {}
        self._icons: dict[str, str] = {}
        self.search = self._button("search", "search")
        self.addSeparator()
        self.less = self._button("less", "collapse")
        self.level = QLabel(self)
        self.level.setObjectName("graph-bar-level")
        self.addWidget(self.level)
        self.more = self._button("more", "expand")
        self.expand_all = self._button("expand-all", "expand-all")
        self.collapse_all = self._button("collapse-all", "collapse-all")
        self.fold = self._button("fold", "fold")
        self.fold.setCheckable(True)
        self.addSeparator()
        self.colours = self._choice("colour", self.measure_wanted.emit)
        self.engines = self._choice("layout", self.engine_wanted.emit)
        self.drag = DragOut("graph-bar-drag", picture, self)
        self.addWidget(self.drag)
        self.note = QLabel(self)
        self.note.setObjectName("graph-bar-note")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.addWidget(self.note)
        notice.changed.connect(self._tint)
        self._tint()
        self._retranslate()

    def _button(self, name: str, picture: str) -> QAction:
        action = self.addAction("")
        action.setObjectName(f"graph-bar-{name}")
        self._buttons[name] = action
        self._icons[name] = picture
        return action

    def _choice(self, name: str, chosen: Callable[[str], object]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"graph-bar-{name}")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentIndexChanged.connect(lambda _place: self._narrow(box))
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.activated.connect(lambda place: chosen(str(box.itemData(place))))
        self.addWidget(box)
        return box

    @staticmethod
    def _narrow(box: QComboBox) -> None:
        """A choice is as wide as what is chosen, its list as wide as its longest line."""
        metrics = box.fontMetrics()
        box.setFixedWidth(metrics.horizontalAdvance(box.currentText()) + 38)
        texts = [box.itemText(place) for place in range(box.count())]
        box.view().setMinimumWidth(max((metrics.horizontalAdvance(text) for text in texts), default=0) + 40)

    # ------------------------------------------------------------------ the state

    def show_level(self, level: int, deepest: int, *, fold: bool) -> None:
        """How many levels of groups are open, and whether repeats are folded."""
        self.level.setText(f"{min(level, deepest)} / {deepest}")
        self.fold.setChecked(fold)
        self.less.setEnabled(level > 1)
        self.more.setEnabled(level < deepest)

    def show_choice(self, box: QComboBox, value: str) -> None:
        """Put a choice on what is in force, without asking for it."""
        place = box.findData(value)
        if place >= 0:
            box.setCurrentIndex(place)

    def say(self, sentence: str) -> None:
        """A short note beside the choices; empty takes it away."""
        self.note.setText(sentence)
        self.note.setToolTip(sentence)
        self.note.setStyleSheet(f"color: {CAREFUL[scheme_name()]};" if sentence else "")

    # ------------------------------------------------------------------ language and theme

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _tint(self) -> None:
        for name, action in self._buttons.items():
            action.setIcon(icon(self._icons[name]))
        self.drag.setIcon(icon("copy"))

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Graph bar"))
        self.setAccessibleName(self.tr("Graph bar"))
        self.drag.setToolTip(self.tr("Drag the graph into another program as a picture; a click copies it"))
        self.drag.setAccessibleName(self.tr("Copy the graph as a picture"))
        texts = {
            "search": self.tr("Find in the graph"),
            "less": self.tr("One level less"),
            "more": self.tr("One level more"),
            "expand-all": self.tr("Expand all"),
            "collapse-all": self.tr("Collapse all"),
            "fold": self.tr("Fold repeated blocks"),
        }
        for name, action in self._buttons.items():
            action.setText(texts[name])
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setObjectName(f"graph-bar-{name}-button")
                button.setAccessibleName(texts[name])
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.level.setToolTip(self.tr("Levels of groups that are open"))
        self.level.setAccessibleName(self.tr("Levels of groups that are open"))
        self.note.setAccessibleName(self.tr("Note"))
        self.colours.setToolTip(self.tr("What the colours of the boxes stand for"))
        self.colours.setAccessibleName(self.tr("Colour by"))
        self.engines.setToolTip(self.tr("Who decides where the boxes stand"))
        self.engines.setAccessibleName(self.tr("Layout"))
        self._fill(self.colours, self.measures())
        self._fill(self.engines, (("layered", self.tr("Layout: layered")), ("graphviz", self.tr("Layout: Graphviz"))))

    def measures(self) -> tuple[tuple[str, str], ...]:
        """What the boxes can be coloured by, with its name in the language in force."""
        return (
            ("", self.tr("Colour: kind")), ("size", self.tr("Colour: size")), ("mean", self.tr("Colour: mean |w|")),
            ("std", self.tr("Colour: standard deviation")), ("norm", self.tr("Colour: L2 norm")), ("largest", self.tr("Colour: largest |w|")),
            ("sparsity", self.tr("Colour: zeros")), ("nan", self.tr("Colour: NaN and Inf")), ("change", self.tr("Colour: change")),
            ("parameters", self.tr("Colour: parameters")), ("activations", self.tr("Colour: activation bytes")),
            ("macs", self.tr("Colour: multiply-adds")), ("gradient", self.tr("Colour: gradient norm")),
            ("output-mean", self.tr("Colour: mean |output|")), ("output-zeros", self.tr("Colour: zeros of the output")),
            ("history-weights", self.tr("Colour: weights in training")), ("history-gradients", self.tr("Colour: gradients in training")),
            ("file", self.tr("Colour: from a file…")),
        )  # fmt: skip

    @staticmethod
    def _fill(box: QComboBox, rows: Sequence[tuple[str, str]]) -> None:
        kept = box.currentData()
        box.clear()
        for value, text in rows:
            if value in _GROUPS:
                box.insertSeparator(box.count())
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(kept)) if kept is not None else 0)
