"""Merges against the same thing computed by hand in torch."""

import json

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.checkpoint.editing.blends import arc_shares
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.errors import EditError
from desktop_app.checkpoint.editing.expressions import Sources
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.editing.regions import blocks, whole
from desktop_app.checkpoint.editing.values import tied_with
from desktop_app.checkpoint.merges.merge_model import CONFLICTS, METHODS
from desktop_app.checkpoint.merges.merging import merge, parse_weights, preview_merge
from desktop_app.checkpoint.open import open_checkpoint

FLOATS = [torch.float32, torch.float16, torch.bfloat16, torch.float64, torch.float8_e4m3fn, torch.float8_e5m2]


def drafts_of(folder, *states):
    drafts = []
    for place, state in enumerate(states):
        path = folder / f"m{place}.pth"
        torch.save(state, path)
        drafts.append(Draft.of(open_checkpoint(path)))
    return drafts


def numbers(tensor):
    return (tensor if tensor.dtype in (torch.float64, torch.float16, torch.int64) else tensor.float()).numpy()


def values(draft, name, most=5):
    value = draft.items[name].value
    with Sources() as sources:
        pieces = [value.read(sources, region).reshape(-1) for region in blocks(value.shape, most)]
        array = value.read(sources, whole(value.shape))
        if value.shape and value.shape[0] > 1:
            backwards = value.read(sources, (range(value.shape[0] - 1, -1, -1), *whole(value.shape[1:])))
            np.testing.assert_array_equal(backwards[::-1], array)
    assert array.shape == value.shape
    np.testing.assert_array_equal(np.concatenate(pieces) if pieces else array.reshape(-1), array.reshape(-1))
    return array


def wide(tensor, like):
    return tensor.double() if like == torch.float64 else tensor.float()


def by_hand(method, tensors, weights, kind):
    """The plain torch program that a merge stands for."""
    many = [wide(tensor, kind) for tensor in tensors]
    first, rest = many[0], many[1:]
    if method == "average":
        return sum(many[1:], many[0]) / len(many)
    if method == "weighted":
        total = first * weights[0]
        for tensor, weight in zip(rest, weights[1:], strict=True):
            total = total + tensor * weight
        return total
    if method == "ema":
        new = first
        for tensor, decay in zip(rest, weights, strict=True):
            new = decay * new + (1 - decay) * tensor
        return new
    total = first
    for tensor, weight in zip(rest, weights, strict=True):
        total = total + weight * (tensor - first)
    return total


