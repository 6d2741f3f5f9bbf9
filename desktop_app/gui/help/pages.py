"""The pages of the help: which there are, in which order, and what is found in them; plain files, no widgets."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desktop_app.places import resources

ORDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("start", ("start",)),
    ("inspect", ("checkpoint", "safety", "tensor", "modules", "graph", "autograd", "histogram", "values")),
    ("change", ("editing", "loading", "comparing", "health", "optimizer", "damage")),
    ("label", ("labels", "masks", "exchange")),
    ("train", ("dataset", "transforms", "training", "metrics", "run", "predicting")),
)
"""Chapters and their pages."""
NAMES = tuple(name for _, names in ORDER for name in names)

PAGE_OF_PANE = {
    "main-window": "start", "empty-state": "start",
    "dock-tree": "modules", "dock-contents": "checkpoint", "dock-histogram": "histogram", "dock-tensor": "values", "dock-ridge": "histogram",
    "dock-module": "modules", "dock-table": "tensor", "dock-history": "editing", "dock-compare": "comparing", "dock-findings": "health",
    "dock-safety": "safety", "dock-check": "loading", "dock-bytes": "damage", "dock-health": "health", "dock-optimizer": "optimizer",
    "dock-costs": "graph", "dock-gradients": "autograd", "dock-console": "tensor",
    "inspect-workspace": "checkpoint", "tabs": "graph", "graph-view": "graph", "flow-bar": "autograd", "safety-banner": "safety",
    "rename-bar": "editing", "offers-bar": "editing", "export-dialog": "editing", "recipe-dialog": "editing", "step-dialog": "editing",
    "repair-dialog": "damage", "merge-dialog": "comparing", "model-chooser": "loading", "timeline-view": "comparing",
    "label-workspace": "labels", "image-panel": "dataset", "label-panel": "labels", "shape-panel": "masks", "property-panel": "labels",
    "label-tools": "masks", "label-offer": "exchange", "proposal-bar": "predicting", "propose-dialog": "predicting", "label-empty": "labels",
    "train-workspace": "training", "setup-page": "training", "augment-editor": "transforms", "run-list": "run", "watch-page": "run",
    "curves-view": "metrics", "confusion-matrix": "metrics", "layers-view": "run", "model-view": "predicting", "image-map": "predicting",
    "inside-view": "predicting", "engine-dialog": "start", "settings-dialog": "start",
}  # fmt: skip
"""Object names of widgets, and the page that explains what one sees in them; the innermost widget that is named decides."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language."""

    name: str
    title: str
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where something was found."""

    name: str
    title: str
    heading: str
    """The nearest heading above it; empty when that is the title."""
    excerpt: str


def folder(language: str) -> Path:
    """Where the pages of a language lie; English where it has none."""
    wanted = resources() / "help" / language
    return wanted if wanted.is_dir() else resources() / "help" / "en"


@cache
def page(name: str, language: str) -> Page:
    """A page. Raises `KeyError` for a name that no page has."""
    if name not in NAMES:
        raise KeyError(name)
    path = folder(language) / f"{name}.md"
    text = (path if path.is_file() else folder("en") / f"{name}.md").read_text(encoding="utf-8")
    return Page(name, text.partition("\n")[0].removeprefix("# ").strip(), text)


def slug(heading: str) -> str:
    """A heading as the end of a link: `Stride, offset and storage` becomes `stride-offset-and-storage`."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")


def search(words: str, language: str, limit: int = 30) -> list[Hit]:
    """Where all the words stand close together, titles first; nothing for no words."""
    wanted = [word for word in words.lower().split() if word]
    if not wanted:
        return []
    rated: list[tuple[int, int, Hit]] = []
    for number, name in enumerate(NAMES):
        found = page(name, language)
        for rating, heading, excerpt in _matches(found, wanted):
            rated.append((-rating, number, Hit(name, found.title, heading, excerpt)))
    return [hit for _, _, hit in sorted(rated, key=lambda one: one[:2])][:limit]


def _matches(found: Page, wanted: list[str]) -> list[tuple[int, str, str]]:
    """The best match of each section as (rating, heading, excerpt)."""
    matches: list[tuple[int, str, str]] = []
    for heading, body in _sections(found.text):
        text = body.lower()
        in_heading = all(word in (heading or found.title).lower() for word in wanted)
        if in_heading or all(word in text for word in wanted):
            place = max(0, text.find(wanted[0]))
            count = sum(text.count(word) for word in wanted)
            matches.append((100 * in_heading + min(count, 50), heading, _excerpt(body, place)))
    return matches


def _sections(text: str) -> list[tuple[str, str]]:
    """(heading, text below it) in their order; the first has the page's title, given as an empty heading."""
    parts = re.split(r"^(#{1,3} .+)$", text, flags=re.MULTILINE)
    found = zip(parts[1::2], parts[2::2], strict=True)
    return [("" if mark.startswith("# ") else mark.lstrip("# "), body) for mark, body in found]


def _excerpt(body: str, place: int, room: int = 90) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", body[max(0, place - room // 3) : place + room])
    return " ".join(re.sub(r"[*`|#]+", " ", plain).split())
