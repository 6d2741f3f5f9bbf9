"""Before a folder is left: labels on their way to the disk are waited for, those that cannot get there are asked about."""

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desktop_app.gui.annotation.session import LabelSession
from desktop_app.gui.sentences import translated

_LONGEST_MS = 3000
_NAMED = 3


def may_leave(session: LabelSession, parent: QWidget) -> bool:
    """Whether the labels of the folder are saved, or the person gives up those that are not."""
    clock = QElapsedTimer()
    clock.start()
    while session.unsaved() and session.is_saving() and clock.elapsed() < _LONGEST_MS:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 50)
    names = session.unsaved()
    return not names or _given_up(session, names, parent)


def _given_up(session: LabelSession, names: tuple[str, ...], parent: QWidget) -> bool:
    """Ask; who stays gets the first of the images, where it can be cured."""
    said = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        QCoreApplication.translate("Leaving", "Unsaved labels"),
        QCoreApplication.translate("Leaving", "The labels of {names} could not be saved.").format(names=said),
        parent=parent,
    )
    box.setObjectName("unsaved-labels")
    box.setInformativeText(translated(session.why_unsaved(names[0])))
    discard = box.addButton(QCoreApplication.translate("Leaving", "Discard"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    if box.clickedButton() is discard:
        return True
    if session.name not in names:
        session.go_to(names[0])
    return False
