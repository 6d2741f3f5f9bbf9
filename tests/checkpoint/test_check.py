"""Whether a state_dict loads: our report is torch's own, and what is proposed makes torch load it."""

import re
from collections import OrderedDict

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from desktop_app.checkpoint.checking.check import Expected, check, fits
from desktop_app.checkpoint.checking.check_model import ask_expected, ask_proof, origin_document, prove
from desktop_app.checkpoint.checking.check_renames import find_renames, steps_of
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.editing.draft import Draft
from desktop_app.checkpoint.editing.operations import apply_all
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.engine.child import Child, Limits
from desktop_app.engine.errors import EngineError
from desktop_app.engine.models import expectations
from desktop_app.engine.sources import look_at


def network(outputs=5, *, bias=True):
    return nn.Sequential(
        OrderedDict(
            conv=nn.Conv2d(3, 4, 3, bias=bias),
            bn=nn.BatchNorm2d(4),
            body=nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4)),
            fc=nn.Linear(4, outputs),
        )
    )


def expected_of(model, text="torchvision:resnet18"):
    return Expected.read(text, {"keys": expectations(model), "torch": torch.__version__})


def draft_of(state, path):
    torch.save(state, path)
    return Draft.of(open_checkpoint(path))


def torch_report(state, model):
    """Missing, unexpected and mismatched keys as torch tells them."""
    try:
        missing, unexpected = model.load_state_dict(state, strict=False)
    except RuntimeError as error:
        mismatched = re.findall(r"size mismatch for (.*?): copying", str(error))
        rest = {name: value for name, value in state.items() if name not in mismatched}
        if hasattr(state, "_metadata"):
            rest = OrderedDict(rest)
            rest._metadata = state._metadata
        missing, unexpected = model.load_state_dict(rest, strict=False)
        return sorted(set(missing) - set(mismatched)), sorted(unexpected), sorted(mismatched)
    return sorted(missing), sorted(unexpected), []


def our_report(report):
    return sorted(report.missing), sorted(report.unexpected), sorted(row.model for row in report.mismatched)


def changed(state, how):
    """A state_dict with something done to it."""
    made = OrderedDict(state)
    if how == "prefix":
        made = OrderedDict((f"module.{name}", value) for name, value in made.items())
    elif how == "no counters":
        made = OrderedDict((name, value) for name, value in made.items() if "num_batches" not in name)
    elif how == "no counters of this version":
        made = changed(state, "no counters")
        made._metadata = state._metadata
    elif how == "head":
        made["fc.weight"], made["fc.bias"] = torch.ones(7, 4), torch.ones(7)
    elif how == "more":
        made["fc.more"], made["other.weight"], made["conv"] = torch.ones(1), torch.ones(2), torch.ones(3)
    elif how == "less":
        del made["conv.bias"], made["body.0.weight"]
    elif how == "other":
        made = OrderedDict(nn.LSTM(3, 4).state_dict())
    elif how == "scalar":
        made["bn.num_batches_tracked"] = torch.tensor([3])
    elif how == "half":
        made = OrderedDict((name, value.half() if value.is_floating_point() else value) for name, value in made.items())
    return made


HOWS = [
    "as it is",
    "prefix",
    "no counters",
    "no counters of this version",
    "head",
    "more",
    "less",
    "other",
    "scalar",
    "half",
]


@pytest.mark.parametrize("how", HOWS)
def test_that_the_report_is_torchs(tmp_path, how):
    state = changed(network().state_dict(), how)
    report = check(draft_of(state, tmp_path / "a.pth"), expected_of(network()))
    assert our_report(report) == torch_report(state, network())
    assert report.loads == (not any(torch_report(state, network())))
    assert all(note.sentence for note in report.notes)


names = st.sampled_from(["weight", "bias", "a.weight", "a.b.weight", "a.b", "module.weight", "x.y.z", "x.y.weight"])
shapes = st.lists(st.integers(0, 3), max_size=3).map(tuple)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(names, shapes, max_size=6), st.dictionaries(names, shapes, max_size=6))
def test_that_the_report_is_torchs_for_any_keys(file, model):
    class Holder(nn.Module):
        pass

    def built(keys):
        root = Holder()
        for name, shape in keys.items():
            at, *rest = root, *name.split(".")
            for part in rest[:-1]:
                if part in at._parameters:
                    break
                if part not in at._modules:
                    at.add_module(part, Holder())
                at = at._modules[part]
            else:
                if not hasattr(at, rest[-1]):
                    at.register_parameter(rest[-1], nn.Parameter(torch.zeros(shape)))
        return root

    import tempfile

    target = built(model)
    state = {name: torch.zeros(shape) for name, shape in file.items()}
    with tempfile.TemporaryDirectory() as folder:
        draft = draft_of(state, f"{folder}/a.pth")
        if state:
            assert our_report(check(draft, expected_of(target))) == torch_report(state, target)


