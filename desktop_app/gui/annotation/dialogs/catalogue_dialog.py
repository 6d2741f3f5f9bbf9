"""The catalogue of labelling tools: what of each is opened and written, a sample to try, or why it is outside."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.annotation.exchange.catalogue import Tool, search
from desktop_app.gui.annotation.format_texts import format_titles
from desktop_app.gui.dialog_layout import dialog_column
from desktop_app.gui.sentences import translated

_TOOL = Qt.ItemDataRole.UserRole


def reason_text(tool: Tool) -> str:
    """Why a tool is outside, in the language in force."""
    said = {
        "text": QCoreApplication.translate("Catalogue", "It labels text; this program labels images."),
        "audio": QCoreApplication.translate("Catalogue", "It labels sound; this program labels images."),
        "3-D": QCoreApplication.translate("Catalogue", "It labels point clouds; this program labels images."),
        "not a labelling tool": QCoreApplication.translate("Catalogue", "It is no labelling tool and writes no label files, though lists of such tools name it."),
        "no description": QCoreApplication.translate("Catalogue", "Its own file format has neither a description nor a sample to check a reader against."),
        "server": QCoreApplication.translate("Catalogue", "It keeps its labels on a server and writes no files of its own."),
    }  # fmt: skip
    return said[tool.outside] if tool.outside is not None else ""


class CatalogueDialog(QDialog):
    """A searchable table; a sample opens the import."""

    sample_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("catalogue-dialog")
        self.words = QLineEdit(self)
        self.words.setObjectName("catalogue-words")
        self.words.setClearButtonEnabled(True)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("catalogue-tools")
        self.tree.setColumnCount(4)
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        for column, width in enumerate((200, 80, 230, 230)):
            self.tree.setColumnWidth(column, width)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.told = QLabel(self)
        self.told.setObjectName("catalogue-told")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(44)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.buttons = QDialogButtonBox(self)
        self.sample = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.page = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        for button, name in (
            (self.sample, "catalogue-sample"), (self.page, "catalogue-page"), (self.close_button, "catalogue-close"),
        ):  # fmt: skip
            button.setObjectName(name)
            button.setAutoDefault(False)
        column = dialog_column(self)
        for widget, stretch in ((self.words, 0), (self.tree, 1), (self.told, 0), (self.buttons, 0)):
            column.addWidget(widget, stretch)
        self.words.textChanged.connect(lambda _text: self._fill())
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show())
        self.tree.itemActivated.connect(lambda _item, _column: self._try())
        self.sample.clicked.connect(self._try)
        self.page.clicked.connect(self._visit)
        self.close_button.clicked.connect(self.reject)
        self._retranslate()
        self.resize(820, 560)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Labelling tools and their files"))
        self.setAccessibleName(self.windowTitle())
        self.words.setPlaceholderText(self.tr("Search by name, subject or format"))
        self.words.setAccessibleName(self.tr("Search"))
        self.tree.setHeaderLabels([self.tr("Tool"), self.tr("Labels"), self.tr("Opened here"), self.tr("Written here")])
        self.tree.setAccessibleName(self.tr("Tools"))
        self.sample.setText(self.tr("&Try a sample"))
        self.page.setText(self.tr("Its &page"))
        self.close_button.setText(self.tr("Close"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "close_button"):
            self._retranslate()
        super().changeEvent(event)

    def _subject(self, tool: Tool) -> str:
        return {
            "boxes": self.tr("boxes"), "masks": self.tr("masks"), "images": self.tr("images"), "classes": self.tr("classes"),
            "video": self.tr("video"), "text": self.tr("text"), "audio": self.tr("sound"), "3-D": self.tr("3-D"),
        }[tool.subject]  # fmt: skip

    def _fill(self) -> None:
        self.tree.clear()
        for tool in search(self.words.text()):
            opens, writes = format_titles(tool.opens) or "—", format_titles(tool.writes) or "—"
            item = QTreeWidgetItem(self.tree, [tool.name, self._subject(tool), opens, writes])
            item.setData(0, _TOOL, tool)
            for column, text in ((2, opens), (3, writes)):
                item.setToolTip(column, text)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)
        self._show()

    def tool(self) -> Tool | None:
        """The tool that is chosen."""
        item = self.tree.currentItem()
        return item.data(0, _TOOL) if item is not None else None

    def _show(self) -> None:
        tool = self.tool()
        self.page.setEnabled(tool is not None and bool(tool.address))
        self.sample.setEnabled(tool is not None and tool.sample is not None)
        if tool is None:
            self.told.setText(self.tr("No tool is known by these words."))
        elif tool.outside is not None:
            self.told.setText(f"{tool.name}: {reason_text(tool)}")
        elif not tool.opens:
            self.told.setText(self.tr("{name}: its files are not opened yet.").format(name=tool.name))
        else:
            text = self.tr("{name}: drop its files or project on the window; they are recognised by what is in them.")
            self.told.setText(" ".join(part for part in (text.format(name=tool.name), translated(tool.note)) if part))

    def _try(self) -> None:
        tool = self.tool()
        if tool is not None and tool.sample is not None:
            self.sample_wanted.emit(str(tool.sample))
            self.accept()

    def _visit(self) -> None:
        tool = self.tool()
        if tool is not None:
            QDesktopServices.openUrl(QUrl(tool.address))
