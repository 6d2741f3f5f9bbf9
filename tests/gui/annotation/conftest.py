"""A canvas with an owner: a document that takes up what is proposed, and mouse and keys in pixels of the image."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from desktop_app.annotation.model import Annotation, Label, LabelSchema, Shape, Skeleton, points_of
from desktop_app.annotation.shapes.masks import trimmed
from desktop_app.annotation.shapes.regions import Answer, Prompt, answer_to
from desktop_app.gui.annotation.canvas import Canvas
from desktop_app.gui.document import Document
from tests.gui.annotation.label_folders import opened, pictures, tasks, work

__all__ = ["opened", "pictures", "tasks", "work"]

NONE, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
SKELETON = Skeleton(("head", "hand", "foot"), ((0, 1), (0, 2)), places=((0.5, 0.0), (0.0, 0.5), (1.0, 1.0)))
SCHEMA = LabelSchema(
    (
        Label("cat", colour="#ff5500"),
        Label("man", colour="#0088ff", skeleton=SKELETON),
        Label("box only", kinds=("rectangle",)),
    )
)


def picture_of_squares(width=400, height=300):
    """Three flat squares on grey, as an array of shape (height, width, 3)."""
    pixels = np.full((height, width, 3), 90, np.uint8)
    pixels[50:150, 50:150] = (230, 40, 40)
    pixels[50:150, 220:320] = (40, 200, 60)
    pixels[180:260, 120:280] = (40, 60, 220)
    return pixels


def squares_of(request):
    """What a model would say: the squares of the picture that were clicked, without those that were excluded."""
    squares = ((50, 50, 150, 150), (220, 50, 320, 150), (120, 180, 280, 260))
    prompt = request.work

    def holds(square, place):
        return square[0] <= place[0] < square[2] and square[1] <= place[1] < square[3]

    found = [one for one in squares if any(holds(one, place) for place in prompt.points)]
    if prompt.box is not None and not prompt.points:
        left, top, right, bottom = prompt.box
        found = [one for one in squares if left <= one[0] and top <= one[1] and one[2] <= right and one[3] <= bottom]
    found = [one for one in found if not any(holds(one, place) for place in prompt.background)]
    if not found:
        return Answer(request.number)
    bits = np.zeros((300, 400), np.bool_)
    for left, top, right, bottom in found:
        bits[top:bottom, left:right] = True
    outlines = [
        Shape("polygon", (), points_of(((left, top), (right, top), (right, bottom), (left, bottom))))
        for left, top, right, bottom in found
    ]
    return Answer(request.number, (trimmed(bits, 0, 0),), shapes=tuple(outlines))


class Hand:
    """A person at the canvas: mouse and keyboard, all places in pixels of the image."""

    def __init__(self, canvas):
        self.canvas = canvas

    def at(self, place):
        return self.canvas.view.to_widget(place).toPoint()

    def move(self, place, keys=NONE):
        QTest.mouseMove(self.canvas, self.at(place) + QPoint(3, 0))
        QTest.mouseMove(self.canvas, self.at(place))

    def press(self, place, button=LEFT, keys=NONE):
        QTest.mousePress(self.canvas, button, keys, self.at(place))

    def release(self, place, button=LEFT, keys=NONE):
        QTest.mouseRelease(self.canvas, button, keys, self.at(place))

    def click(self, *places, button=LEFT, keys=NONE):
        for place in places:
            self.move(place)
            self.press(place, button, keys)
            self.release(place, button, keys)

    def double(self, place):
        self.click(place)
        QTest.mouseDClick(self.canvas, LEFT, NONE, self.at(place))
        self.release(place)

    def drag(self, *places, button=LEFT, keys=NONE):
        """Through all places with the button down; modifiers are held all the time."""
        from PySide6.QtCore import QEvent, QPointF
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        self.move(places[0])
        self.press(places[0], button, keys)
        for place in places[1:]:
            for point in (QPointF(self.at(place)) + QPointF(1, 1), QPointF(self.at(place))):
                event = QMouseEvent(
                    QEvent.Type.MouseMove,
                    point,
                    QPointF(self.canvas.mapToGlobal(point)),
                    Qt.MouseButton.NoButton,
                    button,
                    keys,
                )
                QApplication.sendEvent(self.canvas, event)
        self.release(places[-1], button, keys)

    def key(self, *keys, modifier=NONE):
        for key in keys:
            QTest.keyClick(self.canvas, key, modifier)


@pytest.fixture
def document(qapp):
    """What the canvas's owner holds: an image of 400 x 300 without shapes."""
    return Document(Annotation("a.png", 400, 300))


@pytest.fixture
def canvas(qtbot, document):
    """The canvas at 200 %, its owner behind it, labelling cats."""
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(840, 640)
    pixels = picture_of_squares()
    made.proposed.connect(lambda value, text: document.change(text, value))
    document.changed.connect(lambda _old, new: made.set_annotation(new))
    made.set_schema(SCHEMA)
    made.set_labels(("cat",))
    made.set_picture(QImage(pixels.data, 400, 300, 1200, QImage.Format.Format_RGB888).copy(), document.value)
    made.said = []
    made.refused.connect(made.said.append)
    made.can_ask = True
    made.asked = []

    def answer(request):
        made.asked.append(request)
        if isinstance(request.work, Prompt):
            made.answer(squares_of(request))
            return
        made.answer(answer_to(request, lambda box, scale: pixels[box[1] : box[3] : scale, box[0] : box[2] : scale]))

    made.region_wanted.connect(answer)
    with qtbot.waitExposed(made):
        made.show()
    made.set_view(type(made.view)(2.0, 20, 20, 1.0))
    made.setFocus()
    return made


@pytest.fixture
def hand(canvas):
    """The person."""
    return Hand(canvas)


@pytest.fixture
def put(canvas, document):
    """Put shapes on the image as if they had been opened with it; their ids come back."""

    def put(*shapes):
        document.change("open", document.value.with_shapes(shapes))
        return [shape.id for shape in shapes]

    return put
