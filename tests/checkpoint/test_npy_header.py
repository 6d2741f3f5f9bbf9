"""NumPy headers: read as NumPy reads them, whatever wrote them, and never evaluated."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as from_numpy

from desktop_app.checkpoint.containers.npy_header import looks_like_npy, parse_header, strides
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.model import CheckpointError


def saved(array: np.ndarray, **arguments) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, **arguments)
    return stream.getvalue()


def with_text(text: str, version: tuple[int, int] = (1, 0)) -> bytes:
    length = len(text.encode("utf-8")).to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + bytes(version) + length + text.encode("utf-8")


elements = st.one_of(
    from_numpy.boolean_dtypes(),
    from_numpy.integer_dtypes(endianness="?"),
    from_numpy.unsigned_integer_dtypes(endianness="?"),
    from_numpy.floating_dtypes(sizes=(16, 32, 64), endianness="?"),
    from_numpy.complex_number_dtypes(sizes=(64, 128), endianness="?"),
)
arrays = elements.flatmap(
    lambda dtype: from_numpy.arrays(dtype, from_numpy.array_shapes(min_dims=0, min_side=0, max_side=4))
)


@settings(deadline=None)
@given(arrays, st.booleans(), st.sampled_from([(1, 0), (2, 0), (3, 0)]))
def test_that_every_plain_array_is_described_as_numpy_reads_it(array, fortran, version):
    stored = np.asfortranarray(array) if fortran else array
    stream = io.BytesIO()
    np.lib.format.write_array(stream, stored, version=version)
    data = stream.getvalue()
    header = parse_header(data)
    assert header.shape == stored.shape
    assert header.dtype == str(stored.dtype.newbyteorder("="))
    assert header.itemsize == stored.dtype.itemsize == itemsize_bits(header.dtype) // 8
    assert header.byteorder == ("big" if stored.dtype.byteorder == ">" else "little")
    assert data[header.data :] == stored.tobytes(order="F" if header.fortran else "C")
    if stored.size:
        fresh = np.empty(stored.shape, stored.dtype, order="F" if header.fortran else "C")
        real = tuple(step // stored.dtype.itemsize for step in fresh.strides)
        assert strides(header.shape, fortran=header.fortran) == real


@pytest.mark.parametrize(
    ("array", "descr"),
    [
        (np.array(["a", "bcd"]), "<U3"),
        (np.array([b"ab"]), "|S2"),
        (np.array(["2020-01-01"], "M8[D]"), "<M8[D]"),
        (np.zeros(2, [("x", "f4"), ("y", "i4")]), "fields"),
        (np.zeros(2, np.longdouble), "<f16"),
    ],
)
def test_that_arrays_torch_has_no_type_for_are_named_and_not_decoded(array, descr):
    header = parse_header(saved(array))
    assert (header.descr, header.dtype, header.shape) == (descr, "", array.shape)


def test_that_an_array_of_objects_is_recognised():
    header = parse_header(saved(np.array([{}, None], object)))
    assert (header.descr, header.dtype, header.itemsize) == ("|O", "", 0)


def test_that_sizes_of_python_2_are_read():
    header = parse_header(with_text("{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 4L), }"))
    assert header.shape == (3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "{'descr': '<f4'}", "__import__('os').system('true')",
        "{'descr': '<f4', 'fortran_order': False, 'shape': __import__('os').getcwd()}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "{'descr': '<f4', 'fortran_order': 1, 'shape': ()}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (True,)}", "{'descr': '<f4', 'fortran_order': False, 'shape': 3}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1," * 65 + ")}", "(" * 60_000,
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1" + "0" * 30 + ",)}", "{[]: 1}", "9" * 5000, "-" * 60_000 + "1",
    ],
)  # fmt: skip
def test_that_any_other_header_is_refused_in_one_sentence(text):
    with pytest.raises(CheckpointError) as caught:
        parse_header(with_text(text))
    assert caught.value.finding.code == "header-damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\x01\x00\xff\xff{",
        b"\x93NUMPY\x09\x00ab",
        b"\x93NUMPY\x02\x00" + b"\xff" * 4 + b"{}",
    ],
)
def test_that_a_cut_or_oversized_header_is_refused(data):
    with pytest.raises(CheckpointError):
        parse_header(data)


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_that_any_bytes_end_in_a_header_or_in_one_error(data):
    for start in (data, b"\x93NUMPY\x01\x00" + len(data).to_bytes(2, "little") + data):
        try:
            assert parse_header(start).data <= len(start)
        except CheckpointError as error:
            assert error.finding.code == "header-damaged"


def test_that_a_file_is_known_by_its_magic():
    assert looks_like_npy(saved(np.zeros(1)))
    assert not looks_like_npy(b"NUMPY")
