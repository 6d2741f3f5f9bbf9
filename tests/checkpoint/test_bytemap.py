"""Every byte of a file has one use on its map, and the uses are right."""

import random
import zipfile

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.checkpoint.bytemap import KINDS, byte_maps
from desktop_app.checkpoint.model import CheckpointError
from desktop_app.checkpoint.open import open_checkpoint


def map_of(path, damaged=()):
    checkpoint = open_checkpoint(path)
    (made,) = byte_maps(checkpoint, damaged)
    assert made.regions[0].begin == 0 and made.regions[-1].end == made.size == path.stat().st_size
    assert all(a.end == b.begin for a, b in zip(made.regions, made.regions[1:], strict=False))
    assert all(region.nbytes > 0 for region in made.regions)
    assert sum(made.totals().values()) == made.size and list(made.totals()) == [k for k in KINDS if k in made.totals()]
    for place, region in enumerate(made.regions):
        assert made.at(region.begin) == made.at(region.end - 1) == place
        for tensor in region.tensors:
            assert place in made.of_tensor(tensor)
    assert made.at(-1) == made.at(made.size) == -1
    return made, checkpoint


@pytest.fixture
def zipped(tmp_path):
    tied, large = torch.randn(8, 8), torch.randn(100, 10)
    state = {"a": tied, "b": tied, "part": large[10:20], "turned": torch.randn(6, 4).t(), "none": torch.zeros(0)}
    torch.save(state, tmp_path / "a.pth")
    return tmp_path / "a.pth"


def test_that_tensors_ties_and_unused_parts_of_storages_are_told_apart(zipped):
    made, checkpoint = map_of(zipped)
    totals = made.totals()
    assert totals["tied"] == 256 and totals["tensor"] == 400 + 96 and totals["dead"] == 3600
    names = [info.name for info in checkpoint.tensors]
    for name in ("a", "b", "part", "turned"):
        (place,) = made.of_tensor(names.index(name))
        region = made.regions[place]
        info = checkpoint.tensors[names.index(name)]
        assert region.nbytes == info.nbytes
        assert region.begin == info.storage.offset + info.storage_offset * 4
    unused = [region for region in made.regions if region.code == "unused"]
    assert {region.label for region in unused} == {"part"} and len(unused) == 2


def test_that_pickle_headers_and_directory_have_their_places(zipped):
    made, _ = map_of(zipped)
    data = zipped.read_bytes()
    labels = {(region.code, region.label) for region in made.regions}
    assert ("record", "a/data.pkl") in labels and ("header", "a/data/0") in labels
    directory = next(region for region in made.regions if region.kind == "directory")
    assert directory.begin == data.find(b"PK\x01\x02") and directory.end == len(data)
    for region in made.regions:
        if region.code == "header" and data[region.begin : region.begin + 2] == b"PK":
            assert data[region.begin : region.begin + 4] in (b"PK\x03\x04", b"PK\x07\x08")


def test_that_records_nobody_refers_to_and_duplicates_and_trailing_bytes_are_dead(zipped, recwarn):
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr("a/data/99", b"x" * 5000)
        archive.writestr("a/data.pkl", archive.read("a/data.pkl"))
    with zipped.open("ab") as file:
        file.write(b"z" * 777)
    made, _ = map_of(zipped)
    codes = {region.code: region.nbytes for region in made.regions if region.kind == "dead"}
    assert codes["unreferenced"] == 5000 and codes["gap"] == 777 and codes["duplicate"] > 100


def test_that_damage_is_shown_where_it_is(zipped):
    made, checkpoint = map_of(zipped, damaged=("part",))
    assert [region.label for region in made.regions if region.kind == "damaged"] == ["part"]
    data = zipped.read_bytes()
    (place,) = made.of_tensor([info.name for info in checkpoint.tensors].index("turned"))
    zipped.write_bytes(data[: made.regions[place].begin + 10])
    made, _ = map_of(zipped)
    damaged = [region for region in made.regions if region.kind == "damaged"]
    assert [region.label for region in damaged] == ["turned"] and damaged[0].nbytes == 10
    assert made.missing == 96 - 10


def test_that_other_containers_have_maps_too(tmp_path):
    state = {f"w{n}": torch.randn(20, n + 1) for n in range(5)}
    torch.save(state, tmp_path / "l.pth", _use_new_zipfile_serialization=False)
    made, _ = map_of(tmp_path / "l.pth")
    assert made.totals()["tensor"] == sum(value.nbytes for value in state.values()) and "dead" not in made.totals()
    import numpy as np

    np.savez(tmp_path / "n.npz", a=np.ones((5, 5)), b=np.arange(3))
    made, _ = map_of(tmp_path / "n.npz")
    assert made.totals()["tensor"] == 200 + 24 and "dead" not in made.totals()
    np.savez_compressed(tmp_path / "c.npz", a=np.ones((500, 5)))
    made, _ = map_of(tmp_path / "c.npz")
    assert made.totals()["tensor"] > 0
    safetensors = pytest.importorskip("safetensors.torch")
    safetensors.save_file(state, tmp_path / "s.safetensors")
    made, _ = map_of(tmp_path / "s.safetensors")
    assert made.totals()["tensor"] == sum(value.nbytes for value in state.values())
    assert made.regions[0].kind == "structure" and made.regions[0].begin == 0


def test_that_sparse_and_quantised_tensors_lie_in_several_places(tmp_path):
    torch.save({"s": torch.eye(5).to_sparse(), "d": torch.ones(3)}, tmp_path / "a.pth")
    made, checkpoint = map_of(tmp_path / "a.pth")
    sparse = [info.name for info in checkpoint.tensors].index("s")
    assert len(made.of_tensor(sparse)) == 2


def test_that_each_shard_has_its_map(tmp_path):
    safetensors = pytest.importorskip("safetensors.torch")
    import json

    for number in (1, 2):
        safetensors.save_file({f"w{number}": torch.ones(number, 4)}, tmp_path / f"m-0000{number}-of-00002.safetensors")
    weights = {f"w{number}": f"m-0000{number}-of-00002.safetensors" for number in (1, 2)}
    (tmp_path / "m.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": weights}))
    checkpoint = open_checkpoint(tmp_path / "m.safetensors.index.json")
    maps = byte_maps(checkpoint)
    shown = {checkpoint.tensors[tensor].name for made in maps for region in made.regions for tensor in region.tensors}
    assert shown == {"w1", "w2"} and len(maps) == len(checkpoint.files)


def test_that_many_views_of_one_storage_are_mapped_soon(tmp_path):
    flat = torch.zeros(40_000)
    torch.save({f"w{n}": flat[2 * n : 2 * n + 2] for n in range(20_000)}, tmp_path / "a.pth")
    made, _ = map_of_quick(tmp_path / "a.pth")
    assert made.totals()["tensor"] == 160_000


def map_of_quick(path):
    checkpoint = open_checkpoint(path)
    return byte_maps(checkpoint)[0], checkpoint


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.booleans(), st.booleans())
def test_that_any_damage_still_gives_each_byte_one_use(zipped, seed, cut, legacy):
    chance = random.Random(seed)
    path = zipped.with_name("bad.pth")
    if legacy:
        torch.save({"a": torch.ones(30), "b": torch.ones(4, 4)}, path, _use_new_zipfile_serialization=False)
    data = bytearray((path if legacy else zipped).read_bytes())
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if cut:
        del data[chance.randrange(1, len(data)) :]
    path.write_bytes(data)
    try:
        open_checkpoint(path)
    except CheckpointError:
        return
    map_of(path)
