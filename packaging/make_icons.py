"""Renders the program's icon at the sizes that desktops and installers ask for; run by hand after changing the SVG.

`python packaging/make_icons.py` writes resources/icons/weightsmith-{32,64,128,256}.png.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parents[1] / "resources" / "icons"
SIZES = (32, 64, 128, 256)


def main():
    """Write one PNG per size."""
    application = QGuiApplication(sys.argv)
    drawing = QSvgRenderer(str(ICONS / "weightsmith.svg"))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
        image.save(str(ICONS / f"weightsmith-{size}.png"))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
