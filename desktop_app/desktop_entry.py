"""Puts the program into the desktop of one user: menu entry, icons and file types; and takes them out again."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_app.places import resources
from desktop_app.replacing import replace_file

NAME = "weightsmith"
ICON_SIZES = (32, 64, 128, 256)
_GENERATED_MIME = (
    *("XMLnamespaces", "aliases", "generic-icons", "globs", "globs2", "icons"),
    *("magic", "mime.cache", "subclasses", "treemagic", "types", "version"),
)
"""What `update-mime-database` makes of the files in `packages`."""
_RESERVED = frozenset(" \t\r\n\"'\\><~|&;$*?#()`")


class DesktopError(Exception):
    """Why the desktop could not be changed, in one sentence."""


def data_home() -> Path:
    """Where one user's applications, icons and file types lie."""
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"


def install() -> list[str]:
    """Write the entry for this user; returns sentences about what was done and what is lacking. Raises `DesktopError`."""
    _check_platform()
    home = data_home()
    contents = _contents(launcher())
    try:
        for name, data in contents.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data)
    except OSError as error:
        raise _refusal(error, home) from None
    lacking = _refresh(home)
    done = f"Weightsmith is in the menu of this user and opens .pth, .pt, .ckpt, .pt2 and .safetensors files ({home})."
    return [done, *lacking, "`weightsmith --uninstall-desktop` takes it out again."]


def uninstall() -> list[str]:
    """Remove what `install` wrote, and the folders and indexes that are empty without it. Raises `DesktopError`."""
    _check_platform()
    home = data_home()
    here = [home / name for name in _names() if (home / name).is_file()]
    try:
        for path in here:
            path.unlink()
    except OSError as error:
        raise _refusal(error, home) from None
    if not here:
        return ["Weightsmith is not in the menu of this user: there is nothing to remove."]
    _refresh(home)
    _sweep(home)
    return ["Weightsmith is out of the menu of this user, and its file types and icons are removed."]


# ---------------------------------------------------------------------- what is written


def launcher() -> list[str]:
    """The command that starts this very program from anywhere, whatever the working folder holds."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    script = Path(sys.executable).with_name(NAME)
    if script.is_file():
        return [str(script)]
    root = Path(__file__).parents[1]
    return ["env", f"PYTHONPATH={root}", sys.executable, "-P", "-m", "desktop_app"]


def desktop_file(command: Sequence[str]) -> str:
    """The menu entry that starts `command`."""
    lines = (resources() / "desktop" / f"{NAME}.desktop").read_text(encoding="utf-8").splitlines()
    told = {"Exec": f"{exec_line(command)} %F", "TryExec": _escaped(command[0])}
    return "".join(f"{_with(line, told)}\n" for line in lines)


def exec_line(command: Sequence[str]) -> str:
    """Arguments as the value of `Exec`: quoted as that key wants it, then escaped as every value."""
    return _escaped(" ".join(_quoted(part) for part in command))


def _with(line: str, told: dict[str, str]) -> str:
    key, mark, _ = line.partition("=")
    return f"{key}={told[key]}" if mark and key in told else line


def _quoted(part: str) -> str:
    plain = part.replace("%", "%%")  # a field code otherwise
    if part and not _RESERVED & set(part):
        return plain
    for special in '\\"`$':
        plain = plain.replace(special, f"\\{special}")
    return f'"{plain}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def _icons() -> dict[str, Path]:
    """Path under the data home -> the picture that is copied there."""
    folder = resources() / "icons"
    sized = {f"icons/hicolor/{size}x{size}/apps/{NAME}.png": folder / f"{NAME}-{size}.png" for size in ICON_SIZES}
    return {f"icons/hicolor/scalable/apps/{NAME}.svg": folder / f"{NAME}.svg", **sized}


def _names() -> list[str]:
    return [f"applications/{NAME}.desktop", f"mime/packages/{NAME}.xml", *_icons()]


def _contents(command: Sequence[str]) -> dict[str, bytes]:
    try:
        entry = desktop_file(command).encode()
    except UnicodeEncodeError:
        raise DesktopError(
            f"{command[0]!a}: a menu entry cannot name a path that is not UTF-8; move the program elsewhere."
        ) from None
    types = (resources() / "desktop" / f"{NAME}.xml").read_bytes()
    pictures = {name: source.read_bytes() for name, source in _icons().items()}
    return dict(zip(_names(), [entry, types, *pictures.values()], strict=True))


# ---------------------------------------------------------------------- what others made of it


def _refresh(home: Path) -> list[str]:
    """Have the desktop's indexes made anew; a sentence for each tool that is not here."""
    lacking: list[str] = []
    if (home / "mime" / "packages").is_dir() and not _run("update-mime-database", str(home / "mime")):
        lacking.append(
            "Files are not recognised yet: `update-mime-database` of the package shared-mime-info is lacking."
        )
    if (home / "applications").is_dir() and not _run("update-desktop-database", "-q", str(home / "applications")):
        lacking.append("A double click may not find it: `update-desktop-database` of desktop-file-utils is lacking.")
    icons = home / "icons" / "hicolor"
    if icons.is_dir():
        with contextlib.suppress(OSError):
            os.utime(icons)  # how running desktops see that an icon came or went
        if (icons / "icon-theme.cache").is_file():
            _run("gtk-update-icon-cache", "-q", "-t", "-f", str(icons))
    return lacking


def _run(program: str, *arguments: str) -> bool:
    found = shutil.which(program)
    if found is None:
        return False
    try:
        done = subprocess.run([found, *arguments], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _sweep(home: Path) -> None:
    """Remove indexes of nothing, and the folders that are empty now."""
    if not _holds(home / "mime" / "packages", "*.xml"):
        for name in _GENERATED_MIME:
            (home / "mime" / name).unlink(missing_ok=True)
    if not _holds(home / "applications", "**/*.desktop"):
        (home / "applications" / "mimeinfo.cache").unlink(missing_ok=True)
    for name in (*_names(), "mime/application/x"):
        for folder in (home / name).parents:
            if folder == home:
                break
            with contextlib.suppress(OSError):  # not empty, or not there
                folder.rmdir()


def _holds(folder: Path, pattern: str) -> bool:
    return next(folder.glob(pattern), None) is not None


def _check_platform() -> None:
    if sys.platform in ("win32", "darwin"):
        raise DesktopError(
            "Menu entries of this kind are for Linux and BSD desktops; on this system use its installer."
        )


def _refusal(error: OSError, home: Path) -> DesktopError:
    place = error.filename or home
    return DesktopError(
        f"{place}: cannot be changed: {error.strerror or error}. Look at its permissions and free space."
    )
