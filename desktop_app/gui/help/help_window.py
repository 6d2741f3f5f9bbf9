"""The window of the help: pages on the left, one of them to read, a search, and the way back."""

import re

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.help.pages import NAMES, ORDER, page, search, slug
from desktop_app.gui.theme import icon, notice

_PLACE = Qt.ItemDataRole.UserRole


class HelpWindow(QWidget):
    """Stays open beside the main window; one is enough for all questions."""

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("help-window")
        self.language = language
        self._trail: list[str] = []
        self._at = -1
        self.search = QLineEdit(self)
        self.search.setObjectName("help-search")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._first)
        self.list = QTreeWidget(self)
        self.list.setObjectName("help-pages")
        self.list.setHeaderHidden(True)
        self.list.setWordWrap(True)
        self.list.setColumnCount(1)
        self.list.currentItemChanged.connect(lambda item, _old: item is not None and self._go(item.data(0, _PLACE)))
        self.text = QTextBrowser(self)
        self.text.setObjectName("help-text")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.back = self._button("help-back", "previous", lambda: self._step(-1), QKeySequence.StandardKey.Back)
        self.forward = self._button("help-forward", "next", lambda: self._step(1), QKeySequence.StandardKey.Forward)
        self._lay_out()
        for keys, slot in (("Ctrl+F", self.search.setFocus), ("Esc", self.close)):
            QShortcut(QKeySequence(keys), self, activated=slot)  # type: ignore[call-arg]
        notice.changed.connect(self._tint)
        self.retranslate(language)
        self.resize(980, 720)

    def _button(self, name: str, picture: str, slot: object, keys: QKeySequence.StandardKey) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setIconSize(QSize(18, 18))
        button.setShortcut(QKeySequence(keys))
        button.clicked.connect(slot)  # type: ignore[arg-type]
        return button

    def _lay_out(self) -> None:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addWidget(self.search, 1)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(side)
        self.splitter.addWidget(self.text)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([270, 700])
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(10, 10, 10, 10)
        outer.addWidget(self.splitter)

    # ------------------------------------------------------------------ the language

    def retranslate(self, language: str) -> None:
        """The pages and the window in a language."""
        self.language = language
        self.setWindowTitle(self.tr("Weightsmith help"))
        self.search.setPlaceholderText(self.tr("Search the help"))
        self.search.setAccessibleName(self.tr("Search the help"))
        self.list.setAccessibleName(self.tr("Pages"))
        self.text.setAccessibleName(self.tr("Page"))
        for button, name in ((self.back, self.tr("Back")), (self.forward, self.tr("Forward"))):
            keys = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{name} ({keys})" if keys else name)
            button.setAccessibleName(name)
        self._fill(self.search.text())
        if self._trail:
            self._show(self._trail[self._at])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language; who made the window says which one it is."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate(self.language)
        super().changeEvent(event)

    def _tint(self) -> None:
        self.back.setIcon(icon("previous"))
        self.forward.setIcon(icon("next"))
        if self._trail:
            self._show(self._trail[self._at])

    def _chapters(self) -> dict[str, str]:
        return {
            "start": self.tr("Begin"), "inspect": self.tr("What a checkpoint holds"), "change": self.tr("Change and judge"),
            "label": self.tr("Label images"), "train": self.tr("Train"),
        }  # fmt: skip

    # ------------------------------------------------------------------ the list

    def _fill(self, words: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        if words.strip():
            self._fill_hits(words)
        else:
            self._fill_pages()
        self.list.blockSignals(False)

    def _fill_pages(self) -> None:
        titles = self._chapters()
        for chapter, names in ORDER:
            head = QTreeWidgetItem([titles[chapter]])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            self.list.addTopLevelItem(head)
            for name in names:
                item = QTreeWidgetItem([page(name, self.language).title])
                item.setData(0, _PLACE, name)
                head.addChild(item)
            head.setExpanded(True)
        self._mark()

    def _fill_hits(self, words: str) -> None:
        found = search(words, self.language)
        for hit in found:
            where = f"{hit.title} › {hit.heading}" if hit.heading else hit.title
            item = QTreeWidgetItem([f"{where}\n{hit.excerpt}"])
            item.setData(0, _PLACE, f"{hit.name}.md#{slug(hit.heading)}" if hit.heading else hit.name)
            item.setToolTip(0, hit.excerpt)
            self.list.addTopLevelItem(item)
        if not found:
            item = QTreeWidgetItem([self.tr("Nothing was found.")])
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addTopLevelItem(item)

    def _first(self) -> None:
        item = self.list.topLevelItem(0)
        if item is not None and item.data(0, _PLACE):
            self.list.setCurrentItem(item)

    def _mark(self) -> None:
        """Mark the page that is read in the list, without going there again."""
        if not self._trail or self.search.text().strip():
            return
        name = _name_of(self._trail[self._at])
        self.list.blockSignals(True)
        for item in self.list.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            if item.data(0, _PLACE) == name:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    # ------------------------------------------------------------------ reading

    @property
    def shown(self) -> str:
        """Name of the page that is read; empty before the first."""
        return _name_of(self._trail[self._at]) if self._trail else ""

    def read(self, place: str) -> None:
        """Show a page, or a heading of it (`tensor.md#dtype`), and come to the front."""
        self._go(place)
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(
            0, self, lambda: self._scroll_to(place.partition("#")[2])
        )  # where it lies is known once it is shown

    def _go(self, place: str | None) -> None:
        if not place or (self._trail and self._trail[self._at] == place):
            return
        del self._trail[self._at + 1 :]
        self._trail.append(place)
        self._at = len(self._trail) - 1
        self._show(place)

    def _step(self, step: int) -> None:
        if 0 <= self._at + step < len(self._trail):
            self._at += step
            self._show(self._trail[self._at])

    def _show(self, place: str) -> None:
        self.text.document().setDocumentMargin(22)
        self.text.setMarkdown(page(_name_of(place), self.language).text)
        self._dress()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._scroll_to(place.partition("#")[2])
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at + 1 < len(self._trail))
        self._mark()

    def _dress(self) -> None:
        """Room between paragraphs, and code on a ground of its own."""
        document = self.text.document()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            self._dress_block(QTextCursor(block), is_code=block.blockFormat().hasProperty(QTextBlockFormat.Property.BlockCodeFence))  # fmt: skip
            block = block.next()
        cursor.endEditBlock()

    def _dress_block(self, cursor: QTextCursor, *, is_code: bool) -> None:
        form = cursor.blockFormat()
        if form.headingLevel():
            form.setTopMargin(16 if form.headingLevel() > 1 else 4)
            form.setBottomMargin(6)
        elif is_code:
            form.setBackground(self.palette().window())
            form.setLeftMargin(10)
        elif cursor.currentTable() is None:
            form.setLineHeight(4, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
            form.setBottomMargin(7 if cursor.currentList() is None else 3)
        cursor.setBlockFormat(form)

    def _scroll_to(self, anchor: str) -> None:
        block = self.text.document().begin()
        while anchor and block.isValid():
            if block.blockFormat().headingLevel() and slug(block.text()) == anchor:
                top = self.text.document().documentLayout().blockBoundingRect(block).top()
                self.text.verticalScrollBar().setValue(int(top) - 8)
                return
            block = block.next()
        self.text.verticalScrollBar().setValue(0)

    def _follow(self, link: QUrl) -> None:
        """Another page, a heading of this one, or the browser of the system for what lies outside."""
        place = link.toString()
        if place.startswith("#"):
            self._go(f"{self.shown}.md{place}")
        elif _name_of(place) in NAMES:
            self._go(place)
        elif link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)


def _name_of(place: str) -> str:
    """`tensor.md#dtype` is on the page `tensor`."""
    return re.sub(r"\.md$", "", place.partition("#")[0])
