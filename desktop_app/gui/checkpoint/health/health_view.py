"""Is the file well? Findings with their evidence, a table of layers, what casts would lose; examined in a worker."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.health.model import CASTS, HealthReport, Layer, Symptom
from desktop_app.gui.actions import Action
from desktop_app.gui.alive import while_alive
from desktop_app.gui.checkpoint.flow_layout import FlowLayout
from desktop_app.gui.checkpoint.formatting import count_text, number_text, one_line
from desktop_app.gui.checkpoint.health.health_canvas import HealthCanvas
from desktop_app.gui.checkpoint.health.health_table import (
    Column,
    LayerTable,
    condition_text,
    dead,
    dead_text,
    finite,
    form_text,
    loss_level,
    loss_of,
    loss_text,
    name_text,
    rank_text,
    rms_text,
    wrong,
    zero_text,
)
from desktop_app.gui.checkpoint.health.health_texts import symptom_text
from desktop_app.gui.checkpoint.health.health_work import exact_of, examine_origin, save_origin
from desktop_app.gui.checkpoint.report_list import Level, ReportList, Row
from desktop_app.gui.checkpoint.session import CheckpointSession
from desktop_app.gui.checkpoint.view_parts import sentence, view_button
from desktop_app.gui.sentences import translated
from desktop_app.gui.theme import BAD, CAREFUL, icon, scheme_name
from desktop_app.gui.told_bar import ToldBar

if TYPE_CHECKING:
    from desktop_app.gui.tasks import Task, TaskFailure

_WIDE = 760
"""Pixels from which on the evidence stands beside the list."""


class HealthView(QWidget):
    """One examination per tab. What was found stays while it is examined again, and says when edits came after it."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("health-view")
        self._session = session
        self._task: Task | None = None
        self._origin: Origin | None = None
        self._report: HealthReport | None = None
        self._stale = False
        self._problem = ""
        self._said = ""
        self._shown: Symptom | Layer | None = None
        self._build_top()
        self._build_pages()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.top)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        self._retranslate()

    # ------------------------------------------------------------------ parts

    def _build_top(self) -> None:
        self.top = QWidget(self)
        self.start_button = view_button("health-start", self.start, self)
        self.cancel_button = view_button("health-cancel", self.cancel, self)
        self.save_button = view_button("health-save", self.ask_save, self)
        self.status = QLabel(self.top)
        self.status.setObjectName("health-status")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        row = FlowLayout(self.top, spacing=6)
        for widget in (self.start_button, self.cancel_button, self.save_button, self.status):
            row.addWidget(widget)
        self.bar = ToldBar(self)
        self.bar.setObjectName("health-progress")
        self.bar.setRange(0, 1000)

    def _build_pages(self) -> None:
        self.findings = ReportList("health-findings", 0, (14, 34, 52), self)
        self.findings.full.setMaximumHeight(0)  # the evidence says it
        self.findings.chosen.connect(self._choose)
        self.layers = LayerTable("health-layers", self)
        self.layers.layer_chosen.connect(self._choose)
        self.casts = LayerTable("health-casts", self)
        self.casts.layer_chosen.connect(self._choose)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("health-tabs")
        self.tabs.setDocumentMode(True)
        for page in (self.findings, self.layers, self.casts):
            self.tabs.addTab(page, "")
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("health-splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.tabs)
        self.splitter.addWidget(self._evidence())
        self.splitter.setStretchFactor(0, 1)
        self.blank = sentence("health-blank", self)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.blank.setMargin(16)
        self.pages = QStackedWidget(self)
        self.pages.setMinimumHeight(90)  # lists scroll: the dock must not press on those above it
        self.pages.addWidget(self.blank)
        self.pages.addWidget(self.splitter)

    def _evidence(self) -> QWidget:
        self.evidence = QWidget(self)
        self.evidence.setMinimumWidth(220)
        self.title = sentence("health-title", self)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.text = sentence("health-text", self)
        self.caption = sentence("health-caption", self)
        self.canvas = HealthCanvas(self.evidence)
        self.exact_button = view_button("health-exact", self.make_exact, self)
        column = QVBoxLayout(self.evidence)
        column.setContentsMargins(6, 2, 2, 2)
        for widget in (self.title, self.text, self.caption):
            column.addWidget(widget)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.exact_button)
        column.addStretch(0)
        self.evidence.hide()
        return self.evidence

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Health"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.findings.list.setAccessibleName(self.tr("Findings"))
        self.layers.setAccessibleName(self.tr("Layers"))
        self.casts.setAccessibleName(self.tr("What casts would lose"))
        self.canvas.setAccessibleName(self.tr("Evidence"))
        self.status.setAccessibleName(self.tr("Result of the examination"))
        for place, text in enumerate((self.tr("Findings"), self.tr("Layers"), self.tr("Cast losses"))):
            self.tabs.setTabText(place, text)
        for button, text, tip, picture in (
            (self.start_button, self.tr("Examine"), self.tr("Read every weight and look for what is wrong with it"), "play"),
            (self.cancel_button, self.tr("Cancel"), self.tr("Stop the examination"), "close"),
            (self.save_button, self.tr("Save report…"), self.tr("As one HTML page to send to somebody, or as JSON"), "save"),
            (self.exact_button, self.tr("All singular values"), self.tr("Compute every singular value of this weight; may take a while"), ""),
        ):  # fmt: skip
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(text)
            if picture:
                button.setIcon(icon(picture))
        self._fill()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "pages"):
            self._retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Evidence beside the list where there is room, else below it."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != way or not any(self.splitter.sizes()):
            self.splitter.setOrientation(way)
            whole = self.width() if wide else self.height()
            self.splitter.setSizes([whole * 3 // 5, whole * 2 // 5])

    # ------------------------------------------------------------------ the examination

    @property
    def busy(self) -> bool:
        """Whether an examination is under way."""
        return self._task is not None

    def _now(self) -> Origin:
        editor = self._session.editor
        draft = editor.document.value if editor is not None else None
        return Origin.of(draft if draft is not None else self._session.original)

    def start(self) -> None:
        """Examine the file as it is edited now."""
        if self.busy:
            return
        origin = self._now()
        task = self._session.tasks.run(examine_origin, origin, lane="health", title=self.tr("Examine the weights"))
        task.done.connect(while_alive(self, lambda report: self._learn(task, origin, report)))
        self._follow(task)

    def start_once(self) -> None:
        """Examine unless what is shown is of the file as it is edited now."""
        if self._report is None or self._stale:
            self.start()

    def make_exact(self) -> None:
        """All singular values of the weight whose spectrum is shown."""
        layer = self._layer_shown()
        if self.busy or layer is None or self._origin is None:
            return
        origin = self._origin
        task = self._session.tasks.run(
            exact_of, origin, layer.name, lane="health", title=self.tr("Singular values of {name}").format(name=one_line(layer.name, 60))
        )  # fmt: skip
        task.done.connect(while_alive(self, lambda report: self._learn(task, origin, report)))
        self._follow(task)

    def ask_save(self) -> None:
        """Ask where the report goes."""
        if self._report is None:
            return
        kinds = (self.tr("Web page (*.html)"), self.tr("JSON (*.json)"))
        suggestion = f"{Path(self._report.path).stem}-health.html"
        path, kind = QFileDialog.getSaveFileName(self, self.tr("Save the health report"), suggestion, ";;".join(kinds))
        if path:
            if Path(path).suffix.lower() not in (".html", ".htm", ".json"):
                path += ".json" if kind == kinds[1] else ".html"
            self.save(path)

    def save(self, path: str) -> None:
        """Write what was found, in a worker."""
        if self._origin is None or self.busy:
            return
        task = self._session.tasks.run(save_origin, self._origin, path, lane="health", title=self.tr("Save the health report"))  # fmt: skip
        task.done.connect(while_alive(self, lambda written: self._saved(task, written)))
        self._follow(task)

    def _saved(self, task: "Task", path: str) -> None:
        if self._task is task:
            self._task = None
            self._said = self.tr("Saved {path}").format(path=path)
            self._show()

    def _follow(self, task: "Task") -> None:
        self._task, self._problem, self._said = task, "", ""
        task.progressed.connect(while_alive(self, lambda done, total, text: self._progress(task, done, total, text)))
        task.failed.connect(while_alive(self, lambda failure: self._fail(task, failure)))
        self.destroyed.connect(task.cancel)
        self.bar.setValue(0)
        self.bar.setFormat("%p %")
        self._show()

    def _progress(self, task: "Task", done: int, total: int, text: str) -> None:
        if self._task is task:
            self.bar.setValue(done * 1000 // max(total, 1))
            self.bar.setFormat(f"%p %  {one_line(text, 60)}".replace("%%", "%"))

    def _fail(self, task: "Task", failure: "TaskFailure") -> None:
        if self._task is task:
            self._task = None
            self._problem = failure.message
            self._show()

    def cancel(self) -> None:
        """Stop it; what was found before stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._show()

    def _learn(self, task: "Task", origin: Origin, report: HealthReport) -> None:
        if self._task is not task:
            return
        self._task = None
        kept = self._shown.name if isinstance(self._shown, Layer) else ""
        self._origin, self._report, self._shown = origin, report, None
        self._stale = origin != self._now()
        self._fill()
        again = next((layer for layer in report.layers if kept and layer.name == kept), None)
        self._explain(again)
        self._show()

    def refresh_checkpoint(self) -> None:
        """Edits came after the examination: it says so."""
        self._stale = self._origin is not None and self._origin != self._now()
        self._show()

    # ------------------------------------------------------------------ what is shown

    def _levels(self) -> tuple[Level, ...]:
        scheme, text = scheme_name(), self.palette().text().color().name()
        return tuple(
            Level(name, word, colour, icon(name, colour))
            for name, word, colour in (
                ("error", self.tr("error"), BAD[scheme]),
                ("warning", self.tr("warning"), CAREFUL[scheme]),
                ("info", self.tr("info"), text),
            )
        )

    def _fill(self) -> None:
        """Lists and tables from the report."""
        report = self._report
        if report is None:
            return
        levels = self._levels()
        words = {level.name: level.text for level in levels}
        rows = [
            Row(one.severity, (words[one.severity], one_line(one.name), symptom_text(one.finding)[0]), one)
            for one in report.symptoms
        ]
        self.findings.fill((self.tr("Severity"), self.tr("Tensor"), self.tr("What")), levels, rows)
        self.layers.fill(self._layer_columns(), report.layers)
        self.casts.fill(self._cast_columns(), [layer for layer in report.layers if layer.casts])

    def _layer_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Tensor"), name_text, lambda layer: layer.name.casefold(), right=False, tip=name_text),
            Column(self.tr("Module"), lambda layer: layer.kind, lambda layer: layer.kind, right=False),
            Column(self.tr("Shape"), form_text, lambda layer: layer.measure.count if layer.measure else 0),
            Column(self.tr("RMS"), rms_text, lambda layer: layer.measure.rms if layer.measure else -1.0),
            Column(self.tr("Zeros"), zero_text, lambda layer: layer.measure.zero / layer.measure.count if layer.measure else -1.0),
            Column(self.tr("NaN, Inf"), lambda layer: count_text(wrong(layer)) if wrong(layer) else "", wrong, lambda layer: 2 * bool(wrong(layer))),
            Column(self.tr("Dead outputs"), dead_text, dead, lambda layer: int(bool(dead(layer)))),
            Column(self.tr("Effective rank"), rank_text, lambda layer: layer.spectrum.effective_rank / layer.spectrum.full if layer.spectrum else -1.0),
            Column(self.tr("Condition"), condition_text, lambda layer: finite(layer.spectrum.condition) if layer.spectrum else -1.0),
        )  # fmt: skip

    def _cast_columns(self) -> tuple[Column, ...]:
        titles = {
            "float16": "float16", "bfloat16": "bfloat16", "int8": self.tr("int8, one scale"), "int8-channel": self.tr("int8 per output"),
            "float8_e4m3fn": "fp8 e4m3", "float8_e5m2": "fp8 e5m2",
        }  # fmt: skip
        return (
            Column(self.tr("Tensor"), name_text, lambda layer: layer.name.casefold(), right=False, tip=name_text),
            *(self._cast_column(target, titles[target]) for target in CASTS),
        )

    def _cast_column(self, target: str, title: str) -> Column:
        def key(layer: Layer) -> float:
            loss = loss_of(layer, target)
            return -1.0 if loss is None else loss.relative

        return Column(
            title,
            lambda layer: loss_text(loss_of(layer, target)),
            key,
            lambda layer: loss_level(loss_of(layer, target)),
            tip=lambda layer: self._loss_tip(layer, target),
        )

    def _loss_tip(self, layer: Layer, target: str) -> str:
        loss = loss_of(layer, target)
        if loss is None:
            return ""
        return self.tr("largest error {worst}, too large {saturated}, become zero {underflow}").format(
            worst=number_text(loss.worst, 3), saturated=count_text(loss.saturated), underflow=count_text(loss.underflow)
        )

    def _choose(self, chosen: object) -> None:
        """Show the evidence, and go to the tensor."""
        if not isinstance(chosen, Symptom | Layer):
            return
        self._explain(chosen)
        for place, info in enumerate(self._session.checkpoint.tensors):
            if info.name == chosen.name:
                self._session.select_tensors([place])
                return

    def _layer_shown(self) -> Layer | None:
        if self._report is None or self._shown is None:
            return None
        name = self._shown.name
        return next((layer for layer in self._report.layers if layer.name == name), None)

    def _explain(self, shown: Symptom | Layer | None) -> None:
        self._shown = shown
        self.evidence.setVisible(shown is not None)
        layer = self._layer_shown()
        if shown is None or layer is None:
            return
        self.title.setText(one_line(shown.name))
        if isinstance(shown, Symptom) and shown.series_kind not in ("", "singular"):
            self.canvas.show_values(shown.series, shown.places)
            self.caption.setText(self._caption(shown.series_kind))
        else:
            found = layer.spectrum
            self.canvas.show_values(found.values if found else (), curve=True, whole=len(found.values) if found and not found.exact else found.full if found else 0)  # fmt: skip
            self.caption.setText(self._spectrum_text(layer))
        self.caption.setVisible(bool(self.caption.text()))
        self.text.setText(
            "\n\n".join(symptom_text(shown.finding)) if isinstance(shown, Symptom) else self._facts(layer)
        )
        self._enable()

    def _caption(self, kind: str) -> str:
        return {
            "rows": self.tr("RMS of the weights of each output; those in question are red."),
            "columns": self.tr("RMS of the weights of each input; those in question are red."),
            "channels": self.tr("Magnitude of each channel; those in question are red."),
        }[kind]

    def _spectrum_text(self, layer: Layer) -> str:
        found = layer.spectrum
        if found is None:
            return ""
        first = (
            self.tr("All {count} singular values, logarithmic.").format(count=count_text(found.full))
            if found.exact
            else self.tr("The {count} largest of {full} singular values, logarithmic; the rank is an estimate.").format(
                count=count_text(len(found.values)), full=count_text(found.full)
            )
        )
        second = self.tr("Stable rank {stable}, largest {largest}.").format(
            stable=number_text(found.stable_rank, 3), largest=number_text(found.values[0], 3)
        )
        return f"{first} {second}"

    def _facts(self, layer: Layer) -> str:
        if layer.measure is None:
            return translated(layer.problem)
        facts = self.tr("{kind}, {shape}, {dtype}; values from {low} to {high}, RMS {rms}.").format(
            kind=layer.kind or self.tr("tensor"), shape=form_text(layer), dtype=layer.dtype,
            low=number_text(layer.measure.low, 3), high=number_text(layer.measure.high, 3), rms=rms_text(layer),
        )  # fmt: skip
        told = self._report.symptoms if self._report is not None else ()
        return "\n\n".join((facts, *(symptom_text(one.finding)[0] for one in told if one.name == layer.name)))

    def _show(self) -> None:
        self.bar.setVisible(self.busy)
        self.pages.setCurrentWidget(self.splitter if self._report is not None else self.blank)
        self.blank.setText(self._blank_text())
        self.blank.setStyleSheet(f"color: {BAD[scheme_name()]};" if self._problem else "")
        self.status.setText(self._status_text())
        self.status.setStyleSheet(f"color: {BAD[scheme_name()]};" if self._problem else "")
        self.status.setVisible(self._report is not None and bool(self.status.text()))
        self._explain(self._shown)
        self._enable()

    def _blank_text(self) -> str:
        if self._problem:
            return self._problem
        if self.busy:
            return self.tr("Reading every weight…")
        return self.tr(
            "Is the file well? Examine it for NaN, dead filters, constant and duplicate tensors, outliers, collapsed ranks, "
            "and for what a cast to float16, bfloat16, int8 or fp8 would lose."
        )

    def _status_text(self) -> str:
        report = self._report
        if report is None or self._problem:
            return self._problem
        text = self._said or (
            self.tr("Nothing to complain about.") if not report.symptoms else
            self.tr("Errors: {errors}, warnings: {warnings}, notes: {notes}; tensors: {count}").format(
                errors=report.count("error"), warnings=report.count("warning"), notes=report.count("info"), count=count_text(len(report.layers)),
            )
        )  # fmt: skip
        later = self.tr("Edited since: examine again.")
        return f"{text}  {later}" if self._stale else text

    def _enable(self) -> None:
        self.start_button.setVisible(not self.busy)
        self.cancel_button.setVisible(self.busy)
        self.save_button.setEnabled(self._report is not None and not self.busy)
        layer = self._layer_shown()
        found = layer.spectrum if layer is not None else None
        self.exact_button.setVisible(found is not None and not found.exact)
        self.exact_button.setEnabled(not self.busy)

    # ------------------------------------------------------------------ actions

    def table_of_actions(self) -> tuple[Action, ...]:
        """What can be done here."""
        some = lambda: self._report is not None and not self.busy  # noqa: E731
        return (
            Action("health.start", self.tr("Examine the weights"), self.start, enabled=lambda: not self.busy),
            Action("health.cancel", self.tr("Cancel the examination"), self.cancel, enabled=lambda: self.busy),
            Action("health.save", self.tr("Save the health report…"), self.ask_save, enabled=some),
        )
