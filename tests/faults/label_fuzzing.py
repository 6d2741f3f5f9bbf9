"""Broken and hostile label files without number, made from whole ones: what each reader may do with them is checked.

`python -m tests.faults.label_fuzzing --inputs 200000 --seed 1 [--format cvat]... [--real FOLDER]` looks for what is wrong in as
many inputs per format as are asked for; the test beside it does the same with a few.
"""

import argparse
import copy
import json
import math
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from desktop_app.annotation.formats.all import FORMATS, detect, read_labels, write_labels
from desktop_app.annotation.formats.converting import ExportDiffers, ExportFailed
from desktop_app.annotation.formats.reading import LabelsUnreadable
from desktop_app.annotation.formats.registry import ReadOptions
from desktop_app.places import resources

SECONDS = 5.0
"""CPU time within which one input must be answered."""
MEMORY = 3 << 30
"""Address space of the process that reads, when it is limited."""
TEXTS = frozenset({".json", ".ndjson", ".jsonl", ".xml", ".txt", ".csv", ".yaml", ".vott", ".data", ".names", ".tsv"})
PIXELS = frozenset({".png", ".jpg"})

WORDS = (
    "", " ", "0", "-1", "1e999", "-1e308", "NaN", "Infinity", "9" * 30, "9" * 5000, "0.1e-400", "１２", "0x10", "1_000",
    "../../../../etc/passwd", "/etc/passwd", "/etc/passwd.png", "C:\\Windows\\win.ini", "file:///etc/passwd", "\\\\host\\share\\a.png",
    "%2e%2e/%2e%2e/etc/passwd", "a\0b", "\ud800", "a" * 300, "a" * 70_000, "../" * 200, "http://[", "file://[::1", "data:image/png;base64,AAAA",
    "con", ".", "..", "\u202e", "yard-1.png/../../x", "-", "true", "null", "[", "{", "<", "&", "&a;", "*a", "&a [*a]", "!!python/object:os.system",
    "猫", "\r", "\n", "\t", '"', "'", ",", ";", "1,2;3", "1 2 3", "1e5", "1000000", "2147483648", "1e18", "18446744073709551616",
)  # fmt: skip
VALUES = (
    None, True, False, 0, -1, 1, 3, 255, 256, 65536, 10**6, 10**9, 2**31, 2**63, 2**64, 10**30, 0.5, -0.5, 1e308, -1e308, 5e-324,
    float("nan"), float("inf"), [], {}, [[]], [None], [[[]]], {"": 0}, {"a": {"a": []}}, [0] * 1000, [1e308] * 8, [[0, 0]] * 3, [10**9] * 5,
)  # fmt: skip


@dataclass(frozen=True)
class Seed:
    """A whole data set of one format: its folder, and the files in it whose contents are broken."""

    format: str
    folder: Path
    files: tuple[str, ...]


def seeds_of(name: str, real: Path | None = None) -> list[Seed]:
    """The program's own sample of a format, and the real files that are of it."""
    own = resources() / "sample" / "labels" / name
    found = [_seed(name, own)] if own.is_dir() else []
    if real is not None:
        for folder in sorted({path.parent for path in real.rglob("*") if path.suffix in TEXTS}):
            if sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) > 3 << 20:
                continue
            likely = detect(folder)
            if likely and likely[0][0].name == name:
                found.append(_seed(name, folder))
    return found


def _seed(name: str, folder: Path) -> Seed:
    inner = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    texts = [path for path in inner if path.suffix in TEXTS and path.stat().st_size < 300_000]
    pixels = [path for path in inner if path.suffix in PIXELS and path.stat().st_size < 300_000]
    chosen = texts + pixels if not texts or name in ("masks", "pixel-annotation") else texts
    return Seed(name, folder, tuple(path.relative_to(folder).as_posix() for path in chosen))


# how inputs are made


def broken(data: bytes, suffix: str, rng: random.Random) -> bytes:
    """The contents of a file with something wrong in it, now and then in several places."""
    made = data
    for _ in range(1 if rng.random() < 0.7 else rng.randint(2, 6)):
        if suffix in PIXELS:
            made = rng.choice(_BYTES)(made, rng)
        else:
            makers: list[Callable[[bytes, random.Random], bytes]] = [_word, _line, *_BYTES]
            if suffix in (".json", ".vott", ".ndjson", ".jsonl"):
                makers += [_tree] * 9
            if suffix == ".xml":
                makers += [_tag] * 7
            made = rng.choice(makers)(made, rng)
    return made


