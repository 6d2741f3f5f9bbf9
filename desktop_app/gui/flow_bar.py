"""Which graph of the file is shown: its modules, the operators that a model runs, or autograd's; and of which model."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from desktop_app.graph.arrangement import count_text
from desktop_app.graph.model import Graph
from desktop_app.graph.recognise import Candidate
from desktop_app.gui.alive import while_alive
from desktop_app.gui.engine_texts import engine_text
from desktop_app.gui.graph.view import GraphView
from desktop_app.gui.sentences import translated
from desktop_app.gui.settings import Settings
from desktop_app.gui.theme import icon

if TYPE_CHECKING:
    from desktop_app.graph.sources.ask import Flow
    from desktop_app.graph.sources.autograd import Backward
    from desktop_app.gui.checkpoint.checks.check_chooser import ModelChooser
    from desktop_app.gui.checkpoint.edits.editor import Editor
    from desktop_app.gui.tasks import Task, TaskFailure, Tasks

_READABLE = 0.85
"""Zoom below which a traced graph is not fitted but shown from its beginning."""


class FlowBar(QWidget):
    """Says what the file was recognised as, and shows another graph of it in the view."""

    check_wanted = Signal(str)
    """Text of a model that the check shall use."""
    complained = Signal(str)

    def __init__(
        self,
        editor: "Editor",
        view: GraphView,
        hierarchy: Graph,
        tasks: "Tasks",
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.hierarchy = hierarchy
        """The modules of the file as edited; the tab keeps it up to date."""
        self.setObjectName("flow-bar")
        self.editor = editor
        self.view = view
        self.tasks = tasks
        self.settings = settings
        self.kind = "hierarchy"
        self.model = ""
        """Text of the model that is asked for; empty for what was recognised."""
        self.trusted = ""
        self.found: tuple[Candidate, ...] = ()
        self.flow: Flow | None = None
        self.backward: Backward | None = None
        self._task: Task | None = None
        self.kinds = self._choice("flow-kind", self.show_kind)
        self.looks = QLabel(self)
        self.looks.setObjectName("flow-recognised")
        self.looks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choose = QToolButton(self)
        self.choose.setObjectName("flow-model")
        self.choose.setAutoRaise(True)
        self.choose.clicked.connect(self.ask_model)
        self.shape = QLineEdit(self)
        self.shape.setObjectName("flow-input")
        self.shape.setMaximumWidth(150)
        self.shape.returnPressed.connect(self.run)
        self.colours = self._choice("flow-colour", self._colour)
        self.stop = QToolButton(self)
        self.stop.setObjectName("flow-stop")
        self.stop.setAutoRaise(True)
        self.stop.clicked.connect(lambda: self._task.cancel() if self._task is not None else None)
        self.note = QLabel(self)
        self.note.setObjectName("flow-note")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(8)
        for widget in (self.kinds, self.looks, self.choose, self.shape, self.colours, self.stop):
            row.addWidget(widget)
        row.addWidget(self.note, 1)
        self._retranslate()
        self._show_state()
        self._recognise()
        editor.shown.connect(lambda _shown: self._edited())

    def _choice(self, name: str, chosen: Callable[[str], object]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(lambda place: chosen(str(box.itemData(place))))
        return box

    # ------------------------------------------------------------------ words

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Kind of graph"))
        kinds = (
            ("hierarchy", self.tr("Modules")),
            ("dataflow", self.tr("Dataflow")),
            ("autograd", self.tr("Autograd")),
        )
        self._fill(self.kinds, kinds)
        self.kinds.setAccessibleName(self.tr("Kind of graph"))
        self.kinds.setToolTip(
            self.tr(
                "Modules: what the file holds. Dataflow: what a model of these weights runs. "
                "Autograd: the functions that backward() goes through, from the loss to each parameter's grad."
            )
        )
        colours = (
            ("", self.tr("Colour: kind")), ("macs", self.tr("Colour: multiply-adds")), ("bytes", self.tr("Colour: activation bytes")),
            ("parameters", self.tr("Colour: parameters")), ("gradient", self.tr("Colour: gradient norm")),
        )  # fmt: skip
        self._fill(self.colours, colours)
        self.colours.setAccessibleName(self.tr("Colour by"))
        self.choose.setText(self.tr("Model…"))
        self.choose.setToolTip(self.tr("Choose the model that the graph is traced from"))
        self.shape.setPlaceholderText(self.tr("input: 1,3,224,224"))
        self.shape.setAccessibleName(self.tr("Shape of the input"))
        self.shape.setToolTip(
            self.tr("Sizes of the input that is run through the model; empty for a guess. Enter runs it.")
        )
        self.stop.setIcon(icon("cancel"))
        self.stop.setToolTip(self.tr("Stop tracing"))
        self.stop.setAccessibleName(self.tr("Stop tracing"))
        self._show_recognised()

    @staticmethod
    def _fill(box: QComboBox, rows: tuple[tuple[str, str], ...]) -> None:
        kept = box.currentData()
        box.clear()
        for value, text in rows:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(kept)) if kept is not None else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ what it looks like

    def _recognise(self) -> None:
        from desktop_app.graph.recognise import recognise
        from desktop_app.graph.sources.ask import key_shapes

        pairs = key_shapes(self.editor.session.checkpoint)
        task = self.tasks.run(recognise, pairs, lane="thread")
        task.done.connect(self._recognised)

    def _recognised(self, found: tuple[Candidate, ...]) -> None:
        self.found = found
        self._show_recognised()

    def _show_recognised(self) -> None:
        if self.model:
            self.looks.setText(self.model)
            self.looks.setToolTip("")
            return
        if not self.found:
            self.looks.setText("")
            return
        first = self.found[0]
        text = first.name.replace("torchvision.", "torchvision ").replace("timm.", "timm ")
        if first.classes is not None:
            text = self.tr("{model} with {count} classes").format(model=text, count=first.classes)
        shown = self.tr("Looks like {model}") if first.match == 1.0 else self.tr("Resembles {model}")
        self.looks.setText(shown.format(model=text))
        self.looks.setToolTip("\n".join(self._line(one) for one in self.found))

    def _line(self, one: Candidate) -> str:
        parts = [one.name, *one.twins[:4]]
        prefix = self.tr("keys begin with {prefix}").format(prefix=one.prefix) if one.prefix else ""
        return "  ".join(filter(None, [" / ".join(parts), f"{one.match:.0%}", prefix]))

    # ------------------------------------------------------------------ which graph

    def show_kind(self, kind: str) -> None:
        """Show the modules, the dataflow or autograd's graph."""
        self.kind = kind
        place = self.kinds.findData(kind)
        self.kinds.setCurrentIndex(max(place, 0))
        self._show_state()
        if kind == "hierarchy":
            self._cancel()
            self.note.clear()
            self._put(self.hierarchy)
        else:
            self.run()

    def _show_state(self) -> None:
        traced = self.kind != "hierarchy"
        for widget in (self.choose, self.shape, self.colours):
            widget.setVisible(traced)
        self.stop.setVisible(self._task is not None)

    def _put(self, graph: Graph) -> None:
        self.view.set_graph(graph, self.editor.session.checkpoint.tensors)
        canvas, arrangement = self.view.canvas, self.view.arrangement
        if graph.kind != "hierarchy" and arrangement is not None and canvas.zoom < _READABLE:
            # a chain is much higher than wide: its beginning is shown so that it can be read
            canvas.set_view(_READABLE, QPointF(arrangement.root.width / 2 - canvas.width() / _READABLE / 2, -12))
        self._colour(str(self.colours.currentData() or "") if graph.kind != "hierarchy" else "")

    def show_hierarchy(self, graph: Graph) -> bool:
        """Take the modules as they are after an edit; whether they are what is shown."""
        self.hierarchy = graph
        return self.kind == "hierarchy"

    def _edited(self) -> None:
        if self.kind != "hierarchy":
            self.note.setText(self.tr("Edited since it was traced; Enter in the input field traces it again."))

    # ------------------------------------------------------------------ tracing

    def ask_model(self) -> "ModelChooser":
        """Choose a model of a library, or a class of a file after consent."""
        from desktop_app.graph.sources.ask import model_text
        from desktop_app.gui.checkpoint.checks.check_chooser import ModelChooser
        from desktop_app.gui.checkpoint.checks.check_work import known_names

        suggested = [(model_text(one), one.match) for one in self.found]
        dialog = ModelChooser(self.tasks, (), suggested, self.model, self)
        task = self.tasks.run(known_names, lane="thread")
        task.done.connect(lambda names: dialog.show_models(names, suggested))
        dialog.chosen.connect(self.use_model)
        dialog.open()
        return dialog

    def use_model(self, text: str) -> None:
        """Trace this model from now on; a file of the user's is asked about first."""
        from desktop_app.engine.errors import EngineError
        from desktop_app.engine.sources import look_at, parse_source
        from desktop_app.gui.consent import ask_consent

        try:
            source = parse_source(text)
            seen = look_at(source.path) if source.runs_code else None
        except EngineError as error:
            self.note.setText(engine_text(error.code, error.values, str(error)))
            return
        if seen is None:
            self._use(text, "")
        else:
            ask_consent(seen, source.name, self.settings, partial(self._use, text, seen.sha256), self)

    def _use(self, text: str, trusted: str) -> None:
        self.model, self.trusted = text, trusted
        self._show_recognised()
        if self.kind == "hierarchy":
            self.show_kind("dataflow")
        else:
            self.run()

    def inputs(self) -> list[list[int]] | None:
        """The shapes that were typed; None when they make no sense."""
        try:
            shapes = [
                [int(size) for size in part.split(",")]
                for part in self.shape.text().replace("×", ",").split(";")
                if part.strip()
            ]
        except ValueError:
            return None
        return None if any(size < 1 for shape in shapes for size in shape) else shapes

    def run(self) -> None:
        """Trace (again)."""
        shapes = self.inputs()
        if shapes is None:
            self.note.setText(self.tr("Write the sizes of the input such as 1,3,224,224."))
            return
        self._cancel()
        if self.kind == "dataflow":
            self._run_dataflow(shapes)
        elif self.kind == "autograd":
            self._run_autograd(shapes)
        self._show_state()

    def _run_dataflow(self, shapes: list[list[int]]) -> None:
        from desktop_app.graph.sources.ask import flow_of

        checkpoint = self.editor.session.checkpoint
        self._task = self.tasks.run(
            flow_of, checkpoint, model=self.model, trusted=self.trusted, inputs=shapes, lane="thread",
            title=self.tr("Trace the dataflow"),
        )  # fmt: skip
        self._task.done.connect(self._flowed)
        self._follow(self._task)

    def _run_autograd(self, shapes: list[list[int]]) -> None:
        from desktop_app.checkpoint.comparing.sides import Origin
        from desktop_app.graph.sources.ask import model_text
        from desktop_app.graph.sources.autograd import ask_backward

        best = next((one for one in self.found if one.match == 1.0), None)
        model = self.model or (model_text(best) if best is not None else "")
        if not model:
            self.note.setText(self.tr("No architecture was recognised: choose the model."))
            return
        prefix = best.prefix if best is not None else ""
        self._task = self.tasks.run(
            ask_backward, model, Origin.of(self.editor.draft), trusted=self.trusted, prefix=prefix, inputs=shapes,
            lane="thread", title=self.tr("Run one backward pass"),
        )  # fmt: skip
        self._task.done.connect(self._went_back)
        self._follow(self._task)

    def _follow(self, task: "Task") -> None:
        self.note.setText(self.tr("Tracing… (PyTorch is being started)"))
        task.progressed.connect(
            lambda done, total, text: self.note.setText(
                f"{translated(text)} {done}/{total}" if total else translated(text)
            )
        )
        task.failed.connect(self._failed)
        task.cancelled.connect(while_alive(self, lambda: self.note.setText(self.tr("Stopped."))))
        task.ended.connect(self._ended)

    def _ended(self) -> None:
        self._task = None
        self._show_state()

    def _cancel(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def _failed(self, failure: "TaskFailure") -> None:
        self.note.setText(engine_text(failure.code, dict(failure.values), failure.message))

    def _flowed(self, flow: "Flow") -> None:
        self.flow = flow
        if self.kind != "dataflow":
            return
        self._put(flow.graph)
        notes = {
            "pt2": self.tr("read from the exported program"), "torchscript": self.tr("read from the TorchScript code"),
            "inferred": self.tr("inferred from order, names and shapes: dashed edges are guesses"), "model": f"{flow.model} ({flow.method})",
        }  # fmt: skip
        parts = [notes[flow.source]]
        macs = sum(cost.macs for cost in flow.costs)
        if macs:
            parts.append(self.tr("{count} multiply-adds").format(count=count_text(macs)))
            parts.append(
                self.tr("{count} bytes of activations").format(
                    count=count_text(sum(cost.activation_nbytes for cost in flow.costs))
                )
            )
        if flow.trouble:
            parts.append(translated(flow.trouble))
        self.note.setText("   ·   ".join(parts))
        self.note.setToolTip("\n".join(parts))

    def _went_back(self, backward: "Backward") -> None:
        from desktop_app.graph.dataflow import build_dataflow, with_tensors

        self.backward = backward
        if self.kind != "autograd":
            return
        checkpoint = self.editor.session.checkpoint
        positions = {info.name: index for index, info in enumerate(checkpoint.tensors)}
        graph = build_dataflow(
            backward.ops, self.hierarchy.title, classes=backward.classes, numels=backward.numels, kind="autograd"
        )
        self.colours.setCurrentIndex(self.colours.findData("gradient"))
        self._put(with_tensors(graph, positions, backward.ops))
        meaning = {
            "mean": self.tr("the mean of all outputs"),
            "cross-entropy": self.tr("cross entropy against the likeliest class"),
        }[backward.meaning]
        unreached = sum(not one.reached for one in backward.gradients)
        parts = [self.tr("loss {value}: {meaning}").format(value=f"{backward.loss:.4g}", meaning=meaning)]
        if unreached:
            parts.append(self.tr("{count} parameters get no gradient").format(count=unreached))
        self.note.setText("   ·   ".join(parts))
        self.note.setToolTip("\n".join(parts))

    # ------------------------------------------------------------------ colours

    def _colour(self, name: str) -> None:
        graph = self.view.graph
        if graph is None or graph.kind == "hierarchy":
            return
        values = self._values(name, graph)
        titles = {
            "macs": self.tr("Multiply-adds, log10"), "bytes": self.tr("Activation bytes, log10"),
            "parameters": self.tr("Parameters, log10"), "gradient": self.tr("Gradient norm, log10"),
        }  # fmt: skip
        self.view.set_overlay(titles.get(name, ""), values or None, log=True)

    def _values(self, name: str, graph: Graph) -> Mapping[str, float]:
        """A number for each node's path; groups have the sum of what is in them."""
        own = [0.0] * len(graph.nodes)
        if name == "gradient" and self.backward is not None:
            tensors = self.editor.session.checkpoint.tensors
            norms = {one.name: one.norm for one in self.backward.gradients}
            for place, node in enumerate(graph.nodes):
                own[place] = sum(
                    norms.get(tensors[index].name, 0.0) ** 2 for index in node.tensors if index < len(tensors)
                )
        elif name == "parameters":
            return {node.path: float(node.parameters) for node in graph.nodes if node.parameters}
        elif name in ("macs", "bytes") and self.flow is not None:
            by_path = graph.index()
            seen: dict[str, float] = {}
            for cost in self.flow.costs:
                value = float(cost.macs if name == "macs" else cost.activation_nbytes)
                for path in (cost.path, f"{cost.path}.{cost.label}", cost.label):
                    if path in by_path and not graph.nodes[by_path[path]].children:
                        seen[path] = seen.get(path, 0.0) + value
                        break
            for path, value in seen.items():
                own[by_path[path]] = value
        for place in range(len(graph.nodes) - 1, 0, -1):
            own[graph.nodes[place].parent] += own[place]
        power = 0.5 if name == "gradient" else 1.0
        return {node.path: own[place] ** power for place, node in enumerate(graph.nodes) if own[place] > 0}
