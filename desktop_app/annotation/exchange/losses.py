"""What a conversion could not keep, counted: every export ends with this report."""

from collections.abc import Iterable
from dataclasses import dataclass, field

_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """One way in which something was lost."""

    what: str
    """`ellipse became polygon`, `attributes dropped`."""
    count: int
    examples: tuple[str, ...] = ()
    """Images (and labels) where it happened, a few."""


@dataclass(slots=True)
class LossCounter:
    """Collects losses while a file is written."""

    _counts: dict[str, int] = field(default_factory=dict[str, int])
    _examples: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def add(self, what: str, example: str = "", count: int = 1) -> None:
        """Count a loss; `example` names the image where it happened."""
        self._counts[what] = self._counts.get(what, 0) + count
        seen = self._examples.setdefault(what, [])
        if example and len(seen) < _EXAMPLES and example not in seen:
            seen.append(example)

    def with_all(self, more: "LossCounter") -> "LossCounter":
        """This counter with what another has counted."""
        for what, count in more._counts.items():
            self.add(what, count=count)
            for example in more._examples[what]:
                self.add(what, example, 0)
        return self

    def report(self) -> tuple[Loss, ...]:
        """All losses, the most frequent first."""
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Loss(what, count, tuple(self._examples[what])) for what, count in ordered)


def report_text(losses: Iterable[Loss]) -> str:
    """The report as it is written beside an export."""
    lines = [
        f"{loss.count} x {loss.what}" + (f"   e.g. {', '.join(loss.examples)}" if loss.examples else "")
        for loss in losses
    ]
    return "\n".join(lines or ["Nothing was lost."]) + "\n"
