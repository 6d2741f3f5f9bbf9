"""The Python console of a tab: a page that says what it is, and the terminal with its process once somebody has started it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop_app.checkpoint.console.choice import ConsolePython, choose_python
from desktop_app.checkpoint.console.edit_file import remove_forgotten
from desktop_app.checkpoint.console.examples import EXAMPLES, Example, code_for
from desktop_app.gui import theme
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.console.console_texts import example_title
from desktop_app.gui.checkpoint.console.kernel_process import KernelProcess
from desktop_app.gui.checkpoint.console.loading import load_with_qt, load_without_qt
from desktop_app.gui.checkpoint.console.terminal_colours import kernel_colours
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.view_parts import sentence, view_button
from desktop_app.gui.settings import folder
from desktop_app.gui.theme import BAD, icon, scheme_name

if TYPE_CHECKING:
    from desktop_app.gui.checkpoint.console.console_link import ConsoleLink
    from desktop_app.gui.checkpoint.console.terminal import Terminal
    from desktop_app.gui.tasks import Task, TaskFailure

_PRINTED = 300


def prepare_console(values: str) -> ConsolePython:
    """Find the Python, import what takes a second, and remove `values` that nobody can restore. For a thread."""
    found = choose_python()
    load_without_qt()
    root = Path(values)
    remove_forgotten(root, "\n".join(path.read_text("utf-8", "replace") for path in root.parent.glob("*.json")))
    return found


class ConsoleView(QWidget):
    """Nothing runs before `start`; `shut` ends the process."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("console-view")
        self._session = session
        self._task: Task | None = None
        self._python: ConsolePython | None = None
        self._process: KernelProcess | None = None
        self._link: ConsoleLink | None = None
        self.terminal: Terminal | None = None
        self._problem = ""
        self._busy = False
        self._shut = False
        self._loaded = False
        self._waiting_connection = ""
        """The kernel is there, the terminal is not yet."""
        self._values = folder() / "unsaved" / "values" / f"{Path(session.original.path).name[:40]}-{id(self):x}"
        self._build()
        self._retranslate()
        theme.notice.changed.connect(self._repaint)

    # ------------------------------------------------------------------ parts

    def _build(self) -> None:
        self.about = sentence("console-about", self)
        self.about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told = sentence("console-told", self)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.start_button = view_button("console-start", self.start, self)
        self.cancel_button = view_button("console-cancel", self.cancel, self)
        self.page = QWidget(self)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(16, 8, 16, 8)
        column.addStretch(1)
        for part in (self.about, self.told):
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.start_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(2)
        self.status = QLabel(self)
        self.status.setObjectName("console-status")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.examples_button = QToolButton(self)
        self.examples_button.setObjectName("console-examples")
        self.examples_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.examples_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.examples_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu = QMenu(self.examples_button)
        self.menu.setObjectName("console-examples-menu")
        self.menu.setToolTipsVisible(True)
        self.examples_button.setMenu(self.menu)
        self.interrupt_button = view_button("console-interrupt", self.interrupt, self)
        self.restart_button = view_button("console-restart", self.restart, self)
        self.bar = QWidget(self)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.examples_button, self.interrupt_button, self.restart_button):
            row.addWidget(button)
        row.addWidget(self.status, 1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.page)
        self.stack.setMinimumHeight(90)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 4, 6, 4)
        whole.setSpacing(4)
        whole.addWidget(self.bar)
        whole.addWidget(self.stack, 1)
        self.setFocusProxy(self.start_button)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.about.setText(
            self.tr(
                "Python beside this file, in a process of its own: checkpoint, state_dict, selection, np and torch are at hand. "
                "A tensor is read when it is touched. What you assign becomes an edit that can be undone; the file on the disk "
                "stays as it is, and nothing in it is run."
            )
        )
        for button, text, name, picture in (
            (self.start_button, self.tr("Start Python"), "", "play"),
            (self.cancel_button, self.tr("Cancel"), "", "cancel"),
            (self.examples_button, self.tr("Examples"), self.tr("Short pieces of code that work on this file"), "help"),
            (self.interrupt_button, self.tr("Interrupt"), self.tr("Stop what is being computed (Ctrl+C in the console)"), "stop"),
            (self.restart_button, self.tr("Restart"), self.tr("End Python and start it anew; variables are lost, edits are kept"), "undo"),
        ):  # fmt: skip
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(name or text)
            button.setIcon(icon(picture))
        self._fill_menu()
        self._show_state()

    def _fill_menu(self) -> None:
        self.menu.clear()
        group = None
        for example in EXAMPLES:
            if group is not None and example.group != group:
                self.menu.addSeparator()
            group = example.group
            action = self.menu.addAction(example_title(example.name), lambda example=example: self.put_example(example))
            action.setObjectName(f"console-example-{example.name}")
            action.setToolTip(example.code)

    def _show_state(self) -> None:
        working = self._task is not None or (self._process is not None and self._link is None)
        lives = self._link is not None
        self.bar.setVisible(self.terminal is not None and self.stack.currentWidget() is self.terminal)
        self.start_button.setVisible(not working)
        self.cancel_button.setVisible(working)
        self.interrupt_button.setEnabled(lives and self._busy)
        self.restart_button.setEnabled(not working)
        self.examples_button.setEnabled(lives)
        for action, example in zip(
            (one for one in self.menu.actions() if not one.isSeparator()), EXAMPLES, strict=True
        ):
            action.setEnabled(not example.needs_torch or self._python is None or self._python.torch)
        self.told.setVisible(working or bool(self._problem))
        self.told.setText(self.tr("Python is starting…") if working else self._problem)
        self.told.setStyleSheet(f"color: {BAD[scheme_name()]};" if self._problem and not working else "")
        self.setFocusProxy(self.terminal if lives else self.cancel_button if working else self.start_button)
        without = "" if self._python is None or self._python.torch else " " + self.tr("Without torch: arrays of NumPy.")
        self.status.setText(
            (self._problem or self.tr("Python has ended.")) if not lives
            else (self.tr("Computing…") if self._busy else self.tr("Ready.")) + without
        )  # fmt: skip
        self.status.setToolTip(self._python.path if self._python is not None else "")

    # ------------------------------------------------------------------ starting and ending

    @property
    def running(self) -> bool:
        """Whether the console can be used."""
        return self._link is not None

    def start(self) -> None:
        """Start Python, unless it runs or is about to. The code that runs there is the person's own."""
        if self._shut or self._task is not None or self._process is not None:
            return
        self._problem = ""
        self._task = self._session.tasks.run(
            prepare_console, str(self._values.parent), lane="thread", title=self.tr("Start Python")
        )
        self._task.done.connect(while_alive(self, self._prepared))
        self._task.failed.connect(while_alive(self, self._not_prepared))
        self._task.cancelled.connect(while_alive(self, self._cancelled))
        self._show_state()

    def cancel(self) -> None:
        """Give up starting."""
        if self._task is not None:
            self._task.cancel()
        elif self._link is None:
            self._drop_process()
        self._show_state()

    def _cancelled(self) -> None:
        self._task = None
        self._show_state()

    def _not_prepared(self, failure: "TaskFailure") -> None:
        from desktop_app.gui.engine_texts import engine_text

        self._task = None
        self._problem = engine_text(failure.code, dict(failure.values), failure.message)
        self._show_state()

    def _prepared(self, python: ConsolePython) -> None:
        self._task = None
        self._python = python
        self._loaded = False
        self._start_process()
        load_with_qt(self, self._terminal_loaded)

    def _terminal_loaded(self) -> None:
        self._loaded = True
        if self._waiting_connection:
            self._connect(self._waiting_connection)

    def _start_process(self) -> None:
        from desktop_app.gui.checkpoint.console.console_link import steps_now

        assert self._python is not None
        path = self._session.original.path
        home = folder() / "console"
        home.mkdir(parents=True, exist_ok=True)
        setup: dict[str, Any] = {
            "path": path, "values": str(self._values), "colors": kernel_colours(), "banner": self._banner(), **steps_now(self._session),
        }  # fmt: skip
        place = Path(path) if Path(path).is_dir() else Path(path).parent
        self._process = KernelProcess(self._python.path, str(place), setup, home, self)
        self._process.ready.connect(self._connect)
        self._process.died.connect(self._died)
        self._process.start()
        self._show_state()

    def _banner(self) -> str:
        at_hand = "checkpoint, state_dict, selection, np" + (", torch" if self._python and self._python.torch else "")
        return (
            self.tr("At hand: {names}. Help: state_dict? (Tab completes, Ctrl+C interrupts.)").format(names=at_hand)
            + "\n"
        )

    def _connect(self, connection: str) -> None:
        if not self._loaded:
            self._waiting_connection = connection
            return
        self._waiting_connection = ""
        from desktop_app.gui.checkpoint.console.console_link import ConsoleLink
        from desktop_app.gui.checkpoint.console.terminal import Terminal

        if self.terminal is None:
            self.terminal = Terminal(self.stack)
            self.terminal.custom_interrupt_requested.connect(self.interrupt)
            self.terminal.custom_restart_requested.connect(self.restart)
            self.terminal.exit_wanted.connect(lambda: QTimer.singleShot(0, self, self.stop))
            self.terminal.executing.connect(lambda _source: self._now_busy(True))
            self.terminal.executed.connect(lambda _message: self._now_busy(False))
            self.stack.addWidget(self.terminal)
        focused = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        client = self.terminal.connect_to(connection)
        self._link = ConsoleLink(self._session, client, kernel_colours, self)
        self.stack.setCurrentWidget(self.terminal)
        self._show_state()
        if focused:
            self.terminal.setFocus(Qt.FocusReason.OtherFocusReason)

    def _now_busy(self, busy: bool) -> None:
        self._busy = busy
        self._show_state()

    def _died(self, printed: str) -> None:
        self._drop_process()
        last = printed.splitlines()[-1][-_PRINTED:] if printed else ""
        self._problem = self.tr(
            "Python has ended unexpectedly; its variables are lost, edits are kept. Restart it to go on."
        )
        if last:
            self._problem += f" ({last})"
        self._show_state()

    def stop(self) -> None:
        """End Python; what was edited stays."""
        self._drop_process()
        self._show_state()

    def _drop_process(self) -> None:
        self._busy = False
        self._waiting_connection = ""
        if self._link is not None:
            self._link.setParent(None)
            self._link.deleteLater()
            self._link = None
        if self.terminal is not None:
            self.terminal.disconnect_client()
        if self._process is not None:
            self._process.end()
            self._process.deleteLater()
            self._process = None

    def interrupt(self) -> None:
        """Stop what is being computed."""
        if self._process is not None:
            self._process.interrupt()

    def restart(self) -> None:
        """A new Python on the same draft."""
        if self._task is not None or self._shut:
            return
        self._drop_process()
        self._problem = ""
        if self._python is None:
            self.start()
        else:
            self._start_process()

    def shut(self) -> None:
        """The tab closes: end the process."""
        self._shut = True
        if self._task is not None:
            self._task.cancel()
        self._drop_process()

    # ------------------------------------------------------------------ what the window asks

    def refresh_checkpoint(self) -> None:
        """Edits are told to the kernel by the link; the view stays."""

    def put_example(self, example: Example) -> None:
        """Put an example behind the prompt, about the tensor that is selected."""
        if self.terminal is None or self._link is None:
            return
        tensors, chosen = self._session.checkpoint.tensors, self._session.selection.tensors
        name = code_for(example, tensors, chosen[0] if chosen else -1)
        self.terminal.put(name)

    def table_of_actions(self) -> tuple[Action, ...]:
        """Rows for the menus and the palette."""
        return (
            Action("console.interrupt", self.tr("Interrupt Python"), self.interrupt, "edit", icon="stop", enabled=lambda: self.running and self._busy, group=6),
            Action("console.restart", self.tr("Restart Python"), self.restart, "edit", enabled=lambda: self._python is not None, group=6),
        )  # fmt: skip

    def _repaint(self) -> None:
        self._retranslate()
        if self.terminal is not None:
            self.terminal.paint()
        if self._link is not None:
            self._link.repaint()
