"""Damage that knows what it damages: bytes, records of archives, opcodes of pickles, values of JSON headers."""

import io
import json
import pickletools
import random
import struct
import zipfile
from collections.abc import Callable

type Data = bytes

NUMBERS = (0, 1, 2, 127, 128, 255, 256, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, 2**63, 2**64 - 1)
WORDS = ("", "../../x", "/etc/passwd", "\x00", "os", "system", "é" * 20, "a." * 300, "NaN", "__class__", "torch._utils")
JSON_VALUES = (
    None, True, -1, 0, 1, 2**31, 2**63, 10**30, 1e308, float("nan"), "", "x", "../../x", [], {}, [[]], [-1], [2**62, 2**62], {"": 0},
    [0] * 40, "F32", "F4", "weird", {"a": {"a": {"a": {}}}},
)  # fmt: skip


def of_bytes(data: Data, dice: random.Random) -> Data:
    """Flipped, lost, inserted, doubled and swapped bytes, numbers that hurt, an early end."""
    out = bytearray(data or b"x")
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        place = dice.randrange(len(out)) if out else 0
        kind = dice.random()
        if kind < 0.35 and out:
            out[place] = dice.randrange(256)
        elif kind < 0.5:
            del out[place : place + dice.choice((1, 2, 4, 16, 64))]
        elif kind < 0.65:
            out[place:place] = dice.randbytes(dice.choice((1, 2, 4, 16)))
        elif kind < 0.8:
            form = dice.choice(("<B", "<H", "<I", "<Q", ">I", ">Q"))
            number = struct.pack(form, dice.choice(NUMBERS) & (2 ** (8 * struct.calcsize(form)) - 1))
            out[place : place + len(number)] = number
        elif kind < 0.9:
            other = dice.randrange(len(out)) if out else 0
            out[place:place] = out[other : other + dice.choice((4, 32, 256))]
        else:
            del out[place:]
    return bytes(out)


OPCODES = [ord(op.code) for op in pickletools.opcodes]


def of_pickle(data: Data, dice: random.Random) -> Data:
    """Opcodes lost, doubled, swapped, inserted, with other arguments."""
    try:
        places = [place for _, _, place in pickletools.genops(data)]
    except Exception:
        return of_bytes(data, dice)
    ends = [*places[1:], len(data)]
    pieces = [data[begin:end] for begin, end in zip(places, ends, strict=True)]
    for _ in range(dice.choice((1, 1, 2, 5))):
        at = dice.randrange(len(pieces))
        kind = dice.random()
        if kind < 0.2:
            del pieces[at]
        elif kind < 0.35:
            pieces[at:at] = pieces[at : at + dice.choice((1, 2, 8))]
        elif kind < 0.5:
            other = dice.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif kind < 0.65:
            pieces[at] = bytes([dice.choice(OPCODES)]) + pieces[at][1:]
        elif kind < 0.8:
            pieces.insert(at, _opcode(dice))
        elif len(pieces[at]) > 1:
            pieces[at] = pieces[at][:1] + of_bytes(pieces[at][1:], dice)
        if not pieces:
            break
    return b"".join(pieces)


def _opcode(dice: random.Random) -> bytes:
    word = dice.choice(WORDS).encode()
    return dice.choice((
        b"K" + bytes([dice.randrange(256)]), b"J" + struct.pack("<i", dice.choice((-1, 0, 2**31 - 1))),
        b"\x8a\x08" + struct.pack("<Q", dice.choice(NUMBERS)), b"X" + struct.pack("<I", len(word)) + word,
        b"c" + word.replace(b"\n", b"") + b"\nsystem\n", b"(", b"t", b"l", b"d", b"R", b"b", b"0", b"1", b"2", b"u", b"s", b"e", b"Q",
        b"\x81", b"\x92", b"\x93", b"\x94", b"}", b"]", b")", b"\x8f", b"\x90", b"\x91", b"h\x00", b"q\x00", b"r\xff\xff\xff\xff", b".",
    ))  # fmt: skip


def of_json(data: Data, dice: random.Random) -> Data:
    """Values exchanged, keys renamed or lost, anywhere in the tree."""
    try:
        value = json.loads(data)
    except ValueError:
        return of_bytes(data, dice)
    for _ in range(dice.choice((1, 1, 2, 4))):
        value = _changed(value, dice, 0)
    return json.dumps(value).encode()


