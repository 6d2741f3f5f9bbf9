"""One tensor from every side: its facts, a slice of its values, as grid, picture, filters, statistics and text."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.model import TensorInfo
from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.session import CheckpointSession, Selection
from desktop_app.gui.checkpoint.tensor.filters_view import FiltersView, has_filters
from desktop_app.gui.checkpoint.tensor.heatmap import Heatmap
from desktop_app.gui.checkpoint.tensor.planes import Plane
from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, mid_text, shortened
from desktop_app.gui.checkpoint.tensor.save_dialog import TensorSaver
from desktop_app.gui.checkpoint.tensor.slice_bar import SliceBar
from desktop_app.gui.checkpoint.tensor.statistics_table import StatisticsTable
from desktop_app.gui.checkpoint.tensor.tensor_grid import TensorGrid
from desktop_app.gui.checkpoint.tensor.tensor_header import TensorHeader
from desktop_app.gui.checkpoint.tensor.tensor_text import TensorText

_CODES = {"qint8": "int8", "quint8": "uint8", "qint32": "int32", "quint4x2": "quint4x2", "quint2x4": "quint2x4"}


def codes_of(info: TensorInfo) -> TensorInfo:
    """The integers that a quantised tensor is stored as."""
    return replace(info, dtype=_CODES.get(info.dtype, info.dtype), quantization=None)


class TensorView(QWidget):
    """Follows the first selected tensor of its session."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tensor-view")
        self.setAccessibleName(self.tr("Tensor"))
        self._session = session
        self._tensor = -1
        self._stale: set[QWidget] = set()
        self._build()
        session.selection_changed.connect(self._selected)
        self._selected(session.selection)

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done with a tensor."""
        tip = self.tr("Save as .npy, .pt, .csv or .png")
        named, read = self._named, self._readable
        return (
            Action("tensor.save", self.tr("&Save the tensor as…"), self.save, "tensor", tip=tip, enabled=read),
            Action("tensor.copy-name", self.tr("Copy the tensor's &name"), self.copy_name, "tensor", enabled=named),
            Action("tensor.copy-values", self.tr("Copy the selected values"), self.grid.copy, "tensor", enabled=read),
            Action("tensor.slice", self.tr("Type a s&lice"), self._type_slice, "tensor", enabled=read),
        )

    def save(self) -> None:
        """Ask where, and save the slice that is looked at."""
        sliced = self.slice_bar.sliced
        if sliced is not None and self.slice_bar.valid:
            self.saver.ask_and_save(sliced.info, sliced.text())

    def copy_name(self) -> None:
        """Put the tensor's name on the clipboard."""
        if self._tensor >= 0:
            QGuiApplication.clipboard().setText(self._session.checkpoint.tensors[self._tensor].name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "message"):
            self.message.setStyleSheet(f"color: {mid_text(self.palette()).name()};")

    def _build(self) -> None:
        session = self._session
        self.header = TensorHeader(session.checkpoint)
        self.header.tensor_asked.connect(lambda tensor: session.select_tensors((tensor,)))
        self.part_label = QLabel(self.tr("Show"))
        self.part = QComboBox()
        self.part.setObjectName("tensor-part")
        self.part.setAccessibleName(self.tr("Part of the tensor"))
        self.part.currentIndexChanged.connect(self._part_chosen)
        self.part_label.setBuddy(self.part)
        self.slice_bar = SliceBar()
        self.slice_bar.plane_changed.connect(self._plane_changed)
        self.grid = TensorGrid(session)
        self.heatmap = Heatmap(session)
        self.filters = FiltersView(session)
        self.filters.filter_chosen.connect(lambda position: self.slice_bar.set_text(str(position)))
        self.statistics = StatisticsTable(session)
        self.text = TensorText(session)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tensor-tabs")
        self.tabs.setAccessibleName(self.tr("Ways to look at the values"))
        self.tabs.setDocumentMode(True)
        for widget, title in (
            (self.grid, self.tr("Values")),
            (self.heatmap, self.tr("Heatmap")),
            (self.filters, self.tr("Filters")),
            (self.statistics, self.tr("Statistics")),
            (self.text, self.tr("Text")),
        ):
            self.tabs.addTab(widget, title)
        self.tabs.currentChanged.connect(self._refresh_tab)
        self.saver = TensorSaver(session, self)
        self.saver.told.connect(self._tell)
        self.told = QLabel()
        self.told.setObjectName("tensor-told")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.hide()
        self.message = QLabel(self.tr("Select a tensor."))
        self.message.setObjectName("tensor-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setStyleSheet(f"color: {mid_text(self.palette()).name()};")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.message)
        self._pages.addWidget(self._page())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _page(self) -> QWidget:
        save = QToolButton()
        save.setObjectName("tensor-save")
        save.setText(self.tr("Save as…"))
        save.setAccessibleName(self.tr("Save the slice"))
        save.setToolTip(self.tr("Save what the slice selects as .npy, .pt, .csv or .png"))
        save.clicked.connect(self.save)
        self.save_button = save
        row = QHBoxLayout()
        row.addWidget(self.part_label)
        row.addWidget(self.part)
        row.addStretch(1)
        self.slice_bar.row.addWidget(save)
        self.slice_bar.validity_changed.connect(save.setEnabled)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(5)
        column.addWidget(self.header)
        column.addWidget(self.slice_bar)
        column.addLayout(row)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.told)
        return page

    def _type_slice(self) -> None:
        self.slice_bar.edit.setFocus()
        self.slice_bar.edit.selectAll()

    def _named(self) -> bool:
        return self._tensor >= 0

    def _readable(self) -> bool:
        return self.slice_bar.valid

    def _selected(self, selection: Selection) -> None:
        tensor = selection.tensors[0] if selection.tensors else -1
        if tensor >= 0:
            self.header.show_tensor(self._session.checkpoint.tensors[tensor], more=len(selection.tensors) - 1)
        if tensor == self._tensor:
            return
        self._tensor = tensor
        self.told.hide()
        self._pages.setCurrentIndex(0 if tensor < 0 else 1)
        self._fill_parts()

    def refresh_checkpoint(self) -> None:
        """The checkpoint was edited: show the tensor as it is now, sliced as before."""
        sliced = self.slice_bar.edit.text()
        self.header.set_checkpoint(self._session.checkpoint)
        self._tensor = -1
        self._selected(self._session.selection)
        if sliced and self._tensor >= 0:
            self.slice_bar.edit.setText(sliced)

    def _fill_parts(self) -> None:
        """Offer what a composite or quantised tensor consists of."""
        self.part.blockSignals(True)
        self.part.clear()
        if self._tensor >= 0:
            for title, info in self._parts(self._session.checkpoint.tensors[self._tensor]):
                self.part.addItem(title, info)
        self.part.blockSignals(False)
        several = self.part.count() > 1 or bool(
            self._tensor >= 0 and self._session.checkpoint.tensors[self._tensor].parts
        )
        self.part.setVisible(several)
        self.part_label.setVisible(several)
        self._part_chosen()

    def _parts(self, info: TensorInfo) -> list[tuple[str, TensorInfo]]:
        if info.status != "ok" or info.layout == "meta":
            return []
        parts: list[tuple[str, TensorInfo]] = []
        if info.storage is not None or info.computed is not None:
            parts.append((self.tr("values, dequantised") if info.quantization else self.tr("values"), info))
        if info.quantization is not None:
            parts.append((self.tr("integer codes (int_repr)"), codes_of(info)))
            for title, one in (
                (self.tr("scales"), info.quantization.scales),
                (self.tr("zero points"), info.quantization.zero_points),
            ):
                if one is not None:
                    parts.append((title, one))
        pending = list(reversed(info.parts))
        while pending and len(parts) < MOST_PARTS:
            name, part = pending.pop()
            if part.status == "ok" and part.storage is not None:
                parts.append((shortened(name, 60), part))
            pending.extend((f"{name}.{inner}", one) for inner, one in reversed(part.parts))
        return parts

    def _part_chosen(self, _index: int = 0) -> None:
        self.slice_bar.show_tensor(self.part.currentData())

    def _plane_changed(self, plane: Plane | None) -> None:
        info = plane.info if plane is not None else None
        self.tabs.setTabEnabled(self.tabs.indexOf(self.filters), info is not None and has_filters(info))
        self._stale = {self.grid, self.heatmap, self.filters, self.statistics, self.text}
        self._refresh_tab()

    def _refresh_tab(self, _index: int = 0) -> None:
        """Fill the tab in sight when what it shows is no longer what is looked at."""
        tab = self.tabs.currentWidget()
        if tab not in self._stale:
            return
        self._stale.discard(tab)
        plane = self.slice_bar.plane()
        if tab is self.grid:
            self.grid.show_plane(plane)
        elif tab is self.heatmap:
            self.heatmap.show_plane(plane)
        elif tab is self.filters:
            self.filters.show_tensor(plane.info if plane is not None else None)
        elif tab is self.statistics:
            self.statistics.show_tensor(self._tensor if self.part.count() else -1)
        else:
            self.text.show_slice(self.slice_bar.sliced)

    def _tell(self, sentence: str, bad: bool) -> None:
        colour = alarm_colour(self.palette()) if bad else mid_text(self.palette())
        self.told.setStyleSheet(f"color: {colour.name()};")
        self.told.setText(sentence)
        self.told.show()


MOST_PARTS = 256
