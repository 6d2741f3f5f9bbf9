"""Where the program's own files lie: in a checkout, in an installed wheel, or in a frozen build."""

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The folder of icons, translations and samples."""
    here = Path(__file__).parent
    frozen = Path(getattr(sys, "_MEIPASS", here))
    # the last is for the sources that a frozen program lays out for its engine
    for folder in (here / "resources", here.parent / "resources", frozen / "resources", here.parents[1] / "resources"):
        if folder.is_dir():
            return folder
    return here / "resources"


def sample() -> Path:
    """The checkpoint that the program brings along."""
    return resources() / "sample" / "sample.pth"
