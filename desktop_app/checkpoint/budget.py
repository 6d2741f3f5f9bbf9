"""One mutable counter of what reading a file has cost so far, shared by all of its pickles."""

import time

from desktop_app.checkpoint.limits import Limits


class LimitReached(Exception):
    """A budget is used up; `what` and `limit` say which."""

    def __init__(self, what: str, limit: object) -> None:
        super().__init__(f"limit for {what} ({limit})")
        self.what = what
        self.limit = limit


class Budget:
    """Counts against `Limits`; each method raises `LimitReached` when its budget is used up."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.operations = 0
        self.output_nbytes = 0
        self.inflated_nbytes = 0
        self.deadline = time.monotonic() + limits.seconds

    def spend_operations(self, count: int) -> None:
        """Count pickle opcodes, and look at the clock."""
        self.operations += count
        if self.operations > self.limits.operations:
            raise LimitReached("pickle operations", self.limits.operations)
        self.check_time()

    def spend_output(self, nbytes: int) -> None:
        """Count bytes that strings and arrays take in memory."""
        self.output_nbytes += nbytes
        if self.output_nbytes > self.limits.output_nbytes:
            raise LimitReached("memory of values", f"{self.limits.output_nbytes} bytes")

    def check_time(self) -> None:
        """Only look at the clock."""
        if time.monotonic() > self.deadline:
            raise LimitReached("time", f"{self.limits.seconds:g} s")
