"""Which workspace a file or folder belongs to, told from a few bytes and names; the workspace's own reader decides the rest."""

import os
from pathlib import Path

IMAGES = frozenset((".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm"))
LABELS = frozenset((".vott", ".xml", ".ndjson", ".csv"))
NAMED = frozenset(("data.yaml", "classes.txt", "obj.data", "weightsmith-labels.json"))
_LOOK_AT = 400
"""Entries of a folder that are looked at; this runs on the UI thread."""


def workspace_of(path: str) -> str:
    """`inspect`, `label` or `train`; what is neither images, labels nor a run is for the inspector to read or refuse."""
    try:
        return _of_folder(path) if Path(path).is_dir() else _of_file(path)
    except OSError:
        return "inspect"


def _of_folder(path: str) -> str:
    images = labels = 0
    with os.scandir(path) as entries:
        names = [entry.name for _, entry in zip(range(_LOOK_AT), entries, strict=False)]
    if "events.jsonl" in names or ("config.toml" in names and "checkpoints" in names):
        return "train"
    for name in names:
        ending = Path(name).suffix.lower()
        images += ending in IMAGES
        labels += ending in LABELS or name in NAMED
    if images or labels:
        return "label"
    return "label" if _has_images_below(path, names) else "inspect"


def _has_images_below(path: str, names: list[str]) -> bool:
    """Class folders, `images/` beside `labels/`: one level down is enough."""
    for name in names[:20]:
        below = Path(path, name)
        if not below.is_dir():
            continue
        with os.scandir(below) as entries:
            for _, entry in zip(range(20), entries, strict=False):
                if Path(entry.name).suffix.lower() in IMAGES:
                    return True
    return False


def _of_file(path: str) -> str:
    ending = Path(path).suffix.lower()
    if ending in IMAGES or ending in LABELS:
        return "label"
    if ending == ".toml" and Path(path).name == "config.toml":
        return "train"
    if ending == ".zip":
        return _of_zip(path)
    if Path(path).name in NAMED or (ending == ".txt" and _is_list(path)):
        return "label"
    if ending in (".json", ".jsonl") and not path.endswith(".index.json"):
        return "label" if _is_json_text(path) else "inspect"
    return "inspect"


def _is_json_text(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _of_zip(path: str) -> str:
    """Checkpoints are zips too: they hold a pickle and no picture."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:_LOOK_AT]
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return "inspect"
    if any(name.endswith((".pkl", "constants.pkl", ".npy")) for name in names):
        return "inspect"
    endings = {Path(name).suffix.lower() for name in names}
    return "label" if endings & (IMAGES | LABELS | {".json", ".txt"}) else "inspect"


def _is_list(path: str) -> bool:
    """Whether a text names images, a line each."""
    with open(path, "rb") as file:
        lines = file.read(2000).split(b"\n")[:3]
    return any(line.strip().lower().endswith(tuple(ending.encode() for ending in IMAGES)) for line in lines)
