"""The terminal: qtconsole's rich widget in the program's colours and language. Import it by `loading`, in small parts."""

from importlib import import_module
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.gui.checkpoint.console.terminal_colours import TERMINAL_COLOURS
from desktop_app.gui.theme import scheme_name

QtKernelClient: Any = import_module("qtconsole.client").QtKernelClient
RichJupyterWidget: Any = import_module("qtconsole.rich_jupyter_widget").RichJupyterWidget
_LINES = 5000


class Terminal(RichJupyterWidget):
    """Shows one kernel client after another; interrupting and restarting are asked of whoever owns the process."""

    exit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("console-terminal")
        self.custom_interrupt = True
        self.custom_restart = True
        self.confirm_restart = False
        self.banner = ""
        self.buffer_size = _LINES
        self.gui_completion = "droplist"
        self.font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.exit_requested.connect(lambda _widget: self.exit_wanted.emit())
        control: Any = self._control
        control.setObjectName("console-text")
        control.setAccessibleName(self.tr("Python console"))
        self.setFocusProxy(control)
        self.paint()

    def paint(self) -> None:
        """Take the colours in force."""
        colours = TERMINAL_COLOURS[scheme_name()]
        palette = QGuiApplication.palette()
        base, text, accent = (one.color().name() for one in (palette.base(), palette.text(), palette.highlight()))
        chosen = palette.highlightedText().color().name()
        self.syntax_style = colours["syntax"]
        self.style_sheet = (
            f"QPlainTextEdit, QTextEdit {{ background-color: {base}; color: {text};"
            f" selection-background-color: {accent}; selection-color: {chosen}; }}"
            f" .error {{ color: {colours['error']}; }}"
            f" .in-prompt {{ color: {colours['in']}; }} .in-prompt-number {{ font-weight: bold; }}"
            f" .out-prompt {{ color: {colours['out']}; }} .out-prompt-number {{ font-weight: bold; }}"
            f" .inverted {{ background-color: {text}; color: {base}; }}"
        )

    def connect_to(self, connection_file: str) -> Any:
        """Talk to the kernel of a connection file; gives the client."""
        client = QtKernelClient(connection_file=connection_file)
        client.load_connection_file()
        # whether the kernel lives, its process says: the heartbeat would keep the window waiting at the end
        client.start_channels(hb=False)
        self.kernel_client = client
        return client

    def disconnect_client(self) -> None:
        """Let go of the kernel."""
        client, self.kernel_client = self.kernel_client, None
        if client is not None:
            client.stop_channels()

    def put(self, code: str) -> None:
        """Put code behind the prompt, in place of what stands there."""
        self.input_buffer = code
        self._control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _handle_kernel_died(self, since_last_heartbeat: float) -> None:
        """The process tells."""

    def _custom_context_menu_requested(self, pos: QPoint) -> None:
        self._context_menu_make(pos).popup(self._control.mapToGlobal(pos))

    def _context_menu_make(self, pos: QPoint) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = (
            (self.tr("Cu&t"), self.cut, self.can_cut(), QKeySequence.StandardKey.Cut),
            (self.tr("&Copy"), self.copy, self.can_copy(), QKeySequence.StandardKey.Copy),
            (self.tr("Copy with p&rompts"), self.copy_raw, self.can_copy(), None),
            (self.tr("&Paste"), self.paste, self.can_paste(), QKeySequence.StandardKey.Paste),
            (self.tr("Select &all"), self.select_all_smart, True, QKeySequence.StandardKey.SelectAll),
            (self.tr("C&lear"), self.clear, True, None),
        )
        for text, run, enabled, key in rows:
            action = menu.addAction(text, lambda run=run: run())
            action.setEnabled(enabled)
            if key is not None:
                action.setShortcut(QKeySequence(key))
        return menu
