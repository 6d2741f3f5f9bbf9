"""Which tensors are found to belong together."""

import string

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.checkpoint.comparing.alignment import align
from desktop_app.checkpoint.comparing.differences import Difference, compare, compare_origins, worst_first
from desktop_app.checkpoint.comparing.measures import Measure
from desktop_app.checkpoint.comparing.sides import Origin, Side
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.editing.recipes import parse_step
from desktop_app.checkpoint.files import FileChanged
from desktop_app.checkpoint.open import open_checkpoint


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("alignment")


def sides(folder, a, b):
    torch.save(a, folder / "a.pth")
    torch.save(b, folder / "b.pth")
    return Side.of(open_checkpoint(folder / "a.pth")), Side.of(open_checkpoint(folder / "b.pth"))


def aligned(folder, a, b):
    found = align(*sides(folder, a, b))
    names_a = [pair.name_a for pair in found.pairs] + list(found.only_a)
    names_b = [pair.name_b for pair in found.pairs] + list(found.only_b)
    assert sorted(names_a) == sorted(a)
    assert sorted(names_b) == sorted(b)
    assert all(0 <= pair.match <= 1 for pair in found.pairs)
    return found


def renamed(found):
    return {pair.name_a: pair.name_b for pair in found.renamed}


def model(blocks=3, seed=0):
    torch.manual_seed(seed)
    state = {"embed.weight": torch.randn(11, 4)}
    for block in range(blocks):
        state |= {
            f"blocks.{block}.attn.weight": torch.randn(4, 4),
            f"blocks.{block}.attn.bias": torch.zeros(4),
            f"blocks.{block}.norm.weight": torch.ones(4),
            f"blocks.{block}.norm.bias": torch.zeros(4),
        }
    return state | {"head.weight": torch.randn(5, 4), "head.bias": torch.randn(5)}


def test_that_equal_names_belong_together_whatever_their_shapes(folder):
    found = aligned(folder, {"x": torch.ones(2), "y": torch.ones(2)}, {"y": torch.ones(3), "z": torch.ones(9)})
    assert [pair.name_a for pair in found.same] == ["y"]
    assert (found.only_a, found.only_b, found.renamed) == (("x",), ("z",), ())


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "model.", "net.encoder.", "module._orig_mod."])
def test_that_a_common_prefix_is_found_both_ways_for_other_values(folder, prefix):
    one, other = model(), {prefix + name: value for name, value in model(seed=1).items()}
    assert renamed(aligned(folder, one, other)) == {name: prefix + name for name in one}
    assert renamed(aligned(folder, other, one)) == {prefix + name: name for name in one}


def test_that_an_exchanged_prefix_is_found_in_part_of_the_names(folder):
    other = {name.replace("blocks.", "encoder.layers."): value for name, value in model(seed=1).items()}
    found = aligned(folder, model(), other)
    assert renamed(found) == {name: name.replace("blocks.", "encoder.layers.") for name in model() if "blocks" in name}
    assert len(found.same) == 3


def test_that_an_exchanged_suffix_is_found(folder):
    one = {f"{i}.conv.weight": torch.randn(4, 4) for i in range(5)}
    other = {f"{i}.conv.weight_orig": torch.randn(4, 4) for i in range(5)}
    assert renamed(aligned(folder, one, other)) == {f"{i}.conv.weight": f"{i}.conv.weight_orig" for i in range(5)}


def test_that_a_wrapper_in_the_middle_is_seen_through(folder):
    one = {"encoder.layer.weight": torch.randn(3), "head": torch.randn(3)}
    other = {"encoder._orig_mod.layer.weight": torch.randn(3), "head": torch.randn(3)}
    assert renamed(aligned(folder, one, other)) == {"encoder.layer.weight": "encoder._orig_mod.layer.weight"}


def test_that_other_shapes_are_paired_only_by_a_prefix_that_others_share(folder):
    other = {"module." + name: value for name, value in model(seed=1).items()}
    other["module.head.weight"] = torch.randn(7, 4)
    found = aligned(folder, model(), other)
    assert renamed(found)["head.weight"] == "module.head.weight"
    assert next(pair for pair in found.renamed if pair.name_a == "head.weight").match < 1
    found = aligned(folder, {"fc.weight": torch.randn(9, 4)}, {"classifier.weight": torch.randn(5, 4)})
    assert found.renamed == ()


