"""Proposals of a model in the labels of images."""

from desktop_app.annotation.model import Annotation, Shape, points_of
from desktop_app.gui.annotation.proposals import Proposal, with_proposal


def box(left, label="cat", score=None):
    return Shape(
        "rectangle",
        (label,),
        points_of([(left, 0), (left + 10, 10)]),
        score=score,
        source="model:x" if score is not None else "",
    )


def test_that_new_proposals_take_the_place_of_earlier_ones_and_leave_what_a_person_drew():
    drawn, old, new = box(0), box(50, score=0.5), box(80, score=0.9)
    made = with_proposal(Annotation("a.png", shapes=(drawn, old)), Proposal((new,)))
    assert made.shapes == (drawn, new)


def test_that_what_a_person_drew_is_not_proposed_again():
    drawn = box(0)
    made = with_proposal(Annotation("a.png", shapes=(drawn,)), Proposal((box(1, score=0.9), box(1, "dog", score=0.9))))
    assert [shape.label for shape in made.shapes] == ["cat", "dog"]


def test_that_a_class_is_set_only_where_nobody_said_one():
    assert with_proposal(Annotation("a.png"), Proposal(classes=("day",))).classes == ("day",)
    said = Annotation("a.png", flags={"night": True})
    assert with_proposal(said, Proposal(classes=("day",))).classes == ("night",)
