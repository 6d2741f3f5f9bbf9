"""Why an edit of shapes cannot be done, as a code that the window has a sentence for in every language."""

from typing import Final, Literal

type Reason = Literal[
    "too-few-points", "not-an-area", "no-crossing", "nothing-left", "two-needed", "no-such-conversion", "kind-has-no-vertices",
    "empty-mask", "locked", "no-skeleton", "already-label", "too-small", "nothing-selected", "kind-not-allowed", "no-worker",
    "nothing-seen", "too-ragged", "stays-mask",
]  # fmt: skip

SENTENCES: Final[dict[Reason, str]] = {
    "too-few-points": "The shape would have too few points.",
    "not-an-area": "This works with shapes that have an area.",
    "no-crossing": "The line does not cut the shape in two.",
    "nothing-left": "Nothing of the shape would be left.",
    "two-needed": "Select two or more shapes that have an area.",
    "no-such-conversion": "A shape of this kind cannot become one of that kind.",
    "kind-has-no-vertices": "A shape of this kind has no vertices to add or to delete.",
    "empty-mask": "Nothing is painted.",
    "locked": "The shape is locked.",
    "no-skeleton": "The label has no skeleton; give it keypoints in the label schema.",
    "already-label": "Every selected shape has this label already.",
    "too-small": "Too small to be a shape; draw it larger or zoom in.",
    "nothing-selected": "Select a shape first.",
    "kind-not-allowed": "The label does not allow shapes of this kind; choose another label.",
    "no-worker": "This tool needs the picture's file, which is not open.",
    "nothing-seen": "The model sees no object there.",
    "too-ragged": "The outline is too ragged for polygons: it has too many corners. Keep it as a mask.",
    "stays-mask": "The outline is too ragged for polygons, so the region stays a mask.",
}


class EditError(Exception):
    """An edit that does not fit its shapes; they are as they were."""

    def __init__(self, code: Reason) -> None:
        self.code: Reason = code
        super().__init__(SENTENCES[code])
