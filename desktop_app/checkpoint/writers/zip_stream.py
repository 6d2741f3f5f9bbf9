"""A stored zip written front to back, its data aligned as torch aligns it, with zip64 where sizes need it."""

import struct
import zlib

from desktop_app.checkpoint.containers.archive import CENTRAL, END, END64, LOCAL, LOCATOR64
from desktop_app.checkpoint.writers.checksums import joined
from desktop_app.checkpoint.writers.output import Output, Payload

ALIGNMENT = 64
_LARGE = 0xFFFFFFFF
_DATE = 0x21
"""1980-01-01: exports of the same draft are the same bytes."""


class ZipStream:
    """Append records, then `finish`; gives each record's CRC-32 and place."""

    def __init__(self, output: Output, alignment: int = ALIGNMENT) -> None:
        self._output = output
        self._alignment = alignment
        self._entries: list[tuple[bytes, int, int, int]] = []

    def add(self, name: str, payload: Payload) -> int:
        """Append one record; gives its CRC-32."""
        return self.add_headed(name, b"", payload)

    def add_headed(self, name: str, head: bytes, payload: Payload) -> int:
        """Append one record that begins with `head`; gives the CRC-32 of the payload alone."""
        nbytes = len(head) + payload.nbytes
        raw = name.encode("utf-8", "surrogatepass")
        header = self._output.position
        large = nbytes >= _LARGE
        zip64 = struct.pack("<HHQQ", 1, 16, nbytes, nbytes) if large else b""
        start = header + 30 + len(raw) + len(zip64)
        extra = zip64
        if self._alignment > 1 and start % self._alignment:
            padding = -(start + 4) % self._alignment
            extra += struct.pack("<HH", 0x4246, padding) + b"Z" * padding
        known = payload.known_crc
        if known is not None and head:
            known = joined(zlib.crc32(head), known, payload.nbytes)
        size = _LARGE if large else nbytes
        self._output.write(
            struct.pack(
                "<4sHHHHHIIIHH", LOCAL, 45 if large else 20, 0x800, 0, 0, _DATE, known or 0, size, size, len(raw), len(extra)
            )
            + raw
            + extra
        )  # fmt: skip
        self._output.write(head)
        own = self._output.put(payload)
        crc = joined(zlib.crc32(head), own, payload.nbytes) if head else own
        if known is None:
            self._output.rewrite(header + 14, struct.pack("<I", crc))
        self._entries.append((raw, crc, nbytes, header))
        return own

    def finish(self) -> None:
        """Write the directory."""
        begin = self._output.position
        for raw, crc, nbytes, header in self._entries:
            far = [value for value in (nbytes, nbytes) if value >= _LARGE] + ([header] if header >= _LARGE else [])
            extra = struct.pack(f"<HH{len(far)}Q", 1, 8 * len(far), *far) if far else b""
            size, place = min(nbytes, _LARGE), min(header, _LARGE)
            self._output.write(
                struct.pack(
                    "<4sHHHHHHIIIHHHHHII", CENTRAL, 45, 45 if far else 20, 0x800, 0, 0, _DATE, crc, size, size, len(raw), len(extra), 0, 0, 0, 0, place
                )
                + raw
                + extra
            )  # fmt: skip
        end = self._output.position
        count, length = len(self._entries), end - begin
        if count >= 0xFFFF or length >= _LARGE or begin >= _LARGE:
            self._output.write(
                struct.pack("<4sQHHIIQQQQ", END64, 44, 45, 45, 0, 0, count, count, length, begin)
                + struct.pack("<4sIQI", LOCATOR64, 0, end, 1)
            )
        self._output.write(
            struct.pack(
                "<4sHHHHIIH", END, 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), min(length, _LARGE), min(begin, _LARGE), 0
            )
        )  # fmt: skip
