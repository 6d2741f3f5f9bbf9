"""safetensors headers: what the format's own writer made is read alike, and what breaks its rules is told."""

import json
import struct

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import SafetensorError
from safetensors.torch import load, save

from desktop_app.checkpoint.containers.safetensors import (
    DTYPES,
    contiguous,
    looks_like_safetensors,
    parse_header,
)
from desktop_app.checkpoint.dtypes import is_known
from desktop_app.checkpoint.editing.expressions import Stored, can_be_read
from desktop_app.checkpoint.measuring.statistics import statistics_of
from desktop_app.checkpoint.model import CheckpointError
from desktop_app.checkpoint.open import open_checkpoint
from desktop_app.checkpoint.storages import TensorError

TORCH_DTYPES = [
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
    torch.uint8, torch.uint16, torch.uint32, torch.uint64, torch.bool, torch.complex64, torch.float8_e4m3fn,
    torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz, torch.float8_e8m0fnu,
]  # fmt: skip


def parsed(data: bytes):
    length = struct.unpack("<Q", data[:8])[0]
    return parse_header(data[8 : 8 + length], number=0, start=8 + length, size=len(data) - 8 - length)


def packed(header: object, data: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def entry(shape: list[int], begin: int, end: int, dtype: str = "U8") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def codes(content) -> list[str]:
    return [item.code for item in content.findings]


def bytes_of(data: bytes, info) -> bytes:
    return data[info.storage.offset : info.storage.offset + info.storage.nbytes]


def test_that_every_dtype_of_the_format_is_one_that_is_decoded():
    assert all(is_known(dtype) for dtype in DTYPES.values())


@pytest.mark.parametrize("dtype", TORCH_DTYPES, ids=str)
def test_that_a_tensor_of_each_dtype_is_where_the_format_says(dtype):
    values = torch.arange(24, dtype=torch.uint8).repeat(16)[: 6 * torch.empty(0, dtype=dtype).element_size()]
    tensor = (values % 2).bool() if dtype == torch.bool else values.view(dtype)
    data = save({"w": tensor.reshape(2, 3)})
    content = parsed(data)
    (info,) = content.tensors
    assert content.findings == ()
    assert (info.name, info.shape, info.stride) == ("w", (2, 3), (3, 1))
    assert f"torch.{info.dtype}" == str(dtype)
    assert bytes_of(data, info) == tensor.contiguous().view(torch.uint8).numpy().tobytes()
    assert info.nbytes == info.storage.nbytes


def test_that_four_bit_floats_count_single_values():
    stored = torch.arange(12, dtype=torch.uint8).reshape(3, 4).view(torch.float4_e2m1fn_x2)
    (info,) = parsed(save({"w": stored})).tensors
    assert (info.dtype, info.shape, info.nbytes, info.storage.nbytes) == ("float4_e2m1fn", (3, 8), 12, 12)


@pytest.mark.parametrize(("written", "dtype"), [("F6_E2M3", "float6_e2m3fn"), ("F6_E3M2", "float6_e3m2fn")])
def test_that_six_bit_floats_are_packed_without_gaps(written, dtype):
    data = packed({"w": entry([4, 4], 0, 12, written)}, bytes(12))
    content = parsed(data)
    assert content.findings == ()
    assert (content.tensors[0].dtype, content.tensors[0].nbytes) == (dtype, 12)


def test_that_metadata_and_order_are_kept():
    data = save({"b.weight": torch.ones(2), "a.weight": torch.ones(3)}, {"format": "pt", "作者": "某人"})
    content = parsed(data)
    assert content.metadata == {"format": "pt", "作者": "某人"}
    header = json.loads(data[8 : 8 + struct.unpack("<Q", data[:8])[0]])
    assert [info.name for info in content.tensors] == [name for name in header if name != "__metadata__"]


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=12).filter(lambda name: name != "__metadata__"),
        # the library's own `load` does not know the eight-bit exponents that its `save` writes
        st.tuples(
            st.sampled_from([dtype for dtype in TORCH_DTYPES if dtype != torch.float8_e8m0fnu]),
            st.lists(st.integers(0, 4), max_size=4),
        ),
        max_size=6,
    ),
    st.one_of(
        st.none(), st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), st.text(max_size=5), min_size=1)
    ),
)
def test_that_any_file_of_the_formats_own_writer_is_read_as_its_own_reader_does(shapes, metadata):
    stored = {name: torch.zeros(shape, dtype=dtype) for name, (dtype, shape) in shapes.items()}
    try:
        data = save(stored, metadata)
    except (UnicodeEncodeError, SafetensorError):
        return
    content = parsed(data)
    assert content.findings == ()
    expected = load(data)
    assert {info.name: (info.shape, f"torch.{info.dtype}") for info in content.tensors} == {
        name: (tuple(tensor.shape), str(tensor.dtype)) for name, tensor in expected.items()
    }
    assert content.metadata == (metadata or {})
    assert all(bytes_of(data, info) == expected[info.name].numpy().tobytes() for info in content.tensors
               if info.dtype in ("float32", "int64", "uint8"))  # fmt: skip


