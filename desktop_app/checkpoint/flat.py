"""The contents listing and the checkpoint of files that are nothing but named tensors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from desktop_app.checkpoint.deferred import Deferred
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.kinds import is_beside_original
from desktop_app.checkpoint.limits import DEFAULT, Limits
from desktop_app.checkpoint.model import (
    ByteOrder,
    Checkpoint,
    Container,
    Entry,
    FileIdentity,
    Finding,
    Kind,
    Safety,
    TensorInfo,
)
from desktop_app.checkpoint.tree import build_modules

LONGEST = 200


def flat_contents(
    tensors: Sequence[TensorInfo], metadata: Mapping[str, str], values: Iterable[tuple[str, str, str]] = ()
) -> tuple[Entry, ...]:
    """A root dict with the metadata, the tensors, and other `values` as (key, type name, text)."""
    others = [Entry(key, "value", type_name, _short(text)) for key, type_name, text in values]
    named = [
        Entry(info.name, "tensor", info.class_name, _about(info), target=place) for place, info in enumerate(tensors)
    ]
    pairs = [Entry(key, "value", "str", _short(text)) for key, text in metadata.items()]
    first = 1
    children = [*named, *others]
    if pairs:
        behind = first + 1 + len(children)
        children.insert(0, Entry("__metadata__", "dict", "dict", _items(len(pairs)), behind, len(pairs)))
    root = Entry("", "dict", "dict", _items(len(children)), first, len(children))
    return (root, *children, *pairs)


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _about(info: TensorInfo) -> str:
    return f"{info.dtype} {'×'.join(str(size) for size in info.shape) or 'scalar'}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def flat_checkpoint(
    path: str,
    container: Container,
    *,
    files: Sequence[FileIdentity],
    tensors: Sequence[TensorInfo],
    metadata: Mapping[str, str],
    findings: Sequence[Finding] = (),
    values: Iterable[tuple[str, str, str]] = (),
    safety: Safety | None = None,
    byteorder: ByteOrder = "little",
    limits: Limits = DEFAULT,
) -> Checkpoint:
    """The checkpoint whose root is one dict of named tensors."""
    others, tensors = tuple(values), _with_buffers(tensors)
    noted = list(findings)
    if safety is not None and safety.verdict == "code" and not any(item.code == "code" for item in noted):
        noted.insert(0, finding("code", safety.globals[0].where, name=safety.globals[0].name))
    entries = 1 + len(tensors) + len(others) + (1 + len(metadata) if metadata else 0)
    if entries > limits.contents:
        noted.append(finding("contents-cut", "contents", count=entries - limits.contents))
    return Checkpoint(
        path=path,
        container=container,
        kind=_kind(tensors),
        files=tuple(files),
        size_bytes=sum(identity.size for identity in files),
        byteorder=byteorder,
        metadata=dict(metadata),
        tensors=tensors,
        modules=Deferred(lambda: build_modules(tensors)),
        contents=Deferred(lambda: _cut(flat_contents(tensors, metadata, others), limits.contents)),
        safety=safety if safety is not None else Safety("data"),
        findings=tuple(noted),
    )


def _with_buffers(tensors: Sequence[TensorInfo]) -> tuple[TensorInfo, ...]:
    """The same tensors; those are buffers that only the keys beside them tell from parameters."""
    names = {info.name for info in tensors}
    if not any(name.endswith("_orig") for name in names):
        return tuple(tensors)
    return tuple(
        replace(info, role="buffer") if info.role == "parameter" and is_beside_original(info.name, names) else info
        for info in tensors
    )


def _kind(tensors: Sequence[TensorInfo]) -> Kind:
    roles = {info.role for info in tensors}
    if not roles & {"parameter", "buffer"}:
        return "other"
    return "checkpoint" if roles & {"optimizer", "tensor"} else "state_dict"


def _cut(contents: tuple[Entry, ...], limit: int) -> tuple[Entry, ...]:
    """The first `limit` entries; what would be children beyond them is no longer promised."""
    if len(contents) <= limit:
        return contents
    kept: list[Entry] = []
    for entry in contents[:limit]:
        inside = max(0, min(entry.children, limit - entry.first_child))
        kept.append(entry if inside == entry.children else replace(entry, children=inside))
    return tuple(kept)
