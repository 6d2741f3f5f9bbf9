"""What a comparison found, as rows that a table shows: of two checkpoints, and of two descendants of one."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.gui.checkpoint.comparison.compare_table import Column, CompareTable, bar_length
from desktop_app.gui.checkpoint.formatting import number_text, one_line, shape_text
from desktop_app.gui.checkpoint.texts import finding_text

if TYPE_CHECKING:
    from desktop_app.checkpoint.comparing.differences import Row
    from desktop_app.checkpoint.comparing.measures import Measure
    from desktop_app.checkpoint.comparing.three_way import ThreeWay

_NUMBER = "-8.8888e-08"
_NAME = "layer4.0.conv1.weight"
_BAR = "88888888888"


def summary_of(texts: dict[str, str], kinds: Iterable[str]) -> str:
    """How many rows there are of each kind, in the order of `texts`."""
    counts: dict[str, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    return " · ".join(f"{text}: {counts.get(key, 0):,}" for key, text in texts.items())


class TwoRows(QObject):
    """Pairs of A and B with their measures as they arrive."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.measures: dict[int, Measure] = {}

    def clear(self) -> None:
        """Nothing is known."""
        self.rows, self.measures = (), {}

    def summary(self) -> str:
        """One line about all rows."""
        return summary_of(self.outcomes(), (self.outcome(row) for row in range(len(self.rows))))

    def changes(self) -> dict[str, float]:
        """Relative change by the name in A, for what is in both; infinite where it cannot be said."""
        found: dict[str, float] = {}
        for place, row in enumerate(self.rows):
            measure = self.measures.get(place)
            if row.name_a and row.shape_b is not None:
                relative = measure.relative if measure is not None else None
                found[row.name_a] = math.inf if relative is None else relative
        return found

    def names(self, row: int) -> tuple[str, str]:
        """Names in A and in B; empty where it is not there."""
        return self.rows[row].name_a, self.rows[row].name_b

    def outcomes(self) -> dict[str, str]:
        """Kinds of rows with their words."""
        return {
            "changed": self.tr("changed"),
            "renamed": self.tr("renamed"),
            "only_a": self.tr("only in A"),
            "only_b": self.tr("only in B"),
            "equal": self.tr("equal"),
        }

    def outcome(self, row: int) -> str:
        """Kind of a row; empty while it is not known."""
        return self.rows[row].outcome(self.measures.get(row)) or ""

    def badness(self, row: int) -> float:
        """Unreadable and reshaped ones, then by change relative to A, then what is on one side only."""
        found = self.measures.get(row)
        if found is None:
            return 0.0
        if found.max_abs is None:
            return math.inf
        if math.isnan(found.max_abs):
            return 1e308
        relative = found.relative or 0.0
        return min(relative, 1e307) if found.changed or self.rows[row].name_a != self.rows[row].name_b else 0.0

    def describe(self, table: CompareTable) -> None:
        """Tell a table what its rows are."""
        table.describe(
            (*self._columns(), *self._numbers()),
            kinds=tuple(self.outcomes().items()),
            kind_of=self.outcome,
            name_of=lambda row: "\n".join(self.names(row)),
            badness=self.badness,
            tip=self._tip,
            alarm=self._is_wrong,
        )

    def _columns(self) -> tuple[Column, ...]:
        def relative(row: int) -> float | None:
            return self._value(row, "relative")

        return (
            Column("outcome", self.tr("Outcome"), self._outcome_text, self.outcome, sample="renamed 88 %"),
            Column(
                "name_a", self.tr("Name in A"), lambda row: one_line(self.rows[row].name_a), lambda row: self.rows[row].name_a, sample=_NAME,
            ),
            Column(
                "name_b", self.tr("Name in B"), lambda row: one_line(self.rows[row].name_b), lambda row: self.rows[row].name_b, sample=_NAME,
            ),
            Column("shape", self.tr("Shape"), self._shapes, self._plain_shapes, sample="512 × 512 × 3 × 3"),
            Column("dtype", self.tr("dtype"), self._types, self._types, sample="float8_e4m3fn"),
            Column(
                "relative", self.tr("Change"), lambda _row: "", lambda row: _plain(relative(row)), lambda row: _order(relative(row)),
                bar=lambda row: bar_length(relative(row)), sample=_BAR,
            ),
        )  # fmt: skip

    def _numbers(self) -> tuple[Column, ...]:
        titles = (
            ("max_abs", self.tr("Max |a − b|")),
            ("max_rel", self.tr("Max relative")),
            ("l2", self.tr("L2")),
            ("cosine", self.tr("Cosine")),
        )
        return tuple(
            Column(
                key, title, lambda row, key=key: self._text(row, key), lambda row, key=key: _plain(self._value(row, key)),
                lambda row, key=key: _order(self._value(row, key)), right=True, sample=_NUMBER,
            )
            for key, title in titles
        )  # fmt: skip

    def _value(self, row: int, key: str) -> float | None:
        found = self.measures.get(row)
        return getattr(found, key) if found is not None else None

    def _outcome_text(self, row: int) -> str:
        text = self.outcomes().get(self.outcome(row), "…")
        match = self.rows[row].match
        return text if match == 1 else f"{text} {match:.0%}"

    def _shapes(self, row: int) -> str:
        one, scalar = self.rows[row], self.tr("scalar")
        shapes = (one.shape_a, one.shape_b)
        return _both(*("" if shape is None else shape_text(shape, scalar=scalar) for shape in shapes))

    def _plain_shapes(self, row: int) -> str:
        shapes = (self.rows[row].shape_a, self.rows[row].shape_b)
        return _both(*("" if shape is None else "x".join(map(str, shape)) for shape in shapes))

    def _types(self, row: int) -> str:
        return _both(self.rows[row].dtype_a, self.rows[row].dtype_b)

    def _text(self, row: int, key: str) -> str:
        found = self.measures.get(row)
        if found is None:
            return "" if self.rows[row].shape_a is not None and self.rows[row].shape_b is not None else "–"
        return number_text(getattr(found, key), 7 if key == "cosine" else 5)

    def _tip(self, row: int) -> str:
        one, found = self.rows[row], self.measures.get(row)
        lines = [
            f"A: {one_line(one.name_a, 1000) or '–'}",
            f"B: {one_line(one.name_b, 1000) or '–'}",
            self._shapes(row),
        ]
        if found is not None and found.problem is not None:
            lines.append(finding_text(found.problem)[0])
        elif found is not None and found.relative is not None:
            lines.append(self.tr("Change: ‖a − b‖ / ‖a‖ = {value}").format(value=number_text(found.relative)))
        if one.match < 1:
            lines.append(self.tr("Taken for the same tensor with {share} certainty").format(share=f"{one.match:.0%}"))
        return "\n".join(lines)

    def _is_wrong(self, row: int) -> bool:
        found = self.measures.get(row)
        return found is not None and (found.max_abs is None or math.isnan(found.max_abs))