def _flip(data: bytes, rng: random.Random) -> bytes:
    if not data:
        return b"\xff"
    place = rng.randrange(len(data))
    return data[:place] + bytes([rng.randrange(256)]) + data[place + 1 :]


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randint(0, len(data))]


def _left_out(data: bytes, rng: random.Random) -> bytes:
    start = rng.randint(0, len(data))
    return data[:start] + data[start + rng.choice((1, 4, 60, 2000)) :]


def _twice(data: bytes, rng: random.Random) -> bytes:
    start = rng.randint(0, len(data))
    return data[:start] + data[start : start + rng.choice((1, 9, 300))] * rng.choice((2, 3, 50)) + data[start:]


def _marked(data: bytes, rng: random.Random) -> bytes:
    return rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0", b"\xc4\xe3", b"%PDF", b"PK\3\4")) + data


def _other_encoding(data: bytes, rng: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(("utf-16", "gb18030", "utf-16-be", "cp1252")), "replace")


_BYTES = (_flip, _cut, _left_out, _twice, _marked, _other_encoding)
_TOKEN = re.compile(r"-?\d+(?:\.\d+)?|[A-Za-z_]\w*|[\u4e00-\u9fff]+")


def _word(data: bytes, rng: random.Random) -> bytes:
    """One number or word of a text becomes another."""
    text = data.decode("utf-8", "replace")
    tokens = list(_TOKEN.finditer(text))
    if not tokens:
        return data
    token = rng.choice(tokens)
    word = rng.choice(WORDS) if rng.random() < 0.8 else rng.choice(tokens).group()
    return (text[: token.start()] + word + text[token.end() :]).encode("utf-8", "surrogatepass")


def _line(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    place = rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            lines.insert(place, rng.choice(lines))
        case 1:
            del lines[place]
        case 2:
            lines[place] = b" ".join(reversed(lines[place].split()))
        case _:
            lines[place] = lines[place] * rng.choice((2, 200))
    return b"\n".join(lines)


def _tree(data: bytes, rng: random.Random) -> bytes:
    """A JSON with another value somewhere, one too few, one too many, or without end."""
    lines = data.decode("utf-8", "replace").splitlines()
    of_lines = len(lines) > 1 and all(line.startswith(("{", "[")) for line in lines if line)
    try:
        document = [json.loads(line) for line in lines if line] if of_lines else json.loads(data)
    except (ValueError, RecursionError):
        return data
    if of_lines and rng.random() < 0.02:
        return b"\n".join(json.dumps(part).encode() for part in document) * 20
    holder = [document]
    places = list(_places(holder))
    here, key = rng.choice(places)
    match rng.randrange(8):
        case 0 if isinstance(here, dict) or here is not holder:
            del here[key]
        case 1:
            here[key] = rng.choice(WORDS)
        case 2:
            other, name = rng.choice(places)
            here[key] = copy.deepcopy(other[name])
        case 3 if isinstance(here, list):
            here[:] = here * rng.choice((2, 3, 30))
        case 4 if isinstance(here, dict):
            here[rng.choice(WORDS)] = here.pop(key)
        case 5 if rng.random() < 0.2:
            deep: list = []
            for _ in range(rng.choice((50, 400))):
                deep = [deep]
            here[key] = deep
        case _:
            here[key] = copy.deepcopy(rng.choice(VALUES))
    changed = holder[0] if holder else None
    if of_lines and isinstance(changed, list):
        return "\n".join(map(json.dumps, changed)).encode()
    made = json.dumps(changed)
    if rng.random() < 0.003:
        made = "[" * 100_000 + made
    return made.encode()


def _places(value):
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"|>([^<>]+)<')
_ELEMENT = re.compile(r"<(\w+)[^<>]*/>|<(\w+)\b[^<>]*>[^<>]*</\2>")
BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def _tag(data: bytes, rng: random.Random) -> bytes:
    """An XML with another value, with an element gone, doubled or nested, or with entities."""
    text = data.decode("utf-8", "replace")
    values, elements = list(_ATTRIBUTE.finditer(text)), list(_ELEMENT.finditer(text))
    if rng.random() < 0.02:
        return (BOMB + text).encode("utf-8", "replace")
    if values and rng.random() < 0.6:
        value = rng.choice(values)
        group = 2 if value.group(2) is not None else 3
        word = rng.choice(WORDS).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        return (text[: value.start(group)] + word + text[value.end(group) :]).encode("utf-8", "replace")
    if not elements:
        return data
    element = rng.choice(elements)
    inner = rng.choice(
        ("", element.group() * 2, element.group() * 60, f"<x>{element.group()}</x>", "<a>" * 4000 + "</a>" * 4000)
    )
    if rng.random() < 0.3:
        inner = rng.choice(elements).group()
    return (text[: element.start()] + inner + text[element.end() :]).encode("utf-8", "replace")


# what is looked at


@dataclass
class Watch:
    """Files that are opened and folders that are listed outside of the data set, while it is on."""

    folder: str = ""
    found: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple) -> None:
        if not self.folder or event not in (
            "open",
            "os.listdir",
            "os.scandir",
            "os.symlink",
            "subprocess.Popen",
            "os.system",
            "socket.connect",
        ):
            return
        name = arguments[0] if arguments else ""
        if event == "open" and isinstance(name, int):
            return
        place = os.fsdecode(name) if isinstance(name, str | bytes | os.PathLike) else str(name)
        if not os.path.abspath(place).startswith((self.folder, sys.prefix, sys.base_prefix, str(resources().parent))):
            self.found.append(f"{event} {place}")


