"""Each operation against the same thing done by hand in torch."""

import numpy as np
import pytest
import torch

from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Sources, read_flat
from desktop_app.checkpoint.editing.keys import preview_regex
from desktop_app.checkpoint.editing.operations import OPERATIONS, apply_all
from desktop_app.checkpoint.editing.recipes import parse_step, text_of
from desktop_app.checkpoint.editing.regions import blocks, shape_of, whole
from desktop_app.checkpoint.model import CheckpointError
from desktop_app.checkpoint.open import open_checkpoint


@pytest.fixture
def state():
    torch.manual_seed(0)
    table = torch.randn(6, 4)
    return {
        "a.weight": torch.randn(4, 3, 2),
        "a.bias": torch.randn(4).half(),
        "b.weight": torch.randn(5, 4).t(),
        "b.running_mean": torch.randn(4).bfloat16(),
        "b.num_batches_tracked": torch.tensor(3),
        "embed.weight": table,
        "head.weight": table,
        "c": torch.randn(3, dtype=torch.complex64),
        "d": torch.arange(12, dtype=torch.int16).reshape(3, 4),
        "e": torch.randn(3, 3).double(),
    }


@pytest.fixture
def draft(tmp_path, state):
    torch.save(state, tmp_path / "x.pth")
    return Draft.of(open_checkpoint(tmp_path / "x.pth"))


def opener(path):
    try:
        return open_checkpoint(path)
    except CheckpointError as error:
        raise EditError("file", reason=str(error)) from None


def edited(draft, *steps):
    return apply_all(draft, [parse_step(step) for step in steps], opener)


def values(draft, name):
    value = draft.items[name].value
    with Sources() as sources:
        array = value.read(sources, whole(value.shape))
        pieces = [value.read(sources, region).reshape(-1) for region in blocks(value.shape, 5)]
        flat = read_flat(value, sources, 0, int(np.prod(value.shape)))
    assert array.shape == value.shape
    np.testing.assert_array_equal(np.concatenate(pieces) if pieces else array.reshape(-1), array.reshape(-1))
    np.testing.assert_array_equal(flat, array.reshape(-1))
    return array


def same(draft, name, tensor):
    assert draft.items[name].shape == tuple(tensor.shape)
    assert draft.items[name].dtype == str(tensor.dtype).removeprefix("torch.")
    wide = tensor.float() if tensor.dtype in (torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2) else tensor
    np.testing.assert_array_equal(values(draft, name), wide.resolve_conj().numpy())


VALUES = {
    "cast a.weight bfloat16": ("a.weight", lambda t: t.bfloat16()),
    "cast a.bias float64": ("a.bias", lambda t: t.double()),
    "cast a.weight fp8": ("a.weight", lambda t: t.to(torch.float8_e4m3fn)),
    "cast d float8_e5m2": ("d", lambda t: t.to(torch.float8_e5m2)),
    "cast e int32": ("e", lambda t: t.int()),
    "cast e bool": ("e", lambda t: t.bool()),
    "cast c complex128": ("c", lambda t: t.to(torch.complex128)),
    "scale a.weight 0.1": ("a.weight", lambda t: t * 0.1),
    "scale a.bias 0.3": ("a.bias", lambda t: t * 0.3),
    "scale b.running_mean 1.7": ("b.running_mean", lambda t: t * 1.7),
    "scale d 3": ("d", lambda t: t * 3),
    "scale e -0.7": ("e", lambda t: t * -0.7),
    "scale c 0.5": ("c", lambda t: t * 0.5),
    "fill a.bias 0.1": ("a.bias", lambda t: torch.full_like(t, 0.1)),
    "fill d -2": ("d", lambda t: torch.full_like(t, -2)),
    "set d[1,::2] 7": ("d", lambda t: torch.cat([t[:1], torch.tensor([[7, 5, 7, 7]]).short() * 0 + torch.tensor([[7, 5, 7, 7]]).short(), t[2:]])),
    "reshape b.weight 2,-1": ("b.weight", lambda t: t.reshape(2, -1)),
    "reshape a.weight 24": ("a.weight", lambda t: t.reshape(24)),
    "transpose a.weight 0 -1": ("a.weight", lambda t: t.transpose(0, -1)),
    "slice a.weight 1:3,:,::2": ("a.weight", lambda t: t[1:3, :, ::2]),
    "slice a.weight -1,0": ("a.weight", lambda t: t[-1, 0]),
    "pad b.weight 6,7 1.5": ("b.weight", lambda t: torch.nn.functional.pad(t, (0, 2, 0, 2), value=1.5)),
}  # fmt: skip


