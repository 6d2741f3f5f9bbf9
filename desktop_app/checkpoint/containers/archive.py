"""A zip archive read by its own directory, or by searching when that is gone; record bytes are located, not loaded."""

import bz2
import lzma
import struct
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop_app.checkpoint.budget import Budget, LimitReached
from desktop_app.checkpoint.files import OpenFile
from desktop_app.checkpoint.findings import finding
from desktop_app.checkpoint.model import Compression, Finding

LOCAL = b"PK\x03\x04"
"""What each part of a zip archive begins with."""
CENTRAL = b"PK\x01\x02"
END = b"PK\x05\x06"
END64 = b"PK\x06\x06"
LOCATOR64 = b"PK\x06\x07"
_DESCRIPTOR = b"PK\x07\x08"
_METHODS: dict[int, Compression] = {0: "stored", 8: "deflated", 12: "bzip2", 14: "lzma"}
_WINDOW = 4 << 20
_DIRECTORY_LIMIT = 1 << 30
_ALIGNMENT = 64
"""Of data in torch's archives."""


class DamagedRecord(Exception):
    """The bytes of a record cannot be had; the text is one sentence."""


@dataclass(slots=True)
class Record:
    """One file of the archive."""

    name: str
    method: int
    crc32: int
    compressed: int
    """Bytes as stored."""
    size: int
    """Bytes uncompressed."""
    header: int
    """Position of the local header, relative to the archive's start."""
    data: int = -1
    """Position of the first byte in the file; -1 until `Archive.locate`."""
    cut: bool = False
    """Whether the file ends inside of it."""

    @property
    def compression(self) -> Compression:
        """Name of the method; methods that are not known count as stored and are refused when read."""
        return _METHODS.get(self.method, "stored")


