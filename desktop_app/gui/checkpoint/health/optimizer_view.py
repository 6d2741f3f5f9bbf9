"""The optimizer lens: what each optimizer keeps for which weight, its groups and steps, and the bytes that may be dropped."""

from glob import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QToolButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_app.checkpoint.editing.draft import Step, has_state_dict
from desktop_app.checkpoint.optimizers import Lens, Optimizer, ParameterState, lens_of
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.formatting import count_text, one_line, shape_text, size_text
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.theme import BAD, icon, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.tasks import TaskFailure

_LISTED = 5000
"""Parameters of one optimizer that are listed; more are counted."""
_STATE = Qt.ItemDataRole.UserRole


class OptimizerView(QWidget):
    """Reads the file's own optimizers when it is first made; edits only decide what is left to drop."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("optimizer-view")
        self._session = session
        self._lens: Lens | None = None
        self._problem = ""
        self.summary = QLabel(self)
        self.summary.setObjectName("optimizer-summary")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.drop_button = QToolButton(self)
        self.drop_button.setObjectName("optimizer-drop")
        self.drop_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.drop_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drop_button.clicked.connect(lambda _checked=False: self.drop())
        self.list = QTreeWidget(self)
        self.list.setObjectName("optimizer-list")
        self.list.setUniformRowHeights(True)
        self.list.setMinimumHeight(60)
        self.list.setAlternatingRowColors(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setColumnCount(5)
        self.list.header().setStretchLastSection(False)
        self.list.currentItemChanged.connect(lambda item, _old: self._went(item))
        top = QWidget(self)
        row = FlowLayout(top, spacing=6)
        row.addWidget(self.drop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.summary)
        column.addWidget(top)
        column.addWidget(self.list, 1)
        self._retranslate()
        task = session.tasks.run(lens_of, session.original, title=self.tr("Optimizer state"))
        task.done.connect(while_alive(self, self._learn))
        task.failed.connect(while_alive(self, self._fail))
        self.destroyed.connect(task.cancel)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Optimizer"))
        self.list.setAccessibleName(self.tr("Optimizer state by parameter"))
        self.list.setHeaderLabels([self.tr("Parameter"), self.tr("Shape"), self.tr("State"), self.tr("Step"), self.tr("Size")])  # fmt: skip
        for column in (1, 3, 4):
            self.list.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.drop_button.setText(self.tr("Drop the optimizer state"))
        self.drop_button.setAccessibleName(self.drop_button.text())
        self.drop_button.setToolTip(
            self.tr("As one edit that can be undone; the weights stay, but training starts with fresh moments")
        )
        self.drop_button.setIcon(icon("drop"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "list"):
            self._retranslate()
        super().changeEvent(event)

    def _learn(self, lens: Lens) -> None:
        self._lens = lens
        self._fill()

    def _fail(self, failure: "TaskFailure") -> None:
        self._problem = failure.message
        self._fill()

    # ------------------------------------------------------------------ what is shown

    def _fill(self) -> None:
        self.list.clear()
        lens = self._lens
        for optimizer in lens.optimizers if lens is not None else ():
            self._add_optimizer(optimizer)
        for aside in lens.asides if lens is not None else ():
            title = self.tr("Scheduler") if aside.kind == "scheduler" else self.tr("Gradient scaler")
            item = QTreeWidgetItem(self.list, [f"{title}: {one_line('/'.join(aside.path))}"])
            for name, text in aside.facts:
                QTreeWidgetItem(item, [one_line(name), "", one_line(text, 120)])
        for column in range(1, 5):
            self.list.resizeColumnToContents(column)
            self.list.setColumnWidth(column, min(self.list.columnWidth(column) + 12, 260))
        self._share_room()
        self.refresh_checkpoint()

    def _share_room(self) -> None:
        """Parameters take what the numbers leave, and room for a name even if one has to scroll to the numbers."""
        others = sum(self.list.columnWidth(column) for column in range(1, 5))
        width = self.list.viewport().width()
        self.list.setColumnWidth(
            0,
            max(
                width - others,
                min(self.fontMetrics().horizontalAdvance("layers.00.attention.out_proj.weight"), width - 24),
            ),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_room()

    def _add_optimizer(self, optimizer: Optimizer) -> None:
        title = " · ".join(filter(None, (optimizer.kind or self.tr("Optimizer"), one_line("/".join(optimizer.path)), self._naming(optimizer))))  # fmt: skip
        top = QTreeWidgetItem(self.list, [title, "", "", "", size_text(optimizer.nbytes)])
        top.setToolTip(0, title)
        groups: dict[int, QTreeWidgetItem] = {}
        for number, group in enumerate(optimizer.groups):
            options = ", ".join(f"{name} {text}" for name, text in group.options if text not in ("None", "False"))
            text = self.tr("Group {number}: {options}").format(number=number, options=one_line(options))
            groups[number] = QTreeWidgetItem(top, [text])
            groups[number].setToolTip(0, text)
            groups[number].setFirstColumnSpanned(True)
        for one in optimizer.parameters[:_LISTED]:
            self._add_parameter(groups.get(one.group, top), one)
        more = len(optimizer.parameters) - _LISTED
        if more > 0:
            QTreeWidgetItem(top, [self.tr("and {count} more").format(count=count_text(more))])
        self.list.expandItem(top)
        for item in groups.values():
            self.list.expandItem(item)

    def _add_parameter(self, parent: QTreeWidgetItem, one: ParameterState) -> None:
        tensors = self._session.original.tensors
        shapes = [tensors[place].shape for name, place in one.tensors if name != "step"]
        kept = ", ".join(name for name, _ in one.tensors if name != "step")
        name = one_line(one.name) or self.tr("parameter {key}").format(key=one_line(one.key))
        shape = shape_text(shapes[0]) if shapes else ""
        item = QTreeWidgetItem(parent, [name, shape, kept or "–", one.step, size_text(one.nbytes)])
        item.setToolTip(0, name)
        item.setData(0, _STATE, one)
        for column in (1, 3, 4):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _naming(self, optimizer: Optimizer) -> str:
        return {
            "names": self.tr("names from the file"),
            "order": self.tr("names by order"),
            "shapes": self.tr("names inferred from shapes"),
            "unknown": self.tr("names not known"),
        }[optimizer.naming]

    def _went(self, item: QTreeWidgetItem | None) -> None:
        """The weight and its moments are selected together, so that every view shows them beside each other."""
        one = item.data(0, _STATE) if item is not None else None
        if not isinstance(one, ParameterState):
            return
        tensors = self._session.original.tensors
        names = [one.name, *(tensors[place].name for name, place in one.tensors if name != "step")]
        places = [self._session.place_of(name) for name in names if name]
        found = [place for place in places if place >= 0]
        if found:
            self._session.select_tensors(found)

    # ------------------------------------------------------------------ dropping

    def _left(self) -> tuple[str, ...]:
        """Globs of the optimizers that the draft still holds tensors of."""
        if self._lens is None or self._session.editor is None:
            return ()
        names = [info.name for info in self._session.checkpoint.tensors]
        prefixes = ["/".join(one.path) + "/" for one in self._lens.optimizers if one.path]
        return tuple(escape(prefix) + "*" for prefix in prefixes if any(name.startswith(prefix) for name in names))

    def drop(self) -> None:
        """Drop the state of all optimizers as one step."""
        left = self._left()
        if left and self._session.editor is not None:
            self._session.editor.do(self.tr("Drop the optimizer state"), Step("drop", left))

    def refresh_checkpoint(self) -> None:
        """Edits decide what is left to drop."""
        lens = self._lens
        left = self._left()
        editor = self._session.editor
        self.drop_button.setEnabled(bool(left) and editor is not None and has_state_dict(editor.draft))
        self.drop_button.setVisible(lens is not None and bool(lens.optimizers))
        self.list.setVisible(lens is not None and bool(lens.optimizers or lens.asides))
        self.summary.setText(self._summary(lens, bool(left)))
        self.summary.setStyleSheet(f"color: {BAD[scheme_name()]};" if self._problem else "")

    def _summary(self, lens: Lens | None, left: bool) -> str:
        if self._problem or lens is None:
            return self._problem or self.tr("Looking for optimizers…")
        if not lens.optimizers:
            return self.tr("The file holds no optimizer.")
        if not left and lens.nbytes:
            return self.tr("The optimizer state is not part of the edited checkpoint.")
        return self.tr("{size} of {whole} are optimizer state: needed to train on, not to predict.").format(
            size=size_text(lens.nbytes), whole=size_text(self._session.original.size_bytes)
        )

    # ------------------------------------------------------------------ actions

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done here."""
        return (
            Action(
                "optimizer.drop", self.tr("Drop the optimizer state"), self.drop, enabled=self.drop_button.isEnabled
            ),
        )
