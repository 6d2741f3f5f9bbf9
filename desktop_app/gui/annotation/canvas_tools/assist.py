"""The assistant: clicks say what belongs to an object and what does not, a drag says where it is; a model shows its outline."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.annotation.model import Mask, Shape, points_of
from desktop_app.annotation.shapes.geometry import Place
from desktop_app.annotation.shapes.regions import Answer, Prompt
from desktop_app.gui.annotation.canvas_tools.base import Pointer, Tool

if TYPE_CHECKING:
    from desktop_app.gui.annotation.canvas import Canvas

type State = Literal["idle", "looking", "ready", "troubled"]
type Said = tuple[Place, bool] | tuple[float, float, float, float]
"""A place and whether it belongs to the object, or a box around it."""

_DOT = 6.0
_IN, _OUT = QColor(52, 199, 89), QColor(255, 69, 58)


@dataclass(frozen=True, slots=True)
class AssistState:
    """Whether the model is there and has looked at the image."""

    state: State = "idle"
    sentence: str = ""
    """What is wrong, for `troubled`."""


def prompt_of(said: list[Said]) -> Prompt:
    """All places, and the box that was drawn last."""
    places = [one for one in said if len(one) == 2]
    boxes = [one for one in said if len(one) == 4]
    return Prompt(
        tuple(place for place, belongs in places if belongs),
        boxes[-1] if boxes else None,
        tuple(place for place, belongs in places if not belongs),
    )


class AssistTool(Tool):
    """Nothing is a shape before Enter. One question is under way at a time; when it is answered, the latest state is asked."""

    name = "assist"
    snaps = False

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.state = AssistState()
        self.said: list[Said] = []
        self.found: Mask | None = None
        """What the model sees for what was said, or under the pointer while nothing was said."""
        self._outlines: tuple[Shape, ...] = ()
        self._taken_back: list[Said] = []
        self._pressed: Pointer | None = None
        self._corner: Place | None = None
        self._under: Place | None = None
        """Where the pointer is while nothing was said."""
        self._asked: Prompt | None = None
        self._asked_hovering = False
        self._answered: Prompt | None = None
        self._accepts = False
        """Enter was pressed before the answer came."""

    # ------------------------------------------------------------------ what is asked

    def set_state(self, state: AssistState) -> None:
        """News of the model."""
        self.state = state
        self.canvas.refresh()

    @property
    def is_busy(self) -> bool:
        """Whether something was said of an object."""
        return bool(self.said) or self._pressed is not None

    @property
    def is_hovering(self) -> bool:
        """Whether what is seen is only what a click would take."""
        return not self.said

    def begin(self) -> None:
        """Where the pointer is, is not known yet."""
        self.cancel()

    def cancel(self) -> None:
        """Forget the object."""
        if self._asked is not None:
            self.canvas.forget_question()
        self.said, self._taken_back, self._pressed, self._corner, self._under = [], [], None, None, None
        self._accepts = False
        self._asked = None
        self._show(None, None)

    def _show(self, prompt: Prompt | None, answer: Answer | None) -> None:
        self._answered = prompt
        self.found = answer.masks[0] if answer is not None and answer.masks else None
        self._outlines = answer.shapes if answer is not None else ()

    def _wanted(self) -> Prompt | None:
        if self.said:
            prompt = prompt_of(self.said)
            return prompt if prompt.points or prompt.box else None
        if self._under is not None and self.canvas.settings.assist_hover and self.state.state == "ready":
            return Prompt((self._under,))
        return None

    def _ask(self) -> None:
        """Ask for what is wanted now, unless that is known or another question is under way."""
        wanted = self._wanted()
        if wanted is None:
            self._show(None, None)
            return
        if self._asked is not None or wanted == self._answered:
            return
        self._asked, self._asked_hovering = wanted, self.is_hovering
        if not self.canvas.ask(wanted, self._take):  # the answer may come before `ask` returns
            self._asked = None
            self._answered = wanted

    def _take(self, answer: Answer | None) -> None:
        prompt, self._asked = self._asked, None
        if prompt is None:
            return
        if self._wanted() is not None and self._asked_hovering == self.is_hovering:
            self._show(prompt, answer)
        if answer is None:
            self._accepts = False
            if self._asked_hovering:  # told once, not at every step of the pointer
                self.state = AssistState()
        self._ask()
        if self._accepts and self._asked is None:
            self._accept()

    # ------------------------------------------------------------------ pointer

    def press(self, pointer: Pointer) -> None:
        """A click begins; whether it is one, or a box, is known when the pointer moves."""
        if pointer.is_left or pointer.is_right:
            self._pressed, self._corner = pointer, None

    def move(self, pointer: Pointer) -> None:
        """Draw the box; or show what a click here would take."""
        pressed = self._pressed
        if pressed is not None:
            far = QLineF(pressed.screen, pointer.screen).length() > 5
            if pressed.is_left and (far or self._corner is not None):
                self._corner = pointer.place
            return
        if not self.said:
            place = tuple(float(round(value)) for value in pointer.raw)
            self._under = (place[0], place[1]) if self.canvas.on_image(pointer.raw) else None
            self._ask()

    def release(self, pointer: Pointer) -> None:
        """A box, or a place: with Shift or the right button one that does not belong to the object."""
        pressed, corner, self._pressed, self._corner = self._pressed, self._corner, None, None
        if pressed is None:
            return
        if corner is not None:
            (x0, y0), (x1, y1) = pressed.place, pointer.place
            if min(abs(x1 - x0), abs(y1 - y0)) >= 1:
                self.say((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        elif self.canvas.on_image(pressed.raw):
            self.say((pressed.place, not (pressed.shift or pressed.is_right)))

    def say(self, said: Said) -> None:
        """One thing more is known of the object."""
        if not self.said and self._answered is not None:
            self._show(None, None)  # what was seen under the pointer was another question
        self.said.append(said)
        self._taken_back.clear()
        self._under = None
        self._ask()

    def double(self, pointer: Pointer) -> None:
        """The first press has said it already."""

    def picture_changed(self) -> None:
        """Nothing is known of another image."""
        self.cancel()
        if self.state.state != "troubled":
            self.state = AssistState()

    # ------------------------------------------------------------------ keys

    def key(self, key: int, *, shift: bool, ctrl: bool, alt: bool) -> bool:
        """Enter takes the outline, Backspace the last click back, Esc drops all."""
        if not self.is_busy and not self._taken_back:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accepts = True
            if self._asked is None:
                self._accept()
        elif key == Qt.Key.Key_Backspace or (ctrl and key == Qt.Key.Key_Z and not shift):
            if self.said:
                self._taken_back.append(self.said.pop())
        elif ctrl and (key == Qt.Key.Key_Y or (key == Qt.Key.Key_Z and shift)):
            if self._taken_back:
                self.said.append(self._taken_back.pop())
        elif key == Qt.Key.Key_Escape and self.is_busy:
            self.cancel()
            return True
        else:
            return False
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accepts = False
            self._ask()
        return True

    def _accept(self) -> None:
        canvas, mask, outlines = self.canvas, self.found, self._outlines
        self._accepts = False
        if not self.said or mask is None or not mask.width:
            canvas.refuse_code("nothing-seen")
            return
        self.cancel()
        if canvas.settings.as_polygon and outlines:
            first = replace(outlines[0], id=canvas.draft_id)
            canvas.finish_pieces(
                tuple(replace(one, labels=canvas.labels) for one in (first, *outlines[1:])), select=False
            )
            return
        box = ((mask.left, mask.top), (mask.left + mask.width, mask.top + mask.height))
        canvas.finish(Shape("mask", canvas.labels, points_of(box), mask=mask, id=canvas.draft_id))

    # ------------------------------------------------------------------ what is seen

    def hint(self) -> str:
        """What to do next, or what is missing."""
        if self.state.state == "troubled":
            return self.state.sentence
        if self.said:
            return QCoreApplication.translate(
                "CanvasTools",
                "Enter takes it. Shift+click leaves out, Backspace takes one back.",
            )
        if self.state.state == "looking":
            return QCoreApplication.translate("CanvasTools", "The model looks at the image; you may click already.")
        return QCoreApplication.translate(
            "CanvasTools",
            "Click the object or drag a box around it. Shift or the right button: this does not belong to it.",
        )

    def shapes(self) -> tuple[Shape, ...]:
        """The outline as it would become a shape."""
        if self.is_hovering or not self.canvas.settings.as_polygon:
            return ()
        return tuple(replace(one, labels=self.canvas.labels) for one in self._outlines)

    def size_of(self) -> Shape | None:
        """Nothing is told before it is taken."""
        return None

    def paint(self, painter: QPainter) -> None:
        """The mask, the box and the places that were said."""
        view, colour = self.canvas.view, self.canvas.label_colour
        if self.found is not None and self.found.width and (self.is_hovering or not self.shapes()):
            self.canvas.draw_mask(painter, self.found, colour, faint=self.is_hovering)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        if box is not None:
            rect = QRectF(view.to_widget((box[0], box[1])), view.to_widget((box[2], box[3])))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(0, 0, 0, 150), 3))
            painter.drawRect(rect)
            painter.setPen(QPen(QColor(255, 255, 255), 1.4, Qt.PenStyle.DashLine))
            painter.drawRect(rect)
        for one in self.said:
            if len(one) == 2:
                _draw_dot(painter, view.to_widget(one[0]), belongs=one[1])
        if self._asked is not None and self.said:
            self.canvas.draw_note(painter, self._last_point() + QPointF(12, 10), "…")

    def _box(self) -> tuple[float, float, float, float] | None:
        if self._pressed is not None and self._corner is not None:
            return (*self._pressed.place, *self._corner)
        return prompt_of(self.said).box

    def _last_point(self) -> QPointF:
        last = self.said[-1]
        return self.canvas.view.to_widget(last[0] if len(last) == 2 else (last[2], last[3]))

    def extent(self) -> QRectF | None:
        """Around all that `paint` draws."""
        view, ratio = self.canvas.view, self.canvas.view.ratio
        rect = QRectF()
        for one in self.said:
            if len(one) == 2:
                point = view.to_widget(one[0])
                rect = rect.united(QRectF(point.x() - 10, point.y() - 10, 20, 20))
        box = self._box()
        if box is not None:
            corners = QRectF(view.to_widget((box[0], box[1])), view.to_widget((box[2], box[3]))).normalized()
            rect = rect.united(corners.adjusted(-4, -4, 4, 4))
        if self.said:
            rect = rect.united(QRectF(self._last_point(), self._last_point() + QPointF(70, 60)))
        if self.found is not None and self.found.width:
            mask = self.found
            device: QRect = view.box_to_device((mask.left, mask.top, mask.left + mask.width, mask.top + mask.height), 4)
            rect = rect.united(QRectF(QPointF(device.topLeft()) / ratio, QPointF(device.bottomRight()) / ratio))
        return rect if not rect.isEmpty() else None


def _draw_dot(painter: QPainter, point: QPointF, *, belongs: bool) -> None:
    """A green plus or a red minus: told apart without colours too."""
    painter.setPen(QPen(QColor(255, 255, 255), 1.6))
    painter.setBrush(_IN if belongs else _OUT)
    painter.drawEllipse(point, _DOT, _DOT)
    painter.drawLine(point - QPointF(3, 0), point + QPointF(3, 0))
    if belongs:
        painter.drawLine(point - QPointF(0, 3), point + QPointF(0, 3))
