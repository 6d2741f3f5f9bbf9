"""What a model is called: `torchvision:resnet50?num_classes=10`, `timm:NAME`, `path/to/model.py:Class(args)`; read, never run."""

import ast
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import unquote

from desktop_app.engine.errors import EngineError

type Library = Literal["torchvision", "timm", "plugin", "python"]

_PYTHON = re.compile(r"(?P<path>.+\.py):(?P<name>[^\W\d][\w.]*)\s*(?P<arguments>\(.*\))?\s*", re.DOTALL)
_LARGEST = 16 << 20


@dataclass(frozen=True, slots=True)
class ModelSource:
    """One model, as text and as parts."""

    library: Library
    name: str
    """The model's name, or that of a class or function in the file."""
    path: str = ""
    """Of the `.py`; empty for a library."""
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def text(self) -> str:
        """As `parse_source` reads it."""
        if self.library == "python":
            parts = [repr(value) for value in self.arguments]
            parts += [f"{name}={value!r}" for name, value in self.options.items()]
            return f"{self.path}:{self.name}" + (f"({', '.join(parts)})" if parts else "")
        query = "&".join(f"{name}={value}" for name, value in self.options.items())
        return f"{self.library}:{self.name}" + (f"?{query}" if query else "")

    @property
    def title(self) -> str:
        """How it is called in sentences."""
        return self.name

    @property
    def runs_code(self) -> bool:
        """Whether building it runs a file of the user's."""
        return self.library == "python"

    def with_option(self, name: str, value: object) -> "ModelSource":
        """The same model with one option set."""
        return replace(self, options={**self.options, name: value})


def parse_source(text: str) -> ModelSource:
    """The parts of a model's text; `EngineError` when it names none."""
    text = text.strip()
    library, colon, rest = text.partition(":")
    if colon and library in ("torchvision", "timm", "plugin"):
        name, _, query = rest.partition("?")
        if not re.fullmatch(r"[\w./-]+", name):
            raise EngineError("model-text", text=text)
        return ModelSource(cast("Library", library), name, options=_options(query, text))
    found = _PYTHON.fullmatch(text)
    if found is None:
        raise EngineError("model-text", text=text or '""')
    arguments, options = _arguments(found["arguments"] or "()", text)
    return ModelSource("python", found["name"], found["path"], arguments, options)


def _options(query: str, text: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for part in filter(None, query.split("&")):
        name, equals, value = part.partition("=")
        if not equals or not name.isidentifier():
            raise EngineError("model-arguments", text=text)
        options[name] = _plain(unquote(value))
    return options


def _plain(text: str) -> Any:
    """A number, truth value or None where it is one, else the text itself."""
    known = {"true": True, "false": False, "none": None}
    if text.lower() in known:
        return known[text.lower()]
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _arguments(text: str, whole: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Plain values between parentheses; nothing is evaluated."""
    try:
        call = ast.parse(f"f{text}", mode="eval").body
        if (
            not isinstance(call, ast.Call)
            or not isinstance(call.func, ast.Name)
            or any(keyword.arg is None for keyword in call.keywords)
        ):
            raise ValueError(text)
        values = tuple(ast.literal_eval(argument) for argument in call.args)
        return values, {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise EngineError("model-arguments", text=whole) from None


@dataclass(frozen=True, slots=True)
class PythonFile:
    """A file of Python as it is now, looked at without being run."""

    path: str
    sha256: str
    source: bytes
    classes: tuple[str, ...]
    """Classes at its top level, those that look like modules first."""
    functions: tuple[str, ...]

    @property
    def lines(self) -> int:
        """How many there are."""
        return self.source.count(b"\n") + 1


def look_at(path: str | Path) -> PythonFile:
    """The file's hash and what it defines; `EngineError` when it cannot be read or is no Python."""
    place = Path(path)
    try:
        if place.stat().st_size > _LARGEST:
            raise EngineError("model-file", path=path, reason="it is too large")
        source = place.read_bytes()
    except OSError as error:
        raise EngineError("model-file", path=path, reason=(error.strerror or str(error)).lower()) from None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        raise EngineError("model-file", path=path, reason=f"it is no valid Python{where}") from None
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[:1] != "_"]
    likely = [node.name for node in classes if any(ast.unparse(base).endswith("Module") for base in node.bases)]
    names = [*likely, *(node.name for node in classes if node.name not in likely)]
    return PythonFile(str(place), hashlib.sha256(source).hexdigest(), source, tuple(names), tuple(functions))
