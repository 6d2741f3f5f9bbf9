"""What an engine is made of, asked of pip and put in by pip; runs in the new environment's own Python, with nothing but Python.

The functions are called in a child process, so that ending the child ends pip and whatever pip has started.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from desktop_app.engine.errors import EngineError

type Progress = Callable[[int, int, str], None]

TORCH = ("torch>=2.10,<3", "torchvision>=0.25,<1")
REST = ("numpy>=2.0,<3", "pillow>=11,<14", "shapely>=2.0.6,<3", "scikit-image>=0.25,<0.27", "faster-coco-eval>=1.6,<2")
"""What functions of this program import in an engine; the ranges are those of pyproject.toml."""

_RAW_PROGRESS = (24, 1)
"""The first pip that tells how far a download is, in a form for programs."""
_HEAD_SECONDS = 10.0
_TAIL = 60
_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Failed to establish|Temporary failure in name|ConnectTimeout|ReadTimeout"
    r"|Max retries exceeded|ProxyError|SSLError|Could not fetch URL|Connection (refused|reset|aborted)"
)
_NO_ROOM = re.compile(r"No space left|not enough space|Disk quota", re.IGNORECASE)
_NO_BUILD = re.compile(r"No matching distribution found for ([\w.-]+)")


def resolve(index: str, progress: Progress) -> list[dict[str, Any]]:
    """What would be installed: `{"name", "version", "file", "nbytes"}` each, `nbytes` None where it is not told."""
    progress(0, 0, "resolve")
    _renew_pip(index)
    found: dict[str, dict[str, Any]] = {}
    for wanted, options in _rounds(index):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            lines = _pip("install", "--dry-run", "--report", str(report), *options, *wanted)
            for line in lines:
                if (name := _collected(line)) is not None:
                    progress(0, 0, f"resolve:{name}")
            told = json.loads(report.read_text(encoding="utf-8"))
        for item in told["install"]:
            meta, address = item["metadata"], str(item["download_info"]["url"])
            known = {"name": meta["name"], "version": meta["version"], "file": _file_name(address), "address": address}
            found.setdefault(str(meta["name"]).lower(), known)
    wheels = list(found.values())
    progress(0, 0, "sizes")
    with ThreadPoolExecutor(8) as pool:
        sizes = list(pool.map(_size, [str(wheel["address"]) for wheel in wheels]))
    return [
        {"name": wheel["name"], "version": wheel["version"], "file": wheel["file"], "nbytes": size}
        for wheel, size in zip(wheels, sizes, strict=True)
    ]


def install(index: str, sizes: Mapping[str, int], progress: Progress) -> list[int]:
    """Install it; `sizes` are bytes by file name, and progress is told in kB of their sum. Returns Python's version."""
    total = sum(sizes.values()) // 1000
    before, current, seen = 0, "", 0
    raw = ["--progress-bar", "raw"] if _pip_version() >= _RAW_PROGRESS else ["--progress-bar", "off"]
    progress(0, total, "download")
    for wanted, options in _rounds(index):
        for line in _pip("install", *raw, *options, *wanted):
            text = line.strip()
            if (name := _begun(text)) is not None and name in sizes and name != current:
                before += sizes.get(current, 0)
                current, seen = name, 0
            elif (part := re.fullmatch(r"Progress (\d+) of (\d+)", text)) is not None and current:
                seen = min(int(part[1]), sizes[current])
            elif text.startswith("Installing collected packages"):
                progress(total, 0, "unpack")
                continue
            else:
                continue
            progress((before + seen) // 1000, total, f"download:{current}")
    return list(sys.version_info[:3])


def _rounds(index: str) -> list[tuple[Sequence[str], Sequence[str]]]:
    """Requirements and options of each call of pip: an index that has builds of torch need not have the rest."""
    if not index:
        return [((*TORCH, *REST), ())]
    if Path(index).is_dir():
        return [((*TORCH, *REST), ("--no-index", "--find-links", index))]
    return [(TORCH, ("--index-url", index)), (REST, ())]


def _renew_pip(index: str) -> None:
    """Get a pip that tells how far it is; an old one does as well."""
    if _pip_version() < _RAW_PROGRESS and not Path(index or "?").is_dir():
        with contextlib.suppress(EngineError):
            for _ in _pip("install", "--quiet", "--upgrade", "pip"):
                pass


def _pip_version() -> tuple[int, ...]:
    told = subprocess.run(_command("--version"), capture_output=True, text=True, env=_environment(), check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", told)[:2]) or (0,)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pip", *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {
        **kept, "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_COLOR": "1", "PIP_USER": "0",
        "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1",
    }  # fmt: skip


def _pip(*arguments: str) -> Iterator[str]:
    """Lines that pip prints; raises `EngineError` when it did not end well."""
    process = subprocess.Popen(
        _command(*arguments), env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    last: list[str] = []
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            if not line.startswith("Progress "):
                last = [*last[-_TAIL:], line.rstrip()]
            yield line
    if process.returncode != 0:
        raise _refusal(last)


def _refusal(lines: Iterable[str]) -> EngineError:
    """Why pip gave up, by what it printed last."""
    kept = list(lines)
    told = "\n".join(kept)
    version = ".".join(map(str, sys.version_info[:2]))
    if _NO_ROOM.search(told):
        return EngineError("pip", reason="there is not enough room on the disk.", detail=told)
    if _NO_NETWORK.search(told):
        return EngineError("no-network", detail=told)
    if (found := _NO_BUILD.search(told)) is not None:
        return EngineError("no-build", package=found[1], version=version, detail=told)
    errors = [line.removeprefix("ERROR:").strip() for line in kept if line.startswith("ERROR:")]
    reason = errors[-1] if errors else next((line for line in reversed(kept) if line.strip()), "no reason given")
    return EngineError("pip", reason=reason, detail=told)


def _collected(line: str) -> str | None:
    found = re.match(r"\s*Collecting ([\w.-]+)", line)
    return found[1] if found is not None else None


def _begun(text: str) -> str | None:
    """The file that pip begins with."""
    found = re.match(r"(?:Downloading|Using cached|Processing) (\S+)", text)
    return _file_name(found[1]) if found is not None else None


def _file_name(address: str) -> str:
    path = urllib.parse.urlsplit(address).path if "://" in address else address.replace("\\", "/")
    return urllib.parse.unquote(path.rsplit("/", 1)[-1])


def _size(address: str) -> int | None:
    """Bytes of what lies at `address`; None where that is not told."""
    with contextlib.suppress(OSError, ValueError):
        if address.startswith("file:"):
            return Path(urllib.request.url2pathname(urllib.parse.urlsplit(address).path)).stat().st_size
        request = urllib.request.Request(address, method="HEAD")  # pip is about to load the same
        with urllib.request.urlopen(request, timeout=_HEAD_SECONDS) as answer:
            return int(answer.headers["Content-Length"] or 0) or None
    return None
