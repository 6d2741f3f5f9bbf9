"""What a container's reader hands over; `open.py` makes a `Checkpoint` of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_app.checkpoint.model import ByteOrder, Container, Entry, Finding, GlobalUse, Kind, Storage, TensorInfo
from desktop_app.checkpoint.pickling.listing import Listing, ModuleFacts
from desktop_app.checkpoint.pickling.objects import StorageRef


@dataclass(slots=True)
class Ingredients:
    """The parts of a checkpoint as one container gives them."""

    container: Container
    kind: Kind = "other"
    byteorder: ByteOrder = "little"
    tensors: list[TensorInfo] = field(default_factory=list[TensorInfo])
    contents: Sequence[Entry] = ()
    modules: Sequence[ModuleFacts] = ()
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    globals: dict[str, GlobalUse] = field(default_factory=dict[str, GlobalUse])
    findings: list[Finding] = field(default_factory=list[Finding])
    root: Any = None
    """The stand-ins as the pickle builds them, and where their storages lie; only where one pickle is the file."""
    storage: Callable[[StorageRef], Storage | None] | None = None

    def take(self, listing: Listing) -> None:
        """Take over what describing an object graph gave."""
        self.kind = listing.kind
        self.tensors += listing.tensors
        self.contents = listing.contents
        self.modules = listing.modules
        self.metadata |= listing.metadata
        self.findings += listing.findings