def test_that_shapes_fit_as_torch_says():
    for file in ((), (1,), (3,), (1, 1), (0,)):
        for model in ((), (1,), (3,), (1, 1)):
            target = nn.Module()
            target.register_parameter("w", nn.Parameter(torch.zeros(model)))
            try:
                target.load_state_dict({"w": torch.ones(file)})
                loaded = True
            except (RuntimeError, IndexError):
                loaded = False
            assert fits(file, model) == loaded, (file, model)


def renames(file, model):
    """Names to names; shapes are given where they say something."""
    found = find_renames(
        dict.fromkeys(file, (3,)) if not isinstance(file, dict) else file,
        dict.fromkeys(model, (3,)) if not isinstance(model, dict) else model,
    )
    return {rename.file: rename.model for rename in found}, {rename.reason for rename in found}


def test_that_a_prefix_is_seen_on_either_side_and_exchanged():
    assert renames(["module.a.w", "module.b.w"], ["a.w", "b.w"]) == (
        {"module.a.w": "a.w", "module.b.w": "b.w"},
        {"prefix"},
    )
    assert renames(["a.w", "b.w"], ["net.a.w", "net.b.w"])[0] == {"a.w": "net.a.w", "b.w": "net.b.w"}
    found, reasons = renames([f"net.{n}.w" for n in "abc"], [f"body.{n}.w" for n in "abc"])
    assert found == {f"net.{n}.w": f"body.{n}.w" for n in "abc"} and reasons == {"prefix"}


def test_that_a_part_that_is_called_otherwise_is_seen():
    file = {f"blocks.{n}.attn.{last}": (n + 2, k) for n in range(4) for k, last in enumerate(("q", "k"))}
    model = {name.replace("attn", "attention"): shape for name, shape in file.items()}
    found, reasons = renames(file, model)
    assert found == {name: name.replace("attn", "attention") for name in file} and reasons <= {"pattern", "prefix"}
    assert renames({"bn.gamma": (3,), "bn.beta": (4,)}, {"bn.weight": (3,), "bn.bias": (4,)})[0] == {
        "bn.gamma": "bn.weight",
        "bn.beta": "bn.bias",
    }
    assert renames({"layer1_0_conv.weight": (3, 4)}, {"layer1.0.conv.weight": (3, 4)})[0] == {
        "layer1_0_conv.weight": "layer1.0.conv.weight"
    }


def test_that_a_part_is_seen_behind_a_prefix_too():
    file = {f"module.blocks.{n}.attn.{last}": (n + 2, k) for n in range(4) for k, last in enumerate(("q", "k"))}
    model = {name.removeprefix("module.").replace("attn", "attention"): shape for name, shape in file.items()}
    shuffled = dict(sorted(model.items(), key=lambda pair: pair[1][::-1]))
    found, _ = renames(file, shuffled)
    assert found == dict(zip(file, model, strict=True))
    assert renames({"m.bn.gamma": (3,), "m.bn.beta": (3,)}, {"bn.bias": (3,), "bn.weight": (3,)})[0] == {
        "m.bn.gamma": "bn.weight",
        "m.bn.beta": "bn.bias",
    }


def test_that_shape_and_order_are_the_last_resort():
    file = {"p0": (3, 4), "p1": (4,), "p2": (4, 5), "p3": (5,)}
    model = {"in.weight": (3, 4), "in.bias": (4,), "out.weight": (4, 5), "out.bias": (5,)}
    assert renames(file, model) == (dict(zip(file, model, strict=True)), {"order"})


def test_that_another_architecture_gets_no_renames_by_chance():
    file = {f"a{n}.weight": (n, 7) for n in range(1, 30)} | {"head.bias": (10,)}
    model = {f"layer.{n}.kernel": (n, 9) for n in range(1, 30)} | {"fc.bias": (10,)}
    assert renames(file, model) == ({}, set())


def test_that_index_numbers_are_never_exchanged():
    assert renames({"l.1.w": (2,), "l.2.w": (3,)}, {"l.2.w": (3,), "l.3.w": (2,)})[0] in ({}, {"l.1.w": "l.3.w"})


