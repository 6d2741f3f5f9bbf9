"""A bare state_dict is recognised by keys and shapes: exactly, with another head, under a prefix, and with parts missing."""

import pytest
import torch
import torchvision

from desktop_app.graph.recognise import index_of, known_models, recognise, row_of


def key_shapes(model: torch.nn.Module, prefix: str = ""):
    return [(prefix + key, tuple(value.shape)) for key, value in model.state_dict().items()]


def meta(name: str, **options):
    with torch.device("meta"):
        return torchvision.models.get_model(name, weights=None, **options)


@pytest.mark.parametrize(
    "name",
    [
        "resnet18",
        "resnet50",
        "vgg11_bn",
        "mobilenet_v3_small",
        "densenet121",
        "vit_b_16",
        "convnext_tiny",
        "efficientnet_b0",
        "squeezenet1_1",
    ],
)
def test_that_a_torchvision_model_is_recognised(name):
    found = recognise(key_shapes(meta(name)))
    assert found[0].match == 1.0 and found[0].prefix == "" and found[0].classes is None
    assert f"torchvision.{name}" in (found[0].name, *found[0].twins)


@pytest.mark.parametrize("name", ["resnet50", "mobilenet_v3_small", "vit_b_16", "vgg11"])
@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "model.backbone."])
def test_that_a_head_of_another_size_under_a_prefix_is_named_as_such(name, prefix):
    found = recognise([("epoch_counter", ()), *key_shapes(meta(name, num_classes=7), prefix)])
    assert (found[0].match, found[0].prefix, found[0].classes) == (1.0, prefix, 7)
    assert f"torchvision.{name}" in (found[0].name, *found[0].twins)


def test_that_lost_tensors_leave_an_estimate_below_one():
    tensors = key_shapes(meta("resnet50"))
    found = recognise([pair for pair in tensors if not pair[0].startswith("layer4.2")])
    assert any("torchvision.resnet50" in (one.name, *one.twins) for one in found)
    assert 0.35 <= found[0].match < 1.0


def test_that_buffers_that_only_count_batches_do_not_matter():
    tensors = [pair for pair in key_shapes(meta("resnet18")) if "num_batches" not in pair[0]]
    assert recognise(tensors)[0].match == 1.0


def test_that_a_model_of_ones_own_is_not_taken_for_another():
    own = torch.nn.Sequential(torch.nn.Linear(7, 13), torch.nn.Linear(13, 3))
    assert recognise(key_shapes(own)) == ()
    assert recognise([]) == ()


def test_that_models_of_equal_keys_and_shapes_are_told_as_twins():
    tensors = [("a.weight", (4, 4)), ("b.weight", (10, 4))]
    index = index_of([row_of(["one", "two"], tensors, 10)])
    found = recognise(tensors, index)
    assert (found[0].name, found[0].twins, found[0].match) == ("one", ("two",), 1.0)


def test_that_the_index_holds_every_model_of_torchvision():
    names = {name for row in known_models().rows for name in row.names}
    assert {
        f"torchvision.{name}" for name in torchvision.models.list_models() if not name.startswith("quantized_")
    } <= names
