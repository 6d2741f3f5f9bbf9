"""Every English sentence that the core can say, found in its source: what the window's table of sentences is held to."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CORE = Path(__file__).parents[2] / "desktop_app"
PACKAGES = ("annotation", "checkpoint", "graph", "training", "engine")
HOLE = "§"
"""Stands where the source puts a value in."""

SAID: dict[str, tuple[int, ...]] = {
    "BadRecord": (0,), "LabelsUnreadable": (1, 2), "Problem": (1, 2), "MaskError": (0,), "YamlError": (0,),
    "SettingsError": (0,), "SchemaError": (0,), "SplitError": (0,), "AssistError": (0,), "WeightsMissing": (0,),
    "LabelFileError": (0,), "ExportFailed": (0,), "TrainingError": (1, 2), "RunBusy": (1, 2), "NotFinite": (1, 2),
    "OutOfMemory": (1, 2), "NotSaved": (0,), "UnreadableImage": (0,), "SourceError": (0,), "GraphvizError": (0,),
    "ValueError": (0,), "OSError": (0,), "FileChanged": (0,), "Loss": (0,), "Failure": (0,),
    "PickleDamaged": (0,), "DamagedRecord": (0,), "NotATensor": (0,), "CannotWrite": (0,), "Uneven": (0,),
}  # fmt: skip
"""Which arguments of a constructor a person may read."""
SAID_BY_METHOD: dict[tuple[str, str], tuple[int, ...]] = {
    ("problems", "add"): (1, 2), ("losses", "add"): (0,), ("self", "lost"): (0,), ("recorder", "trouble"): (1,),
    ("record", "trouble"): (1,),
}  # fmt: skip
"""The same of a method, by the last name before it."""
SAID_BY_NAME = frozenset({"reason", "message", "cure", "problem", "note"})
"""Arguments that are given by name."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the source."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def core_sentences() -> list[Said]:
    """All of them, in the order of the files."""
    files = [path for package in PACKAGES for path in sorted((CORE / package).rglob("*.py"))]
    return [said for path in files for said in sentences_in(path)]


def sentences_in(path: Path, root: Path = CORE) -> list[Said]:
    """The sentences of one file."""
    tree = ast.parse(path.read_text())
    names = _assigned(tree)
    found: dict[tuple[int, str], None] = {}
    for node in ast.walk(tree):
        for argument in _arguments(node):
            found |= {(argument.lineno, text): None for text in _texts(argument, names) if _has_words(text)}
    for node in _strings(tree):
        found |= {(node.lineno, text): None for text in _texts(node, names) if _is_sentence(text)}
    inside = path.relative_to(root).as_posix()
    return [Said(inside, line, text) for line, text in found]


def _arguments(node: ast.AST) -> Iterator[ast.expr]:
    """What a person may read among the arguments of a call."""
    if not isinstance(node, ast.Call):
        return
    places: tuple[int, ...] = ()
    if isinstance(node.func, ast.Name):
        places = SAID.get(node.func.id, ())
    elif isinstance(node.func, ast.Attribute):
        owner = node.func.value
        last = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
        places = SAID_BY_METHOD.get((last, node.func.attr), ())
    yield from (node.args[place] for place in places if place < len(node.args))
    yield from (word.value for word in node.keywords if word.arg in SAID_BY_NAME)


def _assigned(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """What the names of a file stand for."""
    names: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    names.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
            names.setdefault(node.target.id, []).append(node.value)
    return names


def _texts(node: ast.expr, names: dict[str, list[ast.expr]]) -> list[str]:
    """Each text that an expression may be, with a hole for every value; none for what is no text of the source."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        made = [""]
        for part in node.values:
            options = [part.value] if isinstance(part, ast.Constant) else [HOLE]
            if isinstance(part, ast.FormattedValue):
                words = _texts(part.value, names)
                options = words if any(" " in word for word in words) else options
            made = [before + str(option) for before in made for option in options]
        return made
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, names), *_texts(node.orelse, names)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [a + b for a in _texts(node.left, names) or [HOLE] for b in _texts(node.right, names) or [HOLE]]
    if isinstance(node, ast.Name):
        return [text for value in names.get(node.id, []) for text in _texts(value, {})]
    return []


def _strings(tree: ast.AST) -> Iterator[ast.expr]:
    """Texts of the source that are no part of another and document nothing."""
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            passed |= {id(part) for value in node.values for part in ast.walk(value) if part is not node}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in passed:
            yield node


def _has_words(text: str) -> bool:
    return len(text.replace(HOLE, " ").split()) > 1 and "\n" not in text


def _is_sentence(text: str) -> bool:
    """Whether a text of the source reads like something said to a person."""
    return (
        text.rstrip().endswith(".") and text.count(" ") > 1 and (text[0].isupper() or text[0] in f"`{HOLE}")
        and _has_words(text) and "<" not in text
    )  # fmt: skip
