"""From numbers to conclusions: which measures of a layer, and of layers beside each other, are worth telling."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from desktop_app.checkpoint.health.catalogue import conclude
from desktop_app.checkpoint.health.measuring import KEPT, LARGEST, LEAST_VARIANCE
from desktop_app.checkpoint.health.model import Layer, Measure, SeriesKind, Symptom

_NAMED = 8
"""Places that a sentence names."""
_GROUP = 5
"""Layers of a kind that it takes to say what is usual."""
_RATIO = 5.0
"""How many times larger or smaller than usual is worth telling, and"""
_DEVIATIONS = 6.0
"""how many robust standard deviations of the logarithm."""
_LOW_RANK = 0.1
_UNDERFLOW = 0.01
_INT8 = 0.02
_ORDER = {"error": 0, "warning": 1, "info": 2}


def symptoms_of(layers: Sequence[Layer]) -> tuple[Symptom, ...]:
    """All conclusions, the worst first, in the file's order within a severity."""
    found: list[Symptom] = []
    for layer in layers:
        found.extend(_of_layer(layer))
    found.extend(_duplicates(layers))
    found.extend(_outliers(layers))
    return tuple(sorted(found, key=lambda symptom: _ORDER[symptom.severity]))


def named(places: Sequence[int]) -> str:
    """`3, 17, 20 …`: the first of them."""
    return ", ".join(map(str, places[:_NAMED])) + (" …" if len(places) > _NAMED else "")


def _text(value: float) -> str:
    return f"{value:.4g}"


def _symptom(
    code: str,
    layer: Layer,
    *,
    at: Sequence[int] = (),
    series: Sequence[float] = (),
    drawn: SeriesKind = "",
    **values: object,
) -> Symptom:
    finding = conclude(code, layer.name, **values)
    return Symptom(finding, layer.name, tuple(at[:KEPT]), tuple(series), drawn if series else "")


def _of_layer(layer: Layer) -> Iterator[Symptom]:
    if layer.measure is None:
        yield _symptom("unreadable", layer, reason=layer.problem)
        return
    measured = layer.measure
    whole = f"{measured.count:,}"
    if measured.nan:
        yield _symptom("nan", layer, count=f"{measured.nan:,}", whole=whole)
    if measured.infinite:
        yield _symptom("infinite", layer, count=f"{measured.infinite:,}", whole=whole)
    if measured.saturated:
        limit = _text(LARGEST[layer.dtype])
        yield _symptom("saturated", layer, count=f"{measured.saturated:,}", dtype=layer.dtype, limit=limit)
    yield from _variance(layer, measured)
    if layer.is_beside:
        return
    yield from (_constant(layer, measured) if measured.is_constant else _places(layer, measured))
    yield from _spectral(layer)
    yield from _casts(layer)


def _variance(layer: Layer, measured: Measure) -> Iterator[Symptom]:
    groups = {
        "variance-negative": [one for one in measured.low_channels if one[1] < 0],
        "variance-zero": [one for one in measured.low_channels if one[1] == 0],
        "variance-small": [one for one in measured.low_channels if one[1] > 0],
    }
    for code, channels in groups.items():
        if not channels:
            continue
        whole = f"{measured.count:,}"
        channel, least = min(channels, key=lambda one: one[1])
        values = {
            "count": f"{len(channels):,}",
            "channel": channel,
            "least": _text(least),
            "whole": whole,
            "limit": LEAST_VARIANCE,
        }
        at = [place for place, _ in channels]
        yield _symptom(code, layer, at=at, series=measured.row_norms, drawn="channels", **values)


def _constant(layer: Layer, measured: Measure) -> Iterator[Symptom]:
    whole, value = f"{measured.count:,}", _text(measured.low)
    if len(layer.shape) < 2:
        if measured.low in (0.0, 1.0):
            yield _symptom("initial-values", layer, whole=whole, value=value)
    elif measured.low == 0:
        yield _symptom("zero-tensor", layer, whole=whole)
    else:
        yield _symptom("constant-tensor", layer, whole=whole, value=value)