@pytest.mark.parametrize("step", list(VALUES))
def test_that_a_value_operation_equals_torch(draft, state, step):
    name, by_hand = VALUES[step]
    if step.startswith("set"):
        expected = state[name].clone()
        expected[1, ::2] = 7
    else:
        expected = by_hand(state[name])
    same(edited(draft, step), name, expected)


def test_that_operations_build_on_each_other(draft, state):
    after = edited(
        draft, "transpose a.weight 0 2", "reshape a.weight 4,6", "slice a.weight :,1:5", "scale a.weight 2.5",
        "pad a.weight 5,5 -1", "set a.weight[0] 9", "cast a.weight bfloat16", "transpose a.weight 0 1", "reshape a.weight 25",
    )  # fmt: skip
    by_hand = state["a.weight"].transpose(0, 2).reshape(4, 6)[:, 1:5] * 2.5
    by_hand = torch.nn.functional.pad(by_hand, (0, 1, 0, 1), value=-1)
    by_hand[0] = 9
    same(after, "a.weight", by_hand.bfloat16().t().reshape(25))
    assert len(after.steps) == 9 and not draft.steps


def test_that_a_wildcard_cast_leaves_counters_as_a_module_does(draft):
    after = edited(draft, "cast * float16")
    assert after.items["b.num_batches_tracked"].dtype == "int64"
    assert after.items["a.weight"].dtype == "float16"
    assert edited(draft, "cast b.num_batches_tracked float16").items["b.num_batches_tracked"].dtype == "float16"


NAMES = {
    "rename a.bias a.b": lambda names: ["a.b" if n == "a.bias" else n for n in names],
    "rename b block.0": lambda names: ["block.0" + n[1:] if n.startswith("b.") else n for n in names],
    r"rename-regex ^(\w+)\.weight$ \1.w": lambda names: [n.replace(".weight", ".w") for n in names],
    r"rename-regex (.*) model.\1": lambda names: [f"model.{n}" for n in names],
    r"rename-regex .* model.\g<0>": lambda names: [f"model.{n}" for n in names],
    'rename-regex "" x.': lambda names: ["x." + "".join(f"{letter}x." for letter in n) for n in names],
    "rename-regex $ .x": lambda names: [f"{n}.x" for n in names],
    r"rename-regex (\w*)\.(\w*) \2.\1": lambda names: [".".join(reversed(n.split("."))) for n in names],
    "rename-regex ^(\\w+)\\.weight$ $1.w": lambda names: [n.replace(".weight", ".w") for n in names],
    "strip-prefix a.": lambda names: [n.removeprefix("a.") for n in names],
    "add-prefix model.": lambda names: ["model." + n for n in names],
    "drop *.weight c": lambda names: [n for n in names if not n.endswith(".weight") and n != "c"],
    "keep a.*": lambda names: [n for n in names if n.startswith("a.")],
    "reorder e d": lambda names: ["e", "d", *(n for n in names if n not in "ed")],
}


@pytest.mark.parametrize("step", list(NAMES))
def test_that_names_change_as_told_and_in_order(draft, state, step):
    after = edited(draft, step)
    assert list(after.items) == NAMES[step](list(state))
    assert list(draft.items) == list(state)


ERRORS = {
    "rename nope x": "no-such-key", "rename a.bias a.weight": "exists", "rename-regex ( x": "pattern", r"rename-regex a \7": "replacement",
    "rename-regex .*weight$ w": "collision", "rename-regex .* \"\"": "empty-name", "strip-prefix zz": "no-prefix", "drop zz*": "nothing-matches",
    "cast a.weight decimal": "dtype", "fill d nan": "not-finite", "fill d x": "number", "fill a.weight 1e400": "number", "scale a.weight 1e400": "number", "scale a.weight inf": "number", "scale d 0.5": "no-fraction",
    "set a.bias[9] 1": "index", "set a.bias[0] 1j": "not-finite", "reshape a.bias 3": "count", "reshape a.bias -1,-1": "shape", "reshape a.bias x": "shape",
    "transpose a.weight 0 3": "dimension", "slice a.bias 0,0": "index", "pad a.bias 3 0": "smaller", "untie a.bias": "not-tied",
    "unwrap": "not-wrapped", "reorder d d": "twice", "add a.bias /nowhere.pth": "file",
}  # fmt: skip


