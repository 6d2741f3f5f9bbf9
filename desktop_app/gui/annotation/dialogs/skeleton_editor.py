"""A label's skeleton: keypoints with names and places, bones between them, and which points swap when an image is mirrored."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.annotation.model import Skeleton

_REACH = 12


def placed(skeleton: Skeleton) -> Skeleton:
    """The skeleton with a place for each keypoint: its own, or one on a circle."""
    import math

    count = len(skeleton.names)
    if len(skeleton.places) == count:
        return skeleton
    turns = [2 * math.pi * n / max(1, count) for n in range(count)]
    places = tuple((round(0.5 + 0.4 * math.sin(turn), 3), round(0.5 - 0.4 * math.cos(turn), 3)) for turn in turns)
    return replace(skeleton, places=(*skeleton.places[:count], *places[len(skeleton.places) :]))


def pairs_of(text: str, names: tuple[str, ...]) -> tuple[tuple[tuple[int, int], ...], str]:
    """Pairs of keypoints written as `left eye - right eye`, a line each; and the first line that is not understood."""
    found: list[tuple[int, int]] = []
    trouble = ""
    for line in text.splitlines():
        if not line.strip():
            continue
        pair = _pair(line, names)
        if pair is None:
            trouble = trouble or line.strip()
        elif pair not in found and pair[::-1] not in found:
            found.append(pair)
    return tuple(found), trouble


def _pair(line: str, names: tuple[str, ...]) -> tuple[int, int] | None:
    """The one way to cut a line at a ` - ` (or `-`) so that a keypoint stands on either side."""
    for sign in (" - ", "-"):
        for place in range(len(line)):
            if not line.startswith(sign, place):
                continue
            first, second = line[:place].strip(), line[place + len(sign) :].strip()
            if first in names and second in names and first != second:
                return names.index(first), names.index(second)
    return None


def text_of_pairs(pairs: tuple[tuple[int, int], ...], names: tuple[str, ...]) -> str:
    """The pairs as they are written."""
    return "\n".join(f"{names[a]} - {names[b]}" for a, b in pairs if a < len(names) and b < len(names))


class SkeletonPicture(QWidget):
    """Draws a skeleton; points are dragged, and a click on one point and then another makes or takes away a bone."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("skeleton-picture")
        self.setMinimumSize(220, 220)
        self.setMouseTracking(True)
        self.skeleton = Skeleton(())
        self._held: int | None = None
        self._moved = False
        self._first: int | None = None

    def show_skeleton(self, skeleton: Skeleton) -> None:
        """Draw this one."""
        self.skeleton = placed(skeleton)
        self._first = None
        self.update()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(60, 18, -60, -22)

    def at(self, place: int) -> QPointF:
        """Where a keypoint is drawn."""
        area = self._area()
        x, y = self.skeleton.places[place]
        return QPointF(area.left() + x * area.width(), area.top() + y * area.height())

    def _under(self, point: QPointF) -> int | None:
        near = [((self.at(n) - point).manhattanLength(), n) for n in range(len(self.skeleton.names))]
        best = min(near, default=(_REACH + 1, 0))
        return best[1] if best[0] <= _REACH else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a point."""
        self._held, self._moved = self._under(event.position()), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the point."""
        if self._held is None:
            return
        area = self._area()
        at = event.position()
        if (at - self.at(self._held)).manhattanLength() < 3 and not self._moved:
            return
        self._moved = True
        x = min(1.0, max(0.0, (at.x() - area.left()) / area.width()))
        y = min(1.0, max(0.0, (at.y() - area.top()) / area.height()))
        places = list(self.skeleton.places)
        places[self._held] = (round(x, 3), round(y, 3))
        self.skeleton = replace(self.skeleton, places=tuple(places))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down, or choose it for a bone."""
        held, self._held = self._held, None
        if held is None:
            self._first = None
        elif self._moved:
            self.changed.emit(self.skeleton)
        elif self._first is None or self._first == held:
            self._first = held if self._first is None else None
        else:
            self._toggle(self._first, held)
            self._first = None
        self.update()

    def _toggle(self, first: int, second: int) -> None:
        edges = self.skeleton.edges
        kept = tuple(edge for edge in edges if set(edge) != {first, second})
        self.skeleton = replace(self.skeleton, edges=kept if kept != edges else (*edges, (first, second)))
        self.changed.emit(self.skeleton)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bones, points and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.base())
        painter.setPen(QPen(palette.accent().color(), 2))
        count = len(self.skeleton.names)
        for a, b in self.skeleton.edges:
            if a < count and b < count:
                painter.drawLine(self.at(a), self.at(b))
        for n, name in enumerate(self.skeleton.names):
            chosen = n == self._first
            painter.setPen(QPen(palette.text().color(), 1))
            painter.setBrush(palette.highlight() if chosen else palette.base())
            painter.drawEllipse(self.at(n), 6, 6)
            left = self.skeleton.places[n][0] < 0.5
            width = painter.fontMetrics().horizontalAdvance(name)
            painter.drawText(self.at(n) + QPointF(-9 - width if left else 9, 4), name)
        if not count:
            painter.setPen(QColor(palette.placeholderText().color()))
            text = self.tr("Name the keypoints at the left.")
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), text)
        painter.end()


class SkeletonEditor(QWidget):
    """Keypoints a line each at the left, the picture at the right."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.names_label, self.bones_label, self.flips_label = (QLabel(self) for _ in range(3))
        self.names, self.bones, self.flips = (QPlainTextEdit(self) for _ in range(3))
        for label, field, name in (
            (self.names_label, self.names, "skeleton-names"),
            (self.bones_label, self.bones, "skeleton-bones"),
            (self.flips_label, self.flips, "skeleton-flips"),
        ):
            field.setObjectName(name)
            field.setTabChangesFocus(True)
            label.setBuddy(field)
        self.trouble = QLabel(self)
        self.trouble.setObjectName("skeleton-trouble")
        self.trouble.setWordWrap(True)
        self.person = QPushButton(self)
        self.person.setObjectName("skeleton-person")
        self.person.setAutoDefault(False)
        self.picture = SkeletonPicture(self)
        left = QVBoxLayout()
        for label, field in (
            (self.names_label, self.names),
            (self.bones_label, self.bones),
            (self.flips_label, self.flips),
        ):
            left.addWidget(label)
            left.addWidget(field, 1)
        left.addWidget(self.trouble)
        left.addWidget(self.person)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(left, 1)
        row.addWidget(self.picture, 1)
        for field in (self.names, self.bones, self.flips):
            field.textChanged.connect(self._typed)
        self.picture.changed.connect(self._drawn)
        self.person.clicked.connect(lambda: self._take(COCO_PERSON))
        self._retranslate()

    def _retranslate(self) -> None:
        self.names_label.setText(self.tr("Keypoints, one a line, in their fixed order:"))
        self.bones_label.setText(self.tr("Bones, as “shoulder - elbow” (or click two points):"))
        self.flips_label.setText(self.tr("Swap when mirrored, as “left eye - right eye”:"))
        self.person.setText(self.tr("Take the 17 keypoints of COCO's persons"))
        self.picture.setAccessibleName(self.tr("The skeleton: drag points, click two for a bone"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def show_skeleton(self, skeleton: Skeleton | None) -> None:
        """Edit this one; None for a label without skeleton."""
        shown = skeleton or Skeleton(())
        self._filling = True
        self.names.setPlainText("\n".join(shown.names))
        self.bones.setPlainText(text_of_pairs(shown.edges, shown.names))
        self.flips.setPlainText(text_of_pairs(shown.flips, shown.names))
        self._filling = False
        self.picture.show_skeleton(shown)
        self.trouble.setText("")

    def skeleton(self) -> Skeleton | None:
        """What was typed and drawn; None without keypoints."""
        names = self._names()
        if not names:
            return None
        bones, wrong_bone = pairs_of(self.bones.toPlainText(), names)
        flips, wrong_flip = pairs_of(self.flips.toPlainText(), names)
        wrong = wrong_bone or wrong_flip
        self.trouble.setText(
            self.tr("“{line}” does not name two different keypoints.").format(line=wrong) if wrong else ""
        )
        before = dict(zip(self.picture.skeleton.names, self.picture.skeleton.places, strict=False))
        fallback = placed(Skeleton(names)).places
        places = tuple(before.get(name, fallback[n]) for n, name in enumerate(names))
        return Skeleton(names, bones, flips, places)

    def _names(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.names.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def _typed(self) -> None:
        if self._filling:
            return
        self.picture.show_skeleton(self.skeleton() or Skeleton(()))
        self.changed.emit()

    def _drawn(self, skeleton: Skeleton) -> None:
        self._filling = True
        self.bones.setPlainText(text_of_pairs(skeleton.edges, skeleton.names))
        self._filling = False
        self.changed.emit()

    def _take(self, skeleton: Skeleton) -> None:
        self.show_skeleton(skeleton)
        self.changed.emit()


_SIDES = ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
COCO_PERSON = Skeleton(
    ("nose", *(f"{side} {part}" for part in _SIDES for side in ("left", "right"))),
    ((15, 13), (13, 11), (16, 14), (14, 12), (11, 12), (5, 11), (6, 12), (5, 6), (5, 7), (6, 8), (7, 9), (8, 10), (1, 2), (0, 1), (0, 2), (1, 3), (2, 4), (3, 5), (4, 6)),
    tuple((place, place + 1) for place in range(1, 17, 2)),
    ((0.5, 0.08), (0.56, 0.05), (0.44, 0.05), (0.62, 0.08), (0.38, 0.08), (0.68, 0.22), (0.32, 0.22), (0.78, 0.38), (0.22, 0.38), (0.84, 0.52), (0.16, 0.52), (0.6, 0.54), (0.4, 0.54), (0.62, 0.75), (0.38, 0.75), (0.62, 0.96), (0.38, 0.96)),
)  # fmt: skip
"""The keypoints of a person as COCO orders them, its bones 0-based."""