def test_that_a_truncated_file_loses_only_the_tensors_that_are_cut():
    data = save({"a": torch.arange(8.0), "b": torch.arange(8.0), "c": torch.arange(8.0)})
    content = parsed(data[:-40])
    assert {info.name: info.status for info in content.tensors} == {"a": "ok", "b": "damaged", "c": "damaged"}
    assert "truncated" in codes(content)
    assert bytes_of(data, content.tensors[0]) == torch.arange(8.0).numpy().tobytes()
    assert all(info.storage.offset + info.storage.nbytes <= len(data) - 40 for info in content.tensors)


def test_that_a_key_that_occurs_twice_is_told_and_the_last_counts():
    text = b'{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}'
    content = parsed(packed(text, b"ab"))
    assert codes(content) == ["duplicate-key"]
    assert [info.shape for info in content.tensors] == [(2,)]


def test_that_overlaps_gaps_and_loose_ends_are_told_and_harm_no_values():
    content = parsed(packed({"a": entry([4], 0, 4), "b": entry([4], 2, 6), "c": entry([2], 8, 10)}, bytes(range(12))))
    assert [info.status for info in content.tensors] == ["ok", "ok", "ok"]
    reasons = [item.message for item in content.findings]
    assert any("b begins 2 bytes before" in reason for reason in reasons)
    assert any("2 bytes in front of c" in reason for reason in reasons)
    assert codes(content)[-1] == "trailing-bytes"


@pytest.mark.parametrize(
    "broken",
    [
        None, 7, [], {}, {"dtype": "U8"},
        entry([2], 0, 2, "U9"), entry([2], 0, 2, ["U8"]), {"dtype": {}, "shape": [2], "data_offsets": [0, 2]},
        entry([-1], 0, 2), entry([True], 0, 1), entry([1.0], 0, 1), {"dtype": "U8", "shape": "2", "data_offsets": [0, 2]},
        entry([2], 2, 0), entry([2], -2, 0), {"dtype": "U8", "shape": [2], "data_offsets": [0, 1, 2]},
        entry([2], 1 << 70, (1 << 70) + 2), entry([1 << 62, 1 << 62], 0, 2), entry([3], 0, 2), entry([9], 0, 9),
        entry([4], 900, 904), {"dtype": "F32", "shape": [1 << 60], "data_offsets": [0, 1 << 62]},
    ],
)  # fmt: skip
def test_that_a_broken_entry_costs_only_its_own_tensor(broken):
    content = parsed(packed({"bad": broken, "good": entry([2], 0, 2)}, b"xy"))
    bad, good = content.tensors
    assert (bad.status, good.status) == ("damaged", "ok")
    assert bad.problem.startswith("bad cannot be described: ") and bad.problem.endswith(".")
    assert content.findings[0].where == "bad"
    assert bad.storage.nbytes <= 2


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"null", b'"x"', b"{}}", b'{"a":' * 100_000, b"[" * 1_000_000, b'{"a":' + b"9" * 5000 + b"}"],
)
def test_that_a_header_that_is_no_json_object_is_refused_in_one_sentence(text):
    if text.endswith(b"9}"):
        assert parsed_or_refused(text)
        return
    with pytest.raises(CheckpointError) as caught:
        parsed(packed(text))
    assert caught.value.finding.code == "header-damaged"


