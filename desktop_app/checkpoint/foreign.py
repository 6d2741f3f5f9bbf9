"""What a file is that no reader here takes: well-known formats and archives by their first bytes, named with a cure."""

from collections.abc import Iterable
from pathlib import Path

from desktop_app.checkpoint.containers.archive import LOCAL
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Finding

_MODELS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GGUF", "GGUF"),
    (0, b"tjgg", "GGML"),
    (0, b"lmgg", "GGML"),
    (0, b"fmgg", "GGML"),
    (0, b"\x89HDF\r\n\x1a\n", "HDF5"),
    (4, b"TFL3", "TensorFlow Lite"),
    (4, b"ET1", "ExecuTorch"),
)
"""Offset, bytes that stand there, and the format of models that has them."""
_PACKED: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!", "RAR"),
    (257, b"ustar", "tar"),
    (0, LOCAL, "zip"),
)
"""The same for what packs other files."""
_ENDINGS = {".mlmodel": "Core ML", ".msgpack": "Flax (msgpack)", ".onnx": "ONNX"}
"""Formats of models that have no first bytes of their own."""
_INSIDE = {"model.weights.h5": "Keras", "saved_model.pb": "TensorFlow SavedModel"}
"""A file in an archive or a folder that only one format has."""


def foreign_file(path: Path, start: bytes, inside: Iterable[str] = ()) -> Finding | None:
    """What to say of a file that begins with `start` and, if it is an archive, holds these; None when nobody knows it."""
    model = _of_content(inside) or _at(start, _MODELS) or ("ONNX" if _is_onnx(start) else "")
    if not model and not start.startswith((b"{", b"[")):
        model = _ENDINGS.get(path.suffix.lower(), "")
    if model:
        return finding("foreign-model", str(path), format=model)
    packed = _at(start, _PACKED)
    return finding("packed", str(path), format=packed) if packed else None


def foreign_folder(folder: Path) -> Finding | None:
    """The same for a folder."""
    model = next((name for file, name in _INSIDE.items() if (folder / file).is_file()), "")
    return finding("foreign-model", str(folder), format=model) if model else None


def _of_content(inside: Iterable[str]) -> str:
    return next((_INSIDE[name] for name in inside if name in _INSIDE), "")


def _at(start: bytes, table: tuple[tuple[int, bytes, str], ...]) -> str:
    return next((name for offset, mark, name in table if start.startswith(mark, offset)), "")


def _is_onnx(start: bytes) -> bool:
    """A protobuf with a small version number and then the name of the program that made it."""
    if len(start) < 6 or start[0] != 8 or start[1] > 32 or start[2] != 0x12:
        return False
    producer = start[4 : 4 + start[3]]
    return 0 < len(producer) == start[3] and producer.isascii() and producer.decode("ascii").isprintable()
