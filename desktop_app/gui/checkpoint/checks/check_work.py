"""What threads do for the check view: ask a child what a model expects, compare, prove, suggest models. Imports no Qt."""

import threading
from collections.abc import Callable

from desktop_app.checkpoint.checking.check import Expected, Report, check
from desktop_app.checkpoint.checking.check_model import Proof, ask_expected, ask_proof
from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.editing.draft import Draft, state_dict_items
from desktop_app.checkpoint.model import Checkpoint
from desktop_app.engine.sources import PythonFile, look_at, parse_source

type Progress = Callable[[int, int, str], None]

SECONDS = 120.0
"""For a model to be built; a loop without end is stopped then."""
PROOF_SECONDS = 900.0


def expected_of(
    text: str, trusted: str, progress: Progress | None = None, stop: threading.Event | None = None
) -> Expected:
    """What the model expects, from a child."""
    return ask_expected(text, trusted, seconds=SECONDS, progress=progress, stop=stop)


def compare(draft: Draft | None, checkpoint: Checkpoint, expected: Expected) -> Report:
    """The draft, or the file where there is none, against what a model expects."""
    return check(draft if draft is not None else Draft.of(checkpoint), expected)


def proof_of(
    text: str, trusted: str, origin: Origin, progress: Progress | None = None, stop: threading.Event | None = None
) -> Proof:
    """The strict load in a child."""
    return ask_proof(text, origin, trusted, seconds=PROOF_SECONDS, progress=progress, stop=stop)


def file_of(text: str) -> PythonFile | None:
    """The file that building the model would run; None for a library's model. Raises `EngineError`."""
    source = parse_source(text)
    return look_at(source.path) if source.runs_code else None


def suggestions(draft: Draft | None, checkpoint: Checkpoint) -> tuple[tuple[str, float], ...]:
    """Models that the state_dict looks like, with how well they match, the best first."""
    from desktop_app.graph.recognise import recognise

    items = state_dict_items(draft if draft is not None else Draft.of(checkpoint))
    found: list[tuple[str, float]] = []
    for candidate in recognise([(name, item.shape) for name, item in items]):
        query = f"?num_classes={candidate.classes}" if candidate.classes is not None else ""
        found += [(_text(name) + query, candidate.match) for name in (candidate.name, *candidate.twins)[:3]]
    return tuple(found)


def known_names() -> tuple[str, ...]:
    """Models that can be named without a file, torchvision's first; from the index that the program brings along."""
    from desktop_app.graph.recognise import known_models

    names = {_text(name) for row in known_models().rows for name in row.names}
    return tuple(sorted(names, key=lambda name: (not name.startswith("torchvision:"), name)))


def _text(name: str) -> str:
    """`torchvision.resnet50` as the check calls it."""
    library, _, rest = name.partition(".")
    return f"{library}:{rest}"
