"""What the packages for other systems say about the program agrees with the program, and each file is well-formed."""

import configparser
import json
import os
import plistlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DESKTOP = ROOT / "resources" / "desktop"
PACKAGING = ROOT / "packaging"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


def endings_by_type() -> dict[str, set[str]]:
    """The types that this program opens, with the endings of their files, as the desktop is told.

    Without `.pth.tar`: other systems know the last part of a name only.
    """
    tree = ET.parse(DESKTOP / "weightsmith.xml").getroot()
    return {
        kind.attrib["type"]: {glob.attrib["pattern"].removeprefix("*.") for glob in kind.iter(f"{MIME}glob")}
        - {"pth.tar"}
        for kind in tree.iter(f"{MIME}mime-type")
    }


def desktop_entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read(DESKTOP / "weightsmith.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_that_the_endings_are_those_of_torch_and_safetensors():
    assert set().union(*endings_by_type().values()) == {"pth", "pt", "ckpt", "pt2", "safetensors"}


def test_that_the_menu_entry_names_every_type():
    assert set(filter(None, desktop_entry()["MimeType"].split(";"))) == set(endings_by_type())


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs desktop-file-validate")
def test_that_the_menu_entry_is_valid():
    done = subprocess.run(["desktop-file-validate", DESKTOP / "weightsmith.desktop"], capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstreamcli")
def test_that_the_description_for_software_centres_is_valid():
    path = DESKTOP / "weightsmith.metainfo.xml"
    done = subprocess.run(["appstreamcli", "validate", "--no-net", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    types = {node.text for node in ET.parse(path).getroot().iter("mediatype")}
    assert types == set(endings_by_type())


# ---------------------------------------------------------------------- macOS


@pytest.fixture
def plist() -> dict[str, object]:
    return plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())


def test_that_macos_is_told_every_type_and_ending(plist):
    told = {
        one["UTTypeTagSpecification"]["public.mime-type"][0]: set(one["UTTypeTagSpecification"]["public.filename-extension"])
        for one in plist["UTImportedTypeDeclarations"]
    }  # fmt: skip
    assert told == endings_by_type()


def test_that_macos_documents_are_of_declared_types_and_take_no_default(plist):
    declared = {one["UTTypeIdentifier"] for one in plist["UTImportedTypeDeclarations"]}
    documents = plist["CFBundleDocumentTypes"]
    assert {kind for one in documents for kind in one["LSItemContentTypes"]} == {*declared, "public.folder"}
    assert {one["LSHandlerRank"] for one in documents} == {"Alternate", "None"}
    assert {one["CFBundleTypeRole"] for one in documents} <= {"Editor", "Viewer"}
    assert plist["NSHighResolutionCapable"] is True


# ---------------------------------------------------------------------- Windows


def sections_of(path: Path) -> dict[str, list[str]]:
    """Lines of an Inno Setup script by section, without comments and directives of its preprocessor."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text or text.startswith((";", "#")):
            continue
        if (head := re.fullmatch(r"\[(\w+)\]", text)) is not None:
            section = head[1]
            assert section not in found
            found[section] = []
        else:
            found[section].append(text)
    return found


def parameters_of(line: str) -> dict[str, str]:
    """Names and values of a line such as `Name: value; Name: "value"`, where a quote in a value is doubled."""
    pattern = r'\s*(\w+):\s*("(?:[^"]|"")*"|[^;"]*)\s*(?:;|$)'
    parts = list(re.finditer(pattern, line))
    assert "".join(part[0] for part in parts) == line, line
    names = [part[1] for part in parts]
    assert len(names) == len(set(names)), line
    return {part[1]: part[2][1:-1].replace('""', '"') if part[2].startswith('"') else part[2].strip() for part in parts}


@pytest.fixture
def setup() -> dict[str, list[str]]:
    return sections_of(PACKAGING / "windows" / "weightsmith.iss")


KNOWN = {
    "Languages": {"Name", "MessagesFile"},
    "Tasks": {"Name", "Description", "Flags"},
    "Files": {"Source", "DestDir", "Flags"},
    "Icons": {"Name", "Filename", "AppUserModelID", "Tasks"},
    "Registry": {"Root", "Subkey", "ValueType", "ValueName", "ValueData", "Flags", "Tasks"},
    "Run": {"Filename", "Description", "Flags"},
}


def test_that_the_installer_is_made_of_known_sections_and_parameters(setup):
    assert set(setup) == {"Setup", *KNOWN}
    for name, allowed in KNOWN.items():
        tasks = {parameters_of(line)["Name"] for line in setup["Tasks"]}
        for line in setup[name]:
            told = parameters_of(line)
            assert set(told) <= allowed
            assert name == "Tasks" or told.get("Tasks", "associate") in tasks


def test_that_the_installer_asks_for_no_administrator_and_tells_the_shell(setup):
    told = dict(line.split("=", 1) for line in setup["Setup"])
    assert told["PrivilegesRequired"] == "lowest"
    assert told["ChangesAssociations"] == "yes"
    assert re.fullmatch(r"\{\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", told["AppId"])
    assert (PACKAGING / "windows" / told["LicenseFile"].replace("\\", "/")).resolve() == ROOT / "LICENSE"


def test_that_windows_offers_the_program_for_every_ending_and_takes_none_over(setup):
    rows = [parameters_of(line) for line in setup["Registry"]]
    offered = [row for row in rows if (found := re.fullmatch(r"Software\\Classes\\\.(\w+)\\OpenWithProgids", row["Subkey"])) and found]  # fmt: skip
    assert {row["Subkey"].split(".")[1].split("\\")[0] for row in offered} == set().union(*endings_by_type().values())
    assert {(row["ValueName"], row["Flags"]) for row in offered} == {("Weightsmith.Checkpoint", "uninsdeletevalue")}
    others = [row for row in rows if row not in offered]
    assert all(row["Subkey"].startswith(r"Software\Classes\Weightsmith.Checkpoint") for row in others)
    assert {row["Flags"] for row in others} == {"uninsdeletekey"}
    (command,) = (row["ValueData"] for row in others if row["Subkey"].endswith("command"))
    assert command == '"{app}\\weightsmith.exe" "%1"'


# ---------------------------------------------------------------------- Flatpak, AppImage


def test_that_the_flatpak_is_made_of_what_is_here():
    path = PACKAGING / "flatpak" / "org.weightsmith.Weightsmith.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["id"] == path.stem
    assert {"runtime", "runtime-version", "sdk", "command", "finish-args", "modules"} <= set(told)
    (module,) = told["modules"]
    places = {source["dest"]: (path.parent / source["path"]).resolve() for source in module["sources"]}
    assert all(source["type"] == "dir" for source in module["sources"])
    for command in module["build-commands"]:
        for word in command.split():
            top, _, rest = word.partition("/")
            if top in places and top != "weightsmith":
                assert (places[top] / rest).is_file(), word
    assert all(argument.startswith("--") for argument in told["finish-args"])


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A folder as PyInstaller leaves it, with a program that tells its arguments."""
    folder = tmp_path / "frozen folder"
    folder.mkdir()
    program = folder / "weightsmith"
    program.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name != "posix", reason="shell scripts")
def test_that_the_appdir_starts_the_program_with_its_arguments(frozen: Path, tmp_path: Path):
    appdir = tmp_path / "My App.AppDir"
    script = PACKAGING / "appimage" / "build.sh"
    done = subprocess.run(["sh", script, frozen, appdir], capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"})  # fmt: skip
    assert done.returncode == 0, done.stderr
    icon = desktop_entry()["Icon"]
    assert {"AppRun", "weightsmith.desktop", f"{icon}.svg", ".DirIcon"} <= {path.name for path in appdir.iterdir()}
    linked = tmp_path / "link"
    linked.symlink_to(appdir / "AppRun")
    for start in (appdir / "AppRun", linked):
        told = subprocess.run([start, "模型 a.pth", "--x"], capture_output=True, text=True, check=True)
        assert told.stdout == "模型 a.pth|--x|"


@pytest.mark.skipif(os.name != "posix", reason="shell scripts")
def test_that_an_appdir_without_a_build_says_what_to_run(tmp_path: Path):
    script = PACKAGING / "appimage" / "build.sh"
    done = subprocess.run(["sh", script, tmp_path / "none"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "make deb" in done.stderr
