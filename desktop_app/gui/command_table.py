"""The window's own rows of the table of actions: files, workspaces, looks, help."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from desktop_app.gui import language
from desktop_app.gui.actions import Action
from desktop_app.gui.help.guide import Guide
from desktop_app.gui.mnemonics import letters_of, own_letter
from desktop_app.gui.preferences.preferences import Preferences

if TYPE_CHECKING:
    from desktop_app.gui.engine_dialog import EngineChoice, EngineDialog
    from desktop_app.gui.main_window import MainWindow


class CommandTable(QObject):
    """Rows that belong to no single pane."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.guide = Guide(window)
        self.preferences = Preferences(window)
        self._choice: EngineChoice | None = None
        self._recent: QMenu | None = None

    def menus(self) -> dict[str, str]:
        """Id and title of each menu, from left to right."""
        return {
            "file": self.tr("&File"), "edit": self.tr("&Edit"), "view": self.tr("&View"),
            **self._window.workspace.menus(), "help": self.tr("&Help"),
        }  # fmt: skip

    def rows(self) -> tuple[Action, ...]:
        """All of them but for help."""
        return (*self._file(), self._palette(), *self.preferences.rows(), self._engine(), *self._view())

    def _file(self) -> tuple[Action, ...]:
        window = self._window
        return (
            Action("file.open", self.tr("&Open…"), window.ask_open, "file", "Ctrl+O", icon="open", toolbar=True),
            Action("file.open-folder", self.tr("Open &folder…"), window.ask_open_folder, "file", "Ctrl+Shift+O", icon="open-folder"),
            Action("file.paste", self.tr("Open &path from clipboard"), window.paste_paths, "file", "Ctrl+Shift+V"),
            Action("file.sample", self.tr("Open the &sample"), window.open_sample, "file"),
            Action("file.quit", self.tr("&Quit"), window.close, "file", "Ctrl+Q", group=99),
        )  # fmt: skip

    def _palette(self) -> Action:
        show = self._window.show_palette
        return Action(
            "edit.palette", self.tr("&Command palette…"), show, "edit", "Ctrl+Shift+P", icon="palette", group=9
        )

    def _engine(self) -> Action:
        return Action("edit.engine", self.tr("P&ython with PyTorch…"), self.show_engine, "edit", group=10)

    def _view(self) -> tuple[Action, ...]:
        window = self._window
        rows: list[Action] = [
            Action(
                f"view.workspace-{name}",
                title,
                lambda name=name: window.make_then([name], lambda: window.show_workspace(name)),
                "view",
                f"Ctrl+{number}",
                checked=lambda name=name: window.workspace.name == name,
                group=-1,
                one_of="workspace",
            )
            for number, (name, title) in enumerate(window.workspace_titles().items(), 1)
        ]
        rows += [
            Action("view.next-pane", self.tr("&Next pane"), lambda: window.workspace.next_pane(1), "view", "F6", group=2),
            Action("view.previous-pane", self.tr("&Previous pane"), lambda: window.workspace.next_pane(-1), "view", "Shift+F6", group=2),
        ]  # fmt: skip
        themes = (
            ("system", self.tr("Theme: as the &system"), self.tr("As the &system")),
            ("light", self.tr("Theme: &light"), self.tr("&Light")),
            ("dark", self.tr("Theme: &dark"), self.tr("&Dark")),
        )
        for name, text, brief in themes:
            rows.append(
                Action(
                    f"view.theme-{name}",
                    text,
                    lambda name=name: self.preferences.set_theme(name),
                    "view",
                    checked=lambda name=name: window.settings.get("theme") == name,
                    group=3,
                    submenu=self.tr("T&heme"),
                    brief=brief,
                    one_of="theme",
                )
            )
        for name, title in language.CHOICES:
            text = self.tr("Language: {name}").format(name=title or self.tr("as the system"))
            rows.append(
                Action(
                    f"view.language-{name}",
                    text,
                    lambda name=name: self.preferences.set_language(name),
                    "view",
                    checked=lambda name=name: window.settings.get("language") == name,
                    group=3,
                    submenu=self.tr("&Language"),
                    brief=title or self.tr("As the &system"),
                    one_of="language",
                )
            )
        return tuple(rows)

    def help_rows(self) -> tuple[Action, ...]:
        """The last rows, so that help stands at the end of the toolbar too."""
        return (
            *self.guide.rows(),
            Action(
                "help.shortcuts",
                self.tr("&Keyboard shortcuts"),
                self._window.show_shortcuts,
                "help",
                "F1",
                icon="keyboard",
            ),
            Action("help.plugins", self.tr("&Plug-ins…"), self.preferences.show_plugins, "help"),
            Action("help.about", self.tr("&About Weightsmith"), self._about, "help", icon="help"),
        )

    # ------------------------------------------------------------------ what they do

    def show_recent(self, menu: QMenu) -> None:
        """Recent files in the File menu, where they are no longer when it was filled anew; missing ones are greyed, not dropped."""
        if self._recent is not None and not isValid(self._recent):  # it goes with the menu that it was in
            self._recent = None
        if self._recent is not None and self._recent.menuAction() not in menu.actions():
            self._recent.deleteLater()
            self._recent = None
        if self._recent is None and self._window.settings.recent():
            self._recent = found = QMenu(menu)
            found.aboutToShow.connect(lambda: self._list_recent(found))
            before = menu.actions()[3] if len(menu.actions()) > 3 else None
            menu.insertMenu(before, found) if before is not None else menu.addMenu(found)
        if self._recent is not None:
            others = (action.text() for action in menu.actions() if action is not self._recent.menuAction())
            self._recent.setTitle(own_letter(self.tr("&Recent"), letters_of(others)))

    def _list_recent(self, menu: QMenu) -> None:
        menu.clear()
        for path in self._window.settings.recent():
            action = menu.addAction(path)
            action.setEnabled(Path(path).exists())
            action.triggered.connect(lambda _=False, path=path: self._window.open_paths([path]))

    def show_engine(self) -> "EngineDialog":
        """The dialog that chooses which Python runs what needs torch."""
        return self.engine.ask()

    @property
    def engine(self) -> "EngineChoice":
        """Which Python runs what needs torch; made when the window is complete, or when it is first asked for."""
        if self._choice is None:
            from desktop_app.gui.engine_dialog import EngineChoice

            self._choice = EngineChoice(self._window.tasks, self._window.settings, self._window)
        return self._choice

    def _about(self) -> None:
        from desktop_app.gui.help.about_dialog import AboutDialog

        AboutDialog(self._window).open()
