"""One module as `torch.nn.Module` keeps it: children, parameters, buffers, hooks and attributes, each with what it is for."""

from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from desktop_app.checkpoint.model import Entry, Module
from desktop_app.graph.arrangement import count_text
from desktop_app.gui.actions import Action
from desktop_app.gui.checkpoint.formatting import shape_text, size_text
from desktop_app.gui.checkpoint.lists.members import MEMBERS
from desktop_app.gui.checkpoint.session import CheckpointSession, Selection
from desktop_app.gui.counted import counted

_LISTED = 200


class ModuleView(QWidget):
    """Follows the selected module."""

    def __init__(self, session: CheckpointSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("module-view")
        self._session = session
        self.page = QTextBrowser(self)
        self.page.setObjectName("module-page")
        self.page.setOpenLinks(False)
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.document().setDocumentMargin(12)
        self.page.anchorClicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        session.selection_changed.connect(self._show)
        self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Module"))
        self.page.setAccessibleName(self.tr("Members of the module"))
        self._show(self._session.selection)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._show(self._session.selection)
        super().changeEvent(event)

    def refresh_checkpoint(self) -> None:
        """An edit: the session tells its selection anew right after it, and the page follows."""

    def _go(self, link: QUrl) -> None:
        kind, _, number = link.toString().partition(":")
        if kind == "module":
            self._session.select_module(int(number))
        elif kind == "tensor":
            self._session.select_tensors([int(number)])

    def _show(self, selection: Selection) -> None:
        modules = self._session.checkpoint.modules
        if not 0 <= selection.module < len(modules):
            self.page.setHtml(self._quietly(self.tr("Select a module in the graph or in the tree.")))
            return
        self.page.setHtml(self.html(selection.module))

    def _quiet(self) -> str:
        return self.palette().placeholderText().color().name()

    def _quietly(self, text: str) -> str:
        return f"<p style='color:{self._quiet()}'>{escape(text)}</p>"

    def html(self, number: int) -> str:
        """The whole page of a module."""
        module = self._session.checkpoint.modules[number]
        name = (module.class_name or module.inferred or "").rpartition(".")[2]
        title = escape(module.path or self.tr("the model itself"))
        known = module.class_name or (
            self.tr("≈ {name}, inferred from names and shapes").format(name=name)
            if name
            else self.tr("class not known")
        )
        facts = [escape(known)]
        if module.parameters:
            facts.append(
                counted(
                    module.parameters,
                    self.tr("1 parameter"),
                    self.tr("{count} parameters"),
                    count_text(module.parameters),
                )
            )
        if module.nbytes:
            facts.append(size_text(module.nbytes))
        parts = [f"<h3>{title}</h3>", f"<p style='color:{self._quiet()}'>{' · '.join(facts)}</p>"]
        if module.parent >= 0:
            parent = self._session.checkpoint.modules[module.parent]
            name_of_it = parent.path or self.tr("the model itself")
            link = self._link("module", module.parent, name_of_it)
            text = escape(self.tr("In {module}")).replace("{module}", link)
            parts.append(f"<p>{text}</p>")
        if module.contents < 0 and module.class_name is None:
            text = self.tr(
                "The file holds a state_dict: names and tensors. Hooks, training mode and attributes were not saved with it."
            )
            parts.append(f"<p>{escape(text)}</p>")
        for member in MEMBERS:
            purpose = QCoreApplication.translate("Member", member.purpose)
            value = self._value(member.name, module)
            if value is None:
                continue
            parts.append(
                f"<h4 style='margin-bottom:2px'><code>{member.name}</code></h4>"
                f"<p style='color:{self._quiet()};margin-top:0;margin-bottom:4px'>{escape(purpose)}</p>{value}"
            )
        if module.attributes:
            rows = [(escape(key), escape(text)) for key, text in module.attributes]
            heading = escape(self.tr("Attributes"))
            parts.append(f"<h4>{heading}</h4>{self._table(rows)}")
        return "".join(parts)

    def _value(self, name: str, module: Module) -> str | None:
        """What stands under a member; None when the file says nothing of it."""
        if name == "_modules":
            rows = [
                (
                    self._link("module", child, found.name),
                    escape((found.class_name or (f"≈ {found.inferred}" if found.inferred else "")).rpartition(".")[2]),
                )
                for child in module.children[:_LISTED]
                if (found := self._session.checkpoint.modules[child])
            ]
            return self._table(rows, more=len(module.children) - _LISTED) if rows else self._none()
        if name in ("_parameters", "_buffers"):
            return self._tensors(module, "parameter" if name == "_parameters" else "buffer")
        if module.contents < 0 and module.class_name is None:
            return None
        if name == "training":
            if module.training is None:
                return None
            text = self.tr("yes, it was training") if module.training else self.tr("no, it was evaluating")
            return f"<p>{escape(text)}</p>"
        if name == "_non_persistent_buffers_set":
            return (
                self._table([(escape(item), "") for item in module.non_persistent])
                if module.non_persistent
                else self._none()
            )
        found = [hook.partition(": ")[2] for hook in module.hooks if hook.startswith(name + "[")]
        if found:
            return self._table([(escape(hook), "") for hook in found])
        return self._none() if self._has(module, name) else None

    def _has(self, module: Module, name: str) -> bool:
        contents = self._session.checkpoint.contents
        if not 0 <= module.contents < len(contents):
            return False
        entry: Entry = contents[module.contents]
        return any(child.key == name for child in contents[entry.first_child : entry.first_child + entry.children])

    def _tensors(self, module: Module, role: str) -> str:
        tensors = self._session.checkpoint.tensors
        own = [index for index in module.tensors if (tensors[index].role == "buffer") == (role == "buffer")]
        rows = [
            (
                self._link("tensor", index, tensors[index].name.rpartition(".")[2] or tensors[index].name),
                f"{shape_text(tensors[index].shape)} &nbsp;{tensors[index].dtype}",
            )
            for index in own[:_LISTED]
        ]
        return self._table(rows, more=len(own) - _LISTED) if rows else self._none()

    def _none(self) -> str:
        return self._quietly(self.tr("none"))

    def _link(self, kind: str, number: int, text: str) -> str:
        colour = self.palette().link().color().name()
        return f"<a href='{kind}:{number}' style='color:{colour};text-decoration:none'>{escape(text) or '“”'}</a>"

    def _table(self, rows: list[tuple[str, str]], *, more: int = 0) -> str:
        lines = "".join(
            f"<tr><td style='padding-right:16px'>{first}</td><td>{second}</td></tr>" for first, second in rows
        )
        beyond = escape(self.tr("and {count} more").format(count=f"{more:,}"))
        rest = f"<p>{beyond}</p>" if more > 0 else ""
        return f"<table cellspacing='2'>{lines}</table>{rest}"

    def table_of_actions(self) -> tuple[Action, ...]:
        """Nothing beyond links and selection."""
        return ()
