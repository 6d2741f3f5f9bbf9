"""Edit operations that plug-ins bring, under their own names and with their own mistakes."""

from dataclasses import replace

from desktop_app.checkpoint.editing.arguments import OpenFile
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.operation import Operation
from desktop_app.plugins import Plugin, load_group, reason_of


def plugged_operation(name: str) -> Operation | None:
    """The operation of that name that a plug-in brings; None when there is none."""
    found = load_group("operations", Operation).get(name)
    return _guarded(name, *found) if found is not None else None


def plugged_operations() -> dict[str, Operation]:
    """All of them by name."""
    return {name: _guarded(name, *found) for name, found in load_group("operations", Operation).items()}


def _guarded(name: str, plugin: Plugin, operation: Operation) -> Operation:
    def run(draft: Draft, arguments: tuple[str, ...], open_file: OpenFile) -> Draft:
        try:
            made = operation.run(draft, arguments, open_file)
        except EditError:
            raise
        except Exception as error:
            raise EditError("plugin", package=plugin.package, name=name, reason=reason_of(error)) from error
        if type(made) is not Draft or made.steps != draft.steps:
            raise EditError("plugin", package=plugin.package, name=name, reason="it gave back no draft of this one")
        return made

    return replace(operation, name=name, run=run)