_WATCH = Watch()
sys.addaudithook(_WATCH)


class Hang(BaseException):
    """An input took too long."""


def _ring(*_):
    raise Hang


@dataclass
class Findings:
    """What was wrong, one example of each kind with how often it occurred."""

    inputs: int = 0
    kinds: Counter = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    answers: Counter = field(default_factory=Counter)
    slowest: float = 0.0

    def add(self, kind: str, example: str) -> None:
        self.kinds[kind] += 1
        self.examples.setdefault(kind, example)


def fuzz(name: str, inputs: int, seed: int, real: Path | None = None, keep: Path | None = None) -> Findings:
    """Give the reader of a format so many broken inputs, and look at what it does."""
    rng = random.Random(f"{name} {seed}")
    findings = Findings()
    seeds = [one for one in seeds_of(name, real) if one.files]
    signal.signal(signal.SIGVTALRM, _ring)
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as temporary:
        copies = []
        for number, one in enumerate(seeds):
            folder = Path(temporary) / f"{number}" / "labels"
            shutil.copytree(one.folder, folder)
            copies.append((folder, {file: (folder / file).read_bytes() for file in one.files}))
        for number in range(inputs):
            folder, whole = rng.choice(copies)
            file = rng.choice(list(whole))
            made = broken(whole[file], Path(file).suffix, rng)
            (folder / file).write_bytes(made)
            alone = rng.random() < 0.3 and FORMATS[name].target == "file"
            _one(name, folder / file if alone else folder, folder, rng, findings, made)
            if keep is not None and findings.kinds and sum(findings.kinds.values()) <= 50:
                (keep / f"{name}-{number}{Path(file).suffix}").write_bytes(made)
            (folder / file).write_bytes(whole[file])
    return findings


def _one(name: str, path: Path, root: Path, rng: random.Random, findings: Findings, made: bytes) -> None:
    findings.inputs += 1
    started = time.process_time()
    _WATCH.folder, _WATCH.found = str(root), []
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    labels = None
    try:
        if rng.random() < 0.05:
            detect(path)
        labels = read_labels(path, name, ReadOptions(sizes={"yard-1.png": (96, 64)}) if rng.random() < 0.5 else None)
        findings.answers["read with problems" if labels.problems else "read"] += 1
        for sentence in wrong_in(labels):
            findings.add(sentence, repr(made[:300]))
    except LabelsUnreadable as error:
        findings.answers["refused"] += 1
        if error.__cause__ is not None:  # refused as a whole, by no reason that the reader knows
            place = traceback.extract_tb(error.__cause__.__traceback__)[-1]
            kind = f"{type(error.__cause__).__name__} at {Path(place.filename).name}:{place.lineno}"
            findings.add(kind, "".join(traceback.format_exception(error.__cause__))[-1800:])
    except Hang:
        findings.add("hang", traceback.format_exc()[-1500:])
    except (MemoryError, RecursionError, Exception) as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        findings.add(
            f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}", traceback.format_exc()[-1800:]
        )
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        opened, _WATCH.folder = list(_WATCH.found), ""
        findings.slowest = max(findings.slowest, time.process_time() - started)
    for one in opened:
        findings.add("opened outside the folder", one)
    if labels is not None and rng.random() < 0.01:
        _exported(labels, rng, findings)


