"""Puts the help's own pages into the site of the documentation, so that they are written once: `help/` and `zh/help/`."""

from pathlib import Path

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
PLACES = {"en": "help", "zh_CN": "zh/help"}


def on_files(files: Files, config) -> Files:
    """Called by mkdocs once it has listed `docs/`."""
    for language, place in PLACES.items():
        for path in sorted((ROOT / "resources" / "help" / language).glob("*.md")):
            files.append(File.generated(config, f"{place}/{path.name}", abs_src_path=str(path)))
    return files
