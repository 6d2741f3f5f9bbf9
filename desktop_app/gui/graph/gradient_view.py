"""The gradients of one backward pass: norms as a table, the histogram of the chosen one, and what autograd did there, in words."""

import csv
import io
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.elided_label import ElidedLabel
from desktop_app.gui.graph.histogram_canvas import HistogramCanvas
from desktop_app.gui.graph.sorted_table import Column, SortedTable
from desktop_app.gui.graph.table_pane import TablePane, invitation_page
from desktop_app.replacing import replace_file

if TYPE_CHECKING:
    from desktop_app.graph.model import Node
    from desktop_app.graph.sources.autograd import Backward, Gradient
    from desktop_app.gui.tasks import Tasks


def write_gradients(gradients: "Sequence[Gradient]", path: str) -> str:
    """Write the table as CSV; raises `OSError`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("parameter", "norm", "mean", "std", "abs_max", "zeros", "nan", "reached"))
    for one in gradients:
        writer.writerow((one.name, one.norm, one.mean, one.std, one.abs_max, one.zero, one.nan, one.reached))
    replace_file(Path(path), text.getvalue().encode("utf-8", "backslashreplace"))
    return path


class GradientView(TablePane):
    """Shows a `Backward`; without one it offers to run the pass."""

    run_wanted = Signal()
    parameters_chosen = Signal(object)
    """Names of parameters, as the file calls them."""

    def __init__(self, tasks: "Tasks", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gradient-view")
        self._tasks = tasks
        self.backward: Backward | None = None
        self.name = ""
        self._shown: Gradient | None = None
        self._node: Node | None = None
        self._make()
        self._lay_out()
        self._retranslate()

    def _make(self) -> None:
        self.filter = QLineEdit(self)
        self.filter.setObjectName("gradient-filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda text: self.table.rows.narrow(text))
        self.total = ElidedLabel(self)
        self.total.setObjectName("gradient-total")
        self.save_button = QPushButton(self)
        self.save_button.setObjectName("gradient-save")
        self.save_button.clicked.connect(self.ask_save)
        self.table: SortedTable[Gradient] = SortedTable("gradient-table", self)
        self.table.chosen.connect(self._choose)
        self.title = ElidedLabel(self, mode=Qt.TextElideMode.ElideMiddle)
        self.title.setObjectName("gradient-title")
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.canvas = HistogramCanvas("gradient-histogram", self)
        self.log = QCheckBox(self)
        self.log.setObjectName("gradient-log")
        self.log.setChecked(True)
        self.log.toggled.connect(self.canvas.set_log)
        self.words = QTextBrowser(self)
        self.words.setObjectName("gradient-words")
        self.words.setOpenLinks(False)
        self.blank_text = QLabel(self)
        self.blank_text.setObjectName("gradient-blank")
        self.run_button = QPushButton(self)
        self.run_button.setObjectName("gradient-run")
        self.run_button.clicked.connect(self.run_wanted)

    def _lay_out(self) -> None:
        blank = invitation_page(self.blank_text, self.run_button, self)
        left, middle = QWidget(self), QWidget(self)
        bar = QHBoxLayout()
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.total)
        bar.addWidget(self.save_button)
        first = QVBoxLayout(left)
        first.setContentsMargins(6, 6, 2, 6)
        first.setSpacing(4)
        first.addLayout(bar)
        first.addWidget(self.table, 1)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.log)
        second = QVBoxLayout(middle)
        second.setContentsMargins(2, 6, 2, 6)
        second.setSpacing(2)
        second.addLayout(head)
        second.addWidget(self.canvas, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("gradient-splitter")
        self.splitter.setChildrenCollapsible(False)
        for place, (widget, share) in enumerate(((left, 6), (middle, 3), (self.words, 3))):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(place, share)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(blank)
        self.pages.addWidget(self.splitter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    # ------------------------------------------------------------------ what is shown

    def show_backward(self, backward: "Backward | None", name: str = "") -> None:
        """Show the gradients of a pass; None takes them away."""
        self.backward, self.name = backward, name
        self._shown = None
        self._fill()

    def say(self, sentence: str) -> None:
        """A sentence where the table would be."""
        self.blank_text.setText(sentence or self._invitation())

    def _fill(self) -> None:
        backward = self.backward
        self.pages.setCurrentIndex(0 if backward is None else 1)
        if backward is None:
            return
        self.table.fill(self._columns(), backward.gradients)
        whole = sum(one.norm**2 for one in backward.gradients) ** 0.5
        self.total.setText(
            self.tr("Norm of all: {norm}; loss {loss}").format(norm=f"{whole:.4g}", loss=f"{backward.loss:.4g}")
        )
        self._explain()

    def _columns(self) -> "tuple[Column[Gradient], ...]":
        def number(value: float) -> str:
            return f"{value:.4g}"

        def count(value: int) -> str:
            return f"{value:,}" if value else ""

        order = {one.name: place for place, one in enumerate(self.backward.gradients)} if self.backward else {}
        return (
            Column(self.tr("Parameter"), lambda row: row.name, lambda row: order.get(row.name, 0), right=False),
            Column(self.tr("Norm"), lambda row: number(row.norm) if row.reached else self.tr("none"), lambda row: row.norm, tip=self.tr("L2 norm of .grad")),
            Column(self.tr("Mean"), lambda row: number(row.mean), lambda row: row.mean),
            Column(self.tr("Std"), lambda row: number(row.std), lambda row: row.std),
            Column(self.tr("Largest"), lambda row: number(row.abs_max), lambda row: row.abs_max),
            Column(self.tr("Zeros"), lambda row: count(row.zero), lambda row: row.zero),
            Column(self.tr("NaN"), lambda row: count(row.nan), lambda row: row.nan),
        )  # fmt: skip

    def _choose(self, rows: "list[Gradient]") -> None:
        if rows:
            self._shown = rows[0]
            self._node = None
            self._explain()
            self.parameters_chosen.emit([row.name for row in rows])

    def select(self, names: set[str], node: "Node | None" = None) -> None:
        """Choose parameters from outside; `node` is the function of the graph that was chosen."""
        if self.backward is None:
            return
        self._node = node
        found = next((one for one in self.backward.gradients if one.name in names), None)
        self._shown = found
        self.table.choose(lambda row: row.name in names)
        self._explain()

    # ------------------------------------------------------------------ words

    def _explain(self) -> None:
        shown = self._shown
        if shown is not None:
            self.canvas.show_counts(
                shown.histogram.edges.tolist(), shown.histogram.counts.tolist() if shown.reached else ()
            )
        else:
            self.canvas.show_counts((), ())
        self.title.setText(shown.name if shown is not None else "")
        parts = [*self._of_node(), *self._of_parameter(), *self._of_pass()]
        self.words.setHtml("".join(f"<p>{part}</p>" for part in parts))

    def _of_node(self) -> list[str]:
        node = self._node
        if node is None or node.children or node.class_name == "AccumulateGrad":
            return []
        if node.category == "io":
            return [
                self.tr(
                    "This is the loss. <code>loss.backward()</code> starts here with the gradient 1 and follows the edges against their direction, down to the leaves."
                )
            ]
        return [
            self.tr("<code>{function}</code> is the <code>grad_fn</code> of a result of the forward pass: the function that made it. The first autograd called it the tensor's <code>creator</code>. It keeps what it needs to turn the gradient of its result into the gradients of its inputs, which are handed to the functions that its edges come from.").format(function=escape(node.class_name))
        ]  # fmt: skip

    def _of_parameter(self) -> list[str]:
        shown = self._shown
        if shown is None:
            return []
        name = escape(shown.name)
        if not shown.reached:
            return [
                self.tr(
                    "The loss does not depend on <b>{name}</b>: after <code>backward()</code> its <code>grad</code> is still <code>None</code>, and an optimizer would leave it alone."
                ).format(name=name)
            ]
        return [
            self.tr("<b>{name}</b> is a leaf: nobody computed it, so its <code>grad_fn</code> is <code>None</code>, and it has <code>requires_grad=True</code>. <code>AccumulateGrad</code> stands for it in the graph and adds what arrives to <code>{name}.grad</code>; that is why gradients are set to zero before each step.").format(name=name),
            self.tr("Its gradient: norm {norm}, mean {mean}, standard deviation {std}, largest {largest}.").format(
                norm=f"{shown.norm:.4g}", mean=f"{shown.mean:.4g}", std=f"{shown.std:.4g}", largest=f"{shown.abs_max:.4g}"
            ),
        ]  # fmt: skip

    def _of_pass(self) -> list[str]:
        backward = self.backward
        if backward is None:
            return []
        if self._shown is not None or self._node is not None:
            return []
        return [
            self.tr("While the model ran, PyTorch noted for every result which function made it (<code>grad_fn</code>) as long as something in it has <code>requires_grad</code>. These notes are the graph above; <code>backward()</code> walks it once from the loss and fills <code>grad</code> of every leaf."),
            self.tr("Choose a row, or a box of the graph, to read what happened there."),
        ]  # fmt: skip

    # ------------------------------------------------------------------ export

    def ask_save(self) -> None:
        """Ask where the table goes."""
        if self.backward is None:
            return
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the gradients"), f"{Path(self.name).stem}-gradients.csv", self.tr("CSV (*.csv)")
        )
        if path:
            self.save(path if Path(path).suffix else f"{path}.csv")

    def save(self, path: str) -> None:
        """Write the rows in the order in which they are shown."""
        task = self._tasks.run(write_gradients, tuple(self.table.rows.rows), path, lane="thread")
        self.tell_saved(task, path)

    # ------------------------------------------------------------------ language

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _invitation(self) -> str:
        return self.tr(
            "One forward and one backward pass with the weights of this file show which gradient every parameter gets: "
            "its norm and its histogram."
        )

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Gradients"))
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.filter.placeholderText()) + 24)
        self.total.setAccessibleName(self.tr("Sum"))
        self.save_button.setText(self.tr("Save…"))
        self.save_button.setAccessibleName(self.tr("Save the gradients"))
        self.table.setAccessibleName(self.tr("Gradient of each parameter"))
        self.title.setAccessibleName(self.tr("Chosen parameter"))
        self.canvas.setAccessibleName(self.tr("Histogram of the gradient"))
        self.canvas.empty_text = self.tr("Choose a parameter to see the histogram of its gradient.")
        self.log.setText(self.tr("Logarithmic"))
        self.words.setAccessibleName(self.tr("What autograd did"))
        self.run_button.setText(self.tr("Run one backward pass"))
        self.run_button.setAccessibleName(self.tr("Run one backward pass"))
        self.blank_text.setText(self._invitation())
        self._fill()
