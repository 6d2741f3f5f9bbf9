"""Dotted names become modules, whatever the names are, and tied tensors count once."""

import gc
import time
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.checkpoint.model import Role, Storage, TensorInfo
from desktop_app.checkpoint.tree import DEPTH, build_modules, module_ends


def tensor(name: str, shape: tuple[int, ...] = (2, 3), *, role: Role = "parameter", storage: str = "", offset: int = 0):
    place = Storage(storage or f"own {name}", 0, "", 0, 1000)
    return TensorInfo(name, shape, "float32", (1,) * len(shape), place, storage_offset=offset, role=role)


@dataclass(frozen=True)
class Facts:
    path: str
    class_name: str | None = "torch.nn.modules.activation.ReLU"
    training: bool | None = True
    hooks: tuple[str, ...] = ()
    non_persistent: tuple[str, ...] = ()
    contents: int = 7
    attributes: tuple[tuple[str, str], ...] = ()


def drawn(modules) -> list[str]:
    """The tree as indented lines: name and own tensors."""
    depth = {}
    lines = []
    for position, module in enumerate(modules):
        depth[position] = depth[module.parent] + 1 if module.parent >= 0 else 0
        lines.append("  " * depth[position] + f"{module.name}:{','.join(str(place) for place in module.tensors)}")
    return lines


def test_that_dotted_names_become_a_tree_in_file_order():
    names = ["stem.weight", "layer1.0.conv.weight", "layer1.0.conv.bias", "scale", "layer1.1.conv.weight", "stem.bias"]
    assert drawn(build_modules([tensor(name) for name in names])) == [
        ":3",
        "  stem:0,5",
        "  layer1:",
        "    0:",
        "      conv:1,2",
        "    1:",
        "      conv:4",
    ]


def test_that_numbered_blocks_come_in_numeric_order_even_when_the_file_sorted_them_as_text():
    names = [f"layers.{number}.weight" for number in sorted(range(12), key=str)]
    modules = build_modules([tensor(name) for name in names])
    assert [module.name for module in modules if module.name.isdigit()] == [str(number) for number in range(12)]


def test_that_odd_names_stay_whole_and_lose_nothing():
    for name in ["", ".", "..", ".x", "x.", "a..b", "a. .b", "weight\nx", "é.ü", "a/b"]:
        modules = build_modules([tensor(name), tensor("plain.weight")])
        owners = [module for module in modules if 0 in module.tensors]
        assert len(owners) == 1
        assert name.startswith(owners[0].path)
        assert len({module.path for module in modules}) == len(modules)


@given(st.lists(st.text(alphabet="ab.0/", max_size=8), unique=True, max_size=30))
def test_that_every_tensor_has_one_owner_whose_path_begins_its_name(names):
    tensors = [tensor(name) for name in names]
    modules = build_modules(tensors)
    assert sorted(place for module in modules for place in module.tensors) == list(range(len(names)))
    assert len({module.path for module in modules}) == len(modules)
    for position, module in enumerate(modules):
        assert all(names[place].startswith(module.path) for place in module.tensors)
        assert all(modules[child].parent == position for child in module.children)
        assert module.parent < position
    assert not modules or modules[0].parameters == 6 * len(names)


@given(st.text(alphabet="ab./", max_size=12))
def test_that_no_module_of_a_name_has_an_empty_name(name):
    ends = module_ends(name)
    begins = [0, *(end + 1 for end in ends)]
    assert all(name[end] in "./" for end in ends)
    assert all(end > begin for begin, end in zip(begins, ends, strict=False))


def test_that_a_second_state_dict_is_a_branch_of_its_own():
    tensors = [tensor(name) for name in ("generator/conv.weight", "generator/conv.bias", "critic/head.0.weight")]
    assert drawn(build_modules(tensors)) == [":", "  generator:", "    conv:0,1", "  critic:", "    head:", "      0:2"]


def test_that_a_name_of_many_thousand_steps_costs_no_more_than_the_depth_allowed():
    name = "a." * 300_000 + "weight"
    began = time.process_time()
    modules = build_modules([tensor(name), tensor("a.b.weight")])
    assert len(modules) <= DEPTH + 2
    assert time.process_time() - began < 1


