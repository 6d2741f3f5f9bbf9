"""The core's sentences in the language of the window: each is found again by its template, and its parts are put into the translated one.

The core knows no languages; what it raises or lists is an English sentence. A test holds the tables to what the core says.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, reduce

from PySide6.QtCore import QCoreApplication

from desktop_app.checkpoint.findings import CATALOGUE
from desktop_app.gui import language
from desktop_app.gui.marking import QT_TRANSLATE_NOOP
from desktop_app.gui.worker import Failure

WITHIN = frozenset(
    ("deed", "reason", "kind", "into", "what", "state", "wanted_state", "step", "sort", "task", "holder", "word", "hint",
     "left", "changes", "first", "cause", "thing")
)  # fmt: skip
"""Parts of a template that may be sentences or words of the tables themselves."""
_SAID_IN_VALUES = frozenset(("reason", "what", "hint", "limit"))
_LISTS = frozenset(("left", "changes"))
"""Those that are several, with semicolons between them."""
_PLACE = QT_TRANSLATE_NOOP("Sentence", "{where}: {what}")
_PAIR = QT_TRANSLATE_NOOP("Sentence", "{first} {second}")
_ROW = QT_TRANSLATE_NOOP("Sentence", "{first}; {second}")
_HOLE = re.compile(r"\{(\w+)\}")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=\S)")
_MOST_CUTS = 4
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class _Template:
    """A template cut at its holes."""

    text: str
    literals: tuple[str, ...]
    holes: tuple[str, ...]
    own: int
    """Characters that are its own: of several that fit, the one with the most is meant."""

    def parts(self, sentence: str) -> dict[str, str] | None:
        """What stands in the holes, the first ones as short as can be; None when the sentence is another."""
        first, last = self.literals[0], self.literals[-1]
        if not self.holes:
            return {} if sentence == first else None
        end = len(sentence) - len(last)
        if end < len(first) or not sentence.startswith(first) or not sentence.endswith(last):
            return None
        place, parts = len(first), dict[str, str]()
        for hole, literal in zip(self.holes, self.literals[1:-1], strict=False):
            found = sentence.find(literal, place, end)
            if found < 0:
                return None
            parts[hole] = sentence[place:found]
            place = found + len(literal)
        parts[self.holes[-1]] = sentence[place:end]
        return parts


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a text was understood: a place before it, then sentences of the tables."""

    places: tuple[str, ...]
    sentences: tuple[tuple[str, dict[str, str]], ...]
    own: int


@cache
def templates() -> tuple[str, ...]:
    """Every sentence of the tables."""
    from desktop_app.gui.sentence_tables import checkpoints, graphs, images, labels, losses, training, work

    tables = (checkpoints, graphs, images, labels, losses, training, work)
    return tuple(text for table in tables for text in table.TEMPLATES)


@cache
def _index() -> dict[str, tuple[_Template, ...]]:
    """Templates by that word of their own which the fewest of them have; a sentence is looked up by its words."""
    made = [_template(text) for text in templates()]
    words = [[word for word in template.text.split() if not _HOLE.search(word)] for template in made]
    counts = Counter(word for own in words for word in set(own))
    index: dict[str, list[_Template]] = {}
    for template, own in zip(made, words, strict=True):
        index.setdefault(min(own, key=lambda word: (counts[word], -len(word))), []).append(template)
    return {word: tuple(found) for word, found in index.items()}


@cache
def _template(text: str) -> _Template:
    pieces = _HOLE.split(text)
    literals, holes = tuple(pieces[::2]), tuple(pieces[1::2])
    return _Template(text, literals, holes, sum(map(len, literals)))


def template_of(sentence: str) -> tuple[str, dict[str, str]] | None:
    """The template that a sentence was made of, and its parts; None for one that is not in the tables."""
    best, found = 0, None
    index = _index()
    for word in index.keys() & sentence.split():
        for template in index[word]:
            if template.own > best and (parts := template.parts(sentence)) is not None:
                best, found = template.own, (template.text, parts)
    return found


