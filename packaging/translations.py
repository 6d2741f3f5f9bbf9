"""Collects the window's strings into `resources/translations/*.ts` and compiles them; fails while one is not translated.

Run it with `make translations` after strings changed, translate what it names in the `.ts` file, and run it again.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("zh_CN",)
PANES = ("checkpoint", "graph", "annotation", "training")
"""Folders of `desktop_app/gui` that have a file of translations of their own; the rest of the window is `window`."""


def sources_of(area: str) -> list[Path]:
    """The files whose strings belong to a pane, or to the window around the panes."""
    gui = ROOT / "desktop_app" / "gui"
    if area != "window":
        return sorted((gui / area).rglob("*.py"))
    return sorted(path for path in gui.rglob("*.py") if path.relative_to(gui).parts[0] not in PANES)


def tool(name: str) -> str:
    """Path of a Qt tool that PySide6's wheel brought into this environment."""
    return str(Path(sys.executable).with_name(f"pyside6-{name}"))


def collect(ts: Path, area: str) -> None:
    """Bring the file up to date with the strings in the source; old translations are kept."""
    sources = [str(path.relative_to(ROOT)) for path in sources_of(area)]
    command = [tool("lupdate"), *sources, "-ts", str(ts.relative_to(ROOT)), "-no-obsolete", "-locations", "none"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)


def untranslated(ts: Path) -> list[str]:
    """`context: source` of every string that has no finished translation."""
    missing: list[str] = []
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [] if translation is None else [translation, *translation.findall("numerusform")]
            written = any((form.text or "").strip() for form in forms)
            if translation is None or translation.get("type") == "unfinished" or not written:
                missing.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return missing


def main() -> int:
    """Collect, compile, report; the number of untranslated strings decides the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    missing: list[str] = []
    for area in ("window", *PANES):
        if not sources_of(area):
            continue
        for language in LANGUAGES:
            ts = FOLDER / f"{area}_{language}.ts"
            collect(ts, area)
            compiled = str(ts.with_suffix(".qm"))
            subprocess.run([tool("lrelease"), str(ts), "-qm", compiled, "-silent"], cwd=ROOT, check=True)
            missing += [f"{area}_{language}: {text}" for text in untranslated(ts)]
    for text in missing:
        print(text)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
