"""The list of a folder's images for views: a hundred thousand rows as they are filtered, with states and small pictures."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt, QTimer, QUrl
from PySide6.QtGui import QIcon, QImage, QPixmap

from desktop_app.annotation.folders.query import found_by
from desktop_app.annotation.opening import small_pictures
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.sentences import translated
from desktop_app.gui.tasks import Tasks

type Index = QModelIndex | QPersistentModelIndex

STATE = Qt.ItemDataRole.UserRole + 1
"""State of the image: `unlabelled labelled verified rejected`."""
SHAPES = Qt.ItemDataRole.UserRole + 2
PROBLEM = Qt.ItemDataRole.UserRole + 3
SUGGESTIONS = Qt.ItemDataRole.UserRole + 4
_KEPT = 1500
_AT_ONCE = 6
"""Small pictures in one go: while they are made, what is scrolled to waits."""
SIDE = 128
_LOOKED_AT = 50
"""Of many dragged images, those whose files are looked for before the drag begins."""


class ImageModel(QStringListModel):
    """Rows are the images that the query shows, in the folder's order.

    Their number is Qt's own: a view asks for it once for each row that it lays out, a hundred thousand times.
    """

    def __init__(self, session: LabelSession, parent: Any = None) -> None:
        super().__init__(parent)
        self.session = session
        self.tasks: Tasks = session.tasks
        self.query = ""
        self.pictures = False
        """Whether small pictures are made for the rows that are looked at."""
        self.rows_in_sight: Callable[[], range] = lambda: range(0)
        """Rows that the view shows: their small pictures come first, from the top."""
        self._rows: Sequence[int] = ()
        self._row_of: Mapping[str, int] = {}
        self._small: OrderedDict[str, QPixmap | str] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._under_way = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self._make_small)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(400)
        self._again.timeout.connect(self.refilter)
        session.opened.connect(self.reset)
        session.names_changed.connect(self.reset)
        session.index_changed.connect(self._records_changed)

    # ------------------------------------------------------------------ rows

    def reset(self) -> None:
        """Another folder."""
        self._small.clear()
        self._wanted.clear()
        self._set_rows(range(len(self.session.names)))
        if self.query:
            self.refilter()

    def _set_rows(self, rows: Sequence[int]) -> None:
        names, folder = self.session.names, self.session.folder
        self._rows = rows
        if folder is not None and rows == range(len(names)):
            shown, self._row_of = names, folder.positions
        else:
            shown = [names[place] for place in rows]
            self._row_of = dict(zip(shown, range(len(shown)), strict=True))
        self.setStringList(shown)  # tells the views

    def set_query(self, query: str) -> None:
        """Show the images for which a query holds (`label:cat state:verified`)."""
        if query != self.query:
            self.query = query
            self.refilter()

    def refilter(self) -> None:
        """Ask the query again: labels have changed."""
        if not self.query.strip():
            if len(self._rows) != len(self.session.names):
                self._take_rows(range(len(self.session.names)))
            return
        task = self.tasks.run(
            found_by, self.query, self.session.names, dict(self.session.index), lane="thread", latest="label-filter"
        )
        task.done.connect(self._take_rows)

    def _take_rows(self, rows: Sequence[int]) -> None:
        if list(rows) == list(self._rows):
            return
        self._set_rows(rows)

    def name_at(self, row: int) -> str:
        """The image of a row; empty for none."""
        return self.session.names[self._rows[row]] if 0 <= row < len(self._rows) else ""

    def shown_names(self) -> tuple[str, ...]:
        """All images that are shown, in order."""
        names = self.session.names
        return tuple(names[place] for place in self._rows)

    def row_of(self, name: str) -> int:
        """The row of an image; -1 when the query hides it."""
        return self._row_of.get(name, -1)

    def next_name(self, name: str, step: int) -> str:
        """The image that is shown after (1) or before (-1) one; empty at the ends."""
        row = self.row_of(name)
        if row >= 0:
            return self.name_at(row + step) if row + step >= 0 else ""
        place = self.session.folder.positions.get(name, 0) if self.session.folder is not None else 0
        shown = [one for one in self._rows if (one > place if step > 0 else one < place)]
        return self.session.names[shown[0] if step > 0 else shown[-1]] if shown else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are chosen; nobody writes in them."""
        kept = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return kept | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of images, for other programs; those inside an archive go by their names only."""
        names = [self.name_at(index.row()) for index in indexes]
        folder = self.session.folder
        paths = [str(folder.image_path(name)) for name in names] if folder is not None else []
        data = QMimeData()
        data.setText("\n".join(names))
        if paths and all(Path(path).is_file() for path in paths[:_LOOKED_AT]):
            data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        return data

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, state, and a small picture when there is one."""
        name = self.name_at(index.row())
        if not name:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        record = self.session.record(name)
        match role:
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{name}, {self.state_text(record.state)}, {record.shapes}"
            case Qt.ItemDataRole.DecorationRole if self.pictures:
                return self._picture(name)
            case _:
                values = {
                    STATE: record.state,
                    SHAPES: record.shapes,
                    PROBLEM: translated(record.problem) or self._trouble(name),
                    SUGGESTIONS: record.suggestions,
                }
                return values.get(role)

    def state_text(self, state: str) -> str:
        """A state in words."""
        return {
            "unlabelled": self.tr("unlabelled"), "labelled": self.tr("labelled"),
            "verified": self.tr("verified"), "rejected": self.tr("rejected"),
        }[state]  # fmt: skip

    def _tip(self, name: str) -> str:
        record = self.session.record(name)
        lines = [name, self.state_text(record.state)]
        lines += [f"{label} × {count}" for label, count in record.labels[:12]]
        lines += [
            text
            for text in (", ".join(record.classes), record.notes, translated(record.problem) or self._trouble(name))
            if text
        ]
        return "\n".join(lines)

    def _records_changed(self, names: Iterable[str] | None) -> None:
        rows = [self._row_of[name] for name in names or () if name in self._row_of]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))
        if self.query:
            self._again.start()

    # ------------------------------------------------------------------ small pictures

    def _trouble(self, name: str) -> str:
        found = self._small.get(name)
        return translated(found) if isinstance(found, str) else ""

    def _picture(self, name: str) -> QIcon | None:
        found = self._small.get(name)
        if isinstance(found, QPixmap):
            self._small.move_to_end(name)
            return QIcon(found)
        if found is None and name not in self._wanted:
            self._wanted[name] = None
            while len(self._wanted) > 200:  # what was scrolled past is not wanted any more
                self._wanted.popitem(last=False)
            self._soon.start()
        return None

    def _make_small(self) -> None:
        if self._under_way or not self._wanted or self.session.folder is None:
            return
        names = self._next_small()
        self._under_way = True
        task = self.tasks.run(small_pictures, self.session.folder.only(*names), names, SIDE, lane="thumbnails")
        task.part.connect(self._take_small)
        task.ended.connect(self._small_done)

    def _next_small(self) -> list[str]:
        """What is in sight, from the top; then what was looked at last."""
        seen = (self.name_at(row) for row in self.rows_in_sight())
        names = [name for name in seen if name in self._wanted][:_AT_ONCE]
        for name in names:
            del self._wanted[name]
        more = min(len(self._wanted), _AT_ONCE) if not names else 0
        return names + [self._wanted.popitem()[0] for _ in range(more)]

    def _take_small(self, made: tuple[str, Any]) -> None:
        name, found = made
        if not isinstance(found, str):
            kind = QImage.Format.Format_RGBX8888 if found.opaque else QImage.Format.Format_RGBA8888_Premultiplied
            found = QPixmap.fromImage(QImage(found.data, found.width, found.height, found.width * 4, kind))
        self._small[name] = found
        while len(self._small) > _KEPT:
            self._small.popitem(last=False)
        row = self.row_of(name)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def _small_done(self) -> None:
        self._under_way = False
        self._make_small()

    def small_size(self) -> QSize:
        """Of a small picture."""
        return QSize(SIDE, SIDE)
