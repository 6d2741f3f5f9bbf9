"""The status line: what the file is, how far its statistics are, and what was just done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QSize
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from desktop_app.gui.counted import counted
from desktop_app.gui.theme import icon, notice

if TYPE_CHECKING:
    from desktop_app.gui.checkpoint.session import CheckpointSession

_MESSAGE_MS = 8000


class StatusLine(QStatusBar):
    """Follows the session in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-line")
        self._session: CheckpointSession | None = None
        self._link: QMetaObject.Connection | None = None
        self.facts = QLabel(self)
        self.facts.setObjectName("status-facts")
        self.told = QLabel(self)
        self.told.setObjectName("status-told")
        self.bar = QProgressBar(self)
        self.bar.setObjectName("status-progress")
        self.bar.setAccessibleName(self.tr("Progress of the statistics"))
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.stop = QToolButton(self)
        self.stop.setObjectName("status-stop")
        self.stop.setAutoRaise(True)
        self.stop.setIconSize(QSize(14, 14))
        notice.changed.connect(self._tint)
        self._tint()
        self.stop.setToolTip(self.tr("Stop computing statistics"))
        self.stop.setAccessibleName(self.tr("Stop computing statistics"))
        self.stop.clicked.connect(self._stop)
        self.addPermanentWidget(self.told)
        self.addPermanentWidget(self.bar)
        self.addPermanentWidget(self.stop)
        self.addPermanentWidget(self.facts)
        self._show_progress(1, 1)

    def _tint(self) -> None:
        self.stop.setIcon(icon("close"))

    def say(self, sentence: str) -> None:
        """One sentence, for a while."""
        self.showMessage(sentence, _MESSAGE_MS)

    def show_session(self, session: "CheckpointSession | None") -> None:
        """Follow another session."""
        if self._link is not None and self._session is not None:
            self._session.disconnect(self._link)
        self._session, self._link = session, None
        self._show_progress(1, 1)
        if session is None:
            self.facts.setText("")
            return
        from desktop_app.graph.arrangement import count_text
        from desktop_app.gui.checkpoint.formatting import size_text

        checkpoint = session.checkpoint
        parameters = checkpoint.parameter_count
        facts = (
            self._container_text(checkpoint.container),
            size_text(checkpoint.size_bytes),
            counted(len(checkpoint.tensors), self.tr("1 tensor"), self.tr("{count} tensors")),
            counted(parameters, self.tr("1 parameter"), self.tr("{count} parameters"), count_text(parameters)),
        )
        self.facts.setText("   ·   ".join(facts))
        self._link = session.statistics_progressed.connect(self._show_progress)

    def _container_text(self, container: str) -> str:
        """What kind of file it is, in words."""
        return {
            "torch-zip": self.tr("torch.save (zip)"), "torch-legacy": self.tr("torch.save before 1.6"), "torch-tar": self.tr("torch.save of 0.1 (tar)"),
            "torchscript": "TorchScript", "pt2": self.tr("torch.export (.pt2)"), "pickle": self.tr("plain pickle"), "numpy": "NumPy",
            "torch-package": "torch.package", "index": self.tr("shards with an index"), "dcp": self.tr("distributed checkpoint"), "plugin": self.tr("read by a plug-in"),
        }.get(container, container)  # fmt: skip

    def show_facts(self, text: str) -> None:
        """Facts of a workspace that has no checkpoint in front."""
        self.facts.setText(text)

    def forget(self, session: "CheckpointSession") -> None:
        """Its tab is closing."""
        if session is self._session:
            self.show_session(None)

    def _show_progress(self, done: int, total: int) -> None:
        running = done < total
        self.told.setText(self.tr("Statistics: {percent} %").format(percent=100 * done // max(total, 1)))
        self.told.setVisible(running)
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def _stop(self) -> None:
        if self._session is not None:
            self._session.close()
        self._show_progress(1, 1)