@pytest.mark.parametrize(
    ("file", "model", "count"),
    [
        ({f"module.{n}.w": (n,) for n in range(5)}, {f"{n}.w": (n,) for n in range(5)}, 1),
        ({f"{n}.w": (n,) for n in range(5)}, {f"net.{n}.w": (n,) for n in range(5)}, 1),
        ({f"a.b.{n}.w": (n,) for n in range(5)}, {f"c.{n}.w": (n,) for n in range(5)}, 1),
        ({f"x.{n}.old": (n,) for n in range(5)}, {f"x.{n}.new": (n,) for n in range(5)}, 1),
        ({f"module.{n}.w": (n,) for n in range(5)} | {"module.q": (9,)}, {f"{n}.w": (n,) for n in range(5)}, 1),
    ],
)
def test_that_renames_become_few_steps_that_do_just_that(tmp_path, file, model, count):
    state = {"state_dict": {name: torch.zeros(shape) for name, shape in file.items()}, "optimizer": {"state": {0: {"w": torch.ones(1)}}}}  # fmt: skip
    draft = draft_of(state, tmp_path / "a.pth")
    found = find_renames(file, model)
    steps = steps_of(found, list(draft.items), inside=set(file), wanted=set(model))
    assert len(steps) == count
    after = apply_all(draft, steps)
    assert all(name in after.items for name in model)
    outside = [name for name in draft.items if name not in file]
    assert outside and all(name in after.items for name in outside)


def test_that_a_rule_that_would_do_harm_becomes_single_steps(tmp_path):
    file = {"m.a": (1,), "m.b": (2,), "m.c": (3,), "m.d": (4,)}
    model = {"a": (1,), "b": (2,), "c": (3,), "m.d": (4,)}
    found = find_renames(file, model)
    steps = steps_of(found, list(file), inside=set(file), wanted=set(model))
    assert [(step.operation, len(step.arguments)) for step in steps] == [("rename", 6)]
    assert set(apply_all(draft_of({n: torch.zeros(s) for n, s in file.items()}, tmp_path / "a.pth"), steps).items) == set(model)  # fmt: skip


def cure(report, code):
    return next(one for misfit in report.misfits for one in misfit.cures if one.code == code)


@pytest.mark.parametrize(("outputs", "code"), [(3, "pad"), (9, "slice")])
def test_that_a_head_of_another_size_is_named_and_can_be_cut_or_padded(tmp_path, outputs, code):
    state = nn.DataParallel(network(outputs)).state_dict()
    draft = draft_of({"model": state}, tmp_path / "a.pth")
    report = check(draft, expected_of(network()))
    (head,) = report.misfits
    assert (head.kind, head.module, head.have, head.want) == ("head", "fc", outputs, 5)
    after = apply_all(draft, [*report.rename_steps, *cure(report, code).steps])
    again = check(after, expected_of(network()))
    assert again.loads and again.notes[0].code == "loads"
    dropped = check(apply_all(draft, [*report.rename_steps, *cure(report, "drop").steps]), expected_of(network()))
    assert sorted(dropped.missing) == ["fc.bias", "fc.weight"] and not dropped.mismatched


def test_that_a_model_with_as_many_classes_is_proposed(tmp_path):
    draft = draft_of(network(1000).state_dict() | {"fc.weight": torch.ones(7, 4), "fc.bias": torch.ones(7)}, tmp_path / "a.pth")  # fmt: skip
    found = cure(check(draft, expected_of(network(1000))), "classes")
    assert found.source is not None and found.source.text == "torchvision:resnet18?num_classes=7"


def test_that_transposed_and_reshaped_tensors_are_recognised(tmp_path):
    state = network().state_dict() | {"fc.weight": torch.ones(4, 5), "conv.weight": torch.ones(4, 27)}
    draft = draft_of(state, tmp_path / "a.pth")
    report = check(draft, expected_of(network()))
    steps = [step for misfit in report.misfits for step in misfit.cures[0].steps]
    assert {step.operation for step in steps} == {"transpose", "reshape"}
    assert check(apply_all(draft, steps), expected_of(network())).loads


def test_that_embeddings_are_rows_not_outputs(tmp_path):
    draft = draft_of(nn.Sequential(OrderedDict(embed=nn.Embedding(10, 4))).state_dict(), tmp_path / "a.pth")
    report = check(draft, expected_of(nn.Sequential(OrderedDict(embed=nn.Embedding(12, 4)))))
    assert report.misfits[0].kind == "rows" and {note.code for note in report.notes} >= {"rows"}


def test_that_lazy_parameters_fit_any_shape(tmp_path):
    draft = draft_of({"0.weight": torch.ones(3, 2), "0.bias": torch.ones(3)}, tmp_path / "a.pth")
    assert check(draft, expected_of(nn.Sequential(nn.LazyLinear(3)))).loads


def test_that_twenty_thousand_keys_are_checked_soon(tmp_path):
    file = {f"module.layers.{n}.mlp.{m}.weight": (n % 7 + 1, m + 1) for n in range(2500) for m in range(8)}
    model = {name.removeprefix("module.").replace("mlp", "feed"): shape for name, shape in file.items()}
    found = find_renames(file, model)
    assert len(found) == 20000


