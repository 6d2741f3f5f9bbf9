"""What `torch.save`, `torch.jit.save`, `torch.package` and `torch.export.save` write into a zip archive."""

# What a pickle holds has no static type; every value is tested before it is used.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.containers.archive import Archive, DamagedRecord, Record, most_used_method
from desktop_app.checkpoint.containers.ingredients import Ingredients
from desktop_app.checkpoint.containers.module_stack import classes_of
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import ByteOrder, Finding, GlobalUse, Storage, TensorInfo
from desktop_app.checkpoint.pickling.listing import Listing, ModuleFacts, describe, tied
from desktop_app.checkpoint.pickling.objects import StorageRef
from desktop_app.checkpoint.pickling.pickles import read_pickle
from desktop_app.checkpoint.pickling.rebuild import NotATensor, checked, ints_of, shape_of, storage_ref

_KNOWN_VERSIONS = frozenset(str(number) for number in range(1, 11))
_SCANNED_PICKLES = 200
"""How many further pickles of an archive are searched for globals."""

_LONGEST_PROGRAM = 128 << 20
"""Bytes of a program's JSON that are read for the classes of its modules."""
_EXPORT_DTYPES = {
    1: "uint8", 2: "int8", 3: "int16", 4: "int32", 5: "int64", 6: "float16", 7: "float32", 8: "float64", 9: "complex32",
    10: "complex64", 11: "complex128", 12: "bool", 13: "bfloat16", 28: "uint16", 29: "float8_e4m3fn", 30: "float8_e5m2",
    31: "float8_e4m3fnuz", 32: "float8_e5m2fnuz",
}  # fmt: skip
"""Numbers of element types in the JSON of an exported program."""


def read(archive: Archive, budget: Budget) -> Ingredients:
    """Read whichever of torch's archives this is."""
    prefix = _prefix(archive)
    if f"{prefix}archive_format" in archive.records or any(
        name.endswith("_weights_config.json") for name in archive.records
    ):
        return _read_export(archive, prefix, budget)
    main = f"{prefix}data.pkl"
    reader = _Pickled(archive, prefix, budget)
    if main in archive.records:
        return reader.read(main)
    if f"{prefix}.data/version" in archive.records or f"{prefix}.data/extern_modules" in archive.records:
        return reader.read_package()
    return reader.read_without_pickle()


def belongs(archive: Archive) -> bool:
    """Whether the archive holds anything of torch's."""
    return any(
        name.endswith(
            (
                "data.pkl",
                "archive_format",
                ".data/version",
                ".data/extern_modules",
                "_weights_config.json",
                "serialized_exported_program.json",
            )
        )
        or "/data/" in name
        for name in archive.records
    )


def _prefix(archive: Archive) -> str:
    """The folder inside the archive that everything lies in, with its slash; empty when there is none."""
    for marker in ("data.pkl", "archive_format", "version", ".data/version"):
        found = [name for name in archive.records if name == marker or name.endswith("/" + marker)]
        found = [name for name in found if not (marker == "version" and name.endswith(".data/version"))]
        if found:
            return min(found, key=lambda name: (name.count("/"), len(name)))[: -len(marker)]
    with_data = [name for name in archive.records if "/data/" in name]
    return with_data[0].partition("data/")[0] if with_data else ""