def test_that_tied_tensors_count_once_in_every_module_that_holds_both():
    tensors = [
        tensor("encoder.embed.weight", (10, 4), storage="shared"),
        tensor("encoder.layer.weight", (4, 4)),
        tensor("decoder.embed.weight", (10, 4), storage="shared"),
        tensor("head.weight", (10, 4), storage="shared"),
    ]
    counts = {module.path: (module.parameters, module.nbytes) for module in build_modules(tensors)}
    assert counts[""] == (56, 224)
    assert counts["encoder"] == (56, 224)
    assert counts["decoder"] == (40, 160)
    assert counts["head"] == (40, 160)


def test_that_different_slices_of_one_storage_count_each():
    tensors = [tensor("flat.a", (5,), storage="flat"), tensor("flat.b", (7,), storage="flat", offset=5)]
    assert build_modules(tensors)[0].parameters == 12


def test_that_buffers_are_counted_apart_from_parameters():
    tensors = [tensor("bn.weight", (4,)), tensor("bn.running_mean", (4,), role="buffer")]
    root = build_modules(tensors)[0]
    assert (root.parameters, root.buffers, root.nbytes) == (4, 4, 32)


def test_that_optimizer_state_is_not_part_of_the_tree():
    tensors = [tensor("fc.weight"), tensor("optimizer/state/0/exp_avg", role="optimizer")]
    modules = build_modules(tensors)
    assert [module.path for module in modules] == ["", "fc"]
    assert modules[0].parameters == 6


def test_that_tensors_in_dicts_and_lists_alone_still_give_a_tree():
    tensors = [tensor(name, role="tensor") for name in ("batch/0/image", "batch/0/label", "batch/1/image", "mean")]
    assert drawn(build_modules(tensors)) == [":3", "  batch:", "    0:0,1", "    1:2"]


def test_that_modules_without_tensors_are_there_when_the_file_names_them():
    facts = [
        Facts("", "model.Net", hooks=("_forward_hooks[0]: print",)),
        Facts("conv", "torch.nn.modules.conv.Conv2d", attributes=(("kernel_size", "(3, 3)"),)),
        Facts("act"),
        Facts("fc", "torch.nn.modules.linear.Linear", training=False, non_persistent=("mask",)),
    ]
    tensors = [tensor("fc.weight"), tensor("conv.weight", (8, 3, 3, 3))]
    modules = build_modules(tensors, facts)
    assert [module.path for module in modules] == ["", "conv", "act", "fc"]
    root, conv, act, linear = modules
    assert root.hooks == ("_forward_hooks[0]: print",)
    assert (conv.class_name, conv.inferred, conv.tensors) == ("torch.nn.modules.conv.Conv2d", None, (1,))
    assert conv.attributes == (("kernel_size", "(3, 3)"),)
    assert (act.parameters, act.training, act.contents) == (0, True, 7)
    assert (linear.training, linear.non_persistent) == (False, ("mask",))


def test_that_no_tensors_give_no_modules():
    assert build_modules([]) == ()


def test_that_a_large_mixture_of_experts_is_built_in_a_second_of_cpu():
    tensors = [tensor(f"layers.{n // 2000}.experts.{n // 4 % 500}.w{n // 2 % 2}.{'ab'[n % 2]}") for n in range(100_000)]
    gc.collect()
    gc.freeze()  # what earlier tests left is not gone through at the cost of this one
    began = time.process_time()
    modules = build_modules(tensors)
    spent = time.process_time() - began
    gc.unfreeze()
    assert len(modules) > 60_000
    assert spent < 3, f"{spent:.2f} s"


@given(st.lists(st.text(alphabet="ab./", max_size=12), unique=True, max_size=20))
def test_that_the_order_in_which_names_come_never_changes_who_owns_them(names):
    owners = []
    for ordered in (names, names[::-1]):
        modules = build_modules([tensor(name) for name in ordered])
        owners.append({ordered[place]: module.path for module in modules for place in module.tensors})
    assert owners[0] == owners[1]


def test_that_nothing_is_inferred_from_a_tensor_whose_shape_is_not_known():
    lost = TensorInfo("head.weight", (0,), "unknown", (1,), None, role="parameter", status="missing")
    assert build_modules([lost])[1].inferred is None
