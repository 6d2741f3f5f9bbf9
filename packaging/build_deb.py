"""Builds the Debian package of the window, which brings its Python and Qt along but not torch.

    python packaging/build_deb.py              makes dist/weightsmith_VERSION_ARCH.deb and says how large it is
    python packaging/build_deb.py --python P   uses the Python at P, which has PyInstaller and what pyproject.toml asks for

Without --python an environment of its own is made in build/deb (300 MB, once), so that no package of another use gets in.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "deb"
ICON_SIZES = (32, 64, 128, 256)
LIBRARIES = (
    *("libc6 (>= 2.36)", "libgl1", "libegl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libfreetype6"),
    *("libxkbcommon0", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1"),
    *("libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1", "libx11-xcb1"),
)
"""What Qt asks the system for; the rest is in the folder."""


class BuildError(Exception):
    """Why there is no package, in one sentence."""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", type=Path, help="the environment to build with")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist", help="folder of the package")
    parser.add_argument(
        "--level",
        type=int,
        default=6,
        choices=range(10),
        help="how hard xz tries: 1 takes a quarter of the time of 6, and a seventh more room",
    )
    options = parser.parse_args()
    try:
        package = build(options.python, options.output, options.level)
    except BuildError as error:
        print(f"build_deb: {error}", file=sys.stderr)
        return 1
    installed = size_of(WORK / "root")
    print(f"{package}: {package.stat().st_size / 1e6:.0f} MB, {installed / 1e6:.0f} MB installed")
    return 0


def build(python: Path | None, output: Path, level: int) -> Path:
    """The package, from the sources of this checkout; `level` is how hard xz tries, 0 to 9."""
    for tool, package in (("dpkg-deb", "dpkg"), ("strip", "binutils")):
        if shutil.which(tool) is None:
            raise BuildError(f"{tool} is not here ({package}); Debian packages are built on Debian and its relatives.")
    frozen = freeze(python or environment())
    root = lay_out(frozen)
    write_control(root)
    output.mkdir(parents=True, exist_ok=True)
    package = output / f"weightsmith_{version()}_{architecture()}.deb"
    run(["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--build", str(root), str(package)])
    return package


def environment() -> Path:
    """A Python that has what the window needs, PyInstaller, and nothing else."""
    python = WORK / "venv" / "bin" / "python"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if not python.is_file():
        run([sys.executable, "-m", "venv", str(WORK / "venv")])
    wanted = [*project["dependencies"], "pyinstaller>=6.10,<7"]
    run([str(python), "-m", "pip", "install", "-q", "-c", str(ROOT / "packaging" / "constraints.txt"), *wanted])
    return python


def freeze(python: Path) -> Path:
    """The folder that PyInstaller makes."""
    if subprocess.run([str(python), "-c", "import PyInstaller"], capture_output=True, check=False).returncode != 0:
        raise BuildError(f"PyInstaller is not installed in {python}; leave --python out to have it installed.")
    places = ["--distpath", str(WORK / "frozen"), "--workpath", str(WORK / "work")]
    spec = ROOT / "packaging" / "weightsmith.spec"
    run([str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, str(spec)])
    return WORK / "frozen" / "weightsmith"


def lay_out(frozen: Path) -> Path:
    """The files of the package where they lie once it is installed."""
    root = WORK / "root"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(frozen, root / "usr/lib/weightsmith", symlinks=True)
    for library in (root / "usr/lib/weightsmith/_internal").glob("libpython3*.so*"):
        run(["strip", "--strip-unneeded", str(library)])  # its symbols are three quarters of it
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/weightsmith").symlink_to("../lib/weightsmith/weightsmith")
    desktop, icons = ROOT / "resources/desktop", ROOT / "resources/icons"
    place(desktop / "weightsmith.desktop", root / "usr/share/applications/weightsmith.desktop")
    place(desktop / "weightsmith.xml", root / "usr/share/mime/packages/weightsmith.xml")
    place(desktop / "weightsmith.metainfo.xml", root / "usr/share/metainfo/weightsmith.metainfo.xml")
    place(icons / "weightsmith.svg", root / "usr/share/icons/hicolor/scalable/apps/weightsmith.svg")
    for size in ICON_SIZES:
        place(icons / f"weightsmith-{size}.png", root / f"usr/share/icons/hicolor/{size}x{size}/apps/weightsmith.png")
    write_copyright(root / "usr/share/doc/weightsmith/copyright")
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    return root


def place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def write_copyright(path: Path) -> None:
    """Whose work is in the package; Qt and PySide6 are shared libraries beside the program, as the LGPL asks for."""
    path.parent.mkdir(parents=True)
    path.write_text(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: Weightsmith\n\n"
        "Files: *\nCopyright: the authors of Weightsmith\nLicense: Apache-2.0\n"
        " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.\n\n"
        "Files: usr/lib/weightsmith/_internal/PySide6/* usr/lib/weightsmith/_internal/shiboken6/*\n"
        "Copyright: The Qt Company Ltd. and others\nLicense: LGPL-3\n"
        " Unchanged shared libraries of the PySide6-Essentials wheel, which may be replaced by others.\n"
        " On Debian systems the text is in /usr/share/common-licenses/LGPL-3.\n",
        encoding="utf-8",
    )


def write_control(root: Path) -> None:
    """What dpkg has to know; indexes of types, menus and icons are made anew by the triggers of their packages."""
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        "Package: weightsmith\n"
        f"Version: {version()}\n"
        f"Architecture: {architecture()}\n"
        "Maintainer: The authors of Weightsmith <weightsmith@localhost>\n"
        "Section: science\nPriority: optional\n"
        f"Installed-Size: {size_of(root) // 1024}\n"
        f"Depends: {', '.join(LIBRARIES)}\n"
        "Recommends: shared-mime-info, desktop-file-utils, hicolor-icon-theme, fonts-noto-cjk | fonts-wqy-microhei\n"
        "Description: open PyTorch checkpoints safely, edit them, label images, train\n"
        " Weightsmith shows what a checkpoint holds without running anything in it, edits and\n"
        " converts it, labels images, and trains from the labels. What needs PyTorch runs in a\n"
        " Python of the user's, which is asked for when it is first needed.\n",
        encoding="utf-8",
    )


def version() -> str:
    found = re.search(r'__version__ = "(.+)"', (ROOT / "desktop_app" / "__init__.py").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def architecture() -> str:
    return run(["dpkg", "--print-architecture"]).strip()


def size_of(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def run(command: list[str]) -> str:
    """What the command printed; its complaint is the sentence when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise BuildError(f"{Path(command[0]).name} {command[1]} failed: {last[0]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
