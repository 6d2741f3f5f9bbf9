"""Installs the Debian package in a Debian 12 that has nothing else, opens a file there by a double click, and removes it.

    python packaging/check_deb.py PACKAGE [--root FOLDER] [--shot PICTURE.png] [--engine]

Needs root, debootstrap, a mirror of Debian, and about 1.5 GB of disk. FOLDER is kept and used again; without it a folder of its own
is made and removed. Each step says what it saw; the exit status is 1 when one failed, and 3 when this machine cannot do it.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
MIRROR = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
TOOLS = ("xvfb", "xdotool", "x11-apps", "imagemagick", "pcmanfm", "openbox", "shared-mime-info", "desktop-file-utils", "fonts-dejavu-core", "fonts-wqy-microhei", "dbus", "libglib2.0-bin")  # fmt: skip
"""What the desktop in the clean root is made of; none of it belongs to the package."""
FILES = ("模型 a.pth", "model.pt", "weights.safetensors", "nameless")
USER = "tester"


class Failed(Exception):
    """What was not as it should be."""


class Unable(Exception):
    """Why this machine cannot do it."""


def free_display() -> str:
    """A number that no screen has: their sockets have names that a root of its own does not hide."""
    taken = Path("/proc/net/unix").read_text(encoding="ascii", errors="replace")
    return next(f":{number}" for number in range(90, 200) if f"/tmp/.X11-unix/X{number}\n" not in taken)


class Clean:
    """The clean root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.display = free_display()

    def run(self, *command: str, user: str = "root", seconds: int = 900, check: bool = True) -> str:
        """What the command printed."""
        done = subprocess.run(
            self._command(command, user), capture_output=True, text=True, timeout=seconds, check=False, env=self._environment(user)
        )  # fmt: skip
        if check and done.returncode != 0:
            raise Failed(f"{' '.join(command)[:120]}: {(done.stderr or done.stdout).strip()[-500:]}")
        return done.stdout

    def start(self, *command: str, user: str = USER) -> "subprocess.Popen[bytes]":
        """A command that goes on."""
        with (self.folder / "tmp" / f"{Path(command[0]).name}.log").open("wb") as log:
            return subprocess.Popen(
                self._command(command, user), stdout=log, stderr=log, env=self._environment(user), start_new_session=True
            )  # fmt: skip

    def apt(self, *arguments: str) -> str:
        return self.run("apt-get", "-y", "-qq", "--no-install-recommends", *arguments)

    def _command(self, command: Sequence[str], user: str) -> list[str]:
        who = [] if user == "root" else [f"--userspec={user}:{user}"]
        return ["chroot", *who, str(self.folder), *command]

    def _environment(self, user: str) -> dict[str, str]:
        home = "/root" if user == "root" else f"/home/{user}"
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "USER": user, "LANG": "C.UTF-8", "DISPLAY": self.display,
            "DEBIAN_FRONTEND": "noninteractive", "XDG_RUNTIME_DIR": "/tmp/runtime",
        }  # fmt: skip

    def files(self) -> set[str]:
        """Every path outside of what changes by itself."""
        found: set[str] = set()
        for top in ("etc", "usr", "opt", "var/lib", "var/cache", "home", "root", "srv"):
            for place, folders, names in os.walk(self.folder / top):
                found.update(os.path.relpath(os.path.join(place, name), self.folder) for name in (*folders, *names))
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--root", type=Path, help="a folder for the clean Debian, kept for the next time")
    parser.add_argument("--shot", type=Path, help="where the picture of the opened window goes")
    options = parser.parse_args()
    try:
        able()
        with root_folder(options.root) as folder:
            return check(options.package, folder, options.shot)
    except Unable as reason:
        print(f"check_deb: {reason}", file=sys.stderr)
        return 3


