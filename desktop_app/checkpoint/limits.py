"""What reading one untrusted file may cost, as one frozen value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of one `open_checkpoint` call; exceeding one ends in a finding, never in an exception for the user."""

    operations: int = 50_000_000
    """Pickle opcodes over all pickles of the file."""
    depth: int = 1_000
    """Nesting of containers that is listed; reading itself is iterative and has no such bound."""
    memo: int = 20_000_000
    """Entries of one pickle's memo table."""
    pickle_nbytes: int = 1 << 30
    """Bytes of one pickle as stored."""
    inflated_nbytes: int = 256 << 20
    """Bytes that one compressed record which must be held in memory (a pickle, a JSON) may inflate to."""
    inflate_ratio: int = 200
    """Largest ratio of inflated to stored bytes for such a record above 1 MiB."""
    output_nbytes: int = 512 << 20
    """Bytes of strings, bytes and arrays that pickles may create in memory."""
    contents: int = 400_000
    """Entries of the listed contents; what is beyond is counted, not listed."""
    tensors: int = 2_000_000
    seconds: float = 60.0
    """Wall time of reading the structure."""


DEFAULT = Limits()