def test_that_unrelated_tensors_of_one_shape_are_not_paired(folder):
    torch.manual_seed(0)
    found = aligned(
        folder, {"s": torch.ones(2), "only_a": torch.randn(4)}, {"s": torch.ones(2), "only_b": torch.randn(4)}
    )
    assert (found.only_a, found.only_b) == (("only_a",), ("only_b",))
    found = aligned(folder, {"only_a": torch.zeros(4)}, {"only_b": torch.zeros(4)})
    assert found.renamed == ()


def test_that_values_tell_tensors_of_one_shape_apart(folder):
    torch.manual_seed(0)
    values = [torch.randn(30) for _ in range(6)]
    one = {f"a{i}": value for i, value in enumerate(values)}
    other = {f"q{i}": value for i, value in enumerate(reversed(values))}
    assert renamed(aligned(folder, one, other)) == {f"a{i}": f"q{5 - i}" for i in range(6)}
    moved = {name: value + 0.05 * torch.randn(30) for name, value in other.items()}
    found = aligned(folder, one, moved)
    assert renamed(found) == {f"a{i}": f"q{5 - i}" for i in range(6)}
    assert all(0.5 < pair.match < 1 for pair in found.renamed)


def test_that_the_same_architecture_under_other_names_is_found_by_order(folder):
    one, other = model(), {f"p{i}": value for i, value in enumerate(model(seed=1).values())}
    assert renamed(aligned(folder, one, other)) == {name: f"p{i}" for i, name in enumerate(one)}


def test_that_tensors_without_values_are_told_apart_by_name(folder):
    one = {"a.weight": torch.empty(3, 3, device="meta"), "b": torch.empty(3, 3, device="meta")}
    other = {"z.weight": torch.empty(3, 3, device="meta"), "y": torch.empty(3, 3, device="meta")}
    assert renamed(aligned(folder, one, other)) == {"a.weight": "z.weight"}


NAMES = st.lists(
    st.lists(st.text(string.ascii_lowercase + "_0", min_size=1, max_size=5), min_size=1, max_size=4).map(".".join),
    min_size=2,
    max_size=14,
    unique=True,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=NAMES, data=st.data())
def test_that_random_renames_are_found_by_values(folder, names, data):
    torch.manual_seed(0)
    half = len(names) // 2
    old, new = names[:half], [f"{name}.q{i}" for i, name in enumerate(names[half : 2 * half])]
    shapes = data.draw(st.lists(st.sampled_from([(8,), (3, 4), (5, 2, 2)]), min_size=half, max_size=half))
    values = [torch.randn(shape) for shape in shapes]
    order = data.draw(st.permutations(range(half)))
    found = aligned(folder, dict(zip(old, values, strict=True)), {new[i]: values[i] for i in order})
    assert renamed(found) == dict(zip(old, new, strict=True))
    assert {pair.match for pair in found.renamed} == {1.0}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=NAMES, data=st.data())
def test_that_random_renames_are_found_by_shapes(folder, names, data):
    torch.manual_seed(0)
    half = len(names) // 2
    old, new = names[:half], [f"renamed{i}" for i in range(half)]
    values = [torch.randn(3 + i, 4) for i in range(half)]
    order = list(range(half)) if half >= 3 else data.draw(st.permutations(range(half)))
    other = {new[i]: values[i] + (torch.randn(3 + i, 4) if half >= 3 else 0) for i in order}
    pairs = renamed(aligned(folder, dict(zip(old, values, strict=True)), other))
    assert pairs == {name: new[i] for i, name in enumerate(old)}


