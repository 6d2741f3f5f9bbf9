"""Every format keeps what its loss matrix promises, loses only what it counts, and says so."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from desktop_app.annotation.formats.all import FORMATS, write_labels
from desktop_app.annotation.formats.comparing import differences
from desktop_app.annotation.formats.converting import lowered_for
from tests.annotation.label_sets import label_sets

WRITTEN = [
    name
    for name, format_ in FORMATS.items()
    if format_.write is not None and format_.keeps is not None and not format_.needs_pictures
]
some = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("name", WRITTEN)
@some
@given(labels=label_sets())
def test_that_what_is_written_is_read_back_as_the_loss_matrix_says(name, labels):
    """`write_labels` raises when the export, read back, is not what lowering gave."""
    with tempfile.TemporaryDirectory() as folder:
        report = write_labels(labels, Path(folder) / "out", name)
        assert report.differences == ()
        assert report.loss_file.read_text(encoding="utf-8").strip()
        assert not [path for path in Path(folder).rglob("*") if ".part" in path.name], "nothing half-written is left"


@pytest.mark.parametrize("name", WRITTEN)
@some
@given(labels=label_sets())
def test_that_lowering_twice_loses_nothing_more(name, labels):
    lowered, _ = lowered_for(FORMATS[name], labels)
    again, losses = lowered_for(FORMATS[name], lowered)
    assert losses.report() == ()
    assert differences(lowered, again, FORMATS[name].keeps) == []


@pytest.mark.parametrize("name", WRITTEN)
@some
@given(labels=label_sets())
def test_that_a_set_without_counted_losses_is_unchanged(name, labels):
    """What is not counted is not lost: with an empty report every shape is there as it was."""
    for image in labels.annotations:
        for shape in image.shapes:
            one = replace(labels, annotations=(replace(image, shapes=(shape,), relations=()),))
            lowered, losses = lowered_for(FORMATS[name], one)
            if losses.report():
                continue
            (there,) = lowered.annotations[0].shapes
            assert there.kind == shape.kind
            assert there.same_as(replace(shape, visibility=there.visibility), tolerance=0.001)
