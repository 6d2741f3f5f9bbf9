"""Two tensors that belong together counted in the same bins, so that their histograms can be laid over each other."""

from desktop_app.checkpoint.comparing.sides import Origin
from desktop_app.checkpoint.editing.draft import Item
from desktop_app.checkpoint.editing.edited import computed_info
from desktop_app.checkpoint.editing.expressions import Stored
from desktop_app.checkpoint.measuring.statistics import statistics_of
from desktop_app.checkpoint.measuring.summaries import Statistics
from desktop_app.checkpoint.model import Finding
from desktop_app.checkpoint.storages import TensorError

type Counted = Statistics | Finding | None
"""None for a tensor that is not on that side."""


def overlaid(a: Origin, name_a: str, b: Origin, name_b: str, bins: int = 200) -> tuple[Counted, Counted]:
    """Statistics of a tensor of each side with histograms over the range of both; an empty name is no tensor.

    Raises as opening the files does.
    """
    items = [origin.side().items.get(name) if name else None for origin, name in ((a, name_a), (b, name_b))]
    found = [None if item is None else _counted(item, bins, None) for item in items]
    bounds = [
        (one.min, one.max) for one in found if isinstance(one, Statistics) and one.min is not None and one.max is not None
    ]  # fmt: skip
    if not bounds:
        return found[0], found[1]
    span = (min(low for low, _ in bounds), max(high for _, high in bounds))
    for place, (item, one) in enumerate(zip(items, found, strict=True)):
        if item is not None and isinstance(one, Statistics) and (one.min, one.max) not in ((None, None), span):
            found[place] = _counted(item, bins, span)
    return found[0], found[1]


def _counted(item: Item, bins: int, span: tuple[float, float] | None) -> Statistics | Finding:
    value = item.value
    try:
        if isinstance(value, Stored):
            return statistics_of(value.files, value.info, bins=bins, span=span, percentiles=False)
        return statistics_of((), computed_info("", item), bins=bins, span=span, percentiles=False)
    except TensorError as error:
        return error.finding
