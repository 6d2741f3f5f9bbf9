"""`weightsmith inspect`: what a file holds, as text or as JSON; no weights are read."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from desktop_app.checkpoint.counted import counted
from desktop_app.checkpoint.dtypes import itemsize_bits
from desktop_app.checkpoint.model import Checkpoint, Finding, Module, Safety, TensorInfo
from desktop_app.cli.output import (
    Json,
    Progress,
    bytes_text,
    printable,
    shape_text,
    shortened,
    table,
    write_json,
    write_lines,
)
from desktop_app.graph.recognise import Candidate, recognise

TREE_DEPTH = 3
TREE_LINES = 60
TENSOR_LINES = 200
REASONS = 20
_VERDICTS = {
    "data": "data only: an ordinary load builds tensors and plain values.",
    "objects": "holds objects: an ordinary load would import and build classes that the file names.",
    "code": "WOULD RUN CODE: an ordinary load executes what the file names. Do not load it.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this command."""
    parser.add_argument("file", metavar="FILE|DIR", help="a checkpoint file, an index, or a folder of shards")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when there is a finding of severity error")
    parser.add_argument("--all", action="store_true", help="list every module and tensor, however many")


def run(options: argparse.Namespace) -> int:
    """Print it; 1 under `--strict` when a finding is an error, else 0. Raises `CheckpointError`."""
    from desktop_app.checkpoint.open import open_checkpoint

    with Progress() as progress:
        checkpoint = open_checkpoint(options.file, progress=progress)
    if options.json:
        write_json(document(checkpoint))
    else:
        write_lines(summary(checkpoint, everything=options.all))
    failed = options.strict and any(item.severity == "error" for item in checkpoint.findings)
    return 1 if failed else 0


def document(checkpoint: Checkpoint) -> dict[str, Json]:
    """The JSON document of the headless contract."""
    return {
        "file": checkpoint.path,
        "container": checkpoint.container,
        "kind": checkpoint.kind,
        "size_bytes": checkpoint.size_bytes,
        "byteorder": checkpoint.byteorder,
        "metadata": dict(checkpoint.metadata),
        "tensors": [_tensor(info) for info in checkpoint.tensors],
        "modules": [_module(module) for module in checkpoint.modules],
        "totals": {
            "tensors": len(checkpoint.tensors),
            "parameters": checkpoint.parameter_count,
            "bytes": stored_bytes(checkpoint.tensors),
        },
        "safety": _safety(checkpoint.safety),
        "findings": [finding_document(item) for item in checkpoint.findings],
        "recognised": [_candidate(found) for found in recognised(checkpoint)],
    }


def recognised(checkpoint: Checkpoint) -> tuple[Candidate, ...]:
    """Architectures that fit the file's parameters and buffers."""
    return recognise([(info.name, info.shape) for info in checkpoint.tensors if info.role in ("parameter", "buffer")])


def _candidate(found: Candidate) -> dict[str, Json]:
    return {
        "name": found.name,
        "match": found.match,
        "prefix": found.prefix,
        "classes": found.classes,
        "twins": found.twins,
    }


def _candidate_line(found: Candidate) -> str:
    head = f", {found.classes} classes" if found.classes is not None else ""
    prefix = f", keys begin with {printable(found.prefix)}" if found.prefix else ""
    twins = f" (or {', '.join(found.twins[:4])})" if found.twins else ""
    share = "" if found.match == 1.0 else f", about {found.match:.0%} of the tensors"
    return f"{found.name}{twins}{share}{head}{prefix}"


def stored_bytes(tensors: Sequence[TensorInfo]) -> int:
    """Bytes of all tensors, those that are the same elements of one storage once."""
    seen: set[tuple[str, int, int]] = set()
    total = 0
    for info in tensors:
        if info.parts:
            total += sum(part.nbytes for _, part in info.parts)
            continue
        if info.storage is not None:
            same = (info.storage.id, info.storage_offset, info.numel)
            if same in seen:
                continue
            seen.add(same)
        total += info.nbytes
    return total


def finding_document(item: Finding) -> dict[str, Json]:
    """A finding as JSON."""
    return {
        "severity": item.severity,
        "code": item.code,
        "where": item.where,
        "message": item.message,
        "cure": item.cure,
    }


def _tensor(info: TensorInfo) -> dict[str, Json]:
    return {
        "name": info.name,
        "shape": info.shape,
        "dtype": info.dtype,
        "stride": info.stride,
        "offset": _file_offset(info),
        "nbytes": info.nbytes,
        "role": info.role,
        "requires_grad": info.requires_grad,
        "layout": info.layout,
        "shares_with": info.shares_with,
        "status": info.status,
        "path": info.path,
        "storage_offset": info.storage_offset,
        "file": info.storage.file if info.storage is not None else None,
        "problem": info.problem,
    }


def _file_offset(info: TensorInfo) -> int | None:
    """Byte of the file at which the first element lies; None when it does not lie there plainly."""
    storage = info.storage
    if storage is None or storage.offset < 0 or storage.compression != "stored":
        return None
    return storage.offset + info.storage_offset * itemsize_bits(info.dtype) // 8