def slerp_by_hand(first, second, t, kind):
    one, two = first.double().flatten(), second.double().flatten()
    cosine = float(one @ two) / max(float(one.norm() * two.norm()), 1e-300)
    a, b = wide(first, kind), wide(second, kind)
    if abs(cosine) >= 0.9995 or not one.norm() or not two.norm():
        return (1 - t) * a + t * b
    angle = np.arccos(cosine)
    return float(np.sin((1 - t) * angle) / np.sin(angle)) * a + float(np.sin(t * angle) / np.sin(angle)) * b


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_that_sums_equal_torch_bit_for_bit(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("m")
    shape = tuple(data.draw(st.lists(st.integers(0, 5), max_size=4)))
    count = data.draw(st.integers(2, 4))
    dtypes = data.draw(st.lists(st.sampled_from(FLOATS), min_size=count, max_size=count))
    torch.manual_seed(data.draw(st.integers(0, 99)))
    tensors = [(torch.randn(shape) * 3).to(dtype) for dtype in dtypes]
    method = data.draw(st.sampled_from(["average", "weighted", "ema", "task-arithmetic"]))
    number = st.floats(0, 1) if method == "ema" else st.floats(-2, 2)
    size = {"average": 0, "weighted": count}.get(method, count - 1)
    weights = data.draw(st.lists(number, min_size=size, max_size=size))
    kind = torch.float64 if torch.float64 in dtypes else torch.float32
    expected = by_hand(method, tensors, weights, kind).to(dtypes[0])
    merged = merge(drafts_of(folder, *({"w": tensor} for tensor in tensors)), method, weights or None).draft
    assert merged.items["w"].dtype == str(dtypes[0]).removeprefix("torch.")
    np.testing.assert_array_equal(values(merged, "w"), numbers(expected))


@settings(max_examples=30, deadline=None)
@given(
    shape=st.lists(st.integers(0, 5), max_size=3),
    dtype=st.sampled_from(FLOATS[:4]),
    t=st.floats(0, 1),
    seed=st.integers(0, 50),
    how=st.sampled_from(["free", "parallel", "opposite", "zero"]),
)
def test_that_slerp_equals_torch(shape, dtype, t, seed, how, tmp_path_factory):
    torch.manual_seed(seed)
    first = torch.randn(shape)
    second = {"free": torch.randn(shape), "parallel": first * 2, "opposite": -first, "zero": first * 0}[how]
    first, second = first.to(dtype), second.to(dtype)
    expected = slerp_by_hand(first, second, t, dtype).to(dtype)
    drafts = drafts_of(tmp_path_factory.mktemp("s"), {"w": first}, {"w": second})
    merged = merge(drafts, "slerp", [t]).draft
    found = torch.from_numpy(np.array(values(merged, "w"))).to(dtype)
    step = torch.finfo(dtype).eps
    torch.testing.assert_close(found.double(), expected.double(), rtol=2 * step, atol=step)


def test_that_slerp_keeps_the_length_of_unit_vectors_and_reads_them_once(tmp_path):
    a, b = torch.eye(3)[0], torch.eye(3)[1]
    drafts = drafts_of(tmp_path, {"w": a}, {"w": b})
    merged = merge(drafts, "slerp").draft
    np.testing.assert_allclose(values(merged, "w"), [0.5**0.5, 0.5**0.5, 0], rtol=1e-6)
    value = merged.items["w"].value
    with Sources() as sources:
        value.read(sources, whole(value.shape))
        known = dict(sources.known)
        value.read(sources, whole(value.shape))
        assert sources.known == known and len(known) == 1
    three = merge([*drafts, drafts[0]], "slerp", [0.5, 1.0]).draft
    np.testing.assert_allclose(values(three, "w"), a, atol=1e-7)
    shared = merge(drafts, "slerp", [0.7, 0.3]).draft
    np.testing.assert_array_equal(values(shared, "w"), values(merge(drafts, "slerp", [0.3]).draft, "w"))


def test_that_the_ends_of_an_arc_are_its_ends():
    for cosine in (-0.9, 0.0, 0.5, 0.9999, float("nan")):
        assert arc_shares(cosine, 0) == pytest.approx((1, 0), abs=1e-12)
        assert arc_shares(cosine, 1) == pytest.approx((0, 1), abs=1e-12)


def test_that_defaults_are_those_of_the_contract(tmp_path):
    a, b = torch.randn(4), torch.randn(4)
    drafts = drafts_of(tmp_path, {"w": a}, {"w": b})
    np.testing.assert_array_equal(values(merge(drafts, "average").draft, "w"), ((a + b) / 2).numpy())
    np.testing.assert_array_equal(values(merge(drafts, "weighted").draft, "w"), ((a + b) / 2).numpy())
    np.testing.assert_array_equal(values(merge(drafts, "ema").draft, "w"), (0.999 * a + (1 - 0.999) * b).numpy())
    np.testing.assert_array_equal(values(merge(drafts, "task-arithmetic").draft, "w"), (a + (b - a)).numpy())


def test_that_complex_numbers_are_merged_and_counters_taken_from_the_first(tmp_path):
    a = {"c": torch.randn(3, dtype=torch.complex64), "n": torch.tensor(3), "m": torch.tensor([True, False])}
    b = {"c": torch.randn(3, dtype=torch.complex64), "n": torch.tensor(9), "m": torch.tensor([True, True])}
    result = merge(drafts_of(tmp_path, a, b), "average")
    np.testing.assert_array_equal(values(result.draft, "c"), ((a["c"] + b["c"]) / 2).numpy())
    assert values(result.draft, "n") == 3 and list(values(result.draft, "m")) == [True, False]
    assert (result.preview.merged, result.preview.taken, result.preview.kept) == (1, 2, 0) and not result.conflicts


def test_that_keys_fit_without_what_wrappers_put_in_front(tmp_path):
    a = {"a.w": torch.ones(2), "module.b": torch.ones(2), "c._orig_mod.w": torch.ones(1)}
    b = {"module._orig_mod.a.w": torch.zeros(2), "b": torch.zeros(2), "c.w": torch.zeros(1)}
    result = merge(drafts_of(tmp_path, a, b), "average")
    assert list(result.draft.items) == list(a)
    assert all((values(result.draft, name) == 0.5).all() for name in a)
    assert [(conflict.code, conflict.is_note) for conflict in result.conflicts] == [("wrapped", True)]


def test_that_an_exact_key_goes_before_a_stripped_one_and_two_candidates_are_none(tmp_path):
    a = {"x": torch.ones(1), "y": torch.ones(1)}
    b = {
        "module.x": torch.full((1,), 9.0),
        "x": torch.zeros(1),
        "module.y": torch.zeros(1),
        "_orig_mod.y": torch.zeros(1),
    }
    result = merge(drafts_of(tmp_path, a, b), "average")
    assert values(result.draft, "x") == 0.5 and values(result.draft, "y") == 1
    assert sorted(conflict.code for conflict in result.conflicts) == ["extra", "extra", "extra", "missing"]


def test_that_each_conflict_is_told_and_the_first_is_kept(tmp_path):
    a = {
        "same": torch.ones(2), "gone": torch.ones(2), "shape": torch.ones(2, 3), "kind": torch.ones(2),
        "half": torch.ones(2).half(), "real": torch.ones(2),
    }  # fmt: skip
    b = {
        "same": torch.zeros(2), "new": torch.ones(1), "shape": torch.ones(3, 2), "kind": torch.ones(2).int(),
        "half": torch.zeros(2), "real": torch.ones(2, dtype=torch.complex64),
    }  # fmt: skip
    drafts = drafts_of(tmp_path, a, b)
    preview = preview_merge(drafts, "average")
    told = {conflict.name: (conflict.code, conflict.is_note) for conflict in preview.conflicts}
    assert told == {
        "gone": ("missing", False), "new": ("extra", False), "shape": ("shape", False), "kind": ("kind", False),
        "half": ("dtype", True), "real": ("kind", False),
    }  # fmt: skip
    assert (preview.merged, preview.kept) == (2, 4)
    sentence = next(conflict.message for conflict in preview.conflicts if conflict.name == "shape")
    assert sentence == "shape is 2×3 in the first and 3×2 in m1.pth; it stays as in the first."
    merged = merge(drafts, "average").draft
    assert "new" not in merged.items and merged.items["half"].dtype == "float16"
    for name in ("gone", "shape", "kind", "real"):
        assert merged.items[name] == drafts[0].items[name]
    with pytest.raises(EditError) as caught:
        merge(drafts, "average", strict=True)
    assert caught.value.code == "merge-conflicts" and caught.value.values["count"] == "5"


def test_that_what_lies_beside_the_state_dict_stays(tmp_path):
    model = torch.nn.Linear(2, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    wrapped = {"state_dict": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3}
    drafts = drafts_of(tmp_path, wrapped, torch.nn.Linear(2, 2).state_dict())
    result = merge(drafts, "average")
    assert list(result.draft.items) == list(drafts[0].items) and result.preview.merged == 2 and not result.conflicts
    for name, item in drafts[0].items.items():
        assert (result.draft.items[name] == item) == (item.role == "optimizer")


@pytest.mark.filterwarnings("ignore:torch.quantize_per_tensor")
def test_that_quantised_tensors_become_float32(tmp_path):
    tensor = torch.quantize_per_tensor(torch.randn(4), 0.1, 0, torch.qint8)
    result = merge(drafts_of(tmp_path, {"w": tensor}, {"w": torch.ones(4)}), "average")
    assert result.draft.items["w"].dtype == "float32" and [c.code for c in result.conflicts] == ["quantised"]
    np.testing.assert_array_equal(values(result.draft, "w"), ((tensor.dequantize() + 1) / 2).numpy())


def test_that_sparse_and_meta_tensors_do_not_break_a_merge(tmp_path):
    a = {"s": torch.eye(3).to_sparse(), "m": torch.ones(2)}
    b = {"s": torch.ones(3, 3), "m": torch.ones(2, device="meta")}
    result = merge(drafts_of(tmp_path, a, b), "average")
    np.testing.assert_array_equal(values(result.draft, "s"), ((torch.eye(3) + 1) / 2).numpy())
    assert [(c.code, c.name) for c in result.conflicts] == [("values", "m")]


def test_that_ties_are_kept_where_they_are_equal(tmp_path):
    one, two = torch.randn(3, 2), torch.randn(3, 2)
    a = {"embed": one, "head": one, "x": one[:1]}
    tied = merge(drafts_of(tmp_path, a, {"embed": two, "head": two, "x": two[:1]}), "average").draft
    assert tied_with(tied, "embed") == ("head",)
    apart = merge(drafts_of(tmp_path, a, {"embed": two, "head": two.clone(), "x": two[:1]}), "average").draft
    assert tied_with(apart, "embed") == ()


WRONG = [
    ("mix", None, "method"), ("average", [1, 2], "merge-weights"), ("weighted", [1], "merge-weights"),
    ("slerp", [1.5], "merge-range"), ("ema", [-0.1], "merge-range"), ("ema", [0.1, 0.2, 0.3], "merge-weights"),
    ("slerp", [0, 0], "merge-range"), ("lora", [1, 2], "merge-weights"), ("lora", None, "no-pairs"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "weights", "code"), WRONG)
def test_that_methods_and_weights_that_do_not_fit_are_said(method, weights, code, tmp_path):
    drafts = drafts_of(tmp_path, {"w": torch.ones(1)}, {"w": torch.ones(1)})
    with pytest.raises(EditError) as caught:
        merge(drafts, method, weights)
    assert caught.value.code == code
    with pytest.raises(EditError) as caught:
        merge(drafts[:1], "average")
    assert caught.value.code == "merge-files"


def test_that_weights_are_read_from_text():
    assert parse_weights("0.7, 0.3") == (0.7, 0.3)
    assert parse_weights("-") is None is parse_weights("")
    for text in ("a", "1,,2", "nan", "inf"):
        with pytest.raises(EditError):
            parse_weights(text)


def test_that_weights_that_do_not_add_up_are_told(tmp_path):
    drafts = drafts_of(tmp_path, {"w": torch.ones(1)}, {"w": torch.ones(1)})
    assert [c.message for c in merge(drafts, "weighted", [1, 0.5]).conflicts] == ["The weights add up to 1.5."]
    assert not merge(drafts, "weighted", [0.9, 0.1]).conflicts


def test_that_merge_is_an_operation_that_builds_on_others(tmp_path):
    a, b = {"w": torch.randn(4)}, {"v": torch.randn(4)}
    drafts = drafts_of(tmp_path, a, b)
    steps = [parse_step("rename w v"), parse_step(f'merge weighted 0.25,0.75 "{tmp_path / "m1.pth"}"')]
    after = apply_all(drafts[0], [*steps, parse_step("cast v bfloat16")], open_checkpoint)
    np.testing.assert_array_equal(values(after, "v"), (a["w"] * 0.25 + b["v"] * 0.75).bfloat16().float().numpy())
    assert [step.operation for step in after.steps] == ["rename", "merge", "cast"]


# ---------------------------------------------------------------------- low rank


def whole_numbers(*shape):
    """Small whole numbers: their products and sums are exact in float32, whatever the order."""
    return torch.randint(-4, 5, shape).float()


@settings(max_examples=40, deadline=None)
@given(
    out=st.integers(1, 6), into=st.integers(1, 6), rank=st.integers(1, 4), kernel=st.lists(st.integers(1, 3), max_size=2),
    dtype=st.sampled_from([torch.float32, torch.float16, torch.bfloat16]), seed=st.integers(0, 20), weight=st.sampled_from([1.0, 0.5, -2.0]),
)  # fmt: skip
def test_that_a_pair_is_added_as_in_torch(out, into, rank, kernel, dtype, seed, weight, tmp_path_factory):
    torch.manual_seed(seed)
    base = whole_numbers(out, into, *kernel)
    down, up = whole_numbers(rank, into, *kernel), whole_numbers(out, rank, *[1] * len(kernel))
    alpha = 2.0 * rank
    state = {
        "lora_unet_a_b.lora_down.weight": down,
        "lora_unet_a_b.lora_up.weight": up,
        "lora_unet_a_b.alpha": torch.tensor(alpha),
    }
    drafts = drafts_of(tmp_path_factory.mktemp("l"), {"a.b.weight": base.to(dtype)}, state)
    result = merge(drafts, "lora", [weight])
    product = (up.flatten(1) @ down.flatten(1)).reshape(base.shape)
    expected = (base + weight * alpha / rank * product).to(dtype)
    assert not result.conflicts and result.preview.merged == 1
    np.testing.assert_array_equal(values(result.draft, "a.b.weight"), numbers(expected))


def adapter(folder, state, **config):
    folder.mkdir(exist_ok=True)
    torch.save(state, folder / "adapter_model.bin")
    if config:
        (folder / "adapter_config.json").write_text(json.dumps(config))
    return Draft.of(open_checkpoint(folder / "adapter_model.bin"))


def test_that_peft_names_and_its_config_are_read(tmp_path):
    base = {
        "h.0.attn.weight": whole_numbers(4, 6),
        "h.0.mlp.weight": whole_numbers(5, 5),
        "wte.weight": whole_numbers(7, 4),
    }
    a = {name: (whole_numbers(2, base[name].shape[1]), whole_numbers(base[name].shape[0], 2)) for name in base}
    embedding = whole_numbers(2, 7), whole_numbers(4, 2)
    state = {
        "base_model.model.h.0.attn.lora_A.weight": a["h.0.attn.weight"][0],
        "base_model.model.h.0.attn.lora_B.weight": a["h.0.attn.weight"][1],
        "base_model.model.h.0.mlp.lora_A.default.weight": a["h.0.mlp.weight"][0],
        "base_model.model.h.0.mlp.lora_B.default.weight": a["h.0.mlp.weight"][1],
        "base_model.model.wte.lora_embedding_A": embedding[0],
        "base_model.model.wte.lora_embedding_B": embedding[1],
    }
    (first,) = drafts_of(tmp_path, base)
    told = {"lora_alpha": 8, "r": 2, "fan_in_fan_out": True, "alpha_pattern": {"attn": 16, "a|b": 1}}
    result = merge([first, adapter(tmp_path / "a", state, **told)], "lora")
    assert [c.code for c in result.conflicts] == ["lora-pattern"]
    down, up = a["h.0.attn.weight"]
    # 4×6 fits only as it stands; 5×5 is ambiguous, so that the config decides
    np.testing.assert_array_equal(values(result.draft, "h.0.attn.weight"), base["h.0.attn.weight"] + 8 * (up @ down))
    down, up = a["h.0.mlp.weight"]
    np.testing.assert_array_equal(values(result.draft, "h.0.mlp.weight"), base["h.0.mlp.weight"] + 4 * (up @ down).t())
    np.testing.assert_array_equal(
        values(result.draft, "wte.weight"), base["wte.weight"] + 4 * (embedding[1] @ embedding[0]).t()
    )
    plain = merge([first, adapter(tmp_path / "b", state)], "lora")
    assert [c.code for c in plain.conflicts] == ["lora-alpha"]
    root = merge([first, adapter(tmp_path / "c", state, lora_alpha=4, use_rslora=True)], "lora").draft
    np.testing.assert_allclose(
        values(root, "h.0.mlp.weight"), base["h.0.mlp.weight"] + 4 / 2**0.5 * (up @ down), rtol=1e-6
    )


NAMES = [
    ("base_model.model.{}.lora_A.weight", "base_model.model.{}.lora_B.weight", "blocks.0.to_q"),
    ("{}.lora_A.style.weight", "{}.lora_B.style.weight", "blocks.0.to_q"),
    ("unet.{}.lora.down.weight", "unet.{}.lora.up.weight", "blocks.0.to_q"),
    ("transformer.{}.lora_A.weight", "transformer.{}.lora_B.weight", "blocks.0.to_q"),
    ("text_encoder.{}.lora_linear_layer.down.weight", "text_encoder.{}.lora_linear_layer.up.weight", "blocks.0.to_q"),
    ("lora_unet_{}.lora_down.weight", "lora_unet_{}.lora_up.weight", "blocks_0_to_q"),
    ("lora_te1_{}.lora_down.weight", "lora_te1_{}.lora_up.weight", "blocks_0_to_q"),
    ("unet.blocks.0.processor.{}_lora.down.weight", "unet.blocks.0.processor.{}_lora.up.weight", "to_q"),
]


PLACES = [(*names, prefix) for names in NAMES for prefix in ("", "module.")]
# names without dots are also found below what a base puts in front of them
PLACES += [(*names, "model.diffusion_model.") for names in NAMES if names[2] == "blocks_0_to_q"]


@pytest.mark.parametrize(("down", "up", "module", "prefix"), PLACES)
def test_that_every_naming_finds_its_tensor(down, up, module, prefix, tmp_path):
    base = {f"{prefix}blocks.0.to_q.weight": whole_numbers(3, 4), f"{prefix}blocks.1.to_q.weight": whole_numbers(3, 4)}
    pair = whole_numbers(2, 4), whole_numbers(3, 2)
    result = merge(drafts_of(tmp_path, base, {down.format(module): pair[0], up.format(module): pair[1]}), "lora")
    assert [c.code for c in result.conflicts] == ["lora-alpha"]
    name = f"{prefix}blocks.0.to_q.weight"
    np.testing.assert_array_equal(values(result.draft, name), base[name] + pair[1] @ pair[0])


def test_that_several_adapters_add_up_and_are_rounded_once(tmp_path):
    base = {"x.weight": whole_numbers(3, 4).half()}
    pairs = [(torch.randn(2, 4), torch.randn(3, 2)) for _ in range(2)]
    states = [{"x.lora_A.weight": down, "x.lora_B.weight": up} for down, up in pairs]
    merged = merge(drafts_of(tmp_path, base, *states), "lora", [0.5, 2]).draft
    expected = base["x.weight"].float() + 0.5 * (pairs[0][1] @ pairs[0][0]) + 2 * (pairs[1][1] @ pairs[1][0])
    np.testing.assert_allclose(values(merged, "x.weight", most=12), expected.half().numpy(), rtol=2e-3)


def test_that_what_is_no_plain_pair_is_told_and_not_added(tmp_path):
    base = {"x.weight": torch.ones(3, 4), "n.weight": torch.ones(2, 2, dtype=torch.int64), "d.weight": torch.ones(3, 4)}
    pair = {"lora_A.weight": torch.ones(2, 4), "lora_B.weight": torch.ones(3, 2)}
    state = {f"{module}.{key}": value for module in ("x", "zz", "d") for key, value in pair.items()}
    state["d.lora_magnitude_vector"] = torch.ones(3)
    state |= {"n.lora_A.weight": torch.ones(1, 2), "n.lora_B.weight": torch.ones(2, 1)}
    state |= {"half.lora_A.weight": torch.ones(2, 4), "x.bias": torch.ones(3)}
    result = merge(drafts_of(tmp_path, base, state), "lora")
    told = {conflict.name: conflict.code for conflict in result.conflicts if conflict.name}
    assert told == {
        "zz": "lora-base", "d": "lora-kind", "n": "lora-type", "half": "lora-half", "x.bias": "lora-left",
    }  # fmt: skip
    assert (values(result.draft, "x.weight") == 3).all() and (values(result.draft, "d.weight") == 1).all()
    wrong = {"x.lora_A.weight": torch.ones(2, 5), "x.lora_B.weight": torch.ones(3, 2)}
    (shape,) = [c for c in merge(drafts_of(tmp_path, base, wrong), "lora").conflicts if not c.is_note]
    assert shape.message == "x of m1.pth makes 3×5, but x.weight is 3×4; it is left out."


def test_that_a_hostile_config_is_not_believed(tmp_path):
    base = {"x.weight": torch.zeros(1, 1)}
    state = {"x.lora_A.weight": torch.ones(1, 1), "x.lora_B.weight": torch.ones(1, 1)}
    (first,) = drafts_of(tmp_path, base)
    for text in (
        "[" * 100_000,
        "[]",
        "{",
        '{"lora_alpha": "8"}',
        '{"lora_alpha": true}',
        '{"lora_alpha": 1e999}',
        "\x00",
    ):
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / "a" / "adapter_config.json").write_text(text)
        result = merge([first, adapter(tmp_path / "a", state)], "lora")
        assert [c.code for c in result.conflicts] == ["lora-alpha"]
        assert values(result.draft, "x.weight") == 1


def test_that_every_sentence_can_be_filled():
    assert set(METHODS) == {"average", "weighted", "slerp", "ema", "task-arithmetic", "lora"}
    assert all("{" not in text or text.count("{") == text.count("}") for text in CONFLICTS.values())
