"""Recognition, tracing and layout of real models: against the figures that are promised, in time of the processor."""

import time

import pytest

torchvision = pytest.importorskip("torchvision")

from desktop_app.engine.models import build  # noqa: E402
from desktop_app.graph.arrangement import Arrangement  # noqa: E402
from desktop_app.graph.dataflow import build_dataflow  # noqa: E402
from desktop_app.graph.recognise import known_models, recognise  # noqa: E402
from desktop_app.graph.sources.trace import ops_of, trace  # noqa: E402


def milliseconds(work, rounds=3) -> float:
    """The best of some rounds; time of the processor, for other programs on the machine do not count."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return min(times)


def graph_of(name, method):
    ops, classes, numels, used = ops_of(trace(f"torchvision:{name}", "", [], [method]))
    assert used == method
    return build_dataflow(ops, name, classes=classes, numels=numels)


def every_model():
    """Name and module of all of torchvision's that are in the index, without weights."""
    for row in known_models().rows:
        for name in row.names:
            if name.startswith("torchvision."):
                yield name, build(name.replace(".", ":", 1), meta=True)


@pytest.mark.parametrize(
    ("name", "method", "floor"), [("densenet201", "fx", 150), ("swin_b", "export", 50), ("resnet50", "fx", 50)]
)
def test_laying_out_with_everything_open(benchmark, capsys, name, method, floor):
    """Each round is a new arrangement, so that no layout is kept from before."""
    graph = graph_of(name, method)

    def lay_out():
        arrangement = Arrangement(graph)
        arrangement.set_rule(99)
        return arrangement.root

    took = milliseconds(lay_out)
    groups = [place for place, node in enumerate(graph.nodes) if node.children and place]
    arrangement, worst = Arrangement(graph), 0.0
    for node in groups:
        arrangement.set_rule(2)
        arrangement.set_open(node, not arrangement.is_open(node))
        worst = max(worst, milliseconds(lambda: arrangement.root, 1))
    benchmark.pedantic(lay_out, rounds=1)
    leaves = sum(not node.children for node in graph.nodes)
    with capsys.disabled():
        print(f"\n  {name}: {leaves:,} operators, all open {took:.0f} ms (floor {floor}); worst expand {worst:.1f} ms")
    assert took < floor and worst < 100


@pytest.mark.parametrize("name", ["resnet50", "vit_b_16", "swin_b"])
def test_dataflow_beyond_the_import_of_torch(benchmark, capsys, name):
    graph_of("alexnet", "fx")  # torch and torchvision are imported
    took = milliseconds(lambda: graph_of(name, "fx"), 2)
    benchmark.pedantic(lambda: None, rounds=1)
    with capsys.disabled():
        print(f"\n  {name}: traced on the meta device, with shapes, and drawn up in {took:.0f} ms")
    assert took < 1000


def test_recognising_every_model_of_torchvision(benchmark, capsys):
    index = known_models()
    took: dict[str, float] = {}
    for name, model in every_model():
        pairs = [(key, tuple(value.shape)) for key, value in model.state_dict().items()]
        found = recognise(pairs, index)
        assert found[0].match == 1.0 and name in (found[0].name, *found[0].twins), name
        took[name] = milliseconds(lambda pairs=pairs: recognise(pairs, index))
    benchmark.pedantic(lambda: None, rounds=1)
    worst = max(took, key=lambda name: took[name])
    with capsys.disabled():
        print(f"\n  {len(took)} models recognised; worst {took[worst]:.1f} ms ({worst})")
    assert took[worst] < 10


def test_kinds_of_leaves_that_are_inferred(benchmark, capsys):
    """Of state_dicts whose architecture nobody knows: names and shapes alone say what a module is."""
    from desktop_app.checkpoint.model import TensorInfo
    from desktop_app.checkpoint.tree import build_modules

    right = total = 0
    wrong: dict[tuple[str, str], int] = {}
    for _, model in every_model():
        tensors = tuple(
            TensorInfo(key, tuple(value.shape), "float32", (1,) * value.dim(), None, role="parameter")
            for key, value in model.state_dict().items()
        )
        inferred = {module.path: (module.inferred or "").rpartition(".")[2] for module in build_modules(tensors)}
        for path, module in model.named_modules():
            if any(True for _ in module.children()) or not any(True for _ in module.parameters()):
                continue
            actual = type(module).__name__
            total += 1
            if _alike(inferred.get(path, ""), actual):
                right += 1
            else:
                wrong[actual, inferred.get(path, "")] = wrong.get((actual, inferred.get(path, "")), 0) + 1
    benchmark.pedantic(lambda: None, rounds=1)
    with capsys.disabled():
        print(f"\n  kinds of leaves: {right:,} of {total:,} right ({right / total:.2%}); {sorted(wrong.items(), key=lambda one: -one[1])[:6]}")  # fmt: skip
    assert right / total >= 0.99


def _alike(guess: str, actual: str) -> bool:
    """Whether a guess is the class, or the class that it is a kind of (a frozen BatchNorm is one)."""
    kinds = {
        "NonDynamicallyQuantizableLinear": "Linear",
        "FrozenBatchNorm2d": "BatchNorm2d",
        "LayerNorm2d": "LayerNorm",
    }
    return guess == kinds.get(actual, actual)
