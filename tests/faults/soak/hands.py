"""Random hands: what somebody may do with mouse and keyboard, whatever is in front."""

import collections
import random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

KEYS = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_Up,
    Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_A, Qt.Key.Key_D,
    Qt.Key.Key_W, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_R, Qt.Key.Key_P, Qt.Key.Key_F6,
)  # fmt: skip
TEXTS = ("weight", "conv*", ".*", "(", "模型", "0, :, ::2", "1e3", "\\", "label:cat", "-5", "x" * 200)
BUTTON = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def inside(within: QWidget, kind: type) -> list[QWidget]:
    """Widgets of a kind in a window, without `findChildren`.

    That keeps a Python object for each of Qt's own parts until their holder goes, and one looks here ten thousand times.
    """
    return [widget for widget in QApplication.allWidgets() if isinstance(widget, kind) and within.isAncestorOf(widget)]


class Hands:
    """One random act at a time on the running window."""

    def __init__(
        self, dice: random.Random, files: list[str], acts: collections.Counter[str], never: tuple[str, ...]
    ) -> None:
        self.dice = dice
        self.files = files
        self.acts = acts
        self.never = never
        self._busy = False
        self._patience = 0

    def window(self):
        """The main window, when there is one."""
        return next(
            (w for w in QApplication.topLevelWidgets() if w.objectName() == "main-window" and w.isVisible()), None
        )

    def leave(self) -> None:
        """Close everything, as somebody who wants to go home: nothing is saved."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        modal = QApplication.activeModalWidget()
        if modal is not None:
            self._discard(modal)
            QTimer.singleShot(100, self.leave)
            return
        window = self.window()
        if window is not None:
            QTimer.singleShot(200, self.leave)
            window.close()

    @staticmethod
    def _discard(modal: QWidget) -> None:
        for button in inside(modal, QAbstractButton):
            if button.text().replace("&", "") in ("Discard", "放弃", "丢弃", "不保存"):
                button.click()
                return
        modal.close()

    def act(self) -> None:
        """Do one thing; nothing when an act of before still runs in a dialog of its own that is being answered."""
        window = self.window()
        if window is None or not hasattr(window, "actions_made"):
            return
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu) or popup is not None:
            self.acts["popup"] += 1
            self._key(popup)
            if self.dice.random() < 0.6:
                popup.close()
            return
        modal = QApplication.activeModalWidget()
        if modal is not None and not isValid(modal):  # Python's part of it is gone, what is seen is not
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.postEvent(QApplication.focusWindow() or window, QKeyEvent(kind, Qt.Key.Key_Escape, PLAIN))
            return
        if modal is not None:
            self._answer(modal)
            return
        self._patience = 0
        others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and isinstance(w, QDialog)]
        target = self.dice.choice(others) if others and self.dice.random() < 0.4 else window
        if others and self.dice.random() < 0.05:
            target.close() if target is not window else others[0].close()
            return
        kinds = (
            self._click,
            self._click,
            self._drag,
            self._wheel,
            self._type,
            self._press,
            self._action,
            self._choose,
            self._rare,
        )
        self.dice.choices(kinds, (20, 10, 12, 8, 5, 20, 15, 6, 2))[0](target)

    def _answer(self, modal: QWidget) -> None:
        self._patience += 1
        if self._patience > 30:
            modal.close()
            self.acts["closed a dialog"] += 1
            return
        self.dice.choices((self._click, self._press, self._type, self._choose), (10, 3, 3, 4))[0](modal)

    def _widgets(self, within: QWidget, kind: type) -> list[QWidget]:
        return [w for w in inside(within, kind) if w.isVisible() and w.isEnabled() and not w.visibleRegion().isEmpty()]

    def _some(self, within: QWidget) -> QWidget:
        kind = self.dice.choice((QWidget, QAbstractButton, QAbstractItemView, QTabBar))
        found = self._widgets(within, kind) or [within]
        widget = self.dice.choice(found)
        chosen = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
        return chosen if isValid(chosen) else within

    def _place(self, widget: QWidget) -> QPointF:
        return QPointF(self.dice.randrange(max(widget.width(), 1)), self.dice.randrange(max(widget.height(), 1)))

    def _mouse(self, widget: QWidget, kind: QEvent.Type, place: QPointF, buttons: Qt.MouseButton, keys=PLAIN) -> None:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else BUTTON
        event = QMouseEvent(kind, place, widget.mapToGlobal(place), button, buttons, keys)
        QApplication.sendEvent(widget, event)

    def _click(self, within: QWidget) -> None:
        widget = self._some(within)
        self.acts["click"] += 1
        place = self._place(widget)
        keys = self.dice.choice(
            (PLAIN, PLAIN, PLAIN, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
        )
        QApplication.postEvent(widget, _press_of(widget, QEvent.Type.MouseButtonPress, place, keys))
        QApplication.postEvent(widget, _press_of(widget, QEvent.Type.MouseButtonRelease, place, keys))
        if self.dice.random() < 0.1:
            QApplication.postEvent(widget, _press_of(widget, QEvent.Type.MouseButtonDblClick, place, keys))
            QApplication.postEvent(widget, _press_of(widget, QEvent.Type.MouseButtonRelease, place, keys))

    def _drag(self, within: QWidget) -> None:
        canvases = [w for w in inside(within, QWidget) if w.isVisible() and "canvas" in w.objectName()]
        widget = self.dice.choice(canvases) if canvases and self.dice.random() < 0.7 else self._some(within)
        if widget.objectName() == "qt_scrollarea_viewport":
            return  # drags out of lists start a nested loop of the window system
        self.acts["drag"] += 1
        begin, end = self._place(widget), self._place(widget)
        self._mouse(widget, QEvent.Type.MouseButtonPress, begin, BUTTON)
        for step in range(1, 6):
            self._mouse(widget, QEvent.Type.MouseMove, begin + (end - begin) * step / 5, BUTTON)
        self._mouse(widget, QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton)

    def _wheel(self, within: QWidget) -> None:
        widget = self._some(within)
        self.acts["wheel"] += 1
        place = self._place(widget)
        turn = QPoint(0, self.dice.choice((-240, -120, 120, 240)))
        keys = self.dice.choice((PLAIN, Qt.KeyboardModifier.ControlModifier))
        event = QWheelEvent(
            place,
            widget.mapToGlobal(place),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def _type(self, within: QWidget) -> None:
        fields = self._widgets(within, QLineEdit)
        if fields:
            self.acts["type"] += 1
            field = self.dice.choice(fields)
            field.setText(self.dice.choice(TEXTS))
            field.textEdited.emit(field.text())

    def _key(self, widget: QWidget) -> None:
        key = self.dice.choice(KEYS)
        keys = self.dice.choice((PLAIN, PLAIN, PLAIN, Qt.KeyboardModifier.ShiftModifier))
        text = chr(key).lower() if 32 < int(key) < 127 else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.postEvent(widget, QKeyEvent(kind, key, keys, text))

    def _press(self, within: QWidget) -> None:
        self.acts["key"] += 1
        self._key(QApplication.focusWidget() or within)

    def _action(self, within: QWidget) -> None:
        window = self.window()
        window.actions_made.catch_up()  # as a menu does that is opened
        rows = [row for row in window.actions_made.rows if not row.id.startswith(self.never) and row.enabled()]
        if rows:
            row = self.dice.choice(rows)
            self.acts[f"action {row.id}"] += 1
            QTimer.singleShot(0, lambda: window.actions_made.trigger(row))

    def _choose(self, within: QWidget) -> None:
        boxes = self._widgets(within, QComboBox)
        if boxes:
            self.acts["choose"] += 1
            box = self.dice.choice(boxes)
            if box.count():
                at = self.dice.randrange(box.count())
                box.setCurrentIndex(at)
                box.activated.emit(at)

    def _rare(self, within: QWidget) -> None:
        window = self.window()
        kind = self.dice.randrange(3)
        self.acts[("open", "resize", "close a tab")[kind]] += 1
        if kind == 0:
            window.open_paths([self.dice.choice(self.files)])
        elif kind == 1:
            window.resize(self.dice.randrange(700, 1900), self.dice.randrange(500, 1200))
        else:
            bars = [bar for bar in self._widgets(window, QTabBar) if bar.tabsClosable() and bar.count()]
            if bars:
                bar = self.dice.choice(bars)
                bar.tabCloseRequested.emit(self.dice.randrange(bar.count()))


def _press_of(widget: QWidget, kind: QEvent.Type, place: QPointF, keys: Qt.KeyboardModifier) -> QMouseEvent:
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else BUTTON
    return QMouseEvent(kind, place, widget.mapToGlobal(place), BUTTON, buttons, keys)