def able() -> None:
    """Raises `Unable`."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise Unable("only root on Linux can make a clean Debian.")
    if shutil.which("debootstrap") is None:
        raise Unable("debootstrap is not here; the Debian package of that name has it.")


@contextlib.contextmanager
def root_folder(named: Path | None) -> Iterator[Path]:
    if named is not None:
        yield named.absolute()
        return
    folder = Path(tempfile.mkdtemp(prefix="weightsmith-root-"))
    folder.chmod(0o755)  # it is the root of a user who is not root
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check(package: Path, folder: Path, shot: Path | None) -> int:
    root = Clean(folder)
    failures = 0
    before: set[str] = set()
    with unmounted_afterwards() as mounts:
        steps: tuple[tuple[str, Callable[[], str]], ...] = (
            ("clean", lambda: make_clean(root, mounts)),
            ("desktop", lambda: make_desktop(root)),
            ("install", lambda: install(root, package)),
            ("smoke", lambda: smoke(root)),
            ("types", lambda: types(root)),
            ("click", lambda: double_click(root, shot)),
            ("remove", lambda: remove(root)),
        )
        for name, step in steps:
            began = time.monotonic()
            try:
                told = step()
                if name == "desktop":
                    before = root.files()
                if name == "remove":
                    told = no_trace(root, before)
            except (Failed, OSError, subprocess.TimeoutExpired) as error:
                failures += 1
                told = f"FAILED: {error}"
            print(f"{name:8} {time.monotonic() - began:5.0f} s  {told}", flush=True)
            if failures and name in ("clean", "desktop", "install"):
                break
    return 1 if failures else 0


@contextlib.contextmanager
def unmounted_afterwards() -> Iterator[list[Path]]:
    """A list of what is mounted, which is taken out again."""
    mounts: list[Path] = []
    try:
        yield mounts
    finally:
        for place in reversed(mounts):
            subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


# ---------------------------------------------------------------------- steps


def make_clean(root: Clean, mounts: list[Path]) -> str:
    if not (root.folder / "usr/bin/apt-get").exists():
        root.folder.mkdir(parents=True, exist_ok=True)
        command = ["debootstrap", "--variant=minbase", "bookworm", str(root.folder), MIRROR]
        done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
        if done.returncode != 0:
            raise Failed(f"debootstrap: {done.stdout.strip().splitlines()[-1:]}")
    proc = root.folder / "proc"
    if not (proc / "self").exists():
        subprocess.run(["mount", "-t", "proc", "proc", str(proc)], check=True, capture_output=True)
        mounts.append(proc)
    for name in ("null", "zero", "random", "urandom"):
        device = root.folder / "dev" / name
        if not device.exists():
            subprocess.run(["cp", "-a", f"/dev/{name}", str(device)], check=True, capture_output=True)
    shared = root.folder / "dev" / "shm"
    shared.mkdir(exist_ok=True)
    shared.chmod(0o1777)
    return f"Debian {(root.folder / 'etc/debian_version').read_text().strip()}"


def make_desktop(root: Clean) -> str:
    root.run("apt-get", "update", "-qq")
    root.apt("install", *TOOLS)
    if f"{USER}:" not in (root.folder / "etc/passwd").read_text():
        root.run("useradd", "-m", USER)
    root.run("sh", "-c", "dpkg --purge weightsmith 2>/dev/null; mkdir -p /tmp/runtime /tmp/.X11-unix; chmod 1777 /tmp/.X11-unix; chmod 700 /tmp/runtime; chown tester /tmp/runtime")  # fmt: skip
    return f"{len(root.run('dpkg-query', '-f', '.', '-W'))} packages, a file manager, a window manager, no Python program of ours"


def install(root: Clean, package: Path) -> str:
    shutil.copy(package, root.folder / "tmp" / "weightsmith.deb")
    root.apt("install", "/tmp/weightsmith.deb")
    (root.folder / "tmp" / "weightsmith.deb").unlink()
    size = root.run("dpkg-query", "-f", "${Version} ${Installed-Size}", "-W", "weightsmith").split()
    return f"version {size[0]}, {int(size[1]) / 1000:.0f} MB"


def smoke(root: Clean) -> str:
    """The window, the commands and the workers, by the script that tries every build."""
    root.apt("install", "python3-minimal")
    shutil.copy(ROOT / "packaging" / "smoke_test.py", root.folder / "tmp" / "smoke_test.py")
    shutil.copy(ROOT / "packaging" / "start.py", root.folder / "tmp" / "start.py")
    told = root.run("env", "-u", "DISPLAY", "python3", "/tmp/smoke_test.py", "/usr/bin/weightsmith", user=USER)
    root.apt("purge", "--auto-remove", "python3-minimal")
    return "; ".join(" ".join(line.split()) for line in told.splitlines())


def types(root: Clean) -> str:
    samples = "/usr/lib/weightsmith/_internal/resources/sample"
    home = root.folder / "home" / USER / "files"
    root.run("mkdir", "-p", f"/home/{USER}/files", user=USER)
    sample = (root.folder / samples.lstrip("/") / "sample.pth").read_bytes()
    header = b'{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    for name in FILES:
        data = len(header).to_bytes(8, "little") + header + bytes(4) if name.endswith("safetensors") else sample
        (home / name).write_bytes(data)
    seen: list[str] = []
    for name in FILES:
        told = root.run("gio", "info", "-a", "standard::content-type", f"/home/{USER}/files/{name}", user=USER)
        kind = told.rsplit("content-type:", 1)[-1].strip()
        expected = "application/x-safetensors" if name.endswith("safetensors") else "application/x-pytorch"
        if kind != expected:
            raise Failed(f"{name} is taken for {kind}")
        default = root.run("gio", "mime", kind, user=USER)
        if "weightsmith.desktop" not in default:
            raise Failed(f"{kind} is opened by {default.strip()}")
        seen.append(f"{name} {kind}")
    return "; ".join(seen)


def double_click(root: Clean, shot: Path | None) -> str:
    """What a person does: a file manager, two clicks on a name that is not plain."""
    processes = [root.start("Xvfb", root.display, "-screen", "0", "1600x1000x24", "-nolisten", "tcp", user="root")]
    try:
        wait_for("a screen", lambda: (root.folder / f"tmp/.X11-unix/X{root.display[1:]}").exists())
        time.sleep(1)
        processes.append(root.start("openbox"))
        time.sleep(1)
        shown = root.folder / "home" / USER / "files"
        for name in FILES[1:]:  # with one file there, its icon is easily found
            (shown / name).unlink(missing_ok=True)
        processes.append(root.start("dbus-run-session", "--", "pcmanfm", "--no-desktop", f"/home/{USER}/files"))
        manager = wait_for("the file manager", lambda: root.run("xdotool", "search", "--onlyvisible", "--class", "pcmanfm", user=USER, check=False).split())[-1]  # fmt: skip
        root.run("xdotool", "windowsize", manager, "800", "600", "windowmove", manager, "0", "0", user=USER)
        time.sleep(3)
        x, y = icon_place(root, manager)
        root.run("xdotool", "mousemove", "--window", manager, str(x), str(y), "click", "--repeat", "2", "--delay", "120", "1", user=USER)  # fmt: skip
        clicked = time.monotonic()
        window = wait_for("the window", lambda: root.run("xdotool", "search", "--onlyvisible", "--class", "weightsmith", user=USER, check=False).split(), 30)[-1]  # fmt: skip
        waited = time.monotonic() - clicked
        title = wait_for("the file in the title", lambda: named_in_title(root, window), 30)
        time.sleep(3)
        picture = "/tmp/click.png"
        root.run("import", "-window", "root", picture, user=USER)
        if shot is not None:
            shot.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root.folder / picture.lstrip("/"), shot)
        return f"two clicks on {FILES[0]} opened {title!r}, a window after {waited:.1f} s"
    finally:
        end_all(root)
        for process in processes:
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                process.terminate()
                process.wait(timeout=10)


def named_in_title(root: Clean, window: str) -> str:
    title = root.run("xdotool", "getwindowname", window, user=USER, check=False).strip()
    return title if FILES[0].split(".")[0] in title else ""


def icon_place(root: Clean, window: str) -> tuple[int, int]:
    """Where the only file's icon is: the middle of what is not background in the file manager's right part."""
    root.run("import", "-window", window, "/tmp/manager.png", user=USER)
    told = root.run("convert", "/tmp/manager.png", "-crop", "560x300+230+90", "+repage", "-fuzz", "4%", "-format", "%@", "info:", user=USER)  # fmt: skip
    size, left, top = told.strip().replace("x", " ").replace("+", " ").split(" ")[0:2], *told.strip().split("+")[1:3]
    return 230 + int(left) + int(size[0]) // 2, 90 + int(top) + min(int(size[1]) // 3, 30)


def end_all(root: Clean) -> None:
    """End what runs in the clean root, and nothing else: by the root that each process has."""
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if entry.name.isdecimal() and (entry / "root").readlink() == root.folder:
                os.kill(int(entry.name), 15)


def wait_for(what: str, look: Callable[[], object], seconds: float = 20) -> "list[str]":
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found  # type: ignore[return-value]
        time.sleep(0.1)
    raise Failed(f"{what} did not come within {seconds:.0f} s")


def remove(root: Clean) -> str:
    root.apt("purge", "weightsmith")
    return ""


def no_trace(root: Clean, before: set[str]) -> str:
    """What is here now and was not before, apart from the libraries that apt keeps and the user's own files."""
    root.apt("autoremove", "--purge")
    after = root.files()
    ours = sorted(
        name for name in after - before if "weightsmith" in name.lower() and not name.startswith(f"home/{USER}/")
    )
    if ours:
        raise Failed(f"left behind: {', '.join(ours[:10])}")
    for index in ("usr/share/applications/mimeinfo.cache", "usr/share/mime/globs2", "usr/share/mime/magic"):
        path = root.folder / index
        if path.is_file() and any(
            word in path.read_bytes() for word in (b"weightsmith", b"x-pytorch", b"x-safetensors")
        ):
            raise Failed(f"{index} still knows it")
    # what apt, dpkg and other programs note about themselves is theirs
    rest = sorted(
        name
        for name in after - before
        if not name.startswith((f"home/{USER}/", "var/lib/apt", "var/lib/dpkg", "var/cache"))
    )
    own = sorted(name for name in after - before if "weightsmith" in name)
    others = f"new of other programs: {', '.join(rest) or 'nothing'}"
    return f"no file of the package is left, no index knows its types; {others}; the user keeps {', '.join(own[:1]) or 'nothing'}"


if __name__ == "__main__":
    sys.exit(main())