@lru_cache(maxsize=4096)
def _reading(text: str, cuts: int = _MOST_CUTS) -> _Reading | None:
    """The reading in which the most characters are the tables' own: as a whole, behind a place, or as several sentences."""
    found = template_of(text)
    best = None if found is None else _Reading((), (found,), _template(found[0]).own)
    if cuts == 0 or (found is not None and _is_whole(found[1])):
        return best
    readings = [best, *_behind_places(text, cuts), *_in_sentences(text, cuts)]
    return max((one for one in readings if one is not None), key=lambda one: one.own, default=None)


def _is_whole(parts: dict[str, str]) -> bool:
    """Whether no part looks as if it held a place or a sentence of its own."""
    return not any(". " in part or ": " in part for part in parts.values())


def _behind_places(text: str, cuts: int) -> list[_Reading]:
    made: list[_Reading] = []
    place = text.find(": ")
    for _ in range(cuts):
        if place < 0:
            break
        rest = _reading(text[place + 2 :], cuts - 1)
        if rest is not None:
            made.append(replace(rest, places=(text[:place], *rest.places)))
        place = text.find(": ", place + 2)
    return made


def _in_sentences(text: str, cuts: int) -> list[_Reading]:
    made: list[_Reading] = []
    for cut in list(_SENTENCE_END.finditer(text))[:cuts]:
        first, rest = template_of(text[: cut.start()]), _reading(text[cut.end() :], cuts - 1)
        if first is not None and rest is not None and not rest.places:
            made.append(_Reading((), (first, *rest.sentences), _template(first[0]).own + rest.own))
    return made


def is_known(sentence: str) -> bool:
    """Whether a text can be said in the language of the window."""
    return _reading(sentence) is not None


def translated(sentence: str) -> str:
    """The sentence (or several, also behind the place that they are about) in the language of the window; as it is when it is not ours."""
    if not sentence or language.is_source():
        return sentence
    whole = template_of(sentence)
    if whole is not None and _is_whole(whole[1]):  # as most are, of which a list may hold thousands
        return _filled(*whole)
    found = _reading(sentence) if sentence and len(sentence) < _LONGEST else None
    if found is None:
        return sentence
    said = [_filled(template, parts) for template, parts in found.sentences]
    text = _joined(said, _PAIR)
    for place in reversed(found.places):
        text = _put(QCoreApplication.translate("Sentence", _PLACE), {"where": place, "what": text})
    return text


def _filled(template: str, parts: dict[str, str]) -> str:
    """The translated template with its parts, which are translated too where they are sentences or words."""
    text = QCoreApplication.translate("Sentence", template)
    return _put(text, {name: _part(name, part) for name, part in parts.items()}) if parts else text


def _part(name: str, text: str) -> str:
    if name not in WITHIN:
        return text
    if name in _LISTS:
        return _joined([translated(one) for one in text.split("; ")], _ROW)
    return translated(text)


def _joined(texts: Sequence[str], template: str) -> str:
    template = QCoreApplication.translate("Sentence", template)
    return reduce(lambda first, second: _put(template, {"first": first, "second": second}), texts)


def _put(text: str, parts: dict[str, str]) -> str:
    return _HOLE.sub(lambda hole: parts.get(hole[1], hole[0]), text)


def translated_values(values: Mapping[str, str]) -> dict[str, str]:
    """Values of a finding or a refusal, those translated that are sentences."""
    return {name: translated(value) if name in _SAID_IN_VALUES else value for name, value in values.items()}


def translated_failure(failure: Failure) -> Failure:
    """The failure with its sentence in the language of the window; its details stay English, for a report."""
    if failure.code:
        from desktop_app.gui.engine_texts import engine_text  # which takes its values through here

        return replace(failure, message=engine_text(failure.code, dict(failure.values), failure.message))
    found = failure.finding
    template = CATALOGUE.get(found.code) if found is not None else None
    if found is None or template is None or (not found.values and "{" in template.message + template.cure):
        return replace(failure, message=translated(failure.message))
    values = translated_values(dict(found.values))
    texts = (QCoreApplication.translate("Finding", text) for text in (template.message, template.cure) if text)
    try:
        said = [text.format(**values) for text in texts]
    except (KeyError, IndexError, ValueError):
        return failure
    return replace(failure, message=_joined(said, _PAIR))
