"""Colours and words of the byte map, the same in picture, legend and tooltip."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from desktop_app.checkpoint.bytemap import Region, RegionKind
from desktop_app.gui.checkpoint.formatting import one_line, size_text

_COLOURS: dict[RegionKind, tuple[str, str]] = {
    "tensor": ("#2f7fc1", "#4f9bd9"), "tied": ("#a64d8c", "#d58bbd"), "damaged": ("#d0342c", "#ff6b60"), "structure": ("#2a8c63", "#45b98a"),
    "directory": ("#8a6d00", "#d9b43c"), "padding": ("#d5d9e0", "#343b47"), "dead": ("#8b93a1", "#7d8696"),
}  # fmt: skip
"""For light and for dark; red, blue, green and ochre differ in lightness too, and damaged and dead are hatched besides."""


def kind_colour(kind: RegionKind, *, dark: bool) -> QColor:
    """Fill of a kind."""
    return QColor(_COLOURS[kind][dark])


def kind_text(kind: RegionKind) -> str:
    """Name of a kind."""
    return {
        "tensor": QCoreApplication.translate("ByteMap", "tensors"),
        "tied": QCoreApplication.translate("ByteMap", "shared by several"),
        "damaged": QCoreApplication.translate("ByteMap", "damaged"),
        "structure": QCoreApplication.translate("ByteMap", "structure"),
        "directory": QCoreApplication.translate("ByteMap", "directory"),
        "padding": QCoreApplication.translate("ByteMap", "padding"),
        "dead": QCoreApplication.translate("ByteMap", "dead bytes"),
    }[kind]


def region_text(region: Region) -> str:
    """One sentence about a region: what, how many bytes, from where to where."""
    label = one_line(region.label, 120)
    what = {
        "tensor": label,
        "unused": QCoreApplication.translate("ByteMap", "stored with {name}, but no tensor shows these bytes"),
        "unreferenced": QCoreApplication.translate("ByteMap", "{name}, to which no tensor refers"),
        "duplicate": QCoreApplication.translate("ByteMap", "{name}, replaced by a later record of the same name"),
        "record": label,
        "header": QCoreApplication.translate("ByteMap", "header of {name}"),
        "alignment": QCoreApplication.translate("ByteMap", "padding for alignment"),
        "directory": QCoreApplication.translate("ByteMap", "the archive's directory"),
        "gap": QCoreApplication.translate("ByteMap", "bytes that belong to nothing"),
        "other": QCoreApplication.translate("ByteMap", "headers and pickles"),
    }[region.code]
    if region.code == "header" and not region.label:
        what = QCoreApplication.translate("ByteMap", "the file's header")
    what = what.replace("{name}", label)
    more = len(region.tensors) - 1
    if more > 0:
        what += QCoreApplication.translate("ByteMap", " and {count} more on the same bytes").format(count=more)
    place = QCoreApplication.translate("ByteMap", "{size}, bytes {begin} to {end}").format(
        size=size_text(region.nbytes), begin=f"{region.begin:,}", end=f"{region.end - 1:,}"
    )
    return f"{kind_text(region.kind)}: {what} ({place})"
