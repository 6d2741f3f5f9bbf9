"""Qt's polygons from arrays without a Python object per point, and the rectangles of its regions."""

from typing import Any

import numpy as np
import shiboken6
from PySide6.QtCore import QRect
from PySide6.QtGui import QPolygonF, QRegion

from desktop_app.annotation.shapes.geometry import Floats


def rects_of(region: QRegion) -> list[QRect]:
    """The rectangles that make up a region."""
    return list(region)  # type: ignore[call-overload]


def polygon_of(points: Floats) -> QPolygonF:
    """A polygon with the same points; a QPointF is two doubles, so that one copy of memory fills it."""
    polygon = QPolygonF()
    count = len(points)
    if not count:
        return polygon
    polygon.resize(count)
    memory: Any = shiboken6.VoidPtr(polygon.data(), count * 16, True)  # type: ignore[call-arg]
    np.frombuffer(memory, np.float64)[:] = np.ascontiguousarray(points, np.float64).ravel()
    return polygon
