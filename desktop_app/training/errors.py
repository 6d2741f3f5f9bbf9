"""What ends a run or a question about one: a sentence for the person, as the rest of the program tells such things."""

from desktop_app.checkpoint.model import Finding


class TrainingError(ValueError):
    """Something cannot be trained, resumed, predicted or exported: where, what, and what to do."""

    code = "crash"
    """As an `error` event names it."""

    def __init__(self, where: str, message: str, cure: str = "") -> None:
        self.finding = Finding("error", "training", where, message, cure)
        super().__init__(" ".join(part for part in (f"{where}:" if where else "", message, cure) if part))

    def __reduce__(self) -> tuple[object, tuple[str, str, str]]:
        return type(self), (self.finding.where, self.finding.message, self.finding.cure)


class RunBusy(TrainingError):
    """Another process trains in this folder."""


class NotFinite(TrainingError):
    """The loss or the gradient is no number any more; the weights were not touched."""

    code = "not-finite"


class OutOfMemory(TrainingError):
    """Even a single image does not fit."""

    code = "memory"
