"""The example plug-in as an installed package: its files and the metadata that an installer would write."""

import shutil
import sys
import tomllib
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).with_name("example_plugin")


def install(folder: Path, package: str, version: str, groups: dict[str, dict[str, str]]) -> None:
    """What pip leaves behind."""
    info = folder / f"{package.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
    text = "\n".join(
        f"[{group}]\n" + "\n".join(f"{k} = {v}" for k, v in points.items()) for group, points in groups.items()
    )
    (info / "entry_points.txt").write_text(text + "\n")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of packages that this process and its children see."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.delenv("WEIGHTSMITH_PLUGINS_OFF", raising=False)
    yield folder
    for name in [name for name in sys.modules if name.split(".")[0] in ("weightsmith_example", "broken_plugin")]:
        del sys.modules[name]
    from desktop_app import plugins

    plugins._load.cache_clear()


@pytest.fixture
def example(site):
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    shutil.copytree(EXAMPLE / "weightsmith_example", site / "weightsmith_example")
    install(site, project["name"], project["version"], project["entry-points"])
    return site


@pytest.fixture
def broken(site):
    (site / "broken_plugin.py").write_text(
        "from desktop_app.checkpoint.containers.plugged import Reader\n"
        "from desktop_app.checkpoint.editing.operation import Operation\n"
        "READER = Reader('Broken', lambda start: True, lambda path: 1 / 0)\n"
        "OPERATION = Operation('explode', '', 0, 0, lambda draft, arguments, open_file: [][0])\n"
        "WRONG = 3\n"
    )
    points = {
        "weightsmith.readers": {"broken": "broken_plugin:READER", "gone": "nowhere_at_all:READER"},
        "weightsmith.operations": {"explode": "broken_plugin:OPERATION"},
        "weightsmith.overlays": {"wrong": "broken_plugin:WRONG"},
    }
    install(site, "broken-plugin", "0.1", points)
    return site


@pytest.fixture
def tiny(tmp_path):
    """A file that only the example's reader knows."""
    import json

    import numpy as np

    weight, bias = np.arange(12, dtype="<f4").reshape(4, 3) + 0.4, np.ones(4, "<f4")
    second, last = np.full((2, 4), 2.6, "<f4"), np.zeros(2, "<f4")
    rows, data = [], b""
    for name, array in (("0.weight", weight), ("0.bias", bias), ("1.weight", second), ("1.bias", last)):
        rows.append({"name": name, "dtype": "float32", "shape": list(array.shape), "at": len(data)})
        data += array.tobytes()
    path = tmp_path / "net.tiny"
    path.write_bytes(b"TINY1\n" + json.dumps({"tensors": rows, "author": "me"}).encode() + b"\n" + data)
    return path
