"""Which graph of the file is shown: its modules, the operators that a model runs, or autograd's; and of which model."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from desktop_app.graph.arrangement import count_text
from desktop_app.graph.model import Graph
from desktop_app.graph.recognise import Candidate
from desktop_app.gui.alive import while_alive
from desktop_app.gui.counted import counted
from desktop_app.gui.elided_label import ElidedLabel
from desktop_app.gui.engine_texts import engine_text
from desktop_app.gui.flow_work import FlowWork
from desktop_app.gui.graph.view import GraphView
from desktop_app.gui.sentences import translated
from desktop_app.gui.settings import Settings
from desktop_app.gui.theme import icon, notice

if TYPE_CHECKING:
    from desktop_app.checkpoint.checking.check_model import Proof
    from desktop_app.graph.sources.ask import Flow
    from desktop_app.graph.sources.autograd import Backward
    from desktop_app.gui.checkpoint.checks.check_chooser import ModelChooser

_READABLE = 0.85
"""Zoom below which a traced graph is not fitted but shown from its beginning."""


class FlowBar(QWidget):
    """Says what the file was recognised as, and shows another graph of it in the view."""

    model_used = Signal(str)
    """Text of a model that everything about this file shall use."""
    table_wanted = Signal(str)
    """`costs` or `gradients`."""

    def __init__(
        self, work: FlowWork, view: GraphView, hierarchy: Graph, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.hierarchy = hierarchy
        """The modules of the file as edited; the tab keeps it up to date."""
        self.setObjectName("flow-bar")
        self.work = work
        self.view = view
        self.settings = settings
        self.kind = "hierarchy"
        self._using = False
        """Whether the proof that is under way leads to the use of the model."""
        self._make()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(8)
        for widget in (self.kinds, self.looks, self.use, self.choose, self.shape, self.given, self.table, self.stop):
            row.addWidget(widget)
        row.addWidget(self.note, 1)
        notice.changed.connect(self._tint)
        self._tint()
        self._retranslate()
        self._show_state()
        work.recognised.connect(while_alive(self, self._show_recognised))
        work.began.connect(while_alive(self, self._began))
        work.progressed.connect(while_alive(self, self.note.setText))
        work.failed.connect(self._failed)
        work.stopped.connect(while_alive(self, lambda: self._say(self.tr("Stopped."))))
        work.ended.connect(while_alive(self, self._show_state))
        work.flowed.connect(self._flowed)
        work.went_back.connect(self._went_back)
        work.proved.connect(self._proved)
        work.moved.connect(self._edited)
        work.recognise()

    def _make(self) -> None:
        self.kinds = QComboBox(self)
        self.kinds.setObjectName("flow-kind")
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kinds.activated.connect(lambda place: self.show_kind(str(self.kinds.itemData(place))))
        self.looks = QLabel(self)
        self.looks.setObjectName("flow-recognised")
        self.looks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.use = QPushButton(self)
        self.use.setObjectName("flow-use")
        self.use.clicked.connect(self.use_recognised)
        self.choose = self._button("flow-model", self.ask_model)
        self.shape = QLineEdit(self)
        self.shape.setObjectName("flow-input")
        self.shape.setMaximumWidth(150)
        self.shape.setMinimumWidth(90)
        self.shape.returnPressed.connect(self.run)
        self.given = self._button("flow-given", self._ask_given)
        self.table = self._button("flow-table", lambda: self.table_wanted.emit(self._table()))
        self.stop = self._button("flow-stop", self.work.stop)
        self.note = ElidedLabel(self)
        self.note.setObjectName("flow-note")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _button(self, name: str, run: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.clicked.connect(lambda _checked=False: run())  # type: ignore[operator]
        return button

    @property
    def found(self) -> tuple[Candidate, ...]:
        """What the file looks like, the likeliest first."""
        return self.work.found

    @property
    def flow(self) -> "Flow | None":
        """The dataflow, once it was traced."""
        return self.work.flow

    @property
    def backward(self) -> "Backward | None":
        """One backward pass, once there was one."""
        return self.work.backward

    # ------------------------------------------------------------------ words

    def _tint(self) -> None:
        self.stop.setIcon(icon("cancel"))
        self.table.setIcon(icon("table"))
        self.given.setIcon(icon("image"))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Kind of graph"))
        kinds = (
            ("hierarchy", self.tr("Modules")), ("dataflow", self.tr("Dataflow")), ("autograd", self.tr("Autograd")),
        )  # fmt: skip
        kept = self.kinds.currentData()
        self.kinds.clear()
        for value, text in kinds:
            self.kinds.addItem(text, value)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(kept)))
        self.kinds.setAccessibleName(self.tr("Kind of graph"))
        self.kinds.setToolTip(
            self.tr(
                "Modules: what the file holds. Dataflow: what a model of these weights runs. "
                "Autograd: the functions that backward() goes through, from the loss to each parameter's grad."
            )
        )
        self.use.setText(self.tr("Use it"))
        self.use.setToolTip(
            self.tr(
                "Prove by a strict load that the weights fit, and use this model for the graph, the check and proposals"
            )
        )
        self.choose.setText(self.tr("Model…"))
        self.choose.setToolTip(self.tr("Choose the model that the graph is traced from"))
        self.shape.setPlaceholderText(self.tr("input: 1,3,224,224"))
        self.shape.setAccessibleName(self.tr("Shape of the input"))
        self.shape.setToolTip(
            self.tr("Sizes of the input that is run through the model; empty for a guess. Enter runs it.")
        )
        self.stop.setToolTip(self.tr("Stop tracing"))
        self._name_table()
        self._name_given()
        for button in (self.use, self.choose, self.stop):
            button.setAccessibleName(button.toolTip())
        self._show_recognised()

    def _table(self) -> str:
        return "gradients" if self.kind == "autograd" else "costs"

    def _name_table(self) -> None:
        tip = self.tr("Gradients as a table") if self.kind == "autograd" else self.tr("Costs as a table")
        self.table.setToolTip(tip)
        self.table.setAccessibleName(tip)

    def _name_given(self) -> None:
        path = self.work.request.given
        tip = (
            self.tr("The input is {name}; click to choose another").format(name=Path(path).name)
            if path
            else self.tr("Run an image, a .npy or a .pt of yours instead of random numbers")
        )
        self.given.setToolTip(tip)
        self.given.setAccessibleName(tip)
        self.given.setText(Path(path).name[:24])
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if path else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.given.setToolButtonStyle(style)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _say(self, *sentences: str) -> None:
        self.note.setText("   ·   ".join(filter(None, sentences)))
        self.note.setToolTip("\n".join(filter(None, sentences)))

    # ------------------------------------------------------------------ what it looks like

    def _show_recognised(self) -> None:
        chosen = self.work.request.model
        self.use.setVisible(not chosen and self.work.best is not None)
        if chosen:
            self.looks.setText(chosen)
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

    def use_recognised(self) -> None:
        """Prove that the weights load strictly, then use the model everywhere."""
        self._using = True
        self.work.prove()

    def _proved(self, proof: "Proof") -> None:
        using, self._using = self._using, False
        if not proof.loads:
            first = proof.complaint.strip().partition("\n")[0]
            self._say(self.tr("A strict load is refused: {reason}").format(reason=first))
            self.note.setToolTip(proof.complaint)
            return
        said = counted(
            proof.tensors,
            self.tr("Loads strictly: 1 tensor, proved by PyTorch {version} on the meta device."),
            self.tr("Loads strictly: {count} tensors, proved by PyTorch {version} on the meta device."),
            version=proof.torch,
        )
        self._say(said)
        self.looks.setToolTip(f"{said}\n{self.looks.toolTip()}")
        if using:
            model = self.work.model
            self.work.request = replace(self.work.request, model=model)
            self._show_recognised()
            self.model_used.emit(model)
            if self.kind == "hierarchy":
                self.show_kind("dataflow")
            else:
                self.run()

    # ------------------------------------------------------------------ which graph

    def show_kind(self, kind: str) -> None:
        """Show the modules, the dataflow or autograd's graph; one that was made already is shown at once."""
        self.kind = kind
        self.kinds.setCurrentIndex(max(self.kinds.findData(kind), 0))
        self._name_table()
        self._show_state()
        if kind == "hierarchy":
            self.work.stop()
            self._say()
            self._put(self.hierarchy)
        elif kind == "dataflow" and self.flow is not None and not self.work.edited:
            self._flowed()
        elif kind == "autograd" and self.backward is not None and not self.work.edited:
            self._went_back()
        else:
            self.run()

    def _show_state(self) -> None:
        traced = self.kind != "hierarchy"
        for widget in (self.choose, self.shape, self.table):
            widget.setVisible(traced)
        self.given.setVisible(self.kind == "autograd")
        self.stop.setVisible(self.work.busy)

    def _put(self, graph: Graph) -> None:
        self.view.set_graph(graph, self.work.editor.session.checkpoint.tensors)
        canvas, arrangement = self.view.canvas, self.view.arrangement
        if graph.kind != "hierarchy" and arrangement is not None and canvas.zoom < _READABLE:
            # a chain is much higher than wide: its beginning is shown so that it can be read
            canvas.set_view(_READABLE, QPointF(arrangement.root.width / 2 - canvas.width() / _READABLE / 2, -12))

    def show_hierarchy(self, graph: Graph) -> bool:
        """Take the modules as they are after an edit; whether they are what is shown."""
        self.hierarchy = graph
        return self.kind == "hierarchy"

    def _edited(self) -> None:
        """What is shown names the tensors' new places, and says that it is older than the edit."""
        graph = self._graph()
        if self.kind == "hierarchy" or graph is None:
            return
        self.view.replace_graph(graph, self.work.editor.session.checkpoint.tensors)
        self._say(self.tr("Edited since it was traced; Enter in the input field traces it again."))

    def _graph(self) -> Graph | None:
        if self.kind == "autograd":
            return self.work.backward_graph
        return self.flow.graph if self.flow is not None else None

    # ------------------------------------------------------------------ tracing

    def ask_model(self) -> "ModelChooser":
        """Choose a model of a library, or a class of a file after consent."""
        from desktop_app.graph.sources.ask import model_text
        from desktop_app.gui.checkpoint.checks.check_chooser import ModelChooser
        from desktop_app.gui.checkpoint.checks.check_work import known_names

        tasks = self.work.tasks
        suggested = [(model_text(one), one.match) for one in self.found]
        dialog = ModelChooser(tasks, (), suggested, self.work.request.model, self)
        task = tasks.run(known_names, lane="thread")
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
            self._say(engine_text(error.code, error.values, str(error)))
            return
        if seen is None:
            self._use(text, "")
        else:
            ask_consent(seen, source.name, self.settings, partial(self._use, text, seen.sha256), self)

    def _use(self, text: str, trusted: str) -> None:
        self.work.request = replace(self.work.request, model=text, trusted=trusted)
        self._show_recognised()
        if self.kind == "hierarchy":
            self.kind = "dataflow"
            self.kinds.setCurrentIndex(self.kinds.findData("dataflow"))
            self._show_state()
        self.run()

    def _ask_given(self) -> None:
        """Choose the file that is run, or go back to random numbers."""
        if not self.work.request.given:
            self._browse_given()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Another file…"), self._browse_given)
        menu.addAction(self.tr("Random numbers"), lambda: self.give(""))
        menu.popup(self.given.mapToGlobal(self.given.rect().bottomLeft()))

    def _browse_given(self) -> None:
        kinds = self.tr(
            "Images and arrays (*.png *.jpg *.jpeg *.bmp *.webp *.tif *.tiff *.npy *.pt *.pth);;All files (*)"
        )
        path, _ = QFileDialog.getOpenFileName(self, self.tr("What the model is shown"), "", kinds)
        if path:
            self.give(path)

    def give(self, path: str) -> None:
        """Run this file through the model; an empty path stands for random numbers."""
        self.work.request = replace(self.work.request, given=path)
        self._name_given()
        if self.kind == "autograd":
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
            self._say(self.tr("Write the sizes of the input such as 1,3,224,224."))
            return
        if self.kind not in ("dataflow", "autograd"):
            return
        request = replace(self.work.request, shapes=tuple(map(tuple, shapes)))
        self.work.trace(request, "dataflow" if self.kind == "dataflow" else "autograd")

    def _began(self, what: str) -> None:
        self._show_state()
        self._say(
            self.tr("Loading strictly… (PyTorch is being started)")
            if what == "proof"
            else self.tr("Tracing… (PyTorch is being started)")
        )

    def _failed(self, sentence: str) -> None:
        self._using = False
        self._say(sentence)

    def _flowed(self) -> None:
        flow = self.flow
        if flow is None:
            return
        root = flow.graph.nodes[0]
        notes = {
            "pt2": self.tr("read from the exported program"), "torchscript": self.tr("read from the TorchScript code"),
            "inferred": self.tr("inferred from order, names and shapes: dashed edges are guesses"), "model": f"{flow.model} ({flow.method})",
        }  # fmt: skip
        parts = [notes[flow.source]]
        if root.macs:
            parts.append(self.tr("{count} multiply-adds").format(count=count_text(root.macs)))
            parts.append(self.tr("{count} bytes of activations").format(count=count_text(root.activation_nbytes)))
        self._say(*parts, translated(flow.trouble))
        if self.kind == "dataflow":
            self._put(flow.graph)

    def _went_back(self) -> None:
        backward, graph = self.backward, self.work.backward_graph
        if backward is None or graph is None:
            return
        meaning = {
            "mean": self.tr("the mean of all outputs"),
            "cross-entropy": self.tr("cross entropy against the likeliest class"),
        }[backward.meaning]
        unreached = sum(not one.reached for one in backward.gradients)
        parts = [self.tr("loss {value}: {meaning}").format(value=f"{backward.loss:.4g}", meaning=meaning)]
        if unreached:
            parts.append(
                counted(
                    unreached, self.tr("1 parameter gets no gradient"), self.tr("{count} parameters get no gradient")
                )
            )
        self._say(*parts)
        if self.kind == "autograd":
            self._put(graph)
