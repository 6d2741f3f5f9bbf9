"""Why an edit cannot be done: a code, what it is about, and one sentence, as data that a window can translate."""

SENTENCES: dict[str, str] = {
    "no-such-operation": "There is no operation {operation}.",
    "arguments": "{operation} takes {wanted}.",
    "no-such-key": "There is no tensor named {name}.",
    "nothing-matches": "No tensor's name matches {pattern}.",
    "pattern": "{pattern} is no valid regular expression: {reason}.",
    "replacement": "{replacement} cannot be put in: {reason}.",
    "collision": "Names that would collide: {count}, for example {name} (from {first} and {second}).",
    "exists": "There is a tensor named {name} already.",
    "empty-name": "A name must not be empty (it would be that of {name}).",
    "no-prefix": "No name begins with {prefix}.",
    "dtype": "{text} is no element type; write for example float16, bfloat16 or int8.",
    "number": "{text} is no number.",
    "shape": "{text} is no shape; write for example 64,3,7,7.",
    "count": "The number of elements of {name} is {have}; the shape {shape} would need {need}.",
    "dimension": "There is no dimension {dimension} in {name}; its number of dimensions is {dimensions}.",
    "index": "{name}: {reason}",
    "smaller": "{name} has the shape {have}; it cannot be padded to {shape}.",
    "no-fraction": "{name} holds {dtype}; cast it to a floating-point type before it is multiplied by {factor}.",
    "not-finite": "{name} holds {dtype}, which has no {text}.",
    "needs-values": "{name} cannot be changed: {reason}",
    "not-tied": "{name} shares its storage with no other tensor.",
    "not-wrapped": "The file holds nothing but the state_dict.",
    "no-state-dict": "The file holds no state_dict that could be unwrapped.",
    "file": "{reason}",
    "not-open": "{file} could not be opened.",
    "key-in-file": "{file} holds no tensor named {name}.",
    "twice": "{name} is named twice.",
    "method": "There is no merge method {method}.",
    "merge": "{reason}",
    "merge-files": "Merging needs two files or more.",
    "merge-weights": "The number of weights for {method} is {wanted}; given: {have}.",
    "merge-weights-or-one": "{method} takes one weight or {wanted}; given: {have}.",
    "merge-weight": "{text} is no weight; write numbers with commas between them, for example 0.7,0.3.",
    "merge-range": "{method} takes numbers from 0 to 1; {text} is outside.",
    "merge-conflicts": "Tensors that do not fit together: {count}. {first}",
    "no-pairs": "{file} holds no pair of LoRA matrices.",
    "plugin": "The plug-in {package} ({name}) failed: {reason}.",
    "recipe": "{file} is no recipe: {reason}.",
}


class EditError(Exception):
    """An operation that does not fit the draft; the draft is as it was."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = {name: _shown(value) for name, value in values.items()}
        super().__init__(SENTENCES[code].format(**self.values))

    def __reduce__(self) -> tuple[object, tuple[str, dict[str, str]]]:
        return _again, (self.code, self.values)


def _again(code: str, values: dict[str, str]) -> EditError:
    return EditError(code, **values)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "×".join(str(part) for part in value) or "scalar"  # type: ignore[reportUnknownVariableType]
    text = str(value)
    return text if len(text) <= 300 else f"{text[:299]}…"
