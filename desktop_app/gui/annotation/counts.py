"""How many of something, in words that fit the number: `1 image`, `2 images`."""

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.counted import counted


def images_text(count: int) -> str:
    """So many images."""
    return counted(
        count, QCoreApplication.translate("Counts", "1 image"), QCoreApplication.translate("Counts", "{count} images")
    )


def shapes_text(count: int) -> str:
    """So many shapes."""
    return counted(
        count, QCoreApplication.translate("Counts", "1 shape"), QCoreApplication.translate("Counts", "{count} shapes")
    )


def labels_text(count: int) -> str:
    """So many labels."""
    return counted(
        count, QCoreApplication.translate("Counts", "1 label"), QCoreApplication.translate("Counts", "{count} labels")
    )
