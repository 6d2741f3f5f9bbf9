"""An edit operation: `round NAME`, every number of a tensor to the nearest whole one, computed when it is read."""

from dataclasses import dataclass, replace

import numpy as np

from desktop_app.checkpoint.editing.arguments import item_named
from desktop_app.checkpoint.editing.expressions import Expression
from desktop_app.checkpoint.editing.operation import Operation


@dataclass(frozen=True, slots=True)
class Rounded:
    """A tensor with whole numbers; equal ones are equal tensors."""

    inner: Expression

    @property
    def shape(self):
        return self.inner.shape

    @property
    def dtype(self):
        return self.inner.dtype

    def read(self, sources, region):
        return np.rint(self.inner.read(sources, region))


def run(draft, arguments, open_file):
    (name,) = arguments
    item = item_named(draft, name)
    return draft.with_items({**draft.items, name: replace(item, value=Rounded(item.value))})


ROUND = Operation("round", "NAME", 1, 1, run)
