"""The values of a health report: measures, spectra and cast losses of each tensor, and what was concluded from them."""

from dataclasses import dataclass, replace
from typing import Literal

from desktop_app.checkpoint.model import FileIdentity, Finding, Severity

type SeriesKind = Literal["", "rows", "columns", "channels", "singular", "losses"]

CASTS = ("float16", "bfloat16", "int8", "int8-channel", "float8_e4m3fn", "float8_e5m2")
"""What casts are tried: torch's `.to(dtype)`, and symmetric int8 with one scale per tensor or per output."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One pass over every element of a tensor."""

    count: int
    nan: int
    infinite: int
    zero: int
    low: float
    """Of the finite elements; 0 when there are none, as `high`."""
    high: float
    l2: float
    """Of the finite elements."""
    saturated: int
    """Finite elements of a 16-bit float that are as large as it can say."""
    zero_rows: tuple[int, ...] = ()
    """Outputs whose weights are all zero."""
    constant_rows: tuple[int, ...] = ()
    """Outputs whose weights are all the same number, not zero."""
    zero_columns: tuple[int, ...] = ()
    """Inputs whose weights are all zero."""
    row_norms: tuple[float, ...] = ()
    """RMS of each output; empty where there are too many."""
    column_norms: tuple[float, ...] = ()
    digest: bytes = b""
    """Equal for tensors of equal values that repeat along the same expanded axes."""
    low_channels: tuple[tuple[int, float], ...] = ()
    """Of a variance: channels below `LEAST_VARIANCE`, with their values."""

    @property
    def rms(self) -> float:
        """Root of the mean square of the finite elements."""
        finite = self.count - self.nan - self.infinite
        return self.l2 / finite**0.5 if finite else 0.0

    @property
    def is_constant(self) -> bool:
        """Whether all elements are one finite number."""
        return self.count > 1 and not self.nan and not self.infinite and self.low == self.high


@dataclass(frozen=True, slots=True)
class Spectrum:
    """Singular values of a weight as the matrix (outputs, everything else), the largest first."""

    values: tuple[float, ...]
    """All of them when `exact`, else the largest, found by a random projection."""
    full: int
    """How many there are."""
    exact: bool
    effective_rank: float
    """exp of the entropy of the values' shares (Roy and Vetterli 2007); an estimate when not exact."""
    stable_rank: float
    """Squared Frobenius norm over the squared largest value."""
    condition: float
    """Largest over smallest; infinite for a rank that is not full; NaN when the smallest is not known."""
    numerical_rank: int
    """Values above rounding, as NumPy's `matrix_rank` counts; of those that are known."""


@dataclass(frozen=True, slots=True)
class CastLoss:
    """What one cast would do to one tensor."""

    target: str
    relative: float
    """Norm of the error over the norm of the tensor; infinite when something overflows to infinity."""
    worst: float
    """Largest absolute error."""
    saturated: int
    """Finite elements that are too large for the type."""
    underflow: int
    """Elements other than zero that become zero."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One tensor of the report."""

    name: str
    module: str
    kind: str
    """What its module is, known or inferred; empty when neither."""
    shape: tuple[int, ...]
    dtype: str
    measure: Measure | None
    """None when it has no values; `problem` then says why."""
    problem: str = ""
    spectrum: Spectrum | None = None
    casts: tuple[CastLoss, ...] = ()
    outputs: int = 0
    """Axis of the outputs: 1 for transposed layers."""
    ties: tuple[str, ...] = ()
    """Other tensors on the same storage."""
    is_beside: bool = False
    """Whether it lies outside of the state_dict (optimizer state): only what is not finite matters then."""


@dataclass(frozen=True, slots=True)
class Symptom:
    """One conclusion: a finding, where it jumps to, its numbers."""

    finding: Finding
    name: str
    """The tensor to jump to."""
    places: tuple[int, ...] = ()
    """Rows, columns or channels that it is about."""
    series: tuple[float, ...] = ()
    """Numbers worth a drawing."""
    series_kind: SeriesKind = ""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.finding.severity


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Everything that was found."""

    path: str
    files: tuple[FileIdentity, ...]
    edited: bool
    """Whether edits that are not saved were looked at."""
    layers: tuple[Layer, ...]
    symptoms: tuple[Symptom, ...]
    """The worst first."""

    def count(self, severity: Severity) -> int:
        """Symptoms of one severity."""
        return sum(symptom.severity == severity for symptom in self.symptoms)

    def with_spectrum(self, name: str, spectrum: Spectrum) -> "HealthReport":
        """The same report with another spectrum of one tensor."""
        layers = tuple(replace(layer, spectrum=spectrum) if layer.name == name else layer for layer in self.layers)
        return replace(self, layers=layers)
