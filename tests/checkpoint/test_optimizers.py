"""Optimizer state by name: ids resolved as torch numbers them, several optimizers, schedulers and scalers, wrappers."""

import pytest

from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.optimizers import lens_of

torch = pytest.importorskip("torch")
nn = torch.nn


def model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Linear(3, 2))


def stepped(net, optimizer, times=2):
    for _ in range(times):
        optimizer.zero_grad()
        net(torch.randn(8, 4)).square().sum().backward()
        optimizer.step()
    return optimizer


@pytest.fixture
def lens(tmp_path):
    def made(content):
        torch.save(content, tmp_path / "a.pth")
        checkpoint = open_checkpoint(tmp_path / "a.pth")
        return checkpoint, lens_of(checkpoint)

    return made


def check_names(checkpoint, found, net, optimizer, keep="exp_avg"):
    """Each name is that of the very parameter whose state torch holds."""
    by_parameter = {id(value): name for name, value in net.named_parameters()}
    expected = [by_parameter[id(value)] for group in optimizer.param_groups for value in group["params"]]
    assert [one.name for one in found.parameters] == expected
    for one, value in zip(found.parameters, [p for g in optimizer.param_groups for p in g["params"]], strict=True):
        place = dict(one.tensors)[keep]
        assert checkpoint.tensors[place].shape == tuple(value.shape)


@pytest.mark.parametrize(
    ("kind", "make", "keep"),
    [
        ("Adam", lambda p: torch.optim.Adam(p, lr=0.01), "exp_avg"),
        ("AdamW", lambda p: torch.optim.AdamW(p, lr=0.01), "exp_avg"),
        ("Adam (amsgrad)", lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True), "exp_avg"),
        ("SGD", lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9), "momentum_buffer"),
        ("RMSprop", lambda p: torch.optim.RMSprop(p, lr=0.01), "square_avg"),
        ("Adagrad", lambda p: torch.optim.Adagrad(p, lr=0.01), "sum"),
        ("Adadelta", lambda p: torch.optim.Adadelta(p, lr=0.01), "square_avg"),
        ("Adamax", lambda p: torch.optim.Adamax(p, lr=0.01), "exp_avg"),
    ],
)
def test_that_each_optimizer_is_known_by_what_it_keeps(lens, kind, make, keep):
    net = model()
    optimizer = stepped(net, make(net.parameters()))
    checkpoint, found = lens({"model": net.state_dict(), "optimizer": optimizer.state_dict()})
    (one,) = found.optimizers
    assert (one.kind, one.naming, one.path) == (kind, "order", ("optimizer",))
    assert one.groups[0].rate == "0.01"
    check_names(checkpoint, one, net, optimizer, keep)
    tensors = [t for state in optimizer.state_dict()["state"].values() for t in state.values() if torch.is_tensor(t)]
    assert found.nbytes == one.nbytes == sum(t.nbytes for t in tensors)
    assert {state.step for state in one.parameters} == ({""} if kind == "SGD" else {"2"})


def test_that_groups_of_decay_and_none_are_resolved_by_shapes(lens):
    net = model()
    matrices = [p for p in net.parameters() if p.ndim > 1]
    vectors = [p for p in net.parameters() if p.ndim < 2]
    optimizer = stepped(
        net, torch.optim.AdamW([{"params": matrices}, {"params": vectors, "weight_decay": 0.0, "lr": 0.5}])
    )
    checkpoint, found = lens({"state_dict": net.state_dict(), "optimizer_state_dict": optimizer.state_dict()})
    (one,) = found.optimizers
    assert one.naming == "shapes" and [group.rate for group in one.groups] == ["0.001", "0.5"]
    assert [state.group for state in one.parameters] == [0, 0, 1, 1, 1, 1]
    check_names(checkpoint, one, net, optimizer)


def test_that_frozen_parameters_are_skipped(lens):
    net = model()
    net[0].requires_grad_(False)
    optimizer = stepped(net, torch.optim.Adam([p for p in net.parameters() if p.requires_grad]))
    _, found = lens({"model": net.state_dict(), "optimizer": optimizer.state_dict()})
    (one,) = found.optimizers
    names = [state.name for state in one.parameters]
    assert one.naming == "shapes" and names[-2:] == ["2.weight", "2.bias"] and len(names) == 4


def test_that_names_that_the_file_tells_are_taken(lens):
    net = model()
    optimizer = stepped(net, torch.optim.Adam(list(net.named_parameters())))
    document = optimizer.state_dict()
    if "param_names" not in document["param_groups"][0]:
        pytest.skip("this torch keeps no names")
    checkpoint, found = lens({"model": net.state_dict(), "optimizer": document})
    assert found.optimizers[0].naming == "names"
    check_names(checkpoint, found.optimizers[0], net, optimizer)


def test_that_lightning_keeps_several_with_schedulers_and_a_scaler(lens):
    net = model()
    first, second = (
        stepped(net, torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)),
        torch.optim.Adam(net.parameters()),
    )
    scheduler = torch.optim.lr_scheduler.StepLR(first, 3)
    scaler = {
        "scale": 65536.0,
        "growth_factor": 2.0,
        "backoff_factor": 0.5,
        "growth_interval": 2000,
        "_growth_tracker": 3,
    }
    _, found = lens(
        {
            "state_dict": net.state_dict(),
            "optimizer_states": [first.state_dict(), second.state_dict()],
            "lr_schedulers": [scheduler.state_dict()],
            "MixedPrecision": scaler,
        }
    )
    assert [(one.path, one.kind) for one in found.optimizers] == [
        (("optimizer_states", "0"), "SGD"),
        (("optimizer_states", "1"), "Adam"),
    ]
    assert found.optimizers[1].nbytes == 0 and found.optimizers[1].parameters[0].name == "0.weight"
    assert {aside.kind for aside in found.asides} == {"scheduler", "scaler"}
    facts = dict(next(aside for aside in found.asides if aside.kind == "scheduler").facts)
    assert facts["step_size"] == "3" and facts["base_lrs"] == "0.1"


def test_that_an_optimizer_alone_has_no_names_and_a_bare_state_dict_has_none(lens):
    net = model()
    optimizer = stepped(net, torch.optim.Adam(net.parameters()))
    _, found = lens(optimizer.state_dict())
    assert found.optimizers[0].naming == "unknown" and len(found.optimizers[0].parameters) == 6
    assert lens(net.state_dict())[1].optimizers == ()


def test_that_many_parameters_are_all_numbered(lens):
    weights = {f"w{n}": torch.zeros(2) for n in range(3000)}
    state = {n: {"exp_avg": torch.zeros(2), "exp_avg_sq": torch.zeros(2)} for n in range(3000)}
    groups = [{"lr": 0.1, "params": list(range(3000))}]
    _, found = lens({"model": weights, "optimizer": {"state": state, "param_groups": groups}})
    assert [one.name for one in found.optimizers[0].parameters] == list(weights)


def test_that_dropping_the_state_takes_it_out_of_an_export_that_keeps_the_rest(lens, tmp_path):
    from desktop_app.cli.main import main

    net = model()
    optimizer = stepped(net, torch.optim.Adam(net.parameters()))
    lens({"model": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 7})
    source, target = str(tmp_path / "a.pth"), str(tmp_path / "b.pth")
    assert main(["edit", source, "--op", "drop optimizer/*", "--template", "-o", target]) == 0
    found = torch.load(target, weights_only=True)
    assert set(found) == {"model", "epoch"} and torch.equal(found["model"]["2.weight"], net[2].weight)
