"""The byte map of the tab's file: the picture, its legend, what lies below the mouse, checksums, and the picture as a file."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.bytemap import ByteMap, RegionKind
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.damage.bytemap_canvas import ByteMapCanvas
from desktop_app.gui.checkpoint.damage.bytemap_texts import kind_colour, kind_text, region_text
from desktop_app.gui.checkpoint.damage.repair_work import Diagnosis, diagnose, maps_of
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.formatting import count_text, file_name, share_text, size_text
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.texts import finding_text
from desktop_app.gui.checkpoint.view_parts import view_button
from desktop_app.gui.elided_label import ElidedLabel
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import BAD, GOOD, is_dark, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Task, TaskFailure


class ByteMapView(QWidget):
    """Maps the file as it was opened; edits do not change it."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bytemap-view")
        self._session = session
        self._maps: tuple[ByteMap, ...] = ()
        self._damaged: tuple[str, ...] = ()
        self._task: Task | None = None
        self._asked = False
        self._told, self._told_bad = "", False
        self.files = QComboBox(self)
        self.files.setObjectName("bytemap-file")
        self.files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.files.currentIndexChanged.connect(lambda _index: self._show_map())
        self.verify_button = view_button("bytemap-verify", self.verify, self, with_icon=False)
        self.export_button = view_button("bytemap-export", self.export, self, with_icon=False)
        self.all_button = view_button("bytemap-all", lambda: self.canvas.show_all(), self, with_icon=False)
        self.cancel_button = view_button("bytemap-cancel", self.cancel, self, with_icon=False)
        self.legend = QWidget(self)
        self._legend_row = FlowLayout(self.legend, spacing=4)
        self.canvas = ByteMapCanvas(self)
        self.canvas.region_hovered.connect(self._describe)
        self.canvas.region_chosen.connect(self._choose)
        self.detail = ElidedLabel(self)
        self.detail.setObjectName("bytemap-detail")
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = QLabel(self)
        self.state.setObjectName("bytemap-state")
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("bytemap-progress")
        self.bar.setMaximumHeight(6)
        self.bar.setTextVisible(False)
        self.blank = QLabel(self)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setWordWrap(True)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.blank)
        self.pages.addWidget(self.canvas)
        tools = QWidget(self)
        row = FlowLayout(tools)
        for widget in (self.files, self.all_button, self.verify_button, self.cancel_button, self.export_button):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        for widget in (tools, self.legend, self.bar, self.state):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        column.addWidget(self.detail)
        session.selection_changed.connect(while_alive(self, lambda _selection: self._follow_selection()))
        self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Byte map"))
        self.files.setAccessibleName(self.tr("File"))
        self.bar.setAccessibleName(self.tr("Progress"))
        for button, text, tip in (
            (self.verify_button, self.tr("Check checksums"), self.tr("Read every byte and mark what is not what was saved")),
            (self.export_button, self.tr("Save picture…"), self.tr("The map as SVG or PNG")),
            (self.all_button, self.tr("Whole file"), self.tr("Zoom out (0); the wheel zooms, Shift and the wheel move")),
            (self.cancel_button, self.tr("Cancel"), self.tr("Stop reading")),
        ):  # fmt: skip
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(text)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "pages"):
            self._retranslate()
        super().changeEvent(event)

    def refresh_checkpoint(self) -> None:
        """Edits change names, not the file."""
        self._follow_selection()

    # ------------------------------------------------------------------ the map

    def showEvent(self, event: QShowEvent) -> None:
        """Map the file when the view is first seen."""
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._ask()

    def _ask(self) -> None:
        task = self._session.tasks.run(
            maps_of,
            self._session.original.path,
            self._damaged,
            title=self.tr("Map the bytes of {name}").format(name=file_name(self._session.original.path)),
            latest=f"bytemap-{id(self)}",
        )
        self._follow(task)
        task.done.connect(while_alive(self, lambda maps: self._take(task, maps)))

    def _follow(self, task: "Task") -> None:
        self._task = task
        task.progressed.connect(while_alive(self, lambda done, total, _text: self._progress(task, done, total)))
        task.failed.connect(while_alive(self, lambda failure: self._fail(task, failure)))
        self.bar.setRange(0, 0)
        self._show()

    def _progress(self, task: "Task", done: int, total: int) -> None:
        if self._task is task and total > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(done * 1000 // total)

    def _fail(self, task: "Task", failure: "TaskFailure") -> None:
        if self._task is task:
            self._task = None
            told = finding_text(failure.finding) if failure.finding is not None else (failure.message,)
            self._told, self._told_bad = " ".join(filter(None, told)), True
            self._show()

    def _take(self, task: "Task", maps: tuple[ByteMap, ...]) -> None:
        if self._task is not task:
            return
        self._task = None
        kept = self.files.currentIndex()
        self._maps = maps
        self.files.blockSignals(True)
        self.files.clear()
        self.files.addItems([file_name(one.path) for one in maps])
        self.files.setCurrentIndex(max(kept, 0) if kept < len(maps) else 0)
        self.files.blockSignals(False)
        self._show_map()

    @property
    def map(self) -> ByteMap | None:
        """The one that is shown."""
        place = self.files.currentIndex()
        return self._maps[place] if 0 <= place < len(self._maps) else None

    def _show_map(self) -> None:
        self.canvas.show_map(self.map)
        self._show_legend()
        self._follow_selection()
        self._describe(-1)
        self._show()

    def _show_legend(self) -> None:
        while self._legend_row.count():
            item = self._legend_row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = self.map
        for kind, nbytes in (shown.totals() if shown is not None else {}).items():
            self._legend_row.addWidget(self._legend_button(kind, nbytes, shown.size if shown is not None else 0))
        self.legend.updateGeometry()

    def _legend_button(self, kind: RegionKind, nbytes: int, size: int) -> QToolButton:
        button = view_button(f"bytemap-kind-{kind}", partial(self.canvas.go_to_kind, kind), self, with_icon=False)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        patch = QPixmap(24, 24)
        patch.fill(kind_colour(kind, dark=is_dark()))
        if kind in ("damaged", "dead"):
            painter = QPainter(patch)
            ink = QColor(self.palette().base().color())
            ink.setAlpha(130)
            style = Qt.BrushStyle.DiagCrossPattern if kind == "damaged" else Qt.BrushStyle.BDiagPattern
            painter.setBrush(ink)
            brush = painter.brush()
            brush.setStyle(style)
            painter.fillRect(patch.rect(), brush)
            painter.end()
        button.setIcon(QIcon(patch))
        button.setIconSize(QSize(12, 12))
        button.setText(f"{kind_text(kind)}  {size_text(nbytes)}  {share_text(nbytes, size)}")
        button.setToolTip(self.tr("Go to the next of this kind"))
        button.setAccessibleName(button.text())
        return button

    # ------------------------------------------------------------------ selection

    def _name_now(self) -> dict[str, int]:
        """Index among the tensors as they are shown now, by the name in the file."""
        editor = self._session.editor
        draft = editor.document.value if editor is not None else None
        if draft is None:
            return {info.name: index for index, info in enumerate(self._session.checkpoint.tensors)}
        return {item.origin: index for index, item in enumerate(draft.items.values()) if item.origin}

    def _choose(self, place: int) -> None:
        shown = self.map
        self._describe(place)
        if shown is None or place < 0 or not shown.regions[place].tensors:
            return
        names = [self._session.original.tensors[tensor].name for tensor in shown.regions[place].tensors]
        now = self._name_now()
        self._session.select_tensors(now[name] for name in names if name in now)

    def _follow_selection(self) -> None:
        chosen = set(self._session.selection.tensors[:64])
        names = {name for name, index in self._name_now().items() if index in chosen} if chosen else set()
        self.canvas.set_selected([index for index, info in enumerate(self._session.original.tensors) if info.name in names] if names else [])  # fmt: skip

    def _describe(self, place: int) -> None:
        shown = self.map
        place = place if place >= 0 else self.canvas.current
        if shown is not None and 0 <= place < len(shown.regions):
            self.detail.setText(region_text(shown.regions[place]))
        elif shown is not None:
            text = self.tr("{size} in {count} pieces; hover or use the arrow keys to see what lies where.")
            self.detail.setText(text.format(size=size_text(shown.size), count=count_text(len(shown.regions))))
        else:
            self.detail.setText("")

    # ------------------------------------------------------------------ checksums

    def verify(self) -> None:
        """Read every byte of the file, and mark what is damaged."""
        if self._task is not None:
            return
        self._told, self._told_bad = "", False
        task = self._session.tasks.run(
            diagnose,
            self._session.original.path,
            lane="writer",
            title=self.tr("Check the checksums of {name}").format(name=file_name(self._session.original.path)),
        )
        self._follow(task)
        task.done.connect(while_alive(self, lambda found: self._learn(task, found)))

    def _learn(self, task: "Task", found: Diagnosis) -> None:
        if self._task is not task:
            return
        self._task = None
        self._damaged = tuple(loss.name for loss in found.lost)
        if found.lost:
            text = self.tr(
                "{lost} tensors are damaged or missing; {whole} are whole. “Repair” in the File menu saves these."
            )
            self._told, self._told_bad = (
                text.format(lost=count_text(len(found.lost)), whole=count_text(found.whole)),
                True,
            )
        elif found.checked:
            self._told = self.tr("Every checksum matches: {size} were compared.").format(size=size_text(found.checked))
        else:
            self._told = self.tr("The file has no checksums; every tensor has its bytes.")
        self._ask()

    def cancel(self) -> None:
        """Stop reading."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._show()

    def _show(self) -> None:
        if not hasattr(self, "pages"):
            return
        busy = self._task is not None
        shown = self.map
        self.bar.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.verify_button.setEnabled(not busy)
        self.files.setVisible(len(self._maps) > 1)
        self.export_button.setEnabled(shown is not None)
        self.all_button.setEnabled(shown is not None)
        self.pages.setCurrentWidget(self.canvas if shown is not None else self.blank)
        self.blank.setText(self.tr("Mapping the file…") if busy else "")
        told = self._told
        if shown is not None and shown.missing:
            short = self.tr("The file ends {size} before its last tensor does.").format(size=size_text(shown.missing))
            told = f"{told} {short}".strip()
        bad = self._told_bad or (shown is not None and shown.missing > 0)
        self.state.setText(told)
        self.state.setStyleSheet(f"color: {(BAD if bad else GOOD)[scheme_name()]};" if told else "")
        self.state.setVisible(bool(told))
        if shown is not None:
            self._show_legend()

    # ------------------------------------------------------------------ the picture as a file

    def export(self) -> None:
        """Ask where, then save."""
        kinds = (self.tr("Vector picture (*.svg)"), self.tr("Picture (*.png)"))
        name = f"{Path(self._session.original.path).name.partition('.')[0]}-bytes.svg"
        path, kind = QFileDialog.getSaveFileName(self, self.tr("Save the byte map"), name, ";;".join(kinds))
        if not path:
            return
        if Path(path).suffix.lower() not in (".svg", ".png"):
            path += ".png" if kind == kinds[1] else ".svg"
        self.save_picture(path)

    def save_picture(self, path: str) -> None:
        """Write the picture; the line above the map says how it went."""
        try:
            self._write(path)
            self._told, self._told_bad = self.tr("Saved {path}").format(path=path), False
        except OSError as error:
            reason = translated(error.strerror or str(error))
            self._told, self._told_bad = (
                self.tr("{path} was not saved: {reason}").format(path=path, reason=reason),
                True,
            )
        self._show()

    def _write(self, path: str) -> None:
        from PySide6.QtCore import QBuffer, QByteArray, QIODevice

        from desktop_app.checkpoint.replacing import replace_file

        size = self.canvas.size()
        store = QByteArray()
        buffer = QBuffer(store)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if Path(path).suffix.lower() == ".svg":
            from PySide6.QtSvg import QSvgGenerator

            generator = QSvgGenerator()
            generator.setOutputDevice(buffer)
            generator.setSize(size)
            generator.setViewBox(QRect(0, 0, size.width(), size.height()))
            generator.setTitle(self.tr("Byte map of {name}").format(name=file_name(self._session.original.path)))
            painter = QPainter(generator)
            self.canvas.draw(painter, self.palette(), as_shapes=True)
            painter.end()
        else:
            image = QImage(size * 2, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(2)
            painter = QPainter(image)
            self.canvas.draw(painter, self.palette())
            painter.end()
            image.save(buffer, "PNG")  # type: ignore[call-overload]
        buffer.close()
        replace_file(Path(path), bytes(store.data()))

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done here."""
        shown = lambda: self.map is not None  # noqa: E731
        return (
            Action("bytes.verify", self.tr("Check the file's checksums"), self.verify, "file", enabled=lambda: self._task is None, group=1),
            Action("bytes.export", self.tr("Save the byte map…"), self.export, "file", enabled=shown, group=1),
        )  # fmt: skip
