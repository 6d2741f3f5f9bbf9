"""A folder of small wheels that stand for what an engine is made of."""

import zipfile
from pathlib import Path

TORCH = """
__version__ = "2.15.0"
class cuda:
    is_available = staticmethod(lambda: False)
backends = object()
"""
CONTENTS = {
    ("torch", "2.15.0"): {"torch.py": TORCH},
    ("torchvision", "0.30.0"): {"torchvision.py": "__version__ = '0.30.0'\n"},
    ("numpy", "2.5.5"): {"numpy.py": "__version__ = '2.5.5'\n"},
    ("pillow", "13.0.0"): {"PIL/__init__.py": "__version__ = '13.0.0'\n"},
    ("shapely", "2.2.0"): {"shapely.py": ""},
    ("scikit_image", "0.26.0"): {"skimage.py": ""},
    ("faster_coco_eval", "1.8.0"): {"faster_coco_eval.py": ""},
}


def make_wheels(folder: Path, *, without: str = "", broken: str = "") -> Path:
    """The folder; `without` leaves one package out, and `broken` fails when it is imported."""
    folder.mkdir(parents=True, exist_ok=True)
    for (name, version), files in CONTENTS.items():
        if name != without:
            contents = dict.fromkeys(files, "raise ImportError('made to fail')\n") if name == broken else files
            make_wheel(folder, name, version, contents)
    return folder


def make_wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> Path:
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    meta = f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n"
    tags = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    all_files = {**files, f"{info}/METADATA": meta, f"{info}/WHEEL": tags}
    record = "".join(f"{entry},,\n" for entry in (*all_files, f"{info}/RECORD"))
    with zipfile.ZipFile(path, "w") as archive:
        for entry, text in {**all_files, f"{info}/RECORD": record}.items():
            archive.writestr(entry, text)
    return path
