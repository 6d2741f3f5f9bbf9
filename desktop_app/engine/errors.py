"""Why something in a child process did not end well: a code, its values and one sentence, as data that a window can translate."""

SENTENCES: dict[str, str] = {
    "no-engine": "No Python with PyTorch is known; choose one with Edit › Python with PyTorch, or set {variable} to its path.",
    "no-kernel": "The Python at {path} has no ipykernel, which the console needs; install ipykernel there, or choose another Python.",
    "no-qtconsole": "The console needs qtconsole; install this program's extra named console.",
    "not-started": "The Python at {path} could not be started: {reason}.",
    "old-python": "The Python at {path} is {version}; 3.12 or newer is needed.",
    "no-module": "{module} is not installed in the Python at {path}.",
    "timeout": "It did not end within {seconds} seconds and was stopped.",
    "memory": "It needed more than the {limit} of memory that it may have.",
    "died": "The process ended unexpectedly ({reason}).",
    "answer": "The process gave an answer that cannot be read.",
    "stopped": "It was stopped.",
    "failed": "{kind}: {reason}",
    "model-text": "{text} names no model; write torchvision:NAME, timm:NAME, or path/to/model.py:Class.",
    "model-arguments": "{text}: the arguments must be plain values such as 10, 0.5, True or 'text'.",
    "model-name": "{library} has no model {name}.{hint}",
    "plugin": "The plug-in {package} ({name}) failed: {reason}.",
    "model-option": "{name} cannot be built so: {reason}.",
    "input": "{name} cannot be given to the model: {reason}.",
    "model-file": "{path} cannot be read: {reason}.",
    "model-class": "{path} has no {name}.{hint}",
    "model-kind": "{name} makes no torch.nn.Module but {kind}.",
    "model-code": "{path} failed at line {line}: {kind}: {reason}",
    "trust": "{path} was not run: it is Python code, which can do anything that you can.",
    "changed": "{path} was not run: it is another file than the one that was agreed to.",
    "no-maker": "No Python from 3.12 on that can make environments was found here; install one, or the program uv.",
    "no-venv": "{path} could not make an environment: {reason}.",
    "no-room": "{need} of disk space are needed at {place}, and {free} are free.",
    "no-build": "{package} is not offered for Python {version} on this machine; try another Python or another index.",
    "no-network": "The package index could not be reached; look at the connection and at the address.",
    "index": "{text} is neither an address that begins with https:// nor a folder of wheels.",
    "pip": "pip gave up: {reason}",
}


class EngineError(Exception):
    """What a child process was asked for did not work out; `detail` is a traceback or the end of what it printed."""

    def __init__(self, code: str, *, detail: str = "", **values: object) -> None:
        self.code = code if code in SENTENCES else "failed"
        self.values = {name: _short(str(value)) for name, value in values.items()}
        self.detail = detail
        try:
            sentence = SENTENCES[self.code].format(**self.values)
        except (KeyError, IndexError):
            sentence = "; ".join(self.values.values()) or self.code
        super().__init__(sentence)

    def __reduce__(self) -> tuple[object, tuple[str, str, dict[str, str]]]:
        return _again, (self.code, self.detail, self.values)


def _again(code: str, detail: str, values: dict[str, str]) -> EngineError:
    return EngineError(code, detail=detail, **values)


def _short(text: str, limit: int = 400) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
