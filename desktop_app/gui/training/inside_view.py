"""What each layer of a net answers to an image: maps of its channels; and the images that a channel answers to most."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

_CHANNEL = Qt.ItemDataRole.UserRole


class InsideView(QWidget):
    """Layers at the left, maps of the chosen one at the right, answers below."""

    path_dropped = Signal(str)
    filter_wanted = Signal(str, int)
    image_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inside-view")
        self.setAcceptDrops(True)
        self.path = ""
        self.found: Sequence[Mapping[str, Any]] = ()
        self.title, self.said = QLabel(self), QLabel(self)
        self.layers, self.maps, self.answers = QListWidget(self), QListWidget(self), QListWidget(self)
        for widget, name in (
            (self.layers, "inside-layers"),
            (self.maps, "inside-maps"),
            (self.answers, "inside-answers"),
        ):
            widget.setObjectName(name)
        for widget in (self.maps, self.answers):
            widget.setViewMode(QListWidget.ViewMode.IconMode)
            widget.setResizeMode(QListWidget.ResizeMode.Adjust)
            widget.setIconSize(QSize(88, 88))
            widget.setMovement(QListWidget.Movement.Static)
            widget.setUniformItemSizes(True)
        self.answers.setUniformItemSizes(False)  # cut-outs are as high or wide as what they show
        self.answers.setGridSize(QSize(100, 116))
        self.answers.setMinimumHeight(122)  # one row of pictures, two where there is room
        self.answers.setMaximumHeight(244)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.maps, 1)
        column.addWidget(self.said)
        column.addWidget(self.answers, 1)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(self.layers)
        halves.addWidget(right)
        halves.setSizes([330, 730])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(4, 4, 4, 4)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        outer.addLayout(row)
        outer.addWidget(halves, 1)
        self.layers.currentRowChanged.connect(self._show_maps)
        self.maps.itemActivated.connect(lambda item: self.filter_wanted.emit(self._layer(), int(item.data(_CHANNEL))))
        self.answers.itemActivated.connect(lambda item: self.image_wanted.emit(str(item.data(_CHANNEL))))
        self._retranslate()

    def _retranslate(self) -> None:
        self.layers.setAccessibleName(self.tr("Layers"))
        self.maps.setAccessibleName(self.tr("Maps of the channels"))
        self.answers.setAccessibleName(self.tr("What the channel answers to"))
        self.said.setText(self.tr("Double-click a channel to see the images that it answers to most."))
        self.title.setText(
            self.tr("Answers to {name}").format(name=Path(self.path).name)
            if self.path
            else self.tr("Drop an image here.")
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """An image is welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the image that was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.path_dropped.emit(paths[0])

    def _layer(self) -> str:
        row = self.layers.currentRow()
        return str(self.found[row]["name"]) if 0 <= row < len(self.found) else ""

    def show_layers(self, found: Sequence[Mapping[str, Any]]) -> None:
        """Show what all layers answer."""
        row = self.layers.currentRow()
        self.found = found
        self.layers.clear()
        for one in found:
            shape = " × ".join(str(size) for size in one["shape"])
            item = QListWidgetItem(f"{one['name']}  ({shape})", self.layers)
            item.setToolTip(
                self.tr("{kind}; {share} % of its values are zero").format(
                    kind=one["kind"], share=round(100 * one["dead"])
                )
            )
        self.layers.setCurrentRow(row if 0 <= row < len(found) else 0)
        self.answers.clear()
        self._retranslate()

    def _show_maps(self, row: int) -> None:
        self.maps.clear()
        if not 0 <= row < len(self.found):
            return
        one = self.found[row]
        channels, height, width = (int(size) for size in one["maps_shape"])
        for channel in range(channels):
            part = bytes(one["maps"][channel * height * width : (channel + 1) * height * width])
            image = QImage(part, width, height, width, QImage.Format.Format_Grayscale8).copy()
            icon = QIcon(QPixmap.fromImage(image.scaled(88, 88, Qt.AspectRatioMode.KeepAspectRatio)))
            item = QListWidgetItem(icon, str(channel), self.maps)
            item.setData(_CHANNEL, channel)
            item.setToolTip(
                self.tr("mean {mean}, highest {highest}").format(
                    mean=f"{one['means'][channel]:.3g}", highest=f"{one['highest'][channel]:.3g}"
                )
            )

    def show_answers(self, found: Sequence[Mapping[str, Any]]) -> None:
        """Show the parts of images that a channel answers to most, as `small_pictures.cut_outs` gives them."""
        self.answers.clear()
        for one in found:
            width, height = int(one["width"]), int(one["height"])
            image = QImage(one["pixels"], width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
            icon = QIcon(QPixmap.fromImage(image))
            item = QListWidgetItem(icon, f"{one['value']:.3g}", self.answers)
            item.setData(_CHANNEL, str(one["path"]))
            item.setToolTip(str(one["path"]))
