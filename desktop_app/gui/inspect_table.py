"""Rows of the table of actions for opened checkpoints: exports, edits, docks, colours."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop_app.gui.actions import Action
from desktop_app.gui.theme import scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.inspect_workspace import InspectWorkspace


class InspectTable(QObject):
    """Rows that belong to no single view of a checkpoint."""

    def __init__(self, workspace: "InspectWorkspace") -> None:
        super().__init__(workspace)
        self._window = workspace

    def menus(self) -> dict[str, str]:
        """Menus of this workspace."""
        return {"graph": self.tr("&Graph"), "tensor": self.tr("&Tensor")}

    def rows(self) -> tuple[Action, ...]:
        """All of them."""
        return (*self._file(), *self._edit(), *self._view(), *self._colours(), *self._exports())

    def _file(self) -> tuple[Action, ...]:
        window = self._window
        some = lambda: window.front is not None  # noqa: E731
        opened = lambda: window.front is not None and window.front.session is not None  # noqa: E731
        return (
            Action("file.export", self.tr("&Export…"), window.export, "file", "Ctrl+S", icon="save", toolbar=True, enabled=opened, group=1),
            Action("file.export-selection", self.tr("Export the sele&ction…"), lambda: window.export(selection=True), "file", enabled=window.has_selection, group=1),
            Action("file.export-keys", self.tr("Save the list of &keys…"), window.export_keys, "file", enabled=opened, group=1),
            Action("file.snippet", self.tr("Copy P&ython that loads the file"), window.copy_snippet, "file", enabled=opened, group=1),
            Action("file.compare", self.tr("Co&mpare with a file…"), window.comparing.with_file, "file", "Ctrl+D", enabled=opened, group=1),
            Action("file.repair", self.tr("Repai&r…"), window.repair, "file", enabled=opened, group=1),
            Action("file.reload", self.tr("&Reload"), lambda: window.front and window.front.load(), "file", "Ctrl+Shift+R", enabled=some, group=1),
            Action("file.close", self.tr("&Close"), lambda: window.close_tab(window.tabs.currentIndex()), "file", "Ctrl+W", enabled=some, icon="close", group=1),
        )  # fmt: skip

    def _edit(self) -> tuple[Action, ...]:
        tab = self._window.front
        opened = lambda: self._window.front is not None and self._window.front.session is not None  # noqa: E731
        of_tab = tab.edits.rows() if tab is not None and tab.session is not None else ()
        return (
            *of_tab,
            *self._recipes(),
            Action("edit.check", self.tr("Check against a &model…"), self._window.check_against_model, "edit", "Ctrl+K", enabled=opened, group=5),
            Action("edit.examine", self.tr("Examine the &health of the weights"), self._window.examine, "edit", "Ctrl+Shift+K", enabled=opened, group=5),
            Action("edit.console", self.tr("&Python console"), self._window.open_console, "edit", "Ctrl+Shift+Y", enabled=opened, group=6),
        )  # fmt: skip

    def _recipes(self) -> tuple[Action, ...]:
        window = self._window

        def edited() -> bool:
            return window.front is not None and window.front.session is not None and bool(window.front.editor.steps)

        opened = lambda: window.front is not None and window.front.session is not None  # noqa: E731
        return (
            Action("edit.merge", self.tr("Mer&ge with other files…"), window.merging.ask, "edit", enabled=opened, group=0),
            Action("edit.recipe-save", self.tr("Save the edits as a recipe…"), window.save_recipe, "edit", enabled=edited, group=0),
            Action("edit.recipe-apply", self.tr("Apply a recipe…"), window.apply_recipe, "edit", enabled=opened, group=0),
        )  # fmt: skip

    def _view(self) -> tuple[Action, ...]:
        window = self._window
        rows = [
            Action(f"view.dock-{name}", dock.kind.title(), lambda dock=dock, name=name: self._flip_dock(name), "view", f"Alt+{number + 1}" if number < 9 else "", checked=dock.isVisible, enabled=lambda: window.front is not None, submenu=self.tr("&Panes"))
            for number, (name, dock) in enumerate(window.docks.items())
        ]  # fmt: skip
        rows += [
            Action(
                "view.reset",
                self.tr("&Reset the layout"),
                window.reset_layout,
                "view",
                group=1,
                submenu=self.tr("&Panes"),
            ),
            Action("view.next-tab", self.tr("Next &tab"), lambda: self._step_tab(1), "view", "Ctrl+Tab", group=2),
            Action(
                "view.previous-tab",
                self.tr("Previous t&ab"),
                lambda: self._step_tab(-1),
                "view",
                "Ctrl+Shift+Tab",
                group=2,
            ),
        ]
        return tuple(rows)

    def _colours(self) -> tuple[Action, ...]:
        window = self._window
        names = (
            ("", self.tr("Colour by &kind")), ("size", self.tr("Colour by si&ze")), ("mean", self.tr("Colour by mean |&w|")),
            ("std", self.tr("Colour by standard deviation")), ("norm", self.tr("Colour by L2 norm")), ("largest", self.tr("Colour by largest |w|")),
            ("sparsity", self.tr("Colour by share of zer&os")), ("nan", self.tr("Colour by &NaN and Inf")),
            ("change", self.tr("Colour by &change of the comparison")), ("parameters", self.tr("Colour by parameters")),
            ("activations", self.tr("Colour by activation bytes")), ("macs", self.tr("Colour by multiply-adds")),
            ("gradient", self.tr("Colour by gra&dient norm")), ("output-mean", self.tr("Colour by mean |output|")),
            ("output-zeros", self.tr("Colour by zeros of the output")), ("history-weights", self.tr("Colour by the weights in training")),
            ("history-gradients", self.tr("Colour by the gradients in training")), ("file", self.tr("Colour by the numbers of a file…")),
        )  # fmt: skip
        return tuple(
            Action(f"graph.colour-{name or 'kind'}", text, lambda name=name: window.set_measure(name), "graph", checked=lambda name=name: window.measure == name, enabled=lambda name=name: self._can_colour(name), group=4, submenu=self.tr("&Colours"), one_of="colour")
            for name, text in names
        )  # fmt: skip

    def _can_colour(self, name: str) -> bool:
        tab = self._window.front
        if tab is None:
            return False
        return name != "change" or (tab.session is not None and bool(self._window.comparing.changes_of(tab.session)))

    def _exports(self) -> tuple[Action, ...]:
        window = self._window
        shown = lambda: window.front is not None and window.front.graph_view is not None  # noqa: E731
        return (
            Action("graph.export", self.tr("E&xport the graph…"), self._export, "graph", "Ctrl+Shift+S", enabled=shown, icon="export", group=5, toolbar=True),
            Action("graph.export-numbers", self.tr("Save the numbers of the colours…"), self._export_numbers, "graph", enabled=self._has_numbers, group=5),
            Action("graph.export-graphviz", self.tr("Export as laid out by Graph&viz…"), lambda: self._export("graphviz"), "graph", enabled=shown, group=5),
        )  # fmt: skip

    # ------------------------------------------------------------------ what they do

    def _flip_dock(self, name: str) -> None:
        dock = self._window.docks[name]
        if dock.isVisible() and not dock.visibleRegion().isEmpty():
            dock.hide()
        else:
            self._window.show_dock(name)

    def _step_tab(self, step: int) -> None:
        tabs = self._window.tabs
        if tabs.count():
            tabs.setCurrentIndex((tabs.currentIndex() + step) % tabs.count())

    def _export(self, engine: str = "layered") -> None:
        tab = self._window.front
        if tab is None or tab.graph_view is None or tab.graph_view.arrangement is None:
            return
        kinds = (
            self.tr("Vector picture (*.svg)"),
            self.tr("PDF (*.pdf)"),
            self.tr("Picture (*.png)"),
            self.tr("Graphviz source (*.dot)"),
            self.tr("JSON (*.json)"),
        )
        suggestion = f"{Path(tab.path).stem}.svg"
        path, kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Export the graph"), suggestion, ";;".join(kinds)
        )
        if not path:
            return
        if Path(path).suffix.lower() not in (".svg", ".pdf", ".png", ".dot", ".json"):
            path += (".svg", ".pdf", ".png", ".dot", ".json")[kinds.index(kind) if kind in kinds else 0]
        self.export_to(path, engine)

    def _has_numbers(self) -> bool:
        tab = self._window.front
        return tab is not None and tab.graph_view is not None and tab.graph_view.canvas.overlay is not None

    def _export_numbers(self) -> None:
        tab = self._window.front
        if tab is None:
            return
        kinds = (self.tr("CSV (*.csv)"), self.tr("JSON (*.json)"))
        path, kind = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save the numbers of the colours"),
            f"{Path(tab.path).stem}-numbers.csv",
            ";;".join(kinds),
        )
        if path:
            if Path(path).suffix.lower() not in (".csv", ".json"):
                path += ".json" if kind == kinds[1] else ".csv"
            self.export_numbers_to(path)

    def export_numbers_to(self, path: str) -> None:
        """Write the number of each box of the graph; such a file can colour a graph again."""
        from desktop_app.graph.number_files import write_overlay

        tab = self._window.front
        view = tab.graph_view if tab is not None else None
        if view is None or view.graph is None or view.canvas.overlay is None:
            return
        status = self._window.status
        task = self._window.tasks.run(write_overlay, view.canvas.overlay, view.graph, path, lane="thread")
        task.done.connect(lambda _path: status.say(self.tr("Saved {path}").format(path=path)))
        task.failed.connect(
            lambda failure: status.say(
                self.tr("{path} was not saved: {reason}").format(path=path, reason=failure.message)
            )
        )

    def export_to(self, path: str, engine: str = "layered") -> None:
        """Write what the graph view shows, in a worker; the status line says how it went."""
        from desktop_app.graph.export import export_graph

        tab = self._window.front
        if tab is None or tab.graph_view is None or tab.graph_view.arrangement is None:
            return
        status = self._window.status
        arrangement = tab.graph_view.arrangement
        task = self._window.tasks.run(
            export_graph,
            arrangement,
            path,
            engine=engine,
            theme=scheme_name(),
            overlay=tab.graph_view.canvas.overlay,
            legend=tab.graph_view.canvas.names_of_kinds() if tab.graph_view.canvas.legend_shown else {},
            dot=self._window.settings.get("dot"),
            title=self.tr("Export {name}").format(name=Path(path).name),
        )
        task.done.connect(lambda _path: status.say(self.tr("Saved {path}").format(path=path)))
        task.failed.connect(
            lambda failure: status.say(
                self.tr("{path} was not saved: {reason}").format(path=path, reason=failure.message)
            )
        )
