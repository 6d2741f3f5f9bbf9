"""`merge` as scripts use it: every method against torch, and what does not fit told before anything is written."""

import json

import pytest
import torch

from desktop_app.cli.main import main

pytest.importorskip("desktop_app.checkpoint.writers.export")


@pytest.fixture
def files(tmp_path):
    torch.manual_seed(3)
    states = [{"a": torch.randn(3, 4), "b": torch.randn(4), "n": torch.tensor(place)} for place in range(3)]
    for place, state in enumerate(states):
        torch.save(state, tmp_path / f"{place}.pth")
    return [str(tmp_path / f"{place}.pth") for place in range(3)], states


def merged(files, out, *options):
    assert main(["merge", *files, *options, "-o", str(out)]) == 0
    return torch.load(out, weights_only=True)


def same(found, expected):
    assert list(found) == ["a", "b", "n"] and found["n"] == 0
    for name in "ab":
        torch.testing.assert_close(found[name], expected(name), rtol=0, atol=0)


def test_that_each_method_writes_what_torch_computes(files, tmp_path):
    paths, (a, b, c) = files
    out = tmp_path / "o.pth"
    same(merged(paths, out, "--method", "average"), lambda k: (a[k] + b[k] + c[k]) / 3)
    same(merged(paths[:2], out, "--method", "weighted", "--weights", "0.7,0.3"), lambda k: a[k] * 0.7 + b[k] * 0.3)
    same(merged(paths[:2], out, "--method", "ema"), lambda k: 0.999 * a[k] + (1 - 0.999) * b[k])
    same(merged(paths[:2], out, "--method", "ema", "--weights", "0.9"), lambda k: 0.9 * a[k] + (1 - 0.9) * b[k])
    same(
        merged(paths, out, "--method", "task-arithmetic", "--weights=-1,0.5"),
        lambda k: a[k] + -1 * (b[k] - a[k]) + 0.5 * (c[k] - a[k]),
    )
    found = merged(paths[:2], out, "--method", "slerp")
    for name in "ab":
        x, y = a[name].double().flatten(), b[name].double().flatten()
        angle = torch.arccos(x @ y / x.norm() / y.norm())
        half = torch.sin(angle / 2) / torch.sin(angle)
        torch.testing.assert_close(found[name].double().flatten(), half * (x + y), rtol=1e-6, atol=1e-7)


def test_that_a_peft_adapter_is_merged_into_its_base(tmp_path, capsys):
    base = {"fc.weight": torch.randn(3, 4).bfloat16(), "fc.bias": torch.zeros(3)}
    down, up = torch.randn(2, 4), torch.randn(3, 2)
    torch.save(base, tmp_path / "base.pth")
    torch.save(
        {"base_model.model.fc.lora_A.weight": down, "base_model.model.fc.lora_B.weight": up}, tmp_path / "adapter.bin"
    )
    (tmp_path / "adapter_config.json").write_text(json.dumps({"lora_alpha": 4, "r": 2}))
    out = tmp_path / "o.safetensors"
    assert (
        main(["merge", str(tmp_path / "base.pth"), str(tmp_path / "adapter.bin"), "--method", "lora", "-o", str(out)])
        == 0
    )
    from safetensors.torch import load_file

    expected = (base["fc.weight"].float() + 2 * (up @ down)).bfloat16()
    torch.testing.assert_close(load_file(out)["fc.weight"], expected, rtol=0.008, atol=1e-3)
    assert "1 merged, 0 integer taken from the first, 1 left as in it." in capsys.readouterr().err


def test_that_conflicts_are_told_and_strict_writes_nothing(files, tmp_path, capsys):
    paths, _ = files
    torch.save(
        {"a": torch.ones(2), "b": torch.ones(4).half(), "n": torch.tensor(1), "z": torch.ones(1)}, tmp_path / "x.pth"
    )
    both = [paths[0], str(tmp_path / "x.pth")]
    out = tmp_path / "o.pth"
    assert main(["merge", *both, "--method", "average", "--strict", "-o", str(out)]) == 2
    assert not out.exists() and "Tensors that do not fit together: 2. a is 3×4" in capsys.readouterr().err
    assert main(["merge", *both, "--method", "average", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert not out.exists() and told.endswith("Nothing was written.\n")
    assert [line.split()[0] for line in told.splitlines()] == ["a", "Only", "b", "1", "Nothing"]
    assert main(["merge", *both, "--method", "average", "-o", str(out)]) == 0
    assert "Only x.pth has z; it is left out." in capsys.readouterr().err and out.exists()


@pytest.mark.parametrize(
    "options",
    [
        ["--method", "mix"],
        [],
        ["--method", "weighted", "--weights", "1"],
        ["--method", "slerp", "--weights", "2"],
        ["--method", "average", "--weights", "x"],
        ["--method", "lora"],
    ],
)
def test_that_wrong_usage_is_2_and_writes_nothing(files, tmp_path, capsys, options):
    paths, _ = files
    assert main(["merge", *paths[:2], *options, "-o", str(tmp_path / "o.pth")]) == 2
    assert not (tmp_path / "o.pth").exists() and "Traceback" not in capsys.readouterr().err


def test_that_one_file_is_too_few_and_a_missing_one_unreadable(files, tmp_path):
    paths, _ = files
    assert main(["merge", paths[0], "--method", "average", "-o", str(tmp_path / "o.pth")]) == 2
    assert (
        main(["merge", paths[0], str(tmp_path / "no.pth"), "--method", "average", "-o", str(tmp_path / "o.pth")]) == 3
    )
    assert main(["merge", *paths, "--method", "average"]) == 2


def test_that_the_same_merge_is_a_step_of_a_recipe(files, tmp_path):
    paths, (a, b, _) = files
    out = tmp_path / "o.pth"
    step = f'merge weighted 0.25,0.75 "{paths[1]}"'
    assert main(["edit", paths[0], "--op", step, "--op", "cast b float16", "-o", str(out)]) == 0
    found = torch.load(out, weights_only=True)
    assert torch.equal(found["b"], (a["b"] * 0.25 + b["b"] * 0.75).half())


@pytest.mark.parametrize("method", ["average", "lora"])
def test_that_a_merge_of_nothing_writes_nothing(tmp_path, capsys, method):
    torch.save({"fc.weight": torch.zeros(4, 6)}, tmp_path / "base.pth")
    down, up = torch.ones(2, 5), torch.ones(3, 2)
    torch.save({"other.lora_A.weight": down, "other.lora_B.weight": up}, tmp_path / "adapter.pth")
    out = tmp_path / "o.pth"
    arguments = ["merge", str(tmp_path / "base.pth"), str(tmp_path / "adapter.pth"), "--method", method, "-o", str(out)]
    assert main(arguments) == 2
    assert "nothing was merged or written" in capsys.readouterr().err and not out.exists()
