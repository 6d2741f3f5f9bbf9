"""How many of something, in words that fit the number: `1 image`, `2 images`."""

from PySide6.QtCore import QCoreApplication


def images_text(count: int) -> str:
    """So many images."""
    if count == 1:
        return QCoreApplication.translate("Counts", "1 image")
    return QCoreApplication.translate("Counts", "{count} images").format(count=f"{count:,}")


def shapes_text(count: int) -> str:
    """So many shapes."""
    if count == 1:
        return QCoreApplication.translate("Counts", "1 shape")
    return QCoreApplication.translate("Counts", "{count} shapes").format(count=f"{count:,}")


def labels_text(count: int) -> str:
    """So many labels."""
    if count == 1:
        return QCoreApplication.translate("Counts", "1 label")
    return QCoreApplication.translate("Counts", "{count} labels").format(count=f"{count:,}")