class ThreeRows(QObject):
    """Verdicts on tensors of a base and its two descendants."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ThreeWay] = []

    def clear(self) -> None:
        """Nothing is known."""
        self.rows = []

    def summary(self) -> str:
        """One line about all rows."""
        return summary_of(self.verdicts(), (one.verdict for one in self.rows))

    def names(self, row: int) -> tuple[str, str]:
        """Names in A and in B; empty where it is not there."""
        return self.rows[row].a, self.rows[row].b

    def changes(self) -> dict[str, float]:
        """Relative change between A and B by the name in A; infinite where it cannot be said."""
        keys = {"a": "from_base_a", "b": "from_base_b", "conflict": "between", "both": "between"}
        found: dict[str, float] = {}
        for row, one in enumerate(self.rows):
            if one.a and one.b:
                relative = self._relative(row, keys[one.verdict]) if one.verdict in keys else 0.0
                found[one.a] = math.inf if relative is None else relative
        return found

    def verdicts(self) -> dict[str, str]:
        """Kinds of rows with their words."""
        return {
            "conflict": self.tr("conflict"),
            "a": self.tr("changed in A"),
            "b": self.tr("changed in B"),
            "both": self.tr("changed in both alike"),
            "same": self.tr("unchanged"),
        }

    def describe(self, table: CompareTable) -> None:
        """Tell a table what its rows are."""
        table.describe(
            self._columns(),
            kinds=tuple(self.verdicts().items()),
            kind_of=lambda row: self.rows[row].verdict,
            name_of=lambda row: self.rows[row].name,
            badness=self._badness,
            tip=lambda row: one_line(self.rows[row].name, 1000),
            alarm=lambda row: self.rows[row].verdict == "conflict",
        )

    def _columns(self) -> tuple[Column, ...]:
        titles = (
            ("from_base_a", self.tr("Base to A")),
            ("from_base_b", self.tr("Base to B")),
            ("between", self.tr("A to B")),
        )
        return (
            Column(
                "verdict", self.tr("Verdict"), lambda row: self.verdicts()[self.rows[row].verdict], lambda row: self.rows[row].verdict,
                sample="changed in both alike",
            ),
            Column(
                "name", self.tr("Name"), lambda row: one_line(self.rows[row].name), lambda row: self.rows[row].name, sample=_NAME,
            ),
            *(
                Column(
                    key, title, lambda row, key=key: self._text(row, key), lambda row, key=key: _plain(self._relative(row, key)),
                    lambda row, key=key: _order(self._relative(row, key)), right=True, sample=_NUMBER,
                )
                for key, title in titles
            ),
            Column(
                "bar", self.tr("Change"), lambda _row: "", lambda row: _plain(self._relative(row, "between")),
                lambda row: _order(self._relative(row, "between")), sample=_BAR,
                bar=lambda row: bar_length(
                    self._relative(row, {"a": "from_base_a", "b": "from_base_b"}.get(self.rows[row].verdict, "between"))
                ),
            ),
        )  # fmt: skip

    def _relative(self, row: int, key: str) -> float | None:
        found: Measure | None = getattr(self.rows[row], key)
        return found.relative if found is not None else None

    def _text(self, row: int, key: str) -> str:
        one = self.rows[row]
        side = {"from_base_a": one.a, "from_base_b": one.b}.get(key)
        if side is not None and bool(side) != bool(one.base):
            return self.tr("added") if side else self.tr("removed")
        return number_text(self._relative(row, key))

    def _badness(self, row: int) -> float:
        rank = {"conflict": 3, "a": 2, "b": 2, "both": 1, "same": 0}[self.rows[row].verdict]
        keys = ("from_base_a", "from_base_b", "between")
        largest = max((self._relative(row, key) or 0.0 for key in keys), default=0.0)
        return rank + (0.9 if math.isnan(largest) else min(largest, 9.0) / 10) if rank else 0.0


def _both(first: str, second: str) -> str:
    return first if first == second else f"{first or '–'} → {second or '–'}"


def _plain(value: float | None) -> str:
    return "" if value is None else repr(value)


def _order(value: float | None) -> tuple[int, float]:
    """Sorts what is not known below all numbers, and NaN above."""
    if value is None:
        return 0, 0.0
    return (2, 0.0) if math.isnan(value) else (1, value)
