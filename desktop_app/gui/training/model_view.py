"""What a trained net says of its images: which to label next, which labels it doubts, how alike images are, what its layers answer."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.alive import while_alive
from desktop_app.gui.engine import Engine
from desktop_app.gui.tasks import Task
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.inside_view import InsideView
from desktop_app.gui.training.map_view import MapView
from desktop_app.gui.training.small_pictures import cut_outs
from desktop_app.gui.training.work import ImagesOfRun, images_of_run
from desktop_app.training.use.services import (
    doubts,
    filter_answers,
    image_map,
    learning_curve,
    look_inside,
    next_to_label,
)

_PATH = Qt.ItemDataRole.UserRole
_MOST_ON_MAP = 2000
_MORE = 20


class ModelView(QWidget):
    """Asks the child; each answer comes when its button is pressed, for it may take minutes."""

    image_wanted = Signal(str)
    images_chosen = Signal(list)
    """Images that were chosen on the map."""

    def __init__(self, follower: RunFollower, engine: Engine | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model-view")
        self.follower = follower
        self._engine = engine
        self._task: Task | None = None
        self._images: ImagesOfRun | None = None
        self.run_button = QPushButton(self)
        self.run_button.setObjectName("model-ask")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(240)
        self.bar.hide()
        self.said = QLabel(self)
        self.said.setObjectName("model-said")
        self.said.setWordWrap(True)
        self.queue, self.doubts = self._tree("queue"), self._tree("doubts")
        self.map, self.inside = MapView(self), InsideView(self)
        self.outlook = self._tree("outlook")
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("model-tabs")
        self._asks = {
            0: self._ask_queue,
            1: self._ask_doubts,
            2: self._ask_map,
            3: self._ask_inside,
            4: self._ask_outlook,
        }
        for view in (self.queue, self.doubts, self.map, self.inside, self.outlook):
            self.tabs.addTab(view, "")
        row = QHBoxLayout()
        row.addWidget(self.run_button)
        row.addWidget(self.bar)
        row.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs, 1)
        column.addLayout(row)
        self.run_button.clicked.connect(self.ask)
        self.tabs.currentChanged.connect(lambda _place: self._tell(""))
        self.map.image_wanted.connect(self.image_wanted)
        self.map.images_chosen.connect(self.images_chosen)
        self.inside.path_dropped.connect(self._look_inside)
        self.inside.filter_wanted.connect(self._ask_filter)
        self.inside.image_wanted.connect(self.image_wanted)
        follower.changed.connect(self._show_ready)
        self._retranslate()

    def _tree(self, name: str) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setObjectName(name)
        tree.setRootIsDecorated(False)
        tree.setAlternatingRowColors(True)
        tree.setUniformRowHeights(True)
        tree.itemActivated.connect(lambda item, _column: self._open(item))
        return tree

    def _open(self, item: QTreeWidgetItem) -> None:
        path = item.data(0, _PATH)
        if path:
            self.image_wanted.emit(str(path))

    def _retranslate(self) -> None:
        self.queue.setHeaderLabels([self.tr("Image"), self.tr("Why"), self.tr("Uncertainty")])
        self.doubts.setHeaderLabels(
            [self.tr("Image"), self.tr("What differs"), self.tr("Label"), self.tr("The net says"), self.tr("Sure")]
        )
        self.outlook.setHeaderLabels(
            [self.tr("Class"), self.tr("Now"), self.tr("With {count} more images").format(count=_MORE)]
        )
        for tree in (self.queue, self.doubts, self.outlook):
            tree.header().setStretchLastSection(False)
            tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        titles = (
            self.tr("What to label next"),
            self.tr("Labels to look at again"),
            self.tr("Map of the images"),
            self.tr("Inside the net"),
            self.tr("What more images would give"),
        )
        for place, title in enumerate(titles):
            self.tabs.setTabText(place, title)
        self.queue.setAccessibleName(titles[0])
        self.doubts.setAccessibleName(titles[1])
        self.outlook.setAccessibleName(titles[4])
        self.bar.setAccessibleName(self.tr("Progress"))
        self.run_button.setToolTip(
            self.tr(
                "Has the run's best checkpoint answer for the view in front; it may take minutes, and a second press stops it."
            )
        )
        self._show_ready()
        self._tell("")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ asking

    def _show_ready(self) -> None:
        self.run_button.setEnabled(self._engine is not None and bool(self.follower.summary.checkpoint))
        self.run_button.setText(self.tr("Stop") if self._task is not None else self.tr("Ask the net"))

    def _tell(self, sentence: str) -> None:
        hints = (
            self.tr(
                "Images without labels: half of those that the net is unsure of, half of those that are unlike the labelled ones."
            ),
            self.tr("Where the net and a label differ: missing, extra, another class, or loose."),
            self.tr("Alike images lie near each other. Draw around some to choose them."),
            self.tr("Drop an image here to see what each layer answers."),
            self.tr(
                "Three short runs on parts of the images show how fast each class still gets better. It takes some minutes."
            ),
        )
        self.said.setText(sentence or hints[self.tabs.currentIndex()])

    def _model(self) -> dict[str, Any]:
        return {"checkpoint": self.follower.summary.checkpoint}

    def ask(self) -> None:
        """Ask for the view in front; or stop asking."""
        if self._task is not None:
            self._task.cancel()
            return
        if self._images is None:
            data = str(self.follower.folder.path)
            task = self.follower.tasks.run(images_of_run, data, lane="statistics", latest="model-images")
            task.done.connect(self._take_images)
            self._follow(task)
        else:
            self._asks[self.tabs.currentIndex()]()

    def _take_images(self, images: ImagesOfRun) -> None:
        self._images = images
        self._task = None
        self._asks[self.tabs.currentIndex()]()

    def _ask(self, function: Any, *arguments: object) -> Task:
        assert self._engine is not None
        task = self._engine.ask(function, self._model(), *arguments)
        self._follow(task)
        return task

    def _follow(self, task: Task) -> None:
        self._task = task
        self.bar.setRange(0, 0)
        self.bar.show()
        self._tell(self.tr("Working…"))
        task.progressed.connect(
            lambda done, total, _text: (self.bar.setRange(0, max(1, total)), self.bar.setValue(done))
        )
        task.done.connect(
            while_alive(self, lambda _found: self._tell("") if self.said.text() == self.tr("Working…") else None)
        )
        task.failed.connect(while_alive(self, lambda failure: self._tell(failure.message)))
        task.cancelled.connect(while_alive(self, lambda: self._tell("")))
        task.ended.connect(while_alive(self, lambda: self._ended(task)))
        self._show_ready()

    def _ended(self, task: Task) -> None:
        if self._task is task:
            self._task = None
            self.bar.hide()
            self._show_ready()

    def stop(self) -> None:
        """Ask no longer: the view goes."""
        if self._task is not None:
            self._task.cancel()

    # ------------------------------------------------------------------ queue and doubts

    def _ask_queue(self) -> None:
        assert self._images is not None
        if not self._images.unlabelled:
            self._ended_early(self.tr("Every image has labels."))
            return
        self._ask(next_to_label, list(self._images.unlabelled), list(self._images.labelled)).done.connect(
            self._show_queue
        )

    def _ended_early(self, sentence: str) -> None:
        self._task = None
        self.bar.hide()
        self._show_ready()
        self._tell(sentence)

    def _show_queue(self, found: Sequence[Mapping[str, Any]]) -> None:
        reasons = {"uncertain": self.tr("the net is unsure"), "spread": self.tr("unlike the labelled ones")}
        self.queue.clear()
        for one in found:
            why = reasons.get(str(one["why"]), str(one["why"]))
            self._add(self.queue, str(one["image"]), [why, f"{one['uncertainty']:.2f}"])

    def _ask_doubts(self) -> None:
        assert self._images is not None
        self._ask(doubts, self._images.data).done.connect(self._show_doubts)

    def _show_doubts(self, found: Sequence[Mapping[str, Any]]) -> None:
        kinds = {
            "missing": self.tr("a label is missing"), "extra": self.tr("the net sees nothing there"), "wrong class": self.tr("another class"),
            "loose": self.tr("does not fit well"),
        }  # fmt: skip
        assert self._images is not None
        self.doubts.clear()
        for one in found:
            path = self._images.path_of(str(one["image"]))
            texts = [
                kinds.get(str(one["kind"]), str(one["kind"])),
                str(one["label"]),
                str(one["said"]),
                f"{one['score']:.2f}",
            ]
            self._add(self.doubts, path, texts)
        if not found:
            self._tell(self.tr("The net and the labels agree."))

    def _add(self, tree: QTreeWidget, path: str, texts: Sequence[str]) -> None:
        item = QTreeWidgetItem(tree, [Path(path).name, *texts])
        item.setData(0, _PATH, path)
        item.setToolTip(0, path)

    # ------------------------------------------------------------------ map and inside

    def _ask_map(self) -> None:
        assert self._images is not None
        paths = [*self._images.labelled, *self._images.unlabelled][:_MOST_ON_MAP]
        self._ask(image_map, paths).done.connect(self._show_map)

    def _show_map(self, found: Mapping[str, Any]) -> None:
        assert self._images is not None
        labels = self._images.label_of
        self.map.show_places(found["paths"], found["places"], [labels.get(path, "") for path in found["paths"]])

    def _ask_inside(self) -> None:
        assert self._images is not None
        path = self.inside.path or next(iter((*self._images.labelled, *self._images.unlabelled)), "")
        if path:
            self._look_inside(path)

    def _look_inside(self, path: str) -> None:
        if self._engine is None or self._task is not None or not self.follower.summary.checkpoint:
            return
        self.inside.path = path
        self._ask(look_inside, path).done.connect(self.inside.show_layers)

    def _ask_filter(self, layer: str, channel: int) -> None:
        if self._images is None or self._task is not None:
            return
        paths = [*self._images.labelled, *self._images.unlabelled][:200]
        self._ask(filter_answers, layer, channel, paths).done.connect(self._cut_out)

    def _cut_out(self, found: Sequence[Mapping[str, Any]]) -> None:
        task = self.follower.tasks.run(cut_outs, list(found), lane="ahead", latest="model-cut-outs")
        task.done.connect(self.inside.show_answers)

    def _ask_outlook(self) -> None:
        assert self._engine is not None
        task = self._engine.ask(learning_curve, str(self.follower.folder.path), _MORE)
        self._follow(task)
        task.done.connect(self._show_outlook)

    def _show_outlook(self, found: Mapping[str, Any]) -> None:
        self.outlook.clear()
        for one in found["outlook"]:
            QTreeWidgetItem(
                self.outlook, [str(one["name"]) or self.tr("all classes"), f"{one['now']:.3g}", f"{one['then']:.3g}"]
            )
