"""What each operator or module of the dataflow costs, as a table with totals; it shares its selection with the graph."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.graph.arrangement import count_text
from desktop_app.graph.costs import Cost, costs_of, has_costs, total_of, write_costs
from desktop_app.graph.model import Graph
from desktop_app.gui.elided_label import ElidedLabel
from desktop_app.gui.graph.sorted_table import Column, SortedTable
from desktop_app.gui.graph.table_pane import TablePane, invitation_page

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Tasks


class CostView(TablePane):
    """Shows the costs of a graph that is given to it; without one it offers to trace it."""

    trace_wanted = Signal()
    nodes_chosen = Signal(object)
    """Paths of the chosen nodes."""

    def __init__(self, tasks: "Tasks", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cost-view")
        self._tasks = tasks
        self.graph: Graph | None = None
        self.name = ""
        """Of the file, for the name that an export is offered."""
        self.level = QComboBox(self)
        self.level.setObjectName("cost-level")
        for name in ("operators", "modules"):
            self.level.addItem("", name)
        self.level.activated.connect(lambda _place: self._fill())
        self.filter = QLineEdit(self)
        self.filter.setObjectName("cost-filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(110)
        self.filter.textChanged.connect(lambda text: (self.table.rows.narrow(text), self._say()))
        self.total = ElidedLabel(self)
        self.total.setObjectName("cost-total")
        self.total.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save_button = QPushButton(self)
        self.save_button.setObjectName("cost-save")
        self.save_button.clicked.connect(self.ask_save)
        self.table: SortedTable[Cost] = SortedTable("cost-table", self)
        self.table.chosen.connect(self._choose)
        self.blank_text = QLabel(self)
        self.blank_text.setObjectName("cost-blank")
        self.trace_button = QPushButton(self)
        self.trace_button.setObjectName("cost-trace")
        self.trace_button.clicked.connect(self.trace_wanted)
        self.blank = invitation_page(self.blank_text, self.trace_button, self)
        full = QWidget(self)
        bar = QHBoxLayout()
        bar.addWidget(self.level)
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.total)
        bar.addWidget(self.save_button)
        column = QVBoxLayout(full)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.blank)
        self.pages.addWidget(full)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self._retranslate()

    # ------------------------------------------------------------------ what is shown

    def show_graph(self, graph: Graph | None, name: str = "") -> None:
        """Show the costs of a dataflow graph; None takes them away."""
        self.graph = graph if has_costs(graph) else None
        self.name = name
        self._fill()

    def say(self, sentence: str) -> None:
        """A sentence where the table would be: what is waited for, or why there is none."""
        self.blank_text.setText(sentence or self._invitation())

    def say_unknown(self) -> None:
        """The edges of the dataflow are only guessed: there is nothing to count."""
        self.say(self.tr("No architecture was recognised: choose the model of the dataflow graph first."))

    def _fill(self) -> None:
        self.pages.setCurrentIndex(0 if self.graph is None else 1)
        if self.graph is not None:
            level = "modules" if self.level.currentData() == "modules" else "operators"
            self.table.fill(self._columns(), costs_of(self.graph, level))
        self._say()

    def _columns(self) -> tuple[Column[Cost], ...]:
        def count(number: int) -> str:
            return f"{number:,}" if number else ""

        return (
            Column(self.tr("Node"), lambda row: row.path, lambda row: row.node, right=False, tip=self.tr("In the order in which they run")),
            Column(self.tr("Class"), lambda row: row.class_name, lambda row: row.class_name, right=False),
            Column(self.tr("Result"), lambda row: row.result, lambda row: row.activation_nbytes, tip=self.tr("Shape of what it gives")),
            Column(self.tr("Parameters"), lambda row: count(row.parameters), lambda row: row.parameters, tip=self.tr("Elements of its parameters and buffers")),
            Column(self.tr("Activation bytes"), lambda row: count(row.activation_nbytes), lambda row: row.activation_nbytes, tip=self.tr("Bytes of its results in one forward pass")),
            Column(self.tr("Multiply-adds"), lambda row: count(row.macs), lambda row: row.macs, tip=self.tr("Of convolutions and products of matrices in one forward pass")),
        )  # fmt: skip

    def _say(self) -> None:
        if self.graph is None:
            return
        total = total_of(self.graph)
        self.total.setText(
            self.tr("Sum: {parameters} parameters, {bytes} activation bytes, {macs} multiply-adds").format(
                parameters=count_text(total.parameters),
                bytes=count_text(total.activation_nbytes),
                macs=count_text(total.macs),
            )
        )
        numbers = f"{total.parameters:,} / {total.activation_nbytes:,} / {total.macs:,}"
        told = self.tr("Of the whole model; what is used twice has its parameters counted once")
        self.total.setToolTip(f"{numbers}\n{told}")

    # ------------------------------------------------------------------ selection

    def _choose(self, rows: list[Cost]) -> None:
        if self.graph is None or not rows:
            return
        self.nodes_chosen.emit([row.path for row in rows])

    def select(self, paths: set[str]) -> None:
        """Choose the rows of these nodes."""
        if self.graph is not None:
            self.table.choose(lambda row: row.path in paths)

    # ------------------------------------------------------------------ export

    def ask_save(self) -> None:
        """Ask where the table goes."""
        if self.graph is None:
            return
        kinds = (self.tr("CSV (*.csv)"), self.tr("JSON (*.json)"))
        path, kind = QFileDialog.getSaveFileName(
            self, self.tr("Save the costs"), f"{Path(self.name).stem}-costs.csv", ";;".join(kinds)
        )
        if path:
            if Path(path).suffix.lower() not in (".csv", ".json"):
                path += ".json" if kind == kinds[1] else ".csv"
            self.save(path)

    def save(self, path: str) -> None:
        """Write the rows in the order in which they are shown."""
        if self.graph is None:
            return
        task = self._tasks.run(write_costs, tuple(self.table.rows.rows), total_of(self.graph), path, lane="thread")
        self.tell_saved(task, path)

    # ------------------------------------------------------------------ language

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _invitation(self) -> str:
        return self.tr(
            "What a forward pass costs is counted in the dataflow graph: parameters, bytes of activations, multiply-adds "
            "of each operator and module."
        )

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Costs"))
        for place, text in enumerate((self.tr("Operators"), self.tr("Modules"))):
            self.level.setItemText(place, text)
        self.level.setAccessibleName(self.tr("What the rows are"))
        self.filter.setPlaceholderText(self.tr("Filter by path"))
        self.filter.setAccessibleName(self.tr("Filter by path"))
        self.total.setAccessibleName(self.tr("Sum"))
        self.save_button.setText(self.tr("Save…"))
        self.save_button.setAccessibleName(self.tr("Save the costs"))
        self.table.setAccessibleName(self.tr("Costs of each node"))
        self.trace_button.setText(self.tr("Trace the dataflow"))
        self.trace_button.setAccessibleName(self.tr("Trace the dataflow"))
        self.blank_text.setText(self._invitation())
        self._fill()
