"""The bar of what was noticed about a file, each with the button that does something about it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from desktop_app.gui.checkpoint.edits.edit_texts import offer_text, step_text
from desktop_app.gui.checkpoint.edits.editor import Editor

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Draft
    from desktop_app.checkpoint.editing.offers import Offer
    from desktop_app.checkpoint.model import Checkpoint


def find_offers(draft: "Draft | None", original: "Checkpoint", broken: dict[str, int]) -> "tuple[Offer, ...]":
    """Offers for a draft, or for the untouched file when there is none yet. For a thread."""
    from desktop_app.checkpoint.editing.draft import Draft
    from desktop_app.checkpoint.editing.offers import offers_of

    return offers_of(draft or Draft.of(original), broken)


class OffersBar(QWidget):
    """Shows one offer at a time; those that were waved away do not come back for this file."""

    nan_wanted = Signal()

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offers-bar")
        self._editor = editor
        self._offers: tuple[Offer, ...] = ()
        self._refused: set[str] = set()
        self.text = QLabel(self)
        self.text.setObjectName("offer-text")
        self.text.setWordWrap(True)  # a long one must not push the panes at its sides together
        self.button = QPushButton(self)
        self.button.setObjectName("offer-accept")
        self.more = QLabel(self)
        self.more.setObjectName("offer-more")
        self.dismiss = QToolButton(self)
        self.dismiss.setObjectName("offer-dismiss")
        self.dismiss.setText("✕")
        self.dismiss.setAutoRaise(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 6, 3)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        row.addWidget(self.more)
        row.addWidget(self.dismiss)
        self.setAutoFillBackground(True)
        self.button.clicked.connect(self._accept)
        self.dismiss.clicked.connect(self._wave_away)
        editor.shown.connect(lambda _shown: self.look())
        editor.session.statistics_progressed.connect(self._counted)
        self._retranslate()
        self.hide()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Suggestions for this file"))
        self.button.setAccessibleName(self.tr("Suggestions for this file"))
        self.dismiss.setToolTip(self.tr("Not for this file"))
        self.dismiss.setAccessibleName(self.tr("Not for this file"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _counted(self, done: int, total: int) -> None:
        """NaN and infinities are known when every tensor was looked at."""
        if done >= total:
            self.look()

    def look(self) -> None:
        """Look for offers off the UI thread."""
        session = self._editor.session
        tensors = session.checkpoint.tensors
        broken = {
            tensors[index].name: one.nan + one.posinf + one.neginf
            for index, one in session.statistics.items()
            if index < len(tensors) and (one.nan or one.posinf or one.neginf)
        }
        draft = self._editor.document.value
        task = session.tasks.run(
            find_offers, draft, session.original, broken, lane="thread", latest=f"offers-{id(self)}"
        )
        task.done.connect(self._take)

    def _take(self, offers: "tuple[Offer, ...]") -> None:
        self._offers = tuple(offer for offer in offers if offer.code not in self._refused)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._offers))
        if not self._offers:
            return
        sentence, button = offer_text(self._offers[0])
        self.text.setText(sentence)
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setAccessibleDescription(sentence)
        others = len(self._offers) - 1
        self.more.setText(self.tr("{count} more").format(count=others) if others else "")

    def _accept(self) -> None:
        if not self._offers:
            return
        offer = self._offers[0]
        if offer.steps:
            self._editor.do(step_text(offer.steps[0]), *offer.steps)
        else:
            self._refused.add(offer.code)
            self.nan_wanted.emit()
            self._take(self._offers[1:])

    def _wave_away(self) -> None:
        if self._offers:
            self._refused.add(self._offers[0].code)
            self._take(self._offers[1:])
