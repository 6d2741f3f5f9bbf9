"""The workspace where images are labelled: the folder's images, the canvas with its tools, labels, shapes, properties."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.folders.labels_of import load_image_labels
from desktop_app.annotation.imagery.pictures import Picture
from desktop_app.annotation.model import Annotation, LabelSchema, Shape
from desktop_app.annotation.opening import answered
from desktop_app.annotation.shapes.regions import Prompt, Request
from desktop_app.gui.actions import Action
from desktop_app.gui.annotation.assist_work import AssistWork
from desktop_app.gui.annotation.canvas import Canvas
from desktop_app.gui.annotation.canvas_options import options_kept
from desktop_app.gui.annotation.doors import Doors
from desktop_app.gui.annotation.label_table import LabelTable
from desktop_app.gui.annotation.labelme_bridge import LabelmeBridge
from desktop_app.gui.annotation.leaving import may_leave
from desktop_app.gui.annotation.mapped_picture import MappedPicture
from desktop_app.gui.annotation.panels.empty_page import EmptyPage
from desktop_app.gui.annotation.panels.image_panel import ImagePanel
from desktop_app.gui.annotation.panels.label_chooser import LabelChooser
from desktop_app.gui.annotation.panels.label_panel import LabelPanel
from desktop_app.gui.annotation.panels.offer_bar import OfferBar
from desktop_app.gui.annotation.panels.opening_bar import OpeningBar
from desktop_app.gui.annotation.panels.property_panel import PropertyPanel
from desktop_app.gui.annotation.panels.proposal_bar import ProposalBar
from desktop_app.gui.annotation.panels.shape_panel import ShapePanel
from desktop_app.gui.annotation.panels.tool_strip import ToolStrip
from desktop_app.gui.annotation.proposals import ProposalTaker, take
from desktop_app.gui.annotation.sequence_work import SequenceWork, with_keyframes
from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.preferences.chosen_keys import chosen_keys
from desktop_app.gui.sentences import translated
from desktop_app.gui.settings import Settings
from desktop_app.gui.side_panes import SidePanes
from desktop_app.gui.tasks import Tasks
from desktop_app.gui.turns import at_once
from desktop_app.gui.workspace import Workspace


class ConflictBar(QWidget):
    """Another program changed the labels too: whose are kept."""

    def __init__(self, session: LabelSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-conflict")
        self.setAutoFillBackground(True)
        self._session = session
        self._name = ""
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.mine = QPushButton(self)
        self.mine.setObjectName("conflict-mine")
        self.theirs = QPushButton(self)
        self.theirs.setObjectName("conflict-theirs")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.mine)
        row.addWidget(self.theirs)
        self.mine.clicked.connect(lambda: self._answer(mine=True))
        self.theirs.clicked.connect(lambda: self._answer(mine=False))
        self.hide()

    def look(self) -> None:
        """Ask about the image in front, or about another one that waits for an answer; as long as there is one."""
        waiting = self._session.conflicts
        if not waiting:
            self.hide()
            return
        self._name = name = self._session.name if self._session.name in waiting else waiting[0]
        self.text.setText(self.tr("The labels of {name} were changed by another program too.").format(name=name))
        self.mine.setText(self.tr("Keep mine"))
        self.theirs.setText(self.tr("Take theirs"))
        self.show()

    def _answer(self, *, mine: bool) -> None:
        self.hide()
        (self._session.keep_mine if mine else self._session.take_theirs)(self._name)


class LabelWorkspace(QWidget, Workspace):
    """Joins the session, the canvas and the panels; none of them knows another."""

    name = "label"
    front_changed = Signal()
    rows_changed = Signal()
    selection_changed = Signal()
    complained = Signal(str)
    facts_changed = Signal(str)
    open_wanted = Signal()
    paths_wanted = Signal(list)

    is_complete = False

    def __init__(
        self, tasks: Tasks, settings: Settings, parent: QWidget | None = None, *, complete: bool = True
    ) -> None:
        """With `complete=False` the pieces of `what_is_missing` are left to be done one by one."""
        super().__init__(parent)
        self.setObjectName("label-workspace")
        self.tasks = tasks
        self.settings = settings
        self._picture: Picture | None = None
        self._tools_look: object = None
        self._wanted = ("", "")
        """Image and shape that shall come into view as soon as they are here."""
        if complete:
            at_once(self.what_is_missing())

    # ------------------------------------------------------------------ building

    def what_is_missing(self) -> Iterator[Callable[[], object]]:
        """What makes the workspace complete, piece by piece."""
        yield self._make_canvas
        yield self._make_panels
        yield self._make_helpers
        yield self._make_tools
        yield self._fill_tools
        yield self._lay_out_middle
        yield self._lay_out_side
        yield self._lay_out
        yield self._lay_out_whole
        yield self._connect

    def _make_canvas(self) -> None:
        self.session = LabelSession(self.tasks, self)
        self.canvas = Canvas(self)
        self.canvas.can_ask = True
        self.images = ImagePanel(self.session, self)

    def _make_panels(self) -> None:
        self.labels = LabelPanel(self.session, self)
        self.shapes = ShapePanel(self.session, self)
        self.properties = PropertyPanel(self.session, self)
        self.conflict = ConflictBar(self.session, self)
        self.offer = OfferBar(self)
        self.opening = OpeningBar(self)
        self.chooser = LabelChooser(self)

    def _make_helpers(self) -> None:
        self.doors = Doors(self)
        self.labelme = LabelmeBridge(self.session)
        self.sequence = SequenceWork(self)
        self.assist = AssistWork(self)
        self.proposals = ProposalBar(self)
        self._keep_options()
        self.empty_page = EmptyPage(self)

    def _make_tools(self) -> None:
        self.strip = ToolStrip(self.canvas, self)
        self.tools = QToolBar(self)
        self.tools.setObjectName("label-tools")
        self.tools.setOrientation(Qt.Orientation.Vertical)
        self.tools.setIconSize(QSize(20, 20))
        self.table = LabelTable(self)
        self.labels.keys_of = self.table.label_keys

    def _lay_out_middle(self) -> None:
        self._middle = QWidget(self)
        row = QHBoxLayout(self._middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.tools)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.conflict)
        column.addWidget(self.offer)
        column.addWidget(self.proposals)
        column.addWidget(self.canvas, 1)
        row.addLayout(column, 1)

    def _lay_out_side(self) -> None:
        side = self._side = QSplitter(Qt.Orientation.Vertical, self)
        side.setObjectName("label-side")
        for panel, size in ((self.labels, 240), (self.shapes, 260), (self.properties, 260)):
            side.addWidget(panel)
            side.setStretchFactor(side.indexOf(panel), size)
        side.setSizes([210, 250, 380])
        side.setChildrenCollapsible(False)

    def _lay_out(self) -> None:
        self.splitter = SidePanes("label-splitter", self.settings, self)
        self.splitter.add_side(self.images, 250)
        self.splitter.add_middle(self._middle)
        self.splitter.add_side(self._side, 280)

    def _lay_out_whole(self) -> None:
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty_page)
        self.stack.addWidget(self.splitter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.opening)
        outer.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.canvas.tool_changed.connect(lambda name: self.table.show_tool(self.tools, name))
        session, canvas = self.session, self.canvas
        self.empty_page.open_wanted.connect(self.ask_folder)
        self.empty_page.path_wanted.connect(lambda path: self.open_paths([path]))
        session.opening.connect(self.opening.follow)
        self.opening.stopped.connect(lambda: self.empty_page.show_error(""))
        session.opened.connect(self._opened)
        session.failed.connect(self._failed)
        session.front_changed.connect(self._front_changed)
        session.labels_arrived.connect(self._labels_arrived)
        session.picture_arrived.connect(self._picture_arrived)
        session.changed.connect(self._changed)
        session.history_changed.connect(self._history_changed)
        self.images.counted.connect(lambda _text: self._facts())
        session.schema_changed.connect(canvas.set_schema)
        session.schema_changed.connect(self._schema_changed)
        session.complained.connect(self.complained)
        self.labelme.said.connect(self.complained)
        self.offer.wanted.connect(self.doors.import_labels)
        session.conflicts_changed.connect(self.conflict.look)
        canvas.proposed.connect(self._proposed)
        self.proposals.threshold_changed.connect(self._hide)
        self.proposals.accept_wanted.connect(lambda least: canvas.edits.accept(everything=True, least=least))
        self.proposals.refuse_wanted.connect(canvas.edits.reject_all)
        self.proposals.next_wanted.connect(lambda: canvas.step_selection(1))
        canvas.selection_changed.connect(self._selected)
        canvas.label_wanted.connect(self._ask_label)
        canvas.activated.connect(lambda shape: self._ask_label(shape, existing=True))
        canvas.refused.connect(self.complained)
        canvas.region_wanted.connect(self._answer_region)
        canvas.tool_changed.connect(lambda _name: self.selection_changed.emit())
        canvas.tool_changed.connect(lambda _name: self.assist.look())
        self.strip.model_wanted.connect(self.assist.choose)
        canvas.menu_wanted.connect(lambda _shape, place: self._menu(place))
        canvas.pointer_moved.connect(self._pointer)
        canvas.pointer_left.connect(self._facts)
        canvas.space_tapped.connect(lambda: self.mark_and_go(1))
        self.shapes.selected.connect(canvas.select)
        self.shapes.hidden_changed.connect(lambda _ids: self._hide())
        self.shapes.menu_wanted.connect(self._menu)
        self.shapes.activated.connect(lambda _id: self.properties.setFocus())
        self.labels.hidden_changed.connect(lambda _names: self._hide())
        self.labels.chosen.connect(self._label_chosen)
        self.labels.assign_wanted.connect(lambda name: canvas.edits.set_labels([name]))
        self.labels.edit_wanted.connect(self.doors.edit_schema)
        self.chooser.chosen.connect(self._label_given)
        self.chooser.given_up.connect(canvas.drop_pending)
        self.chooser.refused.connect(self.complained)
        self.stack.setCurrentWidget(self.empty_page)
        self.is_complete = True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and self.is_complete:
            self._fill_tools()
        super().changeEvent(event)

    def restore_options(self) -> None:
        """Show images and shapes as the settings say, which are as the last time."""
        self.canvas.set_options(replace(options_kept(self.settings.get("label-canvas")), hide_others=False))
        self.labels.pin.setChecked(not self.canvas.options.ask_label)

    def _keep_options(self) -> None:
        self.restore_options()
        self.canvas.options_changed.connect(lambda options: self.settings.set("label-canvas", asdict(options)))
        self.labels.lock_changed.connect(
            lambda lock: self.canvas.set_options(replace(self.canvas.options, ask_label=not lock))
        )

    # ------------------------------------------------------------------ what every workspace has

    def rows(self) -> tuple[Action, ...]:
        """Everything that can be done with the images in front."""
        self._fill_tools()
        return self.table.rows()

    def menus(self) -> dict[str, str]:
        """Menus of this workspace."""
        return self.table.menus()

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open a folder, a list, a zip, an image, or what another tool has written."""
        if paths and may_leave(self.session, self):
            self.settings.add_recent(str(Path(paths[0]).absolute()))
            self.empty_page.show_loading(paths[0])
            self.doors.open_path(paths[0])

    def ask_folder(self) -> None:
        """Choose a folder of images."""
        path = QFileDialog.getExistingDirectory(self, self.tr("Open a folder of images"))
        if path:
            self.open_paths([path])

    def open_now(self) -> list[str]:
        """The folder of images."""
        return [str(Path(self.session.path).absolute())] if self.session.folder is not None else []

    def title(self) -> str:
        """The folder and the image in front."""
        if self.session.folder is None:
            return ""
        folder = Path(self.session.folder.root).name
        return f"{self.session.name} — {folder}" if self.session.name else folder

    def is_saved(self) -> bool:
        """Labels are saved at once; only what is under way is not."""
        return not self.session.unsaved()

    def came_to_front(self) -> None:
        """Show the facts again."""
        self.empty_page.show_recent(self.settings.recent())
        self._facts()

    def may_close(self) -> bool:
        """Wait for what is being saved, ask about what cannot be."""
        return may_leave(self.session, self)

    def shut(self) -> None:
        """Keep the index for the next time."""
        self.labelme.let_go()
        self.session.close()

    def next_pane(self, step: int) -> None:
        """Move the keyboard to the next part."""
        panes = [self.images.list, self.canvas, self.labels.tree, self.shapes.list, self.properties]
        focused = next((place for place, pane in enumerate(panes) if pane.hasFocus()), -1)
        panes[(focused + step) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------ the session's news

    def _opened(self) -> None:
        self.stack.setCurrentWidget(self.splitter)
        if not self.session.names:
            self.canvas.show_message(
                self.tr("No images here"), self.tr("The folder holds no file that is taken for an image.")
            )
        for problem in self.session.folder.problems[:1] if self.session.folder is not None else ():
            self.complained.emit(translated(str(problem)))
        self.front_changed.emit()
        self.canvas.setFocus()
        self.offer.hide()
        self.doors.look_for_labels()

    def _failed(self, sentence: str) -> None:
        self.empty_page.show_error(sentence)
        if self.session.folder is not None:
            self.complained.emit(sentence)

    def _front_changed(self) -> None:
        self.canvas.show_message(self.tr("Loading…"), self.session.name)
        self._picture = None
        self.conflict.look()
        self._facts()
        self.front_changed.emit()

    def _proposed(self, value: Annotation, text: str) -> None:
        """The canvas offers a change; it has the say only while there are labels to change."""
        before = self.session.annotation
        if before is None or self.session.broken:
            self.canvas.set_annotation(before or Annotation(""))
            return
        self.session.change(text, with_keyframes(before, value))

    def _changed(self, _old: Annotation, new: Annotation) -> None:
        self.canvas.set_annotation(new)
        self.proposals.show_annotation(new)

    def accept_proposals(self) -> None:
        """The selected proposals, or all that are sure enough to be seen."""
        self.canvas.edits.accept(everything=not self.canvas.selection, least=self.proposals.threshold())

    def show_place(self, image: str, shape: str = "") -> None:
        """Bring an image to the front and one of its shapes into view."""
        self._wanted = (image, shape)
        if self.session.name == image:
            self._show_wanted()
        else:
            self.session.go_to(image)

    def _show_wanted(self) -> None:
        image, shape = self._wanted
        annotation = self.session.annotation
        if not shape or image != self.session.name or annotation is None or self._picture is None:
            return
        self._wanted = ("", "")
        if shape in annotation.by_id:
            self._show_shape(shape)
            return
        # a shape drawn since the folder was opened has another name in its file: what looks the same is meant
        task = self.tasks.run(load_image_labels, self.session.folder, image, lane="thread", latest="label-place")
        task.done.connect(lambda labels: self._show_like(image, labels.annotation.by_id.get(shape)))

    def _show_like(self, image: str, wanted: Shape | None) -> None:
        annotation = self.session.annotation
        if wanted is None or annotation is None or image != self.session.name:
            return
        found = next((one.id for one in annotation.shapes if one.same_as(wanted, 0.01)), "")
        if found:
            self._show_shape(found)

    def _show_shape(self, shape: str) -> None:
        self.canvas.set_tool("select")
        self.canvas.select([shape])
        self.canvas.show_selection()

    def _labels_arrived(self) -> None:
        annotation = self.session.annotation
        self.canvas.set_annotation(annotation or Annotation(""))
        self.proposals.show_annotation(annotation)
        self._hide()
        self._show_wanted()
        if self.session.trouble:
            self.complained.emit(self.session.trouble)
        self._history_changed()

    def _picture_arrived(self, found: "Picture | str") -> None:
        if isinstance(found, str):
            self._cannot_show(found)
            return
        try:
            mapped = MappedPicture.of(found)
        except OSError as error:
            self._cannot_show(translated(str(error)))
            return
        again = self._picture is not None
        self._picture = found
        self.assist.look()
        self.canvas.set_picture(mapped, self.session.annotation or Annotation(""), keep_view=True if again else None)
        self._facts()
        self._show_wanted()

    def _cannot_show(self, reason: str) -> None:
        """Nothing is drawn on an image that nobody sees."""
        self.session.broken = True
        self._picture = None
        self.canvas.set_tool("select")
        self.canvas.show_message(self.tr("This image cannot be shown"), reason)
        self._facts()

    def _history_changed(self) -> None:
        self.selection_changed.emit()
        self.front_changed.emit()

    def _facts(self) -> None:
        parts = [self.images.counts.text()] if self.session.names else []
        if self._picture is not None:
            parts.insert(0, f"{self._picture.width} × {self._picture.height}")
        self.facts_changed.emit("   ·   ".join(part for part in parts if part))

    def _pointer(self, x: float, y: float) -> None:
        self.facts_changed.emit(
            f"{x:.0f}, {y:.0f}   ·   {self._picture.width} × {self._picture.height}" if self._picture else ""
        )

    # ------------------------------------------------------------------ selection, labels, what is hidden

    def _selected(self, ids: tuple[str, ...]) -> None:
        self.shapes.select(ids)
        self.properties.show_shapes(ids)
        self.selection_changed.emit()

    def _hide(self) -> None:
        self.canvas.set_hidden(self.shapes.hidden() | self.proposals.too_unsure(), self.labels.hidden())

    def _label_chosen(self, name: str) -> None:
        self.canvas.set_labels([name] if name else [])

    def _schema_changed(self, schema: LabelSchema) -> None:
        keys = frozenset(label.hotkey for label in schema.labels)
        if keys != self._label_keys:
            self._label_keys = keys
            self.rows_changed.emit()

    _label_keys: frozenset[str] = frozenset()

    def choose_by_key(self, key: str) -> None:
        """A label's key chooses it for what is drawn next, or gives it to what is selected."""
        if self.labels.choose_key(key) and self.canvas.selection:
            self.canvas.edits.set_labels([self.labels.current])

    def _ask_label(self, shape: Shape | None, *, existing: bool = False) -> None:
        if shape is None:
            return
        self._asked = shape.id if existing else ""
        label = [label.name for label in self.session.schema.labels if not label.kinds or shape.kind in label.kinds]
        self.chooser.ask(self.session.schema, QCursor.pos(), label, shape.label if existing else self.labels.current)

    def _label_given(self, name: str) -> None:
        if self._asked:
            self.canvas.edits.set_labels([name])
        else:
            self.canvas.accept_pending([name])
        self.canvas.setFocus()

    _asked = ""

    # ------------------------------------------------------------------ tools and menus

    def _fill_tools(self) -> None:
        """Make the tools' buttons anew when their texts, keys or colours are others."""
        looks = (self.table.tool_texts(), chosen_keys(self.settings), self.palette().cacheKey())
        if looks != self._tools_look:
            self._tools_look = looks
            self.table.fill_tools(self.tools)

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        self.table.fill_menu(menu)
        menu.exec(place)
        menu.deleteLater()

    def _answer_region(self, request: Request) -> None:
        if self._picture is None:
            self.canvas.question_failed(request.number, self.tr("The image is not loaded yet."))
            return
        if isinstance(request.work, Prompt):
            self.assist.answer(request)
            return
        task = self.tasks.run(answered, self._picture, request, lane="regions", latest="label-region")
        task.done.connect(self.canvas.answer)
        task.failed.connect(lambda failure: self.canvas.question_failed(request.number, failure.message))

    def mark_and_go(self, step: int) -> None:
        """Mark the image as verified and go to the next."""
        if self.session.annotation is not None:
            self.session.change(self.tr("Verified"), replace(self.session.annotation, state="verified"))
        self.images.step(step)

    # ------------------------------------------------------------------ what a model proposes

    def take_proposals(self, found: Mapping[str, tuple[Sequence[Shape], Sequence[str]]]) -> ProposalTaker:
        """Put shapes (and classes of the whole image) into labels by image name: one undoable change for each image."""
        taker = take(self.session, found, self.tr("Proposals of a model"))
        QTimer.singleShot(0, taker, taker.next)
        return taker
