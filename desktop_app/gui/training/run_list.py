"""The list of runs at the side: it is kept between starts, and says how each run stands."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.sentences import translated
from desktop_app.gui.settings import Settings
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.theme import BAD, CAREFUL, GOOD, icon, notice, scheme_name
from desktop_app.gui.training.texts import metric_text, short_task, state_text
from desktop_app.gui.training.work import run_lines

_PATH = Qt.ItemDataRole.UserRole
_LOOK_MS = 3000
_MOST = 200
GOING = frozenset({"running", "paused"})


class RunList(QWidget):
    """Choose a run, begin a new one."""

    chosen = Signal(str)
    """A run's folder; empty for the page of a new run."""
    menu_wanted = Signal(str, object)
    """A run's folder, and the menu to be filled for it."""
    changed = Signal()
    """States were read anew."""

    def __init__(self, tasks: Tasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run-list")
        self._tasks = tasks
        self._settings = settings
        self.lines: dict[str, Mapping[str, Any]] = {}
        self.title = QLabel(self)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.new = QPushButton(self)
        self.new.setObjectName("run-new")
        self.list = QListWidget(self)
        self.list.setObjectName("runs")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(False)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.nothing = QLabel(self)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 4, 8)
        column.addWidget(self.title)
        column.addWidget(self.new)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.new.clicked.connect(lambda: self.choose(""))
        self.list.currentItemChanged.connect(self._current_changed)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self.look)
        notice.changed.connect(self._fill)
        self._retranslate()
        self._fill()

    def _retranslate(self) -> None:
        self.title.setText(self.tr("Runs"))
        self.new.setText(self.tr("New run"))
        self.new.setIcon(icon("train"))
        self.new.setToolTip(self.tr("Choose data, model and settings; runs that are under way go on."))
        self.list.setAccessibleName(self.tr("Runs"))
        self.nothing.setText(
            self.tr(
                "No run yet. Runs stay in this list until you take them out of it; their folders are never deleted."
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill()
        super().changeEvent(event)

    # ------------------------------------------------------------------ which runs

    def paths(self) -> list[str]:
        """Folders of the runs, the newest first."""
        return [path for path in self._settings.get("runs") if isinstance(path, str)]

    def add(self, paths: Sequence[str]) -> None:
        """Put runs into the list, those that are new to it first."""
        new = [path for path in paths if path not in self.paths()]
        if new:
            self._settings.set("runs", [*new, *self.paths()][:_MOST])
        self._fill()
        self.look()

    def remove(self, path: str) -> None:
        """Take a run out of the list; its folder stays."""
        self._settings.set("runs", [other for other in self.paths() if other != path])
        self.lines.pop(path, None)
        if self.current() == path:
            self.choose("")
        self._fill()

    def current(self) -> str:
        """The chosen run's folder; empty for none."""
        item = self.list.currentItem()
        return str(item.data(_PATH)) if item is not None else ""

    def choose(self, path: str) -> None:
        """Choose a run, or none for a new one."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_PATH) == path:
                self.list.setCurrentRow(row)
                return
        self.list.setCurrentRow(-1)
        self.list.clearSelection()
        self.chosen.emit("")

    def _current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_PATH)))

    # ------------------------------------------------------------------ how they stand

    def watch(self) -> None:
        """Look at the runs from now on."""
        self._clock.start()
        self.look()

    def stop_watching(self) -> None:
        """Look no longer."""
        self._clock.stop()

    def look(self) -> None:
        """Read how the runs stand that may have changed."""
        wanted = [path for path in self.paths() if self._may_change(path)]
        if not wanted:
            return
        task = self._tasks.run(run_lines, wanted, lane="statistics", latest="run-lines")
        task.done.connect(self._take)

    def _may_change(self, path: str) -> bool:
        line = self.lines.get(path)
        return line is None or line["state"] in GOING or line["state"] in ("new", "missing")

    def forget(self, path: str) -> None:
        """Read a run anew at the next look: it goes on."""
        self.lines.pop(path, None)
        self.look()

    def take_line(self, line: Mapping[str, Any]) -> None:
        """How the run in sight stands; whoever follows it knows sooner."""
        path = str(line["path"])
        if path in self.paths():
            self.lines[path] = {**self.lines.get(path, {}), **line}
            self._retell(path)

    def _take(self, lines: Sequence[Mapping[str, Any]]) -> None:
        for line in lines:
            self.lines[str(line["path"])] = line
            self._retell(str(line["path"]))
        self.changed.emit()

    def _fill(self) -> None:
        paths = self.paths()
        shown = [self.list.item(row).data(_PATH) for row in range(self.list.count())]
        self.list.setVisible(bool(paths))
        self.nothing.setVisible(not paths)
        if shown != paths:
            current = self.current()
            self.list.blockSignals(True)
            self.list.clear()
            for path in paths:
                item = QListWidgetItem(self.list)
                item.setData(_PATH, path)
                item.setSizeHint(QSize(100, 2 * self.list.fontMetrics().lineSpacing() + 12))
                if path == current:
                    self.list.setCurrentItem(item)
            self.list.blockSignals(False)
        for path in paths:
            self._retell(path)

    def _retell(self, path: str) -> None:
        item = next(
            (self.list.item(row) for row in range(self.list.count()) if self.list.item(row).data(_PATH) == path), None
        )
        if item is None:
            return
        line = self.lines.get(path, {"state": ""})
        state = str(line["state"])
        parts = [state_text(state)] if state else []
        if isinstance(line.get("best"), int | float):
            parts.append(f"{metric_text(str(line['metric']))} {line['best']:.3g}")
        if line.get("task"):
            parts.append(short_task(str(line["task"])))
        item.setText(f"{Path(path).name}\n{'  ·  '.join(parts)}")
        best = (
            f"\n{metric_text(str(line['metric']))}: {line['best']:.4g}"
            if isinstance(line.get("best"), int | float)
            else ""
        )
        item.setToolTip(f"{path}{best}" + (f"\n{translated(str(line['message']))}" if line.get("message") else ""))
        item.setIcon(state_icon(state))

    # ------------------------------------------------------------------ menu and keys

    def _show_menu(self, place: object) -> None:
        item = self.list.itemAt(place)  # type: ignore[call-overload]
        if item is None:
            return
        menu = QMenu(self)
        self.menu_wanted.emit(str(item.data(_PATH)), menu)
        menu.exec(self.list.viewport().mapToGlobal(place))  # type: ignore[call-overload]
        menu.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes a run out of the list."""
        if event.key() == Qt.Key.Key_Delete and self.current():
            self.remove(self.current())
            return
        super().keyPressEvent(event)


_LOOKS = {
    "running": ("play", "good"), "paused": ("pause", "careful"), "finished": ("check", "good"), "stopped": ("stop", ""),
    "failed": ("error", "bad"), "crashed": ("error", "bad"), "missing": ("warning", "careful"),
}  # fmt: skip
_COLOURS = {"good": GOOD, "careful": CAREFUL, "bad": BAD}


def colour_of(state: str) -> QColor | None:
    """The colour that a state is written in; None for the usual."""
    kind = _LOOKS.get(state, ("", ""))[1]
    return QColor(_COLOURS[kind][scheme_name()]) if kind else None


def state_icon(state: str) -> QIcon:
    """The sign of a state in its colour."""
    name, kind = _LOOKS.get(state, ("train", ""))
    return icon(name, _COLOURS[kind][scheme_name()] if kind else None)