@dataclass(slots=True)
class Archive:
    """The records of a zip archive that lies in `file` from `start` on."""

    file: OpenFile
    start: int
    end: int
    records: dict[str, Record] = field(default_factory=dict[str, Record])
    duplicates: list[Record] = field(default_factory=list[Record])
    """Earlier records whose name occurs again."""
    findings: list[Finding] = field(default_factory=list[Finding])
    directory_end: int = 0
    """Position after the end-of-directory record; 0 when the records were found by searching."""

    @classmethod
    def open(cls, file: OpenFile, budget: Budget, *, start: int = 0, size: int | None = None) -> "Archive":
        """Read the directory; when it is damaged, search for records instead."""
        archive = cls(file, start, file.size if size is None else start + size)
        try:
            archive._read_directory()
        except (struct.error, ValueError, IndexError):
            archive.search(budget)
        return archive

    # ------------------------------------------------------------------ the directory

    def _read_directory(self) -> None:
        position, tail, base = self._find_end()
        count, size, offset = struct.unpack_from("<HII", tail, position - base + 10)
        comment = struct.unpack_from("<H", tail, position - base + 20)[0]
        directory_end = position
        if (
            count == 0xFFFF
            or size == 0xFFFFFFFF
            or offset == 0xFFFFFFFF
            or tail[position - base - 20 : position - base - 16] == LOCATOR64
        ):
            directory_end, count, size, offset = self._read_end64(position)
        self.directory_end = position + 22 + comment
        if size > _DIRECTORY_LIMIT or size > self.end - self.start:
            raise ValueError("the directory is larger than the file")
        begin = directory_end - size
        shift = begin - offset
        if begin < self.start:
            raise ValueError("the directory begins before the file")
        self._parse(self.file.pread(begin, size), count, shift)

    def _find_end(self) -> tuple[int, bytes, int]:
        """Position of the end-of-directory record, and the bytes around it with their position."""
        for reach in (4096, 66 << 10):
            base = max(self.start, self.end - reach)
            tail = self.file.pread(base, self.end - base)
            found = tail.rfind(END)
            while found >= 0:
                if found + 22 <= len(tail):
                    return base + found, tail, base
                found = tail.rfind(END, 0, found)
        raise ValueError("no end of directory")

    def _read_end64(self, position: int) -> tuple[int, int, int, int]:
        locator = self.file.pread(position - 20, 20)
        if locator[:4] != LOCATOR64:
            return (position, *struct.unpack_from("<HII", self.file.pread(position, 22), 10))
        claimed = struct.unpack_from("<Q", locator, 8)[0] + self.start
        for where in (claimed, position - 20 - 56):
            if self.start <= where <= self.end - 56:
                record = self.file.pread(where, 56)
                if record[:4] == END64:
                    count, size, offset = struct.unpack_from("<QQQ", record, 32)
                    return where, count, size, offset
        raise ValueError("no zip64 end of directory")

    def _parse(self, directory: bytes, count: int, shift: int) -> None:
        at = 0
        unpack = struct.Struct("<4s4xHH4xIIIHHH8xI").unpack_from
        limit = self.end - self.start
        records = self.records
        while at + 46 <= len(directory):
            magic, flags, method, crc, compressed, size, name_size, extra_size, comment_size, header = unpack(
                directory, at
            )
            if magic != CENTRAL:
                break
            name_end = at + 46 + name_size
            raw = directory[at + 46 : name_end]
            if compressed == 0xFFFFFFFF or size == 0xFFFFFFFF or header == 0xFFFFFFFF:
                size, compressed, header = _zip64(directory[name_end : name_end + extra_size], size, compressed, header)
            at = name_end + extra_size + comment_size
            name = str(raw, "utf-8", "surrogateescape") if flags & 0x800 or raw.isascii() else str(raw, "cp437")
            header += shift - self.start
            if header < 0 or header + compressed > limit:
                raise ValueError("a record lies outside of the file")
            if name in records:
                self.duplicates.append(records[name])
            records[name] = Record(name, method, crc, compressed, size, header)
        if len(records) + len(self.duplicates) != count & 0xFFFFFFFFFFFF and count < 0xFFFF:
            raise ValueError("the directory ends early")

    # ------------------------------------------------------------------ searching

    def search(self, budget: Budget) -> None:
        """Find records by their local headers, as far as the file goes, whatever the directory said."""
        self.records.clear()
        self.duplicates.clear()
        self.directory_end = 0
        position = self.start
        found: list[Record] = []
        while position < self.end:
            budget.check_time()
            position = self._next(LOCAL, position)
            if position < 0:
                break
            record = self._at(position)
            if record is None:
                position += 4
                continue
            found.append(record)
            position = record.data + record.compressed
        for record in found:
            if record.name in self.records:
                self.duplicates.append(self.records[record.name])
            self.records[record.name] = record
        self.findings.append(finding("zip-damaged", "end of the archive", found=len(found)))

    def _next(self, magic: bytes, position: int, *, limit: int | None = None) -> int:
        """Position of the next `magic` at or after `position`; -1 when there is none."""
        end = self.end if limit is None else min(limit, self.end)
        while position < end:
            window = self.file.pread(position, min(_WINDOW, end - position))
            found = window.find(magic)
            if found >= 0:
                return position + found
            position += max(len(window) - 3, 1) if len(window) == _WINDOW else len(window)
        return -1

    def _at(self, position: int) -> Record | None:
        """The record whose local header is at `position`; None when that cannot be one."""
        if position + 30 > self.end:
            return None
        head = self.file.pread(position, 30)
        _, _, flags, method, _, _, crc, compressed, size, name_size, extra_size = struct.unpack("<4sHHHHHIIIHH", head)
        data = position + 30 + name_size + extra_size
        if method not in _METHODS or name_size == 0 or name_size > 4096 or data > self.end:
            return None
        rest = self.file.pread(position + 30, name_size + extra_size)
        name = str(rest[:name_size], "utf-8", "replace")
        if not name.isprintable() or LOCAL in rest[name_size:]:  # its sizes reach into the records behind it
            return None
        if compressed == 0xFFFFFFFF or size == 0xFFFFFFFF:
            size, compressed, _ = _zip64(rest[name_size:], size, compressed, 0)
        if flags & 8 and compressed == 0:
            crc, compressed, size = self._descriptor(data)
        cut = data + compressed > self.end
        if cut:
            compressed = self.end - data
            size = compressed if method == 0 else size
        return Record(name, method, crc, compressed, size, position - self.start, data, cut)

    def _descriptor(self, data: int) -> tuple[int, int, int]:
        """Checksum and sizes that follow the data of a record written as a stream."""
        position = data
        while (position := self._next(_DESCRIPTOR, position)) >= 0:
            length = position - data
            tail = self.file.pread(position, min(24, self.end - position))
            if len(tail) >= 24 and struct.unpack_from("<Q", tail, 8)[0] == length:
                crc, compressed, size = struct.unpack_from("<IQQ", tail, 4)
                return crc, compressed, size
            if len(tail) >= 16 and struct.unpack_from("<I", tail, 8)[0] == length:
                crc, compressed, size = struct.unpack_from("<III", tail, 4)
                return crc, compressed, size
            position += 4
        rest = self.end - data
        return 0, rest + 1, rest

    # ------------------------------------------------------------------ bytes

    def locate(self, records: Iterable[Record]) -> None:
        """Fill in where the data of these records begins; neighbours are read together."""
        window, base = b"", -1
        for record in sorted(records, key=lambda r: r.header):
            if record.data >= 0:
                continue
            position = record.header + self.start
            if not (base <= position and position + 30 <= base + len(window)):
                reach = 64 if record.compressed > 65536 else 1 << 18
                base = position
                window = self.file.peek(position, min(max(reach, 30), max(self.end - position, 0)))
            at = position - base
            if window[at : at + 4] != LOCAL or at + 30 > len(window):
                record.data = -1
                record.cut = True
                continue
            name_size, extra_size = struct.unpack_from("<HH", window, at + 26)
            record.data = position + 30 + name_size + extra_size
            if record.data > self.end:
                record.data, record.cut = -1, True
                continue
            if record.data + record.compressed > self.end:
                record.cut = True
        self.file.check()

    def guess_data(self, _budget: Budget) -> None:
        """Where the data of records begins whose local headers are damaged: torch puts it on the next multiple of 64."""
        self.locate(self.records.values())
        for record in self.records.values():
            if record.data < 0 and record.method == 0:
                after = self.start + record.header + 30 + len(record.name.encode("utf-8", "surrogateescape")) + 4
                data = (after + _ALIGNMENT - 1) // _ALIGNMENT * _ALIGNMENT
                if data + record.compressed <= self.end:
                    record.data, record.cut = data, False

    def read_head(self, record: Record, nbytes: int) -> bytes:
        """Up to `nbytes` uncompressed bytes from the beginning of a record."""
        self.locate([record])
        if record.data < 0:
            raise DamagedRecord(f"the record {record.name} has no header")
        available = max(0, min(record.compressed, self.end - record.data))
        raw = self.file.pread(record.data, min(available, nbytes))
        return raw if record.method == 0 else inflate(record.compression, raw, nbytes)[:nbytes]

    def read(self, name: str, budget: Budget) -> bytes:
        """Uncompressed bytes of a record that has to be in memory (a pickle, a JSON), under the budget's limits."""
        return self.read_record(self.records[name], budget)

    def read_record(self, record: Record, budget: Budget) -> bytes:
        """As `read`, for a record that may be a duplicate."""
        self.locate([record])
        limits = budget.limits
        if record.data < 0 or record.data > self.end:
            raise DamagedRecord(f"the record {record.name} has no header")
        available = min(record.compressed, self.end - record.data)
        if record.method == 0:
            if available > limits.pickle_nbytes:
                raise LimitReached("bytes of one pickle", limits.pickle_nbytes)
            return self.file.pread(record.data, available)
        limit = min(limits.inflated_nbytes, max(1 << 20, available * limits.inflate_ratio))
        raw = self.file.pread(record.data, available)
        data = inflate(record.compression if record.method in _METHODS else None, raw, limit)
        budget.inflated_nbytes += len(data)
        if len(data) > limit or budget.inflated_nbytes > limits.inflated_nbytes:
            raise LimitReached("bytes that a record inflates to", limit)
        return data


