"""The tour: eight steps on the sample model and images, each on the real widget; shown at the first start and when it is asked for."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.gui.help.tour_bubble import TourBubble

if TYPE_CHECKING:
    from desktop_app.gui.main_window import MainWindow

QUIET = "WEIGHTSMITH_NO_TOUR"
"""Environment variable that keeps the tour from beginning by itself."""
_LOOK_MS = 60
_PATIENCE = 150
"""Looks until a step is shown without the widget that it wanted to point at."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stop."""

    page: str
    """Page of the help that goes deeper."""
    prepare: Callable[[], object]
    """Brings what is meant into sight."""
    target: Callable[[], QWidget | None] | None
    """What is pointed at, None until it is there; no function for a step that points at nothing."""


class Tour(QObject):
    """Walks through the steps; what a step brought into sight stays."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self._window = window
        self.bubble = TourBubble(window)
        self.at = -1
        self._looks = 0
        self._steps = self._make_steps()
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self._look)
        bubble = self.bubble
        bubble.next_wanted.connect(lambda: self.go(self.at + 1))
        bubble.back_wanted.connect(lambda: self.go(self.at - 1))
        bubble.skip_wanted.connect(self.end)
        bubble.read_wanted.connect(lambda: window.commands.guide.read(self._steps[self.at].page))
        window.installEventFilter(self)

    # ------------------------------------------------------------------ walking

    @property
    def running(self) -> bool:
        """Whether a step is shown."""
        return self.at >= 0

    def go(self, step: int) -> None:
        """Show a step; beyond the last one the tour ends, before the first one nothing happens."""
        if step >= len(self._steps):
            self.end()
            return
        if step < 0:
            return
        self.at = step
        self.bubble.hide()
        self.bubble.spotlight.hide()
        self._steps[step].prepare()
        self._looks = 0
        self._clock.start()
        self._look()

    def end(self) -> None:
        """Leave; it does not come again by itself."""
        self._window.settings.set("tour-seen", True)
        self._clock.stop()
        self.at = -1
        self.bubble.hide()
        self.bubble.spotlight.hide()
        self._window.workspace.next_pane(1)

    def _look(self) -> None:
        """Show the step as soon as what it points at is there."""
        find = self._steps[self.at].target
        target = find() if find is not None else None
        self._looks += 1
        if find is not None and target is None and self._looks < _PATIENCE:
            return
        self._clock.stop()
        self._show(target)

    def _show(self, target: QWidget | None) -> None:
        title, text = self._texts()[self.at]
        bubble = self.bubble
        last = self.at == len(self._steps) - 1
        bubble.skip.setText(self.tr("Not now") if self.at == 0 else self.tr("End the tour"))
        bubble.skip.setVisible(not last)
        bubble.read.setText(self.tr("Read more"))
        bubble.read.setVisible(self.at > 0)
        bubble.back.setText(self.tr("Back"))
        bubble.back.setVisible(self.at > 0)
        bubble.next.setText(self.tr("Start") if self.at == 0 else self.tr("Done") if last else self.tr("Next"))
        number = "" if self.at == 0 else self.tr("{number} of {count}").format(number=self.at, count=len(self._steps) - 1)  # fmt: skip
        bubble.show_step(title, text, number, target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and self.running and not self._clock.isActive():
            QTimer.singleShot(0, self, lambda: self.running and self._look())
        return False

    # ------------------------------------------------------------------ the steps

    def _make_steps(self) -> tuple[Step, ...]:
        window = self._window
        dock = lambda name: lambda: window.docks[name] if window.docks[name].view() is not None else None  # noqa: E731
        nothing = lambda: None  # noqa: E731
        return (
            Step("start", nothing, None),
            Step("graph", self._open_sample, self._graph),
            Step("safety", self._open_sample, self._banner),
            Step("tensor", lambda: self._show_tensor("tensor"), dock("tensor")),
            Step("histogram", lambda: self._show_tensor("histogram"), dock("histogram")),
            Step("editing", lambda: self._show_tensor("history"), dock("history")),
            Step("labels", self._label_sample, self._label_canvas),
            Step("training", self._train_sample, lambda: window.workspace if isinstance(window.workspace, QWidget) and window.workspace.name == "train" else None),
            Step("start", nothing, lambda: window.toolbar),
        )  # fmt: skip

    def _texts(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Two minutes with Weightsmith?"), self.tr("A tour opens the sample model and the sample images and points at what matters. Keys: → next, ← back, Esc ends. You find it again under Help.")),
            (self.tr("Open: a file becomes a graph"), self.tr("Ctrl+O opens a file, or drop one anywhere. The sample is open now: each box is a module, boxes in boxes are its children. Arrow keys walk, Space opens and closes a box, + and − zoom.")),
            (self.tr("Safe: nothing was executed"), self.tr("A .pth file can hold code that an ordinary load would run. Here it is only read, and this banner says what it found. Green: tensors and plain values only.")),
            (self.tr("Tensors: the numbers themselves"), self.tr("A tensor is a box of numbers with a shape and a type. Choose one in the list or in the graph, and look at its values; a slice such as 0, :, ::2 works as in Python.")),
            (self.tr("Histograms: every weight counted"), self.tr("A bell around zero is a trained layer, a flat box is one that never learnt, far outliers break quantisation. Nothing is sampled, and NaN is counted apart.")),
            (self.tr("Edit, and take it back"), self.tr("F2 renames, Ctrl+T casts, Del drops. The file stays as it is: every edit is a row here, Ctrl+Z takes it back, a click jumps to any state. Ctrl+S exports a new file and proves that it is right.")),
            (self.tr("Label: say what is in an image"), self.tr("These are copies of the sample images, so try: W draws a box, P a polygon, B paints. D goes to the next image. Every stroke is saved.")),
            (self.tr("Train: let a net learn it"), self.tr("Choose labels, a small net, and press Train: a minute on a CPU. You can close the window, the run goes on. Its checkpoint opens in Inspect and proposes labels for the next images.")),
            (self.tr("Ask whenever you want"), self.tr("Shift+F1, or the ? of a pane, explains the idea behind it. Ctrl+Shift+P finds every command, F1 lists all keys. This tour waits in the Help menu.")),
        )  # fmt: skip

    def _open_sample(self) -> None:
        window = self._window
        window.show_workspace("inspect")
        if window.front is None:
            window.open_sample()

    def _graph(self) -> QWidget | None:
        front = self._window.front
        return front.graph_view if front is not None and front.session is not None else None

    def _banner(self) -> QWidget | None:
        front = self._window.front
        return front.banner if front is not None and front.session is not None else None

    def _show_tensor(self, dock: str) -> None:
        self._open_sample()
        front = self._window.front
        session = front.session if front is not None else None
        if session is not None and session.checkpoint.tensors and not session.selection.tensors:
            session.select_tensors([0])
        self._window.show_dock(dock)

    def _label_sample(self) -> None:
        def show() -> None:
            label = self._window.show_workspace("label")
            if not self._window.joints.label_path():
                from desktop_app.gui.annotation.panels.empty_page import EmptyPage, own_sample

                label.open_paths([str(own_sample(EmptyPage.sample()))])

        self._window.make_then(["label"], show)

    def _label_canvas(self) -> QWidget | None:
        label = self._window.workspace
        canvas = getattr(label, "canvas", None)
        return canvas if isinstance(canvas, QWidget) and canvas.isVisible() else None

    def _train_sample(self) -> None:
        self._window.joints.train_on_images()


def offer_at_first_start(window: "MainWindow", *, opening: bool) -> bool:
    """Offer the tour to somebody who starts the program for the first time, with nothing to open; whether it was offered."""
    if opening or os.environ.get(QUIET) or window.settings.get("tour-seen"):
        return False
    window.commands.guide.tour.go(0)
    return True
