"""Choosing an element type in a cell of the table."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

DTYPES = ("float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2", "float64", "int8", "int16", "int32", "int64", "uint8", "bool")  # fmt: skip

type Index = QModelIndex | QPersistentModelIndex


class DtypeDelegate(QStyledItemDelegate):
    """A list of the usual types; what is chosen is done at once."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The list."""
        combo = QComboBox(parent)
        combo.setObjectName("table-dtype")
        combo.setAccessibleName(self.tr("Element type"))
        combo.addItems(list(DTYPES))
        combo.activated.connect(lambda _index: self.commitData.emit(combo))
        combo.activated.connect(lambda _index: self.closeEditor.emit(combo))
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the type that the tensor has."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.showPopup()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Cast."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText(), Qt.ItemDataRole.EditRole)
