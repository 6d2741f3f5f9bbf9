"""The shapes of the image in front as a list: label, kind, marks; hide, lock, select, and take or refuse proposals."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop_app.annotation.model import Annotation, Shape
from desktop_app.gui.alive import Later, while_alive
from desktop_app.gui.annotation.panels.shape_model import ShapeModel
from desktop_app.gui.annotation.session import LabelSession


class _Rows(QTableView):
    """A table in which the keyboard moves from row to row: a table of Qt's goes to another cell with Home and End."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier) -> QModelIndex:
        """The row that a key leads to, by its first cell."""
        moves = QAbstractItemView.CursorAction
        last = self.model().rowCount() - 1
        if action == moves.MoveHome:
            return self.model().index(0, 0)
        if action == moves.MoveEnd:
            return self.model().index(last, 0)
        here = self.currentIndex()
        return (
            here if action in (moves.MoveLeft, moves.MoveRight) else super().moveCursor(action, keys).siblingAtColumn(0)
        )


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
        self._shown: tuple[Shape, ...] = ()
        self._told = True
        """Whether a change of the selection came from a person, and is told."""
        self.model = ShapeModel(session.schema, self)
        self.list = _Rows(self)
        self.list.setObjectName("shape-list")
        self.list.setModel(self.model)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setShowGrid(False)
        self.list.setWordWrap(False)
        self.list.setTabKeyNavigation(False)
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.list.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(0)  # of many rows those that are seen
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._selection())
        self.model.hidden_changed.connect(lambda: self.hidden_changed.emit(self.hidden()))
        self.list.doubleClicked.connect(lambda index: self.activated.emit(self.model.id_at(index)))
        self.list.customContextMenuRequested.connect(
            lambda place: self.menu_wanted.emit(self.list.viewport().mapToGlobal(place))
        )
        self._later = Later(self, self.fill)
        session.labels_arrived.connect(self._later.ask)
        session.front_changed.connect(self._later.ask)
        session.changed.connect(while_alive(self, lambda _old, _new: self.fill()))
        session.schema_changed.connect(while_alive(self, lambda _schema: self._read_anew()))
        self._set_heights()
        self._retranslate()

    def _retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Shapes of this image"))
        self._read_anew()
        self.fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the size of letters."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "list"):
            self._set_heights()
        super().changeEvent(event)

    def _set_heights(self) -> None:
        self.list.verticalHeader().setDefaultSectionSize(max(23, self.fontMetrics().height() + 7))

    def _read_anew(self) -> None:
        self.model.schema = self.session.schema
        self.model.refresh()

    def fill(self) -> None:
        """Show the shapes as they are now; rows that did not change are left alone."""
        annotation = self.session.annotation or Annotation("")
        shapes = tuple(reversed(annotation.shapes))  # the topmost first
        if shapes == self._shown:
            return
        chosen = self.chosen()
        self._shown = shapes
        self._told = False
        if self.model.show_shapes(shapes) and chosen:
            self._choose(chosen)
        self._told = True

    def hidden(self) -> frozenset[str]:
        """Ids of shapes whose box is not ticked."""
        return self.model.hidden()

    def chosen(self) -> tuple[str, ...]:
        """Ids of the shapes whose rows are selected."""
        return self.model.ids_of(self.list.selectionModel().selection())

    def _selection(self) -> None:
        if self._told:
            self.selected.emit(self.chosen())

    def _choose(self, ids: Iterable[str]) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().select(self.model.selection_of(ids), flags)

    def select(self, ids: Iterable[str]) -> None:
        """Select rows from outside, without telling it back."""
        self._later.catch_up()
        wanted = tuple(ids)
        if set(wanted) == set(self.chosen()):
            return
        self._told = False
        self._choose(wanted)
        self._told = True
        first = self.model.selection_of(wanted[:1]).indexes()
        if first:
            self.list.scrollTo(first[0])