def wrong_in(labels) -> list[str]:
    """What no set of labels may hold, whatever it was read from."""
    found = []
    for image in labels.annotations:
        # labelme's own files may name a picture in a folder beside theirs
        leads_out = image.image.startswith("/") or ".." in image.image.split("/")
        if "\0" in image.image or (leads_out and labels.format not in ("labelme", "xanylabeling")):
            found.append(f"a picture's name leads out: {image.image[:40]!r}")
        if image.width < 0 or image.height < 0:
            found.append("a negative size")
        if len({shape.id for shape in image.shapes}) < len(image.shapes):
            found.append("two shapes of one id")
        for shape in image.shapes:
            if not all(np.isfinite(ring).all() for ring in (shape.points, *shape.holes)):
                found.append(f"a {shape.kind} with coordinates that are not finite")
            if shape.score is not None and not math.isfinite(shape.score):
                found.append(f"a score of {shape.score}")
            if (shape.mask is None) != (shape.kind != "mask"):
                found.append("a mask that is no mask")
            if shape.mask is not None and len(shape.mask.packed) != -(-shape.mask.width * shape.mask.height // 8):
                found.append("a mask whose bits are not as many as its pixels")
            if not all(isinstance(label, str) for label in shape.labels):
                found.append("a label that is no text")
            # labelme's own files are shown and kept as they are, also where it drew too little
            least = (
                1 if shape.kind == "polygon" and labels.format in ("labelme", "xanylabeling") else _LEAST[shape.kind]
            )
            if len(shape.points) < least or (shape.kind in _EXACT and len(shape.points) != least):
                found.append(f"a {shape.kind} of {len(shape.points)} points")
    return found


_LEAST = {
    "rectangle": 2, "rotated_rectangle": 4, "polygon": 3, "circle": 2, "ellipse": 3, "line": 2, "polyline": 2, "point": 1,
    "points": 1, "skeleton": 1, "mask": 2, "cuboid": 8,
}  # fmt: skip
_EXACT = {"rectangle", "rotated_rectangle", "circle", "ellipse", "line", "point", "mask", "cuboid"}


def _exported(labels, rng: random.Random, findings: Findings) -> None:
    """What could be read can be written: to the end, or with a reason."""
    to = rng.choice([name for name, format_ in FORMATS.items() if format_.write is not None])
    signal.setitimer(signal.ITIMER_VIRTUAL, 4 * SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_labels(labels, Path(folder) / "out", to)
        except (LabelsUnreadable, ExportFailed):
            pass
        except ExportDiffers as error:
            findings.add(f"export to {to} differs", f"{error} | from {labels.format}")
        except Hang:
            findings.add(f"export to {to} hangs", traceback.format_exc()[-1500:])
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            findings.add(
                f"export to {to}: {type(error).__name__} at {Path(place.filename).name}:{place.lineno}",
                traceback.format_exc()[-1800:],
            )
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", action="append", choices=list(FORMATS))
    parser.add_argument("--real", type=Path)
    parser.add_argument("--keep", type=Path)
    said = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if said.keep:
        said.keep.mkdir(parents=True, exist_ok=True)
    bad = 0
    for name in said.format or FORMATS:
        started = time.process_time()
        found = fuzz(name, said.inputs, said.seed, said.real, said.keep)
        bad += sum(found.kinds.values())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(
            f"{name}: {found.inputs} inputs, {dict(found.answers)}, slowest {found.slowest:.2f} s, "
            f"{time.process_time() - started:.0f} s of CPU, peak {peak} MB, wrong {sum(found.kinds.values())}",
            flush=True,
        )
        for kind, count in found.kinds.most_common():
            print(f"  {count} x {kind}\n    {found.examples[kind]}", flush=True)
    return bool(bad)


if __name__ == "__main__":
    raise SystemExit(main())
