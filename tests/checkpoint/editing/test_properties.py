"""Random state_dicts through random recipes: what is exported is what torch makes of the same steps by hand."""

import re

import numpy as np
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file

from desktop_app.checkpoint.editing.draft import Draft, Step
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Sources
from desktop_app.checkpoint.editing.operations import OPERATIONS, apply, apply_all
from desktop_app.checkpoint.editing.recipes import load_recipe, replay, save_recipe
from desktop_app.checkpoint.editing.regions import whole
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.writers.export import export_draft

FLOATS = (torch.float32, torch.float64, torch.float16, torch.bfloat16)
DTYPES = (*FLOATS, torch.int64, torch.int32, torch.int16, torch.uint8, torch.bool, torch.complex64)
NAMES = ("a.weight", "a.bias", "block.0.weight", "block.1.weight", "block.1.bias", "head.weight", "scale")


def _dtype_text(dtype):
    return str(dtype).removeprefix("torch.")


@st.composite
def state_dicts(draw):
    """A few tensors of any shape and type: dense, strided views, ties."""
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    state = {}
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True)):
        shape = draw(st.lists(st.integers(0, 5), max_size=3))
        dtype = draw(st.sampled_from(DTYPES))
        values = torch.randn(shape, generator=generator) * 4
        tensor = (
            (values > 0)
            if dtype == torch.bool
            else values.abs().to(dtype)
            if dtype == torch.uint8
            else values.to(dtype)
        )
        how = draw(st.sampled_from(("dense", "dense", "flipped", "stepped", "tied")))
        if how == "flipped":
            tensor = tensor.permute(tuple(reversed(range(tensor.ndim))))
        elif how == "stepped" and tensor.ndim:
            tensor = tensor[::2]
        elif how == "tied" and state:
            tensor = state[next(iter(state))]
        state[name] = tensor
    return state


# ---------------------------------------------------------------------- each operation by hand


def _renamed(state, names):
    return {names.get(name, name): value for name, value in state.items()}


def _padded(tensor, shape, value):
    made = torch.full(shape, value, dtype=tensor.dtype)
    made[tuple(slice(0, size) for size in tensor.shape)] = tensor
    return made


@st.composite
def steps(draw, state):
    """One step that fits the state, and the state that torch makes of it."""
    name = draw(st.sampled_from(list(state)))
    tensor = state[name]
    plain = tensor.dtype in (*FLOATS, torch.int64, torch.int32, torch.int16)
    number = draw(st.integers(-3, 3)) if not tensor.is_floating_point() else draw(st.sampled_from((0.5, -1.25, 3, 0)))
    choices = ["rename", "rename-regex", "add-prefix", "strip-prefix", "reshape", "reorder", "cast"]
    choices += ["transpose", "slice"] if tensor.ndim else []
    choices += ["fill", "scale", "pad"] if plain else []
    choices += ["set"] if plain and tensor.numel() and tensor.ndim else []
    choices += ["drop", "keep"] if len(state) > 1 else []
    kind = draw(st.sampled_from(choices))
    new = dict(state)
    if kind == "rename":
        other = f"{name}.{draw(st.integers(0, 99))}"
        return (Step(kind, (name, other)), _renamed(state, {name: other})) if other not in state else (None, state)
    if kind == "rename-regex":
        made = [re.sub(r"(\w)\.", r"\1\1.", one) for one in state]
        if made == list(state) or len(set(made)) < len(made):
            return None, state
        return Step(kind, (r"(\w)\.", r"\1\1.")), dict(zip(made, state.values(), strict=True))
    if kind == "add-prefix":
        return Step(kind, ("model.",)), {f"model.{one}": value for one, value in state.items()}
    if kind == "strip-prefix":
        made = [one.removeprefix("model.") for one in state]
        if made == list(state) or len(set(made)) < len(made):
            return None, state
        return Step(kind, ("model.",)), dict(zip(made, state.values(), strict=True))
    if kind == "reshape":
        new[name] = tensor.reshape(-1)
        return Step(kind, (name, "-1" if tensor.numel() else "0")), new
    if kind == "reorder":
        return Step(kind, (name,)), {name: tensor, **state}
    if kind == "cast":
        allowed = (torch.complex64, torch.complex128) if tensor.is_complex() else (*FLOATS, torch.int32, torch.bool)
        dtype = draw(st.sampled_from(allowed))
        new[name] = tensor.to(dtype)
        return Step(kind, (name, _dtype_text(dtype))), new
    if kind == "transpose":
        first, second = draw(st.integers(0, tensor.ndim - 1)), draw(st.integers(-tensor.ndim, tensor.ndim - 1))
        new[name] = tensor.transpose(first, second)
        return Step(kind, (name, str(first), str(second))), new
    if kind == "slice":
        begin, step = draw(st.integers(0, 2)), draw(st.integers(1, 3))
        new[name] = tensor[begin::step]
        return Step(kind, (name, f"{begin}::{step}")), new
    if kind == "fill":
        new[name] = torch.full_like(tensor, number)
        return Step(kind, (name, str(number))), new
    if kind == "scale":
        new[name] = tensor * number
        return Step(kind, (name, str(number))), new
    if kind == "pad":
        shape = tuple(size + draw(st.integers(0, 2)) for size in tensor.shape)
        new[name] = _padded(tensor, shape, number)
        return Step(kind, (name, ",".join(map(str, shape)), str(number))), new
    if kind == "set":
        place = draw(st.integers(0, tensor.shape[0] - 1))
        new[name] = tensor.clone()
        new[name][place] = number
        return Step(kind, (f"{name}[{place}]", str(number))), new
    if kind == "drop":
        del new[name]
        return Step(kind, (name,)), new
    return Step(kind, (name,)), {name: tensor}


