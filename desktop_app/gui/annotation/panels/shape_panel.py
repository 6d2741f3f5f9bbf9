"""The shapes of the image in front as a list: label, kind, marks; hide, lock, select, and take or refuse proposals."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_app.annotation.label_colours import shown_colour
from desktop_app.annotation.model import Annotation, Shape
from desktop_app.gui.alive import Later, while_alive
from desktop_app.gui.annotation.panels.label_panel import swatch
from desktop_app.gui.annotation.session import LabelSession

_ID = Qt.ItemDataRole.UserRole
_MANY = 200
"""Rows that come or go from which on all are made anew."""


class ShapePanel(QWidget):
    """Follows the image in front; its selection and the canvas's are one, joined by the workspace."""

    selected = Signal(object)
    """Ids of the selected shapes."""
    hidden_changed = Signal(object)
    """Ids of shapes that are not shown."""
    activated = Signal(str)
    """A shape's properties are wanted."""
    menu_wanted = Signal(object)
    """Where on the screen the menu of the selection should open."""

    def __init__(self, session: LabelSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shape-panel")
        self.session = session
        self._items: dict[str, QTreeWidgetItem] = {}
        self._shown: tuple[Shape, ...] = ()
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("shape-list")
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.setColumnCount(3)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree)
        self.tree.itemSelectionChanged.connect(self._selection)
        self.tree.itemChanged.connect(lambda _item, _column: self.hidden_changed.emit(self.hidden()))
        self.tree.itemDoubleClicked.connect(lambda item, _column: self.activated.emit(item.data(0, _ID)))
        self.tree.customContextMenuRequested.connect(
            lambda place: self.menu_wanted.emit(self.tree.viewport().mapToGlobal(place))
        )
        self._later = Later(self, self.fill)
        session.labels_arrived.connect(self._later.ask)
        session.front_changed.connect(self._later.ask)
        session.changed.connect(while_alive(self, lambda _old, _new: self.fill()))
        session.schema_changed.connect(while_alive(self, lambda _schema: self.fill(anew=True)))
        self._retranslate()

    def _retranslate(self) -> None:
        self.tree.setAccessibleName(self.tr("Shapes of this image"))
        self.tree.setHeaderLabels([self.tr("Shape"), self.tr("Kind"), ""])
        self.fill(anew=True)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def kind_text(self, kind: str) -> str:
        """A kind of shape in words."""
        return {
            "rectangle": self.tr("box"), "rotated_rectangle": self.tr("rotated box"), "polygon": self.tr("polygon"),
            "circle": self.tr("circle"), "ellipse": self.tr("ellipse"), "line": self.tr("line"), "polyline": self.tr("polyline"),
            "point": self.tr("point"), "points": self.tr("points"), "skeleton": self.tr("skeleton"), "mask": self.tr("mask"),
            "cuboid": self.tr("cuboid"),
        }.get(kind, kind)  # fmt: skip

    def fill(self, *, anew: bool = False) -> None:
        """Show the shapes as they are now; rows that did not change are left alone."""
        annotation = self.session.annotation or Annotation("")
        shapes = tuple(reversed(annotation.shapes))  # the topmost first
        if shapes == self._shown and not anew:
            return
        before = {shape.id: shape for shape in self._shown}
        self.tree.blockSignals(True)
        if anew or not self._change_rows(shapes, before):
            self._make_rows(shapes)
        else:
            for shape in shapes:
                if shape is not before.get(shape.id):
                    self._show(self._items[shape.id], shape)
        self._shown = shapes
        self.tree.blockSignals(False)

    def _change_rows(self, shapes: Sequence[Shape], before: Mapping[str, Shape]) -> bool:
        """Take rows away and put new ones between those that stay; False when so much is other that all are made anew."""
        now = {shape.id for shape in shapes}
        gone = [name for name in before if name not in now]
        kept = [shape.id for shape in shapes if shape.id in before]
        if len(gone) + len(shapes) - len(kept) > _MANY or kept != [name for name in before if name in now]:
            return False
        for name in gone:
            self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(self._items.pop(name)))
        for place, shape in enumerate(shapes):
            if shape.id not in before:
                self.tree.insertTopLevelItem(place, self._row(shape, hidden=False))
        return True

    def _make_rows(self, shapes: Sequence[Shape]) -> None:
        hidden, chosen = self.hidden(), {item.data(0, _ID) for item in self.tree.selectedItems()}
        self.tree.clear()
        self._items.clear()
        rows = [self._row(shape, hidden=shape.id in hidden) for shape in shapes]
        for shape, row in zip(shapes, rows, strict=True):
            self._show(row, shape)
        self.tree.addTopLevelItems(rows)  # together: one after another each asks the view for its place
        for name in chosen & self._items.keys():
            self._items[name].setSelected(True)

    def _row(self, shape: Shape, *, hidden: bool) -> QTreeWidgetItem:
        item = self._items[shape.id] = QTreeWidgetItem()
        item.setData(0, _ID, shape.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
        return item

    def _show(self, item: QTreeWidgetItem, shape: Shape) -> None:
        text = ", ".join(shape.labels) or self.tr("no label")
        if shape.text:
            text += f" “{shape.text}”"
        if shape.score is not None:
            text += f"  {shape.score:.0%}"
        item.setText(0, text)
        item.setIcon(0, swatch(shown_colour(self.session.schema, shape.label)))
        item.setText(1, self.kind_text(shape.kind))
        marks = [
            ("?", shape.is_suggestion), (f"#{shape.group}", shape.group is not None), ("◐", shape.occluded),
            ("✂", shape.truncated), ("!", shape.difficult), ("🔒", shape.locked),
        ]  # fmt: skip
        item.setText(2, " ".join(mark for mark, holds in marks if holds))
        item.setToolTip(0, self._tip(shape))

    def _tip(self, shape: Shape) -> str:
        lines = [", ".join(shape.labels), self.kind_text(shape.kind)]
        lines += [f"{name}: {value}" for name, value in shape.attributes.items()]
        lines += [text for text in (shape.description, shape.source) if text]
        return "\n".join(line for line in lines if line)

    def hidden(self) -> frozenset[str]:
        """Ids of shapes whose box is not ticked."""
        return frozenset(name for name, item in self._items.items() if item.checkState(0) == Qt.CheckState.Unchecked)

    def show_hidden(self, ids: Iterable[str]) -> None:
        """Untick these shapes and tick all others."""
        self._later.catch_up()
        chosen = set(ids)
        self.tree.blockSignals(True)
        for name, item in self._items.items():
            item.setCheckState(0, Qt.CheckState.Unchecked if name in chosen else Qt.CheckState.Checked)
        self.tree.blockSignals(False)
        self.hidden_changed.emit(self.hidden())

    def _selection(self) -> None:
        self.selected.emit(tuple(item.data(0, _ID) for item in self.tree.selectedItems()))

    def select(self, ids: Iterable[str]) -> None:
        """Select rows from outside, without telling it back."""
        self._later.catch_up()
        chosen = [self._items[name] for name in ids if name in self._items]
        if set(map(id, chosen)) == set(map(id, self.tree.selectedItems())):
            return
        self.tree.blockSignals(True)
        selection = QItemSelection()
        for item in chosen:
            index = self.tree.indexFromItem(item)
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.tree.selectionModel().select(selection, flags)
        if chosen:
            self.tree.scrollToItem(chosen[0])
        self.tree.blockSignals(False)
