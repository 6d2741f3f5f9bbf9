"""Titles of the console's examples in the language in force."""

from PySide6.QtCore import QCoreApplication


def example_title(name: str) -> str:
    """What an example shows."""
    titles = {
        "create": QCoreApplication.translate("Console", "Create tensors"),
        "index": QCoreApplication.translate("Console", "Index"),
        "slice": QCoreApplication.translate("Console", "Slice"),
        "reshape": QCoreApplication.translate("Console", "View and reshape"),
        "transpose": QCoreApplication.translate("Console", "Transpose and strides"),
        "broadcast": QCoreApplication.translate("Console", "Broadcast"),
        "reduce": QCoreApplication.translate("Console", "Reduce"),
        "compare": QCoreApplication.translate("Console", "Compare and count"),
        "cast": QCoreApplication.translate("Console", "Cast, and what it loses"),
        "matmul": QCoreApplication.translate("Console", "Multiply matrices"),
        "in-place": QCoreApplication.translate("Console", "Change in place (an edit)"),
        "assign": QCoreApplication.translate("Console", "Assign (an edit)"),
        "rename": QCoreApplication.translate("Console", "Rename and delete (edits)"),
        "all-layers": QCoreApplication.translate("Console", "A number for every layer"),
        "plot": QCoreApplication.translate("Console", "Plot (with matplotlib)"),
        "grad": QCoreApplication.translate("Console", "Autograd: requires_grad and backward"),
        "grad-fn": QCoreApplication.translate("Console", "Autograd: the graph of grad_fn"),
        "no-grad": QCoreApplication.translate("Console", "Autograd: detach and no_grad"),
    }
    return titles[name]
