"""What is remembered between starts, as a table; a damaged file never keeps the window from opening."""

import base64
import contextlib
import json
import os
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QStandardPaths, QTimer


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that is remembered."""

    name: str
    default: Any
    note: str


TABLE = (
    Setting("theme", "system", "system, light or dark"),
    Setting("language", "system", "system, en or zh_CN"),
    Setting("layout-engine", "layered", "who lays out the graph: layered or graphviz"),
    Setting("dot", "", "path of the Graphviz program; empty: the one that came along, else the system's"),
    Setting("engine", "", "path of the Python that runs what needs torch; empty: the one that runs this program"),
    Setting(
        "engine-build", "", "build of PyTorch that was made last: cuda or cpu; empty: the usual one of this system"
    ),
    Setting(
        "engine-index",
        "",
        "address of an index, or a folder of wheels, that PyTorch is installed from; empty: as pip is configured",
    ),
    Setting("notify", True, "whether the desktop shows a note when long work ends behind another program"),
    Setting("recent", [], "paths of files that were opened, the last one first"),
    Setting("restore-session", True, "whether what was open is opened again at the next start"),
    Setting("session", [], "files and folders that are open"),
    Setting("layout", "", "docks and toolbars, with a checksum in front"),
    Setting("panes", {}, "widths of the panes at the sides of a workspace, by the workspace's splitter"),
    Setting("geometry", "", "place and size of the window, with a checksum in front"),
    Setting("runs", [], "folders of training runs, the newest first"),
    Setting("runs-folder", "", "where new runs go; empty: weightsmith-runs at home"),
    Setting("trusted", [], "SHA-256 of Python files that may be run without asking again"),
    Setting("plugins-off", [], "packages whose plug-ins are left out"),
    Setting("label-export-format", "coco", "the format that labels were exported in last"),
    Setting("keys", {}, "keys of actions that the person chose, by the action's id"),
    Setting("label-canvas", {}, "how images and shapes are shown while labelling"),
    Setting("label-sam", "", "folder or encoder file of a SAM model in ONNX, for assistance with points and boxes"),
    Setting("tour-seen", False, "whether the tour was ended once; it is offered at the first start only"),
    Setting("restoring", False, "true while the layout is being put back; still true at the next start: it crashed"),
)
_BY_NAME = {setting.name: setting for setting in TABLE}
_RECENT_LIMIT = 15
_RECENT_AFTER_MS = 700


def folder() -> Path:
    """Where settings and logs lie; `WEIGHTSMITH_CONFIG_DIR` moves it."""
    named = os.environ.get("WEIGHTSMITH_CONFIG_DIR")
    if named:
        return Path(named)
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)) / "weightsmith"


class Settings:
    """The table's values; unknown keys of the file are kept, wrong ones fall back to the default."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or folder() / "settings.json"
        self._values: dict[str, Any] = {}
        self._turn = threading.Lock()
        self._to_write: bytes | None = None
        self._writing: threading.Thread | None = None
        try:
            read = json.loads(self.path.read_text(encoding="utf-8"))
            self._values = read if isinstance(read, dict) else {}
        except (OSError, ValueError, RecursionError):
            self._values = {}

    def get(self, name: str) -> Any:
        """A value of the right type."""
        default = _BY_NAME[name].default
        value = self._values.get(name, default)
        return value if type(value) is type(default) else default

    @staticmethod
    def standard(name: str) -> Any:
        """What holds before anything was chosen."""
        return _BY_NAME[name].default

    def set(self, name: str, value: Any) -> None:
        """Remember a value and write the file; a full disk is no reason to stop.

        While a window runs a thread writes: a disk may take a second to say that something lies on it.
        """
        if self._values.get(name) != value:
            self._values[_BY_NAME[name].name] = value
            self._write()

    def _write(self) -> None:
        with self._turn:
            self._to_write = json.dumps(self._values, indent=1, ensure_ascii=False).encode()
            if self._writing is not None:
                return
            self._writing = threading.Thread(target=self._write_all, name="settings")
            writing = self._writing
        if QCoreApplication.instance() is None:
            self._write_all()
        else:
            writing.start()

    def _write_all(self) -> None:
        from desktop_app.replacing import replace_file  # not needed before the first paint

        while True:
            with self._turn:
                data, self._to_write = self._to_write, None
                if data is None:
                    self._writing = None
                    return
            with contextlib.suppress(OSError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(self.path, data)

    def finish(self) -> None:
        """Wait until all that was set is in the file."""
        writing = self._writing
        if writing is not None and writing.is_alive():
            writing.join()

    def add_recent(self, path: str) -> None:
        """Put a path first in the list of recent files; while a window runs it is written when the file is on the screen."""
        recent = [path, *(other for other in self.recent() if other != path)][:_RECENT_LIMIT]
        if self._values.get("recent") == recent:
            return
        self._values["recent"] = recent
        if QCoreApplication.instance() is None:
            self._write()
        else:
            QTimer.singleShot(_RECENT_AFTER_MS, self._write)

    def recent(self) -> list[str]:
        """Recent files, the last one first."""
        return [path for path in self.get("recent") if isinstance(path, str)]

    def set_bytes(self, name: str, data: bytes) -> None:
        """Remember Qt's opaque bytes with a checksum: one flipped bit in them can abort the process."""
        self.set(name, f"{zlib.crc32(data):08x}:{base64.b64encode(data).decode()}")

    def get_bytes(self, name: str) -> bytes:
        """Bytes that `set_bytes` wrote; empty when they are damaged."""
        check, _, text = self.get(name).partition(":")
        try:
            data = base64.b64decode(text, validate=True)
        except ValueError:
            return b""
        return data if f"{zlib.crc32(data):08x}" == check else b""