def _changed(value: object, dice: random.Random, depth: int) -> object:
    if depth > 12 or not isinstance(value, dict | list) or not value or dice.random() < 0.1:
        return dice.choice(JSON_VALUES)
    if isinstance(value, list):
        copy = list(value)
        at = dice.randrange(len(copy))
        if dice.random() < 0.15:
            del copy[at]
        else:
            copy[at] = _changed(copy[at], dice, depth + 1)
        return copy
    out = dict(value)
    key = dice.choice(list(out))
    kind = dice.random()
    if kind < 0.1:
        del out[key]
    elif kind < 0.2:
        out[dice.choice(WORDS)] = out.pop(key)
    else:
        out[key] = _changed(out[key], dice, depth + 1)
    return out


def of_header(data: Data, dice: random.Random) -> Data:
    """The JSON header of a safetensors file, its length told rightly most of the time."""
    if len(data) < 8:
        return of_bytes(data, dice)
    length = int.from_bytes(data[:8], "little")
    header = of_json(data[8 : 8 + length], dice)
    told = len(header) if dice.random() < 0.9 else dice.choice(NUMBERS)
    return struct.pack("<Q", told & (2**64 - 1)) + header + data[8 + length :]


def of_text(data: Data, dice: random.Random) -> Data:
    """Words of code exchanged, lines lost and doubled."""
    lines = data.decode("utf-8", "replace").split("\n")
    for _ in range(dice.choice((1, 2, 4))):
        at = dice.randrange(len(lines))
        words = lines[at].split(" ")
        kind = dice.random()
        if kind < 0.3:
            del lines[at]
        elif kind < 0.5:
            lines.insert(at, lines[dice.randrange(len(lines))])
        else:
            words[dice.randrange(len(words))] = dice.choice(
                (*WORDS, "self", "torch", "annotate(int, 3)", "(", ")", "for", "=", "lambda")
            )
            lines[at] = " ".join(words)
        if not lines:
            return b""
    return "\n".join(lines).encode("utf-8", "replace")


def _inner(name: str) -> Callable[[Data, random.Random], Data]:
    if name.endswith((".pkl", ".metadata")):
        return of_pickle
    if name.endswith(".json"):
        return of_json
    if name.endswith(".py"):
        return of_text
    return of_bytes


def of_zip(data: Data, dice: random.Random) -> Data:
    """Records changed from inside, renamed, lost, doubled, deflated, with sizes that lie; then perhaps bytes of the whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            records = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:
        return of_bytes(data, dice)
    method = zipfile.ZIP_STORED
    for _ in range(dice.choice((1, 1, 2, 3))):
        if not records:
            break
        telling = [n for n, (name, _) in enumerate(records) if name.endswith((".pkl", ".json", ".py"))]
        at = dice.choice(telling) if telling and dice.random() < 0.7 else dice.randrange(len(records))
        name, content = records[at]
        kind = dice.random()
        if kind < 0.65:
            records[at] = (name, _inner(name)(content, dice))
        elif kind < 0.75:
            del records[at]
        elif kind < 0.85:
            prefix, _, last = name.rpartition("/")
            records[at] = (
                dice.choice((f"../{name}", f"/{name}", f"{prefix}/{dice.choice(WORDS) or 'x'}", last, name + "/")),
                content,
            )
        elif kind < 0.95:
            records.insert(at, records[dice.randrange(len(records))])
        else:
            method = zipfile.ZIP_DEFLATED
    stream = io.BytesIO()
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in records:
            archive.writestr(zipfile.ZipInfo((name or "x")[:60000].replace("\x00", "0")), content, method)
    out = stream.getvalue()
    return of_bytes(out, dice) if dice.random() < 0.15 else out


def mutate(name: str, data: Data, dice: random.Random) -> Data:
    """A damaged copy of a file of the reader `name`, by what it is made of or, one time in four, by plain bytes."""
    if dice.random() < 0.25:
        return of_bytes(data, dice)
    if data.startswith(b"PK"):
        return of_zip(data, dice)
    if name.endswith(".json"):
        return of_json(data, dice)
    if name.endswith(".safetensors") or name == "safetensors":
        return of_header(data, dice)
    if name.startswith(("pickle", "torch-legacy", ".metadata")):
        return of_pickle(data, dice)
    return of_bytes(data, dice)
