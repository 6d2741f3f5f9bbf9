"""Name, shape, type, place in the file and ties of one tensor."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.model import Checkpoint, TensorInfo
from desktop_app.gui.checkpoint.formatting import size_text
from desktop_app.gui.checkpoint.tensor.plot_style import alarm_colour, mid_text, shortened
from desktop_app.gui.sentences import translated


class TensorHeader(QWidget):
    """The facts about a tensor; ties are links."""

    tensor_asked = Signal(int)
    """Index of a tied tensor that was clicked."""

    def __init__(self, checkpoint: Checkpoint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tensor-header")
        self._checkpoint = checkpoint
        self._info: TensorInfo | None = None
        self._more = 0
        self._indices: dict[str, int] | None = None
        self.name = self._label("tensor-name", Qt.TextFormat.PlainText)
        font = self.name.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.name.setFont(font)
        self.summary = self._label("tensor-summary", Qt.TextFormat.PlainText)
        self.details = self._label("tensor-details", Qt.TextFormat.RichText)
        self.details.linkActivated.connect(self._follow)
        self.problem = self._label("tensor-problem", Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label in (self.name, self.summary, self.problem, self.details):
            column.addWidget(label)

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """The checkpoint was edited."""
        self._checkpoint = checkpoint
        self._indices = None

    def show_tensor(self, info: TensorInfo, *, more: int = 0) -> None:
        """Show another tensor; `more` others are selected as well."""
        self._info, self._more = info, more
        self.name.setText(shortened(info.name) or self.tr("(no name)"))
        self.name.setToolTip(shortened(info.name, 2000))
        shape = " × ".join(f"{size:,}" for size in info.shape) if info.shape else self.tr("scalar")
        parts = [shape, info.dtype, size_text(info.nbytes), self._role(info)]
        if more:
            parts.append(self.tr("{more} more selected").format(more=more))
        self.summary.setText("  ·  ".join(parts))
        problem = translated(info.problem) or (
            self.tr("The bytes of this tensor are not there.") if info.status != "ok" else ""
        )
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.problem.setStyleSheet(f"color: {alarm_colour(self.palette()).name()};")
        self.details.setText(self._details(info))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_info", None) is not None:
            assert self._info is not None
            self.show_tensor(self._info, more=self._more)

    def _label(self, name: str, text_format: Qt.TextFormat) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(text_format)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        return label

    def _role(self, info: TensorInfo) -> str:
        roles = {
            "parameter": self.tr("parameter"),
            "buffer": self.tr("buffer"),
            "optimizer": self.tr("optimizer state"),
            "tensor": self.tr("tensor"),
        }
        role = roles[info.role]
        return self.tr("{role}, needs gradient").format(role=role) if info.requires_grad else role

    def _details(self, info: TensorInfo) -> str:
        rows: list[tuple[str, str]] = []
        if info.stride and info.layout == "strided":
            rows.append((self.tr("stride"), escape(", ".join(map(str, info.stride)))))
        if info.storage is not None:
            rows.append((self.tr("stored"), self._place(info)))
        if info.layout != "strided":
            rows.append((self.tr("layout"), escape(info.layout)))
        if info.class_name not in ("torch.Tensor", "torch.nn.parameter.Parameter"):
            rows.append((self.tr("class"), escape(shortened(info.class_name))))
        flags = [word for word, on in (("conj", info.conj), ("neg", info.neg)) if on]
        if flags:
            rows.append((self.tr("lazy bits"), ", ".join(flags)))
        if info.quantization is not None:
            rows.append((self.tr("quantised"), self._quantised(info)))
        if info.attributes:
            text = ", ".join(f"{key} = {value}" for key, value in info.attributes)
            rows.append((self.tr("attributes"), escape(shortened(text, 300))))
        if info.shares_with:
            rows.append((self.tr("shares storage with"), self._ties(info)))
        colour = mid_text(self.palette()).name()
        return "  ·  ".join(f'<span style="color:{colour}">{title}</span> {text}' for title, text in rows)

    def _place(self, info: TensorInfo) -> str:
        storage = info.storage
        assert storage is not None
        record = escape(shortened(storage.record, 80)) or self.tr("in the file")
        if storage.inline is not None or storage.offset < 0:
            place = self.tr("{record}, inside of a pickle").format(record=record)
        elif storage.compression != "stored":
            place = self.tr("{record}, {method}").format(record=record, method=storage.compression)
        else:
            first = storage.offset + info.storage_offset * itemsize_bits(info.dtype) // 8
            place = self.tr("{record}, byte {first}").format(record=record, first=f"{first:,}")
        if len(self._checkpoint.files) > 1 and 0 <= storage.file < len(self._checkpoint.files):
            place = f"{escape(self._checkpoint.files[storage.file].path.rpartition('/')[2])}: {place}"
        return place + (self.tr(", big-endian") if storage.byteorder == "big" else "")

    def _quantised(self, info: TensorInfo) -> str:
        how = info.quantization
        assert how is not None
        if how.axis is None:
            return self.tr("{scheme}, scale {scale}, zero point {zero}").format(
                scheme=escape(how.scheme), scale=f"{how.scale:.6g}", zero=how.zero_point
            )
        return self.tr("{scheme}, a scale for each index of dimension {axis}").format(
            scheme=escape(how.scheme), axis=how.axis
        )

    def _ties(self, info: TensorInfo) -> str:
        if self._indices is None:
            self._indices = {tensor.name: index for index, tensor in enumerate(self._checkpoint.tensors)}
        links: list[str] = []
        for name in info.shares_with:
            index = self._indices.get(name)
            text = escape(shortened(name, 80))
            links.append(text if index is None else f'<a href="tensor:{index}">{text}</a>')
        return ", ".join(links)

    def _follow(self, link: str) -> None:
        kind, _, index = link.partition(":")
        if kind == "tensor" and index.isdecimal():
            self.tensor_asked.emit(int(index))