def _module(module: Module) -> dict[str, Json]:
    return {
        "path": module.path,
        "class": module.class_name,
        "inferred": module.inferred,
        "parameters": module.parameters,
        "buffers": module.buffers,
        "training": module.training,
        "hooks": module.hooks,
        "non_persistent": module.non_persistent,
    }


def _safety(safety: Safety) -> dict[str, Json]:
    uses = [{"name": use.name, "risk": use.risk, "why": use.why, "where": use.where} for use in safety.globals]
    return {"verdict": safety.verdict, "globals": uses}


def summary(checkpoint: Checkpoint, *, everything: bool = False) -> Iterator[str]:
    """Lines that a person reads: the file, its safety, its modules, its tensors, what is wrong with it."""
    yield printable(checkpoint.path)
    size, order = bytes_text(checkpoint.size_bytes), "" if checkpoint.byteorder == "little" else ", big-endian"
    yield f"{checkpoint.container}, {checkpoint.kind}, {size}{order}"
    stored = bytes_text(stored_bytes(checkpoint.tensors))
    tensors, parameters = counted(len(checkpoint.tensors), "tensor"), counted(checkpoint.parameter_count, "parameter")
    yield f"{tensors}, {parameters}, {stored} of values"
    yield from _safety_lines(checkpoint.safety)
    for found in recognised(checkpoint)[:3]:
        yield f"looks like {_candidate_line(found)}"
    yield from _section("Findings", (_finding_line(item) for item in checkpoint.findings))
    pairs = checkpoint.metadata.items()
    yield from _section("Metadata", (f"{printable(key)}: {shortened(printable(text), 100)}" for key, text in pairs))
    yield from _section("Modules (~ inferred from names and shapes)", _tree_lines(checkpoint.modules, everything))
    yield from _section("Tensors", _tensor_lines(checkpoint.tensors, everything))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    first = next(lines, None)
    if first is not None:
        yield ""
        yield title
        yield f"  {first}"
        for line in lines:
            yield f"  {line}"


def _finding_line(item: Finding) -> str:
    where = f"{printable(item.where)}: " if item.where else ""
    return f"{item.severity}: {where}{printable(item.message)} {printable(item.cure)}".rstrip()


def _safety_lines(safety: Safety) -> Iterator[str]:
    yield f"Safety: {_VERDICTS[safety.verdict]}"
    worrying = [use for use in safety.globals if use.risk != "none"]
    reasons = list(dict.fromkeys((use.risk, use.why) for use in worrying))
    for risk, why in sorted(reasons, key=lambda reason: reason[0] != "dangerous")[:REASONS]:
        names = [f"{use.name} ({use.where})" for use in worrying if (use.risk, use.why) == (risk, why)]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield f"  {risk}: {printable(', '.join(names[:3]))}{more}: {shortened(printable(why), 300)}"
    if len(reasons) > REASONS:
        yield f"  ... and {len(reasons) - REASONS} more (--json lists them)"


def _tree_lines(modules: Sequence[Module], everything: bool) -> Iterator[str]:
    if not modules:
        return
    rows: list[tuple[str, str, str]] = []
    hidden = 0
    waiting = [(0, 0)]
    while waiting:
        position, depth = waiting.pop()
        module = modules[position]
        if not everything and (depth > TREE_DEPTH or len(rows) >= TREE_LINES):
            hidden += 1
            continue
        kind = (
            module.class_name.rpartition(".")[2]
            if module.class_name
            else f"~{module.inferred}"
            if module.inferred
            else ""
        )
        rows.append(("  " * min(depth, 30) + (module.name or "(root)"), kind, f"{module.parameters:,}"))
        waiting.extend((child, depth + 1) for child in reversed(module.children))
    yield from table(("module", "kind", "parameters"), rows, right=frozenset({2}))
    if hidden:
        yield f"... and what is below ({counted(len(modules) - len(rows), 'more module')}; --all lists them)"


def _tensor_lines(tensors: Sequence[TensorInfo], everything: bool) -> Iterator[str]:
    if not tensors:
        return
    shown = tensors if everything else tensors[:TENSOR_LINES]
    rows = [
        (info.name or '""', shape_text(info.shape), info.dtype, bytes_text(info.nbytes), info.role, _notes(info))
        for info in shown
    ]
    yield from table(("name", "shape", "dtype", "size", "role", ""), rows, right=frozenset({3}))
    if len(tensors) > len(shown):
        counts = Counter(info.dtype for info in tensors)
        types = ", ".join(f"{count:,} {dtype}" for dtype, count in counts.most_common(6))
        yield f"... and {len(tensors) - len(shown):,} more ({types}; --all lists them)"


def _notes(info: TensorInfo) -> str:
    notes: list[str] = []
    if info.status != "ok":
        notes.append(f"{info.status}: {info.problem}")
    if info.layout != "strided":
        notes.append(info.layout)
    if info.quantization is not None:
        notes.append(info.quantization.scheme)
    if info.shares_with:
        notes.append(f"shares with {', '.join(info.shares_with[:3])}")
    return "; ".join(notes)