class _Pickled:
    """An archive whose structure is a pickle and whose storages are records."""

    def __init__(self, archive: Archive, prefix: str, budget: Budget) -> None:
        self.archive = archive
        self.prefix = prefix
        self.budget = budget
        self.findings: list[Finding] = list(archive.findings)
        self.byteorder: ByteOrder = "big" if self._text("byteorder") == "big" else "little"
        self._storages: dict[str, Storage | None] = {}
        self._data = f"{prefix}data/"
        self._has_crc = True
        self.root: Any = None

    def _text(self, name: str) -> str | None:
        """A short text record of the archive; None when it is not there."""
        record = self.archive.records.get(self.prefix + name)
        if record is None or record.size > 4096:
            return None
        try:
            return self.archive.read_record(record, self.budget).decode("utf-8", "replace").strip()
        except (DamagedRecord, LimitReached):
            return None

    # -- storages

    def locate_all(self) -> None:
        """Find the data of all storages at once: one read serves many neighbours."""
        records = [record for name, record in self.archive.records.items() if name.startswith(self._data)]
        self.archive.locate(records)
        self._has_crc = any(record.crc32 for record in records if record.size) or not any(
            record.size for record in records
        )

    def storage(self, ref: StorageRef) -> Storage | None:
        """Where the bytes of a storage lie; None when its record is not in the archive."""
        if ref.key in self._storages:
            return self._storages[ref.key]
        name = self._data + ref.key
        record = self.archive.records.get(name)
        found = None if record is None or record.data < 0 else self.storage_of(record, ref.dtype)
        self._storages[ref.key] = found
        return found

    def storage_of(self, record: Record, dtype: str) -> Storage:
        have = max(0, min(record.compressed, self.archive.end - record.data))
        stored = record.method == 0
        return Storage(
            id=record.name, file=0, record=record.name, offset=record.data, nbytes=have if stored else record.size, dtype=dtype,
            byteorder=self.byteorder, compression=record.compression, compressed_nbytes=0 if stored else have,
            crc32=record.crc32 if self._has_crc and not record.cut else None,
        )  # fmt: skip

    # -- kinds of archive

    def read(self, main: str) -> Ingredients:
        """A `torch.save` or TorchScript archive."""
        script = (
            any(name.startswith(f"{self.prefix}code/") for name in self.archive.records)
            and f"{self.prefix}constants.pkl" in self.archive.records
        )
        self.locate_all()
        self._note_archive(script=script)
        listing, uses = self._read_pickle(main)
        uses |= self.scan_others(main, script=script)
        if script:
            listing.kind = "module"
            listing.modules = [_readable(facts) for facts in listing.modules]
        made = Ingredients(
            "torchscript" if script else "torch-zip", byteorder=self.byteorder, globals=uses, findings=self.findings
        )
        made.take(listing)
        if script:
            made.tensors += self._constants(uses)
        made.root, made.storage = self.root, self.storage
        made.metadata |= self.evidence()
        return made

    def _constants(self, uses: dict[str, GlobalUse]) -> list[TensorInfo]:
        """Tensors that the code of a TorchScript archive names by number; where it was frozen, all its weights."""
        reader = _Pickled(self.archive, self.prefix, self.budget)
        reader.findings, reader._data = [], f"{self.prefix}constants/"
        reader.locate_all()
        record = self.archive.records[f"{self.prefix}constants.pkl"]
        held = {"constants": reader.root_of(record, uses)}
        self.findings += reader.findings
        listing = describe(held, storages=reader.storage, where=record.name, budget=self.budget)
        self.findings += listing.findings
        return [replace(info, role="tensor") for info in listing.tensors]

    def read_package(self) -> Ingredients:
        """A `torch.package`: several pickles, storages in `.data`."""
        self._data = f"{self.prefix}.data/"
        records = {
            name[len(self._data) :].removesuffix(".storage"): record
            for name, record in self.archive.records.items()
            if name.startswith(self._data)
        }
        self.archive.locate(records.values())
        self._storages = {key: self.storage_of(record, "uint8") for key, record in records.items() if record.data >= 0}
        pickles = [name for name in self.archive.records if name.endswith(".pkl")]
        uses: dict[str, GlobalUse] = {}
        root: dict[str, Any] = {}
        for name in pickles[:_SCANNED_PICKLES]:
            root[name.removeprefix(self.prefix)] = self.root_of(self.archive.records[name], uses)
        only = next(iter(root.values())) if len(root) == 1 else root
        made = Ingredients("torch-package", byteorder=self.byteorder, globals=uses, findings=self.findings)
        made.take(describe(only, storages=self.storage, where=self.prefix or "package", budget=self.budget))
        return made

    def read_without_pickle(self) -> Ingredients:
        """Records without the pickle that says what they are: each becomes a tensor of bytes."""
        self.locate_all()
        self.findings.append(finding("structure-lost", self.prefix or "archive"))
        made = Ingredients("torch-zip", byteorder=self.byteorder, findings=self.findings)
        for name, record in self.archive.records.items():
            if name.startswith(self._data) and record.data >= 0 and not record.cut:
                storage = self.storage_of(record, "uint8")
                made.tensors.append(
                    TensorInfo(
                        name=name, shape=(storage.nbytes,), dtype="uint8", stride=(1,), storage=storage, path=(name,)
                    )
                )
        return made

    # -- pickles

    def _read_pickle(self, main: str) -> tuple[Listing, dict[str, GlobalUse]]:
        uses: dict[str, GlobalUse] = {}
        root = self.root = self.root_of(self.archive.records[main], uses)
        return describe(root, storages=self.storage, where=main, budget=self.budget), uses

    def root_of(self, record: Record, uses: dict[str, GlobalUse]) -> Any:
        try:
            data = self.archive.read_record(record, self.budget)
        except DamagedRecord as damage:
            self.findings.append(finding("pickle-damaged", record.name, byte=0, reason=str(damage)))
            return {}
        except LimitReached as limit:
            self.findings.append(finding("limit", record.name, what=limit.what, limit=limit.limit))
            return {}
        result = read_pickle(data, where=record.name, budget=self.budget, persistent=storage_ref)
        self.findings += result.findings
        for use in result.globals:
            uses.setdefault(use.name, use)
        return result.root

    def scan_others(self, main: str, *, script: bool) -> dict[str, GlobalUse]:
        """Globals of every further pickle: earlier records of the same name, constants, whatever ends in .pkl."""
        uses: dict[str, GlobalUse] = {}
        others = [record for record in self.archive.duplicates if record.name.endswith(".pkl")]
        others += [record for name, record in self.archive.records.items() if name.endswith(".pkl") and name != main]
        if script:
            others = [record for record in others if not record.name.endswith("debug_pkl")]
        for record in others[:_SCANNED_PICKLES]:
            self.root_of(record, uses)
        return uses

    # -- what there is to tell about the archive

    def _note_archive(self, *, script: bool) -> None:
        records = self.archive.records
        compressed = [record for name, record in records.items() if record.method and name.startswith(self._data)]
        if compressed or records[f"{self.prefix}data.pkl"].method:
            self.findings.append(
                finding("compressed", self.prefix or "archive", method=most_used_method(records.values()))
            )
        if not self._has_crc:
            self.findings.append(finding("no-crc", self.prefix or "archive"))
        version = self._text("version")
        if version is None and self.archive.directory_end:
            self.findings.append(finding("version-missing", self.prefix or "archive"))
        elif version is not None and version not in _KNOWN_VERSIONS:
            self.findings.append(finding("version-unknown", f"{self.prefix}version", version=version[:40]))
        counts: dict[str, int] = {}
        for record in self.archive.duplicates:
            counts[record.name] = counts.get(record.name, 1) + 1
        self.findings += [
            finding("duplicate-record", name, record=name, count=count) for name, count in list(counts.items())[:20]
        ]

    def evidence(self) -> dict[str, str]:
        """What tells which torch wrote the archive."""
        names = {
            "version": "archive version",
            ".format_version": "format version",
            ".storage_alignment": "storage alignment",
            "byteorder": "byte order",
        }
        found = {label: self._text(name) for name, label in names.items()}
        return {label: text for label, text in found.items() if text}


