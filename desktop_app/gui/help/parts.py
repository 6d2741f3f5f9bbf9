"""What the program is made of: every part with its version, licence and use, and a report of versions for a bug report."""

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QLibraryInfo, QLocale, QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

from desktop_app import __version__


@dataclass(frozen=True, slots=True)
class Part:
    """Something that somebody else wrote and that is used here."""

    package: str
    """Its name on the package index; empty for what has no package."""
    name: str
    licence: str
    """SPDX expression."""
    place: str
    """`window`: in every installation; `engine`: only where training or an export was installed; `beside`: a program of its own."""
    home: str


PARTS = (
    Part("PySide6-Essentials", "Qt for Python", "LGPL-3.0-only", "window", "https://www.qt.io/qt-for-python"),
    Part("shiboken6", "Shiboken", "LGPL-3.0-only", "window", "https://www.qt.io/qt-for-python"),
    Part("", "Python", "PSF-2.0", "window", "https://www.python.org"),
    Part("numpy", "NumPy", "BSD-3-Clause", "window", "https://numpy.org"),
    Part("pyqtgraph", "pyqtgraph", "MIT", "window", "https://www.pyqtgraph.org"),
    Part("graphviz", "graphviz (Python)", "MIT", "window", "https://github.com/xflr6/graphviz"),
    Part("graphviz-pure", "graphviz-pure", "EPL-2.0 AND OFL-1.1 AND MIT", "window", "https://pypi.org/project/graphviz-pure"),
    Part("pillow", "Pillow", "MIT-CMU", "window", "https://python-pillow.github.io"),
    Part("reportlab", "ReportLab", "BSD-3-Clause", "window", "https://www.reportlab.com"),
    Part("shapely", "Shapely, with GEOS", "BSD-3-Clause AND LGPL-2.1-only", "window", "https://shapely.readthedocs.io"),
    Part("scikit-image", "scikit-image", "BSD-3-Clause", "window", "https://scikit-image.org"),
    Part("scipy", "SciPy", "BSD-3-Clause", "window", "https://scipy.org"),
    Part("torch", "PyTorch", "BSD-3-Clause", "engine", "https://pytorch.org"),
    Part("torchvision", "torchvision", "BSD-3-Clause", "engine", "https://pytorch.org/vision"),
    Part("faster-coco-eval", "faster-coco-eval", "Apache-2.0", "engine", "https://pypi.org/project/faster-coco-eval"),
    Part("onnx", "ONNX", "Apache-2.0", "engine", "https://onnx.ai"),
    Part("onnxscript", "ONNX Script", "MIT", "engine", "https://onnxscript.ai"),
    Part("onnxruntime", "ONNX Runtime", "MIT", "engine", "https://onnxruntime.ai"),
    Part("labelme", "labelme", "GPL-3.0-only", "beside", "https://labelme.io"),
)  # fmt: skip


def version_of(part: Part) -> str:
    """Its version here; empty when it is not installed, or when the build kept no note of it."""
    if not part.package:
        return platform.python_version()
    try:
        return version(part.package)
    except PackageNotFoundError:
        return ""


def report() -> str:
    """Versions and surroundings as lines of text; no paths and no names of files or of people."""
    screens = ", ".join(
        f"{screen.size().width()}×{screen.size().height()} @{screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    )
    installed = ", ".join(f"{part.package} {found}" for part in PARTS if part.package and (found := version_of(part)))
    rows = (
        ("Weightsmith", f"{__version__}{' (frozen)' if getattr(sys, 'frozen', False) else ''}"),
        ("System", f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}, {QSysInfo.currentCpuArchitecture()}"),
        ("Python", f"{platform.python_version()} ({platform.python_implementation()})"),
        ("Qt", f"{qVersion()} ({'shared' if QLibraryInfo.isSharedBuild() else 'static'}), {QGuiApplication.platformName()}"),
        ("Screens", screens),
        ("Locale", QLocale.system().name()),
        ("Packages", installed),
    )  # fmt: skip
    return "\n".join(f"{name}: {text}" for name, text in rows)