@pytest.mark.parametrize("step", list(ERRORS))
def test_that_what_does_not_fit_is_said(draft, step):
    with pytest.raises(EditError) as caught:
        apply_all(draft, [parse_step(step)], opener)
    assert caught.value.code == ERRORS[step]


def test_that_a_tensor_and_a_module_are_added_from_another_file(draft, tmp_path):
    other = {"x.w": torch.ones(2), "x.b": torch.zeros(3), "y": torch.arange(3)}
    torch.save(other, tmp_path / "o.pth")
    after = edited(draft, f"add new {tmp_path / 'o.pth'}:y", f"add part {tmp_path / 'o.pth'}:x")
    same(after, "new", other["y"])
    same(after, "part.w", other["x.w"])
    same(after, "part.b", other["x.b"])


def test_that_untying_parts_two_tensors(draft):
    from desktop_app.checkpoint.editing.values import tied_with

    assert tied_with(draft, "embed.weight") == ("head.weight",)
    after = edited(draft, "untie head.weight")
    assert tied_with(after, "embed.weight") == () == tied_with(after, "head.weight")
    both = edited(draft, "cast *e*d.weight bfloat16")
    assert tied_with(both, "embed.weight") == ("head.weight",)


def test_that_a_preview_says_what_would_collide():
    preview = preview_regex(["a.1", "a.2", "b"], r"a\.\d", "a")
    assert preview.changes == (("a.1", "a"), ("a.2", "a"))
    assert preview.collisions == (("a", "a.1", "a.2"),)


def test_that_a_preview_says_that_nothing_would_be_left_of_a_name():
    with pytest.raises(EditError) as error:
        preview_regex(["a.1", "b"], "^b$", "")
    assert error.value.code == "empty-name"


def test_that_every_operation_names_its_arguments():
    assert set(OPERATIONS) == {
        "rename", "rename-regex", "strip-prefix", "add-prefix", "drop", "keep", "cast", "fill", "scale", "set", "reshape",
        "transpose", "slice", "pad", "untie", "add", "assign", "unwrap", "reorder", "metadata", "merge",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ['rename "a b" c', r"rename-regex \d+\.(x) \1", "set w[0, 1] 3", "unwrap", "drop 'it\"s'"]
)
def test_that_a_step_reads_back_as_it_is_written(text):
    step = parse_step(text)
    assert parse_step(text_of(step)) == step


def test_that_blocks_cover_in_order():
    for shape in ((), (0,), (5,), (2, 3, 4), (7, 1, 3)):
        array = np.arange(int(np.prod(shape))).reshape(shape)
        for most in (1, 2, 5, 100):
            parts = [
                array[np.ix_(*region)].reshape(-1) if region else array.reshape(-1) for region in blocks(shape, most)
            ]
            assert all(np.prod(shape_of(region)) <= max(most, 1) for region in blocks(shape, most))
            np.testing.assert_array_equal(np.concatenate(parts) if parts else array.reshape(-1), array.reshape(-1))


def test_that_several_keys_are_renamed_at_once_and_can_be_exchanged(draft):
    after = edited(draft, "rename a.weight a.bias a.bias a.weight c z")
    assert after.items["a.bias"] == draft.items["a.weight"] and after.items["a.weight"] == draft.items["a.bias"]
    assert "z" in after.items and "c" not in after.items and len(after.items) == len(draft.items)
    assert len(after.steps) == 1 and parse_step(text_of(after.steps[0])) == after.steps[0]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("rename a.weight x c", "arguments"),
        ("rename a.weight x nope y", "no-such-key"),
        ("rename a.weight x a.weight y", "twice"),
        ("rename a.weight x c x", "collision"),
        ("rename a.weight d c x", "collision"),
    ],
)
def test_that_renames_that_do_not_fit_together_are_refused(draft, step, code):
    with pytest.raises(EditError) as caught:
        edited(draft, step)
    assert caught.value.code == code
