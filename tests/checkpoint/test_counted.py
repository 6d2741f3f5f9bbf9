"""One thing is said as one thing."""

import re

import pytest

from desktop_app.checkpoint.checking.check import SENTENCES as CHECKS
from desktop_app.checkpoint.counted import counted
from desktop_app.checkpoint.editing.errors import SENTENCES as EDITS
from desktop_app.checkpoint.editing.offers import SENTENCES as OFFERS
from desktop_app.checkpoint.findings import CATALOGUE
from desktop_app.checkpoint.health.catalogue import SYMPTOMS
from desktop_app.checkpoint.merges.merge_model import CONFLICTS

_NUMBER_OF_THINGS = re.compile(
    r"\{(count|found|missing|have|dimensions)\} (of \{\w+\} )?(?!bytes|checkpoint files|times|elements)\w+s\b"
)
"""A number before a plural; of bytes, of elements that are too many and of files to choose from there is never one."""


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 tensors"), (1, "1 tensor"), (2, "2 tensors"), (1234, "1,234 tensors")]
)
def test_that_one_thing_is_singular(count, said):
    assert counted(count, "tensor") == said


def test_that_no_sentence_of_the_catalogues_puts_a_number_before_a_plural():
    catalogues = (CATALOGUE, SYMPTOMS, {**EDITS, **OFFERS, **CHECKS, **CONFLICTS})
    sentences = [
        text if isinstance(text, str) else text.message for catalogue in catalogues for text in catalogue.values()
    ]
    wrong = [sentence for sentence in sentences if _NUMBER_OF_THINGS.search(sentence)]
    assert not wrong


def test_that_one_is_not_counted_as_many():
    assert [counted(count, "image") for count in (0, 1, 1200)] == ["0 images", "1 image", "1,200 images"]