def _readable(facts: ModuleFacts) -> ModuleFacts:
    """TorchScript's mangled class names as the Python ones: `__torch__.torch.nn.modules.conv.Conv2d`."""
    parts = [
        part
        for part in (facts.class_name or "").split(".")
        if part != "__torch__" and not part.startswith("___torch_mangle_")
    ]
    return replace(facts, class_name=".".join(parts) or None)


# ---------------------------------------------------------------------- exported programs


def _read_export(archive: Archive, prefix: str, budget: Budget) -> Ingredients:
    """A `.pt2`: weights are raw records described by JSON; its pickles are only searched for globals."""
    reader = _Pickled(archive, prefix, budget)
    made = Ingredients("pt2", byteorder=reader.byteorder, findings=reader.findings)
    made.kind = "module"
    hidden: dict[str, tuple[str, ...]] = {}
    for folder, suffix in (("data/weights/", "_weights_config.json"), ("data/constants/", "_constants_config.json")):
        for name in [name for name in archive.records if name.startswith(prefix + folder) and name.endswith(suffix)]:
            before = len(made.tensors)
            _take_config(made, reader, archive, name, prefix + folder, budget)
            if folder == "data/constants/":
                hidden |= _outside_state_dict(made.tensors[before:])
    classes = _exported_classes(archive, prefix, budget)
    shown = {path for path, class_name in classes.items() if class_name} | hidden.keys() | _holders(made.tensors)
    made.modules = [
        ModuleFacts(path, class_name=classes.get(path) or None, non_persistent=hidden.get(path, ()))
        for path in dict.fromkeys([*classes, *hidden])
        if path in shown
    ]
    made.tensors = tied(made.tensors)
    made.globals = reader.scan_others("", script=False)
    for name, record in archive.records.items():
        if name.endswith(".pt") and record.method == 0 and 0 < record.size < budget.limits.inflated_nbytes:
            _scan_nested(archive, record, made, budget)
    made.metadata |= reader.evidence()
    return made