def _zip64(extra: bytes, size: int, compressed: int, header: int) -> tuple[int, int, int]:
    """Sizes and position from the zip64 field, which holds only those that did not fit."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        if tag == 1:
            values = iter(struct.unpack_from(f"<{min(length, 24, len(extra) - at - 4) // 8}Q", extra, at + 4))
            size = next(values, size) if size == 0xFFFFFFFF else size
            compressed = next(values, compressed) if compressed == 0xFFFFFFFF else compressed
            header = next(values, header) if header == 0xFFFFFFFF else header
            break
        at += 4 + length
    return size, compressed, header


def inflate(compression: Compression | None, raw: bytes, limit: int) -> bytes:
    """Decompress up to one byte more than `limit`; what a cut stream still gives is returned."""
    try:
        if compression == "deflated":
            return zlib.decompressobj(-15).decompress(raw, limit + 1)
        if compression == "bzip2":
            return bz2.BZ2Decompressor().decompress(raw, limit + 1)
        if compression == "lzma":
            return lzma_decompressor(raw).decompress(raw[4 + int.from_bytes(raw[2:4], "little") :], limit + 1)
    except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError) as error:
        raise DamagedRecord(f"a compressed record is damaged ({error})") from None
    raise DamagedRecord("a record is compressed in a way that is not known")


def lzma_decompressor(head: bytes) -> lzma.LZMADecompressor:
    """A decompressor for zip's LZMA, whose filter properties stand in the first bytes of the record."""
    size = int.from_bytes(head[2:4], "little")
    properties = head[4 : 4 + size]
    if len(properties) < 5:
        raise ValueError("LZMA properties are missing")
    packed = properties[0]
    lc, rest = packed % 9, packed // 9
    filters = [
        {
            "id": lzma.FILTER_LZMA1,
            "lc": lc,
            "lp": rest % 5,
            "pb": rest // 5,
            "dict_size": min(int.from_bytes(properties[1:5], "little"), 64 << 20),
        }
    ]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)


def most_used_method(records: Iterable[Record]) -> str:
    """Name of the compression that most records use."""
    methods = Counter(record.compression for record in records if record.method)
    return methods.most_common(1)[0][0] if methods else "stored"