def test_that_a_comparison_tells_the_alignment_first_and_sorts_the_worst_first(folder):
    a, b = sides(
        folder,
        {"x": torch.ones(3), "y": torch.ones(3), "n": torch.ones(2), "s": torch.ones(4), "e": torch.ones(2)},
        {"x": torch.ones(3) * 2, "y": torch.ones(3) * 9, "n": torch.full((2,), torch.nan), "s": torch.ones(5), "e": torch.ones(2)},
    )  # fmt: skip
    alignment, *batches = compare(a, b)
    found = {position: one for batch in batches for position, one in batch}
    differences = [Difference(pair, found[at]) for at, pair in enumerate(alignment.pairs)]
    assert [one.pair.name_a for one in worst_first(differences)] == ["s", "n", "y", "x", "e"]
    assert [one.outcome for one in differences] == ["changed"] * 4 + ["equal"]
    assert isinstance(differences[0].measure, Measure)


def test_that_rows_for_a_window_tell_all_that_there_is(folder):
    torch.save({"x": torch.ones(3), "y": torch.ones(2, 3), "gone": torch.ones(5)}, folder / "a.pth")
    torch.save({"x": torch.ones(3), "y": torch.zeros(2, 3), "new": torch.ones(6)}, folder / "b.pth")
    edited = apply_all(Draft.of(open_checkpoint(folder / "a.pth")), [parse_step("scale x 3")], open_checkpoint)
    rows, *batches = compare_origins(Origin.of(edited), Origin.of(open_checkpoint(folder / "b.pth")))
    found = dict(entry for batch in batches for entry in batch)
    told = {row.name_a or row.name_b: row.outcome(found.get(at)) for at, row in enumerate(rows)}
    assert told == {"x": "changed", "y": "changed", "gone": "only_a", "new": "only_b"}
    assert found[0].max_abs == 2
    assert rows[0].outcome(None) is None
    torch.save({"x": torch.ones(4)}, folder / "a.pth")
    with pytest.raises(FileChanged):
        Origin.of(edited).side()


def net(width, dtype=torch.float32):
    torch.manual_seed(width)
    layers = {"c1": (width, 3), "c2": (2 * width, width), "fc": (width, 2 * width)}
    return {f"{name}.weight": torch.randn(shape).to(dtype) for name, shape in layers.items()}


def prefixed(state, prefix):
    return {prefix + name: tensor for name, tensor in state.items()}


@pytest.mark.parametrize(
    ("before", "behind"),
    [("", "backbone."), ("backbone.", ""), ("", "model.module."), ("net.", "encoder."), ("model.", "module.")],
)
@pytest.mark.parametrize("other", [net(4, torch.float16), net(6)], ids=["other type", "other shapes"])
def test_that_a_prefix_is_seen_through_whatever_else_changed(tmp_path, before, behind, other):
    found = aligned(tmp_path, prefixed(net(4), before), prefixed(other, behind))
    assert {one.name_a: one.name_b for one in found.renamed} == {before + name: behind + name for name in net(4)}
    assert not found.only_a and not found.only_b and all(one.match < 1 for one in found.renamed)


def test_that_names_which_a_prefix_made_equal_by_chance_are_not_one_tensor(tmp_path):
    inner = {f"0.{at}.{leaf}": torch.randn(3, 3) for at in range(2) for leaf in ("weight", "bias")}
    state = {**inner, "1.weight": torch.randn(3, 3), "1.bias": torch.randn(3)}
    found = aligned(tmp_path, state, prefixed(state, "0."))  # both have a 0.1.weight
    assert [(one.name_a, one.name_b) for one in found.renamed] == [(name, f"0.{name}") for name in state]
    assert not found.same


def test_that_equal_names_stay_together_beside_a_copy_under_a_prefix(tmp_path):
    found = aligned(tmp_path, net(4), {**prefixed(net(4), "ema."), **net(4)})
    assert len(found.same) == 3 and not found.renamed and len(found.only_b) == 3


def test_that_of_two_copies_under_prefixes_the_one_with_the_values_is_taken(tmp_path):
    other = {name: tensor + 1 for name, tensor in net(4).items()}
    found = aligned(tmp_path, net(4), {**prefixed(other, "student."), **prefixed(net(4), "teacher.")})
    assert [one.name_b for one in found.renamed] == [f"teacher.{name}" for name in net(4)]
