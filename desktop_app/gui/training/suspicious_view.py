"""Labels that may be wrong, the most suspicious first; Return opens the image where it is labelled."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_app.gui.tasks import TaskFailure
from desktop_app.gui.training.follower import RunFollower
from desktop_app.gui.training.run_view import RunView
from desktop_app.training.use.suspicious import Suspicion, suspicions_of

_MOST = 1000
_PATH = Qt.ItemDataRole.UserRole

_LEARNT = 0.5
"""Share of the first epoch's loss below which a net has begun to tell wrong labels from hard images."""


class SuspiciousView(RunView):
    """Images by their mean loss over the run."""

    image_wanted = Signal(str)

    def __init__(self, follower: RunFollower, parent: QWidget | None = None) -> None:
        super().__init__("suspicious-view", follower, parent)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("suspicious")
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        self.tree.itemActivated.connect(lambda item, _column: self.image_wanted.emit(str(item.data(0, _PATH))))
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(self.tree, 1)
        follower.changed.connect(self.refresh)
        self._known = -1
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text."""
        self.tree.setHeaderLabels([self.tr("Image"), self.tr("Mean loss"), self.tr("Times the median")])
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setAccessibleName(self.tr("Suspicious labels"))
        self._known = -1
        self.refresh()

    def refresh(self) -> None:
        """Read the losses anew when an epoch ended since."""
        told = self.follower.sample_epochs
        if not self.isVisible() or told == self._known:
            return
        self._known = told
        task = self.follower.tasks.run(suspicions_of, self.follower.folder, lane="statistics", latest="suspicious")
        task.done.connect(self._show)
        task.failed.connect(self._failed)

    def _failed(self, failure: TaskFailure) -> None:
        self.text.setText(failure.message)

    def _show(self, found: Sequence[Suspicion]) -> None:
        current = self.tree.currentItem()
        path = current.data(0, _PATH) if current is not None else ""
        self.tree.clear()
        for one in found[:_MOST]:
            item = QTreeWidgetItem(self.tree, [one.name, f"{one.loss:.4g}", f"{one.times:.1f}"])
            item.setData(0, _PATH, one.path)
            item.setToolTip(0, one.path)
            for column in (1, 2):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if one.path == path:
                self.tree.setCurrentItem(item)
        self.text.setText(self._meaning(bool(found)))

    def _meaning(self, found: bool) -> str:
        """What the list tells, and when not to trust it."""
        if not found:
            return self.tr("After the first epochs the images that are hard to learn are listed here.")
        if not self._has_learnt():
            return self.tr("The net has learnt too little so far: the list still mixes wrong labels with hard images.")
        return self.tr(
            "What stays hard to learn is often labelled wrongly. Press Return on an image to look at its labels."
        )

    def _has_learnt(self) -> bool:
        """Whether the loss has come down to half: before that it is not the labels that make images hard."""
        losses = self.follower.curves.loss.values
        epoch = self.follower.start.steps_per_epoch if self.follower.start is not None else 1
        if len(losses) < 2 * epoch:
            return False
        return bool(np.nanmean(losses[-epoch:]) < _LEARNT * np.nanmean(losses[:epoch]))