def parsed_or_refused(text: bytes) -> bool:
    try:
        return parsed(packed(text)).tensors[0].status == "damaged"
    except CheckpointError as error:
        return error.finding.code == "header-damaged"


def test_that_metadata_with_more_than_text_is_shown_and_told():
    content = parsed(packed({"__metadata__": {"steps": 3, "tags": ["a"]}}))
    assert content.metadata == {"steps": "3", "tags": '["a"]'}
    assert codes(content) == ["header-invalid"]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_that_any_bytes_as_header_end_in_tensors_or_in_one_error(text):
    try:
        content = parsed(packed(text))
    except CheckpointError as error:
        assert error.finding.code == "header-damaged"
    else:
        assert all(info.storage.nbytes == 0 for info in content.tensors)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(list(DTYPES)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["dtype", "shape", "data_offsets", "__metadata__", "w"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=4) | st.just("__metadata__"), json_values, max_size=4), st.integers(0, 64))
def test_that_no_json_makes_a_tensor_reach_outside_of_the_data(header, size):
    data = packed(header, bytes(size))
    for info in parsed(data).tensors:
        assert info.storage.nbytes <= size
        assert info.storage.offset + info.storage.nbytes <= len(data)
        assert info.status == "damaged" or info.nbytes <= info.storage.nbytes


def test_that_strides_are_those_of_torch():
    for shape in [(), (3,), (2, 3), (4, 1, 5), (2, 0, 3)]:
        assert contiguous(shape) == torch.empty(shape).stride()


def test_that_a_file_is_known_by_its_content():
    assert looks_like_safetensors(save({"w": torch.ones(2)}))
    assert looks_like_safetensors(packed({}))
    assert not looks_like_safetensors(b"PK\x03\x04" + bytes(20))
    assert not looks_like_safetensors(b'{"weight_map": {}}')
    assert not looks_like_safetensors(b"")


def test_that_a_header_of_any_length_is_one(tmp_path):
    path = tmp_path / "a.safetensors"
    for length in range(300, 556):  # the first byte of the file is every one that another format begins with
        path.write_bytes(packed(json.dumps({"a": entry([8], 0, 8)}).encode().ljust(length), bytes(8)))
        assert open_checkpoint(path).container == "safetensors"


def test_that_a_damaged_header_names_its_file(tmp_path):
    path = tmp_path / "a.safetensors"
    path.write_bytes(packed(b'{"a":'))
    with pytest.raises(CheckpointError, match=r"a\.safetensors: The header cannot be read: it is not JSON"):
        open_checkpoint(path)


def test_that_an_unknown_type_is_why_a_tensor_cannot_be_read(tmp_path):
    path = tmp_path / "a.safetensors"
    path.write_bytes(packed({"a": entry([2], 0, 8, "F6")}, bytes(8)))
    checkpoint = open_checkpoint(path)
    said = "a cannot be described: its dtype F6 is not known."
    assert [one.message for one in checkpoint.findings] == [said]
    with pytest.raises(TensorError, match=said):
        statistics_of(checkpoint.files, checkpoint.tensors[0])
    with pytest.raises(TensorError, match=said):
        can_be_read(Stored(checkpoint.files, checkpoint.tensors[0]))