@st.composite
def recipes(draw):
    """A state_dict, steps that fit one after the other, and the state after each of them."""
    state = draw(state_dicts())
    found, states = [], [state]
    for _ in range(draw(st.integers(0, 7))):
        step, state = draw(steps(state))
        if step is not None:
            found.append(step)
            states.append(state)
    return found, states


def bits(tensor):
    return tensor.resolve_conj().reshape(-1).clone(memory_format=torch.contiguous_format).view(-1, 1).view(torch.uint8)


def same(found, wanted, *, ordered=True):
    assert (list(found) == list(wanted)) if ordered else (set(found) == set(wanted))
    for name, tensor in wanted.items():
        assert found[name].shape == tensor.shape and found[name].dtype == tensor.dtype, name
        assert torch.equal(bits(found[name]), bits(tensor)), name


def snapshot(draft):
    return [(name, item.shape, item.dtype, item.value) for name, item in draft.items.items()]


usual = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@usual
@given(recipes())
def test_that_an_export_is_what_torch_makes_by_hand(tmp_path, made):
    found, states = made
    torch.save(states[0], tmp_path / "a.pth")
    draft = apply_all(Draft.of(open_checkpoint(tmp_path / "a.pth")), found)
    export_draft(draft, tmp_path / "b.pth")
    same(torch.load(tmp_path / "b.pth", weights_only=True), states[-1])


@usual
@given(recipes())
def test_that_safetensors_and_npz_hold_the_same(tmp_path, made):
    found, states = made
    torch.save(states[0], tmp_path / "a.pth")
    draft = apply_all(Draft.of(open_checkpoint(tmp_path / "a.pth")), found)
    narrow = {name: value.to(torch.complex64) if value.is_complex() else value for name, value in states[-1].items()}
    export_draft(draft, tmp_path / "b.safetensors", tied="copy")
    same(load_file(tmp_path / "b.safetensors"), narrow, ordered=False)
    export_draft(draft, tmp_path / "b.npz")
    with np.load(tmp_path / "b.npz") as arrays:
        for name, tensor in states[-1].items():
            wide = tensor.float() if tensor.dtype == torch.bfloat16 else tensor
            np.testing.assert_array_equal(arrays[name], wide.resolve_conj().numpy())


@usual
@given(recipes())
def test_that_undo_to_the_start_is_the_start_and_redo_the_end(tmp_path, made):
    found, states = made
    torch.save(states[0], tmp_path / "a.pth")
    drafts = [Draft.of(open_checkpoint(tmp_path / "a.pth"))]
    kept = [snapshot(drafts[0])]
    for step in found:
        drafts.append(apply(drafts[-1], step))
        kept.append(snapshot(drafts[-1]))
    assert [snapshot(draft) for draft in drafts] == kept, "a step changed an earlier draft"
    assert not drafts[0].is_changed and not drafts[0].changed_names()
    with Sources() as sources:
        for name, tensor in states[0].items():
            item = drafts[0].items[name]
            array = item.value.read(sources, whole(item.shape))
            wide = tensor.float() if tensor.dtype == torch.bfloat16 else tensor
            np.testing.assert_array_equal(array, wide.resolve_conj().numpy())


@usual
@given(recipes())
def test_that_a_saved_recipe_does_the_same_again(tmp_path, made):
    found, states = made
    torch.save(states[0], tmp_path / "a.pth")
    base = Draft.of(open_checkpoint(tmp_path / "a.pth"))
    once = apply_all(base, found)
    save_recipe(once.steps, tmp_path / "r.json")
    again = replay(base, load_recipe(tmp_path / "r.json"))
    assert again.problems == () and snapshot(again.draft) == snapshot(once)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(OPERATIONS)), st.lists(st.text(max_size=12) | st.sampled_from(NAMES), max_size=4))
def test_that_any_arguments_are_a_step_or_a_named_error(tmp_path, operation, arguments):
    path = tmp_path / "a.pth"
    if not path.exists():
        torch.save({name: torch.ones(2, 3) for name in NAMES}, path)
    draft = Draft.of(open_checkpoint(path))
    before = snapshot(draft)
    try:
        after = apply(draft, Step(operation, tuple(arguments)))
    except EditError as error:
        assert str(error)
    else:
        assert after.steps[-1].operation == operation
    assert snapshot(draft) == before
