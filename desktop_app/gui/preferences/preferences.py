"""The doors to what is chosen once for all, and what each choice changes in a window that is open."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.gui import language
from desktop_app.gui.actions import Action
from desktop_app.gui.side_panes import SidePanes
from desktop_app.gui.theme import apply_theme

if TYPE_CHECKING:
    from desktop_app.gui.annotation.workspace import LabelWorkspace
    from desktop_app.gui.main_window import MainWindow
    from desktop_app.gui.preferences.keys_dialog import KeysDialog
    from desktop_app.gui.preferences.plugins_dialog import PluginsDialog
    from desktop_app.gui.preferences.settings_dialog import SettingsDialog


class Preferences(QObject):
    """Settings, keys and plug-ins of a window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def rows(self) -> tuple[Action, ...]:
        """What the Edit menu says of them."""
        return (
            Action("edit.settings", self.tr("&Settings…"), self.show_settings, "edit", "Ctrl+,", icon="settings", group=10),
            Action("edit.keys", self.tr("Change &keyboard shortcuts…"), self.show_keys, "edit", icon="keyboard", group=10),
        )  # fmt: skip

    def _open[Dialog: QDialog](self, dialog: Dialog) -> Dialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._show_values)
        dialog.open()
        return dialog

    def _show_values(self) -> None:
        for dialog in self._dialogs():
            dialog.show_values()

    def _dialogs(self) -> "list[SettingsDialog]":
        found = self._window.findChildren(QDialog, "settings-dialog")
        return [cast("SettingsDialog", one) for one in found if one.isVisible()]

    def show_settings(self) -> "SettingsDialog":
        """The table of what is chosen once for all."""
        from desktop_app.gui.preferences.settings_dialog import SettingsDialog

        doors: dict[str, Callable[[], object]] = {
            "keys": self.show_keys, "plugins-off": self.show_plugins, "engine": self._choose_engine,
        }  # fmt: skip
        return self._open(
            SettingsDialog(self._window.settings, self._window.tasks, self.put_in_force, doors, self._window)
        )

    def _choose_engine(self) -> None:
        self._window.commands.show_engine().finished.connect(self._show_values)

    def show_plugins(self) -> "PluginsDialog":
        """Which plug-ins there are."""
        from desktop_app.gui.preferences.plugins_dialog import PluginsDialog

        return self._open(PluginsDialog(self._window.settings, self._window.tasks, self._window))

    def show_keys(self) -> None:
        """The table of keys, when every workspace is there to say what can be done in it."""
        self._window.make_then(self._window.workspace_titles(), self._show_keys_now)

    def _show_keys_now(self) -> "KeysDialog":
        from desktop_app.gui.preferences.keys_dialog import KeysDialog, Place

        window = self._window
        places = [Place("", (*window.commands.rows(), *window.commands.help_rows()))]
        for name, title in window.workspace_titles().items():
            places.append(Place(title, (*window.workspace_named(name).rows(), *window.joints.rows(name))))
        return self._open(KeysDialog(places, window.settings, window.rebuild_actions, window))

    # ------------------------------------------------------------------ what a choice changes

    def put_in_force(self, name: str) -> None:
        """A setting has another value now."""
        window = self._window
        if name == "theme":
            self.set_theme(window.settings.get("theme"))
        elif name == "language":
            self.set_language(window.settings.get("language"))
            self._reopen()
        elif name in ("layout-engine", "dot"):
            window.inspect.apply_graph_settings()
        elif name == "layout":
            window.inspect.reset_layout()
            window.settings.set("panes", {})
            for panes in window.findChildren(SidePanes):
                panes.lay_out()
        elif name == "keys":
            window.rebuild_actions()
        elif name == "label-canvas" and "label" in window.workspaces:
            cast("LabelWorkspace", window.workspaces["label"]).restore_options()
        elif name == "engine":
            from desktop_app.engine import interpreter

            interpreter.choose(window.settings.get("engine"))
        elif name == "plugins-off":
            from desktop_app.plugins import leave_out

            leave_out(set(window.settings.get("plugins-off")))

    def _reopen(self) -> None:
        """The settings in the language in force."""
        for dialog in self._dialogs():
            dialog.close()
            self.show_settings()

    def set_theme(self, name: str) -> None:
        """Light, dark, or as the system says."""
        self._window.settings.set("theme", name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, name)  # type: ignore[arg-type]

    def set_language(self, name: str) -> None:
        """Of the whole window, at once."""
        self._window.settings.set("language", name)
        language.apply_language(name)
        self._window.commands.guide.follow_language()