def _places(layer: Layer, measured: Measure) -> Iterator[Symptom]:
    """Rows and columns of a weight; the scales of a normalisation."""
    if len(layer.shape) < 2:
        if "Norm" in layer.kind and layer.name.rpartition(".")[2] == "weight" and measured.zero_rows:
            yield _about("norm-scale-zero", layer, measured.zero_rows, measured.count, measured.row_norms, "channels")
        return
    outputs = layer.shape[layer.outputs]
    inputs = layer.shape[1 - layer.outputs]
    if measured.zero_rows:
        code = "empty-embeddings" if layer.kind == "Embedding" else "dead-outputs"
        yield _about(code, layer, measured.zero_rows, outputs, measured.row_norms, "rows")
    if measured.constant_rows:
        yield _about("constant-outputs", layer, measured.constant_rows, outputs, measured.row_norms, "rows")
    if measured.zero_columns:
        yield _about("dead-inputs", layer, measured.zero_columns, inputs, measured.column_norms, "columns")


def _about(
    code: str, layer: Layer, at: Sequence[int], whole: int, series: Sequence[float], drawn: SeriesKind
) -> Symptom:
    return _symptom(
        code, layer, at=at, series=series, drawn=drawn, count=f"{len(at):,}", whole=f"{whole:,}", places=named(at)
    )


def _spectral(layer: Layer) -> Iterator[Symptom]:
    found = layer.spectrum
    if found is None or not found.values or found.values[0] == 0:
        return
    if found.effective_rank < _LOW_RANK * found.full:
        rank = f"{found.effective_rank:.1f}"
        yield _symptom("low-rank", layer, series=found.values, drawn="singular", rank=rank, full=found.full)
    measured = layer.measure
    dead = max(len(measured.zero_rows), len(measured.zero_columns)) if measured is not None else 0
    if found.exact and found.numerical_rank < found.full - dead:
        rank = found.numerical_rank
        yield _symptom("rank-deficient", layer, series=found.values, drawn="singular", rank=rank, full=found.full)


def _casts(layer: Layer) -> Iterator[Symptom]:
    losses = {loss.target: loss for loss in layer.casts}
    half = losses.get("float16")
    if half is not None and half.saturated:
        yield _symptom("cast-overflow", layer, count=f"{half.saturated:,}", dtype="float16")
    count = layer.measure.count if layer.measure is not None else 0
    if half is not None and count and half.underflow > _UNDERFLOW * count:
        yield _symptom("cast-underflow", layer, share=f"{half.underflow / count:.1%}", dtype="float16")
    one, each = losses.get("int8"), losses.get("int8-channel")
    if one is not None and each is not None and one.relative > _INT8 and one.relative > 3 * each.relative:
        yield _symptom("int8-channels", layer, tensor=f"{one.relative:.1%}", channel=f"{each.relative:.1%}")


def _duplicates(layers: Sequence[Layer]) -> Iterator[Symptom]:
    """Equal values that lie apart; constants are equal by nature, and tied tensors are one."""
    first: dict[bytes, Layer] = {}
    for layer in layers:
        measured = layer.measure
        if measured is None or layer.is_beside or measured.count < 2 or measured.low == measured.high:
            continue
        other = first.setdefault(measured.digest, layer)
        if other is not layer and other.name not in layer.ties:
            yield _symptom("duplicate", layer, other=other.name)


def _outliers(layers: Sequence[Layer]) -> Iterator[Symptom]:
    """Weights against those of the same kind and kernel; scaled by the width of the input, as initialisation does."""
    groups: dict[tuple[str, str, tuple[int, ...]], list[tuple[float, Layer]]] = defaultdict(list)
    for layer in layers:
        if layer.measure is None or layer.is_beside or len(layer.shape) < 2 or not layer.kind:
            continue
        if layer.measure.rms > 0:
            width = layer.measure.count / layer.shape[layer.outputs]
            size = math.log(layer.measure.rms * math.sqrt(width))
            groups[layer.kind, layer.name.rpartition(".")[2], tuple(layer.shape[2:])].append((size, layer))
    for key, members in groups.items():
        if len(members) >= _GROUP:
            yield from _outside(key[0], members)


def _outside(kind: str, members: Sequence[tuple[float, Layer]]) -> Iterator[Symptom]:
    middle = median(size for size, _ in members)
    spread = 1.4826 * median(abs(size - middle) for size, _ in members)
    for size, layer in members:
        far = abs(size - middle)
        if far > math.log(_RATIO) and far > _DEVIATIONS * spread and layer.measure is not None:
            code = "norm-outlier-large" if size > middle else "norm-outlier-small"
            values = {"ratio": f"{math.exp(far):.1f}", "kind": kind, "rms": _text(layer.measure.rms)}
            norms = layer.measure.row_norms
            yield Symptom(conclude(code, layer.name, **values), layer.name, (), norms, "rows" if norms else "")
