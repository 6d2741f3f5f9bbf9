"""What can be done to what is selected: the rows of the Edit menu, of the context menus and of the palette."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QWidget

from desktop_app.gui.actions import Action, plain_text
from desktop_app.gui.checkpoint.edits.editor import Editor
from desktop_app.gui.checkpoint.edits.step_dialog import Field, StepDialog
from desktop_app.gui.checkpoint.formatting import count_text, one_line, shape_text
from desktop_app.gui.checkpoint.session import CheckpointSession

if TYPE_CHECKING:
    from desktop_app.checkpoint.editing.draft import Step

_DTYPES = (
    "float32",
    "float16",
    "bfloat16",
    "float8_e4m3fn",
    "float8_e5m2",
    "float64",
    "int8",
    "int32",
    "int64",
    "bool",
)


def make_step(operation: str, *arguments: str) -> "Step":
    """A step; the class is imported when the first one is made."""
    from desktop_app.checkpoint.editing.draft import Step

    return Step(operation, arguments)


class EditActions(QObject):
    """Works on the selection of one session."""

    rename_bar_wanted = Signal()
    complained = Signal(str)

    def __init__(self, editor: Editor, window: QWidget) -> None:
        super().__init__(window)
        self._editor = editor
        self._window = window

    @property
    def _session(self) -> CheckpointSession:
        return self._editor.session

    # ------------------------------------------------------------------ what is meant

    def names(self) -> tuple[str, ...]:
        """Names of the selected tensors; those of a selected module with all that it holds."""
        session = self._session
        tensors = session.checkpoint.tensors
        module = self.module()
        if module:
            return tuple(info.name for info in tensors if info.name.startswith((f"{module}.", f"{module}/")))
        return tuple(tensors[index].name for index in session.selection.tensors if index < len(tensors))

    def has_names(self) -> bool:
        """Whether `names` has any, without listing a hundred thousand."""
        session = self._session
        tensors = session.checkpoint.tensors
        module = self.module()
        if module:
            return any(info.name.startswith((f"{module}.", f"{module}/")) for info in tensors)
        return any(index < len(tensors) for index in session.selection.tensors)

    def module(self) -> str:
        """Path of the module that is selected as such; empty when tensors are."""
        session = self._session
        chosen = session.selection
        modules = session.checkpoint.modules
        if not 0 < chosen.module < len(modules):
            return ""
        whole = session.tensors_of(chosen.module)
        # one tensor of a module that has but one is still that tensor when the table chose it
        if chosen.tensors != whole or (
            len(whole) == 1 and not modules[chosen.module].children and self._table_has_focus()
        ):
            return ""
        return modules[chosen.module].path

    def _table_has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and focus.objectName() == "table"

    def one(self) -> str:
        """The one tensor that is selected; empty otherwise."""
        chosen = self._session.selection.tensors
        return self._session.checkpoint.tensors[chosen[0]].name if len(chosen) == 1 else ""

    def _patterns(self) -> tuple[str, ...]:
        module = self.module()
        return (f"{module}.*",) if module and "[" not in module and "*" not in module else self.names()

    def _about(self) -> str:
        names = self.names()
        if not names:
            return ""
        first = one_line(self.module() or names[0], 80)
        return (
            first
            if len(names) == 1
            else self.tr("{first} and more: {count} tensors").format(first=first, count=count_text(len(names)))
        )

    # ------------------------------------------------------------------ rows

    def rows(self) -> tuple[Action, ...]:
        """All of them."""
        document = self._editor.document
        names = self.tr("Nam&es of all")
        return (
            Action("edit.undo", self.tr("&Undo"), document.undo, "edit", "Ctrl+Z", icon="undo", toolbar=True, enabled=lambda: document.position > 0, group=-2),
            Action("edit.redo", self.tr("&Redo"), document.redo, "edit", "Ctrl+Shift+Z", icon="redo", toolbar=True, enabled=lambda: document.position + 1 < len(document.history), group=-2),
            *self.rows_of_selection(),
            Action("edit.rename-regex", self.tr("Rename by regular e&xpression…"), self.rename_bar_wanted.emit, "edit", "Ctrl+H", group=-1, submenu=names),
            Action("edit.strip-prefix", self.tr("Strip a prefix…"), self.strip_prefix, "edit", group=-1, submenu=names),
            Action("edit.add-prefix", self.tr("Add a prefix…"), self.add_prefix, "edit", group=-1, submenu=names),
            Action("edit.unwrap", self.tr("Leave only the state_dict"), lambda: self._do(make_step("unwrap")), "edit", group=-1),
            Action("edit.add", self.tr("Add a tensor from a file…"), self.add, "edit", group=-1),
            Action("edit.metadata", self.tr("Set metadata…"), self.metadata, "edit", group=-1),
        )  # fmt: skip

    def rows_of_selection(self) -> tuple[Action, ...]:
        """What the context menus of tree, table and graph offer."""
        some = self.has_names
        one = lambda: bool(self.one())  # noqa: E731
        named = lambda: bool(self.one() or self.module())  # noqa: E731
        values = self.tr("Shape and &values")
        return (
            Action("edit.rename", self.tr("Re&name…"), self.rename, "edit", "F2", enabled=named, group=-1),
            Action("edit.drop", self.tr("&Drop"), self.drop, "edit", "Del", enabled=some, group=-1),
            Action("edit.keep", self.tr("&Keep only this"), self.keep, "edit", enabled=some, group=-1),
            Action("edit.cast", self.tr("C&ast…"), self.cast, "edit", "Ctrl+T", enabled=some, group=-1),
            Action("edit.scale", self.tr("&Multiply by…"), self.scale, "edit", enabled=some, group=-1, submenu=values),
            Action("edit.fill", self.tr("&Fill with…"), self.fill, "edit", enabled=some, group=-1, submenu=values),
            Action("edit.reshape", self.tr("Re&shape…"), self.reshape, "edit", enabled=one, group=-1, submenu=values),
            Action("edit.transpose", self.tr("Swap d&imensions…"), self.transpose, "edit", enabled=one, group=-1, submenu=values),
            Action("edit.slice", self.tr("Cut a s&lice…"), self.slice, "edit", enabled=one, group=-1, submenu=values),
            Action("edit.pad", self.tr("&Pad…"), self.pad, "edit", enabled=one, group=-1, submenu=values),
            Action("edit.untie", self.tr("Un&tie"), lambda: self._do(make_step("untie", self.one())), "edit", enabled=self._is_tied, group=-1, submenu=values),
            Action("edit.first", self.tr("Move to the &top"), self.move_first, "edit", enabled=some, group=-1),
        )  # fmt: skip

    def _is_tied(self) -> bool:
        chosen = self._session.selection.tensors
        return len(chosen) == 1 and bool(self._session.checkpoint.tensors[chosen[0]].shares_with)

    # ------------------------------------------------------------------ what they do

    def _do(self, *steps: "Step") -> None:
        from desktop_app.gui.checkpoint.edits.edit_texts import step_text

        self._editor.do(step_text(steps[0]), *steps)

    def _ask(self, title: str, fields: Sequence[Field], make: object, about: str | None = None) -> StepDialog:
        dialog = StepDialog(
            self._editor, plain_text(title), self._about() if about is None else about, fields, make, self._window  # type: ignore[arg-type]
        )  # fmt: skip
        dialog.open()
        return dialog

    def rename(self) -> None:
        """In place where tree or table have the keyboard, else by a dialog."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractItemView) and focus.objectName() in ("tree", "table"):
            index = focus.currentIndex()
            if index.isValid():
                focus.edit(index.siblingAtColumn(0))
                return
        old = self.module() or self.one()
        field = Field("new", self.tr("New name"), old)
        self._ask(
            self.tr("Rename"),
            (field,),
            lambda values: () if values[0] == old else (make_step("rename", old, values[0]),),
        )

    def drop(self) -> None:
        """Take tensors out of the file."""
        if self.names():
            self._do(make_step("drop", *self._patterns()))

    def keep(self) -> None:
        """Take everything else out of the file."""
        if self.names():
            self._do(make_step("keep", *self._patterns()))

    def cast(self) -> None:
        """Another element type."""
        patterns = self._patterns()
        field = Field("dtype", self.tr("Element type"), choices=_DTYPES)
        self._ask(self.tr("Cast"), (field,), lambda values: (make_step("cast", *patterns, values[0]),))

    def scale(self) -> None:
        """Multiply by a number."""
        patterns = self._patterns()
        field = Field("factor", self.tr("Factor"), "", "0.5")
        self._ask(self.tr("Multiply"), (field,), lambda values: (make_step("scale", *patterns, values[0]),))

    def fill(self) -> None:
        """One number everywhere."""
        patterns = self._patterns()
        field = Field("value", self.tr("Value"), "0")
        self._ask(self.tr("Fill"), (field,), lambda values: (make_step("fill", *patterns, values[0]),))

    def _shape(self) -> str:
        chosen = self._session.selection.tensors
        return ",".join(str(size) for size in self._session.checkpoint.tensors[chosen[0]].shape) if chosen else ""

    def _shape_about(self) -> str:
        chosen = self._session.selection.tensors
        shape = self._session.checkpoint.tensors[chosen[0]].shape if chosen else ()
        return f"{one_line(self.one(), 80)}  {shape_text(shape)}"

    def reshape(self) -> None:
        """The same elements in another shape."""
        name = self.one()
        field = Field("shape", self.tr("New shape"), self._shape(), "64,-1")
        self._ask(
            self.tr("Reshape"), (field,), lambda values: (make_step("reshape", name, values[0]),), self._shape_about()
        )

    def transpose(self) -> None:
        """Two axes change places."""
        name = self.one()
        fields = (Field("first", self.tr("First dimension"), "0"), Field("second", self.tr("Second dimension"), "1"))
        self._ask(
            self.tr("Swap dimensions"),
            fields,
            lambda values: (make_step("transpose", name, *values),),
            self._shape_about(),
        )

    def slice(self) -> None:
        """A part of the tensor."""
        name = self.one()
        field = Field("slice", self.tr("Slice"), "", "0:10, :, ::2")
        self._ask(
            self.tr("Cut a slice"), (field,), lambda values: (make_step("slice", name, values[0]),), self._shape_about()
        )

    def pad(self) -> None:
        """Room at the end of each axis."""
        name = self.one()
        fields = (Field("shape", self.tr("New shape"), self._shape()), Field("value", self.tr("Value"), "0"))
        self._ask(self.tr("Pad"), fields, lambda values: (make_step("pad", name, *values),), self._shape_about())

    def move_first(self) -> None:
        """Put the selection in front of all others."""
        self._do(make_step("reorder", *self.names()))

    def strip_prefix(self) -> None:
        """Names without their beginning."""
        first = next((info.name for info in self._session.checkpoint.tensors), "")
        field = Field("prefix", self.tr("Prefix"), first.partition(".")[0] + "." if "." in first else "")
        self._ask(self.tr("Strip a prefix"), (field,), lambda values: (make_step("strip-prefix", values[0]),), "")

    def add_prefix(self) -> None:
        """A beginning for all names."""
        field = Field("prefix", self.tr("Prefix"), "", "model.")
        self._ask(self.tr("Add a prefix"), (field,), lambda values: (make_step("add-prefix", values[0]),), "")

    def metadata(self) -> None:
        """A pair of texts that goes with the file."""
        fields = (Field("key", self.tr("Key")), Field("value", self.tr("Value")))
        self._ask(self.tr("Set metadata"), fields, lambda values: (make_step("metadata", *values),), "")

    def add(self) -> None:
        """A tensor or module of another file."""
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Add a tensor from a file"))
        if path:
            fields = (Field("key", self.tr("Key in that file")), Field("name", self.tr("Name here")))
            self._ask(
                self.tr("Add a tensor"),
                fields,
                lambda values: (make_step("add", values[1] or values[0], f"{path}:{values[0]}"),),
                path,
            )