def _exported_classes(archive: Archive, prefix: str, budget: Budget) -> dict[str, str]:
    """The class of each module as the program itself names it; none where its JSON is missing, damaged or too long."""
    folder = f"{prefix}models/"
    names = [name for name in archive.records if name.startswith(folder) and name.endswith(".json")]
    chosen = min(names, key=len, default="")
    if not chosen or archive.records[chosen].size > _LONGEST_PROGRAM:
        return {}
    try:
        return classes_of(json.loads(archive.read(chosen, budget)))
    except (ValueError, DamagedRecord, LimitReached, RecursionError):
        return {}


def _holders(tensors: Sequence[TensorInfo]) -> set[str]:
    """Paths of the modules that tensors lie directly in."""
    return {info.name.rpartition(".")[0] for info in tensors}


def _outside_state_dict(constants: Sequence[TensorInfo]) -> dict[str, tuple[str, ...]]:
    """Buffers that are no part of the program's state_dict, by the paths of their modules."""
    held: dict[str, list[str]] = {}
    for info in constants:
        path, _, name = info.name.rpartition(".")
        held.setdefault(path, []).append(name)
    return {path: tuple(names) for path, names in held.items()}


def _take_config(made: Ingredients, reader: _Pickled, archive: Archive, name: str, folder: str, budget: Budget) -> None:
    try:
        config = json.loads(archive.read(name, budget)).get("config", {})
        items = list(config.items())
    except (ValueError, AttributeError, DamagedRecord, LimitReached, RecursionError) as error:
        made.findings.append(finding("header-invalid", name, reason=str(error)[:200]))
        return
    archive.locate(record for record_name, record in archive.records.items() if record_name.startswith(folder))
    for key, entry in items:
        try:
            made.tensors.append(_exported(str(key), entry, reader, archive, folder))
        except (KeyError, TypeError, ValueError, AttributeError, NotATensor):
            made.findings.append(finding("tensor-odd", name, name=key, reason="its entry in the JSON is incomplete"))


def _exported(key: str, entry: Any, reader: _Pickled, archive: Archive, folder: str) -> TensorInfo:
    meta = entry["tensor_meta"]
    record = archive.records.get(folder + str(entry["path_name"]))
    dtype = _EXPORT_DTYPES[meta["dtype"]]
    storage = reader.storage_of(record, dtype) if record is not None and record.data >= 0 else None
    shape = shape_of([size["as_int"] for size in meta["sizes"]])
    stride = ints_of([step["as_int"] for step in meta["strides"]])
    (offset,) = ints_of([meta.get("storage_offset", {}).get("as_int", 0)])
    if len(stride) != len(shape) or any(number < 0 for number in (*stride, offset)):
        raise ValueError("its shape and stride do not fit each other")
    info = TensorInfo(
        name=key,
        shape=shape,
        dtype=dtype,
        stride=stride,
        storage=storage,
        storage_offset=offset,
        role="parameter" if entry.get("is_param") else "buffer",
        requires_grad=meta.get("requires_grad") is True,
        path=(key,),
    )
    return checked(info)


def _scan_nested(archive: Archive, record: Record, made: Ingredients, budget: Budget) -> None:
    """Globals of a torch file that lies whole inside of the archive (sample inputs, an old program's state_dict)."""
    archive.locate([record])
    if record.data < 0:
        return
    inner = Archive.open(archive.file, budget, start=record.data, size=record.compressed)
    reader = _Pickled(inner, _prefix(inner), budget)
    main = f"{reader.prefix}data.pkl"
    if main not in inner.records:
        return
    uses: dict[str, GlobalUse] = {}
    root = reader.root_of(inner.records[main], uses)
    for use in uses.values():
        made.globals.setdefault(use.name, replace(use, where=f"{record.name}: {use.where}"))
    if record.name.endswith("serialized_state_dict.pt") or ("weights" in record.name and not made.tensors):
        reader.locate_all()
        made.take(describe(root, storages=reader.storage, where=record.name, budget=budget))
        made.kind = "module"


type Reader = Callable[[Archive, Budget], Ingredients]