# ---------------------------------------------------------------------- in a child

MODEL = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, outputs=5):
        super().__init__()
        self.fc = nn.Linear(4, outputs)
        self.register_buffer("steps", torch.linspace(0, 1, 3))
        self.sizes = [int(x) for x in torch.linspace(1, 3, 3).tolist()]
class Liar(Net):
    def load_state_dict(self, *args, **named):
        result = super().load_state_dict(*args, **named)
        self.fc.weight.data.zero_()
        return result
def make(): return Net(2)
def number(): return 3
def broken():
    return 1 / 0
"""


@pytest.fixture(scope="module")
def child():
    with Child(limits=Limits(100)) as made:
        yield made


@pytest.fixture
def net(tmp_path):
    path = tmp_path / "net.py"
    path.write_text(MODEL)
    return f"{path}:Net", look_at(path).sha256


def test_that_a_class_of_a_file_is_asked_and_the_load_is_proved(tmp_path, child, net):
    text, trusted = net
    draft = draft_of({"fc.weight": torch.randn(5, 4).bfloat16(), "fc.bias": torch.full((5,), torch.nan), "steps": torch.ones(3)}, tmp_path / "a.pth")  # fmt: skip
    expected = ask_expected(text, trusted, child=child)
    assert [(key.name, key.kind) for key in expected.keys] == [("steps", "buffer"), ("fc.weight", "parameter"), ("fc.bias", "parameter")]  # fmt: skip
    assert check(draft, expected).loads
    proof = ask_proof(text, Origin.of(draft), trusted, child=child)
    assert proof.loads and proof.with_values and proof.tensors == 3 and not proof.complaint
    proof = ask_proof(f"{text}(7)", Origin.of(draft), trusted, child=child)
    assert not proof.loads and "size mismatch for fc.weight" in proof.complaint
    proof = ask_proof(text.replace("Net", "Liar"), Origin.of(draft), trusted, child=child)
    assert not proof.loads and "fc.weight holds other values" in proof.complaint
    large = prove_small(text, trusted, draft, child)
    assert large.loads and not large.with_values


def prove_small(text, trusted, draft, child):
    from desktop_app.checkpoint.checking.check_model import Proof

    return Proof.read(child.call(prove, text, trusted, origin_document(Origin.of(draft)), 10))


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("Nett", "model-class", "Did you mean Net?"),
        ("number", "model-kind", "int"),
        ("broken", "model-code", "line 18: ZeroDivisionError"),
        ("Net(1, 2)", "model-option", "positional argument"),
    ],
)
def test_that_what_goes_wrong_in_the_file_is_told(child, net, name, code, text):
    with pytest.raises(EngineError, match=re.escape(text)) as caught:
        ask_expected(net[0].replace("Net", name) if name != "Nett" else net[0] + "t", net[1], child=child)
    assert caught.value.code == code


def test_that_a_file_is_not_run_unless_it_is_the_one_that_was_agreed_to(tmp_path, child):
    marker = tmp_path / "ran"
    path = tmp_path / "net.py"
    path.write_text(f"open({str(marker)!r}, 'w')\nimport os\nos.system('touch {marker}')\nclass Net: pass\n")
    with pytest.raises(EngineError) as caught:
        ask_expected(f"{path}:Net", child=child)
    assert caught.value.code == "trust"
    with pytest.raises(EngineError) as caught:
        ask_expected(f"{path}:Net", "0" * 64, child=child)
    assert caught.value.code == "changed" and not marker.exists()


def test_that_an_answer_that_is_none_is_refused():
    from desktop_app.checkpoint.checking.check_model import Proof

    for document in (None, [], {}, {"keys": 3, "torch": ""}, {"keys": [{"name": "a"}], "torch": ""}, {"loads": 1}):
        for read in (lambda d: Expected.read("timm:a", d), Proof.read):
            with pytest.raises(EngineError, match="cannot be read"):
                read(document)


@pytest.mark.parametrize(
    "name", ["resnet18", "regnet_y_400mf", "googlenet", "fasterrcnn_mobilenet_v3_large_320_fpn", "vit_b_16"]
)
def test_that_torchvisions_own_state_dicts_fit(tmp_path, child, name):
    from torchvision.models import get_model

    with torch.device("meta") if not name.startswith("regnet") else torch.device("cpu"):
        model = get_model(name, weights=None, **({"weights_backbone": None} if "rcnn" in name else {"init_weights": False} if name == "googlenet" else {}))  # fmt: skip
    draft = draft_of(model.state_dict(), tmp_path / "a.pth")
    assert check(draft, ask_expected(f"torchvision:{name}", child=child)).loads
